// SPDX-License-Identifier: Apache-2.0

package standards

import (
	"crypto/sha256"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// The fields that a later word replaces; of what an operation settled for one standard it is fieldSettled and its id.
const (
	fieldText    = "text"
	fieldSettled = "settled."
	fieldPhase   = "phase"
	fieldGround  = "ground"
	fieldStaff   = "staff"
	fieldTask    = "task"
)

// Adopted is a handbook that an operation works by, in the commons. ID is the handbook's; Text is its file as it was handed in; it holds two where two people adopted another edition without
// seeing each other. Settled is what the operation says for itself, in order of the standards' ids.
type Adopted struct {
	ID      string                `cbor:"1,keyasint"`
	Text    register.Held[[]byte] `cbor:"2,keyasint"`
	Settled []HeldSettlement      `cbor:"3,keyasint,omitempty"`
}

// HeldSettlement is what an operation settled of one standard. Standard is its id; Is holds two where two people settled it without seeing each other.
type HeldSettlement struct {
	_        struct{} `cbor:",toarray"`
	Standard string
	Is       register.Held[Settlement]
}

// Settlement is what an operation settled of one standard: the bounds by which it measures, each in thousandths and 0 for a phase in which it measures by none,
// and why. The zero value takes back what was settled: the handbook's figure stands again, and if it was suggested, as a suggestion.
type Settlement struct {
	First  Thousandths `cbor:"1,keyasint,omitempty"` // in the first weeks
	Medium Thousandths `cbor:"2,keyasint,omitempty"` // from then on
	Reason string      `cbor:"3,keyasint,omitempty"` // names no person
}

// bounds are those of a settlement by phase.
func (s Settlement) bounds() map[Phase]Thousandths {
	bounds := map[Phase]Thousandths{}
	for phase, bound := range map[Phase]Thousandths{First: s.First, Medium: s.Medium} {
		if bound > 0 {
			bounds[phase] = bound
		}
	}
	return bounds
}

// Handbooks is the list of the handbooks that the operation works by, by their ids.
var Handbooks = register.List{Name: "handbooks"}

// HandbookStory is the kind of story of an adopted handbook.
var HandbookStory = register.NewKind("handbook", func(a *Adopted, add register.Adder) { add(Handbooks, []byte(a.ID)) })

// HandbookID is the story of the handbook of an id.
func HandbookID(handbook string) id.ID { return storyOf("handbook", handbook) }

type adopted struct {
	Handbook string `cbor:"1,keyasint"`
	Text     []byte `cbor:"2,keyasint"`
}

var handbookAdopted = register.NewFact(HandbookStory, "standards.adopted", 1, func(a *Adopted, f *journal.Fact, r adopted, _ *register.None) {
	a.ID = r.Handbook
	a.Text.Put(f, fieldText, r.Text)
})

type settled struct {
	Handbook string     `cbor:"1,keyasint"`
	Standard string     `cbor:"2,keyasint"`
	Is       Settlement `cbor:"3,keyasint"`
}

var standardSettled = register.NewFact(HandbookStory, "standards.settled", 1, func(a *Adopted, f *journal.Fact, r settled, _ *register.None) {
	a.ID = r.Handbook
	a.settlement(r.Standard).Put(f, fieldSettled+r.Standard, r.Is)
})

// Measurements are what is known of a site itself, in the commons. Phase is how far its emergency is; Ground is square metres of the whole site; Staff who manages it.
type Measurements struct {
	Phase  register.Held[Phase]  `cbor:"1,keyasint,omitzero"`
	Ground register.Held[Ground] `cbor:"2,keyasint,omitzero"`
	Staff  register.Held[Staff]  `cbor:"3,keyasint,omitzero"`
}

// Ground is how big a site is, in SquareMetres, on which Day that was measured, and by whom it is said: its Source names no person.
type Ground struct {
	SquareMetres int64     `cbor:"1,keyasint" class:"open"`
	Source       string    `cbor:"2,keyasint,omitempty" class:"open"`
	Day          clock.Day `cbor:"3,keyasint" class:"open"`
}

// Staff is who manages a site on a Day: how many Organisations, how many People work for them there, and how many Women are among those.
type Staff struct {
	Organisations int64     `cbor:"1,keyasint" class:"open"`
	People        int64     `cbor:"2,keyasint" class:"open"`
	Women         int64     `cbor:"3,keyasint" class:"open"`
	Day           clock.Day `cbor:"4,keyasint" class:"open"`
}

// SiteStory is the kind of story of what is measured of a site itself.
var SiteStory = register.NewKind[Measurements]("site_measurements", nil)

// SiteID is the story of the measurements of a site.
func SiteID(site id.ID) id.ID { return storyOf("site_measurements", site.String()) }

type phaseResidue struct {
	Phase Phase `cbor:"1,keyasint"`
}

var phaseSet = register.NewFact(SiteStory, "standards.phase_set", 1, func(m *Measurements, f *journal.Fact, r phaseResidue, _ *register.None) {
	m.Phase.Put(f, fieldPhase, r.Phase)
})

var groundMeasured = register.NewFact(SiteStory, "standards.ground_measured", 1, func(m *Measurements, f *journal.Fact, r Ground, _ *register.None) {
	m.Ground.Put(f, fieldGround, r)
})

var staffCounted = register.NewFact(SiteStory, "standards.staff_counted", 1, func(m *Measurements, f *journal.Fact, r Staff, _ *register.None) {
	m.Staff.Put(f, fieldStaff, r)
})

// Breach is something of a site that is below a standard: at which Site, of which Handbook, and which Standard of it, by their ids.
type Breach struct {
	Site     id.ID  `cbor:"1,keyasint" class:"open"`
	Handbook string `cbor:"2,keyasint" class:"open"`
	Standard string `cbor:"3,keyasint" class:"open"`
}

// Assigned is a breach as it was given to somebody of the office.
type Assigned struct {
	Breach Breach    `cbor:"1,keyasint"`           // what is below
	Owner  id.ID     `cbor:"2,keyasint"`           // the user whose it is
	Until  clock.Day `cbor:"3,keyasint"`           // by when
	What   string    `cbor:"4,keyasint,omitempty"` // what they are to do; it names no person
}

// Task is a breach that is somebody's. Is says whose; it holds two where two people gave it without seeing each other: both are told.
type Task struct {
	Is register.Held[Assigned] `cbor:"1,keyasint"`
}

// ByOwner and BySite are the lists of what was assigned: to whom, and at which site.
var (
	ByOwner = register.List{Name: "standards_by_owner"}
	BySite  = register.List{Name: "standards_by_site"}
)

// TaskStory is the kind of story of a breach that was given to somebody.
var TaskStory = register.NewKind("standards_task", func(t *Task, add register.Adder) {
	for _, e := range t.Is.Standing {
		add(ByOwner, e.Value.Owner[:])
		add(BySite, e.Value.Breach.Site[:])
	}
})

// TaskID is the story of what was assigned of a breach.
func TaskID(b Breach) id.ID {
	return storyOf("standards_task", b.Site.String(), b.Handbook, b.Standard)
}

var breachAssigned = register.NewFact(TaskStory, "standards.assigned", 1, func(t *Task, f *journal.Fact, r Assigned, _ *register.None) {
	t.Is.Put(f, fieldTask, r)
})

// storyOf is the id of a story that is found by what it is about.
func storyOf(kind string, parts ...string) id.ID {
	h := sha256.New()
	h.Write([]byte(kind))
	for _, part := range parts {
		h.Write([]byte{0})
		h.Write([]byte(part))
	}
	of, _ := id.FromBytes(h.Sum(nil)[:id.Size]) // as long as an id is
	return of
}

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{HandbookStory, handbookAdopted, standardSettled, SiteStory, phaseSet, groundMeasured, staffCounted, TaskStory, breachAssigned, facilityLocated}
}
