// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"maps"
	"slices"
	"time"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// script is the way home, deed by deed: what a household is walked on by. Each deed may be refused, and is tried again when the family
// comes around.
var script = []func(*sequence, *family){
	(*sequence).tellAll, (*sequence).answerAll, (*sequence).check, (*sequence).promise, (*sequence).collector, (*sequence).prepareFirst,
	(*sequence).approve, (*sequence).sendList, (*sequence).deliverFirst, (*sequence).permitOf, (*sequence).askAll, (*sequence).load, (*sequence).freeze,
	(*sequence).board, (*sequence).leave, (*sequence).arrive,
	build("foundation"), (*sequence).helpToBuild, build("walls"), pay("second_tranche"), build("roof"),
	pay("third_tranche"), (*sequence).followUp, (*sequence).closeAll,
}

// Where in the script the family is put on a load, and leaves.
const (
	loads  = 11
	leaves = 14
)

// advance does a family's next deed: mostly of the first, so that one gets far.
func (s *sequence) advance() { s.walk(s.families[s.pick(4, "family")%min(2, len(s.families))]) }

func (s *sequence) walk(f *family) {
	script[f.next](s, f)
	f.next++
	if f.next == len(script) || f.next == leaves+1 && !s.audit.way(f.journey).left {
		f.next = 0
	}
}

func (s *sequence) tellAll(f *family) {
	if !s.safeLately(f.goal) && !s.chance(5, "left unsafe") {
		s.declareSafe(f.goal)
	}
	s.try(choice.Tell{Journey: f.journey, Step: "village_profile", Place: s.village(f), Language: "sw", Source: "profile",
		Answers: s.filled(profileTold, "understood")})
}

func (s *sequence) answerAll(f *family) {
	adults := s.audit.adults(f.household, s.today())
	option := "return"
	place := f.goal
	if f.stay {
		option, place = stay, id.ID{}
	}
	for _, a := range adults {
		s.try(choice.Answer{Journey: f.journey, Step: "solution", Person: a, Option: option, Place: place, Private: true})
	}
	if len(adults) == 0 {
		s.bestInterests(f)
	}
	s.decideFor(f)
}

func (s *sequence) bestInterests(f *family) { s.try(s.decision(f)) }

// decision is one of the child-protection authority, now and then without what it must say.
func (s *sequence) decision(f *family) choice.BestInterests {
	c := choice.BestInterests{Journey: f.journey, Step: "solution", Option: "return", Place: s.village(f),
		Authority: "child protection", Words: choice.Words{Text: "an aunt lives there", Officer: "Mwamba"}, Day: s.today()}
	switch s.pick(16, "what it leaves out") {
	case 0:
		c.Authority = "" // a guardian alone
	case 1:
		c.Words.Officer = ""
	case 2:
		c.Day = clock.NoDay
	}
	switch s.pick(6, "who stands in beside the authority") {
	case 0, 1:
		c.Guardian = s.someone(f)
	case 2:
		c.Guardian = s.someone(s.family())
	}
	return c
}

func (s *sequence) check(f *family) {
	c := capacity.Check{Journey: f.journey, Step: "plot", Place: f.goal, Unit: 1 + s.pick(3, "unit"), Good: !s.chance(8, "something stands against it"),
		Names: s.heads(f), Checks: []string{"occupants", "customary_authority", "state_authority", "attestation"}}
	if !c.Good {
		c.Checks, c.Words.Text = c.Checks[s.pick(3, "check"):][:1], "a family lives there"
	}
	s.try(c)
	if c.Good && s.chance(4, "others look at the same plot") {
		against := c
		against.Journey, against.Good, against.Checks, against.Words.Text = s.family().journey, false, c.Checks[:1], "it is lived on"
		s.try(against)
	}
}

func (s *sequence) promise(f *family) {
	if len(s.audit.way(f.journey).rooms) > 0 {
		coverage.add("tries to promise twice")
	}
	s.try(capacity.Promise{Journey: f.journey, Step: "plot", Place: s.village(f), Unit: []int{0, 0, 1, 2, 3, 4}[s.pick(6, "unit")]})
}

