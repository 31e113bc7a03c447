// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Keys gives the keys that facts are sealed with. Each is 32 bytes.
type Keys interface {
	// ScopeKey returns the key of a scope in an epoch; a fault of kind NotFound where this node was never given it.
	ScopeKey(scope access.Scope, epoch uint32) ([]byte, error)
	// OwnerKey returns the key of an owner in a scope; a fault of kind NotFound where the owner was forgotten.
	OwnerKey(scope access.Scope, owner id.ID) ([]byte, error)
}

// The two parts have keys of their own, so that one never opens the other.
const (
	recordPart = "safar record 1"
	personPart = "safar person 1"
)

// partCipher returns the cipher of one part of one fact. Its key is drawn from the salt, so that the nonce can be fixed.
func partCipher(secret []byte, salt [16]byte, part string) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, secret, salt[:], part, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

var errNoOwner = errors.New("journal: a person part without an owner")

var fixedNonce = make([]byte, 12)

// Seal encodes and seals a record and a person part (nil for none) under e, and fills e's salt and hashes.
func Seal(keys Keys, scope access.Scope, e *Envelope, r *Record, person []byte) (*Sealed, error) {
	const op = "journal.Seal"
	if person != nil && r.Owner.IsZero() {
		return nil, fault.New(op, fault.Internal, "", fault.Args{"fact": r.Kind}).Because(errNoOwner)
	}
	rand.Read(e.Salt[:])
	aad := e.bound()
	secret, err := keys.ScopeKey(scope, e.Epoch)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	sealed := &Sealed{}
	plain, err := Encode(r)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	if sealed.Record, err = sealPart(secret, e, recordPart, plain, aad); err != nil {
		return nil, fault.Wrap(op, err)
	}
	e.RecordHash = sha256.Sum256(sealed.Record)
	e.PersonHash = Hash{}
	if person != nil {
		if secret, err = keys.OwnerKey(scope, r.Owner); err != nil {
			return nil, fault.Wrap(op, err)
		}
		if sealed.Person, err = sealPart(secret, e, personPart, person, aad); err != nil {
			return nil, fault.Wrap(op, err)
		}
		e.PersonHash = sha256.Sum256(sealed.Person)
	}
	sealed.Envelope = mustEncode(*e)
	return sealed, nil
}

func sealPart(secret []byte, e *Envelope, part string, plain, aad []byte) ([]byte, error) {
	aead, err := partCipher(secret, e.Salt, part)
	if err != nil {
		return nil, err
	}
	return aead.Seal(make([]byte, 0, len(plain)+aead.Overhead()), fixedNonce, plain, aad), nil
}

// Unseal opens s, whose envelope has been read as e. Where the person part is gone, or its owner's key is, the fact
// comes back Forgotten; any other failure is a fault of kind Damaged.
func Unseal(keys Keys, scope access.Scope, s *Sealed, e *Envelope) (*Fact, error) {
	f, err := UnsealRecord(keys, scope, s, e)
	if err != nil {
		return nil, err
	}
	return f, openPerson(keys, scope, s, f, e.bound())
}

// UnsealRecord opens the record of s alone, for those who look for facts and read nobody's words: Person is nil and Forgotten false,
// whatever lies in s.
func UnsealRecord(keys Keys, scope access.Scope, s *Sealed, e *Envelope) (*Fact, error) {
	const op = "journal.Unseal"
	f := &Fact{Envelope: *e}
	secret, err := keys.ScopeKey(scope, e.Epoch)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	plain, err := openPart(secret, e, recordPart, s.Record, e.bound())
	if err != nil {
		return nil, fault.New(op, fault.Damaged, "journal.record_not_opened", fault.Args{"seq": e.Seq}).Because(err)
	}
	if err := Decode(plain, &f.Record); err != nil {
		return nil, fault.New(op, fault.Damaged, "journal.record_unreadable", fault.Args{"seq": e.Seq}).Because(err)
	}
	return f, nil
}

// UnsealPerson opens the person part of s into f, whose record was opened from it: what Unseal does besides.
func UnsealPerson(keys Keys, scope access.Scope, s *Sealed, f *Fact) error {
	return openPerson(keys, scope, s, f, f.bound())
}

func openPerson(keys Keys, scope access.Scope, s *Sealed, f *Fact, aad []byte) error {
	const op = "journal.Unseal"
	if f.PersonHash.IsZero() {
		return nil
	}
	if s.Person == nil {
		f.Forgotten = true
		return nil
	}
	secret, err := keys.OwnerKey(scope, f.Owner)
	if fault.Is(err, fault.NotFound) {
		f.Forgotten = true
		return nil
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	if f.Person, err = openPart(secret, &f.Envelope, personPart, s.Person, aad); err != nil {
		return fault.New(op, fault.Damaged, "journal.person_not_opened", fault.Args{"seq": f.Seq}).Because(err)
	}
	return nil
}

func openPart(secret []byte, e *Envelope, part string, sealed, aad []byte) ([]byte, error) {
	aead, err := partCipher(secret, e.Salt, part)
	if err != nil {
		return nil, err
	}
	return aead.Open(nil, fixedNonce, sealed, aad)
}
