// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"safar/demo"
	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/store"
	"safar/operation"
	"safar/web"
	"safar/web/page"
	"safar/web/pages"
	"safar/web/words"
)

var townDay = clock.Date(2026, time.November, 22)

// town is a small demo operation behind its pages, in which somebody of every role is signed in.
type town struct {
	*testing.T
	op     *operation.Operation
	filled *demo.Filled
	server *httptest.Server
	site   *web.Site
	log    bytes.Buffer
	tokens map[access.Role]string

	written *atomic.Int64   // stories, looks left out
	kinds   map[string]bool // of forms that were sent after the session had ended
}

// quick is what a passphrase costs here, where nobody guesses.
var quick = signin.Cost{Time: 1, KiB: 64, Threads: 1}

// newTown founds a town of so many people.
func newTown(t *testing.T, people int) *town {
	t.Helper()
	return newTownWith(t, people, clock.At(townDay.Time().Add(6*time.Hour)))
}

// newTownWith founds a town whose clock the test holds.
func newTownWith(t *testing.T, people int, c *clock.Settable, operations ...string) *town {
	t.Helper()
	op, err := operation.Create(t.Context(), operation.Options{Folder: t.TempDir(), Passphrase: "only for this test", Clock: c, SignIn: quick,
		SQLite: store.SQLiteOptions{WriterCache: 48 << 20, CheckpointPages: 16000, Synchronous: "OFF"}, Keys: keys.MadeUp})
	if err != nil {
		t.Fatal(err)
	}
	town := &town{T: t, op: op, tokens: map[access.Role]string{}, kinds: map[string]bool{}, written: new(atomic.Int64)}
	if town.filled, err = demo.Fill(t.Context(), op, c, demo.Options{People: people, Seed: 1, Today: townDay, Operations: operations}); err != nil {
		t.Fatal(err)
	}
	site := web.New(web.Options{SignIn: pages.SignIn(op), Words: town.wholeWords(), Nav: pages.Nav(op), Search: pages.Search(op), Caseload: pages.Caseload(op), UnderWay: pages.UnderWay(op), Naming: pages.Naming(op), MadeUp: true,
		Log: slog.New(slog.NewTextHandler(&town.log, nil))})
	pages.Add(site, op)
	town.site, town.server = site, httptest.NewServer(site)
	town.counting()
	t.Cleanup(func() {
		town.server.Close()
		if err := op.Desk.CheckKept(context.Background()); err != nil {
			t.Error(err) // a page changed what others read
		}
		if err := op.Close(); err != nil {
			t.Error(err)
		}
	})
	return town
}

// wholeWords are the words of the pages, for a town in which nobody is told a sentence in another language than theirs.
func (w *town) wholeWords() *words.Catalogue {
	catalogue, err := words.Load(words.Files())
	if err != nil {
		w.Fatal(err)
	}
	catalogue.OnFallback = func(language, key string) { w.Errorf("%s: %s is said in another language", language, key) }
	return catalogue
}

// as returns the token of somebody of a role.
func (w *town) as(role access.Role) string {
	w.Helper()
	if w.tokens[role] == "" {
		for _, s := range w.filled.SignIns {
			if s.Role == role {
				token, err := w.op.Door.Authenticate(w.Context(), s.Name, s.Passphrase, s.Name)
				if err != nil {
					w.Fatal(err)
				}
				w.tokens[role] = token
			}
		}
	}
	return w.tokens[role]
}

// shown is what a page answered.
type shown struct {
	status int
	text   string
	packed int
	to     string // where it leads
}

func (w *town) send(role access.Role, method, path string, values url.Values) shown {
	w.Helper()
	return w.sendAs(w.as(role), method, path, values)
}

// sendAs sends in the session of a token.
func (w *town) sendAs(token, method, path string, values url.Values) shown {
	w.Helper()
	var body io.Reader
	if values != nil {
		body = strings.NewReader(values.Encode())
	}
	r, err := http.NewRequestWithContext(w.Context(), method, w.server.URL+path, body)
	if err != nil {
		w.Fatal(err)
	}
	if values != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("Accept", "text/html")
	r.AddCookie(&http.Cookie{Name: "safar_session", Value: url.QueryEscape(token)})
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	packed, err := io.ReadAll(answer.Body)
	if err != nil {
		w.Fatal(err)
	}
	text := packed
	if answer.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			w.Fatal(err)
		}
		if text, err = io.ReadAll(z); err != nil {
			w.Fatal(err)
		}
	}
	return shown{answer.StatusCode, string(text), len(packed), answer.Header.Get("Location")}
}

// open opens a page, which must be there.
func (w *town) open(role access.Role, path string) string {
	w.Helper()
	r := w.send(role, "GET", path, nil)
	if r.status != http.StatusOK {
		w.Fatalf("%v opens %s: %d %s\n%s", role, path, r.status, heading(r.text), w.log.String())
	}
	return r.text
}

// post sends a form, which must be accepted; it returns where it leads. Then it is sent once more: it is done once.
func (w *town) post(role access.Role, path string, values ...string) string {
	w.Helper()
	typed := form(values...)
	w.ended(path, typed)
	r := w.send(role, "POST", path, typed)
	if r.status != http.StatusSeeOther {
		w.Fatalf("%v sends %s: %d %s", role, path, r.status, said(r.text))
	}
	w.twice(role, path, typed)
	return r.to
}

// refused sends a form, which must be refused with all that was typed in it, and returns what the page says.
func (w *town) refused(role access.Role, path string, values ...string) string {
	w.Helper()
	typed := form(values...)
	r := w.send(role, "POST", path, typed)
	w.keeps(path, r.text, typed)
	if r.status < 400 || r.status >= 500 {
		w.Fatalf("%v sends %s: %d leads to %s", role, path, r.status, r.to)
	}
	return said(r.text)
}

func form(values ...string) url.Values {
	f := url.Values{"command": {id.New().String()}}
	for i := 0; i+1 < len(values); i += 2 {
		f.Add(values[i], values[i+1])
	}
	return f
}

var (
	marks    = regexp.MustCompile(`(?s)<[^>]*>`)
	spaces   = regexp.MustCompile(`\s+`)
	h1       = regexp.MustCompile(`(?s)<h1>(.*?)</h1>`)
	mainPart = regexp.MustCompile(`(?s)<main.*</main>`)
)

// said is what a page says, without its marks.
func said(text string) string {
	return spaces.ReplaceAllString(html.UnescapeString(marks.ReplaceAllString(mainPart.FindString(text), " ")), " ")
}

