// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"safar/kernel/clock"
	"safar/kernel/id"
)

// anyStory draws a household and whatever may have been noted of it, in order of day; also what could never happen.
func anyStory(w *Pathway) *rapid.Generator[*Story] {
	return rapid.Custom(func(t *rapid.T) *Story {
		s := &Story{Opened: day0, Subject: Subject{Kind: "household", ID: nth(9), Site: nth(20)}}
		for i := range rapid.IntRange(0, 4).Draw(t, "members") {
			s.Subject.Members = append(s.Subject.Members, Member{ID: nth(byte(i + 1)), Adult: Tri(rapid.IntRange(0, 2).Draw(t, "adult")),
				Age: int8(rapid.IntRange(-1, 90).Draw(t, "age")), Sex: Sex(rapid.IntRange(0, 3).Draw(t, "sex")),
				Dead: rapid.IntRange(0, 5).Draw(t, "dead") == 0, Away: rapid.IntRange(0, 5).Draw(t, "away") == 0,
				Separated: rapid.IntRange(0, 3).Draw(t, "separated") == 0})
		}
		for range rapid.IntRange(0, 40).Draw(t, "marks") {
			s.Marks = append(s.Marks, anyMark(w).Draw(t, "mark"))
		}
		slices.SortStableFunc(s.Marks, func(a, b Mark) int { return int(a.Day - b.Day) })
		if rapid.Bool().Draw(t, "destination") {
			s.Inputs = []Input{{Name: "destination", Day: anyDay(t), Place: village,
				Fields: []Field{{"safe", Bool(rapid.Bool().Draw(t, "safe"))}}}}
		}
		return s
	})
}

func anyDay(t *rapid.T) clock.Day { return day0 + clock.Day(rapid.IntRange(0, 500).Draw(t, "day")) }

func anyMark(w *Pathway) *rapid.Generator[Mark] {
	return rapid.Custom(func(t *rapid.T) Mark {
		s := rapid.SampledFrom(w.Steps).Draw(t, "step")
		m := Mark{Step: s.ID, Day: anyDay(t), Until: clock.NoDay, Withdrawn: rapid.IntRange(0, 9).Draw(t, "withdrawn") == 0,
			State: State(rapid.IntRange(0, int(lastState)-1).Draw(t, "state")), By: nth(byte(rapid.IntRange(0, 4).Draw(t, "by")))}
		if rapid.Bool().Draw(t, "of the verb") {
			m.State = rapid.SampledFrom(s.Verb.States).Draw(t, "state of the verb")
		}
		if rapid.Bool().Draw(t, "of the whole") {
			m.By = id.ID{}
		}
		m.Value = rapid.SampledFrom([]string{"", "return", "stay", "relocate", "occupants", "attestation", "30d", "nonsense"}).Draw(t, "value")
		m.Place = rapid.SampledFrom([]id.ID{{}, village, other}).Draw(t, "place")
		if rapid.IntRange(0, 5).Draw(t, "details") == 0 {
			m.Details = rapid.SampledFrom([]*Details{{Guardian: nth(77)}, {Authority: nth(78)}}).Draw(t, "who stands in")
		}
		return m
	})
}

// copied returns a standing that outlives its evaluator.
func copied(st *Standing) []StepStanding {
	out := slices.Clone(st.Steps)
	for i := range out {
		out[i].Missing, out[i].Members, out[i].Amounts = slices.Clone(out[i].Missing), slices.Clone(out[i].Members), slices.Clone(out[i].Amounts)
		out[i].Children = slices.Clone(out[i].Children)
	}
	return out
}

func TestWhateverWasNotedTheRulesStand(t *testing.T) {
	p := mustParse(t, homeward)
	w := p.Pathway("solution")
	e := w.NewEvaluator()
	rapid.Check(t, func(t *rapid.T) {
		story, today := anyStory(w).Draw(t, "story"), anyDay(t)
		st := e.Evaluate(story, today)
		adults := slices.ContainsFunc(story.Subject.Members, func(m Member) bool { return m.here() && m.Adult == Yes })
		choice, departure := st.Step("solution"), st.Step("departure")
		if choice.Status == Done && !adults && !slices.ContainsFunc(story.Marks, func(m Mark) bool {
			return m.State == BestInterests && m.Details != nil && !m.Details.Authority.IsZero() && !m.Withdrawn
		}) && departure.Status != Done && st.Step("solution_reached").Status != Done { // what has ended is told as it was decided then
			t.Fatal("zero adults and no decision of the child-protection authority made a choice")
		}
		if choice.Status == Done && adults && departure.Status != Done && st.Step("solution_reached").Status != Done {
			decidedForEach(t, story, choice)
		}
		if departure.Status == Ready && (!choice.Sound() || choice.Value == Stay) {
			t.Fatalf("may leave without a current choice to leave: %s", say(choice))
		}
		if safe := story.input("destination"); departure.Status == Ready && (safe == nil || !safe.Fields[0].Value.IsTrue()) {
			t.Fatal("may leave for a village that is not known to be safe")
		}
		for i := range st.Steps {
			o := &st.Steps[i]
			if o.Status == Done && o.Step.Verb == payVerb && !o.Reached(Delivered) {
				t.Fatal("paid and not delivered")
			}
			if (o.Status == Done) != (o.Status == Done && o.done) || o.Status == Blocked && o.blockers == 0 && o.Failed == nil &&
				len(o.Missing) == 0 && !o.Reached(Refusal) {
				t.Fatalf("%s: %s says nothing of why", o.Step.ID, say(o))
			}
		}
		if st.Next.Known() && st.Next <= today {
			t.Fatal("the next change lies in the past")
		}
		for _, f := range p.Figures {
			f.Cells(st, func(by []string, n int64) {
				if len(by) != len(f.By) || n < 0 {
					t.Fatal(f.ID, by, n)
				}
			})
		}
	})
}

