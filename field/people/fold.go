// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Membership is where a person belongs, and as what. Household is zero where they belong to none; Relation is to its head, "" where
// nobody says.
type Membership struct {
	_         struct{} `cbor:",toarray"`
	Household id.ID
	Relation  Relation
}

// Person is what is true of a person.
//
// Household, Sex, Disability, Names, Born, Phone, SafeContact, Died, Functioning and Travels hold two values where two offices
// wrote without seeing each other. Died is the day; whoever has one is dead. Phone is in the form of E.164, or as it was given.
// Since is the day they were registered. Names, dates and numbers are gone once they were forgotten; Sex, Disability, Separated, BornYear and
// Household stay. Flags are what a person should look at.
type Person struct {
	Household   register.Held[Membership]  `cbor:"1,keyasint"`
	Sex         register.Held[Sex]         `cbor:"2,keyasint"`
	Disability  register.Held[Answer]      `cbor:"3,keyasint"`
	BornYear    int16                      `cbor:"4,keyasint,omitempty"` // survives forgetting; 0: not known
	Names       register.Held[Names]       `cbor:"5,keyasint"`
	Born        register.Held[Born]        `cbor:"6,keyasint"`
	Phone       register.Held[string]      `cbor:"7,keyasint"`
	SafeContact register.Held[SafeContact] `cbor:"8,keyasint"`
	Died        register.Held[clock.Day]   `cbor:"9,keyasint"`
	SameAs      register.Held[id.ID]       `cbor:"10,keyasint"` // merged into this person
	Flags       []Flag                     `cbor:"11,keyasint,omitempty"`
	Since       clock.Day                  `cbor:"12,keyasint"`
	Moved       clock.Day                  `cbor:"13,keyasint,omitempty"` // the day they came to the household they are in; 0: Since
	Added       bool                       `cbor:"15,keyasint,omitempty"` // to a household that was registered already
	Also        []id.ID                    `cbor:"16,keyasint,omitempty"` // records that were merged into this one
	Before      []Former                   `cbor:"14,keyasint,omitempty"` // the households they belonged to before, in the order of their facts
	BornTo      id.ID                      `cbor:"18,keyasint,omitempty"` // of a newborn: the member to whom they were born
	AddedBy     id.ID                      `cbor:"17,keyasint,omitempty"` // who added them to a household that was registered before
	Functioning register.Held[Functioning] `cbor:"19,keyasint,omitzero"`
	Travels     register.Held[Travels]     `cbor:"20,keyasint,omitzero"`
	KeptIn      []KeptIn                   `cbor:"21,keyasint,omitempty"` // where they lived when a record was merged into theirs, in the order of their facts
	Carried     []Carried                  `cbor:"22,keyasint,omitempty"` // how they may safely be reached, as a record that was merged into theirs said it
	Apart       []Apart                    `cbor:"23,keyasint,omitempty"` // of whom they were said to be the double, and are not
	Separated   register.Held[Answer]      `cbor:"24,keyasint,omitzero"`  // from parents and usual carers, as somebody said: see SeparatedOn
}

// Former is a household that a person belonged to, and the day on which they left it. Household is which, Left the day.
type Former struct {
	_         struct{} `cbor:",toarray"`
	Household id.ID
	Left      clock.Day
}

// KeptIn is a household to which somebody belonged when another record was merged into theirs. Gone is the record that was merged,
// Household the one they belonged to then.
type KeptIn struct {
	_         struct{} `cbor:",toarray"`
	Gone      id.ID
	Household id.ID
}

// Carried is where a record that was merged into another said how its person may safely be reached. Gone is the record that was
// merged, Ref the fact that carried it over.
type Carried struct {
	_    struct{} `cbor:",toarray"`
	Gone id.ID
	Ref  journal.Ref
}

// Apart says that a record which was merged into another is of somebody else after all. Kept is the record that stayed, Day when it
// was found out.
type Apart struct {
	_    struct{} `cbor:",toarray"`
	Kept id.ID
	Day  clock.Day
	Why  string // "" where it was forgotten
}

// leaves notes the households that a person leaves for another.
func (p *Person) leaves(day clock.Day, to id.ID) {
	for _, m := range p.Household.Standing {
		if of := m.Value.Household; of != to && !of.IsZero() {
			p.Before = append(p.Before, Former{Household: of, Left: day})
		}
	}
	p.Moved = day
}

// Came returns the day on which the person came to the household they are in: the day they were registered, or moved there.
func (p *Person) Came() clock.Day {
	if p.Moved != 0 {
		return p.Moved
	}
	return p.Since
}

// LivedThere reports whether the person was of the household they are in on a day. Who was added to it on that very day came after.
func (p *Person) LivedThere(day clock.Day) bool {
	came := p.Came()
	return came == 0 || !came.Known() || came < day || came == day && !p.Added
}

// Alive reports whether nobody has recorded the person's death. The day of a death that two offices record differently is
// contested; the death is not.
func (p *Person) Alive() bool { return len(p.Died.Standing) == 0 }

