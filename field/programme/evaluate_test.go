// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"safar/kernel/clock"
	"safar/kernel/id"
)

// homeward is the pathway most tests walk: the one of the design, with a grant and a branch for those who stay.
const homeward = `
programme: homeward
currency: USD
grants:
  g: {donor: echo, from: 2025-01-01, until: 2027-12-31, ceiling: 100000000}
inputs:
  destination: {from: commons.place, max_age: 30d}
pathways:
  solution:
    for: household
    steps:
      - ask: intention
      - tell: village_profile
        to: destination
        valid: 60d
      - visit: go_and_see
        to: destination
        optional: true
      - choose: solution
        options: [return, relocate, stay]
        by: each_adult
        needs: [village_profile]
        requires: destination.safe
        valid: 90d
      - ask: stay_plan
        when: solution == "stay"
        needs: [solution]
      - place: plot
        when: solution != "stay"
        needs: [solution]
        checks: [occupants, attestation]
      - pay: first_tranche
        needs: [plot]
        gives: {transport: 2000 * size, start_of_house: 12000, first_month: 3000 * size}
        ceiling: 60000
      - move: departure
        needs: [first_tranche]
        still_willing: 3d
      - build: walls
        needs: [departure]
        inspected: true
      - pay: second_tranche
        needs: [walls]
        gives: {walls: 15000}
      - check: settled
        at: [30d, 3m, 1y]
      - close: solution_reached
        needs: [settled, stay_plan]
figures:
  left: {count: persons, where: departure.done, by: [sex, age, disability, site, destination, month]}
  left_in: {count: persons, where: departure.done, by: [year]}
  undecided: {count: households, where: "!solution.done && !departure.done"}
  paid: {count: households, where: first_tranche.done, sum: first_tranche.amount, by: [solution]}
`

// Fixed ids: people are 1, 2, 3; places 10, 11.
func nth(n byte) id.ID { return id.ID{0: 0x42, 15: n} }

var (
	ada, bem, child = nth(1), nth(2), nth(3)
	village, other  = nth(10), nth(11)
)

const day0 = clock.Day(739_663) // 2026-02-16

func mustParse(t testing.TB, text string) *Programme {
	t.Helper()
	p, err := Parse("test.yaml", []byte(text))
	if err != nil {
		t.Fatalf("%s", err.(Problems).Show(english))
	}
	return p
}

// family is a household of two adults and a child who look at one village, found safe on day 0.
func family() *Story {
	return &Story{
		Subject: Subject{Kind: "household", ID: nth(9), Site: nth(20), Members: []Member{
			{ID: ada, Adult: Yes, Age: 34, Sex: Female, Disability: No}, {ID: bem, Adult: Yes, Age: 61, Sex: Male, Disability: Yes},
			{ID: child, Adult: No, Age: 7, Sex: Female, Disability: No}}},
		Opened: day0,
		Inputs: []Input{{Name: "destination", Day: day0, Place: village, Fields: []Field{{"safe", Bool(true)}}}},
	}
}

// with adds marks written as lines: "day step state by=ada place=village value=…".
func (s *Story) with(t testing.TB, lines string) *Story {
	t.Helper()
	people := map[string]id.ID{"ada": ada, "bem": bem, "child": child}
	places := map[string]id.ID{"village": village, "other": other}
	for line := range strings.Lines(lines) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		m := Mark{Until: clock.NoDay, Step: words[1]}
		var offset int
		if _, err := fmt.Sscan(words[0], &offset); err != nil {
			t.Fatal(line)
		}
		m.Day = day0 + clock.Day(offset)
		for _, w := range words[2:] {
			key, value, _ := strings.Cut(w, "=")
			switch key {
			case "by":
				m.By = people[value]
			case "place":
				m.Place = places[value]
			case "value":
				m.Value = value
			case "until":
				var days int
				if _, err := fmt.Sscan(value, &days); err != nil {
					t.Fatal(line)
				}
				m.Until = day0 + clock.Day(days)
			case "guardian":
				m.Details = &Details{Guardian: nth(77)}
			case "authority":
				m.Details = &Details{Authority: nth(78)}
			case "withdrawn":
				m.Withdrawn = true
			default:
				state, ok := StateNamed(key)
				if !ok {
					t.Fatalf("%s: no state %q", line, key)
				}
				m.State = state
			}
		}
		s.Marks = append(s.Marks, m)
	}
	return s
}

