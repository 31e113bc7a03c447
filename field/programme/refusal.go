// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"strings"

	"safar/kernel/fault"
)

// Refuse returns a fault of kind NotBuilt when this version cannot walk steps of the verb, and nil otherwise. Commands ask
// it before anything else; to switch a verb on, set Built in the table.
func (s *Step) Refuse(op string) error {
	if s.Verb.Built {
		return nil
	}
	return fault.New(op, fault.NotBuilt, "programme.verb_not_built", fault.Args{"verb": s.Verb.Name, "step": s.ID})
}

// Refuse returns why the step cannot be begun or gone on with today: a fault of kind NotBuilt, Blocked or Undecidable, or
// nil when it is ready, waiting or lapsed (then it is done again). It names steps, conditions and what is missing, and never a
// person, an answer, or who has not answered. A done step is refused too, with the key programme.step_done; rules that let
// people change their minds look at the status themselves.
func (s *StepStanding) Refuse(op string) error {
	if err := s.Step.Refuse(op); err != nil {
		return err
	}
	refuse := func(kind fault.Kind, key string, name, value string) error {
		args := fault.Args{"step": s.Step.ID}
		if name != "" {
			args[name] = value
		}
		return fault.New(op, kind, key, args)
	}
	switch by := s.Blockers(); {
	case s.Status == NotApplicable:
		return refuse(fault.Blocked, "programme.step_not_applicable", "", "")
	case s.Status == Done:
		return refuse(fault.Blocked, "programme.step_done", "", "")
	case s.Status != Blocked && len(by) == 0:
		return nil
	case len(by) > 0:
		names := make([]string, len(by))
		for i, step := range by {
			names[i] = step.ID
		}
		return refuse(fault.Blocked, "programme.step_needs", "by", strings.Join(names, ", "))
	case len(s.Missing) > 0:
		names := make([]string, len(s.Missing))
		for i, m := range s.Missing {
			names[i] = m.Name
		}
		return refuse(fault.Undecidable, "programme.step_missing", "missing", strings.Join(names, ", "))
	case s.Failed != nil:
		return refuse(fault.Blocked, "programme.step_condition", "condition", s.Failed.Text)
	}
	return refuse(fault.Blocked, "blocked", "", "")
}
