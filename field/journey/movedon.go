// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"cmp"
	"maps"
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// MovedOn is how households moved between the first time and the last at which they were asked the same at a step that is made again and again: on the questions of its form that are counted so (programme.OverTime), all of them together.
// It says of nobody who they are, and stands on answers that were confided: it is told to all alike who read figures.
type MovedOn struct {
	Programme  string       `class:"open"` // its id
	Step       string       `class:"open"` // the first step of a pathway with the form: its id
	Form       string       `class:"open"` // its id
	Fewest     int          `class:"open"` // households on which each number stands at least
	Few        bool         `class:"open"` // of fewer than that anything can be told; nothing else is said
	Households int          `class:"open"` // that were asked twice at least
	Counts     []MovedCount // up, same and down; none where Few
}

// MovedCount is how many households moved one way.
type MovedCount struct {
	Is         string `class:"open"` // up, same or down
	Households int    `class:"open"` // 0 where Few
	Few        bool   `class:"open"` // too few to be told, or told by what is left over, or nobody moved otherwise
}

var moved = []string{"up", "same", "down"}

// MovedOnIn tells of each form of a programme that is counted so, in the compartment that is asked of, how households moved on it. Households are told together with so many others that no two days
// on which it is read show one of them, as with surveys (SurveysAt); who has come to the end of their way stays counted.
func MovedOnIn(scope access.Scope, of string) desk.Query[[]MovedOn] {
	return desk.Query[[]MovedOn]{Act: access.FiguresRead, Scope: scope, Run: func(r *desk.Reader) ([]MovedOn, error) {
		return desk.WorkedOut(r, "moved on "+of, func() (all []MovedOn, err error) {
			err = eachScale(r, of, func(s *scale) error {
				told, err := s.tell(r)
				all = append(all, told)
				return err
			})
			return all, err
		})
	}}
}

// scale is a form of a pathway on which it is counted how households move.
type scale struct {
	survey
	way    *programme.Pathway
	step   string                // the first with the form
	fewest int                   // households on which a number stands
	first  map[id.ID]journal.Ref // by way: when they were asked first
}

// eachScale calls f for each of them that a programme in force walks in the compartment that is asked of.
func eachScale(r *desk.Reader, of string, f func(*scale) error) error {
	return eachInForce(r, func(hash [32]byte, p *programme.Programme) error {
		for _, way := range p.Pathways {
			var seen []string
			for _, s := range way.Steps {
				if p.ID != of || way.Part != r.Scope().Compartment || !overTime(way, s) || slices.Contains(seen, s.Form) {
					continue
				}
				seen = append(seen, s.Form)
				form, err := publishedForm(r, hash, s.Form)
				if err == nil && form != nil && slices.ContainsFunc(form.Questions, onScale) {
					err = f(&scale{survey: survey{programme: p.ID, form: form}, way: way, step: s.ID, fewest: fewestOf(form, onScale), first: map[id.ID]journal.Ref{}})
				}
				if !judged(err) {
					return err
				}
			}
		}
		return nil
	})
}

func onScale(q *programme.Question) bool { return q.Counted == programme.OverTime }

// overTime reports whether a step asks a form of households again and again.
func overTime(way *programme.Pathway, s *programme.Step) bool {
	return programme.NatureOf(way.For) == programme.Household && s.Verb.Name == "check" && s.Form != ""
}

// tell reads who was asked twice at least, and counts how those moved who can be told.
func (s *scale) tell(r *desk.Reader) (MovedOn, error) {
	out := MovedOn{Programme: s.programme, Step: s.step, Form: s.form.ID, Fewest: s.fewest, Few: true}
	if err := s.read(r); err != nil {
		return out, err
	}
	last := toldOf(s.asked, s.fewest, r.Today()).told
	answers := map[journal.Ref]answered{}
	both := slices.Collect(maps.Values(last))
	for _, a := range last {
		both = append(both, asking{household: a.household, way: a.way, ref: s.first[a.way]})
	}
	err := s.survey.read(r, slices.Values(both), r.Today(), func(of asking, a answered) { answers[of.ref] = a })
	groups := map[string][]id.ID{}
	for _, a := range last {
		if is := s.between(answers[s.first[a.way]], answers[a.ref]); is != "" {
			groups[is] = append(groups[is], a.household)
		}
	}
	out.count(groups)
	return out, err
}

// read finds when households were asked, on every way of the pathway: the first time is kept apart.
func (s *scale) read(r *desk.Reader) error {
	ways, err := r.Find(ByPathway, PathwayKey(s.programme, s.way.ID), maxAtSite)
	for _, way := range ways {
		if err != nil {
			return err
		}
		err = s.readWay(r, way)
	}
	return err
}

func (s *scale) readWay(r *desk.Reader, way id.ID) error {
	c, err := open(r, way)
	if !judged(err) {
		return err
	}
	if err != nil || c.Journey.Aside {
		return nil
	}
	var marks []Mark
	for _, m := range c.Journey.Marks {
		if step := c.Pathway.Step(m.Step); !m.Withdrawn && m.State == programme.Happened && step != nil && step.Form == s.form.ID && overTime(c.Pathway, step) {
			marks = append(marks, m)
		}
	}
	if len(marks) < 2 {
		return nil
	}
	slices.SortStableFunc(marks, func(a, b Mark) int { return cmp.Compare(a.Day, b.Day) })
	written, err := writtenOn(r, way)
	s.first[way] = marks[0].Ref
	latest := written[marks[0].Ref]
	for _, m := range marks[1:] {
		latest = max(latest, written[m.Ref]) // what was written late of an older day does not come after a later one
		s.asked = append(s.asked, asking{household: c.Journey.Subject, way: way, ref: m.Ref, written: latest, gone: clock.NoDay})
	}
	return err
}

// between says how a household moved from the first answers to the last; "" where they have no question in common that was to be counted on both days.
func (s *scale) between(first, last answered) string {
	steps, both := 0, false
	for _, q := range s.form.Questions {
		from, to := first.stepOn(q), last.stepOn(q)
		if from >= 0 && to >= 0 {
			steps, both = steps+to-from, true
		}
	}
	switch {
	case !both:
		return ""
	case steps > 0:
		return "up"
	case steps < 0:
		return "down"
	}
	return "same"
}

// stepOn is how high an answer stands, from 0; -1 for none that was to be counted on the day on which it was given.
func (a answered) stepOn(q *programme.Question) int {
	if a.form == nil || !onScale(q) {
		return -1
	}
	if then := a.form.Question(q.Name); then == nil || !onScale(then) {
		return -1
	}
	return slices.IndexFunc(q.Options, func(o programme.Option) bool { return o.Name == a.answers[q.Name] })
}

// count tells how many moved which way. Where all of them moved one way, nobody is told it: it is what became of each.
func (m *MovedOn) count(groups map[string][]id.ID) {
	var stands []access.Basis
	together := 0
	for _, is := range moved {
		stands = append(stands, access.Basis{On: groups[is]})
		together += len(groups[is])
	}
	if together < m.Fewest {
		return
	}
	m.Few, m.Households = false, together
	withheld := access.WithheldBelow(m.Fewest, stands)
	for i, is := range moved {
		if c := (MovedCount{Is: is, Households: len(groups[is]), Few: withheld[i] || len(groups) == 1}); c.Few {
			m.Counts = append(m.Counts, MovedCount{Is: is, Few: true})
		} else {
			m.Counts = append(m.Counts, c)
		}
	}
}
