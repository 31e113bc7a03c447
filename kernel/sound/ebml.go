// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// Elements of EBML and Matroska (RFC 8794, section 11; RFC 9559, section 5) that are read or written. No other is kept.
const (
	idEBML            = 0x1a45dfa3
	idEBMLVersion     = 0x4286
	idEBMLReadVersion = 0x42f7
	idMaxIDLength     = 0x42f2
	idMaxSizeLength   = 0x42f3
	idDocType         = 0x4282
	idDocVersion      = 0x4287
	idDocReadVersion  = 0x4285

	idSegment        = 0x18538067
	idInfo           = 0x1549a966
	idTimestampScale = 0x2ad7b1
	idDuration       = 0x4489
	idMuxingApp      = 0x4d80
	idWritingApp     = 0x5741

	idTracks       = 0x1654ae6b
	idTrackEntry   = 0xae
	idTrackNumber  = 0xd7
	idTrackUID     = 0x73c5
	idTrackType    = 0x83
	idCodecID      = 0x86
	idCodecPrivate = 0x63a2
	idCodecDelay   = 0x56aa
	idSeekPreRoll  = 0x56bb
	idAudio        = 0xe1
	idSampling     = 0xb5
	idChannels     = 0x9f
	idBitDepth     = 0x6264
	idEncodings    = 0x6d80

	idCluster        = 0x1f43b675
	idTimestamp      = 0xe7
	idSimpleBlock    = 0xa3
	idBlockGroup     = 0xa0
	idBlock          = 0xa1
	idDiscardPadding = 0x75a2

	idSeekHead    = 0x114d9b74
	idCues        = 0x1c53bb6b
	idAttachments = 0x1941a469
	idChapters    = 0x1043a770
	idTags        = 0x1254c367
)

// ebmlMark is how every EBML begins: its first element.
const ebmlMark = "\x1a\x45\xdf\xa3"

// element is one element of EBML. One that does not say where it ends has no body: what is in it comes next.
type element struct {
	id      uint64
	body    []byte
	endless bool
}

// nextElement reads an element.
func nextElement(r *reading) (element, error) {
	id, _ := r.variable(4, false)
	size, unknown := r.variable(8, true)
	e := element{id: id, endless: unknown}
	if !unknown {
		e.body = r.take(size)
	}
	if r.short {
		return element{}, errBroken
	}
	return e, nil
}

// eachElement calls found for every element of a body.
func eachElement(body []byte, found func(e element) error) error {
	for r := (&reading{left: body}); len(r.left) > 0; {
		e, err := nextElement(r)
		if err == nil && e.endless {
			err = errBroken
		}
		if err == nil {
			err = found(e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// variable reads a number that says by its first bits how many bytes it takes, of at most so many (RFC 8794, section 4). bare takes those bits
// off; unknown reports whether all the others are ones.
func (r *reading) variable(most int, bare bool) (n uint64, unknown bool) {
	if len(r.left) == 0 {
		r.short = true
		return 0, false
	}
	size := bits.LeadingZeros8(r.left[0]) + 1
	if size > most {
		r.short = true
		return 0, false
	}
	n = r.number(uint64(size))
	ones := uint64(1)<<(7*size) - 1
	if bare {
		n &= ones
	}
	return n, !r.short && n&ones == ones
}

// unsigned is the number that a body holds, if it holds one.
func (e element) unsigned() uint64 {
	r := reading{left: e.body}
	if len(e.body) > 8 {
		return 0
	}
	return r.number(uint64(len(e.body)))
}

// float is the fraction that a body holds, if it holds one.
func (e element) float() float64 {
	switch len(e.body) {
	case 4:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(e.body)))
	case 8:
		return math.Float64frombits(binary.BigEndian.Uint64(e.body))
	}
	return 0
}

// appendElement appends an element with what is in it.
func appendElement(to []byte, id uint64, body []byte) []byte {
	to = append(to, bare(id)...)
	size, length := uint64(len(body)), 1
	for size >= uint64(1)<<(7*length)-1 {
		length++
	}
	to = append(to, binary.BigEndian.AppendUint64(nil, size|uint64(1)<<(7*length))[8-length:]...)
	return append(to, body...)
}

// appendNumber appends an element that holds a number.
func appendNumber(to []byte, id, n uint64) []byte { return appendElement(to, id, bare(n)) }

// bare are the bytes of a number without noughts in front.
func bare(n uint64) []byte {
	return binary.BigEndian.AppendUint64(nil, n)[min(bits.LeadingZeros64(n)/8, 7):]
}
