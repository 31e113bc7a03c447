// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"testing"
)

func TestAConditionNamesWhatItLooksAt(t *testing.T) {
	for condition, want := range map[string][]string{
		"after_60_days.done || how_many == 'none' || how_many.refusal": {"after_60_days", "how_many"},
		`way in ["work", "study"] && !destination.safe`:                {"way", "destination"},
		"today - departure.day > 30 && size > 3":                       {"today", "departure", "size"},
		`date("2026-01-31") > today`:                                   {"today"},
		"true":                                                         nil,
	} {
		if got := Mentioned(condition); !slices.Equal(got, want) {
			t.Errorf("%s looks at %v, want %v", condition, got, want)
		}
	}
}
