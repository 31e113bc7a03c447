// SPDX-License-Identifier: Apache-2.0

package committee

import (
	"safar/field/gathering"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Kind is the kind of subject that a committee is, as a programme declares it.
const Kind = "committee"

// The attributes of a committee that this package reads, as a programme declares them: the first and the last day for which it was chosen.
const (
	attributeFrom  = "term_from"
	attributeUntil = "term_until"
)

// Meeting is a meeting of a committee. Committee is which and Place the site that it is of, zero where nobody said; Day is when it met; Came counts who came; Others are those of them who are no
// members. Agenda is on what they met; it names no person.
type Meeting struct {
	Committee id.ID             `cbor:"1,keyasint"`
	Place     id.ID             `cbor:"2,keyasint,omitempty"`
	Day       clock.Day         `cbor:"3,keyasint"`
	Came      []gathering.Count `cbor:"4,keyasint,omitempty"`
	Others    int               `cbor:"5,keyasint,omitempty"`
	Agenda    string            `cbor:"6,keyasint,omitempty"`
}

// The lists under which meetings and decisions are found.
var (
	MeetingsOf  = register.List{Name: "committee_meetings"}       // meetings, by committee
	DecisionsOf = register.List{Name: "committee_decisions"}      // decisions, by committee
	OpenAt      = register.List{Name: "committee_decisions_open"} // decisions that are open, by the site of their committee
	OpenBy      = register.List{Name: "committee_decisions_mine"} // decisions that are open, by their owner
)

// MeetingStory is the kind of story of a meeting.
var MeetingStory = register.NewKind("committee_meeting", func(m *Meeting, add register.Adder) { add(MeetingsOf, m.Committee[:]) })

type metResidue struct {
	Committee id.ID             `cbor:"1,keyasint"`
	Place     id.ID             `cbor:"2,keyasint,omitempty"`
	Came      []gathering.Count `cbor:"3,keyasint,omitempty"`
	Others    int               `cbor:"4,keyasint,omitempty"`
	Agenda    string            `cbor:"5,keyasint"`
}

var met = register.NewFact(MeetingStory, "committee.met", 1, func(m *Meeting, f *journal.Fact, r metResidue, _ *register.None) {
	m.Committee, m.Place, m.Day, m.Came, m.Others, m.Agenda = r.Committee, r.Place, f.Day, r.Came, r.Others, r.Agenda
})

// Charge is whose a decision is, and until when. Owner is a user of the office; zero where it is the committee's own.
type Charge struct {
	Owner id.ID     `cbor:"1,keyasint,omitempty"`
	Until clock.Day `cbor:"2,keyasint"` // by when it is to be done
}

// Outcome is what became of a decision: an id of the field's words.
type Outcome string

// The outcomes.
const (
	Done    Outcome = "done"
	NotDone Outcome = "not_done" // and why not
	Again   Outcome = "again"    // taken up again, with an owner and a day anew
)

// Outcomes are all of them, in the order in which a form offers them.
func Outcomes() []Outcome { return []Outcome{Done, NotDone, Again} }

// Said is what was said to have become of a decision. Outcome is what, Day when, Reason why; it names no person, and is "" where it was done.
type Said struct {
	_       struct{} `cbor:",toarray"`
	Outcome Outcome
	Day     clock.Day
	Reason  string
}

// Decision is something that a committee decided. Committee, Place and Meeting are of which committee, which site and at which meeting; Day is when; Is whose it is; it holds two where
// two people gave it to somebody without seeing each other: both are told. What is what was decided; it names no person. Became is what became of it, in the order of the facts.
type Decision struct {
	Committee id.ID                 `cbor:"1,keyasint"`
	Place     id.ID                 `cbor:"2,keyasint,omitempty"`
	Meeting   id.ID                 `cbor:"3,keyasint"`
	Day       clock.Day             `cbor:"4,keyasint"`
	Is        register.Held[Charge] `cbor:"5,keyasint"`
	What      string                `cbor:"6,keyasint,omitempty"`
	Became    []Said                `cbor:"7,keyasint,omitempty"`
}

// Open reports whether nobody said yet that it was done, or that it was not; what was taken up again is open.
func (d *Decision) Open() bool {
	return len(d.Became) == 0 || d.Became[len(d.Became)-1].Outcome == Again
}

// DecisionStory is the kind of story of a decision.
var DecisionStory = register.NewKind("committee_decision", func(d *Decision, add register.Adder) {
	add(DecisionsOf, d.Committee[:])
	if !d.Open() {
		return
	}
	if !d.Place.IsZero() {
		add(OpenAt, d.Place[:])
	}
	for _, c := range d.Is.Standing {
		if !c.Value.Owner.IsZero() {
			add(OpenBy, c.Value.Owner[:])
		}
	}
})

const fieldCharge = "charge"

type resolvedResidue struct {
	Committee id.ID  `cbor:"1,keyasint"`
	Place     id.ID  `cbor:"2,keyasint,omitempty"`
	Meeting   id.ID  `cbor:"3,keyasint"`
	Is        Charge `cbor:"4,keyasint"`
	What      string `cbor:"5,keyasint"`
}

var resolved = register.NewFact(DecisionStory, "committee.resolved", 1, func(d *Decision, f *journal.Fact, r resolvedResidue, _ *register.None) {
	d.Committee, d.Place, d.Meeting, d.Day, d.What = r.Committee, r.Place, r.Meeting, f.Day, r.What
	d.Is.Put(f, fieldCharge, r.Is)
})

type becameResidue struct {
	Outcome Outcome `cbor:"1,keyasint"`
	Is      Charge  `cbor:"2,keyasint,omitzero"` // where it was taken up again
	Reason  string  `cbor:"3,keyasint,omitempty"`
}

var became = register.NewFact(DecisionStory, "committee.became", 1, func(d *Decision, f *journal.Fact, r becameResidue, _ *register.None) {
	d.Became = append(d.Became, Said{Outcome: r.Outcome, Day: f.Day, Reason: r.Reason})
	if r.Outcome == Again {
		d.Is.Put(f, fieldCharge, r.Is)
	}
})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{MeetingStory, met, DecisionStory, resolved, became}
}
