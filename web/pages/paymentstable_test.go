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
	must(w, said(w.open(access.FinanceOfficer, at+"?card=KLM-999999")), "KLM-999999 is not on this list")
	card := w.first(w.open(access.FinanceOfficer, list), `(KLM-\d{6})`)
	shown := said(w.open(access.FinanceOfficer, at+"?card="+strings.ToLower(card)+"&box=100000"))
	must(w, shown, card)
	must(w, shown, "Must be in the box now")
	must(w, said(w.open(access.FinanceOfficer, at+"?box=much")), "The box")
	for _, role := range []access.Role{access.Auditor, access.Approver, access.MovementOfficer, access.Inspector} {
		if r := w.send(role, "GET", at+"?card="+card, nil); r.status != http.StatusForbidden {
			w.Errorf("%v is at the paying table: %d", role, r.status)
		}
	}
}
