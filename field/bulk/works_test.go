// SPDX-License-Identifier: Apache-2.0

package bulk_test

import (
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"safar/desk"
	"safar/field/bulk"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// trouble stops works at a moment that a test draws: after so many commits.
type trouble struct {
	after int
	do    func()
}

func (x *trouble) heed(desk.Change) {
	if x.do == nil {
		return
	}
	if x.after--; x.after < 0 {
		do := x.do
		x.do = nil
		do()
	}
}

// Random works: some of whom cannot be moved, stopped half-way, ended by a crash, gone on with or left, and taken back. Nobody is moved twice, nobody who was refused is
// touched, and what is taken back stands as a hand would have left it.
func TestNothingIsDoneTwiceAndWhoIsRefusedIsLeftAlone(t *testing.T) {
	w := newWorld(t, 60)
	x := &trouble{}
	w.Desk.Listen(x.heed)
	rapid.Check(t, func(t *rapid.T) {
		to := w.sites[rapid.IntRange(0, 2).Draw(t, "to")]
		from := rapid.IntRange(0, 59).Draw(t, "from")
		homes := slices.Clone(w.homes[from:rapid.IntRange(from+1, 60).Draw(t, "until")])
		for range rapid.IntRange(0, 3).Draw(t, "strangers") { // whom nobody knows: they are refused
			homes = slices.Insert(homes, rapid.IntRange(0, len(homes)).Draw(t, "at"), id.New())
		}
		at, facts := w.stands(homes)
		of := w.looked(w.caseworker, "move_site", bulk.Asked{Place: to}, homes)
		if again, _ := w.stands(homes); !slices.Equal(again, at) {
			t.Fatal("looking moved somebody")
		}
		x.after, x.do = rapid.IntRange(0, 3).Draw(t, "commits"), func() { w.need(w.works.Stop(w.caseworker, of.ID)) }
		w.need(w.works.Begin(t.Context(), w.caseworker, of.ID, "a session"))
		of = w.rested(w.caseworker, of.ID)
		x.do = nil
		for of.State == bulk.Stopped {
			of = w.afterStop(t, of)
		}
		moved := w.check(t, homes, at, facts, to, of)
		w.takesBack(t, of, moved, homes, at)
	})
}

// afterStop is what may become of a work that was stopped: the program ends and is started again, it is gone on with, it is left as it is.
func (w *world) afterStop(t *rapid.T, of bulk.Work) bulk.Work {
	if rapid.Bool().Draw(t, "crash") {
		w.crash()
		w.need(w.works.Recall(t.Context(), w.caseworker, access.PeopleAmend, w.Scope, of.ID))
	}
	if rapid.Bool().Draw(t, "go on") {
		w.need(w.works.GoOn(w.caseworker, of.ID, "another session"))
	} else {
		w.need(w.works.Finish(t.Context(), w.caseworker, of.ID))
	}
	return w.rested(w.caseworker, of.ID)
}

// check holds what stands against what the work says of itself, and returns who was moved.
func (w *world) check(t *rapid.T, homes, at []id.ID, facts []int, to id.ID, of bulk.Work) (moved []id.ID) {
	now, factsNow := w.stands(homes)
	for i, h := range homes {
		switch added := factsNow[i] - facts[i]; {
		case added > 1:
			t.Fatalf("one household was moved %d times", added)
		case added == 1 && (facts[i] == 0 || now[i] != to):
			t.Fatalf("somebody nobody knows was moved, or to elsewhere: %v", now[i])
		case added == 1:
			moved = append(moved, h)
		case now[i] != at[i]:
			t.Fatal("somebody is elsewhere and no fact says so")
		}
	}
	if of.State != bulk.Ended || of.Done != len(moved) {
		t.Fatalf("%s, and says that %d were moved; %d were", of.State, of.Done, len(moved))
	}
	return moved
}

// takesBack takes a work back, and holds that each who was moved is where they were, by one fact more, and nobody else.
func (w *world) takesBack(t *rapid.T, of bulk.Work, moved, homes, at []id.ID) {
	_, facts := w.stands(homes)
	back, err := w.works.TakeBack(t.Context(), w.caseworker, of.ID)
	if len(moved) == 0 {
		if fault.KeyOf(err) != "bulk.nobody" {
			t.Fatalf("nobody was moved, and taking that back is %v", err)
		}
		return
	}
	w.need(err)
	w.need(w.works.Look(w.caseworker, back, "move_site", of.Asked, bulk.Words{}))
	w.rested(w.caseworker, back)
	w.need(w.works.Begin(t.Context(), w.caseworker, back, "a session"))
	if got := w.rested(w.caseworker, back); got.State != bulk.Ended || got.Done != len(moved) {
		t.Fatalf("of %d who were moved %d are back: %s", len(moved), got.Done, got.State)
	}
	now, factsNow := w.stands(homes)
	for i, h := range homes {
		if added := factsNow[i] - facts[i]; now[i] != at[i] || added > 1 || (added == 1) != slices.Contains(moved, h) {
			t.Fatalf("taken back: at %v, was at %v, %d facts more", now[i], at[i], added)
		}
	}
}

// Whoever signs out of the session in which they asked for a work, is withdrawn, or loses the role, has nothing more done; what was done stays. A phone that joined by a
// code goes as far as such a phone goes, also once its session is over.
func TestAWorkEndsWithTheRightOfWhoeverAskedForIt(t *testing.T) {
	revoke := func(w *world, a access.Actor) {
		go w.Desk.Do(w.Context(), w.admin, access.Commons, id.New(), staff.RevokeRole{User: a.User, Role: access.Caseworker, Caseload: w.Scope.Caseload})
	}
	for name, c := range map[string]struct {
		roles   []access.Role
		yard    bool
		happens func(*world, access.Actor)
		why     string // "": nothing but that it was stopped
	}{
		"signs out": {roles: []access.Role{access.Caseworker}, happens: func(w *world, _ access.Actor) { w.works.Left("a session") }},
		"is withdrawn": {roles: []access.Role{access.Caseworker}, why: "bulk.gone", happens: func(w *world, a access.Actor) {
			go w.Desk.Do(w.Context(), w.admin, access.Commons, id.New(), staff.Withdraw{User: a.User})
		}},
		"loses their role": {roles: []access.Role{access.Caseworker}, why: "access.not_allowed", happens: revoke},
		"loses the role that a phone in the yard is for": {roles: []access.Role{access.Caseworker, access.ProtectionOfficer}, yard: true, why: "access.not_allowed", happens: revoke},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 400)
			by := w.hired("dorcas", c.roles...)
			if c.yard {
				by = by.InTheYard()
			}
			of := w.looked(by, "move_site", bulk.Asked{Place: w.sites[1]}, w.homes)
			x := &trouble{after: 2, do: func() { c.happens(w, by) }}
			w.Desk.Listen(x.heed)
			w.need(w.works.Begin(t.Context(), by, of.ID, "a session"))
			got := w.rested(by, of.ID)
			why := ""
			if got.Why != nil {
				why = fault.KeyOf(got.Why)
			}
			if got.State != bulk.Stopped || got.Done == 0 || got.Done == len(w.homes) || why != c.why {
				t.Errorf("%s with %d of %d done: %v", got.State, got.Done, len(w.homes), got.Why)
			}
		})
	}
}

