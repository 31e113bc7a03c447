// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/exchange/intake"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/programmes"
	"safar/web/page"
	"safar/web/words"
)

// setupStep is one page of the assistant: done says whether what it asks for is there already, by whatever way it came.
type setupStep struct {
	name string // of its address and its sentences
	act  access.Act
	done func(*errand) (bool, error)
}

// setupSteps are the pages of the assistant in their order. Each saves by the commands of the desk, so that it can be left and gone on with anywhere.
var setupSteps = []setupStep{
	{"places", access.PlacesAdd, hasPlaces(places.Country)},
	{"programme", access.ProgrammePublish, hasProgramme},
	{"people", access.AccessGrant, hasColleagues},
	{"site", access.PlacesAdd, hasPlaces(places.Site)},
}

// addSetup adds the assistant for a new operation.
func (o *office) addSetup() {
	o.handle("GET /setup", showSetup)
	o.serve("/setup/places", duty{act: access.PlacesAdd, commons: true, show: setupPlacesTask, send: setupPlaces})
	o.serve("/setup/programme", duty{act: access.ProgrammePublish, commons: true, show: setupProgrammeTask, send: setupProgramme})
	o.serve("/setup/people", duty{act: access.AccessGrant, commons: true, show: setupPeopleTask, page: setupPeople})
	o.serve("/setup/site", duty{act: access.PlacesAdd, commons: true, show: setupSiteTask, send: setupSite})
}

func hasPlaces(kind places.Kind) func(*errand) (bool, error) {
	return func(e *errand) (bool, error) {
		rows, err := ask(e, "task.find_the_way", places.Of(kind))
		return len(rows) > 0, err
	}
}

func hasProgramme(e *errand) (bool, error) {
	rows, err := ask(e, "task.programme", journey.Programmes())
	return len(rows) > 0, err
}

func hasColleagues(e *errand) (bool, error) {
	rows, err := ask(e, "task.users", staff.Users())
	return len(rows) > 1, err
}

// showSetup says how far the office is set up, leads to what is next, and at the end says what to do.
func showSetup(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.AccessGrant, access.Commons, e.today); err != nil {
		return err
	}
	w := e.Words
	g, next, ready, err := e.setupState()
	switch {
	case err != nil:
		return err
	case !ready:
		return e.Show(officePage(e.frame(w.T("setup.title")), w.T("setup.lead"), e.way(next != "", "setup.go_on", next), gridOf(g)))
	}
	var lines []string
	for _, key := range []string{"setup.next_sign_in", "setup.next_backup", "setup.next_neighbours", "setup.next_households", "setup.next_second"} {
		lines = append(lines, w.T(key))
	}
	ways := doors(join(e.way(true, "users.title", "/users"), e.way(true, "yard.title", Account+"/yard"), e.way(true, "programmes.title", "/programmes")))
	return e.Show(officePage(e.frame(w.T("setup.title")), w.T("setup.ready"), nil, gridOf(g), headed(w.T("setup.next"), numberedList(lines), ways)))
}

// setupState says of each step whether it is done, which is the next that whoever asks may do ("" for none), and whether all are done.
func (e *errand) setupState() (g grid, next string, ready bool, err error) {
	w := e.Words
	g, ready = grid{caption: w.T("setup.title"), columns: columns(w, "setup.step", "setup.state")}, true
	for i, s := range setupSteps {
		done, err := s.done(e)
		if err != nil {
			return g, "", false, err
		}
		may, name, state := e.mayInCommons(s.act), plain(w.T("setup."+s.name)), status(page.Good, w.T("setup.done"))
		if may {
			name = linked(w.T("setup."+s.name), e.setupPage(i))
		}
		switch {
		case done:
		case may:
			next, state = cmp.Or(next, e.setupPage(i)), status(page.Ahead, w.T("setup.open"))
		default:
			state = status(page.Ahead, w.T("setup.by_manager"))
		}
		ready = ready && done
		g.rows = append(g.rows, []templ.Component{name, state})
	}
	return g, next, ready, nil
}

// setupPage is the page of a step, or the one of all steps where there is none, or whoever asks may not save there.
func (e *errand) setupPage(step int) string {
	if step < 0 || step >= len(setupSteps) || !e.mayInCommons(setupSteps[step].act) {
		return "/setup"
	}
	return "/setup/" + setupSteps[step].name
}

