// SPDX-License-Identifier: Apache-2.0

package choice

import (
	"crypto/sha256"
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// toldResidue says who heard of a place: what, in which language, from which source.
type toldResidue struct {
	Step     string  `cbor:"1,keyasint"`
	Place    id.ID   `cbor:"3,keyasint,omitempty"`
	Language string  `cbor:"4,keyasint"`
	Source   string  `cbor:"5,keyasint,omitempty"`
	Link     id.ID   `cbor:"6,keyasint,omitempty"` // the session at which it was told
	Heard    []id.ID `cbor:"7,keyasint,omitempty"` // who heard it; empty only where version 1 said no more than "the household together"
}

// toldWords is what was filled in of the form at a telling. It is the household's.
type toldWords struct {
	Answers programme.Answers `cbor:"1,keyasint,omitempty"`
}

// told is in its third version: the first named one person, or the household together without saying who of them was there; the second had
// no form.
var told = register.NewFact(journey.Story, "choice.told", 3,
	func(j *journey.Journey, f *journal.Fact, r toldResidue, _ *toldWords) {
		mark := journey.Mark{Step: r.Step, Place: r.Place, Link: r.Link}
		if len(r.Heard) == 0 {
			j.Add(f, mark) // those who lived there on that day
		}
		for _, mark.By = range r.Heard {
			j.Add(f, mark)
		}
	}).From(1, toldFrom1).
	From(2, asWritten) // version 3 only adds the form

// Filled reads what was filled in of the form at a telling.
func Filled(f *journal.Fact) (journey.FilledIn, error) {
	w, err := told.PersonOf(f)
	if w == nil {
		return journey.FilledIn{}, err
	}
	return journey.FilledIn{Answers: w.Answers}, err
}

// toldResidue1 is version 1 of a telling.
type toldResidue1 struct {
	Step     string `cbor:"1,keyasint"`
	By       id.ID  `cbor:"2,keyasint,omitempty"` // who was told; zero for the household together
	Place    id.ID  `cbor:"3,keyasint,omitempty"`
	Language string `cbor:"4,keyasint"`
	Source   string `cbor:"5,keyasint,omitempty"`
	Link     id.ID  `cbor:"6,keyasint,omitempty"`
}

// toldFrom1 reads a telling to one person as heard by them, and one to the household together as heard by nobody named.
func toldFrom1(residue, person []byte) ([]byte, []byte, error) {
	var old toldResidue1
	if err := journal.Decode(residue, &old); err != nil {
		return nil, nil, err
	}
	now := toldResidue{Step: old.Step, Place: old.Place, Language: old.Language, Source: old.Source, Link: old.Link}
	if !old.By.IsZero() {
		now.Heard = []id.ID{old.By}
	}
	out, err := journal.Encode(now)
	return out, person, err
}

// answeredResidue is an adult's own answer. What was said stands in the person part.
type answeredResidue struct {
	Step   string `cbor:"1,keyasint"`
	By     id.ID  `cbor:"2,keyasint"`
	Option string `cbor:"3,keyasint"`
	Place  id.ID  `cbor:"4,keyasint,omitempty"`
}

// Words is what was said in private, and who supported the person in deciding, where they chose somebody. Text and Supporter are ""
// where there is none.
type Words struct {
	Text      string `cbor:"1,keyasint,omitempty"`
	Supporter string `cbor:"2,keyasint,omitempty"`
	Children  string `cbor:"3,keyasint,omitempty"` // the views of the children
	Officer   string `cbor:"4,keyasint,omitempty"` // of a decision for children alone: who of the child-protection authority made it
}

// field is the name under which a person's answers at a step replace one another.
func field(step string, by id.ID) string { return "answer." + step + "." + by.String() }

var answered = register.NewFact(journey.Story, "choice.answered", 1,
	func(j *journey.Journey, f *journal.Fact, r answeredResidue, _ *Words) {
		changed := standsOtherwise(j, r)
		j.Withdraw(f, field(r.Step, r.By))
		j.Add(f, journey.Mark{Step: r.Step, By: r.By, Value: r.Option, Place: r.Place})
		if changed {
			j.UndoOf(f, r.By)
		}
	})

// standsOtherwise reports whether the person's answer stands and differs from a new one.
func standsOtherwise(j *journey.Journey, r answeredResidue) bool {
	for _, m := range j.Standing(j.Now(r.Step), programme.Happened) {
		if m.By == r.By && (m.Value != r.Option || m.Place != r.Place) {
			return true
		}
	}
	return false
}

// withdrawnResidue takes an adult's answer back without giving another.
type withdrawnResidue struct {
	Step string `cbor:"1,keyasint"`
	By   id.ID  `cbor:"2,keyasint"`
}

var withdrawn = register.NewFact(journey.Story, "choice.withdrawn", 1,
	func(j *journey.Journey, f *journal.Fact, r withdrawnResidue, _ *Words) {
		j.Withdraw(f, field(r.Step, r.By))
		j.TakeBack(f, r.Step, r.By)
		j.UndoOf(f, r.By)
	})

// bestInterestsResidue is a decision for children without an adult, or for one separated child.
type bestInterestsResidue struct {
	Step     string `cbor:"1,keyasint"`
	Option   string `cbor:"2,keyasint"`
	Place    id.ID  `cbor:"3,keyasint,omitempty"`
	Guardian id.ID  `cbor:"4,keyasint"` // the named person who stands in for them beside the authority; zero where nobody does

	// Authority is the office of the child-protection authority that decided. Version 1 did not know it; version 2 had it or a guardian, and "" says
	// that it was not heard.
	Authority string `cbor:"5,keyasint,omitempty"`

	Child id.ID `cbor:"6,keyasint,omitempty"` // the one child it is for; zero: the children of a household, none of whom has an adult. Since version 4
}

// authority returns an id drawn from the name of the authority that decided; zero where it was not heard.
func (r bestInterestsResidue) authority() id.ID {
	if r.Authority == "" {
		return id.ID{}
	}
	sum := sha256.Sum256([]byte("authority\x00" + r.Authority))
	d, _ := id.FromBytes(sum[:id.Size])
	return d
}

var bestInterests = register.NewFact(journey.Story, "choice.best_interests", 4,
	func(j *journey.Journey, f *journal.Fact, r bestInterestsResidue, _ *Words) {
		if !r.Child.IsZero() {
			r.forOne(j, f)
			return
		}
		if j.Withdraw(f, r.field()) {
			j.Undo(f)
		}
		j.Add(f, journey.Mark{Step: r.Step, State: programme.BestInterests, Value: r.Option, Place: r.Place, Guardian: r.Guardian, Authority: r.authority()})
	}).
	From(1, asWritten). // version 2 only adds the authority, in place of a guardian
	From(2, asWritten). // version 3 always names the authority, and who of it decided; a guardian stands beside it
	From(3, asWritten)  // version 4 may be for one child

// forOne folds a decision for one child. It is of no weight but for them: neither where the household goes nor who speaks for it follows from it. One that
// is changed undoes what rested on it, as a change of mind does.
func (r bestInterestsResidue) forOne(j *journey.Journey, f *journal.Fact) {
	changed := slices.ContainsFunc(decidedFor(j, j.Now(r.Step), r.Child), func(m journey.Mark) bool { return m.Value != r.Option || m.Place != r.Place })
	j.Withdraw(f, r.field())
	j.Add(f, journey.Mark{Step: r.Step, State: programme.DecidedFor, By: r.Child, Value: r.Option, Place: r.Place, Guardian: r.Guardian,
		Authority: r.authority()})
	if changed {
		j.UndoOf(f, r.Child)
	}
}

// field is the name under which decisions replace one another: those for children together, or those for one child.
func (r bestInterestsResidue) field() string {
	if r.Child.IsZero() {
		return "best_interests." + r.Step
	}
	return "best_interests." + r.Step + "." + r.Child.String()
}

// decidedFor returns the decisions for one child that stand at a step.
func decidedFor(j *journey.Journey, step string, child id.ID) (marks []journey.Mark) {
	for _, m := range j.Standing(step, programme.DecidedFor) {
		if m.By == child {
			marks = append(marks, m)
		}
	}
	return marks
}

// asWritten reads an older version whose fields mean today what they meant then.
func asWritten(residue, person []byte) ([]byte, []byte, error) { return residue, person, nil }

// waitsResidue is that adults who answered differently want to wait before somebody speaks with them again.
type waitsResidue struct {
	Step  string    `cbor:"1,keyasint"`
	Until clock.Day `cbor:"2,keyasint"`
}

var waits = register.NewFact(journey.Story, "choice.waits", 1, func(j *journey.Journey, _ *journal.Fact, r waitsResidue, _ *register.None) {
	j.WaitUntil(r.Step, r.Until)
})

// Declarations are the kinds of facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{told, answered, withdrawn, bestInterests, waits}
}
