// SPDX-License-Identifier: Apache-2.0

package safar_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"safar/programmes"
)

// mayNameAProgramme reports whether a file may say which programme it is about: the programmes themselves, the demo, whose operations have names of their
// own that the command line offers, and tests.
func mayNameAProgramme(f goFile) bool {
	part, _ := room(f.dir())
	return f.path == "cmd/safar/demo.go" || part == "demo" || part == "programmes" || f.isTest() || isBeside(f.dir()) || isSupport(f.dir())
}

// namesOf returns the texts of a file in which one of some programmes is named as a word of its own, each with its place. What a file imports and what it
// explains in comments is no text.
func namesOf(syntax *ast.File, ids []string) map[token.Pos]string {
	named := regexp.MustCompile(`(^|[^a-z0-9_])(` + strings.Join(ids, "|") + `)($|[^a-z0-9_])`)
	found := map[token.Pos]string{}
	ast.Inspect(syntax, func(n ast.Node) bool {
		if _, is := n.(*ast.ImportSpec); is {
			return false
		}
		if text, is := n.(*ast.BasicLit); is && text.Kind == token.STRING {
			if said, err := strconv.Unquote(text.Value); err == nil && named.MatchString(said) {
				found[text.Pos()] = said
			}
		}
		return true
	})
	return found
}

// A country office that writes one more programme changes no code: nothing in the software knows any programme by its name.
func TestNoCodeKnowsAProgrammeByName(t *testing.T) {
	ids := programmes.Names()
	if len(ids) < 12 {
		t.Fatalf("only %d programmes: %v", len(ids), ids)
	}
	for _, f := range mustGoTree(t) {
		if mayNameAProgramme(f) {
			continue
		}
		for at, said := range namesOf(f.syntax, ids) {
			t.Errorf("%s: %q names a programme: what one needs is said in its file, by the language", positions.Position(at), said)
		}
	}
}

// The rule is tried on the code that it is against, and on code that only looks like it.
func TestWhatCountsAsKnowingAProgramme(t *testing.T) {
	syntax, err := parser.ParseFile(token.NewFileSet(), "x.go", `package x

import _ "safar/programmes/site_management"

// feedback is what people say.
var feedback = []string{"site_management", "site_management/forms", "feedbacks", "my_site_management", "page.feedback_title"}

func f(programme string) bool { return programme == "feedback" }
`, 0)
	if err != nil {
		t.Fatal(err)
	}
	if found := namesOf(syntax, []string{"site_management", "feedback"}); len(found) != 3 {
		t.Errorf("found %v", found)
	}
}
