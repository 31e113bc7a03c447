// SPDX-License-Identifier: Apache-2.0

package sheet_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
		{"humind_dummy_raw_data.xlsx", "reach_msna", counts{}},
		{"cleaningtools_raw_data.csv", "reach_household_survey", counts{}},
		{"test-registrations-Onafriq.csv", "redcross_121_onafriq", counts{}},
		{"test-registrations-Safaricom.csv", "redcross_121_safaricom", counts{}},
		{"test-registrations-demo-1001.csv", "redcross_121_demo", counts{}},
	} {
		t.Run(tc.file, func(t *testing.T) {
			m := mapping(t, tc.mapping)
			first, report := readFile(t, testdata(tc.file), m)
			if diff := cmp.Diff(tc.want, count(report)); diff != "" {
				t.Errorf("counts (-want +got):\n%s", diff)
			}
			second, _ := readFile(t, testdata(tc.file), m)
			if diff := cmp.Diff(first, second); diff != "" {
				t.Errorf("a second reading differs:\n%s", diff)
			}
		})
	}
}
