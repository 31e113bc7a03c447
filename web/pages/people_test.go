// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"safar/demo"
	"safar/desk"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/operation"
	"safar/web"
	"safar/web/pages"
	"safar/web/words"
)

// kalemie is one small operation, filled once for the tests of this package. Tests that write register households of their own.
type kalemie struct {
	op      *operation.Operation
	site    *web.Site
	users   map[access.Role]id.ID
	missing sync.Map // keys without a sentence
}

var (
	opening sync.Once
	only    *kalemie
	folder  string
)

func TestMain(m *testing.M) {
	code := m.Run()
	if only != nil {
		only.op.Close()
	}
	os.RemoveAll(folder)
	os.Exit(code)
}

func inKalemie(t testing.TB) *kalemie {
	t.Helper()
	opening.Do(func() { only = fill(t) })
	if only == nil {
		t.Fatal("the operation could not be filled")
	}
	return only
}

func fill(t testing.TB) *kalemie {
	ctx := context.Background() // it outlives the test that came first
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	var err error
	folder, err = os.MkdirTemp("", "safar-pages")
	must(err)
	c := clock.At(time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC))
	op, err := operation.Create(ctx, operation.Options{Folder: folder, Passphrase: "only for this test", Clock: c, SignIn: quick, Keys: keys.MadeUp})
	must(err)
	filled, err := demo.Fill(ctx, op, c, demo.Options{People: 300, Seed: 1, Today: clock.DayOf(c.Now())})
	must(err)
	k := &kalemie{op: op, users: usersOf(t, op, filled)}
	catalogue, err := words.Load(words.Files())
	must(err)
	catalogue.OnMissing = func(language, key string) { k.missing.Store(language+" "+key, true) }
	k.site = web.New(web.Options{SignIn: byRole{k: k}, Words: catalogue, Nav: pages.Nav(op), Search: pages.Search(op), Caseload: pages.Caseload(op), UnderWay: pages.UnderWay(op), Naming: pages.Naming(op)})
	pages.Add(k.site, op)
	return k
}

// usersOf finds the users of the demo by their roles.
func usersOf(t testing.TB, op *operation.Operation, filled *demo.Filled) map[access.Role]id.ID {
	t.Helper()
	founder := access.Founder(id.ID{9})
	rows, err := askDesk(op, founder, staff.Users())
	if err != nil {
		t.Fatal(err)
	}
	users := map[access.Role]id.ID{}
	for _, row := range rows {
		for _, s := range filled.SignIns {
			if s.Name == row.Name {
				users[s.Role] = row.ID
			}
		}
	}
	return users
}

// byRole lets a test in as the user of a role: the token is the role's name.
type byRole struct {
	web.SignIn
	k *kalemie
}

func (byRole) Authenticate(context.Context, string, string, string) (string, error) {
	return "", fault.New("test", fault.NotAllowed, "signin.wrong", nil)
}
func (byRole) Recover(context.Context, string, string, string, string) (string, int, error) {
	return "", 0, fault.New("test", fault.NotAllowed, "signin.wrong", nil)
}
func (byRole) Leave(context.Context, string) error { return nil }
func (s byRole) Resume(ctx context.Context, token string) (web.Visitor, error) {
	role, err := access.ParseRole(token)
	if err != nil {
		return web.Visitor{}, err
	}
	user, err := staff.Identify(ctx, s.k.op.Desk, s.k.users[role])
	return web.Visitor{Actor: user.Actor, Name: user.Name}, err
}

// reply is what came back.
type reply struct {
	status   int
	body, to string
	packed   int // bytes on the wire, compressed
}

// send sends one request as a browser on this machine does.
func (k *kalemie) send(t testing.TB, role access.Role, method, path string, form url.Values, language string) reply {
	t.Helper()
	r := httptest.NewRequest(method, "http://localhost:8080"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("Accept-Language", language)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: "safar_session", Value: role.String()})
	w := httptest.NewRecorder()
	k.site.ServeHTTP(w, r)
	k.missing.Range(func(key, _ any) bool {
		t.Errorf("%s: no sentence: %q", path, key)
		return true
	})
	k.missing.Clear()
	out := reply{status: w.Code, to: w.Header().Get("Location"), packed: w.Body.Len()}
	var body io.Reader = w.Body
	if w.Header().Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(w.Body.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		body = z
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	out.body = string(text)
	return out
}

