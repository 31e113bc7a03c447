// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	quoted  = regexp.MustCompile("`([^`]+)`")
	counted = regexp.MustCompile(`\d+(?:,\d{3})*`)
)

// theReadmesTables goes through what the README says the demo shows, row by row: its pages open, its commands print, and each number it gives is one that they
// print.
func theReadmesTables(t *testing.T, demo *running) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(string(text), "## What the demo shows")
	shown, _, _ = strings.Cut(shown, "### ")
	r := &reader{T: t, demo: demo, windows: map[string]*http.Client{}}
	rows, numbers := 0, 0
	for line := range strings.Lines(shown) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if len(cells) != 4 || strings.HasPrefix(line, "|---") || strings.HasPrefix(line, "| What happens") {
			continue
		}
		rows++
		r.opens(cells[1])
		numbers += r.prints(cells[2], cells[3])
	}
	if rows < 30 || numbers < 60 {
		t.Errorf("the README has %d rows with %d numbers: a visitor would not recognise the six operations", rows, numbers)
	}
}

// reader reads the README, with a window for each who may sign in.
type reader struct {
	*testing.T
	demo    *running
	windows map[string]*http.Client
}

// opens opens the pages that a cell names, each as whoever may.
func (r *reader) opens(cell string) {
	r.Helper()
	for _, path := range quoted.FindAllStringSubmatch(cell, -1) {
		if strings.HasPrefix(path[1], "/") && !slices.ContainsFunc([]string{"manager", "caseworker", "protection", "sites", "municipality", "movements", "finance"}, func(who string) bool {
			answer, err := r.as(who).Get(r.demo.base + path[1])
			if err == nil {
				answer.Body.Close()
			}
			return err == nil && answer.StatusCode == http.StatusOK
		}) {
			r.Errorf("nobody can open %s", path[1])
		}
	}
}

// as returns the window of somebody, who signs in when they come first.
func (r *reader) as(who string) *http.Client {
	r.Helper()
	if r.windows[who] == nil {
		jar, err := cookiejar.New(nil)
		if err != nil {
			r.Fatal(err)
		}
		w := &tourist{T: r.T, demo: r.demo, http: &http.Client{Jar: jar}}
		w.post("/sign-in", url.Values{"name": {who}, "passphrase": {r.demo.signIns[who]}})
		r.windows[who] = w.http
	}
	return r.windows[who]
}

// prints runs the commands of a row, and looks for the numbers that it gives among what they print. It returns how many it gives.
func (r *reader) prints(commands, figures string) int {
	r.Helper()
	var printed []string
	for i, c := range quoted.FindAllStringSubmatch(commands, -1) {
		words := strings.Fields(c[1])
		if i > 0 && len(words) == 1 && !strings.HasPrefix(words[0], "-") {
			words = []string{"--figure", words[0]}
		}
		if len(words) < 2 || words[0] != "--figure" || strings.Contains(c[1], "…") {
			continue
		}
		out, err := exec.Command(r.demo.binary, append([]string{"figures", "--data", r.demo.data, "--role", "protection_officer"}, words...)...).CombinedOutput()
		if err != nil {
			r.Errorf("safar figures %s: %v\n%.400s", c[1], err, out)
		}
		total := 0
		for line := range strings.Lines(string(out)) {
			if f := strings.Fields(line); len(f) > 1 {
				printed = append(printed, f[1])
				total++
			}
		}
	}
	if len(printed) == 0 {
		return 0
	}
	given := counted.FindAllString(figures, -1)
	for _, n := range given {
		if plain := strings.ReplaceAll(n, ",", ""); !slices.Contains(printed, plain) {
			r.Errorf("%s: no %s among %.300v", commands, n, printed)
		}
	}
	return len(given)
}
