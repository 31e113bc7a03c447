// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

const crossedForm = `
form: of
labels: {en: Of}
questions:
  - select_one: one
    counted: per_site
    labels: {en: One}
    options: {a: {en: A}, b: {en: B}, c: {en: C}}
  - select_multiple: several
    counted: per_site
    labels: {en: Several}
    options: {a: {en: A}, b: {en: B}}
`

// anyCrowd draws when people of many households were asked, on few days, and which of them left.
func anyCrowd(t *rapid.T) (all []asking, last clock.Day) {
	last = clock.Day(rapid.IntRange(1, 4).Draw(t, "days"))
	for i := range rapid.IntRange(20, 150).Draw(t, "asked") {
		a := asking{household: id.ID{byte(i % 97)}, by: id.ID{1, byte(i / 97)}, ref: journal.Ref{Seq: uint64(i + 1)}, written: clock.Day(rapid.IntRange(1, int(last)).Draw(t, "written"))}
		if rapid.IntRange(0, 3).Draw(t, "leaves") == 0 {
			a.gone = clock.Day(rapid.IntRange(1, int(last)).Draw(t, "gone"))
		}
		all = append(all, a)
	}
	return all, last
}

// anyAnswers draws what was answered at some askings, by people of two groups: which, their day says.
func anyAnswers(t *rapid.T, form *programme.Form, all []asking) map[journal.Ref]answered {
	answers := map[journal.Ref]answered{}
	for _, a := range all {
		answers[a.ref] = answered{household: a.household, form: form, day: clock.Day(rapid.IntRange(0, 1).Draw(t, "group")), answers: programme.Answers{
			"one": rapid.SampledFrom([]string{"a", "a", "b", "b", "c", ""}).Draw(t, "one"), "several": rapid.SampledFrom([]string{"a", "b", "a b", ""}).Draw(t, "several")}}
	}
	return answers
}

// cellsOf are the households behind each number of a table.
func cellsOf(c *byGroup, of []answered) map[string][]id.ID {
	cells := map[string][]id.ID{}
	for _, group := range c.groups {
		for _, said := range c.saidIn(of) {
			cells[group+" "+said] = on(of, func(a answered) bool { return c.of(a) == group && c.gave(a, said) })
		}
	}
	return cells
}

// Whatever people answer, by whatever they are, and on whichever days it is read: no number of a table stands on fewer households than is said, none changes by fewer, its sums
// are numbers that the survey told, and nothing that the survey withholds is a sum of it.
func TestNoCellOfFewCanBeWorkedOut(t *testing.T) {
	form, err := programme.ParseForm("forms/of.yaml", []byte(crossedForm))
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	rapid.Check(t, func(t *rapid.T) {
		all, last := anyCrowd(t)
		answers, fewest := anyAnswers(t, form, all), rapid.IntRange(2, 4).Draw(t, "fewest")
		for _, q := range form.Questions {
			var before map[journal.Ref]answered
			for day := clock.Day(1); day <= last+1; day++ {
				c := &byGroup{q: q, groups: []string{"0", "1"}, fewest: fewest, of: func(a answered) string { return fmt.Sprint(int(a.day)) }}
				sweepGroups([]*byGroup{c}, as(all, day), answers, day)
				for _, change := range [][]answered{without(c.told, before), without(before, c.told), slices.Collect(maps.Values(c.told))} {
					for cell, on := range cellsOf(c, change) {
						if few(len(on), fewest) {
							t.Fatalf("day %d: %s of %s stands on %d, or changes by them", day, cell, q.Name, len(on))
						}
					}
				}
				before = c.told
				if shown := c.table(); !shown.Few {
					tables++
					notOtherwise(t, c, shown, toldOf(as(all, c.on+1), fewest, c.on+1), answers)
				}
			}
		}
	})
	if tables == 0 {
		t.Error("no table was ever told")
	}
}

// What is left of a table when many have gone is told where it stands on enough.
func TestWhatIsLeftOfATableIsOfMany(t *testing.T) {
	form, err := programme.ParseForm("forms/of.yaml", []byte(crossedForm))
	if err != nil {
		t.Fatal(err)
	}
	c := &byGroup{q: form.Question("one"), groups: []string{"0", "1"}, fewest: 3, of: func(a answered) string { return fmt.Sprint(int(a.day)) }}
	all := map[journal.Ref]answered{}
	for i := range 24 { // six of each group gave each of two answers
		all[journal.Ref{Seq: uint64(i)}] = answered{household: id.ID{byte(i)}, form: form, day: clock.Day(i % 2), answers: programme.Answers{"one": []string{"a", "b"}[i/2%2]}}
	}
	c.tell(maps.Clone(all), 1)
	if c.table().Few {
		t.Error("six are too few of three")
	}
	for i := range 4 {
		delete(all, journal.Ref{Seq: uint64(i * 4)})
	}
	c.tell(all, 2)
	if t2 := c.table(); len(c.told) != 20 || !t2.Few {
		t.Errorf("four have gone, and of the two who are left is told %+v", t2)
	}
}

// notOtherwise holds the sums of a table against what the survey told on its day.
func notOtherwise(t *rapid.T, c *byGroup, shown CrossedTable, told *tellings, answers map[journal.Ref]answered) {
	var then []answered
	for _, a := range told.told {
		then = append(then, answers[a.ref])
	}
	for _, one := range questionAsked(c.q, then, c.fewest).Counts {
		sum := 0
		for _, g := range shown.Groups {
			for _, n := range g.Counts {
				if n.Is == one.Is {
					sum += n.Persons
				}
			}
		}
		if one.Few || sum != one.Persons {
			t.Fatalf("%+v was told of %s, and by groups they are %d", one, c.q.Name, sum)
		}
	}
}
