// SPDX-License-Identifier: Apache-2.0

package sound

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"time"

	"safar/kernel/fault"
)

// Recording is a voice as it may be kept: bounded, and written anew so that nothing but the sound is left in it. The zero Recording is none.
type Recording struct {
	kept   []byte
	media  string
	length time.Duration
}

// Bytes returns it as it is kept; it must not be changed.
func (r *Recording) Bytes() []byte { return r.kept }

// Type returns its media type, one of audio/ogg, audio/webm, audio/mp4, audio/wav, audio/mpeg and audio/amr as IANA has them. It says nothing of
// who sent it or with what.
func (r *Recording) Type() string { return r.media }

// Length returns how long it lasts, as its own frames tell; nought where that cannot be told.
func (r *Recording) Length() time.Duration { return r.length }

// format is a kind of file that is read.
type format struct {
	media   string // of what is written of it
	begins  func(first []byte) bool
	rewrite func(sent []byte) (kept []byte, length time.Duration, err error)
}

var formats = []format{
	{"audio/ogg", beginsWith(oggMark), rewriteOgg},
	{"audio/webm", beginsWith(ebmlMark), rewriteWebM},
	{"audio/mp4", beginsMP4, rewriteMP4},
	{"audio/mp4", beginsADTS, rewriteADTS},
	{"audio/wav", beginsWAV, rewriteWAV},
	{"audio/mpeg", beginsMP3, rewriteMP3},
	{"audio/amr", beginsAMR, rewriteAMR},
}

func beginsWith(mark string) func([]byte) bool {
	return func(first []byte) bool { return bytes.HasPrefix(first, []byte(mark)) }
}

// formatOf tells the format by the first bytes; nil for one that is not read.
func formatOf(first []byte) *format {
	for i := range formats {
		if formats[i].begins(first) {
			return &formats[i]
		}
	}
	return nil
}

// TypeOf returns the media type of bytes that Bytes gave, so that nothing needs to be stored beside them; "" where they are of none.
func TypeOf(kept []byte) string {
	if f := formatOf(kept); f != nil {
		return f.media
	}
	return ""
}

// What can be wrong with a file, below the sentences about it.
var (
	errTooLarge = errors.New("sound: more than may be sent")
	errEmpty    = errors.New("sound: nothing to hear in it")
	errOther    = errors.New("sound: of another kind")
	errBroken   = errors.New("sound: broken off or malformed")
	errVideo    = errors.New("sound: a film")
)

// Read reads a recording as it comes and makes a Recording of it. Faults, all of kind Invalid: sound.too_large with megabytes, sound.empty
// where nothing was sent or nothing is to be heard, sound.not_a_recording for a file of another kind or codec, sound.not_whole for one that
// breaks off or is malformed, sound.video for one with a film in it.
func Read(from io.Reader) (*Recording, error) {
	const op = "sound.Read"
	sent, err := bounded(from)
	if err != nil {
		return nil, refused(op, err)
	}
	f := formatOf(sent)
	if f == nil {
		return nil, refused(op, errOther)
	}
	kept, length, err := f.rewrite(sent)
	if err == nil && len(kept) > MaxSent {
		err = errTooLarge
	}
	if err != nil {
		return nil, refused(op, err)
	}
	return &Recording{kept, f.media, length}, nil
}

// bounded reads what is sent, and no more of it than may be.
func bounded(from io.Reader) ([]byte, error) {
	sent, err := io.ReadAll(io.LimitReader(from, MaxSent+1))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large) || len(sent) > MaxSent:
		return nil, errTooLarge
	case err != nil:
		return nil, errors.Join(errBroken, err)
	case len(sent) == 0:
		return nil, errEmpty
	}
	return sent, nil
}

// refused says in words why there is no Recording.
func refused(op string, why error) error {
	said := fault.New(op, fault.Invalid, "sound.not_whole", nil).WithHint("sound.not_whole_hint")
	switch {
	case errors.Is(why, errTooLarge):
		said = fault.New(op, fault.Invalid, "sound.too_large", fault.Args{"megabytes": MaxSent >> 20}).WithHint("sound.too_large_hint")
	case errors.Is(why, errEmpty):
		said = fault.New(op, fault.Invalid, "sound.empty", nil).WithHint("sound.empty_hint")
	case errors.Is(why, errOther):
		said = fault.New(op, fault.Invalid, "sound.not_a_recording", nil).WithHint("sound.not_a_recording_hint")
	case errors.Is(why, errVideo):
		said = fault.New(op, fault.Invalid, "sound.video", nil).WithHint("sound.video_hint")
	}
	return said.Because(why)
}
