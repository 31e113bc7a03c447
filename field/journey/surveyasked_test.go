// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// anyAskings draws when people of some households were asked, and left.
func anyAskings(t *rapid.T) (all []asking, last clock.Day) {
	last = clock.Day(rapid.IntRange(1, 40).Draw(t, "days"))
	for i := range rapid.IntRange(0, 60).Draw(t, "asked") {
		a := asking{household: id.ID{byte(rapid.IntRange(1, 20).Draw(t, "household"))}, by: id.ID{byte(rapid.IntRange(1, 2).Draw(t, "person"))},
			ref: journal.Ref{Seq: uint64(i + 1)}, written: clock.Day(rapid.IntRange(1, int(last)).Draw(t, "written"))}
		if rapid.Bool().Draw(t, "leaves") {
			a.gone = clock.Day(rapid.IntRange(1, int(last)).Draw(t, "gone"))
		}
		all = append(all, a)
	}
	return all, last
}

// as is what was known on a day of what was to come.
func as(all []asking, day clock.Day) (known []asking) {
	for _, a := range all {
		if a.gone > day {
			a.gone = clock.NoDay
		}
		if a.written <= day {
			known = append(known, a)
		}
	}
	return known
}

// Whoever reads a summary every day sees the answers of nobody, of as many households as a number must stand on, or of more, come between two days, and go.
func TestWhatIsToldChangesByManyOrByNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, last := anyAskings(t)
		fewest := rapid.IntRange(2, 6).Draw(t, "fewest")
		before := map[who]asking{}
		for day := clock.Day(1); day <= last+1; day++ {
			now := toldOf(as(all, day), fewest, day).told
			come, gone := map[id.ID]bool{}, map[id.ID]bool{}
			for of, a := range now {
				if before[of].ref != a.ref {
					come[of.household] = true
				}
				if a.written >= day || a.gone.Known() && a.gone < day && a.gone < a.written {
					t.Fatalf("on day %d is told %+v", day, a)
				}
			}
			for of := range before {
				if _, stands := now[of]; !stands {
					gone[of.household] = true
				}
			}
			if few(len(come), fewest) || few(len(gone), fewest) {
				t.Fatalf("on day %d come %d and go %d, of %d at least", day, len(come), len(gone), fewest)
			}
			before = maps.Clone(now)
		}
	})
}

// Whatever people answer, no number stands on fewer households than is said, and none can be worked out from the others and the number of all.
func TestNoAnswerOfFewCanBeWorkedOut(t *testing.T) {
	form, err := programme.ParseForm("forms/of.yaml", []byte(`
form: of
labels: {en: Of}
questions:
  - select_one: one
    counted: per_site
    labels: {en: One}
    options: {a: {en: A}, b: {en: B}, c: {en: C}, d: {en: D}}
  - select_multiple: several
    counted: per_site
    labels: {en: Several}
    options: {a: {en: A}, b: {en: B}, c: {en: C}}
`))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		fewest := rapid.SampledFrom([]int{5, 10}).Draw(t, "fewest")
		var told []answered
		for range rapid.IntRange(1, 60).Draw(t, "people") {
			told = append(told, answered{household: id.ID{byte(rapid.IntRange(1, 50).Draw(t, "household"))}, form: form, answers: programme.Answers{
				"one":     rapid.SampledFrom([]string{"a", "a", "a", "b", "b", "c", "d", ""}).Draw(t, "one"),
				"several": rapid.SampledFrom([]string{"a", "a b", "b c", ""}).Draw(t, "several")}})
		}
		one := questionAsked(form.Question("one"), told, fewest)
		hidden, shown := []answered{}, 0
		for _, c := range one.Counts {
			is := func(a answered) bool { return a.answers["one"] == c.Is }
			if !c.Few && (len(on(told, is)) < fewest || heads(told, is) != c.Persons) {
				t.Fatalf("%+v is told", c)
			}
			if c.Few {
				for _, a := range told {
					if is(a) {
						hidden = append(hidden, a)
					}
				}
			} else {
				shown++
			}
		}
		if shown > 0 && len(hidden) > 0 && (len(one.Counts)-shown < 2 || len(on(hidden, everybody)) < fewest) {
			t.Fatalf("what is hidden of %+v stands on %d households", one.Counts, len(on(hidden, everybody)))
		}
		for _, c := range questionAsked(form.Question("several"), told, fewest).Counts {
			gave := func(a answered) bool { return slices.Contains(strings.Fields(a.answers["several"]), c.Is) }
			if not := func(a answered) bool { return !gave(a) }; !c.Few && (len(on(told, gave)) < fewest || len(on(told, not)) < fewest) {
				t.Fatalf("%+v is told", c)
			}
		}
	})
}
