// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// general is the general solver of integer programs cbc.
type general struct {
	program string
	scratch string
	wanted
}

func (general) name() string { return "cbc" }

// nothingKnown stands for a bound where none is known.
const nothingKnown = math.MinInt64

func (g general) solve(ctx context.Context, file string, p *problem) (claim, error) {
	program, solution := filepath.Join(g.scratch, filepath.Base(file)+".mps"), filepath.Join(g.scratch, "solution")
	if err := os.WriteFile(program, mps(p), 0o600); err != nil {
		return claim{}, err
	}
	defer os.Remove(program)
	_ = os.Remove(solution) // of the problem before
	process := exec.CommandContext(ctx, g.program, program, "-threads", fmt.Sprint(g.threads), "-timeMode", "elapsed", "-sec", fmt.Sprint(g.seconds), "-solve",
		"-solution", solution)
	out, err := process.StdoutPipe()
	if err != nil {
		return claim{}, err
	}
	began := time.Now()
	if err := process.Start(); err != nil {
		return claim{}, err
	}
	c := claim{bound: nothingKnown}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		c.heard(lines.Text(), time.Since(began).Seconds())
	}
	if err := process.Wait(); err != nil {
		return claim{}, err
	}
	c.seconds, c.worked = time.Since(began).Seconds(), workedFor(process)
	return c, c.read(solution, p)
}

var (
	foundLine = regexp.MustCompile(`Integer solution of (\S+) found`)
	heldLine  = regexp.MustCompile(`(\S+) best solution,`)
	bestLine  = regexp.MustCompile(`best possible (\S+?)\)? `)
	lowLine   = regexp.MustCompile(`^(?:Continuous objective value is|Lower bound:) *(\S+)`)
	endLine   = regexp.MustCompile(`^Result - Optimal solution found`)
	costLine  = regexp.MustCompile(`^Objective value: *(\S+)`)
)

// heard notes what a line of its log says.
func (c *claim) heard(line string, second float64) {
	now := moment{second: second, bound: c.bound, planned: len(c.curve) > 0 && c.curve[len(c.curve)-1].planned}
	if now.planned {
		now.cost = c.curve[len(c.curve)-1].cost
	}
	for _, pattern := range []*regexp.Regexp{foundLine, heldLine, costLine} {
		if m := pattern.FindStringSubmatch(line); m != nil {
			if cost := whole(m[1], math.Round); cost != nothingKnown {
				now.cost, now.planned = cost, true
			}
		}
	}
	for _, pattern := range []*regexp.Regexp{bestLine, lowLine} {
		if m := pattern.FindStringSubmatch(line + " "); m != nil {
			now.bound = max(now.bound, whole(m[1], func(v float64) float64 { return math.Ceil(v - 1e-4*(1+math.Abs(v)/1000)) }))
		}
	}
	if endLine.MatchString(line) && now.planned {
		now.bound = now.cost
	}
	if c.bound = now.bound; len(c.curve) == 0 || now.cost != c.curve[len(c.curve)-1].cost || now.bound != c.curve[len(c.curve)-1].bound {
		c.curve = append(c.curve, now)
	}
}

func whole(text string, rounded func(float64) float64) int64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(v) > 1e15 {
		return nothingKnown
	}
	return int64(rounded(v))
}

// read reads who goes where from the file in which it writes what is not nought.
func (c *claim) read(solution string, p *problem) error {
	text, err := os.ReadFile(solution)
	if err != nil {
		return fmt.Errorf("no plan: %w", err)
	}
	if bytes.Contains(text, []byte("no integer solution")) || bytes.Contains(text, []byte("infeasible")) || bytes.HasPrefix(text, []byte("Stopped on time (no")) {
		return errNoPlan
	}
	c.places = slices.Repeat([]int{-2}, len(p.ways))
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		var h, place int
		if len(fields) < 3 {
			continue
		}
		if _, err := fmt.Sscanf(fields[len(fields)-3], "x%d_%d", &h, &place); err != nil {
			continue
		}
		if v, err := strconv.ParseFloat(fields[len(fields)-2], 64); err == nil && v > .5 {
			c.places[h] = place - 1
			c.cost += p.ways[h][place-1].cost
		}
	}
	if slices.Contains(c.places, -2) {
		return errNoPlan
	}
	return nil
}

// errNoPlan is said of a solver that found none in its time.
var errNoPlan = fmt.Errorf("no plan")

// mps writes a problem as an integer program: one way for each household, and no more in a place than there is room.
func mps(p *problem) []byte {
	var b bytes.Buffer
	fmt.Fprint(&b, "NAME plans\nROWS\n N COST\n")
	for h := range p.ways {
		fmt.Fprintf(&b, " E H%d\n", h)
	}
	for i, room := range p.room {
		for d := range room {
			fmt.Fprintf(&b, " L R%d_%d\n", i, d)
		}
	}
	fmt.Fprint(&b, "COLUMNS\n M1 'MARKER' 'INTORG'\n")
	for h, ways := range p.ways {
		for _, place := range sorted(ways) {
			x := fmt.Sprintf(" x%d_%d ", h, place+1)
			fmt.Fprintf(&b, "%sCOST %d H%d 1\n", x, ways[place].cost, h)
			for d, n := range ways[place].takes {
				if n != 0 && place >= 0 {
					fmt.Fprintf(&b, "%sR%d_%d %d\n", x, place, d, n)
				}
			}
		}
	}
	fmt.Fprint(&b, " M2 'MARKER' 'INTEND'\nRHS\n")
	for h := range p.ways {
		fmt.Fprintf(&b, " RHS H%d 1\n", h)
	}
	for i, room := range p.room {
		for d, r := range room {
			fmt.Fprintf(&b, " RHS R%d_%d %d\n", i, d, r)
		}
	}
	fmt.Fprint(&b, "ENDATA\n") // that nothing is above one follows from the rows of the households
	return b.Bytes()
}