func (k *kalemie) get(t testing.TB, role access.Role, path string) reply {
	t.Helper()
	return k.send(t, role, http.MethodGet, path, nil, "en")
}

// fillIn opens the form at path, fills it in and sends it; it must lead on.
func (k *kalemie) fillIn(t testing.TB, role access.Role, path string, fields ...string) reply {
	t.Helper()
	got := k.try(t, role, path, fields...)
	if got.status != http.StatusSeeOther {
		t.Fatalf("%s as %s: %d\n%s", path, role, got.status, troubles(got.body))
	}
	return got
}

func (k *kalemie) try(t testing.TB, role access.Role, path string, fields ...string) reply {
	t.Helper()
	opened := k.get(t, role, path)
	if opened.status != http.StatusOK {
		t.Fatalf("%s as %s: the form answers %d\n%s", path, role, opened.status, troubles(opened.body))
	}
	form := url.Values{"command": {firstMatch(t, opened.body, `name="command" value="([^"]+)"`)}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return k.send(t, role, http.MethodPost, path, form, "en")
}

// partOf asks for a part of a page, as its script does.
func (k *kalemie) partOf(t testing.TB, role access.Role, path string, form url.Values) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://localhost:8080"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("HX-Request", "true")
	r.AddCookie(&http.Cookie{Name: "safar_session", Value: role.String()})
	w := httptest.NewRecorder()
	k.site.ServeHTTP(w, r)
	return w.Body.String()
}

func firstMatch(t testing.TB, text, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("nothing like %s in\n%s", pattern, text)
	}
	return m[1]
}

var tags = regexp.MustCompile(`<[^>]*>`)

func troubles(body string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(body, " ")), " ")
}

// someHousehold returns the path of the file of a household of the demo from the list, where others that a test registered may stand as well, whose cards have no such number.
func (k *kalemie) someHousehold(t *testing.T) string {
	t.Helper()
	return firstMatch(t, k.get(t, access.Caseworker, "/households").body, `href="(/households/[0-9a-z]{20,})"[^>]*>(?:<[^>]*>)*KLM-[0-9]`)
}

func TestEveryPageInEveryLanguage(t *testing.T) {
	k := inKalemie(t)
	file := k.someHousehold(t)
	body := k.get(t, access.Caseworker, file).body
	paths := []string{"/", "/households", "/households?state=ready", "/households/register", "/search", "/sites", file, file + "/member", file + "/site",
		file + "/split", file + "/join", file + "/collector", firstMatch(t, body, `href="(`+file+`/members/[0-9a-z]+)"`),
		firstMatch(t, k.get(t, access.Caseworker, "/sites").body, `href="(/sites/[0-9a-z]+)"`)}
	for _, m := range regexp.MustCompile(`href="(`+file+`/ways/[^"]+)"`).FindAllStringSubmatch(body, -1) {
		paths = append(paths, m[1])
	}
	directions := map[string]string{"en": "ltr", "fr": "ltr", "ar": "rtl"}
	for _, path := range paths {
		for language, direction := range directions {
			got := k.send(t, access.Caseworker, http.MethodGet, path, nil, language)
			if got.status != http.StatusOK || !strings.Contains(got.body, `lang="`+language+`" dir="`+direction+`"`) {
				t.Errorf("%s in %s: %d\n%s", path, language, got.status, troubles(got.body))
			}
			if got.packed > 14<<10 {
				t.Errorf("%s in %s: %d bytes compressed, more than 14 KiB", path, language, got.packed)
			}
		}
	}
}

