// SPDX-License-Identifier: Apache-2.0

package walks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"safar/desk"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/store"
	"safar/kernel/store/pgtest"
	"safar/operation"
	"safar/programmes"
	"safar/web"
	"safar/web/pages"
)

func TestEveryProgrammeIsWalked(t *testing.T) {
	for _, engine := range []struct {
		name     string
		database func(testing.TB) string
	}{{"sqlite", func(testing.TB) string { return "" }}, {"postgres", pgtest.Start}} {
		t.Run(engine.name, func(t *testing.T) {
			for _, script := range scripts(t) {
				t.Run(strings.TrimSuffix(filepath.Base(script), ".txtar"), func(t *testing.T) { newWalk(t, engine.database(t)).followFile(script) })
			}
		})
	}
}

func scripts(t *testing.T) []string {
	files, err := filepath.Glob("testdata/*.txtar")
	must(t, err)
	if len(files) == 0 {
		t.Fatal("there is no walk")
	}
	return files
}

// walk is an operation, and where a script stands in it.
type walk struct {
	*testing.T
	op        *operation.Operation
	clock     *clock.Settable
	scope     access.Scope
	actors    map[access.Role]access.Actor
	role      access.Role
	medical   bool // whoever acts is let into the medical compartment
	programme string
	named     map[string]*somebody
	places    map[string]id.ID // and trips
	list      id.ID            // the payment list made last
	files     []txtar.File     // of the script: programmes of its own
	boards    *figures.Boards
	server    *httptest.Server
	at        string // the line that is followed, for what is said of it
}

// somebody is who or what a script names.
type somebody struct {
	id      id.ID
	kind    string           // of the subject
	way     id.ID            // the pathway begun last
	persons map[string]id.ID // members, by what the script calls them
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newWalk opens an operation with one caseload, and somebody of every role.
func newWalk(t *testing.T, database string) *walk {
	w := &walk{T: t, clock: clock.At(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)), actors: map[access.Role]access.Actor{}, named: map[string]*somebody{},
		places: map[string]id.ID{}}
	var err error
	w.op, err = operation.Create(t.Context(), operation.Options{Folder: t.TempDir(), Passphrase: "only for this test", Clock: w.clock, Database: database,
		SQLite: store.SQLiteOptions{Synchronous: "OFF"}, Keys: keys.MadeUp})
	must(t, err)
	t.Cleanup(func() { must(t, w.op.Desk.CheckKept(context.Background())); must(t, w.op.Close()) })
	founder, err := w.op.Found(t.Context())
	must(t, err)
	caseload, err := founder.Caseload(t.Context(), "Walk")
	must(t, err)
	w.scope = access.Scope{Caseload: caseload, Compartment: access.General}
	for _, role := range access.Roles() {
		user, err := founder.User(t.Context(), role.String(), caseload, role)
		must(t, err)
		known, err := staff.Identify(t.Context(), w.op.Desk, user)
		must(t, err)
		w.actors[role] = known.Actor
	}
	w.boards = figures.NewBoards(w.op.Desk)
	site := web.New(web.Options{SignIn: door{walk: w}, Nav: pages.Nav(w.op), Search: pages.Search(w.op), Caseload: pages.Caseload(w.op), UnderWay: pages.UnderWay(w.op), Naming: pages.Naming(w.op)})
	pages.Add(site, w.op)
	w.server = httptest.NewServer(site)
	t.Cleanup(w.server.Close)
	return w
}

// door lets everybody in under the name of their role: how people sign in is tried elsewhere.
type door struct {
	web.SignIn
	*walk
}

func (d door) Resume(_ context.Context, token string) (web.Visitor, error) {
	role, err := access.ParseRole(token)
	return web.Visitor{Actor: d.actors[role], Name: token}, err
}

// followFile goes the way of a script in a file.
func (w *walk) followFile(script string) {
	archive, err := txtar.ParseFile(script)
	must(w, err)
	w.follow(filepath.Base(script), archive)
}

