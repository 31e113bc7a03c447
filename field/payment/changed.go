// SPDX-License-Identifier: Apache-2.0

package payment

import (
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

// ListChanged is what became otherwise since a list was prepared.
type ListChanged struct {
	Lines []ChangedLine // of which something is otherwise, in the order of ListLines
	Whole int           `class:"open"` // lines of the list
}

// Changed reads of each line of a list what was written since it was prepared. Each line on which something was is a look.
func Changed(scope access.Scope, list id.ID) desk.Query[ListChanged] {
	return desk.Query[ListChanged]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) (out ListChanged, err error) {
		if _, err := mustList(r, list); err != nil {
			return out, err
		}
		since, err := r.Places(ListStory.Name(), list)
		if err != nil || len(since) == 0 {
			return out, err
		}
		src := source{r}
		ways, err := src.on(list)
		if err != nil {
			return out, err
		}
		w := written{r: r, since: since[0].At}
		if w.in, err = storiesSince(r, w.since, uint64(len(ways))*storiesOfLine); err != nil {
			return out, err
		}
		for _, of := range ways {
			if err := out.add(src, w, list, of); err != nil {
				return out, err
			}
		}
		return out, nil
	}}
}

// storiesOfLine is about how many stories there are of a line: its way, its household, the people of it, and what holds it. Where fewer facts than that for each line
// were written since, it is cheaper to read those than to ask each story.
const storiesOfLine = 8

// storiesSince are the stories in which something that tells an approver anything was written since a day or two before a moment; nil where more facts than the most were.
func storiesSince(r *desk.Reader, since clock.Stamp, most uint64) (map[id.ID]bool, error) {
	before, _, err := r.HeadsOn(r.Scope(), clock.DayOf(since.Time())-2) // the day of an office is not that of the clock
	if err != nil {
		return nil, err
	}
	if facts, _, err := r.Behind(r.Scope(), before); err != nil || facts > most {
		return nil, err
	}
	in := map[id.ID]bool{}
	_, err = r.EachAfter(r.Scope(), before, func(f *journal.Fact) error {
		if changes[f.Kind] != "" {
			in[f.Story] = true
		}
		return nil
	})
	return in, err
}

// written finds what was written of stories since a moment. In are the only ones in which anything was; nil where that is not known.
type written struct {
	r     *desk.Reader
	since clock.Stamp
	in    map[id.ID]bool
}

// add reads the lines of one journey.
func (out *ListChanged) add(src source, w written, list, of id.ID) error {
	j, err := src.journey(of)
	if err != nil {
		return err
	}
	placed := PlacedOn(of, j, list)
	out.Whole += len(placed)
	var ofPeople []LineChange
	for n, p := range placed {
		if n == 0 {
			if ofPeople, err = w.ofPeople(j, p); err != nil {
				return err
			}
		}
		line := ChangedLine{Journey: of, Subject: j.Subject, Step: p.Step, State: p.State.String(), Total: p.Total}
		if line.Changes, err = w.ofLine(of, j, p.Step); err != nil {
			return err
		}
		if line.Changes = append(line.Changes, ofPeople...); len(line.Changes) == 0 {
			continue
		}
		h, err := src.household(j.Subject)
		if err != nil {
			return err
		}
		line.Card = h.Card
		w.r.Looked(j.Subject)
		out.Lines = append(out.Lines, line)
	}
	return nil
}

// ofLine is what was written of the payment itself.
func (w written) ofLine(of id.ID, j *journey.Journey, step string) (all []LineChange, err error) {
	all, err = w.of(journey.Story.Name(), of, func(f *journal.Fact) bool {
		return stepOf(f) == step
	})
	if err != nil {
		return nil, err
	}
	held, err := w.of(HoldStory.Name(), HoldID(of, j.Origin(step)), nil)
	return append(all, held...), err
}

// ofPeople is what was written of the household and of those for whom it is paid: of whoever collects it also that they were corrected.
func (w written) ofPeople(j *journey.Journey, p Placed) ([]LineChange, error) {
	all, err := w.of(people.HouseholdStory.Name(), j.Subject, nil)
	if err != nil {
		return nil, err
	}
	members, err := w.r.Find(people.MembersOf, j.Subject[:], people.MaxMembers)
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
		some, err := w.of(people.PersonStory.Name(), m, func(f *journal.Fact) bool { return m == p.By || f.Kind != "people.person_corrected" })
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// of reads what was written of a story, of the kinds that tell an approver something. A story of which nothing was is not opened.
func (w written) of(kind string, of id.ID, heed func(*journal.Fact) bool) (all []LineChange, err error) {
	if w.in != nil && !w.in[of] {
		return nil, nil
	}
	places, err := w.r.Places(kind, of)
	if err != nil || len(places) == 0 || places[len(places)-1].At <= w.since {
		return nil, err
	}
	facts, err := w.r.Facts(kind, of)
	for i, f := range facts {
		what := changes[f.Kind]
		if what == "" || i < len(places) && places[i].At <= w.since || heed != nil && !heed(f) {
			continue
		}
		if f.Kind == "payment.held" && released(f) {
			what = "released"
		}
		all = append(all, LineChange{what, f.Author, f.Day})
	}
	return all, err
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