func (s *sequence) collector(f *family) {
	adults := s.audit.adults(f.household, s.today())
	if len(adults) == 0 {
		adults = append(adults, s.someone(f))
	}
	s.try(people.ChooseCollector{Household: f.household, Private: true,
		Collector: people.Collector{Person: adults[s.pick(len(adults), "collector")], Alternate: adults[0]}})
}

func (s *sequence) prepareFirst(f *family) { s.prepare(f, "first_tranche") }

func (s *sequence) prepare(f *family, step string) {
	c := payment.Prepare{Programme: tanganyika, Grant: "echo_tanganyika", Steps: []string{step}, Journeys: []id.ID{f.journey},
		SkipHeld: s.chance(2, "skip")}
	for _, other := range s.families {
		if s.chance(3, "with others") {
			c.Journeys = append(c.Journeys, other.journey)
		}
	}
	if r, ok := s.try(c); ok && len(r.IDs) > 0 {
		s.lists = append(s.lists, r.IDs[0])
	}
}

// listOf is the list that a family's payment stands on; any list where it stands on none.
func (s *sequence) listOf(f *family) id.ID {
	for _, step := range []string{"first_tranche", "second_tranche", "third_tranche", helpLabour} {
		if m := s.audit.way(f.journey).money[step]; m != nil && m.state == "listed" {
			return m.list
		}
	}
	if len(s.lists) == 0 {
		return id.New()
	}
	return s.lists[s.pick(len(s.lists), "list")]
}

func (s *sequence) approve(f *family) {
	of := s.listOf(f)
	seen, err := desk.Ask(context.Background(), s.desk, s.as(access.Approver), "task.approve", payment.ListToApprove(s.scope, of))
	digest := seen.Now.Digest
	if err != nil || s.chance(20, "another digest") {
		digest[0]++
	}
	s.try(payment.Approve{List: of, Digest: digest})
}

// stopAndLift stops a family's payment; whatever is listed then, its payment is not, before somebody lifts the stop.
func (s *sequence) stopAndLift(f *family) {
	s.try(payment.Stop{Journey: f.journey, Step: "first_tranche", Reason: "a double"})
	s.prepareFirst(f)
	if s.chance(4, "not lifted") {
		return
	}
	s.try(payment.Lift{Journey: f.journey, Step: "first_tranche", Reason: "two cousins of one name"})
	s.prepareFirst(f)
	s.approve(f)
}

func (s *sequence) sendList(f *family) {
	if s.chance(12, "a double?") {
		s.stopAndLift(f)
	}
	if s.chance(2, "through a provider") {
		s.try(payment.Send{List: s.listOf(f)})
	}
}

func (s *sequence) deliverFirst(f *family) {
	if s.chance(4, "somebody is ill") {
		s.collector(f)
		s.try(payment.ConfirmCollector{Journey: f.journey, Step: "first_tranche"})
	}
	s.deliver(f, "first_tranche")
}

func (s *sequence) deliver(f *family, step string) {
	to := s.audit.homes[f.household].collector
	if s.chance(10, "to another") {
		to = s.someone(f)
	}
	if m := s.audit.way(f.journey).money[step]; m != nil && m.state == "delivered" {
		coverage.add("tries to pay twice")
	}
	s.stoppedAt = time.Time{}
	s.cashDay(f, step)
	s.payOut(f, payment.Deliver{Journey: f.journey, Step: step, To: to, Reference: "M-" + id.New().String()[:6]})
}

func (s *sequence) askAll(f *family) {
	for _, a := range s.audit.adults(f.household, s.today()) {
		s.try(movement.AskAgain{Journey: f.journey, Step: "departure", Person: a, Willing: true, Private: true})
	}
}

func (s *sequence) planTrip(v id.ID) (id.ID, bool) {
	c := movement.Plan{Origin: s.site, Destination: v, Leaves: s.today() + 2, Loads: []movement.Vehicle{
		{Number: 1, Kind: "truck", Seats: 3 + s.pick(4, "seats"), Laps: s.pick(3, "laps")}, {Number: 2, Kind: "bus", Seats: 3, Laps: 1}}}
	if s.chance(6, "by the north") {
		c.Route = "north"
	}
	r, ok := s.try(c)
	if !ok {
		return id.New(), false
	}
	s.trips = append(s.trips, r.IDs[0])
	return r.IDs[0], true
}

