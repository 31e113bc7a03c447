// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"strings"
	"testing"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
)

// What stands on an arrival stands on it in whatever order a programme file writes its steps down: a rent that was paid, after a visit which asks that they
// have arrived and has lapsed since.
func TestWhatStandsOnAnArrivalInAnyOrderOfTheFile(t *testing.T) {
	steps := []string{"      - move: departure\n", "      - ask: seen_there\n        requires: departure.arrived\n        needs: [departure]\n        valid: 30d\n",
		"      - pay: rent\n        needs: [seen_there]\n        gives: {rent: 100}\n"}
	const head = "programme: p\ncurrency: USD\ngrants:\n  g: {donor: d, from: 2025-01-01, until: 2027-12-31, ceiling: 1000}\npathways:\n  way:\n    for: household\n    steps:\n"
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}} {
		text := head
		for _, i := range order {
			text += steps[i]
		}
		p, err := programme.Parse("p.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		j := &journey.Journey{Marks: []journey.Mark{{Step: "departure", State: programme.Departed, Day: 100, Until: clock.NoDay}, {Step: "departure", State: programme.Arrived, Day: 101, Until: clock.NoDay},
			{Step: "seen_there", Day: 102, Until: clock.NoDay}, {Step: "rent", State: programme.Delivered, Day: 103, Until: clock.NoDay}}}
		w := p.Pathway("way")
		story := journey.StoryOf(j, nil, journey.Journey{}.Subject, 200)
		k := &journey.Case{Journey: j, Pathway: w, Standing: w.Evaluate(&story, 200)}
		if on := standsOn(k, "departure"); on != "rent" {
			t.Errorf("in the order\n%s\nwhat stands on the arrival is %q", strings.TrimPrefix(text, head), on)
		}
	}
}
