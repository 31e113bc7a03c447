// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"testing"

	"safar/field/programme"
	"safar/web/words"
)

// A day that somebody answered reads as every other day does; what is no day stands as it was written.
func TestADayThatWasAnsweredIsSaidInTheWordsOfTheReader(t *testing.T) {
	q := &programme.Question{Type: "date"}
	for _, c := range []struct{ language, answer, want string }{
		{"en", "2027-02-25", "25 Feb 2027"},
		{"fr", "2027-02-25", "25 févr. 2027"},
		{"en", "after the rains", "after the rains"},
	} {
		if got := saidAs(words.Default().Printer(c.language), q, c.answer); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.language, c.answer, got, c.want)
		}
	}
}
