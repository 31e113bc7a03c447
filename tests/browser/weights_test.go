// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"compress/gzip"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// heaviest is what the first load of a page weighs at most, compressed, with its style sheet: what a link of 280 kbit/s carries in half a second. In round trips it is
// the page, its style sheet beside its script, and its pictures.
const heaviest = 14 << 10

// scales weighs pages as they come over the wire.
type scales struct {
	*testing.T
	demo   *running
	http   *http.Client
	styles map[string]int // what each style sheet weighs
}

var (
	stylesheets = regexp.MustCompile(`<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"|<link[^>]+href="([^"]+)"[^>]+rel="stylesheet"`)
	scripts     = regexp.MustCompile(`<script[^>]*>`)
	waysOn      = regexp.MustCompile(`<a [^>]*href="(/[^"#]*)`)
)

// theWeights opens every kind of page that somebody of each role comes to by links, in Arabic, whose letters take two bytes each.
func theWeights(t *testing.T, demo *running) {
	seen, heavy := map[string]int{}, ""
	for _, who := range slices.Sorted(maps.Keys(demo.signIns)) {
		s := &scales{T: t, demo: demo, styles: map[string]int{}}
		s.signIn(who)
		queue := []string{"/"}
		delete(seen, "/")
		for len(queue) > 0 {
			path := queue[0]
			queue = queue[1:]
			if _, been := seen[kindOf(path)]; been || notPages.MatchString(path) {
				continue
			}
			weight, links := s.weigh(path)
			seen[kindOf(path)] = weight
			if weight > seen[heavy] {
				heavy = kindOf(path)
			}
			queue = append(queue, links...)
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d kinds of pages were found", len(seen))
	}
	t.Logf("%d kinds of pages, the heaviest %s with %d bytes", len(seen), heavy, seen[heavy])
}

// signIn signs in, and works with Kalemie where there are several caseloads.
func (s *scales) signIn(who string) {
	s.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.Fatal(err)
	}
	s.http = &http.Client{Jar: jar, Transport: &http.Transport{DisableCompression: true}}
	w := &tourist{T: s.T, demo: s.demo, http: s.http}
	w.get("/sign-in?lang=en")
	w.post("/sign-in", url.Values{"name": {who}, "passphrase": {s.demo.signIns[who]}})
	w.get("/caseload?lang=en")
	if of := regexp.MustCompile(`value="([^"]+)"[^>]*>\s*(?:<[^>]+>\s*)*Kalemie\s*<`).FindStringSubmatch(w.page); of != nil {
		command := hiddens.FindStringSubmatch(w.page)
		w.post("/caseload", url.Values{"caseload": {of[1]}, command[1]: {command[2]}})
	}
}

// weigh opens a page, holds its first load to the bound, and returns what that weighs and where the page leads.
func (s *scales) weigh(path string) (weight int, links []string) {
	s.Helper()
	text, weight := s.fetch(path)
	if text == "" {
		return 0, nil
	}
	for _, sheet := range stylesheets.FindAllStringSubmatch(text, -1) {
		of := sheet[1] + sheet[2]
		if s.styles[of] == 0 {
			_, s.styles[of] = s.fetch(of)
		}
		weight += s.styles[of]
	}
	if weight > heaviest {
		s.Errorf("%s: the first load weighs %d bytes, of %d", path, weight, heaviest)
	}
	if n := len(scripts.FindAllString(text, -1)); n > 2 {
		s.Errorf("%s: %d scripts", path, n)
	}
	for _, a := range waysOn.FindAllStringSubmatch(text, -1) {
		links = append(links, html.UnescapeString(a[1]))
	}
	slices.Sort(links)
	return weight, slices.Compact(links)
}

// fetch gets something as a browser asks for it, and returns it unpacked, with what it weighed on the way; "" for what is not for them.
func (s *scales) fetch(path string) (text string, weight int) {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.demo.base+path, nil)
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "ar")
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := s.http.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	packed, err := io.ReadAll(answer.Body)
	if err != nil {
		s.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		return "", 0
	}
	return unpacked(s.T, answer, packed), len(packed)
}

// unpacked is what was sent, before it was compressed.
func unpacked(t *testing.T, answer *http.Response, packed []byte) string {
	t.Helper()
	if answer.Header.Get("Content-Encoding") != "gzip" {
		return string(packed)
	}
	from, err := gzip.NewReader(strings.NewReader(string(packed)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
