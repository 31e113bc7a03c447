// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"io"
	"strconv"
	"strings"
)

// maxColumns is how many columns a sheet can have in the format.
const maxColumns = 16384

func (x *xlsxFile) names() []string { return x.order }
func (x *xlsxFile) close() error    { return x.f.Close() }

func (x *xlsxFile) open(name string, keep []bool) (cursor, error) {
	r, err := openPart(x.parts[name])
	if err != nil {
		return nil, err
	}
	return &xlsxCursor{x: x, body: r, s: newXMLScanner(r), keep: keep}, nil
}

// xlsxCursor reads the rows of a sheet as they come out of the zip.
type xlsxCursor struct {
	x      *xlsxFile
	body   io.ReadCloser
	s      *xmlScanner
	keep   []bool
	cells  []Cell
	number int
}

func (c *xlsxCursor) close() error { return c.body.Close() }

func (c *xlsxCursor) next() (Row, error) {
	for {
		if err := c.s.next(); err == io.EOF {
			return Row{}, io.EOF
		} else if err != nil {
			return Row{}, partError(err)
		}
		switch {
		case c.s.kind == xmlStart && c.s.is("row"):
			return c.row()
		case c.s.kind == xmlEnd && c.s.is("sheetData"):
			return Row{}, io.EOF
		}
	}
}

func (c *xlsxCursor) row() (Row, error) {
	c.cells = c.cells[:0]
	c.number++
	if n, err := strconv.Atoi(c.s.attr("r")); err == nil && n > 0 {
		c.number = n
	}
	for {
		if err := c.s.next(); err != nil {
			return Row{}, partError(unexpectedEnd(err))
		}
		switch {
		case c.s.kind == xmlEnd && c.s.is("row"):
			return Row{c.number, c.cells}, nil
		case c.s.kind == xmlStart && c.s.is("c"):
			if err := c.cell(); err != nil {
				return Row{}, partError(err)
			}
		}
	}
}

func unexpectedEnd(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// cell reads one c element: its place, its type, and its v or inline text. Formulas (f) are passed over.
func (c *xlsxCursor) cell() error {
	at := columnIndex(c.s.attrBytes("r"))
	if at < 0 {
		at = len(c.cells)
	}
	wanted := at < maxColumns && (c.keep == nil || at < len(c.keep) && c.keep[at])
	kind, style := cellKind(c.s.attrBytes("t")), smallNumber(c.s.attrBytes("s"))
	value, err := c.value(wanted)
	if err != nil || !wanted || value == "" {
		return err
	}
	for len(c.cells) <= at {
		c.cells = append(c.cells, Cell{})
	}
	c.cells[at] = c.typed(kind, style, value)
	return nil
}

// value reads to the end of the c element and returns the text of its v, or of the t elements of an inline string.
func (c *xlsxCursor) value(wanted bool) (string, error) {
	value, in := "", false
	for {
		if err := c.s.next(); err != nil {
			return "", unexpectedEnd(err)
		}
		switch c.s.kind {
		case xmlStart:
			in = c.s.is("v") || c.s.is("t")
		case xmlEnd:
			if c.s.is("c") {
				return value, nil
			}
			in = false
		case xmlText:
			if in && wanted {
				value += c.s.string()
			}
		}
	}
}

// typed makes a cell of a value and the cell's type and style.
func (c *xlsxCursor) typed(kind string, style int, value string) Cell {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if text, ok := c.x.strings.at(i); err == nil && ok && strings.TrimSpace(text) != "" {
			return Cell{Text, text}
		}
		return Cell{}
	case "b":
		return Cell{Bool, value}
	case "e":
		return Cell{Fault, value}
	case "d", "str", "inlineStr":
		return Cell{Text, unescapeX(value)}
	}
	if style >= 0 && style < len(c.x.dates) && c.x.dates[style] {
		return Cell{Date, value}
	}
	return Cell{Number, value}
}

// cellKind returns a cell's type as a constant, without a copy; "n" stands for any other.
func cellKind(t []byte) string {
	for _, known := range [...]string{"s", "b", "e", "d", "str", "inlineStr"} {
		if string(t) == known {
			return known
		}
	}
	return "n"
}

// smallNumber reads a number of at most nine digits; -1 for anything else.
func smallNumber(b []byte) int {
	if len(b) == 0 || len(b) > 9 {
		return -1
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// columnIndex returns the column of a reference such as "AB12", from 0; -1 where there is none.
func columnIndex(ref []byte) int {
	n := 0
	for i := range len(ref) {
		c := ref[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		if n = n*26 + int(c-'a') + 1; n > maxColumns {
			return maxColumns
		}
	}
	return n - 1
}