func (s *sequence) load(f *family) {
	if f.own {
		return
	}
	of, _ := s.tripTo(f.goal)
	s.try(movement.Load{Journey: f.journey, Step: "departure", Trip: of, Load: 1 + s.pick(2, "load")})
}

func (s *sequence) freeze(f *family) {
	if of, ok := s.trip(f); ok {
		s.try(movement.Freeze{Trip: of})
	}
}

// trip is the trip on which a family stands.
func (s *sequence) trip(f *family) (id.ID, bool) {
	for _, p := range s.audit.members(f.household) {
		if at := s.audit.way(f.journey).seat(p); !at.trip.IsZero() {
			return at.trip, true
		}
	}
	if len(s.trips) == 0 {
		return id.ID{}, false
	}
	return s.trips[len(s.trips)-1], true
}

func (s *sequence) board(f *family) {
	if of, ok := s.trip(f); ok && !f.own {
		s.try(movement.Board{Trip: of, Journey: f.journey, Step: "departure"})
	}
}

func (s *sequence) leave(f *family) {
	if f.own {
		if s.chance(2, "one by one") {
			s.leaveOneByOne(f)
		}
		if _, left := s.try(movement.LeaveByOwnMeans{Journey: f.journey, Step: "departure"}); left && s.chance(2, "one turns back") {
			s.oneTurnsBack(f)
		}
		if s.chance(6, "shots on the way") {
			s.try(places.DecideSafety{Place: f.goal, Reason: "shots on the way"})
			s.lookForThem()
		}
		return
	}
	of, ok := s.trip(f)
	if !ok {
		return
	}
	for _, other := range s.families {
		if slices.ContainsFunc(s.audit.way(other.journey).anySeat(), func(at seat) bool { return at.trip == of && at.state == "loaded" }) {
			s.try(movement.NoShow{Trip: of, Journey: other.journey, Step: "departure"})
		}
	}
	s.try(movement.Depart{Trip: of})
}

// leaveOneByOne has each adult leave on a day of their own, by the word of each, the first with all who are no adult; now and then the last stays.
func (s *sequence) leaveOneByOne(f *family) {
	adults := s.audit.adults(f.household, s.today())
	if len(adults) < 2 {
		return
	}
	first := slices.DeleteFunc(s.audit.members(f.household), func(p id.ID) bool {
		return slices.Contains(adults[1:], p) || gone(s.audit.way(f.journey).seat(p).state)
	})
	c := movement.LeaveByOwnMeans{Journey: f.journey, Step: "departure", OwnWord: adults}
	for _, c.Persons = range append([][]id.ID{first}, apiece(adults[1:])...) {
		if s.chance(12, "they stay") {
			return
		}
		s.try(c)
	}
}

// apiece makes a group of each.
func apiece(of []id.ID) (groups [][]id.ID) {
	for i := range of {
		groups = append(groups, of[i:i+1])
	}
	return groups
}

func (s *sequence) arrive(f *family) {
	if of, ok := s.trip(f); ok && s.chance(2, "the convoy") {
		s.try(movement.Arrive{Trip: of})
	}
	s.try(movement.ConfirmArrival{Journey: f.journey, Step: "departure"})
}

// build reports a milestone and has it inspected.
func build(step string) func(*sequence, *family) {
	return func(s *sequence, f *family) {
		s.try(works.Report{Journey: f.journey, Step: step})
		c := works.Inspect{Journey: f.journey, Step: step, Passed: !s.chance(6, "fails"), Seen: works.Seen{Answers: s.seenAt()}}
		if !c.Passed {
			c.Defects = []string{"corner_cracked"}
		}
		s.try(c)
	}
}

// pay walks a later tranche from the list to the hand.
func pay(step string) func(*sequence, *family) {
	return func(s *sequence, f *family) {
		s.prepare(f, step)
		s.approve(f)
		s.deliver(f, step)
	}
}

func (s *sequence) followUp(f *family) {
	s.days(31 + 30*s.pick(12, "months"))
	for range 4 {
		s.try(journey.FollowUp{Journey: f.journey, Step: "settled", Words: journey.Words{Answers: visitMade}})
	}
}

