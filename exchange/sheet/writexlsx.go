// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"safar/kernel/fault"
)

// Written is one sheet of a workbook that is written: rows of texts, of which the first is its header.
type Written struct {
	Name   string     // of the sheet: at most 31 characters, none of []:*?/\
	Rows   [][]string // cells as texts; "" for none
	Widths []int      // of the columns, in characters; where there are fewer than columns, the last is of all others
}

// WriteXLSX returns a workbook. Every cell is a text and is shown as one: nothing that somebody wrote can become a formula, and a spreadsheet program
// turns nothing into a number or a date when it is changed there. The same tables give the same bytes.
func WriteXLSX(tables ...Written) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	parts := [][2]string{{"[Content_Types].xml", contentTypes(len(tables))}, {"_rels/.rels", rootRels}, {"xl/workbook.xml", bookXML(tables)},
		{"xl/_rels/workbook.xml.rels", bookRels(len(tables))}, {"xl/styles.xml", stylesXML}}
	for i, t := range tables {
		parts = append(parts, [2]string{fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), t.xml()})
	}
	for _, p := range parts {
		w, err := z.Create(p[0])
		if err == nil {
			_, err = io.WriteString(w, p[1])
		}
		if err != nil {
			return nil, fault.Wrap("sheet.WriteXLSX", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fault.Wrap("sheet.WriteXLSX", err)
	}
	return out.Bytes(), nil
}

const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpec = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relSpec  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packSpec = `http://schemas.openxmlformats.org/package/2006/`
	rootRels = xmlHead + `<Relationships xmlns="` + packSpec + `relationships"><Relationship Id="rId1" Type="` + relSpec + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`

	// stylesXML are two ways to show a cell, both as text (number format 49): wrapped, and in bold for the header.
	stylesXML = xmlHead + `<styleSheet ` + mainSpec + `><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>` +
		`<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
		`<xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`
)

func contentTypes(sheets int) string {
	const of = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
	var b strings.Builder
	b.WriteString(xmlHead + `<Types xmlns="` + packSpec + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + of + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + of + `styles+xml"/>`)
	for i := range sheets {
		fmt.Fprintf(&b, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, of)
	}
	return b.String() + `</Types>`
}

func bookXML(tables []Written) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<workbook ` + mainSpec + ` xmlns:r="` + relSpec + `"><sheets>`)
	for i, t := range tables {
		fmt.Fprintf(&b, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escaped(t.Name), i+1, i+1)
	}
	return b.String() + `</sheets></workbook>`
}

func bookRels(sheets int) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="` + packSpec + `relationships">`)
	for i := range sheets {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relSpec, i+1)
	}
	fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, sheets+1, relSpec)
	return b.String() + `</Relationships>`
}

// xml is the part of a sheet: the header stays in view.
func (t Written) xml() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet ` + mainSpec + `><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`)
	if len(t.Widths) > 0 {
		b.WriteString(`<cols>`)
		for i, width := range t.Widths {
			last := i + 1
			if i == len(t.Widths)-1 {
				last = maxColumns
			}
			fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" style="0" customWidth="1"/>`, i+1, last, width)
		}
		b.WriteString(`</cols>`)
	}
	b.WriteString(`<sheetData>`)
	for i, row := range t.Rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, text := range row {
			if text != "" {
				fmt.Fprintf(&b, `<c r="%s%d" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, columnName(j), i+1, styleOf(i), escaped(text))
			}
		}
		b.WriteString(`</row>`)
	}
	return b.String() + `</sheetData></worksheet>`
}

func styleOf(row int) int {
	if row == 0 {
		return 1
	}
	return 0
}

// hexEscape is how XLSX writes a character that XML cannot: a text that looks like one has its first sign written so.
var hexEscape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// escaped writes a text as it stands in XML.
func escaped(text string) string {
	var b strings.Builder
	text = hexEscape.ReplaceAllStringFunc(text, func(s string) string { return "_x005F" + s })
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return "" // a builder takes everything
	}
	return b.String()
}

// ColumnName is how a spreadsheet program calls a column, counted from 0: A, B, …, AA.
func ColumnName(column int) string { return columnName(column) }

// Reference is how a spreadsheet program calls a cell: its column counted from 0, its row from 1.
func Reference(column, row int) string { return columnName(column) + strconv.Itoa(row) }
