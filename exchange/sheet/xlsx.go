// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"archive/zip"
	"cmp"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"safar/kernel/fault"
)

// What a spreadsheet may be inside before it is taken for an attack. A sheet of a million rows by forty columns unpacks to about
// 2 GiB, at ten to forty times its packed size; a zip bomb is a thousandfold.
const (
	maxParts    = 10_000
	maxUnpacked = 4 << 30   // bytes, all parts together
	maxRatio    = 200       // unpacked to packed, for parts above smallPart
	smallPart   = 8 << 20   // bytes
	maxStrings  = 512 << 20 // bytes of shared strings, which are held in memory
)

// xlsxFile is an open XLSX file: sheets are read straight from the compressed parts.
type xlsxFile struct {
	f       content
	most    uint64 // bytes of shared texts
	order   []string
	parts   map[string]*zip.File // sheet name → part
	strings sharedStrings
	dates   []bool // by cell style: shown as a date
}

// openXLSX reads the parts that all sheets share.
func openXLSX(f content, size int64, o Options) (source, bool, error) {
	z, err := zip.NewReader(f, size)
	if err != nil {
		return nil, false, invalid("sheet.Open", "cut_off", nil).Because(err)
	}
	if err := checkBomb(z); err != nil {
		return nil, false, err
	}
	x := &xlsxFile{f: f, most: cmp.Or(o.MostTexts, maxStrings), parts: map[string]*zip.File{}}
	system1904, err := x.readParts(z)
	return x, system1904, err
}

// checkBomb judges the directory of the zip before anything is unpacked.
func checkBomb(z *zip.Reader) error {
	total := uint64(0)
	if len(z.File) > maxParts {
		return invalid("sheet.Open", "bomb", nil)
	}
	for _, p := range z.File {
		total += p.UncompressedSize64
		if p.UncompressedSize64 > maxUnpacked || total > maxUnpacked ||
			p.UncompressedSize64 > smallPart && p.UncompressedSize64/maxRatio > p.CompressedSize64 {
			return invalid("sheet.Open", "bomb", nil)
		}
	}
	return nil
}

