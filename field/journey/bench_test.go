// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"fmt"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web/words"
)

// many begins journeys without households and marks a step of each: what an index counts.
type many struct {
	Count int
	From  id.ID // a journey, for its version
}

func (many) Act() access.Act { return access.JourneyStep }

func (c many) Decide(tx *desk.Tx) error {
	like, err := desk.Must(tx, journey.Story, c.From)
	if err != nil {
		return err
	}
	for range c.Count {
		of, err := tx.NewID()
		if err == nil {
			err = tx.Record(journeyBegun.Draft(of, clock.NoDay, begun{Version: like.Version.Value()}))
		}
		if err == nil {
			err = tx.Record(markNoted.Draft(of, clock.NoDay, noted{Step: "stay_plan"}))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkObjections counts, for a file without a step, how many journeys stand on it: as many as the name of the benchmark says.
func BenchmarkObjections(b *testing.B) {
	w := newWorld(b)
	h := w.household(1)
	w.ok(note{Journey: h.journey, Step: "stay_plan"})
	made := 1
	for _, n := range []int{4_270, 240_000} {
		for made < n {
			piece := min(2000, n-made)
			w.ok(many{Count: piece, From: h.journey})
			made += piece
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				o := ask(w, journey.ObjectionsTo(journey.Publish{Source: []byte(withoutPlan)}, words.Default().Printer("en").Say))
				if len(o.Problems) != 1 || o.Problems[0].Count != n {
					b.Fatal(o.Problems)
				}
			}
		})
	}
}
