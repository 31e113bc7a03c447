// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Marks of the three headers of Vorbis (Vorbis I, section 4.2.1).
const (
	vorbisHead     = "\x01vorbis"
	vorbisComments = "\x03vorbis"
	vorbisSetup    = "\x05vorbis"
	// noComments is a second header that names nobody and nothing.
	noComments = vorbisComments + "\x00\x00\x00\x00\x00\x00\x00\x00\x01"
)

// vorbis is a stream of Vorbis as its headers tell it.
type vorbis struct {
	channels byte
	each     uint32   // samples a second
	blocks   [2]int64 // samples of a short and of a long block
	sizes    byte     // the same, as the header has them
	long     []bool   // of each mode, whether its blocks are long
	before   int64    // samples of the block before; nought where there was none
}

// vorbisOf reads the first header (Vorbis I, section 4.2.2).
func vorbisOf(head []byte) (*vorbis, error) {
	r := &reading{left: head}
	mark, version := r.take(uint64(len(vorbisHead))), r.little(4)
	v := &vorbis{channels: byte(r.number(1)), each: uint32(r.little(4))}
	r.take(12) // how many bits a second the coder aimed at
	v.sizes = byte(r.number(1))
	short, long := v.sizes&15, v.sizes>>4
	v.blocks = [2]int64{1 << short, 1 << long}
	framed := r.number(1)&1 == 1
	if r.short || string(mark) != vorbisHead || version != 0 || !framed || short < 6 || long > 13 || short > long {
		return nil, errBroken
	}
	if v.channels < 1 || v.channels > maxChannels || v.each < 1 || v.each > maxRate {
		return nil, errOther
	}
	return v, nil
}

// headers takes the three headers for three that say no more than decoding needs.
func (v *vorbis) headers(sent [][]byte) ([][]byte, error) {
	le := binary.LittleEndian
	head := le.AppendUint32(append([]byte(vorbisHead), 0, 0, 0, 0, v.channels), v.each)
	head = append(append(head, make([]byte, 12)...), v.sizes, 1)
	if !bytes.HasPrefix(sent[1], []byte(vorbisComments)) || !bytes.HasPrefix(sent[2], []byte(vorbisSetup)) {
		return nil, errBroken
	}
	s := &setup{low: low{from: sent[2], at: 8 * uint64(len(vorbisSetup))}, channels: uint64(v.channels)}
	if s.read(); s.short || s.wrong {
		return nil, errBroken
	}
	v.long = s.long
	return [][]byte{head, []byte(noComments), s.done()}, nil
}

// samples reads how long the block of a packet is; it sounds together with half of the one before it (Vorbis I, section 4.3.8).
func (v *vorbis) samples(packet []byte) (int64, error) {
	if len(packet) == 0 {
		return 0, nil
	}
	b := &low{from: packet}
	kind, mode := b.take(1), b.take(width(uint64(len(v.long)-1)))
	if b.short || kind != 0 || mode >= uint64(len(v.long)) {
		return 0, errBroken
	}
	block, before := v.blocks[0], v.before
	if v.long[mode] {
		block = v.blocks[1]
	}
	if v.before = block; before == 0 {
		return 0, nil
	}
	return before/4 + block/4, nil
}

func (v *vorbis) rate() int64 { return int64(v.each) }

func (v *vorbis) ahead() int64 { return 0 }

// width is how many bits a number takes.
func width(n uint64) uint64 { return uint64(bits.Len64(n)) }

// apart takes three headers apart that lie in one piece (RFC 9559, section 5.1.4.1.22 and the codec mapping of Vorbis).
func apart(piece []byte) ([][]byte, error) {
	r := &reading{left: piece}
	count, first, second := r.number(1), xiph(r), xiph(r)
	heads := [][]byte{r.take(first), r.take(second), r.left}
	if r.short || count != 2 {
		return nil, errBroken
	}
	return heads, nil
}

// together puts three headers into one piece.
func together(heads [][]byte) []byte {
	b := []byte{2}
	for _, head := range heads[:2] {
		b = append(append(b, bytes.Repeat([]byte{full}, len(head)/full)...), byte(len(head)%full))
	}
	return append(b, bytes.Join(heads, nil)...)
}
