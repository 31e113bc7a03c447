// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// MaxLapAge is the age, in completed years, from which a person needs a seat of their own. A younger one may sit on the lap of an adult
// of the same household on the same load, one infant an adult, if the carrier takes infants on laps (Vehicle.Laps). The age is that of
// aviation: Regulation (EU) No 965/2012, CAT.IDE.A.205, "a seat or berth for each person on board who is aged 24 months
// or more". Somebody whose age is not known needs a seat.
const MaxLapAge = 2

// source is what trips are read through: a command's Tx or a query's Reader.
type source struct{ desk.Source }

// Bounds of what a query reads: journeys under one trip, and ways of one household.
const (
	maxOnTrip = 100_000
	maxWays   = 100

	maxMembers = 10 * people.MaxMembers
)

func (s source) on(trip id.ID) ([]id.ID, error) {
	return desk.Listed(s.Source, journey.ByLink, trip[:], maxOnTrip)
}

func (s source) journey(of id.ID) (*journey.Journey, error) {
	f, err := desk.See(s.Source, journey.Story, of)
	return f.State, err
}

func (s source) members(h id.ID) ([]people.Someone, error) { return people.Members(s.Source, h) }

func (s source) person(of id.ID) (*people.Person, error) {
	f, err := desk.See(s.Source, people.PersonStory, of)
	return f.State, err
}

func (s source) ways(h id.ID) ([]id.ID, error) {
	return desk.Listed(s.Source, journey.BySubject, h[:], maxWays)
}

func (s source) place(of id.ID) (*places.Place, error) {
	p, err := desk.SeeCommons(s.Source, places.Story, of)
	return p.State, err
}

func (s source) undoubted(j *journey.Journey) error { return capacity.Undoubted(s.Source, j) }

// group is the people of one journey who stand on a trip, each with their seat.
type group struct {
	id      id.ID
	journey *journey.Journey
	step    string
	members []people.Someone // all living members of the household
	follow  bool             // the others have left: members are those who follow
	riders  []rider          // those of them with a seat on this trip, gone and no-shows among them, and who left with them unseen
}

type rider struct {
	people.Someone
	seat Seat
}

// groupsOn reads who stands on a trip; on one load of it, where load is not zero.
func groupsOn(s source, trip id.ID, load int) ([]group, error) {
	ids, err := s.on(trip)
	if err != nil {
		return nil, err
	}
	var groups []group
	for _, of := range ids {
		j, err := s.journey(of)
		if err != nil {
			return nil, err
		}
		for _, step := range stepsOn(j, trip, load) {
			g, err := groupOn(s, of, j, step, trip)
			if err != nil {
				return nil, err
			}
			g.riders = slices.DeleteFunc(g.riders, func(r rider) bool { return load != 0 && r.seat.Load != load })
			if len(g.riders) > 0 {
				groups = append(groups, *g)
			}
		}
	}
	return groups, nil
}

// stepsOn returns the steps on which marks of a journey name a trip, and a load of it where load is not zero.
func stepsOn(j *journey.Journey, trip id.ID, load int) []string {
	var steps []string
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Link == trip && (load == 0 || m.Unit == load) && m.State != 0 && !slices.Contains(steps, m.Step) {
			steps = append(steps, m.Step)
		}
	}
	return steps
}

// count is what a load carries.
type count struct {
	persons int
	laps    int // infants who may sit on a lap
}

func (c *count) add(p party) {
	c.persons += p.persons
	c.laps += min(p.infants, p.adults)
}

// fits reports whether a load has room for what it is to carry.
func (l Vehicle) fits(c count) bool { return c.persons-min(c.laps, l.Laps) <= l.Seats }

// riding counts the people of a group who hold a seat on a load, where they have not left.
func (g *group) riding(load int, today clock.Day) party {
	var p party
	for _, r := range g.riders {
		if r.seat.Load == load && r.seat.Riding() {
			p.add(r.Someone, today)
		}
	}
	return p
}

