// SPDX-License-Identifier: Apache-2.0

package sheet_test

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/exchange/sheet"
)

// opened opens a file of the field with the mapping that is suggested for it.
func opened(t *testing.T, name string) (*sheet.Workbook, *sheet.Mapping) {
	t.Helper()
	wb, err := sheet.Open(filepath.Join("..", "..", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { wb.Close() })
	source, err := sheet.SuggestFor(wb, english)
	if err != nil {
		t.Fatal(err)
	}
	return wb, parse(t, string(source))
}

// drafts reads a file as a mapping says: the digest of each household, by its id.
func drafts(t *testing.T, wb *sheet.Workbook, m *sheet.Mapping) map[string]string {
	t.Helper()
	all := map[string]string{}
	if _, err := sheet.Read(t.Context(), wb, m, today, nil, func(h sheet.HouseholdDraft) error {
		all[h.SourceID] = h.Digest.String()
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// What a form shows of a mapping is all of it: taken apart column by column, and put together again, it reads the same.
func TestAMappingIsWhatItsColumnsAreUsedAs(t *testing.T) {
	for _, name := range []string{"humind_dummy_raw_data.xlsx", "cleaningtools_raw_data.csv", "test-registrations-Onafriq.csv",
		"test-registrations-Safaricom.csv", "test-registrations-demo-1001.csv"} {
		t.Run(name, func(t *testing.T) {
			wb, m := opened(t, name)
			want := drafts(t, wb, m)
			for _, in := range wb.Sheets() {
				s, err := wb.Sheet(in)
				if err != nil {
					t.Fatal(err)
				}
				read := map[int]sheet.ColumnUse{}
				for at, use := range m.Uses(wb, s) {
					if use != (sheet.ColumnUse{}) {
						read[at] = use
					}
				}
				kept := maps.Clone(read)
				left := map[int]sheet.ColumnUse{}
				for at := range read {
					if read[at].Use != sheet.PersonHousehold { // without it the persons are nobody's, which is refused
						left[at] = sheet.ColumnUse{}
					}
				}
				bare, err := m.With(wb, s, left)
				if err != nil {
					continue // a sheet of persons needs what joins it
				}
				if m, err = bare.With(wb, s, read); err != nil {
					t.Fatal(err)
				}
				for at, use := range m.Uses(wb, s) {
					if use != kept[at] {
						t.Errorf("%s, %s: %v, want %v", in, s.Columns[at], use, kept[at])
					}
				}
			}
			if diff := cmp.Diff(want, drafts(t, wb, m)); diff != "" {
				t.Errorf("it reads otherwise:\n%s", diff)
			}
		})
	}
}

func TestAFieldKeepsItsWordsWhenItsColumnChanges(t *testing.T) {
	wb, err := sheet.OpenBytes("list.csv", []byte("nr,who,gender,sexe\n1,A,9,F\n"), sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := wb.Sheet("")
	if err != nil {
		t.Fatal(err)
	}
	m := parse(t, "mapping: list\nhouseholds:\n  id: nr\n  persons:\n    - head: true\n      fields:\n        sex: {column: gender, values: {F: female}, required: true}\n")
	m, err = m.With(wb, s, map[int]sheet.ColumnUse{1: {Use: "person.name"}, 2: {}, 3: {Use: "person.sex"}})
	if err != nil {
		t.Fatal(err)
	}
	sex := m.Households.Persons[0].Fields["sex"]
	if !slices.Equal(sex.Column, sheet.Columns{"sexe"}) || sex.Values["F"] != "female" || !sex.Required {
		t.Errorf("%+v", sex)
	}
	if uses := m.Uses(wb, s); uses[2].Use != sheet.NotRead || uses[1].Use != "person.name" || !uses[0].Names {
		t.Errorf("%v", uses)
	}
}
