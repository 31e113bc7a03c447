// SPDX-License-Identifier: Apache-2.0

package browser_test

import "testing"

// TestTheDemo opens the demo as it is delivered, with every operation at its full size. What only reads comes first: the documents say which numbers are seen.
// Then a day's work is done in it.
func TestTheDemo(t *testing.T) {
	demo := startDemo(t, 21_340, "cities", "hosts", "kalemie", "kosovo", "nyunzu", "resettlement")
	for _, of := range []struct {
		name string
		sees func(*testing.T, *running)
	}{
		{"start page", theTiles}, {"main pages", theMainPages}, {"weights", theWeights}, {"README", theReadmesTables}, {"tour", theTour},
	} {
		t.Run(of.name, func(t *testing.T) { of.sees(t, demo) })
	}
	demo.stop()
	s := demo.set(t)
	demo.start(t, workday.String())
	t.Run("work of a day", func(t *testing.T) { theWorkOfADay(t, demo, s) })
}
