// SPDX-License-Identifier: Apache-2.0

package supply

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// MakeList makes a distribution list of a place and a day: whom it is for, and what each gets, frozen this moment. The receipt's id is the
// list. Those who may not be listed (see Reason) make it refuse, with how many for which reason; with SkipHeld they are left out. A list that needs more than lies there and is not promised to
// others is refused, unless it is made Ahead: fault Blocked supply.list_short. Programme and Step say what is given, and where its Place is; Journeys are
// those of the subjects, in any order, at most MaxLines.
type MakeList struct {
	Programme string
	Step      string
	Place     id.ID
	Day       clock.Day // of the distribution: today or later
	Journeys  []id.ID
	SkipHeld  bool
	Ahead     bool // the goods are on their way: whether they lie there is asked when they are handed out

	there id.ID // the other place, of one who is to receive at two on that day
}

// Act is the act of handing out.
func (MakeList) Act() access.Act { return access.SupplyDistribute }

// Decide judges every line, and then records them with the list.
func (c MakeList) Decide(tx *desk.Tx) error {
	const op = "supply.MakeList"
	switch c.Day = c.Day.Or(tx.Today()); {
	case len(c.Journeys) == 0:
		return fault.New(op, fault.Invalid, "supply.nobody", nil)
	case len(c.Journeys) > MaxLines:
		return fault.New(op, fault.Invalid, "supply.too_many_lines", fault.Args{"max": MaxLines})
	case c.Day < tx.Today():
		return fault.New(op, fault.Invalid, "supply.day_past", nil)
	}
	if _, err := desk.MustCommons(tx, places.Story, c.Place); err != nil {
		return err
	}
	lines, held, err := c.judge(tx)
	if err != nil {
		return err
	}
	if n := held[AtAnotherSite]; n > 0 && (len(lines) == 0 || !c.SkipHeld) {
		return c.twoSites(tx, c.there, n)
	}
	if len(lines) == 0 || len(held) > 0 && !c.SkipHeld {
		return heldLines(op, len(lines), held)
	}
	return c.record(tx, lines)
}

// entitled is one who may be put on a list.
type entitled struct {
	journey id.ID
	residue listedResidue
}

func (c *MakeList) judge(tx *desk.Tx) (lines []entitled, held map[Reason]int, err error) {
	held = map[Reason]int{}
	journeys := slices.SortedFunc(slices.Values(c.Journeys), id.ID.Compare)
	for _, of := range slices.Compact(journeys) {
		k, err := journey.Take(tx, of)
		if err != nil {
			return nil, nil, err
		}
		if k.Pathway.Programme.ID != c.Programme {
			return nil, nil, fault.New("supply.MakeList", fault.Invalid, "supply.other_programme", nil)
		}
		there, err := c.elsewhere(tx, k.Journey.Subject)
		if err != nil {
			return nil, nil, err
		}
		gives, why, err := judge(tx, k, c.Step)
		switch {
		case err != nil:
			return nil, nil, err
		case !there.IsZero() && (why == "" || why == OnAnotherList):
			held[AtAnotherSite]++
			c.there = there
		case why != "":
			held[why]++
		default:
			lines = append(lines, entitled{of, listedResidue{Step: c.Step, Gives: gives, Version: k.Pathway.Programme.Hash(), Size: len(k.Members)}})
		}
	}
	return lines, held, nil
}

// heldLines says how many may not be listed, and for which reasons.
func heldLines(op string, ready int, held map[Reason]int) error {
	count, reasons := 0, []string{}
	for _, why := range slices.Sorted(maps.Keys(held)) {
		count += held[why]
		reasons = append(reasons, fmt.Sprintf("%s: %d", why, held[why]))
	}
	return fault.New(op, fault.Blocked, "supply.lines_held", fault.Args{"count": count, "ready": ready, "reasons": strings.Join(reasons, ", ")})
}

