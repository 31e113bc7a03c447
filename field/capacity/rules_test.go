// SPDX-License-Identifier: Apache-2.0

package capacity_test

import (
	"testing"

	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

const homeward = `
programme: homeward
inputs:
  destination: {from: commons.place, max_age: 365d}
pathways:
  solution:
    for: household
    steps:
      - choose: solution
        options: [return, stay]
        by: each_adult
        to: destination
        valid: 90d
      - place: plot
        needs: [solution]
        when: solution != "stay"
        checks: [occupants, customary_authority, attestation]
`

// village has three plots, which this office may promise.
type village struct {
	*officetest.Office
	caseworker, manager access.Actor
	id                  id.ID
}

func newVillage(t *testing.T) *village {
	v := &village{Office: officetest.Open(t, people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(), choice.Declarations(),
		capacity.Declarations())}
	v.caseworker, v.manager = v.Person(access.Caseworker, access.Enumerator), v.Person(access.ProgrammeManager)
	v.Common(v.manager, journey.Publish{Source: []byte(homeward)})
	v.id = v.Common(v.manager, places.Add{Kind: places.Village, Name: "Kabalo"}).IDs[0]
	v.Common(v.manager, places.OfferRoom{Place: v.id, Room: places.Room{Kind: "plot", Units: 3}})
	v.Common(v.manager, capacity.GrantCustody{Place: v.id, Kind: "plot", From: 1, To: 3, Caseload: v.Scope.Caseload})
	return v
}

// family is a household that chose the village: the head, and a spouse where there is one.
type family struct{ way, head, spouse id.ID }

func (v *village) family(spouse bool) family {
	v.Helper()
	c := people.Register{Arrived: clock.NoDay, Members: []people.Member{{Born: grown, Relation: people.Head, Sex: people.Female}}}
	if spouse {
		c.Members = append(c.Members, people.Member{Born: grown, Relation: people.Spouse})
	}
	ids := v.Do(v.caseworker, c).IDs
	f := family{head: ids[1], way: v.Do(v.caseworker, journey.Start{Programme: "homeward", Pathway: "solution", Subject: ids[0]}).IDs[0]}
	if spouse {
		f.spouse = ids[2]
	}
	for _, adult := range ids[1:] {
		v.Do(v.caseworker, choice.Answer{Journey: f.way, Step: "solution", Person: adult, Option: "return", Place: v.id, Private: true})
	}
	return f
}

var grown = people.Born{Day: clock.Date(1980, 1, 1), Precision: people.BirthYear}

func (v *village) checks(f family, unit int, which ...string) capacity.Check {
	return capacity.Check{Journey: f.way, Step: "plot", Checks: which, Place: v.id, Unit: unit, Good: true, Names: []id.ID{f.head, f.spouse}}
}

func (v *village) promise(f family, unit int) capacity.Promise {
	return capacity.Promise{Journey: f.way, Step: "plot", Place: v.id, Unit: unit}
}

func TestAPlotIsPromisedOnlyAfterItsChecks(t *testing.T) {
	v := newVillage(t)
	f := v.family(true)
	v.Refused("capacity.unchecked", v.caseworker, v.promise(f, 1))
	v.Do(v.caseworker, v.checks(f, 1, "occupants", "attestation"))
	v.Refused("capacity.unchecked", v.caseworker, v.promise(f, 1))
	bad := v.checks(f, 1, "customary_authority")
	bad.Good = false
	v.Refused("capacity.found_missing", v.caseworker, bad)
	bad.Words.Text = "the chief gave it to another"
	v.Do(v.caseworker, bad)
	v.Refused("capacity.unchecked", v.caseworker, v.promise(f, 1))
	v.Refused("capacity.no_such_unit", v.caseworker, v.checks(f, 0, "customary_authority"))
	v.Refused("capacity.no_such_unit", v.caseworker, v.checks(f, 4, "customary_authority"))
	v.Refused("capacity.no_such_check", v.caseworker, v.checks(f, 1, "moonlight"))
	v.Do(v.caseworker, v.checks(f, 1, "customary_authority"))
	v.Refused("capacity.unchecked", v.caseworker, v.promise(f, 2)) // another plot was checked
	v.Do(v.caseworker, v.promise(f, 0))
}

// careless asks for a place and forgets the choice before it.
const careless = `
programme: careless
pathways:
  solution:
    for: household
    steps:
      - choose: solution
        options: [return, stay]
        by: each_adult
      - place: plot
        checks: [occupants]
`

// Whatever a programme file leaves out, children alone are promised no place before the child-protection authority decided that they go there: what
// their mother had answered before she died is not their decision.
func TestChildrenAloneArePromisedAPlaceOnlyByTheChildProtectionAuthority(t *testing.T) {
	v := newVillage(t)
	protection := v.Person(access.ProtectionOfficer)
	v.Common(v.manager, journey.Publish{Source: []byte(careless)})
	ids := v.Do(v.caseworker, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Born: grown, Relation: people.Head, Sex: people.Female},
		{Born: people.Born{Day: v.Desk.Today() - 4000, Precision: people.BirthDay}}}}).IDs
	f := family{head: ids[1], way: v.Do(v.caseworker, journey.Start{Programme: "careless", Pathway: "solution", Subject: ids[0]}).IDs[0]}
	v.Do(v.caseworker, choice.Answer{Journey: f.way, Step: "solution", Person: f.head, Option: "return", Place: v.id, Private: true})
	v.Do(v.caseworker, v.checks(f, 1, "occupants"))
	v.Do(v.caseworker, people.RecordDeath{Person: f.head})
	v.Refused("journey.authority_not_heard", v.caseworker, v.promise(f, 1))
	v.Do(protection, choice.BestInterests{Journey: f.way, Step: "solution", Option: "return", Place: v.id, Authority: "child protection, Kalemie",
		Words: choice.Words{Text: "an aunt lives there", Officer: "Mwamba"}, Day: v.Desk.Today()})
	v.Do(v.caseworker, v.promise(f, 1))
}

