// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"context"

	"safar/field/staff"
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
