// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"maps"
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// StandingRow is one step of a pathway, with how many stand where. Pathway and Step are ids; Verb, Optional and Needs are those of
// programme.Step.
type StandingRow struct {
	Pathway  string         `class:"open"`
	For      string         `class:"open"` // kind of subject
	Step     string         `class:"open"`
	Verb     string         `class:"open"`
	Optional bool           `class:"open"`
	Needs    []string       `class:"open"`
	When     string         `class:"open"` // the condition without which it does not apply; "" for always
	Requires string         `class:"open"` // the condition that must hold; "" for none
	Counts   map[string]int `class:"open"` // journeys by programme.Status
	Held     int            `class:"open"` // of those, on hold

	Withheld []string `class:"open"` // the states, OnHold among them, whose numbers are not told to this asker
}

// OnHold is the state under which a row names its Held.
const OnHold = "on_hold"

// Steps lists the steps of a programme in force, for everyone who works here; nobody is counted.
func Steps(programmeID string) desk.Query[[]StandingRow] {
	return desk.Query[[]StandingRow]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]StandingRow, error) {
		p, err := ProgrammeInForce(r, programmeID)
		return stepRows(p), err
	}}
}

// Standings counts where every journey of a programme in force stands today, on the pathways that are walked in the compartment of the scope. It evaluates all of them, some 100 µs each; journeys of
// other versions count under the steps they have in common. To whoever does not work with the persons small numbers are withheld.
func Standings(scope access.Scope, programmeID string) desk.Query[[]StandingRow] {
	return desk.Query[[]StandingRow]{Act: access.FiguresRead, Scope: scope, Run: func(r *desk.Reader) ([]StandingRow, error) {
		p, err := ProgrammeInForce(r, programmeID)
		if err != nil {
			return nil, err
		}
		rows := slices.DeleteFunc(stepRows(p), func(row StandingRow) bool { return p.Pathway(row.Pathway).Part != scope.Compartment })
		at := map[[2]string]*StandingRow{}
		for i := range rows {
			at[[2]string{rows[i].Pathway, rows[i].Step}] = &rows[i]
		}
		var walking []id.ID // nothing else is read while the rows are
		err = desk.Each(r, Story, func(of id.ID, j *Journey) error {
			if j.Version.Value().Programme == programmeID {
				walking = append(walking, of)
			}
			return nil
		})
		for i := 0; i < len(walking) && err == nil; i++ {
			err = unjudged(countOne(r, walking[i], at))
		}
		if !access.WorksWithPersons(r.By(), scope, r.Today()) {
			for i := range rows {
				rows[i].withhold()
			}
		}
		return rows, err
	}}
}

// countOne adds where one journey stands.
func countOne(r *desk.Reader, of id.ID, at map[[2]string]*StandingRow) error {
	c, err := Take(r, of)
	if err != nil {
		return err
	}
	for i := range c.Standing.Steps {
		s := &c.Standing.Steps[i]
		if row := at[[2]string{c.Journey.Pathway, s.Step.ID}]; row != nil {
			row.count(s)
		}
	}
	return nil
}

// unjudged passes over a journey whose programme is not on this device yet.
func unjudged(err error) error {
	if err == nil || fault.Is(err, fault.Undecidable) || fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

func (row *StandingRow) count(s *programme.StepStanding) {
	row.Counts[s.Status.String()]++
	if s.OnHold {
		row.Held++
	}
}

// withhold takes out the numbers that stand on too few, and those that would give them away.
func (row *StandingRow) withhold() {
	states := slices.Sorted(maps.Keys(row.Counts))
	stands, all := make([]int, len(states)), 0
	for i, state := range states {
		stands[i] = row.Counts[state]
		all += stands[i]
	}
	for i, withheld := range access.WithheldCounts(stands) {
		if withheld {
			row.Withheld = append(row.Withheld, states[i])
			delete(row.Counts, states[i])
		}
	}
	if access.WithheldCounts([]int{row.Held, all - row.Held})[0] {
		row.Withheld, row.Held = append(row.Withheld, OnHold), 0
	}
}

func stepRows(p *programme.Programme) []StandingRow {
	if p == nil {
		return nil
	}
	var rows []StandingRow
	for _, w := range p.Pathways {
		for _, s := range w.Steps {
			row := StandingRow{Pathway: w.ID, For: w.For, Step: s.ID, Verb: s.Verb.Name, Optional: s.Optional, Needs: s.Needs, Counts: map[string]int{}}
			if s.When != nil {
				row.When = s.When.Text
			}
			if s.Requires != nil {
				row.Requires = s.Requires.Text
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// Stands returns the step at which the case stands, the first that is neither done nor optional nor off its way, and the state of it. What was asked for
// beside the way is decided beside it: a household does not stand still there, and a “no” stops nobody.
func (c *Case) Stands() (step, state string) {
	if slices.ContainsFunc(c.Standing.Steps, func(s programme.StepStanding) bool { return s.Step.Verb.Name == "close" && s.Status == programme.Done }) {
		return "", "done" // what was left undone when it ended waits for nobody
	}
	for i := range c.Standing.Steps {
		s := &c.Standing.Steps[i]
		if s.Step.Optional || s.Step.Answers != "" || s.Status == programme.NotApplicable {
			continue
		}
		if state := StateOf(s); state != "done" {
			return s.Step.ID, state
		}
	}
	return "", "done"
}

// StateOf returns the state of a step as pages show it, the last part of a key "state.*".
func StateOf(s *programme.StepStanding) string {
	switch {
	case s.Disagree && s.Status != programme.Done:
		return "disagree"
	case s.OnHold:
		return "on_hold"
	case unsettled(s) && s.Status == programme.Blocked && len(s.Blockers()) == 0:
		return "ready" // there is somebody to speak with: "stay" is always an answer
	case s.Status == programme.Blocked && len(s.Blockers()) == 0 && len(s.Missing) > 0:
		return "undecidable"
	}
	return s.Status.String()
}

// SpeaksWithEach reports whether an actor speaks with each adult of the households of a scope about their choice, alone: protection, and the
// caseworkers of the caseload. Only they are told where adults answer differently; to others such a household is one that is yet to be spoken with.
func SpeaksWithEach(actor access.Actor, scope access.Scope, day clock.Day) bool {
	return access.May(actor, access.ChoiceAnswer, scope, day) == nil
}

// speaksWithEach reports it of who asks.
func speaksWithEach(r *desk.Reader) bool { return SpeaksWithEach(r.By(), r.Scope(), r.Today()) }

// ToldState is the state of a step as it is told to those who speak with each adult, or to others.
func ToldState(s *programme.StepStanding, speaks bool) string { return toldState(StateOf(s), speaks) }

func toldState(state string, speaks bool) string {
	if state == "disagree" && !speaks {
		return "ready"
	}
	return state
}

// unsettled reports whether a choice has no answer that all share. Until then nothing may be told that follows from the answer of one:
// neither its place nor what is wrong with that place.
func unsettled(s *programme.StepStanding) bool {
	return s.Step.Verb.Name == "choose" && (s.Value == "" || s.Disagree)
}
