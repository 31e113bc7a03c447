// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"testing"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/staff"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// tale is one household's way, told in order: what is done must be done, what is refused must be refused for its reason.
type tale struct {
	*world
	t                        testing.TB
	scope                    access.Scope
	site, village, elsewhere id.ID
	household, journey       id.ID
	members                  []id.ID
	list, trip, gathering    id.ID
	sheet                    id.ID   // on which the list was signed for
	other, arrivedWay        id.ID   // a second household, where a tale has one, and its journey
	plansOf                  []id.ID // a visit to which the first is asked along, and one that is called off
	roadWay                  id.ID   // the journey of a third, which is on the road
	several                  id.ID   // what a caseworker asked to be done to several, of which nothing is done
	helpWay, distribution    id.ID   // of the first: the way of help, and the list its kit stands on
	documents                []id.ID // of the first: of its people
	photo                    id.ID   // of the second: of its first milestone
	things
	walker
	said saidThings

	narrated toldStory
	lodged   lodging
	awaits   waiting
}

// born is a birth so many years before the day on which tales begin.
func born(years int) people.Born {
	return people.Born{Day: clock.DayOf(began).AddYears(-years), Precision: people.BirthDay}
}

// tell begins a tale of a household with members of these ages: the first is the head, other adults are spouses; -1 is not known.
func tell(t testing.TB, ages ...int) *tale {
	t.Helper()
	return tellIn(t, newWorld(t, nil), ages...)
}

// tellIn begins a tale in a world.
func tellIn(t testing.TB, in *world, ages ...int) *tale {
	t.Helper()
	w := untrusted(t, in, ages...)
	w.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
	return w
}

// untrusted begins a tale of a household in an office to which no money is entrusted yet.
func untrusted(t testing.TB, in *world, ages ...int) *tale {
	t.Helper()
	w := &tale{world: in, t: t}
	w.scope = access.Scope{Caseload: w.common(w.as(access.Administrator), staff.OpenCaseload{Name: "Kalemie"}).IDs[0], Compartment: access.General}
	manager := w.as(access.ProgrammeManager)
	w.site = w.common(manager, places.Add{Kind: places.Site, Name: "Kalonda"}).IDs[0]
	w.village, w.elsewhere = w.open("Kabalo"), w.open("Nyunzu")
	w.register(ages...)
	return w
}

// open opens a village that is safe, with two plots.
func (w *tale) open(name string) id.ID {
	w.t.Helper()
	v := w.ungranted(name)
	w.grant(v, 1, 2, w.scope.Caseload)
	return v
}

// ungranted opens a village that is safe, with plots that nobody may promise yet.
func (w *tale) ungranted(name string) id.ID {
	w.t.Helper()
	manager := w.as(access.ProgrammeManager)
	v := w.common(manager, places.Add{Kind: places.Village, Name: name}).IDs[0]
	w.common(manager, places.OfferRoom{Place: v, Room: places.Room{Kind: "plot", Units: 3}})
	w.hear(v, "market_women", "chief_of_the_twa")
	w.safe(v, true)
	return v
}

// grant gives a caseload custody of plots, on this node.
func (w *tale) grant(v id.ID, from, to int, caseload id.ID) {
	w.t.Helper()
	w.common(w.as(access.ProgrammeManager), capacity.GrantCustody{Place: v, Kind: "plot", From: from, To: to, Caseload: caseload})
}

func (w *tale) hear(v id.ID, sources ...string) {
	w.t.Helper()
	for _, source := range sources {
		w.common(w.as(access.ProtectionOfficer), places.ReportSafety{Place: v, Report: places.Report{Source: source, Kind: "community",
			Day: w.desk.Today(), Safe: true, Women: true, Minority: true}})
	}
}

func (w *tale) safe(v id.ID, safe bool) {
	w.t.Helper()
	w.common(w.as(access.ProtectionOfficer), places.DecideSafety{Place: v, Safe: safe, Reason: "what was heard"})
}

