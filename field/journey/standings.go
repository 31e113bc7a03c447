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
		return StepRows(p), err
	}}
}

// unjudged passes over a journey whose programme is not on this device yet.
func unjudged(err error) error {
	if err == nil || fault.Is(err, fault.Undecidable) || fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// Count adds one that stands there in a status, and whether it is on hold.
func (row *StandingRow) Count(status programme.Status, held bool) {
	row.Counts[status.String()]++
	if held {
		row.Held++
	}
}

// Withhold takes out the numbers that stand on too few, and those that would give them away.
func (row *StandingRow) Withhold() {
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

// StepRows lists the steps of a programme in the order of its file, with nobody counted; none of no programme.
func StepRows(p *programme.Programme) []StandingRow {
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
	at := StandsAt(c.Standing)
	if at < 0 {
		return "", "done"
	}
	return c.Standing.Steps[at].Step.ID, StateOf(&c.Standing.Steps[at])
}

// StandsAt returns the number of the step at which somebody stands, as Case.Stands says it; -1 where nothing waits any more.
func StandsAt(st *programme.Standing) int {
	for i := range st.Steps {
		if s := &st.Steps[i]; s.Step.Verb.Name == "close" && s.Status == programme.Done {
			return -1 // what was left undone when it ended waits for nobody
		}
	}
	for i := range st.Steps {
		s := &st.Steps[i]
		if !s.Step.Optional && s.Step.Answers == "" && s.Status != programme.NotApplicable && StateOf(s) != "done" {
			return i
		}
	}
	return -1
}

// StateOf returns the state of a step as pages show it, the last part of a key "state.*".
func StateOf(s *programme.StepStanding) string {
	switch {
	case s.Disagree && s.Status != programme.Done:
		return "disagree"
	case s.OnHold:
		return "on_hold"
	case Unsettled(s) && s.Status == programme.Blocked && len(s.Blockers()) == 0:
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

// Unsettled reports whether a choice has no answer that all share. Until then nothing may be told that follows from the answer of one:
// neither its place nor what is wrong with that place.
func Unsettled(s *programme.StepStanding) bool {
	return s.Step.Verb.Name == "choose" && (s.Value == "" || s.Disagree)
}
