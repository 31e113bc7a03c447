// SPDX-License-Identifier: Apache-2.0

package supply

import (
	"regexp"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Bounds of what people write.
const (
	maxPieces = 1_000_000_000 // of one entry
	maxWords  = 200           // bytes of UTF-8: a waybill, a source, a signature
	maxReason = 1000          // bytes of UTF-8
	MaxLines  = 5000          // of one distribution list
)

// A Reason says why somebody may not be put on a distribution list.
type Reason string

// The reasons.
const (
	NotReady      Reason = "not_ready"       // the step is not open today
	AlreadyGiven  Reason = "already_given"   // it was given
	OnAnotherList Reason = "on_another_list" // of today or a later day
	AtAnotherSite Reason = "at_another_site" // they are to receive something else elsewhere on that day
	GivesNothing  Reason = "gives_nothing"   // the programme's amounts come to nothing
)

var itemID = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)

// sound refuses an item and a number of pieces that cannot be written down.
func sound(op, item string, count int64) error {
	switch {
	case !itemID.MatchString(item):
		return fault.New(op, fault.Invalid, "supply.not_an_item", nil)
	case count < 1 || count > maxPieces:
		return fault.New(op, fault.Invalid, "supply.not_a_count", nil)
	}
	return nil
}

// short refuses words that are too long.
func short(op string, max int, texts ...string) error {
	if slices.ContainsFunc(texts, func(t string) bool { return len(t) > max }) {
		return fault.New(op, fault.Invalid, "supply.too_long", fault.Args{"bytes": max})
	}
	return nil
}

// keeps refuses whoever takes from a stock on another node than the one that has custody of it: two could take the same.
func keeps(tx *desk.Tx, op string, s *Stock) error {
	if node, ok := s.Keeper(); !ok || node != tx.Node().Node {
		return fault.New(op, fault.Blocked, "supply.no_custody", fault.Args{"item": s.Item}).WithHint("supply.no_custody_hint")
	}
	return nil
}

// lies returns a stock from which so many pieces may be taken here.
func lies(tx *desk.Tx, op string, place id.ID, item string, count int64) (*Stock, error) {
	f, err := desk.Get(tx, StockStory, StockID(place, item))
	if err != nil {
		return nil, err
	}
	if !f.Exists || f.State.OnHand() < count {
		return nil, fault.New(op, fault.Blocked, "supply.not_in_stock", fault.Args{"item": item, "lies": max(f.State.OnHand(), 0), "count": count})
	}
	return f.State, keeps(tx, op, f.State)
}

// judge says whether a step of a journey may be put on a distribution list of a day: open, with something to give, and on no other list that is
// still to come.
func judge(s desk.Source, k *journey.Case, step string) (gives []journey.Amount, why Reason, err error) {
	at, err := k.At(step, "give")
	if err != nil {
		return nil, "", err
	}
	switch line := LineOf(k.Journey, step); {
	case line.Given > 0:
		return nil, AlreadyGiven, nil
	case at.Status != programme.Ready && at.Status != programme.Waiting:
		return nil, NotReady, nil
	case line.Begun:
		on, err := desk.See(s, ListStory, line.List)
		if err != nil {
			return nil, "", err
		}
		if on.Exists && on.State.Made.Day >= s.Today() {
			return nil, OnAnotherList, nil
		}
	}
	for _, a := range at.Amounts {
		if a.Value > 0 {
			gives = append(gives, journey.Amount{Name: a.Name, Minor: a.Value})
		}
	}
	if len(gives) == 0 {
		return nil, GivesNothing, nil
	}
	if _, err := k.Open(step, "give", false); err != nil { // after the end nothing is listed
		return nil, NotReady, nil
	}
	return gives, "", nil
}

// mayReceive refuses goods to the wrong hands: those of people who live together, a household, a host family or a case, are received by the collector
// they chose, or by the alternate, alive and of the household still; a person receives their own.
func mayReceive(s desk.Source, k *journey.Case, to id.ID) error {
	const op = "supply.HandOut"
	wrong := fault.New(op, fault.Blocked, "supply.not_the_collector", nil)
	switch programme.NatureOf(k.Journey.Kind) {
	case programme.Household:
	case programme.Person:
		if to != k.Journey.Subject {
			return wrong
		}
		return nil
	default:
		if _, err := k.Member(to); !to.IsZero() && err != nil {
			return wrong
		}
		return nil
	}
	c, err := chosen(s, k.Journey.Subject)
	switch {
	case err != nil:
		return err
	case c.Person.IsZero():
		return fault.New(op, fault.Blocked, "supply.no_collector", nil).WithHint("supply.no_collector_hint")
	case to.IsZero() || to != c.Person && to != c.Alternate:
		return wrong
	}
	if _, err := k.Member(to); err != nil && to == c.Person {
		return wrong
	}
	return alive(s, to)
}

// chosen returns whom a household chose to collect; nobody where two choices stand.
func chosen(s desk.Source, household id.ID) (people.Collector, error) {
	h, err := desk.See(s, people.HouseholdStory, household)
	if err != nil || h.State.Collector.Contested() {
		return people.Collector{}, err
	}
	return h.State.Collector.Value(), nil
}

func alive(s desk.Source, of id.ID) error {
	p, err := desk.See(s, people.PersonStory, of)
	if err == nil && (!p.Exists || !p.State.Alive()) {
		err = fault.New("supply.HandOut", fault.Blocked, "supply.not_the_collector", nil)
	}
	return err
}
