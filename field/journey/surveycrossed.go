// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"maps"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// SurveyCrossed is what the people of a site answered on a form of which something is counted, by who they are. Programme and Form are the ids of the form; Fewest is
// on how many households each number stands at least; Tables are its questions that are counted, each by sex and by age.
type SurveyCrossed struct {
	Programme string `class:"open"`
	Form      string `class:"open"`
	Fewest    int    `class:"open"`
	Tables    []CrossedTable
}

// CrossedTable is one question by sex, or by age. It is told whole or not at all: in part, its margins would give away the rest. Groups are the sexes or ages of those who were
// asked, in their order; none where Few.
type CrossedTable struct {
	Question string    `class:"open"` // its name in the form
	By       string    `class:"open"` // BySex or ByAge
	Several  bool      `class:"open"` // one person could give several answers
	Few      bool      `class:"open"` // too few in one of its numbers; nothing else is said
	On       clock.Day `class:"open"` // the day on which the last of it was written; NoDay where Few
	Groups   []CrossedGroup
}

// CrossedGroup is what those of one sex or age answered. Counts are how often each answer was given: they have the same answers in each group, in the order of the form's options.
type CrossedGroup struct {
	Is      string `class:"open"` // female, …; an age band
	Persons int    `class:"open"` // heads
	Counts  []AskedCount
}

// By what a question is told.
const (
	BySex = "sex"
	ByAge = "age"
)

// SurveysCrossed tells the answers of SurveysAt by sex and by age. It tells less, and later. Each number stands on as many households as a number of the survey must; a table in which
// one does not is not told, and neither is one in which nobody of a group gave an answer that others gave: it would say of each of them what they did not say. And a table changes
// only when what came since, and what went, are each nothing or could be told as tables of their own: whoever lays two days side by side learns of no fewer. It changes on
// days on which the survey itself does, so that the sums of a table are numbers that were told before.
func SurveysCrossed(scope access.Scope, site id.ID) desk.Query[[]SurveyCrossed] {
	return desk.Query[[]SurveyCrossed]{Act: access.FiguresRead, Scope: scope, Run: func(r *desk.Reader) ([]SurveyCrossed, error) {
		return desk.WorkedOut(r, "surveys crossed "+site.String(), func() ([]SurveyCrossed, error) { return toldOfEach(r, site, (*survey).crossed) })
	}}
}

// toldOfEach tells of each form that people of a site were asked what f makes of it.
func toldOfEach[T any](r *desk.Reader, site id.ID, f func(*survey, *desk.Reader) (T, error)) (all []T, err error) {
	surveys, err := surveysAt(r, site)
	for _, s := range surveys {
		told, err := f(s, r)
		if err != nil {
			return nil, err
		}
		all = append(all, told)
	}
	return all, err
}

// crossed reads all that was ever answered at the site, and tells it day by day as it would have been told.
func (s *survey) crossed(r *desk.Reader) (SurveyCrossed, error) {
	out := SurveyCrossed{Programme: s.programme, Form: s.form.ID, Fewest: s.fewest()}
	until := toldOf(s.asked, out.Fewest, r.Today()).until
	answers := map[journal.Ref]answered{}
	if err := s.read(r, slices.Values(s.asked), until, func(of asking, a answered) { answers[of.ref] = a }); err != nil {
		return out, err
	}
	all := s.byGroups(out.Fewest)
	sweepGroups(all, s.asked, answers, r.Today())
	for _, c := range all {
		out.Tables = append(out.Tables, c.table())
	}
	return out, nil
}

// byGroup is one question by one thing that people are, with the answers that are told of it.
type byGroup struct {
	q      *programme.Question
	by     string
	of     func(answered) string
	groups []string
	fewest int
	told   map[journal.Ref]answered
	on     clock.Day // until when
}

// byGroups are the questions that are counted, each by sex and by age.
func (s *survey) byGroups(fewest int) (all []*byGroup) {
	for _, q := range s.form.Questions {
		if counted(q) {
			all = append(all, &byGroup{q: q, by: BySex, of: sexOf, groups: sexes, fewest: fewest}, &byGroup{q: q, by: ByAge, of: ageOf, groups: ageBands(), fewest: fewest})
		}
	}
	return all
}

