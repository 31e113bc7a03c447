// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"safar/field/figures"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/store"
)

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){"safar": main})
}

// tests are the tests of the package; what they share is removed after them.
type tests struct{ *testing.M }

// Run runs them.
func (t tests) Run() int {
	defer func() { os.RemoveAll(shared) }()
	return t.M.Run()
}

// demoDay is the day on which the demos of the tests stand. It lies before any day on which the tests may run, and after those on
// which their files were written.
const demoDay = "2025-03-14"

// shared is a folder for what is made once for all tests.
var shared string

// template makes the small demo that the tests start from, with the program itself, and returns its folder.
var template = sync.OnceValues(func() (string, error) {
	var err error
	if shared, err = os.MkdirTemp("", "safar-tests-"); err != nil {
		return "", err
	}
	folder := filepath.Join(shared, "demo")
	fill := exec.Command("safar", "demo", "--operations", "kalemie", "--people", "60", "--seed", "7", "--today", demoDay, "--data", folder, "--fill-only")
	if out, err := fill.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return folder, nil
})

// copyDemo gives a test a demo of its own, with the modes that the program gave the first.
func copyDemo(to string) error {
	from, err := template()
	if err != nil {
		return err
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	return keptPrivate(to)
}

// The scripts in testdata/script are stories of people who use the program, with the commands below beside those of testscript.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "en")
			env.Setenv("TODAY", demoDay)
			env.Setenv("REPO", repository())
			env.Values[serversKey{}] = map[string]*server{}
			env.Defer(func() {
				for _, s := range env.Values[serversKey{}].(map[string]*server) {
					s.command.Process.Kill()
				}
			})
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"demo-folder": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(copyDemo(ts.MkAbs(args[0])))
			},
			"serving":                   serving,
			"stopped":                   stopped,
			"signs-in":                  signsIn,
			"recovers":                  recovers,
			"page":                      getPage,
			"registers":                 registers,
			"searches":                  searches,
			"each-figure-has-its-facts": eachFigureHasItsFacts,
			"made-by-a-newer-version":   newerVersion,
			"private":                   private,
			"cut":                       cut,
			"garbled":                   garbled,
			"zip-bomb":                  zipBomb,
			"windows-1256":              inWindows(charmap.Windows1256),
			"windows-1252":              inWindows(charmap.Windows1252),
			"workbook":                  workbook,
			"holds-nobody":              holdsNobody,
			"same-bytes":                sameBytes,
			"names-nobody":              namesNobody,
		},
	})
}

func repository() string {
	here, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	return filepath.Dir(filepath.Dir(here))
}

// keptPrivate gives a copied folder the modes that the program gave the first.
func keptPrivate(folder string) error {
	if err := os.Chmod(folder, 0o700); err != nil {
		return err
	}
	files, err := os.ReadDir(folder)
	for _, f := range files {
		if err == nil {
			err = os.Chmod(filepath.Join(folder, f.Name()), 0o600)
		}
	}
	return err
}

// server is a program that serves, with what it has printed.
type server struct {
	command *exec.Cmd
	url     string
	folder  string
	client  *http.Client
	printed chan struct{} // closed when it has printed its last
}

type serversKey struct{}

func servers(ts *testscript.TestScript) map[string]*server {
	return ts.Value(serversKey{}).(map[string]*server)
}

func serverNamed(ts *testscript.TestScript, name string) *server {
	s := servers(ts)[name]
	if s == nil {
		ts.Fatalf("nothing is served as %s", name)
	}
	return s
}

// serving NAME serve|demo ARGS… --data FOLDER starts a server and waits until it is ready. $NAME is then its address, NAME.out and
// NAME.err what it prints.
func serving(ts *testscript.TestScript, neg bool, args []string) {
	s, err := startServer(ts.MkAbs("."), args[0], args[1:]...)
	ts.Check(err)
	servers(ts)[args[0]] = s
	ts.Setenv(args[0], s.url)
	s.visitor()
}

