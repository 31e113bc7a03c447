// SPDX-License-Identifier: Apache-2.0

package sound

// aac is a stream of AAC, of low complexity as telephones and browsers code it, with or without what SBR and PS add.
type aac struct {
	each  int64 // samples a second
	frame int64 // samples of one frame
}

func (a *aac) samples(packet []byte) (int64, error) {
	if len(packet) == 0 {
		return 0, errBroken
	}
	quiet(packet)
	return a.frame, nil
}

func (a *aac) rate() int64 { return a.each }

// ahead is nought: how much is decoded before the sound is said in the list of edits.
func (a *aac) ahead() int64 { return 0 }

// Tags of the descriptors around a configuration, and numbers in them (ISO/IEC 14496-1, sections 7.2.2.1 and 7.2.6).
const (
	esDescriptor      = 3
	configDescriptor  = 4
	detailDescriptor  = 5
	lengthDescriptor  = 6
	indicatesAAC      = 0x40
	indicatesSound    = 0x15 // a stream of sound, with none back
	objectLow         = 2
	objectSBR         = 5
	objectPS          = 29
	syncSBR, syncPS   = 0x2b7, 0x548
	samplesOfAACFrame = 1024
	samplesOfShort    = 960
)

// aacRates are the samples a second by their index (ISO/IEC 14496-3, table 1.18).
var aacRates = []uint64{96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350}

// aacEntry reads the box of AAC, of which nothing is kept but the configuration.
func aacEntry(detail []byte) (entry, error) {
	r := &reading{left: detail}
	r.full()
	config, err := configIn(r)
	if err != nil {
		return entry{}, err
	}
	return configuredEntry(config)
}

// configuredEntry writes the box of AAC around a configuration.
func configuredEntry(sent []byte) (entry, error) {
	a, channels, config, err := configured(sent)
	if err != nil {
		return entry{}, err
	}
	specific := descriptor(detailDescriptor, config)
	decoder := descriptor(configDescriptor, append(append([]byte{indicatesAAC, indicatesSound}, make([]byte, 11)...), specific...))
	whole := descriptor(esDescriptor, append(append([]byte{0, 0, 0}, decoder...), descriptor(lengthDescriptor, []byte{2})...))
	return entry{a, "mp4a", channels, appendBox(nil, "esds", words(0), whole)}, nil
}

func descriptor(tag byte, body []byte) []byte { return append([]byte{tag, byte(len(body))}, body...) }

// inside goes into the next descriptor, which must have a tag.
func (r *reading) inside(tag uint64) {
	found, size := r.number(1), uint64(0)
	for range 4 {
		b := r.number(1)
		if size = size<<7 | b&0x7f; b < 0x80 {
			break
		}
	}
	r.short = r.short || found != tag
	r.left = r.take(size)
}

// configIn finds the configuration in its descriptors.
func configIn(r *reading) ([]byte, error) {
	r.inside(esDescriptor)
	r.take(2)
	flags := r.number(1)
	if flags&0x80 != 0 {
		r.take(2)
	}
	if flags&0x40 != 0 {
		r.take(r.number(1))
	}
	if flags&0x20 != 0 {
		r.take(2)
	}
	r.inside(configDescriptor)
	indicates := r.number(1)
	r.take(12)
	if !r.short && indicates != indicatesAAC {
		return nil, errOther
	}
	r.inside(detailDescriptor)
	if r.short {
		return nil, errBroken
	}
	return r.left, nil
}

// configured reads a configuration (ISO/IEC 14496-3, section 1.6.2.1) and returns no more of it than is one.
func configured(sent []byte) (a *aac, channels uint64, config []byte, err error) {
	b := &bitwise{from: sent}
	object, rate := b.take(5), b.aacRate()
	channels = b.take(4)
	explicit := object == objectSBR || object == objectPS
	if explicit {
		b.aacRate()
		object = b.take(5)
	}
	a = &aac{int64(rate), samplesOfAACFrame}
	if b.take(1) == 1 {
		a.frame = samplesOfShort
	}
	plain := b.take(2) == 0 // needs no other stream, nor extends itself
	switch {
	case b.short:
		return nil, 0, nil, errBroken
	case object != objectLow || !plain || rate == 0 || rate > maxRate || channels < 1 || channels > maxChannels:
		return nil, 0, nil, errOther
	}
	if !explicit {
		b.extension()
	}
	return a, channels, b.read(), nil
}

// aacRate reads how many samples a second has; nought where that is reserved.
func (b *bitwise) aacRate() uint64 {
	index := b.take(4)
	switch {
	case index == 15:
		return b.take(24)
	case index < uint64(len(aacRates)):
		return aacRates[index]
	}
	return 0
}

// extension reads what SBR adds behind a configuration of before it, if it is there.
func (b *bitwise) extension() {
	end := *b
	if b.take(11) != syncSBR || b.take(5) != objectSBR {
		*b = end
		return
	}
	if b.take(1) == 1 {
		b.aacRate()
		if half := *b; b.take(11) != syncPS {
			*b = half
		} else {
			b.take(1)
		}
	}
	if b.short {
		*b = end
	}
}

// What stands in a frame before the sound (ISO/IEC 14496-3, table 4.85): data of any kind, and filling.
const (
	elementData = 4
	elementFill = 6
	justFilling = 0
)

// quiet makes what stands in a frame before its sound nothing but zeros: programs write their names there.
func quiet(frame []byte) {
	b := &bitwise{from: frame}
	for {
		switch b.take(3) {
		case elementFill:
			count := b.take(4)
			if count == 15 {
				count += b.take(8) - 1
			}
			if kind := *b; count > 0 && kind.take(4) == justFilling && !kind.short {
				b.clear(8 * count)
			} else {
				b.skip(8 * count)
			}
		case elementData:
			b.take(4)
			aligned := b.take(1) == 1
			count := b.take(8)
			if count == 255 {
				count += b.take(8)
			}
			if aligned {
				b.at = (b.at + 7) &^ 7
			}
			b.clear(8 * count)
		default:
			return
		}
		if b.short {
			return
		}
	}
}

// bitwise goes through bytes bit by bit, the highest first, and remembers whether more was wanted of it than there is.
type bitwise struct {
	from  []byte
	at    uint64
	short bool
}

// take returns the next n bits, at most 32, as a number.
func (b *bitwise) take(n uint64) (whole uint64) {
	for range n {
		if b.at >= 8*uint64(len(b.from)) {
			b.short = true
			return 0
		}
		whole = whole<<1 | uint64(b.from[b.at/8]>>(7-b.at%8)&1)
		b.at++
	}
	return whole
}

// skip passes n bits over.
func (b *bitwise) skip(n uint64) {
	b.at += n
	b.short = b.short || b.at > 8*uint64(len(b.from))
}

// clear makes the next n bits noughts, if they are there.
func (b *bitwise) clear(n uint64) {
	begin := b.at
	if b.skip(n); b.short {
		return
	}
	for at := begin; at < b.at; at++ {
		b.from[at/8] &^= 0x80 >> (at % 8)
	}
}

// read are the bits so far, filled up to a byte with noughts.
func (b *bitwise) read() []byte {
	whole := append([]byte(nil), b.from[:(b.at+7)/8]...)
	if over := b.at % 8; over > 0 {
		whole[len(whole)-1] &= 0xff << (8 - over)
	}
	return whole
}
