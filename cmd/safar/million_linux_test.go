// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// aMillion is how many rows the sheet has: about as many as a spreadsheet program can hold.
const aMillion = 1_000_000

// mostMemory is how much the import of it may take, in bytes: a laptop of 4 GB stays at ease. It needs about 60 MB beside the 64 of a passphrase;
// the rest is garbage, of which there may be mostGarbage however busy the machine is, and what lies outside of Go's memory.
const mostMemory = mostGarbage + 200<<20

// Somebody sends a sheet of a million rows that all bear one number. It is read as it streams, in bounded memory; the one household that it holds
// is taken, the others are refused, the first of them with sheet, row and reason in the file beside it, and how many more there are is said.
// The same holds of the server, where one takes it in: and then the household is there already.
func TestASheetOfAMillionRows(t *testing.T) {
	dir := t.TempDir()
	list := filepath.Join(dir, "million.xlsx")
	if err := copyDemo(filepath.Join(dir, "D")); err != nil {
		t.Fatal(err)
	}
	writeMillion(t, list)
	text := "mapping: million\nhouseholds:\n  id: card\n  persons: [{head: true, fields: {name: name, sex: sex}}]\n"
	if err := os.WriteFile(filepath.Join(dir, "million.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	alone := importMillion(t, dir, "households: new 1, unchanged 0, rows refused 999999; persons registered 1")
	inBounds(t, "alone", alone)
	refusedRows(t, list+".refused.csv", 100_000)
	if err := os.Remove(list + ".refused.csv"); err != nil {
		t.Fatal(err)
	}
	s := started(t, dir)
	asked := importMillion(t, dir, "households: new 0, unchanged 1, rows refused 999999; persons registered 0")
	if err := s.stop(os.Interrupt); err != nil {
		t.Error(err)
	}
	inBounds(t, "from a server", asked)
	inBounds(t, "the server", s.command.ProcessState)
	refusedRows(t, list+".refused.csv", 100_000)
}

// importMillion imports the sheet, and holds what is said of it.
func importMillion(t *testing.T, dir, want string) *os.ProcessState {
	t.Helper()
	run := exec.Command("safar", "import", "million.xlsx", "--mapping", "million.yaml", "--data", "D", "--by", "caseworker", "--lang", "en")
	run.Dir = dir
	var said, trouble bytes.Buffer
	run.Stdout, run.Stderr = &said, &trouble
	if err := run.Run(); err != nil {
		t.Fatalf("%v: %s", err, trouble.String())
	}
	for _, want := range []string{want, "899999 more are only counted"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, said.String())
		}
	}
	return run.ProcessState
}

// inBounds holds how much memory a process took.
func inBounds(t *testing.T, who string, of *os.ProcessState) {
	t.Helper()
	used := of.SysUsage().(*syscall.Rusage).Maxrss << 10
	if used > mostMemory {
		t.Errorf("%s took %d MB of memory", who, used>>20)
	}
	t.Logf("%s: %v of processor time, %d MB", who, of.UserTime()+of.SystemTime(), used>>20)
}

// refusedRows holds that a file of refused rows has so many, each with its sheet, row, reason and what to do.
func refusedRows(t *testing.T, path string, want int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := -1 // the headings
	for lines := bufio.NewScanner(f); lines.Scan(); rows++ {
		whole := fmt.Sprintf("Sheet1,%d,card,,,whole row,A household with this id stands already in row 2.,\"Keep the right one", rows+3)
		if rows >= 0 && !strings.HasPrefix(lines.Text(), whole) {
			t.Fatalf("row %d of the refused: %s", rows, lines.Text())
		}
	}
	if rows != want {
		t.Errorf("%d rows in the file of refused rows, want %d", rows, want)
	}
}

// writeMillion writes the workbook as a spreadsheet program does: a zip of XML.
func writeMillion(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	part := func(name, text string) io.Writer {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	part("xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>`)
	part("xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`)
	rows := bufio.NewWriterSize(part("xl/worksheets/sheet1.xml", `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>card</v></c>`+
		`<c r="B1" t="str"><v>name</v></c><c r="C1" t="str"><v>sex</v></c></row>`), 1<<16)
	for i := range aMillion {
		fmt.Fprintf(rows, `<row r="%d"><c t="str"><v>KLM-1</v></c><c t="str"><v>Ngoy %x</v></c><c t="str"><v>f</v></c></row>`, i+2, uint32(i)*2654435761)
	}
	io.WriteString(rows, `</sheetData></worksheet>`)
	if err := rows.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