// startServer starts the program and waits until it says that it is ready. What it prints goes to NAME.out and NAME.err in dir, where
// it runs.
func startServer(dir, name string, args ...string) (*server, error) {
	s := &server{printed: make(chan struct{}), command: exec.Command("safar", append(args, "--addr", "127.0.0.1:0")...)}
	s.command.Dir, s.command.Env = dir, append(os.Environ(), "LANG=en")
	if data := slices.Index(args, "--data"); filepath.IsAbs(args[data+1]) {
		s.folder = args[data+1]
	} else {
		s.folder = filepath.Join(dir, args[data+1])
	}
	stderr, err := os.Create(filepath.Join(dir, name+".err"))
	if err != nil {
		return nil, err
	}
	defer stderr.Close()
	s.command.Stderr = stderr
	stdout, err := s.command.StdoutPipe()
	if err == nil {
		err = s.command.Start()
	}
	if err != nil {
		return nil, err
	}
	ready := make(chan string, 1)
	go s.listen(stdout, filepath.Join(dir, name+".out"), ready)
	select {
	case s.url = <-ready:
	case <-time.After(time.Minute):
	}
	if s.url == "" {
		s.command.Process.Kill()
		text, _ := os.ReadFile(stderr.Name())
		return nil, fmt.Errorf("it never said that it is ready: %s", text)
	}
	return s, nil
}

// visitor gives the server a new visitor, with a browser of their own.
func (s *server) visitor() {
	jar, _ := cookiejar.New(nil) // never fails without options
	s.client = &http.Client{Jar: jar, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (s *server) listen(stdout io.Reader, path string, ready chan<- string) {
	defer close(s.printed)
	defer close(ready)
	var all bytes.Buffer
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if address, is := strings.CutPrefix(lines.Text(), "ready "); is {
			ready <- address
		}
		fmt.Fprintln(&all, lines.Text())
	}
	os.WriteFile(path, all.Bytes(), 0o600)
}

// stopped NAME stops a server as Ctrl-C does, and it ends well.
func stopped(ts *testscript.TestScript, neg bool, args []string) {
	s := serverNamed(ts, args[0])
	delete(servers(ts), args[0])
	ts.Check(s.stop(os.Interrupt))
}

// stop sends a signal and waits for the end.
func (s *server) stop(signal os.Signal) error {
	if err := s.command.Process.Signal(signal); err != nil {
		return err
	}
	<-s.printed
	return s.command.Wait()
}

// signInOf returns the passphrase and the recovery codes of a user of a demo.
func signInOf(folder, user string) (passphrase string, codes []string, err error) {
	text, err := os.ReadFile(filepath.Join(folder, signInsFile))
	if err != nil {
		return "", nil, err
	}
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); len(words) > 5 && words[1] == user {
			return words[2], words[5:], nil
		}
	}
	return "", nil, fmt.Errorf("nobody is called %s", user)
}

