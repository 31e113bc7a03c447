// SPDX-License-Identifier: Apache-2.0

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"safar/kernel/fault"
)

// heard are the floors whose errors and findings reach the command line.
var heard = []string{"cmd", "demo", "operation", "kernel", "desk", "field/people", "field/places", "field/staff", "field/figures",
	"exchange"}

var looksLikeAKey = regexp.MustCompile(`^[a-z][a-z_]*(\.[a-z][a-z_0-9]*)+$`)

// Whatever the command line has to say it says in a sentence: no key is shown, and no sentence of a kind stands in for one of its own.
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
		if _, known := sentence(key, nil); !known && !inCatalogue(key) {
			t.Errorf("%s: no sentence for %q", where, key)
		}
	}
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
