// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/kernel/access"
	"safar/web/page"
)

// showRoles says what each role may do, in which compartment, from the policy itself: what stands there is what is kept.
func showRoles(e *errand) error {
	w := e.Words
	var parts []templ.Component
	for _, role := range access.Roles() {
		var terms []page.Term
		for _, c := range access.Compartments() {
			if acts := access.ActsOf(role, c); len(acts) > 0 {
				terms = append(terms, page.Term{Label: w.T("compartment." + c.String()), Value: w.List(e.said(acts))})
			}
		}
		parts = append(parts, headed(w.T("role."+role.String()), page.Facts(w, terms)))
	}
	return e.Show(officePage(e.frame(w.T("roles.title"), e.crumb("users.title", "/users")), w.T("roles.lead"), nil, parts...))
}

// said says acts.
func (e *errand) said(acts []access.Act) (said []string) {
	for _, act := range acts {
		said = append(said, e.Words.T("act."+string(act)))
	}
	return said
}
