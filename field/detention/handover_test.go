// SPDX-License-Identifier: Apache-2.0

package detention

import (
	"fmt"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/clearance"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

const twoFiles = `
programme: two_files
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

var forms = map[string][]byte{"found": []byte("form: found\nlabels: {en: Found}\nquestions: [{text: words, class: sensitive, labels: {en: Words}}]\n"),
	"handed_over": []byte("form: handed_over\nlabels: {en: Over}\nquestions: [{acknowledge: together, required: true, labels: {en: Together}}]\n")}

// family is a family in detention, and the office that works there.
type family struct {
	*officetest.Office
	protection access.Actor
	outside    access.Scope
	members    []id.ID
	household  id.ID
	way        id.ID
}

func found(t *testing.T) *family {
	o := officetest.Open(t, desk.Declarations(), staff.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(), clearance.Declarations())
	f := &family{Office: o, protection: o.Person(access.ProtectionOfficer)}
	o.Common(o.Person(access.ProgrammeManager), journey.Publish{Source: []byte(twoFiles), Forms: forms})
	f.outside = access.Scope{Caseload: o.Scope.Caseload, Compartment: access.Protection}
	o.Scope.Compartment = access.Detention
	born := func(year int) people.Born {
		return people.Born{Day: clock.Date(year, 1, 1), Precision: people.BirthYear}
	}
	made := o.Do(f.protection, people.Register{Arrived: clock.NoDay, Language: "ti", Card: "D-7", Consent: "the consent said there", Members: []people.Member{
		{Names: people.Names{Given: "Abel"}, Sex: people.Male, Relation: people.Child, Born: born(2020)},
		{Names: people.Names{Given: "Selam"}, Sex: people.Female, Relation: people.Head, Born: born(1995), Phone: "+254700000001"}}}).IDs
	f.household, f.members = made[0], made[1:]
	o.Do(f.protection, people.SetSafeContact{Person: f.members[1], Contact: people.SafeContact{Who: "her sister", How: "call", SMS: people.No}})
	f.way = o.Do(f.protection, journey.Start{Programme: "two_files", Pathway: "held", Subject: f.household}).IDs[0]
	o.Do(f.protection, journey.Ask{Journey: f.way, Step: "found", Words: journey.Words{Answers: programme.Answers{"words": "what was said in detention"}}})
	return f
}

func (f *family) letGo(who int) {
	f.Do(f.protection, clearance.State{Journey: f.way, Step: "let_go", Person: f.members[who], Fit: true})
}

func (f *family) over() HandOver {
	return HandOver{Scope: f.Scope, Way: f.way, Step: "handed_over", Answers: programme.Answers{"together": "yes"}}
}

// refused holds that a hand-over is refused for a reason, and that nobody is known outside.
func (f *family) refused(t *testing.T, by access.Actor, h HandOver, key string) {
	t.Helper()
	if _, err := h.Do(f.Context(), f.Desk, by); fault.KeyOf(err) != key {
		t.Errorf("refused otherwise than with %s: %v", key, err)
	}
	if n := f.knownOutside(t); n != 0 {
		t.Errorf("refused with %s, %d are known outside", key, n)
	}
}

type counted struct {
	Households int `class:"open"`
}

func (f *family) knownOutside(t *testing.T) int {
	t.Helper()
	got, err := desk.Ask(f.Context(), f.Desk, f.protection, "task.test", desk.Query[counted]{Act: access.PeopleList, Scope: f.outside, Run: func(r *desk.Reader) (out counted, err error) {
		err = desk.Each(r, people.HouseholdStory, func(id.ID, *people.Household) error { out.Households++; return nil })
		return out, err
	}})
	if err != nil {
		t.Fatal(err)
	}
	return got.Households
}

func TestNobodyIsHandedOverWhileSomebodyOfTheFamilyIsHeld(t *testing.T) {
	f := found(t)
	f.refused(t, f.protection, f.over(), "detention.somebody_held")
	f.letGo(1)
	f.refused(t, f.protection, f.over(), "detention.somebody_held")
	f.letGo(0)
	unfilled := f.over()
	unfilled.Answers = nil
	f.refused(t, f.protection, unfilled, "journey.answer_needed")
	f.Do(f.protection, clearance.State{Journey: f.way, Step: "let_go", Person: f.members[0], Words: clearance.Words{Reason: "taken back"}})
	f.refused(t, f.protection, f.over(), "detention.somebody_held")
}

// A form alone hands nobody over, also when all of them are free: nobody would know them outside.
func TestAFormAloneHandsNobodyOver(t *testing.T) {
	f := found(t)
	f.letGo(0)
	f.letGo(1)
	form := journey.Ask{Journey: f.way, Step: "handed_over", Words: journey.Words{Answers: f.over().Answers}}
	f.Refused("journey.begins_elsewhere", f.protection, form)
	f.Refused("journey.no_such_step", f.protection, Note{Way: f.way, Step: "found"})
	f.Do(f.protection, clearance.State{Journey: f.way, Step: "let_go", Person: f.members[0], Words: clearance.Words{Reason: "taken back"}})
	f.Refused("detention.somebody_held", f.protection, Note{Way: f.way, Step: "handed_over", Answers: f.over().Answers})
}

func TestWhoDoesNotWorkInBothCompartmentsHandsNobodyOver(t *testing.T) {
	f := found(t)
	f.letGo(0)
	f.letGo(1)
	for _, role := range access.Roles() {
		if role != access.ProtectionOfficer {
			f.refused(t, f.Person(role), f.over(), "access.not_allowed")
		}
	}
	elsewhere := access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.ProtectionOfficer, id.New())}}
	f.refused(t, elsewhere, f.over(), "access.not_allowed")
}

func TestWhoIsHandedOverIsKnownOutsideWithNothingThatWasSaidInDetention(t *testing.T) {
	f := found(t)
	f.letGo(0)
	f.letGo(1)
	done, err := f.over().Do(f.Context(), f.Desk, f.protection)
	if err != nil {
		t.Fatal(err)
	}
	inside := f.Scope
	f.Scope = f.outside
	file := officetest.Ask(f.Office, f.protection, journey.FileOf(f.outside, done.Household))
	members := file.People.Members
	if len(members) != 2 || members[0].Given != "Selam" || members[0].Contact.Who != "her sister" || members[0].Contact.SMS != people.No || members[0].Phone == "" || members[1].Age < 5 {
		t.Errorf("they are known outside as %+v", members)
	}
	if len(file.Ways) != 1 || file.Ways[0].Pathway != "free" {
		t.Errorf("their ways are %+v", file.Ways)
	}
	for _, told := range []string{"what was said", "consent said", "D-7", f.household.String(), f.way.String(), f.members[0].String()} {
		if strings.Contains(fmt.Sprintf("%+v", file), told) {
			t.Errorf("their file outside says %q", told)
		}
	}
	f.Scope = inside
	if _, err := f.over().Do(f.Context(), f.Desk, f.protection); fault.KeyOf(err) != "detention.handed_over_already" {
		t.Errorf("handed over twice: %v", err)
	}
}

// What was interrupted between the two compartments goes on when somebody does it again, and registers nobody twice.
func TestAHandOverThatWasInterruptedGoesOn(t *testing.T) {
	f := found(t)
	f.letGo(0)
	f.letGo(1)
	h := f.over()
	var goes handed
	if _, err := desk.Ask(f.Context(), f.Desk, f.protection, "task.test", h.read(&goes)); err != nil {
		t.Fatal(err)
	}
	first, err := h.receive(f.Context(), f.Desk, f.protection, f.outside, goes)
	if err != nil {
		t.Fatal(err)
	}
	f.Do(f.protection, people.Correct{Person: f.members[1], Names: &people.Names{Given: "Selamawit"}}) // and meanwhile somebody wrote
	done, err := h.Do(f.Context(), f.Desk, f.protection)
	if err != nil || done.Household != first {
		t.Errorf("gone on with %v, and not with %v: %v", done.Household, first, err)
	}
	if n := f.knownOutside(t); n != 1 {
		t.Errorf("%d households are known outside", n)
	}
}
