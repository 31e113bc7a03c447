// SPDX-License-Identifier: Apache-2.0

//go:build linux

package bench

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"safar/kernel/keys"
	"safar/kernel/store"
)

// BenchmarkDemo measures the first command of the README with the program as it is built: the demo from process start to ready
// (and of it Kalemie alone), the
// same folder served again, and the memory it takes after start and after a walk over its pages. The reference for being ready is the
// passphrase alone: argon2id over 64 MiB, which is slow on purpose.
func BenchmarkDemo(b *testing.B) {
	program := built(b)
	data := filepath.Join(b.TempDir(), "data")
	tell := func(value float64, what string) {
		b.ReportMetric(value, what)
		tables[ofDemo].add(what, fmt.Sprintf("%.2f", value))
	}
	for b.Loop() {
		must(b, os.RemoveAll(data))
		one := startDemo(b, program, data, "--operations", "kalemie")
		tell(one.ready.Seconds(), "kalemie-to-ready-s")
		one.stop(b)
		must(b, os.RemoveAll(data))
		filled := startDemo(b, program, data)
		tell(filled.ready.Seconds(), "fill-to-ready-s")
		tell(filled.memory(b, "VmRSS"), "filled-RSS-MB")
		tell(filled.worked(b), "fill-cpu-s")
		filled.stop(b)
		var ready, unlocked times
		for range 5 {
			unlocked.take(b, func() error { return unlock(b, data) })
			again := startDemo(b, program, data)
			ready.add(again.ready)
			again.stop(b)
		}
		tell(ready.ms(500), "ready-ms")
		tell(unlocked.ms(500), "passphrase-ms")
		tell(ready.ms(500)-unlocked.ms(500), "unlocked-to-ready-ms")
		served := startDemo(b, program, data)
		tell(served.memory(b, "VmRSS"), "started-RSS-MB")
		n := 0
		for _, who := range served.signIns[:min(len(served.signIns), 9)] {
			n += served.walk(b, who, 60)
		}
		tell(float64(n), "pages")
		tell(served.memory(b, "VmRSS"), "walked-RSS-MB")
		tell(served.memory(b, "VmHWM"), "highest-RSS-MB")
		served.stop(b)
	}
	b.ReportMetric(0, "ns/op")
}

// unlock opens the keys of a folder, and does nothing else.
func unlock(b *testing.B, data string) error {
	b.Helper()
	text, err := os.ReadFile(filepath.Join(data, "passphrase"))
	must(b, err)
	st, err := store.OpenSQLite(b.Context(), filepath.Join(data, "keys.db"), store.SQLiteOptions{Readers: 1})
	must(b, err)
	ring, err := keys.Unlock(b.Context(), st, strings.TrimSpace(string(text)))
	if err != nil {
		return err
	}
	return ring.Close()
}

// serving is a running demo.
type serving struct {
	process *exec.Cmd
	address string
	ready   time.Duration // from process start to the line that says so
	signIns [][2]string   // name and passphrase
}

// startDemo starts the demo and waits until it is ready.
func startDemo(b *testing.B, program, data string, flags ...string) *serving {
	b.Helper()
	s := &serving{process: exec.Command(program, append([]string{"demo", "--data", data}, flags...)...)}
	out, err := s.process.StdoutPipe()
	must(b, err)
	began := time.Now()
	must(b, s.process.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		text := lines.Text()
		if address, ok := strings.CutPrefix(text, "ready "); ok {
			s.address, s.ready = address, time.Since(began)
			break
		}
	}
	if s.address == "" {
		s.process.Wait()
		b.Fatal("the demo ended before it was ready")
	}
	go io.Copy(io.Discard, out)
	text, err := os.ReadFile(filepath.Join(data, "sign-ins.txt"))
	must(b, err)
	for line := range strings.Lines(string(text)) {
		before, _, _ := strings.Cut(line, "recovery codes:")
		if words := strings.Fields(before); len(words) > 2 {
			s.signIns = append(s.signIns, [2]string{words[1], strings.Join(words[2:], " ")})
		}
	}
	return s
}

func (s *serving) stop(b *testing.B) {
	b.Helper()
	must(b, s.process.Process.Signal(os.Interrupt))
	must(b, s.process.Wait())
}

// memory reads one of the sizes that the system keeps of the process, in MB.
func (s *serving) memory(b *testing.B, name string) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	must(b, err)
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			n, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			must(b, err)
			return n * 1024 / 1e6
		}
	}
	b.Fatal(name)
	return 0
}

// worked is how many seconds processors have worked for the process.
func (s *serving) worked(b *testing.B) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.process.Process.Pid))
	must(b, err)
	_, after, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(after) // from the third on
	user, err := strconv.ParseFloat(fields[14-3], 64)
	must(b, err)
	system, err := strconv.ParseFloat(fields[15-3], 64)
	must(b, err)
	return (user + system) / 100 // in hundredths of a second
}

var links = regexp.MustCompile(`(?:href|action)="(/[^"#]*)"`)

// walk signs somebody in and follows the links of the pages they come to, each kind of page a few times. It returns how many pages it saw.
func (s *serving) walk(b *testing.B, who [2]string, most int) int {
	b.Helper()
	jar, err := cookiejar.New(nil)
	must(b, err)
	client := &http.Client{Jar: jar}
	answer, err := client.PostForm(s.address+"/sign-in", url.Values{"name": {who[0]}, "passphrase": {who[1]}})
	must(b, err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK || strings.HasSuffix(answer.Request.URL.Path, "sign-in") {
		b.Fatalf("%s may not sign in: %s", who[0], answer.Status)
	}
	seen, kinds, seenOK := map[string]bool{"/": true}, map[string]int{}, 0
	for next := []string{"/"}; len(next) > 0 && len(seen) < most*4 && seenOK < most; next = next[1:] {
		answer, err := client.Get(s.address + next[0])
		must(b, err)
		text, err := io.ReadAll(answer.Body)
		must(b, err)
		answer.Body.Close()
		if answer.StatusCode >= 500 {
			b.Errorf("%s for %s: %s", next[0], who[0], answer.Status)
		}
		if answer.StatusCode != http.StatusOK {
			continue
		}
		seenOK++
		for _, found := range links.FindAllStringSubmatch(string(text), -1) {
			to := strings.ReplaceAll(found[1], "&amp;", "&")
			if kind := kindOf(to); !seen[to] && kinds[kind] < 8 && !strings.HasPrefix(to, "/sign-") {
				seen[to] = true
				kinds[kind]++
				next = append(next, to)
			}
		}
	}
	return seenOK
}

var anyID = regexp.MustCompile(`[0-9a-z]{20,}`)

// kindOf is the address of a page without the ids in it.
func kindOf(address string) string {
	path, _, _ := strings.Cut(address, "?")
	return anyID.ReplaceAllString(path, "*")
}