// Ways along the pathway that stories begin with.
const (
	told       = "0 village_profile place=village\n"
	bothReturn = told + "1 solution by=ada place=village value=return\n1 solution by=bem place=village value=return\n"
	bothStay   = told + "1 solution by=ada value=stay\n1 solution by=bem value=stay\n"
	promised   = bothReturn + "2 plot checked value=occupants\n2 plot checked value=attestation\n3 plot promised place=village\n"
	paid       = promised + "4 first_tranche owed\n5 first_tranche listed\n6 first_tranche approved\n7 first_tranche delivered\n"
	gone       = paid + "8 departure departed\n9 departure arrived\n"
	apart      = paid + "8 departure departed by=ada\n8 departure departed by=bem\n9 departure departed by=child\n"
	ended      = "374 solution_reached closed value=returned\n374 solution_reached agreed by=ada\n374 solution_reached agreed by=bem"
)

// follower leaves the child alone behind people who have left.
func follower(s *Story) {
	separated(s)
	childAlone(s)
	s.Subject.Follows = true
}

// separated makes the child one who is not theirs.
func separated(s *Story) { s.Subject.Members[2].Separated = true }

func childAlone(s *Story) { s.Subject.Members = s.Subject.Members[2:] }

// born adds a child that came to the family on a day.
func born(day int) func(*Story) {
	return func(s *Story) {
		s.Subject.Members = append(s.Subject.Members, Member{ID: nth(4), Adult: No, Since: day0 + clock.Day(day), Added: true})
	}
}

// say writes a step's standing as a line that reads like a rule.
func say(o *StepStanding) string {
	out := []string{o.Status.String()}
	if o.Value != "" {
		out = append(out, "value="+o.Value)
	}
	if o.OnHold {
		out = append(out, "on_hold")
	}
	if o.Disagree {
		out = append(out, "disagree")
	}
	if o.Undo {
		out = append(out, "undo")
	}
	for _, s := range o.Blockers() {
		out = append(out, "by:"+s.ID)
	}
	for _, m := range o.Missing {
		word := "missing:" + m.Name
		if m.Stale {
			word = "stale:" + m.Name
		}
		if m.Broken {
			word = "broken:" + m.Name
		}
		out = append(out, word)
	}
	for _, m := range o.Members {
		out = append(out, "asks:"+map[id.ID]string{ada: "ada", bem: "bem", child: "child"}[m])
	}
	if len(o.Children) > 0 {
		out = append(out, "authority")
	}
	if o.Status == Blocked && o.Failed != nil && len(o.Missing) == 0 {
		out = append(out, "fails:"+o.Failed.Key)
	}
	return strings.Join(out, " ")
}

