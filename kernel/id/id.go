// SPDX-License-Identifier: Apache-2.0

// Package id holds the identifiers of Safar: 128 random bits that name a person, a household, a place, a command or a
// node without saying anything about it.
//
// An id is a pseudonym. It is made by the program, never by a database, so that a laptop without network can name what
// it registers and no two offices ever give the same name twice.
package id

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
)

// Size is the length of an ID in bytes.
const Size = 16

// ID names one thing. The zero ID names nothing.
type ID [Size]byte

// text is Crockford's alphabet in lower case: no i, l, o, u, so that an id read over a phone is not misheard.
var text = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// New returns a fresh random ID.
func New() ID {
	var d ID
	rand.Read(d[:]) // never fails: crypto/rand ends the program instead
	return d
}

// Derived returns the ID that a parent has for a part of what it names, such as the command for one household of a form that is about many. The same parts give the same
// ID, so that what is sent twice is known to be the same. Parts stand for themselves: "a", "b" is another than "ab".
func Derived(parent ID, parts ...string) ID {
	h := sha256.New()
	h.Write(parent[:])
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return ID(h.Sum(nil)[:Size])
}

// FromBytes returns the ID held in b, which must be exactly 16 bytes long.
func FromBytes(b []byte) (ID, error) {
	var d ID
	if len(b) != Size {
		return d, fmt.Errorf("id: %d bytes, want %d", len(b), Size)
	}
	copy(d[:], b)
	return d, nil
}

// Parse reads the 26 characters that String writes.
func Parse(s string) (ID, error) {
	var d ID
	b, err := text.DecodeString(s)
	if err != nil || len(b) != Size {
		return d, fmt.Errorf("id: %q is not an id of 26 characters", s)
	}
	copy(d[:], b)
	return d, nil
}

// IsZero reports whether d names nothing.
func (d ID) IsZero() bool { return d == ID{} }

// String returns d as 26 lower-case characters.
func (d ID) String() string { return text.EncodeToString(d[:]) }

// Compare orders ids by their bytes: -1, 0 or +1.
func (d ID) Compare(other ID) int {
	for i := range d {
		if d[i] != other[i] {
			if d[i] < other[i] {
				return -1
			}
			return 1
		}
	}
	return 0
}

// MarshalText writes d as String does; it serves JSON, YAML and URLs.
func (d ID) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; an empty text is the zero ID.
func (d *ID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = ID{}
		return nil
	}
	got, err := Parse(string(b))
	if err != nil {
		return err
	}
	*d = got
	return nil
}

// MarshalBinary writes the 16 bytes of d, or none for the zero ID; it serves CBOR.
func (d ID) MarshalBinary() ([]byte, error) {
	if d.IsZero() {
		return []byte{}, nil
	}
	return d[:], nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (d *ID) UnmarshalBinary(b []byte) error {
	if len(b) == 0 {
		*d = ID{}
		return nil
	}
	got, err := FromBytes(b)
	if err != nil {
		return err
	}
	*d = got
	return nil
}