// follow goes a script's way.
func (w *walk) follow(script string, archive *txtar.Archive) {
	w.files = archive.Files
	for n, text := range strings.Split(string(archive.Comment), "\n") {
		line := fields(text)
		if len(line) == 0 || strings.HasPrefix(line[0], "#") {
			continue
		}
		w.at = fmt.Sprintf("%s:%d: %s", script, n+1, text)
		if err := w.one(line); err != nil {
			w.Fatalf("%s\n\t%v", w.at, err)
		}
	}
}

var oneWord = regexp.MustCompile(`[^\s"]*"[^"]*"|[^\s"]+`)

// fields splits a line into words; quotes keep spaces together and are taken off.
func fields(text string) []string {
	found := oneWord.FindAllString(text, -1)
	for i := range found {
		found[i] = strings.ReplaceAll(found[i], `"`, "")
	}
	return found
}

// one does what one line says.
func (w *walk) one(line []string) error {
	switch line[0] {
	case "refused":
		return w.refused(line[1], line[2:])
	case "stands":
		return w.stands(line[1], line[2], line[3])
	case "waiting":
		return w.waiting(line[1], line[2], line[3:])
	case "figure":
		return w.figure(w.reader(), line[1], line[2:])
	case "told":
		role, err := access.ParseRole(line[1])
		if err != nil {
			return err
		}
		return w.figure(w.actors[role], line[2], line[3:])
	case "page":
		return w.page(line[1], line[2], line[3])
	case "day":
		day, err := clock.ParseDay(line[1])
		w.clock.Set(day.Time().Add(8 * time.Hour))
		return err
	case "as":
		role, err := access.ParseRole(line[1])
		w.role, w.medical = role, len(line) > 2 && line[2] == "medical"
		return err
	case "in":
		part, err := access.ParseCompartment(line[1])
		w.scope.Compartment = part
		return err
	case "programme":
		return w.publish(line[1])
	}
	return w.deed(line)
}

// refused demands that a line is refused, and writes nothing.
func (w *walk) refused(key string, line []string) error {
	before := w.facts()
	err := w.deed(line)
	switch got := fault.KeyOf(err); {
	case err == nil:
		return fmt.Errorf("it was done")
	case got != key:
		return fmt.Errorf("refused otherwise: %w", err)
	case w.facts() != before:
		return fmt.Errorf("it was refused, and wrote something")
	}
	return nil
}

// facts counts what the caseload and the commons hold.
func (w *walk) facts() (n uint64) {
	w.Helper()
	must(w, w.op.Desk.Store().Read(w.Context(), func(db store.Tx) error {
		for _, scope := range []access.Scope{w.scope, access.Commons} {
			written, err := count(w.Context(), db, scope)
			if n += written; err != nil {
				return err
			}
		}
		return nil
	}))
	return n
}

// folder is that of a programme of the script, or of this repository.
func (w *walk) folder(name string) (fs.FS, error) {
	own := fstest.MapFS{}
	for _, f := range w.files {
		if path, is := strings.CutPrefix(f.Name, name+"/"); is {
			own[path] = &fstest.MapFile{Data: f.Data}
		}
	}
	if len(own) > 0 {
		return own, nil
	}
	return fs.Sub(programmes.FS(), name)
}

// reader is somebody who works with the people of the compartment in which the script stands.
func (w *walk) reader() access.Actor {
	if w.scope.Compartment != access.General {
		return w.actors[access.ProtectionOfficer]
	}
	return w.actors[access.Caseworker]
}

// publish puts a programme in force, with its forms.
func (w *walk) publish(name string) error {
	folder, err := w.folder(name)
	if err != nil {
		return err
	}
	source, err := fs.ReadFile(folder, "programme.yaml")
	if err != nil {
		return err
	}
	forms, err := programme.FormFiles(folder)
	if err != nil {
		return err
	}
	words, err := programme.WordFiles(folder)
	if err != nil {
		return err
	}
	w.programme = name
	_, err = w.op.Desk.Do(w.Context(), w.actors[access.ProgrammeManager], access.Commons, id.New(), journey.Publish{Source: source, Forms: forms, Words: words})
	return err
}

