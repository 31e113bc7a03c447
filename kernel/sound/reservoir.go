// SPDX-License-Identifier: Apache-2.0

package sound

// quiet makes what is not sound in the frames nothing but zeros. The sound of a frame may begin in the room that those before it left over
// (ISO/IEC 11172-3, section 2.4.3.4): what lies between the end of one and the beginning of the next is of no use to anybody, and coders write
// their names there. Where a frame carries a checksum, what that is of stays as it is.
func (m *mp3) quiet() {
	var sound []byte // of all frames, one behind the other
	for _, at := range m.frames {
		f, _ := layeredAt(m.kept[at:])
		sound = append(sound, m.kept[at+f.side():at+f.size]...)
	}
	begin, end := 0, 0 // of what is at hand: in bytes where this frame's own begins, in bits where the sound before it ended
	for _, at := range m.frames {
		f, _ := layeredAt(m.kept[at:])
		earlier, length := f.lies(m.kept[at : at+f.side()])
		from := 8 * (begin - earlier)
		if from > end {
			clearBits(sound, end, from)
		}
		begin += f.size - f.side()
		end = max(end, min(from+length, 8*begin))
	}
	clearBits(sound, end, 8*len(sound))
	for _, at := range m.frames {
		f, _ := layeredAt(m.kept[at:])
		sound = sound[copy(m.kept[at+f.side():at+f.size], sound):]
	}
}

// lies reads how many bytes before a frame its sound begins, and how many bits it takes; and clears the bits that a coder may use as it likes.
func (f layered) lies(head []byte) (earlier, length int) {
	free := !f.checked
	if free {
		head[2] &^= 0x01 // for private use
		head[3] &^= 0x0c // whose it is, and whether it is the first
	}
	b := &bitwise{from: head, at: 8 * uint64(f.side()-f.sideLength())}
	channels := 2
	if f.mono {
		channels = 1
	}
	granules, each, private, shared := 2, uint64(59), uint64(map[bool]int{true: 5, false: 3}[f.mono]), uint64(4*channels)
	if f.version == firstVersion {
		earlier = int(b.take(9))
	} else {
		earlier, granules, each, private, shared = int(b.take(8)), 1, 63, uint64(channels), 0
	}
	if free {
		b.clear(private)
	} else {
		b.skip(private)
	}
	b.skip(shared)
	for range granules * channels {
		length += int(b.take(12))
		b.skip(each - 12)
	}
	return earlier, length
}

// sideLength is how many bytes say how the sound of a frame lies.
func (f layered) sideLength() int {
	f.checked = false
	return f.side() - layeredHeader
}

// clearBits makes bits noughts, counted from the highest of the first byte.
func clearBits(of []byte, from, to int) {
	for ; from < to && from%8 != 0; from++ {
		of[from/8] &^= 0x80 >> (from % 8)
	}
	if from < to {
		clear(of[from/8 : to/8]) // what follows begins at a byte
	}
}
