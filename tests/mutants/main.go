// SPDX-License-Identifier: Apache-2.0

// Command mutants takes the rules of Safar out, one at a time, and sees whether the tests notice.
//
// A promise that no test can break is only a sentence. The catalogue beside this file holds seeded bugs: each names the
// promise it breaks, the exact text it replaces in one file, and the tests that must fail once it is replaced. Nothing in
// the tree is changed: the bug is laid over it with go test's -overlay. A mutant that survives, one that no longer fits
// the source, and one that does not compile all end the run with an error.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"time"
)

func main() {
	set := flag.String("set", "quick", "which mutants: quick (those of make check) or all")
	only := flag.String("only", "", "the name of one mutant")
	timeout := flag.Duration("timeout", 2*time.Minute, "how long the tests of one mutant may take")
	patience := flag.Duration("tests-timeout", 8*time.Minute, "how long all tests of a package may take without a bug; what `make test` gave them")
	workers := flag.Int("workers", 2, "how many mutants are tested at once")
	root := flag.String("root", ".", "the folder of go.mod")
	verbose := flag.Bool("v", false, "show what the tests said")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *root, *set, *only, *timeout, *patience, *workers, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, root, set, only string, timeout, patience time.Duration, workers int, verbose bool) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	all, err := readCatalogue(filepath.Join(root, "tests", "mutants", "catalogue.yaml"))
	if err != nil {
		return err
	}
	chosen, err := choose(all, set, only)
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "safar-mutants-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)

	started := time.Now()
	caches := make([]*cache, max(workers, 1))
	for i := range caches {
		if caches[i], err = newCache(filepath.Join(scratch, fmt.Sprint(i))); err != nil {
			return err
		}
		defer caches[i].remove()
	}
	trial := trial{root: root, scratch: scratch, timeout: timeout}
	if only == "" {
		trial.prove(ctx, chosen, patience)
	}
	notCaught := testAll(ctx, trial, chosen, caches, verbose)
	fmt.Printf("%d mutants, %d caught, %s\n", len(chosen), len(chosen)-notCaught, time.Since(started).Round(time.Second))
	if notCaught > 0 {
		return fmt.Errorf("%d of %d mutants were not caught", notCaught, len(chosen))
	}
	return nil
}

// choose picks the mutants of a set, or the one that is named.
func choose(all []mutant, set, only string) ([]mutant, error) {
	var chosen []mutant
	for _, m := range all {
		switch {
		case only != "" && m.Name == only, only == "" && (set == "all" || set == "quick" && m.Quick):
			chosen = append(chosen, m)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("the catalogue has no mutant for -set %q -only %q", set, only)
	}
	return chosen, nil
}

// testAll tries every mutant, as many at once as there are caches, says what came of each as soon as it is known, and returns how many were not caught.
func testAll(ctx context.Context, t trial, chosen []mutant, caches []*cache, verbose bool) (notCaught int) {
	next, outcomes := make(chan mutant), make(chan outcome)
	var group sync.WaitGroup
	for _, own := range caches {
		group.Go(func() {
			for m := range next {
				outcomes <- t.try(ctx, m, own)
			}
		})
	}
	go func() {
		for _, m := range chosen {
			next <- m
		}
		close(next)
		group.Wait()
		close(outcomes)
	}()
	done := 0
	for o := range outcomes {
		done++
		report(o, done, len(chosen), verbose)
		if o.verdict != caught {
			notCaught++
		}
	}
	return notCaught
}

// report prints a line for an outcome, and what the tests said where that is of interest.
func report(o outcome, done, of int, verbose bool) {
	fmt.Printf("%3d/%-3d %-12s %-34s %5.1fs  %s\n", done, of, o.verdict, o.mutant.Name, o.took.Seconds(), o.mutant.Promise)
	if o.verdict != caught || verbose {
		fmt.Println(o.said)
	}
}
