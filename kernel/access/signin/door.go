// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"
	"crypto/sha256"
	"math"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// How long a session lives.
const (
	IdleEnd     = 30 * time.Minute // without use
	AbsoluteEnd = 12 * time.Hour   // in any case: a long working day
	// ConfirmFor is how long a typed passphrase counts for acts that ask for it again, such as approving a payment list.
	ConfirmFor = 10 * time.Minute

	seenEvery = time.Minute     // a use is written down at most this often
	backlash  = 2 * time.Minute // a clock that goes back less than this is being set right, more is being set wrong
)

// Door signs people in and out. Use NewDoor; it is safe for concurrent use.
type Door struct {
	book   Book
	hasher *Hasher
	clock  clock.Clock
	key    [32]byte // seals the secrets of phones in the book
}

// NewDoor returns a Door over a book. key seals what the book must be able to open again, and is not in it.
func NewDoor(book Book, hasher *Hasher, clock clock.Clock, key [32]byte) *Door {
	return &Door{book, hasher, clock, key}
}

// Enrol gives user a name and a passphrase, and returns the recovery codes to print, which are shown this once. A name
// that another user has is a Conflict; enrolling the same user again replaces everything and ends their sessions, their kept devices and their phone.
func (d *Door) Enrol(ctx context.Context, user id.ID, name, passphrase string) (codes []string, err error) {
	const op = "signin.Enrol"
	name = tidyName(name)
	if name == "" {
		return nil, fault.New(op, fault.Invalid, "signin.name_missing", nil)
	}
	if err := CheckPassphrase(name, passphrase); err != nil {
		return nil, err
	}
	hash, err := d.hasher.Hash(ctx, passphrase)
	if err != nil {
		return nil, err
	}
	codes, kept := newCodes()
	credential := Credential{User: user, Name: name, Hash: hash, Recovery: kept, Changed: d.clock.Now()}
	return codes, fault.Wrap(op, d.book.Write(ctx, func(p Page) error {
		if other, found, err := p.Credential(name); err != nil || (found && other.User != user) {
			return orElse(err, fault.New(op, fault.Conflict, "signin.name_taken", nil))
		}
		for _, end := range []func(id.ID) error{p.EndSessionsOf, p.DropDevicesOf, p.DropPhone} {
			if err := end(user); err != nil {
				return err
			}
		}
		return p.PutCredential(credential)
	}))
}

// Authenticate signs in with a passphrase and returns the token for the cookie. The same NotAllowed "signin.wrong" answers
// an unknown name, a wrong passphrase and a barred person, after the same work; "signin.wait" with a count of seconds says that too
// many answers were wrong. device is what the browser's device is known by; it may be empty. Where the person's phone makes codes the
// session waits for one (Complete), and opens nothing before.
func (d *Door) Authenticate(ctx context.Context, name, passphrase, device string) (token string, err error) {
	const op = "signin.Authenticate"
	name = tidyName(name)
	credential, err := d.knock(ctx, name, device)
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	right, stale, err := d.hasher.Verify(ctx, credential.Hash, passphrase)
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	if !right || credential.Barred {
		return "", fault.New(op, fault.NotAllowed, "signin.wrong", nil).WithHint("signin.wrong.hint")
	}
	hash := credential.Hash
	if stale {
		if hash, err = d.hasher.Hash(ctx, passphrase); err != nil {
			return "", fault.Wrap(op, err)
		}
	}
	token, err = d.admit(ctx, credential.User, device, name, func(now *Credential) error {
		if now.Hash != credential.Hash || now.Barred {
			return fault.New(op, fault.NotAllowed, "signin.wrong", nil) // changed while we were computing
		}
		now.Hash = hash
		return nil
	}, asked)
	return token, fault.Wrap(op, err)
}

// Recover signs in with one of the printed codes, which is spent, and sets a new passphrase; other sessions of the person
// and kept devices end. A printed code stands for a code of the phone too, and wrong ones of those are forgotten. left is how many codes remain.
func (d *Door) Recover(ctx context.Context, name, code, passphrase, device string) (token string, left int, err error) {
	const op = "signin.Recover"
	name = tidyName(name)
	if err := CheckPassphrase(name, passphrase); err != nil {
		return "", 0, err
	}
	known, err := d.knock(ctx, name, device)
	if err != nil {
		return "", 0, fault.Wrap(op, err)
	}
	wrong := fault.New(op, fault.NotAllowed, "signin.wrong_code", nil)
	hash, err := d.hasher.Hash(ctx, passphrase) // before the code is looked at: right and wrong ones take as long
	if err != nil {
		return "", 0, fault.Wrap(op, err)
	}
	if _, found := spend(known.Recovery, code); !found || known.Barred {
		return "", 0, wrong
	}
	token, err = d.admit(ctx, known.User, device, name, func(now *Credential) error {
		rest, found := spend(now.Recovery, code)
		if !found || now.Barred {
			return wrong // spent by somebody else in the same second
		}
		now.Hash, now.Recovery, now.Changed, left = hash, rest, d.clock.Now(), len(rest)
		return nil
	}, recovered)
	return token, left, fault.Wrap(op, err)
}

