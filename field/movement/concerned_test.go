// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"testing"

	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// seenBy returns the same office as somebody of one role sees it.
func (w *world) seenBy(role access.Role) *world {
	other := *w
	other.actor = access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(role, id.ID{})}}
	return &other
}

// differing is a couple whose first adult chose one village and whose second chose another, later.
func (w *world) differing(first, second id.ID) home {
	w.Helper()
	h := w.household(2, 1)
	for i, village := range []id.ID{first, second} {
		w.ok(tell(h, village))
		w.ok(answer(h, h.adults[i], village))
	}
	return h
}

// concerns reports whether a household is among those whom a withdrawal of safety concerns, and how.
func (w *world) concerns(h home, village id.ID) (movement.ConcernedRow, bool) {
	w.Helper()
	for _, row := range ask(w, movement.ConcernedBy(w.scope, village)) {
		if row.Journey == h.journey {
			return row, true
		}
	}
	return movement.ConcernedRow{}, false
}

// Whoever reads under a village that a household stands there, whose adults have not settled, knows what one of them said.
func TestWhereOneAdultWantsToGoIsToldToThoseWhoSpeakWithEach(t *testing.T) {
	w := newWorld(t)
	hers, his := w.village(), w.village()
	differ, alone := w.differing(hers, his), w.household(2, 0)
	w.ok(tell(alone, hers))
	w.ok(answer(alone, alone.adults[0], hers)) // the other has not answered yet
	for _, safe := range []bool{true, false} {
		w.decide(hers, safe, "")
		for role, told := range map[access.Role]bool{access.ProtectionOfficer: true, access.Caseworker: true, access.MovementOfficer: false,
			access.SiteManager: false, access.Enumerator: false, access.DataProtectionOfficer: false} {
			who := w.seenBy(role)
			for _, h := range []home{differ, alone} {
				if _, stands := who.concerns(h, hers); stands != told {
					t.Errorf("safe %v: %s reads where one adult wants to go: %v", safe, role, stands)
				}
			}
			if _, stands := who.concerns(differ, his); stands != told {
				t.Errorf("safe %v: %s reads where the other wants to go: %v", safe, role, stands)
			}
			if told || safe {
				continue
			}
			if rows := ask(who, movement.Alerts(w.scope)); len(rows) != 0 {
				t.Errorf("%s counts those who have not settled: %+v", role, rows)
			}
		}
	}
}

// The door of those who leave apart names the place to whoever opens the file.
func TestWhereOneAdultWantsToGoIsNotToldWhereSomeLeaveApart(t *testing.T) {
	w := newWorld(t)
	h := w.differing(w.village(), w.village())
	if sheet := ask(w.seenBy(access.MovementOfficer), movement.Apart(w.scope, h.journey, "departure")); !sheet.Destination.IsZero() {
		t.Errorf("the movement officer reads that one of them wants to go to %s", sheet.Destination)
	}
	settled := w.decided(2, 0, w.village())
	if sheet := ask(w.seenBy(access.MovementOfficer), movement.Apart(w.scope, settled.journey, "departure")); sheet.Destination.IsZero() {
		t.Error("where all want to go is not told")
	}
}

// Those who may read no choice still read whom they put on a load, who was promised room, and who has settled.
func TestWhoHasSettledIsReadByAllWhoReadLists(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	promised, seated, settled := w.decided(1, 0, village), w.decided(2, 0, village), w.household(2, 0)
	w.ok(tell(settled, village))
	for _, a := range settled.adults {
		w.ok(answer(settled, a, village))
	}
	trip := w.trip(village, 9)
	w.ok(load(seated, trip, 1))
	w.decide(village, false, "")
	who := w.seenBy(access.MovementOfficer)
	rows := ask(who, movement.ConcernedBy(w.scope, village))
	if len(rows) != 3 || rows[0].Journey != seated.journey || rows[0].Trip != trip || rows[1].Journey != promised.journey || !rows[1].Promised || !rows[2].Settled {
		t.Errorf("%+v", rows)
	}
	if rows := ask(who, movement.Alerts(w.scope)); len(rows) != 1 || rows[0].Promised != 2 || rows[0].Chosen != 0 {
		t.Errorf("the movement officer is told of %+v", rows)
	}
	if rows := ask(w.seenBy(access.Caseworker), movement.Alerts(w.scope)); len(rows) != 1 || rows[0].Chosen != 3 {
		t.Errorf("the caseworker is told of %+v", rows)
	}
}

// "Every choice for that village is on hold at once, and the people concerned are listed": also the choice of the one whose spouse answered since.
func TestAChoiceStaysOnTheListThoughAnotherAdultChoseElsewhereSince(t *testing.T) {
	w := newWorld(t)
	hers, his := w.village(), w.village()
	h := w.differing(hers, his)
	w.decide(hers, false, "")
	row, stands := w.concerns(h, hers)
	if !stands || row.Settled || row.Persons != 3 {
		t.Fatalf("whose choice is on hold: %v %+v", stands, row)
	}
	if rows := ask(w, movement.Alerts(w.scope)); len(rows) != 1 || rows[0].Chosen != 1 {
		t.Errorf("alerts: %+v", rows)
	}
	w.ok(answer(h, h.adults[0], his)) // and now she goes with him
	if _, stands := w.concerns(h, hers); stands {
		t.Error("nobody of them wants to go there any more")
	}
	if rows := ask(w, movement.Alerts(w.scope)); len(rows) != 0 {
		t.Errorf("alerts: %+v", rows)
	}
}

