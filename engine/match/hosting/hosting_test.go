// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"safar/engine/match"
)

const today = 20_000

// family is a mother and her daughter who speak Arabic.
func family() Guests {
	return Guests{ID: "g1", Women: 1, Girls: 1, StepFree: No, Languages: []string{"arabic"}}
}

// home is a home where everything that is asked of one is said.
func home() Host {
	return Host{ID: "h1", Town: "nice", Beds: 4, Households: 1, Women: 1, StepFree: No, Languages: []string{"french", "arabic"}, Checked: today, Trained: Yes, Signed: Yes, Paused: NotSaid}
}

func TestARuleRemovesAPairAndIsTold(t *testing.T) {
	for _, c := range []struct {
		want Rule
		made func(*Guests, *Host)
	}{
		{"", func(*Guests, *Host) {}},
		{CheckMissing, func(_ *Guests, h *Host) { h.Checked = NotSaid }},
		{CheckLapsed, func(_ *Guests, h *Host) { h.Checked = today - 1 }},
		{TrainedMissing, func(_ *Guests, h *Host) { h.Trained = Unsaid }},
		{NotTrained, func(_ *Guests, h *Host) { h.Trained = No }},
		{CodeMissing, func(_ *Guests, h *Host) { h.Signed = Unsaid }},
		{CodeUnsigned, func(_ *Guests, h *Host) { h.Signed = No }},
		{Pauses, func(_ *Guests, h *Host) { h.Paused = today }},
		{"", func(_ *Guests, h *Host) { h.Paused = today - 1 }},
		{SeeksHome, func(_ *Guests, h *Host) { h.Seeks = true }},
		{PeopleMissing, func(g *Guests, _ *Host) { g.Boys = NotSaid }},
		{NoPeople, func(g *Guests, _ *Host) { g.Women, g.Girls = 0, 0 }},
		{DecisionMissing, func(g *Guests, _ *Host) { g.Women = 0 }},
		{NotAdult, func(g *Guests, _ *Host) { g.Women, g.Decided = 0, No }},
		{"", func(g *Guests, _ *Host) { g.Women, g.Decided = 0, Yes }},
		{TooSmall, func(_ *Guests, h *Host) { h.Beds = 1 }},
		{StepsMissing, func(g *Guests, _ *Host) { g.StepFree = Unsaid }},
		{StepsMissing, func(g *Guests, h *Host) { g.StepFree, h.StepFree = Yes, Unsaid }},
		{"", func(g *Guests, h *Host) { g.StepFree, h.StepFree = Unsaid, Yes }},
		{Steps, func(g *Guests, h *Host) { g.StepFree, h.StepFree = Yes, No }},
		{WomanMissing, func(_ *Guests, h *Host) { h.Women = NotSaid }},
		{NoWoman, func(_ *Guests, h *Host) { h.Women = 0 }},
		{"", func(g *Guests, h *Host) { g.Men, h.Women = 1, 0 }},
		{NotTaken, func(_ *Guests, h *Host) { h.Takes = []string{Women} }},
		{"", func(_ *Guests, h *Host) { h.Takes = []string{Women, Girls} }},
		{Avoided, func(g *Guests, h *Host) { g.Avoids, h.Keeps = []string{"dog"}, []string{"cat", "dog"} }},
		{SaidNo, func(g *Guests, _ *Host) { g.Not = []string{"h1"} }},
		{SaidNo, func(g *Guests, _ *Host) { g.Not = []string{"nice"} }},
		{SaidNo, func(_ *Guests, h *Host) { h.Not = []string{"g1"} }},
	} {
		g, h := family(), home()
		c.made(&g, &h)
		if got := Between(&g, &h, today); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}

// The parts of a score are told apart: a common language, the wish by its rank, beds that stay empty, a home without steps that others need.
func TestTheScoreHasNamedParts(t *testing.T) {
	g, h := family(), home()
	g.Wishes, h.StepFree = []string{"lyon", "nice"}, Yes
	if got := ScoreOf(&g, &h, Usual); got != (Score{100, 100, -20, -40}) || got.Total() != 140 {
		t.Errorf("%v", got)
	}
	g.Languages, g.Wishes, g.StepFree = nil, []string{"x", "y", "z", "h1"}, Yes
	if got := ScoreOf(&g, &h, Usual); got != (Score{0, 0, -20, 0}) {
		t.Errorf("%v", got)
	}
}

// drawnOffice is an office of some guests and hosts, in which anything may be missing or contradict itself.
func drawnOffice(t *rapid.T) *Office {
	o := &Office{Today: today, Weights: Usual}
	answer := rapid.SampledFrom([]Answer{Yes, Yes, Yes, No, Unsaid})
	ids := func(prefix string, n int) *rapid.Generator[string] {
		return rapid.Custom(func(t *rapid.T) string { return fmt.Sprint(prefix, rapid.IntRange(0, n).Draw(t, "id")) })
	}
	some := func(g *rapid.Generator[string], name string) []string { return rapid.SliceOfN(g, 0, 2).Draw(t, name) }
	guests, hosts := rapid.IntRange(0, 9).Draw(t, "guests"), rapid.IntRange(0, 6).Draw(t, "hosts")
	number := rapid.SampledFrom([]int{0, 0, 1, 1, 2, 3, NotSaid})
	for i := range guests {
		g := Guests{ID: fmt.Sprint("g", i), Women: number.Draw(t, "women"), Men: number.Draw(t, "men"), Girls: number.Draw(t, "girls"), Boys: number.Draw(t, "boys"), StepFree: answer.Draw(t, "step"),
			Languages: some(rapid.SampledFrom([]string{"a", "b"}), "languages"), Wishes: some(ids("h", hosts), "wishes"), Not: some(ids("h", 3*hosts), "not"), Decided: answer.Draw(t, "decided"), Waiting: i}
		if rapid.IntRange(0, 5).Draw(t, "together") == 0 {
			g.With = ids("g", guests).Draw(t, "with")
		}
		if rapid.IntRange(0, 3).Draw(t, "told") == 0 {
			g.Told = ids("h", hosts).Draw(t, "told to")
		}
		o.Guests = append(o.Guests, g)
	}
	for i := range hosts {
		o.Hosts = append(o.Hosts, Host{ID: fmt.Sprint("h", i), Beds: rapid.IntRange(0, 7).Draw(t, "beds"), Households: rapid.IntRange(1, 2).Draw(t, "households"), Women: number.Draw(t, "host's women"),
			StepFree: answer.Draw(t, "steps"), Languages: some(rapid.SampledFrom([]string{"a", "b"}), "host's languages"), Checked: today + rapid.IntRange(-1, 9).Draw(t, "checked"), Trained: answer.Draw(t, "trained"),
			Signed: Yes, Paused: NotSaid, Takes: some(rapid.SampledFrom([]string{Women, Men, Girls, Boys}), "takes"), Not: some(ids("g", 3*guests), "host's not")})
	}
	return o
}

func solved(t *rapid.T, p *Problem) *match.Plan {
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	plan, err := match.Solve(p.Problem, match.Search{Seed: 1, Steps: 200})
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Verify(p.Problem); err != nil {
		t.Fatal(err)
	}
	return plan
}

// Whatever is said of guests and hosts: nobody is proposed what a rule removes, no home is promised twice, who stays together goes together, everybody has a home or a reason against each, and what was told stays
// unless it cannot.
func TestNobodyIsProposedWhatARuleRemoves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawnOffice(t)
		p := o.Problem()
		proposals := p.Proposals(solved(t, p))
		home := map[int]int{}
		beds, households := map[int]int{}, map[int]int{}
		for _, proposal := range proposals {
			if len(proposal.Others) != len(o.Hosts) && proposal.Host == Nowhere || len(proposal.Others) != len(o.Hosts)-1 && proposal.Host != Nowhere {
				t.Fatalf("%d reasons for %d hosts", len(proposal.Others), len(o.Hosts))
			}
			for _, g := range proposal.Guests {
				if _, twice := home[g]; twice {
					t.Fatalf("guests %d are in two proposals", g)
				}
				home[g] = proposal.Host
				if proposal.Host == Nowhere {
					continue
				}
				if rule := o.between(g, proposal.Host); rule != "" {
					t.Fatalf("guests %d are proposed host %d against %s", g, proposal.Host, rule)
				}
				beds[proposal.Host] += o.Guests[g].People()
			}
			households[proposal.Host]++
		}
		for h, host := range o.Hosts {
			if beds[h] > host.Beds || households[h] > host.Households {
				t.Fatalf("host %d: %d people of %d households", h, beds[h], households[h])
			}
		}
		wholeAndReasoned(t, o, proposals, home)
		toldStays(t, o, home)
	})
}

