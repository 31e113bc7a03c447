// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"strings"
	"testing"

	"safar/kernel/access"
)

// Leaving a household needs the word of who leaves, and of nobody else; she has a file, a card and a way of her own from then on.
func TestLeavingAHouseholdNeedsOnlyTheLeaversWord(t *testing.T) {
	k := inKalemie(t)
	const worker = access.Caseworker
	to := k.fillIn(t, worker, "/households/register", "card", "KLM-999101", "language", "sw", "consent", "Ndiyo", "given_1", "Kasongo", "born_1", "45", "sex_1", "male",
		"relation_1", "head", "given_2", "Zaina", "born_2", "35", "sex_2", "female", "relation_2", "spouse", "given_3", "Mto", "born_3", "4", "relation_3", "child").to
	file, _, _ := strings.Cut(to, "?")
	body := k.get(t, worker, file).body
	who := map[string]string{}
	for _, name := range []string{"Kasongo", "Zaina", "Mto"} {
		who[name] = firstMatch(t, body, `/members/([0-9a-z]+)"><bdi>`+name)
	}
	for why, fields := range map[string][]string{
		"nobody's word":            {"leaving", who["Zaina"]},
		"the husband's word":       {"leaving", who["Zaina"], "own_word", who["Kasongo"]},
		"a child without an adult": {"leaving", who["Mto"]},
		"everyone leaves":          {"leaving", who["Kasongo"], "leaving", who["Zaina"], "leaving", who["Mto"], "own_word", who["Kasongo"], "own_word", who["Zaina"]},
	} {
		if got := k.try(t, worker, file+"/split", fields...); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", why, got.status)
		}
	}
	own, _, _ := strings.Cut(k.fillIn(t, worker, file+"/split", "leaving", who["Zaina"], "leaving", who["Mto"], "own_word", who["Zaina"], "card", "KLM-999102").to, "?")
	if body := k.get(t, worker, own).body; own == file || !strings.Contains(body, "Zaina") || !strings.Contains(body, "Mto") || !strings.Contains(body, "KLM-999102") ||
		strings.Contains(body, "Kasongo") {
		t.Errorf("her own file: %s", troubles(body))
	}
	if body := k.get(t, worker, file).body; strings.Contains(body, "Zaina") || !strings.Contains(body, "Kasongo") {
		t.Errorf("the file that she left: %s", troubles(body))
	}
}
