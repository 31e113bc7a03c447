// SPDX-License-Identifier: Apache-2.0

package safar_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestEveryPackageIsExplained(t *testing.T) {
	type folder struct{ explained, hasCode bool }
	folders := map[string]*folder{}
	for _, f := range mustGoTree(t) {
		if f.isTest() {
			continue
		}
		if folders[f.dir()] == nil {
			folders[f.dir()] = &folder{}
		}
		here := folders[f.dir()]
		here.hasCode = true
		if opensWith(f.syntax.Doc.Text(), packageSentence(f.syntax.Name.Name)) {
			here.explained = true
		}
	}
	for dir, here := range folders {
		if here.hasCode && !here.explained {
			t.Errorf("%s: no file has a comment that says what the package is for and why it is so", dir)
		}
	}
}

// packageSentence is how the comment of a package begins: as `go doc` shows it.
func packageSentence(name string) string {
	if name == "main" {
		return "Command "
	}
	return "Package " + name
}

func opensWith(text, beginning string) bool {
	return strings.HasPrefix(text, beginning) && len(strings.Fields(text)) > 4
}

func TestEveryExportedNameIsExplained(t *testing.T) {
	for _, f := range mustGoTree(t) {
		if f.isTest() || f.generated() {
			continue
		}
		for _, declared := range f.syntax.Decls {
			for _, name := range unexplained(declared) {
				t.Errorf("%s: %s is exported and no comment says what it is", positions.Position(name.Pos()), name.Name)
			}
		}
	}
}

// unexplained returns the exported names of a declaration that nothing is said of.
func unexplained(declared ast.Decl) []*ast.Ident {
	switch d := declared.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc.Text() == "" { // a method of a type that is not exported says which interface it is of
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		return unexplainedInGroup(d)
	}
	return nil
}

// unexplainedInGroup knows that one comment may stand for a whole group of constants or variables, but not of types.
func unexplainedInGroup(d *ast.GenDecl) (names []*ast.Ident) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			names = append(names, unexplainedType(d, s)...)
		case *ast.ValueSpec:
			if d.Doc.Text() != "" || s.Doc.Text() != "" || s.Comment.Text() != "" {
				continue
			}
			for _, name := range s.Names {
				if name.IsExported() {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// unexplainedType returns an exported type that has no comment, and its exported fields of which nothing is said.
func unexplainedType(d *ast.GenDecl, s *ast.TypeSpec) (names []*ast.Ident) {
	if !s.Name.IsExported() {
		return nil
	}
	said := s.Doc.Text()
	if grouped := d.Lparen.IsValid(); said == "" && !grouped {
		said = d.Doc.Text()
	}
	if said == "" {
		names = append(names, s.Name)
	}
	if shape, is := s.Type.(*ast.StructType); is {
		names = append(names, unexplainedFields(shape, said)...)
	}
	return names
}

// unexplainedFields returns the exported fields of a struct that have no comment above them or behind them, and are not named in what is said of
// the whole.
func unexplainedFields(shape *ast.StructType, said string) (names []*ast.Ident) {
	told := strings.FieldsFunc(said, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '_' })
	for _, field := range shape.Fields.List {
		if field.Doc.Text() != "" || field.Comment.Text() != "" {
			continue
		}
		for _, name := range field.Names {
			if name.IsExported() && !slices.Contains(told, name.Name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// exportedComponent matches a component of the pages that other packages can use.
var exportedComponent = regexp.MustCompile(`^templ (\([^)]*\) *)?[A-Z]`)

func TestEveryExportedComponentIsExplained(t *testing.T) {
	for _, f := range mustTree(t) {
		if !strings.HasSuffix(f.path, ".templ") {
			continue
		}
		before := ""
		for i, line := range strings.Split(f.text, "\n") {
			if exportedComponent.MatchString(line) && !strings.HasPrefix(before, "//") {
				t.Errorf("%s:%d: an exported component has no comment", f.path, i+1)
			}
			before = line
		}
	}
}

// lookHere is how the tree is asked for links between documents.
var lookHere = regexp.MustCompile(`\]\(([^)#\s]+)(#[^)]*)?\)`)

func TestLinksBetweenDocumentsLeadSomewhere(t *testing.T) {
	for _, f := range mustTree(t) {
		if !strings.HasSuffix(f.path, ".md") {
			continue
		}
		for _, link := range lookHere.FindAllStringSubmatch(f.text, -1) {
			target := link[1]
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			if !exists(f.dir() + "/" + target) {
				t.Errorf("%s points to %s, which is not there", f.path, target)
			}
		}
	}
}

// The rule is tried on a declaration of each kind.
func TestWhatCountsAsExplained(t *testing.T) {
	source := `package p

func Bare() {}

// Told is.
func Told() {}

type hidden struct{}

func (hidden) Method() {}

type Shown struct{}

func (*Shown) Method() {}

// Pair is a Left and what stands beside it.
type Pair struct {
	Left, Right int
	Sum         int // of both
	// Kept stands above.
	Kept   int
	Lefts  int
	hidden int
}

// The colours.
const (
	Red  = iota
	Blue
)

var Loose = 1
`
	file := mustParse(t, source)
	var names []string
	for _, declared := range file.Decls {
		for _, name := range unexplained(declared) {
			names = append(names, name.Name)
		}
	}
	if got, want := strings.Join(names, " "), "Bare Method Shown Method Right Lefts Loose"; got != want {
		t.Errorf("unexplained: %s; want %s", got, want)
	}
	if file.Pos() == token.NoPos {
		t.Error("the source was not parsed")
	}
}
