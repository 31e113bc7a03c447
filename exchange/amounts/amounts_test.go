// SPDX-License-Identifier: Apache-2.0

package amounts_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"safar/exchange/amounts"
	"safar/field/programme"
	"safar/kernel/fault"
)

const file = `programme: p
currency: USD
grants:
  g: {donor: echo, from: 2025-01-01, until: 2027-12-31, ceiling: 1000000}
pathways:
  way:
    for: household
    steps:
      - ask: wish
        valid: 60d
      - pay: cash
        grant: g
        needs: [wish]
        gives: {food: 2000 * size, more: "size > 5 ? 900 : 100"}
      - check: seen
        needs: [cash]
        after: cash
        at: [30d, 90d]
`

var units = map[string]string{"days": "days", "jours": "days", "weeks": "weeks", "semaines": "weeks", "months": "months", "years": "years"}

// made is a workbook of the programme, in French.
func made(t testing.TB) ([]byte, *programme.Programme) {
	t.Helper()
	p, err := programme.Parse("", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	b := amounts.Book{Programme: p.ID, Name: "Essai", Version: p.Hash(), Headings: [6]string{"Chemin", "Étape", "Quoi", "Valeur", "Unité", "Nom"}, Units: []string{"heures", "jours", "semaines", "mois", "ans"}}
	for _, s := range p.Settings() {
		b.Rows = append(b.Rows, amounts.Row{Setting: s, Pathway: "=1+1", Step: s.Name, What: s.Key})
	}
	content, err := amounts.Write(b)
	if err != nil {
		t.Fatal(err)
	}
	return content, p
}

// edited is a workbook after somebody had it open.
func edited(t testing.TB, content []byte, edit func(*excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	edit(f)
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	content, p := made(t)
	filled, err := amounts.Read(content, units)
	if err != nil {
		t.Fatal(err)
	}
	if filled.Programme != "p" || filled.Version != p.Hash() {
		t.Errorf("it is of %s, %x", filled.Programme, filled.Version)
	}
	want := map[string]programme.Said{}
	for _, s := range p.Settings() {
		want[s.ID] = s.Said()
	}
	if diff := cmp.Diff(want, filled.Values); diff != "" {
		t.Error(diff)
	}
}

// TestWhatASpreadsheetMakesOfWhatIsTyped: numbers become numbers and days become days; both are read as they were meant.
func TestWhatASpreadsheetMakesOfWhatIsTyped(t *testing.T) {
	content, _ := made(t)
	content = edited(t, content, func(f *excelize.File) {
		day, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
		f.SetCellValue("amounts", "D3", 46568) // 30 June 2027
		f.SetCellStyle("amounts", "D3", "D3", day)
		f.SetCellValue("amounts", "D4", 12500.1+0.2) // 12500.300000000001
		f.SetCellValue("amounts", "D6", 25)
		f.SetCellValue("amounts", "E5", "Semaines")
		f.SetCellValue("amounts", "A40", "a remark of somebody")
		f.RemoveRow("amounts", 7)
	})
	filled, err := amounts.Read(content, units)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]programme.Said{"grants.g.until": {Text: "2027-06-30"}, "grants.g.ceiling": {Text: "12500.3"}, "way.cash.gives.food": {Text: "25"},
		"way.wish.valid": {Text: "60", Unit: "weeks"}} {
		if got := filled.Values[id]; got != want {
			t.Errorf("%s is read as %q, want %q", id, got, want)
		}
	}
	if _, there := filled.Values["way.cash.gives.more"]; there {
		t.Error("a row that was taken away has a value")
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	content, _ := made(t)
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if formula, err := f.GetCellFormula("amounts", "A2"); formula != "" || err != nil {
		t.Errorf("a formula %q, %v", formula, err)
	}
}

func TestWhatIsNoWorkbookOfAProgrammeIsRefused(t *testing.T) {
	content, _ := made(t)
	for want, bad := range map[string][]byte{
		"amounts.not_a_workbook": []byte("Chemin;Étape;Quoi\n"),
		"amounts.no_version":     edited(t, content, func(f *excelize.File) { f.SetCellStr("programme", "A2", "") }),
		"amounts.too_large":      make([]byte, amounts.MaxFile+1),
		"amounts.no_sheet":       edited(t, content, func(f *excelize.File) { f.SetSheetName("amounts", "Sheet1") }),
		"amounts.row_twice":      edited(t, content, func(f *excelize.File) { f.DuplicateRow("amounts", 4) }),
		"amounts.too_many_rows": edited(t, content, func(f *excelize.File) {
			for row := 30; row < 2100; row++ {
				f.SetCellStr("amounts", fmt.Sprintf("A%d", row), strings.Repeat("x", 20))
			}
		}),
	} {
		if _, err := amounts.Read(bad, units); fault.KeyOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	content, _ := made(f)
	f.Add(content)
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if filled, err := amounts.Read(content, units); err != nil && (filled != nil || fault.KeyOf(err) == "") {
			t.Errorf("%v and %v", filled, err)
		}
	})
}
