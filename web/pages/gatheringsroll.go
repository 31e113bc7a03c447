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

// A roll is called of a whole gathering: the cards of those who came are typed or scanned one after the other, and then it is said who of them was there. Nobody
// stands ticked until somebody says so: the heads of the households, every adult, or one after the other. Only those whose cards were given can be ticked at once: whoever was
// invited has not come by that, and is ticked by hand. Where more are ticked than were counted at the gathering, the page says so, and records them only when somebody says
// that all were there; field/gathering holds it.

// rollLine is a household on the roll.
type rollLine struct {
	household, journey id.ID
	step, card         string
	persons            []rollPerson
	wrong              string // why their attendance was not recorded
	invited            bool   // they stand here because they were asked to come, and nobody gave their card
}

// field is the name of its ticks in the form.
func (c *rollLine) field() string { return "there/" + c.journey.String() + "/" + c.step }

// rollPerson is somebody of it; there says whether they are ticked, recorded whether they stand on the roll already.
type rollPerson struct {
	of                       id.ID
	name, given, familyFirst string // their name; as those write it who have one name, and those who begin with the family's
	head, adult              bool
	there, recorded          bool
}

// rollSheet is what the page shows.
type rollSheet struct {
	of       gathering.Row
	there    []id.ID // who stands on the roll already
	recorded int     // how many those are, and the households that were recorded as a whole
	plan     id.ID   // what was planned; zero where nobody had planned it
	ways     []id.ID // of the households of which somebody stands on the roll
	invited  int     // of the lines: those who were asked to come, and are not recorded yet
	cards    string
	lines    []*rollLine
	lost     []string // cards of nobody, or of people who walk no way on which this gathering counts
	wrong    int
	more     bool // somebody said that all who are ticked were there, though fewer were counted
}

// called reports whether somebody stands on it whose card was given.
func (s *rollSheet) called() bool { return s.invited < len(s.lines) }

// Who is ticked by one choice.
const (
	tickHeads  = "heads"
	tickAdults = "adults"
	tickNobody = "nobody"
)

// moreField says that all who are ticked were there, though fewer were counted.
const moreField = "more"

// most cards that are called at once: a gathering has fewer heads than this.
const mostCalled = 200

func showRoll(e *errand) error {
	s, err := e.gatheringOfRoll()
	if err != nil {
		return err
	}
	sheet := rollOf(s, "")
	if err := e.addInvited(sheet); err != nil {
		return err
	}
	return e.Show(rollPage(e.rollFrame(s), e.Words, sheet))
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

func rollOf(s gathering.Sheet, cards string) *rollSheet {
	return &rollSheet{of: s.Row, there: s.There, recorded: s.Heads, plan: s.Plan, ways: s.Journeys, cards: cards}
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
	sheet := rollOf(s, values.Get("cards"))
	if err := e.find(sheet); err != nil {
		return err
	}
	sheet.tick(values)
	sheet.more = values.Get(moreField) == "yes"
	if values.Get("save") == "" {
		return e.Show(rollPage(e.rollFrame(s), e.Words, sheet))
	}
	if !sheet.tooMany() || sheet.more {
		if err := e.record(sheet); err != nil {
			return err
		}
		if sheet.wrong == 0 {
			return e.Go("/gatherings/"+s.Row.ID.String(), "saved")
		}
		if s, err = e.gatheringOfRoll(); err != nil {
			return err
		}
		sheet.there, sheet.recorded = s.There, s.Heads // somebody else may have called it too
	}
	status := web.Status(fault.New("pages.roll", fault.Invalid, "", nil))
	return e.ShowAs(status, rollPage(e.rollFrame(s), e.Words, sheet))
}

// tick ticks whom one choice names, or else those who came ticked.
func (s *rollSheet) tick(values map[string][]string) {
	choice := strings.Join(values["tick"], "")
	for _, c := range s.lines {
		there := ids(values[c.field()])
		for i := range c.persons {
			p := &c.persons[i]
			p.recorded = slices.Contains(s.there, p.of)
			switch {
			case choice == "" || c.invited:
				p.there = slices.Contains(there, p.of)
			case choice == tickHeads:
				p.there = p.head
			case choice == tickAdults:
				p.there = p.adult
			default:
				p.there = false
			}
		}
	}
}

// find looks up each card: its household, the step of its way on which this gathering counts, and its people.
func (e *errand) find(sheet *rollSheet) error {
	cards := cardsIn(sheet.cards)
	for _, card := range cards[:min(len(cards), mostCalled)] {
		line, err := e.called(card, sheet.of.Kind)
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
	return e.addInvited(sheet)
}

// called is the household with a card, for a gathering of a kind; nil where nobody has it, or they walk no way on which such a gathering counts.
func (e *errand) called(card string, kind gathering.Kind) (*rollLine, error) {
	if card == "" {
		return nil, nil
	}
	found, err := ask(e, "task.listen", journey.Search(e.scope, nil, card, ""))
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(found.Rows, func(r journey.HouseholdRow) bool { return strings.EqualFold(r.Household.Card, card) })
	if i < 0 {
		return nil, nil
	}
	return e.lineOf(found.Rows[i], kind)
}

// lineOf is a household on the roll; nil where it walks no way on which such a gathering counts.
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
		line.persons = append(line.persons, rollPerson{of: m.ID, name: nameOf(m), given: m.Given, familyFirst: strings.TrimSpace(m.Family + " " + m.Given), head: m.Relation == people.Head, adult: m.Adult != people.No})
	}
	return line, nil
}

