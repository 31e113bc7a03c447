// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"safar/demo"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/programmes"
)

// TestSomebodyWalksOnTheirOwn goes by pages from the page of a member to the end of their own way.
func TestSomebodyWalksOnTheirOwn(t *testing.T) {
	w := newTown(t, 100)
	home, ada, bem := w.returned()
	file, hers, worker := "/households/"+home, "/households/"+home+"/members/"+ada, access.Caseworker
	begin := hers + "/begin/reintegration/work"
	must(w, w.open(worker, hers), begin)
	w.forbidden(begin, access.Enumerator, access.SiteManager)
	w.post(worker, begin)
	must(w, w.refused(worker, begin), "They are on this way already")
	way := w.first(w.open(worker, hers), `(/households/[^"]*/ways/[^"/]*)/counselled"`)

	must(w, w.refused(worker, way+"/counselled"), "needed")
	w.post(worker, way+"/counselled", "q_can_do", "canary keep books", "q_wants_to_talk", "yes")
	for path, want := range map[string]string{hers: "canary keep books", "/programme/reintegration/persons/work": "Adaeze", "/programme/reintegration/persons/work?step=rights": "Adaeze",
		"/programme/reintegration": "/programme/reintegration/persons/work"} {
		must(w, w.open(worker, path), want)
	}
	mustNot(w, w.open(worker, "/programme/reintegration/persons/work?step=aim"), "Adaeze")
	mustNot(w, w.open(worker, file), "canary keep books")                      // of the household, and of whoever lives with her
	mustNot(w, w.open(worker, file+"/members/"+bem), "canary keep books", way) // and his page does not tell of her
	for _, role := range []access.Role{access.ProgrammeManager, access.Municipality, access.FinanceOfficer, access.Auditor} {
		for _, path := range []string{hers, way + "/counselled", "/programme/reintegration/persons/work"} {
			if got := w.send(role, http.MethodGet, path, nil); got.status == http.StatusOK {
				t.Errorf("%s opens %s", role, path)
			}
		}
	}

	// nobody's way is opened from the page of somebody else
	crossed := "/households/" + home + "/members/" + bem + way[len(hers):] + "/counselled"
	if got := w.send(worker, http.MethodGet, crossed, nil); got.status != http.StatusNotFound {
		t.Errorf("her form on his page: %d", got.status)
	}
	if got := w.send(worker, http.MethodGet, file+way[len(hers):]+"/counselled", nil); got.status != http.StatusNotFound {
		t.Errorf("her form on that of the household: %d", got.status)
	}

	w.post(worker, way+"/rights", "heard", ada, "language", "sq", "source", "counsellor", "q_told_about", "contract")
	must(w, w.open(worker, way+"/aim"), "Adaeze")
	mustNot(w, w.open(worker, way+"/aim"), "Bem")
	must(w, w.refused(worker, way+"/aim?person="+ada, "option", "work_here"), "private")
	w.post(worker, way+"/aim?person="+ada, "option", "work_here", "private", "yes")
	w.post(worker, way+"/way_ended", "reason", "works_here", "agree", ada)
	must(w, w.open(worker, hers), "Works here")
	must(w, w.open(access.DataProtectionOfficer, file+"/looks"), "Following")
}

// returned registers a couple in a town in which the programme of reintegration is in force.
func (w *town) returned() (home, ada, bem string) {
	w.Helper()
	folder, err := fs.Sub(programmes.FS(), "reintegration")
	if err != nil {
		w.Fatal(err)
	}
	source, err := fs.ReadFile(folder, "programme.yaml")
	if err != nil {
		w.Fatal(err)
	}
	forms, err := programme.FormFiles(folder)
	if err != nil {
		w.Fatal(err)
	}
	if _, err := w.op.Desk.Do(w.Context(), w.actor(access.ProgrammeManager), access.Commons, id.New(), journey.Publish{Source: source, Forms: forms}); err != nil {
		w.Fatal(err)
	}
	grown := people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthYear}
	r, err := w.op.Desk.Do(w.Context(), w.actor(access.Caseworker), access.Scope{Caseload: w.filled.Caseloads[demo.Kalemie], Compartment: access.General}, id.New(),
		people.Register{Arrived: clock.NoDay, Members: []people.Member{{Names: people.Names{Given: "Adaeze"}, Relation: people.Head, Born: grown},
			{Names: people.Names{Given: "Bem"}, Relation: people.Spouse, Born: grown}}})
	if err != nil {
		w.Fatal(err)
	}
	return r.IDs[0].String(), r.IDs[1].String(), r.IDs[2].String()
}

func mustNot(t testing.TB, text string, words ...string) {
	t.Helper()
	for _, word := range words {
		if strings.Contains(text, word) {
			t.Errorf("it tells %q", word)
		}
	}
}
