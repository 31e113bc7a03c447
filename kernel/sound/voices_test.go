// SPDX-License-Identifier: Apache-2.0

package sound_test

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"time"
)

// voice is a recording as it comes, with ZKANARI wherever something may stand that is not sound.
type voice struct {
	file   []byte
	frames []string // of the sound, one behind the other
	media  string
	length time.Duration
}

// lasts is how long samples last.
func lasts(samples, rate int64) time.Duration {
	return time.Duration(float64(samples) / float64(rate) * float64(time.Second))
}

// voices are recordings of every format and codec.
func voices() map[string]voice {
	all := map[string]voice{
		"ogg":               {oggOpus(), spoken, "audio/ogg", lasts(960+1920+1920-312, 48000)},
		"ogg, many":         {oggMany(), []string{spoken[0], spoken[1], spoken[2], spoken[0]}, "audio/ogg", lasts(960+1920-312, 48000) + lasts(2420-312, 48000)},
		"webm":              {webmOpus(), spoken, "audio/webm", lasts(960+1920+1920-480-312, 48000)},
		"webm, plain":       {webmPlain(), []string{voiced}, "audio/webm", lasts(130, 16000)},
		"m4a":               {m4a(), quieted, "audio/mp4", lasts(3*1024, 44100)},
		"m4a, trimmed":      {trimmed(), spokenAAC[3:8], "audio/mp4", lasts(1536, 44100)},
		"m4a, cut":          {cutOut(), append(slices.Clone(spokenAAC[:2]), spokenAAC[6:8]...), "audio/mp4", lasts(4*1024, 44100)},
		"3gp":               {threeGP(), []string{amrFrames[0] + amrFrames[2], amrFrames[1]}, "audio/mp4", 60 * time.Millisecond},
		"mp4, in fragments": {fragments(), spoken, "audio/mp4", lasts(960+1920+1000, 48000)},
		"ogg, vorbis":       {oggVorbis(), vorbisSpoken, "audio/ogg", lasts(vorbisMade, 8000)},
		"webm, vorbis":      {webmVorbis(), vorbisSpoken, "audio/webm", lasts(vorbisMade, 8000)},
		"aac":               {adts(), quieted, "audio/mp4", lasts(3*1024, 44100)},
		"mp3":               {mp3(), mp3Kept, "audio/mpeg", lasts(3*1152, 44100)},
		"mp3, low":          {mp3Low(), mp3LowKept, "audio/mpeg", lasts(2*576, 22050)},
		"amr":               {amr(), amrFrames, "audio/amr", 60 * time.Millisecond},
		"amr, wide":         {amrWide(), amrWideFrames, "audio/amr", 60 * time.Millisecond},
	}
	for name, w := range waves {
		all["wav, "+name] = voice{wav(w.format), []string{voiced}, "audio/wav", lasts(w.samples, w.rate)}
	}
	return all
}

// Frames of AMR: somebody speaks at 12.2 and at 4.75 kbit/s, and nobody does. In the last byte of the second four bits are filling.
var (
	amrFrames     = []string{"\x3c" + strings.Repeat("v", 30) + "\xf0", "\x04" + strings.Repeat("w", 11) + "\xee", "\x7c"}
	amrWideFrames = []string{"\x44" + strings.Repeat("v", 59) + "\xf8", "\x4c" + "quiet", "\x7c"}
)

// amr is a recording of a simple telephone, with words in what fills the frames up, and behind the end.
func amr() []byte {
	return []byte("#!AMR\n" + strings.TrimSuffix(amrFrames[0], "\xf0") + "\xff" + strings.TrimSuffix(amrFrames[1], "\xee") + "\xef" + amrFrames[2] + "ZKANARI")
}

func amrWide() []byte {
	return []byte("#!AMR-WB\n" + strings.TrimSuffix(amrWideFrames[0], "\xf8") + "\xff" + amrWideFrames[1] + amrWideFrames[2] + "ZKANARI")
}

// voiced are 520 bytes of sound in a WAV: whole blocks in each of its codecs.
var voiced = strings.Repeat("voice...", 65)

// waves are what fmt may say, how many samples that makes of voiced, and how many a second has.
var waves = map[string]struct {
	format        string
	samples, rate int64
}{
	"16 bits":            {fmtChunk(1, 1, 44100, 2, 16, ""), 260, 44100},
	"24 bits":            {fmtChunk(1, 2, 48000, 4, 16, ""), 130, 48000},
	"floats":             {fmtChunk(3, 1, 16000, 4, 32, "\x00\x00"), 130, 16000},
	"of a hotline":       {fmtChunk(7, 1, 8000, 1, 8, "\x07\x00ZKANARI"), 520, 8000},
	"of another hotline": {fmtChunk(6, 1, 8000, 1, 8, ""), 520, 8000},
	"GSM":                {fmtChunk(0x31, 1, 8000, 65, 0x4b5a, "\x02\x00\x40\x01ZKANARI"), 8 * 320, 8000},
	"IMA":                {fmtChunk(0x11, 1, 8000, 260, 4, "\x02\x00\x01\x02"), 2 * 513, 8000},
	"Microsoft's":        {fmtChunk(2, 1, 8000, 260, 4, "\x09\x00ZKANARI.."), 2 * 508, 8000},
	"in the long form":   {fmtChunk(0xfffe, 2, 48000, 4, 16, "\x16\x00\x10\x00ZKAN\x01\x00\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"), 130, 48000},
}

