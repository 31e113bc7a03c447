// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"safar/demo"
	"safar/desk"
	"safar/exchange/intake"
	"safar/exchange/sheet"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/pages"
	"safar/web/words"
)

// give sends a file by the page's form.
func (w *town) give(role access.Role, name string, file []byte) shown {
	w.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	part, err := parts.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = parts.Close()
	}
	if err != nil {
		w.Fatal(err)
	}
	r, err := http.NewRequestWithContext(w.Context(), http.MethodPost, w.server.URL+"/lists", &body)
	if err != nil {
		w.Fatal(err)
	}
	r.Header.Set("Content-Type", parts.FormDataContentType())
	r.Header.Set("Accept", "text/html")
	r.AddCookie(&http.Cookie{Name: "safar_session", Value: w.as(role)})
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		w.Fatal(err)
	}
	return shown{answer.StatusCode, string(text), len(text), answer.Header.Get("Location")}
}

// given sends a file of the field, which must be taken, and returns the list's page.
func (w *town) given(name string) string {
	w.Helper()
	file, err := os.ReadFile(filepath.Join("..", "..", "testdata", name))
	if err != nil {
		w.Fatal(err)
	}
	r := w.give(access.Caseworker, name, file)
	if r.status != http.StatusSeeOther {
		w.Fatalf("%s: %d %s", name, r.status, said(r.text))
	}
	return r.to
}

// takenIn takes a list in, and returns what the page says when it is.
func (w *town) takenIn(list string) string {
	w.Helper()
	w.post(access.Caseworker, list+"/take-in")
	of, err := id.Parse(strings.TrimPrefix(list, "/lists/"))
	if err != nil {
		w.Fatal(err)
	}
	if _, err := w.op.Lists.Ended(w.Context(), w.actor(access.Caseworker), of); err != nil {
		w.Fatal(err)
	}
	text := said(w.open(access.Caseworker, list))
	if strings.Contains(text, "Being taken in") {
		w.Fatalf("%s is not taken in: %s", list, text)
	}
	return text
}

// actor is somebody of a role, as the desk knows them.
func (w *town) actor(role access.Role) access.Actor {
	w.Helper()
	v, err := pages.SignIn(w.op).Resume(w.Context(), w.as(role))
	if err != nil {
		w.Fatal(err)
	}
	return v.Actor
}

// listTown is a small town whose temporary files, if there are any, are seen.
func listTown(t *testing.T) *town {
	t.Setenv("TMPDIR", t.TempDir())
	w := newTown(t, 60)
	t.Cleanup(func() {
		if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
			t.Errorf("a list was written into the folder for temporary files: %v, %v", left, err)
		}
	})
	return w
}

// Nine registrations of the Congo, whose numbers are one digit short: the first mapping is suggested, corrected by select boxes, and the list
// taken in; the second time nothing is new.
func TestAListIsBroughtInByAPage(t *testing.T) {
	w := listTown(t)
	list := w.given("test-registrations-Onafriq.csv")
	text := w.open(access.Caseworker, list)
	firstName := w.first(text, `(?s)<bdi>firstName</bdi>.*?name="(use_\d+)"`)
	lastName := w.first(text, `(?s)<bdi>lastName</bdi>.*?name="(use_\d+)"`)
	phone := w.first(text, `(?s)<bdi>phoneNumber</bdi>.*?name="(use_\d+)"`)
	must(t, text, `<option value="person.phone" selected>`)
	must(t, said(text), "The phone number is too short for its country")

	// Somebody thinks that the names stand the wrong way round, and that the number is the household's.
	w.post(access.Caseworker, list+"/columns", "sheet", "test-registrations-Onafriq", firstName, "person.family", lastName, "person.given", phone, "household.phone",
		strings.Replace(phone, "use", "names", 1), "yes")
	text = w.open(access.Caseworker, list)
	for column, use := range map[string]string{firstName: "person.family", lastName: "person.given", phone: "household.phone"} {
		if got := w.first(text, `(?s)name="`+column+`".*?<option value="([^"]*)" selected`); got != use {
			t.Errorf("%s is read as %q, want %q", column, got, use)
		}
	}
	must(t, text, `name="`+strings.Replace(phone, "use", "names", 1)+`" value="yes" checked`)

	done := w.takenIn(list)
	must(t, done, "Households registered 9 Persons in them 9 There already, unchanged 0 Rows refused 0")
	must(t, done, "9 · The phone number is too short for its country")
	again := w.given("test-registrations-Onafriq.csv")
	w.post(access.Caseworker, again+"/mapping", "shipped", "redcross_121_onafriq")
	must(t, w.takenIn(again), "Households registered 9") // another mapping has other names for them
	third := w.given("test-registrations-Onafriq.csv")
	w.post(access.Caseworker, third+"/mapping", "shipped", "redcross_121_onafriq")
	must(t, w.takenIn(third), "Households registered 0 Persons in them 0 There already, unchanged 9")
	if strings.Contains(w.log.String(), "Onafriq") {
		t.Error("the log names the file")
	}
}

