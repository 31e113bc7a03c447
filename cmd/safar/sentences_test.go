// SPDX-License-Identifier: Apache-2.0

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"safar/kernel/fault"
	"safar/web/words"
)

// heard are the floors whose errors and findings reach the command line.
var heard = []string{"cmd", "demo", "operation", "kernel", "desk", "field/people", "field/places", "field/staff", "field/figures",
	"exchange"}

var looksLikeAKey = regexp.MustCompile(`^[a-z][a-z_]*(\.[a-z][a-z_0-9]*)+$`)

// Whatever the command line has to say it says in a sentence of every language: no key is shown, and no sentence of a kind stands in for one of its own.
func TestEveryErrorOfTheCommandLineHasASentence(t *testing.T) {
	keys := map[string]string{}
	for _, floor := range heard {
		root := filepath.Join(repository(), filepath.FromSlash(floor))
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			return collectKeys(path, keys)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(keys) < 120 {
		t.Errorf("only %d keys were found", len(keys))
	}
	for key, where := range keys {
		saidInEveryLanguage(t, key, where)
	}
}

// saidInEveryLanguage demands a sentence for a key in each language there is.
func saidInEveryLanguage(t *testing.T, key, where string) {
	t.Helper()
	for _, l := range words.Default().Languages() {
		if !words.Default().Printer(l.Code).Has(key) {
			t.Errorf("%s: no sentence in %s for %q", where, l.Name, key)
		}
	}
}

// named are the functions of an import, by package, that are handed the last part of a key, with what stands before it. A refusal says how
// to mend it.
var named = map[string]map[string][]string{
	"sheet": {"trouble": {"sheet.refused.", "sheet.mend."}, "refuseRow": {"sheet.refused.", "sheet.mend."},
		"invalid": {"sheet.file.", "sheet.mend."}, "wrong": {"sheet.file.", "sheet.mend."}, "note": {"sheet.flag."}},
	"intake": {"refusal": {"intake.refused.", "intake.mend."}},
	"pcode":  {"refuse": {"pcode.refused.", "pcode.mend."}},
}

// noMessages are words in those calls that are not names of messages: parts of a mapping.
var noMessages = []string{"mapping", "households", "encoding", "date_order", "date_system"}

// drawn are the keys that are put together from the value of a number, a column, or the kind of an import.
var drawn = []string{"sheet.flag.phone_zero_lost", "sheet.flag.phone_short", "sheet.flag.phone_long", "sheet.flag.phone_unplaced",
	"import.households", "import.places", "import.site", "import.origin", "sheet.refused_file.sheet", "sheet.refused_file.row",
	"sheet.refused_file.column", "sheet.refused_file.field", "sheet.refused_file.value", "sheet.refused_file.lost",
	"sheet.refused_file.reason", "sheet.refused_file.mend"}

// Whatever an import says of a file, a row or a field, it says in every language, and whatever it refuses it says how to mend.
func TestEveryMessageOfAnImportIsInEveryLanguage(t *testing.T) {
	keys := map[string]string{}
	for _, folder := range []string{"exchange/sheet", "exchange/intake", "exchange/pcode", "cmd/safar"} {
		files, err := filepath.Glob(filepath.Join(repository(), filepath.FromSlash(folder), "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			if !strings.HasSuffix(path, "_test.go") {
				collectMessages(t, path, keys)
			}
		}
	}
	if len(keys) < 140 {
		t.Errorf("only %d keys were found", len(keys))
	}
	for _, key := range drawn {
		keys[key] = "drawn"
	}
	for key, where := range keys {
		saidInEveryLanguage(t, key, where)
	}
}

var (
	partOfAKey = regexp.MustCompile(`^[a-z][a-z_0-9]*$`)
	ofAnImport = regexp.MustCompile(`^((sheet|intake|pcode)\.(refused|refused_file|mend|flag|file)|import|command|progress|check|export)\.[a-z_.]*[a-z]$`)
)

// collectMessages collects the keys of an import's messages, whole or in parts.
func collectMessages(t *testing.T, path string, into map[string]string) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, _ := strconv.Unquote(n.Value); n.Kind == token.STRING && ofAnImport.MatchString(text) {
				into[text] = files.Position(n.Pos()).String()
			}
		case *ast.CallExpr:
			for _, arg := range n.Args {
				literal, is := arg.(*ast.BasicLit)
				if !is || literal.Kind != token.STRING {
					continue
				}
				if text, _ := strconv.Unquote(literal.Value); partOfAKey.MatchString(text) && !slices.Contains(noMessages, text) {
					for _, before := range named[filepath.Base(filepath.Dir(path))][nameOf(n.Fun)] {
						into[before+text] = files.Position(n.Pos()).String()
					}
				}
			}
		}
		return true
	})
}

func nameOf(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// collectKeys collects the keys handed to fault.New and WithHint, and those of findings.
func collectKeys(path string, into map[string]string) error {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, 0)
	if err != nil {
		return err
	}
	note := func(e ast.Expr) {
		if literal, is := e.(*ast.BasicLit); is && literal.Kind == token.STRING {
			if key, _ := strconv.Unquote(literal.Value); looksLikeAKey.MatchString(key) {
				into[key] = files.Position(literal.Pos()).String()
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			method, is := n.Fun.(*ast.SelectorExpr)
			switch {
			case is && method.Sel.Name == "New" && len(n.Args) == 4:
				note(n.Args[2])
			case is && method.Sel.Name == "WithHint" && len(n.Args) == 1:
				note(n.Args[0])
			}
		case *ast.KeyValueExpr:
			if name, is := n.Key.(*ast.Ident); is && name.Name == "Key" {
				note(n.Value)
			}
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if field, is := left.(*ast.SelectorExpr); is && field.Sel.Name == "Key" && i < len(n.Rhs) {
					note(n.Rhs[i])
				}
			}
		}
		return true
	})
	return nil
}

func TestErrorsAreSaidInTheLanguageOfWhoTypes(t *testing.T) {
	none := fault.New("test", fault.NotFound, "operation.none", fault.Args{"folder": "D"})
	for lang, want := range map[string]string{"fr_CD.UTF-8": "Il n’y a pas d’opération dans D.", "en": "There is no operation in D.",
		"C": "There is no operation in D.", "": "There is no operation in D.", "sw_TZ.UTF-8": "There is no operation in D."} {
		t.Setenv("LC_ALL", "")
		t.Setenv("LC_MESSAGES", "")
		t.Setenv("LANG", lang)
		if text, hint := say(none); text != want || hint == "" {
			t.Errorf("LANG=%s: %q, %q", lang, text, hint)
		}
	}
	t.Setenv("LC_ALL", "ar")
	if text, _ := say(none); !strings.Contains(text, "لا") {
		t.Errorf("in Arabic: %q", text)
	}
}

func TestWhatOnlyTheCommandLineSaysHasItsHint(t *testing.T) {
	text, hint := say(fault.New("test", fault.Invalid, "serve.zone", fault.Args{"zone": "Nowhere"}))
	if text != "There is no time zone Nowhere." || hint != "Write it as Africa/Lubumbashi." {
		t.Errorf("%q, %q", text, hint)
	}
	if text, _ := say(fault.New("test", fault.NotFound, "no.such_key", nil)); strings.Contains(text, "no.such_key") || text == "" {
		t.Errorf("a key nobody knows is shown: %q", text)
	}
}
