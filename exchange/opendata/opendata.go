// SPDX-License-Identifier: Apache-2.0

package opendata

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/figures"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// task is the purpose under which the export asks.
const task desk.Purpose = "task.export"

// Options say how the export is made.
type Options struct {
	Boards   *figures.Boards       // of the desk; nil opens them
	Progress func(done, total int) // told after each part; nil for nobody
}

// export is one export that is being made.
type export struct {
	ctx      context.Context
	desk     *desk.Desk
	by       access.Actor
	boards   *figures.Boards
	tables   tables
	paths    *paths
	sources  map[string]string // of the programmes in force, by id
	heard    map[id.ID]bool    // places of the caseload whose people were listened to
	progress func(done, total int)
}

// tables are the files of the export.
type tables struct {
	caseloads, places, profiles, decisions, reports, closures, notes, figures, gatherings, found, sessions, people *table
}

// newTables declares what is exported. What is left out by name is open to those who work here, and not fit to be published.
func newTables() tables {
	place, both := []string{"place"}, []string{"caseload", "place"}
	return tables{
		caseloads:  newTable[journey.Caseload]("caseloads.csv", []string{"caseload"}, []string{"Disputed", "InTwo", "Few"}, nil),
		places:     newTable[places.Row]("places.csv", []string{"place", "within"}, []string{"ID"}, nil),
		profiles:   newTable[places.AspectRow]("profiles.csv", place, []string{"Source"}, nil),
		decisions:  newTable[places.DecisionRow]("safety_decisions.csv", place, []string{"By"}, nil),
		reports:    newTable[places.ReportRow]("safety_reports.csv", place, []string{"Source", "Words"}, []string{"Day"}),
		closures:   newTable[places.ClosureRow]("closures.csv", place, nil, nil),
		notes:      newTable[places.NoteRow]("closure_notes.csv", place, nil, nil),
		figures:    newTable[figures.OpenRow]("figures.csv", []string{"caseload", "programme"}, nil, nil),
		gatherings: newTable[gathering.Row]("gatherings.csv", []string{"caseload"}, []string{"ID"}, []string{"Day"}),
		found:      newTable[gathering.FoundRow]("gatherings_found.csv", []string{"caseload", "place", "month"}, nil, nil),
		sessions:   newTable[gathering.KindCount]("listening.csv", both, nil, nil),
		people:     newTable[tookPart]("listening_people.csv", both, nil, nil),
	}
}

func (t tables) all() []*table {
	return []*table{t.caseloads, t.places, t.profiles, t.decisions, t.reports, t.closures, t.notes, t.figures, t.gatherings, t.found,
		t.sessions, t.people}
}

// Write writes the open export of an operation as a ZIP file, on behalf of somebody who may take out a file without personal data
// (access.ExportOpen) and may read figures: of the caseloads in which they may. Faults: NotAllowed where there is none.
func Write(ctx context.Context, d *desk.Desk, by access.Actor, w io.Writer, o Options) error {
	e := &export{ctx: ctx, desk: d, by: by, boards: o.Boards, tables: newTables(), sources: map[string]string{}, progress: o.Progress}
	if e.boards == nil {
		e.boards = figures.NewBoards(d)
	}
	if e.progress == nil {
		e.progress = func(int, int) {}
	}
	if err := e.gather(); err != nil {
		return fault.Wrap("opendata.Write", err)
	}
	return fault.Wrap("opendata.Write", e.pack(w))
}

func ask[T any](e *export, q desk.Query[T]) (T, error) { return desk.Ask(e.ctx, e.desk, e.by, task, q) }

// gather asks for everything.
func (e *export) gather() error {
	caseloads, err := e.caseloads()
	if err != nil {
		return err
	}
	steps := []func() error{e.ofPlaces, e.ofProgrammes}
	for _, c := range caseloads {
		scope := access.Scope{Caseload: c.ID, Compartment: access.General}
		steps = append(steps, func() error { return e.ofCaseload(c.Name, scope) }, func() error { return e.ofFigures(c.Name, scope) },
			func() error { return e.ofGatherings(c.Name, scope) }, func() error { return e.ofListening(c.Name, scope) })
	}
	for i, step := range steps {
		if err := step(); err != nil {
			return err
		}
		e.progress(i+1, len(steps)+1)
	}
	return nil
}

// caseloads returns those of which the asker may take out a file.
func (e *export) caseloads() ([]staff.CaseloadRow, error) {
	all, err := ask(e, staff.Caseloads())
	if err != nil {
		return nil, err
	}
	refused := access.May(e.by, access.ExportOpen, access.Commons, e.desk.Today())
	may := slices.DeleteFunc(all, func(c staff.CaseloadRow) bool {
		return access.May(e.by, access.ExportOpen, access.Scope{Caseload: c.ID, Compartment: access.General}, e.desk.Today()) != nil
	})
	if len(may) == 0 {
		return nil, refused
	}
	return may, nil
}

// ofPlaces exports every place with what is known of it.
func (e *export) ofPlaces() error {
	all, err := ask(e, places.Everything())
	if err != nil {
		return err
	}
	e.paths = pathsOf(all)
	at, t := e.paths.at, &e.tables
	for i := range all {
		s, of := &all[i], at(all[i].Row.ID)
		t.places.add(at, s.Row, of, at(s.Parent))
		addAll(t.profiles, at, s.Profile, of)
		addAll(t.decisions, at, s.Decisions, of)
		addAll(t.reports, at, s.Reports, of)
		addAll(t.closures, at, s.Closures, of)
		addAll(t.notes, at, s.Notes, of)
	}
	return nil
}

