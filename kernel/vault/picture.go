// SPDX-License-Identifier: Apache-2.0

package vault

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"

	"safar/kernel/fault"
)

// Picture is a photograph or a page as it may be kept: written anew, upright, bounded, with a small one of its own. The zero Picture is none.
type Picture struct {
	whole, thumb []byte // JPEG
}

// Size returns how many bytes are kept of it.
func (p *Picture) Size() int { return len(p.whole) + len(p.thumb) }

// Bytes returns one part of it, as JPEG.
func (p *Picture) Bytes(part Part) []byte {
	if part == Thumb {
		return p.thumb
	}
	return p.whole
}

// format is a kind of file that can be opened.
type format struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	memory func(head []byte, c image.Config) int64 // that decoding takes, in bytes
}

var (
	jpegFormat = &format{jpeg.DecodeConfig, jpeg.Decode, jpegMemory}
	pngFormat  = &format{png.DecodeConfig, png.Decode, pngMemory}
)

// formatOf tells the format by the first bytes; nil for one that is not opened.
func formatOf(first []byte) *format {
	switch {
	case bytes.HasPrefix(first, []byte("\xff\xd8\xff")):
		return jpegFormat
	case bytes.HasPrefix(first, []byte("\x89PNG\r\n\x1a\n")):
		return pngFormat
	}
	return nil
}

// one lets a single picture be opened at a time: several at once would take the memory of a small laptop.
var one = make(chan struct{}, 1)

// ReadPicture reads a JPEG or PNG as it comes and makes a Picture of it. Faults, all of kind Invalid: vault.too_large with megabytes,
// vault.not_a_picture for a file of another kind, vault.too_many_pixels with millions, vault.unreadable for one that breaks off or does not
// open.
func ReadPicture(from io.Reader) (*Picture, error) {
	const op = "vault.ReadPicture"
	one <- struct{}{}
	defer func() { <-one }()
	bounded := &boundedReader{from: from, left: MaxUpload}
	img, turn, err := open(op, bounded)
	if bounded.over || tooLarge(err) {
		return nil, fault.New(op, fault.Invalid, "vault.too_large", fault.Args{"megabytes": MaxUpload >> 20})
	}
	if err != nil {
		return nil, err
	}
	return written(op, turned(scaled(img, MaxSide), turn))
}

// open decodes a picture whose header says that it can be, and returns how it has to be turned.
func open(op string, from io.Reader) (image.Image, orientation, error) {
	var head bytes.Buffer
	first := make([]byte, 8)
	n, _ := io.ReadFull(from, first) // one that is shorter is of no format
	f := formatOf(first[:n])
	if f == nil {
		return nil, 0, fault.New(op, fault.Invalid, "vault.not_a_picture", nil).WithHint("vault.not_a_picture_hint")
	}
	head.Write(first)
	rest := io.MultiReader(bytes.NewReader(first), io.TeeReader(io.LimitReader(from, maxHeader), &head))
	unreadable := func(err error) error { return fault.New(op, fault.Invalid, "vault.unreadable", nil).Because(err) }
	config, err := f.config(rest)
	if err != nil {
		return nil, 0, unreadable(err)
	}
	if max(config.Width, config.Height) > maxLength || f.memory(head.Bytes(), config) > MaxMemory {
		millions := int64(config.Width) * int64(config.Height) / 1_000_000
		return nil, 0, fault.New(op, fault.Invalid, "vault.too_many_pixels", fault.Args{"millions": millions}).WithHint("vault.too_many_pixels_hint")
	}
	turn := orientationOf(head.Bytes())
	img, err := f.decode(io.MultiReader(&head, from))
	if err != nil {
		return nil, 0, unreadable(err)
	}
	if img.Bounds().Empty() {
		return nil, 0, unreadable(errEmpty)
	}
	return img, turn, nil
}

var errEmpty = errors.New("vault: a picture without a pixel")

// written writes a picture and its small one.
func written(op string, img *image.RGBA) (*Picture, error) {
	p := &Picture{thumb: encoded(scaled(img, ThumbSide), thumbQuality)}
	for _, q := range []int{quality, lowerQuality} {
		if p.whole = encoded(img, q); p.Size() <= MaxKept {
			return p, nil
		}
	}
	return nil, fault.New(op, fault.Invalid, "vault.too_large", fault.Args{"megabytes": MaxKept >> 20})
}

func encoded(img draw.Image, q int) []byte {
	var b bytes.Buffer
	jpeg.Encode(&b, img, &jpeg.Options{Quality: q}) // a buffer takes everything, and the sides are bounded
	return b.Bytes()
}

// tooLarge reports whether reading ended because a request carried more than it may.
func tooLarge(err error) bool {
	var large *http.MaxBytesError
	return errors.As(err, &large)
}

// boundedReader fails where more than it may is read, and remembers it.
type boundedReader struct {
	from io.Reader
	left int64
	over bool
}

var errTooLarge = errors.New("vault: more than may be sent")

// Read implements io.Reader.
func (b *boundedReader) Read(p []byte) (int, error) {
	if b.left <= 0 {
		if n, _ := io.ReadFull(b.from, p[:min(1, len(p))]); n == 0 {
			return 0, io.EOF
		}
		b.over = true
		return 0, errTooLarge
	}
	n, err := b.from.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
