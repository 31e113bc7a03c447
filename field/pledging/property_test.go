// SPDX-License-Identifier: Apache-2.0

package pledging_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"safar/field/journey"
	"safar/field/pledging"
	"safar/kernel/id"
)

// archive is what must be true of a ministry, told from what was done, without any of the product's own rules.
type archive struct {
	*ministry
	states []id.ID
	room   map[id.ID]int // places of pledges that stand, less those of whom the State accepted
	cases  []*known
}

// known is a case as the archive knows it.
type known struct {
	waiter
	asked   bool
	not     []id.ID
	refused []id.ID
	told    id.ID
	settled bool // accepted
}

// Whoever pledges, withdraws, is asked, told, accepted and refused: no plan gives a State more people than it has places left, proposes somebody a State where they must not go or that refused them, or anything to somebody whom nobody asked; and whoever was told keeps their State where it can be.
func TestNoPlanIsBeyondPlacesOrAgainstARule(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a := &archive{ministry: newMinistry(t), room: map[id.ID]int{}}
		for _, name := range []string{"North", "South", "West"} {
			a.states = append(a.states, a.country(name))
		}
		for range rapid.IntRange(1, 5).Draw(r, "cases") {
			a.cases = append(a.cases, &known{waiter: a.waits(rapid.IntRange(1, 3).Draw(r, "people"))})
		}
		for range rapid.IntRange(3, 14).Draw(r, "deeds") {
			a.deed(r)
		}
		terms := pledging.Usual()
		for _, c := range a.cases {
			if !c.settled && len(a.pledged()) > 0 && rapid.IntRange(0, 3).Draw(r, "by hand") == 0 {
				terms.Forbids = append(terms.Forbids, pledging.Pin{Case: c.way, State: rapid.SampledFrom(a.pledged()).Draw(r, "not there")})
			}
		}
		a.hold(r, a.planBy(terms), terms.Forbids)
	})
}

// pledged are the States of which there is a pledge.
func (a *archive) pledged() []id.ID {
	return slices.DeleteFunc(slices.Clone(a.states), func(s id.ID) bool { _, some := a.room[s]; return !some })
}

func (a *archive) deed(r *rapid.T) {
	state, c := rapid.SampledFrom(a.states).Draw(r, "state"), rapid.SampledFrom(a.cases).Draw(r, "case")
	switch rapid.SampledFrom([]string{"pledge", "pledge", "withdrawn", "ask", "ask", "tell", "accept", "refuse"}).Draw(r, "deed") {
	case "pledge":
		n := rapid.IntRange(0, 5).Draw(r, "places")
		a.pledge(state, n, "")
		a.room[state] += n
	case "withdrawn":
		way := a.pledge(state, 4, "")
		a.Do(a.manager, tends(journey.Close{Journey: way, Step: "ended", Reason: "kept"}))
		a.room[state] += 0
	case "ask":
		if c.not = nil; rapid.Bool().Draw(r, "must not") {
			c.not = []id.ID{state}
		}
		c.asked = true
		a.says(c.waiter, pledging.Bound{Not: c.not})
	case "tell":
		if !c.settled && c.told.IsZero() {
			a.ministry.told(c.waiter, state)
			c.told = state
		}
	case "accept", "refuse":
		a.answer(c, rapid.Bool().Draw(r, "accepts"))
	}
}

// answer has a State answer a case that was told of it, as far as it has places.
func (a *archive) answer(c *known, accepts bool) {
	if c.told.IsZero() || c.settled || accepts && a.room[c.told] < len(c.persons) {
		return
	}
	a.answered(c.waiter, c.told, accepts)
	if accepts {
		c.settled = true
		a.room[c.told] -= len(c.persons)
		return
	}
	c.refused, c.told = append(c.refused, c.told), id.ID{}
}

func (a *archive) hold(r *rapid.T, p pledging.Plan, forbidden []pledging.Pin) {
	people := map[id.ID]int{}
	for _, c := range a.cases {
		got := row(p, c.waiter)
		if c.settled != got.Journey.IsZero() {
			r.Fatalf("settled %v, and in the plan: %v", c.settled, !got.Journey.IsZero())
		}
		if got.State.IsZero() {
			continue
		}
		people[got.State] += len(c.persons)
		if !c.asked || slices.Contains(c.not, got.State) || slices.Contains(c.refused, got.State) || slices.Contains(forbidden, pledging.Pin{Case: c.way, State: got.State}) {
			r.Fatalf("against a rule: %+v, of %+v", got, c)
		}
		if got.Told != (got.State == c.told) {
			r.Fatalf("told %v: %+v", c.told, got)
		}
	}
	for state, n := range people {
		if n > a.room[state] {
			r.Fatalf("%d people are proposed a State that has %d places", n, a.room[state])
		}
	}
	a.keeps(r, p, forbidden)
}

// keeps holds that whoever was told keeps their State, where no rule is against it and all who were told of it have room.
func (a *archive) keeps(r *rapid.T, p pledging.Plan, forbidden []pledging.Pin) {
	told := map[id.ID]int{}
	for _, c := range a.cases {
		if !c.settled && !c.told.IsZero() {
			told[c.told] += len(c.persons)
		}
	}
	for _, c := range a.cases {
		out := c.settled || c.told.IsZero() || !c.asked || slices.Contains(c.not, c.told) || slices.Contains(c.refused, c.told) || slices.Contains(forbidden, pledging.Pin{Case: c.way, State: c.told})
		if !out && told[c.told] <= a.room[c.told] && row(p, c.waiter).State != c.told {
			r.Fatalf("%+v was told a State that has %d places: %+v", c, a.room[c.told], row(p, c.waiter))
		}
	}
}
