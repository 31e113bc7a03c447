// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"slices"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// helped is a programme that refers people to a clinic, hands a name to a ministry that detains, and takes in what others submit.
const helped = `
programme: helped
currency: USD
pathways:
  help:
    for: household
    steps:
      - refer: clinic
        partner: health_ngo
        shares: [names, phone, safe_contact, need]
        until: 90d
      - refer: release
        partner: ministry
        shares: [names]
      - check: visited
        needs: [clinic]
  submission:
    for: household
    steps:
      - refer: submitted
        partner: unhcr
        inbound: true
  voices:
    for: complaint
    steps:
      - refer: services
        partner: health_ngo
        shares: [need, site, theme, words]
`

type bureau struct {
	*officetest.Office
	worker, manager   access.Actor
	household, way    id.ID
	woman, man, child id.ID
}

func open(t *testing.T) *bureau {
	o := officetest.Open(t, desk.Declarations(), staff.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(), Declarations())
	b := &bureau{Office: o, worker: o.Person(access.ProtectionOfficer), manager: o.Person(access.ProgrammeManager)}
	b.Common(b.manager, journey.Publish{Source: []byte(helped)})
	adult := people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthYear}
	r := b.Do(b.worker, people.Register{Arrived: clock.NoDay, Members: []people.Member{
		{Names: people.Names{Given: "Neema"}, Relation: people.Head, Sex: people.Female, Born: adult, Phone: "+243810000001"},
		{Names: people.Names{Given: "Juma"}, Relation: people.Spouse, Sex: people.Male, Born: adult},
		{Names: people.Names{Given: "Amani"}, Relation: people.Child, Born: people.Born{Day: clock.Date(2020, 1, 1), Precision: people.BirthYear}}}})
	b.household, b.woman, b.man, b.child = r.IDs[0], r.IDs[1], r.IDs[2], r.IDs[3]
	b.way = b.Do(b.worker, journey.Start{Programme: "helped", Pathway: "help", Subject: b.household}).IDs[0]
	return b
}

// agree enters an agreement with the clinic over some fields, for so many days.
func (b *bureau) agree(days clock.Day, fields ...string) {
	b.Common(b.manager, Agree{Partner: "health_ngo", Name: "Health for all", Fields: fields, Until: b.Desk.Today() + days})
}

func (b *bureau) consent(of id.ID, fields ...string) Consent {
	return Consent{Journey: b.way, Step: "clinic", Of: of, Fields: fields, Private: true, Words: ConsentWords{Witness: "Sister Marie"}}
}

func (b *bureau) send(of id.ID, fields ...string) Send {
	return Send{Journey: b.way, Step: "clinic", Of: of, Fields: fields, How: "sealed_letter", To: "the nurse", Need: "a doctor"}
}

func (b *bureau) sheet(step string) Sheet {
	return officetest.Ask(b.Office, b.worker, SheetOf(b.Scope, b.way, step))
}

func (b *bureau) row(of id.ID) Row {
	sheet := b.sheet("clinic")
	return sheet.People[slices.IndexFunc(sheet.People, func(r Row) bool { return r.Person == of })]
}

func (b *bureau) state(step string) string {
	for _, s := range officetest.Ask(b.Office, b.worker, journey.WayOf(b.Scope, b.way)).Ways[0].Steps {
		if s.ID == step {
			return s.State
		}
	}
	return ""
}

func TestNothingIsPassedWithoutAnAgreementAndAConsentOfThatDay(t *testing.T) {
	b := open(t)
	if b.state("clinic") != "undecidable" {
		t.Errorf("nobody consented: %s", b.state("clinic"))
	}
	b.Refused("referral.no_agreement", b.worker, b.send(b.woman))
	b.agree(10, "names", "need")
	b.Refused("referral.no_consent", b.worker, b.send(b.woman))
	c := b.consent(b.woman, "names", "phone", "need")
	c.Until = b.Desk.Today() + 5
	b.Do(b.worker, c)
	b.Refused("referral.field_not_passed", b.worker, b.send(b.woman, "phone")) // she consents, the agreement does not cover it
	b.Refused("referral.no_consent", b.worker, b.send(b.man))
	if may := b.row(b.woman).May; !slices.Equal(may, []string{"names", "need"}) {
		t.Errorf("what may be passed: %v", may)
	}
	b.Days(6)
	b.Refused("referral.no_consent", b.worker, b.send(b.woman))
	early := b.send(b.woman)
	early.Day = b.Desk.Today() - 3 // written down late: it held then, and does not today
	b.Refused("referral.no_consent", b.worker, early)
	c.Until, c.Day = clock.NoDay, clock.NoDay
	b.Do(b.worker, c)
	late := b.send(b.woman)
	late.Day = b.Desk.Today() - 1
	b.Refused("referral.no_consent", b.worker, late) // it holds today, and did not then
	b.Days(5)
	b.Refused("referral.no_agreement", b.worker, b.send(b.woman)) // it is over
	b.agree(10, "names", "need")
	b.Do(b.worker, b.send(b.woman))
	b.Refused("referral.sent_already", b.worker, b.send(b.woman))
}

