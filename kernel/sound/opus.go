// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"bytes"
	"encoding/binary"
)

// opusRate is the rate at which Opus counts, however it was recorded (RFC 7845, section 4).
const opusRate = 48_000

const (
	opusHeadMark = "OpusHead"
	opusTagsMark = "OpusTags"
	// longestOpus is the most samples a packet makes, 120 ms; longestOpusFrame is the most bytes of one of its frames (RFC 6716, section 3.2.1 and 3.4).
	longestOpus      = 5760
	longestOpusFrame = 1275
)

// opus is a stream of Opus as its first header tells it (RFC 7845, section 5.1).
type opus struct {
	channels byte
	skip     uint16 // samples that are decoded and not heard, at the beginning
	gain     uint16 // by which it is made louder
}

// opusOf reads the first header. Families of channels above two are for studios and rooms; of the others the table says nothing new.
func opusOf(head []byte) (*opus, error) {
	r := reading{left: head}
	mark, version := r.take(uint64(len(opusHeadMark))), r.number(1)
	o := &opus{channels: byte(r.number(1)), skip: uint16(r.little(2))}
	r.take(4) // the rate of the microphone, which is the device's
	o.gain = uint16(r.little(2))
	family := r.number(1)
	if r.short || string(mark) != opusHeadMark || version > 15 {
		return nil, errBroken
	}
	if o.channels < 1 || o.channels > maxChannels || family != 0 {
		return nil, errOther
	}
	return o, nil
}

// head writes the first header: the same for everybody but for what decoding needs.
func (o *opus) head() []byte {
	le := binary.LittleEndian
	b := le.AppendUint16(append([]byte(opusHeadMark), 1, o.channels), o.skip)
	return append(le.AppendUint16(le.AppendUint32(b, opusRate), o.gain), 0)
}

// opusTags is a second header that names nobody and nothing (RFC 7845, section 5.2).
const opusTags = opusTagsMark + "\x00\x00\x00\x00\x00\x00\x00\x00"

// headers takes the two headers for two that say no more than decoding needs.
func (o *opus) headers(sent [][]byte) ([][]byte, error) {
	if !bytes.HasPrefix(sent[1], []byte(opusTagsMark)) {
		return nil, errBroken
	}
	return [][]byte{o.head(), []byte(opusTags)}, nil
}

func (o *opus) rate() int64 { return opusRate }

// ahead is how many samples are decoded and not heard.
func (o *opus) ahead() int64 { return int64(o.skip) }

// samples holds a packet to the rules of RFC 6716, section 3.4, makes its filling nothing but zeros, and returns how many samples it makes.
// A packet without a byte stands for none.
func (o *opus) samples(packet []byte) (int64, error) {
	if len(packet) == 0 {
		return 0, nil
	}
	each, frames := opusFrame(packet[0]), int64(1)
	r := reading{left: packet[1:]}
	fits := true
	switch packet[0] & 3 {
	case 0:
		fits = len(r.left) <= longestOpusFrame
	case 1:
		frames, fits = 2, len(r.left)%2 == 0 && len(r.left)/2 <= longestOpusFrame
	case 2:
		first := opusLength(&r)
		r.take(first)
		frames, fits = 2, !r.short && len(r.left) <= longestOpusFrame
	case 3:
		frames, fits = opusMany(&r)
	}
	if !fits || each*frames > longestOpus {
		return 0, errBroken
	}
	return each * frames, nil
}

// opusFrame is how many samples a frame makes, by the first byte of its packet (RFC 6716, table 2).
func opusFrame(first byte) int64 {
	switch config := first >> 3; {
	case config < 12:
		return []int64{480, 960, 1920, 2880}[config&3]
	case config < 16:
		return []int64{480, 960}[config&1]
	default:
		return []int64{120, 240, 480, 960}[config&3]
	}
}

// opusLength reads the length of a frame (RFC 6716, section 3.2.1).
func opusLength(r *reading) uint64 {
	n := r.number(1)
	if n >= 252 {
		n += 4 * r.number(1)
	}
	return n
}

// opusMany reads a packet of any number of frames, behind its first byte, and clears what only fills it up.
func opusMany(r *reading) (frames int64, fits bool) {
	count := r.number(1)
	frames = int64(count & 63)
	if count&64 != 0 {
		filling := opusFilling(r)
		if r.short || filling > uint64(len(r.left)) {
			return 0, false
		}
		end := uint64(len(r.left)) - filling
		clear(r.left[end:])
		r.left = r.left[:end]
	}
	if frames == 0 || r.short {
		return 0, false
	}
	if count&128 == 0 {
		each := int64(len(r.left)) / frames
		return frames, each*frames == int64(len(r.left)) && each <= longestOpusFrame
	}
	var known uint64
	for range frames - 1 {
		known += opusLength(r)
	}
	last := uint64(len(r.left)) - known
	return frames, !r.short && known <= uint64(len(r.left)) && last <= longestOpusFrame
}

// opusFilling reads how many bytes fill the packet up.
func opusFilling(r *reading) (filling uint64) {
	for {
		n := r.number(1)
		if n < 255 || r.short {
			return filling + n
		}
		filling += 254
	}
}
