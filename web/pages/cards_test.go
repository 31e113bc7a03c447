// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"regexp"
	"strings"
	"testing"

	"safar/kernel/access"
)

// A card has the number of its household, in the language of the household, with the telephone of the office: and no name.
func TestACardHasANumberAndNoName(t *testing.T) {
	k := inKalemie(t)
	file := k.someHousehold(t)
	k.fillIn(t, access.ProgrammeManager, "/caseloads/line", "line", "+243 81 000 0417")
	if got := k.try(t, access.ProgrammeManager, "/caseloads/line", "line", "call us"); !strings.Contains(got.body, "5 to 20 digits") {
		t.Errorf("no number: %s", troubles(got.body))
	}
	of := k.get(t, access.Caseworker, file).body
	head := firstMatch(t, of, `<h1><bdi>([^<]+)</bdi>`)
	card := k.get(t, access.Caseworker, file+"/card").body
	number := firstMatch(t, card, `class="card-number"><bdi dir="ltr" class="code">([^<]+)<`)
	for _, want := range []string{"Kadi ya kaya", "+243 81 000 0417", `lang="sw"`, `class="qr"`, `aria-label="Kadi ` + number + `"`} {
		if !strings.Contains(card, want) {
			t.Errorf("no %s on the card", want)
		}
	}
	for _, name := range strings.Fields(head) {
		if strings.Contains(card, name) {
			t.Errorf("the card says %s", name)
		}
	}
	many := k.get(t, access.Caseworker, "/households/cards")
	if n := strings.Count(many.body, `class="qr"`); n != 20 {
		t.Errorf("%d cards on two sheets", n)
	}
	next := firstMatch(t, many.body, `rel="next" href="([^"]+)"`)
	seen := map[string]bool{}
	for _, body := range []string{many.body, k.get(t, access.Caseworker, strings.ReplaceAll(next, "&amp;", "&")).body} {
		for _, m := range regexp.MustCompile(`class="card-number"><bdi dir="ltr" class="code">([^<]+)<`).FindAllStringSubmatch(body, -1) {
			if seen[m[1]] {
				t.Errorf("%s is printed twice", m[1])
			}
			seen[m[1]] = true
		}
	}
	if many.packed > 14<<10 {
		t.Errorf("%d bytes", many.packed)
	}
}

// A statement is in the language of the household, with what it was given; another language is a way away.
func TestAStatementIsInTheLanguageOfTheHousehold(t *testing.T) {
	k := inKalemie(t)
	given := 0
	list := k.get(t, access.Caseworker, "/households?stands=have_left").body
	for _, m := range regexp.MustCompile(`href="(/households/[0-9a-z]{20,})"`).FindAllStringSubmatch(list, 5) {
		got := k.get(t, access.Caseworker, m[1]+"/statement")
		for _, want := range []string{"Mnachostahili na mlichopewa", "Kama kuna jambo lisilo sawa", `class="pictogram"`, `lang="sw"`} {
			if !strings.Contains(got.body, want) {
				t.Errorf("no %s on the statement", want)
			}
		}
		given += strings.Count(got.body, "Mlipewa tarehe")
		if strings.Contains(got.body, "Mkuu") || got.packed > 14<<10 {
			t.Errorf("%d bytes", got.packed)
		}
		if !strings.Contains(k.get(t, access.Caseworker, m[1]+"/statement?in=fr").body, "Remis le") {
			t.Error("it is not in French either")
		}
	}
	if given == 0 {
		t.Error("nobody was given anything")
	}
}
