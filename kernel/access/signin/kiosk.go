// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"time"

	"safar/kernel/fault"
	"safar/kernel/id"
)

const (
	// KioskLongest is how long a kiosk stands open at most. Who does nothing at it for a while is forgotten by it.
	KioskLongest = 12 * time.Hour
	// KioskQuiet is how long that is; the pages go blank by themselves before.
	KioskQuiet = 2 * time.Minute

	mostKiosks = 50 // at a time; who opens more has forgotten to end some
)

// Kiosk is a browser that stands open to people. It is no session of anybody: User opened it, for a Caseload, and answers for it; Name is what the place is
// called, Began when it was opened, and Until when it ends by itself. Visit, Household and Person say who stands before it, since Seen; all zero while nobody does.
type Kiosk struct {
	Token    Digest // of the token in its cookie
	User     id.ID
	Caseload id.ID
	Name     string
	Began    time.Time
	Until    time.Time

	Visit     Digest // of the token that its browser holds while somebody is there
	Household id.ID
	Person    id.ID
	Seen      time.Time
}

// ID names the kiosk on a page; nobody gets from it to the token.
func (k Kiosk) ID() string {
	sum := sha256.Sum256(k.Token[:])
	return hex.EncodeToString(sum[:8])
}

// open reports whether it still stands open at a time, by the clock or the highest time seen.
func (k Kiosk) open(at time.Time) bool {
	return at.Before(k.Until) && at.Sub(k.Began) >= -backlash
}

// OpenKiosk ends the session of a token, and makes its browser a kiosk for a caseload until a time, KioskLongest at most. key is that of the device that the browser
// is kept as, which ends too; it may be "". Faults: Invalid signin.kiosk_name, signin.kiosk_until; Conflict signin.kiosks_many.
func (d *Door) OpenKiosk(ctx context.Context, token, key string, caseload id.ID, name string, until time.Time) (kiosk string, err error) {
	const op = "signin.OpenKiosk"
	s, err := d.Resume(ctx, token)
	if err != nil {
		return "", err
	}
	if n := len([]rune(name)); n == 0 || n > longestDeviceName {
		return "", fault.New(op, fault.Invalid, "signin.kiosk_name", fault.Args{"most": longestDeviceName})
	}
	kiosk = secret()
	return kiosk, fault.Wrap(op, d.book.Write(ctx, func(p Page) error {
		now, err := d.noteTime(p)
		if err != nil {
			return err
		}
		if !until.After(now) || until.Sub(now) > KioskLongest {
			return fault.New(op, fault.Invalid, "signin.kiosk_until", fault.Args{"most": int(KioskLongest / time.Hour)})
		}
		others, err := p.Kiosks()
		if err == nil && len(others) >= mostKiosks {
			err = fault.New(op, fault.Conflict, "signin.kiosks_many", nil)
		}
		for _, end := range []func() error{func() error { return p.EndSession(s.Token) }, func() error { return p.DropDevice(digestOf(key)) }} {
			err = orElse(err, end())
		}
		return orElse(err, p.PutKiosk(Kiosk{Token: digestOf(kiosk), User: s.User, Caseload: caseload, Name: name, Began: now, Until: until}))
	}))
}

// Kiosk returns the kiosk of a token, and whether the token of a visit is that of who stands before it; it then notes that they were there. Fault:
// NotFound signin.kiosk_ended for one that is over, or was ended, or whose clock went back.
func (d *Door) Kiosk(ctx context.Context, token, visit string) (k Kiosk, there bool, err error) {
	const op = "signin.Kiosk"
	err = d.book.Write(ctx, func(p Page) (err error) {
		now, err := d.noteTime(p)
		if err != nil {
			return err
		}
		found := false
		if k, found, err = p.Kiosk(digestOf(token)); err != nil {
			return err
		}
		if !found || !k.open(now) {
			return fault.New(op, fault.NotFound, "signin.kiosk_ended", nil)
		}
		if there = k.holds(visit, now); there {
			k.Seen = now
			return p.PutKiosk(k)
		}
		return nil
	})
	return k, there, fault.Wrap(op, err)
}

