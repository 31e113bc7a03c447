// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"reflect"
	"slices"
	"testing"

	"safar/kernel/id"
)

// Of a list that is told in parts, those are looked at who stand in the rows that are told: nobody of the rows before, and nobody of those after.
func TestWhoIsLookedAtStandsInARowThatIsTold(t *testing.T) {
	type member struct{ ID id.ID }
	type row struct {
		Household id.ID
		Members   []member
	}
	var looked []id.ID
	var rows []row
	for range 4 {
		r := row{Household: id.New(), Members: []member{{id.New()}}}
		rows, looked = append(rows, r), append(looked, r.Household, r.Members[0].ID)
	}
	rows[3].Members[0] = rows[1].Members[0] // who is told is looked at, also where they stand in another row
	nowhere := id.New()
	looked = append(looked, nowhere)
	for told, want := range map[Part][]id.ID{
		{From: 1, Limit: 1}: {rows[1].Household, rows[1].Members[0].ID, looked[7], nowhere},
		{From: 3, Limit: 9}: {rows[1].Members[0].ID, rows[3].Household, looked[7], nowhere},
		{From: 9, Limit: 1}: {looked[7], nowhere},
		{}:                  looked,
	} {
		if got := seenIn(looked, reflect.ValueOf(rows), told); !slices.Equal(got, want) {
			t.Errorf("of %+v are looked at %v, want %v", told, got, want)
		}
	}
}
