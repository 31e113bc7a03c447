// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"strings"
	"testing"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/id"
)

// at asks every question about a place: of whom it names, it tells that they want to go there.
func (w *tale) at(by access.Actor, village id.ID) []shown {
	s := w.scope
	return []shown{
		asked(w, by, "movement.ConcernedBy", movement.ConcernedBy(s, village)),
		asked(w, by, "movement.OnTheRoadTo", movement.OnTheRoadTo(s, village)),
		asked(w, by, "movement.ArrivedAt", movement.ArrivedAt(s, village)),
		asked(w, by, "movement.ReadyFor", movement.ReadyFor(s, village, "")),
		asked(w, by, "works.HousesAt", works.HousesAt(access.WorksList, s, village, desk.Part{})),
		asked(w, by, "payment.CandidatesAt", payment.CandidatesAt(s, village, w.prepare("first_tranche"), desk.Part{}, desk.Part{})),
	}
}

// of asks every question about the household: a village in it is one where somebody of it wants to go.
func (w *tale) of(by access.Actor) []shown {
	s := w.scope
	return []shown{
		asked(w, by, "journey.Households", journey.Households(s, people.Listing{Limit: 50})),
		asked(w, by, "journey.FileOf", journey.FileOf(s, w.household)),
		asked(w, by, "journey.FileWith", journey.FileWith(s, w.household, noFormBeside, choice.Filled, works.Filled, movement.Filled)),
		asked(w, by, "journey.WayOf", journey.WayOf(s, w.journey)),
		asked(w, by, "choice.StandingOf", choice.StandingOf(s, w.journey, "solution")),
		asked(w, by, "capacity.RoomStateOf", capacity.RoomStateOf(s, w.journey, "plot")),
		asked(w, by, "movement.Apart", movement.Apart(s, w.journey, "departure")),
		asked(w, by, "movement.AskAgainList", movement.AskAgainList(s, w.journey, "departure")),
		asked(w, by, "payment.OwedTo", payment.OwedTo(s, w.journey)),
		asked(w, by, "movement.Alerts", movement.Alerts(s)),
	}
}

// names counts, by role and question, how often a village stands in what is asked about the household.
func (w *tale) names(village id.ID) map[string]int {
	named := map[string]int{}
	for _, role := range access.Roles() {
		for _, s := range w.of(w.as(role)) {
			if !w.speaks(role) {
				named[role.String()+" "+s.what] = strings.Count(s.text, village.String())
			}
		}
	}
	return named
}

func (w *tale) speaks(role access.Role) bool {
	return journey.SpeaksWithEach(w.as(role), w.scope, w.desk.Today())
}

// Promises 1 and 6: no list shows one adult's answer to another. Where an adult wants to go whose spouse answered otherwise is read nowhere, and by
// nobody but those who speak with each of them alone: while the place is safe, and when its safety is withdrawn.
func TestWhereOneAdultWantsToGoIsReadByThoseAloneWhoSpeakWithEach(t *testing.T) {
	w := tell(t, 35, 33)
	w.chosen() // of which village they were told, the file says
	w.days(1)
	told := w.names(w.village)
	w.ok(w.answer(0, "return", w.village))
	w.ok(w.answer(1, "stay", id.ID{}))
	for _, safe := range []bool{true, false} {
		w.safe(w.village, safe)
		for _, role := range access.Roles() {
			w.underTheVillage(role, w.speaks(role))
		}
		for what, named := range w.names(w.village) {
			if named > told[what] {
				t.Errorf("safe %v: %s names the village of one of them", safe, what)
			}
		}
	}
}

// underTheVillage checks whether a role reads, under the village, of the household of which one adult chose it.
func (w *tale) underTheVillage(role access.Role, speaks bool) {
	w.t.Helper()
	reads := false
	for _, s := range w.at(w.as(role), w.village) {
		named := strings.Contains(s.text, w.household.String()) || strings.Contains(s.text, w.journey.String())
		if reads = reads || named; named && !speaks {
			w.t.Errorf("%s reads in %s that one of them chose the village", role, s.what)
		}
	}
	if speaks && !reads {
		w.t.Errorf("%s does not read whose choice stands still", role)
	}
}
