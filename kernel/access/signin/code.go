// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"safar/kernel/fault"
	"safar/kernel/id"
)

// A personal code is six digits: two say whose of a household it is, four are known to that person alone. With PINTries tries, four digits are guessed once
// for 2,000 cards that were taken.
const (
	placeDigits    = 2
	secretDigits   = 4
	personalDigits = placeDigits + secretDigits
)

// PersonalCode is a code of one person, as it is shown once. Code are its six digits; Place the two that say whose of a household it is, and
// Hash proves the others of that person alone.
type PersonalCode struct{ Code, Place, Hash string }

// PersonalCode draws the code of a person for a command: the same again where a form is sent twice. taken are the places that others of the household have,
// which it leaves alone.
func (d *Door) PersonalCode(ctx context.Context, command, person id.ID, taken []string) (PersonalCode, error) {
	const op = "signin.PersonalCode"
	others := map[string]bool{}
	for _, place := range taken {
		others[place] = true
	}
	for n := uint64(0); n < 10_000; n++ {
		drawn := d.draw(command, n)
		place := fmt.Sprintf("%02d", 10+binary.BigEndian.Uint32(drawn)%90)
		secret := fmt.Sprintf("%04d", binary.BigEndian.Uint32(drawn[4:])%10_000)
		if others[place] || CheckPIN(secret+"07") != nil || secret[:2] == secret[2:] || steps(secret, 1) || steps(secret, -1) {
			continue // taken, or one that is tried first
		}
		hash, err := d.hasher.hashWith(ctx, secretOf(secret, person), drawn[8:24])
		return PersonalCode{place + secret, place, hash}, fault.Wrap(op, err)
	}
	return PersonalCode{}, fault.New(op, fault.Conflict, "people.codes_many", nil)
}

// draw makes bytes that nobody can foresee who has not the key of this door.
func (d *Door) draw(command id.ID, n uint64) []byte {
	h := hmac.New(sha256.New, d.key[:])
	h.Write([]byte("safar personal code\x00"))
	h.Write(command[:])
	binary.Write(h, binary.BigEndian, n) // a hash never fails to write
	return h.Sum(nil)
}

// secretOf is what of a code is hashed: with whose it is, so that the hash of one person opens nothing of another.
func secretOf(secret string, person id.ID) string { return secret + "\x00" + person.String() }

// CodePlace returns the two digits of a typed code that say whose of a household it is; "" where it is no code.
func CodePlace(typed string) string {
	if typed = digits(typed); len(typed) != personalDigits {
		return ""
	}
	return typed[:placeDigits]
}

// TryCode reports whether a code that was typed is the one that hash proves, of that person. hash "" stands for nobody: it takes as long, and is never right. A try is
// counted before it is judged, and no time forgives one: after PINTries wrong ones in a row the code opens nothing any more, whatever the clock says, and
// the person is given another.
func (d *Door) TryCode(ctx context.Context, hash string, person id.ID, typed string) (right bool, err error) {
	const op = "signin.TryCode"
	key := Digest(sha256.Sum256([]byte("code\x00" + hash)))
	shut := false
	if err := d.book.Write(ctx, func(p Page) error {
		wrong, err := p.CodeTries(key)
		if shut = wrong >= PINTries; err != nil || shut {
			return err
		}
		return p.PutCodeTries(key, wrong+1)
	}); err != nil {
		return false, fault.Wrap(op, err)
	}
	secret := ""
	if typed = digits(typed); len(typed) == personalDigits {
		secret = typed[placeDigits:]
	}
	right, _, err = d.hasher.Verify(ctx, hash, secretOf(secret, person))
	if err != nil || !right || shut {
		return false, fault.Wrap(op, err)
	}
	return true, fault.Wrap(op, d.book.Write(ctx, func(p Page) error { return p.PutCodeTries(key, 0) }))
}
