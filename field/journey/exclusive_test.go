// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// elsewhere begins a journey as a node did that had not heard of the other one: no rule was asked.
type elsewhere struct {
	Like, Subject id.ID
}

func (elsewhere) Act() access.Act { return access.JourneyStart }

func (c elsewhere) Decide(tx *desk.Tx) error {
	like, err := desk.Must(tx, journey.Story, c.Like)
	if err != nil {
		return err
	}
	of, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(journeyBegun.Draft(of, clock.NoDay, begun{like.Version.Value(), c.Subject}))
}

// whole says what stands against paying and boarding on a journey.
func (w *world) whole(of id.ID) error {
	w.Helper()
	var against error
	ask(w, desk.Query[struct{}]{Act: access.PeopleLook, Scope: w.scope, Run: func(r *desk.Reader) (struct{}, error) {
		c, err := journey.Take(r, of)
		if err == nil {
			against = c.Whole()
		}
		return struct{}{}, err
	}})
	return against
}

func TestAHouseholdWalksOneExclusivePathwayAtATime(t *testing.T) {
	w := newWorld(t)
	w.publish(strings.Replace(homeward, "programme: homeward", "programme: another", 1))
	h := w.household(1)
	other := journey.Start{Programme: "another", Pathway: "solution", Subject: h.household}
	w.refuses(other, "journey.one_at_a_time")
	w.ok(start(h, "listening")) // not exclusive
	w.refuses(start(h, "solution"), "journey.walks_already")

	w.ok(journey.Ask{Journey: h.journey, Step: "intention"})
	w.ok(note{Journey: h.journey, Step: "transport", State: programme.Owed, Minor: 2000})
	w.ok(note{Journey: h.journey, Step: "transport", State: programme.Delivered})
	w.ok(journey.Close{Journey: h.journey, Step: "end", Reason: "moved_on", Agree: h.adults})
	w.ok(other)
}

func TestTwoJourneysBegunApartHoldEachOther(t *testing.T) {
	w := newWorld(t)
	h := w.household(1)
	second := w.ok(elsewhere{h.journey, h.household}).IDs[0]
	if beside := ask(w, journey.HouseholdsWhere(w.scope, journey.TwoWays, people.Listing{Limit: 10})); len(beside.Rows) != 1 || beside.Rows[0].Household.ID != h.household {
		t.Errorf("who stands on two ways is listed as %+v", beside.Rows)
	}
	for _, of := range []id.ID{h.journey, second} {
		if err := w.whole(of); err == nil || !strings.Contains(err.Error(), "walks_two") {
			t.Errorf("nothing holds it: %v", err)
		}
		if !ask(w, journey.WayOf(w.scope, of)).Ways[0].Twice {
			t.Error("the file does not say so")
		}
	}
	w.refuses(journey.SetAside{Journey: second}, "journey.reason_missing")
	w.ok(note{Journey: second, Step: "departure", State: programme.Departed})
	w.refuses(journey.SetAside{Journey: second, Words: journey.Words{Text: "a mistake"}}, "journey.the_other_one")
	w.ok(note{Journey: h.journey, Step: "transport", State: programme.Owed, Minor: 2000})
	w.ok(journey.SetAside{Journey: h.journey, Words: journey.Words{Text: "begun twice"}})
	if err := w.whole(second); err != nil {
		t.Errorf("it is held still: %v", err)
	}
	if beside := ask(w, journey.HouseholdsWhere(w.scope, journey.TwoWays, people.Listing{Limit: 10})); len(beside.Rows) != 0 {
		t.Errorf("who stands on one way is listed among those on two: %+v", beside.Rows)
	}
	if last, _ := w.read(h.journey).Last("transport"); last.State != programme.Stopped {
		t.Errorf("what was owed on the one set aside is %v", last.State)
	}
	w.refuses(journey.Ask{Journey: h.journey, Step: "intention"}, "journey.set_aside")
	w.refuses(journey.SetAside{Journey: second, Words: journey.Words{Text: "both"}}, "journey.not_twice")
}

// Whatever is begun, ended and set aside in whatever order, and whatever another node began besides: never is anything paid, and nobody
// boards, while two exclusive journeys of a household are open; and what this node began alone it never has to regret.
func TestNeverTwoAtOnce(t *testing.T) {
	base := newWorld(t)
	base.publish(strings.Replace(homeward, "programme: homeward", "programme: another", 1))
	rapid.Check(t, func(t *rapid.T) {
		w := base.elsewhere(t)
		h := w.household(1)
		all, apart := []id.ID{h.journey}, false
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			of := all[rapid.IntRange(0, len(all)-1).Draw(t, "journey")]
			var c desk.Command
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				c = journey.Start{Programme: rapid.SampledFrom([]string{"homeward", "another"}).Draw(t, "programme"), Pathway: "solution", Subject: h.household}
			case 1:
				c, apart = elsewhere{h.journey, h.household}, true
			case 2:
				c = journey.Ask{Journey: of, Step: "intention"}
			case 3:
				c = journey.Close{Journey: of, Step: "end", Reason: "moved_on", Agree: h.adults}
			case 4:
				c = journey.SetAside{Journey: of, Words: journey.Words{Text: "begun twice"}}
			case 5:
				c = note{Journey: of, Step: "transport", State: programme.Owed, Minor: 2000}
			}
			if r, err := w.in(w.scope, c); err == nil {
				all = append(all, r.IDs...)
			}
			open := 0
			for _, of := range all {
				if !w.read(of).Ended() {
					open++
				}
			}
			if open > 1 && !apart {
				t.Fatalf("%d journeys are open, and no other node began one", open)
			}
			for _, of := range all {
				if held := w.whole(of) != nil; held != (open > 1 && !w.read(of).Ended()) {
					t.Fatalf("%d are open, and held is %v", open, held)
				}
			}
		}
	})
}