func fmtChunk(tag, channels uint16, rate uint32, block, bits uint16, more string) string {
	le := binary.LittleEndian
	b := le.AppendUint32(le.AppendUint16(le.AppendUint16(nil, tag), channels), rate)
	b = le.AppendUint16(le.AppendUint16(le.AppendUint32(b, rate*uint32(block)), block), bits)
	return string(b) + more
}

func chunk(name, body string) []byte {
	b := append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body))), body...)
	return append(b, make([]byte, len(body)%2)...)
}

// wav is a WAV with such a format, and chunks around it that tell more.
func wav(format string) []byte {
	inside := slices.Concat([]byte("WAVE"), chunk("bext", "ZKANARI studio"), chunk("fmt ", format), chunk("LIST", "INFOIART\x08\x00\x00\x00ZKANARI\x00."),
		chunk("data", voiced), chunk("id3 ", "ID3\x04ZKANARI"), chunk("iXML", "<who>ZKANARI</who>"))
	return append(chunk("RIFF", string(inside)), "ZKANARI"...)
}

// What a WAV says of itself must be so, and be of a codec that is kept.
func TestAWAVThatIsNotWholeIsRefused(t *testing.T) {
	good := fmtChunk(1, 1, 8000, 2, 16, "")
	for name, c := range map[string]struct {
		chunks [][]byte
		want   string
	}{
		"no format":                {[][]byte{chunk("data", voiced)}, "sound.not_whole"},
		"no data":                  {[][]byte{chunk("fmt ", good)}, "sound.not_whole"},
		"no sample":                {[][]byte{chunk("fmt ", good), chunk("data", "")}, "sound.empty"},
		"half a sample":            {[][]byte{chunk("fmt ", good), chunk("data", "v")}, "sound.empty"},
		"more than is there":       {[][]byte{chunk("fmt ", good), []byte("data\xff\xff\xff\xffvoice")}, "sound.not_whole"},
		"a format cut short":       {[][]byte{chunk("fmt ", good[:10]), chunk("data", voiced)}, "sound.not_a_recording"},
		"a codec nobody knows":     {[][]byte{chunk("fmt ", fmtChunk(0x1234, 1, 8000, 2, 16, "")), chunk("data", voiced)}, "sound.not_a_recording"},
		"no channel":               {[][]byte{chunk("fmt ", fmtChunk(1, 0, 8000, 0, 16, "")), chunk("data", voiced)}, "sound.not_a_recording"},
		"a block of nothing":       {[][]byte{chunk("fmt ", fmtChunk(0x11, 1, 8000, 4, 4, "")), chunk("data", voiced)}, "sound.not_a_recording"},
		"never a sample a second":  {[][]byte{chunk("fmt ", fmtChunk(1, 1, 0, 2, 16, "")), chunk("data", voiced)}, "sound.not_a_recording"},
		"a long form of something": {[][]byte{chunk("fmt ", fmtChunk(0xfffe, 1, 8000, 2, 16, "\x16\x00\x10\x00\x00\x00\x00\x00\x01\x00something else")), chunk("data", voiced)}, "sound.not_a_recording"},
	} {
		refuses(t, name, slices.Concat([]byte("RIFF\x00\x00\x00\x00WAVE"), slices.Concat(c.chunks...)), c.want)
	}
}

// Samples that are not whole, at the end, are no sound; an odd one is filled up as WAV demands.
func TestWhatIsLeftOfASampleIsDropped(t *testing.T) {
	file := slices.Concat([]byte("RIFF\x00\x00\x00\x00WAVE"), chunk("fmt ", fmtChunk(1, 1, 8000, 2, 16, "")), chunk("data", "abcdeZ"[:5]))
	want := slices.Concat([]byte("RIFF\x28\x00\x00\x00WAVE"), chunk("fmt ", fmtChunk(1, 1, 8000, 2, 16, "")), chunk("data", "abcd"))
	if kept := read(t, file).Bytes(); string(kept) != string(want) {
		t.Errorf("%q, want %q", kept, want)
	}
	odd := slices.Concat([]byte("RIFF\x00\x00\x00\x00WAVE"), chunk("fmt ", fmtChunk(7, 1, 8000, 1, 8, "\x00\x00")), []byte("data\x03\x00\x00\x00abcZKANARI"))
	want = slices.Concat([]byte("RIFF\x2a\x00\x00\x00WAVE"), chunk("fmt ", fmtChunk(7, 1, 8000, 1, 8, "\x00\x00")), chunk("data", "abc"))
	if kept := read(t, odd).Bytes(); string(kept) != string(want) {
		t.Errorf("%q, want %q", kept, want)
	}
}

func TestAnAMRThatIsNotWholeIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"the mark alone":       {"#!AMR\n", "sound.empty"},
		"part of a frame":      {"#!AMR\n" + amrFrames[0][:20], "sound.empty"},
		"text":                 {"#!AMR\n" + strings.Repeat("ZKANARI", 20), "sound.not_whole"},
		"text behind a frame":  {"#!AMR-WB\n" + amrWideFrames[0] + strings.Repeat("ZKANARI", 20), "sound.not_whole"},
		"many channels":        {"#!AMR_MC1.0\n\x00\x00\x00\x02" + amrFrames[0], "sound.not_a_recording"},
		"a frame of no length": {"#!AMR\n" + strings.Repeat("\x4c", 70), "sound.not_whole"},
	} {
		refuses(t, name, []byte(c.file), c.want)
	}
}
