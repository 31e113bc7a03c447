// SPDX-License-Identifier: Apache-2.0

package intake_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"safar/exchange/intake"
	"safar/exchange/sheet"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

const someList = "id,name,sex\n1,Furaha,f\n2,Amani,m\n"

func (w *world) lists(t *testing.T) *intake.Lists {
	t.Helper()
	l := intake.NewLists(w.desk)
	t.Cleanup(l.Close)
	return l
}

func (w *world) give(t *testing.T, l *intake.Lists, by access.Actor, text string) id.ID {
	t.Helper()
	of, err := l.Give(by, w.scope, `C:\Users\someone\list.csv`, strings.NewReader(text), sheet.Keys)
	if err != nil {
		t.Fatal(err)
	}
	return of
}

// takenIn takes a list in and waits until it is no longer on its way.
func takenIn(t *testing.T, l *intake.Lists, by access.Actor, of id.ID) intake.List {
	t.Helper()
	if err := l.TakeIn(by, of, nil); err != nil {
		t.Fatal(err)
	}
	list, err := l.Ended(t.Context(), by, of)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAListGivenIsTakenInOnce(t *testing.T) {
	w := newWorld(t)
	l := w.lists(t)
	of := w.give(t, l, w.worker, someList)
	list := takenIn(t, l, w.worker, of)
	if list.Name != "list.csv" || list.State != intake.Imported || list.Report.New != 2 || list.Stopped != nil {
		t.Errorf("%+v", list)
	}
	if err := l.TakeIn(w.worker, of, nil); err != nil {
		t.Error(err)
	}
	if again := takenIn(t, l, w.worker, w.give(t, l, w.worker, someList)); again.Report.Unchanged != 2 || again.Report.New != 0 {
		t.Errorf("%+v", again.Report)
	}
	if err := l.Map(w.worker, of, list.Mapping); fault.KeyOf(err) != "intake.list_going" {
		t.Errorf("its mapping afterwards: %v", err)
	}
}

func TestAListIsOfWhoGaveItAndMayImport(t *testing.T) {
	w := newWorld(t)
	l := w.lists(t)
	of := w.give(t, l, w.worker, someList)
	other := actor(access.Caseworker, w.scope.Caseload)
	if _, err := l.List(other, of); fault.KeyOf(err) != "intake.no_list" {
		t.Errorf("another caseworker: %v", err)
	}
	if _, _, err := l.Preview(t.Context(), other, of, ""); fault.KeyOf(err) != "intake.no_list" {
		t.Errorf("another caseworker looks: %v", err)
	}
	if err := l.TakeIn(other, of, nil); fault.KeyOf(err) != "intake.no_list" {
		t.Errorf("another caseworker takes it in: %v", err)
	}
	demoted := access.Actor{User: w.worker.User, Grants: []access.Grant{access.NewGrant(access.Enumerator, w.scope.Caseload)}}
	if err := l.TakeIn(demoted, of, nil); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("somebody who may import no longer: %v", err)
	}
	if _, err := l.Give(w.stranger, w.scope, "list.csv", strings.NewReader(someList), sheet.Keys); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("an auditor: %v", err)
	}
}

func TestListsAreHeldWithinBounds(t *testing.T) {
	w := newWorld(t)
	l := w.lists(t)
	for range 4 {
		w.give(t, l, w.worker, someList)
	}
	if _, err := l.Give(w.worker, w.scope, "list.csv", strings.NewReader(someList), sheet.Keys); fault.KeyOf(err) != "intake.lists_many" {
		t.Errorf("a fifth list: %v", err)
	}
	large := strings.Repeat("id,name\n", intake.LargestList/8)
	if _, err := l.Give(actor(access.Caseworker, w.scope.Caseload), w.scope, "list.csv", strings.NewReader(large+"1"), sheet.Keys); fault.KeyOf(err) != "intake.list_large" {
		t.Errorf("a larger one: %v", err)
	}
	for range 3 { // with those above, a fourth has no room
		w.give(t, l, actor(access.Caseworker, w.scope.Caseload), large)
	}
	other := actor(access.Caseworker, w.scope.Caseload)
	if _, err := l.Give(other, w.scope, "list.csv", strings.NewReader(someList), sheet.Keys); fault.KeyOf(err) != "intake.lists_full" {
		t.Errorf("one for which there is no room: %v", err)
	}
}

func TestAListThatNobodyLooksAtGoes(t *testing.T) {
	w := newWorld(t)
	l := w.lists(t)
	of := w.give(t, l, w.worker, someList)
	w.clock.Set(w.clock.Now().Add(11 * time.Hour))
	if _, err := l.List(w.worker, of); err != nil {
		t.Error(err)
	}
	w.clock.Set(w.clock.Now().Add(13 * time.Hour))
	if _, err := l.List(w.worker, of); fault.KeyOf(err) != "intake.no_list" {
		t.Errorf("after a night: %v", err)
	}
}

// An import by a page that is stopped, by whoever began it or because the office closes, leaves whole households, and the rest is added later.
func TestAListThatIsStoppedIsTakenUpAgain(t *testing.T) {
	w := newWorld(t)
	l := w.lists(t)
	var text strings.Builder
	text.WriteString("id,name,sex\n")
	const households = 20_000
	for n := range households {
		fmt.Fprintf(&text, "h%d,Someone,f\n", n)
	}
	of := w.give(t, l, w.worker, text.String())
	if err := l.TakeIn(w.worker, of, nil); err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := l.InTurn(t.Context(), func(context.Context) error { return nil }); fault.KeyOf(err) != "intake.stopped" {
		t.Errorf("an import after the end: %v", err)
	}
	there := len(w.homes(t))
	l = w.lists(t)
	list := takenIn(t, l, w.worker, w.give(t, l, w.worker, text.String()))
	if list.Report.Unchanged != there || list.Report.New != households-there {
		t.Errorf("%d were there, then %+v", there, list.Report)
	}
}
