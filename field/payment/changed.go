// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"cmp"
	"maps"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// What is written of the people of a list after it was prepared is what its second pair of eyes looks for: each line of which something is otherwise, with who wrote it and
// when. What they answered, whom they fear and how they may be reached is no part of it.

// Changes are what may have been written since, as the last parts of the keys of their sentences ("payment.changed.*").
var changes = map[string]string{
	"payment.stopped": "stopped", "payment.held": "held", "payment.collector_confirmed": "confirmed", "people.collector_chosen": "collector",
	"people.household_moved": "site", "people.person_died": "died", "people.person_merged": "merged", "people.merge_undone": "unmerged", "people.person_moved": "household",
	"people.person_corrected": "corrected", "people.person_registered": "new",
}

// LineChange is one thing that was written of a line, or of its people, since the list was prepared. What is a part of a key, By the user who wrote it.
type LineChange struct {
	What string    `class:"personal"`
	By   id.ID     `class:"open"`
	On   clock.Day `class:"open"` // the day it happened
}

// ChangedLine is a line of a list of which something is otherwise than when it was prepared. Journey and Step say which, Subject whose it is; State is as in ListLine.
type ChangedLine struct {
	Journey id.ID        `class:"open"`
	Subject id.ID        `class:"open"`
	Step    string       `class:"open"`
	State   string       `class:"open"`
	Total   int64        `class:"open"`     // minor units
	Card    string       `class:"personal"` // of the household
	Changes []LineChange // in the order in which they were written
}

// Kinds are what changed of the line, each once.
func (l *ChangedLine) Kinds() (all []string) {
	for _, c := range l.Changes {
		if !slices.Contains(all, c.What) {
			all = append(all, c.What)
		}
	}
	return all
}

// ListChanged is what became otherwise since a list was prepared. Lines are those of the part that was asked for, of all kinds or of one.
type ListChanged struct {
	Lines []ChangedLine  // in the order of ListLines
	Kinds []ChangedCount // what changed, in order of its name
	Count int            `class:"open"` // lines of which something is otherwise, of whatever kind
	Found int            `class:"open"` // of those: that are of the kind that was asked for
	Whole int            `class:"open"` // lines of the list
}

// ChangedCount is of how many lines one kind of thing is otherwise. What is a part of a key, Lines how many.
type ChangedCount struct {
	What  string `class:"open"`
	Lines int    `class:"open"`
}

// Changed reads of which lines of a list something was written since it was prepared: all of them are counted, and those of a part are told, of all kinds or (what) of
// one. Each line that is told is a look.
func Changed(n *Written, scope access.Scope, list id.ID, what string, part desk.Part) desk.Query[ListChanged] {
	return desk.Query[ListChanged]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) (out ListChanged, err error) {
		l, err := mustList(r, list)
		if err != nil {
			return out, err
		}
		prepared, err := r.Places(ListStory.Name(), list)
		if err != nil || len(prepared) == 0 {
			return out, err
		}
		s := &summed{r: r, src: source{r}, id: list, list: l}
		if s.lines, err = linesOn(r, list); err != nil {
			return out, err
		}
		n.mu.Lock()
		defer n.mu.Unlock()
		c := changedOf{summed: s, since: prepared[0].At}
		if c.in, err = n.since(r, c.since); err != nil {
			return out, err
		}
		lines, err := c.changed()
		if err != nil {
			return out, err
		}
		out.Whole = len(s.lines)
		return out, out.tell(s, lines, what, part)
	}}
}

// tell counts the lines that changed, and tells those of a part.
func (out *ListChanged) tell(s *summed, lines []ChangedLine, what string, part desk.Part) error {
	counts := map[string]int{}
	for i := range lines {
		kinds := lines[i].Kinds()
		for _, kind := range kinds {
			counts[kind]++
		}
		if what != "" && !slices.Contains(kinds, what) {
			continue
		}
		if part.Has(out.Found) {
			h, err := s.src.household(lines[i].Subject)
			if err != nil {
				return err
			}
			lines[i].Card = h.Card
			s.r.Looked(lines[i].Subject)
			out.Lines = append(out.Lines, lines[i])
		}
		out.Found++
	}
	out.Count = len(lines)
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		out.Kinds = append(out.Kinds, ChangedCount{kind, counts[kind]})
	}
	return nil
}

// changedOf finds what was written of the lines of a list since a moment. In is what was written of which stories; nil where that was too much to keep.
type changedOf struct {
	*summed
	since clock.Stamp
	in    *writtenIn
}

// changed finds the lines of which something was written. Where it is known of which stories anything was, only the lines that those concern are asked.
func (c *changedOf) changed() (lines []ChangedLine, err error) {
	concerned, err := c.concerned()
	if err != nil {
		return nil, err
	}
	for at := 0; at < len(c.lines); {
		of := c.wayOf(c.lines[at].way)
		at += len(of)
		if concerned != nil && !concerned[of[0].way] {
			continue
		}
		some, err := c.ofWay(of)
		if err != nil {
			return nil, err
		}
		lines = append(lines, some...)
	}
	return lines, nil
}

// concerned are the ways that something is about that was written since; nil where any may be.
func (c *changedOf) concerned() (map[id.ID]bool, error) {
	if c.in == nil {
		return nil, nil
	}
	ways, on := map[id.ID]bool{}, map[id.ID][]id.ID{}
	for i := range c.lines {
		on[c.lines[i].subject] = append(on[c.lines[i].subject], c.lines[i].way)
		ways[c.lines[i].way] = false
	}
	for story, some := range c.in.of {
		last := some[len(some)-1] // of whichever kind: a story is of one
		if !slices.ContainsFunc(some, func(w written) bool { return w.at > c.since }) {
			continue
		}
		subjects, err := c.subjectsOf(story, last.what, ways)
		if err != nil {
			return nil, err
		}
		for _, subject := range subjects {
			for _, way := range on[subject] {
				ways[way] = true
			}
		}
	}
	return ways, nil
}