func (s *sequence) closeAll(f *family) {
	s.try(journey.Close{Journey: f.journey, Step: "solution_reached", Reason: "returned",
		Agree: s.audit.adults(f.household, s.today())})
}

// disturbances are what comes between: each is as likely as the number beside it says.
var disturbances = []struct {
	weight int
	do     func(*sequence)
}{
	{3, (*sequence).changeMind}, {3, (*sequence).withdraw}, {2, (*sequence).unwilling}, {3, (*sequence).birth}, {2, (*sequence).death},
	{3, (*sequence).split}, {6, (*sequence).splitOnTheRoad}, {4, (*sequence).join}, {2, (*sequence).merge}, {4, (*sequence).undoMerge}, {6, (*sequence).undoArrival}, {3, (*sequence).unsafe}, {3, (*sequence).safeAgain},
	{4, (*sequence).pass}, {1, (*sequence).clockBack}, {4, (*sequence).again}, {3, (*sequence).atOnce}, {2, (*sequence).apart},
	{2, (*sequence).unload}, {2, (*sequence).turnBack}, {4, (*sequence).lookForThem}, {1, (*sequence).cancel}, {2, (*sequence).release}, {2, (*sequence).stopOrReturn},
	{2, (*sequence).holdPayment}, {5, (*sequence).letGo}, {3, (*sequence).reject}, {2, (*sequence).reconcile}, {1, (*sequence).moveSite},
	{2, (*sequence).outOfOrder}, {1, (*sequence).custody}, {1, (*sequence).disagree}, {1, (*sequence).wantToStay}, {1, (*sequence).newcomers},
	{4, (*sequence).follow}, {32, (*sequence).inTheYard}, {8, (*sequence).goods}, {4, (*sequence).permits}, {6, (*sequence).refer}, {3, (*sequence).separate},
	{4, (*sequence).someAskForHelp},
}

// inTheYard disturbs a family that stands on a load, in the hour in which most can go wrong.
func (s *sequence) inTheYard() {
	for _, f := range s.families {
		if !slices.ContainsFunc(s.audit.way(f.journey).anySeat(), func(at seat) bool { return at.state == "loaded" || at.state == "boarded" }) {
			continue
		}
		adults := s.audit.adults(f.household, s.today())
		if len(adults) == 0 {
			return
		}
		who := adults[s.pick(len(adults), "who")]
		switch s.pick(10, "in the yard") {
		case 0:
			s.try(movement.AskAgain{Journey: f.journey, Step: "departure", Person: who, Private: true})
		case 1:
			s.try(choice.Withdraw{Journey: f.journey, Step: "solution", Person: who})
		case 2:
			s.try(people.Birth{Household: f.household, BornTo: who})
		case 3:
			s.try(places.DecideSafety{Place: f.goal, Reason: "shots were heard"})
		case 4:
			s.try(people.RecordDeath{Person: who})
		default:
			if len(adults) > 1 {
				s.goApart(f, adults)
			}
		}
		return
	}
	s.apart()
}

// goApart lets a family part by the word of each adult: one goes, and who is left comes later.
func (s *sequence) goApart(f *family, adults []id.ID) {
	of, _ := s.trip(f)
	s.try(movement.Unload{Journey: f.journey, Step: "departure"})
	s.try(movement.Load{Journey: f.journey, Step: "departure", Trip: of, Load: 1, Persons: adults[:1], OwnWord: adults})
	s.try(movement.Board{Trip: of, Journey: f.journey, Step: "departure"})
	s.leave(f)
	if s.chance(2, "who is left goes as they can") {
		s.leaveOneByOne(f)
	}
}

// disturb does one of them.
func (s *sequence) disturb() {
	total := 0
	for _, d := range disturbances {
		total += d.weight
	}
	n := s.pick(total, "disturbance")
	for _, d := range disturbances {
		if n -= d.weight; n < 0 {
			d.do(s)
			return
		}
	}
}

