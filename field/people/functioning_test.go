// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"slices"
	"testing"

	"safar/desk"
	"safar/field/officetest"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Washington Group, Analytic Guidelines: a disability is at least "a lot of difficulty" in one of the six.
func TestADisabilityIsALotOfDifficultyInOneOfTheSix(t *testing.T) {
	for answer, want := range map[people.Difficulty]people.Answer{people.NotAsked: people.NotKnown, people.NoDifficulty: people.No,
		people.SomeDifficulty: people.No, people.LotOfDifficulty: people.Yes, people.CannotAtAll: people.Yes} {
		for i := range 6 {
			var answers [6]people.Difficulty
			answers[i] = answer
			if got := people.FunctioningOf(answers).Disability(); got != want {
				t.Errorf("answer %d to question %d: %d, want %d", answer, i, got, want)
			}
		}
	}
}

// member reads one person as their file shows them to somebody.
func (y *yard) member(by access.Actor, home, person id.ID) people.MemberRow {
	y.Helper()
	f := officetest.Ask(y.Office, by, desk.Query[people.File]{Act: access.PeopleLook, Scope: y.Scope, Run: func(r *desk.Reader) (people.File, error) {
		return people.ReadFile(r, home)
	}})
	return f.Members[slices.IndexFunc(f.Members, func(m people.MemberRow) bool { return m.ID == person })]
}

func TestWhatSomebodyAnsweredSaysWhetherTheyHaveADisability(t *testing.T) {
	y := newYard(t)
	ids := y.Do(y.caseworker, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Born: aged(40), Relation: people.Head,
		Disability: people.No, Functioning: people.Functioning{Walking: people.CannotAtAll, Seeing: people.NoDifficulty}}}}).IDs
	home, who := ids[0], ids[1]
	if m := y.member(y.caseworker, home, who); m.Disability != people.Yes {
		t.Errorf("what somebody answers themselves goes before what was said of them: %d", m.Disability)
	}
	y.Do(y.caseworker, people.Correct{Person: who, Functioning: &people.Functioning{Hearing: people.SomeDifficulty}}) // the others were not asked again
	if m := y.member(y.caseworker, home, who); m.Disability != people.Yes {
		t.Errorf("an answer that was not asked again is lost: %d", m.Disability)
	}
	y.Do(y.caseworker, people.Correct{Person: who, Functioning: &people.Functioning{Walking: people.SomeDifficulty}})
	if m := y.member(y.caseworker, home, who); m.Disability != people.No {
		t.Errorf("answered anew: %d", m.Disability)
	}
	y.Refused("people.no_such_difficulty", y.caseworker, people.Correct{Person: who, Functioning: &people.Functioning{Walking: 5}})
}

// Who loads a truck sees what must be carried and done; the answers from which one could guess why are for protection.
func TestWhoMovesPeopleSeesWhatMustBeCarriedAndNotWhy(t *testing.T) {
	y := newYard(t)
	home, who := y.family(70, 30)
	y.Do(y.caseworker, people.Correct{Person: who[0], Functioning: &people.Functioning{Remembering: people.LotOfDifficulty}})
	y.Do(y.caseworker, people.SayTravels{Person: who[0], Travels: people.Travels{Devices: []people.Device{1}, Needs: []people.Need{4}, With: who[1]}})
	m := y.member(y.Person(access.MovementOfficer), home, who[0])
	if len(m.Devices) != 1 || len(m.Needs) != 1 || m.With != who[1] {
		t.Errorf("what must be carried and done is not shown: %+v", m)
	}
	if m.Functioning != (people.FunctioningRow{}) {
		t.Errorf("the six answers are shown: %+v", m.Functioning)
	}
	if m := y.member(y.Person(access.ProtectionOfficer), home, who[0]); m.Functioning.Answers[3] != people.LotOfDifficulty {
		t.Errorf("protection does not see the six answers: %+v", m.Functioning)
	}
	_, others := y.family(20)
	y.Refused("people.not_a_member", y.caseworker, people.SayTravels{Person: who[0], Travels: people.Travels{With: others[0]}})
	y.Refused("people.no_such_device", y.caseworker, people.SayTravels{Person: who[0], Travels: people.Travels{Devices: []people.Device{99}}})
}