// knock counts an attempt as wrong before it is judged, so that a crowd of attempts at once is still counted; a right one
// is taken off by admit. It returns the credential of that name, or an empty one that no passphrase fits.
func (d *Door) knock(ctx context.Context, name, device string) (Credential, error) {
	var c Credential
	var wait time.Duration
	err := d.book.Write(ctx, func(p Page) error {
		now, err := d.noteTime(p)
		if err != nil {
			return err
		}
		if wait, err = count(p, limitsOf(name, device), now); err != nil || wait > 0 {
			return err // what was counted is kept also when they have to wait
		}
		c, _, err = p.Credential(name)
		return err
	})
	if err == nil && wait > 0 {
		seconds := int(math.Ceil(wait.Seconds()))
		err = fault.New("signin.knock", fault.NotAllowed, "signin.wait", fault.Args{"count": seconds})
	}
	return c, err
}

// count adds a wrong answer to each throttle, unless one of them says that it will not be heard: then how long to wait.
func count(p Page, limits []limited, now time.Time) (longest time.Duration, err error) {
	heard := make([]Throttle, len(limits))
	for i, k := range limits {
		was, err := p.Throttle(k.key)
		if err != nil {
			return 0, err
		}
		wait, is := k.limit.Wait(was, now)
		if wait > 0 && is != was {
			if err := p.PutThrottle(k.key, is); err != nil {
				return 0, err
			}
		}
		heard[i], longest = is, max(longest, wait)
	}
	for i, k := range limits {
		if longest > 0 {
			break
		}
		if err := p.PutThrottle(k.key, heard[i].Fail(now)); err != nil {
			return 0, err
		}
	}
	return longest, nil
}

// asked says how a session begins after the right passphrase: it waits for a code where the person's phone makes them.
func asked(p Page, user id.ID) (How, error) {
	f, _, err := p.Phone(user)
	if f.On {
		return Halfway, err
	}
	return ByPassphrase, err
}

// recovered says how a session begins after a printed code, and ends what the old passphrase had kept.
func recovered(p Page, user id.ID) (How, error) {
	f, found, err := p.Phone(user)
	if f.Wrong = 0; err == nil && found {
		err = p.PutPhone(f)
	}
	return ByPassphrase, orElse(err, p.DropDevicesOf(user))
}

// admit opens a session for user after change has agreed to, and changed, the credential as it is now. how says how it begins.
func (d *Door) admit(ctx context.Context, user id.ID, device, name string, change func(*Credential) error,
	how func(Page, id.ID) (How, error)) (token string, err error) {
	return token, d.book.Write(ctx, func(p Page) error {
		now, err := d.noteTime(p)
		if err != nil {
			return err
		}
		was, _, err := p.CredentialOf(user)
		if err != nil {
			return err
		}
		is := was
		if err := change(&is); err != nil {
			return err
		}
		if is.Hash != was.Hash {
			if len(is.Recovery) != len(was.Recovery) {
				err = p.EndSessionsOf(user)
			}
			if err = orElse(err, p.PutCredential(is)); err != nil {
				return err
			}
		}
		for _, k := range limitsOf(name, device) {
			if err := p.PutThrottle(k.key, Throttle{}); err != nil {
				return err
			}
		}
		if err := p.Tidy(now.Add(-2 * AbsoluteEnd)); err != nil {
			return err
		}
		begins, err := how(p, user)
		if err != nil {
			return err
		}
		token, err = begin(p, Session{User: user, Device: device, How: begins, Began: now, Seen: now, Confirmed: now})
		return err
	})
}

// begin opens a session under a fresh token, and notes the day on which its person signed in.
func begin(p Page, s Session) (token string, err error) {
	token = secret()
	s.Token = digestOf(token)
	if s.How != Halfway {
		err = p.PutSignedIn(s.User, s.Seen)
	}
	return token, orElse(err, p.PutSession(s))
}

type limited struct {
	key   Digest
	limit Limit
}

// limitsOf are the throttles of one attempt. Their keys are digests: people type passphrases into the field for the name.
func limitsOf(name, device string) []limited {
	of := []limited{{sha256.Sum256([]byte("account\x00" + name)), AccountLimit}}
	if device != "" {
		of = append(of, limited{sha256.Sum256([]byte("device\x00" + device)), DeviceLimit})
	}
	return of
}

// noteTime returns the time to count with: now, or the highest time seen if the clock is a little behind it. When the
// clock has gone back further every session ends, because nobody can say how long they have lasted.
func (d *Door) noteTime(p Page) (time.Time, error) {
	now := d.clock.Now()
	highest, err := p.HighestTime()
	if err != nil {
		return now, err
	}
	switch ahead := now.Sub(highest); {
	case ahead < -backlash:
		if err := p.EndAllSessions(); err != nil {
			return now, err
		}
		return now, p.PutHighestTime(now)
	case ahead < 0:
		return highest, nil
	case ahead >= seenEvery:
		return now, p.PutHighestTime(now)
	}
	return now, nil
}

func tidyName(name string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFKC.String(name)))
}

// orElse returns the first of two errors that is one.
func orElse(first, second error) error {
	if first != nil {
		return first
	}
	return second
}
