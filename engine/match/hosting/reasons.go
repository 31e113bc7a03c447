// SPDX-License-Identifier: Apache-2.0

package hosting

import "safar/engine/match"

// Proposal is what a plan says of a group of guests who stay together: which Guests (positions) go to which Host (Nowhere for none), with which Score; whether that was Told already; and every
// other possibility, in the order of the hosts.
type Proposal struct {
	Guests []int   // positions
	Host   int     // position, or Nowhere
	Score  Score   // of all of them together
	Told   bool    // they were told it already
	Others []Other // every other host
}

// Other is another host than the one that is proposed, or each of them where none is.
//
// Rule says which rule removes it, and For which of the guests (position) it holds; "" where none does. Then Score is what it would score, and Full says that others have the room that is needed
// there; where it is not full, they could go there instead, and nobody else would move.
//
// Costs is how many points all together have less if they go there instead and everybody else as well as can be then; AtLeast says that it may be more. NotSaid where that was not worked out, or is no possibility.
type Other struct {
	Host    int   // position
	Rule    Rule  // that removes it, "" for none
	For     int   // the guests (position) for whom the rule holds
	Score   Score // where no rule removes it
	Full    bool  // others have the room
	Costs   int   // points, or NotSaid
	AtLeast bool  // it may cost more
}

// Proposals says what a plan proposes to everybody, and why nothing else. The plan is one of this problem.
func (p *Problem) Proposals(plan *match.Plan) []Proposal {
	places, left := plan.Places(p.Problem), p.Left(plan)
	all := make([]Proposal, len(p.Together))
	for i := range p.Together {
		all[i] = p.proposal(i, places[i], left)
		p.price(&all[i], i, plan)
	}
	return all
}

// price says of every other possibility what it would cost everybody, where the plan does.
func (p *Problem) price(proposal *Proposal, household int, plan *match.Plan) {
	costs := plan.Instead(p.Problem, household)
	for i := range proposal.Others {
		other := &proposal.Others[i]
		if v, is := costs[other.Host]; is {
			other.Costs, other.AtLeast = int(v), !plan.Exact
		}
	}
}

func (p *Problem) proposal(household, host int, left [][]int64) Proposal {
	o, together := p.office, p.Together[household]
	proposal := Proposal{Guests: together, Host: host}
	if host != Nowhere {
		proposal.Score, proposal.Told = o.score(together, host), o.told(together) == host
	}
	people := int64(0)
	for _, i := range together {
		people += int64(max(0, o.Guests[i].People()))
	}
	for h := range o.Hosts {
		if h == host {
			continue
		}
		other := Other{Host: h, Costs: NotSaid}
		if other.Rule, other.For = o.rule(together, h); other.Rule == "" {
			other.Score = o.score(together, h)
			other.Full = left[h][roomPeople] < people || left[h][roomHouseholds] < 1
		}
		proposal.Others = append(proposal.Others, other)
	}
	return proposal
}

// Best returns the best of the other possibilities that no rule removes, Nowhere for none: the one with the highest score, and of equals one that is not full.
func (p *Proposal) Best() int {
	best := Nowhere
	for i, o := range p.Others {
		if o.Rule != "" {
			continue
		}
		if best == Nowhere || o.Score.Total() > p.Others[best].Score.Total() || o.Score.Total() == p.Others[best].Score.Total() && p.Others[best].Full && !o.Full {
			best = i
		}
	}
	return best
}

// Instead returns the problem in which guests go to a host and nowhere else, for what that would cost everybody: the difference of the best plans' costs, of which each is known up to its own bound. The
// zero Problem, and false, where a rule removes the pair: no override goes against a rule.
func (p *Problem) Instead(guests, host int) (Problem, bool) {
	for i, together := range p.Together {
		for _, of := range together {
			if of != guests {
				continue
			}
			for _, option := range p.Households[i].Options {
				if option.Place == host {
					return p.locked(i, option), true
				}
			}
		}
	}
	return Problem{}, false
}

func (p *Problem) locked(household int, option match.Option) Problem {
	other := *p.Problem
	other.Households = append([]match.Household{}, p.Households...)
	other.Households[household] = match.Household{Options: []match.Option{option}}
	return Problem{Problem: &other, Together: p.Together, office: p.office}
}