func (c MakeList) record(tx *desk.Tx, lines []entitled) error {
	needs := map[string]int64{}
	for _, l := range lines {
		for _, a := range l.residue.Gives {
			needs[a.Name] += a.Minor
		}
	}
	if err := c.enough(tx, needs); err != nil {
		return err
	}
	list, err := tx.NewID()
	if err != nil {
		return err
	}
	for _, l := range lines {
		l.residue.List = list
		if err := tx.Record(listed.Draft(l.journey, clock.NoDay, l.residue)); err != nil {
			return err
		}
	}
	made := Made{Programme: c.Programme, Step: c.Step, Place: c.Place, Day: c.Day, Count: len(lines)}
	for item, n := range needs {
		made.Needs = append(made.Needs, journey.Amount{Name: item, Minor: n})
	}
	slices.SortFunc(made.Needs, func(a, b journey.Amount) int { return cmp.Compare(a.Name, b.Name) })
	return tx.Record(listMade.Draft(list, clock.NoDay, made))
}

// HandOut records that what a subject is listed for was received: once, out of the stock of the list's place, by the collector the household
// chose or their alternate. A day's receipts are handed to the desk together (desk.DoAll). Journey and Step say which line; Day is
// when it was received (NoDay for today), not before the day it was listed.
type HandOut struct {
	Journey id.ID
	Step    string
	Receipt Receipt // who received it; what their step's form asks must be filled in
	Day     clock.Day
}

// Act is the act of handing out.
func (HandOut) Act() access.Act { return access.SupplyDistribute }

// Decide judges it as it stands now, and takes it out of the stock.
func (c HandOut) Decide(tx *desk.Tx) error {
	const op = "supply.HandOut"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.At(c.Step, "give")
	if err != nil {
		return err
	}
	line, day := LineOf(k.Journey, c.Step), c.Day.Or(tx.Today())
	switch {
	case line.Given > 0:
		return fault.New(op, fault.Conflict, "supply.given_already", fault.Args{"step": c.Step})
	case !line.Begun:
		return fault.New(op, fault.Blocked, "supply.not_listed", fault.Args{"step": c.Step})
	case s.Status != programme.Waiting: // a condition does not hold any more
		return k.Refusal(s)
	case day < line.Listed:
		return fault.New(op, fault.Invalid, "supply.day_before", fault.Args{"day": line.Listed.String()})
	}
	if err := mayReceive(tx, k, c.Receipt.To); err != nil {
		return err
	}
	if err := short(op, maxWords, c.Receipt.Signed); err != nil {
		return err
	}
	if err := k.Filled(s.Step, c.Receipt.Answers); err != nil {
		return err
	}
	if err := c.take(tx, line, day); err != nil {
		return err
	}
	return tx.Record(given.DraftFor(c.Journey, k.Journey.Subject, day, givenResidue{c.Step, line.List, line.Gives}, c.Receipt))
}

// take takes what is given out of the stock of the list's place.
func (c HandOut) take(tx *desk.Tx, line Line, day clock.Day) error {
	list, err := desk.Must(tx, ListStory, line.List)
	if err != nil {
		return err
	}
	for _, a := range line.Gives {
		if _, err := lies(tx, "supply.HandOut", list.Made.Place, a.Name, a.Minor); err != nil {
			return err
		}
		residue := takenResidue{heapOf{Place: list.Made.Place, Item: a.Name}, a.Minor, c.Journey, c.Step}
		if err := tx.Record(taken.Draft(StockID(list.Made.Place, a.Name), day, residue)); err != nil {
			return err
		}
	}
	return nil
}

// Settle says that what two offices handed out twice was seen: it stays with those who have it, who owe nothing. Journey and Step
// say which goods; Reason must be given and is forgotten with the subject.
type Settle struct {
	Journey id.ID
	Step    string
	Reason  string
}

// Act is the act of handing out.
func (Settle) Act() access.Act { return access.SupplyDistribute }

// Decide records it; nobody settles what they handed out themselves.
func (c Settle) Decide(tx *desk.Tx) error {
	const op = "supply.Settle"
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	line := LineOf(j, c.Step)
	switch {
	case !j.GivenTooOften(c.Step):
		return fault.New(op, fault.Conflict, "supply.not_given_twice", fault.Args{"step": c.Step})
	case slices.Contains(line.Hands, tx.By().User):
		return fault.New(op, fault.NotAllowed, "supply.own_hand", nil)
	case c.Reason == "":
		return fault.New(op, fault.Invalid, "supply.reason_missing", nil)
	}
	if err := short(op, maxReason, c.Reason); err != nil {
		return err
	}
	return tx.Record(settled.DraftFor(c.Journey, j.Subject, clock.NoDay, settledResidue{c.Step, line.Given}, journey.Words{Text: c.Reason}))
}
