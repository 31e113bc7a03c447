// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
}

// try runs the mutant's tests without the bug, which must pass (their result is cached by go test), and with it, in a cache of its own.
func (t trial) try(ctx context.Context, m mutant, own *cache) (o outcome) {
	started := time.Now()
	defer func() { o.took = time.Since(started) }()
	overlay, err := t.overlay(m)
	if err != nil {
		return outcome{mutant: m, verdict: unfit, said: err.Error()}
	}
	said, err := t.goTest(ctx, m, os.Environ())
	if err != nil || strings.Contains(said, "no tests to run") {
		return outcome{mutant: m, verdict: unproven, said: said}
	}
	if err := own.renew(); err != nil {
		return outcome{mutant: m, verdict: unfit, said: err.Error()}
	}
	said, err = t.goTest(ctx, m, own.environment(), "-count=1", "-overlay", overlay)
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

func (t trial) goTest(ctx context.Context, m mutant, environment []string, flags ...string) (string, error) {
	// go test ends a test that takes too long by itself, and says where it hung; the context only guards against go test.
	ctx, cancel := context.WithTimeout(ctx, 3*t.timeout)
	defer cancel()
	args := append([]string{"test", "-failfast", "-run", m.Test, fmt.Sprintf("-timeout=%s", t.timeout)}, flags...)
	command := exec.CommandContext(ctx, "go", append(args, m.Packages...)...)
	command.Dir, command.Env = t.root, environment
	said, err := command.CombinedOutput()
	return string(said), err
}
