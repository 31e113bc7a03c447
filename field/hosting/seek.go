// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Seek says what guests need and wish, in place of what was said before; it is their own word. Journey is their way. Day is NoDay for today.
type Seek struct {
	Journey id.ID
	Is      Needs // as it was said last
	Day     clock.Day
}

// Act is the act of proposing.
func (Seek) Act() access.Act { return access.CapacityPropose }

// Decide records it. Faults: Invalid hosting.seeks_nothing, hosting.words.
func (c Seek) Decide(tx *desk.Tx) error {
	const op = "hosting.Seek"
	k, _, err := seekingHome(op, tx, c.Journey)
	if err != nil {
		return err
	}
	is := Needs{StepFree: c.Is.StepFree, Languages: told(c.Is.Languages), Wishes: told(c.Is.Wishes), Avoids: told(c.Is.Avoids)}
	if tooMany(is.Languages) || tooMany(is.Wishes) || tooMany(is.Avoids) {
		return fault.New(op, fault.Invalid, "hosting.words", fault.Args{"max": MostWords, "letters": longestWord})
	}
	s, err := desk.Get(tx, SeekingStory, SeekingID(c.Journey))
	if err != nil {
		return err
	}
	return tx.Record(sought.DraftFor(s.ID, k.Journey.Subject, c.Day, journeyResidue{c.Journey}, is).Replacing(fieldNeeds, s.State.Is.Seen()))
}

// seekingHome reads the way of guests, and the step at which they are placed with those who receive.
func seekingHome(op string, s desk.Source, of id.ID) (*journey.Case, *programme.Step, error) {
	k, err := journey.Take(s, of)
	if err != nil {
		return nil, nil, err
	}
	step := placingOf(k)
	if step == nil {
		return nil, nil, fault.New(op, fault.Invalid, "hosting.seeks_nothing", nil)
	}
	return k, step, nil
}

// placingOf is the step at which those who walk a way are placed with others; nil for none.
func placingOf(k *journey.Case) *programme.Step {
	i := slices.IndexFunc(k.Pathway.Steps, func(s *programme.Step) bool { return s.With.Pathway != "" })
	if i < 0 {
		return nil
	}
	return k.Pathway.Steps[i]
}

// offerOf is the step at which those who walk a way offer room to others; nil for none.
func offerOf(k *journey.Case) *programme.Step {
	i := slices.IndexFunc(k.Pathway.Steps, func(s *programme.Step) bool { return s.Offers })
	if i < 0 {
		return nil
	}
	return k.Pathway.Steps[i]
}

// KeepApart keeps guests apart from a host, from a town, or from every home in which somebody of a name lives: one of the three. It is a hard rule, and Reason is sealed: no page and no list shows it. Journey is the way of the
// guests, Host that of the host. Day is NoDay for today.
type KeepApart struct {
	Journey id.ID
	Host    id.ID  // zero for none
	Town    string // no address; "" for none
	Name    string // of who heads it, or who it is
	Reason  string
	Day     clock.Day
}

// Act is the act of deciding.
func (KeepApart) Act() access.Act { return access.JourneyDecide }

// Decide records it. Faults: Invalid hosting.seeks_nothing, hosting.apart_from_whom, hosting.no_host, hosting.words.
func (c KeepApart) Decide(tx *desk.Tx) error {
	const op = "hosting.KeepApart"
	k, step, err := seekingHome(op, tx, c.Journey)
	if err != nil {
		return err
	}
	words := ApartWords{strings.TrimSpace(c.Town), strings.TrimSpace(c.Name), strings.TrimSpace(c.Reason)}
	named := 0
	for _, is := range []bool{!c.Host.IsZero(), words.Town != "", words.Name != ""} {
		if is {
			named++
		}
	}
	switch {
	case named != 1:
		return fault.New(op, fault.Invalid, "hosting.apart_from_whom", nil)
	case tooLong(words.Town) || tooLong(words.Name) || len(words.Reason) > longestReason:
		return fault.New(op, fault.Invalid, "hosting.words", fault.Args{"max": MostWords, "letters": longestWord})
	}
	if !c.Host.IsZero() {
		host, err := journey.Take(tx, c.Host)
		if err == nil {
			err = meant(step, k, host)
		}
		if err != nil {
			return err
		}
	}
	return tx.Record(keptApart.DraftFor(SeekingID(c.Journey), k.Journey.Subject, c.Day, apartResidue{c.Journey, c.Host}, words))
}

const longestReason = 4000 // bytes

// LiftApart says that guests are kept apart no more from one from whom they were. Which is the position, from 0, in the order in which GuestFile.Apart lists them. Journey is the way of the guests; why is sealed.
type LiftApart struct {
	Journey id.ID
	Which   int
	Reason  string    // it may be empty
	Day     clock.Day // NoDay for today
}

// Act is the act of deciding.
func (LiftApart) Act() access.Act { return access.JourneyDecide }

// Decide records it. Faults: Invalid hosting.seeks_nothing; NotFound hosting.not_kept_apart.
func (c LiftApart) Decide(tx *desk.Tx) error {
	const op = "hosting.LiftApart"
	k, _, err := seekingHome(op, tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := desk.Get(tx, SeekingStory, SeekingID(c.Journey))
	if err != nil {
		return err
	}
	apart := s.State.apart()
	if c.Which < 0 || c.Which >= len(apart) {
		return fault.New(op, fault.NotFound, "hosting.not_kept_apart", nil)
	}
	d := apartLifted.DraftFor(s.ID, k.Journey.Subject, c.Day, journeyResidue{c.Journey}, ApartWords{Reason: strings.TrimSpace(c.Reason)})
	return tx.Record(d.Replacing(fieldApart, []journal.Ref{apart[c.Which].Ref}))
}
