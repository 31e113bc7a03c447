// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"encoding/binary"
	"math"
	"time"
)

// Kinds of track (RFC 9559, section 5.1.4.1.3).
const (
	trackOfFilm  = 1
	trackOfSound = 2
)

// opusPreRoll is what a player decodes before the place that it is sent to (RFC 7845, section 4.6), in nanoseconds.
const opusPreRoll = uint64(80 * time.Millisecond)

// track is one track of a WebM that sounds. Its codec is nil for one that does not.
type track struct {
	number   uint64
	kind     uint64
	name     string // of the codec
	private  []byte // what the codec needs to know first
	rate     float64
	channels uint64
	bits     uint64
	codec    codec

	made  int64 // samples
	shorn int64 // samples that are not to be heard, at the end
}

// trackOf reads the entry of a track. A film is refused; whatever else does not sound has no codec.
func trackOf(body []byte) (*track, error) {
	t := &track{channels: 1, rate: 8000} // as RFC 9559 has it where nothing is said
	if err := eachElement(body, t.entry); err != nil {
		return nil, err
	}
	switch {
	case t.kind == trackOfFilm:
		return nil, errVideo
	case t.kind != trackOfSound:
		return t, nil
	case t.number == 0:
		return nil, errBroken
	}
	var err error
	t.codec, err = t.codecOf()
	return t, err
}

// entry takes one element of an entry.
func (t *track) entry(e element) error {
	switch e.id {
	case idTrackNumber:
		t.number = e.unsigned()
	case idTrackType:
		t.kind = e.unsigned()
	case idCodecID:
		t.name = string(e.body)
	case idCodecPrivate:
		t.private = e.body
	case idAudio:
		return eachElement(e.body, t.sounds)
	case idEncodings:
		return errOther // packed or locked once more
	}
	return nil
}

// sounds takes one element of what is said of the sound.
func (t *track) sounds(e element) error {
	switch e.id {
	case idSampling:
		t.rate = e.float()
	case idChannels:
		t.channels = e.unsigned()
	case idBitDepth:
		t.bits = e.unsigned()
	}
	return nil
}

// codecOf reads what the codec needs to know first.
func (t *track) codecOf() (codec, error) {
	switch t.name {
	case "A_OPUS":
		return asCodec(opusOf(t.private))
	case "A_VORBIS":
		return asCodec(t.vorbis())
	case "A_PCM/INT/LIT", "A_PCM/FLOAT/IEEE":
		return asCodec(t.plain())
	}
	return nil, errOther
}

// vorbis reads the headers, and keeps such as say no more than decoding needs.
func (t *track) vorbis() (*vorbis, error) {
	heads, err := apart(t.private)
	if err != nil {
		return nil, err
	}
	v, err := vorbisOf(heads[0])
	if err != nil {
		return nil, err
	}
	if heads, err = v.headers(heads); err != nil {
		return nil, err
	}
	t.private = together(heads)
	return v, nil
}

// asCodec makes sure that what failed is no codec.
func asCodec[C codec](c C, err error) (codec, error) {
	if err != nil {
		return nil, err
	}
	return c, nil
}

// plain are samples as they are, one behind the other.
type plain struct{ block, each int64 }

// plain reads how they lie.
func (t *track) plain() (*plain, error) {
	fits := t.bits == 16 || t.bits == 24 || t.bits == 32
	if t.name == "A_PCM/FLOAT/IEEE" {
		fits = t.bits == 32 || t.bits == 64
	}
	if !fits || t.channels < 1 || t.channels > maxChannels || !(t.rate >= 1 && t.rate <= maxRate) || t.rate != math.Trunc(t.rate) {
		return nil, errOther
	}
	return &plain{int64(t.channels * t.bits / 8), int64(t.rate)}, nil
}

func (p *plain) samples(packet []byte) (int64, error) {
	if int64(len(packet))%p.block != 0 {
		return 0, errBroken
	}
	return int64(len(packet)) / p.block, nil
}

func (p *plain) rate() int64 { return p.each }

func (p *plain) ahead() int64 { return 0 }

// length is how long it is heard.
func (t *track) length() time.Duration {
	return lasting(t.made-t.shorn-t.codec.ahead(), t.codec.rate())
}

// written writes the entry, under a number of its own.
func (t *track) written(number uint64) []byte {
	b := appendNumber(appendNumber(appendNumber(nil, idTrackNumber, number), idTrackUID, number), idTrackType, trackOfSound)
	b = appendElement(b, idCodecID, []byte(t.name))
	audio := appendElement(nil, idSampling, binary.BigEndian.AppendUint64(nil, math.Float64bits(float64(t.codec.rate()))))
	switch c := t.codec.(type) {
	case *opus:
		b = appendElement(b, idCodecPrivate, c.head())
		delay := uint64(lasting(c.ahead(), opusRate))
		b = appendNumber(appendNumber(b, idCodecDelay, delay), idSeekPreRoll, opusPreRoll)
		audio = appendNumber(audio, idChannels, uint64(c.channels))
	case *vorbis:
		b = appendElement(b, idCodecPrivate, t.private)
		audio = appendNumber(audio, idChannels, uint64(c.channels))
	case *plain:
		audio = appendNumber(appendNumber(audio, idChannels, t.channels), idBitDepth, t.bits)
	}
	return appendElement(b, idAudio, audio)
}