// Belongs reports whether the person counts among the members of a household: alive, not merged away, and said to belong there.
func (p *Person) Belongs(household id.ID) bool {
	if !p.Alive() || len(p.SameAs.Standing) > 0 {
		return false
	}
	for _, m := range p.Household.Standing {
		if m.Value.Household == household {
			return true
		}
	}
	return false
}

// InTwoHouseholds reports the contradiction of two standing memberships in different households.
func (p *Person) InTwoHouseholds() bool {
	for _, m := range p.Household.Standing {
		if m.Value.Household != p.Household.Standing[0].Value.Household {
			return true
		}
	}
	return false
}

// AgeOn returns the completed years of the person on a day, or -1 where nobody knows. An age is told from the date of birth, or
// where that was forgotten from its year.
func (p *Person) AgeOn(day clock.Day) int {
	if b, ok := p.Born.Latest(); ok && b.Precision != BirthUnknown && b.Day.Known() {
		return b.Day.YearsUntil(day)
	}
	if p.BornYear == 0 {
		return -1
	}
	return clock.Date(int(p.BornYear), 1, 1).YearsUntil(day)
}

// AdultAge is the age from which a person answers in their own right: that of the Convention on the Rights of the Child, article 1.
const AdultAge = 18

// Grown returns the day on which the person becomes, or became, an adult; NoDay where nobody knows their age.
func (p *Person) Grown() clock.Day {
	b, ok := p.Born.Latest()
	switch {
	case ok && b.Precision != BirthUnknown && b.Day.Known():
		return b.Day.AddYears(AdultAge)
	case p.BornYear != 0:
		return clock.Date(int(p.BornYear)+AdultAge, 1, 1)
	}
	return clock.NoDay
}

// BornSince reports whether the person was born to their household on a day or after it, as far as anybody knows.
func (p *Person) BornSince(day clock.Day) bool {
	grown := p.Grown()
	return p.Added && day.Known() && grown.Known() && grown >= day.AddYears(AdultAge)
}

// AdultOn says whether the person is an adult on a day. Where the age is not known it is NotKnown: nobody is taken for an adult, or
// for a child, by default.
func (p *Person) AdultOn(day clock.Day) Answer {
	switch age := p.AgeOn(day); {
	case age < 0:
		return NotKnown
	case age >= AdultAge:
		return Yes
	}
	return No
}

// Household is what is true of a household, beside its members.
//
// Arrived is the day they came to the site, NoDay where nobody knows; Origin the village they come from and From the household they
// were split from, each zero for none; Language is BCP 47, "" where it is not known. Since is the day it was registered. Card is
// the number on its card; Source is its id in the file it was imported from, and Digest is of what that file said: each is empty
// for none, or once it was forgotten. Consent is in the person's own words. Site, Consent, Collector and Groups hold two values
// where two offices wrote without seeing each other. Flags are what a person should look at.
type Household struct {
	Site      register.Held[id.ID]     `cbor:"1,keyasint"` // where it lives now
	Arrived   clock.Day                `cbor:"2,keyasint"`
	Origin    id.ID                    `cbor:"3,keyasint,omitempty"`
	Language  string                   `cbor:"4,keyasint,omitempty"`
	From      id.ID                    `cbor:"5,keyasint,omitempty"`
	Flags     []Flag                   `cbor:"6,keyasint,omitempty"`
	Since     clock.Day                `cbor:"7,keyasint"`
	Card      string                   `cbor:"8,keyasint,omitempty"`
	Source    string                   `cbor:"9,keyasint,omitempty"`
	Digest    []byte                   `cbor:"10,keyasint,omitempty"`
	Consent   register.Held[string]    `cbor:"11,keyasint"`
	Collector register.Held[Collector] `cbor:"12,keyasint"`
	Groups    register.Held[[]string]  `cbor:"13,keyasint"`           // see SayGroups
	ChosenBy  id.ID                    `cbor:"14,keyasint,omitempty"` // who wrote down the choice of a collector last
	Rechosen  bool                     `cbor:"15,keyasint,omitempty"` // a collector was chosen in the place of another, or the choice was forgotten

	Stays   []Abode                `cbor:"16,keyasint,omitempty"` // where it has lived, the latest mostStays in the order of their facts
	Lodging register.Held[Lodging] `cbor:"17,keyasint,omitzero"`  // which shelter it lives in; see Sheltered
}

// GroupsOf returns the groups for which protection decides apart, as the household said in private. Where two people wrote without seeing
// each other, all of them count: whatever is not safe for one of them is not safe.
func (h *Household) GroupsOf() []string {
	var all []string
	for _, s := range h.Groups.Standing {
		for _, g := range s.Value {
			if !slices.Contains(all, g) {
				all = append(all, g)
			}
		}
	}
	slices.Sort(all)
	return all
}

