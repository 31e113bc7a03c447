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

	"safar/kernel/access"
)

// booth is a browser that is a kiosk of this town.
type booth struct {
	*town
	browser *http.Client
}

// booth makes a browser a kiosk, as a caseworker does.
func (w *town) booth(t *testing.T) *booth {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(w.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	w.tokens[access.Caseworker] = "" // the session ends with it
	jar.SetCookies(at, []*http.Cookie{{Name: "safar_session", Value: w.as(access.Caseworker)}})
	w.tokens[access.Caseworker] = ""
	b := &booth{w, &http.Client{Jar: jar}}
	if status, text, path := b.sendKiosk("/kiosks/open", form("name", "the gate", "hours", "4")); status != http.StatusOK || path != "/kiosk" {
		t.Fatalf("no kiosk: %d at %s\n%s", status, path, said(text))
	}
	return b
}

// sendKiosk opens a page at the kiosk, or sends a form, and returns where that led.
func (b *booth) sendKiosk(path string, values url.Values) (status int, text, at string) {
	b.Helper()
	var answer *http.Response
	var err error
	if values == nil {
		answer, err = b.browser.Get(b.server.URL + path)
	} else {
		answer, err = b.browser.PostForm(b.server.URL+path, values)
	}
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.Fatal(err)
	}
	kiosk := strings.Contains(string(body), `class="kiosk"`)
	if answer.Header.Get("Cache-Control") != "no-store" || kiosk && strings.Contains(string(body), "<script") {
		b.Errorf("%s may be kept, or brings a script", path)
	}
	return answer.StatusCode, string(body), answer.Request.URL.Path
}

// pair finds a household of two adults, and gives each a code: its path, its card, and their codes.
func (w *town) pair() (file, card string, codes [2]string) {
	w.Helper()
	for _, m := range regexp.MustCompile(`href="(/households/[0-9a-z]{20,})"`).FindAllStringSubmatch(w.open(access.Caseworker, "/households"), -1) {
		file = m[1]
		text := w.open(access.Caseworker, file)
		var adults []string
		for _, p := range regexp.MustCompile(`href="(`+file+`/members/[0-9a-z]{20,})"`).FindAllStringSubmatch(text, -1) {
			if strings.Contains(w.open(access.Caseworker, p[1]), p[1]+`/code"`) {
				adults = append(adults, p[1])
			}
		}
		if len(adults) < 2 {
			continue
		}
		for i := range codes {
			r := w.send(access.Caseworker, "POST", adults[i]+"/code", form())
			codes[i] = strings.ReplaceAll(w.first(r.text, `(?s)card-number">.*?<bdi[^>]*>([0-9 ]+)<`), " ", "")
		}
		return file, w.first(text, `(KLM-\d+)`), codes
	}
	w.Fatal("no household has two adults")
	return
}

// A household sees its account with card and code; nothing else is reached at a kiosk, and a card and a code that are wrong are answered alike.
func walkKiosk(w *town) {
	file, card, codes := w.pair()
	b := w.booth(w.T)
	for _, elsewhere := range []string{"/", file, "/households", "/sign-in", "/account", "/help", "/join", "/gallery", "/kiosks", "/search"} {
		if _, _, at := b.sendKiosk(elsewhere, nil); at != "/kiosk" {
			w.Errorf("a kiosk opens %s at %s", elsewhere, at)
		}
	}
	if status, _, _ := b.sendKiosk("/search", form("q", card)); status != http.StatusForbidden {
		w.Errorf("a kiosk searches: %d", status)
	}
	if _, _, at := b.sendKiosk("/kiosk/account?in=en", nil); at != "/kiosk" {
		w.Error("an account opens without a code")
	}
	answer := func(card, code string) string {
		status, text, _ := b.sendKiosk("/kiosk/card?in=en", url.Values{"card": {card}, "code": {code}})
		if status != http.StatusForbidden {
			w.Errorf("%s and %s: %d", card, code, status)
		}
		return strings.ReplaceAll(text, card, "CARD")
	}
	wrongCode, wrongCard := answer(card, codes[0][:2]+"0000"), answer("KLM-999999", codes[0])
	if nobody := answer(card, "000000"); wrongCode != wrongCard || wrongCode != nobody {
		w.Error("it can be told whether the card or the code was wrong")
	}
	_, first, at := b.sendKiosk("/kiosk/card?in=en", url.Values{"card": {card}, "code": {codes[0]}})
	if at != "/kiosk/account" {
		w.Fatalf("the account does not open: %s %s", at, said(first))
	}
	must(w, said(first), "What comes next")
	must(w, first, `http-equiv="refresh"`)
	_, second, _ := b.sendKiosk("/kiosk/card?in=en", url.Values{"card": {card}, "code": {codes[1]}})
	if first != second {
		w.Error("the account of a household is another for each adult")
	}
	for _, swahili := range []string{"Kinachofuata", `lang="sw"`} {
		_, text, _ := b.sendKiosk("/kiosk/account?in=sw", nil)
		must(w, text, swahili)
	}
	if status, _, _ := b.sendKiosk("/kiosk/wrong?in=en", form("about", "", "words", "x")); status != http.StatusUnprocessableEntity {
		w.Errorf("nothing is said, and taken: %d", status)
	}
	_, heard, _ := b.sendKiosk("/kiosk/wrong?in=en", form("about", "money", "words", "Two thousand francs are missing"))
	must(w, said(heard), "We have heard you")
	b.sendKiosk("/kiosk/wrong?in=en", form("about", "talk_alone", "words", "it is about the driver"))
	b.sendKiosk("/kiosk/leave?in=en", form())
	if _, _, at := b.sendKiosk("/kiosk/account?in=en", nil); at != "/kiosk" {
		w.Error("the account stands open after somebody has left")
	}
	w.voicesOf(file)
	w.closesKiosk(b)
}

