// SPDX-License-Identifier: Apache-2.0

package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// speaking are the floors whose errors people see, on pages or on a command line.
var speaking = []string{"../../kernel", "../../desk", "../../field", "../../exchange", "../../operation", "../../demo", "../../web", "../../cmd"}

var looksLikeAKey = regexp.MustCompile(`^[a-z][a-z_]*(\.[a-z][a-z_0-9]*)+$`)

// Every key that an error is made with, and every hint, has a sentence: an error that cannot be said is a fault of the program.
func TestEveryErrorCanBeSaid(t *testing.T) {
	en := printer(t, Mother)
	for key, where := range keysIn(t, speaking) {
		if !en.Has(key) {
			t.Errorf("%s: no sentence for %q", where, key)
		}
	}
}

// keysIn returns the keys handed to fault.New and WithHint as literals, with a place where each is.
func keysIn(t *testing.T, folders []string) map[string]string {
	t.Helper()
	keys := map[string]string{}
	for _, folder := range folders {
		if _, err := os.Stat(folder); err != nil {
			continue // a floor that is not built yet
		}
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if key, pos := keyOf(n); looksLikeAKey.MatchString(key) {
					keys[key] = files.Position(pos).String()
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(keys) < 50 {
		t.Errorf("only %d keys were found", len(keys))
	}
	return keys
}

func keyOf(n ast.Node) (key string, pos token.Pos) {
	call, is := n.(*ast.CallExpr)
	if !is {
		return "", 0
	}
	method, is := call.Fun.(*ast.SelectorExpr)
	if !is {
		return "", 0
	}
	at := -1
	switch owner, _ := method.X.(*ast.Ident); {
	case method.Sel.Name == "New" && owner != nil && owner.Name == "fault":
		at = 2
	case method.Sel.Name == "WithHint":
		at = 0
	}
	if at < 0 || at >= len(call.Args) {
		return "", 0
	}
	literal, is := call.Args[at].(*ast.BasicLit)
	if !is {
		return "", 0
	}
	key, _ = strconv.Unquote(literal.Value) // the parser has read it as a string
	return key, literal.Pos()
}