// stands holds where somebody stands at a step against what the script says.
func (w *walk) stands(name, step, want string) error {
	of, err := w.who(name)
	if err != nil {
		return err
	}
	type answer struct {
		State string `class:"open"`
	}
	got, err := desk.Ask(w.Context(), w.op.Desk, w.reader(), "task.test", desk.Query[answer]{Act: access.PeopleList, Scope: w.scope,
		Run: func(r *desk.Reader) (answer, error) {
			k, err := journey.Take(r, of.way)
			if err != nil {
				return answer{}, err
			}
			s := k.Standing.Step(step)
			if s == nil {
				return answer{}, journey.NoSuchStep(step)
			}
			return answer{journey.StateOf(s)}, nil
		}})
	if err == nil && got.State != want {
		err = fmt.Errorf("it stands at %q", got.State)
	}
	return err
}

// figure holds a figure against a number: as the manager of the programme is told it, or where that is withheld, as the caseworker is.
func (w *walk) figure(asker access.Actor, name string, line []string) error {
	var by []figures.By
	for _, word := range line[:len(line)-1] {
		dimension, value, _ := strings.Cut(word, "=")
		if place, known := w.places[value]; known && (dimension == "site" || dimension == "destination") {
			value = place.String()
		}
		by = append(by, figures.By{Dimension: dimension, Value: value})
	}
	board, err := w.boards.Board(w.Context(), asker, w.scope, w.programme)
	if err != nil {
		return err
	}
	cells, err := board.Count(w.Context(), asker, name, by...)
	total, counted := int64(0), ""
	for _, c := range cells {
		total += c.Value
		if counted = fmt.Sprint(total); c.Withheld {
			counted = "withheld"
			break
		}
	}
	if want := line[len(line)-1]; err == nil && counted != want && (counted != "" || want != "0") {
		err = fmt.Errorf("it counts %s", counted)
	}
	return err
}

var braced = regexp.MustCompile(`\{([^}]+)\}`)

// chooser is the mark by which a browser's choice of a caseload is its user's own, reckoned as the pages do.
func (w *walk) chooser(role string) string {
	of, err := access.ParseRole(role)
	must(w, err)
	user := w.actors[of].User
	sum := sha256.Sum256(append([]byte("safar caseload "), user[:]...))
	return hex.EncodeToString(sum[:8])
}

// page demands that a page shows a text to somebody of a role.
func (w *walk) page(role, path, text string) error {
	path = braced.ReplaceAllStringFunc(path, func(name string) string {
		name = strings.Trim(name, "{}")
		if place, is := w.places[name]; is {
			return place.String()
		}
		if of := w.named[name]; of != nil {
			return of.id.String()
		}
		return name
	})
	r, err := http.NewRequestWithContext(w.Context(), http.MethodGet, w.server.URL+path, nil)
	if err != nil {
		return err
	}
	r.AddCookie(&http.Cookie{Name: "safar_session", Value: role})
	r.AddCookie(&http.Cookie{Name: "safar_caseload", Value: w.scope.String() + "." + w.chooser(role)})
	r.Header.Set("Accept", "text/html")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
	case answer.StatusCode != http.StatusOK:
		err = fmt.Errorf("answered %s", answer.Status)
	case strings.HasPrefix(text, "without "):
		if strings.Contains(string(body), strings.TrimPrefix(text, "without ")) {
			err = fmt.Errorf("the page shows %s", visible(string(body)))
		}
	case !strings.Contains(string(body), text):
		err = fmt.Errorf("the page shows %s", visible(string(body)))
	}
	return err
}

var tags = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)

// visible is what a page says, without its marks.
func visible(page string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " ")
}
