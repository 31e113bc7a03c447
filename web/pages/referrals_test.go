// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"safar/demo"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// helped refers people to a clinic.
const helped = `
programme: helped
currency: USD
pathways:
  help:
    for: household
    steps:
      - refer: clinic
        partner: clinic
        shares: [names, phone, need]
        until: 90d
`

// A referral is walked on its pages: agreed by who manages the programme, consented to, handed over on paper and as a file, answered, and asked back.
func TestAReferralIsWalkedOnItsPages(t *testing.T) {
	w := newTown(t, 60)
	const worker, manager = access.Caseworker, access.ProgrammeManager
	file, at, person := w.beginHelp()
	must(t, w.open(worker, file), at)
	must(t, said(w.open(worker, at)), "No agreement with “clinic” holds on that day.")
	w.forbidden("/agreements/new", worker, access.SiteManager, access.FinanceOfficer)
	w.forbidden(at+"/consent", access.SiteManager, access.FinanceOfficer, manager)

	w.post(manager, "/agreements/new", "partner", "clinic", "name", "Clinic of the sisters", "field_names", "yes", "field_need", "yes", "from", w.op.Desk.Today().String())
	must(t, said(w.open(manager, "/agreements")), "Clinic of the sisters")

	about := "?person=" + person
	consent := []string{"person", person, "field_names", "yes", "field_phone", "yes", "form", "oral", "day", w.op.Desk.Today().String()}
	must(t, w.refused(worker, at+"/consent"+about, append(consent, "private", "yes")...), "who witnessed an oral consent")
	must(t, w.refused(worker, at+"/consent"+about, append(consent, "witness", "Marie")...), "Ask them in private.")
	w.post(worker, at+"/consent"+about, append(consent, "witness", "Marie", "private", "yes", "field_need", "yes")...)

	body := w.open(worker, at+"/send"+about)
	if strings.Contains(body, `name="field_phone"`) || !strings.Contains(body, `name="field_names"`) {
		t.Errorf("what the agreement does not cover can be ticked: %s", said(body))
	}
	send := []string{"person", person, "how", "sealed_letter", "need", "canary-need", "day", w.op.Desk.Today().String()}
	must(t, w.refused(worker, at+"/send"+about, send...), "is needed")
	w.post(worker, at+"/send"+about, append(send, "field_names", "yes", "field_need", "yes")...)
	form := said(w.open(worker, at+"/form/"+person))
	must(t, form, "canary-need")
	must(t, form, "Neema")
	if strings.Contains(form, "+243810000001") {
		t.Errorf("a field that was not agreed stands on the form: %s", form)
	}
	if got := w.send(worker, http.MethodGet, at+"/file/"+person, nil); got.status != http.StatusOK || !strings.Contains(got.text, `"names": "Neema"`) || strings.Contains(got.text, "phone") {
		t.Errorf("the file is %d %s", got.status, got.text)
	}

	w.post(worker, at+"/answer"+about, "person", person, "answer", "accepted", "day", w.op.Desk.Today().String())
	must(t, said(w.open(worker, at)), "Accepted")
	w.post(worker, at+"/withdraw"+about, "person", person, "day", w.op.Desk.Today().String())
	if got := w.send(worker, http.MethodGet, at+"/form/"+person, nil); got.status == http.StatusOK || strings.Contains(got.text, "canary-need") {
		t.Errorf("the form of who took their consent back is still printed: %d", got.status)
	}
	if got := w.send(worker, http.MethodGet, at+"/file/"+person, nil); got.status == http.StatusOK || strings.Contains(got.text, "Neema") {
		t.Errorf("the file of who took their consent back is still given: %d", got.status)
	}
	must(t, w.refused(worker, at+"/send"+about, append(send, "field_names", "yes", "field_need", "yes")...), "consent")
	must(t, said(w.open(worker, "/")), "to be asked to give up")
	notice := said(w.open(worker, at+"/notice/"+person))
	for _, want := range []string{"Clinic of the sisters", "Neema", "took back their consent", "Do not pass it on"} {
		must(t, notice, want)
	}
	if strings.Contains(notice, "canary-need") {
		t.Errorf("the notice repeats what was handed over: %s", notice)
	}
	if got := w.send(worker, http.MethodGet, at+"/notice-file/"+person, nil); got.status != http.StatusOK || !strings.Contains(got.text, `"notice": "consent_withdrawn"`) || strings.Contains(got.text, "canary-need") {
		t.Errorf("the notice as a file: %d %s", got.status, got.text)
	}
	must(t, w.open(worker, "/referrals"), at)
	w.post(worker, at+"/asked-back"+about, "person", person, "words", "the nurse tore it up", "day", w.op.Desk.Today().String())
	must(t, said(w.open(worker, "/referrals")), "Nothing is to be asked back.")
}

// beginHelp has a woman begin a way on which she may be referred; it returns her household's file, the page of the referral, and who she is.
func (w *town) beginHelp() (file, at, person string) {
	w.Helper()
	worker, scope := w.actor(access.Caseworker), access.Scope{Caseload: w.filled.Caseloads[demo.Kalemie], Compartment: access.General}
	if _, err := w.op.Desk.Do(w.Context(), w.actor(access.ProgrammeManager), access.Commons, id.New(), journey.Publish{Source: []byte(helped)}); err != nil {
		w.Fatal(err)
	}
	home, err := w.op.Desk.Do(w.Context(), worker, scope, id.New(), people.Register{Arrived: clock.NoDay, Members: []people.Member{
		{Names: people.Names{Given: "Neema"}, Relation: people.Head, Phone: "+243810000001"}}})
	if err != nil {
		w.Fatal(err)
	}
	begun, err := w.op.Desk.Do(w.Context(), worker, scope, id.New(), journey.Start{Programme: "helped", Pathway: "help", Subject: home.IDs[0]})
	if err != nil {
		w.Fatal(err)
	}
	return "/households/" + home.IDs[0].String(), "/referrals/" + begun.IDs[0].String() + "/clinic", home.IDs[1].String()
}
