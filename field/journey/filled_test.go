// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"strings"
	"testing"
	"time"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// filled are the forms filled in on a household's way, as its file tells them.
func (w *world) filled(h home) []journey.FilledRow {
	w.Helper()
	none := func(string, string) *programme.Form { return nil }
	return ask(w, journey.FileWith(w.scope, h.household, none)).Filled
}

// as is the same operation in the eyes of somebody with one role.
func (w *world) as(role access.Role) *world {
	other := *w
	other.actor = access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(role, id.ID{})}}
	return &other
}

// What was filled in keeps the form it was filled in on: its questions, its labels and its classes.
func TestWhatWasFilledInKeepsItsForm(t *testing.T) {
	w := newWorld(t)
	w.publishWith(homeward, map[string][]byte{"intention": []byte(intention)})
	h := w.household(1)
	answer := journey.Ask{Journey: h.journey, Step: "intention", Words: journey.Words{Answers: programme.Answers{"prefers": "stay"}}}
	w.ok(answer)
	w.clock.Advance(time.Minute)
	sealed := strings.Replace(more, "What would you like", "What is your wish", 1)
	w.publishWith(homeward, map[string][]byte{"intention": []byte(sealed)})
	w.clock.Advance(time.Minute)
	w.ok(answer)
	w.publishWith(homeward+"# next\n", map[string][]byte{"intention": []byte(strings.Replace(sealed, "your wish", "your plan", 1))})
	w.migrateAll()
	w.clock.Advance(time.Minute)
	w.ok(answer)

	rows := w.filled(h)
	if len(rows) != 3 {
		t.Fatalf("%d forms were filled in, want 3: %+v", len(rows), rows)
	}
	for i, want := range []string{"What is your plan", "What is your wish", "What would you like"} {
		form, err := rows[i].Form.Form("intention")
		if err != nil || form.Question("prefers").Labels.In("en") != want || rows[i].Nth != 3-i {
			t.Errorf("%d: it was asked on %+v, want %q: %v", i, form, want, err)
		}
	}
	if first, then := rows[2].Answers[0], rows[1].Answers[0]; first.Answer() != "stay" || then.Question != "prefers" || then.Answer() != "" {
		t.Errorf("what was personal is read, and what was sealed is not: %+v, %+v", first, then)
	}
}

// What one adult said alone is told to those who speak with each of them, and not even as asked to others.
func TestWhatOneSaidAloneIsNotToldToAll(t *testing.T) {
	w := newWorld(t)
	w.publishWith(homeward, map[string][]byte{"intention": []byte(intention)})
	h := w.household(2)
	w.ok(journey.Ask{Journey: h.journey, Step: "intention", By: h.adults[0], Words: journey.Words{Answers: programme.Answers{"prefers": "stay"}}})
	for role, want := range map[access.Role]int{access.Caseworker: 1, access.ProtectionOfficer: 1, access.SiteManager: 0, access.Enumerator: 0} {
		if rows := w.as(role).filled(h); len(rows) != want {
			t.Errorf("%v is told of %d, want %d", role, len(rows), want)
		}
	}
}
