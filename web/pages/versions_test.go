// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"safar/demo"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/id"
)

const (
	ofProgramme = "/programme/" + demo.Programme
	nextVersion = ofProgramme + "/next"
)

var (
	areaText = regexp.MustCompile(`(?s)<textarea[^>]*>\n?(.*?)</textarea>`)
	seenText = regexp.MustCompile(`name="seen" value="([0-9a-f]{64})"`)
)

// written is the text that stands in the form of a page.
func written(page string) string {
	if m := areaText.FindStringSubmatch(page); m != nil {
		return html.UnescapeString(m[1])
	}
	return ""
}

// versions are the versions of the programme that the desk knows.
func (w *town) versions() []journey.VersionRow {
	w.Helper()
	rows, err := askDesk(w.op, access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.ProgrammeManager, id.ID{})}}, journey.Versions(demo.Programme))
	if err != nil {
		w.Fatal(err)
	}
	return rows
}

// upload sends the form of the next version with a file.
func (w *town) upload(text, file string) shown {
	w.Helper()
	return w.uploads(access.ProgrammeManager, nextVersion, form("command", id.New().String(), "text", text, "do", "look"), "file", [2]string{"programme.yaml", file})
}

// uploads sends a form with files, each a name and its content.
func (w *town) uploads(role access.Role, path string, values url.Values, field string, files ...[2]string) shown {
	w.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name := range values {
		if err := form.WriteField(name, values.Get(name)); err != nil {
			w.Fatal(err)
		}
	}
	for _, file := range files {
		part, err := form.CreateFormFile(field, file[0])
		if err != nil {
			w.Fatal(err)
		}
		if _, err := io.WriteString(part, file[1]); err != nil {
			w.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		w.Fatal(err)
	}
	r, err := http.NewRequestWithContext(w.Context(), http.MethodPost, w.server.URL+path, &body)
	if err != nil {
		w.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "safar_session", Value: w.as(role)})
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		w.Fatal(err)
	}
	return shown{status: answer.StatusCode, text: string(page)}
}

// look sends a text to be looked at.
func (w *town) look(text string) shown {
	w.Helper()
	return w.send(access.ProgrammeManager, "POST", nextVersion, form("text", text, "do", "look"))
}

func TestTheVersionsOfAProgramme(t *testing.T) {
	w := newTown(t, 200)
	for name, walk := range map[string]func(*town){"mistakes": mistakesAreShown, "refusals": whatJourneysCouldNotSurvive, "files": filesInsteadOfText,
		"roles": onlyTheManagerPublishes} {
		t.Run(name, func(t *testing.T) {
			sub := *w
			sub.T = t
			walk(&sub)
			if n := len(w.versions()); n != 1 {
				t.Errorf("there are %d versions: something was published", n)
			}
		})
	}
	publishAndMove(w)
}

func mistakesAreShown(w *town) {
	source := written(w.open(access.ProgrammeManager, nextVersion))
	if !strings.HasPrefix(source, "# SPDX") && !strings.Contains(source, "programme: "+demo.Programme) {
		w.Fatalf("the form does not hold the file in force: %.60q", source)
	}
	wrong := strings.Replace(source, "- tell: village_profile", "- tel: village_profile", 1)
	r := w.look(wrong)
	if r.status != http.StatusUnprocessableEntity || written(r.text) != wrong {
		w.Errorf("%d, and the text is kept: %v", r.status, written(r.text) == wrong)
	}
	for _, want := range []string{"unknown verb “tel”", "did you mean “tell”?", "- tel: village_profile", "^^^", "Nothing was published."} {
		if !strings.Contains(html.UnescapeString(r.text), want) {
			w.Errorf("nothing says %q", want)
		}
	}
	if strings.Contains(r.text, `value="publish"`) {
		w.Error("what is wrong can be published")
	}
	fr := w.send(access.ProgrammeManager, "POST", nextVersion+"?lang=fr", form("text", wrong, "do", "look"))
	if !strings.Contains(html.UnescapeString(fr.text), "verbe inconnu : « tel »") {
		w.Error("in French it is not said in French")
	}
	if r := w.look(""); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.text, "the file is empty") {
		w.Errorf("nothing at all: %d %s", r.status, said(r.text))
	}
	if r := w.look(source); r.status != http.StatusOK || !strings.Contains(r.text, "This is the version in force.") || strings.Contains(r.text, `value="publish"`) {
		w.Errorf("the same again: %d %s", r.status, said(r.text))
	}
	if r := w.look(strings.Replace(source, "programme: "+demo.Programme, "programme: another", 1)); r.status != http.StatusUnprocessableEntity ||
		!strings.Contains(r.text, "a file of the programme another") {
		w.Errorf("another programme: %d %s", r.status, said(r.text))
	}
}

func whatJourneysCouldNotSurvive(w *town) {
	source := written(w.open(access.ProgrammeManager, nextVersion))
	without := strings.NewReplacer("- tell: village_profile", "- tell: what_awaits", "[village_profile]", "[what_awaits]", "village_profile.done", "what_awaits.done").Replace(source)
	r := w.look(without)
	text := html.UnescapeString(r.text)
	if r.status != http.StatusUnprocessableEntity || !regexp.MustCompile(`step “village_profile” is gone; \d+ journeys stand on it`).MatchString(text) {
		w.Errorf("%d %s", r.status, said(r.text))
	}
	refused := w.refused(access.ProgrammeManager, nextVersion, "text", without, "do", "publish", "seen", seenText.FindStringSubmatch(r.text)[1])
	if !strings.Contains(refused, "is gone") {
		w.Errorf("publishing it all the same: %s", refused)
	}
	r = w.look(without + "\nmigrate: {solution: {village_profile: {to: what_awaits}}}\n")
	if r.status != http.StatusOK || !strings.Contains(said(r.text), "Goes to another step Afterwards what_awaits") {
		w.Errorf("with a rule: %d %s", r.status, said(r.text))
	}
}

