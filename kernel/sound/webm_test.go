// SPDX-License-Identifier: Apache-2.0

package sound_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"time"
)

// el is an element of EBML with what is in it, its length in as few bytes as it takes.
func el(id string, parts ...string) string {
	body := strings.Join(parts, "")
	if len(body) < 127 {
		return id + string([]byte{0x80 | byte(len(body))}) + body
	}
	if len(body) < 1<<14-1 {
		return id + string(binary.BigEndian.AppendUint16(nil, 0x4000|uint16(len(body)))) + body
	}
	return id + string(binary.BigEndian.AppendUint32(nil, 0x10000000|uint32(len(body)))) + body
}

// open is an element that does not say where it ends, as browsers write while they record.
func open(id string, parts ...string) string {
	return id + "\x01\xff\xff\xff\xff\xff\xff\xff" + strings.Join(parts, "")
}

// Ids of elements, as RFC 9559 has them.
const (
	ebml, docType                 = "\x1a\x45\xdf\xa3", "\x42\x82"
	segment, info, tracks         = "\x18\x53\x80\x67", "\x15\x49\xa9\x66", "\x16\x54\xae\x6b"
	entry, trackNumber, trackType = "\xae", "\xd7", "\x83"
	codecID, private, audio       = "\x86", "\x63\xa2", "\xe1"
	sampling, channels, depth     = "\xb5", "\x9f", "\x62\x64"
	uid, named, language          = "\x73\xc5", "\x53\x6e", "\x22\xb5\x9c"
	stretch, timestamp            = "\x1f\x43\xb6\x75", "\xe7"
	simple, group, inGroup        = "\xa3", "\xa0", "\xa1"
	additions, padding            = "\x75\xa1", "\x75\xa2"
	tagsOf, cues, void, seekHead  = "\x12\x54\xc3\x67", "\x1c\x53\xbb\x6b", "\xec", "\x11\x4d\x9b\x74"
	attachments, chapters         = "\x19\x41\xa4\x69", "\x10\x43\xa7\x70"
)

var webmHead = el(ebml, el("\x42\x86", "\x01"), el("\xec", "ZKANARI"), el(docType, "webm"))

// planted is an Info as a program writes it: title, day, name of the file, the program and its library.
var planted = el(info, el("\x2a\xd7\xb1", "\x0f\x42\x40"), el("\x7b\xa9", "ZKANARI title"), el("\x44\x61", "ZKANARI1"), el("\x73\x84", "ZKANARI file"),
	el("\x73\xa4", "ZKANARI.........."), el("\x4d\x80", "ZKANARI mux"), el("\x57\x41", "ZKANARI app"), el("\x44\x89", "\x40\x00\x00\x00"))

// opusTrack is the entry of a track of Opus, of such a number.
func opusTrack(number string) string {
	return el(entry, el(trackNumber, number), el(uid, "ZKANARI"), el(trackType, "\x02"), el(named, "ZKANARI's telephone"), el(language, "swa"),
		el(codecID, "A_OPUS"), el(private, opusHead(44100), "ZKANARI"), el("\x25\x86\x88", "ZKANARI codec"),
		el(audio, el(sampling, "\x40\xe5\x88\x80\x00\x00\x00\x00"), el(channels, "\x01"), el(void, "ZKANARI")))
}

// subtitles are a track in which is written what is said.
var subtitles = el(entry, el(trackNumber, "\x03"), el(trackType, "\x11"), el(codecID, "S_TEXT/UTF8"), el(private, "ZKANARI"))

// webmOpus is a voice as a browser records it: nothing says how long it is; and with whatever a program may add.
func webmOpus() []byte {
	return []byte(webmHead + open(segment,
		el(seekHead, "ZKANARI"), el(void, "ZKANARI"), planted, el(tracks, opusTrack("\x05"), subtitles),
		open(stretch, el(timestamp, "\x5f\x00\x00\x00"), el("\xa7", "\x01"), el(simple, "\x85\x00\x00\x80", spoken[0]), el(simple, "\x83\x00\x00\x80", "ZKANARI says")),
		open(stretch, el(timestamp, "\x5f\x00\x00\x14"), el(void, "ZKANARI"),
			el(group, el(inGroup, "\x85\x00\x00\x00", spoken[1]), el(additions, "ZKANARI"), el("\x9b", "\x28"))),
		el(cues, "ZKANARI"), el("\x4f\x0f", "ZKANARI unknown"),
		el(stretch, el(timestamp, "\x5f\x00\x00\x3c"), el(group, el(inGroup, "\x85\x00\x00\x00", filled), el(padding, "\x00\x98\x96\x80"))),
		el(tagsOf, "ZKANARI"), el(attachments, "ZKANARI"), el(chapters, "ZKANARI")))
}

