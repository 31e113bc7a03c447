// SPDX-License-Identifier: Apache-2.0

package sound

// Flags of the boxes of a fragment (ISO/IEC 14496-12, sections 8.8.7 and 8.8.8): what is said in them.
const (
	saysBase     = 0x01
	saysEntry    = 0x02
	saysTicks    = 0x08
	saysSize     = 0x10
	fromFragment = 0x20000

	saysOffset   = 0x01
	saysFirst    = 0x04
	eachTicks    = 0x100
	eachSize     = 0x200
	eachFlags    = 0x400
	eachComposed = 0x800
)

// mvex takes what fragments of a track have where they say nothing.
func (m *movie) mvex(b box) error {
	if b.kind != "trex" {
		return nil
	}
	r := &reading{left: b.body}
	r.full()
	v := m.voice(r.number(4))
	r.take(4)
	usual := sample{ticks: uint32(r.number(4)), size: uint32(r.number(4))}
	if r.short {
		return errBroken
	}
	if v != nil {
		v.usual = usual
	}
	return nil
}

// fragment is one part of a file that was written while somebody talked.
type fragment struct {
	*movie
	at  uint64 // where it begins
	end uint64 // where what was read of it last ends
	gap bool   // what ended last was not read
}

// moof reads the samples that a fragment lists.
func (m *movie) moof(body []byte, at uint64) error {
	f := &fragment{movie: m, at: at, end: at}
	return eachBox(body, func(b box) error {
		if b.kind != "traf" {
			return nil
		}
		return f.traf(b.body)
	})
}

// stretch is what a fragment has of one track.
type stretch struct {
	*voice // nil where it is not kept
	base   uint64
	usual  sample
}

// traf reads what a fragment has of one track.
func (f *fragment) traf(body []byte) error {
	var s *stretch
	return eachBox(body, func(b box) (err error) {
		switch {
		case b.kind == "tfhd" && s == nil:
			s, err = f.tfhd(b.body)
		case b.kind == "trun" && s == nil:
			err = errBroken
		case b.kind == "trun" && s.voice != nil:
			err = f.trun(s, b.body)
		}
		return err
	})
}

// tfhd reads which track it is, and from where its samples are counted.
func (f *fragment) tfhd(body []byte) (*stretch, error) {
	r := &reading{left: body}
	_, flags := r.full()
	id := r.number(4)
	s, unsaid := &stretch{voice: f.voice(id), base: f.end}, flags&(fromFragment|saysBase) == 0
	if s.voice != nil {
		s.usual = s.voice.usual
	}
	if flags&fromFragment != 0 {
		s.base = f.at
	}
	if flags&saysBase != 0 {
		s.base = r.number(8)
	}
	if flags&saysEntry != 0 {
		r.take(4)
	}
	if flags&saysTicks != 0 {
		s.usual.ticks = uint32(r.number(4))
	}
	if flags&saysSize != 0 {
		s.usual.size = uint32(r.number(4))
	}
	if r.short || unsaid && f.gap || s.voice == nil && !f.dropped[id] {
		return nil, errBroken
	}
	f.end, f.gap = s.base, s.voice == nil
	return s, nil
}

// trun reads a run of samples that lie one behind the other.
func (f *fragment) trun(s *stretch, body []byte) error {
	r := &reading{left: body}
	_, flags := r.full()
	count := r.number(4)
	if flags&saysOffset != 0 {
		f.end = s.base + uint64(int64(int32(r.number(4)))) // back as well as forth
	}
	if flags&saysFirst != 0 {
		r.take(4)
	}
	for ; count > 0; count-- {
		size, ticks := uint64(s.usual.size), uint64(s.usual.ticks)
		if flags&eachTicks != 0 {
			ticks = r.number(4)
		}
		if flags&eachSize != 0 {
			size = r.number(4)
		}
		if flags&eachFlags != 0 {
			r.take(4)
		}
		if flags&eachComposed != 0 {
			r.take(4)
		}
		if r.short {
			return errBroken
		}
		if err := f.add(s.voice, f.end, size, ticks); err != nil {
			return err
		}
		f.end += size
	}
	return nil
}
