// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"safar/kernel/access"
)

// typed sends a grid as a caseworker, and returns the status and the page.
func (w *town) typed(path string, values ...string) (int, string) {
	w.Helper()
	r := w.send(access.Caseworker, "POST", path, form(append([]string{"day", townDay.String(), "language", "sw"}, values...)...))
	return r.status, r.text
}

// A stack of papers is typed into a grid: what is whole is kept, what is not stays with the reason beside its cell, and a sheet counts once.
func walkStacks(w *town) {
	registration := "/stacks/registration"
	printed := said(w.open(access.Caseworker, registration+"/print?from=7&many=2"))
	grid := w.open(access.Caseworker, registration)
	code := w.first(grid, `<strong>\s*<bdi[^>]*>([^<]+)<`)
	must(w, printed, html.UnescapeString(code))
	household := []string{"sheet_1", "7", "given_1", "Zuhura", "family_1", "Kyungu", "sex_1", "1", "born_1", "about 31", "relation_1", "1", "consent_1", "yes, we agree",
		"sheet_2", "7", "given_2", "Baraka", "sex_2", "2", "born_2", "2019", "relation_2", "3"}
	status, text := w.typed(registration, append(household, "sheet_3", "8", "given_3", "Ombeni", "family_3", "Ilunga", "sex_3", "9", "relation_3", "1")...)
	if status != http.StatusUnprocessableEntity || !strings.Contains(said(text), "One sheet is kept") || strings.Contains(text, "Zuhura") {
		w.Errorf("what is whole is not kept: %d %s", status, said(text))
	}
	must(w, text, `value="Ombeni"`)
	must(w, said(text), "Type the number of an answer.")
	status, text = w.typed(registration, append(household, "others", "yes")...)
	if status != http.StatusOK || !strings.Contains(said(text), "Typed before, word for word") {
		w.Errorf("the same sheet is typed twice: %d %s", status, said(text))
	}
	household[5] = "Mutombo"
	status, text = w.typed(registration, append(household, "others", "yes")...)
	if status != http.StatusUnprocessableEntity || !strings.Contains(said(text), "typed before, with something else on it") {
		w.Errorf("a sheet is typed in two ways: %d %s", status, said(text))
	}
	must(w, said(w.send(access.Caseworker, "POST", "/search", url.Values{"q": {"Zuhura Kyungu"}}).text), "Zuhura")
	w.typesForms()
}

// typesForms types a survey for a household that has a card, and for one that has none.
func (w *town) typesForms() {
	w.Helper()
	_, card, _ := w.pair()
	for _, m := range regexp.MustCompile(`href="(/stacks/[a-z_]+/[a-z_]+/[a-z_]+)"`).FindAllStringSubmatch(w.open(access.Caseworker, "/stacks"), -1) {
		for _, language := range []string{"en", "fr", "ar"} {
			for _, path := range []string{m[1], m[1] + "/print?many=2", "/stacks/registration/print?in=" + language, "/stacks/attendance/print?in=" + language} {
				r := w.send(access.Caseworker, "GET", path+map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]+"lang="+language, nil)
				if r.status != http.StatusOK || r.packed > 14<<10 {
					w.Errorf("%s in %s: %d, %d bytes", path, language, r.status, r.packed)
				}
			}
		}
	}
	at := "/stacks/durable_solutions_tanganyika/solution/intention"
	for path, want := range map[string]string{"/stacks/registration": "Uandikishaji wa kaya", "/stacks/attendance": "Sahihi au alama ya kidole", at: "Karatasi"} {
		must(w, w.open(access.Caseworker, path+"/print?in=sw"), want)
	}
	status, text := w.typed(at, "sheet_1", "1", "card_1", "KLM-999999", "q_consents_1", "1", "q_prefers_1", "1", "sheet_2", "2", "card_2", card, "q_consents_2", "1", "q_prefers_2", "77")
	if status != http.StatusUnprocessableEntity {
		w.Errorf("a card of nobody, and an answer that is none: %d", status)
	}
	must(w, said(text), "Nobody here has this card")
	must(w, text, `value="77"`)
	status, text = w.typed(at, "sheet_2", "2", "card_2", card, "q_consents_2", "1", "q_prefers_2", "1")
	if status != http.StatusOK || !strings.Contains(said(text), "One sheet is kept") {
		w.Errorf("a whole sheet is not kept: %d %s", status, said(text))
	}
	if r := w.send(access.Auditor, "GET", "/stacks", nil); r.status != http.StatusForbidden {
		w.Errorf("an auditor types papers: %d", r.status)
	}
}

// typesAttendance types in who signed at a session: each by their card and their name or number; who is not found stays, and nobody comes with them.
func (w *town) typesAttendance(session string) {
	w.Helper()
	before := said(w.open(access.Enumerator, session))
	must(w, w.open(access.Enumerator, "/stacks/attendance/print?many=2"), "ATTENDANCE 1")
	at := session + "/papers"
	must(w, w.open(access.Enumerator, at), "ATTENDANCE 1")
	r := w.send(access.Enumerator, "POST", at, form("sheet_1", "4", "line_1", "9", "card_1", "KLM-000004", "name_1", "1", "card_2", "KLM-000004", "name_2", "Nobody of them", "card_3", "KLM-999999", "name_3", "1"))
	if r.status != http.StatusUnprocessableEntity || !strings.Contains(said(r.text), "One person is recorded: 4/9") || !strings.Contains(said(r.text), "Type the number: 1 ") {
		w.Errorf("who signed is not recorded alone: %d %s", r.status, said(r.text))
	}
	must(w, r.text, `name="line_3" value="11"`)
	first := regexp.MustCompile(`Type the number: 1 (.*?)(?:,| and |\.)`).FindStringSubmatch(said(r.text))[1]
	r = w.send(access.Enumerator, "POST", at, form("sheet_1", "4", "line_1", "9", "card_1", "klm-000004", "name_1", "1", "card_2", "KLM-000004", "name_2", strings.ToUpper(first)))
	if r.status != http.StatusOK || !strings.Contains(said(r.text), "Typed before, word for word") {
		w.Errorf("a line is recorded twice: %d %s", r.status, said(r.text))
	}
	count := func(text string) (n int) {
		fmt.Sscanf(regexp.MustCompile(`\d+ people on the roll`).FindString(text), "%d", &n)
		return n
	}
	if after := said(w.open(access.Enumerator, session)); count(after) != count(before)+1 {
		w.Errorf("on the roll were %d, and are %d", count(before), count(after))
	}
	if r := w.send(access.FinanceOfficer, "GET", at, nil); r.status != http.StatusForbidden && r.status != http.StatusNotFound {
		w.Errorf("finance types who signed: %d", r.status)
	}
}
