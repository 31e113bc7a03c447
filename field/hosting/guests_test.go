// SPDX-License-Identifier: Apache-2.0

package hosting_test

import (
	"fmt"
	"slices"
	"testing"

	"safar/desk"
	"safar/field/hosting"
	"safar/field/officetest"
	"safar/kernel/id"
)

// A page of guests, and one of hosts, shows a part of the homes: the best first, each on one page and no more, and whoever is on another page was not looked at.
func TestWhoIsOnAnotherPageWasNotLookedAt(t *testing.T) {
	w := newTown(t)
	var looked []id.ID
	w.Desk.Listen(func(c desk.Change) {
		for _, s := range c.Stories {
			if look, is := s.State.(*desk.Look); is {
				looked = look.Subjects
			}
		}
	})
	for i := range 5 {
		w.host(1+i, 1, woman(fmt.Sprintf("Host%d", i)))
	}
	g := w.guests(woman("Selam"), girl("Sara"))
	all := officetest.Ask(w.Office, w.officer, hosting.GuestFileOf(w.Scope, g.way)).Homes
	if len(all) != 5 || !all[3].Possible() || all[4].Possible() {
		t.Fatalf("the homes are %+v", all)
	}
	for from := 0; from < 6; from += 2 {
		part := desk.Part{From: from, Limit: 2}
		page := officetest.Ask(w.Office, w.officer, hosting.GuestPageOf(w.Scope, g.way, part))
		want := []id.ID{g.of}
		for i, h := range page.Homes {
			if want = append(want, h.Household); h.Host != all[from+i].Host {
				t.Errorf("from %d, home %d is %s", from, i, h.Name)
			}
		}
		if page.Total != 5 || len(page.Homes) != min(2, 5-from) || !slices.Equal(looked, want) {
			t.Errorf("from %d: %d of %d homes, and a look at %d, not %d", from, len(page.Homes), page.Total, len(looked), len(want))
		}
		hosts := officetest.Ask(w.Office, w.officer, hosting.HostsOn(w.Scope, part))
		if hosts.Total != 5 || len(looked) != len(hosts.Rows) || len(hosts.Rows) != min(2, 5-from) {
			t.Errorf("from %d: %d of %d hosts, and a look at %d", from, len(hosts.Rows), hosts.Total, len(looked))
		}
	}
}
