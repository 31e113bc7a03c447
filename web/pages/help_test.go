// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"testing"

	"safar/kernel/access"
	"safar/web"
	"safar/web/pages"
	"safar/web/words"
)

// seen reports whether a pattern is a page that people see: no asset and no file that is downloaded.
func seen(pattern string) bool {
	method, at, _ := strings.Cut(pattern, " ")
	return method == http.MethodGet && !strings.HasPrefix(at, "/assets/") && !slices.Contains([]string{".csv", ".xlsx", ".pdf", ".svg", ".js", ".json", ".xml"}, path.Ext(at))
}

func TestEveryPageHasItsHelpInEveryLanguage(t *testing.T) {
	w := newTown(t, 60)
	catalogue, patterns := words.Default(), 0
	for _, pattern := range w.site.Patterns() {
		if !seen(pattern) {
			continue
		}
		patterns++
		help := pages.HelpFor(pattern)
		if help == "" {
			t.Errorf("nothing helps on %s", pattern)
			continue
		}
		for _, l := range catalogue.Languages() {
			about := strings.TrimPrefix(help, "/help/")
			for _, part := range []string{"about_" + about, about + ".for", about + ".do", about + ".when"} {
				if said := catalogue.Printer(l.Code); !said.Has("help." + part) {
					t.Errorf("%s: no help.%s in %s", pattern, part, l.Code)
				}
			}
		}
	}
	if patterns < 100 {
		t.Errorf("%d pages are seen: the router serves more", patterns)
	}
}

func TestEveryPageLeadsToItsHelpAndNamesNobody(t *testing.T) {
	w := newTown(t, 60)
	file := w.first(w.open(access.Caseworker, "/households"), `href="(/households/[0-9a-z]{20,})"`)
	for at, help := range map[string]string{"/": "/help/today", "/operation": "/help/operation", "/households": "/help/households", file: "/help/household", "/figures": "/help/figures",
		"/movements": "/help/movements", "/programmes": "/help/programmes"} {
		must(t, w.open(access.Caseworker, at), `href="`+help+`"`)
	}
	for _, s := range w.filled.SignIns {
		if r := w.send(s.Role, "GET", "/help/household?lang=ar", nil); r.status != http.StatusOK || r.packed > 14<<10 {
			t.Errorf("%v: %d, %d bytes", s.Role, r.status, r.packed)
		}
	}
	if r := w.send(access.Caseworker, "GET", "/help/nothing", nil); r.status != http.StatusNotFound {
		t.Errorf("help about nothing: %d", r.status)
	}
	site := web.New(web.Options{SignIn: pages.SignIn(w.op)})
	pages.Add(site, w.op)
	answer := httptest.NewRecorder()
	site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://127.0.0.1/help/signin", nil))
	if answer.Code != http.StatusOK {
		t.Errorf("who has not come in yet gets no help: %d", answer.Code)
	}
}