func filesInsteadOfText(w *town) {
	source := written(w.open(access.ProgrammeManager, nextVersion))
	dearer := strings.Replace(source, "transport: 2000", "transport: 2500", 1)
	if r := w.upload(source, "\ufeff"+strings.ReplaceAll(dearer, "\n", "\r\n")); r.status != http.StatusOK || written(r.text) != dearer {
		w.Errorf("a file: %d, its text is shown: %v", r.status, written(r.text) == dearer)
	}
	if r := w.upload(dearer, ""); r.status != http.StatusOK || written(r.text) != dearer {
		w.Errorf("no file: %d", r.status)
	}
	if r := w.upload(dearer, "PK\x03\x04\xff\xfe"); r.status != http.StatusUnprocessableEntity || written(r.text) != dearer || !strings.Contains(r.text, "not UTF-8") {
		w.Errorf("a workbook: %d %s", r.status, said(r.text))
	}
	if r := w.upload(dearer, strings.Repeat("# too long\n", journey.MaxProgramme/10)); r.status != http.StatusUnprocessableEntity || written(r.text) != dearer ||
		!strings.Contains(r.text, "more than 1,024 KB") {
		w.Errorf("a large one: %d %s", r.status, said(r.text))
	}
}

func onlyTheManagerPublishes(w *town) {
	source := written(w.open(access.ProgrammeManager, nextVersion))
	seen := seenText.FindStringSubmatch(w.look(strings.Replace(source, "transport: 2000", "transport: 2500", 1)).text)[1]
	for _, s := range w.filled.SignIns {
		if r := w.send(s.Role, "GET", ofProgramme+"/versions", nil); r.status != http.StatusOK && s.Role != access.Municipality {
			w.Errorf("%v reads the versions: %d", s.Role, r.status)
		}
		if s.Role == access.ProgrammeManager {
			continue
		}
		for _, path := range []string{nextVersion, ofProgramme + "/migrate"} {
			if r := w.send(s.Role, "GET", path, nil); r.status != http.StatusForbidden {
				w.Errorf("%v opens %s: %d", s.Role, path, r.status)
			}
		}
		values := form("text", strings.Replace(source, "transport: 2000", "transport: 2500", 1), "do", "publish", "seen", seen, "caseload", w.filled.Caseloads[demo.Kalemie].String())
		for _, path := range []string{nextVersion, ofProgramme + "/migrate"} {
			if r := w.send(s.Role, "POST", path, values); r.status != http.StatusForbidden {
				w.Errorf("%v sends %s: %d", s.Role, path, r.status)
			}
		}
	}
}

// publishAndMove publishes a version, and moves everyone to it.
func publishAndMove(w *town) {
	manager := access.ProgrammeManager
	source := written(w.open(manager, nextVersion))
	dearer := strings.ReplaceAll(strings.Replace(source, "transport: 2000", "transport: 2500", 1), "\n", "\r\n") // as a browser sends it
	r := w.look(dearer)
	text := said(r.text)
	for _, want := range []string{"This file can be published.", "gives.transport Before 2000 * size Afterwards 2500 * size", "Journeys on other versions", "Amounts that are not owed yet"} {
		if !strings.Contains(text, want) {
			w.Errorf("nothing says %q in %s", want, text)
		}
	}
	if r.packed > 14<<10 {
		w.Errorf("it weighs %d bytes", r.packed)
	}
	seen := seenText.FindStringSubmatch(r.text)[1]
	other := w.send(manager, "POST", nextVersion, form("text", strings.Replace(dearer, "2500", "9500", 1), "do", "publish", "seen", seen))
	if other.status != http.StatusOK || !strings.Contains(other.text, "not the one that you looked at") || len(w.versions()) != 1 {
		w.Fatalf("what nobody looked at: %d, %d versions", other.status, len(w.versions()))
	}
	to := w.post(manager, nextVersion, "text", dearer, "do", "publish", "seen", seen)
	page := said(w.open(manager, to))
	rows := w.versions()
	if len(rows) != 2 || !rows[0].InForce || rows[1].Journeys == 0 || !strings.Contains(page, "in force for new journeys") {
		w.Fatalf("%+v %s", rows, page)
	}
	old := w.open(manager, w.first(w.open(manager, ofProgramme+"/versions"), `href="([^"]*/versions/[0-9a-f]+)"><bdi>1<`))
	if !strings.Contains(old, "transport: 2000") {
		w.Error("the file of the first version is not shown")
	}
	moving := w.open(manager, ofProgramme+"/migrate")
	caseload := w.first(moving, `name="caseload" value="([^"]+)"`)
	left := w.post(manager, ofProgramme+"/migrate", "caseload", caseload, "from", strings.Repeat("f", 64)+"."+id.New().String()) // all were looked at before
	if page := said(w.open(manager, left)); !strings.Contains(page, "stay on their version for now") || w.versions()[0].Journeys != 0 {
		w.Errorf("after the last: %s", page)
	}
	to = w.post(manager, ofProgramme+"/migrate", "caseload", caseload, "from", "")
	if page := said(w.open(manager, to)); !strings.Contains(page, "All of them are on the version in force.") {
		w.Errorf("after moving: %s", page)
	}
	if rows := w.versions(); rows[0].Journeys == 0 || rows[1].Journeys != 0 {
		w.Errorf("%+v", rows)
	}
}