func TestRules(t *testing.T) {
	w := mustParse(t, homeward).Pathway("solution")
	unsafe := func(s *Story) { s.Inputs[0].Fields[0].Value = Bool(false) }
	for _, c := range []struct {
		rule   string
		marks  string
		change func(*Story)
		day    int // after day 0
		step   string
		want   string
	}{
		{"what needs nothing is ready from the start", "", nil, 0, "intention", "ready"},
		{"a choice waits until they were told", "", nil, 0, "solution", "blocked by:village_profile asks:ada asks:bem"},
		{"told of another village is not told", "0 village_profile place=other", nil, 0, "village_profile", "ready"},
		{"once told, they may choose", told, nil, 1, "solution", "ready asks:ada asks:bem"},
		{"what was told ages", told, nil, 61, "solution", "blocked by:village_profile stale:destination.safe asks:ada asks:bem"},
		{"what was told is stale after sixty days", told, nil, 61, "village_profile", "lapsed"},
		{"one adult does not answer for another", told + "1 solution by=ada place=village value=return", nil, 1, "solution",
			"waiting asks:bem"},
		{"a child's answer is not an adult's", told + "1 solution by=child value=return", nil, 1, "solution",
			"ready asks:ada asks:bem"},
		{"all the same is a choice", bothReturn, nil, 1, "solution", "done value=return"},
		{"different answers are a state, never averaged",
			told + "1 solution by=ada place=village value=return\n1 solution by=bem value=stay", nil, 1, "solution",
			"waiting disagree"},
		{"the same answer for two villages is not the same",
			told + "0 village_profile place=other\n1 solution by=ada place=village value=return\n1 solution by=bem place=other value=return", nil, 1,
			"solution", "waiting disagree"},
		{"what one was told the other was not", "0 village_profile by=ada place=village\n1 solution by=ada place=village value=return\n" +
			"1 solution by=bem place=village value=return", nil, 1, "solution", "waiting asks:bem"},
		{"who was not told may stay", "0 village_profile by=ada place=village\n1 solution by=ada value=stay\n1 solution by=bem value=stay", nil, 1,
			"solution", "done value=stay"},
		{"each was told by themselves", "0 village_profile by=ada place=village\n1 village_profile by=bem place=village\n" +
			"1 solution by=ada place=village value=return\n1 solution by=bem place=village value=return", nil, 1, "solution", "done value=return"},
		{"what each heard ages by itself", "0 village_profile by=ada place=village\n50 village_profile by=bem place=village", nil, 61,
			"village_profile", "lapsed"},
		{"an answer taken back is none", bothReturn + "2 solution by=bem value=return withdrawn", nil, 2, "solution",
			"waiting asks:bem"},
		{"they may change their minds together",
			bothReturn + "2 solution by=ada value=stay\n2 solution by=bem value=stay", nil, 2, "solution", "done value=stay"},
		{"an old choice must be made again", bothReturn, nil, 92, "solution",
			"lapsed value=return by:village_profile stale:destination.safe asks:ada asks:bem"},
		{"no adult never satisfies every adult", told, func(s *Story) { s.Subject.Members = s.Subject.Members[2:] }, 1, "solution",
			"ready missing:best_interests"},
		{"nobody at all never satisfies every adult", told, func(s *Story) { s.Subject.Members = nil }, 1, "solution",
			"ready missing:adults"},
		{"a decision of the child-protection authority is the way of children alone",
			told + "1 solution best_interests value=return place=village authority", func(s *Story) {
				s.Subject.Members = s.Subject.Members[2:]
			}, 1, "solution", "done value=return"},
		{"a decision that names a guardian alone is none: the authority is asked again",
			told + "1 solution best_interests value=return place=village guardian", func(s *Story) {
				s.Subject.Members = s.Subject.Members[2:]
			}, 1, "solution", "ready missing:authority_not_heard"},
		{"who left on a decision that named a guardian alone has left",
			told + "1 solution best_interests value=return place=village guardian\n2 departure departed place=village", func(s *Story) {
				s.Subject.Members = s.Subject.Members[2:]
			}, 3, "solution", "done value=return"},
		{"where adults live, no decision is made over their heads", told + "1 solution best_interests value=return guardian", nil, 1,
			"solution", "ready asks:ada asks:bem"},
		{"a person who may be an adult is asked", bothReturn, func(s *Story) { s.Subject.Members[2].Adult = Unknown }, 1, "solution",
			"waiting missing:age asks:child"},
		{"for a separated child the authority decides beside the adults", bothReturn, separated, 1, "solution", "waiting authority"},
		{"and decides the same", bothReturn + "1 solution decided_for by=child value=return place=village authority", separated, 1, "solution",
			"done value=return"},
		{"what it decides otherwise is a disagreement", bothReturn + "1 solution decided_for by=child value=stay authority", separated, 1, "solution",
			"waiting disagree"},
		{"also for another village, which the others do not go to", bothReturn + "1 solution decided_for by=child value=return place=other authority",
			separated, 1, "solution", "waiting disagree"},
		{"no plot is promised against it", bothReturn + "1 solution decided_for by=child value=stay authority", separated, 2, "plot",
			"blocked by:solution missing:occupants missing:attestation missing:solution"},
		{"a decision of a guardian alone is none", bothReturn + "1 solution decided_for by=child value=return place=village guardian", separated, 1, "solution",
			"waiting authority"},
		{"nor one that was taken back", bothReturn + "1 solution decided_for by=child value=return place=village authority withdrawn", separated, 1,
			"solution", "waiting authority"},
		{"nor what was decided for children together", bothReturn + "1 solution best_interests value=return place=village authority", separated, 1, "solution",
			"waiting authority"},
		{"it is nobody's answer", told + "1 solution decided_for by=child value=return place=village authority", separated, 1, "solution",
			"ready asks:ada asks:bem"},
		{"it ages as an answer does", bothReturn + "-5 solution decided_for by=child value=return place=village authority", separated, 86, "solution",
			"lapsed value=return by:village_profile stale:destination.safe authority"},
		{"who may be an adult is asked as well", bothReturn + "1 solution decided_for by=child value=return place=village authority", func(s *Story) {
			separated(s)
			s.Subject.Members[2].Adult = Unknown
		}, 1, "solution", "waiting missing:age asks:child"},
		{"who has left with the child has left", gone, separated, 9, "solution", "done value=return"},
		{"a child who left before the others is where they are",
			promised + "8 departure departed by=child", separated, 9, "solution", "done value=return"},
		{"a child who follows others alone is decided for, on their own", told + "1 solution best_interests value=return place=village authority",
			follower, 1, "solution", "ready authority"},
		{"and goes", told + "1 solution decided_for by=child value=return place=village authority", follower, 1, "solution", "done value=return"},
		{"the dead and the absent are not asked", told + "1 solution by=ada place=village value=return", func(s *Story) {
			s.Subject.Members[1].Dead = true
		}, 1, "solution", "done value=return"},

		{"safety withdrawn holds every choice of that village", bothReturn, unsafe, 2, "solution",
			"blocked value=return on_hold fails:requires"},
		{"safety not known lately holds it too", bothReturn, nil, 40, "solution",
			"blocked value=return on_hold stale:destination.safe"},
		{"staying needs no village to be safe", bothStay, unsafe, 2, "solution", "done value=stay"},
		{"those on hold get no plot", bothReturn, unsafe, 2, "plot", "blocked by:solution missing:occupants missing:attestation"},
		{"those on hold do not leave, however far they are", paid, unsafe, 8, "departure", "blocked by:solution asks:ada asks:bem"},
		{"who has left has left", gone, unsafe, 400, "solution", "done value=return"},
		{"a lapsed choice does not undo a departure", gone, nil, 400, "departure", "done"},
		{"nor what comes after it", gone, nil, 400, "walls", "ready"},
		{"a lapsed choice stops a departure", paid, func(s *Story) { s.Inputs[0].Day = day0 + 90 }, 95, "departure",
			"blocked by:solution asks:ada asks:bem"},

		{"no plot for those who stay", bothStay, nil, 2, "plot", "not_applicable"},
		{"and nothing that builds on one", bothStay, nil, 2, "first_tranche", "not_applicable"},
		{"nor a calendar that counts from leaving", bothStay, nil, 2, "settled", "not_applicable"},
		{"those who stay make a plan", bothStay, nil, 2, "stay_plan", "ready"},
		{"and may close with it", bothStay + "5 stay_plan", nil, 6, "solution_reached", "ready"},
		{"a change of mind frees the plot", promised + "4 solution by=ada value=stay\n4 solution by=bem value=stay", nil, 4, "plot",
			"not_applicable undo"},
		{"a change of mind after the first payment does not send them off",
			paid + "8 solution by=ada value=stay\n8 solution by=bem value=stay", nil, 8, "departure", "not_applicable"},
		{"and creates no debt", paid + "8 solution by=ada value=stay\n8 solution by=bem value=stay", nil, 8, "first_tranche", "done"},

		{"a plot is promised after its checks", bothReturn + "3 plot promised", nil, 3, "plot",
			"ready missing:occupants missing:attestation"},
		{"a plot released is to be found again", promised + "4 plot released", nil, 4, "plot", "ready"},
		{"a payment begun waits for others", promised + "4 first_tranche owed", nil, 4, "first_tranche", "waiting"},
		{"a payment stopped can be owed again", promised + "4 first_tranche owed\n5 first_tranche stopped", nil, 5, "first_tranche",
			"ready"},
		{"an amount above the ceiling is not owed", promised, func(s *Story) {
			for range 10 {
				s.Subject.Members = append(s.Subject.Members, Member{ID: id.ID{1}, Adult: No, Age: 3})
			}
		}, 4, "first_tranche", "blocked broken:ceiling"},
		{"each adult is asked again before leaving", paid, nil, 8, "departure", "ready asks:ada asks:bem"},
		{"and not twice", paid + "8 departure willing by=ada\n8 departure willing by=bem", nil, 9, "departure", "ready"},
		{"a no-show is not gone", paid + "8 departure loaded\n8 departure no_show", nil, 8, "departure", "ready asks:ada asks:bem"},
		{"the family has left when each of them has",
			paid + "8 departure departed by=ada\n8 departure departed by=bem\n9 departure departed by=child", nil, 9, "departure",
			"done"},
		{"a birth on the way does not undo that they left one by one", apart, born(9), 12, "departure", "done"},
		{"nor that they arrived", apart + "11 departure arrived by=ada\n11 departure arrived by=bem\n11 departure arrived by=child",
			born(12), 20, "walls", "ready"},
		{"but who was there before has not left with them", apart, born(8), 12, "departure", "waiting asks:ada asks:bem"},
		{"and not before", paid + "8 departure departed by=ada\n8 departure departed by=bem", nil, 9, "departure",
			"waiting asks:ada asks:bem"},

		{"walls reported wait for the inspector", gone + "20 walls reported", nil, 20, "walls", "waiting"},
		{"walls that failed are built again", gone + "20 walls reported\n21 walls failed", nil, 21, "walls", "ready"},
		{"walls that passed are done", gone + "20 walls reported\n21 walls passed", nil, 21, "walls", "done"},
		{"the second payment waits for the walls", gone + "20 walls reported", nil, 20, "second_tranche", "blocked by:walls"},
		{"a visit waits for its day", gone, nil, 20, "settled", "waiting"},
		{"a visit is due thirty days after the departure", gone, nil, 38, "settled", "ready"},
		{"visits are made one after another", gone + "38 settled", nil, 50, "settled", "waiting"},
		{"the last visit ends the calendar", gone + "38 settled\n98 settled\n373 settled", nil, 373, "settled", "done"},
		{"a visit on the day of the departure uses up no later one", gone + "8 settled\n8 settled\n8 settled", nil, 38, "settled", "ready"},
		{"nor does one a month early", gone + "38 settled\n60 settled", nil, 98, "settled", "ready"},
		{"a visit some days early is the one that is due", gone + "30 settled", nil, 40, "settled", "waiting"},
		{"a visit late is still the one it is nearest to", gone + "60 settled", nil, 61, "settled", "waiting"},
		{"nobody waits for a visit that was passed over", gone + "373 settled", nil, 373, "settled", "done"},
		{"closing needs the word of each adult",
			gone + "38 settled\n98 settled\n373 settled\n374 solution_reached closed value=returned\n374 solution_reached agreed by=ada",
			nil, 374, "solution_reached", "waiting value=returned asks:bem"},
		{"and is done with it",
			gone + "38 settled\n98 settled\n373 settled\n374 solution_reached closed value=returned\n" +
				"374 solution_reached agreed by=ada\n374 solution_reached agreed by=bem",
			nil, 374, "solution_reached", "done value=returned"},
		{"who comes to them later does not undo the end", gone + ended, func(s *Story) {
			s.Subject.Members = append(s.Subject.Members, Member{ID: nth(4), Adult: Yes, Age: 30, Since: day0 + 400})
		}, 401, "solution_reached", "done value=returned"},
		{"nor does a child that has grown up since", gone + ended, func(s *Story) {
			s.Subject.Members[2].Adult, s.Subject.Members[2].Age, s.Subject.Members[2].Grown = Yes, 18, day0+700
		}, 800, "solution_reached", "done value=returned"},
		{"for children alone somebody must agree", gone + "374 solution_reached closed value=returned", childAlone, 374, "solution_reached",
			"blocked value=returned by:stay_plan by:settled missing:guardian"},
		{"and it ends on that word", gone + "374 solution_reached closed value=returned\n374 solution_reached agreed", childAlone, 374,
			"solution_reached", "done value=returned"},
		{"where nobody lives any more nobody is asked", "374 solution_reached closed value=died",
			func(s *Story) { s.Subject.Members = nil }, 374, "solution_reached", "done value=died"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			story := family().with(t, c.marks)
			if c.change != nil {
				c.change(story)
			}
			got := w.Evaluate(story, day0+clock.Day(c.day)).Step(c.step)
			if s := say(got); s != c.want {
				t.Errorf("%s on day %d:\n got %s\nwant %s", c.step, c.day, s, c.want)
			}
		})
	}
}

