// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// waits returns why a use waits to be asked back on a day: what of it nobody consents to any more, as lacks says it, or "forgotten" where somebody who told was; "" where it is covered, or nothing is left to be done.
func (t *Telling) waits(u *Use, day clock.Day) string {
	switch {
	case u.settled():
		return ""
	case !t.whole():
		return "forgotten"
	}
	return t.lacks(u, day)
}

// unsaid reports whether somebody has to be told what cannot be fetched: their consent ended, a place is beyond reach, and nobody told them since.
func (t *Telling) unsaid(p *Part, day clock.Day) bool {
	if !p.Here || !p.withdrew() && !p.over(day) {
		return false
	}
	return slices.ContainsFunc(t.Uses, func(u Use) bool { return u.Back == Beyond && (!p.ToldSo.Known() || p.ToldSo < u.BackOn) })
}

// Task is something that waits for the office because nobody consents any more: a Use of a Story that is to be asked back, or followed where it was asked (Back), or, where Use is zero, a Teller who is to be told what cannot be fetched.
// Why is as waits says it, Since the day from which it waits, NoDay where that is not known.
type Task struct {
	Story   id.ID     `class:"open"`
	Use     id.ID     `class:"open"`
	Teller  id.ID     `class:"open"`
	Name    string    `class:"personal"` // the name of whom it is about
	Where   string    `class:"personal"` // where the story is
	Channel string    `class:"open"`     // on which way it went there
	Back    Back      `class:"open"`
	Why     string    `class:"open"`
	Since   clock.Day `class:"open"`
}

// Waiting lists what waits for the office, the longest first.
func Waiting(scope access.Scope) desk.Query[[]Task] {
	return desk.Query[[]Task]{Act: access.StoryPublish, Scope: scope, Run: func(r *desk.Reader) (waiting []Task, err error) {
		told, err := all(r)
		for _, t := range told {
			tasks, err := t.State.tasks(r, t.ID)
			if err != nil {
				return nil, err
			}
			waiting = append(waiting, tasks...)
		}
		slices.SortStableFunc(waiting, func(a, b Task) int { return cmp.Compare(a.Since, b.Since) })
		return waiting, err
	}}
}

func (t *Telling) tasks(r *desk.Reader, of id.ID) (all []Task, err error) {
	day := r.Today()
	for i := range t.Uses {
		u := &t.Uses[i]
		if why := t.waits(u, day); why != "" {
			all = append(all, Task{Story: of, Use: u.ID, Where: u.Where, Channel: u.Channel, Back: u.Back, Why: why, Since: t.ended(day)})
		}
	}
	for i := range t.Parts {
		if p := &t.Parts[i]; t.unsaid(p, day) {
			name, err := nameOf(r, p.Teller)
			if err != nil {
				return nil, err
			}
			r.Looked(t.Household)
			all = append(all, Task{Story: of, Teller: p.Teller, Name: name, Why: "unsaid", Since: t.ended(day)})
		}
	}
	return all, nil
}

// ended is since when somebody's consent is not there any more, as far as that is known.
func (t *Telling) ended(day clock.Day) clock.Day {
	first := clock.NoDay
	for i := range t.Parts {
		p := &t.Parts[i]
		since := clock.NoDay
		switch {
		case p.withdrew():
			since = p.WithdrawnOn
		case p.over(day):
			for _, g := range p.Consent.Standing {
				since = max(since, g.Value.Covers.Until+1)
			}
		}
		if since.Known() && (!first.Known() || since < first) {
			first = since
		}
	}
	return first
}
