// SPDX-License-Identifier: Apache-2.0

//go:build linux

package bench

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"text/tabwriter"
)

// The figures of a run stand once more at its end, in tables that can be taken into docs/measured.md as they are: what was measured, the
// reference that was measured beside it, and the ratio.
var tables = []*table{
	{head: []string{"asked (ms of a processor, p50 / p99)"}},
	{head: []string{"over HTTP (ms by the clock, p50 / p99)"}},
	{head: []string{"arrivals (ms by the clock)", "registered p50 / p99", "fsync p50 / p99", "p99 less two fsyncs"}},
	{head: []string{"the demo", ""}},
	{head: []string{"operations made", "seconds", "processor-seconds", "persons a processor-second", "bytes a person", "highest memory MB"}},
	{head: []string{"programme check (ms, p50 / p99)", "by the clock", "of processors", "reference: its help, of processors", "ratio of the medians"}},
}

const (
	ofProcessor = iota
	overHTTP
	ofArrivals
	ofDemo
	ofMaking
	ofChecking
)

type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// tabulate adds what was compared to its table: a column for each size, and the ratio to the smallest beside each larger one.
func (c *compared) tabulate(b *testing.B, alone bool) {
	of := tables[overHTTP]
	if alone {
		of = tables[ofProcessor]
	}
	_, asked, _ := strings.Cut(strings.TrimPrefix(b.Name(), "Benchmark"), "/")
	row, head := []string{asked}, of.head[:1]
	for i := range c.worlds {
		name, measured, first := fmt.Sprintf("%dk", c.worlds[i].people/1000), &c.times[i].clock, &c.times[0].clock
		if alone {
			measured, first = &c.times[i].worked, &c.times[0].worked
		}
		head, row = append(head, name), append(row, fmt.Sprintf("%.2f / %.2f", measured.ms(500), measured.ms(990)))
		if i > 0 {
			head = append(head, name+" ratio")
			row = append(row, fmt.Sprintf("%.2f / %.2f", measured.ms(500)/first.ms(500), measured.ms(990)/first.ms(990)))
		}
	}
	of.head = head
	of.add(row...)
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, t := range tables {
		t.print()
	}
	os.Exit(code)
}

func (t *table) print() {
	if len(t.rows) == 0 {
		return
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 8, 1, ' ', 0)
	line := func(cells []string) { fmt.Fprintf(out, "| %s |\n", strings.Join(cells, "\t| ")) }
	fmt.Fprintln(out)
	line(t.head)
	line(strings.Fields(strings.Repeat("--- ", len(t.head))))
	for _, row := range t.rows {
		line(row)
	}
	out.Flush()
}
