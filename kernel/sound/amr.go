// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"bytes"
	"time"
)

// adaptive is one of the two codecs of AMR as its frames lie in a file (RFC 4867, section 5).
type adaptive struct {
	mark string
	bits [16]int // that a frame of each type holds; none for a type that stands in no file
}

// Bits in a frame by its type: 3GPP TS 26.101, table 1a, and TS 26.201, table 1a. The last type is a frame in which nobody speaks.
var (
	narrow = adaptive{"#!AMR\n", [16]int{95, 103, 118, 134, 148, 159, 204, 244, 39, none, none, none, none, none, none, 0}}
	wide   = adaptive{"#!AMR-WB\n", [16]int{132, 177, 253, 285, 317, 365, 397, 461, 477, 40, none, none, none, none, 0, 0}}
)

const (
	none = -1
	// adaptiveFrame is how long each frame of AMR lasts.
	adaptiveFrame = 20 * time.Millisecond
	// longestAdaptive is how many bytes the longest frame takes, its header with it.
	longestAdaptive = 61
	// Bits of a frame's header (RFC 4867, section 5.3): those that are always nought, and how its type lies in it.
	adaptiveNought = 0x83
	typeShift      = 3
	typeMask       = 0x0f
)

func beginsAMR(first []byte) bool { return narrow.begins(first) || wide.begins(first) }

func (a *adaptive) begins(first []byte) bool { return bytes.HasPrefix(first, []byte(a.mark)) }

// rewriteAMR keeps the mark and the whole frames. Recorders that are switched off leave part of a frame at the end: that is dropped.
func rewriteAMR(sent []byte) ([]byte, time.Duration, error) {
	a := &narrow
	if wide.begins(sent) {
		a = &wide
	}
	kept, frames := append(make([]byte, 0, len(sent)), a.mark...), 0
	left := sent[len(a.mark):]
	for size := a.frame(left); size > 0; size = a.frame(left) {
		kept = append(kept, left[:size]...)
		a.clear(kept[len(kept)-size:])
		left, frames = left[size:], frames+1
	}
	switch {
	case len(left) >= longestAdaptive:
		return nil, 0, errBroken
	case frames == 0:
		return nil, 0, errEmpty
	}
	return kept, time.Duration(frames) * adaptiveFrame, nil
}

// frame returns how many bytes the first frame takes; nought where there is none that is whole.
func (a *adaptive) frame(left []byte) int {
	if len(left) == 0 || left[0]&adaptiveNought != 0 {
		return 0
	}
	bits := a.bits[left[0]>>typeShift&typeMask]
	if size := 1 + (bits+7)/8; bits != none && size <= len(left) {
		return size
	}
	return 0
}

// clear makes the bits that only fill up the last byte of a frame noughts.
func (a *adaptive) clear(frame []byte) {
	if filling := 8*(len(frame)-1) - a.bits[frame[0]>>typeShift&typeMask]; len(frame) > 1 {
		frame[len(frame)-1] &= 0xff << filling
	}
}
