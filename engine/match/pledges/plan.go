// SPDX-License-Identifier: Apache-2.0

package pledges

import (
	"slices"

	"safar/engine/match"
	"safar/engine/match/groups"
)

// Round is what a plan is made of: who waits for a State, which States pledged, and what counts how much. Cases and States are known by their position, from 0.
type Round struct {
	Cases   []Case
	States  []State
	Weights Weights // of the parts of a score
}

// Nowhere is the State of who has none.
const Nowhere = match.Unplaced

// What it costs, in points, that a case has no State: more than any score is worth, and a little more for who waits longer.
const (
	nowhereEach = 5000
	mostWaiting = 1000
	toldWeight  = 1 << 20 // that what was told does not hold, where not all that was told of one State can
)

// Problem is a round as a problem of placement: its households are the cases, its places the States, its room places for people.
type Problem struct {
	*groups.Placed
	round *Round
}

// Problem returns the problem of placing everybody.
func (r *Round) Problem() *Problem {
	p := &Problem{&groups.Placed{Problem: &match.Problem{}}, r}
	p.Points = func(of, state int) int { return ScoreOf(&r.Cases[of], &r.States[state], r.Weights).Total() }
	for i := range r.States {
		p.Placed.Problem.Room = append(p.Placed.Problem.Room, []int64{int64(max(0, r.States[i].Places))})
	}
	over := r.overTold()
	for i := range r.Cases {
		c := &r.Cases[i]
		p.Who = append(p.Who, groups.Who{Women: c.Women, Men: c.Men, Girls: c.Girls, Boys: c.Boys, Waiting: c.Waiting})
		p.Placed.Problem.Households = append(p.Placed.Problem.Households, match.Household{Options: r.options(c, over)})
	}
	return p
}

// overTold are the States of which more people were told than there are places.
func (r *Round) overTold() map[string]bool {
	people, over := map[string]int{}, map[string]bool{}
	for i := range r.Cases {
		people[r.Cases[i].Told] += r.Cases[i].People()
	}
	for _, s := range r.States {
		over[s.ID] = people[s.ID] > s.Places
	}
	return over
}

// options are the States that a case may be told of, and what it costs that it is told of none. What was told is the only one, where it holds and all who were told of it can go there; where somebody who plans set another, that is.
func (r *Round) options(c *Case, over map[string]bool) (options []match.Option) {
	nowhere := int64(nowhereEach*max(1, c.People()) + min(mostWaiting, max(0, c.Waiting)))
	for i := range r.States {
		s := &r.States[i]
		if Between(c, s) != "" {
			continue
		}
		option := match.Option{Place: i, Cost: -int64(ScoreOf(c, s, r.Weights).Total()), Needs: []int64{int64(c.People())}}
		if s.ID == c.Told && !over[s.ID] {
			return []match.Option{option, {Place: match.Unplaced, Cost: nowhere + toldWeight}}
		}
		if s.ID == c.Told {
			option.Cost -= toldWeight
		}
		options = append(options, option)
	}
	return append(options, match.Option{Place: match.Unplaced, Cost: nowhere})
}

// Proposal is what a plan says of a case: which State (position; Nowhere for none), with which Score; whether it was Told of it already; and every other State, in their order.
type Proposal struct {
	State  int
	Score  Score
	Told   bool
	Others []Other // every other State
}

// Other is another State than the one that is proposed, or each of them where none is.
//
// Rule says which rule removes it; "" where none does. Then Score is what it would score, and Full says that others have the places that are needed there. Short is how many places there are too few, where others have them or the State has too few.
// Costs is how many points all together have less if they go there instead and everybody else as well as can be then; AtLeast says that it may be more. NotSaid where that was not worked out, or is no possibility.
type Other struct {
	State   int   // position
	Rule    Rule  // that removes it, "" for none
	Score   Score // where no rule removes it
	Full    bool  // others have the places
	Short   int   // places too few
	Costs   int   // points, or NotSaid
	AtLeast bool  // it may cost more
}

// Proposals says what a plan proposes to everybody, and why nothing else. The plan is one of this problem.
func (p *Problem) Proposals(plan *match.Plan) []Proposal {
	of := p.Placed.Problem
	places, left := plan.Places(of), of.Left(plan)
	all := make([]Proposal, len(places))
	for i, state := range places {
		c := &p.round.Cases[i]
		all[i] = Proposal{State: state}
		if state != Nowhere {
			all[i].Score, all[i].Told = ScoreOf(c, &p.round.States[state], p.round.Weights), p.round.States[state].ID == c.Told
		}
		costs := plan.Instead(of, i)
		for s := range p.round.States {
			if s != state {
				all[i].Others = append(all[i].Others, p.other(c, s, left, costs, plan.Exact))
			}
		}
	}
	return all
}

func (p *Problem) other(c *Case, state int, left [][]int64, costs map[int]int64, exact bool) Other {
	s := &p.round.States[state]
	o := Other{State: state, Rule: Between(c, s), Costs: NotSaid}
	switch o.Rule {
	case TooFew:
		o.Short = c.People() - s.Places
	case "":
		o.Score = ScoreOf(c, s, p.round.Weights)
		o.Short = max(0, c.People()-int(left[state][0]))
		o.Full = o.Short > 0
		if v, is := costs[state]; is {
			o.Costs, o.AtLeast = int(v), !exact
		}
	}
	return o
}

// Best returns the best of the other States that no rule removes, Nowhere for none: the one with the highest score, and of equals one that is not full.
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

// Told says of whom what was told does not stand in a plan: positions of cases.
func (r *Round) Told(all []Proposal) (moved []int) {
	for i := range all {
		if r.Cases[i].Told != "" && !all[i].Told {
			moved = append(moved, i)
		}
	}
	return slices.Clip(moved)
}
