// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// TripRow is one trip, in numbers. Until it leaves they are counted now; after that they are those of its departure.
//
// ID is the trip; Origin is the site it leaves from (zero where there is none), Destination where it goes, Route and Means are
// those of the Plan, and Status says how far it has come. Seats is the sum over its loads, without laps. Households is how many
// hold a seat on it, or left with it; Boarded and NoShows count persons, and NoShows is 0 once it has left.
type TripRow struct {
	ID          id.ID     `class:"open"`
	Origin      id.ID     `class:"open"`
	Destination id.ID     `class:"open"`
	Leaves      clock.Day `class:"open"` // the day it is to leave
	Left        clock.Day `class:"open"` // the day it did; NoDay while it has not
	Arrived     clock.Day `class:"open"` // NoDay while it has not
	Route       string    `class:"open"`
	Means       string    `class:"open"`
	Status      Status    `class:"open"`
	Seats       int       `class:"open"`
	Households  int       `class:"open"`
	Persons     int       `class:"open"` // who hold a seat, boarded or not; after departure, who left
	Boarded     int       `class:"open"`
	NoShows     int       `class:"open"`
	Manifest    int       `class:"open"` // number of the last version; 0 for none
	Stale       bool      `class:"open"` // who holds a seat is not who stood on the last manifest
	OverSeats   bool      `class:"open"` // a load carries more than it has room for: a birth, or two offices that did not see each other
	Reason      string    `class:"open"` // why it was stopped, turned back or cancelled
	Elsewhere   bool      `class:"open"` // planned, and its seats are given out at another office
	Contested   bool      `class:"open"` // planned, and two offices were handed it unseen of one another: neither gives out its seats
	Unsafe      bool      `class:"open"` // not there yet, and protection has found where it goes, or its route, not safe
}

// Trips lists trips by the day they are to leave, from a day on (NoDay: from the first), at most limit.
func Trips(scope access.Scope, from clock.Day, limit int) desk.Query[[]TripRow] {
	return desk.Query[[]TripRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]TripRow, error) {
		want := register.Range{Limit: limit}
		if from.Known() {
			want.After = &register.Entry{Key: DayKey(from)} // before every story of that day
		}
		entries, err := r.Scan(ByDay, want)
		if err != nil {
			return nil, err
		}
		rows := make([]TripRow, 0, len(entries))
		for _, e := range entries {
			t, err := desk.Read(r, Story, e.Story)
			if err != nil {
				return nil, err
			}
			row, err := tripRow(r, e.Story, t.State)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		return rows, nil
	}}
}

// tripRow makes a row of a trip, with what is known of the safety of where it goes.
func tripRow(r *desk.Reader, of id.ID, t *Trip) (TripRow, error) {
	row, err := rowOf(source{r}, of, t)
	row.Contested = t.contested()
	row.Elsewhere = t.Status == Planned && !row.Contested && t.Custodian.Value() != r.Here()
	if err != nil || !slices.Contains([]Status{Planned, OnTheRoad, Stopped}, t.Status) {
		return row, err
	}
	err = safe(source{r}, t.Destination, nil, t.Route)
	row.Unsafe = err != nil && refused(err)
	if row.Unsafe {
		err = nil
	}
	return row, err
}

func rowOf(s source, of id.ID, t *Trip) (TripRow, error) {
	row := TripRow{ID: of, Origin: t.Origin, Destination: t.Destination, Leaves: t.Leaves(), Left: clock.NoDay, Arrived: clock.NoDay,
		Route: t.Route, Means: t.Means, Status: t.Status, Seats: t.Seats(), Reason: t.Reason}
	if t.Left != 0 {
		row.Left = t.Left
	}
	if t.There != 0 {
		row.Arrived = t.There
	}
	last, frozen := t.Last()
	row.Manifest = last.Version
	if t.Status != Planned {
		row.Households, row.Persons, row.Boarded = t.Households, t.Persons, t.Persons
		return row, nil
	}
	groups, err := groupsOn(s, of, 0)
	if err != nil {
		return row, err
	}
	row.count(groups)
	row.Stale = frozen && digestOf(groups) != last.Digest
	_, _, row.OverSeats = overSeats(t, groups, s.Today())
	return row, nil
}

