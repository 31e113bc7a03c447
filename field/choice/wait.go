// SPDX-License-Identifier: Apache-2.0

package choice

import (
	"safar/desk"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Wait records that adults who answered differently want time: until a day nobody speaks with them about it, unless they come themselves. It
// presses nobody, and nothing lapses by it: the other ways forward (talk again, leave the household) stay open. Journey and Step
// say which choice; Until is the last day of it, after today and at most 90 days from it.
type Wait struct {
	Journey id.ID
	Step    string
	Until   clock.Day
}

// longestWait is after how many days at most somebody asks again whether they want more time.
const longestWait = 90

// Act is the act of those who speak with each of them.
func (Wait) Act() access.Act { return access.ChoiceAnswer }

// Decide refuses a household that does not differ, and a day that is past or too far off.
func (c Wait) Decide(tx *desk.Tx) error {
	const op = "choice.Wait"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.At(c.Step, "choose")
	switch {
	case err != nil:
		return err
	case !s.Disagree:
		return fault.New(op, fault.Conflict, "choice.nobody_differs", nil)
	case c.Until <= tx.Today() || c.Until > tx.Today()+longestWait:
		return fault.New(op, fault.Invalid, "choice.wait_day", fault.Args{"last": (tx.Today() + longestWait).String()})
	}
	return tx.Record(waits.Draft(c.Journey, tx.Today(), waitsResidue{Step: c.Step, Until: c.Until}))
}
