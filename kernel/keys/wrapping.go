// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"

	"safar/kernel/access"

	"golang.org/x/crypto/argon2"
)

// Cost says how much work it is to turn a passphrase into the key that unlocks a ring: argon2id's passes over so many KiB of memory, on so many
// lanes. The zero Cost is Standard. It is kept beside the ring, in the clear: with another cost the key would be another.
type Cost struct {
	Passes uint32 // over the memory
	KiB    uint32 // of memory, 1,024 bytes each
	Lanes  uint8  // that may be worked on at once
}

// Standard is 64 MiB and three passes, the second recommended option of RFC 9106, section 4, on one lane, since a field laptop has other work
// for its second core.
var Standard = Cost{Passes: 3, KiB: 64 * 1024, Lanes: 1}

// MadeUp is for rings whose passphrase lies beside them, of demos and of tests: work would keep nobody out.
var MadeUp = Cost{Passes: 1, KiB: 64, Lanes: 1}

// CostSize is the length of a cost in bytes.
const CostSize = 9

// Bytes returns the cost as it is kept, in the clear, beside what it locks.
func (c Cost) Bytes() []byte {
	return append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, c.Passes), c.KiB), c.Lanes)
}

// costOf reads the cost of a ring; one without it is from before costs were kept.
func costOf(kept []byte) (c Cost, ok bool) {
	if kept == nil {
		return Standard, true
	}
	return CostOf(kept)
}

// CostOf reads what Bytes wrote. It is not ok where no such cost is kept: nobody is made to take more than a gibibyte by what was tampered with.
func CostOf(kept []byte) (c Cost, ok bool) {
	if len(kept) != CostSize {
		return c, false
	}
	c = Cost{Passes: binary.BigEndian.Uint32(kept), KiB: binary.BigEndian.Uint32(kept[4:]), Lanes: kept[8]}
	return c, c.Passes >= 1 && c.Passes <= 100 && c.KiB >= 8 && c.KiB <= 1<<20 && c.Lanes >= 1
}

// one lets a single argon2id run at a time: two at once would take an eighth of the memory of a small laptop.
var one = make(chan struct{}, 1)

// Key returns the key, of KeySize bytes, that a passphrase gives with a salt of sixteen bytes.
func (c Cost) Key(passphrase string, salt []byte) []byte {
	one <- struct{}{}
	defer func() { <-one }()
	return argon2.IDKey([]byte(passphrase), salt, c.Passes, c.KiB, c.Lanes, KeySize)
}

// wrap seals a key under another with AES-256-GCM and a random nonce, bound to a label that says what the key is for.
func wrap(under, key []byte, label []byte) []byte {
	aead := gcm(under)
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce)
	return aead.Seal(nonce, nonce, key, label)
}

func unwrap(under, wrapped []byte, label []byte) ([]byte, error) {
	aead := gcm(under)
	n := aead.NonceSize()
	if len(wrapped) < n {
		return nil, errTooShort
	}
	return aead.Open(nil, wrapped[:n], wrapped[n:], label)
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

func scopeLabel(scope access.Scope, number uint32) []byte {
	return binary.BigEndian.AppendUint32(append([]byte("safar scope key\x00"), scope.Bytes()...), number)
}

func ownerLabel(o owner) []byte {
	return append(append([]byte("safar owner key\x00"), o.scope.Bytes()...), o.id[:]...)
}

func rootLabel(name string) []byte { return []byte("safar ring\x00" + name) }
