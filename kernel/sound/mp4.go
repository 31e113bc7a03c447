// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"encoding/binary"
	"time"
)

// rewrite writes the whole: what says where sound is, and the sound behind it.
func (m *movie) rewrite() ([]byte, time.Duration, error) {
	made, length := int64(0), time.Duration(0)
	for i, v := range m.voices {
		if err := m.cut(v, i == 0); err != nil {
			return nil, 0, err
		}
		v.gather()
		made, length = made+v.made, max(length, v.length())
	}
	if made == 0 {
		return nil, 0, errEmpty
	}
	return m.written(), length, nil
}

// gather leaves of the data of a track what its samples are.
func (v *voice) gather() {
	all := v.data
	v.data = make([]byte, 0, len(all))
	for _, s := range v.samples {
		v.data, v.made = append(v.data, all[s.at:s.at+s.size]...), v.made+int64(s.made)
	}
}

// length is how long it is heard: as its frames tell, and not longer than what the list of edits lets through.
func (v *voice) length() time.Duration {
	decoded, heard := lasting(v.made, v.entry.rate()), lasting(int64(v.heard), int64(v.scale))
	if v.begin == 0 && v.heard == v.ticks {
		decoded = max(0, decoded-lasting(v.entry.ahead(), v.entry.rate()))
	}
	return min(decoded, heard)
}

// written writes the boxes. What is said of the whole counts in the ticks of the first track.
func (m *movie) written() []byte {
	kept := appendBox(nil, "ftyp", []byte("M4A \x00\x00\x00\x00M4A mp42isom"))
	moov := m.moovOf(0)
	moov = m.moovOf(uint32(len(kept) + len(moov) + 8))
	var data [][]byte
	for _, v := range m.voices {
		data = append(data, v.data)
	}
	return appendBox(append(kept, moov...), "mdat", data...)
}

// upright is the matrix that turns nothing.
var upright = words(1<<16, 0, 0, 0, 1<<16, 0, 0, 0, 1<<30)

// moovOf writes what says where sound is, if the first sample lies at such a place. Nothing was made or changed at any time.
func (m *movie) moovOf(at uint32) []byte {
	first := m.voices[0]
	tracks, longest := []byte(nil), uint32(0)
	for i, v := range m.voices {
		lasts := uint32(min(v.heard*first.scale/v.scale, 1<<32-1))
		longest = max(longest, lasts)
		tracks = append(tracks, v.trak(uint32(i+1), lasts, at)...)
		at += uint32(len(v.data))
	}
	head := words(0, 0, 0, uint32(first.scale), longest, 1<<16)
	head = append(append(append(head, 1, 0, 0, 0), make([]byte, 8)...), upright...)
	head = append(append(head, make([]byte, 24)...), words(uint32(len(m.voices)+1))...)
	return appendBox(nil, "moov", appendBox(nil, "mvhd", head), tracks)
}

// enabled says of a track that it is heard.
const enabled = 3

// undetermined is the language of everybody, as three letters of five bits.
const undetermined = 0x55c4

// trak writes a track under a number of its own.
func (v *voice) trak(number, lasts, at uint32) []byte {
	head := append(words(enabled, 0, 0, number, 0, lasts, 0, 0, 0, 1<<24), upright...)
	parts := appendBox(nil, "tkhd", head, words(0, 0))
	if v.begin > 0 || v.heard < v.ticks {
		parts = appendBox(parts, "edts", boxOf("elst", 0, 1, uint32(v.heard), uint32(v.begin), asRecorded))
	}
	media := boxOf("mdhd", 0, 0, 0, uint32(v.scale), uint32(v.ticks), undetermined<<16)
	media = appendBox(media, "hdlr", words(0, 0), []byte("soun"), make([]byte, 13))
	self := appendBox(nil, "dinf", appendBox(nil, "dref", words(0, 1), boxOf("url ", 1)))
	media = appendBox(media, "minf", boxOf("smhd", 0, 0), self, v.tables(at))
	return appendBox(parts[:0:0], "trak", parts, appendBox(nil, "mdia", media))
}

// tables writes the lists of samples, which all lie in one chunk.
func (v *voice) tables(at uint32) []byte {
	be := binary.BigEndian
	sizes, times, runs := words(0, 0, uint32(len(v.samples))), []byte(nil), uint32(0)
	for i, s := range v.samples {
		sizes = be.AppendUint32(sizes, s.size)
		if i == 0 || s.ticks != v.samples[i-1].ticks {
			times, runs = append(times, words(0, s.ticks)...), runs+1
		}
		last := times[len(times)-8:]
		be.PutUint32(last, be.Uint32(last)+1)
	}
	chunks := append(boxOf("stsc", 0, 1, 1, uint32(len(v.samples)), 1), boxOf("stco", 0, 1, at)...)
	if len(v.samples) == 0 {
		chunks = append(boxOf("stsc", 0, 0), boxOf("stco", 0, 0)...)
	}
	return appendBox(nil, "stbl", v.entry.written(), appendBox(nil, "stts", words(0, runs), times), appendBox(nil, "stsz", sizes), chunks)
}