// follow has somebody join a household that has left, and go after it.
func (s *sequence) follow() {
	for _, f := range s.families {
		if len(s.audit.way(f.journey).asOne) == 0 {
			continue
		}
		if s.chance(3, "a child alone") {
			s.followAlone(f)
			return
		}
		r, came := s.try(people.AddMember{Household: f.household, Member: s.member([]int{40, 30, 17, -1}, people.Carer)})
		if !came {
			return
		}
		who := r.IDs[0]
		s.tellAll(f)
		s.try(choice.Answer{Journey: f.journey, Step: "solution", Person: who, Option: "return", Place: f.goal, Private: true})
		s.try(movement.AskAgain{Journey: f.journey, Step: "departure", Person: who, Willing: true, Private: true})
		if s.chance(2, "by their own means") {
			s.try(movement.LeaveByOwnMeans{Journey: f.journey, Step: "departure"})
			return
		}
		of, _ := s.tripTo(f.goal)
		s.try(movement.Load{Journey: f.journey, Step: "departure", Trip: of, Load: 1})
		s.try(movement.Board{Trip: of, Journey: f.journey, Step: "departure"})
		s.try(movement.Depart{Trip: of})
		return
	}
}

func (s *sequence) newcomers() {
	if len(s.families) < 4 {
		s.register()
	}
}

func (s *sequence) changeMind() {
	f := s.family()
	s.try(choice.Answer{Journey: f.journey, Step: "solution", Person: s.someone(f), Option: []string{"return", "relocate", stay}[s.pick(3, "option")],
		Place: s.villages[s.pick(2, "village")], Private: !s.chance(20, "in public"), Day: s.backdated()})
}

// backdated is mostly today, now and then a day before: somebody writes down late what they heard.
func (s *sequence) backdated() clock.Day {
	if s.chance(6, "written down late") {
		return s.today() - clock.Day(s.pick(100, "days ago"))
	}
	return clock.NoDay
}

func (s *sequence) disagree() {
	f := s.family()
	f.goal = s.villages[s.pick(2, "village")]
	s.tellAll(f)
	s.try(choice.Answer{Journey: f.journey, Step: "solution", Person: s.someone(f), Option: "relocate", Place: f.goal, Private: true})
}

func (s *sequence) wantToStay() {
	f := s.family()
	f.stay = !f.stay
	s.answerAll(f)
	s.try(journey.Ask{Journey: f.journey, Step: "stay_plan", Words: journey.Words{Answers: s.filled(planToStay, "where")}})
}

func (s *sequence) withdraw() {
	f := s.family()
	s.try(choice.Withdraw{Journey: f.journey, Step: "solution", Person: s.someone(f), Day: s.backdated()})
}

// notAboard says that a family was not on one of the trips on which two offices have them.
func (s *sequence) notAboard(f *family, w *way) {
	for _, trips := range w.aboard {
		if len(trips) > 1 {
			for of := range trips {
				s.try(movement.NotAboard{Trip: of, Journey: f.journey, Step: "departure", Reason: "the list was wrong"})
				return
			}
		}
	}
}

func (s *sequence) unwilling() {
	f := s.family()
	s.try(movement.AskAgain{Journey: f.journey, Step: "departure", Person: s.someone(f), Private: true, Day: s.backdated()})
}

func (s *sequence) birth() {
	f := s.family()
	m := s.member([]int{0, 0, 0, 40, 17, -1}, people.Child)
	s.try(people.AddMember{Household: f.household, Member: m})
}

func (s *sequence) death() { s.try(people.RecordDeath{Person: s.someone(s.family())}) }

func (s *sequence) split() {
	f := s.family()
	s.splitOff(f, s.someone(f))
}

// splitOff lets somebody leave a family.
func (s *sequence) splitOff(f *family, who id.ID) {
	c := journey.Split{Household: f.household, Leaving: []id.ID{who}}
	if s.chance(2, "with a child") {
		if other := s.someone(f); other != c.Leaving[0] {
			c.Leaving = append(c.Leaving, other)
		}
	}
	if !s.chance(8, "without their word") {
		c.OwnWord = c.Leaving
	}
	r, ok := s.try(c)
	if !ok || len(s.families) > 5 {
		return
	}
	s.families = append(s.families, &family{household: r.IDs[0], journey: r.IDs[1], goal: f.goal, own: f.own})
}

