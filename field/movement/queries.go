// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"cmp"
	"encoding/hex"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// TripRow is one trip, in numbers. Until it leaves they are counted now; after that they are those of its departure.
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
			row, err := rowOf(readerSource{r}, e.Story, t.State)
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		return rows, nil
	}}
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
	_, _, row.OverSeats = overSeats(t, groups, s.today())
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
type ManifestLine struct {
	Journey   id.ID           `class:"open"`
	Step      string          `class:"open"`
	Household id.ID           `class:"open"`
	Card      string          `class:"personal"`
	Held      string          `class:"open"` // key of the rule that stands against them; "" for those who are on the manifest
	Apart     bool            `class:"open"` // not all of the household are on one load
	Persons   []ManifestEntry // in order of load and id
}

// ManifestEntry is one person on a trip.
type ManifestEntry struct {
	Person id.ID           `class:"open"`
	Given  string          `class:"personal"`
	Family string          `class:"personal"`
	Sex    people.Sex      `class:"personal"`
	Age    int             `class:"personal"` // completed years; -1 where nobody knows
	Load   int             `class:"open"`
	State  programme.State `class:"open"` // loaded, boarded, no_show, departed, arrived
}

// ManifestSheet is who is on a trip now.
type ManifestSheet struct {
	Trip    TripRow
	Loads   []LoadRow
	Version FrozenRow
	Lines   []ManifestLine
}

// FrozenRow is the last version of a manifest that was frozen; Version is 0 for none.
type FrozenRow struct {
	Version    int       `class:"open"`
	Day        clock.Day `class:"open"`
	Households int       `class:"open"`
	Persons    int       `class:"open"`
	Held       int       `class:"open"` // households that stood on a load and could not travel that day
	Digest     string    `class:"open"` // SHA-256 of its lines, in hexadecimal; printed on the paper that is signed
}

// LoadRow is one load with what it carries.
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
		if sheet.Trip, err = rowOf(readerSource{r}, trip, t); err != nil {
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
		return sheet, nil
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
	groups, err := groupsOn(readerSource{r}, trip, 0)
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
		names := m.Person.Names.Value()
		line.Persons = append(line.Persons, ManifestEntry{Person: m.ID, Given: names.Given, Family: names.Family, Sex: m.Person.Sex.Value(),
			Age: m.Person.AgeOn(r.Today()), Load: m.seat.Load, State: m.seat.State})
	}
	slices.SortStableFunc(line.Persons, func(a, b ManifestEntry) int { return cmp.Compare(a.Load, b.Load) })
	if len(loadsOf(g)) == 0 {
		return line, nil
	}
	line.Apart = !g.together()
	k, err := journey.Read(r, g.id)
	if err != nil {
		return line, err
	}
	err = g.judge(k, t, false, placesRead(r), r.Today())
	if err != nil && !refused(err) {
		return line, err
	}
	if err != nil {
		line.Held = fault.KeyOf(err)
	}
	return line, nil
}

// ArrivalRow is a household that left and of whom nobody has confirmed the arrival.
type ArrivalRow struct {
	Journey   id.ID     `class:"open"`
	Step      string    `class:"open"`
	Household id.ID     `class:"open"`
	Card      string    `class:"personal"`
	Trip      id.ID     `class:"open"` // zero by their own means
	Left      clock.Day `class:"open"`
	Persons   int       `class:"open"`
}

// OnTheRoadTo lists the households on the road to a place, by trip or by their own means: when its safety is withdrawn, they are
// stopped or turned back before anyone else is told. It is also the list of arrivals to confirm.
func OnTheRoadTo(scope access.Scope, place id.ID) desk.Query[[]ArrivalRow] {
	return desk.Query[[]ArrivalRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]ArrivalRow, error) {
		var rows []ArrivalRow
		err := eachDestined(r, place, func(of id.ID, j *journey.Journey) error {
			row, err := onRoad(r, of, j, place)
			if err == nil && row.Persons > 0 {
				rows = append(rows, row)
			}
			return err
		})
		slices.SortStableFunc(rows, func(a, b ArrivalRow) int { return cmp.Compare(a.Left, b.Left) })
		return rows, err
	}}
}

// eachDestined calls f for every journey with a choice of, or a promise at, a place.
func eachDestined(r *desk.Reader, place id.ID, f func(id.ID, *journey.Journey) error) error {
	ids, err := r.Find(journey.ByDestined, place[:], maxOnTrip)
	if err != nil {
		return err
	}
	for _, of := range ids {
		j, err := desk.Read(r, journey.Story, of)
		if err != nil {
			return err
		}
		if err := f(of, j.State); err != nil {
			return err
		}
	}
	return nil
}

// onRoad reads who of a journey is on the road to a place. Members are read only where somebody may be.
func onRoad(r *desk.Reader, of id.ID, j *journey.Journey, place id.ID) (ArrivalRow, error) {
	row := ArrivalRow{Journey: of, Household: j.Subject}
	for _, step := range roadSteps(j) {
		g, err := groupOf(readerSource{r}, of, j, step)
		if err != nil {
			return row, err
		}
		for _, m := range g.riders {
			if m.seat.State == programme.Departed && m.seat.Place == place {
				row.Step, row.Trip, row.Left = step, m.seat.Trip, m.seat.Day
				row.Persons++
			}
		}
	}
	if row.Persons == 0 {
		return row, nil
	}
	h, err := desk.Read(r, people.HouseholdStory, j.Subject)
	row.Card = h.State.Card
	r.Looked(j.Subject)
	return row, err
}

