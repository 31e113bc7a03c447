// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"safar/exchange/sheet"
	"safar/exchange/xlsform"
	"safar/field/programme"
	"safar/kernel/fault"
	"safar/programmes"
)

var update = flag.Bool("update", false, "write the golden file anew")

// sameForm compares what forms ask, not where it stands in their files.
var sameForm = cmp.Options{cmpopts.IgnoreUnexported(programme.Question{}, programme.Condition{}), cmpopts.IgnoreFields(programme.Condition{}, "Line"), cmpopts.EquateEmpty()}

// shipped are the forms that come with the program, by their paths.
func shipped(t testing.TB) map[string]*programme.Form {
	t.Helper()
	all := map[string]*programme.Form{}
	names, err := fs.Glob(programmes.FS(), "*/forms/*.yaml")
	if err != nil || len(names) < 100 {
		t.Fatalf("%d forms: %v", len(names), err)
	}
	for _, name := range names {
		file, err := fs.ReadFile(programmes.FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		if all[name], err = programme.ParseForm(name, file); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestShippedFormsComeBackFromTheirWorkbooks(t *testing.T) {
	for name, form := range shipped(t) {
		file, err := xlsform.Write(form)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if again, _ := xlsform.Write(form); !bytes.Equal(file, again) {
			t.Errorf("%s: the same form gives another workbook", name)
		}
		read, err := xlsform.Read("other name.xlsx", file, xlsform.Meant{Form: form.ID, Language: "en"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(form, read.Form, sameForm); diff != "" || len(read.Aside) > 0 {
			t.Errorf("%s comes back otherwise: %s %v", name, diff, read.Aside)
		}
	}
}

// One workbook is kept, so that a change of the format is seen: as its cells.
func TestTheWorkbookOfASurvey(t *testing.T) {
	form := shipped(t)["durable_solutions_tanganyika/forms/intention_survey.yaml"]
	file, err := xlsform.Write(form)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString("-- " + name + " --\n")
		for _, row := range rows {
			b.WriteString(strings.Join(row, " | ") + "\n")
		}
	}
	const golden = "testdata/intention_survey.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}

// book writes a workbook of three sheets, each a text with a row a line and “ | ” between its cells.
func book(t testing.TB, sheets ...string) []byte {
	t.Helper()
	var all []sheet.Written
	for i, text := range sheets {
		var rows [][]string
		for line := range strings.Lines(text) {
			rows = append(rows, strings.Split(strings.TrimRight(line, "\n"), "|"))
		}
		for _, row := range rows {
			for j := range row {
				row[j] = strings.TrimSpace(row[j])
			}
		}
		all = append(all, sheet.Written{Name: []string{"survey", "choices", "settings"}[i], Rows: rows})
	}
	file, err := sheet.WriteXLSX(all...)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

const (
	header = "type | name | label::English (en) | label::fr | required | relevant | constraint | safar::class | calculation | appearance\n"
	listed = "list_name | name | label::English (en)\nplaces | village | Village\nplaces | town | Town\n"
	named  = "form_title | form_id | default_language\nA form | a_form | English (en)\n"
)

func TestAnXLSFormIsRead(t *testing.T) {
	read, err := xlsform.Read("x.xlsx", book(t, header+"select_one places | place | Where? | Où ? | TRUE | | | sensitive | | minimal\n"+
		"int | years | How old? | | no | selected(${place}, 'town') and not(${place} = 'village') | . > 17 and .<=120\n"+
		"acknowledge | agrees | They agree\n"+
		"date | since | Since when? | | | ${agrees} = 'OK' or (${years} >= 60 and ${years} < 70)\n"+
		"note | end | Thank you | | | ${since} < today() and ${agrees} != 'OK'\n", listed, named), xlsform.Meant{Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	want := "form: a_form\nlabels: {en: A form}\nquestions:\n  - select_one: place\n    class: sensitive\n    required: true\n    labels: {en: Where?, fr: Où ?}\n" +
		"    options:\n      village: {en: Village}\n      town: {en: Town}\n" +
		"  - integer: years\n    when: 'place == \"town\" && !(place == \"village\")'\n    min: 18\n    max: 120\n    labels: {en: How old?}\n" +
		"  - acknowledge: agrees\n    labels: {en: They agree}\n" +
		"  - date: since\n    when: agrees || (years >= 60 && years < 70)\n    labels: {en: Since when?}\n" +
		"  - note: end\n    when: since < today && !agrees\n    labels: {en: Thank you}\n"
	if got := strings.ReplaceAll(string(read.Form.Written(nil)), `when: place == "town" && !(place == "village")`, `when: 'place == "town" && !(place == "village")'`); got != want {
		t.Error(cmp.Diff(want, got))
	}
	if diff := cmp.Diff([]string{"appearance"}, read.Aside); diff != "" {
		t.Error(diff)
	}
}

// What a form of ours cannot say, or what is wrong, is refused where it stands.
func TestWhatIsRefusedOfAnXLSForm(t *testing.T) {
	const text = "text | one | One\n"
	for name, c := range map[string]struct{ survey, choices, settings, want string }{
		"group":        {"begin group | g | G\n" + text + "end_group\n", "", "", "survey!A2 group, survey!A4 group"},
		"repeat":       {"begin_repeat | g | G\nend repeat\n", "", "", "survey!A2 repeat, survey!A3 repeat"},
		"calculate":    {"calculate | c | | | | | | | 1 + 1\n", "", "", "survey!A2 calculate"},
		"calculation":  {"text | c | C | | | | | | 1 + 1\n", "", "", "survey!I2 column"},
		"metadata":     {"start | start\n" + text, "", "", "survey!A2 beside"},
		"type":         {"range | r | R\n", "", "", "survey!A2 type"},
		"no type":      {" | r | R\n", "", "", "survey!A2 no_type"},
		"no list":      {"select_one | r | R\n", "", "", "survey!A2 no_list"},
		"or other":     {"select_one places or_other | r | R\n", "", "", "survey!A2 or_other"},
		"list":         {"select_one lists | r | R\n", "", "", "survey!A2 list_missing"},
		"name":         {"text | Name of Head | R\n", "", "", "survey!B2 name_wrong"},
		"name twice":   {text + "text | one | Again\n", "", "", "survey!B3 programme.question_twice"},
		"no label":     {"text | one\n", "", "", "survey!C2 no_label"},
		"piped":        {"text | two | Hello ${one}\n", "", "", "survey!C2 shows_answer"},
		"required":     {"text | one | One | | ${x} = 1\n", "", "", "survey!E2 required"},
		"constraint":   {"integer | one | One | | | | . mod 2 = 0\n", "", "", "survey!G2 constraint"},
		"of text":      {"text | one | One | | | | . > 3\n", "", "", "survey!G2 constraint"},
		"negative":     {"integer | one | One | | | | . > -5\n", "", "", "survey!G2 constraint"},
		"crossed":      {"integer | one | One | | | | . > 5 and . < 3\n", "", "", "survey!G2 crossed"},
		"class":        {"text | one | One | | | | | secret\n", "", "", "survey!H2 programme.not_one_of"},
		"later":        {"text | one | One | | | ${two} = 'x'\ntext | two | Two\n", "", "", "survey!F2 no_question"},
		"multiple":     {"select_multiple places | p | P\ntext | two | Two | | | selected(${p}, 'town')\n", "", "", "survey!F3 not_comparable"},
		"kinds":        {"integer | n | N\ntext | two | Two | | | ${n} = 'five'\n", "", "", "survey!F3 unlike"},
		"unanswered":   {"integer | n | N\ntext | two | Two | | | ${n} != 5\n", "", "", "survey!F3 unanswered"},
		"not number":   {"integer | n | N\ntext | two | Two | | | not(${n} > 5)\n", "", "", "survey!F3 unanswered"},
		"arithmetic":   {"integer | n | N\ntext | two | Two | | | ${n} + 1 > 5\n", "", "", "survey!F3 unknown_piece"},
		"function":     {"integer | n | N\ntext | two | Two | | | count-selected(${n}) > 5\n", "", "", "survey!F3 unknown_function"},
		"open":         {"integer | n | N\ntext | two | Two | | | (${n} > 5\n", "", "", "survey!F3 ends_early"},
		"quote":        {"text | n | N\ntext | two | Two | | | ${n} = 'a\n", "", "", "survey!F3 unknown_piece"},
		"point":        {"integer | n | N\ntext | two | Two | | | ${n} > 5.5\n", "", "", "survey!F3 not_whole"},
		"bare":         {"text | n | N\ntext | two | Two | | | ${n}\n", "", "", "survey!F3 not_a_condition"},
		"deep":         {"text | n | N\ntext | two | Two | | | " + strings.Repeat("(", 60) + "${n} = 'a'\n", "", "", "survey!F3 too_deep"},
		"choice twice": {"select_one a | n | N\n", "list_name|name|label\na|x|X\na|x|Y\n", "", "choices!B3 choice_twice"},
		"one choice":   {"select_one a | n | N\n", "list_name|name|label\na|x|X\n", "", "survey!A2 programme.question_options"},
		"choice name":  {"select_one a | n | N\nselect_one a | m | M\n", "list_name|name|label\na|1|X\na|y|Y\n", "", "choices!B2 name_wrong"},
		"choice label": {"select_one a | n | N\n", "list_name|name|label\na|x|\na|y|Y\n", "", "choices!B2 no_label"},
		"language":     {"select_one a | n | N\n", "list_name|name|label::Klingon\na|x|X\na|y|Y\n", "", "choices!C1 language, choices!B2 no_label, choices!B3 no_label"},
		"form":         {text, "", "form_id\nother\n", "settings!A2 other_form"},
		"none":         {"", "", "", "survey!A1 no_questions"},
	} {
		if c.choices == "" {
			c.choices = listed
		}
		if c.settings == "" {
			c.settings = named
		}
		_, err := xlsform.Read("x.xlsx", book(t, header+c.survey, c.choices, c.settings), xlsform.Meant{Form: "a_form", Language: "en"})
		if got := told(err); got != c.want {
			t.Errorf("%s: %s, not %s", name, got, c.want)
		}
	}
}

// A workbook that came back from another tool, without our columns, opens no answer to more people, and forgets no request.
func TestWhatOtherToolsDoNotKnowStays(t *testing.T) {
	before, err := programme.ParseForm("a_form", []byte("form: a_form\nlabels: {en: A form}\nquestions:\n  - select_one: place\n    class: sensitive\n    counted: per_site\n    labels: {en: Where?}\n"+
		"    options:\n      village: {en: Village}\n      town: {en: Town}\n  - acknowledge: helped\n    asks: help_asked\n    labels: {en: Help}\n"))
	if err != nil {
		t.Fatal(err)
	}
	bare := book(t, "type | name | label\nselect_one places | place | Where to?\nacknowledge | helped | Help\ntext | fresh | New\n", listed, named)
	read, err := xlsform.Read("x.xlsx", bare, xlsform.Meant{Form: "a_form", Language: "en", Before: before})
	if err != nil {
		t.Fatal(told(err))
	}
	place, helped, fresh := read.Form.Questions[0], read.Form.Questions[1], read.Form.Questions[2]
	if place.Class != "sensitive" || place.Counted != programme.PerSite || helped.Asks != "help_asked" || fresh.Class != "personal" {
		t.Errorf("it reads %s", read.Form.Written(nil))
	}
	emptied := book(t, "type|name|label|safar::class|safar::asks|safar::counted\nselect_one places|place|Where to?|||\nacknowledge|helped|Help|open||\n", listed, named)
	if read, err = xlsform.Read("x.xlsx", emptied, xlsform.Meant{Form: "a_form", Language: "en", Before: before}); err != nil {
		t.Fatal(told(err))
	}
	place, helped = read.Form.Questions[0], read.Form.Questions[1]
	if place.Class != "sensitive" || place.Counted != "" || helped.Asks != "" || helped.Class != "open" {
		t.Errorf("where the columns are there, they say it: %s", read.Form.Written(nil))
	}
}

// told says refusals by their cells and names.
func told(err error) string {
	var refused xlsform.Refusals
	if !errors.As(err, &refused) {
		return fmt.Sprint(err)
	}
	var all []string
	for _, r := range refused {
		all = append(all, r.Sheet+"!"+r.Cell+" "+strings.TrimPrefix(r.Key, "xlsform.refused."))
	}
	return strings.Join(all, ", ")
}

// A file that is no workbook of a form is refused as a whole.
func TestWhatIsNoWorkbook(t *testing.T) {
	small := book(t, header, listed, named)
	for name, c := range map[string]struct {
		file []byte
		key  string
	}{
		"nothing":   {nil, "sheet.file.empty"},
		"words":     {[]byte("dear all,\nplease find attached"), "xlsform.no_workbook"},
		"csv":       {[]byte("type,name,label\ntext,one,One\n"), "xlsform.no_workbook"},
		"xls":       {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 512)...), "sheet.file.old_or_locked"},
		"cut off":   {small[:len(small)/2], "sheet.file.cut_off"},
		"heavy":     {bytes.Repeat([]byte("PK\x03\x04"), 5<<20), "xlsform.too_heavy"},
		"long":      {book(t, header+strings.Repeat("text | a | A\n", 4000)), "xlsform.too_large"},
		"wide":      {book(t, strings.Repeat("a|", 300)+"\n"), "xlsform.too_large"},
		"no survey": {bookOf(t, func(f *excelize.File) { f.SetCellStr("Sheet1", "A1", "type") }), "xlsform.refused.no_survey"},
		"blank":     {bookOf(t, func(f *excelize.File) { f.SetSheetName("Sheet1", "survey") }), "xlsform.refused.no_survey"},
	} {
		_, err := xlsform.Read("x.xlsx", c.file, xlsform.Meant{Language: "en"})
		if got := fault.KeyOf(err); got != c.key && !strings.Contains(told(err), strings.TrimPrefix(c.key, "xlsform.refused.")) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// bookOf makes a workbook as a spreadsheet program does.
func bookOf(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Cells that were joined, columns of other tools, yes as a truth value, a number as a name: a workbook as people make it.
func TestAWorkbookAsPeopleMakeIt(t *testing.T) {
	file := bookOf(t, func(f *excelize.File) {
		f.SetSheetName("Sheet1", " Survey ")
		for i, row := range [][]any{{"Type", "NAME", "Label", "Required", "who wrote it"}, {"text", "one", "One", true, "Ada"}, {"", "", "Two", "", ""}, {"integer", "three", 3, false, ""}} {
			f.SetSheetRow(" Survey ", fmt.Sprintf("A%d", i+1), &row)
		}
		f.MergeCell(" Survey ", "A2", "A3")
		f.SetCellFormula(" Survey ", "F2", "1+1")
	})
	_, err := xlsform.Read("What we asked.xlsx", file, xlsform.Meant{Language: "fr"})
	if got := told(err); got != " Survey !A3 no_type" {
		t.Error(got)
	}
	file = bookOf(t, func(f *excelize.File) {
		f.SetSheetName("Sheet1", "survey")
		for i, row := range [][]any{{"Type", "NAME", "Label", "Required", "who wrote it"}, {"text", "one", "One", true, "Ada"}, {"integer", "three", 3, false, ""}} {
			f.SetSheetRow("survey", fmt.Sprintf("A%d", i+1), &row)
		}
	})
	read, err := xlsform.Read(`C:\Users\ada\What we asked (2).xlsx`, file, xlsform.Meant{Language: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	want := "form: what_we_asked_2\nlabels: {fr: \"What we asked (2)\"}\nquestions:\n  - text: one\n    required: true\n    labels: {fr: One}\n  - integer: three\n    labels: {fr: \"3\"}\n"
	if diff := cmp.Diff(strings.ReplaceAll(want, `"What we asked (2)"`, "What we asked (2)"), string(read.Form.Written(nil))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"who wrote it"}, read.Aside); diff != "" {
		t.Error(diff)
	}
}

// A random form comes back from its workbook.
func TestRandomFormsComeBack(t *testing.T) {
	text := rapid.StringMatching(`[a-zA-Zéسؤ=+@'"<>&_][a-zA-Z0-9 =+,:#{}"'<>&_éس]{0,20}[a-z?]`)
	labels := rapid.MapOfN(rapid.SampledFrom([]string{"en", "fr", "ar", "sw", "tr", "kin"}), text, 1, 4)
	rapid.Check(t, func(t *rapid.T) {
		form := &programme.Form{ID: "a_form", Labels: labels.Draw(t, "title")}
		for i := range rapid.IntRange(1, 6).Draw(t, "questions") {
			q := &programme.Question{Name: fmt.Sprintf("q%d", i), Type: rapid.SampledFrom(programme.QuestionTypes).Draw(t, "type"), Labels: labels.Draw(t, "labels"),
				Class: rapid.SampledFrom([]string{"open", "personal", "sensitive", "sealed"}).Draw(t, "class"), Required: rapid.Bool().Draw(t, "required")}
			if strings.HasPrefix(q.Type, "select") {
				for o := range rapid.IntRange(2, 3).Draw(t, "options") {
					q.Options = append(q.Options, programme.Option{Name: fmt.Sprintf("o%d", o), Labels: labels.Draw(t, "option")})
				}
			}
			if q.Type == "integer" && rapid.Bool().Draw(t, "bounded") {
				low, high := int64(0), rapid.Int64Range(0, 1e12).Draw(t, "max")
				q.Min, q.Max = &low, &high
			}
			form.Questions = append(form.Questions, q)
		}
		file, err := xlsform.Write(form)
		if err != nil {
			t.Fatal(err)
		}
		read, err := xlsform.Read("x.xlsx", file, xlsform.Meant{Language: "en"})
		if err != nil {
			t.Fatal(told(err))
		}
		if diff := cmp.Diff(form, read.Form, sameForm); diff != "" {
			t.Fatal(diff)
		}
	})
}

// What anybody hands in is read or refused, and what is read is a form.
func FuzzRead(f *testing.F) {
	f.Add(book(f, header+"text | one | One\n", listed, named), "", "")
	f.Add([]byte("PK"), "text | a | A | | | ${b} = 'x'\n", listed)
	f.Add([]byte(""), "select_one places | place | Where?\ndate | d | D | | | selected(${place}, 'town') or not(${place} = \"x\")\n", listed)
	f.Fuzz(func(t *testing.T, file []byte, survey, choices string) {
		for _, content := range [][]byte{file, book(t, header+survey, choices, named)} {
			read, err := xlsform.Read("x.xlsx", content, xlsform.Meant{Language: "en"})
			if err != nil {
				continue
			}
			if _, err := programme.ParseForm("x", read.Form.Written(nil)); err != nil {
				t.Fatalf("it is read as no form: %v\n%s", err, read.Form.Written(nil))
			}
		}
	})
}
