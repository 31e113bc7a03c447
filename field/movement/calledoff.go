// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// ClearanceRow is how far one clearance reaches that a departure needs: ready or not, and travel by. Of a medical one nothing else is known here.
// Step is its id; Ready says whether it is there and holds today.
type ClearanceRow struct {
	Step  string    `class:"open"`
	Ready bool      `class:"open"`
	Until clock.Day `class:"open"` // travel by: its last day, which may lie in the past; NoDay for no end, and for who never had it
}

// clearancesOf returns the clearances that a departure needs, in the order of the pathway.
func clearancesOf(k *journey.Case, move *programme.Step) (rows []ClearanceRow) {
	needed := allNeeds(k.Pathway, move)
	for i := range k.Standing.Steps {
		s := &k.Standing.Steps[i]
		if s.Step.Verb.Name != "clear" || s.Step.Optional || s.Status == programme.NotApplicable || !slices.Contains(needed, s.Step) {
			continue
		}
		row := ClearanceRow{Step: s.Step.ID, Ready: s.Status == programme.Done, Until: clock.NoDay}
		if s.Lapses.Known() {
			row.Until = s.Lapses - 1
		}
		rows = append(rows, row)
	}
	return rows
}

// travelBy returns the last day on which all of some clearances reach; NoDay where none of them ends.
func travelBy(rows []ClearanceRow) clock.Day {
	by := clock.NoDay
	for _, c := range rows {
		if c.Until.Known() && (!by.Known() || c.Until < by) {
			by = c.Until
		}
	}
	return by
}

// firstToEnd orders days by which people travel: the first first, and those without an end last.
func firstToEnd(a, b clock.Day) int {
	if a.Known() != b.Known() {
		return map[bool]int{true: -1, false: 1}[a.Known()]
	}
	return cmp.Compare(a, b)
}

// clearedUntil refuses people of whom a clearance that the departure needs ends before the day on which they travel. Whose it is, and of what
// kind, it does not say: the page of the clearance does, to those who may know.
func clearedUntil(k *journey.Case, move *programme.Step, day clock.Day) error {
	if by := travelBy(clearancesOf(k, move)); by.Known() && by < day {
		return fault.New("movement.clearedUntil", fault.Blocked, "movement.clearance_ends", fault.Args{"until": by.String()})
	}
	return nil
}

// CalledOffRow is a household that stood on a trip which was called off, and stands on no other since.
//
// Journey, Programme and Step say on which way they stood; Household is theirs, and Card the number on its card ("" for none).
// Clearances are those that the departure needs, in the order of the pathway.
type CalledOffRow struct {
	Journey    id.ID             `class:"open"`
	Programme  string            `class:"open"`
	Step       string            `class:"open"`
	Household  id.ID             `class:"open"`
	Card       string            `class:"personal"`
	Persons    int               `class:"open"` // how many of them stood on it
	AskAgain   int               `class:"open"` // how many adults are to be asked again, each in private, before another trip
	TravelBy   clock.Day         `class:"open"` // the day on which the first of their clearances ends; NoDay where none does
	Lapses     bool              `class:"open"` // a clearance is not there, or ends before the day of the new trip
	Held       string            `class:"open"` // key of the rule that stands against them today; "" for none
	HeldBy     map[string]string `class:"open"` // what its sentence names
	Clearances []ClearanceRow
}

// CalledOff lists who stood on a trip that was called off and stands on no other since, for who plans another one by hand: first those of whom a
// clearance would lapse before the new day, and then by the day on which the first of theirs ends. NoDay takes today for the new day.
func CalledOff(scope access.Scope, trip id.ID, leaves clock.Day) desk.Query[[]CalledOffRow] {
	return desk.Query[[]CalledOffRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]CalledOffRow, error) {
		t, groups, err := tripRead(r, trip)
		if err != nil || t.Status != Cancelled {
			return nil, err
		}
		var rows []CalledOffRow
		for i := range groups {
			waits := groups[i].waiting()
			if waits == 0 {
				continue
			}
			row, err := calledOff(r, t, &groups[i], leaves.Or(r.Today()))
			if err != nil {
				return nil, err
			}
			row.Persons = waits
			rows = append(rows, row)
		}
		slices.SortStableFunc(rows, func(a, b CalledOffRow) int {
			if a.Lapses != b.Lapses {
				return map[bool]int{true: -1, false: 1}[a.Lapses]
			}
			return firstToEnd(a.TravelBy, b.TravelBy)
		})
		return rows, nil
	}}
}

// waiting counts who of a group holds no seat any more and has not left.
func (g *group) waiting() (n int) {
	for _, r := range g.riders {
		if seat := SeatOf(g.journey, g.step, r.ID); !seat.Riding() && !seat.Gone() {
			n++
		}
	}
	return n
}

// calledOff says how a household stands that was taken off a trip: what it is cleared for, and what stands against another departure today.
func calledOff(r *desk.Reader, t *Trip, g *group, leaves clock.Day) (CalledOffRow, error) {
	row := CalledOffRow{Journey: g.id, Step: g.step, Household: g.journey.Subject, TravelBy: clock.NoDay}
	h, err := desk.Read(r, people.HouseholdStory, g.journey.Subject)
	if err != nil {
		return row, err
	}
	r.Looked(g.journey.Subject)
	row.Card = h.State.Card
	k, err := journey.Take(r, g.id)
	if err != nil {
		return row, err
	}
	row.Programme = k.Pathway.Programme.ID
	row.AskAgain = len(k.Standing.Step(g.step).Members)
	row.Clearances = clearancesOf(k, k.Pathway.Step(g.step))
	row.TravelBy = travelBy(row.Clearances)
	row.Lapses = slices.ContainsFunc(row.Clearances, func(c ClearanceRow) bool { return !c.Ready || c.Until.Known() && c.Until < leaves })
	_, err = mayTravel(k, g.step, t.Destination, t.Route, source{r})
	if err != nil && !refused(err) {
		return row, err
	}
	if err != nil {
		row.Held, row.HeldBy = fault.KeyOf(err), namedBy(err)
	}
	return row, nil
}
