// SPDX-License-Identifier: Apache-2.0

package clearance

import (
	"strings"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// flight is a programme that asks for clearances before anything else goes on.
const flight = `
programme: flight
currency: USD
pathways:
  away:
    for: household
    steps:
      - clear: fit_to_travel
        kind: medical
      - clear: permit
        kind: exit_permit
      - check: orientation
        needs: [fit_to_travel, permit]
`

type airport struct {
	*officetest.Office
	mover, nurse, protection access.Actor
	journey                  id.ID
	members                  []id.ID
}

func open(t *testing.T) *airport {
	o := officetest.Open(t, desk.Declarations(), staff.Declarations(), people.Declarations(), journey.Declarations(), Declarations())
	a := &airport{Office: o, mover: o.Person(access.MovementOfficer), protection: o.Person(access.ProtectionOfficer)}
	g := access.NewGrant(access.ProtectionOfficer, o.Scope.Caseload)
	g.Opens = access.SetOf(access.Medical)
	a.nurse = access.Actor{User: id.New(), Grants: []access.Grant{g}}
	a.Common(o.Person(access.ProgrammeManager), journey.Publish{Source: []byte(flight)})
	caseworker := o.Person(access.Caseworker)
	r := a.Do(caseworker, people.Register{Arrived: clock.NoDay, Members: []people.Member{
		{Names: people.Names{Given: "Neema"}, Relation: people.Head, Sex: people.Female}, {Names: people.Names{Given: "Juma"}, Relation: people.Spouse}}})
	a.members = r.IDs[1:]
	a.journey = a.Do(caseworker, journey.Start{Programme: "flight", Pathway: "away", Subject: r.IDs[0]}).IDs[0]
	return a
}

func (a *airport) of(step string, who int, fit bool) State {
	c := State{Journey: a.journey, Step: step, Fit: fit}
	if who >= 0 {
		c.Person = a.members[who]
	}
	return c
}

func (a *airport) step(name string) journey.StepRow {
	for _, s := range officetest.Ask(a.Office, a.mover, journey.WayOf(a.Scope, a.journey)).Ways[0].Steps {
		if s.ID == name {
			return s
		}
	}
	return journey.StepRow{}
}

func TestEveryoneWhoTravelsIsClearedAndTheEarliestEndGoverns(t *testing.T) {
	a := open(t)
	today := a.Desk.Today()
	first := a.of("permit", 0, true)
	first.Until = today + 30
	a.Do(a.mover, first)
	if got := a.step("permit").State; got != "waiting" {
		t.Errorf("one of two is cleared: %s", got)
	}
	second := a.of("permit", 1, true)
	second.Until = today + 10
	a.Do(a.mover, second)
	if s := a.step("permit"); s.State == "blocked" || s.Lapses != today+11 {
		t.Errorf("both are cleared: %s, lapses %v", s.State, s.Lapses)
	}
	a.Days(11)
	if got := a.step("permit").State; got != "lapsed" {
		t.Errorf("past the end of one: %s", got)
	}
	second.Until = a.Desk.Today() + 60
	a.Do(a.mover, second) // it replaces what stood
	if s := a.step("permit"); s.Lapses != today+31 {
		t.Errorf("renewed: lapses %v", s.Lapses)
	}
}

func TestAClearanceHoldsFromItsFirstDay(t *testing.T) {
	a := open(t)
	visa := a.of("permit", -1, true) // of the whole household
	visa.From = a.Desk.Today() + 5
	a.Do(a.mover, visa)
	if got := a.step("permit").State; got == "done" {
		t.Error("it holds before its first day")
	}
	a.Days(5)
	if got := a.step("permit").State; got != "done" {
		t.Errorf("on its first day: %s", got)
	}
	visa.From, visa.Until = a.Desk.Today(), a.Desk.Today()-1
	a.Refused("clearance.ended", a.mover, visa)
}

func TestWhatFollowsAClearanceGovernsFromItsFirstDay(t *testing.T) {
	a := open(t)
	today := a.Desk.Today()
	visa, next := a.of("permit", -1, true), a.of("permit", -1, true)
	visa.Until, next.From, next.Until = today+10, today+8, today+60
	a.Do(a.mover, visa)
	a.Do(a.mover, next) // renewed before it ends: until it begins, the first one holds
	if s := a.step("permit"); s.State == "ready" || s.State == "waiting" || s.Lapses != today+11 {
		t.Errorf("before the renewal begins: %s, lapses %v", s.State, s.Lapses)
	}
	a.Days(11)
	if s := a.step("permit"); s.Lapses != today+61 {
		t.Errorf("once it has begun: %s, lapses %v", s.State, s.Lapses)
	}
}

func TestWhatIsSaidOfOneGovernsBeforeWhatWasSaidOfAll(t *testing.T) {
	a := open(t)
	today := a.Desk.Today()
	all, one := a.of("permit", -1, true), a.of("permit", 1, true)
	all.Until, one.Until = today+10, today+60
	a.Do(a.mover, all)
	a.Do(a.mover, one) // theirs was made out for longer
	if s := a.step("permit"); s.Lapses != today+11 {
		t.Errorf("the other one travels by %v", s.Lapses)
	}
	all.Until = today + 90
	a.Do(a.mover, all)
	if s := a.step("permit"); s.Lapses != today+91 {
		t.Errorf("renewed for all, they travel by %v", s.Lapses)
	}
}

func TestWhoIsBornAfterAClearanceOfAllIsNotClearedByIt(t *testing.T) {
	a := open(t)
	a.Do(a.mover, a.of("permit", -1, true))
	household := officetest.Ask(a.Office, a.mover, journey.WayOf(a.Scope, a.journey)).People.Row.ID
	a.Do(a.Person(access.Caseworker), people.AddMember{Household: household, Member: people.Member{Names: people.Names{Given: "Amani"}, Relation: people.Child}})
	if got := a.step("permit").State; got == "done" {
		t.Error("a newborn travels on the permit of before")
	}
}

func TestWhoJoinsOnTheDayOfAClearanceOfAllIsNotClearedByIt(t *testing.T) {
	a := open(t)
	worker := a.Person(access.Caseworker)
	other := a.Do(worker, people.Register{Arrived: clock.NoDay, Members: []people.Member{
		{Names: people.Names{Given: "Mto"}, Relation: people.Head}, {Names: people.Names{Given: "Zaina"}, Relation: people.Spouse}}})
	a.Do(a.mover, a.of("permit", -1, true))
	household := officetest.Ask(a.Office, a.mover, journey.WayOf(a.Scope, a.journey)).People.Row.ID
	a.Do(worker, journey.Join{Person: other.IDs[1], Household: household, Relation: people.Child, OwnWord: true})
	if got := a.step("permit").State; got == "done" {
		t.Error("who joined an hour later travels on the permit of before")
	}
	a.Do(a.mover, a.of("permit", -1, true))
	if got := a.step("permit").State; got != "done" {
		t.Errorf("said again of all, it is %s", got)
	}
}

func TestNotFitSaysWhyUnlessItIsMedical(t *testing.T) {
	a := open(t)
	no := a.of("permit", 0, false)
	a.Refused("clearance.reason_missing", a.mover, no)
	no.Words.Reason = "a debt to the province"
	a.Do(a.mover, no)
	yes := a.of("permit", -1, true)
	a.Do(a.mover, yes)
	if got := a.step("permit").State; got == "done" {
		t.Error("a permit of all clears one to whom it was refused")
	}
}

func TestOnlyWhoIsLetIntoTheMedicalCompartmentSaysWhoIsReady(t *testing.T) {
	a := open(t)
	c := a.of("fit_to_travel", 0, true)
	a.Refused("clearance.medical_only", a.mover, c)
	a.Refused("clearance.medical_only", a.protection, c)
	a.Do(a.nurse, c)
	a.Do(a.mover, Request{Journey: a.journey, Step: "fit_to_travel", Person: a.members[1]})
	a.Refused("access.not_allowed", a.Person(access.SiteManager), c)
	a.Refused("clearance.of_each", a.nurse, a.of("fit_to_travel", -1, true))
}

func TestOfAMedicalClearanceNothingIsKnownButReadyOrNotAndTravelBy(t *testing.T) {
	a := open(t)
	no := a.of("fit_to_travel", 0, false)
	for _, change := range []func(*State){func(c *State) { c.Words.Reason = "zkanari" }, func(c *State) { c.Words.Document = "zkanari" },
		func(c *State) { c.From = a.Desk.Today() }, func(c *State) { c.Words.Answers = programme.Answers{"clinic": "zkanari"} }} {
		c := no
		change(&c)
		a.Refused("clearance.medical_words", a.nurse, c)
	}
	a.Do(a.nurse, no)
	yes := a.of("fit_to_travel", 1, true)
	yes.Until = a.Desk.Today() + 20
	a.Do(a.nurse, yes)
	a.Days(3)
	no.Fit, no.Until = true, a.Desk.Today()+40
	a.Do(a.nurse, no)

	s := a.step("fit_to_travel")
	if s.State != "done" && s.State != "lapses_soon" || s.Since.Known() || s.Times != 0 || s.Reached != "" {
		t.Errorf("the file tells when, or of how many: %+v", s)
	}
	if s.Lapses != a.Desk.Today()-3+21 {
		t.Errorf("travel by %v", s.Lapses)
	}
	household := officetest.Ask(a.Office, a.mover, journey.WayOf(a.Scope, a.journey)).People.Row.ID
	for _, e := range officetest.Ask(a.Office, a.protection, journey.FileOf(a.Scope, household)).Story {
		if strings.HasPrefix(e.Kind, "clearance.") {
			t.Errorf("the story tells of it: %+v", e)
		}
	}
	sheet := officetest.Ask(a.Office, a.mover, SheetOf(a.Scope, a.journey, "fit_to_travel"))
	for _, row := range sheet.Members {
		if !row.Ready || row.Person == a.members[1] && row.Until != a.Desk.Today()-3+20 {
			t.Errorf("the sheet says %+v", row)
		}
	}
}

func TestNoCalendarAndNoMonthTellsWhenAMedicalClearanceBegan(t *testing.T) {
	_, err := programme.Parse("flight.yaml", []byte(strings.Replace(flight, "      - clear: permit\n", "      - check: rested\n        at: [10d]\n      - clear: permit\n", 1)))
	if err == nil || !strings.Contains(err.Error(), "medical_tells") {
		t.Errorf("a visit counts from a medical clearance: %v", err)
	}
	a := open(t)
	a.Do(a.nurse, a.of("fit_to_travel", 0, true))
	a.Do(a.nurse, a.of("fit_to_travel", 1, true))
	type answer struct {
		Since clock.Day `class:"open"`
	}
	got := officetest.Ask(a.Office, a.mover, desk.Query[answer]{Act: access.ClearanceRequest, Scope: a.Scope, Run: func(r *desk.Reader) (answer, error) {
		k, err := journey.Take(r, a.journey)
		return answer{k.Standing.Step("fit_to_travel").Since}, err
	}})
	if got.Since.Known() {
		t.Errorf("what evaluates a pathway, and sorts a figure by months, knows that it began on %v", got.Since)
	}
}

func TestAProgrammeAsksOfAMedicalClearanceNothingThatTells(t *testing.T) {
	for _, extra := range []string{"        valid: 90d\n", "        form: screening\n"} {
		_, err := programme.Parse("flight.yaml", []byte(strings.Replace(flight, "        kind: medical\n", "        kind: medical\n"+extra, 1)))
		if err == nil || !strings.Contains(err.Error(), "medical_tells") {
			t.Errorf("%q was let by: %v", extra, err)
		}
	}
	if _, err := programme.Parse("flight.yaml", []byte(strings.Replace(flight, "kind: medical", "kind: tuberculosis_clinic", 1))); err == nil {
		t.Error("a kind of clinic was let by")
	}
}

// apart states a clearance as an office did that had not heard of the other one.
type apart struct{ State }

func (c apart) Decide(tx *desk.Tx) error {
	return tx.Record(stated.Draft(c.Journey, clock.NoDay, statedResidue{Step: c.Step, By: c.Person, Fit: c.Fit, From: c.From, Until: c.Until}))
}

func TestWhatTwoOfficesSaidApartTheSafestGoverns(t *testing.T) {
	a := open(t)
	a.Do(a.mover, a.of("permit", -1, true))
	a.Do(a.mover, apart{a.of("permit", -1, false)})
	if got := a.step("permit").State; got == "done" {
		t.Error("fit governs beside not fit")
	}
	a.Do(a.mover, a.of("permit", -1, true)) // by somebody who sees both
	if got := a.step("permit").State; got != "done" {
		t.Errorf("decided, it is %s", got)
	}
	a.Do(a.mover, apart{func() State { c := a.of("permit", -1, true); c.Until = a.Desk.Today() + 3; return c }()})
	if s := a.step("permit"); s.Lapses != a.Desk.Today()+4 {
		t.Errorf("the earliest end does not govern: %v", s.Lapses)
	}
}

func TestAClearanceIsOfThoseWhoBelong(t *testing.T) {
	a := open(t)
	c := a.of("permit", -1, true)
	c.Person = id.New()
	a.Refused("journey.not_a_member", a.mover, c)
	if _, err := a.Desk.Do(a.Context(), a.mover, a.Scope, id.New(), Request{Journey: a.journey, Step: "permit", Person: c.Person}); !fault.Is(err, fault.Blocked) {
		t.Errorf("asked for a stranger: %v", err)
	}
}