// Who has left is on the road or there; of those who stayed behind the choice is on hold like everybody's.
func TestTheChoiceOfThoseWhoStayedBehindIsOnHold(t *testing.T) {
	w := newWorld(t)
	village := w.village()
	h := w.decided(2, 1, village)
	w.willingAll(h)
	w.ok(movement.LeaveByOwnMeans{Journey: h.journey, Step: "departure", Persons: []id.ID{h.adults[0], h.children[0]}, OwnWord: h.adults})
	w.decide(village, false, "")
	if on := ask(w, movement.OnTheRoadTo(w.scope, village)); len(on) != 1 || on[0].Persons != 2 {
		t.Errorf("on the road: %+v", on)
	}
	if row, stands := w.concerns(h, village); !stands || row.Persons != 1 {
		t.Errorf("who stayed behind: %v %+v", stands, row)
	}
	if rows := ask(w, movement.Alerts(w.scope)); len(rows) != 1 || rows[0].Road != 1 || rows[0].Chosen != 1 {
		t.Errorf("alerts: %+v", rows)
	}
	w.ok(movement.ConfirmArrival{Journey: h.journey, Step: "departure"})
	if _, stands := w.concerns(h, village); !stands {
		t.Error("after the others arrived, who stayed behind is on no list")
	}
}

// Whoever left the household took her answer with her: it is the way of her own that is concerned.
func TestTheChoiceOfWhoLeftTheHouseholdIsNotItsOwnAnyMore(t *testing.T) {
	w := newWorld(t)
	hers, his := w.village(), w.village()
	h := w.differing(hers, his)
	w.ok(journey.Split{Household: h.household, Leaving: h.adults[:1], OwnWord: h.adults[:1]})
	w.decide(hers, false, "")
	if _, stands := w.concerns(h, hers); stands {
		t.Error("the household she left is concerned by her choice")
	}
}

// What the authority decided for a separated child is a choice of that village too: where its safety is withdrawn somebody asks the authority again.
func TestWhereASeparatedChildIsToGoIsConcerned(t *testing.T) {
	w := newWorld(t)
	theirs, childs := w.village(), w.village()
	h := w.decided(2, 1, theirs)
	yes := people.Yes
	w.ok(people.Correct{Person: h.children[0], Separated: &yes})
	w.ok(tell(h, childs))
	w.ok(choice.BestInterests{Journey: h.journey, Step: "solution", Child: h.children[0], Option: "return", Place: childs,
		Authority: "child protection, Kalemie", Day: w.desk.Today(), Words: choice.Words{Text: "her aunt lives there", Officer: "Mwamba"}})
	w.decide(childs, false, "")
	if _, stands := w.seenBy(access.ProtectionOfficer).concerns(h, childs); !stands {
		t.Error("nobody asks again where the child is to go")
	}
	if row, stands := w.seenBy(access.Enumerator).concerns(h, childs); stands {
		t.Errorf("an enumerator reads what was decided for one child: %+v", row)
	}
}

// Who changed their mind came off the load and gave up the plot, and is concerned by what becomes of the other village alone.
func TestWhoChangedTheirMindIsNotConcernedAnyMore(t *testing.T) {
	w := newWorld(t)
	village, other := w.village(), w.village()
	h := w.decided(1, 0, village)
	w.ok(load(h, w.trip(village, 9), 1))
	w.ok(tell(h, other))
	w.ok(answer(h, h.adults[0], other))
	w.decide(village, false, "")
	if row, stands := w.concerns(h, village); stands {
		t.Errorf("they are listed still: %+v", row)
	}
	if _, stands := w.concerns(h, other); !stands {
		t.Error("they are not listed where they want to go now")
	}
}

// A seat that an office gave which had not heard of a change of mind is a seat there all the same, until somebody takes them off it.
func TestASeatThereIsOneWhateverTheyAnswered(t *testing.T) {
	there, elsewhere, adult := id.New(), id.New(), id.New()
	j := &journey.Journey{Marks: []journey.Mark{
		{Step: "solution", State: programme.Happened, By: adult, Value: "return", Place: elsewhere},
		{Step: "departure", State: programme.Loaded, Link: id.New(), Unit: 1, Place: there},
	}}
	if answered, promised := j.BoundFor(there); answered || !promised {
		t.Errorf("there: answered %v, promised %v", answered, promised)
	}
	if answered, promised := j.BoundFor(elsewhere); !answered || promised {
		t.Errorf("elsewhere: answered %v, promised %v", answered, promised)
	}
}
