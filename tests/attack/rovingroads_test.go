// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/referral"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// move takes people on their way: asked again, on a load or by their own means, and there.
func (r *roving) move(g *goer, s *programme.Step) {
	for _, p := range r.who(g) {
		r.attempt(movement.AskAgain{Journey: g.journey, Step: s.ID, Person: p, Willing: !r.chance(12, "not any more"), Private: true, Day: clock.NoDay})
	}
	if alone := len(s.Means) == 0 || slices.Contains(s.Means, movement.OwnMeans); alone && g.own || r.scope.Compartment != access.General || r.chance(9, "by themselves") {
		r.attempt(movement.LeaveByOwnMeans{Journey: g.journey, Step: s.ID, Day: clock.NoDay})
	} else {
		r.byConvoy(g, s)
	}
	if r.chance(6, "shots on the way") {
		r.unsafe()
	}
	if !r.chance(4, "not there yet") {
		r.arrives(g, s)
	}
}

func (r *roving) byConvoy(g *goer, s *programme.Step) {
	of := r.tripOf(g, s)
	r.attempt(movement.Load{Journey: g.journey, Step: s.ID, Trip: of, Load: 1 + r.pick(2, "load"), Day: clock.NoDay})
	switch r.pick(8, "meanwhile") {
	case 0:
		r.attempt(movement.Replan{Trip: of, Leaves: r.today() + 1, Loads: []movement.Vehicle{{Number: 1, Kind: "truck", Seats: 2 + r.pick(6, "seats"), Laps: 1}, {Number: 2, Kind: "bus", Seats: 3, Laps: 1}}})
	case 1:
		r.attempt(movement.Unload{Journey: g.journey, Step: s.ID, Day: clock.NoDay})
	case 2:
		r.attempt(people.Birth{Household: g.household, BornTo: r.oneOf(g)})
	}
	r.attempt(movement.Freeze{Trip: of})
	r.attempt(movement.Board{Trip: of, Journey: g.journey, Step: s.ID, Day: clock.NoDay})
	for _, other := range r.goers {
		if other.journey != g.journey && slices.ContainsFunc(r.audit.way(other.journey).anySeat(), func(at seat) bool { return at.trip == of && at.state == "loaded" }) {
			r.attempt(movement.NoShow{Trip: of, Journey: other.journey, Step: r.audit.way(other.journey).leaving(), Day: clock.NoDay})
		}
	}
	r.attempt(movement.Depart{Trip: of, Day: clock.NoDay})
}

// tripOf is a trip to where somebody goes, by a means that their way names, and that has not left; it is planned where there is none.
func (r *roving) tripOf(g *goer, s *programme.Step) id.ID {
	means := movement.Plan{}.Means
	if len(s.Means) > 0 && s.Means[0] != movement.OwnMeans {
		means = s.Means[0]
	}
	for _, of := range r.trips {
		if t := r.audit.trips[of]; t != nil && !t.over && t.to == g.goal && (len(s.Means) == 0 || r.means[of] == means) {
			return of
		}
	}
	c := movement.Plan{Origin: r.site, Destination: g.goal, Means: means, Leaves: r.today() + 2, Loads: []movement.Vehicle{
		{Number: 1, Kind: "truck", Seats: 3 + r.pick(4, "seats"), Laps: r.pick(3, "laps")}, {Number: 2, Kind: "bus", Seats: 3, Laps: 1}}}
	got, ok := r.attempt(c)
	if !ok {
		return id.New()
	}
	r.trips, r.means[got.IDs[0]] = append(r.trips, got.IDs[0]), means
	return got.IDs[0]
}

func (r *roving) arrives(g *goer, s *programme.Step) {
	if of, ok := r.trip(g.family); ok && r.chance(2, "the convoy") {
		r.attempt(movement.Arrive{Trip: of, Day: clock.NoDay})
	}
	r.attempt(movement.ConfirmArrival{Journey: g.journey, Step: s.ID, Day: clock.NoDay})
	switch r.pick(12, "and then") {
	case 0:
		r.attempt(movement.TakeBackArrival{Journey: g.journey, Step: s.ID, Reason: "another family was ticked"})
	case 1:
		r.attempt(movement.LookFor{Journey: g.journey, Step: s.ID, Outcome: movement.CameBack, Day: clock.NoDay})
	case 2:
		r.attempt(movement.SayHow{Journey: g.journey, Step: s.ID, Person: r.oneOf(g), Travels: true, Reason: "she was called"})
	}
}

