// SPDX-License-Identifier: Apache-2.0

package figures_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"safar/field/figures"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
)

// told asks as the auditor does, who does not work with the persons.
func (w *world) told(t tester, b counter, figure string, by ...figures.By) []figures.Cell {
	t.Helper()
	cells, err := b.Count(context.Background(), w.auditor, figure, by...)
	must(t, err)
	return cells
}

func TestAnAuditorIsToldNoNumberOfTooFew(t *testing.T) {
	w := newWorld(t)
	for range 7 {
		w.leave(t, w.register(t, w.sites[0]), w.villages[0], w.desk.Today())
	}
	few := w.register(t, w.sites[1])
	w.leave(t, few, w.villages[1], w.desk.Today())
	b := w.board(t)
	if got := w.told(t, b, "left_the_sites"); len(got) != 1 || got[0].Value != 16 || got[0].Withheld {
		t.Errorf("all of it: %+v", got)
	}
	for _, c := range w.told(t, b, "left_the_sites", by("site")) {
		if !c.Withheld || c.Value != 0 {
			t.Errorf("of one household at one of two sites: %+v", c) // the other's number would tell it
		}
	}
	if got := w.told(t, b, "left_the_sites", only("site", "Site 1")); len(got) != 1 || !got[0].Withheld {
		t.Errorf("one value tells more than the table of all: %+v", got)
	}
	if got := w.told(t, b, "left_the_sites", by("sex"), by("age")); len(got) != 2 {
		t.Errorf("a table that is whole: %+v", got)
	}
	if _, err := b.Count(t.Context(), w.auditor, "left_the_sites", by("site"), by("sex")); fault.KeyOf(err) != "figures.too_few" {
		t.Errorf("a table that would not be whole: %v", err)
	}
	if got := w.total(t, b, "left_the_sites", only("site", "Site 2")); got != 2 {
		t.Errorf("who works with them sees %d", got)
	}
}

func TestAnAuditorSeesNoSingleFact(t *testing.T) {
	w := newWorld(t)
	for range 6 {
		w.leave(t, w.register(t, w.sites[0]), w.villages[0], w.desk.Today())
	}
	w.leave(t, w.register(t, w.sites[0]), w.villages[1], w.desk.Today())
	b := w.board(t)
	if _, err := b.Facts(t.Context(), w.auditor, "left_the_sites", figures.Page{}); fault.KeyOf(err) != "figures.single_facts" {
		t.Errorf("facts: %v", err)
	}
	if _, err := b.Who(t.Context(), w.auditor, "left_the_sites", figures.Page{}); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("who: %v", err)
	}
	behind, err := b.BehindIt(t.Context(), w.auditor, "left_the_sites")
	must(t, err)
	if !slices.Contains(behind, figures.Behind{Step: "departure", Facts: 7}) {
		t.Errorf("behind it: %+v", behind)
	}
	if _, err := b.BehindIt(t.Context(), w.auditor, "left_the_sites", only("destination", "Village 2")); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("behind a number that is withheld: %v", err)
	}
}

// Two ends of months, one household between them: the earlier number is withheld, for the difference would be that household.
func TestTwoPastDaysTellNothingOfFew(t *testing.T) {
	w := newWorld(t)
	w.clock.Set(time.Date(2026, 3, 31, 8, 0, 0, 0, time.UTC))
	for range 6 {
		w.leave(t, w.register(t, w.sites[0]), w.villages[0], w.desk.Today())
	}
	march := w.desk.Today()
	w.clock.Set(time.Date(2026, 4, 30, 8, 0, 0, 0, time.UTC))
	w.leave(t, w.register(t, w.sites[0]), w.villages[0], w.desk.Today())
	w.clock.Set(time.Date(2026, 5, 31, 8, 0, 0, 0, time.UTC))
	for range 5 {
		w.leave(t, w.register(t, w.sites[0]), w.villages[0], w.desk.Today())
	}
	w.clock.Set(time.Date(2026, 6, 10, 8, 0, 0, 0, time.UTC))
	b := w.board(t)
	then := func(day clock.Day) figures.Cell {
		past, err := b.AsOf(t.Context(), w.auditor, day)
		must(t, err)
		return w.told(t, past, "left_the_sites")[0]
	}
	if got := then(march); !got.Withheld {
		t.Errorf("six households, and seven a month later: %+v", got)
	}
	if got := then(march.Month() + 60); got.Withheld || got.Value != 14 { // 30 April
		t.Errorf("seven households, and twelve a month later: %+v", got)
	}
	if _, err := b.AsOf(t.Context(), w.auditor, march+3); fault.KeyOf(err) != "figures.only_month_ends" {
		t.Errorf("a day within a month: %v", err)
	}
	past, err := b.AsOf(t.Context(), w.actor, march)
	must(t, err)
	if got := w.total(t, past, "left_the_sites"); got != 12 {
		t.Errorf("who works with them sees %d", got)
	}
}

