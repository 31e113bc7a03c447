// SPDX-License-Identifier: Apache-2.0

package pledges

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"safar/engine/match"
	"safar/engine/match/groups"
)

// family are a mother, a father and their son, who were asked and manage in French.
func family() Case {
	return Case{ID: "c1", Women: 1, Men: 1, Boys: 1, Asked: true, Languages: []string{"french"}}
}

// state is a State with places, where French is spoken.
func state() State {
	return State{ID: "s1", Pledged: true, Open: true, Places: 4, Languages: []string{"french"}}
}

func TestARuleRemovesAPairAndIsTold(t *testing.T) {
	for _, c := range []struct {
		want Rule
		made func(*Case, *State)
	}{
		{"", func(*Case, *State) {}},
		{NoPeople, func(c *Case, _ *State) { c.Women, c.Men, c.Boys = 0, 0, 0 }},
		{TiesMissing, func(c *Case, _ *State) { c.Asked = false }},
		{DecisionMissing, func(c *Case, _ *State) { c.Authority = true }},
		{DecisionMissing, func(c *Case, _ *State) { c.Authority, c.DecidedFor = true, []string{"s2"} }},
		{"", func(c *Case, _ *State) { c.Authority, c.DecidedFor = true, []string{"s1"} }},
		{StateMissing, func(_ *Case, s *State) { s.ID = "" }},
		{PlacesMissing, func(_ *Case, s *State) { s.Places = NotSaid }},
		{NotPledged, func(_ *Case, s *State) { s.Pledged = false }},
		{Ended, func(_ *Case, s *State) { s.Open = false }},
		{Refused, func(c *Case, _ *State) { c.Refused = []string{"s1"} }},
		{MustNot, func(c *Case, _ *State) { c.Not = []string{"s2", "s1"} }},
		{ByHand, func(c *Case, _ *State) { c.Lock = "s2" }},
		{ByHand, func(c *Case, _ *State) { c.Forbid = []string{"s1"} }},
		{"", func(c *Case, _ *State) { c.Lock = "s1" }},
		{MustNot, func(c *Case, _ *State) { c.Lock, c.Not = "s1", []string{"s1"} }},
		{TooFew, func(_ *Case, s *State) { s.Places = 2 }},
	} {
		of, s := family(), state()
		c.made(&of, &s)
		if got := Between(&of, &s); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestAScoreIsOfWhatTheySaid(t *testing.T) {
	c, s := family(), state()
	if got := ScoreOf(&c, &s, Usual); got != (Score{0, 100}) {
		t.Errorf("%v", got)
	}
	c.Relatives, s.Languages = []string{"s1"}, nil
	if got := ScoreOf(&c, &s, Usual); got != (Score{150, 0}) {
		t.Errorf("%v", got)
	}
}

// A State that was told stays, though another suits them better and others would have it; where its pledges ended, another is looked for.
func TestWhatWasToldStaysAsLongAsItCan(t *testing.T) {
	r := &Round{Weights: Usual, Cases: []Case{family(), family()}, States: []State{state(), state()}}
	r.Cases[1].ID, r.States[1].ID, r.States[0].Languages = "c2", "s2", nil
	r.Cases[0].Told = "s1"
	if got := solved(t, r, nil); got[0].State != 0 || !got[0].Told || got[1].State != 1 || len(r.Told(got)) != 0 {
		t.Errorf("%+v", got)
	}
	r.States[0].Open = false
	if got := solved(t, r, nil); got[0].State == 0 || len(r.Told(got)) != 1 || got[0].Others[0].Rule != Ended {
		t.Errorf("%+v", got)
	}
}

// Whoever has no State is told by how many places each is short, and what it would cost everybody that they had the places of others.
func TestWhoHasNoStateIsToldWhatWouldHaveToChange(t *testing.T) {
	r := &Round{Weights: Usual, Cases: []Case{family(), family()}, States: []State{state(), state()}}
	r.Cases[1].ID, r.States[1].ID, r.States[1].Places = "c2", "s2", 1
	r.Cases[0].Waiting = 30
	got := solved(t, r, nil)
	if got[1].State != Nowhere || len(got[1].Others) != 2 {
		t.Fatalf("%+v", got)
	}
	full, few := got[1].Others[0], got[1].Others[1]
	if !full.Full || full.Short != 2 || full.Costs != 30 || few.Rule != TooFew || few.Short != 2 {
		t.Errorf("%+v %+v", full, few)
	}
}

// A floor for a group gives it what it is to have, and the price is what the plan without it has more.
func TestAFloorIsKeptAndHasItsPrice(t *testing.T) {
	r := &Round{Weights: Usual, Cases: []Case{family(), {ID: "c2", Men: 1, Asked: true, Languages: []string{"french"}}}, States: []State{state(), state()}}
	r.Cases[0].Relatives, r.States[0].Places, r.States[1].ID, r.States[1].Languages = []string{"s1"}, 3, "s2", nil
	p := r.Problem()
	floors := map[groups.Group]int{groups.MenAlone: 100}
	fair, err := p.Solve(floors, match.Search{Seed: 1, Steps: 500})
	if err != nil || fair.Price != 150 || !p.Reached(floors, fair)[groups.MenAlone] {
		t.Errorf("%+v %v", fair, err)
	}
}

func solved(t interface {
	Helper()
	Fatal(...any)
}, r *Round, floors map[groups.Group]int) []Proposal {
	t.Helper()
	p := r.Problem()
	fair, err := p.Solve(floors, match.Search{Seed: 1, Steps: 300, Overrides: true})
	if err == nil {
		err = fair.Plan.Verify(p.Placed.Problem)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p.Proposals(fair.Plan)
}

func drawnRound(t *rapid.T) *Round {
	r := &Round{Weights: Usual}
	states, cases := rapid.IntRange(0, 5).Draw(t, "states"), rapid.IntRange(0, 12).Draw(t, "cases")
	some := func(name string, most int) []string {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return fmt.Sprint("s", rapid.IntRange(0, states).Draw(t, "id")) }), 0, most).Draw(t, name)
	}
	tongues := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 2)
	often, number := rapid.SampledFrom([]bool{true, true, true, false}), rapid.SampledFrom([]int{0, 0, 1, 2, 3})
	one := func(name string) string {
		if rapid.IntRange(0, 3).Draw(t, name) > 0 {
			return ""
		}
		return fmt.Sprint("s", rapid.IntRange(0, states).Draw(t, "id"))
	}
	for i := range states {
		r.States = append(r.States, State{ID: fmt.Sprint("s", i), Pledged: often.Draw(t, "pledged"), Open: often.Draw(t, "open"), Places: rapid.IntRange(NotSaid, 9).Draw(t, "places"), Languages: tongues.Draw(t, "spoken")})
	}
	for i := range cases {
		r.Cases = append(r.Cases, Case{ID: fmt.Sprint("c", i), Women: number.Draw(t, "women"), Men: number.Draw(t, "men"), Girls: number.Draw(t, "girls"), Boys: number.Draw(t, "boys"), Asked: often.Draw(t, "asked"), Languages: tongues.Draw(t, "languages"),
			Relatives: some("relatives", 2), Not: some("not", 1), Refused: some("refused", 1), Authority: !often.Draw(t, "adults"), DecidedFor: some("decided", 1), Told: one("told"), Waiting: i, Lock: one("lock"), Forbid: some("forbid", 1)})
	}
	return r
}

