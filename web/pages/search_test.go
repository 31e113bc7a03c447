// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"safar/kernel/access"
)

// A name that is typed a little wrong finds who is meant, a village is found by its name, and what is found while somebody types is the part of a
// page alone.
func TestASearchFindsWhatWasMeant(t *testing.T) {
	k := inKalemie(t)
	const worker = access.Caseworker
	file := k.fillIn(t, worker, "/households/register", "card", "KLM-TYPED-1", "language", "sw", "consent", "Ndiyo", "given_1", "Wanjikuma", "family_1", "Tschombela",
		"born_1", "1980", "sex_1", "female", "relation_1", "head", "given_2", "Juma", "family_2", "Tschombela", "born_2", "9", "relation_2", "child").to
	file, _, _ = strings.Cut(file, "?")
	for _, typed := range []string{"wanjikuna tshombela", "Tschompela", "wanjik", "Wanjikuma Chombela"} {
		got := k.send(t, worker, http.MethodPost, "/search", url.Values{"q": {typed}}, "en")
		if !strings.Contains(got.body, file) || !strings.Contains(got.body, "Nobody is called exactly that") {
			t.Errorf("%q: %s", typed, troubles(got.body))
		}
	}
	if got := k.send(t, worker, http.MethodPost, "/search", url.Values{"q": {"Kalunda"}}, "en"); !strings.Contains(got.body, `href="/sites/`) || !strings.Contains(got.body, "Kalunga") {
		t.Errorf("a site is not found by its name: %s", troubles(got.body))
	}
	for typed, found := range map[string]bool{"Juna Tschombel": true, "wa": false, "nobody at all": false} {
		got := k.partOf(t, worker, "/search", url.Values{"q": {typed}})
		if strings.Contains(got, file) != found || strings.Contains(got, "<html") || found && !strings.Contains(got, "Juma Tschombela") {
			t.Errorf("%q, as it is typed, finds %s", typed, got)
		}
	}
}

// Who is like somebody that is registered already is shown, and only a person says that they are others.
func TestWhoMayBeRegisteredAlreadyIsShown(t *testing.T) {
	k := inKalemie(t)
	const worker = access.Caseworker
	site := firstMatch(t, k.get(t, worker, "/households/register").body, `<select id="site"[^>]*>(?s:.*?)<option value="([0-9a-z]{26})"`)
	of := func(card, given, born, sex string) []string {
		return []string{"card", card, "site", site, "language", "sw", "consent", "Ndiyo", "given_1", given, "family_1", "Alikeson", "born_1", born, "sex_1", sex, "relation_1", "head"}
	}
	file := k.fillIn(t, worker, "/households/register", of("KLM-ALIKE-1", "Mariamu", "1984", "female")...).to
	file, _, _ = strings.Cut(file, "?")
	for _, c := range []struct {
		what  string
		form  []string
		shown bool
	}{
		{"the same name, with an accent, two years older", of("KLM-ALIKE-2", "Mariamú", "1982", "female"), true},
		{"a man", of("KLM-ALIKE-3", "Mariamu", "1984", "male"), false},
		{"a child", of("KLM-ALIKE-4", "Mariamu", "2019", "female"), false},
		{"another name", of("KLM-ALIKE-5", "Mariam", "1984", "female"), false},
	} {
		got := k.try(t, worker, "/households/register", c.form...)
		shown := got.status == http.StatusUnprocessableEntity && strings.Contains(got.body, "Is somebody of them registered already?") && strings.Contains(got.body, file)
		if shown != c.shown {
			t.Errorf("%s: shown %v (%d)", c.what, shown, got.status)
		}
	}
	got := k.try(t, worker, "/households/register", append(of("KLM-ALIKE-2", "Mariamú", "1982", "female"), "others", "yes")...)
	if got.status != http.StatusSeeOther {
		t.Errorf("who are other people are not registered: %d %s", got.status, troubles(got.body))
	}
}
