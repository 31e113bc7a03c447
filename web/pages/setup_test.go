// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/pages"
)

// newSetup is an office of the administrator alone, who also puts programmes in force, signed in.
func newSetup(t *testing.T) *twoOffices {
	t.Helper()
	w, _, _ := newAccount(t)
	founder := access.Founder(id.ID{9})
	r, err := w.op.Desk.Do(t.Context(), founder, access.Commons, id.New(), staff.AddUser{Name: "first"})
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []access.Role{access.Administrator, access.ProgrammeManager} {
		if _, err := w.op.Desk.Do(t.Context(), founder, access.Commons, id.New(), staff.GrantRole{User: r.IDs[0], Grant: access.NewGrant(role, id.ID{})}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.op.Door.Enrol(t.Context(), r.IDs[0], "first", greyBoats); err != nil {
		t.Fatal(err)
	}
	w.signsIn("first")
	return w
}

// upload sends a form with a file.
func (w *twoOffices) upload(path, name, text string, values ...string) *httptest.ResponseRecorder {
	w.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	m.WriteField("command", id.New().String())
	for i := 0; i+1 < len(values); i += 2 {
		m.WriteField(values[i], values[i+1])
	}
	f, err := m.CreateFormFile("file", name)
	if err != nil {
		w.Fatal(err)
	}
	f.Write([]byte(text))
	m.Close()
	r := httptest.NewRequest("POST", "http://localhost"+path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, c := range w.cookies {
		r.AddCookie(c)
	}
	got := httptest.NewRecorder()
	w.site.ServeHTTP(got, r)
	return got
}

func TestPlacesComeFromAFileOrAreTyped(t *testing.T) {
	w := newSetup(t)
	const table = "Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date\nCOD,1,CD74,Tanganyika,COD,2017-07-24\nCOD,2,CD7402,Kalemie,CD74,2017-07-24\nBDI,1,BI017,Bujumbura,BDI,2017-07-24\n"
	for text, want := range map[string]string{"no table at all": "", table: "no place of SDN"} {
		if got := w.upload("/setup/places", "p.csv", text, "country", "Sudan", "code", "SDN"); got.Code < 400 || got.Code >= 500 || !strings.Contains(got.Body.String(), want) || !strings.Contains(got.Body.String(), `value="Sudan"`) {
			t.Errorf("%.20q: %d %s", text, got.Code, said(got.Body.String()))
		}
	}
	if got := w.upload("/setup/places", "p.csv", table, "country", "Congo"); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "code, so that its places") {
		t.Errorf("a file without a country: %d", got.Code)
	}
	if got := w.upload("/setup/places", "p.csv", table, "country", "Congo", "code", "cod", "names", "Haut-Katanga\n\n  Lualaba \n"); got.Code != http.StatusSeeOther {
		t.Fatalf("%d: %s", got.Code, said(got.Body.String()))
	}
	w.goes("/setup/programme?done=saved", "/setup/places", "country", "Congo", "names", "Lualaba") // once more adds nothing
	within := w.send("GET", "/setup/site", nil).Body.String()
	holds(t, within, ">Kalemie<", ">Tanganyika<", ">Haut-Katanga<", ">Lualaba<")
	if strings.Contains(within, "Bujumbura") || strings.Count(within, ">Lualaba<") != 1 {
		t.Errorf("the places are: %s", said(within))
	}
	holds(t, w.send("GET", "/setup", nil).Body.String(), `href="/setup/programme">`)
}

// An administrator who puts no programmes in force is led past that page, and told whose it is.
func TestWhoMayNotIsLedPastAPage(t *testing.T) {
	w, _, _ := newAccount(t)
	w.signsIn("boss")
	page := w.send("GET", "/setup", nil).Body.String()
	holds(t, page, "to be done by a programme manager", `href="/setup/places">Go on`)
	if strings.Contains(page, `href="/setup/programme"`) {
		t.Error("they are led where they may not go")
	}
	w.goes("/setup?done=saved", "/setup/places", "country", "Congo")
	holds(t, w.send("GET", "/setup/people", nil).Body.String(), `href="/setup"`)
}

func TestColleaguesAreAddedAllOrNone(t *testing.T) {
	w := newSetup(t)
	w.comesBack("Someone else has this name", "/setup/people", "name_1", "bahati", "role_1", "caseworker", "name_2", "amina", "role_2", "approver")
	w.comesBack("has this name", "/setup/people", "name_1", "bahati", "role_1", "caseworker", "name_3", "Bahati", "role_3", "approver")
	w.comesBack("", "/setup/people", "name_1", "bahati", "role_1", "king")
	if list := w.send("GET", "/users", nil).Body.String(); strings.Contains(list, "bahati") {
		t.Fatal("one was added although the other could not be")
	}
	values := form("name_1", "bahati", "role_1", "caseworker", "name_4", "chantal", "role_4", "approver")
	values.Set("command", id.New().String())
	first, again := w.send("POST", "/setup/people", values), w.send("POST", "/setup/people", values)
	for _, got := range []*httptest.ResponseRecorder{first, again} {
		if got.Code != http.StatusOK || strings.Count(got.Body.String(), `class="code"`) != 20 {
			t.Fatalf("%d: %s", got.Code, said(got.Body.String()))
		}
	}
	if list := w.send("GET", "/users", nil).Body.String(); strings.Count(list, "bahati") != 1 || strings.Count(list, "chantal") != 1 {
		t.Error("a form that was sent twice added somebody twice")
	}
	code := regexp.MustCompile(`class="code">([0-9a-z-]{23})<`).FindStringSubmatch(again.Body.String())[1]
	w.cookies = nil
	w.goes("/?done=recovered", "/sign-in/code", "name", "bahati", "code", code, "passphrase", "seven mats under the tree")
	w.comesBack("roles do not allow", "/setup/people", "name_1", "x", "role_1", "caseworker")
}

// founding is the page in an empty folder, over a founder who only notes what was said.
func founding(t *testing.T, err error) (ask func(method, path string, form url.Values) *httptest.ResponseRecorder, heard *[]pages.Founding) {
	t.Helper()
	heard = &[]pages.Founding{}
	site := web.New(web.Options{})
	pages.AddFounding(site, "the-key", func(_ context.Context, f pages.Founding, _ string) ([]string, string, error) {
		*heard = append(*heard, f)
		return []string{"aaaaa-bbbbb-ccccc-ddddd"}, "a token", err
	})
	return func(method, path string, form url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "http://localhost"+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		got := httptest.NewRecorder()
		site.ServeHTTP(got, r)
		return got
	}, heard
}

func TestNobodyFoundsAnOfficeButWhoStartedTheProgram(t *testing.T) {
	ask, heard := founding(t, nil)
	for _, path := range []string{"/found", "/found?key=", "/found?key=another"} {
		if got := ask("GET", path, nil); got.Code != http.StatusForbidden || strings.Contains(got.Body.String(), "the-key") {
			t.Errorf("%s: %d", path, got.Code)
		}
	}
	good := url.Values{"office": {"Kalemie"}, "name": {"amina"}, "passphrase": {greyBoats}, "folder": {"reed lantern pottery village"}, "again": {"reed lantern pottery village"}}
	if got := ask("POST", "/found", good); got.Code != http.StatusForbidden || len(*heard) > 0 {
		t.Errorf("without the key: %d, %v", got.Code, *heard)
	}
	good.Set("key", "the-key")
	got := ask("POST", "/found", good)
	holds(t, got.Body.String(), "aaaaa-bbbbb-ccccc-ddddd", `href="/setup"`)
	if got.Code != http.StatusOK || len(*heard) != 1 || len(got.Result().Cookies()) != 1 {
		t.Errorf("%d, %v, %v", got.Code, *heard, got.Result().Cookies())
	}
}

func TestWhatIsWrongAtTheFoundingComesBack(t *testing.T) {
	ask, heard := founding(t, nil)
	good := map[string]string{"office": "Kalemie", "name": "amina", "passphrase": greyBoats, "folder": "reed lantern pottery village", "again": "reed lantern pottery village", "key": "the-key"}
	for name, wrong := range map[string][2]string{"office": {" ", "office"}, "name": {"", "name"}, "passphrase": {"short", "at least"}, "again": {"reed lantern pottery vilage", "differ"}, "folder": {greyBoats, "another one than your own"}} {
		form := url.Values{}
		for k, v := range good {
			form.Set(k, v)
		}
		form.Set(name, wrong[0])
		got := ask("POST", "/found", form)
		if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), wrong[1]) {
			t.Errorf("%s: %d %s", name, got.Code, said(got.Body.String()))
		}
		if strings.Contains(got.Body.String(), "lantern") || strings.Contains(got.Body.String(), greyBoats) {
			t.Errorf("%s: a passphrase comes back", name)
		}
	}
	if len(*heard) > 0 {
		t.Errorf("something was made: %v", *heard)
	}
	ask, _ = founding(t, fault.New("test", fault.Conflict, "operation.exists", fault.Args{"folder": "x"}))
	form := url.Values{}
	for k, v := range good {
		form.Set(k, v)
	}
	if got := ask("POST", "/found", form); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "already") {
		t.Errorf("founded by somebody else: %d", got.Code)
	}
}
