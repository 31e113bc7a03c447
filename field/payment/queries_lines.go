// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// ListLine is one line of a payment list.
//
// Journey, Subject and Step say whose and what for. Amounts are those frozen, by name. OnHold says that it is held today. Collector
// is who collects it (zero once forgotten), Given, Family and Phone are theirs.
type ListLine struct {
	Journey   id.ID  `class:"open"`
	Subject   id.ID  `class:"open"`
	Step      string `class:"open"`
	State     string `class:"open"` // listed, delivered, stopped, returned, or owed where it went on to another list
	Amounts   []Part `class:"open"`
	Total     int64  `class:"open"` // minor units
	Changed   bool   `class:"open"` // another collector was chosen since
	OnHold    bool   `class:"open"`
	Collector id.ID  `class:"open"`
	Card      string `class:"personal"` // of the household
	Given     string `class:"personal"`
	Family    string `class:"personal"`
	Phone     string `class:"personal"`
	Alternate string `class:"personal"` // name of who may receive it in the collector's place; "" for nobody
}

// Part is a named part of an amount, in minor units. Name is an id of the programme's words, Minor how much.
type Part struct {
	Name  string `class:"open"`
	Minor int64  `class:"open"`
}

func partsOf(amounts []journey.Amount) []Part {
	parts := make([]Part, 0, len(amounts))
	for _, a := range amounts {
		parts = append(parts, Part{a.Name, a.Minor})
	}
	return parts
}

// EarnedBy is a step an amount was earned by, and the day it was done. Step is its id, Since the day.
type EarnedBy struct {
	Step  string    `class:"open"`
	Since clock.Day `class:"open"`
}

func earnedBy(steps []Earned) []EarnedBy {
	rows := make([]EarnedBy, 0, len(steps))
	for _, e := range steps {
		rows = append(rows, EarnedBy{e.Step, e.Since})
	}
	return rows
}

// LinesPage is a page of lines, in order of journey. Next is the journey to ask after for the next page; zero at the end.
type LinesPage struct {
	Lines []ListLine `class:"open"` // of at most as many journeys as were asked for
	Next  id.ID      `class:"open"`
}

// ListLines returns the lines of a list: those of at most limit journeys after the given one. Which says which of them, by a state (as in ListLine) or by a Reason for
// which they are held; "" for all. They name whoever is paid, and each is a look.
func ListLines(scope access.Scope, list id.ID, which string, after id.ID, limit int) desk.Query[LinesPage] {
	return desk.Query[LinesPage]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) (page LinesPage, err error) {
		l, err := mustList(r, list)
		if err != nil {
			return page, err
		}
		units, next, err := unitsAfter(r, list, l, which, after, limit)
		if err != nil {
			return page, err
		}
		page.Next = next
		for _, of := range units {
			if page.Lines, err = linesOf(r, list, l, of, page.Lines); err != nil {
				return page, err
			}
		}
		return page, nil
	}}
}

// waysAfter returns at most limit ways of a list after the given one, and where more come after them the last of them.
func waysAfter(r *desk.Reader, list, after id.ID, limit int) (of []wayOn, next id.ID, err error) {
	want := register.Range{Prefix: list[:], Limit: limit}
	if !after.IsZero() {
		want.After = &register.Entry{Key: list[:], Story: after}
	}
	entries, err := r.Scan(journey.ByLink, want)
	for _, e := range entries {
		of = append(of, wayOn{way: e.Story})
	}
	if len(entries) == limit && limit > 0 {
		next = entries[limit-1].Story
	}
	return of, next, err
}

// wayOn is a way on a list, and which of its lines are told: nil for all.
type wayOn struct {
	way   id.ID
	steps []string
}

// unitsAfter is waysAfter of those lines alone that are in a state, or held for a reason.
func unitsAfter(r *desk.Reader, list id.ID, l *List, which string, after id.ID, limit int) (of []wayOn, next id.ID, err error) {
	if which == "" {
		return waysAfter(r, list, after, limit)
	}
	s, err := summarise(r, list, l)
	if err != nil {
		return nil, next, err
	}
	held, err := s.held()
	if err != nil {
		return nil, next, err
	}
	for i := range s.lines {
		p := &s.lines[i]
		if p.way.Compare(after) <= 0 || p.state.String() != which && string(held[p.unit()]) != which {
			continue
		}
		switch last := len(of) - 1; {
		case last >= 0 && of[last].way == p.way:
			of[last].steps = append(of[last].steps, p.step)
		case len(of) == limit:
			return of, of[last].way, nil
		default:
			of = append(of, wayOn{p.way, []string{p.step}})
		}
	}
	return of, next, nil
}

// linesOf adds the lines of one journey.
func linesOf(r *desk.Reader, list id.ID, l *List, on wayOn, lines []ListLine) ([]ListLine, error) {
	of := on.way
	src := source{r}
	j, err := src.journey(of)
	if err != nil {
		return lines, err
	}
	placed := PlacedOn(of, j, list)
	if len(placed) > 0 {
		r.Looked(j.Subject)
	}
	for _, p := range placed {
		if on.steps != nil && !slices.Contains(on.steps, p.Step) {
			continue
		}
		line := ListLine{Journey: of, Subject: j.Subject, Step: p.Step, State: p.State.String(), Amounts: partsOf(p.Amounts), Total: p.Total,
			Collector: p.By}
		same, err := asListed(src, j, of, list, l.Prepared.Currency, p)
		if err != nil {
			return lines, err
		}
		line.Changed = p.State == programme.Listed && !same
		if same && p.Now != "" {
			now, err := chosen(src, j)
			if err != nil {
				return lines, err
			}
			p.By, line.Collector = now.Person, now.Person
		}
		h, err := src.hold(of, p.Step)
		if err != nil {
			return lines, err
		}
		line.OnHold = h.HoldsOn(r.Today())
		who, err := desk.Read(r, people.PersonStory, p.By)
		if err != nil {
			return lines, err
		}
		names := who.State.Names.Value()
		line.Given, line.Family, line.Phone = names.Given, names.Family, who.State.Phone.Value()
		if err := line.household(r, j.Subject); err != nil {
			return lines, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// household adds the card of the household, and whom it chose beside the collector; nobody where it has chosen another collector since.
func (l *ListLine) household(r *desk.Reader, of id.ID) error {
	h, err := desk.Read(r, people.HouseholdStory, of)
	if err != nil {
		return err
	}
	l.Card = h.State.Card
	chosen := h.State.Collector.Value()
	if chosen.Person != l.Collector || chosen.Alternate.IsZero() {
		return nil
	}
	other, err := desk.Read(r, people.PersonStory, chosen.Alternate)
	l.Alternate = other.State.Names.Value().String()
	return err
}
