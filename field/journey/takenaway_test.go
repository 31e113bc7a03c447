// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"testing"

	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
)

// taken is a programme of which one way is walked in detention and another one is not; both may end with somebody deported.
const taken = `
programme: taken
pathways:
  held:
    for: household
    compartment: detention
    steps: [{ask: described}, {close: over, by: anyone, needs: [described], reasons: [deported, moved_by_authority, moved_on]}]
  free:
    for: household
    compartment: protection
    steps: [{ask: described}, {close: over, by: anyone, needs: [described], reasons: [deported, moved_by_authority, moved_on]}]
`

func TestWhoIsTakenAwayIsAskedByNobody(t *testing.T) {
	o := officetest.Open(t, people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations())
	protection := o.Person(access.ProtectionOfficer)
	o.Common(o.Person(access.ProgrammeManager), journey.Publish{Source: []byte(taken), Forms: map[string][]byte{"described": askedForm("described")}})
	for pathway, part := range map[string]access.Compartment{"held": access.Detention, "free": access.Protection} {
		for _, reason := range []string{"moved_on", "deported", "moved_by_authority"} {
			o.Scope.Compartment = part
			who := o.Do(protection, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Sex: people.Male, Relation: people.Head, Born: people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthYear}}}})
			way := o.Do(protection, journey.Start{Programme: "taken", Pathway: pathway, Subject: who.IDs[0]}).IDs[0]
			o.Do(protection, journey.Ask{Journey: way, Step: "described"})
			end := journey.Close{Journey: way, Step: "over", Reason: reason}
			if part == access.Detention && reason != "moved_on" {
				o.Do(protection, end)
				continue
			}
			o.Refused("journey.not_everyone_agrees", protection, end)
			end.Agree = who.IDs[1:]
			o.Do(protection, end)
		}
	}
}
