// SPDX-License-Identifier: Apache-2.0

package sound

import "encoding/binary"

// reading goes through bytes from their front, and remembers whether more was wanted of it than there is.
type reading struct {
	left  []byte
	short bool
}

// take returns the next n bytes, or none where there are fewer.
func (r *reading) take(n uint64) []byte {
	if r.short || n > uint64(len(r.left)) {
		r.short = true
		return nil
	}
	taken := r.left[:n:n]
	r.left = r.left[n:]
	return taken
}

// number returns the next n bytes, at most eight, as a number whose first byte is the highest.
func (r *reading) number(n uint64) uint64 {
	var whole uint64
	for _, b := range r.take(n) {
		whole = whole<<8 | uint64(b)
	}
	return whole
}

// little returns the next n bytes, at most eight, as a number whose first byte is the lowest.
func (r *reading) little(n uint64) uint64 {
	var padded [8]byte
	copy(padded[:], r.take(n))
	return binary.LittleEndian.Uint64(padded[:])
}
