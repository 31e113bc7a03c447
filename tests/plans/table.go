// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
)

// measured is what a solver did with a problem.
type measured struct {
	problem, solver string
	claim           claim
	failed          error // why its plan does not count
}

// table is what is printed at the end, as it can be taken into a page.
type table struct{ rows [][]string }

func newTable() *table {
	return &table{[][]string{
		{"problem", "solver", "cost", "bound", "gap %", "above the best known bound %", "seconds", "of processors", ""},
		{"---", "---", "---", "---", "---", "---", "---", "---", "---"},
	}}
}

// best is the highest cost that no plan is below, by all who were asked, or what the best plan is known to cost.
func best(all []measured, optimum int64, known bool) int64 {
	if known {
		return optimum
	}
	bound := int64(nothingKnown)
	for _, m := range all {
		if m.failed == nil {
			bound = max(bound, m.claim.bound)
		}
	}
	return bound
}

func (t *table) add(all []measured, optimum int64, known bool) {
	for _, m := range all {
		c := m.claim
		if errors.Is(m.failed, errNoPlan) {
			t.rows = append(t.rows, []string{m.problem, m.solver, "none", "", "", "", fmt.Sprintf("%.1f", c.seconds), fmt.Sprintf("%.1f", c.worked), ""})
			continue
		}
		row := []string{m.problem, m.solver, fmt.Sprint(c.cost), fmt.Sprint(c.bound), percent(c.cost, c.bound), percent(c.cost, best(all, optimum, known)),
			fmt.Sprintf("%.1f", c.seconds), fmt.Sprintf("%.1f", c.worked), remark(m, optimum, known)}
		t.rows = append(t.rows, row)
	}
}

func remark(m measured, optimum int64, known bool) string {
	switch {
	case m.failed != nil:
		return "DOES NOT HOLD: " + m.failed.Error()
	case m.claim.left > 0:
		return fmt.Sprintf("%d left", m.claim.left)
	case m.claim.cost == m.claim.bound:
		return "proved"
	case known && m.claim.cost == optimum:
		return "best known"
	}
	return ""
}

// percent says by how much a cost is above a bound.
func percent(cost, bound int64) string {
	if bound == nothingKnown {
		return "-"
	}
	return fmt.Sprintf("%.3f", gap(cost, bound))
}

func gap(cost, bound int64) float64 {
	return 100 * math.Abs(float64(cost)-float64(bound)) / max(1, math.Abs(float64(bound)))
}

func (t *table) print(w io.Writer) {
	out := tabwriter.NewWriter(w, 0, 8, 1, ' ', 0)
	for _, row := range t.rows {
		fmt.Fprintf(out, "| %s |\n", strings.Join(row, "\t| "))
	}
	out.Flush()
}

// seconds at which a curve is told.
var seconds = []float64{.25, .5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 120}

// printCurves prints how far each was above what no plan is below, at some seconds, and in brackets above its own bound.
func printCurves(w io.Writer, all []measured, bound int64) {
	for _, m := range all {
		fmt.Fprintf(w, "%s %s:", m.problem, m.solver)
		for _, second := range seconds {
			if second > m.claim.seconds+1 {
				break
			}
			if at, is := m.claim.at(second); is {
				fmt.Fprintf(w, "  %gs %s (%s)", second, percent(at.cost, bound), percent(at.cost, at.bound))
			} else {
				fmt.Fprintf(w, "  %gs -", second)
			}
		}
		fmt.Fprintln(w)
	}
}

// at is what was known at a second.
func (c claim) at(second float64) (last moment, is bool) {
	for _, m := range c.curve {
		if m.second <= second && m.planned {
			last, is = m, true
		}
	}
	return last, is
}

func sorted(ways map[int]wayInto) []int { return slices.Sorted(maps.Keys(ways)) }
