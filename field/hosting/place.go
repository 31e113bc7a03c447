// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Place has guests move in with a host: once, where no rule stands against it and there is room, after every adult of both sides said yes and they met. Journey is the way of the guests; With is the journey of those who
// receive. Day is NoDay for today.
type Place struct {
	Journey id.ID
	With    id.ID
	Day     clock.Day
}

// Act is the act of promising.
func (Place) Act() access.Act { return access.CapacityPromise }

// Decide judges and records the placement. Faults: Conflict hosting.hosted_already, hosting.home_is_full, hosting.beds_taken; Blocked hosting.rule_…, hosting.not_proposed, hosting.not_all_said_yes, hosting.not_met.
func (c Place) Decide(tx *desk.Tx) error {
	const op = "hosting.Place"
	g, err := seekersOf(op, tx, c.Journey)
	if err != nil {
		return err
	}
	if len(g.Journey.Hosted()) > 0 {
		return fault.New(op, fault.Conflict, "hosting.hosted_already", nil)
	}
	if _, err := g.Open(g.step.ID, "place", false); err != nil {
		return err
	}
	p, err := g.besideThat(tx, c.With)
	if err == nil {
		err = p.refusal(op)
	}
	if err == nil {
		err = p.unready(op)
	}
	if err == nil {
		err = closeProposals(tx, c.Journey, c.With, c.Day)
	}
	if err != nil {
		return err
	}
	return tx.Record(p.promise(c.Day))
}

// promise is that the guests move in.
func (p *pair) promise(day clock.Day) journal.Draft {
	return hosted.Draft(p.guests.ID, day, hostedResidue{p.guests.step.ID, programme.Promised, p.host.ID, p.guests.step.RoomKind(), p.need.beds})
}

// unready says what is missing before guests move in for whom no rule stands against it: that it was proposed, that every adult of both sides said yes, that they met.
func (p *pair) unready(op string) error {
	switch {
	case !p.said.stands():
		return fault.New(op, fault.Blocked, "hosting.not_proposed", nil).WithHint("hosting.not_proposed_hint")
	case !p.allAgree():
		return fault.New(op, fault.Blocked, "hosting.not_all_said_yes", nil).WithHint("hosting.not_all_said_yes_hint")
	case p.said.Met == 0:
		return fault.New(op, fault.Blocked, "hosting.not_met", nil).WithHint("hosting.not_met_hint")
	}
	return nil
}

// allAgree reports whether every adult of both sides says yes. Of children alone the authority decided (journey.ForChildren); of hosts there is at least one adult.
func (p *pair) allAgree() bool {
	guests, hosts := p.guests.Adults(), p.host.Adults()
	agree := func(m people.Someone) bool { return p.said.agreed(m.ID) }
	return len(hosts) > 0 && all(guests, agree) && all(hosts, agree)
}

func all(of []people.Someone, is func(people.Someone) bool) bool {
	return !slices.ContainsFunc(of, func(m people.Someone) bool { return !is(m) })
}

// Move has guests move from one host to another in one step: the home that they leave and the one to which they come change together or not at all. It is for tonight: it asks for no proposal and no meeting before, and for
// the word of every adult of the guests, each alone, and of an adult who receives. Journey is the way of the guests; With is the journey of those who receive now. Agreed are the adults of the guests who said yes; Received is the
// adult who said yes of those who receive.
type Move struct {
	Journey  id.ID
	With     id.ID
	Agreed   []id.ID
	Received id.ID
	Day      clock.Day // NoDay for today
}

// Act is the act of promising.
func (Move) Act() access.Act { return access.CapacityPromise }

