// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strings"
	"testing"

	"safar/field/programme"
	"safar/web/words"
)

// Who works with people reads no CEL: a condition that nobody has put into words is said by what it looks at.
func TestAConditionWithoutWordsIsSaidByWhatItLooksAt(t *testing.T) {
	folder := &programme.Folder{Words: map[string]*programme.Words{"en": {Sections: map[string]map[string]string{
		"steps":      {"after_60_days": "Visit after sixty days", "how_many": "For how many children"},
		"conditions": {"how_many.done": "It is known for how many"}}}}}
	s := speech{words.Default().Printer("en"), folder}
	for condition, want := range map[string]string{
		"after_60_days.done || how_many == 'none'": "what the programme asks of: Visit after sixty days, For how many children",
		"size > 3":      "what the programme asks of: how many they are",
		"true":          "a condition of the programme",
		"how_many.done": "It is known for how many",
	} {
		if got := s.condition(condition); got != want {
			t.Errorf("%s: %q, want %q", condition, got, want)
		}
		if said := s.condition(condition); strings.ContainsAny(said, "=|>&.") {
			t.Errorf("a condition is shown as it is written: %s", said)
		}
	}
}
