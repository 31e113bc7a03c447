// SPDX-License-Identifier: Apache-2.0

package placement

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"

	"safar/engine/match"
	"safar/kernel/fault"
)

// Formats are the names of the forms that are read.
func Formats() []string { return []string{"gap", "col"} }

// Read reads a problem in one of Formats. Faults: Invalid placement.format, placement.not_gzip, placement.number, placement.short, placement.long,
// placement.too_many, placement.count, each with the line, and placement.wrong with what is wrong of the problem; Unavailable placement.not_read.
func Read(r io.Reader, format string) (*match.Problem, error) {
	text, err := unpacked(r)
	if err != nil {
		return nil, err
	}
	n := &numbers{r: text, line: 1}
	var p *match.Problem
	switch format {
	case "gap":
		p = n.gap()
	case "col":
		p = n.col()
	default:
		return nil, invalid("placement.format", fault.Args{"format": format, "formats": Formats()})
	}
	n.end()
	if n.err != nil {
		return nil, n.err
	}
	if err := p.Check(); err != nil {
		return nil, invalid("placement.wrong", fault.Args{"what": err.Error()})
	}
	return p, nil
}

// invalid says what is wrong with a file, and that it is the file that is to be mended.
func invalid(key string, args fault.Args) *fault.Error {
	return fault.New("placement", fault.Invalid, key, args).WithHint("placement.mend")
}

// unpacked is the text of a file that may be compressed.
func unpacked(r io.Reader) (*bufio.Reader, error) {
	text := bufio.NewReaderSize(r, 1<<16)
	if magic, _ := text.Peek(2); string(magic) != "\x1f\x8b" {
		return text, nil
	}
	z, err := gzip.NewReader(text)
	if err != nil {
		return nil, invalid("placement.not_gzip", nil).Because(err)
	}
	return bufio.NewReaderSize(z, 1<<16), nil
}

// gap reads the form GAP.
func (n *numbers) gap() *match.Problem {
	places, households := n.count(match.MostPlaces), n.count(match.MostHouseholds)
	if places*households > mostOptions {
		n.fail("placement.too_many", fault.Args{"most": mostOptions})
	}
	p := &match.Problem{}
	for i := 0; i < places; i++ {
		for h := 0; h < households && n.err == nil; h++ {
			if i == 0 {
				p.Households = append(p.Households, match.Household{})
			}
			p.Households[h].Options = append(p.Households[h].Options, match.Option{Place: i, Cost: n.next()})
		}
	}
	for i := 0; i < places; i++ {
		for h := 0; h < households && n.err == nil; h++ {
			p.Households[h].Options[i].Needs = []int64{n.next()}
		}
	}
	for i := 0; i < places && n.err == nil; i++ {
		p.Room = append(p.Room, []int64{n.next()})
	}
	return p
}

// col reads the form COL.
func (n *numbers) col() *match.Problem {
	households, places, kinds := n.count(match.MostHouseholds), n.count(match.MostPlaces), n.count(match.MostDimensions)
	p := &match.Problem{}
	for i := 0; i < places && n.err == nil; i++ {
		p.Room = append(p.Room, n.row(kinds))
	}
	all := 0
	for h := 0; h < households && n.err == nil; h++ {
		options := n.count(places + 1)
		if all += options; all > mostOptions {
			n.fail("placement.too_many", fault.Args{"most": mostOptions})
		}
		var household match.Household
		for o := 0; o < options && n.err == nil; o++ {
			household.Options = append(household.Options, match.Option{Place: int(n.next()), Cost: n.next(), Needs: n.row(kinds)})
		}
		p.Households = append(p.Households, household)
	}
	return p
}

// mostOptions is how many options all households have at most: some four gigabytes of memory.
const mostOptions = 1 << 25

// numbers reads whole numbers, and remembers the first that is wrong; after it every number is nought.
type numbers struct {
	r    *bufio.Reader
	line int // the line that is read, from 1
	at   int // the line of the last number
	err  error
}

func (n *numbers) fail(key string, args fault.Args) {
	if n.err == nil {
		if args == nil {
			args = fault.Args{}
		}
		args["line"] = n.at
		n.err = invalid(key, args)
	}
}

func (n *numbers) row(kinds int) []int64 {
	row := make([]int64, 0, kinds)
	for range kinds {
		row = append(row, n.next())
	}
	return row
}

// count reads how many there are of something.
func (n *numbers) count(most int) int {
	v := n.next()
	if v < 0 || v > int64(most) {
		n.fail("placement.count", fault.Args{"found": v, "most": most})
		return 0
	}
	return int(v)
}

// next reads a number.
func (n *numbers) next() int64 {
	c := n.word()
	if n.err != nil {
		return 0
	}
	negative := c == '-'
	if negative {
		c = n.byte()
	}
	v, digits := int64(0), 0
	for ; c >= '0' && c <= '9' && digits < mostDigits; digits++ {
		v, c = v*10+int64(c-'0'), n.byte()
	}
	if digits == 0 || digits == mostDigits || c != 0 && !space(c) {
		n.fail("placement.number", nil)
	}
	if c == '\n' {
		n.line++
	}
	if negative {
		return -v
	}
	return v
}

const mostDigits = 18

// word is the first byte that is no space.
func (n *numbers) word() byte {
	for n.err == nil {
		switch c := n.byte(); {
		case c == 0:
			n.at = n.line
			n.fail("placement.short", nil)
		case c == '\n':
			n.line++
		case !space(c):
			n.at = n.line
			return c
		}
	}
	return 0
}

// byte is the next byte, 0 at the end.
func (n *numbers) byte() byte {
	c, err := n.r.ReadByte()
	switch {
	case err == nil && c == 0:
		return 1 // no number, and no end either
	case err != nil && !errors.Is(err, io.EOF) && n.err == nil:
		n.err = fault.New("placement", fault.Unavailable, "placement.not_read", nil).Because(err)
	}
	return c
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// end makes sure that nothing follows.
func (n *numbers) end() {
	for n.err == nil {
		switch c := n.byte(); {
		case c == 0:
			return
		case c == '\n':
			n.line++
		case !space(c):
			n.at = n.line
			n.fail("placement.long", nil)
		}
	}
}