// Decide judges the new placement and records the end of the old one with it. Faults: NotFound hosting.lives_with_nobody; Conflict hosting.lives_there, hosting.home_is_full, hosting.beds_taken; Blocked hosting.rule_…,
// hosting.not_all_said_yes.
func (c Move) Decide(tx *desk.Tx) error {
	const op = "hosting.Move"
	g, err := seekersOf(op, tx, c.Journey)
	if err != nil {
		return err
	}
	if _, err := g.At(g.step.ID, "place"); err != nil {
		return err
	}
	if err := c.leaves(op, g.Journey); err != nil {
		return err
	}
	p, err := g.besideThat(tx, c.With)
	if err == nil {
		err = p.refusal(op)
	}
	if err == nil && !(all(g.Adults(), func(m people.Someone) bool { return slices.Contains(c.Agreed, m.ID) }) &&
		slices.ContainsFunc(p.host.Adults(), func(m people.Someone) bool { return m.ID == c.Received })) {
		err = fault.New(op, fault.Blocked, "hosting.not_all_said_yes", nil).WithHint("hosting.not_all_said_yes_hint")
	}
	if err == nil {
		err = endHosting(tx, g.ID, g.Journey, c.With, c.Day)
	}
	if err == nil {
		err = c.said(tx, p)
	}
	if err == nil {
		err = tx.Record(p.promise(c.Day))
	}
	return err
}

// said records who said yes tonight, as it is recorded of every proposal.
func (c Move) said(tx *desk.Tx, p *pair) error {
	if !p.said.stands() {
		if err := tx.Record(proposed.Draft(ProposalID(p.guests.ID, p.host.ID), c.Day, pairResidue{Guests: p.guests.ID, Host: p.host.ID})); err != nil {
			return err
		}
	}
	found, err := desk.Get(tx, ProposalStory, ProposalID(p.guests.ID, p.host.ID))
	if err != nil {
		return err
	}
	yes := []id.ID{c.Received}
	for _, m := range p.guests.Adults() {
		yes = append(yes, m.ID)
	}
	return Say{Journey: p.guests.ID, Host: p.host.ID, Yes: yes, Day: c.Day}.record(tx, found)
}

// leaves refuses those who live with nobody, and those who live there already.
func (c Move) leaves(op string, j *journey.Journey) error {
	now := j.Hosted()
	switch {
	case len(now) == 0:
		return fault.New(op, fault.NotFound, "hosting.lives_with_nobody", nil)
	case slices.ContainsFunc(now, func(h journey.Hosting) bool { return h.With == c.With }):
		return fault.New(op, fault.Conflict, "hosting.lives_there", nil)
	}
	return nil
}

// End ends a placement: the beds are free again. Journey is the way of the guests; Day is NoDay for today.
type End struct {
	Journey id.ID
	Day     clock.Day
}

// Act is the act of releasing.
func (End) Act() access.Act { return access.CapacityRelease }

// Decide records the end of every placement that stands: two where two offices placed them without seeing each other. Fault: NotFound hosting.lives_with_nobody.
func (c End) Decide(tx *desk.Tx) error {
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	return endHosting(tx, c.Journey, j, id.ID{}, c.Day)
}

// endHosting ends every placement of guests, and with it what was proposed to them, but for one host; zero for none. Whoever comes back is proposed again first.
func endHosting(tx *desk.Tx, of id.ID, j *journey.Journey, but id.ID, day clock.Day) error {
	now := j.Hosted()
	if len(now) == 0 {
		return fault.New("hosting.End", fault.NotFound, "hosting.lives_with_nobody", nil)
	}
	for _, h := range now {
		if err := tx.Record(hosted.Draft(of, day, hostedResidue{h.Step, programme.Released, h.With, "", h.Beds})); err != nil {
			return err
		}
	}
	return closeProposals(tx, of, but, day)
}

// Guest is a household that lives with a host.
type Guest struct {
	Journey id.ID     // on which it was placed
	Subject id.ID     // the household
	Step    string    // at which it was placed
	Beds    int       // that it was promised
	Since   clock.Day // the day of the placement
}

// GuestsOf returns those who live with a host, by the host's journey.
func GuestsOf(s desk.Source, with id.ID) (guests []Guest, err error) {
	ids, err := desk.Listed(s, journey.ByLink, with[:], 1000)
	for _, of := range ids {
		j, err := desk.See(s, journey.Story, of)
		if err != nil {
			return nil, err
		}
		for _, h := range j.State.Hosted() {
			if h.With == with {
				guests = append(guests, Guest{of, j.State.Subject, h.Step, h.Beds, h.Since})
			}
		}
	}
	return guests, err
}