func (row *TripRow) count(groups []group) {
	for i := range groups {
		riding := 0
		for _, r := range groups[i].riders {
			switch r.seat.State {
			case programme.Loaded:
				riding++
			case programme.Boarded:
				riding++
				row.Boarded++
			case programme.NoShow:
				row.NoShows++
			}
		}
		if row.Persons += riding; riding > 0 {
			row.Households++
		}
	}
}

// ManifestLine is one household on a trip.
//
// Journey and Step say whose and which leaving; Household is theirs, Card the number on its card ("" for none).
type ManifestLine struct {
	Journey   id.ID             `class:"open"`
	Step      string            `class:"open"`
	Household id.ID             `class:"open"`
	Card      string            `class:"personal"`
	Held      string            `class:"open"` // key of the rule that stands against them; "" for those who are on the manifest
	HeldBy    map[string]string `class:"open"` // what its sentence names: a step, the step before it, a condition
	Apart     bool              `class:"open"` // not all of the household are on one load
	AskAgain  int               `class:"open"` // how many adults are still to be asked, each in private, whether they are still willing
	Persons   []ManifestEntry   // in order of load and id
}

// ManifestEntry is one person on a trip.
//
// Person is their id, Given and Family their names ("" where they are not known), Sex 0 where nobody knows; Load is the number of
// the vehicle.
type ManifestEntry struct {
	Person  id.ID           `class:"open"`
	Given   string          `class:"personal"`
	Family  string          `class:"personal"`
	Sex     people.Sex      `class:"personal"`
	Age     int             `class:"personal"` // completed years; -1 where nobody knows
	Load    int             `class:"open"`
	Newborn string          `class:"personal"` // of a newborn without a name: who bore them
	State   programme.State `class:"open"`     // loaded, boarded, no_show, departed, arrived
	Devices []people.Device `class:"personal"` // without which they do not travel
	Needs   []people.Need   `class:"personal"` // what has to be done for them on the way: no diagnosis
	With    string          `class:"personal"` // name of the member who travels beside them; "" for nobody in particular
}

// ManifestSheet is who is on a trip now.
type ManifestSheet struct {
	Trip    TripRow        // in numbers
	Loads   []LoadRow      // as planned, with what they carry
	Version FrozenRow      // as it was frozen last
	Lines   []ManifestLine // households, as they stand now
	Doubted []DoubtRow     // who is said to be on another trip too: here or there they are not
	SaidOff []SaidOffRow   // who was said not to have been on it, though an office had them board, or leave
	Twice   []TwoLoadsRow  // who holds a seat on another trip too: they board neither before somebody has decided
}

// FrozenRow is the last version of a manifest that was frozen; Version is 0 for none. Day is when it was frozen; Households and
// Persons are on it.
type FrozenRow struct {
	Version    int       `class:"open"`
	Day        clock.Day `class:"open"`
	Households int       `class:"open"`
	Persons    int       `class:"open"`
	Held       int       `class:"open"` // households that stood on a load and could not travel that day
	Digest     string    `class:"open"` // SHA-256 of its lines, in hexadecimal; printed on the paper that is signed
}

// LoadRow is one load with what it carries. Number, Kind, Seats and Laps are those of the Vehicle; Persons is how many hold a seat
// on it, infants on laps among them.
type LoadRow struct {
	Number  int    `class:"open"`
	Kind    string `class:"open"`
	Seats   int    `class:"open"`
	Laps    int    `class:"open"`
	Persons int    `class:"open"`
	Over    bool   `class:"open"` // more than it has room for
}

// ManifestOf is who is on a trip: those who hold a seat, came not, left or arrived, with their names. It opens the files of
// everyone on it.
func ManifestOf(scope access.Scope, trip id.ID) desk.Query[ManifestSheet] {
	return desk.Query[ManifestSheet]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (ManifestSheet, error) {
		t, groups, err := tripRead(r, trip)
		if err != nil {
			return ManifestSheet{}, err
		}
		sheet := ManifestSheet{}
		if sheet.Trip, err = tripRow(r, trip, t); err != nil {
			return sheet, err
		}
		if m, frozen := t.Last(); frozen {
			sheet.Version = FrozenRow{m.Version, m.Day, m.Households, m.Persons, m.Held, hex.EncodeToString(m.Digest[:])}
		}
		sheet.Loads = loadRows(t, groups, r.Today())
		for i := range groups {
			if !onSheet(&groups[i]) {
				continue
			}
			line, err := lineOf(r, t, &groups[i])
			if err != nil {
				return sheet, err
			}
			sheet.Lines = append(sheet.Lines, line)
		}
		if sheet.SaidOff, err = saidOff(r, trip); err != nil {
			return sheet, err
		}
		if sheet.Twice, err = standsTwice(r, groups, trip); err != nil {
			return sheet, err
		}
		sheet.Doubted, err = doubted(r, trip)
		return sheet, err
	}}
}

