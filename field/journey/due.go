// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"time"

	"safar/desk"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/clock"
)

// Began returns the moment from which what is due of a thing's way is counted, in a time zone: when its beginning was written down; where that was on another day than it began,
// or nobody knows when, the end of the day on which it began.
func (j *Journey) Began(in *time.Location) time.Time {
	if at := time.UnixMilli(j.Written).In(in); j.Written != 0 && clock.DayOf(at) == j.Opened {
		return at
	}
	y, m, d := j.Opened.Date()
	return time.Date(y, m, d, 23, 59, 59, 0, in)
}

// Clock is something that the office is to do about a thing, and by when.
type Clock struct {
	Step string    `class:"open"` // of the pathway, as the version in force calls it
	Due  time.Time `class:"open"` // the moment at which its time is over
}

// Clocks returns what the office is still to do about a thing by some time, as a version of its pathway says it, in the order of the pathway; nothing once the way has ended. What
// is done, and what does not apply, is due no more. next is the first day on which that changes by itself; NoDay for none.
//
// It is worked out at reading: the version that is in force says what is due, whichever version the way walks, for it binds the office and not whoever spoke.
func Clocks(w *programme.Pathway, j *Journey, s *subjects.Subject, today clock.Day, in *time.Location) (all []Clock, next clock.Day) {
	if j.Ended() {
		return nil, clock.NoDay
	}
	story := StoryOf(j, nil, s.Place.Value(), today)
	story.Subject.Attributes = Attributes(w, s)
	standing := w.Evaluate(&story, today)
	defer standing.Release()
	for i := range standing.Steps {
		at := &standing.Steps[i]
		within, due := at.Step.DueFor(s.Attribute)
		if due && at.Status != programme.Done && at.Status != programme.NotApplicable && !withPartner(at) {
			all = append(all, Clock{at.Step.ID, within.After(j.Began(in))})
		}
	}
	return all, standing.Next
}

// withPartner reports whether a step is a referral that another organisation has before it: the office did its part, and what is not answered there is not the office's delay. Declined, it is due again.
func withPartner(at *programme.StepStanding) bool {
	return at.Step.Verb.Name == "refer" && at.Status == programme.Waiting
}

// PathwayInForce returns a pathway as the version in force has it; nil where it has none of that id.
func PathwayInForce(s desk.Source, programmeID, pathway string) (*programme.Pathway, error) {
	p, err := ProgrammeInForce(s, programmeID)
	if err != nil {
		return nil, err
	}
	return p.Pathway(pathway), nil
}