func heading(text string) string { return marks.ReplaceAllString(h1.FindString(text), "") }

// first finds the first match of a pattern's group on a page.
func (w *town) first(text, pattern string) string {
	w.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		w.Fatalf("no %s in %s", pattern, said(text))
	}
	return html.UnescapeString(m[1])
}

func must(t testing.TB, text, want string) {
	t.Helper()
	if !strings.Contains(text, want) {
		t.Errorf("%q is not in %s", want, text)
	}
}

func TestTheOfficeIsWalkedOnItsPages(t *testing.T) {
	w := newTown(t, 600)
	t.Run("villages", func(t *testing.T) { w.T = t; walkVillages(w) })
	t.Run("payments", func(t *testing.T) { w.T = t; walkPayments(w) })
	t.Run("movements", func(t *testing.T) { w.T = t; walkMovements(w) })
	t.Run("houses", func(t *testing.T) { w.T = t; walkHouses(w) })
	t.Run("gatherings", func(t *testing.T) { w.T = t; walkGatherings(w) })
	t.Run("figures", func(t *testing.T) { w.T = t; walkFigures(w) })
	t.Run("picture of a programme", func(t *testing.T) { w.T = t; walkPicture(w) })
	t.Run("figures as an auditor", func(t *testing.T) { w.T = t; walkFiguresAsAnAuditor(w) })
	t.Run("users", func(t *testing.T) { w.T = t; walkUsers(w) })
	t.Run("kiosk", func(t *testing.T) { w.T = t; walkKiosk(w) })
	t.Run("hotline", func(t *testing.T) { w.T = t; walkHotline(w) })
	t.Run("stacks", func(t *testing.T) { w.T = t; walkStacks(w) })
	t.Run("languages and weight", func(t *testing.T) { w.T = t; everyPageInEveryLanguage(w) })
	t.Run("every form", func(t *testing.T) { w.T = t; everyFormComesBack(w) })
	t.Run("roles", func(t *testing.T) { w.T = t; nobodySeesWhatTheyMayNot(w) })
	w.T = t
}

// villageOf returns the village of the demo whose households are ready to leave, and of which nobody has found that it is unsafe.
func (w *town) villages() (safe, unsafe string) {
	w.Helper()
	text := w.open(access.ProtectionOfficer, "/villages")
	for _, row := range regexp.MustCompile(`(?s)<tr>.*?</tr>`).FindAllString(text, -1) {
		m := regexp.MustCompile(`/villages/([0-9a-z]+)"`).FindStringSubmatch(row)
		switch {
		case m == nil:
		case strings.Contains(row, "Not safe"):
			unsafe = m[1]
		default:
			safe = m[1]
		}
	}
	return safe, unsafe
}

func walkVillages(w *town) {
	safe, unsafe := w.villages()
	if unsafe == "" {
		w.Fatal("no village of the demo is unsafe")
	}
	must(w, said(w.open(access.ProtectionOfficer, "/villages/"+unsafe+"/concerned")), "Whose choice stands still")
	decisions := said(w.open(access.Auditor, "/villages/"+unsafe+"/decisions"))
	must(w, decisions, "holds today")
	must(w, decisions, "Written down on")
	matters := said(w.open(access.Enumerator, "/villages/"+safe+"/concerned"))
	must(w, matters, "Nothing is withdrawn here.")
	if strings.Contains(matters, "stands still") || strings.Contains(matters, "stand still") || strings.Contains(matters, "withdrawal") {
		w.Errorf("of a safe village it is said that choices stand still: %s", matters)
	}
	w.post(access.Enumerator, "/villages/"+safe+"/observe", "aspect", "water", "value", "a new hand pump", "source", "visit 9", "day", townDay.String())
	must(w, said(w.open(access.Auditor, "/villages/"+safe)), "a new hand pump")
	w.refused(access.Enumerator, "/villages/"+safe+"/observe", "aspect", "water", "value", "", "source", "x", "day", "2026-02-31")
	if r := w.send(access.ProgrammeManager, "GET", "/villages/"+safe+"/withdraw", nil); r.status != http.StatusForbidden {
		w.Errorf("a programme manager opens the page that withdraws safety: %d", r.status)
	}
	page := said(w.open(access.ProtectionOfficer, "/villages/"+safe+"/withdraw"))
	if road, held := strings.Index(page, "On the road"), strings.Index(page, "Who has chosen it"); road < 0 || held < road {
		w.Error("those on the road do not come first")
	}
	to := w.post(access.ProtectionOfficer, "/villages/"+safe+"/withdraw", "reason", "Shots were heard.")
	must(w, said(w.open(access.ProtectionOfficer, to)), "Safety is withdrawn")
	must(w, w.refused(access.ProtectionOfficer, "/villages/"+safe+"/safe", "reason", ""), "Reason")
	w.post(access.Caseworker, "/villages/"+safe+"/report", "source", "women_group", "kind", "community", "says", "safe", "women", "yes", "minority", "yes", "day", townDay.String())
	w.post(access.ProtectionOfficer, "/villages/"+safe+"/safe", "reason", "It was a wedding.")
	must(w, said(w.open(access.Caseworker, "/villages/"+safe)), "It was a wedding.")
}

// walkCounting counts a load by hand: what does not agree with the list is said, with the names to call, and stays.
func walkCounting(w *town, trip, card string) {
	page := said(w.open(access.MovementOfficer, trip+"/count"))
	must(w, page, "Not counted")
	must(w, w.refused(access.MovementOfficer, trip+"/count", "load", "1", "persons", "2", "children", "3"), "cannot be more children")
	must(w, w.refused(access.MovementOfficer, trip+"/count", "load", "99", "persons", "2"), "no load of that number")
	w.post(access.MovementOfficer, trip+"/count", "load", "1", "persons", "59", "children", "1")
	page = said(w.open(access.MovementOfficer, trip+"/count"))
	must(w, page, "Does not agree")
	must(w, page, card)
	text := w.open(access.MovementOfficer, trip+"/count")
	cells := regexp.MustCompile(`(?s)<td[^>]*>(?:\s|<[^>]*>)*([0-9]+)`).FindAllStringSubmatch(text, 6) // load, listed, counted, children listed, children counted, unlisted
	w.post(access.MovementOfficer, trip+"/count", "load", "1", "persons", cells[1][1], "children", cells[3][1])
	page = said(w.open(access.MovementOfficer, trip+"/count"))
	must(w, page, "Agrees")
	mustNot(w, page, card)
}