// holds reports whether a visit is the one that goes on, and was not left alone.
func (k Kiosk) holds(visit string, now time.Time) bool {
	given, quiet := digestOf(visit), now.Sub(k.Seen)
	return visit != "" && !k.Person.IsZero() && subtle.ConstantTimeCompare(given[:], k.Visit[:]) == 1 && quiet < KioskQuiet && quiet >= -backlash
}

// Visit lets somebody stand before a kiosk in the place of whoever did, and returns the token that its browser holds for as long.
func (d *Door) Visit(ctx context.Context, token string, household, person id.ID) (visit string, err error) {
	visit = secret()
	return visit, d.amendKiosk(ctx, token, func(k *Kiosk, now time.Time) {
		k.Visit, k.Household, k.Person, k.Seen = digestOf(visit), household, person, now
	})
}

// EndVisit forgets who stands before a kiosk.
func (d *Door) EndVisit(ctx context.Context, token string) error {
	return d.amendKiosk(ctx, token, func(k *Kiosk, _ time.Time) {
		k.Visit, k.Household, k.Person, k.Seen = Digest{}, id.ID{}, id.ID{}, time.UnixMilli(0).UTC()
	})
}

func (d *Door) amendKiosk(ctx context.Context, token string, change func(*Kiosk, time.Time)) error {
	const op = "signin.Kiosk"
	return fault.Wrap(op, d.book.Write(ctx, func(p Page) error {
		now, err := d.noteTime(p)
		if err != nil {
			return err
		}
		k, found, err := p.Kiosk(digestOf(token))
		if err != nil || !found || !k.open(now) {
			return orElse(err, fault.New(op, fault.NotFound, "signin.kiosk_ended", nil))
		}
		change(&k, now)
		return p.PutKiosk(k)
	}))
}

// Kiosks lists the kiosks of a caseload that stand open, without who stands before them.
func (d *Door) Kiosks(ctx context.Context, caseload id.ID) (open []Kiosk, err error) {
	err = d.book.Look(ctx, func(p Page) error {
		all, err := p.Kiosks()
		for _, k := range all {
			if k.Caseload == caseload && k.open(d.clock.Now()) {
				k.Visit, k.Household, k.Person = Digest{}, id.ID{}, id.ID{}
				open = append(open, k)
			}
		}
		return err
	})
	return open, fault.Wrap("signin.Kiosks", err)
}

// EndKiosk ends a kiosk of a caseload, by Kiosk.ID. Fault: NotFound signin.kiosk_ended where there is none.
func (d *Door) EndKiosk(ctx context.Context, caseload id.ID, of string) error {
	const op = "signin.EndKiosk"
	return fault.Wrap(op, d.book.Write(ctx, func(p Page) error {
		all, err := p.Kiosks()
		for _, k := range all {
			if k.Caseload == caseload && k.ID() == of {
				return p.DropKiosk(k.Token)
			}
		}
		return orElse(err, fault.New(op, fault.NotFound, "signin.kiosk_ended", nil))
	}))
}

// CloseKiosk ends a kiosk at the browser itself, by the passphrase of who opened it. A wrong one counts like one at the door.
func (d *Door) CloseKiosk(ctx context.Context, token, passphrase string) error {
	const op = "signin.CloseKiosk"
	k, _, err := d.Kiosk(ctx, token, "")
	if err != nil {
		return err
	}
	var c Credential
	if err := d.book.Look(ctx, func(p Page) (err error) { c, _, err = p.CredentialOf(k.User); return err }); err != nil {
		return fault.Wrap(op, err)
	}
	if _, err := d.knock(ctx, c.Name, "kiosk"+k.ID()); err != nil {
		return fault.Wrap(op, err)
	}
	right, _, err := d.hasher.Verify(ctx, c.Hash, passphrase)
	if err == nil && (!right || c.Barred) {
		err = fault.New(op, fault.NotAllowed, "signin.wrong", nil)
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	return fault.Wrap(op, d.book.Write(ctx, func(p Page) error {
		for _, l := range limitsOf(c.Name, "kiosk"+k.ID()) {
			if err := p.PutThrottle(l.key, Throttle{}); err != nil {
				return err
			}
		}
		return p.DropKiosk(k.Token)
	}))
}