// roomFor refuses a load that has no seats for more people of one journey, beside all others on it.
func roomFor(s source, trip id.ID, l Vehicle, journey id.ID, more party) error {
	groups, err := groupsOn(s, trip, l.Number)
	if err != nil {
		return err
	}
	var c count
	for i := range groups {
		if groups[i].id != journey {
			c.add(groups[i].riding(l.Number, s.Today()))
		}
	}
	taken := c.persons
	if c.add(more); !l.fits(c) {
		return fault.New("movement.seats", fault.Blocked, "movement.no_seat", fault.Args{"load": l.Number, "seats": l.Seats,
			"taken": taken, "wanted": more.persons}).WithHint("movement.no_seat_hint")
	}
	return nil
}

// overSeats returns the first load of a trip that carries more people than it has room for.
func overSeats(t *Trip, groups []group, today clock.Day) (Vehicle, count, bool) {
	carries := map[int]*count{}
	for i := range groups {
		for _, load := range loadsOf(&groups[i]) {
			if carries[load] == nil {
				carries[load] = &count{}
			}
			carries[load].add(groups[i].riding(load, today))
		}
	}
	for _, number := range slices.Sorted(maps.Keys(carries)) {
		l, _ := t.LoadOf(number)
		if l.Number = number; !l.fits(*carries[number]) {
			return l, *carries[number], true
		}
	}
	return Vehicle{}, count{}, false
}

// loadsOf returns the loads on which people of a group hold a seat.
func loadsOf(g *group) []int {
	var loads []int
	for _, r := range g.riders {
		if r.seat.Riding() && !slices.Contains(loads, r.seat.Load) {
			loads = append(loads, r.seat.Load)
		}
	}
	return loads
}

// together reports whether all living members of a household hold a seat on one load.
func (g *group) together() bool {
	riding := 0
	for _, r := range g.riders {
		if r.seat.Riding() {
			riding++
		}
	}
	return riding == len(g.members) && len(loadsOf(g)) == 1
}

// digestOf returns the digest of a manifest's lines: journey, load and person of each who is on it, in that order.
func digestOf(groups []group) [32]byte {
	var lines [][]byte
	for _, g := range groups {
		for _, r := range g.riders {
			if !r.seat.Riding() {
				continue
			}
			line := binary.BigEndian.AppendUint32(slices.Clone(g.id[:]), uint32(r.seat.Load))
			lines = append(lines, append(line, r.ID[:]...))
		}
	}
	slices.SortFunc(lines, bytes.Compare)
	return sha256.Sum256(bytes.Join(lines, nil))
}

// groupOf reads the people of one journey with their seats at a step, whichever trip they are on.
func groupOf(s source, of id.ID, j *journey.Journey, step string) (*group, error) {
	return seatedBy(s, of, j, step, func(person id.ID) (Seat, bool) {
		seat := SeatOf(j, step, person)
		return seat, seat.State != programme.Happened
	})
}

// groupOn reads the people of one journey with their seats on one trip. Of a household that has left without some of them its people are those who follow.
func groupOn(s source, of id.ID, j *journey.Journey, step string, trip id.ID) (*group, error) {
	g, err := seatedBy(s, of, j, step, func(person id.ID) (Seat, bool) { return seatOn(j, step, person, trip) })
	if err != nil || !j.Left() || !slices.ContainsFunc(g.riders, func(r rider) bool { return r.seat.Riding() }) {
		return g, err
	}
	k, err := take(s.Source, of, step)
	if fault.Is(err, fault.Undecidable) {
		return g, nil // of a programme that is not here yet
	}
	if err == nil && k.Late() {
		g.members, g.follow = k.Members, true
	}
	return g, err
}

func seatedBy(s source, of id.ID, j *journey.Journey, step string, seat func(id.ID) (Seat, bool)) (*group, error) {
	members, err := s.members(j.Subject)
	if err != nil {
		return nil, err
	}
	also, err := unseen(s, j, step, members)
	if err != nil {
		return nil, err
	}
	g := &group{id: of, journey: j, step: step, members: members}
	for _, m := range slices.Concat(members, also) {
		if at, seated := seat(m.ID); seated {
			g.riders = append(g.riders, rider{m, at})
		}
	}
	return g, nil
}

// only returns the group with those of its riders who are named; with all of them where none is.
func (g *group) only(persons []id.ID) *group {
	if len(persons) == 0 {
		return g
	}
	some := *g
	some.riders = nil
	for _, r := range g.riders {
		if slices.Contains(persons, r.ID) {
			some.riders = append(some.riders, r)
		}
	}
	return &some
}
