// SPDX-License-Identifier: Apache-2.0

package standards

import (
	"safar/desk"
	"safar/engine/spelling"
	"safar/field/places"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

const fieldPosition = "position"

// facilityLocated says where a facility stands. Of what else is a subject nobody says it: a committee is people, and a host is somebody's home.
var facilityLocated = register.NewFact(subjects.Story, "standards.facility_located", 1, func(s *subjects.Subject, f *journal.Fact, r places.Position, _ *register.None) {
	s.Position.Put(f, fieldPosition, r)
})

// farthestFromSite is how far from its site a facility may stand, in kilometres: what stands farther is a mistake of typing.
const farthestFromSite = 30

// LocateFacility says where a facility stands, or corrects it: a latrine, a water point, a light. Facility is which; Position needs a source that names nobody and a way in which it was found, and without a day is of
// today. It is checked as that of a place is, and must not lie farther than 30 km from its site.
type LocateFacility struct {
	Facility id.ID
	Position places.Position
}

// Act is the act of describing what a site has.
func (LocateFacility) Act() access.Act { return subjects.ActsOf(FacilityKind).Add }

// Decide records the position. Faults: NotFound subjects.not_known; Invalid places.position_source, places.position_how, places.position_nowhere, places.position_swapped, places.position_range,
// places.position_sign, standards.far_from_site.
func (c LocateFacility) Decide(tx *desk.Tx) error {
	s, err := subjects.Must(tx, c.Facility, FacilityKind)
	if err != nil {
		return err
	}
	c.Position.Source = spelling.Clean(c.Position.Source)
	if err := c.Position.Sound(); err != nil {
		return err
	}
	if err := nearItsSite(tx, s, c.Position); err != nil {
		return err
	}
	c.Position.Day = c.Position.Day.Or(tx.Today())
	d := facilityLocated.Draft(c.Facility, c.Position.Day, c.Position)
	return tx.Record(d.Replacing(fieldPosition, s.Position.Seen()))
}

// nearItsSite refuses a point far from the site in which a facility stands, where somebody said where that lies.
func nearItsSite(tx *desk.Tx, s *subjects.Subject, at places.Position) error {
	if s.Place.Value().IsZero() {
		return nil
	}
	site, err := desk.MustCommons(tx, places.Story, s.Place.Value())
	if err != nil {
		return err
	}
	of, said := site.Position.Latest()
	if !said {
		return nil
	}
	if err := at.Plausible([]places.Position{of}); err != nil {
		return err
	}
	if far := at.Kilometres(of); far > farthestFromSite {
		return fault.New("standards.LocateFacility", fault.Invalid, "standards.far_from_site", fault.Args{"kilometres": int64(far), "most": farthestFromSite})
	}
	return nil
}