// wholeAndReasoned holds that who stays together has one home, and that nobody is without one while a home that no rule removes has room.
func wholeAndReasoned(t *rapid.T, o *Office, proposals []Proposal, home map[int]int) {
	for i, g := range o.Guests {
		at, planned := home[i]
		if with := o.guests(g.With); with >= 0 && (home[with] != at || planned != slices.Contains(keys(home), with)) {
			t.Fatalf("guests %d and %d stay together, at %d and %d", i, with, at, home[with])
		}
		if g.With != "" && o.guests(g.With) < 0 && planned {
			t.Fatalf("guests %d are split across files, and planned", i)
		}
	}
	for _, proposal := range proposals {
		for _, other := range proposal.Others {
			if proposal.Host == Nowhere && other.Rule == "" && !other.Full {
				t.Fatalf("guests %v have no home, and host %d has room: %+v, %+v", proposal.Guests, other.Host, o, home)
			}
			if other.Rule != "" && !slices.Contains(proposal.Guests, other.For) {
				t.Fatalf("a rule of guests %d against %v", other.For, proposal.Guests)
			}
		}
	}
}

func keys(m map[int]int) (all []int) {
	for k := range m {
		all = append(all, k)
	}
	return all
}

// toldStays holds that what was told stays, where nothing stands against it and all who were told one home have room there.
func toldStays(t *rapid.T, o *Office, home map[int]int) {
	wrong := map[int]bool{}
	for _, w := range o.Check() {
		wrong[w.Guests] = true
	}
	for i, g := range o.Guests {
		h := o.host(g.Told)
		if h < 0 || wrong[i] || g.With != "" || slices.ContainsFunc(o.Guests, func(other Guests) bool { return other.With == g.ID }) {
			continue
		}
		if home[i] != h && !slices.ContainsFunc(o.Check(), func(w Wrong) bool { return w.Other == g.Told }) {
			t.Fatalf("guests %d were told host %d, and are proposed %d", i, h, home[i])
		}
	}
}