// preparable finds a village where somebody is ready for the first payment.
func (w *town) preparable(step string) (place, page string) {
	w.Helper()
	for _, m := range regexp.MustCompile(`<option value="([0-9a-z]{20,})"`).FindAllStringSubmatch(w.open(access.FinanceOfficer, "/payments/prepare"), -1) {
		page = w.open(access.FinanceOfficer, "/payments/prepare/"+m[1]+"/"+step)
		if strings.Contains(page, "KLM-") && !strings.Contains(said(page), "Nobody is ready here") {
			return m[1], page
		}
	}
	w.Fatal("nobody is ready for " + step)
	return "", ""
}

func walkPayments(w *town) {
	lists := w.open(access.FinanceOfficer, "/payments")
	must(w, said(lists), "ECHO")
	for _, m := range regexp.MustCompile(`href="(/payments/lists/[0-9a-z]+)"`).FindAllStringSubmatch(lists, -1) { // all of them were handed out long ago
		mustNot(w, said(w.open(access.FinanceOfficer, m[1])), "No place is planned")
	}
	place, page := w.preparable("first_tranche")
	card := w.first(page, `(KLM-\d+)`)
	must(w, w.refused(access.FinanceOfficer, "/payments/prepare/"+place+"/first_tranche", "method", "mobile_money"), "number is missing or unsure")
	if line, waits := waitsAt(w.open(access.Approver, "/"), "/payments"); waits {
		w.Errorf("before a list is prepared the approver is told: %s", line)
	}
	to := w.post(access.FinanceOfficer, "/payments/prepare/"+place+"/first_tranche", "method", "cash")
	for role, want := range map[access.Role]bool{access.Approver: true, access.FinanceOfficer: false} {
		if line, waits := waitsAt(w.open(role, "/"), "/payments"); waits != want {
			w.Errorf("a list is prepared, and the start page of the %v says %q", role, line)
		}
	}
	list := strings.TrimSuffix(to, "?done=prepared")
	must(w, said(w.open(access.FinanceOfficer, to)), "Waits for approval")
	if r := w.send(access.FinanceOfficer, "GET", list+"/approve", nil); r.status != http.StatusForbidden {
		w.Errorf("who prepares opens the approval: %d", r.status)
	}
	approval := w.open(access.Approver, list+"/approve")
	digest := w.first(approval, `name="digest" value="([0-9a-f]+)"`)
	w.refused(access.Approver, list+"/approve", "digest", strings.Repeat("0", 64))
	w.post(access.Approver, list+"/approve", "digest", digest)
	if line, waits := waitsAt(w.open(access.Approver, "/"), "/payments"); waits {
		w.Errorf("the list is approved, and the approver is told: %s", line)
	}
	page = w.open(access.FinanceOfficer, list)
	must(w, said(page), "Approved")
	w.stopAndLift(page)
	list, page = w.listedAnew(place)
	must(w, said(page), "No place is planned for today or a later day")
	deliver := w.first(page, `href="(/payments/owed/[^"]+/deliver[^"]*)"`)
	form := w.open(access.FinanceOfficer, deliver)
	person := w.first(form, `name="to" value="([0-9a-z]+)"`)
	if !strings.Contains(form, `action="`+deliver+`"`) {
		w.Errorf("the form of %s forgets its list", deliver)
	}
	must(w, said(page), "KLM-")
	must(w, said(w.open(access.FinanceOfficer, list+"/sheet")), "Signature or thumbprint")
	must(w, said(w.open(access.FinanceOfficer, list+"/sheet")), "KLM-")
	if r := w.send(access.Approver, "GET", list+"/sheet", nil); r.status != http.StatusForbidden {
		w.Errorf("who approves prints the sheet: %d", r.status)
	}
	w.assessCash(list, deliver, person)
	sheet := w.keepSheet(list, deliver, person)
	table := w.carriedElsewhere(list, deliver, person, sheet)
	if to := w.post(access.FinanceOfficer, deliver, "to", person, "reference", "S-1", "table", table, "sheet", sheet, "hour", "06:00", "why", "it was carried away"); !strings.HasPrefix(to, list) {
		w.Errorf("after a delivery one is at %s, not at the list", to)
	}
	must(w, w.refused(access.FinanceOfficer, deliver, "to", person, "reference", "S-1", "day", townDay.String(), "sheet", sheet), "delivered already")
	w.carriedBack(list)
	for strings.Contains(w.open(access.FinanceOfficer, list), "/deliver") { // the rest of the list
		page = w.open(access.FinanceOfficer, list)
		deliver = w.first(page, `href="(/payments/owed/[^"]+/deliver[^"]*)"`)
		person = w.first(w.open(access.FinanceOfficer, deliver), `name="to" value="([0-9a-z]+)"`)
		w.post(access.FinanceOfficer, deliver, "to", person, "reference", "S-2", "day", townDay.String(), "sheet", sheet)
	}
	must(w, w.refused(access.FinanceOfficer, list+"/reconcile", "lines", "reference;amount\nS-1;twelve"), "Line 2")
	w.post(access.FinanceOfficer, list+"/reconcile", "lines", "reference;amount\nS-1;1,00")
	must(w, said(w.open(access.FinanceOfficer, list)), "Differences")
	must(w, w.refused(access.FinanceOfficer, list+"/close", "reason", "The statement is of another day."), "somebody else still has to look")
	w.seeSheet(sheet)
	w.refused(access.FinanceOfficer, list+"/close", "reason", "")
	w.post(access.FinanceOfficer, list+"/close", "reason", "The statement is of another day.")
	must(w, said(w.open(access.FinanceOfficer, "/payments/ledger")), "USD 0.00")
	must(w, said(w.open(access.Caseworker, w.owedPath(card))), "Transport")
}

// stopAndLift stops the first payment of a list: everybody concerned reads that it is stopped, until who may lifts the stop with a reason.
func (w *town) stopAndLift(page string) {
	w.Helper()
	unit := w.first(page, `href="(/payments/owed/[^"]+)/deliver`)
	owed := unit[:strings.LastIndex(unit, "/")]
	must(w, said(w.open(access.Caseworker, unit+"/stop")), "until somebody lifts the stop")
	w.post(access.Caseworker, unit+"/stop", "reason", "Registered at two sites?")
	must(w, said(w.open(access.Caseworker, owed)), "A person stopped it")
	if strings.Contains(w.open(access.Caseworker, owed), unit+"/lift") {
		w.Error("a caseworker is offered to lift a stop")
	}
	must(w, said(w.open(access.Approver, "/payments/holds")), "Stopped payments")
	must(w, w.refused(access.Approver, unit+"/lift", "reason", ""), "Reason")
	w.post(access.Approver, unit+"/lift", "reason", "Two cousins of one name.")
	if strings.Contains(said(w.open(access.Caseworker, owed)), "A person stopped it") || strings.Contains(said(w.open(access.Approver, "/payments/holds")), "Stopped payments") {
		w.Error("a stop that was lifted is still shown")
	}
}

