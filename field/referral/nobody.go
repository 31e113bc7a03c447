// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// NobodyAsked is the value of the mark by which it is noted that nobody could be asked.
const NobodyAsked = "nobody_asked"

// nameless are the fields that a thing has of itself, without anybody: what may be handed over of one of which nobody can be asked. Its words are among them, but whoever hands them over must have read that they
// name nobody. What somebody needs, and everything that is of a person, is not.
var nameless = []string{"theme", "site", "facility", "said_on", fieldWords}

// Nobody says that of a thing without people nobody can be asked: who complained gave no name and left no way to be reached. What may be handed over at the step is then what the thing holds without anybody.
// Journey and Step say at which step; Day is since when, NoDay for today. It is no command: the package that knows the thing says whether it is so.
type Nobody struct {
	Journey id.ID
	Step    string
	Day     clock.Day
}

// nobodyResidue is that nobody could be asked, and which fields may go without.
type nobodyResidue struct {
	Step   string   `cbor:"1,keyasint"`
	Fields []string `cbor:"2,keyasint"`
}

var nobodyToAsk = register.NewFact(journey.Story, "referral.nobody_to_ask", 1,
	func(j *journey.Journey, f *journal.Fact, r nobodyResidue, _ *register.None) {
		for _, field := range append(slices.Clone(r.Fields), NobodyAsked) {
			j.Add(f, journey.Mark{Step: r.Step, State: programme.Consented, Value: field})
		}
	})

// As records it. Faults: Invalid referral.somebody_is_there where the subject has people; Conflict referral.was_asked where somebody was asked already, whatever they said; Blocked referral.nothing_to_pass where the
// step shares nothing but what is of people.
func (c Nobody) As(tx *desk.Tx) error {
	const op = "referral.Nobody"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := outbound(k, c.Step)
	if err != nil {
		return err
	}
	fields := slices.DeleteFunc(slices.Clone(s.Shares), func(f string) bool { return !slices.Contains(nameless, f) })
	switch asked := k.Journey.Standing(c.Step, programme.Consented, programme.Recalled); {
	case programme.NatureOf(k.Journey.Kind) != programme.Thing, len(k.Members) > 0:
		return fault.New(op, fault.Invalid, "referral.somebody_is_there", nil)
	case nobodyAsked(k.Journey, c.Step, id.ID{}):
		return nil
	case len(asked) > 0:
		return fault.New(op, fault.Conflict, "referral.was_asked", nil)
	case len(fields) == 0:
		return fault.New(op, fault.Blocked, "referral.nothing_to_pass", nil)
	}
	return tx.Record(nobodyToAsk.Draft(c.Journey, c.Day, nobodyResidue{c.Step, fields}))
}

// nobodyAsked reports whether it is on nobody's word that something may be handed over at a step.
func nobodyAsked(j *journey.Journey, step string, of id.ID) bool {
	return slices.ContainsFunc(j.Standing(step, programme.Consented), func(m journey.Mark) bool { return m.By == of && m.Value == NobodyAsked })
}

// Recall takes back, on every way of something that is forgotten, what may be handed over of it: whoever has it is asked to give it up, as where somebody takes their consent back. It is for a command that records the
// erasure; what it records has no words of anybody, and says no reason.
func Recall(tx *desk.Tx, subject id.ID) error {
	ways, err := tx.Find(journey.BySubject, subject[:])
	for _, way := range ways {
		if err != nil {
			return err
		}
		var j *journey.Journey
		if j, err = desk.Must(tx, journey.Story, way); err == nil {
			err = recallOn(tx, way, j)
		}
	}
	return err
}

// recallOn takes back what stands on one way, a step and a person at a time.
func recallOn(tx *desk.Tx, way id.ID, j *journey.Journey) error {
	var done []aboutResidue
	for i := range j.Marks {
		m := &j.Marks[i]
		about := aboutResidue{m.Step, m.By}
		if m.Withdrawn || m.State != programme.Consented || slices.Contains(done, about) {
			continue
		}
		done = append(done, about)
		if err := tx.Record(withdrawn.Draft(way, clock.NoDay, about).Replacing(fieldReferral, consentRefs(j, about))); err != nil {
			return err
		}
	}
	return nil
}

// consentRefs name the consents that stand of somebody at a step.
func consentRefs(j *journey.Journey, about aboutResidue) (refs []journal.Ref) {
	for _, m := range j.Standing(about.Step, programme.Consented) {
		if m.By == about.Of {
			refs = append(refs, m.Ref)
		}
	}
	return refs
}
