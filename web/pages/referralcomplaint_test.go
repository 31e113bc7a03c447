// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"safar/demo"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
)

// handedOn are two complaints of nobody, heard with the same words, that were handed to another organisation on the pages: each as its page and the page of its referral.
func (w *town) handedOn() (complaints, referrals []string) {
	const worker, manager = access.Caseworker, access.ProgrammeManager
	today, scope := w.op.Desk.Today().String(), access.Scope{Caseload: w.filled.Caseloads[demo.Nyunzu], Compartment: access.General}
	w.post(manager, "/agreements/new", "partner", "health_ngo", "name", "Clinic of the river", "field_theme", "yes", "field_site", "yes", "field_words", "yes", "from", today)
	hear := voice.Hear{Programme: "feedback", Pathway: "complaint", Step: "heard", Answers: programme.Answers{"words": "Nobody is ever at the clinic, says canary-Amina."},
		Is: subjects.Description{Attributes: []subjects.Attribute{{Name: "channel", Value: "hotline"}, {Name: "topic", Value: "health"}, {Name: "wants_an_answer", Value: "no"}}}}
	for range 2 {
		heard, err := w.op.Desk.Do(w.Context(), w.actor(worker), scope, id.New(), hear)
		if err != nil {
			w.Fatal(err)
		}
		of := "/subjects/complaint/" + heard.IDs[0].String()
		at := w.first(w.open(worker, of), `href="(/referrals/[0-9a-z]+/to_health_partner)"`)
		w.handsOn(at)
		complaints, referrals = append(complaints, of), append(referrals, at)
	}
	return complaints, referrals
}

// handsOn hands a complaint of nobody on, with its words once they name nobody.
func (w *town) handsOn(at string) {
	const worker = access.Caseworker
	today, about := w.op.Desk.Today().String(), "?person=nobody"
	w.forbidden(at+"/nobody", access.SiteManager, access.FinanceOfficer)
	w.post(worker, at+"/nobody"+about, "person", "nobody", "day", today)
	must(w, said(w.open(worker, at)), "Nobody could be asked.")
	asked := w.open(worker, at+"/send"+about)
	must(w, asked, "says canary-Amina")
	mustNot(w, asked, `name="field_need"`)
	send := []string{"person", "nobody", "how", "sealed_letter", "field_theme", "yes", "field_words", "yes", "words", "Nobody is ever at the clinic.", "day", today}
	must(w, w.refused(worker, at+"/send"+about, send...), "Nobody confirmed that the words name nobody.")
	w.post(worker, at+"/send"+about, append(send, "names_nobody", "yes")...)
	form := said(w.open(worker, at+"/form/nobody"))
	for _, want := range []string{"Clinic of the river", "Nobody is ever at the clinic.", "Health"} {
		must(w, form, want)
	}
	mustNot(w, form, "canary-Amina")
	if got := w.send(worker, http.MethodGet, at+"/file/nobody", nil); got.status != http.StatusOK || !strings.Contains(got.text, `"theme": "health"`) {
		w.Errorf("the file is %d %s", got.status, got.text)
	}
}

var idsAndTimes = regexp.MustCompile(`[0-9a-z]{20,}|V-[0-9A-Z]+`)

// toldApart compares what is left of the referrals of two complaints: the page, the notice on paper and as a file, and the line of what is to be asked back.
func (w *town) toldApart(complaints, referrals []string) {
	const worker = access.Caseworker
	list := w.open(worker, "/referrals")
	var left [2][]string
	for i := range left {
		must(w, list, referrals[i])
		if got := w.send(worker, http.MethodGet, referrals[i]+"/form/nobody", nil); got.status == http.StatusOK {
			w.Errorf("the form of %s is still printed", referrals[i])
		}
		file := w.send(worker, http.MethodGet, referrals[i]+"/notice-file/nobody", nil).text
		for _, text := range []string{w.plainly(complaints[i]), said(w.open(worker, referrals[i])), said(w.open(worker, referrals[i]+"/notice/nobody")), file} {
			mustNot(w, text, "at the clinic")
			left[i] = append(left[i], idsAndTimes.ReplaceAllString(text, "ID"))
		}
		must(w, left[i][2], "may no longer be kept")
	}
	if !slices.Equal(left[0], left[1]) {
		w.Errorf("one that was moved can be told from one that was forgotten:\n%s\n%s", left[0], left[1])
	}
	for i := range left {
		w.post(worker, referrals[i]+"/asked-back?person=nobody", "person", "nobody", "words", "They shredded it.", "day", w.op.Desk.Today().String())
	}
	must(w, said(w.open(worker, "/referrals")), "Nothing is to be asked back.")
}
