// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/kernel/access"
	"safar/kernel/clock"
)

const (
	lane       = "/sensitive"
	complaints = lane + "/complaints"
)

// What is sensitive is written by anybody, read by its focal point, and seen to; nobody else is told anything of it, and the log tells nothing.
func TestASensitiveComplaintIsWalked(t *testing.T) {
	c := clock.At(townDay.Time().Add(6 * time.Hour))
	w := newTownWith(t, 600, c, demo.Nyunzu)
	const words = "The driver of the truck asks the women for favours."
	before := w.log.Len()
	written := w.sealed(access.FinanceOfficer, "words", words, "theme", "exploitation", "teller", "witness", "contact", "At the well")
	must(t, written, "1 focal point")
	mustNot(t, written, "driver")
	must(t, w.sealed(access.Auditor, "words", "Protection is in it.", "theme", "fraud", "teller", "not_told", "accused", w.worker("protection")), "No focal point can open it")
	for _, wrong := range []string{"words", "theme", "teller"} {
		values := form("words", words, "theme", "abuse", "teller", "witness")
		values.Set(wrong, "")
		if r := w.send(access.Caseworker, "POST", lane+"/write", values); r.status != http.StatusUnprocessableEntity {
			t.Errorf("without %s: %d", wrong, r.status)
		} else if wrong != "words" {
			must(t, r.text, words)
		}
	}
	if w.log.Len() != before {
		t.Errorf("the log tells of it: %s", w.log.String()[before:])
	}
	must(t, said(w.open(access.ProtectionOfficer, "/")), "Open the sensitive complaints")
	if r := w.send(access.ProtectionOfficer, "GET", complaints, nil); r.to != lane+"/open" {
		t.Errorf("who has not opened the lane is led to %q", r.to)
	}
	must(t, w.refused(access.ProtectionOfficer, lane+"/open", "passphrase", "another passphrase"), "not the passphrase")
	w.post(access.ProtectionOfficer, lane+"/open", "passphrase", w.passphrase(access.ProtectionOfficer))
	if strings.Contains(said(w.open(access.ProtectionOfficer, "/")), "Open the sensitive complaints") {
		t.Error("who opened the lane today is asked to")
	}
	list := w.open(access.ProtectionOfficer, complaints)
	of := w.first(list, `href="(/sensitive/complaints/[0-9a-z]+)"`) // the last heard stands first
	seen := said(w.open(access.ProtectionOfficer, of))
	for _, want := range []string{words, "At the well", "Handed to who investigates or helps: until", "finance"} {
		must(t, seen, want)
	}
	mustNot(t, said(list), "Protection is in it")
	w.seesTo(of)
	w.opensTheGlass()
	c.Advance(20 * time.Minute)
	if r := w.send(access.ProtectionOfficer, "GET", of, nil); r.to != lane+"/open" {
		t.Errorf("after twenty minutes the lane leads to %q: %d", r.to, r.status)
	}
	must(t, w.refused(access.ProtectionOfficer, of+"/do", "what", "what_noted", "words", "Too late."), "shut")
	w.makesAKey()
}

// sealed writes a sensitive complaint, which must be taken, and returns what the page says. It is sent twice, and is one.
func (w *town) sealed(role access.Role, values ...string) string {
	w.Helper()
	typed := form(values...)
	w.send(role, "POST", lane+"/write", typed)
	r := w.send(role, "POST", lane+"/write", typed)
	if r.status != http.StatusOK {
		w.Fatalf("%v writes: %d %s", role, r.status, said(r.text))
	}
	return said(r.text)
}

// worker is somebody of the office, as a complaint names them.
func (w *town) worker(name string) string {
	w.Helper()
	return w.first(w.open(access.Caseworker, lane+"/write"), `name="accused" value="([0-9a-z]+)"[^>]*/?>\s*<span><bdi>`+name+`<`)
}

