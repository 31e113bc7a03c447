// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/payment"
	"safar/kernel/id"
)

// Who goes nowhere is paid where they live: what is owed to them stands among the candidates of that place, and of no other.
func TestWhoGoesNowhereIsPaidWhereTheyLive(t *testing.T) {
	w := newWorld(t)
	r := registration("0820000077")
	r.Site = w.village
	h := w.registered(w.must(w.caseworker, r))
	gift := w.must(w.caseworker, journey.Start{Programme: "homeward", Pathway: "extra", Subject: h.household}).IDs[0]
	ofGift := payment.Prepare{Programme: "homeward", Grant: "other", Steps: []string{"gift"}}
	found := ask(w, w.finance, payment.CandidatesAt(w.scope, w.village, ofGift, desk.Part{Limit: 10}, desk.Part{Limit: 10}))
	if len(found.Ready) != 1 || found.Ready[0].Journey != gift {
		t.Errorf("a household that goes nowhere is on no list: %+v", found)
	}
	elsewhere := ask(w, w.finance, payment.CandidatesAt(w.scope, id.New(), ofGift, desk.Part{}, desk.Part{}))
	if len(elsewhere.Ready)+len(elsewhere.Held)+elsewhere.NotReady != 0 {
		t.Errorf("it is a candidate where it neither lives nor goes: %+v", elsewhere)
	}
}
