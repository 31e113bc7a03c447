// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// A roll is called of a whole gathering: the cards of those who came are typed or scanned one after the other, their adults stand ticked, who was not there is
// unticked, and all are recorded at once.

// rollLine is a household on the roll.
type rollLine struct {
	household, journey id.ID
	step, card         string
	persons            []rollPerson
	wrong              string // why their attendance was not recorded
}

// field is the name of its ticks in the form.
func (c *rollLine) field() string { return "there/" + c.journey.String() + "/" + c.step }

// rollPerson is somebody of it; there says whether they are ticked.
type rollPerson struct {
	of    id.ID
	name  string
	there bool
}

// rollSheet is what the page shows.
type rollSheet struct {
	of    gathering.Row
	cards string
	lines []*rollLine
	lost  []string // cards of nobody, or of people who walk no way on which this gathering counts
	wrong int
}

// most cards that are called at once: a gathering has fewer heads than this.
const mostCalled = 200

func showRoll(e *errand) error {
	s, err := e.gatheringOfRoll()
	if err != nil {
		return err
	}
	return e.Show(rollPage(e.rollFrame(s), e.Words, &rollSheet{of: s.Row}))
}

// gatheringOfRoll reads the gathering of the path, for who may record attendance at it.
func (e *errand) gatheringOfRoll() (gathering.Sheet, error) {
	of, err := e.PathID("id")
	if err == nil {
		err = access.May(e.Visitor.Actor, access.GatheringAttend, e.scope, e.today)
	}
	if err != nil {
		return gathering.Sheet{}, err
	}
	return ask(e, "task.listen", gathering.One(e.scope, of))
}

func (e *errand) rollFrame(s gathering.Sheet) page.Frame {
	return e.frame(e.Words.T("gatherings.roll"), e.crumb("gatherings.title", "/gatherings"),
		page.Link{Text: word(e.Words, "gathering_kind", string(s.Row.Kind)), To: "/gatherings/" + s.Row.ID.String()})
}

// callRoll finds those whose cards were given, or records who of them was there.
func callRoll(e *errand) error {
	s, err := e.gatheringOfRoll()
	if err != nil {
		return err
	}
	values, err := e.Values()
	if err != nil {
		return err
	}
	sheet := &rollSheet{of: s.Row, cards: values.Get("cards")}
	if err := e.find(sheet); err != nil {
		return err
	}
	status := 200
	if values.Get("save") != "" {
		if err := e.record(sheet, values); err != nil {
			return err
		}
		if sheet.wrong == 0 {
			return e.Go("/gatherings/"+s.Row.ID.String(), "saved")
		}
		status = web.Status(fault.New("pages.roll", fault.Invalid, "", nil))
	}
	return e.ShowAs(status, rollPage(e.rollFrame(s), e.Words, sheet))
}

// find looks up each card: its household, the step of its way on which this gathering counts, and its adults.
func (e *errand) find(sheet *rollSheet) error {
	cards := cardsIn(sheet.cards)
	for _, card := range cards[:min(len(cards), mostCalled)] {
		found, err := ask(e, "task.listen", journey.Search(e.scope, nil, card, ""))
		if err != nil {
			return err
		}
		i := slices.IndexFunc(found.Rows, func(r journey.HouseholdRow) bool { return strings.EqualFold(r.Household.Card, card) })
		if i < 0 {
			sheet.lost = append(sheet.lost, card)
			continue
		}
		line, err := e.lineOf(found.Rows[i], sheet.of.Kind)
		switch {
		case err != nil:
			return err
		case line == nil:
			sheet.lost = append(sheet.lost, card)
		default:
			sheet.lines = append(sheet.lines, line)
		}
	}
	sheet.lost = append(sheet.lost, cards[min(len(cards), mostCalled):]...)
	return nil
}

// lineOf is a household on the roll, its adults ticked; nil where it walks no way on which such a gathering counts.
func (e *errand) lineOf(row journey.HouseholdRow, kind gathering.Kind) (*rollLine, error) {
	file, err := ask(e, "task.listen", journey.FileOf(e.scope, row.Household.ID))
	if err != nil {
		return nil, err
	}
	line := &rollLine{household: row.Household.ID, card: row.Household.Card}
	for _, way := range file.Ways {
		for _, step := range way.Steps {
			if (step.Verb == "gather" || step.Verb == "visit") && step.ID == string(kind) && !way.Aside {
				line.journey, line.step = way.ID, step.ID
			}
		}
	}
	if line.journey.IsZero() {
		return nil, nil
	}
	for _, m := range file.People.Members {
		line.persons = append(line.persons, rollPerson{of: m.ID, name: nameOf(m), there: m.Adult != people.No})
	}
	return line, nil
}

// record records who was ticked, one command a household. Whose attendance cannot be recorded stays on the page with the reason.
func (e *errand) record(sheet *rollSheet, values map[string][]string) error {
	form, err := e.Command()
	if err != nil {
		return err
	}
	var recorded, still []*rollLine
	for _, c := range sheet.lines {
		there := ids(values[c.field()])
		for i := range c.persons {
			c.persons[i].there = slices.Contains(there, c.persons[i].of)
		}
		if len(there) > 0 {
			recorded = append(recorded, c)
		}
	}
	err = doneEach(e, recorded, func(c *rollLine) desk.Numbered {
		return desk.Numbered{ID: id.Derived(form, c.journey.String(), c.step),
			Command: gathering.Attend{Gathering: sheet.of.ID, Journey: c.journey, Step: c.step, Persons: ids(values[c.field()]), Day: sheet.of.Day}}
	}, func(c *rollLine, wrong string) {
		if c.wrong = wrong; wrong != "" {
			still = append(still, c)
		}
	})
	if err == nil {
		sheet.lines, sheet.wrong = still, len(still)
	}
	return err
}

// heads counts who is ticked.
func (s *rollSheet) heads() (n int64) {
	for _, c := range s.lines {
		for _, p := range c.persons {
			if p.there {
				n++
			}
		}
	}
	return n
}

// whoIs is a person's name, or what somebody without one is called.
func (p rollPerson) whoIs(w *words.Printer) string {
	if p.name == "" {
		return w.T("office.nameless")
	}
	return p.name
}
