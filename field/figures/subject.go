// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"slices"

	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// A subject that is no household has a line among the households too: who is of it, where it is, and its attributes. A person who walks a
// pathway on their own has one in which they live alone; it is told apart by its id, which is theirs.

// takeSubject brings a committee, a project or another subject into the tables.
func (b *Board) takeSubject(of id.ID, s *subjects.Subject) {
	t := b.tables
	h := t.house(of)
	line := &t.households[h]
	line.site, line.members, line.attributes = t.place(s.Place.Value()), nil, nil
	for _, m := range s.Of() {
		packed := member{id: m.Person, joined: t.ref(m.Ref), birth: clock.NoDay, came: m.Since, sex: programme.Sex(m.Sex), disability: programme.Tri(m.Disability)}
		if m.BornYear != 0 {
			packed.birth = clock.Date(int(m.BornYear), 1, 1)
		}
		line.members = append(line.members, packed)
	}
	for i := range s.Attributes {
		if name := s.Attributes[i].Name; s.Attribute(name) != "" {
			line.attributes = append(line.attributes, attribute{t.word(name), t.word(s.Attribute(name))})
		}
	}
	b.soilHousehold(h)
}

// copiedSubject returns what figures need of a subject.
func copiedSubject(s *subjects.Subject) *subjects.Subject {
	c := &subjects.Subject{Kind: s.Kind, Place: held(s.Place), Members: slices.Clone(s.Members), Attributes: slices.Clone(s.Attributes)}
	for i := range c.Attributes {
		c.Attributes[i].Value = held(c.Attributes[i].Value)
	}
	return c
}

// takeOnTheirOwn puts a person who walks a pathway on their own into a line of their own, as they are known in their household.
func (b *Board) takeOnTheirOwn(of id.ID) {
	t := b.tables
	h, walks := t.houses[of]
	home, lives := t.homes[of]
	if !walks || !lives {
		return
	}
	i := slices.IndexFunc(t.households[home].members, func(m member) bool { return m.id == of })
	t.households[h].members, t.households[h].site = []member{t.households[home].members[i]}, t.households[home].site
	b.soilHousehold(h)
}

// attributesOf returns what a pathway declares of its subjects and is known of one.
func (t *tables) attributesOf(h *household, w *programme.Pathway) []programme.Field {
	if len(h.attributes) == 0 {
		return nil
	}
	var fields []programme.Field
	for _, d := range w.Attributes {
		for _, a := range h.attributes {
			if t.words[a.name] != d.Name {
				continue
			}
			if v := d.Parse(t.words[a.value]); v.Known() {
				fields = append(fields, programme.Field{Name: d.Name, Value: v})
			}
		}
	}
	return fields
}