// setupTask is one page of the assistant, with the way back to the one before.
func (e *errand) setupTask(step int, blanks ...blank) *task {
	back := e.setupPage(step - 1)
	name := setupSteps[step].name
	return &task{title: "setup." + name, lead: "setup." + name + "_lead", do: "setup.save", back: back, crumbs: []page.Link{e.crumb("setup.title", "/setup")}, blanks: blanks}
}

// setupPlacesTask asks for the country and what lies in it: from a file of p-codes, or typed.
func setupPlacesTask(e *errand) (*task, error) {
	t := e.setupTask(0, e.blank(asInput, "country", "setup.country").hinted(e.Words.T("setup.country_hint")),
		e.blank(asInput, "code", "setup.country_code").hinted(e.Words.T("setup.country_code_hint")).optional(),
		e.blank(asInput, "file", "setup.pcodes").kind("file").hinted(e.Words.T("setup.pcodes_hint")).optional(),
		e.blank(asArea, "names", "setup.typed").hinted(e.Words.T("setup.typed_hint")).optional())
	t.upload = true
	return t, nil
}

func setupPlaces(e *errand, in *input) (string, string, error) {
	name, code := in.must("country"), strings.ToUpper(in.text("code"))
	if code != "" && (len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		in.blame("code", "setup.code_wrong")
	}
	file, err := e.uploaded("file")
	if err != nil {
		return "", "", err
	}
	if file != nil && code == "" {
		in.blame("code", "setup.code_for_file")
	}
	names := lines(in.values.Get("names"))
	if len(names) > mostTyped {
		in.faults["names"] = e.Words.T("setup.typed_many", words.Args{"most": mostTyped})
	}
	if in.wrong() {
		return "", "", nil
	}
	if file != nil {
		if err := e.plant(file, code); err != nil {
			return "", "", err
		}
	}
	return e.setupPage(1), "saved", e.addTyped(name, code, names)
}

// mostTyped bounds how many places are typed at once; more come in a file.
const mostTyped = 200

// lines are the lines of a text that say something.
func lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// plant takes a file of p-codes in: of this country alone. It touches the disk because a workbook is read there; a map holds nothing of people.
func (e *errand) plant(file []byte, country string) error {
	folder, err := os.MkdirTemp("", "safar-places-")
	if err != nil {
		return fault.New("pages.plant", fault.Unavailable, "operation.folder", fault.Args{"folder": os.TempDir()}).Because(err)
	}
	defer os.RemoveAll(folder)
	kind := ".csv"
	if bytes.HasPrefix(file, []byte("PK")) {
		kind = ".xlsx"
	}
	path := filepath.Join(folder, "places"+kind)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		return fault.New("pages.plant", fault.Unavailable, "operation.folder", fault.Args{"folder": folder}).Because(err)
	}
	report, err := intake.Places(e.Context(), e.op.Desk, e.Visitor.Actor, path, intake.Options{Countries: []string{country}, RefusedTo: io.Discard})
	if err == nil && report.New+report.Unchanged == 0 {
		err = fault.New("pages.plant", fault.Invalid, "setup.no_places", fault.Args{"country": country})
	}
	return err
}

// addTyped adds the country, named as people call it, and the provinces in it.
func (e *errand) addTyped(country, code string, names []string) error {
	form, err := e.Command()
	if err != nil {
		return err
	}
	known, err := ask(e, "task.find_the_way", places.Of(places.Country))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(known, func(r places.Row) bool { return r.Name == country || code != "" && r.Pcode == code })
	var within id.ID
	if at >= 0 {
		within = known[at].ID
		if known[at].Name != country {
			_, err = e.op.Desk.Do(e.Context(), e.Visitor.Actor, access.Commons, form, places.Rename{Place: within, Name: country})
		}
	} else {
		r, failed := e.op.Desk.Do(e.Context(), e.Visitor.Actor, access.Commons, form, places.Add{Kind: places.Country, Name: country, Pcode: code, Day: e.today})
		if err = failed; len(r.IDs) > 0 {
			within = r.IDs[0]
		}
	}
	for i, name := range names {
		if err != nil {
			return err
		}
		_, err = e.op.Desk.Do(e.Context(), e.Visitor.Actor, access.Commons, numbered(form, i+1), places.Add{Kind: places.Province, Name: name, Parent: within, Day: e.today})
	}
	return err
}

