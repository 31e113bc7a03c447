// SPDX-License-Identifier: Apache-2.0

package figures_test

import (
	"context"
	"slices"
	"testing"

	"safar/desk"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func (w *world) stands(t tester, b *figures.Board, asker access.Actor) []figures.Stand {
	t.Helper()
	all, err := b.Stands(context.Background(), asker)
	must(t, err)
	return all
}

// standsAsEveryJourney holds what a board says of steps against what every journey says that is evaluated on its own, and against its own lists.
func (o *operation) standsAsEveryJourney(t *rapid.T, b *figures.Board) {
	anew, here := journey.StepRows(o.programme(t)), map[string]int{}
	_, err := desk.Ask(context.Background(), o.desk, o.actor, "", desk.Query[struct{}]{Act: access.FiguresRead, Scope: o.caseload, Run: func(r *desk.Reader) (struct{}, error) {
		return struct{}{}, eachJourney(r, func(of id.ID) error {
			c, err := journey.Take(r, of)
			if err != nil {
				return err
			}
			step, _ := c.Stands()
			here[step]++
			for i := range c.Standing.Steps {
				s := &c.Standing.Steps[i]
				k := slices.IndexFunc(anew, func(row journey.StandingRow) bool { return row.Pathway == c.Journey.Pathway && row.Step == s.Step.ID })
				anew[k].Count(s.Status, s.OnHold)
			}
			return nil
		})
	}})
	must(t, err)
	for i, s := range o.stands(t, b, o.actor) {
		if diff := cmp.Diff(anew[i], s.Row); diff != "" {
			t.Fatalf("-journey by journey +board\n%s", diff)
		}
		if s.Here != here[s.Row.Step] {
			t.Fatalf("at %s stand %d, journey by journey %d", s.Row.Step, s.Here, here[s.Row.Step])
		}
		o.listed(t, b, s)
	}
}

// listed holds the lists behind a step against its numbers.
func (o *operation) listed(t *rapid.T, b *figures.Board, s figures.Stand) {
	who := func(of figures.Stood) int {
		of.Pathway, of.Step = s.Row.Pathway, s.Row.Step
		rows, err := b.WhoStands(context.Background(), o.actor, of)
		must(t, err)
		return len(rows)
	}
	if n := who(figures.Stood{}); n != s.Here {
		t.Fatalf("%d are listed at %s, %d stand there", n, s.Row.Step, s.Here)
	}
	if n := who(figures.Stood{Through: true}); n != s.Row.Counts[programme.Done.String()] {
		t.Fatalf("%d are listed as through with %s: %v", n, s.Row.Step, s.Row.Counts)
	}
	for _, why := range s.Whys {
		if n := who(figures.Stood{Why: figures.Why{Kind: why.Kind, Of: why.Of}}); n != why.Count {
			t.Fatalf("%d are listed at %s for %+v", n, s.Row.Step, why)
		}
	}
}

func stepOf(all []figures.Stand, step string) figures.Stand {
	return all[slices.IndexFunc(all, func(s figures.Stand) bool { return s.Row.Step == step })]
}

func TestWhoHasNotChosenIsNobodysArrears(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		f := w.register(t, w.sites[0])
		w.do(t, note{Journey: f.journey, Step: "intention", Day: w.desk.Today() - 20})
		w.leave(t, f, w.villages[0], w.desk.Today()-10)
		w.do(t, note{Journey: f.journey, Step: "departure", State: programme.Arrived, Place: w.villages[0], Day: w.desk.Today() - 10})
	}
	undecided := w.register(t, w.sites[0])
	w.register(t, w.sites[0])
	b := w.board(t)
	all := w.stands(t, b, w.actor)
	if left := stepOf(all, "departure"); left.Row.Counts["done"] != 3 || left.Whole != 3 {
		t.Errorf("%d of %d have left; two have not chosen yet", left.Row.Counts["done"], left.Whole)
	}
	if plot := stepOf(all, "plot"); plot.Here != 3 || plot.Median != 12 || plot.Longest != 12 {
		t.Errorf("those who chose twelve days ago, and whose plot nobody has checked: %+v", plot)
	}
	w.do(t, note{Journey: undecided.journey, Step: "intention", Day: w.desk.Today() - 3})
	w.do(t, note{Journey: undecided.journey, Step: "village_profile", Place: w.villages[0], Day: w.desk.Today() - 3})
	choice := stepOf(w.stands(t, b, w.actor), "solution")
	if choice.Here != 1 || choice.Median != -1 || choice.Longest != -1 {
		t.Errorf("the days are counted of those who choose: %+v", choice)
	}
	rows, err := b.WhoStands(t.Context(), w.actor, figures.Stood{Pathway: "solution", Step: "intention"})
	if err != nil || len(rows) == 0 || rows[0].Days < 0 {
		t.Errorf("who waits for the office: %+v %v", rows, err)
	}
}

func TestNobodyIsToldOfTooFewAtAStep(t *testing.T) {
	w := newWorld(t)
	for range 6 {
		w.leave(t, w.register(t, w.sites[0]), w.villages[0], w.desk.Today()-10)
	}
	for range 5 {
		w.do(t, note{Journey: w.register(t, w.sites[0]).journey, Step: "intention", Day: w.desk.Today() - 3})
	}
	few := w.register(t, w.sites[0])
	w.do(t, note{Journey: few.journey, Step: "intention", Day: w.desk.Today() - 3})
	w.do(t, note{Journey: few.journey, Step: "village_profile", Place: w.villages[0], Day: w.desk.Today() - 3})
	b := w.board(t)
	all := w.stands(t, b, w.auditor)
	if s := stepOf(all, "solution"); !s.HereHidden || s.Here != 0 || len(s.Whys) != 1 || !s.Whys[0].Hidden || s.Whys[0].Count != 0 {
		t.Errorf("one household is to be spoken with: %+v", s)
	}
	if s := stepOf(all, "intention"); s.HereHidden || s.Here != 6 || s.Longest < 0 || len(s.Whys) != 1 {
		t.Errorf("six wait to be asked: %+v", s)
	}
	if s := stepOf(all, "departure"); s.WholeHidden || s.Whole != 6 {
		t.Errorf("six have left, of six who chose: %+v", s)
	}
	if _, err := b.WhoStands(t.Context(), w.auditor, figures.Stood{Pathway: "solution", Step: "intention"}); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("an auditor asks who they are: %v", err)
	}
	if s := stepOf(w.stands(t, b, w.actor), "solution"); s.Here != 1 || s.HereHidden || s.Whys[0].Kind != figures.WhySpeak {
		t.Errorf("who works with them: %+v", s)
	}
}
