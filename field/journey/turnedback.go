// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/field/programme"
	"safar/kernel/id"
)

// CameBack reports whether a person left on a step of verb move, and turned back: they have not left any more.
func (j *Journey) CameBack(step string, person id.ID) bool {
	if m, seated := j.SeatMark(step, person); seated && m.leaving() {
		return false
	}
	return slices.ContainsFunc(j.Marks, func(m Mark) bool { return m.Withdrawn && j.leftBy(&m, step, person) })
}

// KnowsWhatLeft reports whether this journey knows of each departure by which another one has a person on the road at a step: it stands here too, or
// stood until they turned back. Who wrote that they turned back may not have heard that another office had them leave.
func (j *Journey) KnowsWhatLeft(other *Journey, step string, person id.ID) bool {
	known := j.departures(step, person)
	for i := range other.Marks {
		if m := &other.Marks[i]; !m.Withdrawn && other.leftBy(m, step, person) {
			if known[m.Link]--; known[m.Link] < 0 {
				return false
			}
		}
	}
	return true
}

// departures counts by trip how often a person left at a step, whether they turned back since or not.
func (j *Journey) departures(step string, person id.ID) map[id.ID]int {
	by := map[id.ID]int{}
	for i := range j.Marks {
		if m := &j.Marks[i]; j.leftBy(m, step, person) {
			by[m.Link]++
		}
	}
	return by
}

// leftBy reports whether a mark says, or said until they turned back, that a person left at a step.
func (j *Journey) leftBy(m *Mark, step string, person id.ID) bool {
	return m.Step == step && m.State == programme.Departed && j.concerns(&Mark{Ref: m.Ref, By: m.By, State: m.State}, person)
}

// turnedBack returns the steps on which a person left and turned back.
func (j *Journey) turnedBack(person id.ID) []string {
	var steps []string
	for i := range j.Marks {
		if step := j.Marks[i].Step; !slices.Contains(steps, step) && j.CameBack(step, person) {
			steps = append(steps, step)
		}
	}
	return steps
}
