// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"bytes"
	"encoding/binary"
	"time"
)

// Tags of codecs in a WAV (Multimedia Programming Interface and Data Specifications 1.0, and the registry of RFC 2361).
const (
	tagPCM        = 0x0001
	tagADPCM      = 0x0002
	tagFloat      = 0x0003
	tagALaw       = 0x0006
	tagMuLaw      = 0x0007
	tagIMA        = 0x0011
	tagGSM        = 0x0031
	tagExtensible = 0xfffe
)

// maxBlock is the most bytes that are decoded together: such as any recorder writes are smaller.
const maxBlock = 8192

// tagged is what follows the tag of a codec where the format is written in its longer form.
const tagged = "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"

// wave is what the chunk fmt of a WAV says.
type wave struct {
	tag      uint64
	channels uint64
	rate     uint64 // samples a second
	block    uint64 // bytes that are decoded together
	bits     uint64 // that a sample takes
}

func beginsWAV(first []byte) bool {
	return len(first) >= 12 && bytes.HasPrefix(first, []byte("RIFF")) && string(first[8:12]) == "WAVE"
}

// rewriteWAV keeps what fmt says and what is in data, and no chunk besides. What the whole claims to take is passed over: recorders that
// write as they go leave it at nought.
func rewriteWAV(sent []byte) ([]byte, time.Duration, error) {
	var format *wave
	for r := (&reading{left: sent[12:]}); len(r.left) > 0; {
		name, size := string(r.take(4)), r.little(4)
		body := r.take(size)
		if r.short {
			return nil, 0, errBroken
		}
		if size%2 == 1 && len(r.left) > 0 {
			r.take(1) // chunks begin at even bytes
		}
		switch {
		case name == "fmt " && format == nil:
			if format = waveOf(body); !format.known() {
				return nil, 0, errOther
			}
		case name == "data" && format != nil:
			return format.written(body)
		}
	}
	return nil, 0, errBroken
}

// waveOf reads the chunk fmt.
func waveOf(body []byte) *wave {
	r := reading{left: body}
	w := &wave{tag: r.little(2), channels: r.little(2), rate: r.little(4)}
	r.take(4) // bytes a second follow from the rest
	w.block, w.bits = r.little(2), r.little(2)
	if w.tag == tagGSM {
		w.bits = 0 // it has no whole number of them
	}
	if w.tag == tagExtensible {
		r.take(8) // how long it is, which bits count, which loudspeaker is which
		if w.tag = r.little(2); string(r.take(uint64(len(tagged)))) != tagged {
			w.tag = tagExtensible
		}
	}
	return w
}

// known reports whether it is a codec that is kept, and what the format says of it fits together.
func (w *wave) known() bool {
	if w.channels < 1 || w.channels > maxChannels || w.rate < 1 || w.rate > maxRate || w.block > maxBlock {
		return false
	}
	switch w.tag {
	case tagPCM:
		return w.bits >= 8 && w.bits <= 32 && w.bits%8 == 0 && w.block == w.channels*w.bits/8
	case tagFloat:
		return (w.bits == 32 || w.bits == 64) && w.block == w.channels*w.bits/8
	case tagALaw, tagMuLaw:
		return w.bits == 8 && w.block == w.channels
	case tagADPCM:
		return w.bits == 4 && w.block > 7*w.channels && w.block*2%w.channels == 0
	case tagIMA:
		return w.bits == 4 && w.block > 4*w.channels && w.block%(4*w.channels) == 0
	case tagGSM:
		return w.channels == 1 && w.block == 65
	}
	return false
}

// samples returns how many samples of each channel a block makes.
func (w *wave) samples() uint64 {
	switch w.tag {
	case tagADPCM:
		return (w.block-7*w.channels)*2/w.channels + 2
	case tagIMA:
		return (w.block-4*w.channels)*2/w.channels + 1
	case tagGSM:
		return 320
	}
	return 1
}

// standard are the seven pairs by which every file in Microsoft's ADPCM is decoded.
var standard = []int16{256, 0, 512, -256, 0, 0, 192, 64, 240, 0, 460, -208, 392, -232}

// more is what the codec needs besides, with its own length in front.
func (w *wave) more() []byte {
	le := binary.LittleEndian
	switch w.tag {
	case tagPCM:
		return nil
	case tagIMA, tagGSM:
		return le.AppendUint16([]byte{2, 0}, uint16(w.samples()))
	case tagADPCM:
		b := le.AppendUint16(le.AppendUint16([]byte{32, 0}, uint16(w.samples())), uint16(len(standard)/2))
		for _, factor := range standard {
			b = le.AppendUint16(b, uint16(factor))
		}
		return b
	}
	return []byte{0, 0}
}

// written writes a WAV of whole blocks.
func (w *wave) written(data []byte) ([]byte, time.Duration, error) {
	blocks := uint64(len(data)) / w.block
	if blocks == 0 {
		return nil, 0, errEmpty
	}
	data = data[:blocks*w.block]
	le, more, odd := binary.LittleEndian, w.more(), make([]byte, len(data)%2)
	head := le.AppendUint32([]byte("fmt "), uint32(16+len(more)))
	head = le.AppendUint16(le.AppendUint16(head, uint16(w.tag)), uint16(w.channels))
	head = le.AppendUint32(le.AppendUint32(head, uint32(w.rate)), uint32(w.rate*w.block/w.samples()))
	head = append(le.AppendUint16(le.AppendUint16(head, uint16(w.block)), uint16(w.bits)), more...)
	head = le.AppendUint32(append(head, "data"...), uint32(len(data)))
	whole := le.AppendUint32([]byte("RIFF"), uint32(len("WAVE")+len(head)+len(data)+len(odd)))
	kept := bytes.Join([][]byte{whole, []byte("WAVE"), head, data, odd}, nil)
	return kept, lasting(int64(blocks*w.samples()), int64(w.rate)), nil
}
