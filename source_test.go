// SPDX-License-Identifier: Apache-2.0

package safar_test

import (
	"go/ast"
	"go/parser"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// unwanted are texts that no file of the repository holds, each with the reason. The patterns are written so that they do not
// match themselves.
var unwanted = []struct {
	pattern *regexp.Regexp
	why     string
}{
	{regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|HA` + `CK)\b`), "what is open is said where work is planned, not in the source"},
	{regexp.MustCompile(`(^|[^A-Za-z0-9._-])/(work|farm|root|Users)/`), "a path of one machine"},
	{regexp.MustCompile(`(?i)\bissues? +#?[0-9]|\b(closes|fixes|refs) +#[0-9]`), "a number in a list that the reader does not have"},
}

func TestTheSourceHoldsNothingUnwanted(t *testing.T) {
	for _, f := range mustTree(t) {
		if isThirdParty(f.path) || f.path == "LICENSE" {
			continue
		}
		for i, line := range strings.Split(f.text, "\n") {
			for _, u := range unwanted {
				if found := u.pattern.FindString(line); found != "" {
					t.Errorf("%s:%d: %q: %s", f.path, i+1, strings.TrimSpace(found), u.why)
				}
			}
		}
	}
}

// readsTheClock are the functions of package time that ask the operating system what time it is.
var readsTheClock = map[string]bool{"Now": true, "Since": true, "Until": true}

// mayReadTheClock reports whether a file is where the clock comes from, or measures how long something took.
func mayReadTheClock(f goFile) bool {
	part, place := room(f.dir())
	return f.isTest() || isBeside(f.dir()) || isSupport(f.dir()) || part == "cmd" || part == "kernel" && place == "clock"
}

// The clock is handed in, so that a test can set it back a year and a demo can live on any day.
func TestNobodyReadsTheClockButTheClock(t *testing.T) {
	for _, f := range mustGoTree(t) {
		if mayReadTheClock(f) {
			continue
		}
		eachUseOf(f, "time", func(use *ast.SelectorExpr) {
			if readsTheClock[use.Sel.Name] {
				t.Errorf("%s: time.%s: a clock.Clock is handed in instead", positions.Position(use.Pos()), use.Sel.Name)
			}
		})
	}
}

// eachUseOf calls found for every name of an imported package that a file uses.
func eachUseOf(f goFile, importPath string, found func(*ast.SelectorExpr)) {
	local := ""
	for _, imported := range f.syntax.Imports {
		if name, err := strconv.Unquote(imported.Path.Value); err == nil && name == importPath {
			local = importPath[strings.LastIndex(importPath, "/")+1:]
			if imported.Name != nil {
				local = imported.Name.Name
			}
		}
	}
	if local == "" {
		return
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if use, is := n.(*ast.SelectorExpr); is {
			if name, is := use.X.(*ast.Ident); is && name.Name == local {
				found(use)
			}
		}
		return true
	})
}

// registries are the files that may have an init function, each with the reason. Kinds, verbs and pages are handed over in
// lists that a reader can follow; an init runs before anyone asks for it and in an order that nobody sees.
var registries = map[string]string{}

func TestNothingRegistersItselfUnseen(t *testing.T) {
	for _, f := range mustGoTree(t) {
		if f.generated() || registries[f.path] != "" {
			continue
		}
		for _, declared := range f.syntax.Decls {
			function, is := declared.(*ast.FuncDecl)
			if is && function.Recv == nil && function.Name.Name == "init" {
				t.Errorf("%s: an init function: hand the thing over where it is used", positions.Position(function.Pos()))
			}
		}
	}
}

// Every test runs, everywhere: one that leaves itself out proves nothing.
func TestNoTestLeavesItselfOut(t *testing.T) {
	for _, f := range mustGoTree(t) {
		if !f.isTest() && !isSupport(f.dir()) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			call, is := n.(*ast.CallExpr)
			if !is {
				return true
			}
			if use, is := call.Fun.(*ast.SelectorExpr); is && (use.Sel.Name == "Skip" || use.Sel.Name == "Skipf" || use.Sel.Name == "SkipNow") {
				if on, is := use.X.(*ast.Ident); is && (on.Name == "t" || on.Name == "b" || on.Name == "tb") {
					t.Errorf("%s: a test leaves itself out", positions.Position(call.Pos()))
				}
			}
			return true
		})
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func mustParse(t *testing.T, source string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(positions, "", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
