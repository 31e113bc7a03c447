// SPDX-License-Identifier: Apache-2.0

package lately_test

import (
	"slices"
	"testing"

	"safar/field"
	"safar/field/journey"
	"safar/field/lately"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

func TestEveryFactThatTellsOfAChangeIsWritten(t *testing.T) {
	house := field.House()
	for _, kind := range lately.Kinds() {
		if house.StoryOf(kind) == "" {
			t.Errorf("nobody writes a fact %q", kind)
		}
	}
}

// office is an office with its news.
type office struct {
	*officetest.Office
	news *lately.News
}

func open(t *testing.T) office {
	return office{officetest.Open(t, people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations()), lately.NewNews()}
}

func (o office) registers(by access.Actor) (household id.ID, persons []id.ID) {
	ids := o.Do(by, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Sex: people.Female, Relation: people.Head}, {Sex: people.Male, Relation: people.Spouse}}}).IDs
	return ids[0], ids[1:]
}

// told is what somebody is told of the caseload since yesterday, as a number by change.
func (o office) told(t *testing.T, asker access.Actor, scope access.Scope) map[lately.Change]int {
	t.Helper()
	rows, err := o.news.Told(o.Context(), o.Desk, asker, scope, o.Desk.Today()-1)
	if err != nil {
		t.Fatal(err)
	}
	told := map[lately.Change]int{}
	for _, row := range rows {
		told[row.Change] = row.Count
	}
	return told
}

func TestWhatChangedSinceYesterdayIsTold(t *testing.T) {
	o := open(t)
	worker := o.Person(access.Caseworker)
	o.registers(worker)
	o.Days(3)
	if told := o.told(t, worker, o.Scope); len(told) > 0 {
		t.Errorf("three days ago is told as yesterday: %v", told)
	}
	o.registers(worker)
	if told := o.told(t, worker, o.Scope); told[lately.Registered] != 1 {
		t.Errorf("one household was registered: %v", told)
	}
	home, persons := o.registers(worker)
	o.Do(worker, people.RecordDeath{Person: persons[1]})
	if told := o.told(t, worker, o.Scope); told[lately.Registered] != 2 || told[lately.Died] != 1 || told[lately.Came] != 0 {
		t.Errorf("another one was, and somebody died: %v", told)
	}
	of, err := o.news.Households(o.Context(), o.Desk, worker, o.Scope, o.Desk.Today()-1, lately.Died)
	if err != nil || !slices.Equal(of, []lately.Household{{ID: home}}) {
		t.Errorf("whose death it was: %v %v, want %v", of, err, home)
	}
	o.Days(2)
	if told := o.told(t, worker, o.Scope); len(told) > 0 {
		t.Errorf("after two days it is told as yesterday: %v", told)
	}
}

func TestOfTooFewNothingIsToldToWhoeverDoesNotListPeople(t *testing.T) {
	o := open(t)
	worker, manager, inspector := o.Person(access.Caseworker), o.Person(access.ProgrammeManager), o.Person(access.Inspector)
	for range access.FewestTold - 1 {
		o.registers(worker)
	}
	if told := o.told(t, manager, o.Scope); len(told) > 0 {
		t.Errorf("a manager is told of %v", told)
	}
	o.registers(worker)
	if told := o.told(t, manager, o.Scope); told[lately.Registered] != access.FewestTold {
		t.Errorf("a manager is not told of five: %v", told)
	}
	if told := o.told(t, inspector, o.Scope); len(told) > 0 {
		t.Errorf("an inspector, who reads no figures, is told of %v", told)
	}
	if _, err := o.news.Households(o.Context(), o.Desk, manager, o.Scope, o.Desk.Today()-1, lately.Registered); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("a manager is told who they are: %v", err)
	}
}

// What is written in the protection compartment is told there, and to those who work there.
func TestACompartmentTellsNobodyElse(t *testing.T) {
	o := open(t)
	worker, protection := o.Person(access.Caseworker), o.Person(access.ProtectionOfficer)
	general := o.Scope
	o.Scope.Compartment = access.Protection
	o.registers(protection)
	if told := o.told(t, protection, o.Scope); told[lately.Registered] != 1 {
		t.Errorf("protection is told %v", told)
	}
	for _, scope := range []access.Scope{general, o.Scope} {
		if told := o.told(t, worker, scope); len(told) > 0 {
			t.Errorf("a caseworker is told of %v in %v", told, scope.Compartment)
		}
	}
}
