// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/store"
	"safar/operation"
	"safar/web"
	"safar/web/api"
	"safar/web/pages"
)

var townDay = clock.Date(2026, time.November, 22)

// town is a small demo operation behind its door for programs.
type town struct {
	*testing.T
	op      *operation.Operation
	filled  *demo.Filled
	clock   *clock.Settable
	server  *httptest.Server
	session map[access.Role]string
}

func newTown(t *testing.T) *town {
	t.Helper()
	c := clock.At(townDay.Time().Add(6 * time.Hour))
	op, err := operation.Create(t.Context(), operation.Options{Folder: t.TempDir(), Passphrase: "only for this test", Clock: c, SignIn: signin.Cost{Time: 1, KiB: 64, Threads: 1},
		SQLite: store.SQLiteOptions{Synchronous: "OFF"}, Keys: keys.MadeUp})
	must(t, err)
	w := &town{T: t, op: op, clock: c, session: map[access.Role]string{}}
	w.filled, err = demo.Fill(t.Context(), op, c, demo.Options{People: 60, Seed: 1, Today: townDay})
	must(t, err)
	site := web.New(web.Options{SignIn: pages.SignIn(op), Program: api.Program(op)})
	pages.Add(site, op)
	api.Add(site, op)
	w.server = httptest.NewServer(site)
	t.Cleanup(func() { w.server.Close(); must(t, op.Desk.CheckKept(context.Background())); must(t, op.Close()) })
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// signedIn returns a session of somebody of a role, and who that is.
func (w *town) signedIn(role access.Role) (session string, who access.Actor) {
	w.Helper()
	for _, s := range w.filled.SignIns {
		if s.Role != role {
			continue
		}
		if w.session[role] == "" {
			token, err := w.op.Door.Authenticate(w.Context(), s.Name, s.Passphrase, "")
			must(w, err)
			w.session[role] = token
		}
		of, err := w.op.Door.Resume(w.Context(), w.session[role])
		must(w, err)
		user, err := staff.Identify(w.Context(), w.op.Desk, of.User)
		must(w, err)
		return w.session[role], user.Actor
	}
	w.Fatalf("nobody is %v", role)
	return "", access.Actor{}
}

// token makes a token of somebody of a role, with all that they may give; change may take some of it back.
func (w *town) token(role access.Role, change func(*signin.Token)) string {
	w.Helper()
	session, who := w.signedIn(role)
	want := signin.Token{Name: "a spreadsheet", Until: townDay + 30, Reach: access.Program{In: access.Lendable}}
	for _, g := range who.Grants {
		want.Reach.Parts = append(want.Reach.Parts, access.ProgramPart{Role: g.Role, Caseload: g.Caseload})
	}
	if change != nil {
		change(&want)
	}
	shown, err := w.op.Door.MakeToken(w.Context(), session, want)
	must(w, err)
	return shown
}

func readsOnly(t *signin.Token) { t.Reach.ReadOnly = true }

// said is what came back.
type said struct {
	status int
	kind   string
	text   string
	header http.Header
	told   map[string]any
}

// ask asks for a path with a token, in a language. body "" asks without one; key names a command.
func (w *town) ask(token, method, path, body, key, language string) said {
	w.Helper()
	r, err := http.NewRequestWithContext(w.Context(), method, w.server.URL+path, strings.NewReader(body))
	must(w, err)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	r.Header.Set("Accept-Language", language)
	a, err := http.DefaultTransport.RoundTrip(r)
	must(w, err)
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	must(w, err)
	out := said{status: a.StatusCode, kind: a.Header.Get("Content-Type"), text: string(text), header: a.Header}
	if err := json.Unmarshal(text, &out.told); err != nil {
		w.Fatalf("%s %s answers no JSON: %s", method, path, text)
	}
	return out
}

// get asks for what is there.
func (w *town) get(token, path string) said {
	w.Helper()
	a := w.ask(token, "GET", path, "", "", "en")
	if a.status != 200 {
		w.Fatalf("GET %s: %d %s", path, a.status, a.text)
	}
	return a
}

// refused asks, and wants to hear that it may not, with a key.
func (w *town) refused(token, method, path, body string, status int, key string) said {
	w.Helper()
	a := w.ask(token, method, path, body, id.New().String(), "en")
	if a.status != status || a.told["key"] != key || a.kind != "application/problem+json" {
		w.Errorf("%s %s: %d %s", method, path, a.status, a.text)
	}
	return a
}

// rows are the rows of an answer.
func (a said) rows() (all []map[string]any) {
	rows, _ := a.told["rows"].([]any)
	for _, r := range rows {
		one, _ := r.(map[string]any)
		all = append(all, one)
	}
	return all
}

// first is the household of the first row.
func (a said) first() any { return a.rows()[0]["household"].(map[string]any)["id"] }

func TestADoorForPrograms(t *testing.T) {
	w := newTown(t)
	for name, walk := range map[string]func(*town){
		"a household is registered once, however often it is sent": walkRegister,
		"what is wrong is told field by field, in three languages": walkWrongFields,
		"lists, search and files are those of the pages":           walkReading,
		"figures": walkFigures,
		"a token goes no further than what it was given":      walkNarrow,
		"a token is made and taken away on a page":            walkPage,
		"a cookie opens nothing":                              walkCookie,
		"a token ends with its day, its user and its revoker": walkEnds,
	} {
		t.Run(name, func(t *testing.T) { w.T = t; walk(w) })
	}
	w.T = t
}

const family = `{"card":"API-1","language":"sw","consent":"Ndiyo","members":[
	{"names":{"given":"Zaituni","family":"Kabeya"},"sex":"female","relation":"head","born":{"day":"1980-03-04","precision":"day"}},
	{"names":{"given":"Amisi"},"sex":"male","relation":"child","born":{"day":"2014-01-01","precision":"year"}}]}`

func walkRegister(w *town) {
	token := w.token(access.Caseworker, nil)
	first := w.ask(token, "POST", "/api/commands/people/register", family, "row 17", "en")
	ids, _ := first.told["ids"].([]any)
	if first.status != 200 || len(ids) != 3 || first.told["again"] != false || first.told["level"] != "on_this_disk" {
		w.Fatalf("%d %s", first.status, first.text)
	}
	again := w.ask(token, "POST", "/api/commands/people/register", family, "row 17", "en")
	if again.status != 200 || again.told["again"] != true || again.told["command"] != first.told["command"] {
		w.Errorf("sent twice: %d %s", again.status, again.text)
	}
	other := w.ask(token, "POST", "/api/commands/people/register", strings.Replace(family, "Zaituni", "Furaha", 1), "row 17", "en")
	if other.status != http.StatusConflict {
		w.Errorf("another household under the same key: %d %s", other.status, other.text)
	}
	if no := w.ask(token, "POST", "/api/commands/people/register", family, "", "en"); no.status != 422 || no.told["key"] != "api.key_missing" {
		w.Errorf("without a key: %d %s", no.status, no.text)
	}
	file := w.get(token, "/api/households/"+ids[0].(string))
	if !strings.Contains(file.text, `"given":"Zaituni"`) && !strings.Contains(file.text, "Zaituni") {
		w.Errorf("the file: %s", file.text)
	}
	if found := w.ask(token, "POST", "/api/search", `{"text":"Zaituny Kabea"}`, "", "en"); !strings.Contains(found.text, ids[0].(string)) {
		w.Errorf("the search: %s", found.text)
	}
	looks := w.get(w.token(access.DataProtectionOfficer, nil), "/api/households/"+ids[0].(string)+"/looks?compartment=looks")
	byProgram := 0
	for _, row := range looks.rows() {
		if row["program"] == true && row["why"] != "" {
			byProgram++
		}
	}
	if byProgram < 2 {
		w.Errorf("what the program opened is not on record as such: %s", looks.text)
	}
}

func walkWrongFields(w *town) {
	token := w.token(access.Caseworker, nil)
	body := `{"card":7,"arrived":"22/11/2026","members":[{"sex":"woman","names":{"given":"A","middle":"B"}}],"site":"kalunga","colour":"red"}`
	wrong := w.refused(token, "POST", "/api/commands/people/register", body, 422, "api.fields")
	for _, want := range []string{`"at":"card"`, `"at":"arrived"`, `"at":"members[0].sex"`, `female, male, other`, `"at":"members[0].names"`, `"at":"site"`, `"key":"api.wrong.unknown"`} {
		if !strings.Contains(wrong.text, want) {
			w.Errorf("%s is not told: %s", want, wrong.text)
		}
	}
	for _, sent := range []string{"kalunga", "woman", "colour", "middle"} {
		if strings.Contains(wrong.text, sent) {
			w.Errorf("what was sent comes back: %q in %s", sent, wrong.text)
		}
	}
	for language, want := range map[string]string{"fr": "Un jour est attendu ici", "ar": "المتوقع هنا يوم"} {
		if a := w.ask(token, "POST", "/api/commands/people/register", body, "x", language); !strings.Contains(a.text, want) {
			w.Errorf("in %s: %s", language, a.text)
		}
	}
	w.refused(token, "POST", "/api/commands/people/register", `{"card":`, 422, "api.not_json")
	w.refused(token, "POST", "/api/commands/people/register", `{} {}`, 422, "api.not_json")
	w.refused(token, "POST", "/api/commands/people/register", `null`, 422, "api.fields")
	w.refused(token, "POST", "/api/commands/people/register", `{"consent":"`+strings.Repeat("x", 2<<20)+`"}`, http.StatusRequestEntityTooLarge, "web.too_large")
	w.refused(token, "POST", "/api/commands/people/register", `{"members":[]}`, 422, "people.nobody")
	w.refused(token, "POST", "/api/commands/payment/approve", `{}`, 404, "api.no_such_path")
	w.refused(token, "GET", "/api/households?limit=5000", "", 422, "api.fields")
	w.refused(token, "GET", "/api/households?nme=x", "", 422, "api.fields")
	w.refused(token, "GET", "/api/households/nobody", "", 404, "not_found")
}

func walkReading(w *town) {
	token := w.token(access.Caseworker, readsOnly)
	page := w.get(token, "/api/households?limit=3")
	next, _ := page.told["next"].(string)
	if len(page.rows()) != 3 || next == "" {
		w.Fatalf("a page of three: %s", page.text)
	}
	second := w.get(token, "/api/households?limit=3&after="+next)
	if len(second.rows()) != 3 || second.first() == page.first() {
		w.Errorf("the page after: %s", second.text)
	}
	back := w.get(token, "/api/households?limit=3&before="+second.told["previous"].(string))
	if back.first() != page.first() {
		w.Errorf("and back: %s", back.text)
	}
	places := w.get(token, "/api/places?kind=village&limit=2")
	if len(places.rows()) != 2 || places.told["more"] != true {
		w.Errorf("places: %s", places.text)
	}
	if account := w.get(token, "/api/account"); account.told["read_only"] != true || account.told["user"] == nil {
		w.Errorf("who asks: %s", account.text)
	}
	for _, path := range []string{"/api/today", "/api/lately", "/api/caseloads", "/api/trips", "/api/gatherings", "/api/alerts", "/api/subjects/committee"} {
		w.get(token, path)
	}
	w.refused(token, "POST", "/api/commands/people/register", family, 403, "access.reads_only")
	w.refused(token, "GET", "/api/users", "", 403, "access.not_allowed")
	w.refused(token, "GET", "/api/payments/lists", "", 403, "access.not_allowed")
}

func walkFigures(w *town) {
	token := w.token(access.Auditor, readsOnly)
	all := w.get(token, "/api/figures/"+demo.Programme)
	if figures, _ := all.told["figures"].([]any); len(figures) < 5 || all.told["day"] != townDay.String() {
		w.Errorf("figures: %s", all.text)
	}
	broken := w.get(token, "/api/figures/"+demo.Programme+"/left_the_sites?by=sex")
	if cells, _ := broken.told["cells"].([]any); len(cells) == 0 {
		w.Errorf("by sex: %s", broken.text)
	}
	w.get(token, "/api/figures/"+demo.Programme+"/left_the_sites?is=sex:female&day=2026-10-31")
	w.refused(token, "GET", "/api/figures/"+demo.Programme+"/left_the_sites?day=2026-10-30", "", 422, "figures.only_month_ends")
	w.refused(token, "GET", "/api/households", "", 403, "access.not_allowed")
	w.refused(token, "GET", "/api/figures/"+demo.Programme+"/left_the_sites/who", "", 403, "figures.single_facts")
}

func walkNarrow(w *town) {
	everything := w.token(access.ProtectionOfficer, nil)
	w.get(everything, "/api/households?compartment=protection")
	narrow := w.token(access.ProtectionOfficer, func(t *signin.Token) { t.Reach.In = access.SetOf(access.General) })
	w.get(narrow, "/api/households")
	w.refused(narrow, "GET", "/api/households?compartment=protection", "", 403, "access.not_allowed")
	w.refused(everything, "GET", "/api/households?compartment=medical", "", 403, "access.not_allowed")
	other := w.token(access.Caseworker, func(t *signin.Token) { t.Reach.Parts = []access.ProgramPart{{Role: access.Administrator}} })
	w.refused(other, "GET", "/api/users", "", 403, "access.not_allowed")
	w.refused(other, "GET", "/api/places?kind=site", "", 403, "access.not_allowed")
	w.refused(other, "GET", "/api/households", "", 403, "access.no_role")
	w.refused(w.token(access.Caseworker, nil), "GET", "/api/households?caseload="+id.New().String(), "", 403, "access.not_allowed")
}

// page sends a form of a page, or opens it, as somebody of a role.
func (w *town) page(role access.Role, path string, values url.Values) (status int, text string) {
	w.Helper()
	session, _ := w.signedIn(role)
	method := map[bool]string{true: "GET", false: "POST"}[values == nil]
	r, err := http.NewRequestWithContext(w.Context(), method, w.server.URL+path, strings.NewReader(values.Encode()))
	must(w, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "safar_session", Value: session})
	a, err := http.DefaultTransport.RoundTrip(r)
	must(w, err)
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	must(w, err)
	return a.StatusCode, string(body)
}

