// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"maps"
	"slices"

	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Named is whom a deed was for, by the fact it comes from: who left, whom an amount was reckoned for. It stays, whoever is born, dies, joins
// or leaves the household since. It is stored as an array, as marks are. Ref names the fact, People who it was for, in the order in
// which it names them.
type Named struct {
	_      struct{} `cbor:",toarray"`
	Ref    journal.Ref
	Site   id.ID // where they lived on that day, where the deed asks for it
	People []Person
}

// Person is one for whom a deed was done, as they were known on that day. ID is theirs, also once they were forgotten; Sex and
// Disability are 0 where nobody knows.
type Person struct {
	_          struct{} `cbor:",toarray"`
	ID         id.ID
	Sex        programme.Sex
	Age        int8 // the first year of their age band; AgeUnknown where nobody knows
	Disability programme.Tri
	Elsewhere  bool // the deed was done on another journey, which counts them
}

// Names notes whom the deed of a fact was for, and where they lived.
func (j *Journey) Names(f *journal.Fact, site id.ID, of []Person) {
	if len(of) > 0 {
		j.Named = append(j.Named, Named{Ref: f.Ref(), Site: site, People: of})
	}
}

// NamesAgain notes that a fact does anew for some people what an older one did: as that one knew them and where it says they lived, where it does.
func (j *Journey) NamesAgain(f *journal.Fact, older journal.Ref, site id.ID, of []Person) {
	of = slices.Clone(of)
	if i := slices.IndexFunc(j.Named, func(n Named) bool { return n.Ref == older }); i >= 0 {
		site = j.Named[i].Site
		for k := range of {
			if at := slices.IndexFunc(j.Named[i].People, func(p Person) bool { return p.ID == of[k].ID }); at >= 0 {
				of[k] = j.Named[i].People[at]
			}
		}
	}
	j.Names(f, site, of)
}

// concerns reports whether a mark is about a person: theirs, or of the household as one, which of those who left or arrived are the ones it
// names. Who joined the household since, or was born to it, did not leave with it.
func (j *Journey) concerns(m *Mark, person id.ID) bool {
	if !m.By.IsZero() {
		return m.By == person
	}
	if !m.leaving() {
		return true
	}
	is, said := j.Includes(m.Ref, person)
	return is || !said
}

// CameAfter reports whether a person came to the household after it had left on a step of verb move, and has neither a seat nor left since.
func (j *Journey) CameAfter(step string, person id.ID) bool {
	_, seated := j.SeatMark(step, person)
	return !seated && j.LeftWithout(step, person)
}

// OnRoad returns who left on a step of verb move and has not arrived, in order of id: those whom the departures that stand name, wherever they are
// said to live now. Who brought their departure along from another journey is on the road as well; Elsewhere says that they are counted on that one.
func (j *Journey) OnRoad(step string) []Person {
	on := map[id.ID]Person{}
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn || m.Step != step || m.State != programme.Departed {
			continue
		}
		of, _ := j.For(m.Ref)
		for _, p := range of {
			if seat, seated := j.SeatMark(step, p.ID); (m.By.IsZero() || m.By == p.ID) && seated && seat.State == programme.Departed {
				was, known := on[p.ID]
				p.Elsewhere = p.Elsewhere && (!known || was.Elsewhere)
				on[p.ID] = p
			}
		}
	}
	return slices.SortedFunc(maps.Values(on), func(a, b Person) int { return id.ID.Compare(a.ID, b.ID) })
}

// RoadSteps returns the steps on which somebody left and not the whole household has arrived together: those who arrived as one may have been
// fewer than those who left.
func (j *Journey) RoadSteps() []string {
	return slices.DeleteFunc(j.stepsIn(programme.Departed), func(step string) bool {
		together := slices.ContainsFunc(j.Marks, func(a Mark) bool {
			return a.Step == step && a.State == programme.Arrived && a.By.IsZero() && !a.Withdrawn
		})
		return together && len(j.OnRoad(step)) == 0
	})
}

// ArrivedAt returns the last mark of an arrival at a place.
func (j *Journey) ArrivedAt(place id.ID) (last Mark, some bool) {
	for i := range j.Marks {
		if m := &j.Marks[i]; !m.Withdrawn && m.State == programme.Arrived && m.Place == place {
			last, some = *m, true
		}
	}
	return last, some
}

// KnownAs returns somebody as they are known on a day, too coarse to recognise.
func KnownAs(m people.Someone, day clock.Day) Person {
	of := MemberOf(m, day)
	return Person{ID: of.ID, Sex: of.Sex, Age: programme.BandOf(of.Age), Disability: of.Disability}
}

// named returns what the evaluator may know of those whom a mark is about.
func (j *Journey) named(m *Mark) (id.ID, []programme.Left) {
	i := slices.IndexFunc(j.Named, func(n Named) bool { return n.Ref == m.Ref })
	if i < 0 || m.State != programme.Departed {
		return id.ID{}, nil
	}
	var left []programme.Left
	for _, p := range j.Named[i].People {
		if m.By.IsZero() || m.By == p.ID {
			left = append(left, programme.Left{Elsewhere: p.Elsewhere,
				Member: programme.Member{ID: p.ID, Sex: p.Sex, Age: p.Age, Adult: programme.AdultAt(p.Age), Disability: p.Disability}})
		}
	}
	return j.Named[i].Site, left
}

// For returns whom the deed of a fact was for, and whether that was said: facts of older programs do not say it.
func (j *Journey) For(fact journal.Ref) ([]Person, bool) {
	i := slices.IndexFunc(j.Named, func(n Named) bool { return n.Ref == fact })
	if i < 0 {
		return nil, false
	}
	return j.Named[i].People, true
}

// Includes reports whether a person is among those whom the deed of a fact was for; said is false where that is not known.
func (j *Journey) Includes(fact journal.Ref, person id.ID) (is, said bool) {
	of, said := j.For(fact)
	return slices.ContainsFunc(of, func(p Person) bool { return p.ID == person }), said
}

// Persons returns people of whom only the id matters.
func Persons(ids []id.ID) []Person {
	of := make([]Person, len(ids))
	for i := range ids {
		of[i] = Person{ID: ids[i], Age: programme.AgeUnknown}
	}
	return of
}