// What a role may not open says neither what is there nor that it is there.
func TestWhatARoleMayNotOpenIsNotThere(t *testing.T) {
	k := inKalemie(t)
	file := k.someHousehold(t)
	body := k.get(t, access.Caseworker, file).body
	card := firstMatch(t, body, `class="code">(KLM-[0-9]+)<`)
	name := firstMatch(t, body, `<h1><bdi>([^<]+)<`)
	closed := map[access.Role]bool{access.FinanceOfficer: true, access.Approver: true, access.Inspector: true, access.ProgrammeManager: true,
		access.Administrator: true, access.Auditor: true}
	for role := range k.users {
		for _, path := range []string{file, "/households", file + "/split", file + "/collector"} {
			got := k.get(t, role, path)
			switch {
			case closed[role] && got.status != http.StatusForbidden:
				t.Errorf("%s as %s: %d, want 403", path, role, got.status)
			case closed[role] && (strings.Contains(got.body, card) || strings.Contains(got.body, name)):
				t.Errorf("%s as %s: the refusal tells who it is", path, role)
			}
		}
		if got := k.get(t, role, file+"/looks"); (got.status == http.StatusOK) != (role == access.DataProtectionOfficer) {
			t.Errorf("who looked, as %s: %d", role, got.status)
		}
	}
	if got := k.get(t, access.Caseworker, "/households/"+id.New().String()); got.status != http.StatusNotFound {
		t.Errorf("a household that is not there: %d", got.status)
	}
}