func addAll[T any](t *table, at func(id.ID) string, rows []T, keys ...string) {
	for _, row := range rows {
		t.add(at, row, keys...)
	}
}

// ofProgrammes exports the files of the programmes in force.
func (e *export) ofProgrammes() error {
	all, err := ask(e, journey.Programmes())
	for _, p := range all {
		source, err := ask(e, journey.SourceOf(p.Programme))
		if err != nil {
			return err
		}
		e.sources[p.Programme] = source.Text
	}
	return err
}

// ofCaseload exports how much a caseload holds; nothing of one that holds too few.
func (e *export) ofCaseload(name string, scope access.Scope) error {
	held, err := ask(e, journey.CaseloadOf(scope, access.FiguresRead))
	if err == nil && held.Households >= access.FewestTold {
		e.tables.caseloads.add(e.paths.at, held, name)
	}
	return err
}

// ofFigures exports the figures of each programme that is carried out in a caseload.
func (e *export) ofFigures(name string, scope access.Scope) error {
	here, err := ask(e, journey.CarriedOut(scope))
	if err != nil {
		return err
	}
	for _, in := range here {
		of := in.Programme
		board, err := e.boards.Board(e.ctx, e.by, scope, of)
		if err != nil {
			return err
		}
		rows, err := board.OpenTables(e.ctx, e.by)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if s := e.paths.places[row.Place]; s != nil {
				row.Value = s.Row.Name // a label tells two of one name apart by an id
			}
			e.tables.figures.add(e.paths.at, row, name, of)
		}
	}
	return nil
}

// mostGatherings bounds how many gatherings are read.
const mostGatherings = 1_000_000

// ofGatherings exports what was held, without who said what.
func (e *export) ofGatherings(name string, scope access.Scope) error {
	rows, err := ask(e, gathering.Sessions(scope, mostGatherings))
	e.heard = map[id.ID]bool{}
	for _, row := range rows {
		e.heard[row.Site] = true
		e.tables.gatherings.add(e.paths.at, row, name)
		addAll(e.tables.found, e.paths.at, row.Found, name, e.paths.at(row.About), monthOf(row.Day.String()))
	}
	return err
}

func monthOf(day string) string { return day[:min(len(day), len("2026-01"))] }

// tookPart is how many of one sex, age band and disability took part in what was held at a site.
type tookPart struct {
	Sex        string `class:"open"`
	Age        string `class:"open"`
	Disability string `class:"open"`
	Persons    int    `class:"open"`
	Withheld   bool   `class:"open"`
}

// disabilities are the answers of people.Answer, as figures name them.
var disabilities = [...]string{"unknown", "yes", "no"}

// ofListening exports how the people of each place were listened to.
func (e *export) ofListening(name string, scope access.Scope) error {
	for of := range e.heard {
		l, err := ask(e, gathering.ListeningAt(scope, of))
		if err != nil {
			return err
		}
		addAll(e.tables.sessions, e.paths.at, l.Kinds, name, e.paths.at(of))
		stands := make([]int, len(l.Took))
		for i, t := range l.Took {
			stands[i] = t.Persons
		}
		for i, withheld := range access.WithheldCounts(stands) {
			t := l.Took[i]
			row := tookPart{programme.Sex(t.Sex).String(), t.Ages, disabilities[min(int(t.Disability), 2)], t.Persons, false}
			row.Withheld = withheld
			e.tables.people.add(e.paths.at, row, name, e.paths.at(of))
		}
	}
	return nil
}

// pack writes the files, in order of name.
func (e *export) pack(w io.Writer) error {
	z := zip.NewWriter(w)
	files := map[string]func(io.Writer) error{
		"README.txt": func(w io.Writer) error {
			_, err := fmt.Fprintf(w, readme, e.desk.Today(), access.FewestTold)
			return err
		},
		"columns.csv": e.writeColumns,
	}
	for _, t := range e.tables.all() {
		files[t.file] = t.write
	}
	for of, source := range e.sources {
		files["programmes/"+of+".yaml"] = func(w io.Writer) error { _, err := io.WriteString(w, source); return err }
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.SortFunc(names, strings.Compare)
	for _, name := range names {
		file, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: e.desk.Today().Time()})
		if err == nil {
			err = files[name](file)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// writeColumns says what every column means.
func (e *export) writeColumns(w io.Writer) error {
	var rows [][]string
	for _, t := range e.tables.all() {
		for _, column := range t.header() {
			rows = append(rows, []string{t.file, column, meaningOf(t.file, column)})
		}
	}
	return writeCSV(w, []string{"file", "column", "meaning"}, rows)
}

const readme = `The open export of a humanitarian migration operation, as it stood on %s.

It holds places, decisions on their safety, figures, gatherings and the programme files: numbers and states, and nothing of any
person. Tables are UTF-8 CSV with one line of headers; columns.csv says what each column means.

A place is named by where it lies, such as site:Tanganyika/Kalemie/Mukuku. Numbers of people that stand on fewer than %d households
are withheld, and so are others of the same table from which they could be worked out: "withheld" is true there, and the number is empty.
What a figure counts, and on which condition, stands in the programme's file under "figures".
`
