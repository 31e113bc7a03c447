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
	"safar/kernel/journal"
	"safar/kernel/register"
)

const mobile = "+243820000555"

// reachedBy is somebody whose phone is mobile, and what offices wrote of how they may be reached without seeing each other.
func reachedBy(said ...people.SafeContact) *people.Person {
	p := &people.Person{}
	for i, c := range said {
		p.SafeContact.Standing = append(p.SafeContact.Standing, register.Stated[people.SafeContact]{Value: c, Ref: journal.Ref{Seq: uint64(i + 1)}})
	}
	p.Phone.Standing = []register.Stated[string]{{Value: mobile}}
	return p
}

// The safest governs: a no before what nobody asked, that before a yes; and nothing is sent where two offices differ, to another number, at hours that are named, to who died or is kept elsewhere.
func TestTheSafestOfWhatWasSaidGovernsSMS(t *testing.T) {
	yes, no, open := people.SafeContact{SMS: people.Yes, Phone: mobile}, people.SafeContact{SMS: people.No}, people.SafeContact{Who: "her sister"}
	for name, c := range map[string]struct {
		of      *people.Person
		governs people.Answer
		may     bool
	}{
		"nobody asked":                {reachedBy(), people.NotKnown, false},
		"written before it was asked": {reachedBy(open), people.NotKnown, false},
		"yes":                         {reachedBy(yes), people.Yes, true},
		"no":                          {reachedBy(no), people.No, false},
		"yes, then not asked":         {reachedBy(yes, open), people.NotKnown, false},
		"not asked, then yes":         {reachedBy(open, yes), people.NotKnown, false},
		"no, then yes":                {reachedBy(no, yes), people.No, false},
		"yes, then no":                {reachedBy(yes, no), people.No, false},
		"two that say yes":            {reachedBy(yes, people.SafeContact{Who: "herself", SMS: people.Yes, Phone: mobile}), people.Yes, false},
		"of another number":           {reachedBy(people.SafeContact{SMS: people.Yes, Phone: "+243820000556"}), people.NotKnown, false},
		"in the evening":              {reachedBy(people.SafeContact{SMS: people.Yes, Phone: mobile, When: "evenings"}), people.NotKnown, false},
		"no contact at all":           {reachedBy(people.SafeContact{SMS: people.Yes, Phone: mobile, How: " Aucun "}), people.No, false},
	} {
		if c.of.SMS() != c.governs || c.of.MaySMS(mobile) != c.may {
			t.Errorf("%s: governs %d, may %v", name, c.of.SMS(), c.of.MaySMS(mobile))
		}
		if c.of.MaySMS("+243820000556") || c.of.MaySMS("") {
			t.Errorf("%s: to another number", name)
		}
	}
	dead, double, two := reachedBy(yes), reachedBy(yes), reachedBy(yes)
	dead.Died.Standing = []register.Stated[clock.Day]{{Value: 100}}
	double.SameAs.Standing = []register.Stated[id.ID]{{Value: id.ID{1}}}
	two.Phone.Standing = append(two.Phone.Standing, register.Stated[string]{Value: "+243820000556"})
	for name, p := range map[string]*people.Person{"who died": dead, "who is kept elsewhere": double, "of whom two numbers are on file": two} {
		if p.MaySMS(mobile) {
			t.Errorf("SMS to %s", name)
		}
	}
}

// A yes that cannot be kept is refused with what would mend it; one that can is of the number that is on file, and goes with it.
func TestAYesToSMSIsOfTheNumberThatWasAskedAbout(t *testing.T) {
	y := newYard(t)
	phoneless := y.Do(y.caseworker, people.Register{Members: []people.Member{{Relation: people.Head, Born: aged(30)}}}).IDs[1]
	her := y.Do(y.caseworker, people.Register{Members: []people.Member{{Relation: people.Head, Born: aged(30), Phone: mobile}}}).IDs[1]
	yes := people.SafeContact{SMS: people.Yes}
	y.Refused("people.sms_no_phone", y.caseworker, people.SetSafeContact{Person: phoneless, Contact: yes})
	y.Refused("people.sms_other_phone", y.caseworker, people.SetSafeContact{Person: her, Contact: people.SafeContact{SMS: people.Yes, Phone: "+243820000556"}})
	y.Refused("people.sms_any_hour", y.caseworker, people.SetSafeContact{Person: her, Contact: people.SafeContact{SMS: people.Yes, When: "evenings"}})
	y.Refused("people.sms_forbidden", y.caseworker, people.SetSafeContact{Person: her, Contact: people.SafeContact{SMS: people.Yes, How: "None"}})
	y.Do(y.caseworker, people.SetSafeContact{Person: her, Contact: yes})
	if p := y.person(her); !p.MaySMS(mobile) {
		t.Errorf("she said yes: %+v", p.SafeContact)
	}
	other := "+243820000556"
	y.Do(y.caseworker, people.Correct{Person: her, Phone: &other})
	if p := y.person(her); p.MaySMS(mobile) || p.MaySMS("+243820000556") || p.SMS() != people.NotKnown {
		t.Errorf("of another number nobody asked: %+v", p.SafeContact)
	}
}

// What two offices wrote of a record that goes is carried over whole: its safest answer governs the one that stays.
func TestAMergeCarriesTheSafestAnswer(t *testing.T) {
	y := newYard(t)
	_, kept := y.family(30)
	_, gone := y.family(30)
	no, yes := people.SafeContact{SMS: people.No}, people.SafeContact{SMS: people.Yes, Phone: mobile}
	y.Do(y.caseworker, people.SetSafeContact{Person: gone[0], Contact: no})
	y.Do(y.caseworker, unseen{gone[0], yes})
	y.Do(y.caseworker, merging{Kept: kept[0], Gone: gone[0]})
	if p := y.person(kept[0]); p.SMS() != people.No || !p.SafeContact.Contested() {
		t.Errorf("carried over: %+v", p.SafeContact)
	}
	_, other := y.family(30)
	y.Do(y.caseworker, people.SetSafeContact{Person: other[0], Contact: people.SafeContact{Who: "her sister"}})
	y.Refused("people.merge_contact", y.caseworker, merging{Kept: kept[0], Gone: other[0]})
}

// unseen is what another office wrote that had not heard what stands here.
type unseen struct {
	Person  id.ID
	Contact people.SafeContact
}

func (unseen) Act() access.Act { return access.PeopleContact }
func (c unseen) Decide(tx *desk.Tx) error {
	return tx.Record(people.UnseenContact(c.Person, c.Contact))
}

// merging is a merge as the desk is asked for it: what the way home adds to it is not of this package.
type merging people.Merge

func (merging) Act() access.Act            { return access.PeopleAmend }
func (c merging) Decide(tx *desk.Tx) error { return people.Merge(c).Record(tx) }

// person is what is true of somebody, unredacted.
func (y *yard) person(of id.ID) (p *people.Person) {
	y.Helper()
	officetest.Ask(y.Office, y.caseworker, desk.Query[people.Known]{Act: access.PeopleList, Scope: y.Scope, Run: func(r *desk.Reader) (people.Known, error) {
		found, err := desk.Read(r, people.PersonStory, of)
		p = found.State
		return people.Known{}, err
	}})
	return p
}
