// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
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
	walkMorning(w, strings.TrimSuffix(site, "/standards"))
	walkCommittee(w, strings.TrimSuffix(site, "/standards"))
	walkBlocks(w, strings.TrimSuffix(site, "/standards"))
	walkKits(w, strings.TrimSuffix(site, "/standards"))
	walkLocating(w, site)
}

// walkLocating says where a latrine of which nobody said it stands: what is no place, and what is far from the site, is refused with what is wrong.
func walkLocating(w *town, site string) {
	const sites = access.SiteManager
	body := w.open(sites, site)
	must(w, said(body), "nobody said")
	locate := w.first(body, `href="(/facilities/[0-9a-z]+/locate)"`)
	point := func(latitude, longitude string) []string {
		return []string{"latitude", latitude, "longitude", longitude, "how", "measured", "source", "the water team", "day", "2026-11-20"}
	}
	must(w, w.refused(sites, locate, point("95", "28.06")...), "latitude")
	must(w, w.refused(sites, locate, point("-6.97", "28.06")...), "km from the site")
	w.post(sites, locate, point("-5,9712", "28.0601")...)
	must(w, said(w.open(sites, site)), "-5.9712 28.0601")
	w.forbidden(locate, access.Auditor, access.FinanceOfficer)
}

// walkKits has a household that came with nothing listed and handed its kit by its card, with the keyboard alone; nobody receives twice, and a list larger than the stock is refused before it.
func walkKits(w *town, site string) {
	const sites = access.SiteManager
	at := strings.TrimPrefix(site, "/sites/")
	w.newcomer(at, "NYZ-8-0001")
	list := []string{"step", "site_management nfi_kit", "place", at, "day", townDay.String()}
	made := w.post(sites, "/supplies/lists/new", list...)
	made, _, _ = strings.Cut(made, "?")
	table := made + "/table"
	scanned := func(card string) shown { return w.send(sites, "POST", table, form("card", card)) }
	must(w, said(scanned("NYZ-9-9999").text), "No household here has this card")
	must(w, said(scanned("NYZ-2-0003").text), "does not stand on this list")
	hand := scanned("nyz-8-0001")
	if hand.status != http.StatusSeeOther || !strings.Contains(hand.to, "list=") || strings.Contains(strings.ToUpper(hand.to), "NYZ-8") {
		w.Fatalf("a card leads to %d %s", hand.status, hand.to)
	}
	one := w.open(sites, hand.to)
	to := w.first(one, `name="to" value="([0-9a-z]+)" checked`)
	next := w.post(sites, hand.to, "to", to, "signed", "line 1", "day", townDay.String())
	if !strings.HasPrefix(next, table) {
		w.Errorf("after a kit the keyboard is at %s", next)
	}
	must(w, said(scanned("NYZ-8-0001").text), "They received it on")
	w.newcomer(at, "NYZ-8-0002")
	for i := range 30 {
		w.newcomer(at, fmt.Sprintf("NYZ-7-%04d", i))
	}
	must(w, w.refused(sites, "/supplies/lists/new", list...), "are short")
}

// newcomer registers a household at a site that waits for its kit, and has chosen who receives it.
func (w *town) newcomer(at, card string) {
	w.Helper()
	scope := access.Scope{Caseload: w.filled.Caseloads[demo.Nyunzu], Compartment: access.General}
	worker := w.actor(access.Caseworker)
	site, err := id.Parse(at)
	do := func(c desk.Command) (ids []id.ID) {
		var r desk.Receipt
		if err == nil {
			r, err = w.op.Desk.Do(w.Context(), worker, scope, id.New(), c)
		}
		return append(r.IDs, id.ID{}, id.ID{})
	}
	home := do(people.Register{Site: site, Arrived: clock.NoDay, Card: card, Members: []people.Member{{Names: people.Names{Given: "Asha"}, Relation: people.Head}}})
	way := do(journey.Start{Programme: "site_management", Pathway: "relief", Subject: home[0]})
	do(journey.Ask{Journey: way[0], Step: "on_arrival", Words: journey.Words{Answers: programme.Answers{"sleeps": "no_roof", "who_builds": "they_do"}}})
	do(people.ChooseCollector{Household: home[0], Collector: people.Collector{Person: home[1]}, Private: true})
	if err != nil {
		w.Fatal(err)
	}
}

