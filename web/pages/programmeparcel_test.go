// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"archive/zip"
	"bytes"
	"html"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"testing"

	"safar/demo"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/programmes"
)

const ofParcel = "/programmes/new"

// folderOf are the files of the programme's folder, changed by some replacements: its own names, so that it is another programme.
func folderOf(t *testing.T, swap ...string) (files [][2]string) {
	t.Helper()
	err := fs.WalkDir(programmes.FS(), demo.Programme, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(programmes.FS(), name)
		files = append(files, [2]string{name, strings.NewReplacer(swap...).Replace(string(text))})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func packed(t *testing.T, files [][2]string) [2]string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f[0])
		if err == nil {
			_, err = w.Write([]byte(f[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return [2]string{"folder.zip", b.String()}
}

// handIn sends files to be looked at.
func (w *town) handIn(files ...[2]string) shown {
	w.Helper()
	return w.uploads(access.ProgrammeManager, ofParcel, form("command", id.New().String(), "do", "look"), "files", files...)
}

func TestAWholeProgrammeComesByPage(t *testing.T) {
	w := newTown(t, 200)
	t.Run("refused", func(t *testing.T) { w.T = t; parcelsAreRefused(w) })
	t.Run("roles", func(t *testing.T) { w.T = t; onlyTheManagerHandsIn(w) })
	w.T = t
	putAProgrammeInForce(w)
	nextByFolder(w)
}

var anotherProgramme = []string{"programme: " + demo.Programme, "programme: solutions_haut_lomami", "name: Durable solutions in Tanganyika", "name: Solutions in Haut-Lomami"}

func parcelsAreRefused(w *town) {
	whole := folderOf(w.T, anotherProgramme...)
	for want, files := range map[string][][2]string{
		"Choose the files first.":         nil,
		"None of these files is a prog":   {{"forms/a.yaml", "form: a\n"}},
		"cannot be unpacked":              {{"a.zip", "PK\x03\x04 cut off"}},
		"unpacked.":                       {packed(w.T, [][2]string{{"programme.yaml", "programme: a\n" + strings.Repeat("# bomb\n", 1<<20)}})},
		"The words call their":            nil,
		"there is no form “follow_up”":    nil,
		"unknown verb “tel”":              nil,
		"“txt” is not a type of question": nil,
	} {
		if files == nil && !strings.HasPrefix(want, "Choose") {
			files = whole
			switch {
			case strings.HasPrefix(want, "The words"):
				want = "the words call their language “sw”"
				files = append([][2]string{{"words/xx.yaml", "language: sw\nname: X\n"}}, whole...)
			case strings.HasPrefix(want, "there"):
				files = without(whole, "follow_up.yaml")
			case strings.HasPrefix(want, "unknown"):
				files = folderOf(w.T, append(anotherProgramme, "- tell: village_profile", "- tel: village_profile")...)
			default:
				files = folderOf(w.T, append(anotherProgramme, "- text: which_place", "- txt: which_place")...)
			}
			files = [][2]string{packed(w.T, files)}
		}
		r := w.handIn(files...)
		text := html.UnescapeString(r.text)
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(text, want) || strings.Contains(text, `value="publish"`) {
			w.Errorf("%s: %d %s", want, r.status, said(r.text))
		}
	}
	if r := w.send(access.ProgrammeManager, "GET", "/programme/solutions_haut_lomami", nil); r.status != http.StatusNotFound {
		w.Errorf("something was put in force: %d", r.status)
	}
}

// without are files without those of a name.
func without(files [][2]string, base string) (rest [][2]string) {
	for _, f := range files {
		if path.Base(f[0]) != base {
			rest = append(rest, f)
		}
	}
	return rest
}

func onlyTheManagerHandsIn(w *town) {
	seen := w.first(w.handIn(packed(w.T, folderOf(w.T, anotherProgramme...))).text, `name="seen" value="([0-9a-z]+)"`)
	for _, s := range w.filled.SignIns {
		if s.Role == access.ProgrammeManager {
			continue
		}
		if r := w.send(s.Role, "GET", ofParcel, nil); r.status != http.StatusForbidden {
			w.Errorf("%v opens it: %d", s.Role, r.status)
		}
		if r := w.send(s.Role, "POST", ofParcel, form("do", "publish", "seen", seen)); r.status != http.StatusForbidden {
			w.Errorf("%v sends it: %d", s.Role, r.status)
		}
	}
	must(w, w.refused(access.ProgrammeManager, ofParcel, "do", "publish", "seen", id.New().String()), "no longer held here")
}

func putAProgrammeInForce(w *town) {
	manager := access.ProgrammeManager
	var files [][2]string // as a browser sends chosen files: without their folders
	for _, f := range folderOf(w.T, anotherProgramme...) {
		files = append(files, [2]string{path.Base(f[0]), f[1]})
	}
	r := w.handIn(files...)
	for _, want := range []string{"This file can be published.", "Solutions in Haut-Lomami", "solutions_haut_lomami", "It is a new programme", "Forms 10", "Left aside README.md"} {
		must(w, said(r.text), want)
	}
	to := w.post(manager, ofParcel, "do", "publish", "seen", w.first(r.text, `name="seen" value="([0-9a-z]+)"`))
	if page := w.open(manager, to); to != "/programme/solutions_haut_lomami?done=version_published" || !strings.Contains(page, "Solutions in Haut-Lomami") {
		w.Errorf("it leads to %s: %s", to, said(page))
	}
	must(w, said(w.open(access.Caseworker, "/programme/solutions_haut_lomami/forms")), "Intention survey")
	must(w, said(w.open(access.Auditor, "/programme/solutions_haut_lomami?lang=fr")), "Enquête")
}

// What is in force is changed by its folder too: its file, its forms, its words.
func nextByFolder(w *town) {
	swap := append([]string{"transport: 2000", "transport: 2500", "Told of the village", "Told of home"}, anotherProgramme...)
	r := w.handIn(packed(w.T, folderOf(w.T, swap...)))
	for _, want := range []string{"gives.transport Before 2000 * size Afterwards 2500 * size", "Its words change in these languages: English.",
		"Nobody is under way on another version."} {
		must(w, said(r.text), want)
	}
	w.post(access.ProgrammeManager, ofParcel, "do", "publish", "seen", w.first(r.text, `name="seen" value="([0-9a-z]+)"`))
	must(w, said(w.open(access.Auditor, "/programme/solutions_haut_lomami")), "Told of home")
	must(w, said(w.handIn(packed(w.T, folderOf(w.T, swap...))).text), "This is the version in force.")
}
