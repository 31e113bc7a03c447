// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// take reads and judges the journey of a household, or of those who follow it where it has left on the step without them.
func take(s desk.Source, of id.ID, step string) (*journey.Case, error) {
	k, err := journey.Take(s, of)
	if err != nil {
		return nil, err
	}
	return k.Following(step)
}

// mayTravel judges whether a household may be on the way to a place today, whatever its programme file forgot to ask. It
// never says who has not answered, nor what anyone answered.
func mayTravel(k *journey.Case, step string, to id.ID, route string, from source) (*programme.StepStanding, error) {
	const op = "movement.mayTravel"
	s, err := k.Open(step, "move", false)
	if err != nil {
		return nil, err
	}
	if len(k.Members) == 0 {
		return nil, fault.New(op, fault.Blocked, "movement.nobody_there", nil)
	}
	if err := k.Whole(); err != nil {
		return nil, err
	}
	if len(k.Journey.OnTwoLoads(step)) > 0 {
		return nil, fault.New(op, fault.Blocked, "journey.contradiction."+string(journey.TwoLoads), nil).WithHint("movement.two_loads_hint")
	}
	if err := from.undoubted(k.Journey); err != nil {
		return nil, err
	}
	if err := chosen(k, s.Step, to); err != nil {
		return nil, err
	}
	if err := k.ForChildren(to); err != nil { // a manifest says no more than of anybody who has not chosen
		return nil, fault.New(op, fault.Blocked, "movement.no_choice", nil).WithHint("movement.no_choice_hint").Because(err)
	}
	if there := k.Journey.LeftFor(step); k.Late() && !there.IsZero() && there != to { // who follows others goes where they went
		return nil, fault.New(op, fault.Blocked, "movement.another_destination", nil).WithHint("movement.no_choice_hint")
	}
	return s, safe(from, to, k.Groups, route)
}

// chosen demands a choice of the destination that is done and current, made after being told.
func chosen(k *journey.Case, move *programme.Step, to id.ID) error {
	const op = "movement.chosen"
	choice := before(k.Pathway, move, "choose")
	if choice == nil {
		return fault.New(op, fault.Blocked, "movement.no_choice_asked", fault.Args{"step": move.ID})
	}
	if before(k.Pathway, choice, "tell", "gather", "visit") == nil {
		return fault.New(op, fault.Blocked, "movement.not_informed", fault.Args{"step": choice.ID})
	}
	s := k.Standing.Step(choice.ID)
	if s.Status != programme.Done || !s.Sound() || s.Value == "" || s.Value == programme.Stay {
		return fault.New(op, fault.Blocked, "movement.no_choice", nil).WithHint("movement.no_choice_hint")
	}
	if s.Place != to {
		return fault.New(op, fault.Blocked, "movement.another_destination", nil).WithHint("movement.no_choice_hint")
	}
	return nil
}

// before returns the nearest step of one of the verbs that a step needs, in turn; nil where there is none.
func before(w *programme.Pathway, s *programme.Step, verbs ...string) *programme.Step {
	for _, need := range allNeeds(w, s) {
		if slices.Contains(verbs, need.Verb.Name) {
			return need
		}
	}
	return nil
}

// allNeeds returns the steps that a step needs, in turn, the nearest first.
func allNeeds(w *programme.Pathway, s *programme.Step) []*programme.Step {
	var all []*programme.Step
	for queue := s.Needs; len(all) < len(queue) && len(all) < 2*len(w.Steps); {
		need := w.Step(queue[len(all)])
		all = append(all, need)
		for _, next := range need.Needs {
			if !slices.Contains(queue, next) {
				queue = append(queue[:len(queue):len(queue)], next)
			}
		}
	}
	return all
}

// safe refuses a place that protection has found unsafe: for everyone, for a group of theirs, or by this route; and where one road to it is unsafe, whoever
// does not say by which they go. Whether a decision must have been made
// is for the programme to say ("requires: destination.safe").
func safe(from source, to id.ID, groups []string, route string) error {
	p, err := from.place(to)
	if err != nil {
		return err
	}
	if isSafe, known, _ := p.SafeFor(groups, route); known && !isSafe {
		return fault.New("movement.safe", fault.Blocked, "movement.not_safe", nil).WithHint("movement.not_safe_hint")
	}
	if route == "" && p.UnsafeRoute(groups) {
		return fault.New("movement.safe", fault.Blocked, "movement.which_route", nil).WithHint("movement.which_route_hint")
	}
	return nil
}

