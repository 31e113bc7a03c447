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

// Cost of turning a passphrase into a key: argon2id with 64 MiB and three passes, the second recommended option of
// RFC 9106, section 4, on one lane, since a field laptop has other work for its second core.
const (
	passes    = 3
	memoryKiB = 64 * 1024
	lanes     = 1
)

// one lets a single argon2id run at a time: two at once would take an eighth of the memory of a small laptop.
var one = make(chan struct{}, 1)

func fromPassphrase(passphrase string, salt []byte) []byte {
	one <- struct{}{}
	defer func() { <-one }()
	return argon2.IDKey([]byte(passphrase), salt, passes, memoryKiB, lanes, KeySize)
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
