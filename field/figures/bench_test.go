// SPDX-License-Identifier: Apache-2.0

package figures_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"runtime"
	"testing"

	"safar/desk"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// kalemie fills a world with households in the mix of the Kalemie operation: of a hundred, 87 have left, five people each.
func (w *world) kalemie(b *testing.B, households int) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	today := w.desk.Today()
	var families []family
	w.many(b, households, func(int) desk.Command {
		members := []people.Member{{Born: born(1990, 1, 1), Sex: people.Female, Relation: people.Head, Disability: people.No},
			{Born: born(1985, 6, 15), Sex: people.Male, Relation: people.Spouse, Disability: people.Yes}}
		for range 3 {
			members = append(members, people.Member{Born: born(2009+r.IntN(16), 1, 1), Sex: people.Sex(1 + r.IntN(2)), Disability: people.No})
		}
		return people.Register{Site: w.sites[r.IntN(len(w.sites))], Arrived: today - 400, Language: "sw", Consent: "yes", Members: members}
	}, func(ids []id.ID) { families = append(families, family{household: ids[0], people: ids[1:]}) })
	at := 0
	w.many(b, households, func(i int) desk.Command {
		return journey.Start{Programme: tanganyika, Pathway: "solution", Subject: families[i].household}
	}, func(ids []id.ID) { families[at].journey = ids[0]; at++ })
	var notes []desk.Command
	for _, f := range families {
		notes = append(notes, w.way(r, f, today)...)
	}
	w.many(b, len(notes), func(i int) desk.Command { return notes[i] }, func([]id.ID) {})
}

// way is what has happened on the journey of a family.
func (w *world) way(r *rand.Rand, f family, today clock.Day) []desk.Command {
	day := today - 60 - clock.Day(r.IntN(300))
	village := w.villages[r.IntN(len(w.villages))]
	all := []desk.Command{note{Journey: f.journey, Step: "intention", Day: day - 60}}
	mark := func(step string, after clock.Day, states ...programme.State) {
		for _, s := range states {
			all = append(all, note{Journey: f.journey, Step: step, State: s, Place: village, Day: day + after})
		}
	}
	mark("village_profile", -50, programme.Happened)
	for _, adult := range f.people[:2] {
		all = append(all, note{Journey: f.journey, Step: "solution", By: adult, Place: village, Value: "return", Day: day - 40})
	}
	if r.IntN(100) >= 87 {
		return all
	}
	mark("plot", -30, programme.Checked, programme.Checked, programme.Checked, programme.Checked, programme.Promised)
	all = append(all, note{Journey: f.journey, Step: "first_tranche", State: programme.Owed, Minor: 22000, Day: day - 10})
	mark("first_tranche", -10, programme.Listed, programme.Approved, programme.Delivered)
	mark("departure", 0, programme.Loaded, programme.Boarded, programme.Departed, programme.Arrived)
	mark("foundation", 20, programme.Reported, programme.Passed)
	mark("walls", 30, programme.Reported, programme.Passed)
	mark("second_tranche", 35, programme.Owed, programme.Listed, programme.Approved, programme.Delivered)
	mark("settled", 30, programme.Happened)
	return all
}

// many does many commands that must succeed.
func (w *world) many(b *testing.B, n int, command func(int) desk.Command, done func([]id.ID)) {
	b.Helper()
	for from := 0; from < n; from += 4000 {
		var part []desk.Numbered
		for i := from; i < min(from+4000, n); i++ {
			part = append(part, desk.Numbered{ID: id.New(), Command: command(i)})
		}
		for _, o := range w.desk.DoAll(context.Background(), w.actor, w.caseload, part) {
			must(b, o.Err)
			done(o.Receipt.IDs)
		}
	}
}

// memory returns the bytes that are in use.
func memory() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkBoard measures an operation of the size of Kalemie: 4,270 households of five, most of whom have left.
func BenchmarkBoard(b *testing.B) {
	w := newWorld(b)
	w.kalemie(b, 4270)
	before := memory()
	board := w.board(b)
	w.all(b, board)
	takes := float64(memory()-before) / 1e6
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			w.board(b).Close()
		}
		b.ReportMetric(takes, "MB-held")
	})
	b.Run("first_count", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			fresh := w.board(b)
			b.StartTimer()
			w.total(b, fresh, "left_the_sites")
			b.StopTimer()
			fresh.Close()
			b.StartTimer()
		}
	})
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			w.count(b, board, "left_the_sites", by("sex"), by("age"))
		}
	})
	b.Run("count_after_a_change", func(b *testing.B) {
		f := w.register(b, w.sites[0])
		for b.Loop() {
			w.do(b, note{Journey: f.journey, Step: "intention"})
			w.total(b, board, "left_the_sites")
		}
	})
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			text, err := json.Marshal(w.all(b, board))
			must(b, err)
			b.ReportMetric(float64(len(text)), "bytes")
		}
	})
	b.Run("facts", func(b *testing.B) {
		for b.Loop() {
			facts, err := board.Facts(b.Context(), w.actor, "left_the_sites", figures.Page{})
			must(b, err)
			b.ReportMetric(float64(len(facts)), "facts")
		}
	})
	b.Run("as_of", func(b *testing.B) {
		for b.Loop() {
			past, err := board.AsOf(b.Context(), w.actor, w.desk.Today())
			must(b, err)
			w.total(b, past, "left_the_sites")
			b.ReportMetric(float64(past.Late), "late")
		}
	})
}