// listedAnew puts what is owed again on another list, which needs its own approval.
func (w *town) listedAnew(place string) (list, page string) {
	w.Helper()
	list = strings.TrimSuffix(w.post(access.FinanceOfficer, "/payments/prepare/"+place+"/first_tranche", "method", "cash"), "?done=prepared")
	w.post(access.Approver, list+"/approve", "digest", w.first(w.open(access.Approver, list+"/approve"), `name="digest" value="([0-9a-f]+)"`))
	return list, w.open(access.FinanceOfficer, list)
}

// owedPath finds the page of what is owed to the household of a card.
func (w *town) owedPath(card string) string {
	w.Helper()
	r := w.send(access.Caseworker, "POST", "/search", url.Values{"q": {card}})
	if r.status == http.StatusSeeOther {
		r.text = w.open(access.Caseworker, r.to)
	}
	household := w.first(r.text, `/households/([0-9a-z]{20,})`)
	return "/payments/owed/" + w.first(w.open(access.Caseworker, "/households/"+household), `/(?:ways|journeys|payments/owed)/([0-9a-z]{20,})`)
}

func walkMovements(w *town) {
	must(w, said(w.open(access.MovementOfficer, "/movements?from_day=2025-01-01")), "Arrived")
	var village, trip, page string
	for _, m := range regexp.MustCompile(`(?s)<option value="([0-9a-z]{20,})"`).FindAllStringSubmatch(w.open(access.MovementOfficer, "/movements/own"), -1) {
		if !strings.Contains(w.open(access.MovementOfficer, "/movements/own?place="+m[1]), "KLM-") {
			continue
		}
		village = m[1]
		trip = walkPlanning(w, village, "flight")
		page = w.open(access.MovementOfficer, trip+"/load")
		break
	}
	if trip == "" {
		w.Fatal("nobody may travel")
	}
	card := w.first(page, `>(KLM-\d+)<`)
	must(w, w.refused(access.MovementOfficer, trip+"/load", "load", "1", "cards", card), "not one of the ways") // the way home has no flights
	trip = walkPlanning(w, village, "convoy")
	must(w, w.refused(access.MovementOfficer, trip+"/load", "load", "1", "cards", "KLM-999999"), "KLM-999999")
	walkConvoy(w, trip, card)
	w.post(access.MovementOfficer, trip+"/load", "load", "1", "cards", card)
	trip = walkCallingOff(w, village, trip, card)
	w.post(access.MovementOfficer, trip+"/freeze")
	must(w, said(w.open(access.MovementOfficer, trip)), "version 1")
	must(w, said(w.open(access.MovementOfficer, trip+"/manifest")), card)
	yard := w.send(access.MovementOfficer, "POST", trip+"/find", url.Values{"q": {strings.ToLower(card)}}).text
	journey, step := w.first(yard, `name="journey" value="([0-9a-z]+)"`), "departure"
	w.refused(access.MovementOfficer, trip+"/depart", "day", townDay.String())
	must(w, w.refused(access.MovementOfficer, trip+"/board", "journey", journey, "step", step), "still willing?") // nobody boards unasked
	asking := w.open(access.MovementOfficer, "/movements/ask/"+journey+"/"+step)
	for _, m := range regexp.MustCompile(`href="(/movements/ask/[^"]+/departure/[0-9a-z]+)"`).FindAllStringSubmatch(asking, -1) {
		must(w, w.refused(access.MovementOfficer, m[1], "willing", "yes"), "in private")
		w.post(access.MovementOfficer, m[1], "willing", "yes", "private", "yes")
	}
	must(w, said(w.open(access.MovementOfficer, "/movements/ask/"+journey+"/"+step)), "asked")
	w.post(access.MovementOfficer, trip+"/board", "journey", journey, "step", step)
	walkCounting(w, trip, card)
	w.post(access.MovementOfficer, trip+"/depart", "day", townDay.String())
	w.post(access.ProtectionOfficer, trip+"/stop", "what", "stop", "reason", "The bridge is closed.")
	must(w, said(w.open(access.MovementOfficer, trip)), "The bridge is closed.")
	w.post(access.ProtectionOfficer, trip+"/go-on", "reason", "It is open again.")
	walkWithdrawal(w, trip, card)
	w.post(access.MovementOfficer, trip+"/arrive", "day", townDay.String())
	must(w, said(w.open(access.MovementOfficer, trip)), "Arrived")
}

// walkPlanning plans a trip of two loads, and returns its page.
func walkPlanning(w *town, to, means string) string {
	return strings.TrimSuffix(w.post(access.MovementOfficer, "/movements/plan", "destination", to, "leaves", townDay.String(), "means", means, "kind", "truck", "loads", "2",
		"seats", "60"), "?done=saved")
}

// walkConvoy builds a convoy: who waits is put on a load, and off it; a load that is not there is refused beside the household; a proposal saves nothing.
func walkConvoy(w *town, trip, card string) {
	at := trip + "/convoy"
	seat := w.first(w.open(access.MovementOfficer, at), `(?s)>`+card+`<.{0,200}?<select name="(to/[0-9a-z]+/[a-z_]+)"`)
	on := func(load string) bool {
		return regexp.MustCompile(`(?s)name="` + seat + `".{0,200}?value="` + load + `" selected`).MatchString(w.open(access.MovementOfficer, at))
	}
	must(w, w.refused(access.MovementOfficer, at, seat, "9"), "1 household is not where it was put")
	command := w.first(w.open(access.MovementOfficer, at), `name="command" value="([0-9a-z]+)"`)
	proposal := w.send(access.MovementOfficer, "POST", at, url.Values{"command": {command}, "fill": {"yes"}})
	must(w, proposal.text, "This is a proposal")
	must(w, proposal.text, `value="1" selected`)
	for _, language := range []string{"fr", "ar"} {
		mustNot(w, w.send(access.MovementOfficer, "GET", at+"?lang="+language, nil).text, "Il manque un texte", "ينقص نص هنا")
	}
	if !on("0") {
		w.Error("a proposal was saved")
	}
	w.post(access.MovementOfficer, at, seat, "2")
	if !on("2") {
		w.Error("a household is not on the load on which it was put")
	}
	w.post(access.MovementOfficer, at, seat, "1")
	if !on("1") {
		w.Error("a household did not change over")
	}
	w.post(access.MovementOfficer, at, seat, "0")
	if !on("0") {
		w.Error("a household did not come off its load")
	}
}

