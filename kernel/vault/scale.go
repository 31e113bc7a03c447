// SPDX-License-Identifier: Apache-2.0

package vault

import (
	"image"
	"image/color"
	"image/draw"
)

// fitting returns the sides of a picture whose longest may be so long; a smaller one keeps its own.
func fitting(w, h, longest int) (int, int) {
	most := max(w, h)
	if most <= longest {
		return w, h
	}
	return max(1, w*longest/most), max(1, h*longest/most)
}

// scaled returns a picture at most so long, upon white: each of its pixels is the mean of those that it stands for, by their share. Beside
// the picture itself it takes one line of it in memory.
func scaled(img image.Image, longest int) *image.RGBA {
	b := img.Bounds()
	w, h := fitting(b.Dx(), b.Dy(), longest)
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	line := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	across, sum := make([]uint32, 3*w), make([]uint64, 3*w)
	white := image.NewUniform(color.White)
	full, row, filled := uint64(b.Dx())*uint64(b.Dy()), 0, 0
	for y := range b.Dy() {
		draw.Draw(line, line.Rect, white, image.Point{}, draw.Src)
		draw.Draw(line, line.Rect, img, image.Pt(b.Min.X, b.Min.Y+y), draw.Over)
		squeeze(across, line.Pix, b.Dx(), w)
		for left := h; left > 0; { // of this line, in parts of which a line of the picture that is made has as many as this one has lines
			part := min(left, b.Dy()-filled)
			add(sum, across, uint64(part))
			left, filled = left-part, filled+part
			if filled == b.Dy() {
				settle(out.Pix[row*out.Stride:], sum, full)
				row, filled = row+1, 0
			}
		}
	}
	return out
}

// squeeze adds the pixels of a line up into fewer, each by its share: from many into into, of which each gets parts that come to from.
func squeeze(into []uint32, line []byte, from, to int) {
	clear(into)
	at, filled := 0, 0
	for x := range from {
		r, g, b := uint32(line[4*x]), uint32(line[4*x+1]), uint32(line[4*x+2])
		for left := to; left > 0; {
			part := min(left, from-filled)
			into[at] += r * uint32(part)
			into[at+1] += g * uint32(part)
			into[at+2] += b * uint32(part)
			left, filled = left-part, filled+part
			if filled == from {
				at, filled = at+3, 0
			}
		}
	}
}

func add(sum []uint64, line []uint32, part uint64) {
	for i, v := range line {
		sum[i] += uint64(v) * part
	}
}

// settle writes one line of what was added up, and begins the next.
func settle(pix []byte, sum []uint64, full uint64) {
	for i := range len(sum) / 3 {
		pix[4*i] = byte((sum[3*i] + full/2) / full)
		pix[4*i+1] = byte((sum[3*i+1] + full/2) / full)
		pix[4*i+2] = byte((sum[3*i+2] + full/2) / full)
		pix[4*i+3] = 0xff
	}
	clear(sum)
}

// turned returns a picture as it was seen, whose camera was held in one of eight ways: from the fifth on it lies on its side.
func turned(img *image.RGBA, turn orientation) *image.RGBA {
	if turn <= 1 || turn > 8 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if turn >= 5 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := seenFrom(turn, x, y, w, h)
			copy(out.Pix[out.PixOffset(x, y):][:4], img.Pix[img.PixOffset(fx, fy):][:4])
		}
	}
	return out
}

// seenFrom says where in a picture as it was taken the pixel lies that is seen at x, y of one of w by h.
func seenFrom(turn orientation, x, y, w, h int) (int, int) {
	switch turn {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, w - 1 - x
	case 7:
		return h - 1 - y, w - 1 - x
	default: // 8
		return h - 1 - y, x
	}
}
