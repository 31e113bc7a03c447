// SPDX-License-Identifier: Apache-2.0

package gathering

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// PlanRow is one gathering that is planned, or was.
//
// ID is the plan's. Day, Kind, Site, About, Topic, Language and Room are those of what is Planned.
type PlanRow struct {
	ID       id.ID     `class:"open"`
	Day      clock.Day `class:"open"`
	Kind     Kind      `class:"open"`
	Site     id.ID     `class:"open"`
	About    id.ID     `class:"open"`
	Topic    string    `class:"open"`
	Language string    `class:"open"`
	Room     int       `class:"open"`
	Invited  int       `class:"open"`     // households, or others who walk a way of their own, that are asked to come
	Meeting  string    `class:"personal"` // where and when people meet
	Off      bool      `class:"open"`     // it was called off
	Why      string    `class:"personal"` // it was called off
	Held     []id.ID   `class:"open"`     // the gatherings that came of it
	Two      bool      `class:"open"`     // two offices changed it without seeing each other: it is to be looked at, and stated anew
	Unsafe   bool      `class:"open"`     // a visit to a village that protection has since found not safe
}

// IsVisit reports whether people go and see a place.
func (r PlanRow) IsVisit() bool { return r.Kind == GoAndSee }

// Open reports whether people can still be asked to come.
func (r PlanRow) Open() bool { return !r.Off && len(r.Held) == 0 }

// Plans lists what is planned and neither held nor called off, the soonest first, at most limit. act is one that whoever asks may do in the scope.
func Plans(act access.Act, scope access.Scope, limit int) desk.Query[[]PlanRow] {
	return desk.Query[[]PlanRow]{Act: act, Scope: scope, Run: func(r *desk.Reader) ([]PlanRow, error) {
		entries, err := r.Scan(PlansByDay, register.Range{Limit: limit})
		rows := make([]PlanRow, 0, len(entries))
		for _, e := range entries {
			if err != nil {
				break
			}
			if slices.ContainsFunc(rows, func(row PlanRow) bool { return row.ID == e.Story }) {
				continue // two offices gave it two days
			}
			var row PlanRow
			row, err = planRow(r, e.Story)
			rows = append(rows, row)
		}
		return rows, err
	}}
}

// PlanOf opens what is planned, held or called off. act is one that whoever asks may do in the scope. Fault: NotFound.
func PlanOf(act access.Act, scope access.Scope, plan id.ID) desk.Query[PlanRow] {
	return desk.Query[PlanRow]{Act: act, Scope: scope, Run: func(r *desk.Reader) (PlanRow, error) { return planRow(r, plan) }}
}

func planRow(r *desk.Reader, of id.ID) (row PlanRow, err error) {
	p, err := desk.Read(r, PlanStory, of)
	if err == nil && !p.Exists {
		err = fault.New("gathering.PlanOf", fault.NotFound, "desk.no_such_story", fault.Args{"kind": PlanStory.Name()})
	}
	if err != nil {
		return row, err
	}
	what := p.State.What.Value()
	row = PlanRow{ID: of, Day: what.Day, Kind: what.Kind, Site: what.Site, About: what.About, Topic: what.Topic, Language: what.Language, Room: what.Room,
		Meeting: p.State.Meeting.Value().Text, Off: p.State.Off, Why: p.State.Why.Value().Text, Held: p.State.Held, Two: p.State.What.Contested()}
	invited, err := r.Count(journey.ByInvited, of[:])
	if row.Invited = int(invited); err == nil && row.Open() {
		row.Unsafe = fault.Is(orNone(safeToSee(r, what, nil)), fault.Blocked)
	}
	return row, err
}

// orNone is a fault that can be asked for its kind, where there may be none.
func orNone(err error) error {
	if err == nil {
		return fault.New("gathering", fault.Internal, "none", nil)
	}
	return err
}

// InvitedRow is somebody who is asked to come. It says nothing of what they answered.
type InvitedRow struct {
	Household people.Row // as lists of households show it; with nothing but its ID of whoever walks a way of their own
	Journey   id.ID      `class:"open"`     // the way
	Step      string     `class:"open"`     // of it, that the gathering would be to them
	Unsafe    bool       `class:"personal"` // protection has since found that what they would see is not safe for them
}

