// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"bytes"
	"encoding/binary"
)

const (
	oggMark = "OggS"
	// Flags of a page (RFC 3533, section 6): its first packet began on an earlier one; it is the first, the last of its stream.
	pageContinues = 1
	pageFirst     = 2
	pageLast      = 4
	// noPosition is the position of a page on which no packet ends.
	noPosition = -1
	// checksumAt is where the checksum of a page lies.
	checksumAt = 22
	// mostLaced is how many lengths a page holds, and full is a length behind which the packet goes on.
	mostLaced = 255
	full      = 255
)

// page is one page of an Ogg (RFC 3533, section 6).
type page struct {
	flags    byte
	position int64 // how many samples there are up to its end
	serial   uint32
	number   uint32
	laced    []byte // the lengths of the pieces in body
	body     []byte
}

// nextPage reads a page that is whole and verifies.
func nextPage(r *reading) (*page, error) {
	begun := r.left
	mark, version := r.take(uint64(len(oggMark))), r.number(1)
	p := &page{flags: byte(r.number(1)), position: int64(r.little(8)), serial: uint32(r.little(4)), number: uint32(r.little(4))}
	sum := uint32(r.little(4))
	p.laced = r.take(r.number(1))
	size := uint64(0)
	for _, n := range p.laced {
		size += uint64(n)
	}
	p.body = r.take(size)
	if r.short || string(mark) != oggMark || version != 0 || p.flags > 7 || p.position < noPosition {
		return nil, errBroken
	}
	whole := begun[:len(begun)-len(r.left)]
	if sum != checksum(whole[:checksumAt], make([]byte, 4), whole[checksumAt+4:]) {
		return nil, errBroken
	}
	return p, nil
}

// open reports whether the last packet of the page goes on behind it.
func (p *page) open() bool { return len(p.laced) > 0 && p.laced[len(p.laced)-1] == full }

// written appends the page.
func (p *page) written(to []byte) []byte {
	le, begin := binary.LittleEndian, len(to)
	to = le.AppendUint64(append(append(to, oggMark...), 0, p.flags), uint64(p.position))
	to = le.AppendUint32(le.AppendUint32(le.AppendUint32(to, p.serial), p.number), 0)
	to = append(append(append(to, byte(len(p.laced))), p.laced...), p.body...)
	le.PutUint32(to[begin+checksumAt:], checksum(to[begin:]))
	return to
}

// pagesOf lays packets that begin no sound on pages of their own.
func pagesOf(packets ...[]byte) (pages []*page) {
	laced, body := []byte(nil), bytes.Join(packets, nil)
	for _, packet := range packets {
		laced = append(append(laced, bytes.Repeat([]byte{full}, len(packet)/full)...), byte(len(packet)%full))
	}
	for flags := byte(0); len(laced) > 0; {
		p := &page{flags: flags, position: noPosition, laced: laced[:min(len(laced), mostLaced)]}
		size := 0
		for _, n := range p.laced {
			if size += int(n); n < full {
				p.position = 0
			}
		}
		p.body, body, laced, flags = body[:size], body[size:], laced[len(p.laced):], 0
		if p.open() {
			flags = pageContinues
		}
		pages = append(pages, p)
	}
	return pages
}

// sums are the steps of the checksum of Ogg: the polynomial 0x04c11db7, highest bit first, from nought.
var sums = func() (table [256]uint32) {
	for i := range table {
		sum := uint32(i) << 24
		for range 8 {
			sum = sum<<1 ^ 0x04c11db7*(sum>>31)
		}
		table[i] = sum
	}
	return table
}()

// checksum is that of pieces one behind the other.
func checksum(pieces ...[]byte) (sum uint32) {
	for _, piece := range pieces {
		for _, b := range piece {
			sum = sum<<8 ^ sums[byte(sum>>24)^b]
		}
	}
	return sum
}
