// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"safar/demo"
	"safar/kernel/access"
)

var (
	barOf   = regexp.MustCompile(`(?s)<div class="progress"><p><a href="([^"]+)">([^<]+)</a>.*?([\d,]+) of ([\d,]+)</bdi>`)
	ofTotal = regexp.MustCompile(`([\d,]+) of ([\d,]+)`)
)

func counted(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// holdsAll demands several texts of a page.
func holdsAll(t testing.TB, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		must(t, page, text)
	}
}

func TestAnOperationIsSeenOnOnePage(t *testing.T) {
	w := newTown(t, 300)
	page := w.open(access.Caseworker, "/operation")
	holdsAll(w, page, `class="drawn flow"`, `class="drawn months"`, `class="drawn schematic"`, "/figures/"+demo.Programme+"/left_the_sites/facts?is_month=", "last day of the site", "Not safe", "✕", "plots free", "to scale", "10 km", "Invented, for an operation that is made up: 20", `aria-label="Lubuye, `)
	bars := barOf.FindAllStringSubmatch(page, -1)
	if len(bars) < 8 {
		t.Fatalf("%d steps are shown", len(bars))
	}
	for _, b := range bars {
		list := w.open(access.Caseworker, strings.ReplaceAll(b[1], "&amp;", "&"))
		if done := counted(t, b[3]); done > 0 {
			if total := ofTotal.FindStringSubmatch(list); total == nil || counted(t, total[2]) != done {
				t.Errorf("%s: %d are through, and the list behind it says %v", b[2], done, total)
			}
		}
		if counted(t, b[3]) > counted(t, b[4]) {
			t.Errorf("%s: more are through than go there", b[0])
		}
	}
	for _, never := range []string{"Undecided", "Choice of a solution", "overdue"} { // nobody is behind with a choice
		if strings.Contains(page, never) {
			t.Errorf("the page says %q", never)
		}
	}
	if page := w.open(access.Auditor, "/operation"); !strings.Contains(page, "Not on the map") || !strings.Contains(page, ">Lubuye</text>") || strings.Contains(page, ">Miketo</text>") {
		t.Error("who does not describe places is led to those that are not safe, or finds none")
	}
	for _, path := range []string{"/villages", "/sites"} { // a small map below the list
		holdsAll(w, w.open(access.Caseworker, path), "Where they lie", `class="drawn schematic"`, " km</text>", "Invented")
	}
	if page := w.open(access.ProgrammeManager, "/operation"); strings.Contains(page, "/standing/") || strings.Contains(page, "KLM-") {
		t.Error("a manager is led to who they are")
	}
	for role, status := range map[access.Role]int{access.Caseworker: http.StatusOK, access.MovementOfficer: http.StatusOK, access.FinanceOfficer: http.StatusForbidden, access.ProgrammeManager: http.StatusForbidden,
		access.Auditor: http.StatusForbidden, access.Municipality: http.StatusForbidden, access.Administrator: http.StatusForbidden, access.Enumerator: http.StatusForbidden} {
		if r := w.send(role, "GET", "/programme/"+demo.Programme+"/standing/solution/foundation", nil); r.status != status {
			t.Errorf("%v opens who stands at a step: %d", role, r.status)
		}
	}
	for _, nothing := range []string{"/programme/none/standing/solution/foundation", "/programme/" + demo.Programme + "/standing/none/foundation", "/programme/" + demo.Programme + "/standing/solution/none",
		"/programme/" + demo.Programme + "/standing/closure/advocacy"} {
		if r := w.send(access.Caseworker, "GET", nothing, nil); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", nothing, r.status)
		}
	}
}

// An inspector's round is on a map too: each village with how much waits there, which leads to its houses.
func TestARoundIsOnAMap(t *testing.T) {
	w := newTown(t, 300)
	for _, houses := range regexp.MustCompile(`/houses/at/[0-9a-z]+`).FindAllString(w.open(access.ProgrammeManager, "/houses"), -1) {
		report := regexp.MustCompile(`/houses/[0-9a-z]{20,}/[a-z_]+/report`).FindString(w.open(access.ProgrammeManager, houses))
		if report == "" {
			continue
		}
		w.post(access.ProgrammeManager, report, "day", townDay.String())
		page := w.open(access.Inspector, "/houses/round")
		holdsAll(w, page, `class="drawn schematic"`, ">North</text>", `<a href="/houses/round?place=`+strings.TrimPrefix(houses, "/houses/at/")+`" aria-label="`)
		return
	}
	t.Error("no house of the demo waits for anything")
}

// Nobody is pressed to choose: where people are to be spoken with, no list counts their days or puts those first who took longest.
func TestNoListCountsTheDaysOfThoseWhoChoose(t *testing.T) {
	w := newTown(t, 300)
	at := "/programme/" + demo.Programme + "/standing/solution/"
	if page := w.open(access.Caseworker, at+"solution"); !strings.Contains(page, "KLM-") || strings.Contains(page, "Days here") {
		t.Error("the days of those who choose are counted, or nobody stands there")
	}
	if page := w.open(access.Caseworker, at+"foundation"); !strings.Contains(page, "KLM-") || !strings.Contains(page, "Days here") {
		t.Error("the days are not told that people wait for their house")
	}
}

func TestWhereNoClosingDateIsKnownThePageSaysHowToSetIt(t *testing.T) {
	w := newTown(t, 200)
	w.post(access.ProgrammeManager, "/sites/add", "name", "Lukuga", "within", w.first(w.open(access.ProgrammeManager, "/sites/add"), `<option value="([0-9a-z]{20,})"[^>]*>Kalemie`))
	page := w.open(access.SiteManager, "/operation")
	holdsAll(w, page, "No closing date is written down of:", "Lukuga")
	if !regexp.MustCompile(`href="/sites/[0-9a-z]+/closure"`).MatchString(page) {
		t.Error("who may record the closing is not led there")
	}
	if !regexp.MustCompile(`href="/sites/[0-9a-z]+/locate"><bdi>Lukuga`).MatchString(page) {
		t.Error("who may say where the site lies is not led there")
	}
	within := w.first(w.open(access.ProgrammeManager, "/villages/add"), `<option value="([0-9a-z]{20,})"[^>]*>Kalemie`)
	for n := range 20 {
		w.post(access.ProgrammeManager, "/villages/add", "name", "Village "+strconv.Itoa(n), "within", within)
	}
	holdsAll(w, w.open(access.SiteManager, "/operation"), "A sketch, not to scale", "Villages: Kalemie")
}
