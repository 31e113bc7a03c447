// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"safar/kernel/access"
	"safar/kernel/id"
)

// Whatever can be ordered, somebody is offered it where they would look for it.
func TestWhatIsRarelyDoneIsDoneOnItsPage(t *testing.T) {
	w := newTown(t, 400)
	t.Run("plots are granted", func(t *testing.T) { w.T = t; walkCustody(w) })
	t.Run("two records become one", func(t *testing.T) { w.T = t; walkMerging(w) })
	t.Run("an amount is stated as owed", func(t *testing.T) { w.T = t; walkOwing(w) })
	t.Run("a trip is not handed to nobody", func(t *testing.T) { w.T = t; walkHandingOver(w) })
	t.Run("places are added and renamed", func(t *testing.T) { w.T = t; walkNaming(w) })
	t.Run("days are typed as people write them", func(t *testing.T) { w.T = t; walkDays(w) })
	t.Run("a meeting is corrected", func(t *testing.T) { w.T = t; walkCorrecting(w) })
	t.Run("cash is paid at a table", func(t *testing.T) { w.T = t; walkTable(w) })
	t.Run("several at once", func(t *testing.T) { w.T = t; walkSeveral(w) })
	t.Run("a visit is planned", func(t *testing.T) { w.T = t; walkPlanned(w) })
	w.T = t
}

// forbidden demands that none of these roles gets a page, or has its form carried out.
func (w *town) forbidden(path string, roles ...access.Role) {
	w.Helper()
	for _, role := range roles {
		if r := w.send(role, "GET", path, nil); r.status != http.StatusForbidden {
			w.Errorf("%v opens %s: %d", role, path, r.status)
		}
		if r := w.send(role, "POST", path, form()); r.status != http.StatusForbidden {
			w.Errorf("%v sends %s: %d", role, path, r.status)
		}
	}
}

// The programme manager grants plots to a caseload, never the same ones to two; who promises them sees whose they are.
func walkCustody(w *town) {
	village, _ := w.villages()
	at := "/villages/" + village
	offered := w.first(w.open(access.ProgrammeManager, at+"/plots"), `name="units"[^>]*value="(\d+)"`)
	w.post(access.ProgrammeManager, at+"/plots", "units", offered+"0")
	must(w, said(w.open(access.ProgrammeManager, at)), "Not granted yet")
	page := w.open(access.ProgrammeManager, at+"/grant")
	caseload := w.first(page, `<option value="([0-9a-z]+)"`)
	from, to := w.first(page, `name="from"[^>]*value="(\d+)"`), w.first(page, `name="to"[^>]*value="(\d+)"`)
	must(w, w.refused(access.ProgrammeManager, at+"/grant", "caseload", caseload, "from", from, "to", to+"0"), "must lie between 1 and "+to)
	must(w, w.refused(access.ProgrammeManager, at+"/grant", "from", from, "to", to), "To which caseload")
	w.post(access.ProgrammeManager, at+"/grant", "caseload", caseload, "from", from, "to", from)
	must(w, said(w.open(access.Caseworker, at)), "1–"+from)
	w.post(access.Administrator, "/caseloads/open", "name", "Nyunzu")
	other := w.first(w.open(access.ProgrammeManager, at+"/grant"), `<option value="([0-9a-z]+)">Nyunzu`)
	must(w, w.refused(access.ProgrammeManager, at+"/grant", "caseload", other, "from", from, "to", to), "another caseload already")
	w.forbidden(at+"/grant", access.Caseworker, access.ProtectionOfficer, access.FinanceOfficer, access.Administrator, access.Auditor)
}

// registered registers a household of two with a card, and returns its address.
func (w *town) registered(card, head, second string) string {
	w.Helper()
	to := w.post(access.Caseworker, "/households/register", "card", card, "language", "sw", "consent", "Ndiyo", "given_1", head, "relation_1", "head", "born_1", "1980",
		"given_2", second, "relation_2", "spouse", "born_2", "1982")
	return strings.TrimSuffix(to, "?done=registered")
}

