// SPDX-License-Identifier: Apache-2.0

package standards

import "slices"

// Measure is what a standard measures, an id of the field's words.
type Measure string

// The measures. Those of a facility are of the kind that the standard names.
const (
	PeoplePerUnit     Measure = "people_per_unit"     // people of the site to one unit that works
	WomensShare       Measure = "womens_share"        // units for women, of a hundred that work
	LitresPerPerson   Measure = "litres_per_person"   // litres that the facilities give on a day, to one person
	Metres            Measure = "metres"              // the longest way to one
	Minutes           Measure = "minutes"             // the longest wait at one
	FloorPerPerson    Measure = "floor_per_person"    // square metres of covered floor to one person
	GroundPerPerson   Measure = "ground_per_person"   // square metres of the site to one person
	PeoplePerManager  Measure = "people_per_manager"  // people to one organisation that manages the site
	WomenAmongWorkers Measure = "women_among_workers" // women among those who manage the site, of a hundred; held against their share of the people
)

// Measures are all of them, in the order of the handbook's chapters.
func Measures() []Measure {
	return []Measure{LitresPerPerson, PeoplePerUnit, WomensShare, Metres, Minutes, FloorPerPerson, GroundPerPerson, PeoplePerManager, WomenAmongWorkers}
}

// ofFacilities reports whether a measure is of facilities of one kind.
func (m Measure) ofFacilities() bool {
	return slices.Contains([]Measure{PeoplePerUnit, WomensShare, LitresPerPerson, Metres, Minutes, FloorPerPerson}, m)
}

// least reports whether more is better: the bound is a least one.
func (m Measure) least() bool {
	return slices.Contains([]Measure{WomensShare, LitresPerPerson, FloorPerPerson, GroundPerPerson, WomenAmongWorkers}, m)
}

// Phase is how far an emergency is: what suffices in its first weeks does not after a year.
type Phase string

// The phases.
const (
	First  Phase = "first"  // the first weeks
	Medium Phase = "medium" // from then on
)

// Phases are both, in order.
func Phases() []Phase { return []Phase{First, Medium} }

// Thousandths is a number in thousandths of its unit, so that 3.5 square metres are 3500.
type Thousandths int64

// Whole returns n units as thousandths.
func Whole(n int64) Thousandths { return Thousandths(n * 1000) }

// Handbook is a set of standards that are written in one book.
type Handbook struct {
	ID        string     // an id: sphere
	Title     string     // as on its cover
	Edition   string     // the year, or what stands on the cover
	Standards []Standard // in the order of its file
}

// Standard is one of them.
type Standard struct {
	ID      string  // an id, of its handbook alone
	Measure Measure // what is measured
	Of      string  // the kind of facility, an id of the site's programme; "" for a measure of the site itself
	Supply  string  // of those only: what gives the water (tap, hand_pump, open_well), an id; "" for all
	// Bounds say what suffices in a phase, in thousandths: at least that much where more is better, at most that much else. A phase without a bound is one of which
	// the handbook says nothing.
	Bounds    map[Phase]Thousandths
	Chapter   string // where in the handbook it is written
	Page      string // on which page, as in "117-118"; "" where nobody could look
	Suggested bool   // nobody could check the figure against this edition: an operation must confirm it
}

// Find returns the standard of an id, and whether there is one.
func (h *Handbook) Find(id string) (Standard, bool) {
	at := slices.IndexFunc(h.Standards, func(s Standard) bool { return s.ID == id })
	if at < 0 {
		return Standard{}, false
	}
	return h.Standards[at], true
}
