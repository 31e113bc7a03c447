// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/operation"
	"safar/web"
	"safar/web/pages"
)

// twoOffices is an operation of two caseloads, and one person who is a caseworker of one and a site manager of the other.
type twoOffices struct {
	*testing.T
	op      *operation.Operation
	site    *web.Site
	user    id.ID
	cookies []*http.Cookie
}

func newTwoOffices(t *testing.T) (w *twoOffices, kalemie, nyunzu id.ID) {
	op, err := operation.Create(t.Context(), operation.Options{Folder: t.TempDir(), Passphrase: "only for this test", SignIn: quick, Clock: clock.At(townDay.Time().Add(6 * time.Hour)), Keys: keys.MadeUp})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { op.Close() })
	founder, err := op.Found(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var user id.ID
	for name, of := range map[string]*id.ID{"Kalemie": &kalemie, "Nyunzu": &nyunzu} {
		if *of, err = founder.Caseload(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	if user, err = founder.User(t.Context(), "both", kalemie, access.Caseworker); err != nil {
		t.Fatal(err)
	}
	grant := staff.GrantRole{User: user, Grant: access.NewGrant(access.SiteManager, nyunzu)}
	if _, err := op.Desk.Do(t.Context(), access.Founder(id.ID{9}), access.Commons, id.New(), grant); err != nil {
		t.Fatal(err)
	}
	const passphrase = "grey boats cross at dawn"
	if _, err := op.Door.Enrol(t.Context(), user, "both", passphrase); err != nil {
		t.Fatal(err)
	}
	token, err := op.Door.Authenticate(t.Context(), "both", passphrase, "laptop")
	if err != nil {
		t.Fatal(err)
	}
	w = &twoOffices{T: t, op: op, user: user, cookies: []*http.Cookie{{Name: "safar_session", Value: token}}}
	w.site = web.New(web.Options{SignIn: pages.SignIn(op), Nav: pages.Nav(op), Search: pages.Search(op), Caseload: pages.Caseload(op), UnderWay: pages.UnderWay(op)})
	pages.Add(w.site, op)
	return w, kalemie, nyunzu
}

// send sends a request with the cookies that the browser has, and keeps those that it is given.
func (w *twoOffices) send(method, path string, values url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost"+path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, c := range w.cookies {
		r.AddCookie(c)
	}
	got := httptest.NewRecorder()
	w.site.ServeHTTP(got, r)
	for _, c := range got.Result().Cookies() {
		w.cookies = append(slices.DeleteFunc(w.cookies, func(old *http.Cookie) bool { return old.Name == c.Name }), c)
	}
	return got
}

func general(of id.ID) string {
	return access.Scope{Caseload: of, Compartment: access.General}.String()
}

func (w *twoOffices) choose(of id.ID) {
	w.Helper()
	got := w.send("POST", "/caseload", form("caseload", general(of)))
	if to := got.Header().Get("Location"); got.Code != http.StatusSeeOther || strings.Contains(to, of.String()) {
		w.Errorf("choosing leads to %q: %d", to, got.Code)
	}
}

// Lists, search and forms follow the caseload that somebody chose: nothing is written into another unseen.
func TestACaseloadIsChosenForTheSession(t *testing.T) {
	w, kalemie, nyunzu := newTwoOffices(t)
	household := form("card", "KAL-1", "language", "sw", "consent", "Ndiyo", "given_1", "Amina", "born_1", "40", "relation_1", "head")
	must(t, w.send("GET", "/", nil).Body.String(), "choose a caseload")

	w.choose(kalemie)
	if got := w.send("POST", "/households/register", household); got.Code != http.StatusSeeOther {
		t.Fatalf("registering in Kalemie: %d %s", got.Code, said(got.Body.String()))
	}
	must(t, w.send("GET", "/households", nil).Body.String(), "KAL-1")

	w.choose(nyunzu)
	list := w.send("GET", "/households", nil).Body.String()
	if strings.Contains(list, "KAL-1") || !strings.Contains(list, "<bdi>Nyunzu</bdi>") || !strings.Contains(list, "another caseload of yours") {
		t.Errorf("the list of Nyunzu: %s", said(list))
	}
	if found := w.send("POST", "/search", url.Values{"q": {"Amina"}}).Body.String(); strings.Contains(found, "KAL-1") {
		t.Error("a search in Nyunzu finds a household of Kalemie")
	}
	if got := w.send("POST", "/households/register", household); got.Code != http.StatusForbidden {
		t.Errorf("a site manager of Nyunzu registers: %d", got.Code)
	}
	start := w.send("GET", "/", nil).Body.String()
	if here, there := strings.Index(start, "<h2>Nyunzu</h2>"), strings.Index(start, "<h2>Kalemie</h2>"); here < 0 || there < here {
		t.Errorf("the tile of the caseload that is worked with does not stand first: %d, the other %d", here, there)
	}
	if nav := start; strings.Contains(nav, `href="/households/register"`) {
		t.Error("the start page of Nyunzu leads to what is not for its site manager")
	}
	if got := w.send("POST", "/caseload", form("caseload", id.New().String())); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("a caseload that is none: %d", got.Code)
	}
	w.send("POST", "/sign-out", nil)
	if slices.ContainsFunc(w.cookies, func(c *http.Cookie) bool { return c.Name == "safar_caseload" && c.Value != "" }) {
		t.Errorf("who signs out leaves the choice behind: %v", w.cookies)
	}
}

