// SPDX-License-Identifier: Apache-2.0

package sheet_test

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"safar/exchange/sheet"
	"safar/kernel/fault"
	"safar/web/words"
)

func TestMappingsAreRefusedWithTheirLine(t *testing.T) {
	for source, want := range map[string]struct{ key, where string }{
		"mapping: [":            {"sheet.file.mapping_yaml", "mapping: ["},
		"mapping: a\nhouse: {}": {"sheet.file.mapping_yaml", "house"},
		"mapping: a":            {"sheet.file.mapping_no_households", "mapping: a"},
		"households:\n  fields:\n    shoe_size: a":           {"sheet.file.mapping_no_field", "shoe_size: a"},
		"households:\n  fields:\n    religion: a":            {"sheet.file.mapping_no_field", "religion: a"},
		"households:\n  fields:\n    size: {required: true}": {"sheet.file.mapping_no_column", "size:"},
		"households: {id: a}\npersons:\n  - sheet: b":        {"sheet.file.mapping_no_join", "sheet: b"},
		"encoding: latin9\nhouseholds: {id: a}":              {"sheet.file.encoding_unknown", "latin9"},
		"date_order: ydm\nhouseholds: {id: a}":               {"sheet.file.mapping_choice", "ydm"},
	} {
		_, err := sheet.ParseMapping([]byte(source))
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != want.key || f.Hint == "" {
			t.Errorf("%q: %v, want %s", source, err, want.key)
			continue
		}
		if where := fmt.Sprint(f.Args["where"]); !strings.Contains(where, want.where) || !strings.Contains(where, "^") && !strings.Contains(where, ">") {
			t.Errorf("%q shows %q", source, where)
		}
	}
}

func TestAMappingThatDoesNotFitItsFile(t *testing.T) {
	path := file(t, "list.csv", []byte("household id,family size\n1,2\n"))
	wb, err := sheet.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer wb.Close()
	m := parse(t, "mapping: list\nhouseholds:\n  id: household id\n  fields:\n    size: household size\n")
	_, err = sheet.Read(t.Context(), wb, m, today, nil, nil)
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "sheet.file.mapping_column" || f.Args["near"] != "household id, family size" ||
		!strings.Contains(fmt.Sprint(f.Args["where"]), "5") {
		t.Errorf("%v", err)
	}
}

func TestEveryShippedMappingParses(t *testing.T) {
	if len(sheet.Shipped()) != 5 {
		t.Errorf("shipped: %q", sheet.Shipped())
	}
	for _, name := range sheet.Shipped() {
		if m := mapping(t, name); m.Name != name {
			t.Errorf("mapping %s calls itself %s", name, m.Name)
		}
	}
	_, err := sheet.ShippedMapping("none")
	wantKey(t, err, "sheet.file.no_mapping")
}

// english says the remarks of a suggestion, as the catalogue has them.
var english = words.Default().Printer("en").Say

var remarks = regexp.MustCompile(`#.*`)

// A remark stands behind what it is about, or on a line of its own, whatever the language: what is suggested reads the same in each.
func TestASuggestionIsRemarkedOnInEachLanguage(t *testing.T) {
	path := file(t, "list.csv", []byte("N° ménage,Nom,Sexe,Date de naissance\n1,Kabila,1,03/04/2001\n2,Ngoy,2,05/06/2002\n"))
	want, err := sheet.Suggest(path, english)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range words.Default().Languages() {
		p := words.Default().Printer(l.Code)
		got, err := sheet.Suggest(path, p.Say)
		if err != nil {
			t.Fatal(err)
		}
		parse(t, string(got))
		if remarks.ReplaceAllString(string(got), "#") != remarks.ReplaceAllString(string(want), "#") {
			t.Errorf("in %s something else is suggested:\n%s", l.Name, got)
		}
		if doubt := p.T("sheet.suggest.date_order"); !strings.Contains(string(got), doubt) {
			t.Errorf("in %s nothing says %q:\n%s", l.Name, doubt, got)
		}
	}
}

func TestSuggestOfAnArabicList(t *testing.T) {
	text := "رقم الأسرة;الاسم الكامل;الجنس;تاريخ الميلاد;رقم الهاتف;صلة القرابة\n" +
		"١;محمد عبد الله;ذكر;12/05/1980;+963944123456;رب الأسرة\n١;فاطمة حسن;أنثى;25/12/1985;+963944123457;زوجة\n" +
		"٢;زينب علي;أنثى;34;+963944123458;رب الأسرة\n"
	path := file(t, "list.csv", encode(t, "windows-1256", strings.NewReplacer("١", "1", "٢", "2").Replace(text)))
	source, err := sheet.Suggest(path, english)
	if err != nil {
		t.Fatal(err)
	}
	m := parse(t, string(source))
	drafts, report := readFile(t, path, m)
	if len(drafts) != 2 || report.Persons != 3 || m.Country != "SY" || drafts[0].Persons[0].Name != "محمد عبد الله" ||
		drafts[0].Persons[1].Sex != sheet.SexFemale || drafts[0].Persons[0].Birth.Stated != "1980-05-12" || len(report.Flags) != 0 ||
		!drafts[1].Persons[0].Head {
		t.Errorf("%+v\n%s", drafts, source)
	}
}

// TestSuggestSaysWhatItDoubts holds that codes and undecided dates are pointed at, and names never shown.
func TestSuggestSaysWhatItDoubts(t *testing.T) {
	source, err := sheet.Suggest(file(t, "list.csv",
		[]byte("N° ménage,Nom,Prénom,Sexe,Date de naissance,Téléphone\n1,Kabila,Jean,1,03/04/2001,0812345678\n2,Ngoy,Neema,2,05/06/2002,\n")), english)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`explain under values: "1", "2"`, "set date_order", "given: \"Prénom\"", "family: Nom", "phone: \"Téléphone\""} {
		if !strings.Contains(string(source), want) {
			t.Errorf("%q is missing in\n%s", want, source)
		}
	}
	if strings.Contains(string(source), "Kabila") {
		t.Error("a name of the file stands in the suggestion")
	}
}

func FuzzMapping(f *testing.F) {
	for _, name := range sheet.Shipped() {
		source, err := os.ReadFile("mappings/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(source)
	}
	f.Add([]byte("households: {fields: {size: {column: [[a]]}}}"))
	f.Add([]byte("households: &a\n  fields: *a"))
	f.Fuzz(func(t *testing.T, source []byte) {
		if m, err := sheet.ParseMapping(source); err == nil && m.Households == nil {
			t.Error("a mapping without households was taken")
		}
	})
}