func TestStayIsAlwaysOpen(t *testing.T) {
	w := mustParse(t, homeward).Pathway("solution")
	story := family()
	story.Inputs = nil
	if got := w.Evaluate(story, day0).Step("solution").Open; !slices.Equal(got, []string{"stay"}) {
		t.Errorf("untold, with no village in sight, open are %v", got)
	}
	if got := w.Evaluate(family().with(t, told), day0).Step("solution").Open; len(got) != 3 {
		t.Errorf("told of a safe village, open are %v", got)
	}
}

func TestAmountsAreWholeAndFrozenWhenOwed(t *testing.T) {
	w := mustParse(t, homeward).Pathway("solution")
	before := w.Evaluate(family().with(t, promised), day0+4).Step("first_tranche")
	if before.Amount() != 2000*3+12000+3000*3 || len(before.Amounts) != 3 || before.Amounts[0].Name != "transport" {
		t.Errorf("owed today: %v", before.Amounts)
	}
	story := family().with(t, paid)
	for i := range story.Marks {
		if story.Marks[i].State == Owed {
			story.Marks[i].Details = &Details{Numbers: []Term{{"transport", 111}}}
		}
	}
	story.Subject.Members = story.Subject.Members[:1]
	if got := w.Evaluate(story, day0+9).Step("first_tranche").Amount(); got != 111 {
		t.Errorf("a birth or a death after it was owed changed the amount to %d", got)
	}
}

