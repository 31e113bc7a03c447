// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"bufio"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/transform"

	"safar/kernel/fault"
)

// maxRecord bounds one record of a CSV file, in bytes of UTF-8. A quote that is opened and never closed would else swallow
// the rest of the file.
const maxRecord = 1 << 20

// separators are tried in this order; the earlier wins where two fit equally.
var separators = []rune{',', ';', '\t', '|'}

// csvFile is a CSV file. It is read from the start for each cursor.
type csvFile struct {
	f    content
	name string
	enc  string
	sep  rune
	skip int // records before the first to be read: an Excel "sep=;" line
}

// openCSV finds encoding and separator, where they are not given.
func openCSV(path string, f content, o Options) (source, string, string, error) {
	base := filepath.Base(path)
	c := &csvFile{f: f, name: strings.TrimSuffix(base, filepath.Ext(base)), enc: strings.ToLower(o.Encoding)}
	if c.enc == "" {
		var err error
		if c.enc, err = sniffEncoding(f); err != nil {
			return nil, "", "", err
		}
	}
	if !knownEncoding(c.enc) {
		return nil, "", "", invalid("sheet.Open", "encoding_unknown", fault.Args{"encoding": c.enc})
	}
	text, err := c.head()
	if err != nil {
		return nil, "", "", err
	}
	if strings.ContainsRune(text, 0) {
		return nil, "", "", invalid("sheet.Open", "not_a_sheet", nil)
	}
	c.sep, c.skip = sniffSeparator(text)
	if o.Separator != "" {
		c.sep, _ = utf8.DecodeRuneInString(o.Separator)
	}
	return c, c.enc, string(c.sep), nil
}

// head returns the first 64 KiB of the decoded text.
func (c *csvFile) head() (string, error) {
	b, err := io.ReadAll(io.LimitReader(c.reader(), 64<<10))
	if err != nil {
		return "", fault.Wrap("sheet.Open", err)
	}
	return string(b), nil
}

// reader decodes the file from its beginning, without its byte order mark.
func (c *csvFile) reader() io.Reader {
	return transform.NewReader(io.NewSectionReader(c.f, 0, 1<<62), decoder(c.enc))
}

func (c *csvFile) names() []string { return []string{c.name} }
func (c *csvFile) close() error    { return c.f.Close() }

func (c *csvFile) open(_ string, keep []bool) (cursor, error) {
	cur := newCSVCursor(c.reader(), c.sep, keep)
	for range c.skip {
		if _, err := cur.next(); err != nil && err != io.EOF {
			return nil, err
		}
	}
	return cur, nil
}

// csvCursor splits text into records: fields in quotes may hold separators, line ends and doubled quotes; a quote inside an
// unquoted field is a letter; records may be ragged.
type csvCursor struct {
	r      *bufio.Reader
	sep    string
	keep   []bool
	cells  []Cell
	buf    []byte // the record's text, quotes undone
	ends   []int  // where each field ends in buf
	number int
}

func newCSVCursor(r io.Reader, sep rune, keep []bool) *csvCursor {
	return &csvCursor{r: bufio.NewReaderSize(r, 64<<10), sep: string(sep), keep: keep}
}

func (c *csvCursor) close() error { return nil }

func (c *csvCursor) next() (Row, error) {
	c.buf, c.ends = c.buf[:0], c.ends[:0]
	line, err := c.line()
	if err != nil {
		return Row{}, err
	}
	c.number++
	for {
		if strings.HasPrefix(line, `"`) {
			if line, err = c.quoted(line[1:]); err != nil {
				return Row{}, err
			}
		} else {
			var field string
			at := strings.Index(line, c.sep)
			if field = line; at >= 0 {
				field = line[:at]
			}
			c.buf = append(c.buf, field...)
			line = line[len(field):]
		}
		c.ends = append(c.ends, len(c.buf))
		if !strings.HasPrefix(line, c.sep) {
			break
		}
		line = line[len(c.sep):]
	}
	return c.row(), nil
}

