// SPDX-License-Identifier: Apache-2.0

package standards

import (
	"strconv"

	"safar/desk"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/shelter"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// FacilityKind is the kind of subject that is something built for the people of a site, as a programme declares it. What it is and how many of it there are, the attributes say that bear the names below;
// a programme declares those that it wants to know.
const (
	FacilityKind = "facility"

	attributeKind       = "facility"           // latrine, water_point, shower, …
	attributeSupply     = "supply"             // of a water point: tap, hand_pump, open_well
	attributeUnits      = "units"              // doors, taps, basins, rooms
	attributeOutOfOrder = "out_of_order"       // of those
	attributeSince      = "out_of_order_since" // a day
	attributeForWomen   = "for_women"          // of those that work
	attributeLitres     = "litres"             // a day, of all that work
	attributeMetres     = "metres"             // the longest way to it
	attributeMinutes    = "minutes"            // the longest wait
	attributeFloor      = "floor"              // square metres
	attributeBuiltBy    = "built_by"           // an id of the programme's words
)

// mostFacilities bounds how many facilities of one site are read.
const mostFacilities = 2000

// facilitiesAt are the facilities that stand in a site: built, and not taken out of use.
func facilitiesAt(r *desk.Reader, site id.ID) (rows []FacilityRow, err error) {
	found, err := r.Find(subjects.ByPlace, subjects.PlaceKey(site, FacilityKind), mostFacilities)
	if err != nil {
		return nil, err
	}
	told, err := positionsTold(r, site)
	if err != nil {
		return nil, err
	}
	for _, of := range found {
		s, err := desk.Read(r, subjects.Story, of)
		if err != nil {
			return nil, err
		}
		stands, looked, err := standing(r, of)
		if err != nil {
			return nil, err
		}
		if stands {
			row := facilityRow(of, s.State)
			if row.Looked = looked; !told && row.Position.Known {
				row.Position = places.PositionRow{Kept: true, Day: clock.NoDay}
			}
			rows = append(rows, row)
		}
	}
	blocks, err := blocksAt(r, site)
	return append(rows, blocks...), err
}

// blocksAt are the shelters of a site as what stands there, a row a block: where the floor of one of them was not measured, that of its block is not known.
func blocksAt(r *desk.Reader, site id.ID) (rows []FacilityRow, err error) {
	blocks, err := shelter.BlocksOf(r, site)
	for _, b := range blocks {
		if b.Shelters == 0 {
			continue
		}
		row := FacilityRow{ID: b.Block.ID, Name: b.Block.Name, Kind: shelter.Kind, Units: int64(b.Shelters), ForWomen: -1, Litres: -1, Metres: -1, Minutes: -1, Floor: -1, Since: clock.NoDay, Looked: clock.NoDay,
			Block: true}
		if row.Name == "" {
			row.Name = b.Block.Code
		}
		if b.Unsaid == 0 {
			row.Floor = b.Floor
		}
		rows = append(rows, row)
	}
	return rows, err
}

// standing reports whether a facility was built and is in use, and when somebody looked at it last. One without a way is what the office says it is.
func standing(r *desk.Reader, of id.ID) (stands bool, looked clock.Day, err error) {
	ways, err := r.Find(journey.BySubject, of[:], 20)
	stands, looked = len(ways) == 0, clock.NoDay
	for _, way := range ways {
		c, err := journey.Take(r, way)
		if fault.KindOf(err) == fault.Undecidable {
			continue
		}
		if err != nil {
			return false, looked, err
		}
		built, ended := builtOn(c)
		if ended {
			return false, looked, nil
		}
		stands = stands || built
		for _, m := range c.Story.Marks {
			if s := c.Standing.Step(m.Step); s != nil && (s.Step.Verb.Name == "check" || m.State == programme.Passed || m.State == programme.Failed) && !m.Withdrawn {
				looked = max(looked, m.Day) // a day that is not known is before all others
			}
		}
	}
	return stands, looked, nil
}

// builtOn reports whether what walks a pathway stands, and whether its way ended: all that must be built on it is, and it was not closed.
func builtOn(c *journey.Case) (built, ended bool) {
	built = true
	for i := range c.Standing.Steps {
		s := &c.Standing.Steps[i]
		switch {
		case s.Step.Verb.Name == "close" && s.Status == programme.Done:
			return false, true
		case s.Step.Verb.Name == "build" && !s.Step.Optional && s.Status != programme.Done:
			built = false
		}
	}
	return built, false
}

func facilityRow(of id.ID, s *subjects.Subject) FacilityRow {
	number := func(name string) int64 {
		n, err := strconv.ParseInt(s.Attribute(name), 10, 64)
		if err != nil {
			return -1 // nobody said
		}
		return n
	}
	row := FacilityRow{ID: of, Name: s.Name.Value(), Kind: s.Attribute(attributeKind), Supply: s.Attribute(attributeSupply), Units: number(attributeUnits),
		OutOfOrder: max(0, number(attributeOutOfOrder)), ForWomen: number(attributeForWomen), Litres: number(attributeLitres), Metres: number(attributeMetres),
		Minutes: number(attributeMinutes), Floor: number(attributeFloor), BuiltBy: s.Attribute(attributeBuiltBy), Since: clock.NoDay}
	if row.Name == "" {
		row.Name = s.Code
	}
	if at, said := s.Position.Latest(); said {
		row.Position = at.Told()
		row.Position.Contested = s.Position.Contested()
	}
	if day, err := clock.ParseDay(s.Attribute(attributeSince)); err == nil && row.OutOfOrder > 0 {
		row.Since = day
	}
	return row
}

// facility is the row as a site is held by it. Where nobody said how many there are of it, it is one.
func (row FacilityRow) facility() Facility {
	known := func(n int64) Known { return Known{max(0, n), n >= 0} }
	f := Facility{Name: row.Name, Kind: row.Kind, Supply: row.Supply, Units: row.Units, OutOfOrder: row.OutOfOrder, ForWomen: known(row.ForWomen), Litres: known(row.Litres),
		Metres: known(row.Metres), Minutes: known(row.Minutes), Floor: known(row.Floor)}
	if f.Units < 0 {
		f.Units = 1
	}
	return f
}

// positionsTold reports whether where the facilities of a site stand is told to whoever asks: where protection found the site not safe it is told, like the position of the site, to those alone who describe places.
func positionsTold(r *desk.Reader, site id.ID) (bool, error) {
	p, err := desk.ReadCommons(r, places.Story, site)
	if err != nil {
		return false, err
	}
	return !p.State.Withdrawn() || access.May(r.By(), access.PlacesDescribe, access.Commons, r.Today()) == nil, nil
}

// PositionOf returns where a facility stands, as far as it is told to whoever asks. Fault: NotFound subjects.not_known.
func PositionOf(scope access.Scope, facility id.ID) desk.Query[places.PositionRow] {
	return desk.Query[places.PositionRow]{Act: subjects.ActsOf(FacilityKind).Read, Scope: scope, Run: func(r *desk.Reader) (row places.PositionRow, err error) {
		s, err := subjects.See(r, facility, FacilityKind)
		if err != nil {
			return row, err
		}
		row = facilityRow(facility, s).Position
		told, err := positionsTold(r, s.Place.Value())
		if !told && row.Known {
			row = places.PositionRow{Kept: true, Day: clock.NoDay}
		}
		return row, err
	}}
}
