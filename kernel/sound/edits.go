// SPDX-License-Identifier: Apache-2.0

package sound

import "math"

// edit is a part of a track that is heard: from when, and for how long. What somebody cut away in their telephone is often still in the
// file, only left out of this list: it is left out of what is kept.
type edit struct {
	from  uint64 // in ticks of the track
	lasts uint64 // in ticks of the whole; nought goes to the end
}

const (
	// unheard is where an edit begins that is silence.
	unheard = math.MaxUint64
	// asRecorded is the speed of an edit that is heard as it was spoken.
	asRecorded = 1 << 16
	// longestEdit is more ticks than any edit lasts, and any track.
	longestEdit = 1 << 31
	// mostEdits is how many parts somebody puts together in a telephone at most.
	mostEdits = 64
	// before is how many samples before an edit are decoded so that it sounds right from its first, at most.
	before = 3
	// syllables is how many of them nobody can speak in a second.
	syllables = 10
)

// elst reads the list of edits (ISO/IEC 14496-12, section 8.6.6).
func (v *voice) elst(body []byte) error {
	r := &reading{left: body}
	version, _ := r.full()
	for count := r.number(4); count > 0 && !r.short; count-- {
		e := edit{}
		if version == 1 {
			e = edit{lasts: r.number(8), from: r.number(8)}
		} else {
			e = edit{lasts: r.number(4), from: uint64(int64(int32(r.number(4))))}
		}
		if speed := r.number(4); speed != asRecorded {
			return errBroken
		}
		if e.from != unheard {
			v.edits = append(v.edits, e)
		}
	}
	if r.short || len(v.edits) > mostEdits {
		return errBroken
	}
	return nil
}

// cut keeps the samples that are heard. Of the first track it is kept to the tick where sound begins and ends; of others, and where somebody
// cut something out of the middle, as near as the samples allow.
func (m *movie) cut(v *voice, exactly bool) error {
	if last := len(v.samples) - 1; last >= 0 && v.said > 0 {
		v.samples[last].ticks = min(v.samples[last].ticks, v.said)
	}
	var total uint64
	for _, s := range v.samples {
		total += uint64(s.ticks)
	}
	if total >= longestEdit {
		return errBroken
	}
	if len(v.edits) == 0 {
		v.ticks, v.heard = total, total
		return nil
	}
	var kept []sample
	for _, e := range v.edits {
		until := total
		if e.lasts > 0 && e.lasts < longestEdit {
			until = min(total, e.from+(e.lasts*v.scale+m.scale-1)/m.scale)
		}
		part, begin := v.between(e.from, until, exactly && len(v.edits) == 1)
		if exactly && len(v.edits) == 1 && len(part) > 0 {
			v.begin, v.heard = begin, until-e.from
		}
		if len(kept) > 0 && len(part) > 0 && part[0] == kept[len(kept)-1] {
			part = part[1:] // one edit ends in it, and the next begins
		}
		if len(kept) > 0 && len(part) > 0 && part[0].at < kept[len(kept)-1].at {
			return errBroken // not as it was spoken, or twice
		}
		kept = append(kept, part...)
	}
	v.samples = kept
	for _, s := range kept {
		v.ticks += uint64(s.ticks)
	}
	if v.heard == 0 {
		v.heard = v.ticks
	}
	return nil
}

// between returns the samples that are heard between two ticks, with those before them if they are to sound right from the first; and how many
// ticks of those are not heard.
func (v *voice) between(from, until uint64, right bool) (part []sample, begin uint64) {
	first, last, at := -1, 0, uint64(0)
	for i, s := range v.samples {
		start := at
		if at += uint64(s.ticks); at <= from || start >= until {
			continue
		}
		if last = i + 1; first < 0 {
			first, begin = i, from-min(start, from)
		}
	}
	if first < 0 {
		return nil, 0
	}
	if right {
		ahead := v.ahead(first)
		for _, s := range v.samples[first-ahead : first] {
			begin += uint64(s.ticks)
		}
		first -= ahead
	}
	return v.samples[first:last], begin
}

// ahead is how many samples are kept in front of one that is to sound right: one, and as many more as are no longer than a syllable.
func (v *voice) ahead(of int) (count int) {
	ticks := uint64(0)
	for count < before && count < of {
		if ticks += uint64(v.samples[of-count-1].ticks); count > 0 && syllables*ticks > v.scale {
			break
		}
		count++
	}
	return count
}
