// SPDX-License-Identifier: Apache-2.0

package places

import (
	"math"
	"slices"
	"unicode/utf8"

	"safar/desk"
	"safar/engine/spelling"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// The ways in which the position of a place was found.
const (
	Measured  = "measured"  // on the ground, with an instrument
	Gazetteer = "gazetteer" // in a list or a map of others
	Invented  = "invented"  // of an operation that is made up: it says so wherever it is drawn
)

// HowFound are the ways in which a position is found, in the order in which a form offers them.
var HowFound = []string{Measured, Gazetteer, Invented}

// Position is where a place lies: one point for a whole site, village or town, in WGS 84. It is of the place, and never of a household or of a house.
type Position struct {
	Latitude  int32     `cbor:"1,keyasint"` // millionths of a degree, north above zero
	Longitude int32     `cbor:"2,keyasint"` // millionths of a degree, east above zero
	How       string    `cbor:"3,keyasint"` // one of HowFound
	Source    string    `cbor:"4,keyasint"` // who says so: a visit, a list and its edition; it names nobody
	Day       clock.Day `cbor:"5,keyasint"` // the day it was found
}

// positionKind is the name of the fact that says where a place lies.
const positionKind = "places.located"

var placeLocated = register.NewFact(Story, positionKind, 1, func(p *Place, f *journal.Fact, r Position, _ *register.None) {
	p.Position.Put(f, "position", r)
})

// Locate says where a place lies, or corrects it: what was said before stays in its story. Place is which; Position needs a source of at most 200
// letters and a way in which it was found, and without a day is of today. A point that is on no land where people live, or that another order or
// another sign would set beside the places of the same area, is a fault of kind Invalid.
type Locate struct {
	Place    id.ID
	Position Position
}

// Act is the act of describing a place.
func (Locate) Act() access.Act { return access.PlacesDescribe }

// Decide records the position, in place of the one that the writer saw.
func (c Locate) Decide(tx *desk.Tx) error {
	p, err := desk.Must(tx, Story, c.Place)
	if err != nil {
		return err
	}
	c.Position.Source = spelling.Clean(c.Position.Source)
	if err := c.Position.Sound(); err != nil {
		return err
	}
	near, err := neighbours(tx, c.Place, p)
	if err == nil {
		err = c.Position.Plausible(near)
	}
	if err != nil {
		return err
	}
	if !c.Position.Day.Known() {
		c.Position.Day = tx.Today()
	}
	return tx.Record(placeLocated.Draft(c.Place, c.Position.Day, c.Position).Replacing("position", p.Position.Seen()))
}

// The southernmost and the northernmost latitude of a place in which people live, in millionths of a degree: south of Tierra del Fuego there are stations
// alone, and Longyearbyen lies at 78 degrees north.
const (
	southernmost = -56_000_000
	northernmost = 79_000_000
)

// Sound refuses what is no point on earth where somebody can live, what nobody says, and what does not say how it was found: faults Invalid places.position_source, places.position_how, places.position_nowhere,
// places.position_swapped, places.position_range.
func (p Position) Sound() error {
	const op = "places.Locate"
	lat, lon := int64(p.Latitude), int64(p.Longitude)
	switch {
	case p.Source == "" || utf8.RuneCountInString(p.Source) > 200:
		return fault.New(op, fault.Invalid, "places.position_source", fault.Args{"max": 200})
	case !slices.Contains(HowFound, p.How):
		return fault.New(op, fault.Invalid, "places.position_how", nil)
	case lat == 0 && lon == 0:
		return fault.New(op, fault.Invalid, "places.position_nowhere", nil)
	case lat >= southernmost && lat <= northernmost && lon >= -180e6 && lon <= 180e6:
		return nil
	case lon >= southernmost && lon <= northernmost && lat >= -180e6 && lat <= 180e6:
		return fault.New(op, fault.Invalid, "places.position_swapped", nil)
	}
	return fault.New(op, fault.Invalid, "places.position_range", nil)
}

// neighbours are the positions of the places that lie in the same area as a place.
func neighbours(tx *desk.Tx, of id.ID, p *Place) (near []Position, err error) {
	if p.Parent.IsZero() {
		return nil, nil
	}
	ids, err := tx.Find(ByParent, p.Parent[:])
	for _, other := range ids {
		if other == of || err != nil {
			continue
		}
		var q *Place
		if q, err = desk.Must(tx, Story, other); err == nil {
			if at, located := q.Position.Latest(); located {
				near = append(near, at)
			}
		}
	}
	return near, err
}

// How far from all others of its area a point is asked about, and how near to one of them it would be if it was meant otherwise, in kilometres.
const (
	farOff = 1000
	nearBy = 300
)

// Plausible refuses a point far from all others of its area that would lie near one if its two numbers changed places, or a sign: faults Invalid places.position_swapped, places.position_sign.
func (p Position) Plausible(others []Position) error {
	if len(others) == 0 || p.nearest(others) <= farOff {
		return nil
	}
	lat, lon := p.Latitude, p.Longitude
	for _, meant := range []Position{{Latitude: lon, Longitude: lat}, {Latitude: -lon, Longitude: lat}, {Latitude: lon, Longitude: -lat}} {
		if meant.nearest(others) <= nearBy {
			return fault.New("places.Locate", fault.Invalid, "places.position_swapped", nil)
		}
	}
	for _, meant := range []Position{{Latitude: -lat, Longitude: lon}, {Latitude: lat, Longitude: -lon}, {Latitude: -lat, Longitude: -lon}} {
		if meant.nearest(others) <= nearBy {
			return fault.New("places.Locate", fault.Invalid, "places.position_sign", nil)
		}
	}
	return nil
}

// nearest is how far the nearest of some other points is, in kilometres.
func (p Position) nearest(others []Position) float64 {
	least := math.Inf(1)
	for _, o := range others {
		least = min(least, p.Kilometres(o))
	}
	return least
}

// Kilometres is how far another point is along a great circle, on an earth of 6,371 km.
func (p Position) Kilometres(o Position) float64 {
	const rad = math.Pi / 180e6
	lat1, lat2 := float64(p.Latitude)*rad, float64(o.Latitude)*rad
	across := math.Sin(float64(o.Longitude-p.Longitude) * rad / 2)
	up := math.Sin((lat2 - lat1) / 2)
	return 2 * 6371 * math.Asin(min(1, math.Sqrt(up*up+math.Cos(lat1)*math.Cos(lat2)*across*across)))
}

// PositionRow is where a place lies, as it is told.
type PositionRow struct {
	Known     bool      `class:"open"` // somebody said where, and it is told to who asks; all the rest stands only then
	Kept      bool      `class:"open"` // somebody said where, and it is not told to who asks
	Latitude  int32     `class:"open"` // WGS 84, millionths of a degree, north above zero
	Longitude int32     `class:"open"` // WGS 84, millionths of a degree, east above zero
	How       string    `class:"open"` // one of HowFound
	Source    string    `class:"open"` // who says so
	Day       clock.Day `class:"open"` // the day it was found
	Contested bool      `class:"open"` // two offices say two things; this is the one that was said last
}

// Told is a position as a page shows it, to those to whom it is told.
func (p Position) Told() PositionRow {
	return PositionRow{Known: true, Latitude: p.Latitude, Longitude: p.Longitude, How: p.How, Source: p.Source, Day: p.Day}
}

// positionOf is where a place lies, as whoever asks is told. Where protection found a place not safe, for everyone or for some, a point on a map leads
// to those who live there: it is told to those alone who describe places (docs/protection.md, "Secrets"), and others read what they read without it.
func positionOf(r *desk.Reader, p *Place) PositionRow {
	at, said := p.Position.Latest()
	switch {
	case !said:
		return PositionRow{Day: clock.NoDay}
	case p.Withdrawn() && access.May(r.By(), access.PlacesDescribe, access.Commons, r.Today()) != nil:
		return PositionRow{Kept: true, Day: clock.NoDay}
	}
	return PositionRow{Known: true, Latitude: at.Latitude, Longitude: at.Longitude, How: at.How, Source: at.Source, Day: at.Day, Contested: p.Position.Contested()}
}

// PositionTold is one position that a place was given, as it was recorded. Position is what was said; Written the day on which it was written down.
type PositionTold struct {
	Position PositionRow
	Written  clock.Day `class:"open"`
	Stands   bool      `class:"open"` // it is what holds today; two do where two offices said two things
}

// PositionsOf returns every position that a place was given, the latest first; none to whom its position is not told.
func PositionsOf(place id.ID) desk.Query[[]PositionTold] {
	all := storyOf(place, positionKind, func(r *desk.Reader, p *Place, f *journal.Fact, said Position) PositionTold {
		row := positionOf(r, p)
		if row.Known {
			row = PositionRow{Known: true, Latitude: said.Latitude, Longitude: said.Longitude, How: said.How, Source: said.Source, Day: said.Day}
		}
		return PositionTold{Position: row, Written: writtenOn(r, f), Stands: stands(p.Position.Standing, f)}
	})
	every := all.Run
	all.Run = func(r *desk.Reader) ([]PositionTold, error) {
		rows, err := every(r)
		return slices.DeleteFunc(rows, func(t PositionTold) bool { return !t.Position.Known }), err
	}
	return all
}
