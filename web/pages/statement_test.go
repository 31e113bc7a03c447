// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/field/capacity"
	"safar/field/clearance"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/places"
	"safar/field/referral"
	"safar/field/staff"
	"safar/field/supply"
	"safar/field/works"
	"safar/kernel/access"
)

func TestAmountsAreReadAndNeverGuessed(t *testing.T) {
	for text, want := range map[string]int64{"12": 1200, "12.5": 1250, "12,50": 1250, "1 200.00": 120000, `"7.00"`: 700, "0": 0} {
		if got, ok := minorOf(text, "USD"); !ok || got != want {
			t.Errorf("%q is %d %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-1", "1.234", "1,200.00", "2.54708E+11", "12 USD", ".5", "99999999999999999999"} {
		if got, ok := minorOf(text, "USD"); ok {
			t.Errorf("%q was read as %d", text, got)
		}
	}
	if got, ok := minorOf("1.5", "UGX"); ok {
		t.Errorf("a currency without decimals: %d", got)
	}
}

func TestAStatementIsReadLineByLine(t *testing.T) {
	got, err := statement("reference;amount\r\n\r\nA-1;10.00\nB;2;5\n\"C 3\"\t7,25", "USD")
	want := []payment.Stated{{Reference: "A-1", Amount: 1000}, {Reference: "B;2", Amount: 500}, {Reference: "C 3", Amount: 725}}
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("%v: %s", err, cmp.Diff(want, got))
	}
	for _, text := range []string{"A-1", "A-1;10\nB;ten", "A;10\n;5", "A;1e3"} {
		if got, err := statement(text, "USD"); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

// A field without a class would be hidden from everyone: a page that shows nothing is a fault too.
func TestWhatTheOfficeReadsHasAClassOnEveryField(t *testing.T) {
	for _, of := range []reflect.Type{reflect.TypeFor[places.Sheet](), reflect.TypeFor[capacity.RoomRow](), reflect.TypeFor[movement.ConcernedRow](),
		reflect.TypeFor[payment.Candidates](), reflect.TypeFor[payment.BookRow](), reflect.TypeFor[payment.CollectorRow](), reflect.TypeFor[staff.UserRow](),
		reflect.TypeFor[staff.Colleague](), reflect.TypeFor[works.PlaceRow](), reflect.TypeFor[works.HouseRow](), reflect.TypeFor[supply.StockCard](), reflect.TypeFor[supply.GiveStep](),
		reflect.TypeFor[supply.Sheet](), reflect.TypeFor[supply.Candidates](), reflect.TypeFor[supply.HandSheet](), reflect.TypeFor[supply.ListRow](), reflect.TypeFor[clearance.Sheet](), reflect.TypeFor[referral.Sheet](), reflect.TypeFor[referral.Form](), reflect.TypeFor[journey.StandingRow](),
		reflect.TypeFor[journey.SourceRow]()} {
		if missing := access.Untagged(of); len(missing) > 0 {
			t.Errorf("%v: %s", of, strings.Join(missing, ", "))
		}
	}
}
