// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"bytes"
	"slices"
	"time"
)

// movie is an MP4 being read.
type movie struct {
	sent    []byte
	scale   uint64 // ticks a second of what is said of the whole
	voices  []*voice
	dropped map[uint64]bool // tracks that are not kept
	taken   uint64          // bytes of the file that samples are made of
}

func beginsMP4(first []byte) bool { return len(first) >= 8 && bytes.Equal(first[4:8], []byte("ftyp")) }

// rewriteMP4 keeps the tracks that sound, sample by sample: what lies between the samples, and in every other box, is not copied. It is written
// in one piece, also where it came in fragments, with all that says where sound is in front.
func rewriteMP4(sent []byte) ([]byte, time.Duration, error) {
	m := &movie{sent: sent, dropped: map[uint64]bool{}}
	for r := (&reading{left: sent}); len(r.left) > 0; {
		at := uint64(len(sent) - len(r.left))
		b := nextBox(r)
		if r.short && m.voices != nil && !slices.Contains(ofMP4, b.kind) {
			break // what is behind the end belongs to no box
		}
		if r.short {
			return nil, 0, errBroken
		}
		if err := m.top(b, at); err != nil {
			return nil, 0, err
		}
	}
	if m.voices == nil {
		return nil, 0, errBroken
	}
	return m.rewrite()
}

// ofMP4 are boxes that stand at the top of a file, of which one that is not whole was broken off.
var ofMP4 = []string{"ftyp", "styp", "moov", "moof", "mdat", "free", "skip", "wide", "uuid", "meta", "sidx", "mfra", "udta", "emsg", "prft"}

// top reads one box of the file.
func (m *movie) top(b box, at uint64) error {
	switch {
	case b.kind == "moov" && m.voices == nil:
		return m.moov(b.body)
	case b.kind == "moof" && m.voices == nil:
		return errBroken
	case b.kind == "moof":
		return m.moof(b.body, at)
	}
	return nil
}

// moov reads what there is, and where.
func (m *movie) moov(body []byte) error {
	var extends [][]byte
	err := eachBox(body, func(b box) error {
		switch b.kind {
		case "mvhd":
			m.scale = scaleOf(b.body)
		case "trak":
			return m.trak(b.body)
		case "mvex":
			extends = append(extends, b.body)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case m.voices == nil:
		return errOther
	case m.scale == 0:
		return errBroken
	}
	for _, body := range extends {
		if err := eachBox(body, m.mvex); err != nil {
			return err
		}
	}
	return nil
}

// scaleOf reads how many ticks a second has, out of a box that says first when something was made and changed.
func scaleOf(body []byte) uint64 {
	r := &reading{left: body}
	if version, _ := r.full(); version == 1 {
		r.take(8)
	}
	r.take(8)
	return r.number(4)
}

// trak reads a track, and keeps it if it sounds.
func (m *movie) trak(body []byte) error {
	v := &voice{}
	if err := eachBox(body, v.inside("mdia", "minf", "stbl")); err != nil {
		return err
	}
	switch v.kind {
	case "vide", "auxv", "pict":
		return errVideo
	case "soun":
	default:
		m.dropped[v.id] = true
		return nil
	}
	if err := v.describe(); err != nil {
		return err
	}
	if m.voice(v.id) != nil || len(m.voices) == mostTracks || v.scale == 0 {
		return errBroken
	}
	m.voices = append(m.voices, v)
	return m.tables(v)
}

// voice is the track of an id; nil where none of that id is kept.
func (m *movie) voice(id uint64) *voice {
	at := slices.IndexFunc(m.voices, func(v *voice) bool { return v.id == id })
	if at < 0 {
		return nil
	}
	return m.voices[at]
}

// voice is one track of an MP4 that sounds.
type voice struct {
	id      uint64
	kind    string
	scale   uint64 // ticks a second
	boxes   map[string][]byte
	edits   []edit
	entry   entry
	samples []sample
	said    uint32 // how many ticks the last of them lasts, as the file has it
	usual   sample // what a fragment takes where it says nothing

	begin uint64 // ticks at the beginning that are decoded and not heard
	ticks uint64 // in all
	heard uint64 // of them
	made  int64  // samples in all, as the codec counts them
	data  []byte // as it is kept
}

// inside reads the boxes of a track, and what is in those that hold others, each in the one before it.
func (v *voice) inside(holders ...string) func(b box) error {
	return func(b box) error {
		switch {
		case len(holders) > 0 && b.kind == holders[0]:
			return eachBox(b.body, v.inside(holders[1:]...))
		case b.kind == "edts":
			return eachBox(b.body, v.part)
		}
		return v.part(b)
	}
}

// part reads one box of a track. What is needed of its tables is kept until all is there.
func (v *voice) part(b box) error {
	switch b.kind {
	case "tkhd":
		r := &reading{left: b.body}
		if version, _ := r.full(); version == 1 {
			r.take(8)
		}
		r.take(8)
		v.id = r.number(4)
	case "mdhd":
		v.scale = scaleOf(b.body)
	case "hdlr":
		if v.kind == "" && len(b.body) >= 12 { // QuickTime has a second one, for where the data lies
			v.kind = string(b.body[8:12])
		}
	case "elst":
		return v.elst(b.body)
	case "stsd", "stts", "stsc", "stsz", "stco", "co64":
		if v.boxes == nil {
			v.boxes = map[string][]byte{}
		}
		v.boxes[b.kind] = b.body
	}
	return nil
}
