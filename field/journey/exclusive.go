// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"bytes"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// An exclusive pathway promises a household a home, a seat, money: nobody stands on two of them at once, of one programme or of two.
// Start refuses a second one. Two offices that did not see each other may have begun one each: then neither pays nor boards (Case.Whole)
// until a person says which of the two it is (SetAside).

// beside returns the other journeys of a subject that walk an exclusive pathway and have not ended.
func beside(s desk.Source, of, subject id.ID) ([]id.ID, error) {
	ways, err := desk.Listed(s, BySubject, subject[:], maxWays)
	if err != nil {
		return nil, err
	}
	var others []id.ID
	for _, way := range ways {
		if way == of {
			continue
		}
		j, err := desk.See(s, Story, way)
		if err != nil {
			return nil, err
		}
		if j.State.Ended() {
			continue
		}
		p, err := ProgrammeFor(s, j.State.Version.Value().Hash)
		if err != nil {
			return nil, err
		}
		if w := p.Pathway(j.State.Pathway); w != nil && w.Exclusive {
			others = append(others, way)
		}
	}
	return others, nil
}

// alone refuses a subject that walks another exclusive pathway.
func alone(op string, s desk.Source, of, subject id.ID, way *programme.Pathway) error {
	if !way.Exclusive {
		return nil
	}
	others, err := beside(s, of, subject)
	if err != nil || len(others) == 0 {
		return err
	}
	other, err := desk.See(s, Story, others[0])
	if err != nil {
		return err
	}
	return fault.New(op, fault.Conflict, "journey.one_at_a_time", fault.Args{"pathway": other.State.Pathway}).WithHint("journey.one_at_a_time_hint")
}

// mostAtOnce is how many entries of a list are read at a time where all of it is gone through.
const mostAtOnce = 5000

// twoWaysList lists the households that stand on two exclusive journeys which have not ended. It goes through the list of all journeys, and reads those alone
// whose subject stands in it twice.
func twoWaysList(r *desk.Reader) (listed people.Listed, err error) {
	if n, err := r.CountTwice(BySubject); err != nil || n == 0 {
		return listed, err
	}
	var last *register.Entry
	var looked id.ID
	for more := true; more; {
		entries, err := r.Scan(BySubject, register.Range{After: last, Limit: mostAtOnce})
		if err != nil {
			return listed, err
		}
		for i := range entries {
			e := &entries[i]
			if last != nil && bytes.Equal(e.Key, last.Key) && !bytes.Equal(e.Key, looked[:]) {
				looked = id.ID(e.Key)
				ways, err := beside(r, id.ID{}, looked)
				if !judged(err) {
					return listed, err
				}
				if len(ways) > 1 {
					listed.IDs, listed.Total = append(listed.IDs, looked), listed.Total+1
				}
			}
			last = e
		}
		more = len(entries) == mostAtOnce && listed.Total < mostOfStep
	}
	return listed, nil
}

// SetAside ends one of two exclusive journeys that a household stands on at once, because two offices began one each. What was promised on
// it is free again and what was not paid stops; the one on which somebody left, or money was delivered, stays rather
// than one on which nothing was. Journey is the one that ends; Day is NoDay for today.
type SetAside struct {
	Journey id.ID
	Words   Words // why it is this one
	Day     clock.Day
}

// Act is the act of ending a journey.
func (SetAside) Act() access.Act { return access.JourneyClose }

// Decide records that the journey is not walked.
func (c SetAside) Decide(tx *desk.Tx) error {
	const op = "journey.SetAside"
	k, err := Take(tx, c.Journey)
	if err != nil {
		return err
	}
	twice, err := k.Twice()
	if err != nil {
		return err
	}
	if !twice {
		return fault.New(op, fault.Conflict, "journey.not_twice", nil)
	}
	if c.Words.Text == "" {
		return fault.New(op, fault.Invalid, "journey.reason_missing", nil)
	}
	for _, s := range k.Pathway.ByAnother() { // who may not decide it cannot end it
		if err := k.another(tx.By(), s, Signed{}); err != nil {
			return err
		}
	}
	others, err := beside(tx, c.Journey, k.Journey.Subject)
	for _, of := range others {
		other, err := desk.Get(tx, Story, of)
		if err != nil {
			return err
		}
		if k.Journey.begun() && !other.State.begun() {
			return fault.New(op, fault.Blocked, "journey.the_other_one", nil)
		}
	}
	if err != nil {
		return err
	}
	return tx.Record(setAside.DraftFor(c.Journey, k.Journey.Subject, c.Day, asideResidue{}, c.Words))
}

// begun reports whether the journey has become more than a promise: somebody has left, or money was delivered.
func (j *Journey) begun() bool {
	if j.Left() {
		return true
	}
	for i := range j.Marks {
		if m := &j.Marks[i]; m.State == programme.Delivered && !m.Withdrawn {
			return true
		}
	}
	return false
}

// Ended reports whether the journey is over: closed with the household's word, or set aside.
func (j *Journey) Ended() bool {
	ended := j.Aside
	for i := range j.Marks {
		switch m := &j.Marks[i]; {
		case m.Withdrawn:
		case m.State == programme.Closed:
			ended = true
		case m.State == programme.Reopened:
			ended = j.Aside
		}
	}
	return ended
}
