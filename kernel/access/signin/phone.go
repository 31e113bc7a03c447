// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1" // #nosec: the hash of RFC 6238 that every authenticator knows; HMAC does not rest on what is broken of it
	"crypto/subtle"
	"slices"
	"time"

	"safar/kernel/fault"
	"safar/kernel/id"
)

// CodeTries is how many wrong codes in a row are heard after the right passphrase. Whoever types more knows the passphrase and not the phone: a printed
// code helps then, which sets a new passphrase.
const CodeTries = 20

// codesKept is how many codes that were used are known again: no code is heard twice while it could be.
const codesKept = 64

const phoneSecret = 20 // bytes (RFC 4226, section 4, R6: 160 bits are recommended)

// Phone is the secret that a person's phone makes one-time codes with.
type Phone struct {
	User   id.ID   // whose it is
	Sealed []byte  // the secret, sealed with a key that is not in the book
	On     bool    // a code of it was typed: from then on signing in by passphrase asks for one
	Wrong  int     // wrong codes since the last right one
	Used   []int64 // the periods whose codes were used, the latest codesKept of them
}

// seal seals a secret of a person, and open opens it. The person is bound in, so that none is of use under another's name.
func (d *Door) seal(user id.ID, secret []byte) []byte {
	aead := d.aead()
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce)
	return aead.Seal(nonce, nonce, secret, user[:])
}

func (d *Door) open(f Phone) ([]byte, error) {
	aead := d.aead()
	if len(f.Sealed) < aead.NonceSize() {
		return nil, fault.New("signin.open", fault.Damaged, "signin.damaged", nil)
	}
	secret, err := aead.Open(nil, f.Sealed[:aead.NonceSize()], f.Sealed[aead.NonceSize():], f.User[:])
	if err != nil {
		return nil, fault.New("signin.open", fault.Damaged, "signin.damaged", nil).Because(err)
	}
	return secret, nil
}

