// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"
	"testing"
)

const hosting = `
programme: hosting
pathways:
  guest:
    for: household
    compartment: protection
    steps:
      - decide: ties
        kind: family_ties
        by: protection_officer
      - choose: answer
        options: [with_a_host, elsewhere]
        needs: [ties]
      - place: hosted
        kind: bed
        with: host.beds
        needs: [answer]
  host:
    for: host
    compartment: protection
    steps:
      - decide: cleared
        by: protection_officer
      - place: beds
        kind: bed
        offers: true
        needs: [cleared]
`

// People are placed with others only where those offer room, where nobody outside protection knows of it, and after somebody looked at the family ties.
func TestPeopleArePlacedWithOthersOnlyAfterTheirTiesWereSeen(t *testing.T) {
	mustParse(t, hosting)
	for _, c := range []struct{ says, from, to, key string }{
		{"nobody looks at the ties", "[ties]", "[]", "programme.ties_not_seen"},
		{"another looks at them", "kind: family_ties\n        by: protection_officer", "kind: family_ties\n        by: caseworker", "programme.ties_not_seen"},
		{"another decision", "family_ties", "health", "programme.ties_not_seen"},
		{"no such step", "host.beds", "host.rooms", "programme.no_offer"},
		{"a step that offers nothing", "host.beds", "host.cleared", "programme.no_offer"},
		{"no step at all", "host.beds", "host", "programme.no_offer"},
		{"everybody knows who lives with whom", "    compartment: protection\n", "", "programme.offer_elsewhere"},
		{"another kind of room", "kind: bed\n        with", "kind: plot\n        with", "programme.offer_of_another_kind"},
	} {
		_, err := Parse("hosting.yaml", []byte(strings.ReplaceAll(hosting, c.from, c.to)))
		problems, _ := err.(Problems)
		if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Key == c.key }) {
			t.Errorf("%s: %v, want %s", c.says, err, c.key)
		}
	}
}

const lookedAgain = `
programme: heard
pathways:
  complaint:
    for: complaint
    steps:
      - ask: answered
      - close: settled
  appeal:
    for: complaint
    steps:
      - ask: looked_again
        by_another: complaint.answered
  skills:
    for: person
    steps:
      - ask: wish
`

// What is looked at again is a step of the same kind of thing, at which the office said something.
func TestWhatIsLookedAtAgainMustBeThere(t *testing.T) {
	if got := mustParse(t, lookedAgain).Pathway("appeal").ByAnother(); len(got) != 1 || got[0].Another != (Offer{"complaint", "answered"}) {
		t.Errorf("looked at again is %v", got)
	}
	for _, c := range []struct{ says, from, to, key string }{
		{"no such step", "complaint.answered", "complaint.said", "programme.nothing_to_look_at"},
		{"no such pathway", "complaint.answered", "answered", "programme.nothing_to_look_at"},
		{"a step that answers nothing", "complaint.answered", "complaint.settled", "programme.nothing_to_look_at"},
		{"of people", "complaint.answered", "skills.wish", "programme.looked_at_elsewhere"},
	} {
		_, err := Parse("heard.yaml", []byte(strings.ReplaceAll(lookedAgain, c.from, c.to)))
		problems, _ := err.(Problems)
		if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Key == c.key }) {
			t.Errorf("%s: %v, want %s", c.says, err, c.key)
		}
	}
}
