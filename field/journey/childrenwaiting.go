// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// maxForAuthority bounds how many entries of households whose children may be apart are read.
const maxForAuthority = 100_000

// WaitingChildrenRow is one household with children for whom the child-protection authority is to decide, or to decide again because what it decided is too
// old: nobody of them moves before. Household and Journey are theirs, Step is the choice on
// that way, and Children is how many they are.
type WaitingChildrenRow struct {
	Household id.ID     `class:"open"`
	Journey   id.ID     `class:"open"`
	Card      string    `class:"personal"` // "" for none
	Step      string    `class:"open"`
	Alone     bool      `class:"sensitive"` // nobody with them is, or may be, an adult; otherwise they are separated children among others
	Children  int       `class:"sensitive"`
	Since     clock.Day `class:"sensitive"` // since when all that comes before the decision is done and nothing stands
}

// ChildrenWaiting lists the children who wait for a decision of the child-protection authority in a scope, those first who have waited longest, for those who
// write such decisions down. It reads the households that were registered as children alone, of which somebody is said to be separated, which a child heads, or which an
// adult has left or died in, and no others.
func ChildrenWaiting(scope access.Scope) desk.Query[[]WaitingChildrenRow] {
	return desk.Query[[]WaitingChildrenRow]{Act: access.ChoiceBestInterests, Scope: scope, Run: func(r *desk.Reader) (rows []WaitingChildrenRow, err error) {
		households, err := whereChildrenMayWait(r)
		for _, h := range households {
			if err != nil {
				return nil, err
			}
			rows, err = addWaiting(r, h, rows)
		}
		slices.SortStableFunc(rows, func(a, b WaitingChildrenRow) int { return cmp.Compare(a.Since, b.Since) })
		return rows, err
	}}
}

// whereChildrenMayWait are the households of which some children may be alone or separated, each once.
func whereChildrenMayWait(r *desk.Reader) ([]id.ID, error) {
	households, err := r.Find(people.FoundAlone, []byte{1}, maxForAuthority)
	if err != nil {
		return nil, err
	}
	entries, err := r.Scan(people.ForAuthority, register.Range{Limit: maxForAuthority})
	for _, e := range entries {
		if of, wrong := id.FromBytes(e.Key); wrong == nil {
			households = append(households, of)
		}
	}
	slices.SortFunc(households, id.ID.Compare)
	return slices.Compact(households), err
}

// addWaiting adds the children of a household who wait.
func addWaiting(r *desk.Reader, household id.ID, rows []WaitingChildrenRow) ([]WaitingChildrenRow, error) {
	members, err := people.Members(r, household)
	if err != nil || !mayWait(members, r.Today()) {
		return rows, err
	}
	ways, err := r.Find(BySubject, household[:], maxWays)
	for _, way := range ways {
		if err != nil {
			return nil, err
		}
		c, taken := Take(r, way)
		if !judged(taken) {
			return nil, taken
		}
		if taken == nil && !c.Journey.Ended() {
			rows, err = c.addWaiting(r, rows)
		}
	}
	return rows, err
}

// mayWait reports whether some people are children without an adult, or one of them is a separated child.
func mayWait(members []people.Someone, today clock.Day) bool {
	alone := len(members) > 0
	for _, m := range members {
		if m.Person.SeparatedOn(today) {
			return true
		}
		alone = alone && m.Person.AdultOn(today) == people.No
	}
	return alone
}

// addWaiting adds the children of the case who wait at a choice: nothing stands before it, and nothing that was decided for them holds.
func (c *Case) addWaiting(r *desk.Reader, rows []WaitingChildrenRow) ([]WaitingChildrenRow, error) {
	for i := range c.Standing.Steps {
		s := &c.Standing.Steps[i]
		open, ready := c.openSince(s.Step)
		if s.Step.Verb.Name != "choose" || s.Status == programme.NotApplicable || !ready {
			continue
		}
		row := WaitingChildrenRow{Household: c.Journey.Subject, Journey: c.ID, Step: s.Step.ID, Alone: c.Alone(), Children: len(s.Children), Since: open}
		if row.Alone && !c.Journey.Left() && s.Status != programme.Done {
			row.Children = len(c.Members)
		}
		if row.Children == 0 {
			continue
		}
		if s.Status == programme.Lapsed && s.Lapses.Known() {
			row.Since = max(row.Since, s.Lapses)
		}
		var err error
		if row.Since, err = c.waitedSince(r, s.Children, row.Since); err != nil {
			return nil, err
		}
		h, err := desk.Read(r, people.HouseholdStory, row.Household)
		if err != nil {
			return nil, err
		}
		row.Card = h.State.Card
		rows = append(rows, row)
	}
	return rows, nil
}

// openSince is the day since when all that a step needs is done, and whether it is; where it needs nothing, the day the way began.
func (c *Case) openSince(s *programme.Step) (day clock.Day, ready bool) {
	day = c.Journey.Opened
	for _, need := range s.Needs {
		since := c.Standing.Since(need)
		if !since.Known() {
			return day, false
		}
		day = max(day, since)
	}
	return day, true
}

// waitedSince is the day since when the first of some children waits, not before a day: each came to the household, and was said to be separated, on a day.
func (c *Case) waitedSince(r *desk.Reader, children []id.ID, open clock.Day) (clock.Day, error) {
	if c.Alone() {
		lost, err := lostAdultOn(r, c.Journey.Subject)
		return max(open, lost), err
	}
	first := clock.NoDay
	for _, m := range c.Members {
		if !slices.Contains(children, m.ID) {
			continue
		}
		said, err := saidOn(r, m)
		if err != nil {
			return open, err
		}
		since := max(open, m.Person.Came(), said)
		if !first.Known() || since < first {
			first = since
		}
	}
	return first.Or(open), nil
}

// lostAdultOn is the last day on which somebody because of whom its children may be alone died or left a household; NoDay where nobody did.
func lostAdultOn(r *desk.Reader, household id.ID) (day clock.Day, err error) {
	gone, err := r.Find(people.ForAuthority, household[:], maxForAuthority)
	for _, of := range gone {
		if err != nil {
			break
		}
		var p desk.Found[people.Person]
		if p, err = desk.Read(r, people.PersonStory, of); err != nil {
			break
		}
		died, _ := p.State.Died.Latest()
		day = max(day, died)
		for _, b := range p.State.Before {
			if b.Household == household {
				day = max(day, b.Left)
			}
		}
	}
	return day, err
}

// saidOn is the day on which it was written down that a child is separated; NoDay where they were registered as one.
func saidOn(r *desk.Reader, m people.Someone) (day clock.Day, err error) {
	places, err := r.Places(people.PersonStory.Name(), m.ID)
	for _, p := range places {
		if slices.ContainsFunc(m.Person.Separated.Standing, func(s register.Stated[people.Answer]) bool { return s.Ref == p.Ref && s.Value == people.Yes }) {
			day = max(day, clock.DayOf(r.Moment(p.At)))
		}
	}
	return day, err
}
