// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"safar/kernel/fault"
)

// Kind is the type of a cell.
type Kind uint8

// The types. A CSV file has only empty cells and text.
const (
	Empty  Kind = iota
	Text        // as written
	Number      // a decimal number in Text
	Date        // a number shown as a date: Text is the serial number
	Bool        // Text is "1" or "0"
	Fault       // a formula gone wrong: Text is "#N/A" and the like
)

// Cell is one cell. Formulas show the value that the spreadsheet program last computed. Kind says how Text is to be read.
type Cell struct {
	Kind Kind
	Text string
}

// Row is one row of a sheet. Cells may be fewer than the sheet has columns, or more, and are valid until the next row is read.
type Row struct {
	Number int // from 1, as the spreadsheet program shows it
	Cells  []Cell
}

// Cell returns the cell of a column, counted from 0; an empty one where the row is short.
func (r Row) Cell(column int) Cell {
	if column < 0 || column >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[column]
}

// blank reports whether no cell holds anything.
func (r Row) blank() bool {
	for _, c := range r.Cells {
		if c.Kind != Empty {
			return false
		}
	}
	return true
}

// cursor gives the rows of one sheet, one after the other. Next returns io.EOF after the last.
type cursor interface {
	next() (Row, error)
	close() error
}

// source is a file as its format stores it.
type source interface {
	names() []string
	// open begins to read a sheet. Where keep is not nil, only the columns it marks are read; others are Empty.
	open(name string, keep []bool) (cursor, error)
	close() error
}

// Workbook is an open file. It is not safe for concurrent use.
type Workbook struct {
	Path       string // or the name of a file that is in memory
	Format     string // "xlsx" or "csv"
	Encoding   string // of a CSV file: "utf-8", "utf-16le", "utf-16be", "windows-1252" or "windows-1256"
	Separator  string // of a CSV file
	System1904 bool   // serial dates count from 1904
	source     source
	sheets     map[string]*Sheet
}

// Options say what cannot, or should not, be found by looking. The zero Options look.
type Options struct {
	Encoding  string // of a CSV file
	Separator string // of a CSV file: one character

	// MostTexts bounds the shared texts of an XLSX file, which are held in memory, in bytes; 0 is 512 MiB.
	MostTexts uint64
}

// content is a file's content, wherever it lies.
type content interface {
	io.ReaderAt
	io.Closer
}

// inMemory is content that lies in memory alone.
type inMemory struct{ *bytes.Reader }

// Close does nothing: whoever holds the bytes lets go of them.
func (inMemory) Close() error { return nil }

// Open opens an XLSX or CSV file, told apart by content, not by name. Errors are fault.NotFound, or fault.Invalid with
// the reason: cut off, no spreadsheet, locked by a password, the old XLS format, or larger inside than a spreadsheet can be.
func Open(path string) (*Workbook, error) { return OpenWith(path, Options{}) }

// OpenWith opens a file as Open does, with what is already known of it.
func OpenWith(path string, o Options) (*Workbook, error) {
	const op = "sheet.Open"
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(op, fault.NotFound, "sheet.file.not_found", fault.Args{"file": filepath.Base(path)}).WithHint("sheet.mend.not_found").Because(err)
	} else if err != nil {
		return nil, unreadable(path, err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(fault.Wrap(op, err), f.Close())
	}
	return open(path, f, info.Size(), o)
}

func unreadable(path string, err error) error {
	return fault.New("sheet.Open", fault.Unavailable, "file.unreadable", fault.Args{"file": filepath.Base(path)}).Because(err)
}

// OpenBytes opens a file that lies in memory, as OpenWith does. Name is what it was called where it came from. Nothing of it is written
// anywhere.
func OpenBytes(name string, file []byte, o Options) (*Workbook, error) {
	return open(name, inMemory{bytes.NewReader(file)}, int64(len(file)), o)
}

func open(path string, f content, size int64, o Options) (*Workbook, error) {
	wb := &Workbook{Path: path, sheets: map[string]*Sheet{}}
	if err := wb.recognise(f, size, o); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return wb, nil
}

// recognise tells the format by the first bytes.
func (wb *Workbook) recognise(f content, size int64, o Options) error {
	head := make([]byte, 8)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return unreadable(wb.Path, err) // a folder, or a disk that does not answer
	}
	switch head = head[:n]; {
	case n == 0:
		return invalid("sheet.Open", "empty", nil)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return invalid("sheet.Open", "old_or_locked", nil)
	case bytes.HasPrefix(head, []byte("PK")):
		wb.Format = "xlsx"
		wb.source, wb.System1904, err = openXLSX(f, size, o)
	default:
		wb.Format = "csv"
		wb.source, wb.Encoding, wb.Separator, err = openCSV(wb.Path, f, o)
	}
	return err
}

// Close closes the file.
func (wb *Workbook) Close() error { return wb.source.close() }

// Sheets returns the names of the sheets in their order. A CSV file has one, named after the file without its ending.
func (wb *Workbook) Sheets() []string { return wb.source.names() }

// Rows gives the rows of one sheet in order, blank ones left out.
type Rows struct {
	cur cursor
	row Row
	err error
}

// Next reads the next row and reports whether there is one.
func (r *Rows) Next() bool {
	for r.err == nil {
		if r.row, r.err = r.cur.next(); r.err == nil && !r.row.blank() {
			return true
		}
	}
	return false
}

// Row returns the row that Next read.
func (r *Rows) Row() Row { return r.row }

// Err returns what ended the reading, nil at the end of the sheet.
func (r *Rows) Err() error {
	if r.err == io.EOF {
		return nil
	}
	return r.err
}

// Close ends the reading.
func (r *Rows) Close() error { return r.cur.close() }

// All reads the rows of a sheet from its first on, its header among them, for a format that says where its header stands.
func (wb *Workbook) All(name string) (*Rows, error) {
	cur, err := wb.source.open(name, nil)
	if err != nil {
		return nil, err
	}
	return &Rows{cur: cur}, nil
}

// Data reads the rows of s below its header and its row of HXL tags. Where keep is not nil, only the columns it marks are
// read, which is quicker in a wide sheet.
func (wb *Workbook) Data(s *Sheet, keep []bool) (*Rows, error) {
	cur, err := wb.source.open(s.Name, keep)
	if err != nil {
		return nil, err
	}
	rows := &Rows{cur: cur}
	for s.first > 1 {
		if rows.row, rows.err = cur.next(); rows.err != nil {
			return rows, nil
		}
		if rows.row.Number >= s.first {
			rows.cur = &pushedBack{cursor: cur, row: rows.row}
			return rows, nil
		}
		if rows.row.Number == s.first-1 {
			return rows, nil
		}
	}
	return rows, nil
}

// pushedBack gives one row again before the rest, for a sheet that leaves out blank rows.
type pushedBack struct {
	cursor
	row  Row
	done bool
}

func (p *pushedBack) next() (Row, error) {
	if p.done {
		return p.cursor.next()
	}
	p.done = true
	return p.row, nil
}
