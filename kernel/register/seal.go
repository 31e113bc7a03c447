// SPDX-License-Identifier: Apache-2.0

package register

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"slices"
	"sync"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// ScopeKeys gives the key of a scope in its first epoch, from which the register's own keys are drawn.
type ScopeKeys interface {
	ScopeKey(scope access.Scope, epoch uint32) ([]byte, error)
}

// hiddenKeySize truncates the hashes of hidden keys to 64 bits: enough to find by, too little to prove a guess with.
const hiddenKeySize = 8

// sealer seals the register's rows for an engine whose administrators must not read them. A nil sealer leaves them plain.
type sealer struct {
	keys  ScopeKeys
	mu    sync.Mutex
	ready map[access.Scope]sealed
}

type sealed struct {
	aead cipher.AEAD
	mac  []byte
}

func (s *sealer) of(scope access.Scope) (sealed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if got, ok := s.ready[scope]; ok {
		return got, nil
	}
	secret, err := s.keys.ScopeKey(scope, 1)
	if err != nil {
		return sealed{}, err
	}
	key, err := hkdf.Key(sha256.New, secret, nil, "safar register state 1", 32)
	if err != nil {
		return sealed{}, err
	}
	mac, err := hkdf.Key(sha256.New, secret, nil, "safar register entry 1", 32)
	if err != nil {
		return sealed{}, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealed{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return sealed{}, err
	}
	if s.ready == nil {
		s.ready = map[access.Scope]sealed{}
	}
	s.ready[scope] = sealed{aead, mac}
	return s.ready[scope], nil
}

// bound is what a sealed state is bound to: whoever moves it to another story's row does not find it opened there.
func bound(scope access.Scope, kind string, story id.ID) []byte {
	return slices.Concat(scope.Bytes(), story[:], []byte(kind))
}

func (s *sealer) seal(scope access.Scope, kind string, story id.ID, plain []byte) ([]byte, error) {
	if s == nil {
		return plain, nil
	}
	with, err := s.of(scope)
	if err != nil {
		return nil, err
	}
	return with.aead.Seal(nil, nil, plain, bound(scope, kind, story)), nil
}

func (s *sealer) open(scope access.Scope, kind string, story id.ID, stored []byte) ([]byte, error) {
	if s == nil {
		return stored, nil
	}
	with, err := s.of(scope)
	if err != nil {
		return nil, err
	}
	plain, err := with.aead.Open(nil, nil, stored, bound(scope, kind, story))
	if err != nil {
		return nil, fault.New("register.open", fault.Damaged, "register.state_unreadable", nil).Because(err)
	}
	return plain, nil
}

// key returns the bytes under which an entry is stored.
func (s *sealer) key(scope access.Scope, list List, key []byte) ([]byte, error) {
	if s == nil || !list.Hidden {
		return key, nil
	}
	with, err := s.of(scope)
	if err != nil {
		return nil, err
	}
	whole := with.hash(list, key)
	if part, _, parted := bytes.Cut(key, []byte{0}); list.Parted && parted {
		return append(with.hash(list, part), whole...), nil
	}
	return whole, nil
}

// part returns the bytes with which the entries of a parted list begin whose keys have this first part.
func (s *sealer) part(scope access.Scope, list List, part []byte) ([]byte, error) {
	if s == nil || !list.Hidden {
		return append(slices.Clone(part), 0), nil
	}
	with, err := s.of(scope)
	if err != nil {
		return nil, err
	}
	return with.hash(list, part), nil
}

// firstPart returns the first part of a key as it is stored, and whether it is that of the key itself rather than its hash.
func (s *sealer) firstPart(list List, stored []byte) (part []byte, whole bool) {
	if s == nil || !list.Hidden {
		part, _, _ = bytes.Cut(stored, []byte{0})
		return part, true
	}
	return stored[:min(hiddenKeySize, len(stored))], false
}

func (s sealed) hash(list List, key []byte) []byte {
	h := hmac.New(sha256.New, s.mac)
	h.Write([]byte(list.Name))
	h.Write([]byte{0})
	h.Write(key)
	return h.Sum(nil)[:hiddenKeySize:hiddenKeySize]
}
