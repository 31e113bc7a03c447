// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"safar/kernel/access"
	"safar/kernel/vault"
)

// aPhoto is what a telephone sends.
func aPhoto(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 400, 300)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// upload opens the form at path, fills it in, chooses a file where there is one, and sends it as a browser does.
func (k *kalemie) upload(t *testing.T, role access.Role, path string, file io.Reader, fields ...string) reply {
	t.Helper()
	opened := k.get(t, role, path)
	if opened.status != http.StatusOK || !strings.Contains(opened.body, `enctype="multipart/form-data"`) {
		t.Fatalf("%s as %s: %d\n%s", path, role, opened.status, troubles(opened.body))
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("command", firstMatch(t, opened.body, `name="command" value="([^"]+)"`))
	for i := 0; i+1 < len(fields); i += 2 {
		form.WriteField(fields[i], fields[i+1])
	}
	name := map[bool]string{true: "IMG_2041.jpg"}[file != nil]
	part, err := form.CreateFormFile("picture", name)
	if err == nil && file != nil {
		_, err = io.Copy(part, file)
	}
	if err != nil || form.Close() != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "http://localhost:8080"+path, &body)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "safar_session", Value: role.String()})
	w := httptest.NewRecorder()
	k.site.ServeHTTP(w, r)
	return reply{status: w.Code, to: w.Header().Get("Location"), body: w.Body.String()}
}

// A household is registered with a photograph of its head, which is theirs alone; what is no picture comes back with everything that was typed, and without one it goes as before.
func TestAHouseholdIsRegisteredWithAPhotograph(t *testing.T) {
	k := inKalemie(t)
	fields := []string{"card", "KLM-PHOTO-1", "language", "sw", "consent", "Ndiyo", "given_1", "Furahini", "born_1", "12", "relation_1", "child", "given_2", "Mapichani", "born_2", "40", "relation_2", "head"}
	const path = "/households/register"
	for _, broken := range []io.Reader{strings.NewReader("no picture"), bytes.NewReader(aPhoto(t)[:300])} {
		if got := k.upload(t, access.Caseworker, path, broken, fields...); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, `value="Mapichani"`) || !strings.Contains(got.body, `id="picture-error"`) {
			t.Errorf("what is no picture: %d\n%s", got.status, troubles(got.body))
		}
	}
	got := k.upload(t, access.Caseworker, path, bytes.NewReader(aPhoto(t)), fields...)
	if got.status != http.StatusSeeOther || !strings.Contains(got.to, "done=registered") {
		t.Fatalf("%d %s\n%s", got.status, got.to, troubles(got.body))
	}
	file, _, _ := strings.Cut(got.to, "?")
	if page := k.get(t, access.Caseworker, file+"/documents").body; !strings.Contains(page, "/thumb") || !strings.Contains(page, "Mapichani") || strings.Contains(page, "Furahini") {
		t.Errorf("the photograph is not that of the head: %s", page)
	}
	if got := k.upload(t, access.Caseworker, path, nil, "card", "KLM-PHOTO-2", "language", "sw", "consent", "Ndiyo", "given_1", "Bilapicha", "born_1", "40", "relation_1", "head"); got.status != http.StatusSeeOther {
		t.Errorf("without a photograph: %d\n%s", got.status, troubles(got.body))
	}
}