// sweepGroups goes through what was written, and tells it by groups as it would have been told.
func sweepGroups(all []*byGroup, asked []asking, answers map[journal.Ref]answered, today clock.Day) {
	if len(all) == 0 {
		return
	}
	t := newTellings(all[0].fewest)
	t.each = func() {
		now := make(map[journal.Ref]answered, len(t.told))
		for _, last := range t.told {
			if a, there := answers[last.ref]; there {
				now[last.ref] = a
			}
		}
		for _, c := range all {
			c.tell(now, t.until)
		}
	}
	t.sweep(asked, today)
}

// tell tells what stands on a day, where what changed can be told.
func (c *byGroup) tell(now map[journal.Ref]answered, day clock.Day) {
	if c.whole(without(now, c.told)) && c.whole(without(c.told, now)) {
		c.told, c.on = now, day
	}
}

// without are the answers of one set that are not in another.
func without(all, others map[journal.Ref]answered) (left []answered) {
	for ref, a := range all {
		if _, both := others[ref]; !both {
			left = append(left, a)
		}
	}
	return left
}

// whole reports whether a table of some answers can be told: each answer that somebody gave stands, in each group, on as many households as a number must; of a question with
// several answers so do those who did not give it. Nothing at all is whole.
func (c *byGroup) whole(of []answered) bool {
	for _, said := range c.saidIn(of) {
		for _, group := range c.groupsIn(of) {
			is := func(a answered) bool { return c.of(a) == group }
			gave := func(a answered) bool { return is(a) && c.gave(a, said) }
			not := func(a answered) bool { return is(a) && !c.gave(a, said) }
			if len(on(of, gave)) < c.fewest || c.several() && len(on(of, not)) < c.fewest {
				return false
			}
		}
	}
	return true
}

func (c *byGroup) several() bool { return c.q.Type == "select_multiple" }

// gave reports whether somebody gave an answer; "" for none that is counted.
func (c *byGroup) gave(a answered, said string) bool {
	if c.several() {
		return slices.Contains(strings.Fields(a.countable(c.q)), said)
	}
	return a.one(c.q, c.options()) == said
}

func (c *byGroup) options() (names []string) {
	for _, o := range c.q.Options {
		names = append(names, o.Name)
	}
	return names
}

// saidIn are the answers that somebody gave, in the order of the form; that somebody gave none is one where each gives one.
func (c *byGroup) saidIn(of []answered) []string {
	names := c.options()
	if !c.several() {
		names = append(names, "")
	}
	return slices.DeleteFunc(names, func(said string) bool {
		return !slices.ContainsFunc(of, func(a answered) bool { return c.gave(a, said) })
	})
}

func (c *byGroup) groupsIn(of []answered) []string {
	return slices.DeleteFunc(slices.Clone(c.groups), func(group string) bool {
		return !slices.ContainsFunc(of, func(a answered) bool { return c.of(a) == group })
	})
}

// table is what is told of the question.
func (c *byGroup) table() CrossedTable {
	t := CrossedTable{Question: c.q.Name, By: c.by, Several: c.several(), Few: true, On: clock.NoDay}
	of := slices.Collect(maps.Values(c.told))
	said, groups := c.saidIn(of), c.groupsIn(of)
	answers := len(slices.DeleteFunc(slices.Clone(said), func(s string) bool { return s == "" }))
	if len(groups) == 0 || !c.whole(of) || answers == 0 || answers == 1 && !c.several() {
		return t // what all who answered said is what each of them said
	}
	t.Few, t.On = false, c.on
	for _, group := range groups {
		g := CrossedGroup{Is: group, Persons: heads(of, func(a answered) bool { return c.of(a) == group })}
		for _, one := range said {
			g.Counts = append(g.Counts, AskedCount{Is: one, Persons: heads(of, func(a answered) bool { return c.of(a) == group && c.gave(a, one) })})
		}
		t.Groups = append(t.Groups, g)
	}
	return t
}
