// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/fault"
	"safar/operation"
	"safar/web"
)

// SignIn lets the people of an operation in: sessions come from the node's own book, roles from the commons.
func SignIn(op *operation.Operation) web.SignIn { return signIn{op.Door, op} }

// signIn is the door of an operation, and who its users are.
type signIn struct {
	*signin.Door
	op *operation.Operation
}

// Kiosk says what a kiosk is at this moment: whoever opened it must still be let to.
func (s signIn) Kiosk(ctx context.Context, token, visit string) (web.Booth, error) {
	k, there, err := s.Door.Kiosk(ctx, token, visit)
	if err != nil {
		return web.Booth{}, err
	}
	user, err := staff.Identify(ctx, s.op.Desk, k.User)
	if err == nil && user.Gone {
		err = fault.New("pages.Kiosk", fault.NotFound, "signin.kiosk_ended", nil)
	}
	var actor access.Actor
	if err == nil {
		actor, err = user.Actor.AtKiosk(k.Caseload, s.op.Desk.Today())
	}
	if err != nil {
		return web.Booth{}, err
	}
	b := web.Booth{Actor: actor, Caseload: k.Caseload, Name: k.Name, Opened: user.Name, Until: k.Until}
	if there {
		b.Household, b.Person = k.Household, k.Person
	}
	return b, nil
}

// Resume says whose session it is, with the roles that they hold at this moment; on a phone that joined, with those that are for the yard.
func (s signIn) Resume(ctx context.Context, token string) (web.Visitor, error) {
	session, err := s.Door.Resume(ctx, token)
	if err != nil {
		return web.Visitor{}, err
	}
	user, err := staff.Identify(ctx, s.op.Desk, session.User)
	if err == nil && user.Gone { // withdrawn at another office: this one has heard of it by now
		return web.Visitor{}, fault.New("pages.Resume", fault.NotAllowed, "signin.needed", nil)
	}
	if session.How == signin.ByInvitation {
		user.Actor = user.Actor.InTheYard()
	}
	return web.Visitor{Actor: user.Actor, Name: user.Name, Confirmed: session.Confirmed}, err
}

// Leave ends a session, and with it what was asked for in it that is still on its way: nobody works for somebody who has gone.
func (s signIn) Leave(ctx context.Context, token string) error {
	s.op.Works.Left(sessionName(token))
	return s.Door.Leave(ctx, token)
}

// sessionName names a session without saying its token.
func sessionName(token string) string {
	sum := sha256.Sum256([]byte("safar work\x00" + token))
	return hex.EncodeToString(sum[:])
}
