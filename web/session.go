// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"slices"

	"safar/kernel/access"
	"safar/kernel/id"
)

// Token returns the token of the visitor's session, for what asks for the passphrase again (signin.Door.Confirm). It is never shown,
// logged or put into a page.
func (r *Request) Token() string { return r.token }

// caseloadCookie keeps which caseload somebody with several chose. It says nothing of a person, and stands in no address.
const caseloadCookie = "safar_caseload"

// chosenCaseload returns the caseload that the visitor chose in this session, among those that some grant of theirs covers.
func (r *Request) chosenCaseload() id.ID {
	c, err := r.Cookie(caseloadCookie)
	if err != nil {
		return id.ID{}
	}
	of, err := id.Parse(c.Value)
	scope := access.Scope{Caseload: of, Compartment: access.General}
	if err != nil || !slices.ContainsFunc(r.Visitor.Actor.Grants, func(g access.Grant) bool { return g.Covers(scope) }) {
		return id.ID{}
	}
	return of
}

// ChooseCaseload keeps which caseload the visitor works with, until they sign out or the browser is closed; the zero id keeps none.
func (r *Request) ChooseCaseload(of id.ID) {
	cookie := &http.Cookie{Name: caseloadCookie, Value: of.String(), Path: "/", HttpOnly: true, Secure: r.site.options.Secure, SameSite: http.SameSiteStrictMode}
	if of.IsZero() {
		cookie.Value, cookie.MaxAge = "", -1
	}
	http.SetCookie(r.answer, cookie)
}
