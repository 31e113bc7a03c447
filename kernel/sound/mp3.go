// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"bytes"
	"slices"
	"time"
)

// layered is a frame of MP3, as its header tells it (ISO/IEC 11172-3, section 2.4.2.3, and ISO/IEC 13818-3).
type layered struct {
	version byte // 3 is the first, 2 the second, 0 what was added for low rates
	checked bool // a checksum stands behind the header
	rate    int64
	size    int // bytes of all of it
	mono    bool
}

// Thousands of bits a second by their index, of the first version and of the others; and samples a second of the first.
var (
	layeredBits  = []int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	layeredFewer = []int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
	layeredRates = []int64{44100, 48000, 32000}
)

const (
	layeredHeader = 4
	firstVersion  = 3
	reserved      = 1 // version
	thirdLayer    = 1
	oneChannel    = 3
)

// layeredAt reads the header of a frame; false where there is none.
func layeredAt(b []byte) (f layered, is bool) {
	if len(b) < layeredHeader || b[0] != 0xff || b[1]&0xe0 != 0xe0 {
		return f, false
	}
	f = layered{version: b[1] >> 3 & 3, checked: b[1]&1 == 0, mono: b[3]>>6 == oneChannel}
	speed, rate := int(b[2]>>4), int(b[2]>>2&3)
	if f.version == reserved || b[1]>>1&3 != thirdLayer || speed == 0 || speed >= len(layeredBits) || rate >= len(layeredRates) {
		return f, false
	}
	f.rate, f.size = layeredRates[rate], int(b[2]>>1&1)
	if f.version == firstVersion {
		f.size += 144 * layeredBits[speed] * 1000 / int(f.rate)
		return f, true
	}
	f.rate /= int64(4 - f.version)
	if f.version == 0 {
		f.rate = layeredRates[rate] / 4
	}
	f.size += 72 * layeredFewer[speed] * 1000 / int(f.rate)
	return f, true
}

// samples is how many samples of each channel it makes.
func (f layered) samples() int64 {
	if f.version == firstVersion {
		return 1152
	}
	return 576
}

// side is where the sound begins, behind what says how it lies.
func (f layered) side() int {
	at := layeredHeader + map[bool]int{true: 17, false: 32}[f.mono]
	if f.version != firstVersion {
		at = layeredHeader + map[bool]int{true: 9, false: 17}[f.mono]
	}
	if f.checked {
		at += 2
	}
	return at
}

// like reports whether two frames can be of one recording.
func (f layered) like(other layered) bool { return f.version == other.version && f.rate == other.rate }

// notes are how a frame begins, behind what says how its sound lies, in which there is none: a coder writes there who it is, and how it coded.
var notes = []string{"Xing", "Info", "VBRI"}

// isNote reports whether there is no sound in it.
func (f layered) isNote(frame []byte) bool {
	for _, mark := range notes {
		for _, at := range []int{f.side(), layeredHeader + 32} { // VBRI stands there always
			if at <= len(frame) && bytes.HasPrefix(frame[at:], []byte(mark)) {
				return true
			}
		}
	}
	return false
}

func beginsMP3(first []byte) bool {
	_, is := layeredAt(first)
	return is || bytes.HasPrefix(first, []byte("ID3"))
}

// rewriteMP3 keeps the whole frames: no tag before, between or behind them, and nothing of what coders write where a frame has room.
func rewriteMP3(sent []byte) ([]byte, time.Duration, error) {
	m := &mp3{kept: make([]byte, 0, len(sent))}
	for left := sent; len(left) > 0; {
		left = left[m.next(left):]
	}
	switch {
	case m.frames == nil && m.notes > 0:
		return nil, 0, errEmpty
	case m.frames == nil:
		return nil, 0, errOther
	case m.lost > len(m.kept):
		return nil, 0, errBroken
	}
	if m.quiet(); m.noted() {
		return nil, 0, errBroken
	}
	return m.kept, lasting(int64(len(m.frames))*m.first.samples(), m.first.rate), nil
}

// noted reports whether what is kept has a frame in it that would be taken for a note.
func (m *mp3) noted() bool {
	return slices.ContainsFunc(m.frames, func(at int) bool {
		f, _ := layeredAt(m.kept[at:])
		return f.isNote(m.kept[at : at+f.size])
	})
}

// mp3 is an MP3 being read.
type mp3 struct {
	first  layered
	frames []int // where those that are kept begin
	notes  int   // frames that are none
	lost   int   // bytes of no frame
	inStep bool  // the last frame ended here
	kept   []byte
}

// next takes what comes first, and returns how many bytes that is.
func (m *mp3) next(left []byte) int {
	if size := tagAt(left); size > 0 {
		return size
	}
	f, is := layeredAt(left)
	begun := len(m.frames)+m.notes > 0
	if !is || f.size <= f.side() || f.size > len(left) || begun && !f.like(m.first) || !m.inStep && !follows(f, left[f.size:]) {
		if m.inStep = false; begun || left[0] != 0 { // tags are followed by nothing but zeros
			m.lost++
		}
		return 1
	}
	m.inStep = true
	if !begun {
		m.first = f
	}
	if f.isNote(left[:f.size]) {
		m.notes++
		return f.size
	}
	m.frames = append(m.frames, len(m.kept))
	m.kept = append(m.kept, left[:f.size]...)
	return f.size
}

// follows reports whether what is behind a frame shows that it is one: another, a tag, or the end.
func follows(f layered, rest []byte) bool {
	next, is := layeredAt(rest)
	return len(rest) == 0 || is && next.like(f) || tagAt(rest) > 0
}

// Marks of tags, and how long those are that do not say it (ID3v1, ID3v2.4, APEv2).
const (
	id3Mark   = "ID3"
	id3Old    = "TAG"
	id3Length = 128
	apeMark   = "APETAGEX"
	apeLength = 32
)

// tagAt returns how long the tag is that begins here; nought where none does.
func tagAt(b []byte) int {
	r := &reading{left: b}
	size := uint64(0)
	switch {
	case bytes.HasPrefix(b, []byte(id3Mark)) && len(b) >= 10:
		r.take(5)
		footer := r.number(1)&0x10 != 0
		for _, seven := range r.take(4) {
			size = size<<7 | uint64(seven&0x7f)
		}
		if size += 10; footer {
			size += 10
		}
	case bytes.HasPrefix(b, []byte(id3Old)):
		size = id3Length
	case bytes.HasPrefix(b, []byte(apeMark)) && len(b) >= apeLength:
		r.take(12)
		size = r.little(4)
		r.take(4)
		if footer := r.little(4)&(1<<29) == 0; footer || size > uint64(len(b)) {
			size = 0 // what it is about stands before it
		}
		size += apeLength
	}
	return int(min(size, uint64(len(b))))
}
