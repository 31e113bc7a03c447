// SPDX-License-Identifier: Apache-2.0

package figures_test

import (
	"testing"

	"safar/field/figures"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/clock"
)

// Nobody is forgotten: who was registered and has begun no way is counted, and stands on a list, until they begin one.
func TestWhoHasBegunNoWayIsCounted(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	w.register(t, w.sites[0])
	r := w.do(t, people.Register{Site: w.sites[1], Arrived: clock.Date(2024, 1, 1), Language: "sw", Consent: "yes",
		Members: []people.Member{{Born: born(1990, 1, 1), Sex: people.Female, Relation: people.Head}}})
	household := r.IDs[0]
	for _, board := range []*figures.Board{b, w.board(t)} {
		if got := w.count(t, board, "no_way_begun", by("site")); len(got) != 1 || got[0].By["site"] != "Site 2" || got[0].Value != 1 {
			t.Errorf("counted are %+v", got)
		}
		who, err := board.Who(t.Context(), w.actor, "no_way_begun", figures.Page{})
		must(t, err)
		if len(who) != 1 || who[0].Subject != household {
			t.Errorf("the list is %+v", who)
		}
		facts, err := board.Facts(t.Context(), w.actor, "no_way_begun", figures.Page{})
		must(t, err)
		if figures.SumOf(facts) != 1 || facts[0].Kind != "people.household_registered" || facts[0].Story != household {
			t.Errorf("the facts behind it are %+v", facts)
		}
		if got := w.total(t, board, "undecided"); got != 1 {
			t.Errorf("%d are undecided: who walks no pathway stands in no other figure of it", got)
		}
	}
	past, err := b.AsOf(t.Context(), w.actor, w.desk.Today())
	must(t, err)
	if got := w.total(t, past, "no_way_begun"); got != 1 {
		t.Errorf("drawn again it is %d", got)
	}
	w.do(t, journey.Start{Programme: tanganyika, Pathway: "solution", Subject: household})
	if got := w.total(t, b, "no_way_begun"); got != 0 {
		t.Errorf("they began, and %d have not", got)
	}
	w.do(t, people.RecordDeath{Person: r.IDs[1]})
	if got := w.total(t, b, "no_way_begun") + w.total(t, w.board(t), "no_way_begun"); got != 0 {
		t.Errorf("where nobody lives, %d have begun no way", got)
	}
}
