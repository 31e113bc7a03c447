// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// two places with room for 2 and 3; the first household may go to both, the second to the second or nowhere, the third to the first and must be placed.
func three() *problem {
	return &problem{room: [][]int64{{2}, {3}}, ways: []map[int]wayInto{
		{0: {5, []int64{2}}, 1: {7, []int64{2}}},
		{1: {4, []int64{2}}, -1: {9, []int64{0}}},
		{0: {3, []int64{1}}},
	}}
}

// A plan that holds is taken.
func TestAPlanThatHoldsIsTaken(t *testing.T) {
	for _, c := range []claim{
		{cost: 19, bound: 19, places: []int{1, -1, 0}},
		{cost: 9, bound: 12, left: 1, places: []int{0, 1, -1}}, // a bound is of plans in which all are placed
	} {
		if err := judge(three(), c); err != nil {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// A plan that does not hold is refused, and it is said why.
func TestAPlanThatDoesNotHoldIsRefused(t *testing.T) {
	for want, c := range map[string]claim{
		"2 households are placed, of 3":                   {cost: 9, places: []int{0, 1}},
		"place 0: 3 is taken of 2 in dimension 0":         {cost: 12, places: []int{0, 1, 0}},
		"place 1: 4 is taken of 3 in dimension 0":         {cost: 14, places: []int{1, 1, 0}},
		"household 1 may not go to place 0":               {cost: 19, places: []int{1, 0, 0}},
		"the plan costs 19, not 18":                       {cost: 18, places: []int{1, -1, 0}},
		"1 are left, not 0":                               {cost: 9, places: []int{0, 1, -1}},
		"the bound 20 is above the plan's cost 19":        {cost: 19, bound: 20, places: []int{1, -1, 0}},
		"the bound 20 after 1.00 seconds is above the pl": {cost: 19, places: []int{1, -1, 0}, curve: []moment{{1, 19, 20, true}}},
	} {
		if err := judge(three(), c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said: %v", want, err)
		}
	}
	for want, c := range map[string]claim{
		"the bound 18 is above": {cost: 19, bound: 18},
		"the plan costs 16, an": {cost: 16, bound: 10},
	} {
		if err := judgeKnown(c, 17); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said: %v", want, err)
		}
	}
	if err := judgeKnown(claim{cost: 18, bound: 17}, 17); err != nil {
		t.Error(err)
	}
}

// A file that is made is the same each time, and reads as what was drawn: four fifths of the mean need of all is the room of a place.
func TestAMadeFileIsOfItsKind(t *testing.T) {
	for name, most := range map[string]int64{"d05040": 120, "e05040": 1000} {
		file := filepath.Join(t.TempDir(), name)
		var texts [2]string
		for i := range texts {
			if err := makeFile(file, name); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			texts[i] = string(text)
		}
		if texts[0] != texts[1] {
			t.Error(name, "differs from itself")
		}
		p, err := readFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, room := range p.room {
			sum := int64(0)
			for _, ways := range p.ways {
				way := ways[i]
				sum += way.takes[0]
				if way.takes[0] < 1 || way.cost > most || way.cost < -10 || name[0] == 'd' && (way.cost+way.takes[0] < 101 || way.cost+way.takes[0] > 121) {
					t.Fatalf("%s: %+v", name, way)
				}
			}
			if room[0] != sum*8/10/5 {
				t.Errorf("%s: place %d has room %d for needs of %d", name, i, room[0], sum)
			}
		}
	}
	if err := makeFile(filepath.Join(t.TempDir(), "x"), "f05100"); err == nil {
		t.Error("type f was made")
	}
}

// Both forms are read as they are written.
func TestFilesAreRead(t *testing.T) {
	col := filepath.Join(t.TempDir(), "a.col")
	if err := os.WriteFile(col, []byte("2 1 2\n4 1\n2\n0 -5 2 1\n-1 9 0 0\n1\n0 3 1 0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := readFile(col)
	if err != nil {
		t.Fatal(err)
	}
	want := &problem{room: [][]int64{{4, 1}}, ways: []map[int]wayInto{{0: {-5, []int64{2, 1}}, -1: {9, []int64{0, 0}}}, {0: {3, []int64{1, 0}}}}}
	if diff := cmp.Diff(want, p, cmp.AllowUnexported(problem{}, wayInto{})); diff != "" {
		t.Error(diff)
	}
	if _, err := readFile(filepath.Join("..", "..", "exchange", "placement", "testdata", "a05100")); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(col, []byte("1 1 1 5 1 0 3"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readFile(col); err == nil {
		t.Error("a file that ends too soon was read")
	}
}

// What the general solver is handed is the same problem.
func TestAnIntegerProgramIsTheSameProblem(t *testing.T) {
	want := "NAME plans\nROWS\n N COST\n E H0\n E H1\n L R0_0\nCOLUMNS\n M1 'MARKER' 'INTORG'\n x0_1 COST 3 H0 1\n x0_1 R0_0 2\n x1_0 COST 9 H1 1\n x1_1 COST 4 H1 1\n" +
		" x1_1 R0_0 1\n M2 'MARKER' 'INTEND'\nRHS\n RHS H0 1\n RHS H1 1\n RHS R0_0 2\nENDATA\n"
	got := mps(&problem{room: [][]int64{{2}}, ways: []map[int]wayInto{{0: {3, []int64{2}}}, {0: {4, []int64{1}}, -1: {9, []int64{0}}}}})
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

// What it says while it works is understood.
func TestTheLogOfTheGeneralSolverIsHeard(t *testing.T) {
	c := claim{bound: nothingKnown}
	for i, line := range []string{
		"Continuous objective value is 99.2 - 0.01 seconds",
		"Cbc0010I After 0 nodes, 1 on tree, 1e+50 best solution, best possible 99.5 (0.1 seconds)",
		"Cbc0012I Integer solution of 120 found by DiveCoefficient after 12 iterations and 0 nodes (0.05 seconds)",
		"Cbc0010I After 100 nodes, 2 on tree, 118 best solution, best possible 101.5 (0.3 seconds)",
		"Result - Optimal solution found",
	} {
		c.heard(line, float64(i))
	}
	want := []moment{{0, 0, 100, false}, {2, 120, 100, true}, {3, 118, 102, true}, {4, 118, 118, true}}
	if diff := cmp.Diff(want, c.curve, cmp.AllowUnexported(moment{})); diff != "" {
		t.Error(diff)
	}
}
