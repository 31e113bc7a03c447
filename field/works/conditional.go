// SPDX-License-Identifier: Apache-2.0

package works

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// whose says for whom a milestone is: one without a condition for everybody, another for those for whom the programme says so, such as a house that is
// built for who cannot build. It remembers where a milestone stands while nothing happened on what its condition asks, so that few journeys are judged.
type whose struct {
	today clock.Day
	idle  map[*programme.Step]bool
}

func newWhose(today clock.Day) whose { return whose{today, map[*programme.Step]bool{}} }

// isFor reports whether a milestone is for who walks a journey, as far as what happened on it tells, or was reported of them all the same. Where that
// hangs on more, such as how many they are, it may be: nobody is left out of a list for what the list does not know.
func (w whose) isFor(j *journey.Journey, p *programme.Pathway, s *programme.Step) bool {
	if s.When == nil || MilestoneOf(j, s.ID).Times > 0 {
		return true
	}
	if touched(j, s) {
		story := journey.StoryOf(j, nil, id.ID{}, w.today)
		return p.Evaluate(&story, w.today).Step(s.ID).Status != programme.NotApplicable
	}
	is, known := w.idle[s]
	if !known {
		is = p.Evaluate(&programme.Story{}, w.today).Step(s.ID).Status != programme.NotApplicable
		w.idle[s] = is
	}
	return is
}

// touched reports whether something happened on a step that the condition of a milestone asks for.
func touched(j *journey.Journey, s *programme.Step) bool {
	return slices.ContainsFunc(stepsAsked(s), func(step string) bool {
		_, happened := j.Last(step)
		return happened
	})
}

// stepsAsked are the steps, and other names, that the condition of a milestone asks for.
func stepsAsked(s *programme.Step) (steps []string) {
	for _, name := range s.When.Names() {
		step, _, _ := strings.Cut(name, ".")
		steps = append(steps, step)
	}
	return steps
}

// ahead reports whether something is built for a household before it leaves: a milestone under a condition that is met.
func (w whose) ahead(r *desk.Reader, j *journey.Journey) (bool, error) {
	p, err := journey.ProgrammeFor(r, j.Version.Value().Hash)
	if err != nil {
		return false, err
	}
	way := p.Pathway(j.Pathway)
	return way != nil && slices.ContainsFunc(way.Steps, func(s *programme.Step) bool {
		return s.Verb.Name == "build" && s.When != nil && w.isFor(j, way, s)
	}), nil
}