func (s *server) post(path string, form url.Values) (status int, location, body string, err error) {
	answer, err := s.client.PostForm(s.url+path, form)
	if err != nil {
		return 0, "", "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, answer.Header.Get("Location"), string(text), err
}

func (s *server) signIn(user, passphrase string) (bool, error) {
	status, _, _, err := s.post("/sign-in", url.Values{"name": {user}, "passphrase": {passphrase}})
	return status == http.StatusSeeOther, err
}

// [!] signs-in NAME USER [PASSPHRASE] signs in, with the passphrase of the demo's list unless another is given.
func signsIn(ts *testscript.TestScript, neg bool, args []string) {
	s := serverNamed(ts, args[0])
	s.visitor()
	var passphrase string
	var err error
	if len(args) > 2 {
		passphrase = args[2]
	} else if passphrase, _, err = signInOf(s.folder, args[1]); err != nil {
		ts.Fatalf("%v", err)
	}
	in, err := s.signIn(args[1], passphrase)
	ts.Check(err)
	if in == neg {
		ts.Fatalf("signed in: %v", in)
	}
}

// [!] recovers NAME USER NUMBER PASSPHRASE signs in with the recovery code of that number, and sets a new passphrase.
func recovers(ts *testscript.TestScript, neg bool, args []string) {
	s := serverNamed(ts, args[0])
	s.visitor()
	_, codes, err := signInOf(s.folder, args[1])
	ts.Check(err)
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	status, _, body, err := s.post("/sign-in/code", url.Values{"name": {args[1]}, "code": {codes[n-1]}, "passphrase": {args[3]}})
	ts.Check(err)
	if in := status == http.StatusSeeOther; in == neg {
		ts.Fatalf("signed in: %v (%d)\n%s", in, status, body)
	}
}

// registers NAME CARD registers a household of a woman called Furaha under a card number.
func registers(ts *testscript.TestScript, neg bool, args []string) {
	a := &attempt{command: id.New().String(), card: args[1]}
	ts.Check(serverNamed(ts, args[0]).register(a))
	if a.file == "" {
		ts.Fatalf("no answer")
	}
}

// searches NAME TEXT looks for somebody; what is found is in page.html.
func searches(ts *testscript.TestScript, neg bool, args []string) {
	status, _, body, err := serverNamed(ts, args[0]).post("/search", url.Values{"q": {args[1]}})
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("page.html"), fmt.Appendf(nil, "%d\n%s", status, body), 0o600))
}

// page NAME PATH gets a page into page.html: the status, then the page.
func getPage(ts *testscript.TestScript, neg bool, args []string) {
	s := serverNamed(ts, args[0])
	answer, err := s.client.Get(s.url + args[1])
	ts.Check(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("page.html"), append([]byte(answer.Status+"\n"), text...), 0o600))
}

// each-figure-has-its-facts FOLDER holds, for every figure, that it equals what those who are listed behind it add up to, that
// nobody is listed twice, and that a fact is named for each.
func eachFigureHasItsFacts(ts *testscript.TestScript, neg bool, args []string) {
	var cells []figures.Cell
	answerOf(ts, &cells, "figures", "--data", args[0], "--json")
	totals := 0
	for _, c := range cells {
		if len(c.By) > 0 {
			continue
		}
		var listed []counted
		answerOf(ts, &listed, "figures", "--data", args[0], "--figure", c.Figure, "--facts")
		sum, seen := int64(0), map[[2]id.ID]bool{}
		for _, one := range listed {
			who := [2]id.ID{one.Journey, one.Subject}
			if seen[who] || len(one.Facts) == 0 {
				ts.Fatalf("%s: %v is listed twice, or without a fact", c.Figure, who)
			}
			seen[who], sum = true, sum+one.Value
		}
		if totals++; sum != c.Value {
			ts.Fatalf("%s is %d, and the %d listed give %d", c.Figure, c.Value, len(listed), sum)
		}
	}
	if totals < 10 {
		ts.Fatalf("only %d figures", totals)
	}
}

// answerOf runs the program and reads the JSON it prints.
func answerOf(ts *testscript.TestScript, into any, args ...string) {
	command := exec.Command("safar", args...)
	command.Dir = ts.MkAbs(".")
	text, err := command.Output()
	ts.Check(err)
	ts.Check(json.Unmarshal(text, into))
}

