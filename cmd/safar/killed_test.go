// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"safar/kernel/id"
)

// attempt is one registration sent over HTTP: acknowledged once the answer led on to the household's file.
type attempt struct {
	command, card, file string
}

// register sends a registration. An answer that never came, because the program was killed, leaves a.file empty.
func (s *server) register(a *attempt) error {
	answer, err := s.client.PostForm(s.url+"/households/register", url.Values{"command": {a.command}, "card": {a.card}, "language": {"sw"},
		"consent": {"told us so, in Swahili"}, "given_1": {"Furaha"}, "family_1": {a.card}, "sex_1": {"female"}, "born_1": {"1990"},
		"relation_1": {"head"}, "others": {"yes"}})
	if err != nil {
		return nil
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		text, _ := io.ReadAll(answer.Body)
		return fmt.Errorf("%s was refused: %s\n%s", a.card, answer.Status, text)
	}
	a.file, _, _ = strings.Cut(answer.Header.Get("Location"), "?")
	return nil
}

// TestWhatWasAcknowledgedOutlivesAKill kills a server while several people register households, again and again. Whatever was
// acknowledged is there afterwards; what was not is there once, however often it is sent again; and the folder is in order.
func TestWhatWasAcknowledgedOutlivesAKill(t *testing.T) {
	rounds := 6
	if text := os.Getenv("SAFAR_KILLS"); text != "" {
		fmt.Sscan(text, &rounds)
	}
	dir := t.TempDir()
	if err := copyDemo(filepath.Join(dir, "D")); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	s := started(t, dir)
	s.visitor()
	passphrase, _, err := signInOf(s.folder, "caseworker")
	if err != nil {
		t.Fatal(err)
	}
	if in, err := s.signIn("caseworker", passphrase); err != nil || !in {
		t.Fatalf("signed in: %v, %v", in, err)
	}
	acknowledged, inDoubt := 0, 0
	for round := range rounds {
		all := s.registerUntilKilled(t, round, 1+random.IntN(30))
		inOrder(t, dir)
		browser := s.client
		s = started(t, dir)
		s.client = browser // whoever was signed in still is
		for _, a := range all {
			if a.file != "" {
				acknowledged++
			} else {
				inDoubt++
			}
			s.mustHold(t, a)
		}
	}
	if err := s.stop(os.Interrupt); err != nil {
		t.Error(err)
	}
	inOrder(t, dir)
	if acknowledged < 3*rounds || inDoubt == 0 {
		t.Errorf("%d were acknowledged and %d in doubt: nothing is proved", acknowledged, inDoubt)
	}
	t.Logf("%d kills, %d acknowledged, %d in doubt", rounds, acknowledged, inDoubt)
}

func started(t *testing.T, dir string) *server {
	t.Helper()
	s, err := startServer(dir, "office", "demo", "--operations", "kalemie", "--data", "D", "--today", demoDay)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.command.Process.Kill() })
	return s
}

// registerUntilKilled lets four people register households until so many are acknowledged, and then kills the server at once.
func (s *server) registerUntilKilled(t *testing.T, round, enough int) []*attempt {
	var mu sync.Mutex
	var all []*attempt
	var people sync.WaitGroup
	done, dead := 0, make(chan struct{})
	for person := range 4 {
		people.Go(func() {
			for n := 0; ; n++ {
				a := &attempt{command: id.New().String(), card: fmt.Sprintf("K%d-%d-%d", round, person, n)}
				mu.Lock()
				all = append(all, a)
				mu.Unlock()
				if err := s.register(a); err != nil {
					t.Error(err)
				}
				if a.file == "" {
					return // killed
				}
				mu.Lock()
				if done++; done == enough {
					s.command.Process.Kill()
					close(dead)
				}
				mu.Unlock()
			}
		})
	}
	people.Wait()
	select {
	case <-dead:
	default:
		t.Fatal("the server went before it was killed")
	}
	<-s.printed
	s.command.Wait()
	return all
}

// mustHold holds that a registration is there if it was acknowledged, and that sending it again, acknowledged or not, makes no second.
func (s *server) mustHold(t *testing.T, a *attempt) {
	t.Helper()
	again := *a
	for range 2 {
		again.file = ""
		if err := s.register(&again); err != nil || again.file == "" {
			t.Fatalf("%s cannot be sent again: %v", a.card, err)
		}
		if a.file == "" {
			a.file = again.file
		}
		if again.file != a.file {
			t.Fatalf("%s is registered twice: %s and %s", a.card, a.file, again.file)
		}
	}
	answer, err := s.client.Get(s.url + a.file)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if text, _ := io.ReadAll(answer.Body); answer.StatusCode != http.StatusOK || !bytes.Contains(text, []byte(a.card)) {
		t.Fatalf("%s is lost: %s", a.card, answer.Status)
	}
}