// walkBlocks adds a block with shelters, has a household move in by its card and by the number of the shelter, and is told what is wrong.
func walkBlocks(w *town, site string) {
	const sites = access.SiteManager
	must(w, said(w.open(sites, site+"/blocks")), "Kabeya-Mikena A")
	must(w, w.refused(sites, site+"/blocks/add", "name", "Z", "count", "201", "prefix", "Z"), "At most 200 shelters")
	must(w, w.refused(sites, site+"/blocks/add", "name", "Z", "count", "2"), "This is needed")
	w.post(sites, site+"/blocks/add", "name", "Block Z", "count", "2", "prefix", "Z", "capacity", "4", "floor", "18")
	must(w, w.refused(sites, site+"/blocks/add", "name", "Y", "count", "2", "prefix", "Z"), "Another one bears the number Z-001 already")
	mustNot(w, w.open(sites, site+"/blocks"), ">Y<") // nothing of it was added
	block := w.first(w.open(sites, site+"/blocks"), `href="(/sites/[0-9a-z]+/blocks/[0-9a-z]+)"><bdi>Block Z`)
	must(w, said(w.open(sites, block)), "Z-001")
	if told := w.open(access.Inspector, site+"/blocks"); strings.Contains(told, block) {
		w.Error("an inspector is led to who lives in a block")
	}
	for _, role := range []access.Role{access.Inspector, access.Auditor, access.FinanceOfficer} {
		if r := w.send(role, "GET", block, nil); r.status != http.StatusForbidden && r.status != http.StatusNotFound {
			w.Errorf("%s opens who lives in a block: %d", role, r.status)
		}
	}
	full := w.open(sites, w.first(w.open(sites, site+"/blocks"), `href="(/sites/[0-9a-z]+/blocks/[0-9a-z]+)"><bdi>Kabeya-Mikena A`))
	card := w.first(full, `class="code">(NYZ-2-[0-9]+)<`)
	household := w.first(full, `href="(/households/[0-9a-z]+)" class="code">`+card)
	move := w.first(w.open(sites, block), `href="(/sites/[0-9a-z]+/blocks/[0-9a-z]+/[0-9a-z]+)"`)
	must(w, w.refused(sites, move, "card", "NYZ-9-9999", "day", "2026-11-20"), "No household here has this card")
	w.post(sites, move, "card", card, "day", "2026-11-20")
	must(w, said(w.open(sites, block)), card)
	must(w, w.refused(sites, household+"/shelter", "number", "Q-1", "day", "2026-11-20"), "No shelter of this caseload")
	w.post(sites, household+"/shelter", "number", "Z-002", "day", "2026-11-20")
	must(w, said(w.open(sites, household)), "Block Z, Z-002")
	must(w, w.refused(sites, household+"/shelter", "number", "3A-001", "day", "2026-11-20"), "in another site")
}

// walkMorning opens the page of a site: what waits, who lives there, who speaks for them, who does what, how one gets there and what may harm.
func walkMorning(w *town, site string) {
	const sites = access.SiteManager
	body := w.open(sites, site)
	for _, want := range []string{"What waits here", "In the last 30 days:", "1 committee with", "Women among them:", "Maji Safi (made up)", "the committee", "Female:"} {
		must(w, said(body), want)
	}
	must(w, w.refused(sites, site+"/road", "value", "Open", "source", "visitors", "day", "2027-01-01"), "has not come yet")
	must(w, w.refused(sites, site+"/road", "value", "Open", "source", "", "day", "2026-11-20"), "This is needed")
	w.post(sites, site+"/road", "value", "Closed by water", "source", "The drivers", "day", "2026-11-20")
	must(w, said(w.open(sites, site)), "Closed by water (The drivers, 20 Nov 2026)")
	w.forbidden(site+"/road", access.FinanceOfficer)
	for _, role := range []access.Role{access.Auditor, access.FinanceOfficer} {
		if other := w.open(role, site); strings.Contains(other, "/road") {
			w.Errorf("%s is led to say how one gets there", role)
		}
	}
}

// walkCommittee writes down a meeting with the keyboard's fields alone, a decision of it, and what became of it.
func walkCommittee(w *town, site string) {
	const sites = access.SiteManager
	of := w.first(w.open(sites, site), `href="/subjects/committee/([0-9a-z]+)"`)
	form := w.open(sites, "/committees/"+of+"/meet")
	must(w, w.refused(sites, "/committees/"+of+"/meet", "day", "2026-11-20", "agenda", "The ditches"), "tick the members who were there")
	member := w.first(form, `name="(came_[0-9a-z]+)"`)
	decide := w.post(sites, "/committees/"+of+"/meet", "day", "2026-11-20", "agenda", "The ditches before the rains", member, "yes", "others", "3")
	decide, _, _ = strings.Cut(decide, "?")
	must(w, w.refused(sites, decide, "what", "Dig on Saturday", "until", "2026-11-01"), "not before the meeting")
	w.post(sites, decide, "what", "Dig on Saturday", "until", "2026-12-20")
	page := w.open(sites, "/subjects/committee/"+of)
	must(w, said(page), "The ditches before the rains")
	must(w, said(w.open(sites, site)), "Dig on Saturday")
	settle := w.first(page, `Dig on Saturday[^§]*?href="(/decisions/[0-9a-z]+)"`)
	must(w, w.refused(sites, settle, "outcome", "not_done"), "Say why it was not done")
	w.post(sites, settle, "outcome", "not_done", "reason", "No spades came")
	must(w, said(w.open(sites, "/subjects/committee/"+of)), "No spades came")
	if left := said(w.open(sites, site)); strings.Contains(left, "Dig on Saturday") {
		w.Errorf("what was settled still waits: %s", left)
	}
	w.forbidden(settle, access.Auditor, access.FinanceOfficer)
	w.open(sites, "/decisions")
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