func TestNextChange(t *testing.T) {
	w := mustParse(t, homeward).Pathway("solution")
	for _, c := range []struct {
		what  string
		marks string
		day   int
		want  int
	}{
		{"the village's safety grows old first", bothReturn, 1, 31},
		{"then what was told", bothReturn, 31, 61},
		{"a visit falls due", gone, 35, 38},
	} {
		got := w.Evaluate(family().with(t, c.marks), day0+clock.Day(c.day)).Next
		if got != day0+clock.Day(c.want) {
			t.Errorf("%s: day %d, want %d", c.what, got-day0, c.want)
		}
	}
}

func TestFiguresCountCells(t *testing.T) {
	p := mustParse(t, homeward)
	w := p.Pathway("solution")
	st := w.Evaluate(family().with(t, gone), day0+20)
	var got []string
	p.Figure("left").Cells(st, func(by []string, n int64) { got = append(got, fmt.Sprint(strings.Join(by, " "), " ", n)) })
	tail := " " + nth(20).String() + " " + village.String() + " 2026-02 1"
	want := []string{"female 18-59 no" + tail, "male 60+ yes" + tail, "female 5-11 no" + tail}
	if !slices.Equal(got, want) {
		t.Errorf("left the sites:\n got %v\nwant %v", got, want)
	}
	got = nil
	p.Figure("left_in").Cells(st, func(by []string, n int64) { got = append(got, fmt.Sprint(by, n)) })
	if !slices.Equal(got, []string{"[2026] 1", "[2026] 1", "[2026] 1"}) {
		t.Errorf("left by year: %v", got)
	}
	p.Figure("undecided").Cells(st, func([]string, int64) { t.Error("who has left is not undecided") })
	got = nil
	p.Figure("paid").Cells(st, func(by []string, n int64) { got = append(got, fmt.Sprint(by, n)) })
	if !slices.Equal(got, []string{"[return] 0"}) {
		t.Errorf("paid without a frozen amount: %v", got)
	}
	if !p.Figure("undecided").Holds(w.Evaluate(family(), day0), nil) {
		t.Error("a household nobody has asked is undecided")
	}
}

