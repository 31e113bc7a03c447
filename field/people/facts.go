// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"safar/engine/spelling"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Sex is what a person answers. The zero Sex is not known.
type Sex uint8

// The values of Sex.
const (
	SexUnknown Sex = iota
	Female
	Male
	OtherSex
)

// Answer is a yes, a no, or not known: the zero Answer.
type Answer uint8

// The values of Answer.
const (
	NotKnown Answer = iota
	Yes
	No
)

// Precision says how exactly a date of birth is known. Do not reorder: the numbers are stored.
type Precision uint8

// The precisions of a date of birth.
const (
	BirthUnknown   Precision = iota
	BirthDay                 // the day is known
	BirthMonth               // the month is known; the day is the first
	BirthYear                // the year is known; the date is 1 January
	BirthEstimated           // somebody's guess of an age; the date is 1 January of the year it gives
)

// Born is a date of birth with its precision. Day is clock.NoDay where nothing is known. Precision says how much of Day is known.
type Born struct {
	_         struct{} `cbor:",toarray"`
	Day       clock.Day
	Precision Precision
}

// Names are a person's names as they say them. Each may be empty. Given and Family have at most MaxName letters.
type Names struct {
	Given  string `cbor:"1,keyasint,omitempty"`
	Family string `cbor:"2,keyasint,omitempty"`
}

// cleaned returns the names as they are kept, whatever they were typed or sent with: a mark of direction in one would turn round what stands
// beside it on a page.
func (n Names) cleaned() Names {
	return Names{Given: spelling.Clean(n.Given), Family: spelling.Clean(n.Family)}
}

// Relation is how a member stands to the head of the household, as an id of the field's words.
type Relation string

// The relations that rules look at; others are kept as they are.
const (
	Head   Relation = "head"
	Spouse Relation = "spouse"
	Child  Relation = "child"
	Carer  Relation = "carer"
)

// Flag marks something about a record that a person should look at. It never refuses anything by itself.
type Flag string

// The flags.
const (
	FlagChildHead     Flag = "child_head"     // the head of household is a child
	FlagNoHead        Flag = "no_head"        // nobody is said to be the head
	FlagSeveralHeads  Flag = "several_heads"  // more than one is
	FlagPhoneShort    Flag = "phone_short"    // the number lacks a digit: payment is held
	FlagPhoneUnsure   Flag = "phone_unsure"   // the number was mended on import: payment is held until confirmed
	FlagBirthUnsure   Flag = "birth_unsure"   // the date of birth could be read in two ways
	FlagAloneChildren Flag = "alone_children" // children without an adult
)

// registeredPerson is the residue of a registration.
type registeredPerson struct {
	Household  id.ID    `cbor:"1,keyasint"`
	Relation   Relation `cbor:"2,keyasint,omitempty"`
	Sex        Sex      `cbor:"3,keyasint,omitempty"`
	BornYear   int16    `cbor:"4,keyasint,omitempty"` // 0: not known
	Disability Answer   `cbor:"5,keyasint,omitempty"`
	OnTheWay   bool     `cbor:"6,keyasint,omitempty"` // born or joined after the household was registered
	Flags      []Flag   `cbor:"7,keyasint,omitempty"`
	Separated  bool     `cbor:"8,keyasint,omitempty"` // from parents and usual carers. Since version 3; it survives forgetting: a rule rests on it
}

// personWords is the person part of a registration.
type personWords struct {
	Names  Names  `cbor:"1,keyasint"`
	Born   Born   `cbor:"2,keyasint"`
	Phone  string `cbor:"3,keyasint,omitempty"`
	BornTo id.ID  `cbor:"4,keyasint,omitempty"` // the member to whom a newborn was born

	// Functioning are the six answers of the Washington Group Short Set. Since version 2.
	Functioning Functioning `cbor:"5,keyasint,omitzero"`
}

// asWritten reads an older version that says the same in fewer fields: version 1, in which nobody was asked the six questions; version 2, in which nobody
// was asked whether a child is separated.
func asWritten(residue, person []byte) ([]byte, []byte, error) { return residue, person, nil }