// decidedForEach holds that the authority decided for each separated child who has not left, and the same as what all chose.
func decidedForEach(t *rapid.T, story *Story, choice *StepStanding) {
	for _, m := range story.Subject.Members {
		left := slices.ContainsFunc(story.Marks, func(k Mark) bool {
			return (k.State == Departed || k.State == Arrived) && !k.Withdrawn && (k.By.IsZero() || k.By == m.ID)
		})
		if !m.here() || !m.Separated || left {
			continue
		}
		if !slices.ContainsFunc(story.Marks, func(k Mark) bool {
			return k.State == DecidedFor && k.By == m.ID && k.AuthorityDecided() && k.Value == choice.Value && (k.Place == choice.Place || k.Value == Stay)
		}) {
			t.Fatalf("a choice was made over a separated child: %s", say(choice))
		}
	}
}

func TestAnEvaluatorRemembersNothing(t *testing.T) {
	w := mustParse(t, homeward).Pathway("solution")
	e := w.NewEvaluator()
	rapid.Check(t, func(t *rapid.T) {
		before, story, today := anyStory(w).Draw(t, "before"), anyStory(w).Draw(t, "story"), anyDay(t)
		e.Evaluate(before, today)
		got, want := copied(e.Evaluate(story, today)), copied(w.Evaluate(story, today))
		for i := range got {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Fatalf("%s: %s, alone %s", got[i].Step.ID, say(&got[i]), say(&want[i]))
			}
		}
	})
}

func TestMarksOfOtherStepsUndoNoDeed(t *testing.T) {
	w := mustParse(t, homeward).Pathway("solution")
	rapid.Check(t, func(t *rapid.T) {
		story, today := anyStory(w).Draw(t, "story"), anyDay(t)
		before := copied(w.Evaluate(story, today))
		m := anyMark(w).Draw(t, "another")
		more := *story
		more.Marks = append(slices.Clone(story.Marks), m)
		slices.SortStableFunc(more.Marks, func(a, b Mark) int { return int(a.Day - b.Day) })
		for i, o := range w.Evaluate(&more, today).Steps {
			if o.Step.ID == m.Step || !o.Step.Verb.Lasting || len(o.Step.At) > 0 {
				continue
			}
			if before[i].Status == Done && o.Status != Done {
				t.Fatalf("a mark on %s undid %s", m.Step, o.Step.ID)
			}
		}
	})
}

// TestTimeUndoesNoDeed holds that time alone makes nothing done, and undoes only what says that it lapses.
func TestTimeOnlyLapses(t *testing.T) {
	w := mustParse(t, homeward).Pathway("solution")
	rapid.Check(t, func(t *rapid.T) {
		story, today := anyStory(w).Draw(t, "story"), anyDay(t)
		before := copied(w.Evaluate(story, today))
		later := w.Evaluate(story, today+clock.Day(rapid.IntRange(0, 400).Draw(t, "later"))).Steps
		for i := range later {
			was, is := before[i].Status, later[i].Status
			if was != Done && is == Done {
				t.Fatalf("time alone did %s: %s", later[i].Step.ID, say(&later[i]))
			}
			if was == Done && is != Done && later[i].Step.Verb.Lasting {
				t.Fatalf("time alone undid %s", later[i].Step.ID)
			}
		}
	})
}

// TestNothingChangesBeforeNext holds Standing.Next to its word.
func TestNothingChangesBeforeNext(t *testing.T) {
	w := mustParse(t, homeward).Pathway("solution")
	rapid.Check(t, func(t *rapid.T) {
		story, today := anyStory(w).Draw(t, "story"), anyDay(t)
		st := w.Evaluate(story, today)
		until := today + 700
		if st.Next.Known() {
			until = st.Next - 1
		}
		before := copied(st)
		for i, o := range w.Evaluate(story, until).Steps {
			if o.Status != before[i].Status {
				t.Fatalf("%s was %s and is %s on day %d, before the next change %d", o.Step.ID, before[i].Status, o.Status, until-day0, st.Next-day0)
			}
		}
	})
}

// FuzzParse reads anything: it never panics, always says where, and what it accepts can be evaluated.
func FuzzParse(f *testing.F) {
	f.Add(homeward)
	for _, text := range []string{"", "a", "- ", "programme: p\npathways: {a: {for: household, steps: [{ask: b}]}}", "{", "a: &b\n", "\t",
		"programme: p\npathways:\n  a:\n    for: site\n    steps:\n      - check: b\n        at: [1d]\n      - decide: c\n        by: d\n        when: |\n          b\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		guard := time.AfterFunc(5*time.Second, func() { panic("takes longer than anybody waits: " + strconv.Quote(text)) })
		defer guard.Stop()
		p, err := Parse("f.yaml", []byte(text))
		if err != nil {
			ps, ok := err.(Problems)
			if !ok || len(ps.Refusals()) == 0 {
				t.Fatalf("%T: %v", err, err)
			}
			ps.Show(english)
			return
		}
		for _, w := range p.Pathways {
			w.Evaluate(family(), day0)
		}
		if _, ps := Migration(p, p, nil); len(ps) > 0 {
			t.Fatal(ps.Show(english))
		}
	})
}