// What an override would cost is the difference of two plans; one against a rule is none.
func TestAnOverrideSaysWhatItCostsEverybody(t *testing.T) {
	o := &Office{Today: today, Weights: Usual, Guests: []Guests{family(), family()}, Hosts: []Host{home(), home(), home()}}
	o.Guests[1].ID, o.Guests[0].Wishes, o.Guests[1].Wishes = "g2", []string{"h1"}, []string{"h2"}
	o.Hosts[1].ID, o.Hosts[2].ID, o.Hosts[1].Town, o.Hosts[2].Checked = "h2", "h3", "lyon", today-1
	p := o.Problem()
	plan, err := match.Solve(p.Problem, match.Search{Seed: 1, Steps: 500, Overrides: true})
	if err != nil || plan.Cost != plan.Bound {
		t.Fatalf("%+v %v", plan, err)
	}
	instead, can := p.Instead(0, 1)
	if !can {
		t.Fatal("it cannot be asked")
	}
	other, err := match.Solve(instead.Problem, match.Search{Seed: 1, Steps: 500})
	if err != nil || other.Cost-plan.Cost != 300 { // both lose their first wish
		t.Errorf("it costs %d, %v", other.Cost-plan.Cost, err)
	}
	if _, can := p.Instead(0, 2); can {
		t.Error("an override goes against a rule")
	}
	proposals := p.Proposals(plan)
	if best := proposals[0].Others[proposals[0].Best()]; best.Host != 1 || !best.Full || best.Score.Total() != 80 || best.Costs != 300 || best.AtLeast {
		t.Errorf("the best other home: %+v", best)
	}
}

// A bed that is needed tonight: where a home is not to be had any more, whoever lives there is given another, and what was told to everybody else stays.
func TestWhoLosesAHomeIsGivenAnotherAndNobodyElseMoves(t *testing.T) {
	o := &Office{Today: today, Weights: Usual, Guests: []Guests{family(), family()}, Hosts: []Host{home(), home(), home()}}
	o.Guests[1].ID, o.Guests[0].Told, o.Guests[1].Told = "g2", "h1", "h2"
	o.Hosts[1].ID, o.Hosts[2].ID, o.Hosts[0].Checked = "h2", "h3", today-1
	wrong := o.Check()
	if len(wrong) != 1 || wrong[0] != (Wrong{0, ToldOut, "h1"}) {
		t.Errorf("to be reviewed: %+v", wrong)
	}
	p := o.Problem()
	plan, err := match.Solve(p.Problem, match.Search{Seed: 1, Steps: 500})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Proposals(plan); got[0].Host != 2 || got[1].Host != 1 || !got[1].Told || got[0].Told {
		t.Errorf("%+v", got)
	}
}

