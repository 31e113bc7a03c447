// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"safar/field/sealed"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/letter"
)

// plantSealed has a focal point, whom nobody of the town is, and a sensitive complaint that is sealed to them: no role of the town learns of it.
func (w *town) plantSealed() {
	w.t.Helper()
	admin, officer := w.as(access.Administrator), w.as(access.DataProtectionOfficer)
	user := w.common(admin, staff.AddUser{Name: "focal-point"}).IDs[0]
	g := access.NewGrant(access.ProtectionOfficer, w.scope.Caseload)
	g.Opens = access.SetOf(access.SealedComplaints)
	w.common(admin, staff.GrantRole{User: user, Grant: g})
	who, err := staff.Identify(w.t.Context(), w.desk, user)
	must(w.t, err)
	k, err := letter.NewKey()
	must(w.t, err)
	w.common(who.Actor, sealed.MakeKey{Public: k.Public(), Locked: k.Lock(townPassphrase, keys.MadeUp)})
	w.common(officer, sealed.ConfirmKey{User: user, Public: k.Public()})
	other, err := letter.NewKey()
	must(w.t, err)
	w.common(officer, sealed.MakeKey{Public: other.Public(), Locked: other.Lock(townPassphrase, keys.MadeUp)}) // it waits to be confirmed
	w.point = who.Actor
	w.hearSealed()
}

// hearSealed has somebody write a sensitive complaint, and the focal point see to it.
func (w *town) hearSealed() {
	w.t.Helper()
	h := sealed.Hearing{Theme: "abuse", Teller: "survivor", Words: "zkanari sealed words", Others: "zkanari sealed name", Contact: "zkanari sealed contact",
		Accused: []id.ID{w.as(access.SiteManager).User}, Moved: []sealed.Moved{{Label: "zkanari sealed label", Words: "zkanari sealed answer"}}}
	_, err := sealed.Hear(w.t.Context(), w.desk, w.as(access.Caseworker), w.scope.Caseload, id.New(), h)
	must(w.t, err)
	lane, err := sealed.Open(w.t.Context(), w.desk, w.point, w.scope.Caseload, townPassphrase)
	must(w.t, err)
	all, err := lane.Look(w.t.Context(), w.point, id.New(), "task.test")
	must(w.t, err)
	w.sealedOne = all[0].ID
	must(w.t, lane.Do(w.t.Context(), w.point, id.New(), sealed.Deed{Complaint: w.sealedOne, What: sealed.Noted, Words: "zkanari sealed note"}))
}

// Whatever programs may ask, whatever is searched for, and whatever is exported says the same, to the letter, before a sensitive complaint was written and seen to, and after.
func TestNoProgramSearchOrExportTellsOfASensitiveComplaint(t *testing.T) {
	w := inPrograms(t)
	before, again := w.allTold(), w.allTold()
	w.hearSealed()
	after, same := w.allTold(), 0
	for what, text := range before {
		if again[what] != text {
			continue // it tells of those who ask
		}
		if same++; after[what] != text {
			t.Errorf("%s tells of it:\n%.600s\n%.600s", what, text, after[what])
		}
	}
	if len(before) < 1000 || same < len(before)*9/10 {
		t.Errorf("%d of %d answers were compared", same, len(before))
	}
	t.Logf("%d of %d answers are the same", same, len(before))
}

// allTold is what programs of every role are told, what each role finds, and what each may take out.
func (w *programs) allTold() map[string]string {
	w.t.Helper()
	all := map[string]string{}
	for _, role := range access.Roles() {
		for _, o := range w.paths {
			if o.command() {
				continue
			}
			for _, path := range w.addresses(o) {
				r := w.ask(w.shown[role], o.method, path, w.sent(o, "Zkanarigiven"))
				all[role.String()+" "+o.method+" "+path] = r.body
			}
		}
		for _, q := range []string{"zkanari sealed", "F-1", "focal-point"} {
			all[role.String()+" searches "+q] = anId.ReplaceAllString(w.send(role, http.MethodPost, "/search", url.Values{"q": {q}}, "text/html").body, "")
		}
		by := w.as(role)
		if access.May(by, access.ExportOpen, w.scope, w.desk.Today()) == nil && access.May(by, access.FiguresRead, w.scope, w.desk.Today()) == nil {
			for name, text := range w.exported(by) {
				all[role.String()+" takes out "+name] = text
			}
		}
	}
	return all
}

// anId is the number of a form, which is another each time.
var anId = regexp.MustCompile(`name="command" value="[^"]*"`)

// valuesOfSealed are what a name in the path of a page of the sealed lane can stand for.
func (w *town) valuesOfSealed(name string) []string {
	if name == "nth" {
		return []string{"0"}
	}
	of := map[string]id.ID{"subject": w.complaint, "complaint": w.sealedOne, "user": w.as(access.DataProtectionOfficer).User, "opening": w.sealedOne}[name]
	return []string{of.String()}
}
