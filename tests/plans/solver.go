// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
)

// solver is a program that is measured.
type solver interface {
	name() string
	solve(ctx context.Context, file string, p *problem) (claim, error)
}

// matching is `safar match`.
type matching struct {
	program string
	wanted
}

func (matching) name() string { return "safar" }

func (m matching) solve(ctx context.Context, file string, _ *problem) (claim, error) {
	form := "gap"
	if strings.Contains(file, ".col") {
		form = "col"
	}
	process := exec.CommandContext(ctx, m.program, "match", file, "--format", form, "--json", "--seconds", fmt.Sprint(m.seconds), "--threads", fmt.Sprint(m.threads),
		"--seed", fmt.Sprint(m.seed))
	out, err := process.Output()
	if err != nil {
		return claim{}, err
	}
	var said struct {
		Cost, Bound int64
		Left        int
		Seconds     float64
		Assignment  []int
		Trace       [][3]float64
	}
	if err := json.Unmarshal(out, &said); err != nil {
		return claim{}, err
	}
	c := claim{cost: said.Cost, bound: said.Bound, left: said.Left, places: said.Assignment, seconds: said.Seconds, worked: workedFor(process)}
	for _, t := range said.Trace {
		c.curve = append(c.curve, moment{t[0], int64(t[1]), int64(t[2]), true})
	}
	return c, nil
}

// workedFor is how long processors worked for a process that has ended, in seconds.
func workedFor(process *exec.Cmd) float64 {
	return (process.ProcessState.UserTime() + process.ProcessState.SystemTime()).Seconds()
}
