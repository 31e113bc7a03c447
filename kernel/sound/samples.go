// SPDX-License-Identifier: Apache-2.0

package sound

import "math"

// mostSamples is how many samples a file holds at most: one of ten bytes each holds so many.
const mostSamples = 1 << 20

// sample is one piece of sound where it lies among the others, how long it lasts, and how many samples the codec makes of it.
type sample struct{ at, size, ticks, made uint32 }

// add adds a sample to a track. All of them together are not more than there is: nothing is taken twice.
func (m *movie) add(v *voice, at, size, ticks uint64) error {
	m.taken += size
	if size == 0 || at > uint64(len(m.sent)) || size > uint64(len(m.sent))-at || m.taken > uint64(len(m.sent)) {
		return errBroken
	}
	if len(v.samples) == mostSamples {
		return errTooLarge
	}
	begin := len(v.data)
	v.data = append(v.data, m.sent[at:at+size]...)
	made, err := v.entry.samples(v.data[begin:])
	v.samples = append(v.samples, sample{uint32(begin), uint32(size), v.lasts(made, uint32(ticks)), uint32(made)})
	v.said = uint32(ticks)
	return err
}

// lasts is how many ticks a sample lasts of which the codec makes so much: as the codec knows it, and not as it is said, for browsers say it
// too short at the end of each fragment. Only of the very last it counts what is said, if that is less: it may be heard in part.
func (v *voice) lasts(made int64, said uint32) uint32 {
	rate, ticks := uint64(v.entry.rate()), uint64(made)*v.scale
	if ticks%rate != 0 || ticks/rate > math.MaxUint32 {
		return said
	}
	return uint32(ticks / rate)
}

// tables reads the samples that the boxes of a track list (ISO/IEC 14496-12, sections 8.6 and 8.7).
func (m *movie) tables(v *voice) error {
	chunks, sizes := chunksOf(v.boxes), sizesOf(v.boxes)
	runs, times := tableOf(v.boxes["stsc"]), tableOf(v.boxes["stts"])
	inChunk, same := uint64(0), uint64(0)
	ticks := uint64(0)
	for number := uint64(1); chunks.more() && sizes.more(); number++ {
		if len(runs.left) > 0 && runs.peek() == number {
			runs.number(4)
			inChunk = runs.number(4)
			runs.number(4)
		}
		at := chunks.next()
		for left := inChunk; left > 0 && sizes.more(); left-- {
			for same == 0 && !times.short {
				same, ticks = times.number(4), times.number(4)
			}
			size := sizes.next()
			if runs.short || times.short || chunks.short || sizes.short {
				return errBroken
			}
			if err := m.add(v, at, size, ticks); err != nil {
				return err
			}
			at, same = at+size, same-1
		}
	}
	if sizes.more() {
		return errBroken
	}
	return nil
}

// table is what stands in a box of a track behind how much of it there is.
type table struct {
	reading
	width uint64 // bytes of each
	fixed uint64 // that all of them are, if it is not nought
	count uint64 // still to come
	half  bool   // each is half a byte
}

// tableOf reads a box that lists something of several numbers.
func tableOf(body []byte) *table {
	t := &table{reading: reading{left: body}}
	t.full()
	t.count = t.number(4)
	return t
}

// chunksOf reads where chunks begin.
func chunksOf(boxes map[string][]byte) *table {
	if body, wide := boxes["co64"]; wide {
		t := tableOf(body)
		t.width = 8
		return t
	}
	t := tableOf(boxes["stco"])
	t.width = 4
	return t
}

// sizesOf reads how many bytes samples have.
func sizesOf(boxes map[string][]byte) *table {
	t := &table{reading: reading{left: boxes["stsz"]}, width: 4}
	t.full()
	t.fixed = t.number(4)
	t.count = t.number(4)
	return t
}

// more reports whether there is one more.
func (t *table) more() bool { return t.count > 0 && !t.short }

// next returns the next.
func (t *table) next() uint64 {
	t.count--
	if t.fixed != 0 {
		return t.fixed
	}
	return t.number(t.width)
}

// peek is the number that comes next.
func (t *table) peek() uint64 {
	ahead := t.reading
	return ahead.number(4)
}
