// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
)

const twoParts = `
programme: two_parts
pathways:
  open:
    for: household
    steps: [{ask: asked}]
  hidden:
    for: host
    compartment: protection
    steps: [{ask: described}]
figures:
  asked: {count: households, where: asked.done}
  hosts: {count: hosts, where: described.times == 0}
`

// A pathway is begun in its own compartment, and nobody is carried from one into the other: who is registered in one is not known in the other.
func TestAPathwayIsBegunInItsCompartment(t *testing.T) {
	o := officetest.Open(t, people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations())
	protection, general := o.Person(access.ProtectionOfficer), o.Scope
	o.Common(o.Person(access.ProgrammeManager), journey.Publish{Source: []byte(twoParts), Forms: map[string][]byte{"asked": askedForm("asked"), "described": askedForm("described")}})
	register := people.Register{Arrived: clock.NoDay, Members: []people.Member{{Sex: people.Female, Relation: people.Head}}}
	known := o.Do(protection, register).IDs[0]
	o.Refused("journey.another_compartment", protection, journey.Start{Programme: "two_parts", Pathway: "hidden", Subject: known})
	o.Do(protection, journey.Start{Programme: "two_parts", Pathway: "open", Subject: known})

	o.Scope.Compartment = access.Protection
	o.Refused("journey.another_compartment", protection, journey.Start{Programme: "two_parts", Pathway: "open", Subject: known})
	o.Refused("desk.no_such_story", protection, journey.Start{Programme: "two_parts", Pathway: "hidden", Subject: known})
	host := o.Do(protection, register).IDs[0]
	o.Do(protection, journey.Start{Programme: "two_parts", Pathway: "hidden", Subject: host})
	o.Refused("access.not_allowed", o.Person(access.Caseworker), journey.Start{Programme: "two_parts", Pathway: "hidden", Subject: host})

	for _, c := range []struct {
		in   access.Compartment
		want string
	}{{access.General, "open"}, {access.Protection, "hidden"}} {
		general.Compartment = c.in
		rows, err := askIn(o, protection, journey.Standings(general, "two_parts"))
		if err != nil || len(rows) != 1 || rows[0].Pathway != c.want {
			t.Errorf("in %s the steps of %v are counted, want those of %s: %v", c.in, rows, c.want, err)
		}
	}
}

func askedForm(id string) []byte {
	return []byte("form: " + id + "\nlabels: {en: Asked}\nquestions: [{text: words, labels: {en: Words}}]\n")
}

func askIn[T any](o *officetest.Office, by access.Actor, q desk.Query[T]) (T, error) {
	return desk.Ask(o.Context(), o.Desk, by, "task.test", q)
}
