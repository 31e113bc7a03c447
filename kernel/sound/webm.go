// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"encoding/binary"
	"math"
	"slices"
	"time"
)

const (
	// usualScale is how many nanoseconds a tick has where the file does not say it, and longestTick the most it may have.
	usualScale  = uint64(time.Millisecond)
	longestTick = uint64(time.Second)
	// mostTracks is how many tracks may sound at once.
	mostTracks = 8
	// nameless stands where a program would write what it is called, which Matroska demands.
	nameless = "-"
)

// webm is a WebM or Matroska being read, and what is written of it.
type webm struct {
	scale    uint64
	tracks   []*track
	dropped  map[uint64]bool // numbers of tracks that are not kept
	begun    bool            // a cluster is kept
	since    uint64          // when it began: what a recorder counts from may be any day
	end      float64         // when the last block ends, in ticks from then
	clusters []byte
}

// rewriteWebM keeps the tracks that sound and their blocks. Browsers write while they record: where a segment or a cluster does not say how
// long it is, it ends where the next begins.
func rewriteWebM(sent []byte) ([]byte, time.Duration, error) {
	r := &reading{left: sent}
	head, err := nextElement(r)
	if err != nil || head.endless || !isWebM(head.body) {
		return nil, 0, errOther
	}
	w := &webm{scale: usualScale, dropped: map[uint64]bool{}, clusters: make([]byte, 0, len(sent))}
	for {
		e, err := nextElement(r)
		switch {
		case err != nil:
			return nil, 0, err
		case e.id == idSegment && e.endless:
			return w.rewrite(r)
		case e.id == idSegment:
			return w.rewrite(&reading{left: e.body}) // what is behind it belongs to no recording
		case e.endless:
			return nil, 0, errBroken
		}
	}
}

// isWebM reports whether the first element says that it is one.
func isWebM(head []byte) bool {
	kind := ""
	err := eachElement(head, func(e element) error {
		if e.id == idDocType {
			kind = string(e.body)
		}
		return nil
	})
	return err == nil && (kind == "webm" || kind == "matroska")
}

// rewrite reads a segment and writes it anew.
func (w *webm) rewrite(r *reading) ([]byte, time.Duration, error) {
	for len(r.left) > 0 {
		if err := w.top(r); err != nil {
			return nil, 0, err
		}
	}
	made, length := int64(0), time.Duration(0)
	for _, t := range w.tracks {
		made, length = made+t.made, max(length, t.length())
	}
	switch {
	case w.tracks == nil:
		return nil, 0, errBroken
	case made == 0:
		return nil, 0, errEmpty
	}
	return w.written(), length, nil
}

// top reads one part of a segment.
func (w *webm) top(r *reading) error {
	e, err := nextElement(r)
	switch {
	case err != nil:
		return err
	case e.id == idCluster && e.endless:
		return w.cluster(r, true)
	case e.id == idCluster:
		return w.cluster(&reading{left: e.body}, false)
	case e.endless:
		return errBroken
	case e.id == idInfo:
		return eachElement(e.body, w.info)
	case e.id == idTracks && w.tracks == nil:
		return w.entries(e.body)
	}
	return nil
}

// info takes how long a tick is, and nothing else of what there is to say about a segment.
func (w *webm) info(e element) error {
	if e.id != idTimestampScale || w.begun {
		return nil
	}
	if w.scale = e.unsigned(); w.scale == 0 || w.scale > longestTick {
		return errBroken
	}
	return nil
}

// entries reads the tracks, of which there must be one that sounds.
func (w *webm) entries(body []byte) error {
	err := eachElement(body, func(e element) error {
		if e.id != idTrackEntry {
			return nil
		}
		t, err := trackOf(e.body)
		switch {
		case err != nil:
			return err
		case t.codec == nil:
			w.dropped[t.number] = true
			return nil
		case w.track(t.number) != nil || len(w.tracks) == mostTracks:
			return errBroken
		}
		w.tracks = append(w.tracks, t)
		return nil
	})
	if err == nil && w.tracks == nil {
		err = errOther
	}
	return err
}

// track is that of a number; nil where none of that number is kept.
func (w *webm) track(number uint64) *track {
	at := slices.IndexFunc(w.tracks, func(t *track) bool { return t.number == number })
	if at < 0 {
		return nil
	}
	return w.tracks[at]
}

// written writes the whole: what stands around the clusters is the same for everybody.
func (w *webm) written() []byte {
	head := appendNumber(appendNumber(nil, idEBMLVersion, 1), idEBMLReadVersion, 1)
	head = appendNumber(appendNumber(head, idMaxIDLength, 4), idMaxSizeLength, 8)
	head = appendNumber(appendNumber(appendElement(head, idDocType, []byte("webm")), idDocVersion, 4), idDocReadVersion, 2)

	info := appendNumber(nil, idTimestampScale, w.scale)
	info = appendElement(info, idDuration, binary.BigEndian.AppendUint64(nil, math.Float64bits(w.end)))
	info = appendElement(appendElement(info, idMuxingApp, []byte(nameless)), idWritingApp, []byte(nameless))

	var tracks []byte
	for i, t := range w.tracks {
		tracks = appendElement(tracks, idTrackEntry, t.written(uint64(i+1)))
	}
	segment := append(appendElement(appendElement(nil, idInfo, info), idTracks, tracks), w.clusters...)
	return appendElement(appendElement(nil, idEBML, head), idSegment, segment)
}
