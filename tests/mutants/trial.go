// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// verdict is what came of trying one mutant.
type verdict string

const (
	caught   verdict = "caught"
	survived verdict = "SURVIVED" // the tests passed with the bug in
	unfit    verdict = "UNFIT"    // the bug cannot be laid over the source, or does not compile
	unproven verdict = "UNPROVEN" // the tests fail, or do not exist, without the bug too
)

type outcome struct {
	mutant  mutant
	verdict verdict
	took    time.Duration
	said    string
}

// trial knows where the tree is, where to write, and how patient to be.
type trial struct {
	root, scratch string
	timeout       time.Duration
	proven        map[string][]string // folders of packages whose tests all pass without a bug, and the names of these tests
}

// prove has the tests of the packages that mutants name pass without a bug, all of them, once: go test remembers what `make test` saw of them a
// moment ago, if it is as patient with them. A package whose tests do not pass is left to its mutants.
func (t *trial) prove(ctx context.Context, mutants []mutant, patience time.Duration) {
	t.proven = map[string][]string{}
	for _, m := range mutants {
		for _, folder := range m.Packages {
			if _, known := t.proven[folder]; known {
				continue
			}
			if _, err := t.goTool(ctx, os.Environ(), "test", fmt.Sprintf("-timeout=%s", patience), folder); err == nil {
				names, _ := t.goTool(ctx, os.Environ(), "test", "-list", ".", folder)
				t.proven[folder] = strings.Fields(names)
			}
		}
	}
}

// passes reports whether the mutant's tests exist and pass without the bug, and what they said.
func (t trial) passes(ctx context.Context, m mutant) (bool, string) {
	name, _, _ := strings.Cut(m.Test, "/") // what stands behind it is a part of a test
	wanted, err := regexp.Compile(name)
	if err != nil {
		return false, err.Error()
	}
	proven, there := true, false
	for _, folder := range m.Packages {
		names, known := t.proven[folder]
		proven, there = proven && known, there || slices.ContainsFunc(names, wanted.MatchString)
	}
	if proven {
		return there, "no tests to run"
	}
	said, err := t.goTest(ctx, m, os.Environ())
	return err == nil && !strings.Contains(said, "no tests to run"), said
}

// try sees that the mutant's tests pass without the bug, and runs them with it, in a cache of its own.
func (t trial) try(ctx context.Context, m mutant, own *cache) (o outcome) {
	started := time.Now()
	defer func() { o.took = time.Since(started) }()
	overlay, err := t.overlay(m)
	if err != nil {
		return outcome{mutant: m, verdict: unfit, said: err.Error()}
	}
	if passed, said := t.passes(ctx, m); !passed {
		return outcome{mutant: m, verdict: unproven, said: said}
	}
	if err := own.renew(); err != nil {
		return outcome{mutant: m, verdict: unfit, said: err.Error()}
	}
	said, err := t.goTest(ctx, m, own.environment(), "-count=1", "-vet=off", "-overlay", overlay)
	return outcome{mutant: m, verdict: judge(said, err), said: said}
}

// judge tells a test that failed, or ran for ever, from a tree that did not build.
func judge(said string, err error) verdict {
	switch {
	case err == nil:
		return survived
	case strings.Contains(said, "--- FAIL") || strings.Contains(said, "panic:"):
		return caught
	default:
		return unfit
	}
}

// overlay writes the mutated file and the list that lays it over the tree, and returns the list's path.
func (t trial) overlay(m mutant) (string, error) {
	text, err := m.mutate(t.root)
	if err != nil {
		return "", err
	}
	mutated := filepath.Join(t.scratch, m.Name+filepath.Ext(m.File))
	if err := os.WriteFile(mutated, text, 0o600); err != nil {
		return "", err
	}
	replaced := map[string]string{filepath.Join(t.root, filepath.FromSlash(m.File)): mutated}
	list, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return "", err
	}
	path := filepath.Join(t.scratch, m.Name+".json")
	return path, os.WriteFile(path, list, 0o600)
}

// goTest runs the tests of a mutant. go test ends a test that takes too long by itself, and says where it hung.
func (t trial) goTest(ctx context.Context, m mutant, environment []string, flags ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*t.timeout) // only guards against go test
	defer cancel()
	args := append([]string{"test", "-failfast", "-run", m.Test, fmt.Sprintf("-timeout=%s", t.timeout)}, flags...)
	return t.goTool(ctx, environment, append(args, m.Packages...)...)
}

func (t trial) goTool(ctx context.Context, environment []string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir, command.Env = t.root, environment
	said, err := command.CombinedOutput()
	return string(said), err
}
