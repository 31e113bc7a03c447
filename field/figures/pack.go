// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"maps"
	"slices"
	"strings"

	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// take brings the state of a story into the tables, in place of what they held of it. Stories may come in any order.
func (b *Board) take(of id.ID, state any) {
	b.changed()
	switch s := state.(type) {
	case *people.Person:
		b.takePerson(of, s)
	case *people.Household:
		b.takeHousehold(of, s)
	case *subjects.Subject:
		b.takeSubject(of, s)
	case *journey.Journey:
		b.takeJourney(of, s)
	case *places.Place:
		b.takePlace(of, s)
	case *journey.Published:
		b.takeVersion(s)
	case *journey.InForce:
		if s.Programme == b.programme {
			b.inForce = s.Hash.Value()
			b.askAll()
		}
	}
}

// copied returns what take may be given later, when the state itself is not valid any more; nil for states that figures do not know.
// Folds change the lists of a state in place, never what an entry of a list leads to: one level is enough.
func copied(state any) any {
	switch s := state.(type) {
	case *people.Person:
		return &people.Person{Household: held(s.Household), Sex: held(s.Sex), Disability: held(s.Disability), Born: held(s.Born),
			BornYear: s.BornYear, Died: held(s.Died), SameAs: held(s.SameAs), Since: s.Since, Moved: s.Moved, Added: s.Added,
			Separated: held(s.Separated), BornTo: s.BornTo}
	case *people.Household:
		return &people.Household{Site: held(s.Site), Groups: held(s.Groups)}
	case *subjects.Subject:
		return copiedSubject(s)
	case *journey.Journey:
		j := *s
		j.Version, j.Marks, j.Named = held(s.Version), slices.Clone(s.Marks), slices.Clone(s.Named)
		return &j
	case *places.Place:
		return copiedPlace(s)
	case *journey.Published:
		return s // what was published never changes
	case *journey.InForce:
		return &journey.InForce{Programme: s.Programme, Hash: held(s.Hash)}
	}
	return nil
}

// copiedPlace returns what figures need of a place.
func copiedPlace(s *places.Place) *places.Place {
	p := &places.Place{Kind: s.Kind, Name: held(s.Name), Pcode: s.Pcode, Parent: s.Parent, Safety: slices.Clone(s.Safety),
		Profile: slices.Clone(s.Profile)}
	for i := range p.Safety {
		p.Safety[i].Decided = held(p.Safety[i].Decided)
	}
	for i := range p.Profile {
		p.Profile[i].Found = held(p.Profile[i].Found)
	}
	return p
}

func (b *Board) takePerson(of id.ID, p *people.Person) {
	t := b.tables
	for _, h := range t.homesOf(of) {
		t.households[h].members = slices.DeleteFunc(t.households[h].members, func(m member) bool { return m.id == of })
		b.soilHousehold(h)
	}
	delete(t.homes, of)
	delete(t.further, of)
	delete(t.bornTo, of)
	if !p.BornTo.IsZero() {
		t.bornTo[of] = p.BornTo
	}
	packed := member{id: of, birth: birthOf(p), came: p.Came(), added: p.Added, sex: programme.Sex(p.Sex.Value()), disability: programme.Tri(p.Disability.Value()),
		separated: p.IsSaidSeparated()}
	for _, m := range p.Household.Standing {
		if m.Value.Household.IsZero() || !p.Belongs(m.Value.Household) {
			continue
		}
		h := t.house(m.Value.Household)
		if slices.Contains(t.homesOf(of), h) {
			continue // two facts say the same
		}
		packed.joined = t.ref(m.Ref)
		t.settle(of, h, packed)
		b.soilHousehold(h)
	}
	b.takeOnTheirOwn(of)
}

// settle puts a person among the members of a household.
func (t *tables) settle(of id.ID, h uint32, m member) {
	if _, has := t.homes[of]; has {
		t.further[of] = append(t.further[of], h)
	} else {
		t.homes[of] = h
	}
	members := t.households[h].members
	at, _ := slices.BinarySearchFunc(members, of, func(m member, of id.ID) int { return m.id.Compare(of) })
	t.households[h].members = slices.Insert(members, at, m)
}

func (t *tables) homesOf(of id.ID) []uint32 {
	h, has := t.homes[of]
	if !has {
		return nil
	}
	return append([]uint32{h}, t.further[of]...)
}

// birthOf returns the day from which a person's age is told: see people.Person.AgeOn.
func birthOf(p *people.Person) clock.Day {
	if b, ok := p.Born.Latest(); ok && b.Precision != people.BirthUnknown && b.Day.Known() {
		return b.Day
	}
	if p.BornYear == 0 {
		return clock.NoDay
	}
	return clock.Date(int(p.BornYear), 1, 1)
}