// seesTo writes down what was done about a complaint, on its page.
func (w *town) seesTo(of string) {
	const point = access.ProtectionOfficer
	must(w, w.refused(point, of+"/do", "what", "what_referred", "words", ""), "Write down")
	must(w, w.refused(point, of+"/do", "what", "what_named", "words", "x"), "Say who")
	w.post(point, of+"/do", "what", "what_acknowledged", "words", "")
	w.post(point, of+"/do", "what", "what_referred", "words", "To the investigators in the capital.")
	w.post(point, of+"/do", "what", "what_resolved", "words", "Proven.")
	must(w, w.refused(point, of+"/do", "what", "what_noted", "words", "More."), "closed")
	w.post(point, of+"/do", "what", "what_reopened", "words", "There is a second witness.")
	w.post(point, of+"/share")
	told := said(w.open(point, of))
	for _, want := range []string{"To the investigators in the capital.", "There is a second witness.", "in time"} {
		must(w, told, want)
	}
	if n := strings.Count(told, "Proven."); n != 1 {
		w.Errorf("what was sent once and shared is told %d times", n)
	}
}

// opensTheGlass has the two who hold halves open what no focal point can, and somebody who did not open it may review it.
func (w *town) opensTheGlass() {
	const officer, manager = access.DataProtectionOfficer, access.ProgrammeManager
	must(w, said(w.open(manager, lane+"/glass/open")), "Nobody has asked")
	w.forbidden(lane+"/glass/ask", access.Administrator, access.ProtectionOfficer, access.Caseworker)
	w.forbidden(lane+"/glass/open", access.Administrator, access.ProtectionOfficer, access.Caseworker)
	must(w, w.refused(officer, lane+"/glass/ask", "reason", "reason_all_named", "passphrase", "no"), "not the passphrase")
	w.post(officer, lane+"/glass/ask", "reason", "reason_all_named", "passphrase", w.passphrase(officer))
	must(w, w.refused(officer, lane+"/glass/open", "passphrase", w.passphrase(officer)), "two people")
	r := w.send(manager, "POST", lane+"/glass/open", form("passphrase", w.passphrase(manager)))
	if r.to != complaints {
		w.Fatalf("the glass leads to %q: %d %s", r.to, r.status, said(r.text))
	}
	for _, role := range []access.Role{manager, officer} {
		list := w.open(role, complaints)
		for _, of := range regexp.MustCompile(`/sensitive/complaints/[0-9a-z]{20,}`).FindAllString(list, -1) {
			if strings.Contains(said(w.open(role, of)), "Protection is in it.") {
				list = ""
			}
		}
		if list != "" {
			w.Errorf("%v does not read through the glass", role)
		}
		w.send(role, "POST", lane+"/shut", form())
		if r := w.send(role, "GET", complaints, nil); r.status == http.StatusOK {
			w.Errorf("%v reads on after it was shut", role)
		}
	}
	review := w.first(w.open(officer, lane), `href="(/sensitive/openings/[0-9a-z]+)"`)
	must(w, w.refused(officer, review, "found", "in_order"), "somebody else")
}

// makesAKey makes another key on the page, has it confirmed by somebody else, and changes its passphrase.
func (w *town) makesAKey() {
	const officer, point = access.DataProtectionOfficer, access.ProtectionOfficer
	must(w, w.refused(officer, lane+"/key", "passphrase", "short", "passphrase_again", "short"), "at least")
	must(w, w.refused(officer, lane+"/key", "passphrase", "three blue herons at noon", "passphrase_again", "three blue herons"), "not the same")
	w.post(officer, lane+"/key", "passphrase", "three blue herons at noon", "passphrase_again", "three blue herons at noon")
	w.forbidden(lane+"/key", access.Administrator, access.Caseworker, access.Auditor)
	key := w.first(w.open(point, lane), `href="(/sensitive/keys/[0-9a-z]+)"`)
	w.post(point, key)
	w.post(officer, lane+"/passphrase", "old", "three blue herons at noon", "passphrase", "four blue herons at night", "passphrase_again", "four blue herons at night")
	must(w, w.refused(point, lane+"/glass"), "two to five")
	holders := regexp.MustCompile(`name="holder" value="([0-9a-z]+)"`).FindAllStringSubmatch(w.open(point, lane+"/glass"), -1)
	w.post(point, lane+"/glass", "holder", holders[0][1], "holder", holders[1][1])
	w.post(access.ProgrammeManager, lane+"/promise", "acknowledge", "48", "refer", "", "resolve", "240")
	must(w, w.refused(access.ProgrammeManager, lane+"/promise", "acknowledge", "9000", "refer", "", "resolve", ""), "At most")
	must(w, said(w.open(access.Caseworker, lane)), "48 hours")
}