// pay takes an amount from what is earned to the hand.
func (r *roving) pay(g *goer, s *programme.Step) {
	r.collector(g)
	if r.chance(8, "owed first") {
		r.attempt(payment.Owe{Journey: g.journey, Step: s.ID, Day: clock.NoDay})
	}
	c := payment.Prepare{Programme: g.of.Programme.ID, Grant: s.Grant.ID, Steps: []string{s.ID}, Journeys: []id.ID{g.journey}, SkipHeld: r.chance(2, "skip"), Day: clock.NoDay}
	for _, other := range r.goers {
		if other.of == g.of && other != g && r.chance(2, "with others") {
			c.Journeys = append(c.Journeys, other.journey)
		}
	}
	if got, ok := r.attempt(c); ok && len(got.IDs) > 0 {
		r.lists = append(r.lists, got.IDs[0])
	}
	r.disputed(g, s)
	list := r.listFor(g, s)
	r.approves(list)
	if r.chance(3, "through a provider") {
		r.attempt(payment.Send{List: list})
	}
	r.hand(g, s)
}

// hand hands somebody what is on their list, and tries once more.
func (r *roving) hand(g *goer, s *programme.Step) {
	to := r.collector(g)
	if r.chance(9, "to another") {
		to = r.oneOf(g)
	}
	r.cashDay(g.family, s.ID)
	c := payment.Deliver{Journey: g.journey, Step: s.ID, To: to, Reference: "M-" + id.New().String()[:6], Day: clock.NoDay}
	r.payOut(g.family, c)
	if r.chance(3, "once more") {
		r.attempt(c)
	}
	if r.chance(9, "it comes back") {
		r.attempt(payment.Return{Journey: g.journey, Step: s.ID, Reason: "the phone was lost", Day: clock.NoDay})
	}
	if r.chance(4, "the list ends") {
		list := r.listFor(g, s)
		r.seeSheets()
		r.attempt(payment.Reconcile{List: list, Lines: []payment.Stated{{Reference: "M-000000", Amount: 5}}})
		r.attempt(payment.Close{List: list, Reason: "it was handed out"})
	}
}

// disputed stops, holds and lets go a payment, now and then.
func (r *roving) disputed(g *goer, s *programme.Step) {
	switch r.pick(14, "disputed") {
	case 0:
		r.attempt(payment.Stop{Journey: g.journey, Step: s.ID, Reason: "a double"})
		r.attempt(payment.Lift{Journey: g.journey, Step: s.ID, Reason: "two cousins"})
	case 1:
		r.attempt(payment.HoldPayment{Journey: g.journey, Step: s.ID, Until: r.today() + clock.Day(r.pick(10, "days")), Resolver: r.as(access.Approver).User, Reason: "a double?"})
	case 2:
		r.attempt(payment.Release{Journey: g.journey, Step: s.ID, Reason: "two cousins"})
	case 3:
		r.attempt(payment.Reject{List: r.listFor(g, s), Reason: "the grant is wrong"})
	case 4:
		r.attempt(payment.ConfirmCollector{Journey: g.journey, Step: s.ID})
	case 5:
		r.attempt(payment.Settle{Journey: g.journey, Step: s.ID, Reason: "it stays with them"})
	}
}

// listFor is the list on which somebody's payment stands; any, where it stands on none.
func (r *roving) listFor(g *goer, s *programme.Step) id.ID {
	if m := r.audit.way(g.journey).money[s.ID]; m != nil && !m.list.IsZero() {
		return m.list
	}
	if len(r.lists) == 0 {
		return id.New()
	}
	return r.lists[r.pick(len(r.lists), "list")]
}