// Whoever was refused when it was looked at is left alone, though it could be done by now: nobody saw that it would be.
func TestWhoWasRefusedIsLeftAlone(t *testing.T) {
	w := newWorld(t, 1)
	later := id.New()
	made, err := w.Desk.Makes(t.Context(), w.Scope, later, 1)
	w.need(err)
	of := w.looked(w.caseworker, "move_site", bulk.Asked{Place: w.sites[1]}, append(slices.Clone(w.homes), made...))
	if of.State != bulk.Looked || of.Can != 1 || len(of.Refused) != 1 || !slices.Equal(of.Refused[0].At, []int{1}) {
		t.Fatalf("%s, %d can, refused %v", of.State, of.Can, of.Refused)
	}
	_, err = w.Desk.Do(t.Context(), w.caseworker, w.Scope, later, w.alone())
	w.need(err)
	w.need(w.works.Begin(t.Context(), w.caseworker, of.ID, ""))
	w.rested(w.caseworker, of.ID)
	if at, _ := w.stands(made); at[0] != w.sites[0] {
		t.Error("somebody was moved of whom it was said that they would not be")
	}
}

// A work is its own person's alone: nobody else sees, begins, stops or takes it back, also where they hold the same role.
func TestAWorkIsOfWhoeverAskedForIt(t *testing.T) {
	w := newWorld(t, 3)
	other := w.hired("bahati", access.Caseworker)
	of := w.looked(w.caseworker, "move_site", bulk.Asked{Place: w.sites[1]}, w.homes)
	w.need(w.works.Begin(t.Context(), w.caseworker, of.ID, ""))
	w.rested(w.caseworker, of.ID)
	_, seen := w.works.Work(other, of.ID)
	_, taken := w.works.TakeBack(t.Context(), other, of.ID)
	for name, err := range map[string]error{"sees": seen, "begins": w.works.Begin(t.Context(), other, of.ID, ""), "stops": w.works.Stop(other, of.ID), "takes back": taken,
		"goes on with": w.works.GoOn(other, of.ID, ""), "ends": w.works.Finish(t.Context(), other, of.ID), "lets go of": w.works.LetGo(other, of.ID)} {
		if fault.KeyOf(err) != "bulk.no_work" {
			t.Errorf("another %s it: %v", name, err)
		}
	}
	w.crash()
	if err := w.works.Recall(t.Context(), other, access.PeopleAmend, w.Scope, of.ID); fault.KeyOf(err) != "bulk.no_work" {
		t.Errorf("another recalls it: %v", err)
	}
	w.Refused("bulk.not_yours", other, bulk.Begin{Work: id.New(), Deed: "move_site", Of: of.ID, Items: of.Items})
	w.Refused("bulk.not_yours", other, bulk.End{Work: of.ID, Deed: "move_site"})
	if rows, err := desk.Ask(t.Context(), w.Desk, other, "task.test", bulk.Mine(access.PeopleAmend, w.Scope)); err != nil || len(rows) > 0 {
		t.Errorf("another finds %v, %v", rows, err)
	}
	if rows, err := desk.Ask(t.Context(), w.Desk, w.caseworker, "task.test", bulk.Mine(access.PeopleAmend, w.Scope)); err != nil || len(rows) != 1 || !rows[0].Ended || rows[0].Done != 3 {
		t.Errorf("it is found as %+v, %v", rows, err)
	}
}

