// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Whereabouts says whom a list of households shows, by where they stand.
type Whereabouts string

// The whereabouts. A family that is apart is on the road or has left, and remains as well: nobody of it is lost sight of.
const (
	Remaining Whereabouts = "remaining" // somebody of them has not left, whether they have begun a way or not
	OnTheRoad Whereabouts = "on_the_road"
	HaveLeft  Whereabouts = "have_left" // and have arrived
	Lapsing   Whereabouts = "lapsing"   // their choice lapses within a week: they are asked again before it does
	TwoWays   Whereabouts = "two_ways"  // they stand on two ways of which they may walk one: two offices began one each
	Doubtful  Whereabouts = "doubtful"  // two offices wrote of them what cannot both be: it stands until somebody decides
	Asked     Whereabouts = "asked"     // they asked for something of which nobody has decided: that waits for the office
)

// HouseholdsWhere lists the households of one whereabouts: those who remain as Households lists them; those on the road, and those who have
// left, by the day on which they last departed, the latest first. What a page costs does not grow with how many there are.
func HouseholdsWhere(scope access.Scope, where Whereabouts, want people.Listing) desk.Query[HouseholdPage] {
	return desk.Query[HouseholdPage]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (page HouseholdPage, err error) {
		listed, err := listedWhere(r, where, want)
		if err != nil {
			return page, err
		}
		page = HouseholdPage{Previous: cursorOf(listed.Previous), Next: cursorOf(listed.Next), Total: listed.Total}
		page.Rows, err = householdRows(r, listed.IDs)
		return page, err
	}}
}

// listedWhere lists the households of one whereabouts; with "", all.
func listedWhere(r *desk.Reader, where Whereabouts, want people.Listing) (people.Listed, error) {
	switch where {
	case "":
		return people.List(r, want)
	case Remaining:
		want.Skip = func(household id.ID) (bool, error) { return haveAllLeft(r, household) }
		return people.List(r, want)
	case Lapsing:
		return lapsingList(r)
	case TwoWays:
		return twoWaysList(r)
	case Doubtful:
		return contradictingList(r)
	case Asked:
		return askedList(r)
	}
	return departed(r, where, want)
}

// IDs name stories, and tell nothing else of them.
type IDs struct {
	All []id.ID `class:"open"` // in the order that the query says
}

// IDsWhere lists the ids of the households of one whereabouts ("": of all), of a site where one is given, in the order of HouseholdsWhere and at most limit. It opens
// nobody's file.
func IDsWhere(scope access.Scope, where Whereabouts, site id.ID, limit int) desk.Query[IDs] {
	return desk.Query[IDs]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (found IDs, err error) {
		want := people.Listing{Site: site, Limit: limit}
		for {
			listed, err := listedWhere(r, where, want)
			if err != nil {
				return found, err
			}
			found.All = append(found.All, listed.IDs...)
			if listed.Next == nil || len(found.All) >= limit {
				found.All = found.All[:min(len(found.All), limit)]
				return found, nil
			}
			want.After = listed.Next
		}
	}}
}

// Ways returns, for each of some households, the journey on which it walks a pathway of a programme, in their order; the zero id for one that walks none. It opens
// nobody's file.
func Ways(scope access.Scope, programmeID, pathway string, of []id.ID) desk.Query[IDs] {
	return desk.Query[IDs]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (IDs, error) {
		ways := make([]id.ID, len(of))
		for i, h := range of {
			walked, err := r.Find(BySubject, h[:], maxWays)
			for _, way := range walked {
				if err != nil {
					return IDs{}, err
				}
				var j desk.Found[Journey]
				if j, err = desk.Read(r, Story, way); err == nil && !j.State.Aside && j.State.Pathway == pathway && j.State.Version.Value().Programme == programmeID {
					ways[i] = way
				}
			}
			if err != nil {
				return IDs{}, err
			}
		}
		return IDs{ways}, nil
	}}
}

// haveAllLeft reports whether nobody of a household remains: it left as a whole and nobody came to it since, or each who lives in it has left.
func haveAllLeft(r *desk.Reader, household id.ID) (bool, error) {
	whole, err := r.Scan(Leavers, register.Range{Prefix: append(household[:], leftWhole), Limit: 20})
	if err != nil {
		return false, err
	}
	if len(whole) > 0 {
		return nobodyCame(r, household, whole)
	}
	ways, err := r.Find(Leavers, append(household[:], leftInPart), 20)
	if err != nil || len(ways) == 0 {
		return false, err
	}
	return eachHasLeft(r, household, ways)
}

