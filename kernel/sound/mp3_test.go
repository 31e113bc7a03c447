// SPDX-License-Identifier: Apache-2.0

package sound_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// filledUp is text over and over, so many bytes of it.
func filledUp(text string, size int) string {
	return strings.Repeat(text, size/len(text)+1)[:size]
}

// inBits are numbers of as many bits as is said, one behind the other; pairs of a width and a number.
func inBits(pairs ...int) string {
	said, b := "", []byte(nil)
	for i := 0; i < len(pairs); i += 2 {
		said += fmt.Sprintf("%0*b", pairs[i], pairs[i+1])
	}
	for ; said != ""; said = said[8:] {
		var whole byte
		fmt.Sscanf(said[:8], "%b", &whole)
		b = append(b, whole)
	}
	return string(b)
}

// layer is a frame of 32 kbit/s, 44100 samples a second, one channel: 104 bytes, of which 83 are for sound, some of which may lie in frames before.
func layer(head string, earlier, private, first, second int, sound string) string {
	return head + inBits(9, earlier, 5, private, 4, 0, 12, first, 47, 1, 12, second, 47, 1) + sound
}

// Frames as a coder writes them, which uses each bit that is free; and as they are kept. The second begins in the room of the first, and ends
// within a byte.
var (
	mp3Sent = []string{
		layer("\xff\xfb\x11\xcc", 0, 31, 80, 80, "first words of voice"+filledUp("ZKANARI ", 58)+"begin"),
		layer("\xff\xfb\x11\xcc", 5, 31, 40, 99, "second words\xff"+filledUp("ZKANARI ", 70)),
		layer("\xff\xfb\x11\xcc", 0, 31, 0, 0, filledUp("ZKANARI ", 83)),
	}
	mp3Kept = []string{
		layer("\xff\xfb\x10\xc0", 0, 0, 80, 80, "first words of voice"+filledUp("\x00", 58)+"begin"),
		layer("\xff\xfb\x10\xc0", 5, 0, 40, 99, "second words\xe0"+filledUp("\x00", 70)),
		layer("\xff\xfb\x10\xc0", 0, 0, 0, 0, filledUp("\x00", 83)),
	}
)

// id3 is a tag with a title, a picture and free space, as ID3v2.4 has it.
var id3 = "ID3\x04\x00\x00\x00\x00\x02\x00" + filledUp("TIT2 ZKANARI APIC \xff\xd8\xff ", 256)

// ape is a tag of the other kind, of so many bytes behind its beginning, as one that has a beginning or as one that has an end alone.
func ape(begins bool) string {
	mark := "APETAGEX" + "\xd0\x07\x00\x00" + "\x27\x00\x00\x00" + "\x01\x00\x00\x00" + map[bool]string{true: "\x00\x00\x00\xa0", false: "\x00\x00\x00\x80"}[begins] + "ZKANARI "
	if !begins {
		return "ZKANARI" + mark
	}
	return mark + "ZKANARI" + strings.Replace(mark, "\xa0", "\x80", 1)
}

// note is the first frame as most coders write it: it holds no sound, but who the coder is.
func note(mark string, at int) string {
	return layer("\xff\xfb\x10\xc0", 0, 0, 0, 0, filledUp("\x00", at-21)+mark+filledUp("LAME ZKANARI", 83-(at-21)-len(mark)))
}

// mp3 is a recording with every tag that there is, before, between and behind.
func mp3() []byte {
	return []byte(id3 + filledUp("\x00", 40) + note("Xing", 21) + note("VBRI", 36) + mp3Sent[0] + ape(true) + mp3Sent[1] + "TAG" + filledUp("ZKANARI", 125) +
		mp3Sent[2] + ape(false) + "TAG" + filledUp("ZKANARI", 125) + mp3Sent[1][:50])
}

