// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

const (
	// MostTokens is how many tokens one person has at a time.
	MostTokens = 20
	// LongestToken is how many days a token may hold.
	LongestToken = 366

	longestTokenName = 60 // characters
	tokenMark        = "safar_"
)

// Token is what a program shows that acts for a person. It goes no further than the person at that moment, and no further than Reach.
type Token struct {
	Secret Digest         // of what the program shows; that itself is nowhere
	User   id.ID          // for whom the program acts
	Name   string         // what that person calls the program
	Reach  access.Program // how far it goes; Reach.Token is its id
	Made   clock.Day      // when it was made, in the time zone of the operation
	Until  clock.Day      // the last day on which it opens
	Used   clock.Day      // when it was used last; NoDay for never
}

// MakeToken makes a token for a program of the person of a session, and returns what the program is to show: this once. The passphrase must have been
// typed lately (Fresh). Name, Reach and Until of want say what is wanted. Faults: Invalid signin.token_name, signin.token_until, signin.token_nothing;
// NotAllowed signin.confirm_first; Conflict signin.tokens_many.
func (d *Door) MakeToken(ctx context.Context, session string, want Token) (shown string, err error) {
	const op = "signin.MakeToken"
	s, err := d.Resume(ctx, session)
	if err != nil {
		return "", err
	}
	if !d.Fresh(s.Confirmed) {
		return "", fault.New(op, fault.NotAllowed, "signin.confirm_first", nil)
	}
	today := clock.DayOf(d.clock.Now())
	if err := want.tidy(today); err != nil {
		return "", err
	}
	shown = tokenMark + secret()
	want.Secret, want.User, want.Made, want.Used, want.Reach.Token = digestOf(shown), s.User, today, clock.NoDay, id.New()
	return shown, fault.Wrap(op, d.book.Write(ctx, func(p Page) error {
		others, err := p.TokensOf(s.User)
		if err == nil && len(others) >= MostTokens {
			err = fault.New(op, fault.Conflict, "signin.tokens_many", fault.Args{"most": MostTokens})
		}
		return orElse(err, p.PutToken(want))
	}))
}

// tidy judges what is wanted of a token.
func (t *Token) tidy(today clock.Day) error {
	const op = "signin.MakeToken"
	t.Name = strings.Join(strings.Fields(t.Name), " ")
	switch n := utf8.RuneCountInString(t.Name); {
	case n == 0 || n > longestTokenName:
		return fault.New(op, fault.Invalid, "signin.token_name", fault.Args{"most": longestTokenName})
	case t.Until < today || t.Until > today+LongestToken:
		return fault.New(op, fault.Invalid, "signin.token_until", fault.Args{"most": LongestToken})
	case len(t.Reach.Parts) == 0:
		return fault.New(op, fault.Invalid, "signin.token_nothing", nil)
	}
	t.Reach.In &= access.Lendable
	return nil
}

// Bearer says whose program shows a token, and notes the day. What is unknown, over or of somebody who may not sign in is NotAllowed signin.token_needed.
// A token ends by its day as the clock says it, or by the latest time seen where the clock went back. Where the day of its use cannot be
// written down (a full disk), the token still opens: programs go on reading.
func (d *Door) Bearer(ctx context.Context, shown string) (Token, error) {
	const op = "signin.Bearer"
	var t Token
	var found bool
	var today clock.Day
	err := d.book.Look(ctx, func(p Page) (err error) {
		if t, found, err = p.Token(digestOf(shown)); err != nil || !found {
			return err
		}
		c, known, err := p.CredentialOf(t.User)
		if found = known && !c.Barred; err != nil {
			return err
		}
		highest, err := p.HighestTime()
		now := d.clock.Now()
		today = clock.DayOf(laterIn(now, highest))
		return err
	})
	if err == nil && (!found || today > t.Until) {
		err = fault.New(op, fault.NotAllowed, "signin.token_needed", nil).WithHint("signin.token_needed.hint")
	}
	if err == nil && t.Used != today {
		t.Used = today
		if err = d.used(ctx, t); fault.Is(err, fault.Unavailable) {
			err = nil
		}
	}
	return t, fault.Wrap(op, err)
}

// laterIn is the later of two times, in the time zone of the first.
func laterIn(now, other time.Time) time.Time { return later(now, other).In(now.Location()) }

// used notes the day on which a token was used, unless it was taken away meanwhile.
func (d *Door) used(ctx context.Context, t Token) error {
	return d.book.Write(ctx, func(p Page) error {
		if _, found, err := p.Token(t.Secret); err != nil || !found {
			return err
		}
		_, err := d.noteTime(p)
		return orElse(err, p.PutToken(t))
	})
}

// Tokens lists the tokens of users, the oldest first; of everybody where none is named. What proves them is left out.
func (d *Door) Tokens(ctx context.Context, users ...id.ID) (all []Token, err error) {
	err = d.book.Look(ctx, func(p Page) error {
		if len(users) == 0 {
			all, err = p.Tokens()
			return err
		}
		for _, user := range users {
			of, err := p.TokensOf(user)
			if err != nil {
				return err
			}
			all = append(all, of...)
		}
		return nil
	})
	slices.SortFunc(all, func(a, b Token) int { return cmp.Or(cmp.Compare(a.Made, b.Made), a.Reach.Token.Compare(b.Reach.Token)) })
	for i := range all {
		all[i].Secret = Digest{}
	}
	return all, fault.Wrap("signin.Tokens", err)
}

// Revoke takes one token from a user: it opens nothing any more. One that is not theirs, or gone already, is NotFound signin.token_gone.
func (d *Door) Revoke(ctx context.Context, user, token id.ID) error {
	return fault.Wrap("signin.Revoke", d.book.Write(ctx, func(p Page) error {
		all, err := p.TokensOf(user)
		for _, t := range all {
			if t.Reach.Token == token {
				return p.DropToken(t.Secret)
			}
		}
		return orElse(err, fault.New("signin.Revoke", fault.NotFound, "signin.token_gone", nil))
	}))
}
