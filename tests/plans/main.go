// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// wanted is what is to be measured.
type wanted struct {
	folder  string
	seconds float64
	threads int
	seed    uint64
	made    string
	only    *regexp.Regexp
	cbc     string // the solver beside it; empty for none
	curves  bool
}

func main() {
	var w wanted
	flag.StringVar(&w.folder, "folder", filepath.Join("exchange", "placement", "testdata"), "the folder with files to measure on, optima.csv among them")
	flag.Float64Var(&w.seconds, "seconds", 10, "how long each solver may take, on the clock")
	flag.IntVar(&w.threads, "threads", 2, "how many processors each may use")
	flag.Uint64Var(&w.seed, "seed", 1, "the seed of the search")
	flag.StringVar(&w.made, "made", "d20400,e20400,d401600,e401600", "which problems are made: d or e, places and households")
	only := flag.String("only", "", "a pattern for the names of the problems")
	cbc := flag.String("cbc", "cbc", "the solver beside it; empty for none")
	flag.BoolVar(&w.curves, "curves", true, "print how the gap fell, second by second")
	flag.Parse()
	w.only, w.cbc = regexp.MustCompile(*only), *cbc
	if _, err := exec.LookPath(w.cbc); err != nil {
		w.cbc = ""
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, w); err != nil {
		fmt.Fprintln(os.Stderr, "plans:", err)
		os.Exit(1)
	}
}

// run measures all that is wanted, in a scratch folder, and ends with an error where a plan does not hold.
func run(ctx context.Context, w wanted) error {
	scratch, err := os.MkdirTemp("", "safar-plans-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	safar := filepath.Join(scratch, "safar")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", safar, "safar/cmd/safar").CombinedOutput(); err != nil {
		return fmt.Errorf("building: %w\n%s", err, out)
	}
	files, err := chosen(w, scratch)
	if err != nil {
		return err
	}
	known, err := readOptima(filepath.Join(w.folder, "optima.csv"))
	if err != nil {
		return err
	}
	solvers := []solver{matching{safar, w}}
	if w.cbc != "" {
		solvers = append(solvers, general{w.cbc, scratch, w})
	}
	return measure(ctx, w, files, known, solvers)
}

// chosen lists the files: those of the folder, and those that are made.
func chosen(w wanted, scratch string) ([]string, error) {
	inFolder, err := filepath.Glob(filepath.Join(w.folder, "*"))
	if err != nil {
		return nil, err
	}
	files := slices.DeleteFunc(inFolder, func(f string) bool {
		return strings.HasSuffix(f, ".csv") || strings.HasSuffix(f, ".md") || strings.HasSuffix(f, ".py")
	})
	for name := range strings.SplitSeq(w.made, ",") {
		if name == "" {
			continue
		}
		file := filepath.Join(scratch, "made-"+name)
		if err := makeFile(file, name); err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return slices.DeleteFunc(files, func(f string) bool { return !w.only.MatchString(filepath.Base(f)) }), nil
}

// measure lets each solver solve each file, in turn, judges, and prints.
func measure(ctx context.Context, w wanted, files []string, known map[string]int64, solvers []solver) error {
	t, wrong := newTable(), 0
	for _, file := range files {
		p, err := readFile(file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		name := filepath.Base(file)
		optimum, isKnown := known[name]
		var all []measured
		for _, s := range solvers {
			m := measured{problem: name, solver: s.name()}
			if m.claim, m.failed = s.solve(ctx, file, p); m.failed == nil {
				m.failed = judge(p, m.claim)
			}
			if m.failed == nil && isKnown {
				m.failed = judgeKnown(m.claim, optimum)
			}
			if m.failed != nil {
				wrong++
			}
			all = append(all, m)
		}
		t.add(all, optimum, isKnown)
		if w.curves {
			printCurves(os.Stdout, all, best(all, optimum, isKnown))
		}
		if ctx.Err() != nil {
			break
		}
	}
	t.print(os.Stdout)
	if wrong > 0 {
		return fmt.Errorf("%d plans do not hold", wrong)
	}
	return nil
}
