// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"safar/exchange/xlsform"
	"safar/field/programme"
)

// The XLSForms of others, from what they published (testdata/README.md): large ones use what no form here can say, and each of it is refused where
// it stands.
func TestTheXLSFormsOfOthers(t *testing.T) {
	for name, want := range map[string][]string{
		"REACH_2024_MSNA-kobo-tool_draft_v11": {"survey!H2 beside", "survey!H8 group", "survey!H32 repeat", "survey!W14 column", "survey!Q30 constraint"},
		"unhcr_XlsFormUtil_demo":              {"survey!A2 beside", "survey!D1 language", "survey!A10 calculate", "choices!B6 name_wrong"},
		"unhcr_KoBoXLSFormExamples":           {"survey!A2 group"},
	} {
		file, err := os.ReadFile("../../testdata/" + name + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		_, err = xlsform.Read(name+".xlsx", file, xlsform.Meant{Language: "en"})
		var refused xlsform.Refusals
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		all := told(err)
		t.Logf("%s: %d refusals", name, len(refused))
		for _, one := range want {
			if !strings.Contains(all+", ", one+", ") {
				t.Errorf("%s is not refused at %s: %s", name, one, all)
			}
		}
	}
}

// What the reference converter makes of the questions of a large XLSForm that a form here can ask too: their texts in both languages, their types,
// whether they are required, their bounds, and the answers offered are the same.
func TestARealXLSFormIsReadAsTheReferenceReadsIt(t *testing.T) {
	form := sayable(t, "REACH_2024_MSNA-kobo-tool_draft_v11")
	if len(form.Questions) < 100 {
		t.Fatalf("only %d questions can be asked here", len(form.Questions))
	}
	file, err := os.ReadFile("../../testdata/REACH_2024_MSNA-kobo-tool_draft_v11.xml")
	if err != nil {
		t.Fatal(err)
	}
	var reference struct {
		Translations []struct {
			Language string `xml:"lang,attr"`
			Texts    []struct {
				ID    string `xml:"id,attr"`
				Value string `xml:"value"`
			} `xml:"text"`
		} `xml:"head>model>itext>translation"`
		Instances []struct {
			ID    string   `xml:"id,attr"`
			Names []string `xml:"root>item>name"`
		} `xml:"head>model>instance"`
		Binds []struct {
			Nodeset    string `xml:"nodeset,attr"`
			Type       string `xml:"type,attr"`
			Required   string `xml:"required,attr"`
			Constraint string `xml:"constraint,attr"`
			Relevant   string `xml:"relevant,attr"`
		} `xml:"head>model>bind"`
	}
	if err := xml.Unmarshal(file, &reference); err != nil {
		t.Fatal(err)
	}
	labels := map[string]string{}
	for _, translation := range reference.Translations {
		for _, text := range translation.Texts {
			labels[translation.Language+" "+text.ID] = strings.TrimSpace(text.Value)
		}
	}
	offered := map[string][]string{} // by list
	for _, instance := range reference.Instances {
		offered[instance.ID] = instance.Names
	}
	conditions := map[string]string{} // of the reference, by question
	types := map[string]string{"integer": "int", "decimal": "decimal", "date": "date", "geopoint": "geopoint"}
	for _, q := range form.Questions {
		found := false
		for _, bind := range reference.Binds {
			if !strings.HasSuffix(bind.Nodeset, "/"+q.Name) {
				continue
			}
			found = true
			for language, code := range map[string]string{"english": "en", "french": "fr"} {
				if want := labels[language+" "+bind.Nodeset+":label"]; plain(q.Labels[code]) != plain(want) {
					t.Errorf("%s in %s: %q, not %q", q.Name, language, q.Labels[code], want)
				}
			}
			want := types[q.Type]
			if want == "" {
				want = "string"
			}
			if bind.Type != want || (bind.Required == "true()") != q.Required {
				t.Errorf("%s: %s required %v, not %+v", q.Name, q.Type, q.Required, bind)
			}
			if conditions[q.Name] = pathOrSelected(bind.Relevant); bind.Relevant == "" {
				delete(conditions, q.Name)
			}
			if (bind.Constraint != "") != (q.Min != nil || q.Max != nil) {
				t.Errorf("%s: bounds of %q", q.Name, bind.Constraint)
			}
		}
		if !found {
			t.Errorf("%s is not in the reference", q.Name)
		}
		if !isOffered(q, offered) {
			t.Errorf("%s offers what the reference does not: %v", q.Name, q.Options)
		}
	}
	t.Logf("%d questions, %d of them on a condition", len(form.Questions), len(conditions))
	if diff := cmp.Diff(conditions, writtenConditions(t, form)); diff != "" || len(conditions) < 20 {
		t.Error(diff)
	}
}

var (
	aPath      = regexp.MustCompile(`\s*/data/(?:\w+/)*(\w+)\s*`)
	aSelection = regexp.MustCompile(`selected\(\s*(\$\{\w+\})\s*,\s*('[^']*')\s*\)`)
)

// pathOrSelected says a condition of the reference with names instead of paths, and one that an answer was selected as a comparison.
func pathOrSelected(condition string) string {
	condition = aSelection.ReplaceAllString(aPath.ReplaceAllString(condition, "${$1}"), "$1 = $2")
	return strings.ReplaceAll(strings.Join(strings.Fields(condition), ""), `"`, "'")
}

// writtenConditions are the conditions of a form as its workbook has them, by question.
func writtenConditions(t *testing.T, form *programme.Form) map[string]string {
	t.Helper()
	file, err := xlsform.Write(form)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("survey")
	if err != nil {
		t.Fatal(err)
	}
	at, all := slices.Index(rows[0], "relevant"), map[string]string{}
	for _, row := range rows[1:] {
		if at < len(row) && row[at] != "" {
			all[row[1]] = strings.Join(strings.Fields(row[at]), "")
		}
	}
	return all
}

// plain is a text as the reference has it: with simple blanks, quotation marks and ends of line.
func plain(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`).Replace(text)), " ")
}

// isOffered reports whether the answers of a question stand, in their order, in one list of the reference; some were taken out of theirs.
func isOffered(q *programme.Question, lists map[string][]string) bool {
	if len(q.Options) == 0 {
		return true
	}
	for _, names := range lists {
		rest := q.Options
		for _, name := range names {
			if len(rest) > 0 && rest[0].Name == name {
				rest = rest[1:]
			}
		}
		if len(rest) == 0 {
			return true
		}
	}
	return false
}

// sayable is what is left of a workbook of others when each row is taken out in which something is refused.
func sayable(t *testing.T, name string) *programme.Form {
	t.Helper()
	f, err := excelize.OpenFile("../../testdata/" + name + ".xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for range 60 {
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		read, err := xlsform.Read(name+".xlsx", out.Bytes(), xlsform.Meant{Language: "en"})
		if err == nil {
			return read.Form
		}
		var refused xlsform.Refusals
		if !errors.As(err, &refused) {
			t.Fatal(err)
		}
		takeOut(t, f, refused)
	}
	t.Fatal("it is refused for ever")
	return nil
}

// takeOut empties the rows in which something is refused, so that the numbers of the others stay.
func takeOut(t *testing.T, f *excelize.File, refused xlsform.Refusals) {
	t.Helper()
	for _, r := range refused {
		_, row, err := excelize.CellNameToCoordinates(r.Cell)
		if err != nil {
			t.Fatal(err)
		}
		for column := 1; column <= 30; column++ {
			cell, err := excelize.CoordinatesToCellName(column, row)
			if err == nil {
				err = f.SetCellStr(r.Sheet, cell, "")
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