func (b *Board) takeHousehold(of id.ID, h *people.Household) {
	i := b.tables.house(of)
	b.tables.households[i].known = true
	b.tables.households[i].site = b.tables.place(h.Site.Value())
	b.tables.households[i].groups = b.tables.word(strings.Join(h.GroupsOf(), "\x00"))
	b.soilHousehold(i)
}

func (b *Board) takeJourney(of id.ID, j *journey.Journey) {
	t := b.tables
	i, known := t.journeys[of]
	version := j.Version.Value()
	if version.Programme != b.programme || j.Aside { // who stands on two is counted on the one that they walk
		if known {
			t.rows[i].gone = true
			b.soil(i)
			b.askBegun(t.rows[i].household)
		}
		return
	}
	if !known {
		i = uint32(len(t.rows))
		t.journeys[of] = i
		t.rows = append(t.rows, row{id: of, subject: j.Subject, kind: t.word(j.Kind), next: clock.NoDay})
		if programme.NatureOf(j.Kind) != programme.Place {
			h := t.house(j.Subject)
			t.rows[i].household = h
			t.households[h].journeys = append(t.households[h].journeys, i)
			b.takeOnTheirOwn(j.Subject)
		}
	}
	r := &t.rows[i]
	r.gone, r.version, r.way, r.opened = false, t.version(version.Hash), t.word(j.Pathway), j.Opened
	r.destination = t.place(j.Destination())
	if n := len(j.Version.Standing); n > 0 {
		r.origin = t.ref(j.Version.Standing[n-1].Ref)
	}
	t.packMarks(r, j)
	b.soil(i)
	b.askBegun(r.household)
}

// packMarks packs the marks of a journey as the evaluator is to read them: in order of day, with those that contradict each other taken
// out.
func (t *tables) packMarks(r *row, j *journey.Journey) {
	story := journey.StoryOf(j, nil, id.ID{}, clock.NoDay)
	order := make([]journal.Ref, len(j.Marks)) // StoryOf sorts by day and keeps the order within a day: so do we
	byDay := make([]int, len(j.Marks))
	for i := range byDay {
		byDay[i] = i
	}
	slices.SortStableFunc(byDay, func(a, b int) int { return int(j.Marks[a].Day - j.Marks[b].Day) })
	for i, at := range byDay {
		order[i] = j.Marks[at].Ref
	}
	r.marks, r.extras = make([]mark, len(story.Marks)), nil
	for i := range story.Marks {
		m := &story.Marks[i]
		r.marks[i] = mark{ref: t.ref(order[i]), by: t.person(m.By), place: t.place(m.Place), value: t.word(m.Value),
			step: t.word(m.Step), day: m.Day, state: m.State, withdrawn: m.Withdrawn}
		if m.Details != nil || m.Until.Known() {
			r.marks[i].extra = true
			t.respell(m.Details)
			r.extras = append(r.extras, extra{mark: uint32(i), until: m.Until, details: m.Details})
		}
	}
	r.extras = slices.Clip(r.extras)
}

// respell makes the names of amounts share memory: each state that is read from the disk has its own.
func (t *tables) respell(d *programme.Details) {
	if d == nil {
		return
	}
	for i := range d.Numbers {
		d.Numbers[i].Name = t.words[t.word(d.Numbers[i].Name)]
	}
}

func (b *Board) takePlace(of id.ID, p *places.Place) {
	t := b.tables
	i := t.place(of)
	if was := t.places[i].state; was != nil {
		t.names[nameOf(was)]--
	}
	t.places[i].state = copiedPlace(p)
	t.names[nameOf(p)]++
	for v := range t.versions {
		maps.DeleteFunc(t.versions[v].inputs, func(of lookout, _ []programme.Input) bool { return of.place == i })
	}
	for r := range t.rows {
		if t.rows[r].destination == i {
			b.soil(uint32(r))
		}
	}
}

// nameOf returns what tells a place apart on a page of figures: people live and arrive at sites, villages and municipalities, which are
// listed together.
func nameOf(p *places.Place) placeName {
	group := string(p.Kind)
	switch p.Kind {
	case places.Site, places.Village, places.Municipality:
		group = "lived_in"
	}
	return placeName{group, p.Name.Value()}
}

func (b *Board) soilHousehold(h uint32) {
	b.askBegun(h)
	for _, i := range b.tables.households[h].journeys {
		b.soil(i)
	}
}

// soil notes that a row must be evaluated again.
func (b *Board) soil(i uint32) {
	if r := &b.tables.rows[i]; !r.dirty {
		r.dirty = true
		b.soiled = append(b.soiled, i)
	}
}