// roadSteps returns the steps on which somebody left and not the whole household has arrived together.
func roadSteps(j *journey.Journey) []string {
	var steps []string
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn || m.State != programme.Departed || slices.Contains(steps, m.Step) {
			continue
		}
		together := slices.ContainsFunc(j.Marks, func(a journey.Mark) bool {
			return a.Step == m.Step && a.State == programme.Arrived && a.By.IsZero() && !a.Withdrawn
		})
		if !together {
			steps = append(steps, m.Step)
		}
	}
	return steps
}

// ReadyRow is a household that may travel and stands on no load.
type ReadyRow struct {
	Journey   id.ID  `class:"open"`
	Step      string `class:"open"`
	Household id.ID  `class:"open"`
	Card      string `class:"personal"`
	Site      id.ID  `class:"personal"`
	Persons   int    `class:"open"`
	Infants   int    `class:"open"` // who may sit on a lap
	NoShow    bool   `class:"open"` // did not come to an earlier trip
	AskAgain  int    `class:"open"` // how many are still to be asked, each in private, whether they are still willing
}

// ReadyFor lists the households that may travel to a place today and stand on no load: whom the next trip can take.
func ReadyFor(scope access.Scope, place id.ID, route string) desk.Query[[]ReadyRow] {
	return desk.Query[[]ReadyRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]ReadyRow, error) {
		var rows []ReadyRow
		err := eachDestined(r, place, func(of id.ID, j *journey.Journey) error {
			if j.Left() {
				return nil
			}
			row, ready, err := readyRow(r, of, place, route)
			if err == nil && ready {
				rows = append(rows, row)
			}
			return err
		})
		return rows, err
	}}
}

func readyRow(r *desk.Reader, of, place id.ID, route string) (row ReadyRow, ready bool, err error) {
	k, err := journey.Read(r, of)
	if err != nil {
		return row, false, err
	}
	for _, step := range k.Pathway.Steps {
		if step.Verb.Name != "move" || riding(k, step.ID) {
			continue
		}
		s, err := mayTravel(k, step.ID, place, route, placesRead(r))
		if err != nil {
			if refused(err) {
				continue
			}
			return row, false, err
		}
		h, err := desk.Read(r, people.HouseholdStory, k.Journey.Subject)
		if err != nil {
			return row, false, err
		}
		r.Looked(k.Journey.Subject)
		row = ReadyRow{Journey: of, Step: step.ID, Household: k.Journey.Subject, Card: h.State.Card, Site: k.Site,
			Persons: len(k.Members), AskAgain: len(s.Members)}
		var p party
		for _, m := range k.Members {
			p.add(m, r.Today())
		}
		row.Infants = min(p.infants, p.adults)
		_, row.NoShow = k.Journey.Last(step.ID, programme.NoShow)
		return row, true, nil
	}
	return row, false, nil
}

// riding reports whether anyone of a case holds a seat at a step.
func riding(k *journey.Case, step string) bool {
	return slices.ContainsFunc(k.Members, func(m people.Someone) bool { return SeatOf(k.Journey, step, m.ID).Riding() })
}

// AskRow is one adult whom the screen before departure asks in private. It never says what anybody answered: whoever has said no is to
// be asked like whoever was not asked yet.
type AskRow struct {
	Person id.ID  `class:"personal"`
	Given  string `class:"personal"`
	Family string `class:"personal"`
	Asked  bool   `class:"sensitive"` // has lately said that they are still willing
}

// AskAgainList lists the adults of a household for the screen that asks each in private.
func AskAgainList(scope access.Scope, of id.ID, step string) desk.Query[[]AskRow] {
	return desk.Query[[]AskRow]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) ([]AskRow, error) {
		k, err := journey.Read(r, of)
		if err != nil {
			return nil, err
		}
		s, err := k.At(step, "move")
		if err != nil {
			return nil, err
		}
		r.Looked(k.Journey.Subject)
		var rows []AskRow
		for _, m := range k.Adults() {
			_, asked := k.Journey.Last(step, programme.Willing)
			names := m.Person.Names.Value()
			rows = append(rows, AskRow{Person: m.ID, Given: names.Given, Family: names.Family,
				Asked: asked && !slices.Contains(s.Members, m.ID)})
		}
		return rows, nil
	}}
}

// NoShowRow is a household of whom somebody did not come to a trip.
type NoShowRow struct {
	Journey   id.ID  `class:"open"`
	Step      string `class:"open"`
	Household id.ID  `class:"open"`
	Card      string `class:"personal"`
	Persons   int    `class:"open"` // who did not come
}

// NoShows lists the households of a trip of whom somebody did not come: they are looked for, and nothing is held against them.
func NoShows(scope access.Scope, trip id.ID) desk.Query[[]NoShowRow] {
	return desk.Query[[]NoShowRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]NoShowRow, error) {
		_, groups, err := tripRead(r, trip)
		if err != nil {
			return nil, err
		}
		var rows []NoShowRow
		for _, g := range groups {
			row := NoShowRow{Journey: g.id, Step: g.step, Household: g.journey.Subject}
			for _, m := range g.riders {
				if m.seat.State == programme.NoShow {
					row.Persons++
				}
			}
			if row.Persons == 0 {
				continue
			}
			h, err := desk.Read(r, people.HouseholdStory, g.journey.Subject)
			if err != nil {
				return nil, err
			}
			row.Card = h.State.Card
			r.Looked(g.journey.Subject)
			rows = append(rows, row)
		}
		return rows, nil
	}}
}
