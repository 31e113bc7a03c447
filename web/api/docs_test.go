// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs.json from the comments as they are")

// What the description says of a type, a field or a query is what its author wrote beside it.
func TestDescribedAsTheCommentsSay(t *testing.T) {
	comments := map[string]string{}
	for _, folder := range []string{".", "..", "../../desk", "../../kernel/access", "../../kernel/register"} {
		readComments(t, folder, comments)
	}
	folders, err := filepath.Glob("../../field/*")
	must(t, err)
	for _, folder := range folders {
		readComments(t, folder, comments)
	}
	used := map[string]string{}
	use := func(key string) {
		if said := comments[key]; said != "" {
			used[key] = said
		}
	}
	for _, c := range commands() {
		useOf(c.of, use, map[reflect.Type]bool{})
	}
	for _, a := range asks() {
		use(nameOf(a.find))
		result, _ := a.result()
		useOf(result, use, map[reflect.Type]bool{})
	}
	useOf(reflect.TypeFor[Receipt](), use, map[reflect.Type]bool{})
	text, err := json.MarshalIndent(used, "", " ")
	must(t, err)
	if text = append(text, '\n'); *update {
		must(t, os.WriteFile("docs.json", text, 0o644))
	} else if !bytes.Equal(text, docsFile) {
		t.Error("a comment was changed: go test ./web/api -run Described -update writes docs.json anew")
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// useOf notes what is said of a type and of what is within it.
func useOf(t reflect.Type, use func(string), seen map[reflect.Type]bool) {
	if seen[t] {
		return
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Pointer, reflect.Map:
		useOf(t.Elem(), use, seen)
	case reflect.Struct:
		if shapeOf(t).form != anObject {
			return
		}
		use(typeName(t))
		for _, f := range shapeOf(t).fields {
			use(typeName(t) + "." + t.Field(f.index).Name)
			useOf(t.Field(f.index).Type, use, seen)
		}
	}
}

// readComments reads what stands beside the types, fields and functions of a folder's package.
func readComments(t *testing.T, folder string, into map[string]string) {
	t.Helper()
	abs, err := filepath.Abs(folder)
	must(t, err)
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	must(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		must(t, err)
		for _, d := range tree.Decls {
			readDecl(path.Base(filepath.ToSlash(abs)), d, into)
		}
	}
}

func readDecl(of string, d ast.Decl, into map[string]string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			into[of+"."+d.Name.Name] = said(d.Doc.Text())
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			ty, is := spec.(*ast.TypeSpec)
			if !is {
				continue
			}
			doc := ty.Doc.Text()
			if doc == "" {
				doc = d.Doc.Text()
			}
			name := of + "." + ty.Name.Name
			into[name] = said(doc)
			if s, is := ty.Type.(*ast.StructType); is {
				readFields(name, s, into)
			}
		}
	}
}

func readFields(of string, s *ast.StructType, into map[string]string) {
	for _, f := range s.Fields.List {
		for _, name := range f.Names {
			into[of+"."+name.Name] = said(strings.Join([]string{f.Doc.Text(), f.Comment.Text()}, " "))
		}
	}
}

// said is a comment on one line a paragraph.
func said(text string) string {
	var paragraphs []string
	for p := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		paragraphs = append(paragraphs, strings.Join(strings.Fields(p), " "))
	}
	return strings.Join(paragraphs, "\n\n")
}