// subjectsOf are the subjects that a story is about, of which something was written. A way, or a hold of one, is entered as it is.
func (c *changedOf) subjectsOf(story id.ID, what string, ways map[id.ID]bool) (subjects []id.ID, err error) {
	switch what {
	case "stopped", "confirmed":
		if _, on := ways[story]; on {
			ways[story] = true
		}
	case "held", "released":
		h, err := desk.Read(c.r, HoldStory, story)
		if _, on := ways[h.State.Journey]; on {
			ways[h.State.Journey] = true
		}
		return nil, err
	case "collector", "site":
		return []id.ID{story}, nil
	default:
		p, err := c.src.person(story)
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, story) // who walks a way of their own
		for _, m := range p.Household.Standing {
			subjects = append(subjects, m.Value.Household)
		}
		for _, b := range p.Before {
			subjects = append(subjects, b.Household)
		}
		for _, k := range p.KeptIn {
			subjects = append(subjects, k.Household)
		}
	}
	return subjects, nil
}

// ofWay reads what was written of the lines of one way.
func (c *changedOf) ofWay(of []listedLine) (lines []ChangedLine, err error) {
	j, err := c.src.journey(of[0].way)
	if err != nil {
		return nil, err
	}
	var ofPeople []LineChange
	for n, p := range PlacedOn(of[0].way, j, c.id) {
		if n == 0 {
			if ofPeople, err = c.ofPeople(j, p); err != nil {
				return nil, err
			}
		}
		line := ChangedLine{Journey: p.Journey, Subject: j.Subject, Step: p.Step, State: p.State.String(), Total: p.Total}
		if line.Changes, err = c.ofLine(p.Journey, j, p.Step); err != nil {
			return nil, err
		}
		if line.Changes = append(line.Changes, ofPeople...); len(line.Changes) > 0 {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// ofLine is what was written of the payment itself.
func (c *changedOf) ofLine(of id.ID, j *journey.Journey, step string) (all []LineChange, err error) {
	all, err = c.ofStory(journey.Story.Name(), of, func(w written) bool { return w.step == step })
	if err != nil {
		return nil, err
	}
	held, err := c.ofStory(HoldStory.Name(), HoldID(of, j.Origin(step)), nil)
	return append(all, held...), err
}

// ofPeople is what was written of the household and of those for whom it is paid: of whoever collects it also that they were corrected.
func (c *changedOf) ofPeople(j *journey.Journey, p Placed) ([]LineChange, error) {
	all, err := c.ofStory(people.HouseholdStory.Name(), j.Subject, nil)
	if err != nil {
		return nil, err
	}
	members, err := c.r.Find(people.MembersOf, j.Subject[:], people.MaxMembers)
	if err != nil {
		return nil, err
	}
	for _, m := range j.Marks {
		if of, _ := j.For(m.Ref); m.Step == p.Step && m.State == programme.Owed {
			for _, one := range of {
				members = append(members, one.ID)
			}
		}
	}
	members = slices.DeleteFunc(append(members, p.By), id.ID.IsZero)
	slices.SortFunc(members, id.ID.Compare)
	for _, m := range slices.Compact(members) {
		some, err := c.ofStory(people.PersonStory.Name(), m, func(w written) bool { return m == p.By || w.what != "corrected" })
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// ofStory is what was written of a story since, of the kinds that tell an approver something.
func (c *changedOf) ofStory(kind string, of id.ID, heed func(written) bool) (all []LineChange, err error) {
	var some []written
	if c.in != nil {
		some = slices.Clone(c.in.of[of])
		slices.SortStableFunc(some, func(a, b written) int { return cmp.Compare(a.at, b.at) })
	} else if some, err = writtenOf(c.r, kind, of, c.since); err != nil {
		return nil, err
	}
	for _, w := range some {
		if w.at > c.since && (heed == nil || heed(w)) {
			all = append(all, LineChange{w.what, w.by, w.on})
		}
	}
	return all, nil
}

// writtenOf opens the facts of a story that were written since a moment.
func writtenOf(r *desk.Reader, kind string, of id.ID, since clock.Stamp) (some []written, err error) {
	places, err := r.Places(kind, of)
	if err != nil || len(places) == 0 || places[len(places)-1].At <= since {
		return nil, err
	}
	facts, err := r.Facts(kind, of)
	for _, f := range facts {
		if what := whatOf(f); what != "" {
			some = append(some, written{what, stepOf(f), f.Author, f.Day, f.At})
		}
	}
	return some, err
}

// stepOf is the step of what is written of a payment on its way; "" for what is of none.
func stepOf(f *journal.Fact) string {
	var stop stoppedResidue
	var confirmed confirmedResidue
	switch {
	case f.Kind == "payment.stopped" && journal.Decode(f.Residue, &stop) == nil:
		return stop.Step
	case f.Kind == "payment.collector_confirmed" && journal.Decode(f.Residue, &confirmed) == nil:
		return confirmed.Step
	}
	return ""
}

// released reports whether a fact of a hold lets the payment go.
func released(f *journal.Fact) bool {
	var r heldResidue
	return journal.Decode(f.Residue, &r) == nil && r.By.IsZero()
}
