// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"strings"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// stated is the statement of the household, as text.
func (w *tale) stated(by access.Actor, of id.ID) string {
	return asked(w, by, "journey.StatementOf", journey.StatementOf(w.scope, of)).text
}

// A statement lies about in a family: it holds nothing that was said of or by anybody, of any class, but the number of the card; nor does a card.
func TestAStatementAndACardTellNothingOfAnybody(t *testing.T) {
	w := planted(t)
	for _, by := range []access.Actor{w.as(access.ProtectionOfficer), w.as(access.Caseworker)} {
		for _, of := range []id.ID{w.household, w.other} {
			for _, text := range []string{w.stated(by, of), asked(w, by, "people.CardOf", people.CardOf(w.scope, of)).text} {
				for canary := range canaries {
					if canary != "ZKANARI-CARD" && canary != "ZKANARI-HOUSE" && strings.Contains(strings.ToLower(text), strings.ToLower(canary)) {
						t.Errorf("%q stands in\n%s", canary, text)
					}
				}
				if strings.Contains(text, w.village.String()) || strings.Contains(text, w.site.String()) {
					t.Errorf("a place stands in\n%s", text)
				}
			}
		}
	}
	if text := w.stated(w.as(access.ProtectionOfficer), w.other); !strings.Contains(text, "first_tranche") {
		t.Errorf("what they were given is not on it:\n%s", text)
	}
}

// While adults answer, a statement is the same whatever one of them said, and whether they said it: nobody learns the answer of another from it.
func TestAStatementDoesNotChangeWithOneAnswer(t *testing.T) {
	w := tell(t, 35, 33, 10)
	by := w.as(access.ProtectionOfficer)
	w.ok(w.told(w.village))
	before := w.stated(by, w.household)
	w.ok(w.answer(0, "return", w.village))
	one := w.stated(by, w.household)
	w.ok(w.answer(1, "stay", id.ID{}))
	differ := w.stated(by, w.household)
	w.ok(w.withdraw(0))
	other := w.stated(by, w.household)
	if before != one || one != differ || differ != other {
		t.Errorf("it changes:\n%s\n%s\n%s\n%s", before, one, differ, other)
	}
	if strings.Contains(before, "first_tranche") {
		t.Errorf("money is held out to people who have not chosen:\n%s", before)
	}
}

// Of protection and of health nothing is handed out.
func TestNothingIsHandedOutOfAClosedPart(t *testing.T) {
	w := planted(t)
	for _, part := range []access.Compartment{access.Protection, access.Medical, access.Detention} {
		scope := access.Scope{Caseload: w.scope.Caseload, Compartment: part}
		if _, err := desk.Ask(t.Context(), w.desk, w.as(access.ProtectionOfficer), "task.test", journey.StatementOf(scope, w.household)); err == nil {
			t.Errorf("a statement is handed out of %s", part)
		}
	}
	text := w.stated(w.as(access.ProtectionOfficer), w.household)
	for _, step := range []string{"fit_to_travel", "permit", "clinic", "help_asked", "help_to_build", "intention"} {
		if strings.Contains(text, step) {
			t.Errorf("%s stands on it", step)
		}
	}
}
