// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/kernel/access"
	"safar/kernel/clock"
)

// A site manager sees in one look what does not suffice, asks what would if more people came, gives it to somebody, and mends it.
func TestASiteIsHeldAgainstTheStandards(t *testing.T) {
	w := newTownWith(t, 1500, clock.At(townDay.Time().Add(6*time.Hour)), demo.Nyunzu)
	const sites = access.SiteManager
	must(t, said(w.open(sites, "/")), "below a standard")
	all := w.open(sites, "/standards")
	for _, want := range []string{"People a latrine", "Add 1 that works", "sites, until", "Kabeya-Mikena"} {
		must(t, said(all), want)
	}
	breach := w.first(all, `href="(/sites/[0-9a-z]+/standards/sphere/people_per_latrine)"`)
	site, _, _ := strings.Cut(breach, "/sphere/")
	below := "Below the standard"
	here := said(w.open(sites, site))
	must(t, here, below)
	if strings.Contains(here, "People a place to wash clothes 100") {
		t.Error("of what nobody measured a number is told")
	}
	must(t, said(w.open(sites, site+"?come=500")), "500 people more have come")
	must(t, said(w.open(sites, site+"?come=many")), "whole number")
	committees := said(w.open(sites, "/subjects/committee"))
	for _, want := range []string{"What is counted of them", "Women among them", "%"} {
		must(t, committees, want)
	}
	walkGiving(w, breach)
	walkMeasuring(w, site)
	walkHandbooks(w)
	if told := said(w.open(access.ProgrammeManager, site)); strings.Contains(told, ", 0 of them women") {
		t.Errorf("of how many women live there, which is not told, it is told that there are none: %s", told)
	}
	walkMending(w, site)
}

// walkGiving gives a breach to somebody else, and to nobody who does not work there.
func walkGiving(w *town, breach string) {
	const sites = access.SiteManager
	owner := w.first(w.open(sites, breach), `<option value="([0-9a-z]+)">inspector<`)
	must(w, w.refused(sites, breach, "owner", "", "until", "2026-12-24"), "This is needed")
	must(w, w.refused(sites, breach, "owner", owner, "until", "2020-01-01"), "from today on")
	must(w, w.refused(sites, breach, "owner", "0123456789abcdefghjkmnpqrs", "until", "2026-12-24"), "somebody who works in this caseload")
	w.post(sites, breach, "owner", owner, "until", "2026-12-24", "what", "Two doors")
	must(w, said(w.open(sites, "/standards")), "inspector, until 24 Dec 2026")
	if met := w.send(sites, "GET", strings.Replace(breach, "people_per_latrine", "way_to_latrine", 1), nil); !strings.Contains(said(met.text), "nothing to give to anybody") {
		w.Errorf("what suffices can be given: %s", said(met.text))
	}
	if r := w.send(sites, "GET", strings.Replace(breach, "people_per_latrine", "happiness", 1), nil); r.status != http.StatusNotFound {
		w.Errorf("a standard of nothing is there: %d", r.status)
	}
	w.forbidden(breach, access.Auditor, access.FinanceOfficer)
}

func walkMeasuring(w *town, site string) {
	const sites = access.SiteManager
	must(w, w.refused(sites, site+"/measure", "phase", "medium", "organisations", "1", "day", "2026-11-20"), "This is needed")
	must(w, w.refused(sites, site+"/measure", "phase", "medium", "organisations", "1", "staff", "3", "women", "4", "day", "2026-11-20"), "not more women than people")
	w.post(sites, site+"/measure", "phase", "medium", "ground", "9000", "source", "The water team, by GPS", "organisations", "1", "staff", "9", "women", "5", "day", "2026-11-20")
	must(w, said(w.open(sites, site)), "9,000 m², measured on 20 Nov 2026")
	w.forbidden(site+"/measure", access.FinanceOfficer)
}

// walkHandbooks adopts a handbook of one's own, which is read or refused with what is wrong, and settles a figure.
func walkHandbooks(w *town) {
	const manager = access.ProgrammeManager
	w.forbidden("/handbooks/adopt", access.SiteManager, access.Caseworker)
	must(w, said(w.open(access.Caseworker, "/handbooks")), "Excreta management standard 3.2, page 117-118")
	own := "handbook: cluster\ntitle: The cluster\nedition: \"2026\"\nstandards:\n  - {id: lights, measure: people_per_unit, of: light, bounds: {medium: 50}, chapter: Light}\n"
	if r := w.uploads(manager, "/handbooks/adopt", form(), "file", [2]string{"own.yaml", strings.Replace(own, "people_per_unit", "joy", 1)}); !strings.Contains(said(r.text), "lights: “joy” is not among what can be measured") {
		w.Errorf("an unsound handbook: %d %s", r.status, said(r.text))
	}
	if r := w.uploads(manager, "/handbooks/adopt", form(), "file", [2]string{"own.yaml", own}); r.status != http.StatusSeeOther {
		w.Errorf("a handbook of one's own: %d %s", r.status, said(r.text))
	}
	must(w, said(w.open(access.Caseworker, "/handbooks")), "People to one: light")
	must(w, w.refused(manager, "/handbooks/cluster/lights", "medium", "a few", "reason", "Agreed"), "whole number")
	w.post(manager, "/handbooks/cluster/lights", "medium", "62.5", "reason", "Agreed in the cluster")
	must(w, said(w.open(access.Caseworker, "/handbooks")), "62.5")
	w.post(manager, "/handbooks/adopt", "handbook", "sphere_2018")
}

// walkMending says that there are more latrines: what suffices is nobody's to mend any more.
func walkMending(w *town, site string) {
	const sites = access.SiteManager
	facility := w.first(w.open(sites, site), `href="(/subjects/facility/[0-9a-z]+)">[^<]*(?:<bdi>)?F-[0-9]+[^|]*?Latrine`)
	at := regexp.MustCompile(`/sites/([0-9a-z]+)/`).FindStringSubmatch(site)[1]
	w.post(sites, facility+"/describe", "place", at, "a_facility", "latrine", "a_units", "40", "a_out_of_order", "0", "a_for_women", "30", "a_metres", "45")
	if left := said(w.open(sites, "/standards")); strings.Contains(left, "People a latrine") {
		w.Errorf("forty latrines do not suffice: %s", left)
	}
}
