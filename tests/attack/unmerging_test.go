// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"testing"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// twoFamilies is a tale of two families of whom somebody said that they are one: the one whose records stayed, and the one whose went.
type twoFamilies struct {
	*tale
	stayed     id.ID
	kept, gone []id.ID
}

// madeOne registers two couples, has the second choose and hold a plot, and makes one of the two.
func madeOne(t *testing.T) *twoFamilies {
	t.Helper()
	w := &twoFamilies{tale: tell(t, 40, 38)}
	w.stayed, w.kept = w.household, w.members
	w.register(35, 33)
	w.gone = w.members
	w.chosen(0, 1)
	w.settled()
	w.ok(w.merge(0, 1))
	return w
}

// merge says that these of the second family are of the first.
func (w *twoFamilies) merge(nth ...int) journey.Merge {
	c := journey.Merge{Household: w.stayed, Other: w.household}
	for _, i := range nth {
		c.Same = append(c.Same, people.Merge{Kept: w.kept[i], Gone: w.gone[i]})
	}
	return c
}

// apart says that these are two people after all.
func (w *twoFamilies) apart(nth ...int) journey.UndoMerge {
	c := journey.UndoMerge{Household: w.stayed, Why: "the brothers came together to say so"}
	for _, i := range nth {
		c.Apart = append(c.Apart, people.UndoMerge{Kept: w.kept[i], Gone: w.gone[i]})
	}
	return c
}

func (w *tale) file(household id.ID) people.File {
	w.t.Helper()
	f, err := desk.Ask(w.t.Context(), w.desk, w.as(access.ProtectionOfficer), "task.household", journey.FileOf(w.scope, household))
	must(w.t, err)
	return f.People
}

// Two families were made one by mistake: those whose records had gone are found where they belonged, and their way goes on.
func TestTaleOfTwoFamiliesThatWereMadeOne(t *testing.T) {
	w := madeOne(t)
	w.ok(w.deserted())
	nobody, silent := w.apart(), w.apart(0, 1)
	silent.Why = " "
	w.no("journey.undo_nobody", nobody)
	w.no("journey.reason_missing", silent)
	elsewhere := w.apart(0)
	elsewhere.Household = w.household
	w.no("people.not_a_member", elsewhere)
	if doubles := w.file(w.stayed).Doubles; len(doubles) != 2 || doubles[0].Household != w.household {
		t.Fatalf("the file does not say which records were merged into it: %+v", doubles)
	}
	w.ok(w.apart(0, 1))
	w.no("people.not_merged", w.apart(0))
	if back, stayed := w.file(w.household), w.file(w.stayed); len(back.Members) != 2 || len(stayed.Members) != 2 || len(stayed.Doubles) != 0 {
		t.Fatalf("%d are back, %d stayed, %d still merged", len(back.Members), len(stayed.Members), len(stayed.Doubles))
	}
	w.no("journey.blocked_by_step", w.end("merged")) // somebody lives there, and their way is open again
	w.paid("first_tranche")                          // the plot was never freed, and each has answered
	for p := range 2 {
		w.ok(w.again(p, true))
	}
	w.ok(w.own())
}

// What is freed, stopped and paid by people stays as it is: nothing is promised or owed again by itself, and nothing paid twice.
func TestTaleOfWhatWasFreedWhileTwoFamiliesWereOne(t *testing.T) {
	w := madeOne(t)
	w.ok(capacity.Release{Journey: w.journey, Step: "plot"})
	w.ok(w.deserted())
	w.ok(w.apart(0, 1))
	w.no("payment.lines_held", w.prepare("first_tranche"))
	w.settled()
	w.paid("first_tranche")
	w.no("payment.delivered_already", w.deliver("first_tranche"))
}

// Who was reached safely in a way that another family said is asked themselves; what they said since stays theirs.
func TestTaleOfASafeWayToReachAnotherFamily(t *testing.T) {
	for _, spoke := range []bool{false, true} {
		w := &twoFamilies{tale: tell(t, 40)}
		w.stayed, w.kept = w.household, w.members
		w.register(35)
		w.gone = w.members
		w.ok(people.SetSafeContact{Person: w.gone[0], Contact: people.SafeContact{Who: "the sister of Amina", How: "visit"}})
		w.ok(w.merge(0))
		if m := w.file(w.stayed).Members[0]; m.Contact.Who != "the sister of Amina" {
			t.Fatalf("how they may be reached was not carried over: %+v", m.Contact)
		}
		if spoke {
			w.ok(people.SetSafeContact{Person: w.kept[0], Contact: people.SafeContact{How: "none"}})
		}
		w.ok(w.apart(0))
		stayed, back := w.file(w.stayed).Members[0], w.file(w.household).Members[0]
		if stayed.ContactStated != spoke || stayed.Contact.Who != "" || back.Contact.Who != "the sister of Amina" {
			t.Errorf("spoke %v: who stayed is reached by %+v, who is back by %+v", spoke, stayed.Contact, back.Contact)
		}
	}
}

// Whoever left the household since may be the one or the other: the machine does not guess.
func TestTaleOfARecordThatWentOnBeforeItsMergeWasUndone(t *testing.T) {
	w := madeOne(t)
	r := w.ok(journey.Split{Household: w.stayed, Leaving: w.kept[1:], OwnWord: w.kept[1:]})
	hers := w.apart(1)
	hers.Household = r.IDs[0]
	w.no("people.merged_and_moved", hers)
	w.no("people.not_a_member", w.apart(1))
	w.ok(w.apart(0))
	w.ok(journey.Join{Person: w.kept[1], Household: w.stayed, Relation: people.Spouse, OwnWord: true})
	w.ok(w.apart(1))
}

// Nobody comes back onto a load that was filled without them.
func TestTaleOfAFamilyThatSitsOnALoadWithoutTheOneWhoComesBack(t *testing.T) {
	w := &twoFamilies{tale: tell(t, 40)}
	w.stayed, w.kept = w.household, w.members
	w.register(35, 33)
	w.gone = w.members[1:]
	w.ok(w.merge(0))
	w.chosen(0)
	w.settled()
	w.paid("first_tranche")
	w.plan(1, 0)
	w.ok(w.load())
	w.no("journey.undo_on_a_load", w.apart(0))
	w.ok(movement.Unload{Journey: w.journey, Step: "departure"})
	w.ok(w.apart(0))
	w.no("journey.blocked_by_step", w.load()) // she has not been asked
}

// deserted is an end to which nobody is left to agree.
func (w *twoFamilies) deserted() journey.Close {
	end := w.end("merged")
	end.Agree = nil
	return end
}