func (d *Door) aead() cipher.AEAD {
	block, err := aes.NewCipher(d.key[:])
	if err != nil {
		panic(err) // a key of 32 bytes is one
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return aead
}

// HasPhone reports whether signing in by passphrase asks user for a code of their phone.
func (d *Door) HasPhone(ctx context.Context, user id.ID) (on bool, err error) {
	err = d.book.Look(ctx, func(p Page) error {
		f, _, err := p.Phone(user)
		on = f.On
		return err
	})
	return on, fault.Wrap("signin.HasPhone", err)
}

// OfferPhone makes a secret for the phone of the person of a session. It counts once a code of it was typed (TakePhone); until then another offer
// takes its place. The passphrase must have been typed lately. Faults: NotAllowed signin.confirm_first, Conflict signin.phone_on.
func (d *Door) OfferPhone(ctx context.Context, token string) error {
	secret := make([]byte, phoneSecret)
	rand.Read(secret)
	return d.withPhone(ctx, "signin.OfferPhone", token, func(p Page, s Session, f Phone, found bool) error {
		if f.On {
			return fault.New("signin.OfferPhone", fault.Conflict, "signin.phone_on", nil)
		}
		return p.PutPhone(Phone{User: s.User, Sealed: d.seal(s.User, secret)})
	})
}

// Offered returns the secret that was offered to the person of a session and does not count yet. Faults: NotAllowed signin.confirm_first; NotFound
// signin.phone_none where nothing is offered: a secret that counts is never shown again.
func (d *Door) Offered(ctx context.Context, token string) (secret []byte, err error) {
	err = d.withPhone(ctx, "signin.Offered", token, func(_ Page, _ Session, f Phone, found bool) (err error) {
		if !found || f.On {
			return fault.New("signin.Offered", fault.NotFound, "signin.phone_none", nil)
		}
		secret, err = d.open(f)
		return err
	})
	return secret, err
}

// TakePhone has the offered secret count from now on, on a code that the phone shows. Faults: NotAllowed signin.code_wrong, signin.confirm_first; NotFound
// signin.phone_none.
func (d *Door) TakePhone(ctx context.Context, token, code string) error {
	return d.withPhone(ctx, "signin.TakePhone", token, func(p Page, _ Session, f Phone, found bool) error {
		if !found || f.On {
			return fault.New("signin.TakePhone", fault.NotFound, "signin.phone_none", nil)
		}
		if right, err := d.judge(&f, code); err != nil || !right {
			return orElse(err, wrongCode())
		}
		f.On = true
		return p.PutPhone(f)
	})
}

// DropPhone has signing in ask the person of a session for no code any more. Fault: NotAllowed signin.confirm_first.
func (d *Door) DropPhone(ctx context.Context, token string) error {
	return d.withPhone(ctx, "signin.DropPhone", token, func(p Page, s Session, _ Phone, _ bool) error { return p.DropPhone(s.User) })
}

// withPhone opens the book at the phone of the person of a session, who has typed their passphrase lately.
func (d *Door) withPhone(ctx context.Context, op, token string, f func(p Page, s Session, of Phone, found bool) error) error {
	s, err := d.Resume(ctx, token)
	if err != nil {
		return err
	}
	if !d.Fresh(s.Confirmed) {
		return fault.New(op, fault.NotAllowed, "signin.confirm_first", nil)
	}
	return fault.Wrap(op, d.book.Write(ctx, func(p Page) error {
		of, found, err := p.Phone(s.User)
		if err != nil {
			return err
		}
		return f(p, s, of, found)
	}))
}

func wrongCode() error {
	return fault.New("signin.code", fault.NotAllowed, "signin.code_wrong", nil).WithHint("signin.code_wrong.hint")
}

// judge reports whether a code is one of the present periods that was not used, and notes that it is used now.
func (d *Door) judge(f *Phone, code string) (bool, error) {
	secret, err := d.open(*f)
	if err != nil {
		return false, err
	}
	typed, now := []byte(digits(code)), counterAt(d.clock.Now())
	var fits int64 // less than 0 where the clock stands before 1970
	heard := false
	for counter := now - codeWindow; counter <= now+codeWindow; counter++ {
		same := subtle.ConstantTimeCompare([]byte(oneTimeCode(sha1.New, secret, counter, codeDigits)), typed) == 1
		if same && !slices.Contains(f.Used, counter) {
			fits, heard = counter, true
		}
	}
	if !heard {
		return false, nil
	}
	f.Used = append(f.Used, fits)
	f.Used = f.Used[max(0, len(f.Used)-codesKept):]
	return true, nil
}

// Complete completes a sign-in by passphrase that waits for a code (Resume says signin.code_needed), and returns the token of the session, which replaces
// the one that was waiting. It takes a code of the phone, or the key of a device that is kept for this person and not shut: where the clock is
// wrong and codes do not fit, that key counts. No wrong clock ever does without both. Faults: NotAllowed signin.code_wrong, signin.codes_spent,
// signin.needed.
func (d *Door) Complete(ctx context.Context, token, code, key string) (fresh string, err error) {
	const op = "signin.Complete"
	var refused error
	err = d.book.Write(ctx, func(p Page) error {
		now, err := d.noteTime(p)
		if err != nil {
			return err
		}
		s, err := waiting(p, token, now)
		if err != nil {
			return err
		}
		if refused, err = d.second(p, s.User, code, key); err != nil || refused != nil {
			return err // a wrong code stays counted
		}
		if err := p.EndSession(s.Token); err != nil {
			return err
		}
		fresh, err = begin(p, Session{User: s.User, Device: s.Device, How: ByPassphrase, Began: s.Began, Seen: now, Confirmed: s.Confirmed})
		return err
	})
	return fresh, fault.Wrap(op, orElse(err, refused))
}

// waiting finds the sign-in that waits for a code.
func waiting(p Page, token string, now time.Time) (Session, error) {
	s, found, err := p.Session(digestOf(token))
	if err == nil && (!found || s.How != Halfway || !s.alive(now)) {
		err = fault.New("signin.Complete", fault.NotAllowed, "signin.needed", nil)
	}
	return s, err
}

// second judges the second proof of a person: the key of a kept device, or else a code, whose tries are counted.
func (d *Door) second(p Page, user id.ID, code, key string) (refused, err error) {
	if kept, found, err := p.Device(digestOf(key)); err != nil || (found && kept.User == user && !kept.Shut()) {
		return nil, err
	}
	f, found, err := p.Phone(user)
	switch {
	case err != nil:
		return nil, err
	case !found || !f.On:
		return nil, nil // turned off since
	case f.Wrong >= CodeTries:
		return fault.New("signin.Complete", fault.NotAllowed, "signin.codes_spent", nil).WithHint("signin.codes_spent.hint"), nil
	}
	right, err := d.judge(&f, code)
	if err != nil {
		return nil, err
	}
	if f.Wrong++; right {
		f.Wrong = 0
	} else {
		refused = wrongCode()
	}
	return refused, p.PutPhone(f)
}
