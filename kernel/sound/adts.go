// SPDX-License-Identifier: Apache-2.0

package sound

import "time"

// What the header of a frame of AAC says that stands by itself (ISO/IEC 14496-3, annex 1.A).
const (
	adtsHeader  = 7
	adtsChecked = 2 // bytes of a checksum behind it
	// longestADTS is the most bytes of a frame.
	longestADTS = 1<<13 - 1
)

// radio is a frame of AAC that stands by itself, as it was made to be sent by radio.
type radio struct {
	config [2]byte // what would be said of it in an MP4
	begin  int     // where the sound begins
	size   int     // bytes of all of it
}

// radioAt reads the header of a frame; false where there is none of low complexity, or several frames share one.
func radioAt(b []byte) (f radio, is bool) {
	if len(b) < adtsHeader || b[0] != 0xff || b[1]&0xf6 != 0xf0 || b[6]&3 != 0 {
		return f, false
	}
	object, rate, channels := b[2]>>6+1, b[2]>>2&15, b[2]&1<<2|b[3]>>6
	f.config = [2]byte{object<<3 | rate>>1, rate<<7 | channels<<3}
	f.size, f.begin = int(b[3]&3)<<11|int(b[4])<<3|int(b[5])>>5, adtsHeader
	if b[1]&1 == 0 {
		f.begin += adtsChecked
	}
	return f, object == objectLow && f.size > f.begin
}

func beginsADTS(first []byte) bool {
	_, is := radioAt(first)
	return is
}

// rewriteADTS keeps the sound of the whole frames, as an MP4: browsers play it, and it has no room beside the sound.
func rewriteADTS(sent []byte) ([]byte, time.Duration, error) {
	first, _ := radioAt(sent)
	v := &voice{}
	var err error
	if v.entry, err = configuredEntry(first.config[:]); err != nil {
		return nil, 0, err
	}
	v.scale = uint64(v.entry.rate())
	m := &movie{sent: sent, scale: v.scale, voices: []*voice{v}}
	at := 0
	for f, is := first, true; is && f.size <= len(sent)-at && f.config == first.config; f, is = radioAt(sent[at:]) {
		if err := m.add(v, uint64(at+f.begin), uint64(f.size-f.begin), samplesOfAACFrame); err != nil {
			return nil, 0, err
		}
		at += f.size
	}
	switch left := sent[at:]; {
	case len(v.samples) < 2 && len(left) > 0:
		return nil, 0, errOther // one frame by itself may be anything
	case len(left) > longestADTS:
		return nil, 0, errBroken
	}
	return m.rewrite()
}