// The lists under which people are found.
var (
	MembersOf     = register.List{Name: "members_of"}                          // persons, by household
	ByName        = register.List{Name: "by_name", Hidden: true, Parted: true} // persons, by pairs of words of their names: see namePairs
	ByPhone       = register.List{Name: "by_phone", Hidden: true}              // persons, by phone
	ByCard        = register.List{Name: "by_card", Hidden: true}               // households, by card
	BySource      = register.List{Name: "by_source", Hidden: true}             // households, by the id of the file they came from
	BySite        = register.List{Name: "by_site"}                             // households, by site
	ByStay        = register.List{Name: "by_stay"}                             // households, by where and when they came and left: StayKey
	ByShelter     = register.List{Name: "by_shelter"}                          // households, by their site and the shelter in which they live
	AllHouseholds = register.List{Name: "households"}                          // households, by the day they were registered
	Contradictory = register.List{Name: "contradiction_membership"}            // persons in two households
	Deceased      = register.List{Name: "deceased"}                            // members of a household who have died, each once
	ForAuthority  = register.List{Name: "for_the_authority"}                   // by household: those because of whom its children may be separated or alone
	FoundAlone    = register.List{Name: "registered_alone"}                    // households that were registered as children alone
	MergedInto    = register.List{Name: "merged_into"}                         // records that were found to be of a person, by that person
	Rechosen      = register.List{Name: "collectors_rechosen"}                 // households whose collector may be another than the one of an earlier day
	CameOrWent    = register.List{Name: "came_or_went"}                        // by household: those who came to it from another or are of two records, and those who left it or have died
)

// PersonStory is the kind of story of a person.
var PersonStory = register.NewKind("person", func(p *Person, add register.Adder) {
	if len(p.SameAs.Standing) > 0 {
		for _, kept := range p.SameAs.Standing {
			add(MergedInto, kept.Value[:])
		}
		p.indexGone(add)
		p.indexMoves(add)
		return
	}
	for _, m := range p.Household.Standing {
		if !m.Value.Household.IsZero() {
			add(MembersOf, m.Value.Household[:])
		}
	}
	if p.InTwoHouseholds() {
		add(Contradictory, []byte{1})
	}
	if !p.Alive() && slices.ContainsFunc(p.Household.Standing, inOne) {
		add(Deceased, []byte{1})
	}
	p.indexApart(add)
	p.indexMoves(add)
	for _, key := range namePairs(p.words()) {
		add(ByName, key)
	}
	for _, phone := range p.Phone.Standing {
		add(ByPhone, []byte(phone.Value))
	}
})

// indexApart enters a separated child, a child who heads a household, and an adult whom a household has lost: who lives there now may be children alone.
func (p *Person) indexApart(add register.Adder) {
	for _, m := range p.Household.Standing {
		childHeads := m.Value.Relation == Head && p.Grown() > p.Came()
		if inOne(m) && p.Alive() && (p.IsSaidSeparated() || childHeads) {
			add(ForAuthority, m.Value.Household[:])
		}
	}
	for _, b := range p.Before {
		if !b.Household.IsZero() && p.Grown() <= b.Left { // or nobody knows their age
			add(ForAuthority, b.Household[:])
		}
	}
	if died, dead := p.Died.Latest(); dead && p.Grown() <= died {
		p.indexGone(add)
	}
}

// indexGone enters somebody whom a household does not have any more.
func (p *Person) indexGone(add register.Adder) {
	for _, m := range p.Household.Standing {
		if inOne(m) {
			add(ForAuthority, m.Value.Household[:])
		}
	}
}

// indexMoves enters somebody who has not always been of one household alone: what it is owed, and who collects it, may be another matter since.
func (p *Person) indexMoves(add register.Adder) {
	if p.Alive() && len(p.Before)+len(p.Also)+len(p.SameAs.Standing) == 0 && !p.InTwoHouseholds() {
		return
	}
	for _, m := range p.Household.Standing {
		if inOne(m) {
			add(CameOrWent, m.Value.Household[:])
		}
	}
	for _, b := range p.Before {
		if !b.Household.IsZero() {
			add(CameOrWent, b.Household[:])
		}
	}
}

// inOne reports whether a membership is of a household at all.
func inOne(m register.Stated[Membership]) bool { return !m.Value.Household.IsZero() }

// HouseholdStory is the kind of story of a household.
var HouseholdStory = register.NewKind("household", func(h *Household, add register.Adder) {
	add(AllHouseholds, dayKey(h.Since))
	if slices.Contains(h.Flags, FlagAloneChildren) {
		add(FoundAlone, []byte{1})
	}
	for _, s := range h.Site.Standing {
		if !s.Value.IsZero() {
			add(BySite, s.Value[:])
		}
	}
	h.indexStays(add)
	if h.Rechosen || h.Collector.Contested() {
		add(Rechosen, []byte{1})
	}
	if h.Card != "" {
		add(ByCard, []byte(h.Card))
	}
	if h.Source != "" {
		add(BySource, []byte(h.Source))
	}
})

// dayKey sorts by day.
func dayKey(d clock.Day) []byte {
	u := uint32(d) ^ 1<<31
	return []byte{byte(u >> 24), byte(u >> 16), byte(u >> 8), byte(u)}
}
