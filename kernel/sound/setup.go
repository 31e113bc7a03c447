// SPDX-License-Identifier: Apache-2.0

package sound

// setup is the third header of Vorbis being gone through, so that it is known where it ends and what is behind that goes (Vorbis I,
// section 4.2.4).
type setup struct {
	low
	channels uint64
	long     []bool // of each mode, whether its blocks are long
	wrong    bool
}

// codebookMark is how each codebook begins, and endOfSetup the bit with which all ends.
const (
	codebookMark = 0x564342
	endOfSetup   = 1
)

// read goes through all of it.
func (s *setup) read() {
	s.each(8, s.codebook)
	s.each(6, func() { s.must(s.take(16) == 0) }) // once meant for time
	s.each(6, s.floor)
	s.each(6, s.residue)
	s.each(6, s.mapping)
	s.each(6, s.mode)
	s.must(s.take(1) == endOfSetup)
}

// each reads a number of so many bits, and as many things and one more.
func (s *setup) each(width uint64, thing func()) {
	for count := s.take(width) + 1; count > 0 && !s.short && !s.wrong; count-- {
		thing()
	}
}

func (s *setup) must(be bool) { s.wrong = s.wrong || !be }

// codebook goes through a codebook (section 3.2.1).
func (s *setup) codebook() {
	s.must(s.take(24) == codebookMark)
	dimensions, entries := s.take(16), s.take(24)
	if s.take(1) == 1 {
		s.ordered(entries)
	} else {
		s.lengths(entries)
	}
	kind := s.take(4)
	if s.must(kind <= 2); kind == 0 || s.wrong {
		return
	}
	s.skip(64) // the least, and by how much it grows
	bits := s.take(4) + 1
	s.skip(1)
	if kind == 1 {
		s.skip(bits * root(entries, dimensions))
	} else {
		s.skip(bits * entries * dimensions)
	}
}

// ordered goes through lengths that only grow.
func (s *setup) ordered(entries uint64) {
	s.skip(5)
	for left := entries; left > 0 && !s.short && !s.wrong; {
		count := s.take(width(left))
		s.must(count <= left)
		left -= min(count, left)
	}
}

// lengths goes through lengths that each entry has, or each that is used.
func (s *setup) lengths(entries uint64) {
	if sparse := s.take(1) == 1; !sparse {
		s.skip(5 * entries)
		return
	}
	for ; entries > 0 && !s.short; entries-- {
		if s.take(1) == 1 {
			s.skip(5)
		}
	}
}

// root is the greatest number that so many times with itself is not more than entries (section 9.2.3).
func root(entries, dimensions uint64) uint64 {
	if dimensions == 0 {
		return 0
	}
	fits := func(n uint64) bool {
		whole := uint64(1)
		for range dimensions {
			if whole *= n; whole > entries {
				return false
			}
			if n <= 1 {
				break
			}
		}
		return true
	}
	n := uint64(0)
	for step := uint64(1) << 24; step > 0; step >>= 1 {
		if fits(n + step) {
			n += step
		}
	}
	return n
}

// floor goes through a floor of either kind (sections 6.2.1 and 7.2.2).
func (s *setup) floor() {
	switch s.take(16) {
	case 0:
		s.skip(8 + 16 + 16 + 6 + 8)
		s.each(4, func() { s.skip(8) })
	case 1:
		s.pieces()
	default:
		s.wrong = true
	}
}

// pieces goes through a floor of straight pieces.
func (s *setup) pieces() {
	classes, most := make([]uint64, s.take(5)), uint64(0)
	for i := range classes {
		classes[i] = s.take(4)
		most = max(most, classes[i]+1)
	}
	var dimensions [16]uint64
	for class := range most {
		dimensions[class] = s.take(3) + 1
		books := s.take(2)
		if books > 0 {
			s.skip(8)
		}
		s.skip(8 << books)
	}
	s.skip(2)
	width := s.take(4)
	for _, class := range classes {
		s.skip(width * dimensions[class])
	}
}

// residue goes through a residue (section 8.6.1).
func (s *setup) residue() {
	s.must(s.take(16) <= 2)
	s.skip(3 * 24)
	classes, books := s.take(6)+1, uint64(0)
	s.skip(8)
	for range classes {
		cascade := s.take(3)
		if s.take(1) == 1 {
			cascade |= s.take(5) << 3
		}
		for ; cascade > 0; cascade &= cascade - 1 {
			books++
		}
	}
	s.skip(8 * books)
}

// mapping goes through a mapping (section 4.2.4).
func (s *setup) mapping() {
	s.must(s.take(16) == 0)
	submaps := uint64(1)
	if s.take(1) == 1 {
		submaps += s.take(4)
	}
	if s.take(1) == 1 {
		s.each(8, func() { s.skip(2 * width(s.channels-1)) })
	}
	s.must(s.take(2) == 0)
	if submaps > 1 {
		s.skip(4 * s.channels)
	}
	s.skip(3 * 8 * submaps)
}

// mode reads whether the blocks of a mode are long.
func (s *setup) mode() {
	s.long = append(s.long, s.take(1) == 1)
	s.must(s.take(16) == 0)
	s.must(s.take(16) == 0)
	s.skip(8)
}

// low goes through bytes bit by bit, the lowest first, and remembers whether more was wanted of it than there is.
type low struct {
	from  []byte
	at    uint64
	short bool
}

// take returns the next n bits, at most 32, as a number.
func (b *low) take(n uint64) (whole uint64) {
	begin := b.at
	if b.skip(n); b.short {
		return 0
	}
	for i := range n {
		whole |= uint64(b.from[(begin+i)/8]>>((begin+i)%8)&1) << i
	}
	return whole
}

// skip passes n bits over.
func (b *low) skip(n uint64) {
	if b.short = b.short || n > 8*uint64(len(b.from))-b.at; !b.short {
		b.at += n
	}
}

// done are the bits so far, filled up to a byte with noughts.
func (b *low) done() []byte {
	whole := append([]byte(nil), b.from[:(b.at+7)/8]...)
	if over := b.at % 8; over > 0 {
		whole[len(whole)-1] &= 1<<over - 1
	}
	return whole
}
