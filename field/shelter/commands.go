// SPDX-License-Identifier: Apache-2.0

package shelter

import (
	"fmt"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// MostAtOnce is how many shelters are added with a block at most.
const MostAtOnce = 200

// AddBlock adds a block to a site, with the shelters that stand in it already, whole or not at all. The receipt's ids are the block, and its shelters in the order of their numbers.
//
// Site is where it stands; Name is how the block is called. Count is how many shelters, from 0 to MostAtOnce, numbered Prefix-001 and on; Each is what is known of every one of them.
type AddBlock struct {
	Site   id.ID
	Name   string
	Prefix string
	Count  int
	Each   []subjects.Attribute
}

// Act is the act of adding a block.
func (AddBlock) Act() access.Act { return subjects.ActsOf(BlockKind).Add }

// Decide records them. Faults: Invalid shelter.too_many, shelter.no_prefix, and those of subjects.Add: Conflict where a number is another's.
func (c AddBlock) Decide(tx *desk.Tx) error {
	const op = "shelter.AddBlock"
	switch {
	case c.Count < 0 || c.Count > MostAtOnce:
		return fault.New(op, fault.Invalid, "shelter.too_many", fault.Args{"most": MostAtOnce})
	case c.Count > 0 && strings.TrimSpace(c.Prefix) == "":
		return fault.New(op, fault.Invalid, "shelter.no_prefix", nil)
	}
	block, err := added(tx, subjects.Add{Kind: BlockKind, Day: clock.NoDay, Is: subjects.Description{Name: c.Name, Place: c.Site}})
	for i := 0; i < c.Count && err == nil; i++ {
		_, err = added(tx, subjects.Add{Kind: Kind, Code: fmt.Sprintf("%s-%03d", c.Prefix, i+1), Day: clock.NoDay, Is: subjects.Description{Place: c.Site, Under: block, Attributes: c.Each}})
	}
	return err
}

// added adds a subject, and returns which it is.
func added(tx *desk.Tx, c subjects.Add) (id.ID, error) {
	of, err := tx.NewID()
	if err != nil {
		return of, err
	}
	return of, c.As(tx, of)
}

// MoveIn says in which shelter a household lives. A shelter that is full, or in which others live, is no reason to refuse it: the list says so. Household is who; Shelter a shelter of the site where they
// live, zero for none; Day is since when, NoDay for today.
type MoveIn struct {
	Household id.ID
	Shelter   id.ID
	Day       clock.Day
}

// Act is the act of saying who is of a subject.
func (MoveIn) Act() access.Act { return subjects.ActsOf(Kind).Members }

// Decide records it; nothing where they live there already. Faults: NotFound subjects.not_known; Invalid shelter.other_site; Blocked shelter.taken_down, shelter.no_site.
func (c MoveIn) Decide(tx *desk.Tx) error {
	h, err := desk.Must(tx, people.HouseholdStory, c.Household)
	if err != nil {
		return err
	}
	site := h.Site.Value()
	if in, lives := h.Sheltered(); !h.Lodging.Contested() && (lives && in.Shelter == c.Shelter || !lives && c.Shelter.IsZero()) {
		return nil
	}
	if !c.Shelter.IsZero() {
		if err := standsIn(tx, c.Shelter, site); err != nil {
			return err
		}
	}
	d := movedIn.DraftFor(c.Household, c.Household, c.Day, register.None{}, people.Lodging{Shelter: c.Shelter, Site: site})
	return tx.Record(d.Replacing(fieldLodging, h.Lodging.Seen()))
}

// standsIn refuses a shelter that stands in another site than the one where a household lives, and one that was taken down.
func standsIn(tx *desk.Tx, shelter, site id.ID) error {
	const op = "shelter.MoveIn"
	s, err := subjects.Must(tx, shelter, Kind)
	switch {
	case err != nil:
		return err
	case site.IsZero():
		return fault.New(op, fault.Blocked, "shelter.no_site", nil).WithHint("shelter.other_site_hint")
	case s.Place.Value() != site:
		return fault.New(op, fault.Invalid, "shelter.other_site", nil).WithHint("shelter.other_site_hint")
	}
	ways, err := tx.Find(journey.BySubject, shelter[:])
	if err != nil {
		return err
	}
	ended, err := takenDown(tx, ways)
	if err == nil && ended {
		err = fault.New(op, fault.Blocked, "shelter.taken_down", nil)
	}
	return err
}

// takenDown reports whether one of the ways of a shelter, or of a block, was closed. One without a way is what the office says it is.
func takenDown(s desk.Source, ways []id.ID) (bool, error) {
	for _, way := range ways {
		c, err := journey.Take(s, way)
		if fault.KindOf(err) == fault.Undecidable {
			continue
		}
		if err != nil || c.Closed() {
			return err == nil, err
		}
	}
	return false, nil
}