// A complaint that stands in the open is moved: whole there, and nothing of it here but that it was counted, as of one that was forgotten because who complained wanted it.
func TestAComplaintIsMovedOutOfTheOpen(t *testing.T) {
	w := newTownWith(t, 600, clock.At(townDay.Time().Add(6*time.Hour)), demo.Nyunzu)
	const sites = access.SiteManager
	moved, forgotten := w.twoAlike()
	handed, referred := w.handedOn()
	was := said(w.open(sites, moved))
	words := w.first(w.open(sites, moved), `<dd>\s*(?:<[^>]*>)*([A-Z][^<]{12,}\.)`)
	move := lane + "/move/" + strings.TrimPrefix(moved, "/subjects/complaint/")
	must(t, was, words)
	must(t, w.open(sites, moved), move) // one press, and another
	for _, chosen := range []string{`<option value="other" selected`, `<option value="not_told" selected`} {
		must(t, w.open(sites, move), chosen)
	}
	w.forbidden(move, access.FinanceOfficer, access.Administrator, access.Auditor)
	values := form("theme", "fraud", "teller", "witness", "words", "")
	for range 2 {
		if r := w.send(sites, "POST", move, values); r.status != http.StatusOK {
			t.Fatalf("moved: %d %s", r.status, said(r.text))
		}
	}
	command := form()
	for range 2 { // it is carried out again, and is the same
		if r := w.send(sites, "POST", lane+"/forget/"+strings.TrimPrefix(forgotten, "/subjects/complaint/"), command); r.status != http.StatusSeeOther {
			t.Fatalf("forgotten: %d %s", r.status, said(r.text))
		}
	}
	if r := w.send(sites, "POST", lane+"/move/"+strings.TrimPrefix(handed[0], "/subjects/complaint/"), form("theme", "other", "teller", "witness", "words", "")); r.status != http.StatusOK {
		t.Fatalf("handed on, and moved: %d %s", r.status, said(r.text))
	}
	if r := w.send(sites, "POST", lane+"/forget/"+strings.TrimPrefix(handed[1], "/subjects/complaint/"), form()); r.status != http.StatusSeeOther {
		t.Fatalf("handed on, and forgotten: %d %s", r.status, said(r.text))
	}
	w.toldApart(handed, referred)
	for _, at := range []string{moved, forgotten} {
		mustNot(t, said(w.open(sites, at)), words)
	}
	if a, b := w.plainly(moved), w.plainly(forgotten); a != b {
		t.Errorf("one that was moved can be told from one that was forgotten:\n%s\n%s", a, b)
	}
	if r := w.send(sites, "POST", lane+"/move/"+strings.TrimPrefix(forgotten, "/subjects/complaint/"), form("theme", "fraud", "teller", "witness", "words", "")); r.status != http.StatusConflict {
		t.Errorf("what is forgotten is moved: %d", r.status)
	}
	w.post(access.ProtectionOfficer, lane+"/open", "passphrase", w.passphrase(access.ProtectionOfficer))
	all := w.open(access.ProtectionOfficer, complaints)
	if n := strings.Count(all, "Fraud, theft"); n != 3 { // one of the demo, the one that was moved, and the line that counts
		t.Errorf("%d lines of fraud: %s", n, said(all))
	}
	whole, handedWhole := "", ""
	for _, of := range regexp.MustCompile(`/sensitive/complaints/[0-9a-z]{20,}`).FindAllString(all, -1) {
		if text := said(w.open(access.ProtectionOfficer, of)); strings.Contains(text, "What stood in the open") {
			if strings.Contains(text, "canary-Amina") {
				handedWhole = text
			} else {
				whole = text
			}
		}
	}
	must(t, whole, words)
	must(t, handedWhole, "words: Nobody is ever at the clinic.") // what was handed over of it, as it was
	if r := w.send(sites, "POST", lane+"/forget/"+strings.TrimPrefix(moved, "/subjects/complaint/"), form()); r.status != http.StatusConflict {
		t.Errorf("forgotten twice: %d", r.status)
	}
}

