// SPDX-License-Identifier: Apache-2.0

package gathering

import (
	"slices"

	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Kind is what a gathering was, as an id of the field's words.
type Kind string

// The kinds of gatherings.
const (
	FocusGroup              Kind = "focus_group"
	KeyInformant            Kind = "key_informant" // an interview with one person, or a few
	ParticipatoryAssessment Kind = "participatory_assessment"
	GoAndSee                Kind = "go_and_see"
	ComeAndTell             Kind = "come_and_tell"
	Orientation             Kind = "orientation"
	Training                Kind = "training"
	CommitteeMeeting        Kind = "committee_meeting"
	Advocacy                Kind = "advocacy" // a meeting with those who decide, for the people they decide about
)

var kinds = []Kind{FocusGroup, KeyInformant, ParticipatoryAssessment, GoAndSee, ComeAndTell, Orientation, Training, CommitteeMeeting, Advocacy}

// Kinds lists the kinds of gatherings, in the order in which they are shown.
func Kinds() []Kind { return slices.Clone(kinds) }

// Count is how many of one sex, age band and disability took part. Sex and Disability are 0 where nobody asked; Persons are heads.
type Count struct {
	Sex        people.Sex    `cbor:"1,keyasint,omitempty"`
	Ages       string        `cbor:"2,keyasint,omitempty"` // a name of programme.AgeBands, or "" where nobody asked
	Disability people.Answer `cbor:"3,keyasint,omitempty"`
	Persons    int           `cbor:"4,keyasint"`
}

// Finding is what visitors found of one aspect of a place: water, school, health_post, land, road. It is noted beside the visit;
// places.Observe puts it into the place's profile. Aspect is the aspect's id, Value an id or words in the visitors' language;
// neither is empty.
type Finding struct {
	Aspect string `cbor:"1,keyasint"`
	Value  string `cbor:"2,keyasint"`
}

// Session is what is counted of a gathering.
type Session struct {
	Kind        Kind      `cbor:"1,keyasint"`            // one of Kinds
	Site        id.ID     `cbor:"2,keyasint,omitempty"`  // where it was held, or from where the visitors came
	About       id.ID     `cbor:"3,keyasint,omitempty"`  // the place it was about: the village seen or spoken of
	Topic       string    `cbor:"4,keyasint,omitempty"`  // at most MaxTopic letters; it names nobody
	Language    string    `cbor:"5,keyasint,omitempty"`  // BCP 47
	Facilitator id.ID     `cbor:"6,keyasint,omitempty"`  // the user who led it
	Counts      []Count   `cbor:"7,keyasint,omitempty"`  // who took part; their sum is the number of heads
	Transport   string    `cbor:"8,keyasint,omitempty"`  // how the visitors went: truck, boat, on_foot
	Found       []Finding `cbor:"9,keyasint,omitempty"`  // by the visitors
	Leaders     int       `cbor:"10,keyasint,omitempty"` // how many local leaders they met

	// Programme and Form say whose form was filled in; "" where none was. Since version 2.
	Programme string `cbor:"11,keyasint,omitempty"`
	Form      string `cbor:"12,keyasint,omitempty"` // the form's id in that programme's file
}

// Words is what was said, in the language it was written down in, and which leaders were met. Summary has at most MaxSummary
// letters and is "" for none; Leaders are their names, at most MaxLeaders.
type Words struct {
	Summary string   `cbor:"1,keyasint,omitempty"`
	Leaders []string `cbor:"2,keyasint,omitempty"`

	// Answers are those of the form. Since version 2.
	Answers programme.Answers `cbor:"3,keyasint,omitempty"`
}

// Gathering is what is true of a gathering. What is counted and the Words that were said are two values each where two offices
// corrected it without seeing each other; Words are gone once they were forgotten.
type Gathering struct {
	Held  clock.Day              `cbor:"1,keyasint"` // the day
	What  register.Held[Session] `cbor:"2,keyasint"`
	Words register.Held[Words]   `cbor:"3,keyasint"`
}

var held = register.NewFact(Story, "gathering.held", 2, func(g *Gathering, f *journal.Fact, r Session, w *Words) {
	g.Held = f.Day
	g.put(f, r, w)
}).From(1, formless)

var corrected = register.NewFact(Story, "gathering.corrected", 2, func(g *Gathering, f *journal.Fact, r Session, w *Words) { g.put(f, r, w) }).
	From(1, formless)

// formless reads version 1, which had no form.
func formless(residue, person []byte) ([]byte, []byte, error) { return residue, person, nil }

// put states what a gathering was anew.
func (g *Gathering) put(f *journal.Fact, r Session, w *Words) {
	g.What.Put(f, fieldWhat, r)
	if w != nil {
		g.Words.Put(f, fieldWords, *w)
	}
}

// countedResidue counts a gathering on the journey of a site: an interview with a key informant, a visit its people made.
type countedResidue struct {
	Step      string `cbor:"1,keyasint"`
	Place     id.ID  `cbor:"2,keyasint,omitempty"`
	Gathering id.ID  `cbor:"3,keyasint"`
}

var counted = register.NewFact(journey.Story, "gathering.counted", 1,
	func(j *journey.Journey, f *journal.Fact, r countedResidue, _ *register.None) {
		j.Add(f, journey.Mark{Step: r.Step, Place: r.Place, Link: r.Gathering})
	})

// The fields of a gathering that a correction replaces.
const (
	fieldWhat  = "what"
	fieldWords = "words"
)

// The lists under which gatherings are found.
var (
	BySite  = register.List{Name: "gatherings_by_site"}  // the site
	ByAbout = register.List{Name: "gatherings_by_about"} // the place it was about
	ByDay   = register.List{Name: "gatherings_by_day"}   // DayKey
)

// DayKey returns the key of ByDay for a day; keys sort as days do.
func DayKey(d clock.Day) []byte {
	u := uint32(d) ^ 1<<31
	return []byte{byte(u >> 24), byte(u >> 16), byte(u >> 8), byte(u)}
}

// Story is the kind of story of a gathering.
var Story = register.NewKind("gathering", func(g *Gathering, add register.Adder) {
	add(ByDay, DayKey(g.Held))
	for _, s := range g.What.Standing {
		if !s.Value.Site.IsZero() {
			add(BySite, s.Value.Site[:])
		}
		if !s.Value.About.IsZero() {
			add(ByAbout, s.Value.About[:])
		}
	}
})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{Story, held, corrected, counted, PlanStory, planned, replanned, calledOff, tookPlace, invited, uninvited}
}