func tripRead(r *desk.Reader, trip id.ID) (*Trip, []group, error) {
	t, err := desk.Read(r, Story, trip)
	if err == nil && !t.Exists {
		err = fault.New("movement.ManifestOf", fault.NotFound, "desk.no_such_story", fault.Args{"kind": Story.Name()})
	}
	if err != nil {
		return nil, nil, err
	}
	groups, err := groupsOn(source{r}, trip, 0)
	return t.State, groups, err
}

// onSheet reports whether anyone of a group is, or was to be, on the trip; those who were taken off are not.
func onSheet(g *group) bool {
	return slices.ContainsFunc(g.riders, func(r rider) bool { return r.seat.State != programme.Unloaded })
}

func loadRows(t *Trip, groups []group, today clock.Day) []LoadRow {
	var rows []LoadRow
	for _, plan := range t.Loads.Value() {
		l, _ := t.LoadOf(plan.Number)
		var c count
		for i := range groups {
			c.add(groups[i].riding(l.Number, today))
		}
		rows = append(rows, LoadRow{l.Number, l.Kind, l.Seats, l.Laps, c.persons, !l.fits(c)})
	}
	return rows
}

// lineOf writes one household of a manifest and judges it, while it has not left.
func lineOf(r *desk.Reader, t *Trip, g *group) (ManifestLine, error) {
	h, err := desk.Read(r, people.HouseholdStory, g.journey.Subject)
	if err != nil {
		return ManifestLine{}, err
	}
	r.Looked(g.journey.Subject)
	line := ManifestLine{Journey: g.id, Step: g.step, Household: g.journey.Subject, Card: h.State.Card}
	for _, m := range g.riders {
		if m.seat.State == programme.Unloaded {
			continue
		}
		names, travels := m.Person.Names.Value(), m.Person.Travels.Value()
		line.Persons = append(line.Persons, ManifestEntry{Person: m.ID, Given: names.Given, Family: names.Family, Sex: m.Person.Sex.Value(),
			Age: m.Person.AgeOn(r.Today()), Load: m.seat.Load, State: m.seat.State, Newborn: people.NewbornOf(m.Someone, g.members),
			Devices: travels.Devices, Needs: travels.Needs, With: nameIn(g.members, travels.With)})
	}
	slices.SortStableFunc(line.Persons, func(a, b ManifestEntry) int { return cmp.Compare(a.Load, b.Load) })
	if len(loadsOf(g)) == 0 {
		return line, nil
	}
	line.Apart = !g.together()
	k, err := take(r, g.id, g.step)
	if err != nil {
		return line, err
	}
	line.AskAgain = len(k.Standing.Step(g.step).Members)
	err = g.judge(k, t, false, source{r}, r.Today())
	if err != nil && !refused(err) {
		return line, err
	}
	if err != nil {
		line.Held, line.HeldBy = fault.KeyOf(err), namedBy(err)
	}
	return line, nil
}

// nameIn returns the name of one of some members; "" for nobody.
func nameIn(members []people.Someone, of id.ID) string {
	i := slices.IndexFunc(members, func(m people.Someone) bool { return m.ID == of })
	if i < 0 {
		return ""
	}
	return members[i].Person.Names.Value().String()
}

// namedBy returns what the sentence of a refusal names: ids and numbers, and nobody.
func namedBy(err error) map[string]string {
	var e *fault.Error
	if !errors.As(err, &e) {
		return nil
	}
	named := map[string]string{}
	for name, value := range e.Args {
		named[name] = fmt.Sprint(value)
	}
	return named
}
