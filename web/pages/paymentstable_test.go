// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"strings"

	"safar/kernel/access"
)

// At the paying table a card is typed, who stands there is paid, and what was paid last is taken back; who may not pay is not at the table, and a card that stands on no line is
// said to.
func walkTable(w *town) {
	list := w.first(w.open(access.FinanceOfficer, "/payments"), `href="(/payments/lists/[0-9a-z]+)"`)
	at := list + "/table"
	page := w.open(access.FinanceOfficer, at)
	must(w, said(page), "The box")
	shows := func(pairs ...string) string {
		r := w.send(access.FinanceOfficer, "POST", at, form(pairs...))
		if r.status != http.StatusOK {
			w.Fatalf("%v: %d", pairs, r.status)
		}
		return said(r.text)
	}
	must(w, shows("card", "KLM-999999"), "KLM-999999 is not on this list")
	card := w.first(w.open(access.FinanceOfficer, list), `(KLM-\d{6})`)
	must(w, shows("card", strings.ToLower(card), "box", "100000"), card)
	must(w, shows("card", strings.ToLower(card), "box", "100000"), "Must be in the box now")
	must(w, shows("box", "much"), "The box")
	if strings.Contains(said(w.open(access.FinanceOfficer, at+"?card="+card)), card) {
		w.Error("a card stands in an address")
	}
	for _, role := range []access.Role{access.Auditor, access.Approver, access.MovementOfficer, access.Inspector} {
		if r := w.send(role, "POST", at, form("card", card)); r.status != http.StatusForbidden {
			w.Errorf("%v is at the paying table: %d", role, r.status)
		}
	}
}