// walkCallingOff calls a trip off: who stood on it stands on a list, until another trip takes them; it returns that.
func walkCallingOff(w *town, village, trip, card string) string {
	must(w, said(w.open(access.MovementOfficer, trip+"/called-off")), "Nobody waits")
	w.post(access.MovementOfficer, trip+"/cancel", "reason", "The trucks are needed elsewhere.")
	must(w, w.open(access.MovementOfficer, trip), trip+"/called-off")
	must(w, said(w.open(access.MovementOfficer, trip+"/called-off?leaves=2027-01-01")), card)
	next := walkPlanning(w, village, "convoy")
	w.post(access.MovementOfficer, next+"/load", "load", "1", "cards", card)
	must(w, said(w.open(access.MovementOfficer, trip+"/called-off")), "Nobody waits")
	return next
}

// walkWithdrawal withdraws the safety of where a convoy goes: whoever must act sees it before all else.
func walkWithdrawal(w *town, trip, card string) {
	to := w.first(w.open(access.MovementOfficer, trip), `<h1><bdi>To ([^<]+)</bdi>`)
	village := w.first(w.open(access.MovementOfficer, "/villages"), `href="(/villages/[0-9a-z]+)"><bdi>`+to+`<`)
	w.post(access.ProtectionOfficer, village+"/report", "source", "the teacher", "kind", "community", "says", "not_safe", "day", townDay.String())
	must(w, said(w.open(access.ProtectionOfficer, "/")), "1 source has said “not safe”")
	must(w, said(w.open(access.Caseworker, village)), "1 source has said “not safe”")
	w.post(access.ProtectionOfficer, village+"/withdraw", "reason", "Shots were heard.")
	for _, role := range []access.Role{access.ProtectionOfficer, access.MovementOfficer, access.Caseworker} {
		must(w, said(w.open(role, "/")), "1 household is on the road")
	}
	if strings.Contains(said(w.open(access.SiteManager, "/")), "on the road") {
		w.Error("who need not act is told who is on the road")
	}
	for _, path := range []string{"/movements", trip, trip + "/manifest", trip + "/board"} {
		must(w, strings.ToLower(said(w.open(access.MovementOfficer, path))), "not safe")
	}
	concerned := said(w.open(access.ProtectionOfficer, village+"/concerned"))
	must(w, concerned, card)
	must(w, concerned, "In a convoy that goes on")
	w.post(access.ProtectionOfficer, trip+"/stop", "what", "stop", "reason", "Shots were heard.")
	must(w, said(w.open(access.ProtectionOfficer, village+"/concerned")), "Stopped")
}

// decideOnHelp finds who asked for help to build where it waits for protection, and decides: it is on the list no longer, and the file says which.
func decideOnHelp(w *town) {
	protection, list := access.ProtectionOfficer, "/households?stands=asked"
	asking := regexp.MustCompile(`<td class="bare"><a href="(/households/[0-9a-z]+)"`)
	waiting := asking.FindAllStringSubmatch(w.open(protection, list), -1)
	if len(waiting) == 0 {
		w.Fatal("nobody stands on the list who asked")
	}
	must(w, said(w.open(protection, "/")), "asked for something")
	if got := said(w.open(protection, list)); strings.Contains(got, "Help to build") {
		w.Errorf("who asked stands still on the list of households: %s", got)
	}
	file := waiting[len(waiting)-1][1]
	decides := regexp.MustCompile(`href="(/households/[0-9a-z]+/ways/[0-9a-z]+/help_to_build)"`)
	if decides.MatchString(w.open(access.SiteManager, file)) {
		w.Error("whoever manages the site is shown a decision that is protection's")
	}
	must(w, said(w.open(protection, file)), "not decided since")
	to := w.first(w.open(protection, file), decides.String())
	must(w, said(w.open(protection, to)), "A house built for them")
	w.post(protection, to, "yes", "accessible_house", "reason", "They are old.")
	must(w, said(w.open(access.SiteManager, file)), "A house built for them")
	if left := len(asking.FindAllString(w.open(protection, list), -1)); left != len(waiting)-1 {
		w.Errorf("%d waited, one was decided, and %d wait", len(waiting), left)
	}
	if got := said(w.open(access.SiteManager, file)); strings.Contains(got, "They are old.") {
		w.Error("why it was decided stands in the file")
	}
}

func walkHouses(w *town) {
	text := w.open(access.Inspector, "/houses")
	must(w, said(text), "Foundation")
	reported := false
	for _, m := range regexp.MustCompile(`href="(/houses/at/[0-9a-z]+)"`).FindAllStringSubmatch(text, -1) {
		page := w.open(access.Caseworker, m[1])
		report := regexp.MustCompile(`href="(/houses/[0-9a-z]+/[a-z]+)/report"`).FindStringSubmatch(page)
		if report == nil {
			continue
		}
		w.post(access.Caseworker, report[1]+"/report", "day", townDay.String())
		must(w, w.refused(access.Inspector, report[1]+"/inspect", "passed", "no", "day", townDay.String()), "wanting")
		if r := w.send(access.FinanceOfficer, "GET", report[1]+"/inspect", nil); r.status != http.StatusForbidden {
			w.Errorf("who pays opens the inspection: %d", r.status)
		}
		answers := form("command", id.New().String(), "passed", "yes", "day", townDay.String(), "latitude", "-5.93", "longitude", "29.2",
			"note", "The corner stones are set", "q_needs_help", "yes", "q_help_needed", "labour")
		bad := w.uploads(access.Inspector, report[1]+"/inspect", answers, "picture", [2]string{"wall.pdf", "%PDF-1.7"})
		if bad.status != http.StatusUnprocessableEntity || !strings.Contains(bad.text, "PDF files are not kept") || !strings.Contains(bad.text, "The corner stones are set") {
			w.Errorf("a file that is no picture: %d %s", bad.status, said(bad.text))
		}
		answers.Set("command", id.New().String())
		if sent := w.uploads(access.Inspector, report[1]+"/inspect", answers, "picture", [2]string{"wall.jpg", string(aPhoto(w))}); sent.status != http.StatusSeeOther {
			w.Fatalf("an inspection with a photo: %d %s", sent.status, said(sent.text))
		}
		found := said(w.open(access.Inspector, report[1]))
		for _, want := range []string{"Passed", "The corner stones are set", "Labour", "The household needs help to build"} {
			must(w, found, want)
		}
		photo := w.first(w.open(access.Inspector, report[1]), `src="(`+report[1]+`/photo/[0-9a-z]+)/thumb"`)
		for role, status := range map[access.Role]int{access.Inspector: 200, access.Approver: 200, access.ProgrammeManager: 404, access.FinanceOfficer: 403} {
			if r := w.send(role, "GET", photo, nil); r.status != status {
				w.Errorf("the photo of the milestone, to the %s: %d", role, r.status)
			}
		}
		open := w.open(access.ProgrammeManager, report[1])
		if strings.Contains(open, "/photo/") {
			w.Error("who sees figures alone is told of the photo")
		}
		if !strings.Contains(open, "are not for your role") || strings.Contains(open, "Labour") || strings.Contains(open, "corner stones") {
			w.Errorf("whoever reads no persons' data reads of a house: %s", said(open))
		}
		reported = true
		break
	}
	if !reported {
		w.Error("no milestone could be reported")
	}
	decideOnHelp(w)
	must(w, said(w.open(access.Inspector, "/houses/overdue")), "family")
}

