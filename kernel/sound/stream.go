// SPDX-License-Identifier: Apache-2.0

package sound

import "time"

// codec is what is known of sound from its headers.
type codec interface {
	// samples checks a packet, clears in it what is not sound, and says how many samples it makes.
	samples(packet []byte) (int64, error)
	// rate is how many samples a second has.
	rate() int64
	// ahead is how many samples are decoded at the beginning and not heard.
	ahead() int64
}

// streamed is a codec whose headers lie in the stream itself.
type streamed interface {
	codec
	// headers takes the headers of a stream for such as say no more than decoding needs.
	headers(sent [][]byte) ([][]byte, error)
}

// stream is one stream of an Ogg: pages of one serial number, from the first to the last.
type stream struct {
	codec   streamed // nil for one that is not kept
	headers int      // packets before the sound
	serial  uint32
	link    int // streams that sound together are of one link, and the next begins when they have ended
	pages   []*page
	body    []byte // of all its pages, so that each packet is one piece
	next    uint32 // the number its next page must have
	open    bool   // the last packet goes on
	ended   bool

	heads   [][]byte  // as they came, and once all are there as they are kept
	begins  int       // the first page of sound
	until   []int64   // samples made up to the end of each page, or noPosition where no packet ends on it
	made    int64     // samples in all
	written int       // pages that have something in their stead already
	anew    [][]*page // what stands in the stead of each page
}

// take adds a page that must be the next one.
func (s *stream) take(p *page) error {
	continues := p.flags&pageContinues != 0
	if p.number != s.next || continues != s.open {
		return errBroken
	}
	s.next, s.body = s.next+1, append(s.body, p.body...)
	if len(p.laced) > 0 {
		s.open = p.open()
	}
	s.pages, s.until = append(s.pages, p), append(s.until, noPosition)
	return nil
}

// eachPacket calls found for every packet, with the number of the page on which it ends and whether the page ends with it.
func (s *stream) eachPacket(found func(packet []byte, at int, last bool) error) error {
	begin, end := 0, 0
	for at, p := range s.pages {
		for i, n := range p.laced {
			if end += int(n); n == full {
				continue
			}
			if err := found(s.body[begin:end:end], at, i == len(p.laced)-1); err != nil {
				return err
			}
			begin = end
		}
	}
	return nil
}

// rewrite makes what stands in the stead of its pages.
func (s *stream) rewrite() error {
	if err := s.eachPacket(s.packet); err != nil {
		return err
	}
	if s.open || len(s.heads) < s.headers {
		return errBroken
	}
	first, others := pagesOf(s.heads[0]), pagesOf(s.heads[1:]...)
	first[0].flags = pageFirst
	s.anew = make([][]*page, len(s.pages))
	s.anew[0], s.anew[s.begins-1] = first, others
	s.lay()
	s.count()
	return s.rebase()
}

// packet takes one packet, a header or sound.
func (s *stream) packet(packet []byte, at int, last bool) error {
	if len(s.heads) == s.headers {
		n, err := s.codec.samples(packet)
		s.made += n
		s.until[at] = s.made
		return err
	}
	s.heads, s.begins = append(s.heads, packet), at+1
	alone := len(s.heads) != 1 || at == 0
	ends := len(s.heads) != 1 && len(s.heads) != s.headers || last
	if !alone || !ends {
		return errBroken // the first header has the first page for itself, and sound begins on a page of its own
	}
	if len(s.heads) < s.headers {
		return nil
	}
	var err error
	s.heads, err = s.codec.headers(s.heads)
	return err
}

// lay puts each page of sound in its own stead, with the bytes as the codec left them.
func (s *stream) lay() {
	end := len(s.body)
	for at := len(s.pages) - 1; at >= s.begins; at-- {
		p := s.pages[at]
		p.body = s.body[end-len(p.body) : end]
		p.flags &= pageContinues
		s.anew[at], end = []*page{p}, end-len(p.body)
	}
}

// count gives the pages their numbers, without a gap, and closes the last.
func (s *stream) count() {
	number, last := uint32(0), (*page)(nil)
	for _, pages := range s.anew {
		for _, p := range pages {
			p.serial, p.number, last = s.serial, number, p
			number++
		}
	}
	last.flags |= pageLast
}

// rebase makes the positions begin with the sound: a recorder may count from when it was switched on, or from any day.
func (s *stream) rebase() error {
	before, begun := int64(0), false
	for at := s.begins; at < len(s.pages); at++ {
		p := s.pages[at]
		switch {
		case s.until[at] != noPosition && p.position == noPosition:
			return errBroken
		case s.until[at] == noPosition && len(p.laced) > 0:
			p.position = noPosition
		case s.until[at] != noPosition && !begun:
			before, begun = max(0, p.position-s.until[at]), true
		}
	}
	return s.shift(before)
}

// shift moves all positions, which never go back.
func (s *stream) shift(by int64) error {
	reached := int64(0)
	for _, p := range s.pages[s.begins:] {
		if p.position == noPosition {
			continue
		}
		if p.position -= by; p.position < reached {
			return errBroken
		}
		reached = p.position
	}
	s.made = min(s.made, reached)
	return nil
}

// length is how long it is heard.
func (s *stream) length() time.Duration { return lasting(s.made-s.codec.ahead(), s.codec.rate()) }

// instead returns what stands in the stead of the next page.
func (s *stream) instead() []*page {
	s.written++
	return s.anew[s.written-1]
}
