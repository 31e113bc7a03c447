// SPDX-License-Identifier: Apache-2.0

package programmes

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
)

const today = clock.Day(20779) // 2026-11-22

// operation makes households of the Tanganyika programme in the mix of the Kalemie operation: of every hundred, 87 have
// left (62 of them with a house under roof, 11 with walls), 5 are undecided, 3 stay, 1 disagrees, 1 is on hold, 3 are ready.
func operation(n int) []*programme.Story {
	r := rand.New(rand.NewPCG(1, 2))
	villages := make([]id.ID, 15)
	for i := range villages {
		villages[i] = id.ID{1, byte(i)}
	}
	out := make([]*programme.Story, n)
	for i := range out {
		out[i] = household(r, i, villages[r.IntN(len(villages))])
	}
	return out
}

func household(r *rand.Rand, i int, village id.ID) *programme.Story {
	s := &programme.Story{Opened: today - 500, Subject: programme.Subject{Kind: "household", ID: id.ID{2, byte(i >> 16), byte(i >> 8), byte(i)},
		Attributes: []programme.Field{{Name: "origin", Value: programme.Text("Nyunzu")}}}}
	for k := range 3 + r.IntN(5) {
		adult, age := programme.No, int8(r.IntN(18))
		if k < 2 {
			adult, age = programme.Yes, int8(18+r.IntN(50))
		}
		s.Subject.Members = append(s.Subject.Members, programme.Member{ID: id.ID{3, byte(i >> 16), byte(i >> 8), byte(i), byte(k)}, Adult: adult,
			Age: age, Sex: programme.Sex(1 + k%2), Disability: programme.No})
	}
	safe := programme.Field{Name: "safe", Value: programme.Bool(true)}
	s.Inputs = []programme.Input{{Name: "destination", Day: today - 10, Place: village, Fields: []programme.Field{safe}}}
	mark := func(day clock.Day, step string, state programme.State, value string) {
		s.Marks = append(s.Marks, programme.Mark{Step: step, State: state, Day: day, Until: clock.NoDay, Place: village, Value: value})
	}
	choose := func(day clock.Day, values ...string) {
		for k, v := range values {
			s.Marks = append(s.Marks, programme.Mark{Step: "solution", Day: day, Until: clock.NoDay, By: s.Subject.Members[k].ID, Place: village, Value: v})
		}
	}
	mark(today-400, "intention", programme.Happened, "")
	lot := r.IntN(100)
	if lot >= 87 {
		mark(today-20, "village_profile", programme.Happened, "")
	}
	switch {
	case lot < 87:
		left(r, mark, choose, lot)
	case lot < 92:
	case lot < 95:
		choose(today-10, "stay", "stay")
		mark(today-5, "stay_plan", programme.Happened, "")
	case lot < 96:
		choose(today-10, "stay", "return")
	case lot < 97:
		choose(today-10, "return", "return")
		s.Inputs[0].Fields[0].Value = programme.Bool(false)
	default:
		choose(today-10, "return", "return")
	}
	return s
}

// left marks the way of a household that has left, as far as its lot says.
func left(r *rand.Rand, mark func(clock.Day, string, programme.State, string), choose func(clock.Day, ...string), lot int) {
	day := today - 60 - clock.Day(r.IntN(300))
	mark(day-50, "village_profile", programme.Happened, "")
	mark(day-45, "go_and_see", programme.Happened, "")
	choose(day-40, "return", "return")
	for k, check := range []string{"occupants", "customary_authority", "state_authority", "attestation"} {
		mark(day-35+clock.Day(k), "plot", programme.Checked, check)
	}
	mark(day-30, "plot", programme.Promised, "")
	paid := func(day clock.Day, step string) {
		for _, state := range []programme.State{programme.Owed, programme.Listed, programme.Approved, programme.Delivered} {
			mark(day, step, state, "")
		}
	}
	built := func(day clock.Day, step string) {
		mark(day, step, programme.Reported, "")
		mark(day+2, step, programme.Passed, "")
	}
	paid(day-10, "first_tranche")
	for _, state := range []programme.State{programme.Loaded, programme.Boarded, programme.Departed, programme.Arrived} {
		mark(day, "departure", state, "convoy")
	}
	built(day+20, "foundation")
	if lot < 73 {
		built(day+30, "walls")
		paid(day+35, "second_tranche")
	}
	if lot < 62 {
		built(day+45, "roof")
		paid(day+50, "third_tranche")
	}
	for _, after := range []clock.Day{30, 90, 180} {
		if day+after < today {
			mark(day+after, "settled", programme.Happened, "")
		}
	}
}

// BenchmarkEvaluate evaluates one household's journey; 4,000 different ones stand in memory.
func BenchmarkEvaluate(b *testing.B) {
	folder, err := load("durable_solutions_tanganyika")
	if err != nil {
		b.Fatal(err)
	}
	e := folder.Programme.Pathway("solution").NewEvaluator()
	stories := operation(4000)
	marks := 0
	for _, s := range stories {
		marks += len(s.Marks)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e.Evaluate(stories[i%len(stories)], today)
	}
	b.ReportMetric(float64(marks)/float64(len(stories)), "marks/journey")
}

// BenchmarkJourneys evaluates 240,000 different journeys on two goroutines.
func BenchmarkJourneys(b *testing.B) {
	folder, err := load("durable_solutions_tanganyika")
	if err != nil {
		b.Fatal(err)
	}
	w := folder.Programme.Pathway("solution")
	stories := operation(240_000)
	b.ReportAllocs()
	for b.Loop() {
		var both sync.WaitGroup
		for half := range 2 {
			both.Go(func() {
				e := w.NewEvaluator()
				for i := half; i < len(stories); i += 2 {
					e.Evaluate(stories[i], today)
				}
			})
		}
		both.Wait()
	}
}

// BenchmarkFigures evaluates 24,000 journeys and counts every figure of the programme over them.
func BenchmarkFigures(b *testing.B) {
	folder, err := load("durable_solutions_tanganyika")
	if err != nil {
		b.Fatal(err)
	}
	w := folder.Programme.Pathway("solution")
	stories := operation(24_000)
	e := w.NewEvaluator()
	b.ReportAllocs()
	for b.Loop() {
		counts := map[string]int64{}
		for _, s := range stories {
			st := e.Evaluate(s, today)
			for _, f := range folder.Programme.Figures {
				if f.Pathway == w {
					f.Cells(st, func(_ []string, n int64) { counts[f.ID] += n })
				}
			}
		}
		if counts["households_left"] < 20_000 || counts["on_hold"] == 0 || counts["disagree"] == 0 {
			b.Fatal(fmt.Sprint(counts))
		}
	}
}
