// SPDX-License-Identifier: Apache-2.0

//go:build linux

package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"testing"
	"time"

	"safar/demo"
	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/store"
	"safar/operation"
)

// complaintsMeasured is how many complaints are listed. One in ten waits.
const complaintsMeasured = 100_000

// complaints is an operation in which as many people complained.
type complaints struct {
	*world
	some []id.ID // of those that wait
}

// newComplaints makes it: a demo for the ground, and then complaints over a year, each heard and nine of ten settled, through the desk.
func newComplaints(b *testing.B, most int) *complaints {
	b.Helper()
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	w := &complaints{world: &world{folder: b.TempDir()}}
	c := clock.At(today.Time().Add(8 * time.Hour))
	var err error
	w.op, err = operation.Create(b.Context(), operation.Options{Folder: w.folder, Passphrase: passphrase, Clock: c,
		SQLite: store.SQLiteOptions{WriterCache: 64 << 20, CheckpointPages: 16000, Synchronous: "OFF"}, Keys: keys.MadeUp})
	must(b, err)
	filled, err := demo.Fill(b.Context(), w.op, c, demo.Options{Operations: []string{demo.Nyunzu}, People: corePeople, Seed: 1, Today: today})
	must(b, err)
	w.Caseload = filled.Caseloads[demo.Nyunzu]
	w.scope = access.Scope{Caseload: w.Caseload, Compartment: access.General}
	w.Sites = w.placesOf(b, "site")
	for made := 0; made < most; made += 5000 {
		w.complain(b, made, min(5000, most-made))
	}
	must(b, w.op.Close())
	must(b, operation.Sync(w.folder))
	w.open(b, "")
	return w
}

// complain has so many people complain, of all themes and at all sites, on any day of the last year.
func (w *complaints) complain(b *testing.B, from, n int) {
	b.Helper()
	topics, channels := []string{"shelter", "water_and_hygiene", "food", "cash", "health", "registration", "safety"}, []string{"suggestion_box", "hotline", "focal_point"}
	r, commands := rand.New(rand.NewPCG(uint64(from), 4)), make([]desk.Command, n)
	for i := range commands {
		commands[i] = voice.Hear{Programme: "feedback", Pathway: "complaint", Step: "heard", Answers: programme.Answers{"words": "The tap by the school is dry."}, Day: today - clock.Day(r.IntN(360)),
			Is: subjects.Description{Place: w.Sites[r.IntN(len(w.Sites))], Attributes: []subjects.Attribute{{Name: "channel", Value: channels[r.IntN(3)]}, {Name: "topic", Value: topics[r.IntN(len(topics))]},
				{Name: "wants_an_answer", Value: "no"}}}}
	}
	var settle []desk.Command
	for i, ids := range w.all(b, access.Caseworker, commands) {
		if i%10 == 0 {
			w.some = append(w.some, ids[0])
			continue
		}
		settle = append(settle, journey.Tend{Kind: voice.ComplaintKind, Do: journey.Close{Journey: ids[1], Step: "settled", Reason: "nothing_to_answer"}})
	}
	w.all(b, access.Caseworker, settle)
}

// BenchmarkComplaints lists a hundred thousand complaints in the order of their clocks, chosen by site, theme and clock; counts their trends, what a start page says of them, and what stands beside one: by one
// reader alone, and by one between whose questions a complaint is followed by somebody. What the first question costs, after a start, is told beside.
func BenchmarkComplaints(b *testing.B) {
	w := newComplaints(b, complaintsMeasured)
	board := w.op.Voices.Of(w.scope)
	began := time.Now()
	must(b, asks(w, board.MineToday()))
	first := time.Since(began)
	asked := []struct {
		name string
		ask  func(r *rand.Rand) error
	}{
		{"list", func(r *rand.Rand) error {
			return asks(w, board.Waiting(voice.Wanted{}, desk.Part{From: 50 * r.IntN(100), Limit: 50}))
		}},
		{"list_chosen", func(r *rand.Rand) error {
			return asks(w, board.Waiting(voice.Wanted{Site: w.Sites[r.IntN(len(w.Sites))], Topic: "food", Stands: voice.Late}, desk.Part{Limit: 50}))
		}},
		{"clocks", func(*rand.Rand) error { return asks(w, board.MineToday()) }},
		{"trends", func(r *rand.Rand) error {
			return asks(w, board.Trends(voice.Wanted{Site: w.Sites[r.IntN(len(w.Sites))]}))
		}},
		{"trends_of_all", func(*rand.Rand) error { return asks(w, board.Trends(voice.Wanted{})) }},
		{"beside_one", func(r *rand.Rand) error { return asks(w, board.BesideOf(w.some[r.IntN(len(w.some))])) }},
	}
	for _, a := range asked {
		for _, written := range []bool{false, true} {
			name := a.name
			if written {
				name += "/between_commits"
			}
			b.Run(name, func(b *testing.B) {
				var t times
				for b.Loop() {
					r := rand.New(rand.NewPCG(3, 3))
					for i := range requests {
						if written && i%10 == 0 {
							must(b, w.tie(i))
						}
						t.take(b, func() error { return a.ask(r) })
					}
				}
				t.report(b, "ask")
				b.ReportMetric(float64(first.Milliseconds()), "first-ms")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// tie has a complaint say the same as another: something that changes the board.
func (w *complaints) tie(i int) error {
	by := actor(access.Caseworker, w.Caseload)
	c := voice.SayAlike{Complaint: w.some[1+i%(len(w.some)-1)], Other: w.some[0]}
	_, err := w.op.Desk.Do(context.Background(), by, w.scope, id.New(), c)
	return err
}

func asks[T any](w *complaints, q desk.Query[T]) error {
	_, err := desk.Ask(context.Background(), w.op.Desk, actor(access.Caseworker, w.Caseload), "task.voices", q)
	if err != nil {
		err = fmt.Errorf("asked: %w", err)
	}
	return err
}