// A spreadsheet has destroyed the numbers of the second list: each row is refused with its reason, before anything is registered and after.
func TestWhatIsRefusedOfAListIsSeenBeforeAndAfter(t *testing.T) {
	w := listTown(t)
	list := w.given("test-registrations-Safaricom.csv")
	must(t, w.open(access.Caseworker, list), `value="redcross_121_safaricom"`)
	w.post(access.Caseworker, list+"/mapping", "shipped", "redcross_121_safaricom")
	before := said(w.open(access.Caseworker, list))
	must(t, before, "Rows that cannot 9")
	must(t, before, "2.54708E+11 whole row A spreadsheet rounded this number")
	after := w.takenIn(list)
	must(t, after, "Households registered 0 Persons in them 0 There already, unchanged 0 Rows refused 9")
	file := w.open(access.Caseworker, list+"/refused.csv")
	if n := strings.Count(file, "2.54708E+11,whole row,"); n != 9 || !strings.HasPrefix(file, "\ufeffsheet,row,column,field,value,lost,reason,how to mend") {
		t.Errorf("%d refused rows in the file:\n%s", n, file)
	}
	w.post(access.Caseworker, list+"/let-go")
	if r := w.send(access.Caseworker, "GET", list+"/refused.csv", nil); r.status != http.StatusNotFound {
		t.Errorf("let go of, its refused rows answer %d", r.status)
	}
}

// A survey of five sheets has hundreds of columns: they come page by page, none heavier than a page may be, and the persons from their own.
func TestAListOfFiveSheets(t *testing.T) {
	w := listTown(t)
	list := w.given("humind_dummy_raw_data.xlsx")
	pages := 0
	for path := list; path != ""; pages++ {
		r := w.send(access.Caseworker, "GET", path, nil)
		if r.status != http.StatusOK || r.packed > 14<<10 {
			t.Fatalf("%s: %d, %d bytes", path, r.status, r.packed)
		}
		next := regexp.MustCompile(`href="([^"]+)">More columns`).FindStringSubmatch(r.text)
		if path = ""; next != nil {
			path = strings.ReplaceAll(next[1], "&amp;", "&")
		}
	}
	if pages < 3 {
		t.Errorf("%d pages of columns", pages)
	}
	roster := w.open(access.Caseworker, list+"?sheet=roster")
	for _, want := range []string{`<option value="person.sex" selected`, `<option value="person_household" selected`} {
		must(t, roster, want)
	}
	must(t, w.takenIn(list), "Households registered 241 Persons in them 965")
}