// Whatever is said of cases and States, and whatever floors are set: nobody is proposed a State against a rule, no State gets more people than it has places, and what was told stays where it can.
func TestNobodyIsProposedBeyondPlacesOrAgainstARule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawnRound(t)
		floors := map[groups.Group]int{}
		for _, g := range groups.All() {
			if rapid.IntRange(0, 3).Draw(t, "set") == 0 {
				floors[g] = rapid.IntRange(0, 200).Draw(t, "floor")
			}
		}
		people, over := make([]int, len(r.States)), r.overTold()
		for i, p := range solved(t, r, floors) {
			c := &r.Cases[i]
			told := slices.IndexFunc(r.States, func(s State) bool { return s.ID == c.Told && c.Told != "" })
			if told >= 0 && Between(c, &r.States[told]) == "" && !over[c.Told] && p.State != told {
				t.Fatalf("case %d was told State %d, and is proposed %d", i, told, p.State)
			}
			if p.State == Nowhere {
				continue
			}
			if rule := Between(c, &r.States[p.State]); rule != "" {
				t.Fatalf("case %d is proposed State %d against %s", i, p.State, rule)
			}
			people[p.State] += c.People()
		}
		for i, n := range people {
			if n > max(0, r.States[i].Places) {
				t.Fatalf("State %d has %d places, and %d people are proposed it", i, r.States[i].Places, n)
			}
		}
	})
}
