// SPDX-License-Identifier: Apache-2.0

package letter

import (
	"crypto/hpke"
	"crypto/rand"
	"crypto/subtle"

	"safar/kernel/fault"
	"safar/kernel/keys"
)

// Public is the public part of a key, 32 bytes, to which anybody can seal.
type Public []byte

// Key opens letters. It lives in memory, and is never written down but locked.
type Key struct{ private hpke.PrivateKey }

// NewKey makes a key.
func NewKey() (*Key, error) {
	private, err := kem().GenerateKey()
	if err != nil {
		return nil, fault.New("letter.NewKey", fault.Internal, "letter.no_key", nil).Because(err)
	}
	return &Key{private}, nil
}

// Public returns the public part.
func (k *Key) Public() Public { return k.private.PublicKey().Bytes() }

// bytes are the private part.
func (k *Key) bytes() []byte {
	b, err := k.private.Bytes()
	if err != nil {
		panic(err) // a key that was made or read here can be written
	}
	return b
}

// Locked is a key under a passphrase: salt, the work it takes, and the sealed private part.
type Locked []byte

const saltSize = 16

// Lock returns the key under a passphrase, which costs so much work to try.
func (k *Key) Lock(passphrase string, cost keys.Cost) Locked {
	out := make([]byte, saltSize)
	rand.Read(out)
	under := cost.Key(passphrase, out)
	out = append(out, cost.Bytes()...)
	nonce := make([]byte, nonceSize)
	rand.Read(nonce)
	out = append(out, nonce...)
	return gcm(under).Seal(out, nonce, k.bytes(), info)
}

// Unlock returns a key that was locked. Faults: NotAllowed letter.wrong_passphrase; Damaged letter.damaged_key for what no key can be under.
func Unlock(l Locked, passphrase string) (*Key, error) {
	const op = "letter.Unlock"
	head := saltSize + keys.CostSize
	if len(l) != head+nonceSize+keySize+tagSize {
		return nil, fault.New(op, fault.Damaged, "letter.damaged_key", nil)
	}
	cost, ok := keys.CostOf(l[saltSize:head])
	if !ok {
		return nil, fault.New(op, fault.Damaged, "letter.damaged_key", nil)
	}
	nonce, sealed := l[head:head+nonceSize], l[head+nonceSize:]
	private, err := gcm(cost.Key(passphrase, l[:saltSize])).Open(nil, nonce, sealed, info)
	if err != nil {
		return nil, fault.New(op, fault.NotAllowed, "letter.wrong_passphrase", nil)
	}
	return keyOf(op, private)
}

func keyOf(op string, private []byte) (*Key, error) {
	key, err := kem().NewPrivateKey(private)
	if err != nil {
		return nil, fault.New(op, fault.Damaged, "letter.damaged_key", nil).Because(err)
	}
	return &Key{key}, nil
}

// Share is half of a key: it says nothing of the key without the other half.
type Share []byte

// Halve splits a key into two halves, both of which are needed to make it whole.
func (k *Key) Halve() (one, other Share) {
	one, other = make(Share, keySize), make(Share, keySize)
	rand.Read(one)
	subtle.XORBytes(other, one, k.bytes())
	return one, other
}

// Join makes a key whole from its two halves. Fault: Damaged letter.damaged_key where they are not the halves of the key whose public part is given.
func Join(one, other Share, of Public) (*Key, error) {
	const op = "letter.Join"
	if len(one) != keySize || len(other) != keySize {
		return nil, fault.New(op, fault.Damaged, "letter.damaged_key", nil)
	}
	private := make([]byte, keySize)
	subtle.XORBytes(private, one, other)
	k, err := keyOf(op, private)
	if err == nil && subtle.ConstantTimeCompare(k.Public(), of) != 1 {
		err = fault.New(op, fault.Damaged, "letter.damaged_key", nil)
	}
	if err != nil {
		return nil, err
	}
	return k, nil
}

// To seals a half to one person.
func (s Share) To(p Public) ([]byte, error) {
	sealed, err := wrap(s, p)
	if err != nil {
		return nil, fault.New("letter.To", fault.Invalid, "letter.damaged_key", nil).Because(err)
	}
	return sealed, nil
}

// Half opens a half that was sealed to this key. It is nil where it was sealed to another.
func (k *Key) Half(sealed []byte) Share {
	half, err := hpke.Open(k.private, hpke.HKDFSHA256(), hpke.AES256GCM(), info, sealed)
	if err != nil || len(half) != keySize {
		return nil
	}
	return half
}
