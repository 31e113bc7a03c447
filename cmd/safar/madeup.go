// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// madeUpFile stands in a demo's folder once it is filled: its people are made up, and this is the day on which it stands. Without
// it a folder holds a true operation, or a demo that was stopped while it was filled.
const madeUpFile = "made-up"

// morning is the hour at which a demo begins its day.
const morning = 6 * time.Hour

// standOn writes down on which day the demo of a folder stands, where another day is written there: whole, or not at all.
func standOn(folder string, today clock.Day) error {
	if written, madeUp := madeUpOn(folder); madeUp && written == today {
		return nil
	}
	path := filepath.Join(folder, madeUpFile)
	err := os.WriteFile(path+".new", []byte(today.String()+"\n"), 0o600)
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return fault.New("demo", fault.Unavailable, "operation.folder", fault.Args{"folder": folder}).Because(err)
	}
	return nil
}

// madeUpOn returns the day on which the demo of a folder stands; madeUp is false for an operation that is none.
func madeUpOn(folder string) (today clock.Day, madeUp bool) {
	text, err := os.ReadFile(filepath.Join(folder, madeUpFile))
	if err != nil {
		return clock.NoDay, false
	}
	today, err = clock.ParseDay(strings.TrimSpace(string(text)))
	return today, err == nil
}

// clockOf tells the time by which a folder is read on the command line: a demo's own day, so that its figures are the same whenever
// they are asked for; else the machine's clock.
func clockOf(folder string) clock.Clock {
	if today, madeUp := madeUpOn(folder); madeUp {
		return clock.At(today.Time().Add(morning))
	}
	return clock.System(time.Local)
}
