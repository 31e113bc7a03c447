// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"slices"
	"strings"
	"unicode/utf8"

	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

const (
	// LeastRight is how many questions are answered rightly, and none wrongly, before anything is told over the telephone.
	LeastRight = 2

	maxWords = 1000 // letters
	mostAsks = 10
)

var none register.None

// Say writes down what somebody tells of their account. Household is whose account it is, Person who of it says so (zero where nobody knows: a caller who was not
// recognised); Via is the way, About what it is of, Words theirs, "" for none. The receipt's id is what was said.
type Say struct {
	Household id.ID
	Person    id.ID
	Via       Via
	About     About
	Words     string
}

// Act is the act of hearing.
func (Say) Act() access.Act { return access.VoiceHear }

// Decide records it. Of who wants to talk alone no words are kept, whatever was typed. Faults: Invalid voice.no_such_about, voice.too_long, people.not_a_member.
func (c Say) Decide(tx *desk.Tx) error {
	if err := c.sound(tx); err != nil {
		return err
	}
	owner, words := c.Person, strings.TrimSpace(c.Words)
	if owner.IsZero() {
		owner = c.Household
	}
	if c.About == TalkAlone {
		words = ""
	}
	of, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(said.DraftFor(of, owner, clock.NoDay, saidResidue{c.Household, c.Via}, saidWords{c.Person, c.About, words}))
}

func (c Say) sound(tx *desk.Tx) error {
	const op = "voice.Say"
	if _, err := desk.Must(tx, people.HouseholdStory, c.Household); err != nil {
		return err
	}
	switch {
	case !slices.Contains(Abouts(), c.About), c.Via != AtKiosk && c.Via != ByTelephone:
		return fault.New(op, fault.Invalid, "voice.no_such_about", nil)
	case utf8.RuneCountInString(c.Words) > maxWords:
		return fault.New(op, fault.Invalid, "voice.too_long", fault.Args{"letters": maxWords})
	case c.Person.IsZero() && c.Via != AtKiosk:
		return nil
	}
	p, err := desk.Must(tx, people.PersonStory, c.Person)
	if err == nil && !p.Belongs(c.Household) {
		err = fault.New(op, fault.Invalid, "people.not_a_member", nil)
	}
	return err
}

// Answer says what became of what somebody said. Word is which, Words what was answered or done.
type Answer struct {
	Word  id.ID
	Words string
}

// Act is the act of answering.
func (Answer) Act() access.Act { return access.VoiceAnswer }

// Decide records it, once. Of what the writer may not see there is no such thing. Faults: NotFound voice.none; Invalid voice.answer_missing, voice.too_long; Conflict
// voice.answered.
func (c Answer) Decide(tx *desk.Tx) error {
	const op = "voice.Answer"
	w, err := desk.See(tx, WordStory, c.Word)
	if err != nil {
		return err
	}
	words := strings.TrimSpace(c.Words)
	switch {
	case !w.Exists || !w.State.seenBy(access.Clearance(tx.By(), tx.Scope(), tx.Today())):
		return fault.New(op, fault.NotFound, "voice.none", nil)
	case w.State.Answered:
		return fault.New(op, fault.Conflict, "voice.answered_already", nil)
	case words == "":
		return fault.New(op, fault.Invalid, "voice.answer_missing", nil)
	case utf8.RuneCountInString(words) > maxWords:
		return fault.New(op, fault.Invalid, "voice.too_long", fault.Args{"letters": maxWords})
	}
	owner := w.State.Person
	if owner.IsZero() {
		owner = w.State.Household
	}
	return tx.Record(answered.DraftFor(c.Word, owner, clock.NoDay, none, answeredWords{words}))
}

// RecordCall writes down a call before anything is told: what was Asked, as ids of the field's words, how many answers were Right, and for which Purpose. Household is whose
// account it is about. The receipt's id is the call.
type RecordCall struct {
	Household id.ID
	Asked     []string
	Right     int
	Purpose   string
}

// Act is the act of hearing.
func (RecordCall) Act() access.Act { return access.VoiceHear }

// Decide records it. Faults: Invalid voice.call_unclear.
func (c RecordCall) Decide(tx *desk.Tx) error {
	if _, err := desk.Must(tx, people.HouseholdStory, c.Household); err != nil {
		return err
	}
	if len(c.Asked) > mostAsks || c.Right < 0 || c.Right > len(c.Asked) || !slices.Contains(Purposes(), c.Purpose) {
		return fault.New("voice.RecordCall", fault.Invalid, "voice.call_unclear", nil)
	}
	of, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(called.Draft(of, clock.NoDay, calledResidue(c)))
}

// Purposes are what people call for, as ids of the field's words.
func Purposes() []string { return []string{"account", "wrong", "other"} }
