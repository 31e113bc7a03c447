// SPDX-License-Identifier: Apache-2.0

package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"safar/kernel/access"
)

// Token returns the token of the visitor's session, for what asks for the passphrase again (signin.Door.Confirm). It is never shown,
// logged or put into a page.
func (r *Request) Token() string { return r.token }

// caseloadCookie keeps which caseload somebody with several chose, and which part of it. It says nothing of a person, and stands in no address.
const caseloadCookie = "safar_caseload"

// chosenCaseload returns the part of a caseload that the visitor chose in this session, among those that some grant of theirs covers; the zero
// scope for none.
func (r *Request) chosenCaseload() access.Scope {
	c, err := r.Cookie(caseloadCookie)
	if err != nil {
		return access.Scope{}
	}
	chosen, by, _ := strings.Cut(c.Value, ".")
	scope, err := access.ParseScope(chosen)
	if err != nil || by != r.chooser() || scope == access.Commons || !slices.ContainsFunc(r.Visitor.Actor.Grants, func(g access.Grant) bool { return g.Covers(scope) }) {
		return access.Scope{}
	}
	return scope
}

// chooser tells who chose from others who sign in with the same browser: what one of them chose is nobody else's. It is that of no other user, and says nothing of them.
func (r *Request) chooser() string {
	sum := sha256.Sum256(append([]byte("safar caseload "), r.Visitor.Actor.User[:]...))
	return hex.EncodeToString(sum[:8])
}

// ChooseCaseload keeps which part of a caseload the visitor works with, until they sign out or the browser is closed; the zero scope keeps none.
func (r *Request) ChooseCaseload(of access.Scope) {
	cookie := &http.Cookie{Name: caseloadCookie, Value: of.String() + "." + r.chooser(), Path: "/", HttpOnly: true, Secure: r.secured(), SameSite: http.SameSiteStrictMode}
	if of == (access.Scope{}) {
		cookie.Value, cookie.MaxAge = "", -1
	}
	http.SetCookie(r.answer, cookie)
}
