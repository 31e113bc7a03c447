// SPDX-License-Identifier: Apache-2.0

package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"safar/web/words"
)

// eachDecl calls f for every declaration of the packages of the field, with the name of its package.
func eachDecl(t *testing.T, f func(of string, d *ast.FuncDecl)) {
	t.Helper()
	files, err := filepath.Glob("../../field/*/*.go")
	must(t, err)
	for _, name := range files {
		of := path.Base(filepath.ToSlash(filepath.Dir(name)))
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(of, "test") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		must(t, err)
		for _, d := range tree.Decls {
			if fn, is := d.(*ast.FuncDecl); is {
				f(of, fn)
			}
		}
	}
}

// Every command of the field may be given by a program, or it is said why none may.
func TestEveryCommandIsOfferedOrSaidWhyNot(t *testing.T) {
	known := map[string]bool{}
	eachDecl(t, func(of string, d *ast.FuncDecl) {
		if d.Recv == nil || d.Name.Name != "Act" {
			return
		}
		if ty, is := d.Recv.List[0].Type.(*ast.Ident); is && ty.IsExported() {
			known[of+"/"+snake(ty.Name)] = true
		}
	})
	if len(known) < 100 {
		t.Fatalf("only %d commands were found", len(known))
	}
	for name := range known {
		_, given := commandNamed(name)
		if why := notOffered[name]; given == (why != "") {
			t.Errorf("%s: offered %v, and why not: %q", name, given, why)
		}
	}
	for name := range notOffered {
		if !known[name] {
			t.Errorf("%s is no command of the field", name)
		}
	}
	for _, name := range tended() {
		if _, given := commandNamed(name); !given {
			t.Errorf("journey/tend carries out %s, which is not offered", name)
		}
	}
}

// Every query of the field is asked by programs, or it is said why none asks it. One that is handed on by a function of this package is found in its text.
func TestEveryQueryIsAskedOrSaidWhyNot(t *testing.T) {
	asked := map[string]bool{}
	for _, a := range asks() {
		asked[nameOf(a.find)] = true
	}
	files, err := filepath.Glob("*.go")
	must(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		must(t, err)
		ast.Inspect(tree, func(n ast.Node) bool {
			if use, is := n.(*ast.SelectorExpr); is {
				if of, is := use.X.(*ast.Ident); is {
					asked[of.Name+"."+use.Sel.Name] = true
				}
			}
			return true
		})
	}
	queries := 0
	eachDecl(t, func(of string, d *ast.FuncDecl) {
		name := of + "." + d.Name.Name
		if d.Recv != nil || !d.Name.IsExported() || !isQuery(d) {
			return
		}
		queries++
		if why := notAsked[name]; !asked[name] && why == "" {
			t.Errorf("no program can ask %s", name)
		}
	})
	if queries < 120 {
		t.Errorf("only %d queries were found", queries)
	}
}

// isQuery reports whether a function returns a desk.Query.
func isQuery(d *ast.FuncDecl) bool {
	if d.Type.Results == nil || len(d.Type.Results.List) != 1 {
		return false
	}
	generic, is := d.Type.Results.List[0].Type.(*ast.IndexExpr)
	if !is {
		return false
	}
	of, is := generic.X.(*ast.SelectorExpr)
	return is && of.Sel.Name == "Query"
}

// Beside every look stands its task in words: also in those who watch over looks read it.
func TestEveryTaskHasASentence(t *testing.T) {
	w := words.Default().Printer("ar")
	for _, a := range asks() {
		if !w.Has(string(a.why)) {
			t.Errorf("%s: %s has no sentence", a.path, a.why)
		}
	}
}
