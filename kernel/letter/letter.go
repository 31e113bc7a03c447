// SPDX-License-Identifier: Apache-2.0

package letter

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"encoding/binary"
	"math/big"

	"safar/kernel/fault"
)

const (
	// Wraps is how many may open a letter at most. Each letter has as many places, used or not.
	Wraps = 8
	// Most is how many bytes a letter holds at most.
	Most = 5 * 1024
	// Size is the length of every letter, in bytes: the places, the nonce, the content with its length, and the tag.
	Size = Wraps*wrapSize + nonceSize + lengthSize + Most + tagSize
)

const (
	keySize    = 32 // of AES-256
	nonceSize  = 12
	tagSize    = 16
	lengthSize = 2
	wrapSize   = 32 + keySize + tagSize // an X25519 share, and the key that is sealed with it
)

// Letter is what lies sealed. Every letter is of [Size] bytes.
type Letter []byte

// info binds what is sealed to what it is for.
var info = []byte("safar letter 1")

func kem() hpke.KEM { return hpke.DHKEM(ecdh.X25519()) }

// Seal writes a letter that those can open whose public keys are given, and nobody else. Faults: Invalid letter.too_long for more than [Most] bytes or
// [Wraps] people, letter.damaged_key for what is no public key.
func Seal(content []byte, to ...Public) (Letter, error) {
	const op = "letter.Seal"
	if len(content) > Most || len(to) > Wraps {
		return nil, fault.New(op, fault.Invalid, "letter.too_long", fault.Args{"most": Most})
	}
	key := make([]byte, keySize)
	rand.Read(key)
	out := make(Letter, 0, Size)
	for _, p := range shuffled(to) {
		wrapped, err := wrap(key, p)
		if err != nil {
			return nil, fault.New(op, fault.Invalid, "letter.damaged_key", nil).Because(err)
		}
		out = append(out, wrapped...)
	}
	nonce := make([]byte, nonceSize)
	rand.Read(nonce)
	return gcm(key).Seal(append(out, nonce...), nonce, padded(content), out), nil
}

// Empty is a letter that holds nothing, and that nobody can open.
func Empty() (Letter, error) { return Seal(nil) }

// shuffled returns [Wraps] public keys in an order of chance: those that are given, and others whose private keys are thrown away (nil).
func shuffled(to []Public) []Public {
	all := make([]Public, Wraps)
	copy(all, to)
	for i := range all {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(all)-i)))
		if err != nil {
			panic(err) // the machine's chance never fails to answer
		}
		j := i + int(n.Int64())
		all[i], all[j] = all[j], all[i]
	}
	return all
}

// wrap seals a letter's key to one person; to nobody where there is none.
func wrap(key []byte, to Public) ([]byte, error) {
	if to == nil {
		thrownAway, err := kem().GenerateKey()
		if err != nil {
			return nil, err
		}
		to = thrownAway.PublicKey().Bytes()
	}
	public, err := kem().NewPublicKey(to)
	if err != nil {
		return nil, err
	}
	return hpke.Seal(public, hpke.HKDFSHA256(), hpke.AES256GCM(), info, key)
}

// padded is the content with its length before it, and zeros after it.
func padded(content []byte) []byte {
	out := make([]byte, lengthSize+Most)
	binary.BigEndian.PutUint16(out, uint16(len(content)))
	copy(out[lengthSize:], content)
	return out
}

// Open returns what a letter holds. It is nil, without a fault, where the letter is not for this key: an empty one, one for others, or one that was
// damaged, which cannot be told apart without the key.
func (k *Key) Open(l Letter) []byte {
	if len(l) != Size {
		return nil
	}
	wraps, rest := l[:Wraps*wrapSize], l[Wraps*wrapSize:]
	for i := range Wraps {
		key, err := hpke.Open(k.private, hpke.HKDFSHA256(), hpke.AES256GCM(), info, wraps[i*wrapSize:(i+1)*wrapSize])
		if err != nil || len(key) != keySize {
			continue
		}
		content, err := gcm(key).Open(nil, rest[:nonceSize], rest[nonceSize:], wraps)
		if err != nil {
			continue
		}
		if n := int(binary.BigEndian.Uint16(content)); n <= Most {
			return content[lengthSize : lengthSize+n]
		}
	}
	return nil
}

func gcm(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // every key is 32 bytes: it cannot fail
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return aead
}
