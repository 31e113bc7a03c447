// SPDX-License-Identifier: Apache-2.0

package sheet_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"safar/exchange/sheet"
	"safar/kernel/fault"
)

// file writes content into a file of its own and returns its path.
func file(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// table opens a file and returns its first sheet and the texts of its rows.
func table(t testing.TB, path string) (*sheet.Workbook, *sheet.Sheet, [][]string) {
	t.Helper()
	wb, err := sheet.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { wb.Close() })
	s, err := wb.Sheet("")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := wb.Data(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got [][]string
	for rows.Next() {
		var texts []string
		for _, c := range rows.Row().Cells {
			texts = append(texts, c.Text)
		}
		got = append(got, texts)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return wb, s, got
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	if fault.KeyOf(err) != key {
		t.Errorf("error %v, want %s", err, key)
	}
}

func encode(t testing.TB, name, text string) []byte {
	t.Helper()
	var b []byte
	var err error
	switch name {
	case "utf-8 with mark":
		return []byte("\ufeff" + text)
	case "utf-16le", "utf-16be":
		order := map[string]unicode.Endianness{"utf-16le": unicode.LittleEndian, "utf-16be": unicode.BigEndian}[name]
		b, err = unicode.UTF16(order, unicode.ExpectBOM).NewEncoder().Bytes([]byte(text))
	case "utf-16le without mark":
		b, err = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))
	case "windows-1252":
		b, err = charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	case "windows-1256":
		b, err = charmap.Windows1256.NewEncoder().Bytes([]byte(text))
	default:
		b = []byte(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEncodingsAndSeparatorsAreFound(t *testing.T) {
	french := "nom;prénom;âge\nKabila;Éloïse;34\nNgoy;Hélène;7\n"
	arabic := "الاسم;الجنس;العمر\nمحمد عبد الله;ذكر;34\nفاطمة;أنثى;29\n"
	for _, tc := range []struct{ text, encoding, found, separator string }{
		{french, "utf-8", "utf-8", ";"},
		{french, "utf-8 with mark", "utf-8", ";"},
		{french, "windows-1252", "windows-1252", ";"},
		{french, "utf-16le", "utf-16le", ";"},
		{french, "utf-16be", "utf-16be", ";"},
		{french, "utf-16le without mark", "utf-16le", ";"},
		{arabic, "windows-1256", "windows-1256", ";"},
		{arabic, "utf-8", "utf-8", ";"},
		{strings.ReplaceAll(arabic, ";", ","), "windows-1256", "windows-1256", ","},
		{strings.ReplaceAll(french, ";", "\t"), "utf-8", "utf-8", "\t"},
		{strings.ReplaceAll(french, ";", "|"), "utf-8", "utf-8", "|"},
		{strings.ReplaceAll(french, "\n", "\r\n"), "windows-1252", "windows-1252", ";"},
	} {
		wb, s, rows := table(t, file(t, "list.csv", encode(t, tc.encoding, tc.text)))
		if wb.Encoding != tc.found || wb.Separator != tc.separator {
			t.Errorf("%s: found %s %q, want %s %q", tc.encoding, wb.Encoding, wb.Separator, tc.found, tc.separator)
		}
		want := strings.FieldsFunc(tc.text, func(r rune) bool { return strings.ContainsRune("\r\n"+tc.separator, r) })
		if got := append(slices.Clone(s.Columns), slices.Concat(rows...)...); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", tc.encoding, got, want)
		}
	}
}

func TestCSVAsItComes(t *testing.T) {
	text := "sep=;\n" +
		"name;note;age\n" +
		"\"Ngoy; Jean\";\"said \"\"yes\"\"\";34\n" +
		"Jean \"le Grand\";short\n" +
		"\n" +
		"\"two\nlines\";x;7;extra\n" +
		"\"odd\" tail;y;8"
	_, s, rows := table(t, file(t, "list.csv", []byte(text)))
	if diff := cmp.Diff([]string{"name", "note", "age"}, s.Columns); diff != "" {
		t.Error(diff)
	}
	want := [][]string{{"Ngoy; Jean", `said "yes"`, "34"}, {`Jean "le Grand"`, "short"}, {"two\nlines", "x", "7", "extra"},
		{"odd tail", "y", "8"}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

func TestAQuoteNeverClosedIsNamed(t *testing.T) {
	for _, rest := range []string{"\n", strings.Repeat("x,1\n", 400_000)} {
		wb, err := sheet.Open(file(t, "list.csv", []byte("name,age\nA,1\n\"B,2\n"+rest)))
		if err == nil {
			defer wb.Close()
			var s *sheet.Sheet
			if s, err = wb.Sheet(""); err == nil {
				rows, _ := wb.Data(s, nil)
				for rows.Next() {
				}
				err = rows.Err()
			}
		}
		wantKey(t, err, "sheet.file.quote_open")
	}
}

func TestHeaders(t *testing.T) {
	text := "Registration list of Kalonda\n\nprinted in May,,\n" +
		"name,sex,name,,Name (2),name\n#adm+name,#sex,#x,,,\nA,m,B,c,d,e\n"
	_, s, rows := table(t, file(t, "list.csv", []byte(text)))
	if diff := cmp.Diff([]string{"name", "sex", "name (2)", "column D", "Name (2)", "name (3)"}, s.Columns); diff != "" {
		t.Error(diff)
	}
	if s.HeaderRow != 4 || !s.HXL || s.Tags[0] != "#adm+name" || len(rows) != 1 {
		t.Errorf("header row %d, HXL %v, tags %q, %d rows", s.HeaderRow, s.HXL, s.Tags, len(rows))
	}
	if diff := cmp.Diff([]sheet.Duplicate{{Header: "name", Names: []string{"name", "name (2)", "name (3)"}}}, s.Duplicates); diff != "" {
		t.Error(diff)
	}
	if s.Column("SEX") != 1 || s.Column("name (2)") != 2 || s.Column("nothing") != -1 {
		t.Error("a column is not found by its name")
	}
}

// book makes an XLSX file with another library.
func book(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCellsOfXLSX(t *testing.T) {
	content := book(t, func(f *excelize.File) {
		day, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
		text := `[$-40C]d mmm yyyy`
		long, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &text})
		f.SetSheetRow("Sheet1", "A1", &[]any{"text", "number", "born", "long", "yes", "sum", "phone"})
		f.SetSheetRow("Sheet1", "A3", &[]any{"A & <b> \"c\"", 3.5, 31130, 31130, true, nil, 243812345678})
		f.SetCellStyle("Sheet1", "C3", "C3", day)
		f.SetCellStyle("Sheet1", "D3", "D3", long)
		f.SetCellFormula("Sheet1", "F3", "1/0")
		f.SetCellRichText("Sheet1", "A4", []excelize.RichTextRun{{Text: "bold "}, {Text: "plain"}})
	})
	wb, err := sheet.Open(file(t, "list.xlsx", content))
	if err != nil {
		t.Fatal(err)
	}
	defer wb.Close()
	s, err := wb.Sheet("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := wb.Data(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	rows.Next()
	want := []sheet.Cell{{Kind: sheet.Text, Text: `A & <b> "c"`}, {Kind: sheet.Number, Text: "3.5"}, {Kind: sheet.Date, Text: "31130"},
		{Kind: sheet.Date, Text: "31130"}, {Kind: sheet.Bool, Text: "1"}, {}, {Kind: sheet.Number, Text: "243812345678"}}
	if diff := cmp.Diff(want, rows.Row().Cells); diff != "" || rows.Row().Number != 3 {
		t.Errorf("row %d:\n%s", rows.Row().Number, diff)
	}
	if rows.Next(); rows.Row().Cell(0).Text != "bold plain" {
		t.Errorf("rich text %q", rows.Row().Cell(0).Text)
	}
}

// parts makes an XLSX file by hand: a sheet whose data is body, written with a prefix and inline strings as some programs do.
func parts(t testing.TB, body func(io.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range [][2]string{
		{"xl/workbook.xml", `<?xml version="1.0"?><x:workbook xmlns:x="m" xmlns:r="r"><x:workbookPr date1904="1"/>` +
			`<x:sheets><x:sheet name="list" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="/xl/worksheets/s.xml"/>` +
			`</Relationships>`},
	} {
		w, _ := z.Create(p[0])
		io.WriteString(w, p[1])
	}
	w, _ := z.Create("xl/worksheets/s.xml")
	buf := bufio.NewWriter(w)
	io.WriteString(buf, `<x:worksheet xmlns:x="m"><!-- a > b --><x:sheetData>`)
	body(buf)
	io.WriteString(buf, `</x:sheetData></x:worksheet>`)
	buf.Flush()
	z.Close()
	return b.Bytes()
}

func TestXLSXOfOtherPrograms(t *testing.T) {
	content := parts(t, func(w io.Writer) {
		io.WriteString(w, `<x:row><x:c t="inlineStr"><x:is><x:t>na</x:t><x:t>me</x:t></x:is></x:c><x:c t="str"><x:f>A1&amp;"x"</x:f>`+
			`<x:v>sum</x:v></x:c></x:row><x:row r="9"><x:c r="B9" t="str"><x:v><![CDATA[a<b]]>&#233;_x000D_</x:v></x:c></x:row>`)
	})
	wb, s, rows := table(t, file(t, "list.xlsx", content))
	if diff := cmp.Diff([]string{"name", "sum"}, s.Columns); diff != "" || !wb.System1904 {
		t.Errorf("1904: %v, columns:\n%s", wb.System1904, diff)
	}
	if diff := cmp.Diff([][]string{{"", "a<bé\r"}}, rows); diff != "" {
		t.Error(diff)
	}
}

func TestFilesThatAreNone(t *testing.T) {
	whole, err := os.ReadFile(testdata("humind_dummy_raw_data.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		content []byte
		key     string
	}{
		"empty":      {nil, "sheet.file.empty"},
		"cut off":    {whole[:len(whole)/2], "sheet.file.cut_off"},
		"old XLS":    {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 512)...), "sheet.file.old_or_locked"},
		"a picture":  {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"), "sheet.file.not_a_sheet"},
		"other zip":  {zipped(t, "hello.txt", 1), "sheet.file.not_a_sheet"},
		"zip bomb":   {bomb(t), "sheet.file.bomb"},
		"cut inside": {damaged(whole), "sheet.file.cut_off"},
	} {
		t.Run(name, func(t *testing.T) {
			wb, err := sheet.Open(file(t, "list.xlsx", tc.content))
			if err == nil {
				defer wb.Close()
				var s *sheet.Sheet
				if s, err = wb.Sheet(""); err == nil {
					rows, _ := wb.Data(s, nil)
					for rows.Next() {
					}
					err = rows.Err()
				}
			}
			wantKey(t, err, tc.key)
		})
	}
	_, err = sheet.Open(filepath.Join(t.TempDir(), "none.xlsx"))
	wantKey(t, err, "sheet.file.not_found")
}

func zipped(t testing.TB, name string, megabytes int) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create(name)
	zeros := make([]byte, 1<<20)
	for range megabytes {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	z.Close()
	return b.Bytes()
}

func bomb(t testing.TB) []byte { return zipped(t, "xl/worksheets/sheet1.xml", 200) }

// damaged flips bytes in the middle of the compressed parts; the directory at the end stays whole.
func damaged(whole []byte) []byte {
	b := slices.Clone(whole)
	for i := len(b) / 3; i < len(b)/3+64; i++ {
		b[i] ^= 0x5a
	}
	return b
}

// bigXLSX makes a sheet of n households a row with typical columns.
func bigXLSX(t testing.TB, n int) string {
	return file(t, "big.xlsx", parts(t, func(w io.Writer) {
		io.WriteString(w, `<row><c t="str"><v>household id</v></c><c t="str"><v>name</v></c><c t="str"><v>sex</v></c>`+
			`<c t="str"><v>date of birth</v></c><c t="str"><v>phone</v></c><c t="str"><v>size</v></c></row>`)
		for i := range n {
			fmt.Fprintf(w, `<row r="%d"><c r="A%[1]d" t="str"><v>HH-%07[2]d</v></c><c r="B%[1]d" t="str"><v>Ngoy %[3]x</v></c>`+
				`<c r="C%[1]d" t="str"><v>f</v></c><c r="D%[1]d"><v>%[4]d</v></c><c r="E%[1]d"><v>%[5]d</v></c><c r="F%[1]d"><v>%[6]d</v></c></row>`,
				i+2, i, uint32(i)*2654435761, 28000+i%10000, 243810000000+i*7%9999999, 1+i%9)
		}
	}))
}

const bigMapping = `
mapping: big
country: CD
households:
  id: household id
  fields: {size: size}
  persons:
    - head: true
      fields: {name: name, sex: sex, birth: date of birth, phone: phone}
`

// bigRows is the size of the sheet that TestABigSheetStreams reads.
const bigRows = 200_000

// TestABigSheetStreams reads a big sheet with little memory: its 60 MB of XML are never held.
func TestABigSheetStreams(t *testing.T) {
	m, err := sheet.ParseMapping([]byte(bigMapping))
	if err != nil {
		t.Fatal(err)
	}
	path := bigXLSX(t, bigRows)
	wb, err := sheet.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer wb.Close()
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	most, lastDone := uint64(0), 0
	report, err := sheet.Read(t.Context(), wb, m, today, func(done, total int) {
		lastDone = done
		if total != bigRows {
			t.Errorf("progress of %d rows", total)
		}
	}, func(h sheet.HouseholdDraft) error {
		if h.Row%50_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc))
		}
		return nil
	})
	if err != nil || report.Households != bigRows || lastDone != bigRows || report.RowsRefused+report.FieldsRefused != 0 {
		t.Fatalf("%d households, progress to %d, %d refused: %v", report.Households, lastDone, report.RowsRefused, err)
	}
	if most > 32<<20 {
		t.Errorf("%d MB held while reading", most>>20)
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a;b\r\n\"x\";2", "\"", "sep=;\na;b", "\xff\xfea\x00", "a\tb\n\"\"\"\n", "PK\x03\x04"} {
		f.Add([]byte(s))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(dir, "f.csv")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		wb, err := sheet.Open(path)
		if err != nil {
			return
		}
		defer wb.Close()
		s, err := wb.Sheet("")
		if err != nil {
			return
		}
		rows, err := wb.Data(s, nil)
		if err != nil {
			return
		}
		defer rows.Close()
		for rows.Next() {
		}
	})
}

func BenchmarkReadXLSX(b *testing.B) {
	m, err := sheet.ParseMapping([]byte(bigMapping))
	if err != nil {
		b.Fatal(err)
	}
	const rows = 50_000
	path := bigXLSX(b, rows)
	for b.Loop() {
		drafts, _ := readFile(b, path, m)
		if len(drafts) != rows {
			b.Fatal(len(drafts))
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkReadCSV(b *testing.B) {
	m, err := sheet.ParseMapping([]byte(bigMapping))
	if err != nil {
		b.Fatal(err)
	}
	const rows = 50_000
	var text bytes.Buffer
	text.WriteString("household id,name,sex,date of birth,phone,size\n")
	for i := range rows {
		fmt.Fprintf(&text, "HH-%07d,Ngoy %x,f,%02d/%02d/%d,0%d,%d\n", i, uint32(i)*2654435761, 1+i%28, 1+i%12, 1950+i%70,
			810000000+i, 1+i%9)
	}
	path := file(b, "big.csv", text.Bytes())
	for b.Loop() {
		drafts, _ := readFile(b, path, m)
		if len(drafts) != rows {
			b.Fatal(len(drafts))
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkReadAssessment(b *testing.B) {
	m := mapping(b, "reach_msna")
	persons := 0
	for b.Loop() {
		_, report := readFile(b, testdata("humind_dummy_raw_data.xlsx"), m)
		persons += report.Persons
	}
	b.ReportMetric(float64(persons)/b.Elapsed().Seconds(), "persons/s")
}
