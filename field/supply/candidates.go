// SPDX-License-Identifier: Apache-2.0

package supply

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Candidates are the households that live at a place and to whom a step is still to be given.
type Candidates struct {
	Ready    []id.ID   `class:"open"` // journeys
	OnLists  int       `class:"open"` // they stand on another list of today or later
	NotReady int       `class:"open"` // they have not come so far
	Given    int       `class:"open"` // they have it
	Needs    []PartRow // of each item, for all who are ready, with what lies at the place
}

// maxCandidates bounds how many households of a place are read.
const maxCandidates = 100_000

// CandidatesAt judges every household that lives at a place: whom a list for a step would hold today. It uses the judgement of MakeList and
// names nobody.
func CandidatesAt(scope access.Scope, place id.ID, programmeID, step string) desk.Query[Candidates] {
	return desk.Query[Candidates]{Act: access.SupplyDistribute, Scope: scope, Run: func(r *desk.Reader) (out Candidates, err error) {
		households, err := r.Find(people.BySite, place[:], maxCandidates)
		if err != nil {
			return out, err
		}
		for _, h := range households {
			ways, err := r.Find(journey.BySubject, h[:], 100)
			if err != nil {
				return out, err
			}
			for _, of := range ways {
				if err := out.judge(r, of, programmeID, step); err != nil {
					return out, err
				}
			}
		}
		return out, out.inStock(r, place)
	}}
}

func (out *Candidates) judge(r *desk.Reader, of id.ID, programmeID, step string) error {
	k, err := journey.Take(r, of)
	if fault.Is(err, fault.Undecidable) {
		return nil // of a version that is not in force here yet
	}
	if err != nil || k.Pathway.Programme.ID != programmeID || k.Standing.Step(step) == nil || k.Journey.Aside {
		return err
	}
	gives, why, err := judge(r, k, step)
	switch {
	case err != nil:
		return err
	case why == AlreadyGiven:
		out.Given++
	case why == OnAnotherList:
		out.OnLists++
	case why != "":
		out.NotReady++
	default:
		out.Ready = append(out.Ready, of)
		for _, a := range gives {
			out.need(a)
		}
	}
	return nil
}

func (out *Candidates) need(a journey.Amount) {
	i := slices.IndexFunc(out.Needs, func(p PartRow) bool { return p.Item == a.Name })
	if i < 0 {
		i = len(out.Needs)
		out.Needs = append(out.Needs, PartRow{Item: a.Name})
	}
	out.Needs[i].Count += a.Minor
}

func (out *Candidates) inStock(r *desk.Reader, place id.ID) error {
	for i := range out.Needs {
		s, err := desk.Read(r, StockStory, StockID(place, out.Needs[i].Item))
		if err != nil {
			return err
		}
		out.Needs[i].Lies = s.State.OnHand()
	}
	return nil
}

// HandRow is one of those who may receive a household's goods. Person is their id, Name how they are called; Alternate marks the
// one who comes where the collector cannot.
type HandRow struct {
	Person    id.ID  `class:"open"`
	Name      string `class:"personal"`
	Alternate bool   `class:"open"`
}

// HandSheet is what is to be handed out at a step of a journey, and to whom.
type HandSheet struct {
	Line  LineRow   // what is to be handed out; empty where they stand on no list
	Place id.ID     `class:"open"` // of the list
	Hands []HandRow // whom they chose; nobody where the subject is no household and no person
}

// HandOf returns what is to be handed out at a step of a journey, for those who hand out. It tells who the collectors are, and is a look.
func HandOf(scope access.Scope, of id.ID, step string) desk.Query[HandSheet] {
	return desk.Query[HandSheet]{Act: access.SupplyDistribute, Scope: scope, Run: func(r *desk.Reader) (sheet HandSheet, err error) {
		j, err := desk.Read(r, journey.Story, of)
		if err != nil || !j.Exists {
			return sheet, err
		}
		line := LineOf(j.State, step)
		list, err := desk.Read(r, ListStory, line.List)
		if err != nil {
			return sheet, err
		}
		on := Sheet{Row: ListRow{ID: line.List}}
		if err := on.add(r, of, step); err != nil || len(on.Lines) == 0 {
			return sheet, err
		}
		r.Looked(j.State.Subject)
		sheet = HandSheet{Line: on.Lines[0], Place: list.State.Made.Place}
		sheet.Hands, err = handsOf(r, j.State)
		return sheet, err
	}}
}

// AtTable returns what is to be handed out on a list to the household of a card, for who hands out at its table: it finds them on that list alone, and is a look at them. Faults: NotFound
// supply.card_unknown, supply.not_on_this_list.
func AtTable(scope access.Scope, list id.ID, card string) desk.Query[HandSheet] {
	return desk.Query[HandSheet]{Act: access.SupplyDistribute, Scope: scope, Run: func(r *desk.Reader) (sheet HandSheet, err error) {
		const op = "supply.AtTable"
		l, err := desk.Read(r, ListStory, list)
		if err != nil || !l.Exists {
			return sheet, orMissing(op, err, "")
		}
		homes, err := r.Find(people.ByCard, []byte(card), people.MostFound)
		if err != nil || len(homes) == 0 {
			return sheet, orMissing(op, err, "supply.card_unknown")
		}
		on := Sheet{Row: ListRow{ID: list}}
		for _, home := range homes {
			ways, err := r.Find(journey.BySubject, home[:], 100)
			for _, way := range ways {
				if err == nil {
					err = on.add(r, way, l.State.Made.Step)
				}
			}
			if err != nil {
				return sheet, err
			}
		}
		if len(on.Lines) == 0 {
			return sheet, orMissing(op, nil, "supply.not_on_this_list")
		}
		r.Looked(on.Lines[0].Subject)
		sheet = HandSheet{Line: on.Lines[0], Place: l.State.Made.Place}
		return sheet, nil
	}}
}

// orMissing is a fault, or else that something is not there.
func orMissing(op string, err error, key string) error {
	if err != nil {
		return err
	}
	return fault.New(op, fault.NotFound, key, nil)
}

func handsOf(r *desk.Reader, j *journey.Journey) ([]HandRow, error) {
	c := people.Collector{Person: j.Subject}
	switch programme.NatureOf(j.Kind) {
	case programme.Household:
		var err error
		if c, err = chosen(r, j.Subject); err != nil {
			return nil, err
		}
	case programme.Person:
	default:
		return nil, nil
	}
	var hands []HandRow
	for i, of := range []id.ID{c.Person, c.Alternate} {
		if of.IsZero() {
			continue
		}
		p, err := desk.Read(r, people.PersonStory, of)
		if err != nil {
			return nil, err
		}
		hands = append(hands, HandRow{of, p.State.Names.Value().String(), i == 1})
	}
	return hands, nil
}

// name says whose line it is, and whom they chose to collect.
func (row *LineRow) name(r *desk.Reader) error {
	if programme.NatureOf(row.Kind) == programme.Household {
		h, err := desk.Read(r, people.HouseholdStory, row.Subject)
		if err != nil {
			return err
		}
		row.Card = h.State.Card
	}
	hands, err := handsOf(r, &journey.Journey{Subject: row.Subject, Kind: row.Kind})
	for _, h := range hands {
		if name := strings.TrimSpace(h.Name); h.Alternate {
			row.Alternate = name
		} else {
			row.Collector = name
		}
	}
	return err
}
