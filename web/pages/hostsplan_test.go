// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/kernel/clock"
)

// Whoever plans sets floors, weights and exchanges in the address of the page. What is set is told with the way back; what cannot be read is told beside its field, and then nothing of it counts.
func TestWhatAPlanOfHomesCountsIsSetOnItsPage(t *testing.T) {
	w := newTownWith(t, 600, clock.At(townDay.Time().Add(6*time.Hour)), demo.Hosts)
	h := inHut(w, "protection")
	usual, _ := h.reads("/hosts/plan")
	must(t, said(usual), "By what the plan is worked out")
	if strings.Contains(said(usual), "What you set below") || strings.Contains(usual, "<details open") {
		t.Errorf("something is set already: %s", said(usual))
	}

	set, _ := h.reads("/hosts/plan?floor_with_children=200&weight_language=0&exchange=yes")
	for _, want := range []string{"What you set below counts", "Back to the usual", "What was set for groups costs all together", "the 200 points that were set"} {
		must(t, said(set), want)
	}
	for _, want := range []string{`name="floor_with_children" type="number" value="200"`, `name="weight_language" type="number" value="0"`, `href="/hosts/plan"`, "<details open"} {
		if !strings.Contains(set, want) {
			t.Errorf("%s is not on the page", want)
		}
	}
	if strings.Contains(said(set), "A language in common: 100") {
		t.Error("a language counts that was to count nothing")
	}

	bad, r := h.reads("/hosts/plan?floor_with_children=200&floor_women_alone=9999&weight_wish=many")
	if r.StatusCode != http.StatusOK || planOf(bad) != planOf(usual) {
		t.Errorf("%d: what cannot be read changed the plan: %s", r.StatusCode, said(bad))
	}
	for _, want := range []string{`id="weight_wish-error"`, `id="floor_women_alone-error"`, `value="9999"`, `value="many"`, "nothing of it counts", "A whole number from 0 to 1,000 is needed", "A whole number from -2,000 to 2,000 is needed"} {
		if !strings.Contains(bad, want) {
			t.Errorf("%s is not on the page", want)
		}
	}
	for _, language := range []string{"fr", "ar"} {
		h.reads("/hosts/plan?lang=" + language + "&floor_with_children=200&weight_wish=x&exchange=yes")
	}
}

// planOf is the part of a page on which the plan stands, without what was set.
func planOf(text string) string {
	from := strings.Index(text, "<table")
	return text[from:strings.LastIndex(text, "</table>")]
}
