// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"context"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/vault"
)

// Sound returns the nth recording, from 0, of a complaint as the last look read it. That look is the one on record: a recording is heard as part of the complaint, and a browser asks for it
// several times. Faults: NotAllowed access.not_allowed, once they are let in no more; NotFound sealed.no_complaint for a complaint that was not looked at, or has no such recording; Damaged
// verify.attachment_altered.
func (l *Lane) Sound(ctx context.Context, by access.Actor, of id.ID, nth int) ([]byte, error) {
	const op = "sealed.Sound"
	if by.User != l.user {
		return nil, fault.New(op, fault.NotAllowed, "sealed.not_let_in", nil)
	}
	if err := access.May(by, l.act, Of(l.caseload), l.desk.Today()); err != nil {
		return nil, err
	}
	c := l.Known(of)
	if c == nil || nth < 0 || nth >= len(c.Heard.Spoken) {
		return nil, fault.New(op, fault.NotFound, "sealed.no_complaint", nil)
	}
	s := c.Heard.Spoken[nth]
	said, err := l.desk.Hear(ctx, access.Scope{Caseload: l.caseload, Compartment: s.In}, vault.Left{At: s.At, Key: s.Key})
	return said, fault.Wrap(op, err)
}