var personRegistered = register.NewFact(PersonStory, "people.person_registered", 3,
	func(p *Person, f *journal.Fact, r registeredPerson, w *personWords) {
		p.Household.Put(f, "household", Membership{Household: r.Household, Relation: r.Relation})
		p.Sex.Put(f, "sex", r.Sex)
		p.Disability.Put(f, "disability", r.Disability)
		p.BornYear = r.BornYear
		p.Flags = r.Flags
		p.Since, p.Added = f.Day, r.OnTheWay
		if r.Separated {
			p.Separated.Put(f, "separated", Yes)
		}
		if r.OnTheWay {
			p.AddedBy = f.Author
		}
		if w == nil {
			return
		}
		p.BornTo = w.BornTo
		p.Names.Put(f, "names", w.Names)
		p.Born.Put(f, "born", w.Born)
		if w.Phone != "" {
			p.Phone.Put(f, "phone", w.Phone)
		}
		if w.Functioning != (Functioning{}) {
			p.Functioning.Put(f, "functioning", w.Functioning)
		}
	}).From(1, asWritten).From(2, asWritten)

// corrected holds the fields that a correction states; what is nil stays as it was.
type corrected struct {
	Sex        *Sex    `cbor:"1,keyasint,omitempty"`
	Disability *Answer `cbor:"2,keyasint,omitempty"`
	BornYear   *int16  `cbor:"3,keyasint,omitempty"`
	Separated  *Answer `cbor:"4,keyasint,omitempty"` // since version 3; No takes it back
}

type correctedWords struct {
	Names *Names  `cbor:"1,keyasint,omitempty"`
	Born  *Born   `cbor:"2,keyasint,omitempty"`
	Phone *string `cbor:"3,keyasint,omitempty"`

	// Functioning are the six answers of the Washington Group Short Set. Since version 2.
	Functioning *Functioning `cbor:"4,keyasint,omitempty"`
}

var personCorrected = register.NewFact(PersonStory, "people.person_corrected", 3,
	func(p *Person, f *journal.Fact, r corrected, w *correctedWords) {
		if r.Sex != nil {
			p.Sex.Put(f, "sex", *r.Sex)
		}
		if r.Disability != nil {
			p.Disability.Put(f, "disability", *r.Disability)
		}
		if r.BornYear != nil {
			p.BornYear = *r.BornYear
		}
		if r.Separated != nil {
			p.Separated.Put(f, "separated", *r.Separated)
		}
		if w == nil {
			return
		}
		if w.Names != nil {
			p.Names.Put(f, "names", *w.Names)
		}
		if w.Born != nil {
			p.Born.Put(f, "born", *w.Born)
		}
		if w.Phone != nil {
			p.Phone.Put(f, "phone", *w.Phone)
			p.Flags = slices.DeleteFunc(p.Flags, func(g Flag) bool { return g == FlagPhoneShort || g == FlagPhoneUnsure })
		}
		if w.Born != nil {
			p.Flags = slices.DeleteFunc(p.Flags, func(g Flag) bool { return g == FlagBirthUnsure })
		}
		if w.Functioning != nil {
			p.Functioning.Put(f, "functioning", *w.Functioning)
		}
	}).From(1, asWritten).From(2, asWritten)

type membershipResidue struct {
	Household id.ID    `cbor:"1,keyasint,omitempty"` // zero: belongs to none
	Relation  Relation `cbor:"2,keyasint,omitempty"`
	Why       string   `cbor:"3,keyasint,omitempty"` // split, joined, merged
}

var personMoved = register.NewFact(PersonStory, "people.person_moved", 1,
	func(p *Person, f *journal.Fact, r membershipResidue, _ *register.None) {
		p.leaves(f.Day, r.Household)
		p.Household.Put(f, "household", Membership{Household: r.Household, Relation: r.Relation})
	})

var personDied = register.NewFact(PersonStory, "people.person_died", 1,
	func(p *Person, f *journal.Fact, _ register.None, _ *register.None) { p.Died.Put(f, "died", f.Day) })

type sameAs struct {
	Kept id.ID `cbor:"1,keyasint"`
}

var personMerged = register.NewFact(PersonStory, "people.person_merged", 1,
	func(p *Person, f *journal.Fact, r sameAs, _ *register.None) { p.SameAs.Put(f, "same_as", r.Kept) })

// personKept says on the record that stays which record was merged into it, so that what was done for that one is known of this one. It
// holds as long as the other says so.
var personKept = register.NewFact(PersonStory, "people.person_kept", 2,
	func(p *Person, _ *journal.Fact, r mergedIn, _ *register.None) {
		if !slices.Contains(p.Also, r.Gone) {
			p.Also = append(p.Also, r.Gone)
		}
		if !r.Household.IsZero() {
			p.KeptIn = append(p.KeptIn, KeptIn{Gone: r.Gone, Household: r.Household})
		}
	}).From(1, asWritten)