// builtFirst is a way on which the house stands before anybody leaves for it.
const builtFirst = `
programme: rebuilt
currency: EUR
inputs:
  destination: {from: commons.place, max_age: 365d}
pathways:
  home:
    for: household
    steps:
      - tell: told
        to: destination
      - choose: solution
        options: [return, stay]
        needs: [told]
        valid: 90d
      - ask: plan
        when: solution == "stay"
        needs: [solution]
      - build: walls
        when: solution != "stay"
        needs: [solution]
      - move: departure
        needs: [walls, solution]
      - close: ended
        needs: [departure, plan]
`

// TestAHouseBuiltBeforeTheyLeaveDoesNotChooseForThem: promise 1 holds however far along they are.
func TestAHouseBuiltBeforeTheyLeaveDoesNotChooseForThem(t *testing.T) {
	w := mustParse(t, builtFirst).Pathway("home")
	const both = "0 told\n1 solution by=ada place=village value=return\n1 solution by=bem place=village value=return\n"
	const built = both + "2 walls reported\n"
	const left = built + "3 departure departed\n"
	for _, c := range []struct {
		rule, marks string
		day         int
		want        string
	}{
		{"a house stands, and they may go", built, 3, "ready"},
		{"walls stand, and their choice grew old", built, 92, "blocked by:solution"},
		{"walls stand, and one changed her mind", built + "3 solution by=ada place=village value=return withdrawn\n", 4, "blocked by:solution"},
		{"who has left is not asked again", left, 400, "done"},
	} {
		if got := say(w.Evaluate(family().with(t, c.marks), day0+clock.Day(c.day)).Step("departure")); got != c.want {
			t.Errorf("%s: %s, want %s", c.rule, got, c.want)
		}
	}
	if got := w.Evaluate(family().with(t, left), day0+400).Step("solution"); got.Status != Done {
		t.Errorf("after they left the choice is %s", got.Status)
	}
	stayed := "1 solution by=ada value=stay\n1 solution by=bem value=stay\n2 plan\n3 ended closed value=integrated_locally\n3 ended agreed by=ada\n3 ended agreed by=bem\n"
	if got := w.Evaluate(family().with(t, stayed), day0+400).Step("solution"); got.Status != Done {
		t.Errorf("after the end of those who stayed the choice is %s", got.Status)
	}
}

