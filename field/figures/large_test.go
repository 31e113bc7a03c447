// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// large fills a board with households of five in the mix of the Kalemie operation, from states as the register holds them.
func large(b *testing.B, households int) (*Board, func()) {
	b.Helper()
	source, err := os.ReadFile(filepath.Join("..", "..", "programmes", "durable_solutions_tanganyika", "programme.yaml"))
	if err != nil {
		b.Fatal(err)
	}
	p, err := journey.Parsed(source)
	if err != nil {
		b.Fatal(err)
	}
	board := newBoard(nil, access.Scope{Compartment: access.General}, p.ID)
	board.takeVersion(&journey.Published{Programme: p.ID, Hash: p.Hash(), Source: source})
	r := rand.New(rand.NewPCG(1, 2))
	villages := make([]id.ID, 15)
	for i := range villages {
		villages[i] = id.ID{9, byte(i)}
		place := &places.Place{Kind: places.Village}
		place.Safety = []places.Standing{{Decided: standing(places.Safety{Safe: true, Day: benchDay - 5})}}
		board.take(villages[i], place)
	}
	return board, func() {
		for i := range households {
			fill(board, r, i, p, villages[r.IntN(len(villages))])
		}
	}
}

const benchDay = clock.Day(20779) // 2026-11-22

func standing[T any](v T) (h register.Held[T]) {
	h.Standing = []register.Stated[T]{{Value: v}}
	return h
}

func fill(b *Board, r *rand.Rand, i int, p *programme.Programme, village id.ID) {
	at := func(kind, k byte) id.ID { return id.ID{kind, byte(i >> 16), byte(i >> 8), byte(i), k} }
	b.take(at(1, 0), &people.Household{Site: standing(id.ID{8, byte(r.IntN(5))})})
	for k := range byte(5) {
		year := 1970 + r.IntN(30)
		if k > 1 {
			year = 2009 + r.IntN(16)
		}
		b.take(at(2, k), &people.Person{Household: standing(people.Membership{Household: at(1, 0)}), BornYear: int16(year),
			Sex: standing(people.Sex(1 + k%2)), Disability: standing(people.No)})
	}
	j := &journey.Journey{Subject: at(1, 0), Kind: "household", Pathway: "solution", Opened: benchDay - 500,
		Version: standing(journey.Version{Programme: p.ID, Hash: p.Hash()})}
	walk(r, j, village, at(2, 0), at(2, 1))
	b.take(at(3, 0), j)
}

// walk marks what has happened on a journey.
func walk(r *rand.Rand, j *journey.Journey, village id.ID, adults ...id.ID) {
	day := benchDay - 60 - clock.Day(r.IntN(300))
	mark := func(step string, after clock.Day, states ...programme.State) {
		for _, s := range states {
			ref := journal.Ref{Seq: uint64(len(j.Marks))}
			j.Marks = append(j.Marks, journey.Mark{Step: step, State: s, Place: village, Day: day + after, Ref: ref})
		}
	}
	mark("intention", -60, programme.Happened)
	mark("village_profile", -50, programme.Happened)
	for _, adult := range adults {
		j.Marks = append(j.Marks, journey.Mark{Step: "solution", By: adult, Place: village, Value: "return", Day: day - 40})
	}
	if r.IntN(100) >= 87 {
		return
	}
	mark("plot", -30, programme.Checked, programme.Checked, programme.Checked, programme.Checked, programme.Promised)
	mark("first_tranche", -10, programme.Owed, programme.Listed, programme.Approved, programme.Delivered)
	mark("departure", 0, programme.Loaded, programme.Boarded, programme.Departed, programme.Arrived)
	mark("foundation", 20, programme.Reported, programme.Passed)
	mark("walls", 30, programme.Reported, programme.Passed)
	mark("second_tranche", 35, programme.Owed, programme.Listed, programme.Approved, programme.Delivered)
	mark("settled", 30, programme.Happened, programme.Happened)
}

// BenchmarkJourneys evaluates 240,000 household journeys in memory and counts every figure over them.
func BenchmarkJourneys(b *testing.B) {
	board, fill := large(b, 240_000)
	fill()
	for b.Loop() {
		board.today = clock.NoDay
		board.bring(benchDay)
	}
	cells, err := board.count("left_the_sites", nil)
	if err != nil || cells[0].Value < 1_000_000 {
		b.Fatal(cells, err)
	}
	b.ReportMetric(float64(len(board.tables.rows)), "journeys")
	b.ReportMetric(float64(len(board.cells)), "cells")
}

// BenchmarkPacking brings 240,000 household journeys and their people into the tables, from states that are decoded already.
func BenchmarkPacking(b *testing.B) {
	for b.Loop() {
		_, fill := large(b, 240_000)
		fill()
	}
}
