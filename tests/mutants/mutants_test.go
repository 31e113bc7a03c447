// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A bug that no longer fits the source it was written for would be found only at the end of make check; here it is found
// in a moment.
func TestTheCatalogueFitsTheSource(t *testing.T) {
	const root = "../.."
	all, err := readCatalogue("catalogue.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if _, err := m.mutate(root); err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
		for _, folder := range m.Packages {
			if _, err := os.Stat(filepath.Join(root, folder)); err != nil {
				t.Errorf("%s: %v", m.Name, err)
			}
		}
	}
}

// house is a small module whose one rule is tested.
func house(t *testing.T) trial {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":      "module house\n\ngo 1.26\n",
		"age.go":      "package house\n\nfunc Adult(age int) bool { return age >= 18 }\n\nfunc Spare() int { return 1 }\n",
		"age_test.go": "package house\n\nimport \"testing\"\n\nfunc TestAdult(t *testing.T) {\n\tif Adult(17) {\n\t\tt.Error(\"17\")\n\t}\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return trial{root: root, scratch: t.TempDir(), timeout: time.Minute}
}

// What all tests of a package said is asked once for all its bugs; a bug in whose package a test fails anyhow proves nothing.
func TestABugWhereAllTestsAreKnownToPass(t *testing.T) {
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("GOWORK", "off")
	trial, own := house(t), ownCache(t)
	bug := mutant{Name: "bug", Promise: "p", File: "age.go", Find: "age >= 18", Replace: "true", Packages: []string{"."}, Test: "TestAdult/17"}
	try := func(why string, bug mutant, want verdict) {
		t.Helper()
		if got := trial.try(context.Background(), bug, own); got.verdict != want {
			t.Errorf("%s: %s, want %s\n%s", why, got.verdict, want, got.said)
		}
	}
	trial.prove(context.Background(), []mutant{bug}, time.Minute)
	try("the rule is gone and a test says so", bug, caught)
	bug.Test = "TestNobody"
	try("there is no such test", bug, unproven)
	broken := "package house\n\nimport \"testing\"\n\nfunc TestChild(t *testing.T) {\n\tif !Adult(17) {\n\t\tt.Error(\"17\")\n\t}\n}\n"
	if err := os.WriteFile(filepath.Join(trial.root, "child_test.go"), []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	trial.prove(context.Background(), []mutant{bug}, time.Minute)
	bug.Test = "TestChild"
	try("its test fails without it", bug, unproven)
}

func TestWhatComesOfAMutant(t *testing.T) {
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("GOWORK", "off")
	trial, own := house(t), ownCache(t)
	bug := func(find, replace, test string) mutant {
		return mutant{Name: "bug", Promise: "p", File: "age.go", Find: find, Replace: replace, Packages: []string{"."}, Test: test}
	}
	for _, c := range []struct {
		why  string
		bug  mutant
		want verdict
	}{
		{"the rule is gone and a test says so", bug("age >= 18", "true", "TestAdult"), caught},
		{"it runs for ever", bug("return age >= 18", "for {}", "TestAdult"), caught},
		{"nobody looks at what it breaks", bug("return 1", "return 2", "TestAdult"), survived},
		{"it does not compile", bug("age >= 18", "nonsense", "TestAdult"), unfit},
		{"the text is not there", bug("age > 21", "true", "TestAdult"), unfit},
		{"the text is there twice", bug("func", "func ", "TestAdult"), unfit},
		{"there is no such test", bug("age >= 18", "true", "TestNobody"), unproven},
	} {
		patient := trial
		if strings.Contains(c.bug.Replace, "for {}") {
			patient.timeout = 2 * time.Second
		}
		if got := patient.try(context.Background(), c.bug, own); got.verdict != c.want {
			t.Errorf("%s: %s, want %s\n%s", c.why, got.verdict, c.want, got.said)
		}
	}
}

func ownCache(t *testing.T) *cache {
	t.Helper()
	own, err := newCache(filepath.Join(t.TempDir(), "passing"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.remove)
	return own
}

// What is built for a bug is gone when the next one is built, and the usual cache has never held it.
func TestWhatABugBuiltIsGoneWhenTheNextIsBuilt(t *testing.T) {
	usual := t.TempDir()
	t.Setenv("GOCACHE", usual)
	own := ownCache(t)
	write := func(folder, name, text string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Join(folder, "0a"), 0o700), os.WriteFile(filepath.Join(folder, "0a", name), []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	holds := func(folder string, want ...string) {
		t.Helper()
		names, err := namesIn(filepath.Join(folder, "0a"))
		if got := slices.Sorted(maps.Keys(names)); err != nil || !slices.Equal(got, want) {
			t.Errorf("it holds %v, want %v (%v)", got, want, err)
		}
	}
	write(usual, "kept-d", "kept")
	for range 2 {
		if err := own.renew(); err != nil {
			t.Fatal(err)
		}
		holds(own.folder, "kept-d")
		write(own.folder, "bug-d", "of the bug")
		write(own.passing, "left", "by a test that was ended")
	}
	holds(usual, "kept-d")
	if err := own.renew(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(own.passing); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestACatalogueThatIsNotWholeIsRefused(t *testing.T) {
	whole := "- {name: a, promise: p, file: f, find: x, replace: y, packages: [.], test: T}\n"
	for why, text := range map[string]string{
		"no test":         "- {name: a, promise: p, file: f, find: x, replace: y, packages: [.]}\n",
		"changes nothing": strings.Replace(whole, "replace: y", "replace: x", 1),
		"same name":       whole + whole,
		"unknown key":     strings.Replace(whole, "promise", "promises", 1),
		"bad expression":  strings.Replace(whole, "test: T", "test: '('", 1),
	} {
		path := filepath.Join(t.TempDir(), "catalogue.yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readCatalogue(path); err == nil {
			t.Errorf("%s: the catalogue was taken", why)
		}
	}
}
