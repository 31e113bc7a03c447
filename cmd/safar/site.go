// SPDX-License-Identifier: Apache-2.0

package main

import (
	"log/slog"
	"net/http"
	"os"

	"safar/operation"
	"safar/web"
	"safar/web/api"
	"safar/web/pages"
)

// siteOf returns the pages of an operation, as they are reached; yard says how neighbours reach them, nil that they do not.
func siteOf(op *operation.Operation, madeUp bool, by reach, yard func() web.Neighbours) (http.Handler, error) {
	o, err := by.options(web.Options{SignIn: pages.SignIn(op), MadeUp: madeUp, Clock: op.Clock, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
		Nav: pages.Nav(op), Account: pages.Account, Neighbours: yard, Search: pages.Search(op), Caseload: pages.Caseload(op), UnderWay: pages.UnderWay(op), Naming: pages.Naming(op),
		Program: api.Program(op)})
	if err != nil {
		return nil, err
	}
	site := web.New(o)
	pages.Add(site, op)
	api.Add(site, op)
	return site, nil
}