// InvitedTo lists who is asked to come to a plan, by their cards. Those who are shown are looked at; of the others the row says nothing but which they are.
func InvitedTo(scope access.Scope, plan id.ID, shown desk.Part) desk.Query[[]InvitedRow] {
	return desk.Query[[]InvitedRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]InvitedRow, error) {
		p, err := desk.Read(r, PlanStory, plan)
		if err != nil {
			return nil, err
		}
		ways, err := r.Find(journey.ByInvited, plan[:], maxGatherings)
		rows := make([]InvitedRow, 0, len(ways))
		for _, way := range ways {
			if err != nil {
				break
			}
			rows, err = appendInvited(r, rows, plan, way, p.State.What.Value())
		}
		slices.SortStableFunc(rows, func(a, b InvitedRow) int { return cmp.Compare(a.Household.Card, b.Household.Card) })
		desk.Show(r, rows, shown, func(row *InvitedRow) id.ID { return row.Household.ID }, func(row *InvitedRow) {
			row.Household, row.Unsafe = people.Row{ID: row.Household.ID}, false
		})
		return rows, err
	}}
}

func appendInvited(r *desk.Reader, rows []InvitedRow, plan, way id.ID, what Planned) ([]InvitedRow, error) {
	j, err := desk.Read(r, journey.Story, way)
	if err != nil {
		return rows, err
	}
	row := InvitedRow{Journey: way, Household: people.Row{ID: j.State.Subject}}
	row.Step, _ = j.State.InvitedTo(plan)
	if !j.State.OfHousehold() {
		return append(rows, row), nil
	}
	h, err := desk.Read(r, people.HouseholdStory, j.State.Subject)
	if err != nil {
		return rows, err
	}
	members, err := people.Members(r, j.State.Subject)
	if err == nil {
		row.Household, err = people.ReadRow(r, j.State.Subject, members)
	}
	row.Unsafe = fault.Is(orNone(safeToSee(r, what, h.State.GroupsOf())), fault.Blocked)
	return append(rows, row), err
}

// Invitation is something that is planned and to which somebody is asked to come.
type Invitation struct {
	Plan  id.ID     `class:"open"` // what is planned
	Day   clock.Day `class:"open"` // on which it is to be held
	Kind  Kind      `class:"open"` // one of Kinds
	About id.ID     `class:"open"` // the place it is about; zero for none
	Site  id.ID     `class:"open"` // where it is to be held, or from where the visitors go; zero for none
	Off   bool      `class:"open"` // it was called off: they are to hear of it
}

// Filled reads to what somebody was asked to come, or is not any more.
func Filled(f *journal.Fact) (journey.FilledIn, error) {
	in, is, err := invited.ResidueOf(f)
	if is || err != nil {
		return journey.FilledIn{Plan: in.Plan}, err
	}
	back, _, err := uninvited.ResidueOf(f)
	return journey.FilledIn{Plan: back.Plan}, err
}

// PlansNamed lists what each of some plans is as it stands now, in their order: to what people were asked to come. act is one that whoever asks may do in the scope.
func PlansNamed(act access.Act, scope access.Scope, plans []id.ID) desk.Query[[]Invitation] {
	return desk.Query[[]Invitation]{Act: act, Scope: scope, Run: func(r *desk.Reader) (all []Invitation, err error) {
		for _, of := range plans {
			p, err := desk.Read(r, PlanStory, of)
			if err != nil {
				return nil, err
			}
			if p.Exists {
				all = append(all, invitation(of, p.State))
			}
		}
		return all, nil
	}}
}

func invitation(of id.ID, p *Plan) Invitation {
	what := p.What.Value()
	return Invitation{Plan: of, Day: what.Day, Kind: what.Kind, About: what.About, Site: what.Site, Off: p.Off}
}

// InvitationsOf lists to what a household is asked to come, and what of it was called off in the days since: the soonest first. It opens no file.
func InvitationsOf(scope access.Scope, household id.ID) desk.Query[[]Invitation] {
	return desk.Query[[]Invitation]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]Invitation, error) {
		ways, err := r.Find(journey.BySubject, household[:], 20)
		var all []Invitation
		for _, way := range ways {
			if err != nil {
				break
			}
			var j desk.Found[journey.Journey]
			if j, err = desk.Read(r, journey.Story, way); err == nil && !j.State.Aside {
				all, err = appendInvitations(r, all, j.State)
			}
		}
		slices.SortStableFunc(all, func(a, b Invitation) int { return cmp.Compare(a.Day, b.Day) })
		return all, err
	}}
}

func appendInvitations(r *desk.Reader, all []Invitation, j *journey.Journey) ([]Invitation, error) {
	for _, i := range j.Invited {
		p, err := desk.Read(r, PlanStory, i.Plan)
		if err != nil {
			return all, err
		}
		what := p.State.What.Value()
		if len(p.State.Held) > 0 || what.Day < r.Today() || slices.ContainsFunc(all, func(o Invitation) bool { return o.Plan == i.Plan }) {
			continue
		}
		all = append(all, invitation(i.Plan, p.State))
	}
	return all, nil
}