// webmPlain is what a browser records that was asked not to code, in a segment that says how long it is.
func webmPlain() []byte {
	bits := binary.BigEndian.AppendUint64(nil, math.Float64bits(16000))
	track := el(entry, el(trackNumber, "\x01"), el(trackType, "\x02"), el(codecID, "A_PCM/FLOAT/IEEE"), el(audio, el(sampling, string(bits)), el(depth, "\x20")))
	return []byte(webmHead + el(segment, el(tracks, track), el(stretch, el(timestamp, "\x00"), el(simple, "\x81\x00\x00\x80", voiced))) + "ZKANARI")
}

// What stands around the blocks is the same for everybody, byte by byte, and time begins with the sound.
func TestAWebMIsWrittenTheSameForEverybody(t *testing.T) {
	want := el(ebml, el("\x42\x86", "\x01"), el("\x42\xf7", "\x01"), el("\x42\xf2", "\x04"), el("\x42\xf3", "\x08"), el(docType, "webm"), el("\x42\x87", "\x04"), el("\x42\x85", "\x02")) +
		el(segment,
			el(info, el("\x2a\xd7\xb1", "\x0f\x42\x40"), el("\x44\x89", string(binary.BigEndian.AppendUint64(nil, math.Float64bits(100)))), el("\x4d\x80", "-"), el("\x57\x41", "-")),
			el(tracks, el(entry, el(trackNumber, "\x01"), el(uid, "\x01"), el(trackType, "\x02"), el(codecID, "A_OPUS"), el(private, opusHead(48000)),
				el("\x56\xaa", "\x63\x2e\xa0"), el("\x56\xbb", "\x04\xc4\xb4\x00"), el(audio, el(sampling, "\x40\xe7\x70\x00\x00\x00\x00\x00"), el(channels, "\x01")))),
			el(stretch, el(timestamp, "\x00"), el(simple, "\x81\x00\x00\x80", spoken[0])),
			el(stretch, el(timestamp, "\x14"), el(simple, "\x81\x00\x00\x80", spoken[1])),
			el(stretch, el(timestamp, "\x3c"), el(group, el(inGroup, "\x81\x00\x00\x00", spoken[2]), el(padding, "\x00\x98\x96\x80"))))
	if kept := read(t, webmOpus()).Bytes(); string(kept) != want {
		t.Errorf("%q\nwant\n%q", kept, want)
	}
}

// lacedBlocks are three frames of Opus in one block, in each way that Matroska knows.
var lacedBlocks = map[string]string{
	"xiph":   "\x81\x00\x00\x82\x02" + "\x04\x03" + "\x08abc" + "\x08ab" + "\x08abcd",
	"evenly": "\x81\x00\x00\x84\x02" + "\x08abc" + "\x08def" + "\x08ghi",
	"ebml":   "\x81\x00\x00\x86\x02" + "\x84\xbe" + "\x08abc" + "\x08ab" + "\x08abcd",
}

func webmOf(parts ...string) []byte {
	return []byte(webmHead + el(segment, el(tracks, opusTrack("\x01")), el(stretch, append([]string{el(timestamp, "\x00")}, parts...)...)))
}

// Several frames in one block stay there, as they lie.
func TestFramesOfOneBlockStayTogether(t *testing.T) {
	for name, block := range lacedBlocks {
		r := read(t, webmOf(el(simple, block)))
		if want := el(simple, block); !bytes.Contains(r.Bytes(), []byte(want)) || r.Length() != lasts(3*960-312, 48000) {
			t.Errorf("%s: %q of %v", name, r.Bytes(), r.Length())
		}
		stays(t, r)
		for cut := range 5 {
			refuses(t, name, webmOf(el(simple, block[:cut])), "sound.not_whole")
		}
	}
}