// voicesOf looks at what the office makes of what was said: who wants to talk alone is seen by protection only, and nothing of why.
func (w *town) voicesOf(file string) {
	w.Helper()
	if line, waits := waitsAt(w.open(access.Caseworker, "/"), "/voices"); !waits || !strings.Contains(line, "One thing") {
		w.Errorf("the caseworker is told %q", line)
	}
	if line, _ := waitsAt(w.open(access.ProtectionOfficer, "/"), "/voices"); !strings.Contains(line, "2") {
		w.Errorf("protection is told %q", line)
	}
	open, sealed := w.open(access.Caseworker, "/voices"), w.open(access.ProtectionOfficer, "/voices")
	must(w, said(open), "Two thousand francs")
	mustNot(w, said(open), "talk alone")
	must(w, said(sealed), "talk alone")
	mustNot(w, said(sealed), "driver")
	alone := ""
	for _, m := range regexp.MustCompile(`href="(/voices/[0-9a-z]{20,})"`).FindAllStringSubmatch(sealed, -1) {
		if !strings.Contains(open, m[1]) {
			alone = m[1]
		}
	}
	if r := w.send(access.Caseworker, "GET", alone, nil); r.status != http.StatusNotFound {
		w.Errorf("a caseworker opens what is for protection: %d", r.status)
	}
	word := w.first(open, `href="(/voices/[0-9a-z]{20,})"`)
	must(w, w.refused(access.Caseworker, word, "words", ""), "What was done")
	w.post(access.Caseworker, word, "words", "The list was checked; it comes on Friday.")
	if line, waits := waitsAt(w.open(access.Caseworker, "/"), "/voices"); waits {
		w.Errorf("it is answered, and waits: %s", line)
	}
	must(w, said(w.open(access.DataProtectionOfficer, file+"/looks")), "The person themself")
}

// closesKiosk ends the kiosk at the screen, and at the office.
func (w *town) closesKiosk(b *booth) {
	w.Helper()
	if status, _, _ := b.sendKiosk("/kiosk/close", url.Values{"passphrase": {"not it at all"}}); status != http.StatusForbidden {
		w.Errorf("anybody closes a kiosk: %d", status)
	}
	end := w.first(w.open(access.Caseworker, "/kiosks"), `href="(/kiosks/[0-9a-f]+/end)"`)
	w.post(access.Caseworker, end)
	if status, _, at := b.sendKiosk("/kiosk", nil); status != http.StatusNotFound || at != "/kiosk" {
		w.Errorf("it is ended, and open: %d at %s", status, at)
	}
	if _, _, at := b.sendKiosk("/", nil); at != "/sign-in" {
		w.Errorf("whoever opened it is signed in at %s", at)
	}
}

// On the telephone nothing is told before two answers were right, and a call of another day or of somebody else opens nothing.
func walkHotline(w *town) {
	file, card, _ := w.pair()
	to := w.post(access.Caseworker, "/hotline", "q", card)
	if to != "/hotline/"+strings.TrimPrefix(file, "/households/") {
		w.Fatalf("the caller is found at %s", to)
	}
	ask := said(w.open(access.Caseworker, to))
	must(w, ask, "Mnatoka kijiji gani")
	mustNot(w, ask, "What comes next")
	unproved := w.post(access.Caseworker, to, "card", "right", "origin", "wrong", "purpose", "account")
	text := said(w.open(access.Caseworker, unproved))
	must(w, text, "nothing is told by telephone")
	mustNot(w, text, "What comes next")
	proved := w.post(access.Caseworker, to, "card", "right", "origin", "right", "purpose", "account")
	must(w, said(w.open(access.Caseworker, proved+"?in=en")), "What comes next")
	must(w, w.open(access.Caseworker, proved+"?in=sw"), "Kinachofuata")
	if r := w.send(access.ProtectionOfficer, "GET", proved, nil); r.status != http.StatusNotFound {
		w.Errorf("a call of somebody else opens: %d", r.status)
	}
	w.post(access.Caseworker, proved+"/wrong", "about", "goods", "words", "No blankets came")
	must(w, said(w.open(access.Caseworker, "/voices")), "No blankets came")
	if r := w.send(access.Auditor, "GET", "/hotline", nil); r.status != http.StatusForbidden {
		w.Errorf("an auditor answers the telephone: %d", r.status)
	}
}
