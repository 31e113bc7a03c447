// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"bytes"
	"time"
)

// ogg is a file being read: its streams, those that are kept, and of each page that is kept the stream.
type ogg struct {
	bySerial map[uint32]*stream
	kept     []*stream
	order    []*stream
	link     int
	sounding int // streams that are kept and have not ended
}

// rewriteOgg keeps the streams of sound with their pages as they lie: only headers change, numbers, and checksums.
func rewriteOgg(sent []byte) ([]byte, time.Duration, error) {
	o := &ogg{bySerial: map[uint32]*stream{}}
	for r := (&reading{left: sent}); len(r.left) > 0; {
		if o.ended() && !bytes.HasPrefix(r.left, []byte(oggMark)) {
			break // what is behind the end belongs to no page
		}
		p, err := nextPage(r)
		if err == nil {
			err = o.take(p)
		}
		if err != nil {
			return nil, 0, err
		}
	}
	if len(o.kept) == 0 {
		return nil, 0, errOther
	}
	return o.written(len(sent))
}

// ended reports whether every stream that is kept has had its last page.
func (o *ogg) ended() bool { return len(o.kept) > 0 && o.sounding == 0 }

// take adds a page to its stream.
func (o *ogg) take(p *page) error {
	s := o.bySerial[p.serial]
	if p.flags&pageFirst != 0 {
		if s != nil && !s.ended {
			return errBroken
		}
		var err error
		if s, err = o.begin(p); err != nil {
			return err
		}
	}
	if s == nil || s.ended {
		return errBroken
	}
	s.ended = p.flags&pageLast != 0
	if s.codec == nil {
		return nil
	}
	if s.ended {
		o.sounding--
	}
	o.order = append(o.order, s)
	return s.take(p)
}

// begin opens the stream whose first page it is.
func (o *ogg) begin(p *page) (*stream, error) {
	s := &stream{next: p.number}
	var err error
	switch {
	case bytes.HasPrefix(p.body, []byte(opusHeadMark)):
		s.headers = 2
		s.codec, err = opusOf(p.body)
	case bytes.HasPrefix(p.body, []byte(vorbisHead)):
		s.headers = 3
		s.codec, err = vorbisOf(p.body)
	case isFilm(p.body):
		err = errVideo
	}
	if err != nil {
		return nil, err
	}
	if o.bySerial[p.serial] = s; s.codec != nil {
		if o.ended() {
			o.link++
		}
		s.link, o.sounding = o.link, o.sounding+1
		o.kept = append(o.kept, s)
		s.serial = uint32(len(o.kept))
	}
	return s, nil
}

// films are how the first packets of pictures that move begin.
var films = []string{"\x80theora", "\x01video", "BBCD\x00", "OVP80", "YUV4MPEG"}

func isFilm(first []byte) bool {
	for _, mark := range films {
		if bytes.HasPrefix(first, []byte(mark)) {
			return true
		}
	}
	return false
}

// written writes the pages of all streams in the order in which they came.
func (o *ogg) written(size int) ([]byte, time.Duration, error) {
	kept, lengths, heard := make([]byte, 0, size), make([]time.Duration, o.link+1), false
	for _, s := range o.kept {
		if err := s.rewrite(); err != nil {
			return nil, 0, err
		}
		heard = heard || s.made > 0
		lengths[s.link] = max(lengths[s.link], s.length())
	}
	if !heard {
		return nil, 0, errEmpty
	}
	for _, s := range o.order {
		for _, p := range s.instead() {
			kept = p.written(kept)
		}
	}
	var length time.Duration
	for _, l := range lengths {
		length += l
	}
	return kept, length, nil
}
