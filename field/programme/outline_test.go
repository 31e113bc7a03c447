// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// leadsOf says leads as "from → to", those of conditions alone as "from ⇢ to".
func leadsOf(w *Pathway) []string {
	var out []string
	for _, l := range w.Leads() {
		sign := "→"
		if !l.Needed {
			sign = "⇢"
		}
		out = append(out, w.Steps[l.From].ID+" "+sign+" "+w.Steps[l.To].ID)
	}
	return out
}

func outlined(t *testing.T, steps string) *Pathway {
	t.Helper()
	p, err := Parse("p.yaml", []byte("programme: p\ncurrency: USD\npathways:\n  way:\n    for: household\n    steps:\n"+steps))
	if err != nil {
		t.Fatal(err)
	}
	return p.Pathways[0]
}

func TestWhatLeadsToWhatIsSaidOnce(t *testing.T) {
	w := outlined(t, `
      - ask: a
      - ask: b
        needs: [a]
      - ask: c
        needs: [a, b]
      - ask: d
        needs: [a]
        when: c.done
      - ask: alone
      - close: end
        by: each_adult
        needs: [c, d]
        reasons: [done]
`)
	if got, want := leadsOf(w), []string{"a → b", "b → c", "c ⇢ d", "d → end"}; !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

func TestTheBranchesOfAChoiceAreTheStepsForSomeAnswers(t *testing.T) {
	w := outlined(t, `
      - tell: profile
      - choose: solution
        options: [stay, return, relocate]
        needs: [profile]
      - ask: plan
        when: solution == "stay"
        needs: [solution]
      - place: plot
        when: solution != "stay"
        needs: [solution]
      - ask: paper
        when: solution == "return" && plot.done
        needs: [plot]
      - move: departure
        needs: [plot]
      - check: settled
        after: departure
        at: [30d]
      - ask: unheard
        when: profile.times > 3
      - close: end
        by: each_adult
        needs: [settled, plan]
        reasons: [done]
`)
	var got []string
	for _, b := range w.Branches() {
		var steps []string
		for _, i := range b.Steps {
			steps = append(steps, w.Steps[i].ID)
		}
		got = append(got, fmt.Sprintf("%s %s: %s", b.Choice.ID, b.Options, strings.Join(steps, " ")))
	}
	want := []string{"solution [return relocate]: plot departure settled", "solution [return]: paper", "solution [stay]: plan"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

func TestAnAnswerMayBeChangedUntilTheFirstDeedThatSettlesIt(t *testing.T) {
	w := outlined(t, `
      - choose: solution
        options: [return, stay]
      - ask: first
        needs: [solution]
      - move: departure
        needs: [first]
      - build: walls
        needs: [departure]
      - move: onward
        needs: [walls]
      - ask: alone
`)
	for step, want := range map[string]string{"solution": "departure", "first": "departure", "walls": "onward", "onward": "", "alone": ""} {
		got := ""
		for _, s := range w.SettledBy(w.Step(step)) {
			got += s.ID
		}
		if got != want {
			t.Errorf("%s is settled by %q, not %q", step, got, want)
		}
	}
}

func TestAHouseBuiltBeforePeopleLeaveSettlesNoAnswer(t *testing.T) {
	w := outlined(t, `
      - choose: solution
        options: [return, stay]
      - build: walls
        needs: [solution]
      - ask: keys
        needs: [walls]
      - move: departure
        needs: [keys]
      - close: ended
        needs: [departure]
`)
	for _, step := range []string{"solution", "keys"} {
		if got := w.SettledBy(w.Step(step)); len(got) != 1 || got[0].ID != "departure" {
			t.Errorf("%s is settled by %v", step, got)
		}
	}
}
