// SPDX-License-Identifier: Apache-2.0

package sound

import "encoding/binary"

// entry is what is said of the samples of a track: the codec, and how it is written into an MP4.
type entry struct {
	codec
	kind     string // of the box
	channels uint64
	detail   []byte // the box with what the codec needs to know first
}

// describe reads the one description that the samples have.
func (v *voice) describe() error {
	r := &reading{left: v.boxes["stsd"]}
	r.full()
	count := r.number(4)
	b := nextBox(r)
	if r.short || count != 1 {
		return errOther
	}
	parts, err := partsOf(b.body)
	if err != nil {
		return err
	}
	switch b.kind {
	case "mp4a":
		v.entry, err = aacEntry(parts["esds"])
	case "samr":
		v.entry, err = adaptiveEntry(&narrow, b.kind, parts["damr"])
	case "sawb":
		v.entry, err = adaptiveEntry(&wide, b.kind, parts["damr"])
	case "Opus":
		v.entry, err = opusEntry(parts["dOps"])
	default:
		err = errOther
	}
	return err
}

// How long the beginning of a description is, by its version (ISO/IEC 14496-12, section 12.2.3, and the QuickTime File Format).
var describes = map[uint64]uint64{0: 28, 1: 44, 2: 64}

// partsOf returns the boxes in a description, also those that QuickTime puts into one more.
func partsOf(body []byte) (map[string][]byte, error) {
	r := &reading{left: body}
	r.take(8)
	version := r.number(2)
	r.left = body
	r.take(describes[version])
	if r.short || describes[version] == 0 {
		return nil, errBroken
	}
	parts := map[string][]byte{}
	part := func(b box) error {
		parts[b.kind] = b.body
		return nil
	}
	if err := eachBox(r.left, part); err != nil {
		return nil, err
	}
	return parts, eachBox(parts["wave"], part)
}

// written writes the description.
func (e *entry) written() []byte {
	rate := e.rate()
	if rate > 0xffff {
		rate = 0 // it has no more room; the codec says it
	}
	body := binary.BigEndian.AppendUint16(make([]byte, 6), 1)
	body = binary.BigEndian.AppendUint16(append(body, make([]byte, 8)...), uint16(e.channels))
	body = append(binary.BigEndian.AppendUint16(body, 16), words(0, uint32(rate<<16))...)
	return appendBox(nil, "stsd", words(0, 1), appendBox(nil, e.kind, body, e.detail))
}

// opusEntry reads the box of Opus, which says what its header does with the highest byte first.
func opusEntry(detail []byte) (entry, error) {
	r := &reading{left: detail}
	version, channels, skip := r.number(1), r.number(1), r.number(2)
	r.take(4) // the rate of the microphone
	gain, family := r.number(2), r.number(1)
	if r.short || version != 0 {
		return entry{}, errBroken
	}
	if channels < 1 || channels > maxChannels || family != 0 {
		return entry{}, errOther
	}
	o := &opus{byte(channels), uint16(skip), uint16(gain)}
	be := binary.BigEndian
	b := be.AppendUint32(be.AppendUint16([]byte{0, o.channels}, o.skip), opusRate)
	return entry{o, "Opus", channels, appendBox(nil, "dOps", append(be.AppendUint16(b, o.gain), 0))}, nil
}

// frames are those of AMR, one or several in a sample.
type frames struct{ *adaptive }

func (f frames) samples(packet []byte) (made int64, err error) {
	for len(packet) > 0 {
		size := f.frame(packet)
		if size == 0 {
			return 0, errBroken
		}
		f.clear(packet[:size])
		packet, made = packet[size:], made+f.rate()/int64(time50)
	}
	return made, nil
}

// time50 is how many frames of AMR a second has.
const time50 = 50

func (f frames) rate() int64 {
	if f.adaptive == &wide {
		return 16_000
	}
	return 8_000
}

func (frames) ahead() int64 { return 0 }

// adaptiveEntry reads the box of AMR (3GPP TS 26.244, section 6.7): who made the coder, in which version, stays out.
func adaptiveEntry(a *adaptive, kind string, detail []byte) (entry, error) {
	r := &reading{left: detail}
	r.take(5)
	modes, change, each := r.number(2), r.number(1), r.number(1)
	if r.short {
		return entry{}, errBroken
	}
	b := append(make([]byte, 5), byte(modes>>8), byte(modes), byte(change), byte(each))
	return entry{frames{a}, kind, 1, appendBox(nil, "damr", b)}, nil
}
