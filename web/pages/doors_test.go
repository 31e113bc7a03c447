// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"testing"

	"safar/kernel/access"
)

// Whatever can be ordered, somebody is offered it where they would look for it.
func TestWhatIsRarelyDoneIsDoneOnItsPage(t *testing.T) {
	w := newTown(t, 400)
	t.Run("plots are granted", func(t *testing.T) { w.T = t; walkCustody(w) })
	w.T = t
}

// forbidden demands that none of these roles gets a page, or has its form carried out.
func (w *town) forbidden(path string, roles ...access.Role) {
	w.Helper()
	for _, role := range roles {
		if r := w.send(role, "GET", path, nil); r.status != http.StatusForbidden {
			w.Errorf("%v opens %s: %d", role, path, r.status)
		}
		if r := w.send(role, "POST", path, form()); r.status != http.StatusForbidden {
			w.Errorf("%v sends %s: %d", role, path, r.status)
		}
	}
}

// The programme manager grants plots to a caseload, never the same ones to two; who promises them sees whose they are.
func walkCustody(w *town) {
	village, _ := w.villages()
	at := "/villages/" + village
	offered := w.first(w.open(access.ProgrammeManager, at+"/plots"), `name="units"[^>]*value="(\d+)"`)
	w.post(access.ProgrammeManager, at+"/plots", "units", offered+"0")
	must(w, said(w.open(access.ProgrammeManager, at)), "Not granted yet")
	page := w.open(access.ProgrammeManager, at+"/grant")
	caseload := w.first(page, `<option value="([0-9a-z]+)"`)
	from, to := w.first(page, `name="from"[^>]*value="(\d+)"`), w.first(page, `name="to"[^>]*value="(\d+)"`)
	must(w, w.refused(access.ProgrammeManager, at+"/grant", "caseload", caseload, "from", from, "to", to+"0"), "must lie between 1 and "+to)
	must(w, w.refused(access.ProgrammeManager, at+"/grant", "from", from, "to", to), "To which caseload")
	w.post(access.ProgrammeManager, at+"/grant", "caseload", caseload, "from", from, "to", from)
	must(w, said(w.open(access.Caseworker, at)), "1–"+from)
	w.post(access.Administrator, "/caseloads/open", "name", "Nyunzu")
	other := w.first(w.open(access.ProgrammeManager, at+"/grant"), `<option value="([0-9a-z]+)">Nyunzu`)
	must(w, w.refused(access.ProgrammeManager, at+"/grant", "caseload", other, "from", from, "to", to), "another caseload already")
	w.forbidden(at+"/grant", access.Caseworker, access.ProtectionOfficer, access.FinanceOfficer, access.Administrator, access.Auditor)
}
