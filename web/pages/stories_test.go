// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/kernel/access"
	"safar/kernel/clock"
)

// hut is the protection compartment of a town with hosts, as somebody of protection has it in their browser.
type hut struct {
	*town
	browser *http.Client
}

// inHut signs somebody in and has them choose the compartment.
func inHut(w *town, name string) *hut {
	w.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.Fatal(err)
	}
	at, err := url.Parse(w.server.URL)
	if err != nil {
		w.Fatal(err)
	}
	for _, s := range w.filled.SignIns {
		if s.Name == name {
			token, err := w.op.Door.Authenticate(w.Context(), s.Name, s.Passphrase, s.Name)
			if err != nil {
				w.Fatal(err)
			}
			jar.SetCookies(at, []*http.Cookie{{Name: "safar_session", Value: url.QueryEscape(token)}})
		}
	}
	h := &hut{w, &http.Client{Jar: jar}}
	scope := access.Scope{Caseload: w.filled.Caseloads[demo.Hosts], Compartment: access.Protection}
	h.sends("/caseload", "caseload", scope.String())
	return h
}

// reads opens a page, or fetches a file.
func (h *hut) reads(path string) (string, *http.Response) {
	h.Helper()
	return h.answered(h.browser.Get(h.server.URL + path))
}

func (h *hut) answered(got *http.Response, err error) (string, *http.Response) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		h.Fatal(err)
	}
	return string(text), got
}

// sends sends a form, and returns where it ends.
func (h *hut) sends(path string, values ...string) (string, *http.Response) {
	h.Helper()
	r, err := http.NewRequestWithContext(h.Context(), http.MethodPost, h.server.URL+path, strings.NewReader(form(values...).Encode()))
	if err != nil {
		h.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return h.answered(h.browser.Do(r))
}

var oneStory = regexp.MustCompile(`href="(/stories/[0-9a-z]{20,})">`)

// A story is written with what is known of it marked, refused where something is left, consented to, looked at by somebody else, handed on as a file with nothing but the text, used, and taken back.
func TestAStoryIsWrittenPublishedAndTakenBackOnItsPages(t *testing.T) {
	w := newTownWith(t, 600, clock.At(townDay.Time().Add(6*time.Hour)), demo.Hosts)
	h, other := inHut(w, "protection"), inHut(w, "second")
	list, _ := h.reads("/stories")
	must(t, list, "Selam Ferej")
	must(t, list, "Report to the donor")
	var at string // of one that is written and waits
	for _, m := range oneStory.FindAllStringSubmatch(list, -1) {
		if page, _ := h.reads(m[1]); strings.Contains(page, "/consent\"") && strings.Contains(page, "was not asked yet") {
			at = m[1]
		}
	}
	page, _ := h.reads(at)
	part := w.first(page, `href="(`+at+`/parts/[0-9a-z]+)/write"`)
	who := w.first(page, `<h2><bdi>([^<]+)</bdi>`)

	refused, got := h.sends(part+"/write", "text", "I am "+who+", and came on 3 May 2025.")
	if got.StatusCode == http.StatusOK && strings.Contains(refused, "saved") {
		t.Fatal("a name was taken")
	}
	must(t, refused, "still stands a given name")
	must(t, refused, "<mark")
	h.sends(part+"/write", "text", "At first I slept <b>a lot</b>.\nThen we talked.")
	asked, _ := h.sends(part+"/consent", "channels", "web", "languages", "ar", "until", (townDay + 100).String(), "read_back", "yes", "signed", "yes")
	must(t, asked, "asked alone")
	h.sends(part+"/consent", "channels", "web", "languages", "ar", "until", (townDay + 100).String(), "read_back", "yes", "signed", "yes", "alone", "yes")
	mine, _ := h.reads(at + "/publish")
	must(t, mine, "somebody else does")
	if _, got := h.reads(at + "/text.txt"); got.StatusCode == http.StatusOK {
		t.Error("it leaves before somebody else looked")
	}
	other.sends(at+"/publish", "nobody_known", "yes")

	text, got := h.reads(at + "/text.txt")
	if text != "At first I slept <b>a lot</b>.\nThen we talked.\n" || got.Header.Get("Content-Disposition") != "attachment; filename=story.txt" {
		t.Errorf("%q, %v", text, got.Header)
	}
	if text, _ = h.reads(at + "/text.html"); text != "<!doctype html>\n<html lang=\"ar\" dir=\"rtl\">\n<meta charset=\"utf-8\">\n<title></title>\n<p>At first I slept &lt;b&gt;a lot&lt;/b&gt;.</p>\n<p>Then we talked.</p>\n</html>\n" {
		t.Errorf("%q", text)
	}
	no, _ := h.sends(at+"/use", "channel", "press", "language", "ar", "where", "A paper")
	must(t, no, "does not cover this way of going out")
	h.sends(at+"/use", "channel", "web", "language", "ar", "where", "Our page", "link", "https://a.example/1")
	h.sends(part + "/withdraw")
	list, _ = h.reads("/stories")
	must(t, list, "Our page")
	start, _ := h.reads("/")
	must(t, start, "places where stories are wait")
	if _, got := h.reads(at + "/text.html"); got.StatusCode == http.StatusOK {
		t.Error("it leaves after it was taken back")
	}
	use := w.first(list, `Our page(?s:.*?)href="(/stories/[0-9a-z]+/uses/[0-9a-z]+)"`)
	h.sends(use, "state", "taken_down")
	if list, _ = h.reads("/stories"); strings.Contains(list, "Our page") {
		t.Error("what was taken down waits")
	}
	if general := w.send(access.Caseworker, "GET", "/stories", nil); general.status != http.StatusForbidden {
		t.Errorf("a caseworker opens it: %d", general.status)
	}
}
