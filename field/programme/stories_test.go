// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"
	"testing"
)

const telling = `
programme: telling
pathways:
  story:
    for: person
    compartment: protection
    steps:
      - tell: story_told
      - decide: published
        kind: story
        by: protection_officer
        needs: [story_told]
`

// A story is one person's, and who they are is known to a closed compartment alone.
func TestAStoryIsOnePersonsInAClosedCompartment(t *testing.T) {
	mustParse(t, telling)
	for _, c := range [][2]string{{"for: person", "for: household"}, {"    compartment: protection\n", ""}} {
		_, err := Parse("telling.yaml", []byte(strings.Replace(telling, c[0], c[1], 1)))
		problems, _ := err.(Problems)
		if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Key == "programme.story_elsewhere" }) {
			t.Errorf("with %q: %v", c[1], err)
		}
	}
}