type mergedIn struct {
	Gone      id.ID `cbor:"1,keyasint"`
	Household id.ID `cbor:"2,keyasint,omitempty"` // of which the record that stays was then. Since version 2
}

type whyApart struct {
	Why string `cbor:"1,keyasint,omitempty"`
}

// mergeUndone says on the record that had gone that it is of somebody else than the one it was merged into.
var mergeUndone = register.NewFact(PersonStory, "people.merge_undone", 1,
	func(p *Person, f *journal.Fact, r sameAs, w *whyApart) {
		p.SameAs.Drop(f, "same_as")
		apart := Apart{Kept: r.Kept, Day: f.Day}
		if w != nil {
			apart.Why = w.Why
		}
		p.Apart = append(p.Apart, apart)
	})

type registeredHousehold struct {
	Site     id.ID     `cbor:"1,keyasint,omitempty"`
	Arrived  clock.Day `cbor:"2,keyasint"`
	Origin   id.ID     `cbor:"3,keyasint,omitempty"` // village of origin
	Language string    `cbor:"4,keyasint,omitempty"` // in which the household is spoken to
	From     id.ID     `cbor:"5,keyasint,omitempty"` // the household it was split from
	Flags    []Flag    `cbor:"6,keyasint,omitempty"`
}

type householdWords struct {
	Card    string `cbor:"1,keyasint,omitempty"`
	Source  string `cbor:"2,keyasint,omitempty"` // the id it has in the file it was imported from
	Digest  []byte `cbor:"3,keyasint,omitempty"` // of what was imported
	Consent string `cbor:"4,keyasint,omitempty"` // in the person's own words
}

var householdRegistered = register.NewFact(HouseholdStory, "people.household_registered", 1,
	func(h *Household, f *journal.Fact, r registeredHousehold, w *householdWords) {
		h.Site.Put(f, "site", r.Site)
		h.Arrived, h.Origin, h.Language, h.From, h.Flags, h.Since = r.Arrived, r.Origin, r.Language, r.From, r.Flags, f.Day
		h.stay(r.Site, r.Arrived.Or(f.Day))
		if w != nil {
			h.Card, h.Source, h.Digest = w.Card, w.Source, w.Digest
			h.Consent.Put(f, "consent", w.Consent)
		}
	})

type movedSite struct {
	Site id.ID `cbor:"1,keyasint,omitempty"`
}

var householdMoved = register.NewFact(HouseholdStory, "people.household_moved", 1,
	func(h *Household, f *journal.Fact, r movedSite, _ *register.None) {
		h.Site.Put(f, "site", r.Site)
		h.stay(r.Site, f.Day)
	})

// Collector is who receives the household's money: chosen by the household, in private. Person is who receives it, Alternate who
// does in their place (zero for nobody).
type Collector struct {
	Person    id.ID `cbor:"1,keyasint"`
	Alternate id.ID `cbor:"2,keyasint,omitempty"`
}

var collectorChosen = register.NewFact(HouseholdStory, "people.collector_chosen", 1,
	func(h *Household, f *journal.Fact, _ register.None, w *Collector) {
		h.Rechosen = h.Rechosen || w == nil || len(f.Supersedes["collector"]) > 0
		if w != nil {
			h.Collector.Put(f, "collector", *w)
			h.ChosenBy = f.Author
		}
	})

// groupsWords are the groups that a household says it is of. They stand in the person part alone.
type groupsWords struct {
	Groups []string `cbor:"1,keyasint,omitempty"`
}

var groupsSaid = register.NewFact(HouseholdStory, "people.groups_said", 1,
	func(h *Household, f *journal.Fact, _ register.None, w *groupsWords) {
		if w != nil {
			h.Groups.Put(f, "groups", w.Groups)
		}
	})

// CameLater reports whether a fact registers somebody who was born to a household, or joined it, after it was registered.
func CameLater(f *journal.Fact) bool {
	r, is, err := personRegistered.ResidueOf(f)
	return is && err == nil && r.OnTheWay
}

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{PersonStory, HouseholdStory, personRegistered, personCorrected, personMoved, personDied,
		personMerged, personKept, contactCarried, mergeUndone,
		contactGoneBack, personContact, travelsSaid, householdRegistered, householdMoved, collectorChosen,
		groupsSaid, CodeStory, codeGiven}
}
