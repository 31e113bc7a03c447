// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Propose says that a home is proposed to guests, and the guests to those who receive: both sides are told. Journey is the way of the guests, Host that of the host. Day is NoDay for today.
type Propose struct {
	Journey id.ID
	Host    id.ID
	Day     clock.Day
}

// Act is the act of proposing.
func (Propose) Act() access.Act { return access.CapacityPropose }

// Decide records the proposal: one at a time for some guests, so that no host waits for whom another is told as well. What somebody refused is closed by it. Faults: Conflict hosting.hosted_already, hosting.proposed_already,
// hosting.another_proposed, hosting.home_is_full, hosting.beds_taken; Blocked hosting.rule_….
func (c Propose) Decide(tx *desk.Tx) error {
	const op = "hosting.Propose"
	p, err := c.pair(op, tx)
	if err != nil {
		return err
	}
	if p.said.stands() {
		return fault.New(op, fault.Conflict, "hosting.proposed_already", nil)
	}
	if _, err := p.guests.Open(p.guests.step.ID, "place", false); err != nil {
		return err
	}
	if err := p.refusal(op); err != nil {
		return err
	}
	if p.guests.open() != nil {
		return fault.New(op, fault.Conflict, "hosting.another_proposed", nil).WithHint("hosting.another_proposed_hint")
	}
	if err := closeProposals(tx, c.Journey, c.Host, c.Day); err != nil {
		return err
	}
	return tx.Record(proposed.Draft(ProposalID(c.Journey, c.Host), c.Day, pairResidue{Guests: c.Journey, Host: c.Host}))
}

// closeProposals drops whatever was proposed to guests, but for one host; zero for none. Whoever takes back a no later opens nothing by it: it is proposed again first.
func closeProposals(tx *desk.Tx, guests, but id.ID, day clock.Day) error {
	said, err := saidTo(tx, guests)
	for _, p := range said {
		if err != nil {
			return err
		}
		if p.Day != 0 && !p.Dropped && p.Host != but {
			err = tx.Record(dropped.Draft(ProposalID(guests, p.Host), day, pairResidue{Guests: guests, Host: p.Host}))
		}
	}
	return err
}

func (c Propose) pair(op string, tx *desk.Tx) (*pair, error) {
	g, err := seekersOf(op, tx, c.Journey)
	if err != nil {
		return nil, err
	}
	if len(g.Journey.Hosted()) > 0 {
		return nil, fault.New(op, fault.Conflict, "hosting.hosted_already", nil)
	}
	return g.besideThat(tx, c.Host)
}

// Say writes down what adults of one side or the other say to a proposal, each for themselves; it replaces what they said before. A no needs no reason, and has no place for one. Journey is the way of the guests, Host that of
// the host; Yes and No are adults of either, nobody of them in both. Day is NoDay for today.
type Say struct {
	Journey id.ID
	Host    id.ID
	Yes     []id.ID
	No      []id.ID
	Day     clock.Day
}

// Act is the act of proposing.
func (Say) Act() access.Act { return access.CapacityPropose }

// Decide records what they said. Faults: Invalid hosting.says_who; NotFound hosting.not_proposed.
func (c Say) Decide(tx *desk.Tx) error {
	const op = "hosting.Say"
	p, said, err := standing(op, tx, c.Journey, c.Host)
	if err != nil {
		return err
	}
	adults := slices.Concat(p.guests.Adults(), p.host.Adults())
	for i, by := range slices.Concat(c.Yes, c.No) {
		if !slices.ContainsFunc(adults, func(m people.Someone) bool { return m.ID == by }) || i < len(c.Yes) && slices.Contains(c.No, by) {
			return fault.New(op, fault.Invalid, "hosting.says_who", nil)
		}
	}
	if len(c.Yes)+len(c.No) == 0 {
		return fault.New(op, fault.Invalid, "hosting.says_who", nil)
	}
	return c.record(tx, said)
}

func (c Say) record(tx *desk.Tx, said desk.Found[Proposal]) error {
	for i, by := range slices.Concat(c.Yes, c.No) {
		d := answered.Draft(said.ID, c.Day, pairResidue{c.Journey, c.Host, by, i < len(c.Yes)}).Replacing(fieldSaid, said.State.seen(by))
		if err := tx.Record(d); err != nil {
			return err
		}
	}
	return nil
}