func (w *tale) register(ages ...int) {
	w.t.Helper()
	var members []people.Member
	for i, age := range ages {
		m := people.Member{Relation: people.Child}
		switch {
		case i == 0 && age >= 18:
			m.Relation = people.Head
		case age >= 18:
			m.Relation = people.Spouse
		}
		if age >= 0 {
			m.Born = born(age)
		}
		members = append(members, m)
	}
	w.admit(members...)
}

// admit registers a household of these members, and begins its way.
func (w *tale) admit(members ...people.Member) {
	w.t.Helper()
	ids := w.ok(people.Register{Site: w.site, Arrived: clock.NoDay, Members: members}).IDs
	w.household, w.members = ids[0], ids[1:]
	w.journey = w.ok(journey.Start{Programme: tanganyika, Pathway: "solution", Subject: w.household}).IDs[0]
}

func (w *tale) common(by access.Actor, c desk.Command) desk.Receipt {
	w.t.Helper()
	r, err := w.do(by, access.Commons, id.New(), c)
	must(w.t, err)
	return r
}

// ok has the first who may do a command do it, and it must be done.
func (w *tale) ok(c desk.Command) desk.Receipt {
	w.t.Helper()
	return w.by(w.may[c.Act()][0], c)
}

func (w *tale) by(by access.Actor, c desk.Command) desk.Receipt {
	w.t.Helper()
	r, err := w.do(by, w.scope, id.New(), c)
	if err != nil {
		w.t.Fatalf("%T: %v", c, err)
	}
	return r
}

// no demands that a command is refused for a reason.
func (w *tale) no(key string, c desk.Command) {
	w.t.Helper()
	w.notBy(w.may[c.Act()][0], key, c)
}

func (w *tale) notBy(by access.Actor, key string, c desk.Command) {
	w.t.Helper()
	if _, err := w.do(by, w.scope, id.New(), c); err == nil || fault.KeyOf(err) != key {
		w.t.Fatalf("%T: %v, want %s", c, err, key)
	}
}

func (w *tale) days(n int) { w.clock.Set(w.clock.Now().AddDate(0, 0, n)) }

func (w *tale) told(v id.ID) choice.Tell {
	return choice.Tell{Journey: w.journey, Step: "village_profile", Place: v, Language: "sw", Source: "profile", Answers: profileTold}
}

func (w *tale) answer(person int, option string, v id.ID) choice.Answer {
	return choice.Answer{Journey: w.journey, Step: "solution", Person: w.members[person], Option: option, Place: v, Private: true}
}

// chosen tells of the village and has these members choose it.
func (w *tale) chosen(persons ...int) {
	w.t.Helper()
	w.ok(w.told(w.village))
	for _, p := range persons {
		w.ok(w.answer(p, "return", w.village))
	}
}

func (w *tale) checks(checks ...string) capacity.Check {
	return capacity.Check{Journey: w.journey, Step: "plot", Place: w.village, Unit: 1, Good: true, Names: w.members, Checks: checks}
}

func (w *tale) promise(unit int) capacity.Promise {
	return capacity.Promise{Journey: w.journey, Step: "plot", Place: w.village, Unit: unit}
}

// settled has a plot checked and promised, and the first member collect the money.
func (w *tale) settled() {
	w.t.Helper()
	for unit := range 3 { // the first may be another's
		c := w.checks("occupants", "customary_authority", "state_authority", "attestation")
		c.Unit = unit + 1
		w.ok(c)
	}
	w.ok(w.promise(0))
	w.ok(people.ChooseCollector{Household: w.household, Private: true, Collector: people.Collector{Person: w.members[0]}})
}

func (w *tale) prepare(step string) payment.Prepare {
	return payment.Prepare{Programme: tanganyika, Grant: "echo_tanganyika", Steps: []string{step}, Journeys: []id.ID{w.journey}}
}

