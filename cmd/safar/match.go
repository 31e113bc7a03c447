// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"safar/engine/match"
	"safar/exchange/placement"
	"safar/kernel/fault"
)

type matchCommand struct {
	File    string  `arg:"" optional:"" help:"help.match_file" type:"path"`
	Format  string  `help:"help.match_format"`
	Seconds float64 `help:"help.match_seconds" default:"10"`
	Steps   int     `help:"help.match_steps"`
	Threads int     `help:"help.match_threads"`
	Seed    uint64  `help:"help.match_seed" default:"1"`
	JSON    bool    `help:"help.match_json" name:"json"`
	matchSheets
}

// matched is what is printed of a plan.
type matched struct {
	Cost       int64    `json:"cost"`        // of those who are placed, or may stay unplaced
	Bound      int64    `json:"bound"`       // no plan costs less
	Gap        float64  `json:"gap"`         // (cost-bound)/|bound|
	Left       int      `json:"left"`        // how many must be placed, and could not be
	Seconds    float64  `json:"seconds"`     // on the clock, with reading the file
	CPUSeconds float64  `json:"cpu_seconds"` // of all processors
	Assignment []int    `json:"assignment"`  // the place of each household in the order of the file, from 0; -1 unplaced
	Trace      []traced `json:"trace"`
}

// traced is a moment of the search: the second, and what was known then.
type traced struct {
	Second float64 `json:"second"`
	Cost   int64   `json:"cost"`
	Bound  int64   `json:"bound"`
}

// MarshalJSON writes a moment as three numbers.
func (t traced) MarshalJSON() ([]byte, error) { return json.Marshal([]any{t.Second, t.Cost, t.Bound}) }

// Run reads the file, looks for a plan, holds it against the file, and prints it. An interrupt ends the search, and what was found until then is printed.
func (c *matchCommand) Run(ctx context.Context) error {
	if c.Seconds <= 0 && c.Steps <= 0 || c.Seconds < 0 || c.Steps < 0 || c.Threads < 0 {
		return fault.New("match", fault.Invalid, "match.no_end", nil).WithHint("match.no_end.hint")
	}
	if c.asked() {
		return c.runSheets(ctx)
	}
	began := time.Now()
	problem, err := c.read()
	if err != nil {
		return err
	}
	trace := []traced{}
	plan, err := match.Solve(problem, match.Search{Seed: c.Seed, Threads: c.threads(), Steps: c.Steps, Spent: c.spent(ctx, began),
		Found: func(cost, bound int64) { trace = noted(trace, traced{second(began), cost, bound}) }})
	if err == nil {
		err = plan.Verify(problem)
	}
	fmt.Fprintf(os.Stderr, "\r%20s\r", "")
	if err != nil {
		return fault.New("match", fault.Invalid, "placement.wrong", fault.Args{"what": err.Error()}).WithHint("placement.mend")
	}
	gap := math.Abs(float64(plan.Cost-plan.Bound)) / max(1, math.Abs(float64(plan.Bound)))
	return c.print(matched{plan.Cost, plan.Bound, gap, plan.Left, second(began), processorSeconds(), plan.Places(problem), trace})
}

// read reads the file, in the format that is said, or that its name says.
func (c *matchCommand) read() (*match.Problem, error) {
	f, err := os.Open(c.File)
	if err != nil {
		return nil, fault.New("match", fault.NotFound, "match.no_file", fault.Args{"file": c.File}).Because(err)
	}
	defer f.Close()
	if c.Format == "" {
		c.Format = "gap"
		if strings.Contains(filepath.Base(c.File), ".col") {
			c.Format = "col"
		}
	}
	return placement.Read(f, c.Format)
}

func (c *matchCommand) threads() int {
	if c.Threads == 0 {
		return runtime.NumCPU()
	}
	return c.Threads
}

// spent says which share of the time has gone, and shows it. Where steps are counted only an interrupt ends it sooner.
func (c *matchCommand) spent(ctx context.Context, began time.Time) func() int {
	line := progressLine("progress.match")
	return func() int {
		if ctx.Err() != nil {
			return 1000
		}
		if c.Steps > 0 {
			return 0
		}
		share := min(1000, int(1000*second(began)/c.Seconds))
		if second(began) > 1 {
			line(share, 1000)
		}
		return share
	}
}

// noted adds a moment to the trace, at most twenty a second: the last of them.
func noted(trace []traced, at traced) []traced {
	if n := len(trace); n > 1 && at.Second-trace[n-2].Second < .05 {
		trace = trace[:n-1]
	}
	return append(trace, at)
}

func second(began time.Time) float64 { return math.Round(time.Since(began).Seconds()*1000) / 1000 }

func (c *matchCommand) print(m matched) error {
	if c.JSON {
		text, err := json.Marshal(m)
		if err != nil {
			return err
		}
		_, err = fmt.Println(string(text))
		return err
	}
	unplaced := 0
	for _, place := range m.Assignment {
		if place == match.Unplaced {
			unplaced++
		}
	}
	p := printer()
	fmt.Println(p.T("match.found", fault.Args{"cost": fmt.Sprint(m.Cost), "bound": fmt.Sprint(m.Bound), "percent": strconv.FormatFloat(100*m.Gap, 'f', 3, 64),
		"households": fmt.Sprint(len(m.Assignment)), "unplaced": fmt.Sprint(unplaced)}))
	if m.Left > 0 {
		fmt.Println(p.T("match.left", fault.Args{"left": fmt.Sprint(m.Left)}))
	}
	for h, place := range m.Assignment {
		fmt.Println(h, place)
	}
	return nil
}
