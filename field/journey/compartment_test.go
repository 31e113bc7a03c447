// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"strings"
	"testing"

	"safar/desk"
	"safar/field/figures"
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
		board, err := figures.Open(o.Context(), o.Desk, protection, general, "two_parts")
		if err != nil {
			t.Fatal(err)
		}
		stands, err := board.Stands(o.Context(), protection)
		if err != nil || len(stands) != 1 || stands[0].Row.Pathway != c.want || stands[0].Here != 1 {
			t.Errorf("in %s the steps of %v are counted, want those of %s: %v", c.in, stands, c.want, err)
		}
		board.Close()
	}
}

func askedForm(id string) []byte {
	return []byte("form: " + id + "\nlabels: {en: Asked}\nquestions: [{text: words, labels: {en: Words}}]\n")
}

func askIn[T any](o *officetest.Office, by access.Actor, q desk.Query[T]) (T, error) {
	return desk.Ask(o.Context(), o.Desk, by, "task.test", q)
}

// What is walked in a compartment goes to a new version like everything else. Whoever moves it works with nobody there: they are told counts, none of
// fewer than five, and no step.
func TestAPathwayOfACompartmentIsMigrated(t *testing.T) {
	o := officetest.Open(t, people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations())
	protection, manager := o.Person(access.ProtectionOfficer), o.Person(access.ProgrammeManager)
	forms := map[string][]byte{"asked": askedForm("asked"), "described": askedForm("described")}
	o.Common(manager, journey.Publish{Source: []byte(twoParts), Forms: forms})
	o.Scope.Compartment = access.Protection
	begin := func() {
		host := o.Do(protection, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Sex: people.Female, Relation: people.Head}}}).IDs[0]
		o.Do(protection, journey.Start{Programme: "two_parts", Pathway: "hidden", Subject: host})
	}
	for range access.FewestTold - 1 {
		begin()
	}
	next := strings.Replace(twoParts, "steps: [{ask: described}]", "steps: [{ask: described}, {close: over, needs: [described], reasons: [moved_on]}]", 1)
	foresee := func() journey.Foreseen {
		f, err := journey.Foresee(o.Context(), o.Desk, manager, o.Scope, []byte(next), func(looked, all int) { t.Errorf("%d of %d is told on the way", looked, all) })
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if f := foresee(); !f.Withheld || f.Journeys+f.Moving+len(f.Steps) != 0 {
		t.Errorf("of few is told: %+v", f)
	}
	begin()
	if f := foresee(); !f.Counts || f.Withheld || f.Journeys != access.FewestTold || f.Moving != access.FewestTold || len(f.Steps) != 0 {
		t.Errorf("of five is foreseen: %+v", f)
	}
	if access.May(o.Person(access.Caseworker), journey.Migrate{}.Act(), o.Scope, o.Desk.Today()) == nil {
		t.Error("a caseworker may move them")
	}
	o.Common(manager, journey.Publish{Source: []byte(next), Forms: forms})
	begin() // on the new version
	walked, err := askIn(o, manager, journey.Walked(o.Scope, "two_parts"))
	if err != nil || !walked.Waiting || !walked.Withheld || walked.Now+walked.Older != 0 {
		t.Errorf("one walks the new version, and it is told: %+v %v", walked, err)
	}
	done, err := journey.MigrateAll(o.Context(), o.Desk, manager, o.Scope, "two_parts", func(int, int) { t.Error("counted on the way") })
	if err != nil || done.Moved != access.FewestTold || done.Left != 0 {
		t.Errorf("migrated: %+v %v", done, err)
	}
	if walked, err = askIn(o, manager, journey.Walked(o.Scope, "two_parts")); err != nil || walked.Waiting || walked.Now != access.FewestTold+1 {
		t.Errorf("afterwards: %+v %v", walked, err)
	}
}