// TestANoThatExpiresStopsNobodyAfterItsTime: those who are to receive a family and say that they are not ready stop it for thirty days, and never a
// family that is in danger.
func TestANoThatExpiresStopsNobodyAfterItsTime(t *testing.T) {
	w := mustParse(t, `
programme: received
pathways:
  way:
    for: case
    steps:
      - decide: urgent
        by: protection_officer
        optional: true
      - decide: received
        authority: community
        by: protection_officer
        valid: 90d
        expires: 30d
        optional: true
      - move: flight
        requires: urgent.done || received.done || received.expired
figures:
  asked_again: {count: cases, where: received.expired}
`).Pathway("way")
	for _, c := range []struct {
		name, marks    string
		day            clock.Day
		flight, answer Status
		next           clock.Day
	}{
		{"nobody was asked", "", 0, Blocked, Ready, clock.NoDay},
		{"not ready", "0 received refusal", 30, Blocked, Blocked, day0 + 31},
		{"not ready, a month ago", "0 received refusal", 31, Ready, Ready, clock.NoDay},
		{"not ready, said again", "0 received refusal\n20 received refusal", 31, Blocked, Blocked, day0 + 51},
		{"not ready, and in danger", "0 received refusal\n1 urgent approval", 2, Ready, Blocked, day0 + 31},
		{"ready", "0 received refusal\n1 received approval", 40, Ready, Done, day0 + 92},
		{"ready, long ago", "0 received approval", 91, Blocked, Lapsed, clock.NoDay},
		{"ready, long ago, and in danger", "0 received approval\n90 urgent approval", 91, Ready, Lapsed, clock.NoDay},
	} {
		st := w.Evaluate(family().with(t, c.marks), day0+c.day)
		if got := st.Step("flight").Status; got != c.flight {
			t.Errorf("%s: the flight is %s", c.name, got)
		}
		if got := st.Step("received").Status; got != c.answer || st.Next != c.next {
			t.Errorf("%s: the answer is %s, until %s", c.name, got, st.Next)
		}
	}
}