// record records who is ticked, one command a household. Whose attendance cannot be recorded stays on the page with the reason.
func (e *errand) record(sheet *rollSheet) error {
	form, err := e.Command()
	if err != nil {
		return err
	}
	var recorded, still []*rollLine
	for _, c := range sheet.lines {
		if len(c.ticked()) > 0 {
			recorded = append(recorded, c)
		}
	}
	err = doneEach(e, recorded, func(c *rollLine) desk.Numbered {
		return desk.Numbered{ID: id.Derived(form, c.journey.String(), c.step),
			Command: gathering.Attend{Gathering: sheet.of.ID, Journey: c.journey, Step: c.step, Persons: c.ticked(), Day: sheet.of.Day, MoreThanCounted: sheet.more}}
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

// ticked are those of a household who are ticked, and do not stand on the roll yet.
func (c *rollLine) ticked() (all []id.ID) {
	for _, p := range c.persons {
		if p.there && !p.recorded {
			all = append(all, p.of)
		}
	}
	return all
}

// ticked counts who is ticked, and does not stand on the roll yet.
func (s *rollSheet) ticked() (n int) {
	for _, c := range s.lines {
		n += len(c.ticked())
	}
	return n
}

// heads counts who stands on the roll once those who are ticked are recorded.
func (s *rollSheet) heads() int { return s.recorded + s.ticked() }

// tooMany reports whether more stand on the roll, with those who are ticked, than were counted at the gathering.
func (s *rollSheet) tooMany() bool { return s.ticked() > 0 && s.heads() > s.of.Persons }

// rollFacts say how many were counted, and how many of them stand on the roll.
func rollFacts(w *words.Printer, s *rollSheet) []page.Term {
	number := func(key string, n int) page.Term {
		return page.Term{Label: w.T(key), Value: w.Number(int64(n)), Class: "number"}
	}
	terms := []page.Term{number("gatherings.roll_counted", s.of.Persons), number("gatherings.roll_so_far", s.recorded)}
	if len(s.lines) > 0 {
		terms = append(terms, number("gatherings.roll_ticked", s.ticked()))
	}
	return terms
}

// whoIs is a person's name, or what somebody without one is called.
func (p rollPerson) whoIs(w *words.Printer) string {
	if p.name == "" {
		return w.T("office.nameless")
	}
	return p.name
}