var (
	aRole  = regexp.MustCompile(`name="(role_movement_officer_[0-9a-z]+)"`)
	aToken = regexp.MustCompile(`safar_[\w-]{43}`)
	anyID  = regexp.MustCompile(`name="token" value="([0-9a-z]+)"`)
)

func walkPage(w *town) {
	const role = access.MovementOfficer
	_, form := w.page(role, "/account/tokens/make", nil)
	command := func() string { return id.New().String() }
	made := url.Values{"command": {command()}, "name": {"the bus company"}, "until": {"2026-12-31"}, "in_general": {"yes"}, aRole.FindStringSubmatch(form)[1]: {"yes"},
		"role_administrator_00000000000000000000000000": {"yes"}, "in_medical": {"yes"}}
	status, page := w.page(role, "/account/tokens/make", made)
	shown := aToken.FindString(page)
	if status != 200 || shown == "" {
		w.Fatalf("%d %s", status, page)
	}
	w.get(shown, "/api/trips")
	w.refused(shown, "GET", "/api/users", "", 403, "access.not_allowed")
	w.refused(shown, "POST", "/api/commands/movement/plan", "{}", 403, "access.reads_only") // nobody said that it may change something
	if _, page = w.page(role, "/account/tokens", nil); !strings.Contains(page, "the bus company") || strings.Contains(page, shown) {
		w.Errorf("the list: %s", page)
	}
	if status, _ = w.page(role, "/account/tokens/make", url.Values{"command": {command()}, "name": {"x"}, "until": {"2029-12-31"}}); status != 422 {
		w.Errorf("three years: %d", status)
	}
	_, who := w.signedIn(role)
	at := "/users/" + who.User.String() + "/tokens"
	_, page = w.page(access.Administrator, at, nil)
	if status, _ = w.page(role, at, nil); status != 403 {
		w.Errorf("who does not look after users opens %s: %d", at, status)
	}
	if status, _ = w.page(access.Administrator, at, url.Values{"command": {command()}, "token": {anyID.FindStringSubmatch(page)[1]}}); status != 303 {
		w.Errorf("the administrator takes it away: %d", status)
	}
	w.refused(shown, "GET", "/api/trips", "", 401, "signin.token_needed")
}