// What one person chose is nobody else's who signs in with the same browser: their forms would be written into a caseload that they did not choose.
func TestACaseloadIsChosenForOneself(t *testing.T) {
	w, kalemie, nyunzu := newTwoOffices(t)
	boss := access.Founder(id.ID{9})
	added, err := w.op.Desk.Do(t.Context(), boss, access.Commons, id.New(), staff.AddUser{Name: "other"})
	if err != nil {
		t.Fatal(err)
	}
	other := added.IDs[0]
	for _, of := range []id.ID{kalemie, nyunzu} {
		if _, err := w.op.Desk.Do(t.Context(), boss, access.Commons, id.New(), staff.GrantRole{User: other, Grant: access.NewGrant(access.Caseworker, of)}); err != nil {
			t.Fatal(err)
		}
	}
	const passphrase = "red kites turn over fields"
	if _, err := w.op.Door.Enrol(t.Context(), other, "other", passphrase); err != nil {
		t.Fatal(err)
	}
	w.choose(nyunzu)
	if start := w.send("GET", "/", nil).Body.String(); !strings.Contains(start, `href="/caseload"`) || !strings.Contains(start, "<bdi>Nyunzu</bdi>") {
		t.Fatal("the choice does not count for who made it")
	}
	token, err := w.op.Door.Authenticate(t.Context(), "other", passphrase, "laptop")
	if err != nil {
		t.Fatal(err)
	}
	w.cookies = append(w.cookies, &http.Cookie{Name: "safar_session", Value: token})
	w.cookies = slices.DeleteFunc(w.cookies, func(c *http.Cookie) bool { return c.Name == "safar_session" && c.Value != token })
	must(t, w.send("GET", "/", nil).Body.String(), "choose a caseload")
}

// Each caseload of somebody is a tile on which they choose it, also of one who lists and counts nobody there; of a tile that tells nothing no number is told.
func TestEveryCaseloadOfOnesOwnIsATile(t *testing.T) {
	w, kalemie, nyunzu := newTwoOffices(t)
	boss := access.Founder(id.ID{9})
	for _, grant := range []staff.GrantRole{{User: w.user, Grant: access.NewGrant(access.Inspector, nyunzu)}, {User: w.user, Grant: access.NewGrant(access.Inspector, kalemie)}} {
		if _, err := w.op.Desk.Do(t.Context(), boss, access.Commons, id.New(), grant); err != nil {
			t.Fatal(err)
		}
	}
	withdraw := func(role access.Role, of id.ID) {
		t.Helper()
		if _, err := w.op.Desk.Do(t.Context(), boss, access.Commons, id.New(), staff.RevokeRole{User: w.user, Role: role, Caseload: of}); err != nil {
			t.Fatal(err)
		}
	}
	tiles := func() (both string) {
		_, both, _ = strings.Cut(w.send("GET", "/", nil).Body.String(), `class="tiles"`)
		return both
	}
	withdraw(access.SiteManager, nyunzu) // a caseworker of Kalemie who inspects in Nyunzu
	both := tiles()
	for _, is := range []string{"<h2>Kalemie</h2>", `href="/households"`, "<h2>Nyunzu</h2>", general(nyunzu)} {
		must(t, both, is)
	}
	withdraw(access.Caseworker, kalemie) // an inspector of both
	both = tiles()
	for _, is := range []string{"<h2>Kalemie</h2>", general(kalemie), "<h2>Nyunzu</h2>", general(nyunzu)} {
		must(t, both, is)
	}
	if strings.Contains(both, "Households") {
		t.Errorf("a tile counts households for somebody who is told of none: %s", said(both))
	}
	w.choose(nyunzu)
	if both = tiles(); strings.Count(both, "Work with this caseload") != 1 || !strings.Contains(both, "You work with it now") || strings.Index(both, "Nyunzu") > strings.Index(both, "Kalemie") {
		t.Errorf("of two tiles one is chosen, and stands first: %s", said(both))
	}
}