// What a WebM says of itself must be so.
func TestAWebMThatIsNotWholeIsRefused(t *testing.T) {
	good := el(simple, "\x81\x00\x00\x80", spoken[0])
	film := el(entry, el(trackNumber, "\x02"), el(trackType, "\x01"), el(codecID, "V_VP8"))
	of := func(name string) string {
		return el(entry, el(trackNumber, "\x01"), el(trackType, "\x02"), el(codecID, name))
	}
	cluster := el(stretch, el(timestamp, "\x00"), good)
	for name, c := range map[string]struct{ file, want string }{
		"of another kind":            {el(ebml, el(docType, "thing")) + el(segment), "sound.not_a_recording"},
		"no segment":                 {webmHead, "sound.not_whole"},
		"an empty segment":           {webmHead + el(segment), "sound.not_whole"},
		"no cluster":                 {webmHead + el(segment, el(tracks, opusTrack("\x01"))), "sound.empty"},
		"a cluster before the track": {webmHead + el(segment, cluster, el(tracks, opusTrack("\x01"))), "sound.not_whole"},
		"a film":                     {webmHead + el(segment, el(tracks, opusTrack("\x01"), film), cluster), "sound.video"},
		"writing alone":              {webmHead + el(segment, el(tracks, subtitles)), "sound.not_a_recording"},
		"a codec nobody knows":       {webmHead + el(segment, el(tracks, of("A_AC3")), cluster), "sound.not_a_recording"},
		"no header of the codec":     {webmHead + el(segment, el(tracks, of("A_OPUS")), cluster), "sound.not_whole"},
		"samples of no size":         {webmHead + el(segment, el(tracks, of("A_PCM/INT/LIT")), cluster), "sound.not_a_recording"},
		"locked":                     {webmHead + el(segment, el(tracks, el(entry, el("\x6d\x80", "x"))), cluster), "sound.not_a_recording"},
		"two of one number":          {webmHead + el(segment, el(tracks, opusTrack("\x01"), opusTrack("\x01")), cluster), "sound.not_whole"},
		"a block of nobody":          {string(webmOf(el(simple, "\x84\x00\x00\x80", spoken[0]))), "sound.not_whole"},
		"a block that is no Opus":    {string(webmOf(el(simple, "\x81\x00\x00\x80", "\x0b"))), "sound.not_whole"},
		"a group without a block":    {string(webmOf(el(group, el(padding, "\x01")))), "sound.not_whole"},
		"a cluster of no time":       {webmHead + el(segment, el(tracks, opusTrack("\x01")), el(stretch, good)), "sound.not_whole"},
		"time goes back":             {webmHead + el(segment, el(tracks, opusTrack("\x01")), el(stretch, el(timestamp, "\x09"), good), cluster), "sound.not_whole"},
		"a leap of a year":           {webmHead + el(segment, el(tracks, opusTrack("\x01")), cluster, el(stretch, el(timestamp, "\x08\x00\x00\x00\x00"), good)), "sound.not_whole"},
		"ticks of nothing":           {webmHead + el(segment, el(info, el("\x2a\xd7\xb1", "\x00"))), "sound.not_whole"},
		"no end of something else":   {webmHead + el(segment, open(info, planted)), "sound.not_whole"},
	} {
		refuses(t, name, []byte(c.file), c.want)
	}
}

// Who says that more is to be left out than there is leaves nothing out.
func TestOnlyWhatIsThereIsLeftOut(t *testing.T) {
	for said, want := range map[string]time.Duration{"\x00": 20 * time.Millisecond, "\x00\x98\x96\x80": 10 * time.Millisecond, "\xff": 20 * time.Millisecond,
		"\x01\x98\x96\x80": 20 * time.Millisecond, "\x7f\xff\xff\xff\xff": 20 * time.Millisecond} {
		once := el(simple, "\x81\x00\x00\x80", spoken[0])
		r := read(t, webmOf(once, el(group, el(inGroup, "\x81\x00\x14\x00", spoken[0]), el(padding, said))))
		if got := r.Length() - 20*time.Millisecond + lasts(312, 48000); got != want {
			t.Errorf("%q: %v, want %v", said, got, want)
		}
		stays(t, r)
	}
}