func walkCookie(w *town) {
	session, _ := w.signedIn(access.Caseworker)
	r, err := http.NewRequestWithContext(w.Context(), "GET", w.server.URL+"/api/households", nil)
	must(w, err)
	r.AddCookie(&http.Cookie{Name: "safar_session", Value: session})
	a, err := http.DefaultTransport.RoundTrip(r)
	must(w, err)
	a.Body.Close()
	if a.StatusCode != http.StatusUnauthorized || !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), "Bearer") || len(a.Cookies()) > 0 {
		w.Errorf("with a cookie: %d %v", a.StatusCode, a.Header)
	}
	if a.Header.Get("Access-Control-Allow-Origin") != "" {
		w.Error("other sites are let in")
	}
	w.refused(session, "GET", "/api/households", "", 401, "signin.token_needed")
	w.refused("safar_guess", "GET", "/api/households", "", 401, "signin.token_needed")
}

func walkEnds(w *town) {
	token := w.token(access.SiteManager, nil)
	w.get(token, "/api/households")
	_, who := w.signedIn(access.SiteManager)
	kept, err := w.op.Door.Tokens(w.Context(), who.User)
	must(w, err)
	if len(kept) != 1 || kept[0].Used != townDay || kept[0].Secret != (signin.Digest{}) {
		w.Fatalf("%+v", kept)
	}
	must(w, w.op.Door.Revoke(w.Context(), who.User, kept[0].Reach.Token))
	w.refused(token, "GET", "/api/households", "", 401, "signin.token_needed")

	late := w.token(access.SiteManager, func(t *signin.Token) { t.Until = townDay })
	w.get(late, "/api/households")
	_, admin := w.signedIn(access.Administrator)
	_, err = w.op.Desk.Do(w.Context(), admin, access.Commons, id.New(), staff.RevokeRole{User: who.User, Role: access.SiteManager, Caseload: who.Grants[0].Caseload})
	must(w, err)
	w.refused(late, "GET", "/api/households", "", 403, "access.no_role")
	w.clock.Set(w.clock.Now().Add(24 * time.Hour))
	w.refused(late, "GET", "/api/households", "", 401, "signin.token_needed")
	w.clock.Set(townDay.Time().Add(6 * time.Hour))

	gone := w.token(access.Enumerator, nil)
	w.get(gone, "/api/households")
	_, leaves := w.signedIn(access.Enumerator)
	_, err = w.op.Desk.Do(w.Context(), admin, access.Commons, id.New(), staff.Withdraw{User: leaves.User})
	must(w, err)
	w.refused(gone, "GET", "/api/households", "", 401, "signin.token_needed")
}