// How each group fares is told, and a floor that is set for one is for those of it who could live somewhere.
func TestHowAGroupFaresIsTold(t *testing.T) {
	o := &Office{Today: today, Weights: Usual, Guests: []Guests{family(), family(), family()}, Hosts: []Host{home()}}
	o.Guests[1] = Guests{ID: "g2", Men: 1, StepFree: No, Languages: []string{"arabic"}, Waiting: 9}
	o.Guests[2].ID, o.Guests[2].Not = "g3", []string{"h1"}
	p := o.Problem()
	plan, err := match.Solve(p.Problem, match.Search{Seed: 1, Steps: 200})
	if err != nil {
		t.Fatal(err)
	}
	fares := func(of Group, n [4]int) Fares {
		return Fares{Group: of, Households: n[0], Could: n[1], Placed: n[2], Points: n[3]}
	}
	want := []Fares{fares(WomenAlone, [4]int{2, 1, 1, 80}), fares(MenAlone, [4]int{1, 1, 0, 0}), fares(WithChildren, [4]int{2, 1, 1, 80}), fares(WaitLong, [4]int{1, 1, 0, 0})}
	if got := p.Fare(plan); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	floors := p.Floors(map[Group]int{WomenAlone: 50, NeedStepFree: 10})
	if len(floors) != 1 || !slices.Equal(floors[0].Households, []int{0}) || floors[0].Most != -50 {
		t.Errorf("%+v", floors)
	}
}

// Two families who each wish the other's town exchange their homes where that is asked for, and who was told a home stays in it, whatever they wish.
func TestHomesAreExchangedByWishes(t *testing.T) {
	o := &Office{Today: today, Weights: Weights{Language: 900, Wish: 30}, Guests: []Guests{family(), family(), family()}, Hosts: []Host{home(), home(), home()}}
	for i, id := range []string{"1", "2", "3"} {
		o.Guests[i].ID, o.Hosts[i].ID, o.Hosts[i].Town = "g"+id, "h"+id, "t"+id
		o.Guests[i].Languages, o.Hosts[i].Languages = []string{id}, []string{id}
	}
	o.Guests[0].Wishes, o.Guests[1].Wishes, o.Guests[2].Wishes, o.Guests[2].Told = []string{"t2"}, []string{"t3", "t1"}, []string{"t1"}, "h3"
	p := o.Problem()
	plan, err := match.Solve(p.Problem, match.Search{Seed: 1, Steps: 100, Ranks: p.Ranks()})
	if err != nil {
		t.Fatal(err)
	}
	if got := plan.Places(p.Problem); !slices.Equal(got, []int{1, 0, 2}) || plan.Exchanges.Price != 1800-30-20 {
		t.Errorf("%v %+v", got, plan.Exchanges)
	}
}

// Whatever is said of guests and hosts: exchanges bring nobody a home that they wished less, nobody what a rule removes, and move nobody from what they were told.
func TestExchangesKeepToTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawnOffice(t)
		p := o.Problem()
		before, ranks := solved(t, p), p.Ranks()
		after, err := match.Solve(p.Problem, match.Search{Seed: 1, Steps: 200, Ranks: ranks})
		if err == nil {
			err = after.Verify(p.Problem)
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, option := range after.Options {
			if ranks[i][option] > ranks[i][before.Options[i]] {
				t.Fatalf("household %d: rank %d, and then %d", i, ranks[i][before.Options[i]], ranks[i][option])
			}
			place := p.Households[i].Options[before.Options[i]].Place
			if told := o.told(p.Together[i]); told != Nowhere && place == told && after.Options[i] != before.Options[i] {
				t.Fatalf("household %d was told %d, and moves", i, told)
			}
		}
	})
}

// Where more were told one home than it has room for, whoever has it stays there, also where both would exchange.
func TestWhoWasToldIsNotExchanged(t *testing.T) {
	o := &Office{Today: today, Weights: Weights{Language: 900, Wish: 30}, Guests: []Guests{family(), family()}, Hosts: []Host{home(), home()}}
	o.Guests[1].ID, o.Guests[0].Told, o.Guests[1].Told = "g2", "h1", "h1"
	o.Hosts[1].ID, o.Guests[0].Wishes, o.Guests[1].Wishes = "h2", []string{"h2"}, []string{"h1"}
	o.Guests[1].Languages, o.Hosts[1].Languages = []string{"somali"}, []string{"somali"}
	p := o.Problem()
	plan, err := match.Solve(p.Problem, match.Search{Seed: 1, Steps: 100, Ranks: p.Ranks()})
	if err != nil {
		t.Fatal(err)
	}
	if got := plan.Places(p.Problem); !slices.Equal(got, []int{0, 1}) {
		t.Errorf("%v", got)
	}
}