// splitOnTheRoad lets somebody leave the household they travel with, by their word alone.
func (s *sequence) splitOnTheRoad() {
	for _, f := range s.families {
		adults := s.audit.adults(f.household, s.today())
		if len(adults) > 0 && s.audit.way(f.journey).whole.state == "departed" {
			if to := s.families[0]; to != f { // nobody moves house while they are on the road
				s.try(journey.Join{Person: adults[0], Household: to.household, Relation: people.Child, OwnWord: true})
			}
			r, left := s.try(journey.Split{Household: f.household, Leaving: adults[:1], OwnWord: adults[:1]})
			if left && !s.chance(4, "they go on") {
				s.turnBackAndJoin(f, r.IDs[1], adults[0])
			}
		}
	}
}

// oneTurnsBack has an adult leave a household that is on the road, turn back, and live with it again.
func (s *sequence) oneTurnsBack(f *family) {
	adults := s.audit.adults(f.household, s.today())
	if len(adults) < 2 {
		return
	}
	if r, left := s.try(journey.Split{Household: f.household, Leaving: adults[1:2], OwnWord: adults[1:2]}); left {
		s.turnBackAndJoin(f, r.IDs[1], adults[1])
	}
}

// turnBackAndJoin has somebody who left the household on the road turn back, and live with it again once it has arrived.
func (s *sequence) turnBackAndJoin(f *family, way, who id.ID) {
	s.try(movement.LookFor{Journey: way, Step: "departure", Outcome: movement.CameBack})
	if !s.chance(5, "the others are still on the road") {
		s.arrive(f)
	}
	s.try(journey.Join{Person: who, Household: f.household, Relation: people.Child, OwnWord: true})
}

func (s *sequence) join() {
	f, to := s.family(), s.family()
	s.try(journey.Join{Person: s.someone(f), Household: to.household, Relation: people.Child, OwnWord: !s.chance(8, "without their word")})
}

func (s *sequence) merge() {
	f, other := s.family(), s.family()
	pair := people.Merge{Kept: s.someone(f), Gone: s.someone(other)}
	s.try(journey.Merge{Household: f.household, Other: other.household, Same: []people.Merge{pair}})
}

// undoMerge takes back the first merge there is, mostly where the record that stayed lives.
func (s *sequence) undoMerge() {
	for _, gone := range slices.SortedFunc(maps.Keys(s.audit.persons), id.ID.Compare) {
		kept := s.audit.into(s.audit.persons[gone])
		if kept.IsZero() {
			continue
		}
		home := s.family().household
		if of := s.audit.persons[kept]; of != nil && len(s.audit.standing(of)) > 0 && !s.chance(6, "of another household") {
			home = s.audit.standing(of)[0].home
		}
		why := "they came together to say so"
		if s.chance(8, "without a reason") {
			why = ""
		}
		s.try(journey.UndoMerge{Household: home, Apart: []people.UndoMerge{{Kept: kept, Gone: gone}}, Why: why})
		return
	}
	s.merge()
}

// undoArrival says that a family, or a trip, did not arrive after all; mostly somebody sees them there later.
func (s *sequence) undoArrival() {
	for _, f := range s.families {
		if !slices.ContainsFunc(s.audit.way(f.journey).anySeat(), func(at seat) bool { return at.state == "arrived" }) {
			continue
		}
		of, _ := s.trip(f)
		reason := "another family was ticked"
		if s.chance(8, "without a reason") {
			reason = ""
		}
		if s.chance(2, "the whole trip") {
			s.try(movement.TakeBackTripArrival{Trip: of, Reason: reason})
		} else {
			s.try(movement.TakeBackArrival{Journey: f.journey, Step: "departure", Reason: reason})
		}
		return
	}
}

func (s *sequence) unsafe() {
	v := s.villages[s.pick(2, "village")]
	c := places.DecideSafety{Place: v, Reason: "an attack on the road"}
	if s.chance(4, "by one route") {
		c.Route = "north"
	}
	s.try(c)
}