func inOrder(t *testing.T, dir string) {
	t.Helper()
	check := exec.Command("safar", "check", "--data", "D")
	check.Dir = dir
	if out, err := check.Output(); err != nil || !bytes.Contains(out, []byte("all is well")) {
		t.Fatalf("%v: %s", err, out)
	}
}

// TestAnImportThatIsKilledIsTakenUpAgain kills an import as soon as it shows progress, and imports the same file again: where nobody serves
// the folder, where somebody does and who imports is killed, and where the server is.
func TestAnImportThatIsKilledIsTakenUpAgain(t *testing.T) {
	t.Run("nobody serves", func(t *testing.T) {
		l := newLongList(t)
		l.killAt(t, nil)
		inOrder(t, l.dir)
		l.importAgain(t)
		inOrder(t, l.dir)
	})
	t.Run("who imports, from a server", func(t *testing.T) {
		l := newLongList(t)
		s := started(t, l.dir)
		l.killAt(t, nil)
		l.importAgain(t)
		if err := s.stop(os.Interrupt); err != nil {
			t.Error(err)
		}
		inOrder(t, l.dir)
	})
	t.Run("the server", func(t *testing.T) {
		l := newLongList(t)
		if said := l.killAt(t, started(t, l.dir)); !strings.Contains(said, "did not answer to the end") {
			t.Errorf("whoever imported was told: %s", said)
		}
		inOrder(t, l.dir)
		s := started(t, l.dir)
		l.importAgain(t)
		if err := s.stop(os.Interrupt); err != nil {
			t.Error(err)
		}
		inOrder(t, l.dir)
	})
}

// An office that closes while a list comes in stops the import between two batches, says so, and leaves the folder in order.
func TestAServerThatStopsStopsAnImport(t *testing.T) {
	l := newLongList(t)
	s := started(t, l.dir)
	c, progress, said := l.importing(t)
	bufio.NewReader(progress).ReadString('%')
	if err := s.stop(os.Interrupt); err != nil {
		t.Error(err)
	}
	rest, _ := io.ReadAll(progress)
	if c.Wait() == nil {
		t.Errorf("it says that it is done: %s", said)
	}
	if told := string(rest); !strings.Contains(told, "was stopped") && !strings.Contains(told, "did not answer to the end") {
		t.Errorf("whoever imported was told: %s", told)
	}
	inOrder(t, l.dir)
	l.importAgain(t)
}

// longList is a list that takes several batches, in a folder with a demo.
type longList struct{ dir string }

// ofLongList is how many households it has: three batches, of which the first shows progress.
const ofLongList = 17_000

func newLongList(t *testing.T) longList {
	t.Helper()
	dir := t.TempDir()
	if err := copyDemo(filepath.Join(dir, "D")); err != nil {
		t.Fatal(err)
	}
	var list strings.Builder
	list.WriteString("id,name,sex,age\n")
	for n := range ofLongList {
		fmt.Fprintf(&list, "h%d,Someone Numbered %d,f,%d\n", n, n, 18+n%60)
	}
	mapping := "mapping: list\nhouseholds:\n  id: id\n  persons:\n    - head: true\n      fields: {name: name, sex: sex, age: age}\n"
	for name, text := range map[string]string{"list.csv": list.String(), "list.yaml": mapping} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return longList{dir}
}

// importing starts to import the list.
func (l longList) importing(t *testing.T) (c *exec.Cmd, progress io.Reader, said *bytes.Buffer) {
	t.Helper()
	said = &bytes.Buffer{}
	c = exec.Command("safar", "import", "list.csv", "--mapping", "list.yaml", "--data", "D", "--by", "caseworker", "--lang", "en")
	c.Dir, c.Stdout = l.dir, said
	progress, err := c.StderrPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return c, progress, said
}

// killAt kills the server, or without one the import, as soon as progress shows, and returns what was said on the way out.
func (l longList) killAt(t *testing.T, s *server) string {
	t.Helper()
	c, progress, _ := l.importing(t)
	bufio.NewReader(progress).ReadString('%')
	if s != nil {
		s.command.Process.Kill()
		<-s.printed
		s.command.Wait()
	} else {
		c.Process.Kill()
	}
	rest, _ := io.ReadAll(progress)
	c.Wait()
	return string(rest)
}

// importAgain imports the list once more: of what was there already nothing is new, and then everything is there.
func (l longList) importAgain(t *testing.T) {
	t.Helper()
	c, progress, said := l.importing(t)
	rest, _ := io.ReadAll(progress)
	err := c.Wait()
	var fresh, unchanged int
	if _, bad := fmt.Sscanf(said.String(), "households: new %d, unchanged %d", &fresh, &unchanged); err != nil || bad != nil || fresh+unchanged != ofLongList {
		t.Errorf("%v: %s%s", err, said, rest)
	}
	if fresh == 0 {
		t.Error("it was killed when everything was there: nothing is proved")
	}
	t.Logf("%d were there already", unchanged)
}
