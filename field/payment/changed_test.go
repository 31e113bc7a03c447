// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"reflect"
	"slices"
	"testing"

	"safar/desk"
	"safar/field/payment"
	"safar/field/people"
	"safar/kernel/access"
)

// Whoever approves a list sees of which lines something is otherwise than when it was prepared, who wrote it, and nothing of what was so before, or of what people answered.
func TestTheSecondPairOfEyesSeesWhatChanged(t *testing.T) {
	w := newWorld(t)
	var homes []home
	for range 4 {
		homes = append(homes, w.willing(w.family()))
	}
	w.must(w.caseworker, people.RecordDeath{Person: homes[3].father}) // before
	w.must(w.caseworker, w.yes(homes[3], homes[3].mother))
	hold := payment.HoldPayment{Journey: homes[0].journey, Step: "first", Until: w.desk.Today() + 3, Resolver: w.approver.User, Reason: "two cards"}
	w.must(w.approver, hold)
	w.must(w.approver, payment.Release{Journey: homes[0].journey, Step: "first", Reason: "one card"})
	list := w.prepared(homes...)
	written := payment.NewWritten()
	changed := func() payment.ListChanged {
		got := ask(w, w.approver, payment.Changed(written, w.scope, list, "", desk.Part{}))
		if slow := ask(w, w.approver, payment.Changed(payment.NothingKept(w.scope), w.scope, list, "", desk.Part{})); !reflect.DeepEqual(got, slow) {
			t.Fatalf("what was kept tells %+v, and each story asked %+v", got, slow)
		}
		return got
	}
	if got := changed(); len(got.Lines) != 0 || got.Whole != 4 {
		t.Fatalf("nothing has changed, and it shows %+v", got)
	}
	w.must(w.caseworker, people.RecordDeath{Person: homes[0].father})
	w.must(w.approver, hold)
	w.must(w.caseworker, people.ChooseCollector{Household: homes[1].household, Private: true, Collector: people.Collector{Person: homes[1].father, Alternate: homes[1].mother}})
	w.must(w.caseworker, w.no(homes[2], homes[2].mother)) // what she answered is hers
	w.must(w.approver, payment.HoldPayment{Journey: homes[1].journey, Step: "first", Until: w.desk.Today() + 3, Resolver: w.approver.User, Reason: "two cards"})
	w.must(w.approver, payment.Release{Journey: homes[1].journey, Step: "first", Reason: "one card"})
	w.must(w.finance, payment.Stop{Journey: homes[3].journey, Step: "first", Reason: "asked for it"})
	seen := map[string][]string{}
	for _, l := range changed().Lines {
		for i, h := range homes {
			if l.Journey == h.journey {
				seen[string(rune('0'+i))] = l.Kinds()
			}
		}
		for _, c := range l.Changes {
			if c.By.IsZero() || !c.On.Known() {
				t.Errorf("%s: nobody wrote it, or on no day", c.What)
			}
		}
	}
	want := map[string][]string{"0": {"held", "died"}, "1": {"held", "released", "collector"}, "3": {"stopped"}}
	if two := seen["2"]; slices.ContainsFunc(two, func(what string) bool { return what != "stopped" }) {
		t.Errorf("of what somebody answered it shows %v", two)
	}
	one := ask(w, w.approver, payment.Changed(written, w.scope, list, "held", desk.Part{From: 1, Limit: 1}))
	if len(one.Lines) != 1 || one.Found != 2 || one.Count != changed().Count || len(one.Kinds) < 4 {
		t.Errorf("the second of the held lines is told as %+v", one)
	}
	delete(seen, "2")
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("it shows %v, want %v", seen, want)
	}
	if paths := access.Untagged(reflect.TypeFor[payment.ListChanged]()); len(paths) > 0 {
		t.Errorf("%v", paths)
	}
}