// made-by-a-newer-version FOLDER makes the database of a folder one that a later version of the program has written.
func newerVersion(ts *testscript.TestScript, neg bool, args []string) {
	ctx, folder := context.Background(), ts.MkAbs(args[0])
	passphrase, err := os.ReadFile(filepath.Join(folder, "passphrase"))
	ts.Check(err)
	locked, err := store.OpenSQLite(ctx, filepath.Join(folder, "keys.db"), store.SQLiteOptions{})
	ts.Check(err)
	defer locked.Close()
	ring, err := keys.Unlock(ctx, locked, strings.TrimSpace(string(passphrase)))
	ts.Check(err)
	data, err := store.OpenSQLite(ctx, filepath.Join(folder, "safar.db"), store.SQLiteOptions{Key: ring.FileKey()})
	ts.Check(err)
	ts.Check(data.Write(ctx, func(tx store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE schema_version SET version = version + 7 WHERE part = $1`, "journal")
		return err
	}))
	ts.Check(data.Close())
}

// private MODE PATH… holds that files can be read by their owner alone.
func private(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args[1:] {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if mode := strconv.FormatInt(int64(info.Mode().Perm()), 8); mode != args[0] {
			ts.Fatalf("%s has mode %s", name, mode)
		}
	}
}

// cut FILE BYTES OUT writes the beginning of a file.
func cut(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), text[:n], 0o600))
}

// garbled FILE writes noise over every third page of the second half of a database, as a dying disk may.
func garbled(ts *testscript.TestScript, neg bool, args []string) {
	const page = 4096
	text, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	for at := len(text) / 2 / page * page; at+page <= len(text); at += 3 * page {
		rand.Read(text[at : at+page])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o600))
}

// zip-bomb FILE OUT adds 200 megabytes of nothing to the first sheet of a workbook: a thousandth of that when packed.
func zipBomb(ts *testscript.TestScript, neg bool, args []string) {
	in, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer in.Close()
	out, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	defer out.Close()
	packed := zip.NewWriter(out)
	for _, f := range in.File {
		w, err := packed.Create(f.Name)
		ts.Check(err)
		r, err := f.Open()
		ts.Check(err)
		_, err = io.Copy(w, r)
		ts.Check(err)
		if strings.HasSuffix(f.Name, "/sheet1.xml") {
			blank := make([]byte, 1<<20)
			for range 200 {
				_, err = w.Write(blank)
				ts.Check(err)
			}
		}
	}
	ts.Check(packed.Close())
}

// windows-1256 IN OUT and windows-1252 IN OUT write a text as an Arabic and a French Windows do.
func inWindows(letters *charmap.Charmap) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		text, err := letters.NewEncoder().String(ts.ReadFile(args[0]))
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
	}
}

// workbook CSV OUT 1900|1904 writes a table as a workbook whose days are the numbers of one of the two systems, as a spreadsheet keeps them.
func workbook(ts *testscript.TestScript, neg bool, args []string) {
	rows, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[0]))).ReadAll()
	ts.Check(err)
	f := excelize.NewFile()
	defer f.Close()
	of1904 := args[2] == "1904"
	ts.Check(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &of1904}))
	days, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	ts.Check(err)
	for r, row := range rows {
		for c, text := range row {
			at, err := excelize.CoordinatesToCellName(c+1, r+1)
			ts.Check(err)
			day, err := time.Parse(time.DateOnly, text)
			if err != nil {
				ts.Check(f.SetCellStr("Sheet1", at, text))
				continue
			}
			ts.Check(f.SetCellInt("Sheet1", at, serial(day, of1904)))
			ts.Check(f.SetCellStyle("Sheet1", at, at, days))
		}
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[1])))
}

// serial is the number that a spreadsheet keeps a day as.
func serial(day time.Time, of1904 bool) int64 {
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if of1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return int64(day.Sub(first) / (24 * time.Hour))
}

// holds-nobody FILE NAMES holds that a file, such as a log, holds none of the words listed in another, one a line.
func holdsNobody(ts *testscript.TestScript, neg bool, args []string) {
	log := strings.ToLower(ts.ReadFile(args[0]))
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		if word := strings.ToLower(strings.TrimSpace(line)); word != "" && strings.Contains(log, word) {
			ts.Fatalf("%s holds %q", args[0], word)
		}
	}
}
