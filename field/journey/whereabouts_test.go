// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"context"
	"slices"
	"testing"

	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// A list that shows few of very many goes on where a page stopped looking: nobody is left out, and no page costs more for it.
func TestAListThatLeavesManyOutGoesOnFromPageToPage(t *testing.T) {
	w := newWorld(t)
	var commands []desk.Numbered
	for range 2_300 {
		commands = append(commands, desk.Numbered{ID: id.New(), Command: people.Register{Site: w.site, Card: id.New().String(), Members: []people.Member{{Names: people.Names{Given: "Neema"}}}}})
	}
	var all []id.ID
	for _, o := range w.desk.DoAll(context.Background(), w.actor, w.scope, commands) {
		if o.Err != nil {
			t.Fatal(o.Err)
		}
		all = append(all, o.Receipt.IDs[0])
	}
	slices.SortFunc(all, func(a, b id.ID) int { return slices.Compare(b[:], a[:]) }) // as they are listed: the latest day first, then by id
	shown := []id.ID{all[0], all[1_200], all[1_201], all[2_299]}
	list := func(want people.Listing) people.Listed {
		t.Helper()
		looked := 0
		want.Limit = 2
		want.Skip = func(of id.ID) (bool, error) {
			looked++
			return !slices.Contains(shown, of), nil
		}
		var got people.Listed
		ask(w, desk.Query[struct{}]{Act: access.PeopleList, Scope: w.scope, Run: func(r *desk.Reader) (none struct{}, err error) {
			got, err = people.List(r, want)
			return none, err
		}})
		if looked > 1_100 {
			t.Errorf("a page looked at %d households", looked)
		}
		return got
	}
	var found []id.ID
	var back people.Listing
	for want, pages := (people.Listing{}), 0; ; pages++ {
		page := list(want)
		found = append(found, page.IDs...)
		if page.Next == nil || pages > 10 {
			break
		}
		want.After = page.Next
		back = people.Listing{After: page.Next, Back: true}
	}
	if !slices.Equal(found, shown) {
		t.Errorf("page by page %v, want %v", found, shown)
	}
	found = nil
	for pages := 0; pages < 10; pages++ {
		page := list(back)
		found = append(page.IDs, found...)
		if page.Previous == nil {
			break
		}
		back.After = page.Previous
	}
	if !slices.Equal(found, shown[:len(found)]) || len(found) < 3 {
		t.Errorf("and back %v, want the first of %v", found, shown)
	}
}
