// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"
	"crypto/sha256"
	"time"

	"safar/kernel/fault"
	"safar/kernel/id"
)

// Resume returns the session of a token, and notes that it was used. A token that is unknown or whose session has ended
// gives NotAllowed "signin.needed", one that waits for a code of the phone "signin.code_needed". When the use cannot be written down (a full disk) the session is still returned: people
// go on reading, and the session ends as if it had not been used.
func (d *Door) Resume(ctx context.Context, token string) (Session, error) {
	const op = "signin.Resume"
	digest := Digest(sha256.Sum256([]byte(token)))
	var s Session
	var fresh, found bool
	err := d.book.Look(ctx, func(p Page) (err error) {
		if s, found, err = p.Session(digest); err != nil || !found {
			return err
		}
		highest, err := p.HighestTime()
		fresh = d.clock.Now().Sub(highest) >= -backlash && s.alive(later(d.clock.Now(), highest))
		return err
	})
	if err != nil {
		return Session{}, fault.Wrap(op, err)
	}
	if found && (!fresh || s.How != Halfway && d.clock.Now().Sub(s.Seen) >= seenEvery) {
		s, found, err = d.touch(ctx, s, fresh)
	}
	if err == nil && !found {
		err = fault.New(op, fault.NotAllowed, "signin.needed", nil)
	}
	if err == nil && s.How == Halfway {
		err = fault.New(op, fault.NotAllowed, "signin.code_needed", nil)
	}
	if err != nil {
		return Session{}, fault.Wrap(op, err)
	}
	return s, nil
}

// touch writes down that s was used, or ends it when it has lived long enough.
func (d *Door) touch(ctx context.Context, s Session, fresh bool) (Session, bool, error) {
	alive := false
	now := s
	err := d.book.Write(ctx, func(p Page) error {
		at, err := d.noteTime(p)
		if err != nil {
			return err
		}
		now, alive, err = p.Session(s.Token) // it may have ended meanwhile
		if err != nil || !alive {
			return err
		}
		if alive = now.alive(at); !alive {
			return p.EndSession(s.Token)
		}
		now.Seen = at
		return p.PutSession(now)
	})
	if fault.Is(err, fault.Unavailable) && fresh {
		return s, true, nil
	}
	return now, alive, err
}

// alive reports whether s still lives at a time.
func (s Session) alive(at time.Time) bool {
	return at.Sub(s.Seen) < IdleEnd && at.Sub(s.Began) < AbsoluteEnd
}

// ConfirmedAt reports whether the passphrase was typed recently enough at now for an act that asks for it again.
func (s Session) ConfirmedAt(now time.Time) bool {
	age := now.Sub(s.Confirmed)
	return age >= -backlash && age < ConfirmFor
}

// Confirm notes that the person of a session has typed their passphrase again. A wrong one counts like one at the door.
func (d *Door) Confirm(ctx context.Context, token, passphrase string) error {
	const op = "signin.Confirm"
	s, err := d.Resume(ctx, token)
	if err != nil {
		return err
	}
	var c Credential
	if err := d.book.Look(ctx, func(p Page) (err error) { c, _, err = p.CredentialOf(s.User); return err }); err != nil {
		return fault.Wrap(op, err)
	}
	if _, err := d.knock(ctx, c.Name, s.Device); err != nil {
		return fault.Wrap(op, err)
	}
	right, _, err := d.hasher.Verify(ctx, c.Hash, passphrase)
	if err != nil {
		return fault.Wrap(op, err)
	}
	if !right {
		return fault.New(op, fault.NotAllowed, "signin.wrong", nil)
	}
	return fault.Wrap(op, d.book.Write(ctx, func(p Page) error {
		at, err := d.noteTime(p)
		if err != nil {
			return err
		}
		for _, k := range limitsOf(c.Name, s.Device) {
			if err := p.PutThrottle(k.key, Throttle{}); err != nil {
				return err
			}
		}
		now, alive, err := p.Session(s.Token)
		if err != nil || !alive {
			return orElse(err, fault.New(op, fault.NotAllowed, "signin.needed", nil))
		}
		now.Seen, now.Confirmed = at, at
		return p.PutSession(now)
	}))
}

// ChangePassphrase sets a new passphrase after the old one was typed, and ends every other session and every kept device of the person.
func (d *Door) ChangePassphrase(ctx context.Context, token, old, passphrase string) error {
	const op = "signin.ChangePassphrase"
	if err := d.Confirm(ctx, token, old); err != nil {
		return err
	}
	s, err := d.Resume(ctx, token)
	if err != nil {
		return err
	}
	hash := ""
	return fault.Wrap(op, d.amend(ctx, s.User, func(c *Credential) (err error) {
		if err = CheckPassphrase(c.Name, passphrase); err != nil {
			return err
		}
		hash, err = d.hasher.Hash(ctx, passphrase)
		return err
	}, func(p Page, c *Credential) error {
		c.Hash, c.Changed = hash, d.clock.Now()
		if err := orElse(p.EndSessionsOf(s.User), p.DropDevicesOf(s.User)); err != nil {
			return err
		}
		return p.PutSession(s)
	}))
}

// Leave ends the session of a token. An unknown token is no error: they have left already.
func (d *Door) Leave(ctx context.Context, token string) error {
	return fault.Wrap("signin.Leave", d.book.Write(ctx, func(p Page) error {
		return p.EndSession(sha256.Sum256([]byte(token)))
	}))
}

// Bar keeps user out from now on, or lets them in again, and ends their sessions and kept devices.
func (d *Door) Bar(ctx context.Context, user id.ID, barred bool) error {
	return fault.Wrap("signin.Bar", d.amend(ctx, user, nil, func(p Page, c *Credential) error {
		c.Barred = barred
		return orElse(p.EndSessionsOf(user), p.DropDevicesOf(user))
	}))
}

// NewCodes returns fresh recovery codes for user; the old ones open nothing any more.
func (d *Door) NewCodes(ctx context.Context, user id.ID) ([]string, error) {
	printed, kept := newCodes()
	err := d.amend(ctx, user, nil, func(_ Page, c *Credential) error {
		c.Recovery = kept
		return nil
	})
	if err != nil {
		return nil, fault.Wrap("signin.NewCodes", err)
	}
	return printed, nil
}

// amend changes the credential of user. prepare, which may be nil, does the slow part before the book is opened to write.
func (d *Door) amend(ctx context.Context, user id.ID, prepare func(*Credential) error,
	change func(Page, *Credential) error) error {
	read := func(p Page) (Credential, error) {
		c, found, err := p.CredentialOf(user)
		if err == nil && !found {
			err = fault.New("signin.amend", fault.NotFound, "signin.no_such_user", nil)
		}
		return c, err
	}
	if prepare != nil {
		var c Credential
		err := d.book.Look(ctx, func(p Page) (err error) { c, err = read(p); return err })
		if err != nil {
			return err
		}
		if err := prepare(&c); err != nil {
			return err
		}
	}
	return d.book.Write(ctx, func(p Page) error {
		c, err := read(p)
		if err != nil {
			return err
		}
		if err := change(p, &c); err != nil {
			return err
		}
		return p.PutCredential(c)
	})
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
