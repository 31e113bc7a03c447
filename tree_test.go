// SPDX-License-Identifier: Apache-2.0

// Package safar_test holds the rules that no single package can hold for itself: which way imports go, what ends in the binary, that
// everything is explained, and what the words and styles of the pages must be. It reads the source once.
package safar_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// module is the first element of every import path of the project.
const module = "safar"

// A sourceFile is one text file of the tree.
type sourceFile struct {
	path string // from the root, with slashes
	text string
}

func (f sourceFile) dir() string     { return path.Dir(f.path) }
func (f sourceFile) isGo() bool      { return strings.HasSuffix(f.path, ".go") }
func (f sourceFile) isTest() bool    { return strings.HasSuffix(f.path, "_test.go") }
func (f sourceFile) generated() bool { return strings.HasSuffix(f.path, "_templ.go") }

// A goFile is a Go file and its syntax.
type goFile struct {
	sourceFile
	syntax *ast.File
}

// A goPackage is what `go list` says of a package.
type goPackage struct {
	ImportPath string
	Name       string
	Standard   bool
	Imports    []string
	CgoFiles   []string
	GoFiles    []string
}

// positions belongs to every parsed file.
var positions = token.NewFileSet()

// tree returns the text files of the repository. What is built, and what tests are fed with, is no part of it.
var tree = sync.OnceValues(func() ([]sourceFile, error) {
	kinds := map[string]bool{".go": true, ".templ": true, ".css": true, ".js": true, ".md": true, ".yaml": true, ".yml": true,
		".json": true, ".sql": true, ".sh": true, "": true, ".txtar": true, ".svg": true}
	var files []sourceFile
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name == ".git" || name == "dist" || entry.Name() == "testdata" || entry.Name() == "node_modules"):
			return fs.SkipDir
		case !entry.Type().IsRegular() || !kinds[filepath.Ext(name)]:
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files = append(files, sourceFile{filepath.ToSlash(name), string(text)})
		return nil
	})
	return files, err
})

// goTree returns every Go file of the repository, parsed.
var goTree = sync.OnceValues(func() ([]goFile, error) {
	files, err := tree()
	if err != nil {
		return nil, err
	}
	var parsed []goFile
	for _, f := range files {
		if !f.isGo() {
			continue
		}
		syntax, err := parser.ParseFile(positions, f.path, f.text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, goFile{f, syntax})
	}
	return parsed, nil
})

// packages returns the packages of the project and all that they import outside tests, by import path. It asks once, with
// cgo allowed, so that a dependency which would bring C with it is seen.
var packages = sync.OnceValues(func() (map[string]goPackage, error) {
	command := exec.Command("go", "list", "-e", "-deps", "-json=ImportPath,Name,Standard,Imports,CgoFiles,GoFiles", "./...")
	command.Env = append(os.Environ(), "CGO_ENABLED=1", "GOOS=linux")
	command.Stderr = os.Stderr
	listed, err := command.Output()
	if err != nil {
		return nil, err
	}
	all := map[string]goPackage{}
	decoder := json.NewDecoder(strings.NewReader(string(listed)))
	for {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all[p.ImportPath] = p
	}
})

// ours reports whether an import path is of the project, and its folder from the root.
func ours(importPath string) (folder string, yes bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

func mustTree(t *testing.T) []sourceFile {
	t.Helper()
	files, err := tree()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func mustGoTree(t *testing.T) []goFile {
	t.Helper()
	files, err := goTree()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func mustPackages(t *testing.T) map[string]goPackage {
	t.Helper()
	all, err := packages()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
