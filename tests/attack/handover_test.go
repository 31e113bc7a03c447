// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"fmt"
	"strings"
	"testing"

	"safar/field/clearance"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/web/api"
)

// heldThere is a programme in which people are handed over when they are free.
const heldThere = `
programme: held_there
pathways:
  held:
    for: household
    compartment: detention
    steps:
      - ask: found
      - clear: let_go
        kind: release
        needs: [found]
      - ask: handed_over
        needs: [let_go]
        begins: free
  free:
    for: household
    compartment: protection
    steps: [{ask: found}]
`

// A program with a token of whoever hands people over does not fill in the form of that step: a family would count as handed over of whom nobody knows outside.
func TestAProgramHandsNobodyOverByAForm(t *testing.T) {
	t.Parallel()
	w := inPrograms(t)
	w.common(w.as(access.ProgrammeManager), journey.Publish{Source: []byte(heldThere)})
	in, officer := w.knownIn(access.Detention), w.as(access.ProtectionOfficer)
	household, persons := in.registers(officer, people.Member{Names: people.Names{Given: "Zkanariheld"}, Born: born(30)})
	way := in.does(officer, journey.Start{Programme: "held_there", Pathway: "held", Subject: household})[0]
	give := func(command, body string) reply {
		return w.ask(w.shown[access.ProtectionOfficer], "POST", api.Base+"commands/"+command+"?compartment=detention&caseload="+w.scope.Caseload.String(), body)
	}
	ask := func(step string) reply {
		return give("journey/ask", fmt.Sprintf(`{"journey":%q,"step":%q}`, way, step))
	}
	if r := ask("found"); r.status != 200 {
		t.Fatalf("what was found is answered %d: %s", r.status, r.body)
	}
	in.does(officer, clearance.State{Journey: way, Step: "let_go", Person: persons[0], Fit: true})
	if r := ask("handed_over"); r.status < 400 || !strings.Contains(r.body, "journey.begins_elsewhere") {
		t.Errorf("a form that hands over is answered %d: %s", r.status, r.body)
	}
	if r := give("detention/note", fmt.Sprintf(`{"way":%q,"step":"handed_over"}`, way)); r.status != 404 {
		t.Errorf("half of a hand-over is answered %d: %s", r.status, r.body)
	}
}
