// SPDX-License-Identifier: Apache-2.0

package bulk_test

import (
	"reflect"
	"slices"
	"testing"

	"safar/field/bulk"
	"safar/field/journey"
	"safar/kernel/access"
)

// A deed is judged by the act that its commands are of, or whoever is shown one could not do it, and the other way round.
func TestADeedIsOfTheActOfItsCommands(t *testing.T) {
	for _, d := range bulk.All() {
		if got := d.Command(bulk.Item{}, bulk.Asked{}, bulk.Words{}, false).Act(); got != d.Act {
			t.Errorf("%s is offered to who may %s, and is %s", d.ID, d.Act, got)
		}
		if d.Back() != (d.BackAct != "") {
			t.Errorf("%s: what takes it back is of the act %q", d.ID, d.BackAct)
		} else if d.Back() && d.Command(bulk.Item{}, bulk.Asked{}, bulk.Words{}, true).Act() != d.BackAct {
			t.Errorf("%s is taken back by an act that is not %s", d.ID, d.BackAct)
		}
	}
}

// What each person says for themselves is asked of one at a time, and what is signed for, or seen, is signed for and seen one by one.
func TestNobodysOwnWordIsGivenForMany(t *testing.T) {
	for _, d := range bulk.All() {
		for _, act := range []access.Act{d.Act, d.BackAct} {
			if slices.Contains([]access.Act{access.ChoiceAnswer, access.ChoiceWithdraw, access.ChoiceConfirm, access.ChoiceBestInterests, access.JourneyClose, access.ReferralSend,
				access.PaymentDeliver, access.PaymentApprove, access.ClearanceRecord, access.WorksInspect, access.PeopleErase, access.PeopleSplit, access.PlacesDecideSafety}, act) {
				t.Errorf("%s does %s to many at once", d.ID, act)
			}
		}
	}
}

func TestWhatIsShownOfAWorkHasClasses(t *testing.T) {
	for _, of := range []reflect.Type{reflect.TypeFor[bulk.Row](), reflect.TypeFor[bulk.Whole](), reflect.TypeFor[bulk.Card](), reflect.TypeFor[bulk.Count](), reflect.TypeFor[journey.IDs]()} {
		if paths := access.Untagged(of); len(paths) > 0 {
			t.Errorf("%v: %v", of, paths)
		}
	}
}