// mayLeave judges whether a household may leave this minute: it may travel, and each adult was asked again.
func mayLeave(k *journey.Case, step string, to id.ID, route string, from source) error {
	s, err := mayTravel(k, step, to, route, from)
	if err != nil {
		return err
	}
	return allAsked(s)
}

// allAsked refuses a household of whom an adult is still to be asked, in private, whether they are willing. It says how many, never
// who, nor what anybody answered.
func allAsked(s *programme.StepStanding) error {
	if len(s.Members) > 0 {
		return fault.New("movement.allAsked", fault.Blocked, "movement.ask_again", fault.Args{"count": len(s.Members)}).
			WithHint("movement.ask_again_hint")
	}
	return nil
}

// meansOf refuses a way of leaving that the programme does not name.
func meansOf(s *programme.Step, means string) error {
	if len(s.Means) > 0 && !slices.Contains(s.Means, means) {
		return fault.New("movement.means", fault.Invalid, "movement.means", fault.Args{"means": means})
	}
	return nil
}

// company is who of a household is concerned by a command, and whether that is all of it.
type company struct {
	who   []id.ID
	apart bool
}

// companyOf returns the persons named, or all living members who have not left where none is.
func companyOf(k *journey.Case, step string, persons []id.ID) (company, error) {
	const op = "movement.company"
	var c company
	for _, m := range k.Members {
		gone := SeatOf(k.Journey, step, m.ID).Gone()
		switch named := slices.Contains(persons, m.ID); {
		case named && gone:
			return c, fault.New(op, fault.Conflict, "movement.has_left", nil)
		case named, len(persons) == 0 && !gone:
			c.who = append(c.who, m.ID)
		}
	}
	for _, p := range persons {
		if _, err := k.Member(p); err != nil {
			return c, err
		}
	}
	if len(c.who) == 0 {
		return c, fault.New(op, fault.Conflict, "movement.has_left", nil)
	}
	c.apart = len(c.who) < len(k.Members)
	return c, nil
}

// mayPart judges a household that does not go together: each of its adults has said so themselves, on a day, and no child
// goes, or stays, without an adult of it. with is who ends up together. The others are where they are: on other loads, or not on any;
// an adult who has left already is with nobody who stays.
func mayPart(k *journey.Case, step string, with, ownWord []id.ID, today clock.Day) error {
	const op = "movement.mayPart"
	together := map[Seat]*party{}
	for _, m := range k.Members {
		if m.Person.AdultOn(today) != people.No && !gaveWord(k.Journey, step, m.ID) && !slices.Contains(ownWord, m.ID) {
			return fault.New(op, fault.Blocked, "movement.each_own_word", nil).WithHint("movement.each_own_word_hint")
		}
		at := Seat{State: programme.Loaded} // with those who are asked about
		if !slices.Contains(with, m.ID) {
			seat := SeatOf(k.Journey, step, m.ID)
			if seat.Gone() {
				continue
			}
			if at = (Seat{}); seat.Riding() {
				at = Seat{Trip: seat.Trip, Load: seat.Load}
			}
		}
		if together[at] == nil {
			together[at] = &party{}
		}
		together[at].add(m, today)
	}
	for _, p := range together {
		if p.children > 0 && p.adults == 0 {
			return fault.New(op, fault.Blocked, "movement.children_with_an_adult", nil)
		}
	}
	return nil
}

// gaveWord reports whether an adult's own word that the household travels apart stands.
func gaveWord(j *journey.Journey, step string, person id.ID) bool {
	return slices.ContainsFunc(j.Marks, func(m journey.Mark) bool {
		return m.Step == step && m.State == programme.Agreed && m.By == person && m.Value == apart && !m.Withdrawn
	})
}

// ownWords refuses a word that is not that of an adult of the household, or of somebody whose age is not known.
func ownWords(k *journey.Case, words []id.ID, today clock.Day) error {
	for _, p := range words {
		m, err := k.Member(p)
		if err != nil {
			return err
		}
		if m.Person.AdultOn(today) == people.No {
			return fault.New("movement.ownWords", fault.Invalid, "movement.not_an_adult", nil)
		}
	}
	return nil
}

// party counts people who travel together.
type party struct {
	persons, adults, children, infants int
}

func (p *party) add(m people.Someone, today clock.Day) {
	p.persons++
	switch m.Person.AdultOn(today) {
	case people.Yes:
		p.adults++
	case people.No:
		p.children++
	}
	if age := m.Person.AgeOn(today); age >= 0 && age < MaxLapAge {
		p.infants++
	}
}
