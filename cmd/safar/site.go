// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"

	"safar/field/staff"
	"safar/operation"
	"safar/web"
	"safar/web/pages"
)

// siteOf returns the pages of an operation, as they are reached.
func siteOf(op *operation.Operation, madeUp bool, by reach) (http.Handler, error) {
	o, err := by.options(web.Options{SignIn: signIn{op}, MadeUp: madeUp, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
		Nav: pages.Nav(op), Search: pages.Search(op), Caseload: pages.Caseload(op), Naming: pages.Naming(op)})
	if err != nil {
		return nil, err
	}
	site := web.New(o)
	pages.Add(site, op)
	return site, nil
}

// signIn lets people of the operation in: sessions from the node's own book, roles from the commons.
type signIn struct{ op *operation.Operation }

// Authenticate signs in by passphrase.
func (s signIn) Authenticate(ctx context.Context, name, passphrase, device string) (string, error) {
	return s.op.Door.Authenticate(ctx, name, passphrase, device)
}

// Recover signs in by a printed code.
func (s signIn) Recover(ctx context.Context, name, code, passphrase, device string) (string, int, error) {
	return s.op.Door.Recover(ctx, name, code, passphrase, device)
}

// Resume says whose session it is, with the roles they hold at this moment.
func (s signIn) Resume(ctx context.Context, token string) (web.Visitor, error) {
	session, err := s.op.Door.Resume(ctx, token)
	if err != nil {
		return web.Visitor{}, err
	}
	user, err := staff.Identify(ctx, s.op.Desk, session.User)
	return web.Visitor{Actor: user.Actor, Name: user.Name, Confirmed: session.Confirmed}, err
}

// Leave ends a session.
func (s signIn) Leave(ctx context.Context, token string) error { return s.op.Door.Leave(ctx, token) }
