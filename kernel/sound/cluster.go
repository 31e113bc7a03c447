// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"encoding/binary"
	"math"
	"slices"
	"time"
)

// tops are the parts of a segment: where one begins, a cluster has ended that did not say how long it is.
var tops = []uint64{idCluster, idInfo, idTracks, idSeekHead, idCues, idAttachments, idChapters, idTags, idSegment, idEBML}

// cluster is one stretch of a recording.
type cluster struct {
	at     uint64 // in ticks, as the recorder counts
	timed  bool
	blocks []byte // as they are kept
}

// cluster reads a cluster, and keeps the blocks of the tracks that are kept.
func (w *webm) cluster(r *reading, endless bool) error {
	if w.tracks == nil {
		return errBroken
	}
	c := &cluster{}
	for len(r.left) > 0 {
		begun := r.left
		e, err := nextElement(r)
		if err == nil && endless && slices.Contains(tops, e.id) {
			r.left = begun
			break
		}
		if err == nil {
			err = w.part(c, e)
		}
		if err != nil {
			return err
		}
	}
	w.keep(c)
	return nil
}

// part takes one element of a cluster.
func (w *webm) part(c *cluster, e element) error {
	switch {
	case e.endless:
		return errBroken
	case e.id == idTimestamp && !c.timed:
		c.at, c.timed = e.unsigned(), true
	case e.id == idSimpleBlock:
		return w.block(c, e.body, 0)
	case e.id == idBlockGroup:
		var block []byte
		var discard int64
		err := eachElement(e.body, func(e element) error {
			switch e.id {
			case idBlock:
				block = e.body
			case idDiscardPadding:
				discard = e.signed()
			}
			return nil
		})
		if err != nil {
			return err
		}
		return w.block(c, block, discard)
	}
	return nil
}

// signed is the number with a sign that a body holds, if it holds one.
func (e element) signed() int64 {
	unused := 64 - 8*len(e.body)
	return int64(e.unsigned()<<max(unused, 0)) >> max(unused, 0)
}

// block takes a block of a track, of which so many nanoseconds are not to be heard.
func (w *webm) block(c *cluster, body []byte, discard int64) error {
	r := &reading{left: body}
	number, _ := r.variable(8, true)
	after, flags := int16(r.number(2)), byte(r.number(1))
	t := w.track(number)
	switch {
	case r.short || !c.timed || t == nil && !w.dropped[number]:
		return errBroken
	case t == nil:
		return nil
	}
	data := slices.Clone(r.left)
	made, err := heard(t.codec, flags, data)
	if err != nil {
		return err
	}
	if discard < 0 || discard > math.MaxInt32 || discard > int64(lasting(made, t.codec.rate())) {
		discard = 0 // more than there is to leave out
	}
	t.made, t.shorn = t.made+made, t.shorn+discard*t.codec.rate()/int64(time.Second)
	c.append(slices.Index(w.tracks, t), after, flags&laced, data, discard)
	return w.reach(c, after, float64(made)/float64(t.codec.rate()))
}

// reach notes when a block ends that begins so many ticks after its cluster and lasts so many seconds.
func (w *webm) reach(c *cluster, after int16, seconds float64) error {
	if !w.begun {
		w.begun, w.since = true, c.at
	}
	if c.at < w.since || float64(c.at-w.since)*float64(w.scale) > float64(maxLength) {
		return errBroken
	}
	w.end = max(w.end, float64(c.at-w.since)+float64(after)+seconds*float64(time.Second)/float64(w.scale))
	return nil
}

// append keeps a block.
func (c *cluster) append(track int, after int16, flags byte, data []byte, discard int64) {
	head := binary.BigEndian.AppendUint16([]byte{0x80 | byte(track+1)}, uint16(after))
	if discard == 0 {
		c.blocks = appendElement(c.blocks, idSimpleBlock, append(append(head, flags|wholeFrame), data...))
		return
	}
	group := appendElement(nil, idBlock, append(append(head, flags), data...))
	group = appendElement(group, idDiscardPadding, binary.BigEndian.AppendUint32(nil, uint32(discard)))
	c.blocks = appendElement(c.blocks, idBlockGroup, group)
}

// keep writes a cluster in which there is something.
func (w *webm) keep(c *cluster) {
	if c.blocks == nil {
		return
	}
	body := append(appendNumber(nil, idTimestamp, c.at-w.since), c.blocks...)
	w.clusters = appendElement(w.clusters, idCluster, body)
}

// Bits of the flags of a block (RFC 9559, section 10): it can be decoded by itself; how several frames lie in it.
const (
	wholeFrame  = 0x80
	laced       = 0x06
	lacedXiph   = 0x02
	lacedEvenly = 0x04
)

// heard checks the frames of a block and says how many samples they make.
func heard(c codec, flags byte, data []byte) (made int64, err error) {
	r := &reading{left: data}
	var room [mostLaced + 1]uint64
	for _, size := range sizes(r, flags&laced, room[:]) {
		n, err := c.samples(r.take(size))
		if err != nil || r.short || size == 0 && flags&laced != 0 {
			return 0, errBroken
		}
		made += n
	}
	if r.short || len(r.left) > 0 {
		return 0, errBroken
	}
	return made, nil
}

// sizes reads how long the frames of a block are (RFC 9559, section 10.3), into room for as many as there can be.
func sizes(r *reading, lacing byte, room []uint64) []uint64 {
	if lacing == 0 {
		room[0] = uint64(len(r.left))
		return room[:1]
	}
	all := room[:r.number(1)+1]
	r.short = r.short || lacing == lacedEvenly && len(r.left)%len(all) != 0
	last := len(all) - 1
	known, before := uint64(0), uint64(0)
	for i := range last {
		switch lacing {
		case lacedXiph:
			all[i] = xiph(r)
		case lacedEvenly:
			all[i] = uint64(len(r.left) / len(all))
		default:
			all[i] = before + ebmlStep(r, i == 0)
		}
		before = all[i]
		known += before
		r.short = r.short || before > uint64(len(r.left))
	}
	all[last] = uint64(len(r.left)) - known
	return all
}

// xiph reads a length in bytes of which all but the last are full.
func xiph(r *reading) (n uint64) {
	for {
		b := r.number(1)
		if n += b; b != full || r.short {
			return n
		}
	}
}

// ebmlStep reads the first length, or by how much the next differs from the one before it.
func ebmlStep(r *reading, first bool) uint64 {
	before := len(r.left)
	n, _ := r.variable(8, true)
	if size := before - len(r.left); !first && size > 0 {
		n -= uint64(1)<<(7*size-1) - 1
	}
	return n
}
