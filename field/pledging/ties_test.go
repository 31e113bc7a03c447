// SPDX-License-Identifier: Apache-2.0

package pledging_test

import (
	"slices"
	"testing"

	"safar/desk"
	"safar/engine/match/pledges"
	"safar/field/officetest"
	"safar/field/pledging"
	"safar/kernel/id"
)

// Where two offices wrote down different words, whoever writes it down anew is shown every place where they must not go that either wrote: saved as it is shown, none of them is lost.
func TestNoPlaceWhereTheyMustNotGoIsLostBetweenTwoOffices(t *testing.T) {
	w := newMinistry(t)
	north, south, west := w.country("North"), w.country("South"), w.country("West")
	w.pledge(north, 5, "")
	w.pledge(south, 5, "")
	c := w.waits(2)
	w.says(c, pledging.Bound{Not: []id.ID{north}})
	w.Do(w.officer, pledging.SayElsewhere{Journey: c.way, Are: pledging.Bound{Not: []id.ID{south}, Relatives: []id.ID{west}}})
	shown := officetest.Ask(w.Office, w.officer, pledging.TiesOf(w.Scope, c.way))
	if len(shown.Not) != 2 || !slices.Contains(shown.Not, north) || !slices.Contains(shown.Not, south) {
		t.Errorf("they must not go to North and South, and it says %v", shown.Not)
	}
	w.says(c, pledging.Bound{Not: shown.Not, Relatives: shown.Relatives})
	for _, state := range []id.ID{north, south} {
		if got := why(w.plan(), c, state); got.Rule != string(pledges.MustNot) {
			t.Errorf("they must not go there: %+v", got)
		}
	}
}

// A page of those who wait shows a part of them, each on one page and no more, and whoever is on another page was not looked at.
func TestWhoWaitsOnAnotherPageWasNotLookedAt(t *testing.T) {
	w := newMinistry(t)
	var looked []id.ID
	w.Desk.Listen(func(c desk.Change) {
		for _, s := range c.Stories {
			if look, is := s.State.(*desk.Look); is {
				looked = look.Subjects
			}
		}
	})
	for range 5 {
		w.waits(1)
	}
	all := officetest.Ask(w.Office, w.officer, pledging.Cases(w.Scope))
	for from := 0; from < 6; from += 2 {
		page := officetest.Ask(w.Office, w.officer, pledging.CasesOn(w.Scope, desk.Part{From: from, Limit: 2}))
		var want []id.ID
		for i, row := range page.Rows {
			if want = append(want, row.Household); row != all[from+i] {
				t.Errorf("from %d, case %d is %+v", from, i, row)
			}
		}
		if page.Total != 5 || len(page.Rows) != min(2, 5-from) || !slices.Equal(looked, want) {
			t.Errorf("from %d: %d of %d cases, and a look at %d, not %d", from, len(page.Rows), page.Total, len(looked), len(want))
		}
	}
}