// One household has two files: both are shown beside each other, and the one that goes is empty afterwards.
func walkMerging(w *town) {
	stays, goes := w.registered("DBL-1", "Zaituni Kabeya", "Amisi Kabeya"), w.registered("DBL-2", "Zaituni Kabea", "Amissi Kabea")
	at := stays + "/merge"
	must(w, w.open(access.Caseworker, stays), at)
	must(w, said(w.send(access.Caseworker, "POST", at, form("q", "nobody of this name")).text), "Nobody here has this card or name")
	other := w.first(w.send(access.Caseworker, "POST", at, form("q", "DBL-2")).text, `name="other" value="([0-9a-z]+)"`)
	both := w.send(access.Caseworker, "POST", at, form("other", other)).text
	for _, want := range []string{"DBL-1", "DBL-2", "Zaituni Kabea", "Zaituni Kabeya", "It can be undone"} {
		must(w, said(both), want)
	}
	same := regexp.MustCompile(`name="(same_[0-9a-z]+)"`).FindAllStringSubmatch(both, -1)
	kept := regexp.MustCompile(`<option value="([0-9a-z]+)"`).FindAllStringSubmatch(both, -1)
	pairs := []string{"other", other, "compared", "yes", same[0][1], kept[0][1], same[1][1], kept[1][1]}
	must(w, w.refused(access.Caseworker, at, pairs...), "Speak with them first")
	must(w, w.refused(access.Caseworker, at, "other", other, "compared", "yes", "sure", "yes"), "who they are here")
	to := w.post(access.Caseworker, at, append(pairs, "sure", "yes")...)
	if to != goes+"?done=merged_all" {
		w.Errorf("it leads to %s", to)
	}
	must(w, said(w.open(access.Caseworker, to)), "Everyone of this file is in the other one now")
	must(w, said(w.open(access.ProtectionOfficer, stays)), "2 people")
	w.forbidden(at, access.Enumerator, access.SiteManager, access.MovementOfficer, access.DataProtectionOfficer)
	w.unmerging(stays, goes)
}

// unmerging: they were two after all. It is put right where it was seen, and the next who would make them one reads why they are not.
func (w *town) unmerging(stays, goes string) {
	at := stays + "/merge/undo"
	must(w, w.open(access.Caseworker, stays), at)
	page := w.open(access.Caseworker, at)
	must(w, said(page), "Zaituni Kabea")
	gone := regexp.MustCompile(`name="apart" value="([0-9a-z]+)"`).FindAllStringSubmatch(page, -1)
	must(w, w.refused(access.Caseworker, at, "apart", gone[0][1], "why", "the brothers came", "sure", ""), "Speak with them first")
	must(w, w.refused(access.Caseworker, at, "apart", gone[0][1], "sure", "yes"), "The reason is missing")
	must(w, w.refused(access.Caseworker, at, "why", "the brothers came", "sure", "yes"), "Say whose records they were")
	to := w.post(access.Caseworker, at, "apart", gone[0][1], "apart", gone[1][1], "why", "the brothers came", "sure", "yes")
	if to != goes+"?done=unmerged" {
		w.Errorf("it leads to %s", to)
	}
	must(w, said(w.open(access.Caseworker, to)), "two people after all")
	must(w, said(w.open(access.Caseworker, at)), "No record was merged")
	again := w.send(access.Caseworker, "POST", stays+"/merge", form("other", goes[len("/households/"):])).text
	must(w, said(again), "the brothers came")
	w.forbidden(at, access.Enumerator, access.SiteManager, access.MovementOfficer, access.DataProtectionOfficer)
}

// The caseworker states that an amount is owed; it is listed, approved and paid by others.
func walkOwing(w *town) {
	_, page := w.preparable("first_tranche")
	found := w.send(access.Caseworker, "POST", "/search", form("q", w.first(page, `(KLM-\d+)`))).text
	file := w.open(access.Caseworker, w.first(found, `href="(/households/[0-9a-z]{20,})"`))
	owed := w.first(file, `href="(/payments/owed/[0-9a-z]+)"`)
	at := owed + "/first_tranche/owe"
	must(w, w.open(access.Caseworker, owed), at)
	must(w, said(w.open(access.Caseworker, at)), "USD")
	must(w, w.refused(access.Caseworker, at, "day", "2027-01-01"), "")
	w.post(access.Caseworker, at, "day", townDay.String())
	must(w, said(w.open(access.Caseworker, owed)), "Owed since")
	must(w, w.refused(access.Caseworker, at, "day", townDay.String()), "owed already")
	w.forbidden(at, access.Enumerator, access.ProtectionOfficer, access.Approver, access.SiteManager, access.MovementOfficer, access.ProgrammeManager)
}

// A trip goes to an office that has written here, or to none.
func walkHandingOver(w *town) {
	village, _ := w.villages()
	trip := strings.TrimSuffix(w.post(access.MovementOfficer, "/movements/plan", "destination", village, "leaves", townDay.String(), "loads", "1", "kind", "truck",
		"seats", "20"), "?done=saved")
	if strings.Contains(w.open(access.MovementOfficer, trip), "/hand-over") {
		w.Error("where there is one office, a trip can be handed over")
	}
	must(w, said(w.open(access.MovementOfficer, trip+"/hand-over")), "No other office has written here yet")
	w.refused(access.MovementOfficer, trip+"/hand-over", "office", id.New().String())
	w.forbidden(trip+"/hand-over", access.Caseworker, access.ProtectionOfficer, access.SiteManager)
}

