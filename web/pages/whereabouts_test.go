// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"safar/kernel/access"
)

var householdLinks = regexp.MustCompile(`href="(/households/[0-9a-z]{20,})"`)

// householdsOf reads a list to its end.
func (k *kalemie) householdsOf(t *testing.T, role access.Role, path string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, m := range householdLinks.FindAllStringSubmatch(k.everyPageOf(t, role, path), -1) {
		found[m[1]] = true
	}
	return found
}

// Those who remain come first: a list begins with them, those on the road and those who have left are one choice away, and nobody is in none.
func TestAListShowsThoseWhoRemain(t *testing.T) {
	k := inKalemie(t)
	const worker = access.Caseworker
	remain, road := k.householdsOf(t, worker, "/households"), k.householdsOf(t, worker, "/households?stands=on_the_road")
	left, all := k.householdsOf(t, worker, "/households?stands=have_left"), k.householdsOf(t, worker, "/households?stands=all")
	if len(remain) == 0 || len(left) == 0 || len(remain) >= len(all) {
		t.Fatalf("%d remain, %d are on the road, %d have left, of %d", len(remain), len(road), len(left), len(all))
	}
	departed := k.householdsOf(t, worker, "/households?state=households_left")
	for of := range all {
		if !remain[of] && !road[of] && !left[of] {
			t.Errorf("%s stands nowhere", of)
		}
		if departed[of] && remain[of] {
			t.Errorf("%s has left, and is listed with those who remain", of)
		}
		if !departed[of] && left[of] && !remain[of] {
			t.Errorf("%s has not left as a whole, and is not listed with those who remain", of)
		}
	}
	if stranger := slices.ContainsFunc(slices.Collect(maps.Keys(remain)), func(of string) bool { return !all[of] }); stranger {
		t.Error("somebody remains who is not among all")
	}
	site := firstMatch(t, k.get(t, worker, "/households").body, `<option value="([0-9a-z]{20,})"`)
	for _, stands := range []string{"remaining", "have_left"} {
		of := k.householdsOf(t, worker, "/households?stands="+stands+"&site="+site)
		for one := range of {
			if stands == "remaining" && !remain[one] || stands == "have_left" && !left[one] {
				t.Errorf("%s of one site is not among all: %s", stands, one)
			}
		}
	}
	// Somebody who was registered a moment ago remains, though no way was begun.
	file := k.fillIn(t, worker, "/households/register", "card", "KLM-STAND-1", "language", "sw", "consent", "Ndiyo", "given_1", "Zawadi", "family_1", "Stand", "born_1", "1990",
		"sex_1", "female", "relation_1", "head").to
	file, _, _ = strings.Cut(file, "?")
	if !k.householdsOf(t, worker, "/households")[file] {
		t.Error("who was registered a moment ago is not listed")
	}
}

// Where a form could only be refused, its page says why, and offers none.
func TestABlockedStepSaysWhyAndOffersNoForm(t *testing.T) {
	k := inKalemie(t)
	const worker = access.Caseworker
	file := k.fillIn(t, worker, "/households/register", "card", "KLM-BLOCK-1", "language", "sw", "consent", "Ndiyo", "given_1", "Riziki", "family_1", "Block", "born_1", "1990",
		"sex_1", "female", "relation_1", "head").to
	file, _, _ = strings.Cut(file, "?")
	begin := firstMatch(t, k.get(t, worker, file).body, `href="(`+file+`/begin/[^"]+)"`)
	k.fillIn(t, worker, begin)
	way := firstMatch(t, k.get(t, worker, file).body, `href="(`+file+`/ways/[0-9a-z]+)/`)
	for _, step := range []string{"settled", "stay_plan", "solution_reached"} {
		got := k.get(t, worker, way+"/"+step)
		if got.status != 200 || strings.Contains(got.body, `class="form"`) || !strings.Contains(got.body, `class="notice warn"`) {
			t.Errorf("%s answers %d: %s", step, got.status, troubles(got.body))
		}
	}
	if got := k.get(t, worker, way+"/intention"); !strings.Contains(got.body, `class="form"`) {
		t.Errorf("the form of what can be done is gone: %s", troubles(got.body))
	}
}
