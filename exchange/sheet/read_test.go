// SPDX-License-Identifier: Apache-2.0

package sheet_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"safar/exchange/sheet"
	"safar/kernel/clock"
)

func parse(t testing.TB, source string) *sheet.Mapping {
	t.Helper()
	m, err := sheet.ParseMapping([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const twoSheets = `
mapping: two_sheets
country: CD
households:
  sheet: households
  id: uuid
  key: _index
  fields: {size: taille, consent: consentement, registered: date}
persons:
  - sheet: members
    household: _parent_index
    id: person
    fields: {name: nom, sex: sexe, birth: né, relation: lien}
adds:
  - sheet: santé
    household: _parent_index
    person: person
    compartment: medical
    answers: [maladie]
`

// twoSheetsBook is a workbook whose members stand in another order than their households, with every sort of doubt.
func twoSheetsBook(t *testing.T) string {
	return file(t, "export.xlsx", book(t, func(f *excelize.File) {
		put := func(name string, rows ...[]any) {
			f.NewSheet(name)
			for i, row := range rows {
				f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row)
			}
		}
		put("households", []any{"uuid", "taille", "consentement", "date", "_index"},
			[]any{"aaa", 3, "oui", "25/03/2026", 1},
			[]any{"bbb", 1, "oui", "25/03/2026", 2},
			[]any{"ccc", 1, "non", "25/03/2026", 3},
			[]any{"ddd", 2, "oui", "04/03/2026", 4},
			[]any{"aaa", 2, "oui", "25/03/2026", 1},
			[]any{"eee", 0, "oui", "25/03/2026", 5},
			[]any{"fff", "many", "oui", "25/03/2026", 6},
			[]any{"", 1, "oui", "25/03/2026", ""})
		put("members", []any{"person", "nom", "sexe", "né", "lien", "_parent_index"},
			[]any{"d1", "Amani", "f", 17, "chef de ménage", 4},
			[]any{"a1", "Jean", "m", "12 mars 1980", "chef", 1},
			[]any{"b1", "Riziki", "inconnu", "inconnu", "chef", 2},
			[]any{"a2", "Neema", "f", "31/02/2001", "épouse", 1},
			[]any{"a3", "Baraka", "m", "6 mois", "fils", 1},
			[]any{"c1", "Zawadi", "f", 30, "chef", 3},
			[]any{"a1", "Jean", "m", "12 mars 1980", "chef", 1},
			[]any{"x1", "Orphan", "f", 30, "chef", 99},
			[]any{"a1", "Jean", "m", "12 mars 1980", "chef de ménage", 4},
			[]any{"x2", "Lost", "f", 30, "chef", nil},
			[]any{"f1", "=cmd()", "f", 30, "chef", 6})
		put("santé", []any{"person", "maladie", "_parent_index"}, []any{"a2", "paludisme", 1}, []any{"zz", "x", 1})
		f.DeleteSheet("Sheet1")
	}))
}

func flagKeys(flags []sheet.Flag) []string {
	keys := []string{}
	for _, f := range flags {
		keys = append(keys, strings.TrimPrefix(f.Key, "sheet.flag."))
	}
	return keys
}

func TestHouseholdsAndPersonsAreJoined(t *testing.T) {
	drafts, report := readFile(t, twoSheetsBook(t), parse(t, twoSheets))
	got := map[string]string{}
	for _, h := range drafts {
		text := fmt.Sprintf("size %d on %v %v:", h.Size, h.Registered, flagKeys(h.Flags))
		for _, p := range h.Persons {
			text += fmt.Sprintf(" %s %s %s %v;", p.SourceID, p.Relation, p.Birth.Stated, flagKeys(p.Flags))
		}
		got[h.SourceID] = text
	}
	want := map[string]string{
		"aaa": "size 3 on 2026-03-25 [fields_refused]: a1 head 1980-03-12 [person_in_two_households]; " +
			"a2 spouse  [birth_unknown]; a3 child months 6 [];",
		"bbb": "size 1 on 2026-03-25 []: b1 head  [sex_unknown birth_unknown];",
		// 04/03/2026 is read day first, because the other rows of its column can only be read so.
		"ddd": "size 2 on 2026-03-04 [several_heads]: d1 head age 17 [head_is_child]; a1 head 1980-03-12 [person_in_two_households];",
		"eee": "size 0 on 2026-03-25 [no_persons]:",
		"fff": "size -1 on 2026-03-25 [fields_refused]: f1 head age 30 [];",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var refused []string
	for _, r := range report.Refusals {
		refused = append(refused, fmt.Sprintf("%s %d %s", r.Sheet, r.Row, strings.TrimPrefix(r.ReasonKey, "sheet.refused.")))
	}
	slices.Sort(refused)
	wantRefused := []string{"households 4 consent_refused", "households 6 household_twice", "households 8 size_impossible",
		"households 9 id_missing", "members 11 household_missing", "members 5 birth_no_such_day", "members 8 person_twice",
		"members 9 no_such_household", "santé 3 no_such_person"}
	if diff := cmp.Diff(wantRefused, refused); diff != "" {
		t.Error(diff)
	}
	if a := drafts[0].Persons[1].Answers; len(a) != 1 || a[0] != (sheet.Answer{Name: "maladie", Value: "paludisme", Compartment: "medical"}) {
		t.Errorf("answers %v", a)
	}
	if drafts[0].Consent != sheet.ConsentGiven {
		t.Error("consent was not read")
	}
}

// TestTheFileOfRefusedRows holds that what was refused can be mended from the file alone, and that the file is harmless.
func TestTheFileOfRefusedRows(t *testing.T) {
	path := file(t, "list.csv", []byte("id,name,phone\n1,A,=1+2\n2,B,@x\n3,C,0812345678\n4,D,2.43812E+11\n"))
	m := parse(t, "mapping: list\ncountry: CD\nhouseholds:\n  id: id\n  persons: [{head: true, fields: {name: name, phone: phone}}]\n")
	drafts, report := readFile(t, path, m)
	if len(drafts) != 4 || report.FieldsRefused != 3 || report.RowsRefused != 0 {
		t.Fatalf("%d drafts, %+v", len(drafts), report)
	}
	out := sheet.RefusedPath(path)
	if err := sheet.WriteRefused(out, report.Refusals, sheet.Keys); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	info, _ := os.Stat(out)
	text, marked := strings.CutPrefix(string(content), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked || info.Mode().Perm() != 0o600 || len(rows) != 4 {
		t.Fatalf("%v, mark %v, mode %v, %d rows", err, marked, info.Mode(), len(rows))
	}
	want := []string{"list", "2", "phone", "phone", "'=1+2", "sheet.refused_file.this_field", "sheet.refused.phone_letters",
		"sheet.mend.phone_letters"}
	if diff := cmp.Diff(want, rows[1]); diff != "" {
		t.Error(diff)
	}
	for _, row := range rows[1:] {
		for _, cell := range row {
			if strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("%q runs as a formula", cell)
			}
		}
	}
	if err := sheet.WriteRefused(out, nil, sheet.Keys); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(out); !errors.Is(err, os.ErrNotExist) {
		t.Error("the file of an earlier import outlives the mending")
	}
}

const aPersonARow = `
mapping: list
households:
  id: numéro ménage
  fields: {site: site}
persons:
  - household: numéro ménage
    fields: {name: nom, sex: sexe, age: âge, relation: lien}
`

func TestAPersonARow(t *testing.T) {
	rows := []string{"7;Kalonda;Jean;m;40;chef", "7;Kalonda;Neema;f;35;épouse", "9;Mukuku;Riziki;f;60;chef", "7;Kalonda;Baraka;m;3;fils"}
	head := "numéro ménage;site;nom;sexe;âge;lien\n"
	drafts, report := readFile(t, file(t, "list.csv", []byte(head+strings.Join(rows, "\n"))), parse(t, aPersonARow))
	if len(drafts) != 2 || report.Persons != 4 || drafts[0].SourceID != "9" || drafts[1].SourceID != "7" ||
		len(drafts[1].Persons) != 3 || drafts[1].Site != "Kalonda" || drafts[1].Persons[2].SourceID != "7/3" {
		t.Fatalf("%+v", drafts)
	}
	// Sorted anew, it says the same of each household.
	slices.Sort(rows)
	again, _ := readFile(t, file(t, "sorted.csv", []byte(head+strings.Join(rows, "\n"))), parse(t, strings.ReplaceAll(aPersonARow,
		"mapping: list", "mapping: other")))
	if again[0].SourceID != "7" || len(again) != 2 || again[1].Digest != drafts[0].Digest {
		t.Errorf("household 9 has another digest when the file is sorted anew")
	}
}

func TestAnAgeDoesNotChangeTheDigest(t *testing.T) {
	path := file(t, "list.csv", []byte("id,age\n1,34\n"))
	m := parse(t, "mapping: list\nhouseholds:\n  id: id\n  persons: [{head: true, fields: {age: age}}]\n")
	var digests []sheet.Digest
	for _, asOf := range []int{0, 400} {
		wb, err := sheet.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = sheet.Read(t.Context(), wb, m, today+clock.Day(asOf), nil, func(h sheet.HouseholdDraft) error {
			digests = append(digests, h.Digest)
			return wb.Close()
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if digests[0] != digests[1] {
		t.Error("an import a year later finds another household")
	}
}

func TestPersonsInColumns(t *testing.T) {
	m := parse(t, `
mapping: wide
households:
  id: id
  persons:
    - {head: true, repeat: 3, fields: {name: "name {n}", sex: "sex {n}"}}
`)
	drafts, _ := readFile(t, file(t, "list.csv", []byte("id,name 1,sex 1,name 2,sex 2,name 3,sex 3\n1,A,m,,,C,f\n2,,,,,,\n")), m)
	if len(drafts) != 2 || len(drafts[0].Persons) != 2 || !drafts[0].Persons[0].Head || drafts[0].Persons[1].Name != "C" ||
		len(drafts[1].Persons) != 1 || drafts[1].Persons[0].Name != "" {
		t.Fatalf("%+v", drafts)
	}
}

func TestHouseholdsWithoutAnID(t *testing.T) {
	m := parse(t, "mapping: list\nhouseholds:\n  persons: [{head: true, fields: {name: name}}]\n")
	drafts, _ := readFile(t, file(t, "list.csv", []byte("name,other\nA,1\nB,1\nA,1\n")), m)
	again, _ := readFile(t, file(t, "list.csv", []byte("name,other\nB,1\nA,1\nA,1\n")), m)
	ids := func(drafts []sheet.HouseholdDraft) (ids []string) {
		for _, h := range drafts {
			ids = append(ids, h.SourceID)
		}
		slices.Sort(ids)
		return slices.Compact(ids)
	}
	if got := ids(drafts); len(got) != 3 || !slices.Equal(got, ids(again)) {
		t.Errorf("ids %q, sorted anew %q", got, ids(again))
	}
}

func TestWhatIsRequiredRefusesTheRow(t *testing.T) {
	m := parse(t, "mapping: list\ncountry: KE\nhouseholds:\n  id: id\n  persons: [{fields: {phone: {column: phone, required: true}, sex: {column: sex, values: {1: m, 2: f}}}}]\n")
	drafts, report := readFile(t, file(t, "list.csv", []byte("id,phone,sex\n1,2.54708E+11,1\n2,,2\n3,0708123456,2\n4,0708123457,3\n")), m)
	if len(drafts) != 2 || drafts[0].SourceID != "3" || drafts[0].Persons[0].Sex != sheet.SexFemale || report.RowsRefused != 2 ||
		report.FieldsRefused != 1 {
		t.Fatalf("%+v %+v", drafts, report)
	}
}

func TestReadingStopsWhenTold(t *testing.T) {
	path := file(t, "list.csv", []byte("id,name\n1,A\n2,B\n"))
	m := parse(t, "mapping: list\nhouseholds:\n  id: id\n")
	wb, err := sheet.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer wb.Close()
	full := errors.New("the disk is full")
	report, err := sheet.Read(t.Context(), wb, m, today, nil, func(sheet.HouseholdDraft) error { return full })
	if !errors.Is(err, full) || report.Households != 1 {
		t.Errorf("%v after %d", err, report.Households)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := sheet.Read(ctx, wb, m, today, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v after cancelling", err)
	}
}