func (s *sequence) safeAgain() {
	v := s.villages[s.pick(2, "village")]
	for _, source := range []string{"market_women", "chief_of_the_twa"} {
		if !s.chance(8, "one source only") {
			s.try(places.ReportSafety{Place: v, Report: places.Report{Source: source, Kind: "community", Day: s.today() - clock.Day(5*s.pick(8, "old")),
				Safe: !s.chance(8, "not safe"), Women: true, Minority: true}})
		}
	}
	if s.chance(8, "another voice") {
		s.try(places.ReportSafety{Place: v, Report: places.Report{Source: "driver", Kind: "partner", Day: s.today()}})
	}
	s.try(places.DecideSafety{Place: v, Safe: true, Reason: "heard again", Contrary: []string{"", "the bridge is mended"}[s.pick(2, "answered")]})
	s.try(places.DecideSafety{Place: v, Safe: true, Route: "north", Reason: "heard again"})
}

func (s *sequence) pass() { s.days([]int{1, 1, 2, 5, 20, 31, 61, 91}[s.pick(8, "days")]) }

// clockBack sets the clock back a year; it goes right again before long.
func (s *sequence) clockBack() {
	coverage.add("clocks set back a year")
	was := s.clock.Now()
	s.clock.Set(was.AddDate(-1, 0, 0))
	for range 1 + s.pick(3, "while") {
		s.advance()
	}
	s.clock.Set(was)
}

// again sends a command once more, as it was, or another under its id.
func (s *sequence) again() {
	if len(s.sent) == 0 {
		return
	}
	c := s.sent[s.pick(len(s.sent), "which")]
	if s.chance(6, "another under its id") {
		c.command = people.MoveSite{Household: s.families[0].household, Site: s.site, Day: s.today()}
		if r, ok := s.send(c); ok && c.done && !r.Again && c.scope == s.scope {
			s.t.Fatalf("another command was done under the id of one that was done")
		}
		return
	}
	r, ok := s.send(c)
	if ok && c.done && !r.Again {
		s.t.Fatalf("%T was done twice", c.command)
	}
	if ok && r.Again {
		coverage.add("commands that came twice")
	}
}

// atOnce has several people want the same at the same moment.
func (s *sequence) atOnce() {
	f, g := s.family(), s.family()
	switch s.pick(5, "at once") {
	case 0:
		s.burst(capacity.Promise{Journey: f.journey, Step: "plot", Place: f.goal, Unit: 1},
			capacity.Promise{Journey: g.journey, Step: "plot", Place: f.goal, Unit: 1}, capacity.Promise{Journey: f.journey, Step: "plot", Place: f.goal})
	case 1:
		c := payment.Prepare{Programme: tanganyika, Grant: "echo_tanganyika", Steps: []string{"first_tranche"}, Journeys: []id.ID{f.journey}}
		s.burst(c, c, payment.Prepare{Programme: tanganyika, Grant: "echo_tanganyika", Steps: c.Steps, Journeys: []id.ID{f.journey, g.journey}, SkipHeld: true})
	case 2:
		d := payment.Deliver{Journey: f.journey, Step: "first_tranche", To: s.audit.homes[f.household].collector, Reference: "at once"}
		s.burst(d, d, d, payment.Stop{Journey: f.journey, Step: "first_tranche", Reason: "a double"})
	case 3:
		of, _ := s.tripTo(f.goal)
		s.burst(movement.Load{Journey: f.journey, Step: "departure", Trip: of, Load: 1}, movement.Load{Journey: g.journey, Step: "departure", Trip: of, Load: 1},
			choice.Withdraw{Journey: f.journey, Step: "solution", Person: s.someone(f)})
	default:
		of, _ := s.tripTo(f.goal)
		s.burst(movement.Depart{Trip: of}, movement.Depart{Trip: of}, movement.AskAgain{Journey: f.journey, Step: "departure", Person: s.someone(f), Private: true},
			movement.LeaveByOwnMeans{Journey: g.journey, Step: "departure"})
	}
}

// apart puts a part of a family on a load, mostly with each adult's own word.
func (s *sequence) apart() {
	f := s.family()
	all := s.audit.members(f.household)
	if len(all) < 2 {
		return
	}
	of, _ := s.tripTo(f.goal)
	c := movement.Load{Journey: f.journey, Step: "departure", Trip: of, Load: 1 + s.pick(2, "load")}
	for _, p := range all {
		if s.chance(2, "goes") {
			c.Persons = append(c.Persons, p)
		}
	}
	if !s.chance(5, "without their word") {
		c.OwnWord = s.audit.adults(f.household, s.today())
	}
	s.try(c)
	s.try(movement.Board{Trip: of, Journey: f.journey, Step: "departure", Persons: c.Persons})
}

