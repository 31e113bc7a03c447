// SPDX-License-Identifier: Apache-2.0

package demo_test

import (
	"slices"
	"testing"

	"safar/demo"
	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/operation"
)

// story is a household that has left, to which somebody comes.
type story struct {
	*testing.T
	op                   *operation.Operation
	scope                access.Scope
	household, way, list id.ID // whose next amount stands on a list
	goes, bound          id.ID // one of those who left, and for where
	touched              []id.ID
}

// ofThoseWhoFollow are the facts of one household that left its site: a spouse comes later, is told and asked, changes her mind twice, follows, turns back and
// follows again; children are born to them since and entered by two ways. And those of a payment list that is paid in two places on one day.
func ofThoseWhoFollow(t *testing.T) []oldFact {
	op, filled := fill(t, 60)
	s := &story{T: t, op: op, scope: access.Scope{Caseload: filled.Caseloads[demo.Kalemie], Compartment: access.General}}
	s.findLeft()
	s.follows()
	s.children()
	s.paidInTwoPlaces()
	return slices.DeleteFunc(factsOf(t, op), func(o oldFact) bool { return !slices.Contains(s.touched, o.Record.Story) })
}

// does has a command done by somebody of a role, and returns the first id that it made.
func (s *story) does(role access.Role, c desk.Command) id.ID {
	s.Helper()
	r, err := s.op.Desk.Do(s.Context(), s.as(role), s.scope, id.New(), c)
	if err != nil {
		s.Fatal(err)
	}
	if len(r.IDs) == 0 {
		return id.ID{}
	}
	s.touched = append(s.touched, r.IDs...)
	return r.IDs[0]
}

func (s *story) as(role access.Role) access.Actor {
	return access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(role, s.scope.Caseload)}}
}

// left is where a household is bound for, and who lives in it.
type left struct {
	For     id.ID   `class:"open"`
	Members []id.ID `class:"open"`
}

// findLeft finds a household that has left and arrived, and whose next amount can be listed now; and what its story touches.
func (s *story) findLeft() {
	page, err := desk.Ask(s.Context(), s.op.Desk, s.as(access.Caseworker), "task.find_the_way", journey.HouseholdsWhere(s.scope, journey.HaveLeft, people.Listing{Limit: 60}))
	if err != nil || !slices.ContainsFunc(page.Rows, s.listed) {
		s.Fatal("nobody has left who is owed anything", err)
	}
	got, err := desk.Ask(s.Context(), s.op.Desk, s.as(access.Caseworker), "task.find_the_way", desk.Query[left]{Act: access.PeopleLook, Scope: s.scope, Run: s.whoLeft})
	if err != nil || len(got.Members) == 0 {
		s.Fatal("its way is not found", err)
	}
	s.goes, s.bound = got.Members[0], got.For
	s.touched = append(append(s.touched, s.household, s.way), got.Members...)
}

// listed puts the second amount of a household on a list, where its walls can be built and inspected now.
func (s *story) listed(row journey.HouseholdRow) bool {
	tries := func(role access.Role, c desk.Command) []id.ID {
		r, _ := s.op.Desk.Do(s.Context(), s.as(role), s.scope, id.New(), c)
		return r.IDs
	}
	for _, step := range []string{"foundation", "walls"} {
		tries(access.SiteManager, works.Report{Journey: row.Journey, Step: step})
		tries(access.Inspector, works.Inspect{Journey: row.Journey, Step: step, Passed: true, Seen: works.Seen{Answers: programme.Answers{"place": programme.SomewhereThere}}})
	}
	made := tries(access.FinanceOfficer, payment.Prepare{Programme: demo.Programme, Grant: "echo_tanganyika", Steps: []string{"second_tranche"}, Journeys: []id.ID{row.Journey}})
	if len(made) == 0 {
		return false
	}
	s.household, s.way, s.list = row.Household.ID, row.Journey, made[0]
	s.touched = append(s.touched, s.list)
	return true
}

func (s *story) whoLeft(r *desk.Reader) (got left, err error) {
	j, err := desk.Read(r, journey.Story, s.way)
	if err != nil {
		return got, err
	}
	got.For = j.State.LeftFor("departure")
	got.Members, err = r.Find(people.MembersOf, s.household[:], people.MaxMembers)
	return got, err
}

// follows has somebody come to the household, and go after it.
func (s *story) follows() {
	she := s.does(access.Caseworker, people.AddMember{Household: s.household,
		Member: people.Member{Relation: people.Spouse, Born: people.Born{Day: clock.Date(1994, 5, 2), Precision: people.BirthDay}}})
	told := programme.Answers{"told_about": "safety water school health land hosts help", "understood": "yes"}
	s.does(access.Enumerator, choice.Tell{Journey: s.way, Step: "village_profile", Place: s.bound, Language: "sw", Source: "profile", Answers: told, Heard: []id.ID{she}})
	answer := choice.Answer{Journey: s.way, Step: "solution", Person: she, Option: "return", Place: s.bound, Private: true}
	s.does(access.Caseworker, answer)
	s.does(access.Caseworker, choice.Withdraw{Journey: s.way, Step: "solution", Person: she})
	s.does(access.Caseworker, answer)
	again := movement.AskAgain{Journey: s.way, Step: "departure", Person: she, Willing: true, Private: true}
	own := movement.LeaveByOwnMeans{Journey: s.way, Step: "departure"}
	s.does(access.Caseworker, again)
	s.does(access.MovementOfficer, own)
	s.does(access.MovementOfficer, movement.LookFor{Journey: s.way, Step: "departure", Outcome: movement.CameBack})
	s.does(access.Caseworker, again)
	s.does(access.MovementOfficer, own)
	s.does(access.MovementOfficer, movement.ConfirmArrival{Journey: s.way, Step: "departure"})
}

// children are born since: one is entered as a birth, of the others somebody says that they came.
func (s *story) children() {
	s.does(access.Caseworker, people.Birth{Household: s.household, BornTo: s.goes})
	s.does(access.Caseworker, people.AddMember{Household: s.household, Member: people.Member{Relation: people.Child, Born: people.Born{Day: today, Precision: people.BirthDay}}})
	s.does(access.Caseworker, people.AddMember{Household: s.household,
		Member: people.Member{Relation: people.Child, Born: people.Born{Day: clock.Date(2019, 1, 9), Precision: people.BirthDay}}})
}

// paidInTwoPlaces plans the list where the household lives now, then at a site, and back again, on one day.
func (s *story) paidInTwoPlaces() {
	for _, place := range []id.ID{s.bound, s.site(), s.bound} {
		s.does(access.FinanceOfficer, payment.PlanPaying{List: s.list, Place: place, Day: clock.NoDay})
	}
}

// site is a place at which people live now.
func (s *story) site() id.ID {
	rows, err := desk.Ask(s.Context(), s.op.Desk, s.as(access.Caseworker), "task.find_the_way", places.Of(places.Site))
	if err != nil || len(rows) == 0 {
		s.Fatal("no site", err)
	}
	return rows[0].ID
}