// nobodyCame reports whether all who live in a household that left as a whole are among those who left, or were born to them. Of those who left
// nobody's file is read.
func nobodyCame(r *desk.Reader, household id.ID, whole []register.Entry) (bool, error) {
	var left []byte
	var unsaid []*people.Person // of whom nobody said to whom they were born
	for _, e := range whole {
		of := e.Key[len(household)+1:]
		if len(of) == 0 {
			return true, nil
		}
		left = append(left, of...)
	}
	members, err := r.Find(people.MembersOf, household[:], 10*people.MaxMembers)
	for _, m := range members {
		if err != nil || isAmong(left, m) {
			continue
		}
		p, err := desk.Read(r, people.PersonStory, m)
		switch {
		case err != nil:
			return false, err
		case p.State.Alive() && p.State.BornTo.IsZero():
			unsaid = append(unsaid, p.State)
		case p.State.Alive() && !isAmong(left, p.State.BornTo):
			return false, nil
		}
	}
	if err != nil || len(unsaid) == 0 {
		return err == nil, err
	}
	return allBornAway(r, unsaid, whole)
}

// allBornAway reports whether each of some people was born to those who had left, though nobody said to whom: since the day on which they left, on one of
// their ways.
func allBornAway(r *desk.Reader, unsaid []*people.Person, whole []register.Entry) (bool, error) {
	day := clock.NoDay
	for _, e := range whole {
		j, err := desk.Read(r, Story, e.Story)
		if err != nil {
			return false, err
		}
		if left := j.State.leftAsOne(); left.Known() && (!day.Known() || left < day) {
			day = left
		}
	}
	return !slices.ContainsFunc(unsaid, func(p *people.Person) bool { return !p.BornSince(day) }), nil
}

// leftAsOne returns the day on which the household last left as one; NoDay where it did not.
func (j *Journey) leftAsOne() (day clock.Day) {
	day = clock.NoDay
	for i := range j.Marks {
		if m := &j.Marks[i]; !m.Withdrawn && m.State == programme.Departed && m.By.IsZero() && (!day.Known() || m.Day > day) {
			day = m.Day
		}
	}
	return day
}

// eachHasLeft reports whether each who lives in a household has left, on one of its ways, or was born to those who had.
func eachHasLeft(r *desk.Reader, household id.ID, ways []id.ID) (bool, error) {
	members, err := people.Members(r, household)
	if err != nil {
		return false, err
	}
	left, day := map[id.ID]bool{}, clock.NoDay
	for _, way := range ways {
		j, err := desk.Read(r, Story, way)
		if err != nil {
			return false, err
		}
		for _, m := range members {
			left[m.ID] = left[m.ID] || j.State.HasLeft(m.ID)
		}
		if _, last := j.State.leftFor(); !day.Known() || last > day {
			day = last
		}
	}
	gone := func(of id.ID) bool { return left[of] }
	return !slices.ContainsFunc(members, func(m people.Someone) bool {
		return !gone(m.ID) && !bornAway(m.Person, day, gone, withAdult(m.Person, members, gone, r.Today()))
	}), nil
}

// departed lists the households on the road, or those who have arrived; of a site, those who are known there.
func departed(r *desk.Reader, where Whereabouts, want people.Listing) (people.Listed, error) {
	if !want.Site.IsZero() {
		want.Skip = func(household id.ID) (bool, error) {
			is, err := stands(r, household, where)
			return !is, err
		}
		return people.List(r, want)
	}
	prefix := []byte{leavingKey[where]}
	entries, err := r.Scan(BySince, register.Range{Prefix: prefix, After: want.After, Back: !want.Back, Limit: want.Limit + 1})
	if err != nil {
		return people.Listed{}, err
	}
	page := people.Turned(want, entries)
	for i, way := range page.IDs {
		j, err := desk.Read(r, Story, way)
		if err != nil {
			return page, err
		}
		page.IDs[i] = j.State.Subject
	}
	if page.Total = -1; want.After == nil {
		page.Total, err = r.Count(BySince, prefix)
	}
	return page, err
}

// EachOnTheRoad calls f for each journey of which somebody has left and not arrived, and for each that arrived without somebody who had left.
func EachOnTheRoad(r *desk.Reader, f func(way id.ID) error) error {
	for _, of := range []struct {
		list   register.List
		prefix byte
	}{{BySince, onRoad}, {LeftOut, 1}} {
		entries, err := r.Scan(of.list, register.Range{Prefix: []byte{of.prefix}, Limit: everyoneOnRoad})
		for i := 0; i < len(entries) && err == nil; i++ {
			err = f(entries[i].Story)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// everyoneOnRoad bounds how many journeys are read that are on the road at once.
const everyoneOnRoad = 100_000

// leavingKey is the byte under which those of a whereabouts stand in BySince.
var leavingKey = map[Whereabouts]byte{OnTheRoad: onRoad, HaveLeft: arrived}

// stands reports whether a household is on the road, or has left and arrived, on one of its ways.
func stands(r *desk.Reader, household id.ID, where Whereabouts) (bool, error) {
	ways, err := r.Find(BySubject, household[:], 20)
	for _, way := range ways {
		j, err := desk.Read(r, Story, way)
		if err != nil {
			return false, err
		}
		if at, _ := j.State.leftFor(); at == leavingKey[where] {
			return true, nil
		}
	}
	return false, err
}
