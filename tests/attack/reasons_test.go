// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"strings"
	"testing"
	"time"

	"safar/desk"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// Why somebody says where people are is in the words of whoever says it: a canary.
const whereWhy = "zkanari of where they are"

// Why people were said not to be on a trip stands on the trip and with the household, for those who work with persons; and goes when the household is
// forgotten. That they were not on it is known all the same.
func TestTaleOfWhyTheyWereNotOnATrip(t *testing.T) {
	a, b, p := onTwoTrips(t)
	not := notAboard(b)
	not.Reason = whereWhy
	a.ok(not)
	a.exchange(p, b)
	a.trip = b.trip
	for _, w := range []*tale{a, b} {
		w.showsWhy(true, true)
	}
	a.ok(people.Forget{Household: a.household, Persons: a.members, Whole: true, Reason: 1})
	a.exchange(p, b)
	for _, w := range []*tale{a, b} {
		w.showsWhy(false, false)
		w.shows()
	}
}

// Why somebody does, or does not, travel with those they had left is kept of that person: of where they turned back, and of where they go along.
func TestTaleOfWhySomebodyTravelsWithOthers(t *testing.T) {
	for _, travels := range []bool{true, false} {
		a, b, p := partedUnseen(t)
		b.ok(movement.SayHow{Journey: a.journey, Step: "departure", Person: a.members[1], Travels: travels, Reason: whereWhy})
		a.exchange(p, b)
		for _, w := range []*tale{a, b} {
			at := *w
			if travels {
				at.household = w.homeOf(a.members[1])
				at.showsWhy(false, true)
			} else {
				at.showsWhy(true, true)
			}
		}
		b.ok(people.Forget{Household: b.homeOf(a.members[1]), Persons: a.members[1:], Whole: true, Reason: 1})
		b.household = map[bool]id.ID{true: b.homeOf(a.members[1]), false: a.household}[travels]
		b.showsWhy(false, false)
	}
}

// Who was forgotten keeps no word, and yet somebody says where they are: they would stand on two trips, or on the road, for ever.
func TestTaleOfSomebodyForgottenWhoIsSaidToBeElsewhere(t *testing.T) {
	a, b, p := onTwoTrips(t)
	a.ok(people.Forget{Household: a.household, Persons: a.members, Whole: true, Reason: 1})
	a.ok(notAboard(b))
	a.shows()
	for _, travels := range []bool{true, false} {
		a, b, p = partedUnseen(t)
		b.ok(people.Forget{Household: b.homeOf(a.members[1]), Persons: a.members[1:], Whole: true, Reason: 1})
		b.ok(movement.SayHow{Journey: a.journey, Step: "departure", Person: a.members[1], Travels: travels, Reason: whereWhy})
		a.exchange(p, b)
		if rows := a.unseen(); len(rows) > 0 {
			t.Errorf("unseen are %+v", rows)
		}
	}
}

// partedUnseen tells of a family of whom one office had the wife leave the household, and another had her leave with it.
func partedUnseen(t *testing.T) (a, b *tale, p *post) {
	t.Helper()
	a, b, p = readyAtTwo(t)
	b.clock.Set(began.Add(time.Hour))
	b.leave()
	a.ok(journey.Split{Household: a.household, Leaving: a.members[1:], OwnWord: a.members[1:]})
	a.exchange(p, b)
	a.trip = b.trip
	return a, b, p
}

// homeOf is the household in which a person lives.
func (w *tale) homeOf(person id.ID) (home id.ID) {
	w.t.Helper()
	_, err := desk.Ask(w.t.Context(), w.desk, w.as(access.Caseworker), "task.test", desk.Query[struct{}]{Act: access.PeopleLook, Scope: w.scope,
		Run: func(r *desk.Reader) (none struct{}, err error) {
			p, err := desk.Read(r, people.PersonStory, person)
			home = p.State.Household.Value().Household
			return none, err
		}})
	must(w.t, err)
	return home
}

// showsWhy demands whether why somebody said where people are stands on the trip, and in the household's file, for whoever works with persons; and
// that nobody else reads it.
func (w *tale) showsWhy(trip, file bool) {
	w.t.Helper()
	for role, works := range map[access.Role]bool{access.MovementOfficer: true, access.Caseworker: true, access.ProgrammeManager: false,
		access.Municipality: false, access.Auditor: false} {
		by := w.as(role)
		w.reads(asked(w, by, "movement.ManifestOf", movement.ManifestOf(w.scope, w.trip)), role, trip && works)
		w.reads(asked(w, by, "journey.FileWith", journey.FileWith(w.scope, w.household, noFormBeside, movement.Filled)), role, file && works)
	}
}

// reads demands whether the reason stands in what somebody got to see.
func (w *tale) reads(got shown, role access.Role, want bool) {
	w.t.Helper()
	if reads := strings.Contains(got.text, whereWhy); reads != want {
		w.t.Errorf("%v reads the reason in %s: %v", role, got.what, reads)
	}
}