// TestADecisionAboutAPlaceIsNoneAboutAnother: what one State decided, yes or no, another has yet to decide.
func TestADecisionAboutAPlaceIsNoneAboutAnother(t *testing.T) {
	w := mustParse(t, `
programme: taken
inputs:
  destination: {from: commons.place, max_age: 365d}
pathways:
  way:
    for: case
    steps:
      - decide: decision
        to: destination
        authority: receiving_state
        by: protection_officer
      - move: flight
        needs: [decision]
figures:
  refused: {count: cases, where: decision.refusal}
`).Pathway("way")
	for _, c := range []struct {
		marks            string
		decision, flight Status
	}{
		{"0 decision approval place=village", Done, Ready},
		{"0 decision approval place=other", Ready, Blocked},
		{"0 decision refusal place=other", Ready, Blocked},
		{"0 decision refusal place=village\n1 decision approval place=other", Blocked, Blocked},
		{"0 decision refusal place=other\n1 decision approval place=village", Done, Ready},
		{"0 decision approval", Done, Ready},
	} {
		st := w.Evaluate(family().with(t, c.marks), day0+2)
		if got := st.Step("decision").Status; got != c.decision {
			t.Errorf("%q: the decision is %s", c.marks, got)
		}
		if got := st.Step("flight").Status; got != c.flight {
			t.Errorf("%q: the flight is %s", c.marks, got)
		}
	}
}

// What each adult must have heard is not less because another step stands between the telling and the choice.
func TestATellingCountsForEachAdultAlsoInTurn(t *testing.T) {
	between := strings.Replace(homeward, `        optional: true
      - choose: solution`, `        needs: [village_profile]
      - choose: solution`, 1)
	inTurn := strings.Replace(between, "needs: [village_profile]\n        requires", "needs: [go_and_see]\n        requires", 1)
	mayBeLeft := strings.Replace(inTurn, "        valid: 60d", "        valid: 60d\n        optional: true", 1)
	onlyAda := "0 village_profile by=ada place=village\n0 go_and_see place=village\n" +
		"1 solution by=ada place=village value=return\n1 solution by=bem place=village value=return\n"
	for _, c := range []struct{ rule, file, marks, want string }{
		{"who was not told has not chosen", inTurn, onlyAda, "waiting asks:bem"},
		{"both were told together", inTurn, "0 go_and_see place=village\n" + bothReturn, "done value=return"},
		{"what may be left out need not have been heard", mayBeLeft, onlyAda, "done value=return"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			w := mustParse(t, c.file).Pathway("solution")
			if got := say(w.Evaluate(family().with(t, c.marks), day0+2).Step("solution")); got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
		})
	}
}

// What was told before an earlier choice was for that one.
func TestATellingBelongsToTheNextChoice(t *testing.T) {
	again := strings.Replace(homeward, "      - ask: stay_plan", `      - choose: aim
        options: [work, study]
        by: each_adult
        needs: [solution]
      - ask: stay_plan`, 1)
	w := mustParse(t, again).Pathway("solution")
	if got := w.Tellings("aim"); len(got) != 0 {
		t.Errorf("to choose an aim they must have heard %s", got[0].ID)
	}
	if got := w.Tellings("solution"); len(got) != 1 || got[0].ID != "village_profile" {
		t.Errorf("to choose a solution they must have heard %d things", len(got))
	}
}