func walkGatherings(w *town) {
	text := w.open(access.SiteManager, "/gatherings/record")
	site := w.first(text, `(?s)<select id="site".*?<option value="([0-9a-z]{20,})"`)
	w.refused(access.SiteManager, "/gatherings/record", "kind", "focus_group", "site", site, "day", townDay.String(), "q_who", "women")
	must(w, w.refused(access.SiteManager, "/gatherings/record", "kind", "focus_group", "site", site, "day", townDay.String(), "c_18-59_0", "7"), "Who sat together")
	to := w.post(access.Enumerator, "/gatherings/record", "kind", "focus_group", "site", site, "day", townDay.String(), "topic", "the road", "language", "sw",
		"c_18-59_0", "7", "c_18-59_1", "2", "summary", "The road frightens us.", "q_who", "women", "q_fears", "The ford at night.")
	must(w, said(w.open(access.Enumerator, to)), "The road frightens us.")
	must(w, said(w.open(access.Caseworker, "/listening/"+site)), "The road frightens us.")
	must(w, said(w.open(access.ProtectionOfficer, "/listening/"+site)), "The ford at night.")
	if text := said(w.open(access.Caseworker, "/listening/"+site)); strings.Contains(text, "The ford at night.") {
		w.Error("a caseworker reads what a group fears")
	}
	if text := said(w.open(access.Auditor, "/listening/"+site)); strings.Contains(text, "frightens") {
		w.Error("an auditor reads what was said")
	}
	gathering := strings.TrimSuffix(to, "?done=saved")
	must(w, said(w.open(access.ProtectionOfficer, gathering)), "The ford at night.")
	if text := said(w.open(access.Caseworker, gathering)); strings.Contains(text, "The ford at night.") || !strings.Contains(text, "is not for your role") {
		w.Errorf("a caseworker reads what this group fears: %s", text)
	}
	next := w.post(access.Enumerator, gathering+"/attend", "card", "KLM-000001")
	page := w.open(access.Enumerator, next)
	w.post(access.Enumerator, next, "step", w.first(page, `value="([0-9a-z]+/come_and_tell)"`), "person", w.first(page, `name="person" value="([0-9a-z]+)"`))
	walkRoll(w)
}

// walkRoll calls the roll of a come-and-tell session: the cards of those who came, their adults ticked, one of them not there. Nobody is ticked unasked, and more
// than were counted are recorded only where somebody says so.
func walkRoll(w *town) {
	site := w.first(w.open(access.SiteManager, "/gatherings/record"), `(?s)<select id="site".*?<option value="([0-9a-z]{20,})"`)
	safe, _ := w.villages()
	session := strings.TrimSuffix(w.post(access.Enumerator, "/gatherings/record", "kind", "come_and_tell", "site", site, "about", safe, "day", townDay.String(), "topic", "the road",
		"language", "sw", "c_18-59_0", "3", "summary", "They told of the road."), "?done=saved")
	must(w, said(w.open(access.Enumerator, session)), "recorded 0 households 0 people on the roll; counted: 3") // the site, whose closing it is part of, is none
	roll := session + "/roll"
	called := func(more ...string) shown {
		return w.send(access.Enumerator, "POST", roll, form(append([]string{"cards", "KLM-000001\nklm-000002, KLM-000003 KLM-999999"}, more...)...))
	}
	ticked := func(a shown) (fields []string) {
		for _, t := range regexp.MustCompile(`name="(there/[0-9a-z]+/come_and_tell)" value="([0-9a-z]+)" checked`).FindAllStringSubmatch(a.text, -1) {
			fields = append(fields, t[1], t[2])
		}
		return fields
	}
	must(w, said(called().text), "KLM-999999")
	all, heads := ticked(called("tick", "adults")), ticked(called("tick", "heads"))
	if unasked := ticked(called()); len(unasked) != 0 || len(all) < 8 || len(heads) != 6 {
		w.Fatalf("ticked are %d unasked, %d adults, %d heads of three households", len(unasked)/2, len(all)/2, len(heads)/2)
	}
	if r := called(append([]string{"save", "yes"}, all...)...); r.status != http.StatusUnprocessableEntity || !strings.Contains(said(r.text), "more than were counted") || len(ticked(r)) != len(all) {
		w.Errorf("more than were counted are recorded: %d %s", r.status, said(r.text))
	}
	w.post(access.Enumerator, roll, append([]string{"cards", "KLM-000001 KLM-000002 KLM-000003", "save", "yes"}, heads...)...)
	must(w, said(w.open(access.Enumerator, session)), "recorded 3 households 3 people on the roll; counted: 3")
	w.post(access.Enumerator, roll, append([]string{"cards", "KLM-000001 KLM-000002 KLM-000003", "save", "yes", "more", "yes"}, all...)...)
	must(w, said(w.open(access.Enumerator, session)), fmt.Sprintf("%d people on the roll; counted: 3", len(all)/2))
	w.attendsBeyondTheCount(session)
	w.typesAttendance(session)
	for _, language := range []string{"fr", "ar"} {
		mustNot(w, w.send(access.Enumerator, "GET", roll+"?lang="+language, nil).text, "Il manque un texte", "ينقص نص هنا")
	}
	if r := w.send(access.FinanceOfficer, "GET", roll, nil); r.status != http.StatusForbidden && r.status != http.StatusNotFound {
		w.Errorf("finance calls the roll: %d", r.status)
	}
}

