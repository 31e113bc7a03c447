// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"safar/kernel/access"
)

// Nobody is led to a door that is closed to them: every link on every page that a role can reach opens for that role. One page of each pattern
// of an address and the names of its query is followed.
func TestNoPageLeadsWhereItsReaderMayNotGo(t *testing.T) {
	k := inKalemie(t)
	for _, role := range access.Roles() {
		if _, is := k.users[role]; !is {
			continue
		}
		seen := map[string]bool{}
		for at := []string{"/"}; len(at) > 0; {
			path := at[0]
			at = at[1:]
			got := k.get(t, role, path)
			if got.status >= http.StatusBadRequest {
				t.Errorf("%v is led to %s, which answers %d", role, path, got.status)
			}
			for _, to := range linksOf(got.body) {
				if p := patternOf(t, to); !seen[p] {
					seen[p] = true
					at = append(at, to)
				}
			}
		}
		if len(seen) < 8 {
			t.Errorf("%v is led to %d pages in all", role, len(seen))
		}
	}
}

var hrefs = regexp.MustCompile(`href="(/[^"#]*)`)

// linksOf returns where a page leads, languages and assets left out.
func linksOf(body string) (links []string) {
	for _, m := range hrefs.FindAllStringSubmatch(body, -1) {
		to := html.UnescapeString(m[1])
		if !strings.HasPrefix(to, "/assets/") && !strings.Contains(to, "lang=") {
			links = append(links, to)
		}
	}
	return links
}

var ids = regexp.MustCompile(`[0-9a-z]{20,}`)

// patternOf is an address without ids and without the values of its query.
func patternOf(t testing.TB, to string) string {
	t.Helper()
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range u.Query() {
		names = append(names, name)
	}
	slices.Sort(names)
	return ids.ReplaceAllString(u.Path, "{id}") + "?" + strings.Join(names, "&")
}
