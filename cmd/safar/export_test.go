// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/zip"
	"io"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// [!] same-bytes A B holds that two files are the same, byte by byte.
func sameBytes(ts *testscript.TestScript, neg bool, args []string) {
	if same := ts.ReadFile(args[0]) == ts.ReadFile(args[1]); same == neg {
		ts.Fatalf("%s and %s are the same: %v", args[0], args[1], same)
	}
}

// namesOne finds what stands for one person or household in a demo: an id, the number of a card, a phone.
var namesOne = regexp.MustCompile(`\b[0-9a-hjkmnp-tv-z]{26}\b|KLM-\d|\+243`)

// names-nobody ZIP holds that no file of an export holds an id, a card or a phone.
func namesNobody(ts *testscript.TestScript, neg bool, args []string) {
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()
	for _, f := range z.File {
		r, err := f.Open()
		ts.Check(err)
		text, err := io.ReadAll(r)
		ts.Check(err)
		if found := namesOne.Find(text); found != nil {
			ts.Fatalf("%s holds %s", f.Name, found)
		}
	}
}

func TestWhatNamesOneIsFound(t *testing.T) {
	for text, names := range map[string]bool{"Kalemie,01m2q9v7zt3c5g8k4n6p1r0s7w,x": true, "KLM-000012": true, "+243820000001": true,
		"site:Tanganyika/Kalemie/Mukuku": false, "durable_solutions_tanganyika": false} {
		if namesOne.MatchString(text) != names {
			t.Errorf("%s names somebody: %v", text, !names)
		}
	}
}