func TestAnAgreementThatIsEndedCoversNothing(t *testing.T) {
	b := open(t)
	b.agree(10, "names")
	b.Do(b.worker, b.consent(b.woman, "names"))
	b.Common(b.manager, EndAgreement{Partner: "health_ngo", Reason: "they left the province"})
	b.Refused("referral.no_agreement", b.worker, b.send(b.woman))
	if rows := officetest.Ask(b.Office, b.manager, Partners()); len(rows) != 1 || rows[0].Terms[0].Holds || rows[0].Terms[0].Reason == "" {
		t.Errorf("the agreements are told as %+v", rows)
	}
}

func TestEachConsentsForThemselvesInPrivate(t *testing.T) {
	b := open(t)
	c := b.consent(b.woman, "names")
	c.Guardian = b.man
	b.Refused("referral.their_own", b.worker, c)
	c.Guardian, c.Private = id.ID{}, false
	b.Refused("referral.not_private", b.worker, c)
	c.Private, c.Words.Witness = true, ""
	b.Refused("referral.witness_missing", b.worker, c)
	c.Written = true
	b.Do(b.worker, c)

	child := b.consent(b.child, "names")
	b.Refused("referral.child", b.worker, child)
	child.Words.Authority = "child protection"
	b.Refused("referral.child", b.worker, child) // there are adults to ask
	child.Words.Authority, child.Guardian = "", b.child
	b.Refused("referral.child", b.worker, child)
	child.Guardian = b.woman
	b.Do(b.worker, child)
	b.Refused("journey.not_a_member", b.worker, b.consent(id.New(), "names"))
	b.Refused("referral.not_shared", b.worker, b.consent(b.man, "disability"))
	b.Refused("referral.fields_missing", b.worker, b.consent(b.man))
}

func TestExactlyWhatWasHandedOverIsPrinted(t *testing.T) {
	b := open(t)
	b.agree(10, "names", "phone", "need")
	b.Do(b.worker, b.consent(b.woman, "names", "phone"))
	b.Do(b.worker, b.send(b.woman))
	form := officetest.Ask(b.Office, b.worker, FormOf(b.Scope, b.way, "clinic", b.woman))
	want := []PassedRow{{Field: "names", Text: "Neema"}, {Field: "phone", Text: "+243810000001"}}
	if !slices.Equal(form.Passed, want) || form.To != "the nurse" || form.Keep != b.Desk.Today()+90 {
		t.Errorf("the form says %+v", form)
	}
}

func TestAPartnerAcceptsOrDeclinesAndSaysWhatCameOfIt(t *testing.T) {
	b := open(t)
	b.agree(10, "names")
	b.Do(b.worker, b.consent(b.woman, "names"))
	answer := Answer{Journey: b.way, Step: "clinic", Of: b.woman}
	b.Refused("referral.nothing_to_answer", b.worker, answer)
	b.Do(b.worker, b.send(b.woman))
	if b.state("clinic") != "waiting" {
		t.Errorf("handed over, it is %s", b.state("clinic"))
	}
	b.Refused("referral.reason_missing", b.worker, answer)
	answer.Words.Text = "no beds"
	b.Do(b.worker, answer)
	if b.state("clinic") != "ready" {
		t.Errorf("declined, it is %s", b.state("clinic"))
	}
	b.Do(b.worker, b.send(b.woman))
	answer.Accepted = true
	b.Do(b.worker, answer)
	if b.state("clinic") != "done" {
		t.Errorf("accepted, it is %s", b.state("clinic"))
	}
	b.Refused("referral.reason_missing", b.worker, End{Journey: b.way, Step: "clinic", Of: b.woman})
	b.Do(b.worker, End{Journey: b.way, Step: "clinic", Of: b.woman, Words: journey.Words{Text: "she is well"}})
	if b.state("clinic") != "done" || b.row(b.woman).State != "served" {
		t.Errorf("served, it is %s", b.state("clinic"))
	}
}

