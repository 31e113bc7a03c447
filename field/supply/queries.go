// SPDX-License-Identifier: Apache-2.0

package supply

import (
	"cmp"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// StockRow is what lies of one item at one place, in pieces. Place and Item say which; Received and HandedOut are sums over all
// time.
type StockRow struct {
	Place     id.ID     `class:"open"`
	Item      string    `class:"open"`
	Received  int64     `class:"open"`
	Moved     int64     `class:"open"` // in, less out
	HandedOut int64     `class:"open"`
	Found     int64     `class:"open"` // sum of what counts found more, less what they found less
	OnHand    int64     `class:"open"` // below zero where two offices handed out the same
	Short     bool      `class:"open"` // it contradicts itself, and is to be counted again
	Counted   clock.Day `class:"open"` // the last count; NoDay for none
	Here      bool      `class:"open"` // the node that answers has custody
	Disputed  bool      `class:"open"` // two nodes took custody without seeing each other
}

func stockRow(r *desk.Reader, s *Stock) StockRow {
	row := StockRow{Place: s.Place, Item: s.Item, Received: s.Received, Moved: s.Moved, HandedOut: s.HandedOut, Found: s.Found,
		OnHand: s.OnHand(), Short: s.Short(), Counted: clock.NoDay, Disputed: s.Keepers.Contested()}
	for _, e := range s.Entries {
		if e.Kind == Counted {
			row.Counted = e.Day
		}
	}
	node, ok := s.Keeper()
	row.Here = ok && node == r.Here()
	return row
}

// Stocks lists what lies where, for those who see stock (supply.list).
func Stocks(scope access.Scope) desk.Query[[]StockRow] {
	return desk.Query[[]StockRow]{Act: access.SupplyList, Scope: scope, Run: func(r *desk.Reader) ([]StockRow, error) {
		var rows []StockRow
		err := desk.Each(r, StockStory, func(_ id.ID, s *Stock) error {
			rows = append(rows, stockRow(r, s))
			return nil
		})
		slices.SortFunc(rows, func(a, b StockRow) int { return cmp.Or(a.Place.Compare(b.Place), cmp.Compare(a.Item, b.Item)) })
		return rows, err
	}}
}

// StockCard is one stock with the lines of its card.
type StockCard struct {
	Row     StockRow   // the sums
	Entries []EntryRow // the latest first
}

// EntryRow is one line of a stock card, in the office's words: they name nobody. Kind is an EntryKind, Day when it happened;
// Source, Donor, Waybill and Reason are "" where the kind has none.
type EntryRow struct {
	Kind    string    `class:"open"`
	Count   int64     `class:"open"` // by which the stock changed
	Lies    int64     `class:"open"` // of a count: what lay there
	Day     clock.Day `class:"open"`
	Other   id.ID     `class:"open"` // of a move: the other place
	Source  string    `class:"open"`
	Donor   string    `class:"open"`
	Waybill string    `class:"open"`
	Reason  string    `class:"open"`
}

// CardOf returns the card of one stock; its row is empty where nothing ever lay there.
func CardOf(scope access.Scope, place id.ID, item string) desk.Query[StockCard] {
	return desk.Query[StockCard]{Act: access.SupplyList, Scope: scope, Run: func(r *desk.Reader) (StockCard, error) {
		f, err := desk.Read(r, StockStory, StockID(place, item))
		if err != nil || !f.Exists {
			return StockCard{}, err
		}
		card := StockCard{Row: stockRow(r, f.State)}
		for _, e := range slices.Backward(f.State.Entries) {
			card.Entries = append(card.Entries, EntryRow{Kind: string(e.Kind), Count: e.Count, Lies: e.Lies, Day: e.Day, Other: e.Other, Source: e.Source,
				Donor: e.Donor, Waybill: e.Waybill, Reason: e.Reason})
		}
		return card, nil
	}}
}

// GiveStep is a step of the verb give of a programme in force. Programme, Pathway and Step are ids; Items are those that its
// amounts may name, in the order of the file.
type GiveStep struct {
	Programme string   `class:"open"`
	Pathway   string   `class:"open"`
	Step      string   `class:"open"`
	For       string   `class:"open"` // the kind of subject
	Items     []string `class:"open"`
}

// GiveSteps lists the steps of the programmes in force at which something is given: what items there are, and what a list can be for.
func GiveSteps(scope access.Scope) desk.Query[[]GiveStep] {
	return desk.Query[[]GiveStep]{Act: access.SupplyList, Scope: scope, Run: func(r *desk.Reader) ([]GiveStep, error) {
		var steps []GiveStep
		entries, err := r.ScanCommons(journey.ProgrammesInForce, register.Range{Limit: 1000})
		for _, e := range entries {
			if err != nil {
				break
			}
			steps, err = giveSteps(r, e.Story, steps)
		}
		return steps, err
	}}
}

func giveSteps(r *desk.Reader, of id.ID, steps []GiveStep) ([]GiveStep, error) {
	force, err := desk.ReadCommons(r, journey.ProgrammeStory, of)
	if err != nil {
		return nil, err
	}
	p, err := journey.ProgrammeFor(r, force.State.Hash.Value())
	if err != nil {
		return nil, err
	}
	for _, w := range p.Pathways {
		for _, s := range w.Steps {
			if s.Verb.Name != "give" {
				continue
			}
			g := GiveStep{Programme: p.ID, Pathway: w.ID, Step: s.ID, For: w.For}
			for _, part := range s.Gives {
				g.Items = append(g.Items, part.Name)
			}
			steps = append(steps, g)
		}
	}
	return steps, nil
}

// ListRow is one distribution list. ID is the list, Programme and Step what is given, Place where and Day on which day.
type ListRow struct {
	ID        id.ID     `class:"open"`
	Programme string    `class:"open"`
	Step      string    `class:"open"`
	Place     id.ID     `class:"open"`
	Day       clock.Day `class:"open"`
	Count     int       `class:"open"` // lines, as it was made
	Needs     []PartRow // of each item, for all lines
}

// PartRow is a number of pieces of an item.
type PartRow struct {
	Item  string `class:"open"` // an id of the programme's words
	Count int64  `class:"open"` // pieces
	Lies  int64  `class:"open"` // on hand at the list's place; -1 where it is not asked
}

func listRow(of id.ID, l *List) ListRow {
	row := ListRow{ID: of, Programme: l.Made.Programme, Step: l.Made.Step, Place: l.Made.Place, Day: l.Made.Day, Count: l.Made.Count}
	for _, a := range l.Made.Needs {
		row.Needs = append(row.Needs, PartRow{a.Name, a.Minor, -1})
	}
	return row
}

// AllLists lists the distribution lists, the latest day first, at most limit.
func AllLists(scope access.Scope, limit int) desk.Query[[]ListRow] {
	return desk.Query[[]ListRow]{Act: access.SupplyList, Scope: scope, Run: func(r *desk.Reader) ([]ListRow, error) {
		entries, err := r.Scan(Lists, register.Range{Limit: limit, Back: true})
		if err != nil {
			return nil, err
		}
		rows := make([]ListRow, 0, len(entries))
		for _, e := range entries {
			l, err := desk.Read(r, ListStory, e.Story)
			if err != nil {
				return nil, err
			}
			rows = append(rows, listRow(e.Story, l.State))
		}
		return rows, nil
	}}
}

// Sheet is a distribution list with its lines.
type Sheet struct {
	Row   ListRow   // the list itself
	Lines []LineRow // by card
	Given int       `class:"open"` // of those that stand on it
}

// LineRow is one line of a distribution list. Journey, Step and Subject say whose and what for; Subject is zero and Card, Collector
// and Alternate are "" outside the part that is shown. Card is the number on a household's card; Given says whether it was handed
// out, On the last day it was.
type LineRow struct {
	Journey   id.ID     `class:"open"`
	Subject   id.ID     `class:"open"`
	Step      string    `class:"open"`
	Kind      string    `class:"open"` // of the subject
	Card      string    `class:"personal"`
	Gives     []PartRow // as frozen
	Given     bool      `class:"open"`
	On        clock.Day `class:"open"`
	Twice     bool      `class:"open"`     // two offices handed it out
	Collector string    `class:"personal"` // whom they chose; "" for nobody
	Alternate string    `class:"personal"`
}

// SheetOf returns a distribution list, for those who hand out. Who they are is told, and looked at, of the part that is shown.
func SheetOf(scope access.Scope, list id.ID, shown desk.Part) desk.Query[Sheet] {
	return desk.Query[Sheet]{Act: access.SupplyDistribute, Scope: scope, Run: func(r *desk.Reader) (sheet Sheet, err error) {
		l, err := desk.Read(r, ListStory, list)
		if err != nil || !l.Exists {
			return sheet, err
		}
		sheet.Row = listRow(list, l.State)
		if err := sheet.inStock(r); err != nil {
			return sheet, err
		}
		ids, err := r.Find(journey.ByLink, list[:], MaxLines)
		for _, of := range ids {
			if err != nil {
				return sheet, err
			}
			err = sheet.add(r, of, l.State.Made.Step)
		}
		slices.SortStableFunc(sheet.Lines, func(a, b LineRow) int { return cmp.Or(strings.Compare(a.Card, b.Card), a.Journey.Compare(b.Journey)) })
		desk.Show(r, sheet.Lines, shown, func(l *LineRow) id.ID { return l.Subject }, func(l *LineRow) {
			l.Card, l.Collector, l.Alternate, l.Subject = "", "", "", id.ID{}
		})
		return sheet, err
	}}
}

// inStock says beside what a list needs how much of it lies at its place.
func (sheet *Sheet) inStock(r *desk.Reader) error {
	for i := range sheet.Row.Needs {
		part := &sheet.Row.Needs[i]
		s, err := desk.Read(r, StockStory, StockID(sheet.Row.Place, part.Item))
		if err != nil {
			return err
		}
		part.Lies = s.State.OnHand()
	}
	return nil
}

// add adds the line of a journey, unless it went on to another list.
func (sheet *Sheet) add(r *desk.Reader, of id.ID, step string) error {
	j, err := desk.Read(r, journey.Story, of)
	if err != nil {
		return err
	}
	line := LineOf(j.State, j.State.Now(step))
	if line.List != sheet.Row.ID {
		return nil
	}
	row := LineRow{Journey: of, Subject: j.State.Subject, Step: line.Step, Kind: j.State.Kind, Given: line.Given > 0, On: line.On,
		Twice: j.State.GivenTooOften(line.Step)}
	for _, a := range line.Gives {
		row.Gives = append(row.Gives, PartRow{a.Name, a.Minor, -1})
	}
	if row.Given {
		sheet.Given++
	}
	if err := row.name(r); err != nil {
		return err
	}
	sheet.Lines = append(sheet.Lines, row)
	return nil
}