// quoted reads a field after its opening quote, over as many lines as it takes, and returns what follows it up to a separator.
func (c *csvCursor) quoted(line string) (rest string, err error) {
	opened := c.number
	for {
		at := strings.IndexByte(line, '"')
		if at < 0 {
			c.buf = append(c.buf, line...)
			c.buf = append(c.buf, '\n')
			if len(c.buf) > maxRecord {
				return "", invalid("sheet.Rows", "quote_open", fault.Args{"row": opened})
			}
			if line, err = c.line(); err == io.EOF {
				return "", invalid("sheet.Rows", "quote_open", fault.Args{"row": opened})
			} else if err != nil {
				return "", err
			}
			continue
		}
		c.buf = append(c.buf, line[:at]...)
		line = line[at+1:]
		if !strings.HasPrefix(line, `"`) {
			break
		}
		c.buf = append(c.buf, '"')
		line = line[1:]
	}
	// Text after a closing quote ("Jean" le Grand) belongs to the field.
	tail := line
	if at := strings.Index(line, c.sep); at >= 0 {
		tail = line[:at]
	}
	c.buf = append(c.buf, tail...)
	return line[len(tail):], nil
}

// line returns the next line without its end, \n, \r\n or a lone \r at the end; io.EOF after the last.
func (c *csvCursor) line() (string, error) {
	b, err := c.r.ReadSlice('\n')
	if err == nil || err == io.EOF && len(b) > 0 {
		return trimEnd(string(b)), nil
	}
	if err != bufio.ErrBufferFull {
		return "", asReadError(err)
	}
	long := append([]byte(nil), b...)
	for err == bufio.ErrBufferFull {
		if len(long) > maxRecord {
			return "", invalid("sheet.Rows", "row_long", fault.Args{"row": c.number + 1})
		}
		b, err = c.r.ReadSlice('\n')
		long = append(long, b...)
	}
	if err != nil && err != io.EOF {
		return "", asReadError(err)
	}
	return trimEnd(string(long)), nil
}

func asReadError(err error) error {
	if err == io.EOF {
		return err
	}
	return fault.Wrap("sheet.Rows", err)
}

func trimEnd(s string) string {
	return strings.TrimSuffix(strings.TrimSuffix(s, "\n"), "\r")
}

// row makes cells of the record; one string backs them all.
func (c *csvCursor) row() Row {
	all, from := string(c.buf), 0
	c.cells = c.cells[:0]
	for i, end := range c.ends {
		cell := Cell{Kind: Text, Text: all[from:end]}
		if cell.Text == "" || c.keep != nil && (i >= len(c.keep) || !c.keep[i]) {
			cell = Cell{}
		}
		c.cells = append(c.cells, cell)
		from = end
	}
	return Row{c.number, c.cells}
}

// sniffSeparator chooses the separator under which the first records are most alike in width and widest. An Excel line
// "sep=;" decides, and is skipped.
func sniffSeparator(text string) (sep rune, skip int) {
	if rest, ok := strings.CutPrefix(text, "sep="); ok && rest != "" {
		sep, _ = utf8.DecodeRuneInString(rest)
		return sep, 1
	}
	best, bestScore := ',', 0.0
	for _, sep := range separators {
		if score := separatorScore(text, sep); score > bestScore {
			best, bestScore = sep, score
		}
	}
	return best, 0
}

// separatorScore is the share of records of the commonest width above one, times that width's logarithm, roughly: a wide
// table beats a text with a comma in every row.
func separatorScore(text string, sep rune) float64 {
	cur := newCSVCursor(strings.NewReader(text), sep, nil)
	widths, n := map[int]int{}, 0
	for ; n < 50; n++ {
		row, err := cur.next()
		if err != nil {
			break
		}
		widths[len(row.Cells)]++
	}
	score := 0.0
	for w, count := range widths {
		if w > 1 {
			score = max(score, float64(count)/float64(n)*(1+float64(min(w, 20))/20))
		}
	}
	return score
}