// A document is filed with its picture, shown small and whole, kept in no browser; and withdrawn, which is seen.
func TestADocumentIsFiledShownAndWithdrawn(t *testing.T) {
	k := inKalemie(t)
	file := k.someHousehold(t)
	of := strings.TrimPrefix(file, "/households/")
	got := k.upload(t, access.Caseworker, file+"/documents/file", bytes.NewReader(aPhoto(t)), "whose", of, "kind", "land", "class", "personal", "words", "plot 12")
	if got.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", got.status, troubles(got.body))
	}
	page := k.get(t, access.Caseworker, file+"/documents").body
	whole := firstMatch(t, page, `src="(`+file+`/documents/[0-9a-z]+)/thumb"`)
	for _, want := range []string{"plot 12", "Land or house papers", `href="` + whole + `"`} {
		if !strings.Contains(page, want) {
			t.Errorf("nothing like %s on the page", want)
		}
	}
	for path, longest := range map[string]int{whole: 400, whole + "/thumb": vault.ThumbSide} {
		r := httptest.NewRequest(http.MethodGet, "http://localhost:8080"+path, nil)
		r.AddCookie(&http.Cookie{Name: "safar_session", Value: access.Caseworker.String()})
		w := httptest.NewRecorder()
		k.site.ServeHTTP(w, r)
		img, err := jpeg.Decode(w.Body)
		if err != nil || img.Bounds().Dx() != longest {
			t.Errorf("%s: %v", path, err)
		}
		h := w.Header()
		if h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Type") != "image/jpeg" ||
			!strings.HasPrefix(h.Get("Content-Disposition"), "inline; filename=") {
			t.Errorf("%s: %v", path, h)
		}
	}
	if got := k.get(t, access.FinanceOfficer, whole); got.status != http.StatusForbidden {
		t.Errorf("who opens no file sees a document: %d", got.status)
	}
	if got := k.try(t, access.Caseworker, whole+"/withdraw", "why", ""); got.status != http.StatusUnprocessableEntity {
		t.Errorf("withdrawn without a reason: %d", got.status)
	}
	k.fillIn(t, access.Caseworker, whole+"/withdraw", "why", "of the neighbours")
	page = k.get(t, access.Caseworker, file+"/documents").body
	if strings.Contains(page, whole+"/thumb") || !strings.Contains(page, "of the neighbours") || !strings.Contains(page, "Withdrawn") {
		t.Error("it is not seen to be withdrawn")
	}
	if got := k.get(t, access.Caseworker, whole); got.status != http.StatusNotFound {
		t.Errorf("its picture: %d", got.status)
	}
}

// A form with a picture that comes back keeps what was typed, and says that the picture must be chosen again; a wrong file says what is wrong with it.
func TestAFormWithAPictureComesBackWithEverythingElse(t *testing.T) {
	k := inKalemie(t)
	file := k.someHousehold(t)
	of := strings.TrimPrefix(file, "/households/")
	const typed = "issued at Kalemie, number 77"
	for name, c := range map[string]struct {
		file        io.Reader
		kind, wants string
	}{
		"nothing is chosen":    {nil, "land", "Choose a picture."},
		"a kind is wanting":    {bytes.NewReader(aPhoto(t)), "", "Choose the picture again"},
		"a pdf":                {strings.NewReader("%PDF-1.7"), "land", "PDF files are not kept"},
		"half a picture":       {bytes.NewReader(aPhoto(t)[:700]), "land", "broke off"},
		"more than may be":     {io.MultiReader(bytes.NewReader(aPhoto(t)[:700]), strings.NewReader(strings.Repeat("\x55", vault.MaxUpload))), "land", "too large"},
		"far more than may be": {strings.NewReader(strings.Repeat("\xff\xd8\xff", vault.MaxUpload)), "land", ""},
	} {
		got := k.upload(t, access.Caseworker, file+"/documents/file", c.file, "whose", of, "kind", c.kind, "class", "sensitive", "words", typed)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, c.wants) || !strings.Contains(got.body, `value="`+typed+`"`) {
			t.Errorf("%s: %d\n%s", name, got.status, troubles(got.body))
		}
		if !strings.Contains(got.body, `value="sensitive" checked`) {
			t.Errorf("%s: what was chosen is lost", name)
		}
	}
}

// A photograph of somebody stands on their page, and on that of their household.
func TestAPhotoStandsOnThePageOfWhomItShows(t *testing.T) {
	k := inKalemie(t)
	file := k.someHousehold(t)
	member := firstMatch(t, k.get(t, access.Caseworker, file).body, `href="(`+file+`/members/[0-9a-z]+)"`)
	person := member[strings.LastIndex(member, "/")+1:]
	add := firstMatch(t, k.get(t, access.Caseworker, member).body, `href="(`+file+`/documents/file\?[^"]*)"`)
	form := k.get(t, access.Caseworker, strings.ReplaceAll(add, "&amp;", "&")).body
	if !strings.Contains(form, `value="`+person+`" selected`) || !strings.Contains(form, `value="portrait" selected`) {
		t.Error("the form does not say whose photo it is")
	}
	got := k.upload(t, access.Caseworker, file+"/documents/file", bytes.NewReader(aPhoto(t)), "whose", person, "kind", "portrait", "class", "personal")
	if got.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", got.status, troubles(got.body))
	}
	if !strings.Contains(k.get(t, access.Caseworker, member).body, "/thumb") {
		t.Error("their page does not show it")
	}
	if strings.Contains(k.get(t, access.Caseworker, file).body, "/thumb") {
		t.Error("the page of the household shows the photo of one of them as its own")
	}
}
