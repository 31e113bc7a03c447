// SPDX-License-Identifier: Apache-2.0

package sheet_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"safar/exchange/sheet"
	"safar/kernel/clock"
)

// today is the day of the imports in these tests.
var today = clock.Date(2026, time.November, 22)

func testdata(name string) string { return filepath.Join("..", "..", "testdata", name) }

// readFile reads a file by a mapping and returns its drafts.
func readFile(t testing.TB, path string, m *sheet.Mapping) ([]sheet.HouseholdDraft, sheet.Report) {
	t.Helper()
	wb, err := sheet.OpenWith(path, m.Options())
	if err != nil {
		t.Fatal(err)
	}
	defer wb.Close()
	var drafts []sheet.HouseholdDraft
	report, err := sheet.Read(context.Background(), wb, m, today, nil, func(h sheet.HouseholdDraft) error {
		drafts = append(drafts, h)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return drafts, report
}

func mapping(t testing.TB, name string) *sheet.Mapping {
	t.Helper()
	m, err := sheet.ShippedMapping(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// counts is what a real file comes to.
type counts struct {
	Households, Persons, RowsRefused, FieldsRefused int
	Reasons, Flags                                  map[string]int
}

func count(r sheet.Report) counts {
	c := counts{r.Households, r.Persons, r.RowsRefused, r.FieldsRefused, map[string]int{}, r.Flags}
	for _, f := range r.Refusals {
		c.Reasons[f.ReasonKey]++
	}
	return c
}

func TestRealFiles(t *testing.T) {
	for _, tc := range []struct {
		file, mapping string
		want          counts
	}{
		{"humind_dummy_raw_data.xlsx", "reach_msna", counts{Households: 241, Persons: 965,
			Flags: map[string]int{"sheet.flag.no_head": 241, "sheet.flag.sex_unknown": 230}}},
		{"cleaningtools_raw_data.csv", "reach_household_survey", counts{Households: 632, Persons: 632}},
		{"test-registrations-Onafriq.csv", "redcross_121_onafriq", counts{Households: 9, Persons: 9,
			Flags: map[string]int{"sheet.flag.phone_short": 9, "sheet.flag.sex_unknown": 9, "sheet.flag.birth_unknown": 9}}},
		{"test-registrations-Safaricom.csv", "redcross_121_safaricom", counts{RowsRefused: 9,
			Reasons: map[string]int{"sheet.refused.number_destroyed": 9}}},
		{"test-registrations-demo-1001.csv", "redcross_121_demo", counts{Households: 1000, Persons: 1000, RowsRefused: 1,
			Reasons: map[string]int{"sheet.refused.household_twice": 1},
			Flags:   map[string]int{"sheet.flag.no_head": 504, "sheet.flag.phone_short": 5, "sheet.flag.phone_unplaced": 995}}},
	} {
		t.Run(tc.file, func(t *testing.T) {
			m := mapping(t, tc.mapping)
			first, report := readFile(t, testdata(tc.file), m)
			if diff := cmp.Diff(tc.want, count(report), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("counts (-want +got):\n%s", diff)
			}
			second, _ := readFile(t, testdata(tc.file), m)
			if diff := cmp.Diff(first, second); diff != "" {
				t.Errorf("a second reading differs:\n%s", diff)
			}
		})
	}
}

// TestPersonsOfTheAssessment looks closely at one household of the five-sheet export: what stands in main, roster, education and
// health comes together, and only what is medical is marked so.
func TestPersonsOfTheAssessment(t *testing.T) {
	drafts, _ := readFile(t, testdata("humind_dummy_raw_data.xlsx"), mapping(t, "reach_msna"))
	h := drafts[0]
	if h.SourceID != "1a2409f8-203c-44414d-8b878f-d7e3b40fc192" || h.Size != 4 || len(h.Persons) != 4 ||
		h.Registered.String() != "2024-07-30" || h.PCode != "PCODE1111" || h.Consent != sheet.ConsentGiven {
		t.Fatalf("the first household is %+v", h)
	}
	p := h.Persons[0]
	if p.Sex != sheet.SexOther || p.Birth.Stated != "age 37" || p.Name != "" || !p.Functioning.Disabled() {
		t.Errorf("the first person is %+v", p)
	}
	if y, _, _ := p.Birth.Day.Date(); y != 2024-37 {
		t.Errorf("an age told in 2024 was reckoned from another day: born %v", p.Birth.Day)
	}
	for _, a := range p.Answers {
		if want := strings.HasPrefix(a.Name, "health_") || strings.HasPrefix(a.Name, "nut_"); want != (a.Compartment == "medical") {
			t.Errorf("answer %s is in compartment %s", a.Name, a.Compartment)
		}
	}
}

// TestAgainstExcelize compares every cell of the real workbook with what another library reads.
func TestAgainstExcelize(t *testing.T) {
	path := testdata("humind_dummy_raw_data.xlsx")
	other, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	wb, err := sheet.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer wb.Close()
	if !slices.Equal(wb.Sheets(), other.GetSheetList()) {
		t.Fatalf("sheets %q, want %q", wb.Sheets(), other.GetSheetList())
	}
	for _, name := range wb.Sheets() {
		want, err := other.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		s, err := wb.Sheet(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := wb.Data(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		n := 1
		for ; rows.Next(); n++ {
			for i, text := range want[n] {
				if got := rows.Row().Cell(i).Text; got != text {
					t.Fatalf("%s row %d column %d: %q, want %q", name, n+1, i, got, text)
				}
			}
		}
		if n != len(want) || rows.Err() != nil {
			t.Errorf("%s: %d rows, want %d (%v)", name, n, len(want), rows.Err())
		}
		rows.Close()
	}
}

// TestSuggestionsFitTheirFiles holds that what is suggested for each real file parses, fits the file, and finds its people.
func TestSuggestionsFitTheirFiles(t *testing.T) {
	for file, persons := range map[string]int{
		"humind_dummy_raw_data.xlsx": 965, "cleaningtools_raw_data.csv": 632, "test-registrations-Onafriq.csv": 9,
		"test-registrations-Safaricom.csv": 9, "test-registrations-demo-1001.csv": 1001,
	} {
		source, err := sheet.Suggest(testdata(file), english)
		if err != nil {
			t.Fatal(err)
		}
		m, err := sheet.ParseMapping(source)
		if err != nil {
			t.Fatalf("%s: %v\n%s", file, err, source)
		}
		if _, report := readFile(t, testdata(file), m); report.Persons != persons {
			t.Errorf("%s: %d persons by its suggestion, want %d\n%s", file, report.Persons, persons, source)
		}
	}
}