// attendsBeyondTheCount records one household more at a session that is full: refused in words with nothing lost, until somebody says that all of them were there.
func (w *town) attendsBeyondTheCount(session string) {
	at := w.post(access.Enumerator, session+"/attend", "card", "KLM-000005")
	text := w.open(access.Enumerator, at)
	fields := []string{"step", w.first(text, `value="([0-9a-z]+/come_and_tell)"`), "person", w.first(text, `name="person" value="([0-9a-z]+)"`)}
	must(w, w.refused(access.Enumerator, at, fields...), "3 people were counted at this gathering")
	must(w, text, `name="more"`)
	w.post(access.Enumerator, at, append(fields, "more", "yes")...)
}

func walkFigures(w *town) {
	text := said(w.open(access.Caseworker, "/figures"))
	must(w, text, "People who left the sites")
	for _, amount := range []string{"paid_first", "paid_second"} {
		if text := said(w.open(access.Caseworker, "/figures/"+demo.Programme+"/"+amount)); !regexp.MustCompile(`USD [0-9,]+\.00`).MatchString(text) {
			w.Errorf("%s is not written as money: %s", amount, text)
		}
	}
	figure := "/figures/" + demo.Programme + "/left_the_sites"
	must(w, said(w.open(access.Caseworker, figure+"?by=sex&by=age")), "18-59")
	facts := w.open(access.Caseworker, figure+"/facts?is_sex=female")
	must(w, said(facts), "movement.")
	past := figure + "?day=" + (townDay - 200).String()
	must(w, said(w.open(access.Caseworker, past)), "As it stood on")
	if again := said(w.open(access.Caseworker, past+"&by=sex")); !strings.Contains(again, "Female") {
		w.Errorf("a past day that is asked for again counts nothing: %s", again)
	}
	must(w, said(w.open(access.Auditor, "/programme/"+demo.Programme+"")), "First payment")
	must(w, said(w.open(access.Enumerator, "/programme/"+demo.Programme+"/source")), "still_willing")
}

// Who does not work with the people is told no number of too few, no single fact, and of past days the ends of months.
func walkFiguresAsAnAuditor(w *town) {
	figure := "/figures/" + demo.Programme + "/left_the_sites"
	must(w, said(w.open(access.Auditor, "/figures")), "People who left the sites")
	must(w, said(w.open(access.Auditor, figure+"?by=month")), "withheld")
	must(w, said(w.open(access.Auditor, figure+"?by=sex&by=age&by=site&by=month")), "fewer than 5 households")
	facts := w.open(access.Auditor, figure+"/facts")
	must(w, said(facts), "How many")
	if regexp.MustCompile(`movement\.|[0-9a-z]{26}`).MatchString(said(facts)) {
		w.Errorf("an auditor sees single facts: %s", said(facts))
	}
	if r := w.send(access.Auditor, "GET", figure+"?day="+(townDay-200).String(), nil); r.status != http.StatusUnprocessableEntity {
		w.Errorf("a day within a month: %d", r.status)
	}
	must(w, said(w.open(access.Auditor, figure+"?day="+((townDay-100).Month()-1).String())), "As it stood on")
}

func walkUsers(w *town) {
	text := w.open(access.Administrator, "/users/add")
	must(w, text, "Administrator")
	r := w.send(access.Administrator, "POST", "/users/add", form("name", "Amani", "passphrase", "four words that hold", "role", "enumerator", "caseload", "every"))
	if r.status != http.StatusOK || strings.Count(r.text, `class="code"`) != 10 {
		w.Fatalf("adding a user: %d %s", r.status, said(r.text))
	}
	user := w.first(w.open(access.Administrator, "/users"), `href="/users/([0-9a-z]+)">(?:<bdi>)?Amani`)
	w.post(access.Administrator, "/users/"+user+"/grant", "role", "caseworker", "caseload", "every")
	must(w, said(w.open(access.Administrator, "/users/"+user)), "Caseworker")
	page := w.open(access.Administrator, "/users/"+user+"/revoke")
	w.post(access.Administrator, "/users/"+user+"/revoke", "role", w.first(page, `value="(caseworker/[^"]+)"`))
	if text := said(w.open(access.Administrator, "/users/"+user)); strings.Contains(text, "Caseworker") {
		w.Error("the role was not taken away")
	}
	must(w, w.refused(access.Enumerator, "/passphrase", "old", "not this one", "new", "quite another passphrase"), "not right")
	if to := w.post(access.Enumerator, "/confirm?next="+url.QueryEscape("//evil.example"), "passphrase", w.passphrase(access.Enumerator)); strings.Contains(to, "evil") {
		w.Error(to)
	}
}

func (w *town) passphrase(role access.Role) string {
	for _, s := range w.filled.SignIns {
		if s.Role == role {
			return s.Passphrase
		}
	}
	return ""
}

// assessCash plans on the pages where a list is paid today, and has protection look at the risks there: before that nothing is handed out. Cash is
// stopped at the table, and goes on when the risks were looked at again.
func (w *town) assessCash(list, deliver, person string) {
	w.Helper()
	safe, _ := w.villages()
	pay := []string{"to", person, "reference", "S-1", "day", townDay.String()}
	must(w, w.refused(access.FinanceOfficer, deliver, pay...), "where and on which day it is paid")
	w.offersThePlan(list, deliver)
	w.post(access.FinanceOfficer, list+"/plan", "place", safe, "day", townDay.String())
	if line, waits := waitsAt(w.open(access.ProtectionOfficer, "/"), "/payments/sites"); !waits {
		w.Errorf("a day of cash is not assessed, and protection is told %q", line)
	}
	must(w, said(w.open(access.FinanceOfficer, deliver)), "no cash is handed out")
	must(w, w.refused(access.FinanceOfficer, deliver, pay...), "Nobody has assessed")
	look := looksAt(safe)
	w.post(access.ProtectionOfficer, "/payments/sites/assess", look...)
	w.post(access.FinanceOfficer, "/payments/sites/"+safe+"/stop", "reason", "a crowd at the gate")
	must(w, w.refused(access.FinanceOfficer, deliver, pay...), "says no")
	must(w, w.refused(access.ProtectionOfficer, "/payments/sites/assess", look[:len(look)-2]...), "Please look at")
	w.post(access.ProtectionOfficer, "/payments/sites/assess", look...)
}