// readParts reads the workbook, its relations, styles and shared strings.
func (x *xlsxFile) readParts(z *zip.Reader) (system1904 bool, err error) {
	byName := map[string]*zip.File{}
	for _, p := range z.File {
		byName[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(p.Name, `\`, "/"), "/"))] = p
	}
	book := bookPart(byName)
	if book == "" {
		return false, invalid("sheet.Open", "not_a_sheet", nil)
	}
	rels, err := readRels(byName, path.Dir(book)+"/_rels/"+path.Base(book)+".rels", path.Dir(book))
	if err != nil {
		return false, err
	}
	err = scanPart(byName[book], func(s *xmlScanner) error {
		switch {
		case s.kind != xmlStart:
		case s.is("workbookPr"):
			system1904 = truth(s.attr("date1904"))
		case s.is("sheet"):
			if part := byName[rels[s.attr("r:id")].target]; part != nil && rels[s.attr("r:id")].isSheet {
				x.order = append(x.order, s.attr("name"))
				x.parts[s.attr("name")] = part
			}
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	if len(x.order) == 0 {
		return false, invalid("sheet.Open", "not_a_sheet", nil)
	}
	for _, r := range rels {
		switch part := byName[r.target]; {
		case part == nil:
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			err = x.readStrings(part)
		case strings.HasSuffix(r.kind, "/styles"):
			err = x.readStyles(part)
		}
		if err != nil {
			return false, err
		}
	}
	return system1904, nil
}

// bookPart finds the workbook, whose name is a custom, not a rule.
func bookPart(byName map[string]*zip.File) string {
	rels, err := readRels(byName, "_rels/.rels", "")
	if err == nil {
		for _, r := range rels {
			if strings.HasSuffix(r.kind, "/officeDocument") && byName[r.target] != nil {
				return r.target
			}
		}
	}
	if byName["xl/workbook.xml"] != nil {
		return "xl/workbook.xml"
	}
	return ""
}

// relation is one arrow from a part to another.
type relation struct {
	target, kind string
	isSheet      bool
}

func readRels(byName map[string]*zip.File, name, dir string) (map[string]relation, error) {
	rels := map[string]relation{}
	part := byName[strings.ToLower(name)]
	if part == nil {
		return rels, nil
	}
	err := scanPart(part, func(s *xmlScanner) error {
		if s.kind == xmlStart && s.is("Relationship") && s.attr("TargetMode") != "External" {
			target := s.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = dir + "/" + target
			}
			kind := s.attr("Type")
			rels[s.attr("Id")] = relation{strings.ToLower(strings.TrimPrefix(path.Clean(target), "/")), kind,
				strings.HasSuffix(kind, "/worksheet")}
		}
		return nil
	})
	return rels, err
}

// readStyles notes which cell styles show a number as a date.
func (x *xlsxFile) readStyles(part *zip.File) error {
	custom, inCells := map[string]bool{}, false
	return scanPart(part, func(s *xmlScanner) error {
		switch {
		case s.is("numFmt") && s.kind == xmlStart:
			custom[s.attr("numFmtId")] = dateFormat(s.attr("formatCode"))
		case s.is("cellXfs"):
			inCells = s.kind == xmlStart
		case s.is("xf") && s.kind == xmlStart && inCells:
			id, _ := strconv.Atoi(s.attr("numFmtId"))
			builtIn := id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id >= 50 && id <= 58
			x.dates = append(x.dates, builtIn || custom[s.attr("numFmtId")])
		}
		return nil
	})
}

// dateFormat reports whether a number format shows a day: it has a d or y outside quotes, brackets and escapes.
func dateFormat(code string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case !bracket && (c == 'd' || c == 'D' || c == 'y' || c == 'Y'):
			return true
		}
	}
	return false
}

// sharedStrings holds the texts of a workbook end to end.
type sharedStrings struct {
	text string
	ends []uint32
}

func (t *sharedStrings) at(i int) (string, bool) {
	if i < 0 || i >= len(t.ends) {
		return "", false
	}
	from := uint32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.text[from:t.ends[i]], true
}

// readStrings reads the shared strings: runs of rich text are joined, phonetic readings left out.
func (x *xlsxFile) readStrings(part *zip.File) error {
	if part.UncompressedSize64 > x.most {
		return invalid("sheet.Open", "bomb", nil)
	}
	var text strings.Builder
	inText, phonetic := false, false
	err := scanPart(part, func(s *xmlScanner) error {
		switch s.kind {
		case xmlStart:
			inText = s.is("t")
			phonetic = phonetic || s.is("rPh")
		case xmlEnd:
			inText = inText && !s.is("t")
			if s.is("rPh") {
				phonetic = false
			} else if s.is("si") {
				x.strings.ends = append(x.strings.ends, uint32(text.Len()))
			}
		case xmlText:
			if inText && !phonetic {
				text.WriteString(unescapeX(s.string()))
			}
		}
		return nil
	})
	x.strings.text = text.String()
	return err
}

// unescapeX undoes _x000D_, the way XLSX writes control characters.
func unescapeX(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		at := strings.Index(s, "_x")
		if at < 0 || len(s) < at+7 {
			return b.String() + s
		}
		n, err := strconv.ParseUint(s[at+2:at+6], 16, 16)
		if err != nil || s[at+6] != '_' {
			b.WriteString(s[:at+2])
			s = s[at+2:]
			continue
		}
		b.WriteString(s[:at])
		b.WriteRune(rune(n))
		s = s[at+7:]
	}
}

func truth(s string) bool { return s == "1" || s == "true" }

// scanPart runs see over every token of a part.
func scanPart(part *zip.File, see func(*xmlScanner) error) error {
	r, err := openPart(part)
	if err != nil {
		return err
	}
	defer r.Close()
	s := newXMLScanner(r)
	for {
		switch err := s.next(); {
		case err == io.EOF:
			return nil
		case err != nil:
			return partError(err)
		}
		if err := see(s); err != nil {
			return err
		}
	}
}

// openPart opens a part so that it gives no more bytes than the directory of the zip promised, and was judged by.
func openPart(part *zip.File) (io.ReadCloser, error) {
	r, err := part.Open()
	if err != nil {
		return nil, partError(err)
	}
	return &bounded{r, int64(part.UncompressedSize64)}, nil
}

type bounded struct {
	io.ReadCloser
	left int64
}

// Read implements io.Reader: beyond what the file may unpack to it fails.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, invalid("sheet.Open", "bomb", nil)
	}
	return n, err
}

// partError gives what goes wrong inside a file its sentence.
func partError(err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	return invalid("sheet.Rows", "cut_off", nil).Because(err)
}
