// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Asking returns the standing of a step of verb ask at which a form may be filled today. What somebody asks for is written down once while it waits
// for its decision: a second request would make the office's delay look shorter than it is.
func (c *Case) Asking(step string) (*programme.StepStanding, error) {
	s, err := c.Open(step, "ask", true)
	if err == nil && s.Step.By != programme.ByEachAdult && c.awaited(step) {
		return nil, fault.New("journey.Asking", fault.Conflict, "journey.asked_already", fault.Args{"step": step})
	}
	return s, err
}

// awaited reports whether what is asked for at a step was asked for, and not decided since.
func (c *Case) awaited(request string) bool {
	return slices.ContainsFunc(c.Pathway.Answering(request), func(s *programme.Step) bool { return c.Standing.Step(s.ID).Asked })
}

// Request writes down what was asked for in the form of a step: every statement that was ticked and that the form says is a request, at the step at
// which it would be asked for itself. It is written once while it waits for its decision, however often somebody ticks it, and with the day on which
// the office heard of it. Of those for whom the step is not, nothing is written.
func (c *Case) Request(tx *desk.Tx, step *programme.Step, answers programme.Answers) error {
	form, err := c.Form(step)
	if err != nil || form == nil {
		return err
	}
	for _, q := range form.Questions {
		if q.Asks == "" || answers[q.Name] != "yes" {
			continue
		}
		s := c.Standing.Step(q.Asks)
		if s == nil || s.Status == programme.NotApplicable || c.requested(s) || c.unclosed(q.Asks) != nil || s.Step.Another != (programme.Offer{}) || s.Step.Begins != "" {
			continue
		}
		if err := tx.Record(asked.Draft(c.ID, clock.NoDay, happened{Step: q.Asks})); err != nil {
			return err
		}
	}
	return nil
}

// requested reports whether a request was made that nothing has answered; one that no decision of the programme answers, whether it was ever made.
func (c *Case) requested(s *programme.StepStanding) bool {
	if len(c.Pathway.Answering(s.Step.ID)) == 0 {
		return s.Times > 0
	}
	return c.awaited(s.Step.ID)
}

// askedList lists the households that asked for something of which nobody has decided, those first that have waited longest.
func askedList(r *desk.Reader) (people.Listed, error) {
	households, err := askingHouseholds(r)
	return people.Listed{IDs: households, Total: int64(len(households))}, err
}

// mostAsking is how many journeys on which something was ever asked for are looked at, however many there are.
const mostAsking = 2000

// askingHouseholds returns the households of which a request waits for its decision.
func askingHouseholds(r *desk.Reader) ([]id.ID, error) {
	type waits struct {
		household id.ID
		since     clock.Day
	}
	var all []waits
	err := eachStepInForce(r, "decide", func(hash [32]byte, pathway string, s *programme.Step) error {
		if s.Answers == "" {
			return nil
		}
		return eachAsking(r, hash, pathway, s, func(c *Case) {
			if c.Journey.OfHousehold() && c.Standing.Step(s.ID).Asked {
				all = append(all, waits{c.Journey.Subject, c.Standing.Since(s.Answers)})
			}
		})
	})
	slices.SortStableFunc(all, func(a, b waits) int { return int(a.since - b.since) })
	households := make([]id.ID, len(all))
	for i, w := range all {
		households[i] = w.household
	}
	return unique(households), err
}

// eachAsking calls f for the journeys on which was asked for what a step decides; those of which it was decided after the last request are
// passed over without being judged.
func eachAsking(r *desk.Reader, hash [32]byte, pathway string, s *programme.Step, f func(*Case)) error {
	entries, err := r.Scan(ByStep, register.Range{Prefix: StepKey(hash, pathway, s.Answers), Limit: mostAsking})
	if err != nil {
		return err
	}
	for _, e := range entries {
		j, err := desk.Read(r, Story, e.Story)
		if err != nil {
			return err
		}
		if j.State.Aside || j.State.answered(s) {
			continue
		}
		c, err := Take(r, e.Story)
		if !judged(err) {
			return err
		}
		if err == nil {
			f(c)
		}
	}
	return nil
}

// answered reports whether a decision stands that was made after every day on which it was asked for: then no judgement could find it waiting.
func (j *Journey) answered(s *programme.Step) bool {
	last := clock.NoDay
	for _, m := range j.Standing(s.ID) {
		last = max(last, m.Day)
	}
	return !slices.ContainsFunc(j.Standing(s.Answers), func(m Mark) bool { return m.Day >= last })
}
