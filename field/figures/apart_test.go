// SPDX-License-Identifier: Apache-2.0

package figures_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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

// Who lives somewhere is counted once, whatever they have begun or ended.
func TestEverybodyIsCountedOnce(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	count := func(site string) (all int64) {
		t.Helper()
		got := w.count(t, b, "people_there", by("site"))
		if fresh := w.count(t, w.board(t), "people_there", by("site")); !cmp.Equal(got, fresh) {
			t.Errorf("a board that followed says %+v, one that was opened now %+v", got, fresh)
		}
		for _, c := range got {
			if c.By["site"] == site {
				all = c.Value
			}
		}
		return all
	}
	f := w.register(t, w.sites[0], born(2020, 1, 1))
	r := w.do(t, people.Register{Site: w.sites[0], Arrived: clock.Date(2024, 1, 1), Language: "sw", Consent: "yes",
		Members: []people.Member{{Born: born(1990, 1, 1), Sex: people.Female, Relation: people.Head}}})
	if got := count("Site 1"); got != 4 {
		t.Errorf("of three on their way and one who has begun none, %d are counted", got)
	}
	w.do(t, journey.Start{Programme: tanganyika, Pathway: "solution", Subject: r.IDs[0]})
	if got := count("Site 1"); got != 4 {
		t.Errorf("when all have begun a way, %d are counted", got)
	}
	w.do(t, people.MoveSite{Household: f.household, Site: w.sites[1], Day: w.desk.Today()})
	w.do(t, people.RecordDeath{Person: f.people[2]})
	if here, there := count("Site 1"), count("Site 2"); here != 1 || there != 2 {
		t.Errorf("when a family moved and a child died, %d are counted here and %d there", here, there)
	}
	facts, err := b.Facts(t.Context(), w.actor, "people_there", figures.Page{})
	must(t, err)
	if figures.SumOf(facts) != 3 {
		t.Errorf("the facts behind three people are of %d", figures.SumOf(facts))
	}
}
