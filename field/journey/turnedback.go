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

// UnknownTo returns the marks by which this journey has a person on the road at a step and of which another way of theirs knows nothing: by that
// trip they are not on the road there, nor did they turn back there as often as they left here. Whoever wrote that they turned back, or left by another
// trip, may not have heard of it. Who is said to have arrived was seen where they went: nothing is unknown of them.
func (j *Journey) UnknownTo(other *Journey, step string, person id.ID) []Mark {
	if other.there(step, person) {
		return nil
	}
	known, stands := other.departures(step, person)
	var unknown []Mark
	for i := range j.Marks {
		m := &j.Marks[i]
		if m.Withdrawn || stands[m.Link] || !j.leftBy(m, step, person) {
			continue
		}
		if known[m.Link]--; known[m.Link] < 0 {
			unknown = append(unknown, *m)
		}
	}
	return unknown
}

// departures counts by trip how often a person left at a step, whether they turned back since or not, and says by which they have left still.
func (j *Journey) departures(step string, person id.ID) (known map[id.ID]int, stands map[id.ID]bool) {
	known, stands = map[id.ID]int{}, map[id.ID]bool{}
	for i := range j.Marks {
		if m := &j.Marks[i]; j.leftBy(m, step, person) {
			known[m.Link]++
			stands[m.Link] = stands[m.Link] || !m.Withdrawn
		}
	}
	return known, stands
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