// uploaded reads a file that came with a form; nil where none came.
func (e *errand) uploaded(name string) ([]byte, error) {
	f, _, err := e.FormFile(name)
	if err != nil {
		return nil, nil // none was chosen
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, fault.New("pages.uploaded", fault.Invalid, "web.form_unreadable", nil).Because(err)
	}
	if len(text) == 0 {
		return nil, nil
	}
	return text, nil
}

// setupProgrammeTask offers the programmes that come with Safar, each with what it is for; the picture of one is shown where it is asked for.
func setupProgrammeTask(e *errand) (*task, error) {
	var options []page.Option
	var pictures []page.Link
	for _, name := range programmes.Names() {
		said := e.speech(e.Words, name)
		options = append(options, page.Option{Value: name, Label: said.name(name), Hint: said.about()})
		pictures = append(pictures, page.Link{Text: said.name(name), To: "/setup/programme?picture=" + name})
	}
	t := e.setupTask(1, e.blank(asRadios, "programme", "setup.programme_which").of(options))
	t.about = para(plain(e.Words.T("setup.programme_file")), linked(e.Words.T("parcel.title"), "/programmes/new"))
	t.below = headed(e.Words.T("setup.pictures"), doors(pictures))
	if asked := e.URL.Query().Get("picture"); slices.Contains(programmes.Names(), asked) {
		drawn, err := e.pictureOfShipped(asked)
		if err != nil {
			return nil, err
		}
		t.below, t.blanks[0].Value = together(drawn, t.below), asked
	}
	return t, nil
}

// pictureOfShipped draws the pathways of a programme that comes with Safar.
func (e *errand) pictureOfShipped(name string) (templ.Component, error) {
	f := e.carried(name)
	if f == nil {
		return nil, notThere("pages.shipped")
	}
	var drawn []templ.Component
	for _, way := range f.Programme.Pathways {
		one, err := e.pictureOf(e.speech(e.Words, name), way, nil, false)
		if err != nil {
			return nil, err
		}
		drawn = append(drawn, headed(e.speech(e.Words, name).say("pathways", way.ID), sideways(way.ID, one)))
	}
	return together(drawn...), nil
}

func setupProgramme(e *errand, in *input) (string, string, error) {
	name := in.must("programme")
	if in.wrong() {
		return "", "", nil
	}
	if !slices.Contains(programmes.Names(), name) {
		in.blame("programme", "office.wrong.missing")
		return "", "", nil
	}
	files, err := fs.Sub(programmes.FS(), name)
	if err != nil {
		return "", "", fault.Wrap("pages.setupProgramme", err)
	}
	version := journey.Publish{}
	if version.Source, err = fs.ReadFile(files, "programme.yaml"); err == nil {
		version.Forms, err = programme.FormFiles(files)
	}
	if err == nil {
		version.Words, err = programme.WordFiles(files)
	}
	if err == nil {
		_, err = e.do(access.Commons, version)
	}
	return e.setupPage(2), "saved", err
}

// setupSiteTask asks for the first site.
func setupSiteTask(e *errand) (*task, error) {
	within, err := e.placeOptions(places.Territory, places.Province)
	return e.setupTask(3, e.blank(asInput, "name", "setup.site_name"), e.blank(asInput, "pcode", "places.pcode").hinted(e.Words.T("places.pcode_hint")).optional(),
		e.blank(asSelect, "within", "places.within").of(within).optional()), err
}

func setupSite(e *errand, in *input) (string, string, error) {
	c := places.Add{Kind: places.Site, Name: in.must("name"), Pcode: in.text("pcode"), Parent: in.id("within"), Day: e.today}
	if in.wrong() {
		return "", "", nil
	}
	_, err := e.do(access.Commons, c)
	return "/setup", "saved", err
}

// nth names the nth of a kind of field.
func nth(name string, n int) string { return fmt.Sprintf("%s_%d", name, n) }