// standing reads a pair that was proposed once.
func standing(op string, tx *desk.Tx, guests, host id.ID) (*pair, desk.Found[Proposal], error) {
	said, err := desk.Get(tx, ProposalStory, ProposalID(guests, host))
	if err == nil && said.State.Day == 0 {
		err = fault.New(op, fault.NotFound, "hosting.not_proposed", nil)
	}
	if err != nil {
		return nil, said, err
	}
	g, err := seekersOf(op, tx, guests)
	if err != nil {
		return nil, said, err
	}
	p, err := g.besideThat(tx, host)
	return p, said, err
}

// Introduce writes down that guests and those who would receive them met. Journey is the way of the guests, Host that of the host. Day is when they met, NoDay for today: not before it was proposed.
type Introduce struct {
	Journey id.ID
	Host    id.ID
	Day     clock.Day
}

// Act is the act of proposing.
func (Introduce) Act() access.Act { return access.CapacityPropose }

// Decide records the meeting. Nobody meets whom an adult said no to, or where a rule stands against it now. Faults: NotFound hosting.not_proposed; Blocked hosting.rule_…, hosting.not_proposed; Invalid hosting.met_before.
func (c Introduce) Decide(tx *desk.Tx) error {
	const op = "hosting.Introduce"
	p, said, err := standing(op, tx, c.Journey, c.Host)
	if err != nil {
		return err
	}
	if err := p.refusal(op); err != nil {
		return err
	}
	switch {
	case !said.State.stands():
		return fault.New(op, fault.Blocked, "hosting.not_proposed", nil).WithHint("hosting.not_proposed_hint")
	case c.Day.Known() && c.Day < said.State.Day:
		return fault.New(op, fault.Invalid, "hosting.met_before", nil)
	}
	return tx.Record(met.Draft(said.ID, c.Day, pairResidue{Guests: c.Journey, Host: c.Host}))
}

// Drop says that a home is proposed no more, such as because another one is. Nobody said no by it. Journey is the way of the guests, Host that of the host. Day is NoDay for today.
type Drop struct {
	Journey id.ID
	Host    id.ID
	Day     clock.Day
}

// Act is the act of proposing.
func (Drop) Act() access.Act { return access.CapacityPropose }

// Decide records it. Fault: NotFound hosting.not_proposed.
func (c Drop) Decide(tx *desk.Tx) error {
	said, err := desk.Get(tx, ProposalStory, ProposalID(c.Journey, c.Host))
	if err == nil && (said.State.Day == 0 || said.State.Dropped) {
		err = fault.New("hosting.Drop", fault.NotFound, "hosting.not_proposed", nil)
	}
	if err != nil {
		return err
	}
	return tx.Record(dropped.Draft(said.ID, c.Day, pairResidue{Guests: c.Journey, Host: c.Host}))
}

// Outcomes are what a review of guests ends with whose host may not receive any more: they stay for now, they move, they look for something else themselves, or what stands against the host is being mended.
func Outcomes() []string { return []string{"stay_for_now", "move", "own_way", "host_mends"} }

// longestReview is for how many days what was reviewed holds: then somebody speaks with them again.
const longestReview = 14

// Review writes down that somebody spoke with guests whose host may not receive any more, each alone, and what happens. Journey is their way; Outcome one of Outcomes; Until the last day for which it holds, at most two weeks from
// now. Text is what they said, sealed to them. Day is NoDay for today.
type Review struct {
	Journey id.ID
	Outcome string
	Until   clock.Day
	Text    string
	Day     clock.Day
}

// Act is the act of proposing.
func (Review) Act() access.Act { return access.CapacityPropose }

// Decide records it, for each host with whom they live. Faults: NotFound hosting.lives_with_nobody; Invalid hosting.outcome, hosting.review_until.
func (c Review) Decide(tx *desk.Tx) error {
	const op = "hosting.Review"
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	now := j.Hosted()
	switch {
	case len(now) == 0:
		return fault.New(op, fault.NotFound, "hosting.lives_with_nobody", nil)
	case !slices.Contains(Outcomes(), c.Outcome):
		return fault.New(op, fault.Invalid, "hosting.outcome", nil)
	case !c.Until.Known() || c.Until < tx.Today() || c.Until > tx.Today()+longestReview || len(c.Text) > longestReason:
		return fault.New(op, fault.Invalid, "hosting.review_until", fault.Args{"days": longestReview})
	}
	for _, h := range now {
		d := reviewed.DraftFor(SeekingID(c.Journey), j.Subject, c.Day, reviewedResidue{c.Journey, h.With, c.Outcome, c.Until}, ReviewWords{c.Text})
		if err := tx.Record(d); err != nil {
			return err
		}
	}
	return nil
}
