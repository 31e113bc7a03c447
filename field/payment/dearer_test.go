// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"strings"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/id"
)

// An amount is edited under an approved list: nothing that is owed changes, on the list or in the hand. Who is on the way keeps the amount of the
// version that they walk, and takes the new one by a migration that was foreseen, and then only what is not owed yet.
func TestAnAmountEditedUnderAnApprovedListChangesNothingThatIsOwed(t *testing.T) {
	w := newWorld(t)
	const before, after = 3*2000 + 12000, 3*2000 + 20000
	listed, later := w.willing(w.family()), w.willing(w.family())
	list := w.approved(listed)
	offered := func(h home) int64 {
		t.Helper()
		for _, c := range ask(w, w.finance, payment.CandidatesAt(w.scope, w.village, first(), desk.Part{}, desk.Part{})).Ready {
			if c.Journey == h.journey {
				return c.Total
			}
		}
		return 0
	}
	was := w.digest(list)
	if offered(later) != before {
		t.Fatalf("%d is offered before", offered(later))
	}

	dearer := strings.Replace(homeward, "house: 12000", "house: 20000", 1)
	if _, err := w.desk.Do(t.Context(), w.manager, access.Commons, id.New(), journey.Publish{Source: []byte(dearer)}); err != nil {
		t.Fatal(err)
	}
	if w.digest(list) != was || offered(later) != before {
		t.Errorf("without a migration %d is offered, or the approved list is another", offered(later))
	}
	f, err := journey.Foresee(t.Context(), w.desk, w.manager, w.scope, []byte(dearer), func(int, int) {})
	if err != nil || f.Moving != 2 || f.Owed != 1 || len(f.Amounts) != 1 || f.Amounts[0].Before != before || f.Amounts[0].After != after {
		t.Errorf("foreseen is %+v, %v", f, err)
	}
	if _, err := journey.MigrateAll(t.Context(), w.desk, w.manager, w.scope, "homeward", func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if w.digest(list) != was || offered(later) != after {
		t.Errorf("with it %d is offered, or the approved list is another", offered(later))
	}
	w.must(w.finance, w.deliver(listed))
	if owed := ask(w, w.caseworker, payment.OwedTo(w.scope, listed.journey)); totalOf(owed[0]) != before {
		t.Errorf("%d was delivered", totalOf(owed[0]))
	}
}

// totalOf adds up the parts of what is owed.
func totalOf(d payment.Due) (minor int64) {
	for _, part := range d.Amounts {
		minor += part.Minor
	}
	return minor
}