// looksAt are the fields of an assessment that found nothing.
func looksAt(place string) []string {
	look := []string{"place", place, "from", townDay.String(), "until", townDay.String(), "outcome", "go"}
	for _, r := range payment.Risks {
		look = append(look, "found_"+string(r), "no")
	}
	return look
}

// officePaths are pages of the office that stand for all, with who opens them.
func (w *town) officePaths() map[string]access.Role {
	w.Helper()
	safe, unsafe := w.villages()
	trip := w.first(w.open(access.MovementOfficer, "/movements?from_day=2025-01-01"), `href="(/movements/[0-9a-z]{20,})"`)
	list := w.first(w.open(access.FinanceOfficer, "/payments"), `href="(/payments/lists/[0-9a-z]+)"`)
	houses := w.first(w.open(access.Inspector, "/houses"), `href="(/houses/at/[0-9a-z]+)"`)
	figure := "/figures/" + demo.Programme + "/left_the_sites"
	return map[string]access.Role{"/villages": access.ProtectionOfficer, "/villages/" + safe: access.ProtectionOfficer,
		"/kiosks": access.Caseworker, "/kiosks/open": access.Caseworker, "/hotline": access.SiteManager, "/voices": access.ProtectionOfficer,
		"/villages/" + unsafe + "/concerned": access.ProtectionOfficer, "/villages/" + safe + "/withdraw": access.ProtectionOfficer,
		"/villages/" + safe + "/observe": access.Enumerator, "/villages/" + safe + "/locate": access.Enumerator, "/villages/" + safe + "/report": access.Enumerator,
		"/payments": access.FinanceOfficer, list: access.FinanceOfficer, "/payments/ledger": access.FinanceOfficer, list + "/changed": access.Approver, list + "/table": access.FinanceOfficer, list + "?tick=page": access.FinanceOfficer, "/several": access.Caseworker, "/houses/round": access.Inspector, "/houses/round?place=" + strings.TrimPrefix(houses, "/houses/at/"): access.Inspector,
		"/payments/prepare/" + safe + "/first_tranche": access.FinanceOfficer, "/payments/holds": access.Approver,
		"/payments/sites": access.ProtectionOfficer, "/payments/sites/assess": access.ProtectionOfficer, list + "/plan": access.FinanceOfficer,
		"/payments/sites/" + safe: access.FinanceOfficer, "/payments/sheets": access.Approver, list + "/keep": access.FinanceOfficer, "/payments/sites/" + safe + "/stop": access.Caseworker,
		"/payments/entrust": access.ProgrammeManager, "/movements": access.MovementOfficer, trip: access.MovementOfficer,
		"/movements/plan": access.MovementOfficer, "/movements/own?place=" + safe: access.MovementOfficer, trip + "/manifest": access.MovementOfficer,
		"/movements/arrivals?place=" + safe: access.MovementOfficer, "/houses": access.Inspector, houses: access.Inspector,
		"/houses/overdue": access.Inspector, "/gatherings": access.Caseworker, "/planned/session": access.Enumerator, "/planned/visit": access.MovementOfficer, "/gatherings/record": access.Enumerator,
		"/standards": access.SiteManager, "/decisions": access.SiteManager, "/handbooks": access.Auditor, "/handbooks/adopt": access.ProgrammeManager, "/programmes": access.Caseworker, "/figures": access.Auditor, "/years": access.Auditor, "/operation": access.Auditor, ofProgramme + "/standing/solution/foundation": access.Caseworker, figure + "?by=sex&by=age&by=site": access.Auditor, figure + "/facts": access.Auditor, "/figures/" + demo.Programme + "/households_left?by=site&by=destination": access.Caseworker,
		"/programme/" + demo.Programme + "": access.Auditor, "/programme/" + demo.Programme + "/source": access.Auditor,
		ofProgramme + "/versions": access.Auditor, nextVersion: access.ProgrammeManager, ofAmounts: access.ProgrammeManager, ofProgramme + "/migrate": access.ProgrammeManager, "/users": access.Administrator, "/sms": access.Administrator, "/sms/exchange": access.Administrator,
		"/users/add": access.Administrator, "/passphrase": access.Inspector, "/confirm": access.Approver}
}

func everyPageInEveryLanguage(w *town) {
	for path, role := range w.officePaths() {
		for _, l := range []struct{ code, dir string }{{"en", "ltr"}, {"fr", "ltr"}, {"ar", "rtl"}} {
			mark := "?"
			if strings.Contains(path, "?") {
				mark = "&"
			}
			r := w.send(role, "GET", path+mark+"lang="+l.code, nil)
			if r.status != http.StatusOK || !strings.Contains(r.text, fmt.Sprintf(`<html lang="%s" dir="%s">`, l.code, l.dir)) {
				w.Errorf("%s in %s: %d %s", path, l.code, r.status, heading(r.text))
			}
			if r.packed > 14<<10 {
				w.Errorf("%s in %s weighs %d bytes", path, l.code, r.packed)
			}
			for _, bad := range []string{"A text is missing here", "ينقص نص هنا", "Il manque un texte", "<script", " style=", "%!"} {
				if strings.Contains(besideOurs(r.text), bad) {
					w.Errorf("%s in %s holds %q", path, l.code, bad)
				}
			}
		}
	}
}

// nobodySeesWhatTheyMayNot opens every page as every role: it is either there, or says nothing of what it would show.
func nobodySeesWhatTheyMayNot(w *town) {
	paths := w.officePaths()
	open := regexp.MustCompile(`KLM-\d+`)
	blind := map[access.Role]bool{access.Auditor: true, access.ProgrammeManager: true, access.Municipality: true, access.Administrator: true}
	for _, s := range w.filled.SignIns {
		for path := range paths {
			r := w.send(s.Role, "GET", path, nil)
			switch {
			case r.status == http.StatusOK:
				if found := open.FindString(r.text); found != "" && blind[s.Role] {
					w.Errorf("%v finds %s on %s", s.Role, found, path)
				}
			case r.status == http.StatusForbidden || r.status == http.StatusNotFound:
				if open.MatchString(r.text) {
					w.Errorf("%v is refused %s, which tells of a card all the same", s.Role, path)
				}
			default:
				w.Errorf("%v opens %s: %d %s", s.Role, path, r.status, heading(r.text))
			}
		}
	}
}

// besideOurs is a page without the one script that every page has.
func besideOurs(text string) string {
	script, _ := page.Script()
	return strings.Replace(text, `<script src="`+script+`" defer></script>`, "", 1)
}
