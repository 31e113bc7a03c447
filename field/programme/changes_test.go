// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// line is a change in one line: what, where, and how it was and is written.
func (c Change) line() string {
	where := strings.Join(slices.DeleteFunc([]string{c.Section, c.Pathway, c.Name, c.Key, c.Part}, func(s string) bool { return s == "" }), ".")
	return fmt.Sprintf("%s %s: %s → %s", c.Kind, where, c.Before, c.After)
}

func TestWhatTwoVersionsSayDifferently(t *testing.T) {
	before := "programme: p\ncurrency: USD\ngrants:\n  g: {donor: echo, from: 2025-01-01, until: 2027-12-31, ceiling: 1000}\n" +
		"pathways:\n  way:\n    for: household\n    steps:\n"
	steps := "      - ask: a\n      - ask: b\n        valid: 60d\n      - ask: c\n        needs: [a, b]\n      - pay: cash\n        grant: g\n" +
		"        needs: [c]\n        gives: {food: 100 * size, rent: 500}\n"
	for _, c := range []struct {
		what  string
		edits []string // old and new, in turn
		rules string
		want  []string
	}{
		{"nothing", nil, "", nil},
		{"nothing but the order of keys and the spaces", []string{"        grant: g\n        needs: [c]\n", "        needs: [ c ]\n        grant: g\n"}, "", nil},
		{"days", []string{"valid: 60d", "valid: 90d"}, "", []string{"altered steps.way.b.valid: 60d → 90d"}},
		{"an amount", []string{"100 * size", "120 * size"}, "", []string{"altered steps.way.cash.gives.food: 100 * size → 120 * size"}},
		{"an amount that comes and one that goes", []string{"rent: 500", "seed: 300"}, "",
			[]string{"altered steps.way.cash.gives.seed:  → 300", "altered steps.way.cash.gives.rent: 500 → "}},
		{"a condition", []string{"      - ask: b\n", "      - ask: b\n        when: size > 3\n"}, "", []string{"altered steps.way.b.when:  → size > 3"}},
		{"what it needs", []string{"needs: [a, b]", "needs: [a]"}, "", []string{"altered steps.way.c.needs: [a, b] → [a]"}},
		{"a new step", []string{"      - ask: b\n", "      - ask: more\n      - ask: b\n"}, "", []string{"added steps.way.more:  → "}},
		{"a step less", []string{"      - ask: a\n", "", "[a, b]", "[b]"}, "",
			[]string{"removed steps.way.a:  → ", "altered steps.way.c.needs: [a, b] → [b]"}},
		{"another name, by a rule", []string{"ask: a\n", "ask: wish\n", "[a, b]", "[wish, b]"}, "migrate: {way: {a: {to: wish}}}\n",
			[]string{"moved steps.way.a:  → wish", "altered steps.way.c.needs: [a, b] → [wish, b]"}},
		{"given up, by a rule", []string{"      - ask: a\n", "", "[a, b]", "[b]"}, "migrate: {way: {a: {dropped: asked elsewhere}}}\n",
			[]string{"dropped steps.way.a:  → asked elsewhere", "altered steps.way.c.needs: [a, b] → [b]"}},
		{"the ceiling of a grant", []string{"ceiling: 1000", "ceiling: 2000"}, "", []string{"altered grants.g.ceiling: 1000 → 2000"}},
		{"how soon a signed sheet is seen", []string{"currency: USD\n", "currency: USD\ncash: {witness: alone, seen: 7d}\n"}, "",
			[]string{"altered cash.witness:  → alone", "altered cash.seen:  → 7d"}},
		{"the currency", []string{"currency: USD", "currency: EUR"}, "", []string{"altered currency: USD → EUR"}},
		{"whose way it is", []string{"for: household\n", "for: household\n    exclusive: true\n"}, "", []string{"altered pathways.way.exclusive:  → true"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			text := strings.NewReplacer(c.edits...).Replace(before+steps) + c.rules
			var got []string
			for _, one := range Changes(mustParse(t, before+steps), mustParse(t, text)) {
				got = append(got, one.line())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("want (-), got (+):\n%s", diff)
			}
		})
	}
}
