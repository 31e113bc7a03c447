// SPDX-License-Identifier: Apache-2.0

package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Address is where an attachment lies: the hash of what was sealed. It tells nothing of what is in it.
type Address = journal.Hash

// Part is one of what is kept of a picture. The numbers are stored: do not reorder.
type Part uint8

// The parts of an attachment.
const (
	Whole Part = iota // at most MaxSide pixels long
	Thumb             // at most ThumbSide
)

const parts = 2

// tagSize is the length of an owner's tag, in bytes.
const tagSize = 16

// tagOf is the name under which an owner's attachments lie. It is drawn from the scope's first key, so that the database does not tell whose
// they are.
func tagOf(keys journal.Keys, scope access.Scope, owner id.ID) ([]byte, error) {
	key, err := keys.ScopeKey(scope, 1)
	if err != nil {
		return nil, err
	}
	return drawn(key, "safar attachment owner 1", owner[:])[:tagSize], nil
}

func drawn(key []byte, label string, of ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(label + "\x00"))
	for _, b := range of {
		h.Write(b)
	}
	return h.Sum(nil)
}

// saltOf draws the salt of an attachment from the command it comes with and from what it is: the same, sent again, lies at the same address,
// and no two share a key.
func saltOf(ownerKey []byte, command id.ID, p *Picture) []byte {
	whole, thumb := sha256.Sum256(p.whole), sha256.Sum256(p.thumb)
	return drawn(ownerKey, "safar attachment salt 1", command[:], whole[:], thumb[:])[:16]
}

// sealer seals and opens the chunks of one attachment.
type sealer struct {
	aead  cipher.AEAD
	bound []byte // the scope and the salt: no chunk opens elsewhere
}

func newSealer(ownerKey []byte, scope access.Scope, salt []byte) (*sealer, error) {
	key, err := hkdf.Key(sha256.New, ownerKey, salt, "safar attachment 1", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &sealer{aead, append(scope.Bytes(), salt...)}, err
}

// at returns the nonce of one chunk, and what it is bound to: its part, its number and how many there are.
func (s *sealer) at(part Part, chunk, chunks int) (nonce, bound []byte) {
	nonce = binary.BigEndian.AppendUint32(make([]byte, 8, 12), uint32(chunk))
	nonce[0] = byte(part)
	return nonce, binary.BigEndian.AppendUint32(append(append([]byte{}, s.bound...), nonce...), uint32(chunks))
}

// seal returns the sealed chunks of a part; one that is empty has one, of nothing.
func (s *sealer) seal(part Part, plain []byte) (chunks [][]byte) {
	n := max(1, (len(plain)+chunkSize-1)/chunkSize)
	for i := range n {
		nonce, bound := s.at(part, i, n)
		chunks = append(chunks, s.aead.Seal(nil, nonce, plain[i*chunkSize:min(len(plain), (i+1)*chunkSize)], bound))
	}
	return chunks
}

// open returns what the chunks of a part were sealed from.
func (s *sealer) open(part Part, chunks [][]byte) (plain []byte, err error) {
	for i, chunk := range chunks {
		nonce, bound := s.at(part, i, len(chunks))
		if plain, err = s.aead.Open(plain, nonce, chunk, bound); err != nil {
			return nil, fault.New("vault.Read", fault.Damaged, "verify.attachment_altered", nil).Because(err)
		}
	}
	return plain, nil
}

// addressing adds up an address: chunks are to be given in order of part and number.
type addressing struct{ hash.Hash }

func newAddressing(scope access.Scope, salt []byte) addressing {
	h := addressing{sha256.New()}
	h.Write([]byte("safar attachment 1\x00"))
	h.Write(scope.Bytes())
	h.Write(salt)
	return h
}

func (h addressing) add(part Part, chunk []byte) {
	h.Write([]byte{byte(part)})
	binary.Write(h, binary.BigEndian, uint32(len(chunk))) // a hash never fails to write
	h.Write(chunk)
}

func (h addressing) address() Address { return Address(h.Sum(nil)) }