// Each use that a column can be put to has its words in every language.
func TestEveryUseOfAColumnIsSaid(t *testing.T) {
	m, err := sheet.ParseMapping([]byte("mapping: a\nhouseholds: {sheet: a, id: x}\npersons: [{sheet: b, household: x}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	wb, err := sheet.OpenBytes("a.csv", []byte("x,y\n1,2\n"), sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := wb.Sheet("")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range words.Default().Languages() {
		for _, u := range append(m.Offered(wb, s), sheet.NotRead, sheet.Elsewhere, sheet.PersonID, sheet.PersonHousehold) {
			if key := "lists.use_" + strings.ReplaceAll(string(u), ".", "_"); !words.Default().Printer(l.Code).Has(key) {
				t.Errorf("%s: nothing for %s", l.Code, key)
			}
		}
	}
}

// Only who may import brings a list in, and only who brought it sees it; each look at it is on record.
func TestAListIsSeenByWhoBroughtIt(t *testing.T) {
	w := listTown(t)
	list := w.given("test-registrations-Onafriq.csv")
	of, _ := id.Parse(strings.TrimPrefix(list, "/lists/"))
	for _, s := range w.filled.SignIns {
		role := s.Role
		if role == access.Caseworker {
			continue
		}
		if r := w.send(role, "GET", "/lists", nil); r.status != http.StatusForbidden {
			t.Errorf("%v opens the page of lists: %d", role, r.status)
		}
		if r := w.send(role, "GET", list, nil); r.status != http.StatusNotFound || strings.Contains(r.text, "phoneNumber") {
			t.Errorf("%v opens the list of somebody else: %d", role, r.status)
		}
		if r := w.give(role, "list.csv", []byte("id,name\n1,Furaha\n")); r.status != http.StatusForbidden {
			t.Errorf("%v gives a list: %d", role, r.status)
		}
	}
	w.open(access.Caseworker, list)
	type counted struct {
		N int `class:"open"`
	}
	looks := func() int {
		t.Helper()
		found, err := desk.Ask(t.Context(), w.op.Desk, w.actor(access.DataProtectionOfficer), "test", desk.Query[counted]{Act: access.LooksRead,
			Scope: access.Scope{Caseload: w.filled.Caseloads[demo.Kalemie], Compartment: access.Looks}, Run: func(r *desk.Reader) (counted, error) {
				found, err := r.Find(desk.LooksAt, of[:], 100)
				return counted{len(found)}, err
			}})
		if err != nil {
			t.Fatal(err)
		}
		return found.N
	}
	before := looks()
	w.open(access.Caseworker, list)
	if after := looks(); before == 0 || after != before+1 {
		t.Errorf("%d looks on record, then %d", before, after)
	}
}

// Whoever may not import any more does not see their list either, and what cannot be read is said beside the form.
func TestWhatIsNoListIsNotTaken(t *testing.T) {
	w := listTown(t)
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	for name, text := range map[string]string{"xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   strings.Repeat(" ", 64<<20)} {
		part, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(part, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		file []byte
		want string
	}{
		"nothing":    {nil, "The file is empty"},
		"a zip bomb": {bomb.Bytes(), "unpacks to far more than a spreadsheet can hold"},
		"a picture":  {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00"), "neither XLSX nor CSV"},
		"too large":  {bytes.Repeat([]byte("id,name\n"), intake.LargestList/8+1), "larger than 24 MB"},
	} {
		r := w.give(access.Caseworker, "list.xlsx", c.file)
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(said(r.text), c.want) {
			t.Errorf("%s: %d %s", what, r.status, said(r.text))
		}
	}
	must(t, w.refused(access.Caseworker, "/lists"), "form")
	list := w.given("test-registrations-Onafriq.csv")
	must(t, w.refused(access.Caseworker, list+"/mapping", "mapping", "mapping: a\nhouseholds:\n  fields: {religion: lastName}\n"), "religion")
	must(t, w.refused(access.Caseworker, list+"/columns", "use_0", "person.religion"), "person.religion")
	must(t, said(w.open(access.Caseworker, list)), "Households that can be taken in 9")
}
