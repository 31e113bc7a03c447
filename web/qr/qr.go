// SPDX-License-Identifier: Apache-2.0

// Package qr draws picture codes (QR, ISO/IEC 18004) that a telephone reads from a screen or from paper. A code is an SVG without a script and
// without a style; it is dark on light whatever the colours of the page, because many readers know it no other way, and it carries the quiet
// zone of four modules that the standard asks for.
package qr

import (
	"html"
	"image/color"
	"strconv"
	"strings"

	"github.com/boombuler/barcode/qr"

	"safar/kernel/fault"
)

// quiet is the light border around a code, in modules.
const quiet = 4

// Code is a picture code. Draw makes one.
type Code struct {
	dark [][]bool // rows of modules
}

// Draw makes the code of a text, with error correction that bears a fold or a spot (level M, 15 %). A text that is too long for any code (2,331 bytes) is
// Invalid qr.too_long.
func Draw(text string) (Code, error) {
	drawn, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return Code{}, fault.New("qr.Draw", fault.Invalid, "qr.too_long", nil).Because(err)
	}
	c := Code{make([][]bool, drawn.Bounds().Dy())}
	for y := range c.dark {
		c.dark[y] = make([]bool, drawn.Bounds().Dx())
		for x := range c.dark[y] {
			c.dark[y][x] = color.GrayModel.Convert(drawn.At(x, y)).(color.Gray).Y < 128
		}
	}
	return c, nil
}

// Size is how many modules the code is wide and high, without the border.
func (c Code) Size() int { return len(c.dark) }

// SVG writes the code so large, in pixels on a screen and in proportion on paper. label says what it is, to those who do not see it.
func (c Code) SVG(pixels int, label string) string {
	size := strconv.Itoa(c.Size() + 2*quiet)
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" class="qr" width="` + strconv.Itoa(pixels) + `" height="` + strconv.Itoa(pixels) + `" viewBox="0 0 ` + size + ` ` + size +
		`" role="img" aria-label="` + html.EscapeString(label) + `" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h` + size + `v` + size + `H0z"/><path fill="#000" d="`)
	for y, row := range c.dark {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				run := strconv.Itoa(x - from)
				b.WriteString("M" + strconv.Itoa(from+quiet) + " " + strconv.Itoa(y+quiet) + "h" + run + "v1h-" + run + "z")
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.String()
}
