// SPDX-License-Identifier: Apache-2.0

package capacity

import (
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

// HostRow is a household that offers room to others, with those who live there. Nothing in it says what people anybody is of: nobody is chosen by
// that.
type HostRow struct {
	Host     id.ID      `class:"sensitive"` // the household
	Journey  id.ID      `class:"sensitive"` // its way
	Name     string     `class:"sensitive"` // of who heads it; "" where nobody is named
	Receives bool       `class:"sensitive"` // may receive today
	Beds     int        `class:"sensitive"` // offered
	Free     int        `class:"sensitive"` // promised to nobody; never less than none
	Over     bool       `class:"sensitive"` // more was promised than is offered: two offices did not see each other, or beds were taken back
	Guests   []GuestRow // who live there now
}

// GuestRow is a household that lives with a host.
type GuestRow struct {
	Household id.ID     `class:"sensitive"` // who lives there
	Journey   id.ID     `class:"sensitive"` // their way
	Name      string    `class:"sensitive"` // of who heads it
	Beds      int       `class:"sensitive"` // that they were promised
	Since     clock.Day `class:"sensitive"` // the day of the placement
}

// OnHold reports whether those who live there are on hold: the host may not receive any more, or has fewer beds than were promised.
func (h HostRow) OnHold() bool { return len(h.Guests) > 0 && (!h.Receives || h.Over) }

// HostsFor lists those who offer room to the guests of a step, those with the most free beds first; to protection alone, and nobody's file is opened
// by it. Faults: NotFound journey.no_such_journey, journey.no_such_step.
func HostsFor(scope access.Scope, guests id.ID, step string) desk.Query[[]HostRow] {
	return desk.Query[[]HostRow]{Act: access.CapacityPropose, Scope: scope, Run: func(r *desk.Reader) ([]HostRow, error) {
		k, err := journey.Take(r, guests)
		if err != nil {
			return nil, err
		}
		s := k.Pathway.Step(step)
		if s == nil || s.With.Pathway == "" {
			return nil, fault.New("capacity.HostsFor", fault.NotFound, "journey.no_such_step", fault.Args{"step": step, "verb": "place"})
		}
		return hostRows(r, k.Pathway.Programme, s)
	}}
}

// Hosts lists every host of the programmes in force that are carried out in the compartment, those on hold first, with their guests: whom to visit, and
// whom to visit at once.
func Hosts(scope access.Scope) desk.Query[[]HostRow] {
	return desk.Query[[]HostRow]{Act: access.CapacityPropose, Scope: scope, Run: func(r *desk.Reader) (all []HostRow, err error) {
		err = journey.EachInForce(r, func(p *programme.Programme) error {
			for _, s := range hostingSteps(p, scope.Compartment) {
				rows, err := hostRows(r, p, s)
				if err != nil {
					return err
				}
				all = append(all, rows...)
			}
			return nil
		})
		slices.SortStableFunc(all, func(a, b HostRow) int { return rankOf(a) - rankOf(b) })
		return all, err
	}}
}

func rankOf(h HostRow) int {
	switch {
	case h.OnHold():
		return 0
	case len(h.Guests) > 0:
		return 1
	}
	return 2
}

// hostingSteps are the steps at which guests of a programme are placed with hosts of a compartment, one for each step at which room is offered.
func hostingSteps(p *programme.Programme, in access.Compartment) (steps []*programme.Step) {
	for _, w := range p.Pathways {
		for _, s := range w.Steps {
			known := slices.ContainsFunc(steps, func(other *programme.Step) bool { return other.With == s.With })
			if w.Part == in && s.With.Pathway != "" && !known {
				steps = append(steps, s)
			}
		}
	}
	return steps
}

// hostRows reads those who walk the pathway on which room is offered, and have not ended it.
func hostRows(r *desk.Reader, p *programme.Programme, s *programme.Step) (rows []HostRow, err error) {
	ids, err := r.Find(journey.ByPathway, journey.PathwayKey(p.ID, s.With.Pathway), 10_000)
	for _, of := range ids {
		host, err := journey.Take(r, of)
		if err != nil {
			return nil, err
		}
		row, err := hostRow(r, s, host)
		if err != nil {
			return nil, err
		}
		if !host.Journey.Ended() || len(row.Guests) > 0 {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b HostRow) int { return b.Free - a.Free })
	return rows, err
}

func hostRow(r *desk.Reader, s *programme.Step, host *journey.Case) (HostRow, error) {
	row := HostRow{Host: host.Journey.Subject, Journey: host.ID, Name: headOf(host.Members, host.Journey.Subject), Receives: host.Receives(s.With),
		Beds: host.Journey.BedsOffered(s.With.Step)}
	guests, err := GuestsOf(r, host.ID)
	free := row.Beds
	for _, g := range guests {
		members, err := people.Members(r, g.Subject)
		if err != nil {
			return row, err
		}
		free -= g.Beds
		row.Guests = append(row.Guests, GuestRow{g.Subject, g.Journey, headOf(members, g.Subject), g.Beds, g.Since})
	}
	row.Free, row.Over = max(free, 0), free < 0
	return row, err
}

// headOf is the name of who heads a household; of its first member where nobody does.
func headOf(members []people.Someone, household id.ID) string {
	i := slices.IndexFunc(members, func(m people.Someone) bool { return m.Person.RelationIn(household) == people.Head })
	switch {
	case i >= 0:
		return members[i].Person.Names.Value().String()
	case len(members) > 0:
		return members[0].Person.Names.Value().String()
	}
	return ""
}
