// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"

	"safar/kernel/fault"
)

// Invitation lets one phone in, once, as the person who asked for it.
type Invitation struct {
	Code Digest // of the code that is shown as a picture
	By   Digest // of the token of the session that asked; it ends with that
}

// Invite returns a code with which a phone joins as the person of a session. It opens once. It counts no minutes: it ends when it is used, when the session that asked for
// it ends, and when the person asks for the next one. The passphrase must have been typed lately. Fault: NotAllowed signin.confirm_first.
func (d *Door) Invite(ctx context.Context, token string) (code string, err error) {
	const op = "signin.Invite"
	s, err := d.Resume(ctx, token)
	if err != nil {
		return "", err
	}
	if !d.Fresh(s.Confirmed) {
		return "", fault.New(op, fault.NotAllowed, "signin.confirm_first", nil)
	}
	code = newCode()
	return code, fault.Wrap(op, d.book.Write(ctx, func(p Page) error {
		return p.PutInvitation(s.User, Invitation{Code: digestCode(code), By: digestOf(token)})
	}))
}

// Join signs a phone in by a code that Invite has made, which is spent. The session is a narrow one (ByInvitation), and the passphrase does not count as
// typed in it. Fault: NotAllowed signin.invitation_spent for a code that is unknown, used or over, or whose person may not sign in.
func (d *Door) Join(ctx context.Context, code, device string) (token string, err error) {
	const op = "signin.Join"
	return token, fault.Wrap(op, d.book.Write(ctx, func(p Page) error {
		now, err := d.noteTime(p)
		if err != nil {
			return err
		}
		spent := fault.New(op, fault.NotAllowed, "signin.invitation_spent", nil).WithHint("signin.invitation_spent.hint")
		i, found, err := p.Invitation(digestCode(code))
		if err != nil || !found {
			return orElse(err, spent)
		}
		s, open, err := p.Session(i.By)
		if err != nil || !open || !s.alive(now) {
			return orElse(err, spent)
		}
		if c, known, err := p.CredentialOf(s.User); err != nil || !known || c.Barred {
			return orElse(err, spent)
		}
		if err := p.DropInvitation(i.Code); err != nil {
			return err
		}
		token, err = begin(p, Session{User: s.User, Device: device, How: ByInvitation, Began: now, Seen: now})
		return err
	}))
}
