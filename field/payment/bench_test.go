// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/payment"
	"safar/field/people"
	"safar/kernel/id"
)

// families is how many households of the Kalemie operation left their sites: the size of its largest payment list.
const families = 3722

// BenchmarkAListOfKalemie walks the largest list from its preparation to its last delivery, and says what each line costs.
func BenchmarkAListOfKalemie(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b)
		homes := w.many(families)
		b.StartTimer()
		list := timed(b, "prepare", func() id.ID { return w.prepared(homes...) })
		digest := timed(b, "see", func() [32]byte { return w.digest(list) })
		timed(b, "approve", func() desk.Receipt { return w.must(w.approver, payment.Approve{List: list, Digest: digest}) })
		timed(b, "send", func() desk.Receipt { return w.must(w.finance, payment.Send{List: list}) })
		var deliveries []desk.Command
		var lines []payment.Stated
		for _, h := range homes {
			deliveries = append(deliveries, w.deliver(h))
			lines = append(lines, payment.Stated{Reference: w.deliver(h).Reference, Amount: 18000})
		}
		timed(b, "deliver", func() []desk.Receipt { return w.all(w.finance.User, deliveries) })
		timed(b, "reconcile", func() desk.Receipt { return w.must(w.finance, payment.Reconcile{List: list, Lines: lines}) })
		timed(b, "ledger", func() map[payment.Account]int64 { return w.balances() })
		timed(b, "page", func() payment.LinesPage { return ask(w, w.finance, payment.ListLines(w.scope, list, "", id.ID{}, 50)) })
	}
}

func timed[T any](b *testing.B, what string, f func() T) T {
	before := b.Elapsed()
	got := f()
	b.ReportMetric(float64((b.Elapsed()-before).Microseconds())/families, what+"-µs/line")
	return got
}

// all has one command a line decided, sharing commits.
func (w *world) all(by id.ID, commands []desk.Command) (receipts []desk.Receipt) {
	w.t.Helper()
	actor := w.finance
	if by == w.caseworker.User {
		actor = w.caseworker
	}
	numbered := make([]desk.Numbered, 0, len(commands))
	for _, c := range commands {
		numbered = append(numbered, desk.Numbered{ID: id.New(), Command: c})
	}
	for _, o := range w.desk.DoAll(w.t.Context(), actor, w.scope, numbered) {
		must(w.t, o.Err)
		receipts = append(receipts, o.Receipt)
	}
	return receipts
}

// many registers households that want to go and have chosen a collector.
func (w *world) many(n int) []home {
	w.t.Helper()
	var steps []desk.Command
	for range n {
		steps = append(steps, registration("0820000001"))
	}
	var homes []home
	for _, r := range w.all(w.caseworker.User, steps) {
		homes = append(homes, home{household: r.IDs[0], mother: r.IDs[1], father: r.IDs[2]})
	}
	steps = nil
	for _, h := range homes {
		steps = append(steps, journey.Start{Programme: "homeward", Pathway: "solution", Subject: h.household},
			people.ChooseCollector{Household: h.household, Private: true, Collector: people.Collector{Person: h.mother, Alternate: h.father}})
	}
	for i, r := range w.all(w.caseworker.User, steps) {
		if i%2 == 0 {
			homes[i/2].journey = r.IDs[0]
		}
	}
	steps = nil
	for _, h := range homes {
		for _, p := range []id.ID{h.mother, h.father} {
			steps = append(steps, choice.Answer{Journey: h.journey, Step: "solution", Person: p, Option: "return", Place: w.village, Private: true})
		}
	}
	w.all(w.caseworker.User, steps)
	return homes
}

// BenchmarkListsOfThousands says what the pages of a list cost of a processor, of one as large as the largest of Kalemie and of one four times as large, in the same office.
func BenchmarkListsOfThousands(b *testing.B) {
	w := newWorld(b)
	for _, lines := range []int{families, 4 * families} {
		list := w.prepared(w.many(lines)...)
		written := payment.NewWritten()
		for name, open := range map[string]func(){
			"sum":     func() { w.seen(w.approver, list) },
			"page":    func() { ask(w, w.finance, payment.ListLines(w.scope, list, "", id.ID{}, 50)) },
			"changed": func() { ask(w, w.approver, payment.Changed(written, w.scope, list, "", desk.Part{Limit: 50})) },
			"table":   func() { ask(w, w.finance, payment.AtTable(w.scope, list, "", id.ID{})) },
		} {
			b.Run(fmt.Sprintf("%s/%d", name, lines), func(b *testing.B) {
				before := worked()
				for b.Loop() {
					open()
				}
				b.ReportMetric(float64((worked()-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
			})
		}
	}
}

// worked is how long processors have worked for this process.
func worked() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
