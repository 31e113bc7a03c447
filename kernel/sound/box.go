// SPDX-License-Identifier: Apache-2.0

package sound

import "encoding/binary"

// box is one box of an MP4 (ISO/IEC 14496-12, section 4.2).
type box struct {
	kind string
	body []byte
}

// nextBox reads a box. One that says no length goes to the end.
func nextBox(r *reading) box {
	size, kind := r.number(4), string(r.take(4))
	switch size {
	case 0:
		size = uint64(len(r.left))
	case 1:
		size = r.number(8) - 16
	default:
		size -= 8 // one that is shorter than its own beginning is longer than everything
	}
	return box{kind, r.take(size)}
}

// eachBox calls found for every box of a body.
func eachBox(body []byte, found func(b box) error) error {
	for r := (&reading{left: body}); len(r.left) > 0; {
		if len(r.left) == 4 && string(r.left) == "\x00\x00\x00\x00" {
			return nil // as QuickTime ends a list
		}
		b := nextBox(r)
		if r.short {
			return errBroken
		}
		if err := found(b); err != nil {
			return err
		}
	}
	return nil
}

// full reads the version and the flags with which a box of the fuller kind begins (ISO/IEC 14496-12, section 4.2).
func (r *reading) full() (version, flags uint64) { return r.number(1), r.number(3) }

// appendBox appends a box with what is in it.
func appendBox(to []byte, kind string, parts ...[]byte) []byte {
	begin := len(to)
	to = append(append(to, 0, 0, 0, 0), kind...)
	for _, part := range parts {
		to = append(to, part...)
	}
	binary.BigEndian.PutUint32(to[begin:], uint32(len(to)-begin))
	return to
}

// boxOf is a box that holds such numbers, of four bytes each.
func boxOf(kind string, numbers ...uint32) []byte { return appendBox(nil, kind, words(numbers...)) }

// words are numbers of four bytes each.
func words(numbers ...uint32) (b []byte) {
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return b
}