func (s *sequence) unload() {
	f := s.family()
	c := movement.Unload{Journey: f.journey, Step: "departure"}
	if s.chance(3, "one of them") {
		c.Persons = []id.ID{s.someone(f)}
	}
	s.try(c)
}

func (s *sequence) turnBack() {
	for _, of := range s.trips {
		if s.audit.trips[of].road {
			s.try(movement.StopOrTurnBack{Trip: of, TurnBack: s.chance(2, "back"), Reason: "the bridge is gone"})
			s.try(movement.GoOn{Trip: of, Reason: "mended"})
			return
		}
	}
}

// lookForThem looks for a family that is on the road by its own means.
func (s *sequence) lookForThem() {
	for _, f := range s.families {
		if slices.ContainsFunc(s.audit.way(f.journey).anySeat(), func(at seat) bool { return at.state == "departed" && at.trip.IsZero() }) {
			c := movement.LookFor{Journey: f.journey, Step: "departure", Outcome: movement.Outcomes[s.pick(len(movement.Outcomes), "outcome")]}
			if s.chance(2, "they came back") {
				c.Outcome = movement.CameBack
			}
			if s.chance(2, "one of them") {
				c.Persons = []id.ID{s.someone(f)}
			}
			s.try(c)
		}
	}
}

func (s *sequence) cancel() {
	if len(s.trips) > 0 {
		s.try(movement.Cancel{Trip: s.trips[s.pick(len(s.trips), "trip")], Reason: "no fuel"})
	}
}

func (s *sequence) release() { s.try(capacity.Release{Journey: s.family().journey, Step: "plot"}) }

func (s *sequence) step() string {
	return []string{"first_tranche", "first_tranche", "second_tranche", "third_tranche"}[s.pick(4, "tranche")]
}

func (s *sequence) stopOrReturn() {
	f := s.family()
	if s.chance(2, "stop") {
		s.try(payment.Stop{Journey: f.journey, Step: s.step(), Reason: "a double"})
		return
	}
	s.try(payment.Return{Journey: f.journey, Step: s.step(), Reason: "the phone was lost"})
}

func (s *sequence) holdPayment() {
	f, step := s.family(), s.step()
	approver := s.as(access.Approver)
	s.try(payment.HoldPayment{Journey: f.journey, Step: step, Until: s.today() + clock.Day(s.pick(10, "days")), Resolver: approver.User, Reason: "a double?"})
	if s.chance(2, "released") {
		s.try(payment.Release{Journey: f.journey, Step: step, Reason: "two cousins of one name"})
	}
}

// letGo looks at each family's first payment, which may be a double that nobody holds.
func (s *sequence) letGo() {
	for _, f := range s.families {
		s.try(payment.Release{Journey: f.journey, Step: "first_tranche", Reason: "they have their own file"})
	}
}

func (s *sequence) reject() {
	s.try(payment.Reject{List: s.listOf(s.family()), Reason: "the grant is wrong"})
}

func (s *sequence) reconcile() {
	of := s.listOf(s.family())
	s.seeSheets()
	s.try(payment.Reconcile{List: of, Lines: []payment.Stated{{Reference: "M-000000", Amount: 5}}})
	s.try(payment.Close{List: of, Reason: "the provider is asked"})
}

// moveSite says where a family lives now: at the site, or at what is none.
func (s *sequence) moveSite() {
	c := people.MoveSite{Household: s.family().household, Site: s.site}
	if s.chance(2, "nowhere") {
		c.Site = c.Household
	}
	s.try(c)
}

// outOfOrder does any deed of the script, whenever.
func (s *sequence) outOfOrder() {
	do := script[s.pick(len(script), "deed")]
	do(s, s.family())
}

func (s *sequence) custody() {
	node := id.ID{}
	if s.chance(2, "another laptop's") {
		node = id.New()
	}
	caseload := s.scope.Caseload
	if s.chance(2, "another caseload") {
		caseload = id.New()
	}
	s.try(capacity.GrantCustody{Place: s.villages[s.pick(2, "village")], Kind: "plot", From: 1 + s.pick(3, "from"), To: 3, Node: node, Caseload: caseload})
}