func TestWhoTakesBackTheirConsentIsAskedBackFor(t *testing.T) {
	b := open(t)
	b.agree(90, "names", "phone")
	withdraw, back := Withdraw{Journey: b.way, Step: "clinic", Of: b.woman}, AskBack{Journey: b.way, Step: "clinic", Of: b.woman}
	b.Refused("referral.no_consent_stands", b.worker, withdraw)
	b.Do(b.worker, b.consent(b.woman, "names", "phone"))
	b.Do(b.worker, b.send(b.woman))
	b.Refused("referral.narrower", b.worker, b.consent(b.woman, "names"))
	b.Refused("referral.nothing_to_ask_back", b.worker, back)
	b.Do(b.worker, Answer{Journey: b.way, Step: "clinic", Of: b.woman, Accepted: true})
	b.Do(b.worker, journey.Split{Household: b.household, Leaving: []id.ID{b.woman}, OwnWord: []id.ID{b.woman}}) // whoever has left may still take it back
	b.Do(b.worker, withdraw)
	if b.state("clinic") == "done" {
		t.Error("what she took back still counts")
	}
	b.saysToGiveItUp()
	if _, err := desk.Ask(b.Context(), b.Desk, b.worker, "task.test", FormOf(b.Scope, b.way, "clinic", b.woman)); err == nil {
		t.Error("her form is still printed")
	}
	if due := officetest.Ask(b.Office, b.worker, ToAskBack(b.Scope)); len(due) != 1 || due[0].Partner != "health_ngo" || !b.row(b.woman).AskBack {
		t.Errorf("nobody is told that the clinic has her file: %+v", due)
	}
	b.Refused("referral.asked_whom", b.worker, back)
	back.Words.Text = "the nurse tore it up"
	b.Do(b.worker, back)
	if due := officetest.Ask(b.Office, b.worker, ToAskBack(b.Scope)); len(due) != 0 {
		t.Errorf("it stays on the list: %+v", due)
	}
	b.Refused("referral.nothing_to_ask_back", b.worker, back)
}

// saysToGiveItUp holds the notice to the clinic about the woman against what it must say, and that nothing more is handed over.
func (b *bureau) saysToGiveItUp() {
	b.Helper()
	n := officetest.Ask(b.Office, b.worker, NoticeOf(b.Scope, b.way, "clinic", b.woman))
	if n.Withdrawn != b.Desk.Today() || n.Handed != b.Desk.Today() || !slices.Equal(n.Fields, []string{"names", "phone"}) || n.Names == "" || n.AskedBack {
		b.Errorf("the notice: %+v", n)
	}
	if _, err := desk.Ask(b.Context(), b.Desk, b.worker, "task.test", NoticeOf(b.Scope, b.way, "clinic", b.man)); !fault.Is(err, fault.NotFound) {
		b.Errorf("there is a notice about somebody who took nothing back: %v", err)
	}
	if _, err := b.Desk.Do(b.Context(), b.worker, b.Scope, id.New(), b.send(b.woman)); err == nil {
		b.Error("more of her is handed over after she took her consent back")
	}
}

func TestWhoConsentsAnewBeginsAnew(t *testing.T) {
	b := open(t)
	b.agree(90, "names")
	b.Do(b.worker, b.consent(b.woman, "names"))
	b.Do(b.worker, b.send(b.woman))
	b.Do(b.worker, Withdraw{Journey: b.way, Step: "clinic", Of: b.woman})
	b.Do(b.worker, b.consent(b.woman, "names"))
	if row := b.row(b.woman); row.State != "" || row.Recalled || row.AskBack {
		t.Errorf("what was taken back counts again: %+v", row)
	}
	b.Do(b.worker, b.send(b.woman))
}

func TestAnAuthorityOfDetentionGetsNothingWithoutAConsentGivenThere(t *testing.T) {
	b := open(t)
	b.Common(b.manager, Agree{Partner: "ministry", Name: "Ministry", Fields: []string{"names"}, Detains: true})
	c := b.consent(b.man, "names")
	c.Step = "release"
	b.Do(b.worker, c)
	send := b.send(b.man)
	send.Step = "release"
	b.Refused("referral.detention", b.worker, send)
	c.InDetention = true
	b.Do(b.worker, c)
	b.Do(b.worker, send)
	b.Common(b.manager, Agree{Partner: "ministry", Name: "Ministry", Fields: []string{"names"}}) // said otherwise later: it stays one
	if !b.sheet("release").Detains {
		t.Error("it is no authority of detention any more")
	}
}

