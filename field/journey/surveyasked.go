// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"cmp"
	"iter"
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// asking is one time that somebody was asked. The days are those on which it was written down: what is written of an older day comes to the others late.
type asking struct {
	household id.ID
	by        id.ID // zero: the household as one
	way       id.ID
	ref       journal.Ref // the fact
	written   clock.Day
	gone      clock.Day // since when who answered has left, or their way has ended; NoDay where neither
}

// addAsked adds when people of a household were asked.
func addAsked(r *desk.Reader, household id.ID, all []*survey) error {
	ways, err := r.Find(BySubject, household[:], maxWays)
	if err != nil {
		return err
	}
	for _, way := range ways {
		c, err := open(r, way)
		if !judged(err) {
			return err
		}
		if err != nil || c.Journey.Aside {
			continue
		}
		for _, s := range all {
			if err := s.add(r, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// add adds when somebody was asked the form on a way.
func (s *survey) add(r *desk.Reader, c *Case) error {
	j := c.Journey
	if j.Version.Value().Programme != s.programme {
		return nil
	}
	marks := c.marksAsking(s.form.ID)
	if len(marks) == 0 {
		return nil
	}
	written, err := writtenOn(r, c.ID)
	for _, m := range marks {
		s.asked = append(s.asked, asking{household: j.Subject, by: m.By, way: c.ID, ref: m.Ref, written: written[m.Ref], gone: j.goneOn(m.By, written)})
	}
	return err
}

// marksAsking are the marks by which somebody was asked a form of a survey.
func (c *Case) marksAsking(form string) (marks []Mark) {
	for _, m := range c.Journey.Marks {
		step := c.Pathway.Step(m.Step)
		if !m.Withdrawn && m.State == programme.Happened && step != nil && step.Form == form && surveys(c.Pathway, step) {
			marks = append(marks, m)
		}
	}
	return marks
}

// writtenOn are the days on which the facts of a way were written down.
func writtenOn(r *desk.Reader, way id.ID) (map[journal.Ref]clock.Day, error) {
	places, err := r.Places(Story.Name(), way)
	days := make(map[journal.Ref]clock.Day, len(places))
	for _, p := range places {
		days[p.Ref] = clock.DayOf(r.Moment(p.At))
	}
	return days, err
}

// goneOn is the day on which it was written that a person left, or anybody of the household for the zero id, or that the way ended; NoDay for neither.
func (j *Journey) goneOn(person id.ID, written map[journal.Ref]clock.Day) clock.Day {
	gone := clock.NoDay
	for i := range j.Marks {
		m := &j.Marks[i]
		left := m.leaving() && (person.IsZero() || j.concerns(m, person))
		ended := !m.Withdrawn && m.State == programme.Closed && j.Ended()
		if day := written[m.Ref]; (left || ended) && (!gone.Known() || day < gone) {
			gone = day
		}
	}
	return gone
}

// who is somebody who was asked; Person is zero where the household answered as one.
type who struct{ household, person id.ID }

// tellings are the sweep over what was written, day by day: what stands by then, and what of it is told.
type tellings struct {
	fewest    int
	now, told map[who]asking // the last time that each was asked, and has not left since
	changed   map[who]bool   // for whom the two differ
	until     clock.Day      // the last day of which answers are told; NoDay for none
	each      func()         // is told when something is told anew
}

// toldOf returns the answers that are told today: the last of each, and of nobody who has left by the last day of which answers are told. Days are told
// together until, since the last such day, of those whose answer comes and of those who only go each are nobody or as many households as a number must
// stand on; and today is not over. Who reads a summary on two days then never sees the answer of one come or go.
func toldOf(all []asking, fewest int, today clock.Day) *tellings {
	t := newTellings(fewest)
	t.sweep(all, today)
	return t
}

func newTellings(fewest int) *tellings {
	return &tellings{fewest: fewest, now: map[who]asking{}, told: map[who]asking{}, changed: map[who]bool{}, each: func() {}}
}

// sweep goes through what was written, day by day.
func (t *tellings) sweep(all []asking, today clock.Day) {
	events := eventsOf(all)
	for i, e := range events {
		if e.day >= today {
			break
		}
		t.note(e)
		if i+1 == len(events) || events[i+1].day != e.day {
			t.tell(e.day)
		}
	}
}

// event is that somebody was asked on a day, or left.
type event struct {
	asking
	day  clock.Day
	left bool
}

// eventsOf are all of them by day; on one day people are asked before they leave. Who was asked on a way that had ended is none of them.
func eventsOf(all []asking) (events []event) {
	of := slices.DeleteFunc(slices.Clone(all), func(a asking) bool { return a.gone.Known() && a.gone < a.written })
	for _, a := range of {
		events = append(events, event{a, a.written, false})
	}
	for _, a := range of {
		if a.gone.Known() {
			events = append(events, event{a, a.gone, true})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.day, b.day) })
	return events
}

// note changes what stands.
func (t *tellings) note(e event) {
	of := who{e.household, e.by}
	switch {
	case !e.left:
		t.now[of] = e.asking
	case t.now[of].ref == e.ref:
		delete(t.now, of)
	}
	t.changed[of] = t.now[of].ref != t.told[of].ref
}

// tell tells what stands on a day, where enough has changed.
func (t *tellings) tell(day clock.Day) {
	come, left := map[id.ID]bool{}, map[id.ID]bool{}
	for of, is := range t.changed {
		if _, stands := t.now[of]; is && stands {
			come[of.household] = true
		} else if is {
			left[of.household] = true
		}
	}
	if few(len(come), t.fewest) || few(len(left), t.fewest) {
		return
	}
	for of := range t.changed {
		delete(t.told, of)
		if a, stands := t.now[of]; stands {
			t.told[of] = a
		}
	}
	t.until = day
	clear(t.changed)
	t.each()
}

func few(n, fewest int) bool { return 0 < n && n < fewest }

// byWay sorts askings by the way on which each was.
func byWay(all iter.Seq[asking]) map[id.ID][]asking {
	ways := map[id.ID][]asking{}
	for a := range all {
		ways[a.way] = append(ways[a.way], a)
	}
	return ways
}