// Whoever may not do a thing to one does not get to look what it would come to for many; and what nothing takes back is not taken back.
func TestAWorkGivesNoRight(t *testing.T) {
	w := newWorld(t, 2)
	listener := w.hired("chantal", access.MovementOfficer)
	of, err := w.works.Choose(listener, w.Scope, "/households", items(w.homes))
	w.need(err)
	if err := w.works.Look(listener, of, "move_site", bulk.Asked{Place: w.sites[1]}, bulk.Words{}); fault.KeyOf(err) != "access.not_allowed" {
		t.Errorf("who may not move anybody looks: %v", err)
	}
	w.Refused("access.not_allowed", listener, bulk.Begin{Work: id.New(), Deed: "move_site", Items: items(w.homes)})
	w.Refused("access.not_allowed", w.caseworker, bulk.Begin{Work: id.New(), Deed: "no_such_deed", Items: items(w.homes)})
	w.Refused("bulk.twice", w.caseworker, bulk.Begin{Work: id.New(), Deed: "move_site", Items: items([]id.ID{w.homes[0], w.homes[0]})})
	w.Refused("bulk.nobody", w.caseworker, bulk.Begin{Work: id.New(), Deed: "move_site"})
	w.Refused("access.not_allowed", w.caseworker, bulk.Begin{Work: id.New(), Deed: "start", Of: id.New(), Items: items(w.homes)})
}

// What is taken back is whole from the first moment: nobody who looks at it in another window, at whatever moment, finds those for whom it was done without what was done, or
// would choose another deed for them.
func TestWhatIsTakenBackIsNeverHalfChosen(t *testing.T) {
	w := newWorld(t, 1)
	of := w.looked(w.caseworker, "move_site", bulk.Asked{Place: w.sites[1]}, w.homes)
	w.need(w.works.Begin(t.Context(), w.caseworker, of.ID, ""))
	w.rested(w.caseworker, of.ID)
	var windows sync.WaitGroup
	over, open := make(chan struct{}), make(chan struct{}, 4)
	for range cap(open) {
		windows.Go(func() {
			w.works.Watch(open, over, func(held bulk.Work) {
				if held.ID != of.ID && (held.Of != of.ID || held.Deed != "move_site" || held.Asked.Place != w.sites[1]) {
					t.Errorf("it is found as %+v", held)
				}
			})
		})
	}
	for range cap(open) {
		<-open
	}
	back, err := w.works.TakeBack(t.Context(), w.caseworker, of.ID)
	close(over)
	windows.Wait()
	w.need(err)
	got, err := w.works.Work(w.caseworker, back)
	w.need(err)
	if got.State != bulk.Chosen || got.Of != of.ID || got.Deed != of.Deed || len(got.Items) != 1 || got.From != of.From || got.Asked.Place != w.sites[1] {
		t.Errorf("taken back is %+v", got)
	}
}