func (w *tale) approve() payment.Approve {
	w.t.Helper()
	seen, err := desk.Ask(w.t.Context(), w.desk, w.as(access.Approver), "task.approve", payment.ListToApprove(w.scope, w.list))
	must(w.t, err)
	return payment.Approve{List: w.list, Digest: seen.Now.Digest}
}

func (w *tale) deliver(step string) payment.Deliver {
	w.t.Helper()
	w.assessed()
	return payment.Deliver{Journey: w.journey, Step: step, To: w.members[0], Reference: "M-1", Sheet: w.kept()}
}

// kept is a sheet of the list before the first who may pay; none of a list that cannot be paid.
func (w *tale) kept() id.ID {
	w.t.Helper()
	c := keeps(w.list)
	r, err := w.do(w.may[c.Act()][0], w.scope, id.New(), c)
	if err != nil {
		return id.ID{}
	}
	return r.IDs[0]
}

// assessed plans that the list is paid at the site today, and has somebody who pays nothing look at the risks there, where nobody has.
func (w *tale) assessed() {
	w.t.Helper()
	plan := payment.PlanPaying{List: w.list, Place: w.site, Day: clock.NoDay}
	if _, err := w.do(w.may[plan.Act()][0], w.scope, id.New(), plan); err != nil {
		return // a list that is over, or in other hands
	}
	if s, err := desk.Ask(w.t.Context(), w.desk, w.as(access.ProtectionOfficer), "task.pay", payment.SiteOn(access.PaymentAssess, w.scope, w.site, w.desk.Today())); err != nil || s.Outcome == payment.NotAssessed {
		w.ok(assessment(w.site, payment.Go))
	}
}

// assessment is one of a place today, in which no risk was found.
func assessment(of id.ID, says payment.Outcome) payment.AssessSite {
	c := payment.AssessSite{Place: of, From: clock.NoDay, Until: clock.NoDay, Outcome: says, Words: "armed men"}
	for _, r := range payment.Risks {
		c.Findings = append(c.Findings, payment.Finding{Risk: r})
	}
	return c
}

// paid walks an amount from the list to the hand.
func (w *tale) paid(step string) {
	w.t.Helper()
	w.list = w.ok(w.prepare(step)).IDs[0]
	w.ok(w.approve())
	w.ok(w.deliver(step))
}

func (w *tale) again(person int, yes bool) movement.AskAgain {
	return movement.AskAgain{Journey: w.journey, Step: "departure", Person: w.members[person], Willing: yes, Private: true}
}

// plan plans a convoy of one truck.
func (w *tale) plan(seats, laps int) {
	w.t.Helper()
	w.trip = w.ok(movement.Plan{Origin: w.site, Destination: w.village, Leaves: w.desk.Today(),
		Loads: []movement.Vehicle{{Number: 1, Kind: "truck", Seats: seats, Laps: laps}}}).IDs[0]
}

func (w *tale) load(persons ...id.ID) movement.Load {
	return movement.Load{Journey: w.journey, Step: "departure", Trip: w.trip, Load: 1, Persons: persons}
}

func (w *tale) board() movement.Board {
	return movement.Board{Trip: w.trip, Journey: w.journey, Step: "departure"}
}

func (w *tale) own() movement.LeaveByOwnMeans {
	return movement.LeaveByOwnMeans{Journey: w.journey, Step: "departure"}
}

// built reports a milestone and has it passed.
func (w *tale) built(step string) {
	w.t.Helper()
	w.by(w.as(access.SiteManager), works.Report{Journey: w.journey, Step: step})
	w.by(w.as(access.Inspector), works.Inspect{Journey: w.journey, Step: step, Passed: true, Seen: works.Seen{Answers: houseSeen}})
}

func (w *tale) withdraw(person int) choice.Withdraw {
	return choice.Withdraw{Journey: w.journey, Step: "solution", Person: w.members[person]}
}
