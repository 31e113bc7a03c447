// SPDX-License-Identifier: Apache-2.0

package crashdisk_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// mostInAProcess bounds how many schedules one process plays; more are played in parts, each by a process of its own.
//
// The driver keeps the memory of a connection that does not open: its Conn closes only what has a handle, and a failed open has none, so
// that 130 KB and two of the 65,530 mappings that Linux allows a process stay for good. The least that shows it:
//
//	for range 40_000 {
//		sqlite3.Open("file:/no/such/folder/a.db")
//	}
//
// A schedule meets four such opens, since a store whose disk is gone tries again at each write, and some 8,000 of them end in "cannot
// allocate memory". A process that serves opens its connections once, and meets it only while its disk is failing.
const mostInAProcess = 5000

var part = flag.Bool("part", false, "play -schedules from -seed on as a part of more, and print the tally as JSON")

// TestPartOfTheSchedules is what a process of its own plays; without -part there is nothing for it to do.
func TestPartOfTheSchedules(t *testing.T) {
	if !*part {
		return
	}
	if err := json.NewEncoder(os.Stdout).Encode(play(t, *firstSeed, *schedules, func(*story) {})); err != nil {
		t.Fatal(err)
	}
}

// playInParts plays n schedules, beyond what one process can bear in parts, one after the other.
func playInParts(t *testing.T, n int) *tally {
	if n <= mostInAProcess {
		return play(t, *firstSeed, n, func(*story) {})
	}
	total := &tally{}
	for done := 0; done < n; done += mostInAProcess {
		total.sum(playPart(t, *firstSeed+uint64(done), min(mostInAProcess, n-done)))
		t.Logf("%d of %d", min(done+mostInAProcess, n), n)
	}
	return total
}

// playPart has a process play n schedules. One that ends before it has told its tally is a failure of the test, whatever it played.
func playPart(t *testing.T, seed uint64, n int) *tally {
	args := []string{"-test.run=^TestPartOfTheSchedules$", "-part", fmt.Sprint("-seed=", seed), fmt.Sprint("-schedules=", n)}
	if end, bound := t.Deadline(); bound {
		args = append(args, fmt.Sprint("-test.timeout=", time.Until(end).Round(time.Second)))
	}
	command := exec.CommandContext(t.Context(), os.Args[0], args...)
	command.Stderr = os.Stderr
	said, err := command.Output()
	told := &tally{}
	if err := errors.Join(err, json.NewDecoder(strings.NewReader(string(said))).Decode(told)); err != nil {
		t.Fatalf("%d schedules from seed %d: %v\n%s", n, seed, err, said)
	}
	return told
}

// TestSchedulesInPartsAreThoseOfOneProcess holds that a process of its own plays the very schedules it was given.
func TestSchedulesInPartsAreThoseOfOneProcess(t *testing.T) {
	const seed, n = 7, 12
	one, other := play(t, seed, n, func(*story) {}), playPart(t, seed, n)
	one.Losses = append([]string{}, one.Losses...)
	if fmt.Sprint(*one) != fmt.Sprint(*other) {
		t.Errorf("one process played %+v, the other %+v", *one, *other)
	}
}