// The programme manager adds a village and a site, and gives them another name; the first stays to be seen. Who is there says where they lie.
func walkNaming(w *town) {
	for kind, list := range map[string]string{"village": "/villages", "site": "/sites"} {
		must(w, w.open(access.ProgrammeManager, list), list+"/add")
		must(w, w.refused(access.ProgrammeManager, list+"/add", "name", " "), "Name")
		to := strings.TrimSuffix(w.post(access.ProgrammeManager, list+"/add", "name", "Kilimani "+kind), "?done=saved")
		if again := w.post(access.ProgrammeManager, list+"/add", "name", "Kilimani "+kind); again != list+"?done=place_known" {
			w.Errorf("a second %s of this name: %s", kind, again)
		}
		must(w, w.open(access.ProgrammeManager, to), to+"/rename")
		must(w, w.refused(access.ProgrammeManager, to+"/rename", "name", strings.Repeat("long ", 50)), "at most 200")
		w.post(access.ProgrammeManager, to+"/rename", "name", "Mlimani "+kind)
		must(w, said(w.open(access.Caseworker, to)), "Mlimani "+kind)
		must(w, said(w.open(access.Administrator, to+"/rename")), "Kilimani "+kind)
		must(w, w.open(access.Caseworker, to), to+"/locate")
		must(w, w.refused(access.Caseworker, to+"/locate", "latitude", "0", "longitude", "0", "how", "measured", "source", "visit", "day", townDay.String()), "lies in the sea")
		must(w, w.refused(access.Caseworker, to+"/locate", "latitude", "far", "longitude", "29", "how", "measured", "source", "visit", "day", townDay.String()), "not a coordinate")
		w.post(access.Caseworker, to+"/locate", "latitude", "5,93° S", "longitude", "٢٩٫١٩", "how", "measured", "source", "visit 7", "day", townDay.String())
		must(w, spaces.ReplaceAllString(said(w.open(access.Auditor, to)), " "), "-5.93 29.19")
		must(w, w.open(access.Enumerator, to+"/locate"), `value="-5.93"`)
		w.forbidden(to+"/locate", access.FinanceOfficer, access.MovementOfficer, access.Auditor)
		w.forbidden(to+"/rename", access.Caseworker, access.ProtectionOfficer, access.SiteManager, access.Auditor)
		w.forbidden(list+"/add", access.Caseworker, access.ProtectionOfficer, access.SiteManager, access.Auditor)
	}
}

// A day may be typed with the day first; where it could be the month, it is the day all the same.
func walkDays(w *town) {
	file := w.registered("DAY-1", "Furaha Mwamba", "Kito Mwamba")
	person := w.first(w.open(access.Caseworker, file), `href="`+file+`/members/([0-9a-z]+)"`)
	at := file + "/members/" + person + "/correct"
	must(w, said(w.open(access.Caseworker, at)), "31/12/2001, the day first")
	w.post(access.Caseworker, at, "given_1", "Furaha", "family_1", "Mwamba", "born_1", "03/04/1980")
	must(w, said(w.open(access.Caseworker, file)), "3 Apr 1980")
	must(w, w.refused(access.Caseworker, file+"/site", "day", "31/02/2026"), "the day first")
	w.post(access.Caseworker, file+"/site", "day", "20/11/2026")
	must(w, said(w.open(access.Caseworker, file)), "20 Nov 2026")
	village, _ := w.villages()
	w.post(access.Enumerator, "/villages/"+village+"/observe", "aspect", "school", "value", "two classes", "source", "visit 12", "day", "19/11/2026")
	must(w, said(w.open(access.Auditor, "/villages/"+village)), "19 Nov 2026")
}

// What was written of a meeting is put right, and what it was before stays to be seen.
func walkCorrecting(w *town) {
	site := w.first(w.open(access.SiteManager, "/sites"), `href="/sites/([0-9a-z]{20,})"`)
	met := strings.TrimSuffix(w.post(access.Enumerator, "/gatherings/record", "kind", "training", "site", site, "day", townDay.String(), "topic", "the road",
		"c_18-59_0", "7", "summary", "The road frightens us."), "?done=saved")
	at := met + "/correct"
	must(w, w.open(access.Caseworker, met), at)
	form := w.open(access.Caseworker, at)
	for _, want := range []string{`name="c_18-59_0" value="7"`, "the road", "The road frightens us."} {
		must(w, spaces.ReplaceAllString(form, " "), want)
	}
	must(w, w.refused(access.Caseworker, at, "kind", "training", "site", site), "took part")
	must(w, w.refused(access.Caseworker, at, "kind", "go_and_see", "site", site, "about", site, "c_18-59_0", "7"), "A visit stays a visit")
	w.post(access.Caseworker, at, "kind", "training", "site", site, "topic", "the river", "c_18-59_0", "8", "summary", "The river frightens us.")
	text := said(w.open(access.SiteManager, met))
	for _, want := range []string{"The river frightens us.", "What was written before", "The road frightens us."} {
		must(w, text, want)
	}
	w.forbidden(at, access.FinanceOfficer, access.MovementOfficer, access.ProgrammeManager, access.Auditor)
}
