// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"context"
	"testing"
	"time"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/kernel/id"
)

// all has commands done together and demands that each is.
func (w *world) all(commands ...desk.Command) []desk.Outcome {
	w.Helper()
	numbered := make([]desk.Numbered, len(commands))
	for i, c := range commands {
		numbered[i] = desk.Numbered{ID: id.New(), Command: c}
	}
	outcomes := w.desk.DoAll(context.Background(), w.actor, w.scope, numbered)
	for i, o := range outcomes {
		if o.Err != nil {
			w.Fatalf("%T: %v", commands[i], o.Err)
		}
	}
	return outcomes
}

// convoy makes n households of five who have chosen a village, and a trip with trucks for all of them.
func (w *world) convoy(n int) (homes []home, village, trip id.ID) {
	w.Helper()
	village = w.village()
	var registrations, starts, tellings, answers, plots []desk.Command
	for range n {
		c := people.Register{Site: w.site, Arrived: w.desk.Today(), Card: id.New().String()}
		for _, age := range []int{38, 35, 12, 7, 1} {
			c.Members = append(c.Members, w.aged(age, people.Head))
		}
		registrations = append(registrations, c)
	}
	for _, o := range w.all(registrations...) {
		h := home{household: o.Receipt.IDs[0], adults: o.Receipt.IDs[1:3], children: o.Receipt.IDs[3:]}
		homes = append(homes, h)
		starts = append(starts, journey.Start{Programme: "homeward", Pathway: "solution", Subject: h.household})
	}
	for i, o := range w.all(starts...) {
		homes[i].journey = o.Receipt.IDs[0]
		tellings = append(tellings, tell(homes[i], village))
		answers = append(answers, answer(homes[i], homes[i].adults[0], village), answer(homes[i], homes[i].adults[1], village))
		plots = append(plots, capacity.Promise{Journey: homes[i].journey, Step: "plot", Place: village, Unit: i + 1})
	}
	w.all(tellings...)
	w.all(answers...)
	w.all(plots...)
	seats := make([]int, (n+5)/6)
	for i := range seats {
		seats[i] = 30
	}
	return homes, village, w.trip(village, seats...)
}

// drive puts a convoy on its loads, asks everyone again, boards them and departs, and says how long each took.
func (w *world) drive(homes []home, trip id.ID) (loading, boarding, departing time.Duration) {
	w.Helper()
	var loads, asked, boards []desk.Command
	for i, h := range homes {
		loads = append(loads, load(h, trip, i/6+1))
		asked = append(asked, willing(h, h.adults[0], true), willing(h, h.adults[1], true))
		boards = append(boards, board(h, trip))
	}
	took := func(f func()) time.Duration {
		begin := time.Now()
		f()
		return time.Since(begin)
	}
	loading = took(func() { w.all(loads...) })
	w.all(asked...)
	boarding = took(func() { w.all(boards...) })
	departing = took(func() { w.ok(movement.Depart{Trip: trip}) })
	return loading, boarding, departing
}

func TestAConvoyOf150HouseholdsLeavesWhole(t *testing.T) {
	w := newWorld(t)
	homes, village, trip := w.convoy(150)
	w.drive(homes, trip)
	on := 0
	for _, row := range ask(w, movement.OnTheRoadTo(w.scope, village)) {
		on += row.Persons
	}
	if row := w.sheet(trip).Trip; on != 750 || row.Persons != 750 || row.Households != 150 {
		t.Errorf("%d on the road, trip %+v", on, row)
	}
}

// BenchmarkConvoyOf150 reports how long a convoy of 150 households of five takes at each gate, through the desk, durable.
func BenchmarkConvoyOf150(b *testing.B) {
	w := newWorld(b)
	var loading, boarding, departing, manifest, ready time.Duration
	for b.Loop() {
		homes, village, trip := w.convoy(150)
		begin := time.Now()
		ask(w, movement.ReadyFor(w.scope, village, ""))
		ready += time.Since(begin)
		l, bo, d := w.drive(homes, trip)
		loading, boarding, departing = loading+l, boarding+bo, departing+d
		begin = time.Now()
		w.sheet(trip)
		manifest += time.Since(begin)
	}
	for name, d := range map[string]time.Duration{"load-ms": loading, "board-ms": boarding, "depart-ms": departing,
		"manifest-ms": manifest, "ready-ms": ready} {
		b.ReportMetric(float64(d.Microseconds())/1000/float64(b.N), name)
	}
}
