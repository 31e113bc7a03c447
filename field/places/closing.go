// SPDX-License-Identifier: Apache-2.0

package places

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// DecideClosure records the government's decision to close a site, or a change of its date. Site must be a place of kind site
// (fault Invalid otherwise); Closure names the authority and the day it decided.
type DecideClosure struct {
	Site    id.ID
	Closure Closure
}

// Act is the act of recording a closing.
func (DecideClosure) Act() access.Act { return access.PlacesClose }

// Decide records the decision, replacing the date that stood.
func (c DecideClosure) Decide(tx *desk.Tx) error {
	const op = "places.DecideClosure"
	p, err := desk.Must(tx, Story, c.Site)
	if err != nil {
		return err
	}
	if p.Kind != Site {
		return fault.New(op, fault.Invalid, "places.not_a_site", nil)
	}
	if c.Closure.By == "" || !c.Closure.Decided.Known() {
		return fault.New(op, fault.Invalid, "places.authority_missing", nil)
	}
	d := closureDecided.Draft(c.Site, c.Closure.Decided, c.Closure)
	return tx.Record(d.Replacing("closing", p.Closing.Seen()))
}

// NoteClosure records advocacy with the authorities, what was taken down, and people who remain. Site is the place; a Note without
// a day is of today, one without a kind is a fault of kind Invalid.
type NoteClosure struct {
	Site id.ID
	Note Note
}

// Act is the act of recording a closing.
func (NoteClosure) Act() access.Act { return access.PlacesClose }

// Decide records the note.
func (c NoteClosure) Decide(tx *desk.Tx) error {
	if _, err := desk.Must(tx, Story, c.Site); err != nil {
		return err
	}
	if c.Note.Kind == "" {
		return fault.New("places.NoteClosure", fault.Invalid, "places.kind_missing", nil)
	}
	if !c.Note.Day.Known() {
		c.Note.Day = tx.Today()
	}
	return tx.Record(closureNoted.Draft(c.Site, c.Note.Day, c.Note))
}

// UnderNotice reports whether the site is to close, and when; the day is clock.NoDay where no date stands.
func (p *Place) UnderNotice() (bool, clock.Day) {
	c, decided := p.Closing.Latest()
	if !decided {
		return false, clock.NoDay
	}
	return true, c.Closes
}

// ClosedOn reports whether the site was closed before a day, as was decided last. On the day that a decision names it is open still.
func (p *Place) ClosedOn(day clock.Day) bool {
	decided, closes := p.UnderNotice()
	return decided && closes.Known() && closes < day
}

// LivedAt reports whether people can be said to live at the place. Of those of whom no site is known a village or a territory says where they are; a country
// says nothing.
func (p *Place) LivedAt() bool { return p.Kind != Country && p.Kind != "" }