// Whatever an auditor asks, what is shown is true and stands on enough, and one value is told as in the table of all.
func TestWhatAnAuditorIsToldStandsOnEnough(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		o := newOperation(t, w)
		for range rapid.IntRange(4, 9).Draw(t, "families") {
			f := o.register(t, o.sites[rapid.IntRange(0, 1).Draw(t, "site")], born(rapid.IntRange(1950, 2024).Draw(t, "year"), 1, 1))
			if rapid.Bool().Draw(t, "leaves") {
				o.leave(t, f, o.villages[rapid.IntRange(0, 1).Draw(t, "village")], o.desk.Today())
			}
		}
		b := o.board(t)
		defer b.Close()
		for _, figure := range []string{"left_the_sites", "remaining", "undecided"} {
			o.toldRightly(t, b, figure)
		}
	})
}

func (o *operation) toldRightly(t *rapid.T, b *figures.Board, figure string) {
	list, err := b.List(context.Background(), o.auditor)
	must(t, err)
	i := slices.IndexFunc(list, func(f figures.Figure) bool { return f.ID == figure })
	dimensions := list[i].By
	var crossed []figures.By
	for _, d := range dimensions[:min(2, len(dimensions))] {
		crossed = append(crossed, by(d))
	}
	for _, question := range [][]figures.By{nil, {by(rapid.SampledFrom(dimensions).Draw(t, "by"))}, crossed} {
		cells, err := b.Count(context.Background(), o.auditor, figure, question...)
		if fault.KeyOf(err) == "figures.too_few" && len(question) > 1 {
			continue
		}
		must(t, err)
		for _, c := range cells {
			o.toldOne(t, b, figure, question, c)
		}
	}
}

func (o *operation) toldOne(t *rapid.T, b *figures.Board, figure string, question []figures.By, c figures.Cell) {
	one := slices.Clone(question)
	for i := range one {
		one[i].Value = c.By[one[i].Dimension]
	}
	alone, err := b.Count(context.Background(), o.auditor, figure, one...)
	must(t, err)
	if len(one) > 0 && (len(alone) != 1 || alone[0].Withheld != c.Withheld || alone[0].Value != c.Value) {
		t.Fatalf("%s alone is told as %+v, in its table as %+v", figure, alone, c)
	}
	if c.Withheld {
		return
	}
	who, err := b.Who(context.Background(), o.actor, figure, figures.Page{}, one...)
	must(t, err)
	if n := int64(len(who)); 0 < n && n < access.FewestTold || o.total(t, b, figure, one...) != c.Value {
		t.Fatalf("%s is told as %+v, and stands on %d", figure, c, n)
	}
}

func TestPlacesAreCountedHoweverFew(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	w.common(t, places.Add{Kind: places.Site, Name: "Another"})
	list, err := b.List(t.Context(), w.auditor)
	must(t, err)
	for _, f := range list {
		if f.Count == "sites" {
			if _, err := b.Facts(t.Context(), w.auditor, f.ID, figures.Page{}); err != nil {
				t.Errorf("the facts of %s: %v", f.ID, err)
			}
		}
	}
}

// Whoever does not speak with each adult alone is told how many households differ, and not which; those who do open the list.
func TestOfThoseWhoDifferTheNumberIsTold(t *testing.T) {
	w := newWorld(t)
	for range 6 {
		f := w.register(t, w.sites[0])
		w.do(t, note{Journey: f.journey, Step: "village_profile", Place: w.villages[0], Day: w.desk.Today()})
		w.do(t, note{Journey: f.journey, Step: "solution", By: f.people[0], Place: w.villages[0], Value: "return", Day: w.desk.Today()})
		w.do(t, note{Journey: f.journey, Step: "solution", By: f.people[1], Value: "stay", Day: w.desk.Today()})
	}
	b := w.board(t)
	manager := access.Actor{User: w.actor.User, Grants: []access.Grant{access.NewGrant(access.SiteManager, access.Commons.Caseload)}}
	for _, figure := range []string{"disagree", "undecided"} { // who differs is who is missing among the undecided
		if _, err := b.Who(t.Context(), manager, figure, figures.Page{}); fault.KeyOf(err) != "figures.single_facts" {
			t.Errorf("the site manager opens the list of %s: %v", figure, err)
		}
		if _, err := b.Who(t.Context(), w.actor, figure, figures.Page{}); err != nil {
			t.Errorf("%s: %v", figure, err)
		}
	}
	if who, err := b.Who(t.Context(), manager, "to_speak_with", figures.Page{}); err != nil || len(who) != 6 {
		t.Errorf("to speak with are %v, %v", who, err)
	}
	if cells, err := b.Count(t.Context(), manager, "disagree"); err != nil || cells[0].Value != 6 {
		t.Errorf("%+v, %v", cells, err)
	}
}
