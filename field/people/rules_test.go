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

	"pgregory.net/rapid"
)

// yard is an office in which households are registered and change.
type yard struct {
	*officetest.Office
	caseworker access.Actor
}

func newYard(t *testing.T) *yard {
	o := officetest.Open(t, people.Declarations())
	return &yard{o, o.Person(access.Caseworker, access.Enumerator)}
}

func aged(age int) people.Born {
	return people.Born{Day: clock.Date(2026-age, 1, 1), Precision: people.BirthYear}
}

// family registers people of given ages, the first as head, and returns the household and its people.
func (y *yard) family(ages ...int) (household id.ID, members []id.ID) {
	y.Helper()
	c := people.Register{Arrived: clock.NoDay}
	for i, age := range ages {
		relation := people.Child
		switch {
		case i == 0:
			relation = people.Head
		case age >= people.AdultAge:
			relation = people.Spouse
		}
		c.Members = append(c.Members, people.Member{Born: aged(age), Relation: relation})
	}
	ids := y.Do(y.caseworker, c).IDs
	return ids[0], ids[1:]
}

// leave is a leaving as the desk is asked for it: what the way home adds to it is not of this package.
type leave people.Split

func (leave) Act() access.Act { return access.PeopleSplit }
func (c leave) Decide(tx *desk.Tx) error {
	_, err := people.Split(c).Record(tx)
	return err
}

func TestLeavingNeedsTheWordOfWhoLeavesAndOfNobodyElse(t *testing.T) {
	y := newYard(t)
	home, who := y.family(50, 45, 40, 8)
	husband, second, child := who[0], who[2], who[3]
	y.Refused("people.leavers_own_word", y.caseworker, leave{Household: home, Leaving: []id.ID{second}})
	y.Refused("people.leavers_own_word", y.caseworker, leave{Household: home, Leaving: []id.ID{second}, OwnWord: []id.ID{husband}})
	y.Do(y.caseworker, leave{Household: home, Leaving: []id.ID{second, child}, OwnWord: []id.ID{second}})
}

func TestLeavingIsNotForChildrenAlone(t *testing.T) {
	y := newYard(t)
	home, who := y.family(50, 45, 16, 8)
	y.Refused("people.children_leave_with_an_adult", y.caseworker, leave{Household: home, Leaving: who[2:], OwnWord: who[2:]})
	y.Refused("people.nobody_stays", y.caseworker, leave{Household: home, Leaving: who, OwnWord: who})
	y.Refused("people.not_a_member", y.caseworker, leave{Household: home, Leaving: []id.ID{id.New()}})
}

// Each wife may hold her own file: she heads it, with her own card and the one she chose to collect its money.
func TestEachWifeMayHoldHerOwnFile(t *testing.T) {
	y := newYard(t)
	home, who := y.family(50, 45, 40, 8)
	second := who[2]
	own := y.Do(y.caseworker, leave{Household: home, Leaving: []id.ID{second, who[3]}, OwnWord: []id.ID{second}, Card: "KLM-2"}).IDs[0]
	y.Do(y.caseworker, people.ChooseCollector{Household: own, Private: true, Collector: people.Collector{Person: second}})
	y.Refused("people.collector_not_an_adult_member", y.caseworker,
		people.ChooseCollector{Household: own, Private: true, Collector: people.Collector{Person: who[0]}})
	y.Refused("people.collector_not_an_adult_member", y.caseworker,
		people.ChooseCollector{Household: home, Private: true, Collector: people.Collector{Person: second}})
}

func TestACollectorIsChosenInPrivate(t *testing.T) {
	y := newYard(t)
	home, who := y.family(50, 45, 8)
	y.Refused("people.collector_in_private", y.caseworker, people.ChooseCollector{Household: home, Collector: people.Collector{Person: who[1]}})
	y.Refused("people.collector_not_an_adult_member", y.caseworker,
		people.ChooseCollector{Household: home, Private: true, Collector: people.Collector{Person: who[2]}})
}

func TestNobodyJoinsWithoutTheirOwnWord(t *testing.T) {
	y := newYard(t)
	home, _ := y.family(50, 45)
	_, others := y.family(30, 6)
	y.Refused("people.leavers_own_word", y.caseworker, join{Person: others[0], Household: home, Relation: people.Child})
	y.Do(y.caseworker, join{Person: others[1], Household: home, Relation: people.Child}) // a child comes by the word of an adult there
	y.Do(y.caseworker, people.RecordDeath{Person: others[0], Day: y.Desk.Today()})
	y.Refused("people.has_died", y.caseworker, join{Person: others[0], Household: home, OwnWord: true})
}

type join people.Join

func (join) Act() access.Act            { return access.PeopleJoin }
func (c join) Decide(tx *desk.Tx) error { return people.Join(c).Record(tx) }

// An age decides who is asked; where it is not known nobody is taken for an adult, nor for a child.
func TestNobodyIsAnAdultByDefault(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := clock.Date(2026, 3, 2)
		var p people.Person
		if p.AdultOn(today) != people.NotKnown {
			t.Fatal("an age that nobody knows decides")
		}
		p.BornYear = int16(rapid.IntRange(1900, 2026).Draw(t, "born"))
		want := people.No
		if int(p.BornYear) <= 2026-people.AdultAge {
			want = people.Yes
		}
		if got := p.AdultOn(today); got != want {
			t.Fatalf("born in %d: %v", p.BornYear, got)
		}
	})
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	y := newYard(t)
	y.Refused("people.nobody", y.caseworker, people.Register{})
	for key, m := range map[string]people.Member{
		"people.born_in_the_future": {Born: people.Born{Day: y.Desk.Today() + 1, Precision: people.BirthDay}},
		"people.too_old":            {Born: aged(151)},
	} {
		y.Refused(key, y.caseworker, people.Register{Members: []people.Member{m}})
	}
	y.Do(y.caseworker, people.Register{Card: "KLM-1", Members: []people.Member{{}}}) // somebody of whom nothing is known is somebody
	y.Refused("people.card_taken", y.caseworker, people.Register{Card: "KLM-1", Members: []people.Member{{}}})
}
