// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"regexp"
	"strings"

	"safar/kernel/access"
)

// sends sends a form that leads somewhere, and returns where.
func (w *town) sends(role access.Role, path string, pairs ...string) string {
	w.Helper()
	r := w.send(role, "POST", path, form(pairs...))
	if r.status != http.StatusSeeOther {
		w.Fatalf("%v sends %s: %d %s", role, path, r.status, said(r.text))
	}
	return r.to
}

// A finance officer holds the lines of a list at once, a caseworker has a site's households moved and moves them back, and who may not is offered nothing.
func walkSeveral(w *town) {
	list := w.first(w.open(access.FinanceOfficer, "/payments"), `href="(/payments/lists/[0-9a-z]+)"`)
	page := w.open(access.FinanceOfficer, list+"?tick=page")
	must(w, said(page), "Do something for those ticked")
	items := regexp.MustCompile(`name="item" value="([^"]+)" form="several" checked`).FindAllStringSubmatch(page, -1)
	if len(items) < 2 {
		w.Fatalf("%d lines can be chosen", len(items))
	}
	if to := w.sends(access.FinanceOfficer, "/several", "list", list, "which", "ticked"); !strings.HasSuffix(to, "?done=nobody_ticked") {
		w.Errorf("nobody is ticked, and it leads to %s", to)
	}
	work := w.sends(access.FinanceOfficer, "/several", "list", list, "which", "ticked", "item", items[0][1], "item", "of.nobody")
	for _, want := range []string{"One is chosen", "Hold the payments", "releases them"} {
		must(w, said(w.open(access.FinanceOfficer, work)), want)
	}
	for _, want := range []string{"Who resolves it", "Reason"} {
		must(w, w.refused(access.FinanceOfficer, work+"/do/hold", "until", "2026-12-01"), want)
	}
	for _, role := range []access.Role{access.Caseworker, access.Approver, access.Auditor} { // it is not theirs
		if r := w.send(role, "GET", work, nil); r.status != http.StatusNotFound && r.status != http.StatusForbidden {
			w.Errorf("%v opens the work of another: %d", role, r.status)
		}
	}
	for role, from := range map[access.Role]string{access.Auditor: list, access.MovementOfficer: list, access.Inspector: "/households"} {
		if r := w.send(role, "POST", "/several", form("list", from, "which", "all")); r.status != http.StatusForbidden {
			w.Errorf("%v chooses on %s: %d", role, from, r.status)
		}
	}
	for _, nowhere := range []string{"", "/users", "//elsewhere.example/households", "https://elsewhere.example/", "/programme/none/standing/none/none"} {
		if r := w.send(access.Caseworker, "POST", "/several", form("list", nowhere, "which", "all")); r.status != http.StatusNotFound {
			w.Errorf("somebody chooses on %q: %d", nowhere, r.status)
		}
	}
	walkBoxes(w)
	walkMoving(w)
}

// walkBoxes finds boxes on the lists of a trip, of houses, and of those who were at a gathering, before those for whom a deed is offered, and for nobody else.
func walkBoxes(w *town) {
	trip := w.first(w.open(access.MovementOfficer, "/movements?from_day=2025-01-01"), `href="(/movements/[0-9a-z]{20,})"`)
	houses := w.first(w.open(access.Inspector, "/houses"), `href="(/houses/at/[0-9a-z]+)"`)
	met := w.first(w.open(access.Caseworker, "/gatherings"), `href="(/gatherings/[0-9a-z]{20,})"`)
	found := 0
	for path, role := range map[string]access.Role{trip: access.MovementOfficer, houses: access.Caseworker, met: access.Caseworker} {
		if page := w.open(role, path); !strings.Contains(page, `name="item"`) {
			continue // nothing can be done for anybody there today
		}
		found++
		work := w.sends(role, "/several", "list", path, "which", "all")
		must(w, said(w.open(role, work)), "What is to be done for them?")
	}
	if found < 2 {
		w.Errorf("boxes stand on %d of the three lists", found)
	}
	if page := w.open(access.Inspector, houses); strings.Contains(page, `name="item"`) {
		w.Error("an inspector is offered to say at once what is seen house by house")
	}
}

// walkMoving moves all who remain to another site, and back.
func walkMoving(w *town) {
	caseworker := access.Caseworker
	before := w.open(caseworker, "/households")
	work := w.sends(caseworker, "/several", "list", "/households", "which", "all")
	site := w.first(w.open(caseworker, work+"/do/move_site"), `<option value="([0-9a-z]{26})"`)
	if r := w.send(caseworker, "GET", work+"/do/hold", nil); r.status != http.StatusNotFound {
		w.Errorf("payments are held on a list of households: %d", r.status)
	}
	w.sends(caseworker, work+"/do/move_site", "site", site, "day", townDay.String())
	for _, want := range []string{"Nothing is written yet", "It can be done for", "Can be taken back"} {
		must(w, said(w.open(caseworker, work)), want)
	}
	if w.open(caseworker, "/households") != before {
		w.Error("looking changed the list")
	}
	w.sends(caseworker, work+"/begin")
	w.sends(caseworker, work+"/begin") // sent twice
	for _, want := range []string{"ended", "Take it back"} {
		must(w, said(w.open(caseworker, work)), want)
	}
	for _, want := range []string{"They live elsewhere now", "ended"} {
		must(w, said(w.open(caseworker, "/several")), want)
	}
	back := w.sends(caseworker, work+"/take-back")
	w.sends(caseworker, back)
	back = strings.TrimSuffix(back, "/do/move_site")
	w.sends(caseworker, back+"/begin")
	for _, want := range []string{"Taking back", "ended"} {
		must(w, said(w.open(caseworker, back)), want)
	}
	if after := w.open(caseworker, "/households"); after != before {
		w.Error("they were moved and moved back, and the list is another")
	}
}
