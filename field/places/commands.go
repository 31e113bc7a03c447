// SPDX-License-Identifier: Apache-2.0

package places

import (
	"slices"
	"unicode/utf8"

	"safar/desk"
	"safar/engine/spelling"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Add adds a place. The receipt's id is the place. A place with a p-code that is known already, or of the same kind, name and
// parent, writes nothing: importing the same tree again changes nothing. All commands of this package are of the commons.
//
// Name has 1 to 200 letters; Pcode is its code in the common operational datasets, "" for none; Parent is the place it lies in,
// zero for none. Opened is the day since when it is there, as the source says it, and Day the day of the fact (NoDay for today,
// never a day to come). Kind is one of the constants of this package.
type Add struct {
	Kind   Kind
	Name   string
	Pcode  string
	Parent id.ID
	Opened clock.Day
	Day    clock.Day
}

// Act is the act of adding a place.
func (Add) Act() access.Act { return access.PlacesAdd }

// Decide records the place if it is new.
func (c Add) Decide(tx *desk.Tx) error {
	const op = "places.Add"
	c.Name = spelling.Clean(c.Name)
	if c.Name == "" || utf8.RuneCountInString(c.Name) > 200 {
		return fault.New(op, fault.Invalid, "places.name", fault.Args{"max": 200})
	}
	list, key := ByName, NameKey(c.Kind, c.Name, c.Parent)
	if c.Pcode != "" {
		list, key = ByPcode, []byte(c.Pcode)
	}
	if known, err := tx.Find(list, key); err != nil || len(known) > 0 {
		return err
	}
	place, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(placeAdded.Draft(place, c.Day, added{c.Kind, c.Name, c.Pcode, c.Parent, c.Opened}))
}

// Rename gives a place another name; the old one stays in its story. Name has 1 to 200 letters, like that of Add; it replaces every
// name of Place that the writer saw.
type Rename struct {
	Place id.ID
	Name  string
}

// Act is the act of adding a place.
func (Rename) Act() access.Act { return access.PlacesAdd }

// Decide records the name.
func (c Rename) Decide(tx *desk.Tx) error {
	p, err := desk.Must(tx, Story, c.Place)
	if err != nil {
		return err
	}
	c.Name = spelling.Clean(c.Name)
	if c.Name == "" || utf8.RuneCountInString(c.Name) > 200 {
		return fault.New("places.Rename", fault.Invalid, "places.name", fault.Args{"max": 200})
	}
	return tx.Record(placeRenamed.Draft(c.Place, clock.NoDay, renamed{c.Name}).Replacing("name", p.Name.Seen()))
}

// Observe records what was found of one aspect of a place. Place is where; Observation needs a source and an aspect, and without a
// day is of today.
type Observe struct {
	Place       id.ID
	Observation Observation
}

// Act is the act of describing a place.
func (Observe) Act() access.Act { return access.PlacesDescribe }

// Decide records the observation, which must have a source.
func (c Observe) Decide(tx *desk.Tx) error {
	p, err := desk.Must(tx, Story, c.Place)
	if err != nil {
		return err
	}
	if c.Observation.Source == "" || c.Observation.Aspect == "" {
		return fault.New("places.Observe", fault.Invalid, "places.source_missing", nil)
	}
	if !c.Observation.Day.Known() {
		c.Observation.Day = tx.Today()
	}
	d := observed.Draft(c.Place, c.Observation.Day, c.Observation)
	if i := slices.IndexFunc(p.Profile, func(a Aspect) bool { return a.Name == c.Observation.Aspect }); i >= 0 {
		d = d.Replacing("aspect."+c.Observation.Aspect, p.Profile[i].Found.Seen())
	}
	return tx.Record(d)
}

// ReportSafety records what a source says. Place is of which place; Report needs a source and a day.
type ReportSafety struct {
	Place  id.ID
	Report Report
}

// Act is the act of reporting.
func (ReportSafety) Act() access.Act { return access.PlacesReportSafety }

// Decide records the report, which must have a source and a day.
func (c ReportSafety) Decide(tx *desk.Tx) error {
	if _, err := desk.Must(tx, Story, c.Place); err != nil {
		return err
	}
	if c.Report.Source == "" || !c.Report.Day.Known() {
		return fault.New("places.ReportSafety", fault.Invalid, "places.source_missing", nil)
	}
	return tx.Record(safetyReported.Draft(c.Place, c.Report.Day, c.Report))
}

// MaxReportAge is how old a report may be, in days, to carry a decision that a place is safe.
const MaxReportAge = 30

// DecideSafety decides that a place is safe, or withdraws it, for a group and a route. Place is which. Group and Route narrow it:
// "" is everyone, and every route. Reason says why, in words that name nobody; it may not be empty. The day is today and the author
// whoever asks. Safe is what is decided; false withdraws it.
type DecideSafety struct {
	Place  id.ID
	Group  string
	Route  string
	Safe   bool
	Reason string

	// Contrary is what is said of sources whose last word, no older than MaxReportAge, is "not safe": why the place is found safe all the same.
	// It is asked for where there are any.
	Contrary string
}

// Act is the act of deciding safety, which only protection has.
func (DecideSafety) Act() access.Act { return access.PlacesDecideSafety }

// Decide records the decision. "Safe" rests on two sources; "not safe" on the word of protection alone.
func (c DecideSafety) Decide(tx *desk.Tx) error {
	const op = "places.DecideSafety"
	p, err := desk.Must(tx, Story, c.Place)
	if err != nil {
		return err
	}
	if c.Reason == "" {
		return fault.New(op, fault.Invalid, "places.reason_missing", nil)
	}
	if c.Safe {
		if err := soundlyReported(op, p, c.Contrary, tx.Today()); err != nil {
			return err
		}
	}
	d := safetyDecided.Draft(c.Place, clock.NoDay, Safety{Group: c.Group, Route: c.Route, Safe: c.Safe, Reason: c.Reason,
		Day: tx.Today(), By: tx.By().User, Contrary: c.Contrary})
	if i := slices.IndexFunc(p.Safety, func(s Standing) bool { return s.Group == c.Group && s.Route == c.Route }); i >= 0 {
		d = d.Replacing("safety."+c.Group+"."+c.Route, p.Safety[i].Decided.Seen())
	}
	return tx.Record(d)
}

// soundlyReported demands at least two independent dated sources whose last word is "safe", women and minorities among those heard
// (docs/protection.md, "Choice"), and an answer to those whose last word is "not safe".
func soundlyReported(op string, p *Place, contrary string, today clock.Day) error {
	sources, against := 0, 0
	women, minority := false, false
	for _, r := range p.LastWords(today) {
		if !r.Safe {
			against++
			continue
		}
		sources++
		women, minority = women || r.Women, minority || r.Minority
	}
	switch {
	case sources < 2:
		return fault.New(op, fault.Blocked, "places.two_sources", fault.Args{"count": sources, "days": MaxReportAge})
	case !women:
		return fault.New(op, fault.Blocked, "places.women_not_heard", nil)
	case !minority:
		return fault.New(op, fault.Blocked, "places.minorities_not_heard", nil)
	case against > 0 && contrary == "":
		return fault.New(op, fault.Blocked, "places.contrary_words", fault.Args{"count": against})
	}
	return nil
}

// OfferRoom says how many units of a kind a place has. Room replaces what was said of that kind at Place: 0 to 1,000,000 units.
type OfferRoom struct {
	Place id.ID
	Room  Room
}

// Act is the act of offering room, which those have who answer for the place: not everyone who describes it.
func (OfferRoom) Act() access.Act { return access.CapacityOffer }

// Decide records the offer.
func (c OfferRoom) Decide(tx *desk.Tx) error {
	p, err := desk.Must(tx, Story, c.Place)
	if err != nil {
		return err
	}
	if c.Room.Units < 0 || c.Room.Units > 1_000_000 || c.Room.Kind == "" {
		return fault.New("places.OfferRoom", fault.Invalid, "places.units", nil)
	}
	d := roomOffered.Draft(c.Place, clock.NoDay, c.Room)
	if i := slices.IndexFunc(p.Room, func(o Offer) bool { return o.Kind == c.Room.Kind }); i >= 0 {
		d = d.Replacing("room."+c.Room.Kind, p.Room[i].Units.Seen())
	}
	return tx.Record(d)
}