func (r *roving) approves(list id.ID) {
	seen, err := desk.Ask(context.Background(), r.desk, r.as(access.Approver), "task.approve", payment.ListToApprove(r.scope, list))
	digest := seen.Now.Digest
	if err != nil || r.chance(20, "another digest") {
		digest[0]++
	}
	r.attempt(payment.Approve{List: list, Digest: digest})
}

// refer hands somebody to another organisation, or takes in whom it submits.
func (r *roving) refer(g *goer, s *programme.Step) {
	if !r.chance(5, "nothing agreed") {
		r.attempt(referral.Agree{Partner: s.Partner, Name: "A partner", Fields: fieldsOf(s), Detains: s.Partner == "ministry" || s.Partner == "detaining_authority",
			From: clock.NoDay, Until: clock.NoDay})
	}
	if s.Inbound {
		r.attempt(referral.Receive{Journey: g.journey, Step: s.ID, Reference: "HCR-17", Consents: !r.chance(8, "no consent"), Words: referral.ConsentWords{Text: r.word}, Day: clock.NoDay})
		r.attempt(referral.Answer{Journey: g.journey, Step: s.ID, Accepted: !r.chance(6, "declined"), Words: journey.Words{Text: r.word, Answers: r.filled(g, s)}, Day: clock.NoDay})
		return
	}
	of := r.oneOf(g)
	consent := referral.Consent{Journey: g.journey, Step: s.ID, Of: of, Fields: r.part(s.Shares), Until: clock.NoDay, Written: true, Private: !r.chance(12, "aloud"),
		InDetention: r.chance(2, "there"), Day: clock.NoDay}
	if all := r.who(g); r.chance(4, "another's word") && len(all) > 0 {
		consent.Guardian = all[0]
	}
	r.attempt(consent)
	send := referral.Send{Journey: g.journey, Step: s.ID, Of: of, How: "in_person", To: r.word, Need: r.word + " a bed", Day: clock.NoDay}
	if r.chance(2, "some fields") {
		send.Fields = r.part(s.Shares)
	}
	r.attempt(send)
	r.afterwards(g, s, of)
}

// afterwards is what becomes of a referral.
func (r *roving) afterwards(g *goer, s *programme.Step, of id.ID) {
	r.attempt(referral.Answer{Journey: g.journey, Step: s.ID, Of: of, Accepted: !r.chance(5, "declined"), Words: journey.Words{Text: r.word, Answers: r.filled(g, s)}, Day: clock.NoDay})
	switch r.pick(5, "what becomes of it") {
	case 0:
		r.attempt(referral.End{Journey: g.journey, Step: s.ID, Of: of, Words: journey.Words{Text: r.word + " recovered"}, Day: clock.NoDay})
	case 1:
		r.attempt(referral.Withdraw{Journey: g.journey, Step: s.ID, Of: of, Words: journey.Words{Text: r.word}, Day: clock.NoDay})
		r.attempt(referral.AskBack{Journey: g.journey, Step: s.ID, Of: of, Words: journey.Words{Text: r.word + " tore it up"}, Day: clock.NoDay})
	case 2:
		r.attempt(referral.EndAgreement{Partner: s.Partner, Reason: "over"})
	}
}

// fieldsOf are the fields that a step shares; names, where the partner hands over to us.
func fieldsOf(s *programme.Step) []string {
	if len(s.Shares) == 0 {
		return []string{"names"}
	}
	return s.Shares
}

// part draws a part of some fields.
func (r *roving) part(of []string) (part []string) {
	for _, f := range of {
		if !r.chance(4, f) {
			part = append(part, f)
		}
	}
	return part
}

// parted ends what other runs agreed with organisations: what this one hands over is to be under an agreement that it knows.
func (r *roving) parted() {
	for _, p := range r.programmes {
		for _, w := range p.Pathways {
			for _, s := range w.Steps {
				if s.Partner != "" {
					r.do(r.as(access.ProgrammeManager), access.Commons, id.New(), referral.EndAgreement{Partner: s.Partner, Reason: "another time"})
				}
			}
		}
	}
	must(r.t, r.audit.pass(access.Commons))
}