func TestAListIsReadPageByPage(t *testing.T) {
	k := inKalemie(t)
	seen := map[string]bool{}
	links := regexp.MustCompile(`href="(/households/[0-9a-z]{20,})"`)
	path := "/households?stands=all"
	for path != "" {
		body := k.get(t, access.Caseworker, path).body
		for _, m := range links.FindAllStringSubmatch(body, -1) {
			if seen[m[1]] {
				t.Fatalf("%s stands on two pages", m[1])
			}
			seen[m[1]] = true
		}
		path = ""
		if m := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(body); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	held := firstMatch(t, k.get(t, access.Caseworker, "/").body, `<dt>Households</dt><dd><bdi class="number">(\d+)<`)
	if got := words.Default().Printer("en").Number(int64(len(seen))); got != held {
		t.Errorf("the pages show %s households, the caseload holds %s", got, held)
	}
}

// One household's way, from the yard where it is registered to its plot, by the forms that people fill in. What needs other offices
// (money, the road, the house) has its own walks.
func TestAHouseholdsWayByForms(t *testing.T) {
	k := inKalemie(t)
	const worker = access.Caseworker
	kept := k.try(t, worker, "/households/register", "card", "KLM-WALK-1", "language", "sw", "consent", "Ndiyo", "given_1", "Amina", "born_1", "31/02/2001",
		"sex_1", "female", "relation_1", "head")
	if kept.status != http.StatusUnprocessableEntity || !strings.Contains(kept.body, `value="Amina"`) || !strings.Contains(kept.body, "31/02/2001") {
		t.Fatalf("a wrong date: %d\n%s", kept.status, troubles(kept.body))
	}
	file := k.fillIn(t, worker, "/households/register", "card", "KLM-WALK-1", "language", "sw", "consent", "Ndiyo", "given_1", "Amina Wálk", "family_1", "Kabeya",
		"born_1", "about 40", "sex_1", "female", "relation_1", "head", "given_2", "Juma", "family_2", "Kabeya", "born_2", "1979", "sex_2", "male",
		"relation_2", "spouse", "given_3", "Neema", "born_3", "7", "relation_3", "child").to
	file, _, _ = strings.Cut(file, "?")
	for _, words := range []string{"KLM-WALK-1", "kabeya walk", "Amina"} {
		if got := k.send(t, worker, http.MethodPost, "/search", url.Values{"q": {words}}, "en"); !strings.Contains(got.body, file) {
			t.Errorf("a search for %q does not find the household\n%s", words, troubles(got.body))
		}
	}
	k.fillIn(t, worker, firstMatch(t, k.get(t, worker, file).body, `href="(`+file+`/begin/[^"]+)"`))
	body := k.get(t, worker, file).body
	way := firstMatch(t, body, `href="(`+file+`/ways/[0-9a-z]+)/`)
	people := regexp.MustCompile(`href="`+file+`/members/([0-9a-z]+)"`).FindAllStringSubmatch(body, -1)
	amina, juma := people[0][1], people[1][1]

	k.fillIn(t, worker, way+"/intention", "by", amina, "q_consents", "yes", "q_prefers", "return", "q_needs_first", "land", "q_needs_first", "safety")
	village := safeVillage(t, k.get(t, worker, way+"/village_profile").body)
	early := k.try(t, worker, way+"/solution?person="+amina, "option", "return", "place", village, "private", "yes")
	if early.status != http.StatusUnprocessableEntity {
		t.Errorf("an answer before anybody was told: %d", early.status)
	}
	telling := way + "/village_profile?place=" + village
	if form := k.get(t, worker, telling).body; strings.Count(form, "checked") != 2 {
		t.Errorf("both adults are ticked unless somebody was not there: %d are", strings.Count(form, "checked"))
	}
	untold := k.try(t, worker, telling, "place", village, "language", "sw", "source", "profile", "heard", amina, "q_told_about", "safety", "q_asked", "Is there a mill?")
	if untold.status != http.StatusUnprocessableEntity || !strings.Contains(untold.body, "said it back") || !strings.Contains(untold.body, "Is there a mill?") {
		t.Errorf("nobody said it back: %d, and what they asked is kept: %s", untold.status, troubles(untold.body))
	}
	told := []string{"place", village, "language", "sw", "source", "profile", "q_told_about", "safety", "q_told_about", "land", "q_understood", "yes", "q_asked", "Is there a mill?"}
	k.fillIn(t, worker, telling, append(told, "heard", amina)...)
	if body := k.get(t, worker, way+"/solution").body; strings.Count(body, "is yet to be told") != 1 {
		t.Errorf("one adult was not there: %s", troubles(body))
	}
	if unheard := k.try(t, worker, way+"/solution?person="+juma, "option", "return", "place", village, "private", "yes"); unheard.status != http.StatusUnprocessableEntity {
		t.Errorf("an answer of somebody who was not there: %d", unheard.status)
	}
	k.fillIn(t, worker, telling, append(told, "heard", juma)...)
	for _, want := range []string{"What was said and found", "Land and plots", "They said it back in their own words", "Is there a mill?", "They agree to answer"} {
		if !strings.Contains(k.get(t, worker, file).body, want) {
			t.Errorf("the file does not tell %q", want)
		}
	}
	if body := k.get(t, access.SiteManager, file).body; strings.Contains(body, "They agree to answer") || !strings.Contains(body, "Is there a mill?") {
		t.Errorf("the site manager reads what one adult said alone, or not what the household was told: %s", troubles(body))
	}
	k.fillIn(t, worker, way+"/go_and_see", "who", juma, "place", village)
	if open := k.try(t, worker, way+"/solution?person="+amina, "option", "return", "place", village); open.status != http.StatusUnprocessableEntity ||
		!strings.Contains(open.body, "checked") {
		t.Errorf("an answer that was not given in private: %d, and what was chosen is kept: %v", open.status, strings.Contains(open.body, "checked"))
	}
	k.fillIn(t, worker, way+"/solution?person="+amina, "option", "return", "place", village, "private", "yes", "words", "canary-words-of-amina")
	k.whatIsPrivateStaysPrivate(t, file, way)
	k.fillIn(t, worker, way+"/solution?person="+juma, "option", "stay", "private", "yes")
	if body := k.get(t, worker, file).body; !strings.Contains(body, "They differ") {
		t.Errorf("adults who differ: %s", troubles(body))
	}
	k.fillIn(t, worker, way+"/solution?person="+juma+"&do=withdraw")
	k.fillIn(t, worker, way+"/solution?person="+juma, "option", "return", "place", village, "private", "yes")

	k.fillIn(t, worker, file+"/collector", "person", amina, "private", "yes")
	if refused := k.try(t, worker, way+"/plot?do=promise"); refused.status != http.StatusUnprocessableEntity {
		t.Errorf("a plot promised before its checks: %d", refused.status)
	}
	half := k.try(t, worker, way+"/plot?do=check", "unit", "1", "checks", "attestation", "good", "yes", "names", amina)
	if half.status != http.StatusUnprocessableEntity {
		t.Errorf("an attestation that names one spouse: %d", half.status)
	}
	unit := k.freeUnit(t, way)
	k.fillIn(t, worker, way+"/plot?do=check", "unit", unit, "checks", "occupants", "checks", "customary_authority", "checks", "state_authority",
		"checks", "attestation", "good", "yes", "names", amina, "names", juma)
	k.fillIn(t, worker, way+"/plot?do=promise", "unit", unit)
	if body := k.get(t, worker, file).body; !strings.Contains(body, "is promised") {
		t.Errorf("the plot is not on the file: %s", troubles(body))
	}
	k.fillIn(t, worker, file+"/member", "given_1", "Baraka", "relation_1", "child", "born_1", "2026-11-20")
	k.fillIn(t, worker, file+"/members/"+amina+"/contact", "who", "canary-contact", "how", "in person")
	if body := k.get(t, worker, file).body; strings.Contains(body, "canary-contact") || !strings.Contains(body, "Baraka") {
		t.Error("the safe contact is shown to a caseworker, or the newborn is not")
	}
	if body := k.get(t, access.ProtectionOfficer, file).body; !strings.Contains(body, "canary-contact") {
		t.Error("protection does not see the safe contact")
	}
	if looks := k.get(t, access.DataProtectionOfficer, file+"/looks").body; !strings.Contains(looks, "Following a household") {
		t.Errorf("the looks are not there: %s", troubles(looks))
	}
}

// whatIsPrivateStaysPrivate looks for one adult's answer wherever the others, and those who accompany them, could meet it.
func (k *kalemie) whatIsPrivateStaysPrivate(t *testing.T, file, way string) {
	t.Helper()
	for role := range k.users {
		for _, path := range []string{file, way + "/solution", way + "/plot", "/households"} {
			got := k.get(t, role, path)
			if strings.Contains(got.body, "canary-words-of-amina") {
				t.Errorf("%s as %s shows what was said in private", path, role)
			}
			row := firstRow(got.body, "KLM-WALK-1")
			if role != access.ProtectionOfficer && (path == way+"/solution" && strings.Contains(got.body, "<bdi>Return</bdi>") || strings.Contains(row, "Return")) {
				t.Errorf("%s as %s shows one adult's answer", path, role)
			}
		}
	}
	if !strings.Contains(k.get(t, access.ProtectionOfficer, way+"/solution").body, "<bdi>Return</bdi>") {
		t.Error("protection does not see the answer")
	}
}

func number(n int) string { return words.Default().Printer("en").Number(int64(n)) }

func firstRow(body, with string) string {
	rows := strings.Split(body, "<tr>")
	if i := slices.IndexFunc(rows, func(r string) bool { return strings.Contains(r, with) }); i >= 0 {
		return rows[i]
	}
	return ""
}

// safeVillage returns a village that protection has found safe, from the options of a form.
func safeVillage(t *testing.T, body string) string {
	t.Helper()
	return firstMatch(t, body, `<option value="([0-9a-z]+)">[^<]* – Safe</option>`)
}

// freeUnit returns a number of a plot that nobody was promised.
func (k *kalemie) freeUnit(t *testing.T, way string) string {
	t.Helper()
	total := firstMatch(t, k.get(t, access.Caseworker, way+"/plot").body, `\d+ of (\d+)`)
	return total
}

func TestASiteAndItsClosing(t *testing.T) {
	k := inKalemie(t)
	path := firstMatch(t, k.get(t, access.SiteManager, "/sites").body, `href="(/sites/[0-9a-z]+)"`)
	k.fillIn(t, access.SiteManager, path+"/closure", "by", "Provincial government", "decided", "2026-11-20", "closes", "2027-03-31")
	k.fillIn(t, access.SiteManager, path+"/note", "kind", "advocacy", "with", "Governor", "words", "Not everyone has a place to go to")
	if body := k.get(t, access.SiteManager, path).body; !strings.Contains(body, "31 Mar 2027") || !strings.Contains(body, "Governor") {
		t.Errorf("the closing is not told: %s", troubles(body))
	}
	if got := k.try(t, access.SiteManager, path+"/closure", "decided", "2026-11-20"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a decision of nobody: %d", got.status)
	}
	if got := k.get(t, access.Caseworker, path+"/closure"); got.status != http.StatusForbidden {
		t.Errorf("a caseworker may decide a closing: %d", got.status)
	}
}

func askDesk[T any](op *operation.Operation, by access.Actor, q desk.Query[T]) (T, error) {
	return desk.Ask(context.Background(), op.Desk, by, "task.test", q)
}