// twoAlike are two complaints of which nobody said more than of the other: answered, followed by nobody, of no facility.
func (w *town) twoAlike() (one, other string) {
	list := w.open(access.SiteManager, "/subjects/complaint")
	for _, m := range regexp.MustCompile(`href="(/subjects/complaint/[0-9a-z]{20,})"`).FindAllStringSubmatch(list, -1) {
		switch text := w.plainly(m[1]); {
		case !strings.Contains(text, "Nobody yet") || !strings.Contains(text, "None Say which") || !strings.Contains(text, "Settled ✓ Done Answered"),
			strings.Contains(text, "interpreter"):
		case one == "":
			one = m[1]
		default:
			return one, m[1]
		}
	}
	w.Fatal("no two complaints are alike")
	return "", ""
}

// plainly is what a complaint's page says, without what is of that complaint alone: numbers, days, topic, place.
func (w *town) plainly(path string) string {
	text := said(w.open(access.SiteManager, path))
	for _, site := range []string{"Kilwa", "Kabeya-Mikena", "Kilunga", "Majengo Mapya", "Mwempa"} {
		text = strings.ReplaceAll(text, site, "PLACE")
	}
	text = regexp.MustCompile(`\d+ [A-Z][a-z]{2,3} \d{4}`).ReplaceAllString(text, "DAY")
	for _, topic := range []string{"Water and hygiene", "Shelter", "Food", "Health", "Registration", "Question", "Thanks", "Cash"} {
		text = strings.ReplaceAll(text, "What it is about "+topic, "What it is about TOPIC")
	}
	for _, channel := range []string{"Focal point", "Hotline", "Suggestion box"} {
		text = strings.ReplaceAll(text, "How it came "+channel, "How it came CHANNEL")
	}
	return regexp.MustCompile(`V-[0-9A-Z]+`).ReplaceAllString(text, "NUMBER")
}

// Whoever is no focal point learns nothing: every page that others open says the same to the letter before a complaint was written, after, and after it was seen to.
func TestNoPageTellsThatThereIsASensitiveComplaint(t *testing.T) {
	w := newTownWith(t, 600, clock.At(townDay.Time().Add(6*time.Hour)), demo.Nyunzu)
	before := w.everything()
	again := w.everything()
	w.sealed(access.SiteManager, "words", "It is the caseworker.", "theme", "abuse", "teller", "survivor", "accused", w.worker("caseworker"))
	w.post(access.ProtectionOfficer, lane+"/open", "passphrase", w.passphrase(access.ProtectionOfficer))
	w.open(access.ProtectionOfficer, complaints)
	after := w.everything()
	told := 0
	for at, text := range before {
		if again[at] != text {
			continue // it tells of those who walk here
		}
		told++
		if after[at] != text {
			t.Errorf("%s tells of it:\n%s\n%s", at, text, after[at])
		}
	}
	if told < 200 || len(after) != len(before) {
		t.Errorf("%d pages were compared, of %d and %d", told, len(before), len(after))
	}
	for at, text := range after {
		if strings.Contains(text, "It is the caseworker") {
			t.Errorf("%s holds its words", at)
		}
	}
}

var (
	leadsTo         = regexp.MustCompile(`href="(/[^"#]*)"`)
	commandsOfForms = regexp.MustCompile(`name="command" value="[^"]*"`)
)

// everything is what the pages say that lead from the first page on, two steps deep, to each role but that of the focal point.
func (w *town) everything() map[string]string {
	all := map[string]string{}
	for _, s := range w.filled.SignIns {
		if s.Role == access.ProtectionOfficer {
			continue
		}
		next := []string{"/", lane, "/subjects/complaint", "/figures", "/looks"}
		kinds := map[string]int{}
		for range 3 {
			var found []string
			for _, path := range next {
				at := s.Role.String() + " " + path
				if _, seen := all[at]; seen || kinds[kindOfPath(path)] > 3 {
					continue
				}
				kinds[kindOfPath(path)]++
				r := w.send(s.Role, "GET", path, nil)
				all[at] = commandsOfForms.ReplaceAllString(r.text, "")
				for _, m := range leadsTo.FindAllStringSubmatch(r.text, -1) {
					if to, err := url.QueryUnescape(m[1]); err == nil && !slices.Contains([]string{"/sign-out"}, to) {
						found = append(found, strings.ReplaceAll(m[1], "&amp;", "&"))
					}
				}
			}
			next = found
		}
	}
	return all
}

// kindOfPath is a path without what it names.
func kindOfPath(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return regexp.MustCompile(`[0-9a-z]{26}`).ReplaceAllString(path, "_")
}
