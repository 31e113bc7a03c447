// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"testing"

	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
)

// The number of people on the start page is of the living: nobody plans a seat or a meal for the dead.
func TestACaseloadCountsTheLiving(t *testing.T) {
	w := newWorld(t)
	var dead home
	for range 5 {
		dead = w.household(3)
	}
	counts := func(want int64) {
		t.Helper()
		if c := ask(w, journey.CaseloadOf(w.scope, access.FiguresRead)); c.Persons != want || c.Households != 5 {
			t.Errorf("a caseload counts %d people of %d households, want %d of 5", c.Persons, c.Households, want)
		}
	}
	counts(15)
	w.ok(people.RecordDeath{Person: dead.adults[0], Day: w.desk.Today()})
	counts(14)
	w.ok(people.RecordDeath{Person: dead.adults[0], Day: w.desk.Today() - 1}) // the day is put right: nobody dies twice
	counts(14)
	w.ok(journey.Merge{Household: dead.household, Other: dead.household, Same: []people.Merge{{Kept: dead.adults[1], Gone: dead.adults[2]}}})
	counts(13)
}
