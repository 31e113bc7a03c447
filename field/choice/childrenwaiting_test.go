// SPDX-License-Identifier: Apache-2.0

package choice_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// waiting says which children wait for the child-protection authority, and for how many days.
func (r *room) waiting() string {
	r.Helper()
	var out []string
	for _, w := range officetest.Ask(r.Office, r.protection, journey.ChildrenWaiting(r.Scope)) {
		who := "separated"
		if w.Alone {
			who = "alone"
		}
		out = append(out, fmt.Sprintf("%d %s %dd", w.Children, who, r.Desk.Today()-w.Since))
	}
	return strings.Join(out, ", ")
}

func (r *room) waits(want string) {
	r.Helper()
	if got := r.waiting(); got != want {
		r.Errorf("there wait %q, want %q", got, want)
	}
}

// Children who live without their parents wait for the authority from the day on which it could decide, until it has.
func TestChildrenWaitForTheAuthorityUntilItHasDecided(t *testing.T) {
	r := newRoom(t)
	r.family(40, 10)
	r.waits("")
	alone, _ := r.family(15, 9)
	r.waits("") // nobody has told them of any village: they wait for us
	r.told(alone)
	r.waits("2 alone 0d")
	r.Days(3)
	way, child, _ := r.separated()
	r.waits("2 alone 3d, 1 separated 0d")
	r.Do(r.protection, r.decides(way, child, r.village, id.ID{}))
	r.waits("2 alone 3d")
	r.Do(r.protection, r.decides(alone, id.ID{}, r.village, id.ID{}))
	r.waits("")
}

// Who was left alone waits, whatever was said when the household was registered.
func TestChildrenWhoLostTheirAdultWait(t *testing.T) {
	r := newRoom(t)
	way, who := r.family(40, 9)
	r.told(way)
	r.Days(5)
	r.waits("")
	r.Do(r.protection, people.RecordDeath{Person: who[0], Day: r.Desk.Today()})
	r.Days(2)
	r.waits("1 alone 2d")
}

func TestWhichChildrenWaitIsToldToWhoWritesTheDecisionDown(t *testing.T) {
	r := newRoom(t)
	r.separated()
	for _, role := range access.Roles() {
		_, err := desk.Ask(t.Context(), r.Desk, r.Person(role), "task.test", journey.ChildrenWaiting(r.Scope))
		if told := err == nil; told != (role == access.ProtectionOfficer) {
			t.Errorf("the %s is told: %v", role, told)
		}
	}
	if paths := access.Untagged(reflect.TypeFor[journey.WaitingChildrenRow]()); len(paths) > 0 {
		t.Errorf("without a class: %v", paths)
	}
}