// Nor are people promised a place with a child among them who is not theirs, before the authority decided that this child goes there too.
func TestPeopleWithASeparatedChildArePromisedAPlaceOnlyByTheChildProtectionAuthority(t *testing.T) {
	v := newVillage(t)
	protection := v.Person(access.ProtectionOfficer)
	v.Common(v.manager, journey.Publish{Source: []byte(careless)})
	ids := v.Do(v.caseworker, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Born: grown, Relation: people.Head, Sex: people.Female},
		{Born: people.Born{Day: v.Desk.Today() - 4000, Precision: people.BirthDay}, Separated: true}}}).IDs
	f := family{head: ids[1], way: v.Do(v.caseworker, journey.Start{Programme: "careless", Pathway: "solution", Subject: ids[0]}).IDs[0]}
	v.Do(v.caseworker, choice.Answer{Journey: f.way, Step: "solution", Person: f.head, Option: "return", Place: v.id, Private: true})
	v.Do(v.caseworker, v.checks(f, 1, "occupants"))
	v.Refused("journey.not_all_chose", v.caseworker, v.promise(f, 1))
	decide := choice.BestInterests{Journey: f.way, Step: "solution", Child: ids[2], Option: "stay", Authority: "child protection, Kalemie",
		Words: choice.Words{Text: "her sister is here", Officer: "Mwamba"}, Day: v.Desk.Today()}
	v.Do(protection, decide)
	v.Refused("journey.not_all_chose", v.caseworker, v.promise(f, 1))
	decide.Option, decide.Place = "return", v.id
	v.Do(protection, decide)
	v.Do(v.caseworker, v.promise(f, 1))
}

func TestAnAttestationNamesBothSpousesOrTheWomanWhoHeads(t *testing.T) {
	v := newVillage(t)
	both := v.family(true)
	for _, names := range [][]id.ID{nil, {both.head}, {both.spouse}} {
		c := v.checks(both, 1, "attestation")
		c.Names = names
		v.Refused("capacity.attestation_names_both", v.caseworker, c)
	}
	v.Do(v.caseworker, v.checks(both, 1, "attestation"))
	alone := v.family(false)
	c := v.checks(alone, 1, "attestation")
	c.Names = []id.ID{alone.head}
	v.Do(v.caseworker, c)
}

func TestAPlotIsPromisedOnce(t *testing.T) {
	v := newVillage(t)
	a, b := v.family(true), v.family(true)
	for _, f := range []family{a, b} {
		v.Do(v.caseworker, v.checks(f, 2, "occupants", "customary_authority", "attestation"))
	}
	v.Do(v.caseworker, v.promise(a, 2))
	v.Refused("capacity.taken", v.caseworker, v.promise(b, 2))
	v.Refused("capacity.promised_already", v.caseworker, v.promise(a, 3))
	v.Refused("capacity.no_such_unit", v.caseworker, v.promise(b, 4))
	v.Do(v.caseworker, choice.Withdraw{Journey: a.way, Step: "solution", Person: a.spouse}) // a change of mind frees it
	v.Do(v.caseworker, v.promise(b, 2))
}

func TestAPlotIsWhereTheyChoseToGo(t *testing.T) {
	v := newVillage(t)
	f := v.family(true)
	v.Do(v.caseworker, v.checks(f, 1, "occupants", "customary_authority", "attestation"))
	elsewhere := v.promise(f, 1)
	elsewhere.Place = v.Common(v.manager, places.Add{Kind: places.Village, Name: "Nyemba"}).IDs[0]
	v.Refused("capacity.not_the_chosen_place", v.caseworker, elsewhere)
}

func TestNobodyPromisesWhatIsInAnothersCustody(t *testing.T) {
	v := newVillage(t)
	f := v.family(true)
	v.Do(v.caseworker, v.checks(f, 1, "occupants", "customary_authority", "attestation"))
	v.Common(v.manager, capacity.GrantCustody{Place: v.id, Kind: "plot", From: 1, To: 3, Caseload: v.Scope.Caseload, Node: id.New()})
	v.Refused("capacity.no_custody", v.caseworker, v.promise(f, 1))
	v.Refused("capacity.no_custody", v.caseworker, v.promise(f, 0))
}
