// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
)

// tourist goes the ways of a document through the demo, by links and forms alone.
type tourist struct {
	*testing.T
	demo *running
	http *http.Client
	page string
}

var (
	deeds    = regexp.MustCompile("(?s)(Sign in as|work with the caseload|Open|[Pp]ress|then|Search for)\\s+`([^`]+)`|\\*\\*([^*]+)\\*\\*")
	silent   = regexp.MustCompile(`(?s)<svg.*?</svg>|<script.*?</script>|<[^>]+>`)
	hiddens  = regexp.MustCompile(`name="(command|caseload)" value="([^"]*)"`)
	anchors  = regexp.MustCompile(`(?s)<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>`)
	sections = regexp.MustCompile(`(?m)^## `)
)

// theTour: docs/tour.md says who to be, what to open and what is seen there; each of its ways is gone, in the order of its sentences, and every word and number
// that it prints bold is found on the page on which it says so.
func theTour(t *testing.T, demo *running) {
	text, err := os.ReadFile("../../docs/tour.md")
	if err != nil {
		t.Fatal(err)
	}
	ways := sections.Split(string(text), -1)[1:]
	if len(ways) != 6 {
		t.Fatalf("%d ways, want one of each operation", len(ways))
	}
	for _, way := range ways {
		name, steps, _ := strings.Cut(way, "\n")
		t.Run(name, func(t *testing.T) {
			w := &tourist{T: t, demo: demo}
			seen := 0
			for _, deed := range deeds.FindAllStringSubmatch(steps, -1) {
				if deed[3] != "" {
					seen++
				}
				w.does(deed[1], deed[2], deed[3])
			}
			if seen < 8 {
				t.Errorf("%d things to see: a visitor would not recognise it", seen)
			}
		})
	}
}

// does does what one sentence says, or looks for what it prints bold.
func (w *tourist) does(what, with, bold string) {
	w.Helper()
	switch {
	case bold != "":
		if words := strings.Join(strings.Fields(bold), " "); !strings.Contains(w.words(), words) {
			w.Errorf("%q is not on the page: %.600s", words, w.words())
		}
	case what == "Sign in as":
		jar, err := cookiejar.New(nil)
		if err != nil {
			w.Fatal(err)
		}
		w.http = &http.Client{Jar: jar}
		w.get("/sign-in?lang=en")
		w.post("/sign-in", url.Values{"name": {with}, "passphrase": {w.demo.signIns[with]}})
	case what == "work with the caseload":
		w.get("/")
		_, tile, _ := strings.Cut(w.page, "<h2>"+html.EscapeString(with)+"</h2>")
		tile, _, there := strings.Cut(tile, "</form>")
		if !there {
			w.Fatalf("there is no tile of %s with a button", with)
		}
		fields := url.Values{}
		for _, f := range hiddens.FindAllStringSubmatch(tile, -1) {
			fields.Set(f[1], f[2])
		}
		w.post("/caseload", fields)
		w.get("/")
	case what == "Open":
		w.get(with)
	case what == "Search for":
		w.post("/search", url.Values{"q": {with}})
	default:
		w.follow(with)
	}
}

// follow follows the first link of a page that says something.
func (w *tourist) follow(text string) {
	w.Helper()
	for _, a := range anchors.FindAllStringSubmatch(w.page, -1) {
		if said(a[2]) == text {
			w.get(html.UnescapeString(a[1]))
			return
		}
	}
	w.Fatalf("no link says %q", text)
}

func (w *tourist) get(path string) {
	w.Helper()
	w.send(http.NewRequestWithContext(w.Context(), http.MethodGet, w.demo.base+path, nil))
}

func (w *tourist) post(path string, fields url.Values) {
	w.Helper()
	r, err := http.NewRequestWithContext(w.Context(), http.MethodPost, w.demo.base+path, strings.NewReader(fields.Encode()))
	if err == nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", w.demo.base)
	}
	w.send(r, err)
}

func (w *tourist) send(r *http.Request, err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	answer, err := w.http.Do(r)
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		w.Fatalf("%s %s: %s %v", r.Method, r.URL.Path, answer.Status, err)
	}
	w.page = string(body)
}

// words is what the page says to somebody who reads it, without its pictures.
func (w *tourist) words() string { return said(w.page) }

func said(markup string) string {
	return strings.Join(strings.Fields(html.UnescapeString(silent.ReplaceAllString(markup, " "))), " ")
}
