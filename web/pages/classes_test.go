// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"reflect"
	"testing"

	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
)

// A field without a class is shown to nobody: it was forgotten, and the page has a hole.
func TestEveryFieldOfAPageHasAClass(t *testing.T) {
	for _, shown := range []reflect.Type{reflect.TypeFor[journey.File](), reflect.TypeFor[journey.HouseholdPage](), reflect.TypeFor[journey.Caseload](),
		reflect.TypeFor[journey.InForceRow](), reflect.TypeFor[choice.Standing](), reflect.TypeFor[capacity.RoomState](),
		reflect.TypeFor[people.LookRow](), reflect.TypeFor[people.Known]()} {
		for _, path := range access.Untagged(shown) {
			t.Errorf("%s has no class", path)
		}
	}
}
