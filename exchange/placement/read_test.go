// SPDX-License-Identifier: Apache-2.0

package placement_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/engine/match"
	"safar/exchange/placement"
	"safar/kernel/fault"
)

const (
	oneGAP = "2 3\n 5 6 7\n 8 9 1\n 1 2 1\n 2 1 1\n 3 4\n"
	oneCOL = "1 2 2\n4 1\n3 0\n2\n1 -50 2 0\n-1 100 0 0\n"
)

func TestBothFormsAreRead(t *testing.T) {
	option := func(place int, cost int64, needs ...int64) match.Option {
		return match.Option{Place: place, Cost: cost, Needs: needs}
	}
	gap := &match.Problem{Room: [][]int64{{3}, {4}}, Households: []match.Household{
		{Options: []match.Option{option(0, 5, 1), option(1, 8, 2)}},
		{Options: []match.Option{option(0, 6, 2), option(1, 9, 1)}},
		{Options: []match.Option{option(0, 7, 1), option(1, 1, 1)}},
	}}
	col := &match.Problem{Room: [][]int64{{4, 1}, {3, 0}}, Households: []match.Household{{Options: []match.Option{option(1, -50, 2, 0), option(-1, 100, 0, 0)}}}}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(oneCOL))
	z.Close()
	for _, one := range []struct {
		text, format string
		want         *match.Problem
	}{{oneGAP, "gap", gap}, {oneCOL, "col", col}, {packed.String(), "col", col}} {
		got, err := placement.Read(strings.NewReader(one.text), one.format)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(one.want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestWhatCannotBeReadIsSaidWithItsLine(t *testing.T) {
	for _, one := range []struct {
		text, format, key string
		line              any
	}{
		{oneGAP, "xls", "placement.format", nil},
		{"\x1f\x8bno", "gap", "placement.not_gzip", nil},
		{"2 3\n 5 six 7\n", "gap", "placement.number", 2},
		{"2 3\n 5 6.5 7\n", "gap", "placement.number", 2},
		{"2 3\n 5 999999999999999999999 7\n", "gap", "placement.number", 2},
		{"2 3\n 5 6 7\n 8", "gap", "placement.short", 3},
		{"", "col", "placement.short", 1},
		{oneGAP + "\n 4", "gap", "placement.long", 8},
		{"-1 3\n", "gap", "placement.count", 1},
		{"60000 60000\n", "gap", "placement.too_many", 1},
		{"1 2 2\n4 1\n3 0\n9\n", "col", "placement.count", 4},
		{"1 2 2\n4 -1\n3 0\n1\n1 -50 2 0\n", "col", "placement.wrong", nil},
	} {
		_, err := placement.Read(strings.NewReader(one.text), one.format)
		f, _ := err.(*fault.Error)
		if fault.KeyOf(err) != one.key || one.line != nil && f.Args["line"] != one.line {
			t.Errorf("%q: %v, not %s on line %v", one.text, err, one.key, one.line)
		}
	}
}

// Whatever is read, nothing but a problem that holds together comes of it.
func FuzzRead(f *testing.F) {
	for _, text := range []string{oneGAP, oneCOL} {
		f.Add([]byte(text), true)
		f.Add([]byte(text), false)
	}
	f.Fuzz(func(t *testing.T, text []byte, gap bool) {
		format := "col"
		if gap {
			format = "gap"
		}
		p, err := placement.Read(bytes.NewReader(text), format)
		if err == nil && p.Check() != nil {
			t.Error(p.Check())
		}
	})
}

// Problems of the literature whose best plans are known: no bound is above them, and what is found is near.
func TestTheBestPlansOfTheLiteratureAreFound(t *testing.T) {
	within := map[string]int64{"a05100": 0, "c05100": 0, "d05100": 40, "e05100": 40} // types D and E are made to be hard
	for name, optimum := range optima(t) {
		text, err := os.Open(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		p, err := placement.Read(text, "gap")
		text.Close()
		if err != nil {
			t.Fatal(err)
		}
		plan, err := match.Solve(p, match.Search{Seed: 1, Steps: 30000})
		if err != nil {
			t.Fatal(err)
		}
		if err := plan.Verify(p); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: cost %d, bound %d, best %d", name, plan.Cost, plan.Bound, optimum)
		if plan.Bound > optimum || plan.Left > 0 || plan.Cost < optimum || plan.Cost > optimum+within[name] {
			t.Errorf("%s: cost %d, bound %d, %d left; the best plan costs %d", name, plan.Cost, plan.Bound, plan.Left, optimum)
		}
	}
}

func optima(t *testing.T) map[string]int64 {
	f, err := os.Open("testdata/optima.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]int64{}
	for _, row := range rows[1:] {
		if known[row[0]], err = strconv.ParseInt(row[3], 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	return known
}