func TestNobodyHandsOverWhatTheyMayNotSee(t *testing.T) {
	b := open(t)
	b.agree(90, "names", "safe_contact")
	b.Do(b.worker, people.SetSafeContact{Person: b.woman, Contact: people.SafeContact{Who: "her sister", How: "visit"}})
	b.Do(b.worker, b.consent(b.woman, "names", "safe_contact"))
	b.Refused("referral.field_not_passed", b.Person(access.Caseworker), b.send(b.woman, "safe_contact"))
	b.Do(b.worker, b.send(b.woman, "safe_contact"))
	got := officetest.Ask(b.Office, b.Person(access.Caseworker), FormOf(b.Scope, b.way, "clinic", b.woman))
	if len(got.Passed) != 1 || got.Passed[0].Guarded != "" || got.Passed[0].Text != "" {
		t.Errorf("a caseworker reads how she may safely be reached: %+v", got.Passed)
	}
}

func TestASubmissionComesUnderAnAgreementAndIsAnsweredByUs(t *testing.T) {
	b := open(t)
	b.way = b.Do(b.worker, journey.Start{Programme: "helped", Pathway: "submission", Subject: b.household}).IDs[0]
	c := Receive{Journey: b.way, Step: "submitted", Reference: "HCR-17", Consents: true, Written: true}
	b.Refused("referral.no_agreement", b.worker, c)
	b.Common(b.manager, Agree{Partner: "unhcr", Name: "UNHCR", Fields: []string{"names"}})
	c.Consents = false
	b.Refused("referral.came_without_consent", b.worker, c)
	c.Consents, c.Reference = true, " "
	b.Refused("referral.reference_missing", b.worker, c)
	c.Reference = "HCR-17"
	b.Do(b.worker, c)
	b.Refused("referral.received_already", b.worker, c)
	b.Refused("referral.is_inbound", b.worker, Send{Journey: b.way, Step: "submitted", Of: b.woman, How: "in_person"})
	b.Do(b.worker, Answer{Journey: b.way, Step: "submitted", Accepted: true})
	if b.state("submitted") != "done" {
		t.Errorf("accepted, it is %s", b.state("submitted"))
	}
}

func TestAComplaintIsReferredInTheWordsOfWhoVoicedIt(t *testing.T) {
	b := open(t)
	b.agree(90, "need")
	worker := b.Person(access.Caseworker)
	voice := b.Do(worker, subjects.Add{Kind: "complaint", Is: subjects.Description{Name: "17"}}).IDs[0]
	b.way = b.Do(worker, journey.Tend{Kind: "complaint", Do: journey.Start{Programme: "helped", Pathway: "voices", Subject: voice}}).IDs[0]
	send := b.send(id.ID{})
	send.Step = "services"
	b.Refused("referral.no_consent", worker, send) // what they say governs services
	c := b.consent(id.ID{}, "need")
	c.Step = "services"
	b.Do(worker, c)
	b.Do(worker, send)
	form := officetest.Ask(b.Office, worker, FormOf(b.Scope, b.way, "services", id.ID{}))
	if len(form.Passed) != 1 || form.Passed[0].Text != "a doctor" {
		t.Errorf("the form says %+v", form)
	}
}

func TestWhatTwoOfficesDidApartTheWithdrawalGoverns(t *testing.T) {
	b := open(t)
	b.agree(90, "names")
	b.Do(b.worker, b.consent(b.woman, "names"))
	b.Do(b.worker, Withdraw{Journey: b.way, Step: "clinic", Of: b.woman})
	b.Do(b.worker, unseen{b.way, b.woman}) // an office that had not heard of it handed her file over
	if row := b.row(b.woman); !row.AskBack || row.InHand || len(officetest.Ask(b.Office, b.worker, ToAskBack(b.Scope))) != 1 {
		t.Errorf("nobody asks for it back: %+v", row)
	}
}

// unseen hands somebody's name over as an office did that had not heard of a withdrawal.
type unseen struct{ way, of id.ID }

func (unseen) Act() access.Act { return access.ReferralSend }

func (c unseen) Decide(tx *desk.Tx) error {
	return tx.Record(sent.DraftFor(c.way, c.of, clock.NoDay, sentResidue{Step: "clinic", Of: c.of, Terms: PartnerID("health_ngo"), Fields: []string{"names"}, How: "in_person"},
		Handed{Passed: map[string]string{"names": "Neema"}}))
}

func TestAStepIsAdvisedOfFieldsThatNobodyCanFill(t *testing.T) {
	p, err := programme.Parse("p.yaml", []byte(`
programme: p
currency: USD
pathways:
  way:
    for: household
    steps:
      - refer: clinic
        partner: health_ngo
        shares: [names, blood_group]
`))
	if err != nil || len(p.Advice()) != 1 || p.Advice()[0].Key != "programme.not_a_share" {
		t.Errorf("%v, %v", err, p.Advice())
	}
}
