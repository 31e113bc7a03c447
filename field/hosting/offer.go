// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/engine/match/hosting"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// What one home offers at most.
const (
	MostBeds       = 20 // for guests
	MostHouseholds = 5  // of guests at one time
	MostWords      = 12 // languages, wishes and the like, each
	longestWord    = 60 // letters of one of them
	longestPause   = 366
)

// OfferBeds says how many beds a household offers to others now, in place of what it said before. Journey and Step say whose; Beds is 0 for none any
// more: those who live there stay, and nobody else is placed there. Day is NoDay for today.
type OfferBeds struct {
	Journey id.ID
	Step    string // of the verb place, which offers
	Beds    int
	Day     clock.Day
}

// Act is the act of offering room.
func (OfferBeds) Act() access.Act { return access.CapacityOffer }

// Decide records the offer. Faults: Invalid hosting.offers_nothing, hosting.beds.
func (c OfferBeds) Decide(tx *desk.Tx) error {
	const op = "hosting.OfferBeds"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Open(c.Step, "place", true)
	switch {
	case err != nil:
		return err
	case !s.Step.Offers:
		return fault.New(op, fault.Invalid, "hosting.offers_nothing", nil)
	case c.Beds < 0 || c.Beds > MostBeds:
		return fault.New(op, fault.Invalid, "hosting.beds", fault.Args{"max": MostBeds})
	}
	return tx.Record(bedsOffered.Draft(c.Journey, c.Day, bedsResidue{Step: c.Step, Kind: s.Step.RoomKind(), Beds: c.Beds}))
}

// Describe says what a home is like, in place of what was said before. Journey is the way of those who offer it. Is has no address. Day is NoDay for today.
type Describe struct {
	Journey id.ID
	Is      HomeIs
	Day     clock.Day
}

// Act is the act of offering room.
func (Describe) Act() access.Act { return access.CapacityOffer }

// Decide records the description. Faults: Invalid hosting.offers_nothing, hosting.households, hosting.words, hosting.takes.
func (c Describe) Decide(tx *desk.Tx) error {
	const op = "hosting.Describe"
	k, err := offering(op, tx, c.Journey)
	if err != nil {
		return err
	}
	is := HomeIs{Town: strings.TrimSpace(c.Is.Town), Households: c.Is.Households, StepFree: c.Is.StepFree, Languages: told(c.Is.Languages), Takes: slices.Clone(c.Is.Takes), Keeps: told(c.Is.Keeps)}
	switch {
	case is.Households < 0 || is.Households > MostHouseholds:
		return fault.New(op, fault.Invalid, "hosting.households", fault.Args{"max": MostHouseholds})
	case tooMany(is.Languages) || tooMany(is.Keeps) || tooLong(is.Town):
		return fault.New(op, fault.Invalid, "hosting.words", fault.Args{"max": MostWords, "letters": longestWord})
	case slices.ContainsFunc(is.Takes, func(who string) bool { return !slices.Contains(Takers(), who) }):
		return fault.New(op, fault.Invalid, "hosting.takes", nil)
	}
	h, err := desk.Get(tx, HomeStory, HomeID(c.Journey))
	if err != nil {
		return err
	}
	return tx.Record(homeDescribed.DraftFor(h.ID, k.Journey.Subject, c.Day, journeyResidue{c.Journey}, is).Replacing(fieldHome, h.State.Is.Seen()))
}

// Takers are those of whom a protective rule of a host speaks. There is none of nationality, ethnicity, religion or disability.
func Takers() []string { return []string{hosting.Women, hosting.Men, hosting.Girls, hosting.Boys} }

// offering reads the way of somebody who offers a home.
func offering(op string, tx *desk.Tx, of id.ID) (*journey.Case, error) {
	k, err := journey.Take(tx, of)
	if err == nil && offerOf(k) == nil {
		err = fault.New(op, fault.Invalid, "hosting.offers_nothing", nil)
	}
	return k, err
}

// told are words as they are kept: without spaces around them, and none twice.
func told(texts []string) (words []string) {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" && !slices.Contains(words, text) {
			words = append(words, text)
		}
	}
	return words
}

func tooMany(words []string) bool {
	return len(words) > MostWords || slices.ContainsFunc(words, tooLong)
}

func tooLong(word string) bool { return len([]rune(word)) > longestWord }

// Pause says until when a host receives nobody; NoDay ends a pause. Those who live there stay. Journey is the way of those who offer the home; Until is the last day of the pause, at most a year from now; Day is NoDay for today.
type Pause struct {
	Journey id.ID
	Until   clock.Day
	Day     clock.Day
}

// Act is the act of offering room.
func (Pause) Act() access.Act { return access.CapacityOffer }

// Decide records the pause. Faults: Invalid hosting.offers_nothing, hosting.pause.
func (c Pause) Decide(tx *desk.Tx) error {
	const op = "hosting.Pause"
	if _, err := offering(op, tx, c.Journey); err != nil {
		return err
	}
	if c.Until.Known() && (c.Until < tx.Today() || c.Until > tx.Today()+longestPause) {
		return fault.New(op, fault.Invalid, "hosting.pause", nil)
	}
	h, err := desk.Get(tx, HomeStory, HomeID(c.Journey))
	if err != nil {
		return err
	}
	return tx.Record(paused.Draft(h.ID, c.Day, pausedResidue{c.Journey, c.Until}).Replacing(fieldPause, h.State.Paused.Seen()))
}