// Frames of the second version, with a checksum behind the header: what that is of stays.
var (
	mp3LowSent = []string{"\xff\xf2\x11\xcc" + "CR" + inBits(8, 0, 1, 1, 12, 32, 51, 1) + "lowsZKANARI", "\xff\xf2\x11\xcc" + "CR" + inBits(8, 0, 1, 1, 12, 0, 51, 1) + "ZKANARI ZKA"}
	mp3LowKept = []string{"\xff\xf2\x11\xcc" + "CR" + inBits(8, 0, 1, 1, 12, 32, 51, 1) + "lows" + filledUp("\x00", 7), "\xff\xf2\x11\xcc" + "CR" + inBits(8, 0, 1, 1, 12, 0, 51, 1) + filledUp("\x00", 11)}
)

func mp3Low() []byte { return []byte(strings.Join(mp3LowSent, "") + "ZKANARI") }

// Nothing of an MP3 is kept but its frames, byte by byte.
func TestAnMP3IsItsFrames(t *testing.T) {
	for name, c := range map[string]struct {
		file []byte
		want []string
	}{"tags": {mp3(), mp3Kept}, "low": {mp3Low(), mp3LowKept}} {
		if kept := read(t, c.file).Bytes(); string(kept) != strings.Join(c.want, "") {
			t.Errorf("%s: %q\nwant\n%q", name, kept, strings.Join(c.want, ""))
		}
	}
}

// How long a frame is follows from its header, in each version.
func TestFramesOfEachVersion(t *testing.T) {
	for head, want := range map[string]struct {
		size    int
		samples int64
		rate    int64
	}{
		"\xff\xfb\xe0\x00": {1044, 1152, 44100},
		"\xff\xfb\x92\x00": {418, 1152, 44100}, // filled up by one
		"\xff\xfb\x94\x00": {384, 1152, 48000},
		"\xff\xfb\x98\xc0": {576, 1152, 32000},
		"\xff\xf3\x80\xc0": {208, 576, 22050},
		"\xff\xf3\x88\x00": {288, 576, 16000},
		"\xff\xe3\x40\x00": {208, 576, 11025},
		"\xff\xe3\x18\xc0": {72, 576, 8000},
	} {
		frame := head + filledUp("\x00", want.size-4)
		r := read(t, []byte(frame+frame+frame[:want.size-1]))
		if len(r.Bytes()) != 2*want.size || r.Length() != lasts(2*want.samples, want.rate) {
			t.Errorf("%q: %d bytes of %v", head, len(r.Bytes()), r.Length())
		}
		stays(t, r)
	}
}

// A file that has no frames, or more of something else, is not kept.
func TestAnMP3ThatIsNotWholeIsRefused(t *testing.T) {
	one := mp3Sent[0]
	for name, c := range map[string]struct{ file, want string }{
		"a tag alone":            {id3, "sound.not_a_recording"},
		"a tag that goes on":     {"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + one + one, "sound.not_a_recording"},
		"a note alone":           {note("Info", 21), "sound.empty"},
		"a frame and text":       {one + filledUp("voice ", 30), "sound.not_a_recording"},
		"more text than frames":  {one + one + filledUp("voice ", 500) + one + one, "sound.not_whole"},
		"the first layer":        {strings.Repeat("\xff\xff\x10\xc0"+filledUp("\x00", 100), 3), "sound.not_a_recording"},
		"AAC as radio sends it":  {"\xff\xf1\x50\x80\x02\x1f\xfc" + filledUp("voice ", 30), "sound.not_a_recording"},
		"a rate of nothing":      {strings.Repeat("\xff\xfb\x1c\xc0"+filledUp("\x00", 100), 3), "sound.not_a_recording"},
		"as many bits as may be": {strings.Repeat("\xff\xfb\x00\xc0"+filledUp("\x00", 100), 3), "sound.not_a_recording"},
	} {
		refuses(t, name, []byte(c.file), c.want)
	}
	if kept := read(t, []byte(one+one+"what is lost"+one+one)).Bytes(); len(kept) != 4*len(one) || bytes.Contains(kept, []byte("lost")) {
		t.Errorf("%q", kept)
	}
}
