// SPDX-License-Identifier: Apache-2.0

package picture_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"safar/web/picture"
	"safar/web/words"
)

// A bar is as long as its share of those who were asked; what is withheld has none, and nothing tells how long it would be.
func TestAnAnswerIsAsLongAsItsShare(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		p := words.Default().Printer(language)
		var out strings.Builder
		drawn := picture.AnswersOf("Content?", p, 200, []picture.Answer{{Said: "yes", Value: 100, Text: "100"}, {Said: "in part", Value: 50, Text: "50"}, {Said: "no", Text: "not told"}})
		if err := drawn.Render(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
		bars := regexp.MustCompile(`class="bar"[^>]*width="(\d+)"`).FindAllStringSubmatch(out.String(), -1)
		if len(bars) != 2 {
			t.Fatalf("%s: %d bars in %s", language, len(bars), out.String())
		}
		long, _ := strconv.Atoi(bars[0][1])
		half, _ := strconv.Atoi(bars[1][1])
		if long < 2*half-2 || long > 2*half+2 || !strings.Contains(out.String(), "not told") {
			t.Errorf("%s: bars of %d and %d", language, long, half)
		}
	}
	if picture.AnswersOf("Content?", words.Default().Printer("en"), 3, nil) != nil {
		t.Error("nobody answered, and it is drawn")
	}
}
