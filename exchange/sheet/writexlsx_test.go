// SPDX-License-Identifier: Apache-2.0

package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"safar/exchange/sheet"
)

// What is written is read as texts, by us and by others, and the same tables give the same bytes.
func TestWrittenWorkbooksAreReadAgain(t *testing.T) {
	text := rapid.OneOf(rapid.StringMatching(`[ -~\n]{1,20}`), rapid.SampledFrom([]string{"=1+1", "+243", "@x", "-5", "0123", "2.54708E+11", "_x0041_", "a & <b>", "سؤال", "a\nb", "TRUE", "1/2/2026", `"`, "é"}))
	rapid.Check(t, func(t *rapid.T) {
		rows := [][]string{{"name", "text"}}
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			rows = append(rows, []string{"a", "x" + text.Draw(t, "cell") + "x"})
		}
		tables := []sheet.Written{{Name: "survey", Rows: rows, Widths: []int{10, 40}}, {Name: "a & b", Rows: rows}}
		file, err := sheet.WriteXLSX(tables...)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := sheet.WriteXLSX(tables...); !bytes.Equal(file, again) {
			t.Fatal("the same tables give other bytes")
		}
		for _, table := range tables {
			if diff := cmp.Diff(rows, ours(t, file, table.Name)); diff != "" {
				t.Fatalf("we read otherwise: %s", diff)
			}
			if diff := cmp.Diff(rows, theirs(t, file, table.Name)); diff != "" {
				t.Fatalf("others read otherwise: %s", diff)
			}
		}
	})
}

func ours(t *rapid.T, file []byte, name string) (rows [][]string) {
	wb, err := sheet.OpenBytes("a.xlsx", file, sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := wb.All(name)
	if err != nil {
		t.Fatal(err)
	}
	for all.Next() {
		var row []string
		for _, c := range all.Row().Cells {
			if c.Kind != sheet.Text {
				t.Fatalf("%q is no text", c.Text)
			}
			row = append(row, c.Text)
		}
		rows = append(rows, row)
	}
	if all.Err() != nil {
		t.Fatal(all.Err())
	}
	return rows
}

func theirs(t *rapid.T, file []byte, name string) [][]string {
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if formula, err := f.GetCellFormula(name, "B2"); err != nil || formula != "" {
		t.Fatalf("a formula: %q %v", formula, err)
	}
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for i := range row {
			row[i] = strings.ReplaceAll(row[i], "\r\n", "\n")
		}
	}
	return rows
}
