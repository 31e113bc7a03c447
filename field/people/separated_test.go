// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"testing"

	"safar/desk"
	"safar/field/officetest"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// separated reports whether somebody is a separated child today.
func (y *yard) separated(household, who id.ID) bool {
	y.Helper()
	f := officetest.Ask(y.Office, y.caseworker, desk.Query[people.File]{Act: access.PeopleLook, Scope: y.Scope, Run: func(r *desk.Reader) (people.File, error) {
		return people.ReadFile(r, household)
	}})
	for _, m := range f.Members {
		if m.ID == who {
			return m.SeparatedNow
		}
	}
	y.Fatal("nobody of the household")
	return false
}

// Whoever registers says that a child is separated; that they are not, protection says; who is grown is not separated, whatever was said.
func TestWhoIsSeparatedIsSaidByAnybodyAndTakenBackByProtection(t *testing.T) {
	y := newYard(t)
	protection := y.Person(access.ProtectionOfficer)
	c := people.Register{Arrived: clock.NoDay, Members: []people.Member{{Born: aged(40), Relation: people.Head, Separated: true},
		{Born: aged(12), Separated: true}, {Born: aged(9)}, {Separated: true}}}
	ids := y.Do(y.caseworker, c).IDs
	household, mother, girl, boy, unknown := ids[0], ids[1], ids[2], ids[3], ids[4]
	yes, no := people.Yes, people.No
	y.Do(y.caseworker, people.Correct{Person: boy, Separated: &yes})
	for who, want := range map[id.ID]bool{mother: false, girl: true, boy: true, unknown: true} {
		if y.separated(household, who) != want {
			t.Errorf("%s is separated: %v", who, !want)
		}
	}
	y.Refused("people.separated_by_protection", y.caseworker, people.Correct{Person: girl, Separated: &no})
	y.Do(protection, people.Correct{Person: girl, Separated: &no})
	if y.separated(household, girl) {
		t.Error("protection said that she is not")
	}
	added := y.Do(y.caseworker, people.AddMember{Household: household, Member: people.Member{Born: aged(6), Separated: true}}).IDs[0]
	y.Refused("people.separated_by_protection", y.caseworker, people.CorrectOwn{Person: added, Separated: &no}) // also of one's own writing
	if !y.separated(household, added) {
		t.Error("a child who was added is not separated")
	}
}
