// SPDX-License-Identifier: Apache-2.0

package sound_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"time"
)

// oggPage writes one page; pieces are the lengths of what lies on it.
func oggPage(flags byte, position int64, serial, number uint32, pieces []byte, body string) []byte {
	le := binary.LittleEndian
	b := le.AppendUint64([]byte{'O', 'g', 'g', 'S', 0, flags}, uint64(position))
	b = le.AppendUint32(le.AppendUint32(le.AppendUint32(b, serial), number), 0)
	b = append(append(append(b, byte(len(pieces))), pieces...), body...)
	return summed(b)
}

// summed puts the checksum of a page where it belongs.
func summed(page []byte) []byte {
	binary.LittleEndian.PutUint32(page[22:], 0)
	var sum uint32
	for _, b := range page {
		sum ^= uint32(b) << 24
		for range 8 {
			if carry := sum&(1<<31) != 0; carry {
				sum = sum<<1 ^ 0x04c11db7
			} else {
				sum <<= 1
			}
		}
	}
	binary.LittleEndian.PutUint32(page[22:], sum)
	return page
}

// mended gives every page of an Ogg the checksum that it should have, so that a fuzzer gets behind it.
func mended(file []byte) []byte {
	file = slices.Clone(file)
	for left := file; len(left) > 27 && string(left[:4]) == "OggS"; {
		size := 27 + int(left[26])
		for _, n := range left[27:min(size, len(left))] {
			size += int(n)
		}
		if size > len(left) {
			break
		}
		summed(left[:size])
		left = left[size:]
	}
	return file
}

// lacing are the lengths that say where packets end.
func lacing(packets ...string) (pieces []byte) {
	for _, p := range packets {
		pieces = append(append(pieces, bytes.Repeat([]byte{255}, len(p)/255)...), byte(len(p)%255))
	}
	return pieces
}

// whole writes packets that all end on one page.
func whole(flags byte, position int64, serial, number uint32, packets ...string) []byte {
	return oggPage(flags, position, serial, number, lacing(packets...), strings.Join(packets, ""))
}

// opusHead is the first header: one channel, 312 samples ahead, recorded with so many samples a second.
func opusHead(rate uint32) string {
	b := binary.LittleEndian.AppendUint16([]byte("OpusHead\x01\x01"), 312)
	return string(binary.LittleEndian.AppendUint32(b, rate)) + "\x00\x00\x00"
}

// opusTags is the second header as a program writes it, with a picture that takes more than one page.
func opusTags(picture int) string {
	le := binary.LittleEndian
	b := append(le.AppendUint32([]byte("OpusTags"), 14), "ZKANARI vendor"...)
	b = le.AppendUint32(b, 2)
	for _, said := range []string{"ARTIST=ZKANARI", "METADATA_BLOCK_PICTURE=" + strings.Repeat("ZKANARI ", picture)} {
		b = append(le.AppendUint32(b, uint32(len(said))), said...)
	}
	return string(b) + "ZKANARI behind it"
}

// spoken are packets of Opus of 20 ms, of 40 ms in two frames, and of 40 ms with filling behind them.
var spoken = []string{
	"\x08" + "first words",
	"\x0a\x05" + "ABCDE" + "more than these",
	"\x0b\x42\x0c" + "12345678" + strings.Repeat("\x00", 12),
}

// filled is the last of spoken as a program writes it that puts its own into the filling.
var filled = "\x0b\x42\x0c" + "12345678" + "ZKANARI-ZKAN"

// oggOpus is a voice message as a telephone sends it, over so many pages; it was switched on at some time of its own.
func oggOpus() []byte {
	const since, serial = 90_000_000_000, 0xbeefcafe
	tags := opusTags(40)
	return slices.Concat(
		whole(2, 0, serial, 0, opusHead(16000)),
		oggPage(0, -1, serial, 1, []byte{255}, tags[:255]),
		oggPage(1, 0, serial, 2, lacing(tags[255:]), tags[255:]),
		whole(0, since+960+1920, serial, 3, spoken[0], spoken[1]),
		whole(4, since+960+1920+1920, serial, 4, filled),
		[]byte("TAGZKANARI behind the end"),
	)
}

// oggMany is a recorder's that was stopped and went on, with a stream beside the sound that says what is in it.
func oggMany() []byte {
	return slices.Concat(
		whole(2, 0, 7, 0, opusHead(48000)),
		whole(2, 0, 8, 0, "fishead\x00ZKANARI"),
		whole(0, 0, 7, 1, opusTags(1)),
		whole(4, 0, 8, 1, "ZKANARI"),
		whole(0, 960, 7, 2, spoken[0]),
		whole(4, 960+1920, 7, 3, spoken[1]),
		whole(2, 0, 7, 0, opusHead(48000)),
		whole(0, 0, 7, 1, opusTags(1)),
		whole(0, 1920, 7, 2, spoken[2]),
		whole(4, 1920+500, 7, 3, spoken[0]),
	)
}

// A packet that goes on behind its page stays one packet; the last page is closed where the recorder did not.
func TestPacketsGoOnBehindTheirPages(t *testing.T) {
	long := "\x08" + strings.Repeat("voice ", 200)
	kept := read(t, slices.Concat(
		whole(2, 0, 7, 0, opusHead(48000)), whole(0, 0, 7, 1, opusTags(1)),
		oggPage(0, 960, 7, 2, append(lacing(spoken[0]), 255, 255), spoken[0]+long[:510]),
		oggPage(1, 1920, 7, 3, lacing(long[510:]), long[510:]),
	))
	want := slices.Concat(
		whole(2, 0, 1, 0, opusHead(48000)), whole(0, 0, 1, 1, "OpusTags\x00\x00\x00\x00\x00\x00\x00\x00"),
		oggPage(0, 960, 1, 2, append(lacing(spoken[0]), 255, 255), spoken[0]+long[:510]),
		oggPage(5, 1920, 1, 3, lacing(long[510:]), long[510:]),
	)
	if !bytes.Equal(kept.Bytes(), want) || kept.Length() != lasts(1920-312, 48000) {
		t.Errorf("%q of %v, want %q", kept.Bytes(), kept.Length(), want)
	}
}

// What an Ogg says of itself must be so.
func TestAnOggThatIsNotWholeIsRefused(t *testing.T) {
	head, tags := whole(2, 0, 7, 0, opusHead(48000)), whole(0, 0, 7, 1, opusTags(1))
	sound := whole(4, 960, 7, 2, spoken[0])
	garbled := slices.Clone(sound)
	garbled[len(garbled)-1] ^= 1
	for name, c := range map[string]struct {
		pages [][]byte
		want  string
	}{
		"a bit is another":            {[][]byte{head, tags, garbled}, "sound.not_whole"},
		"a page is missing":           {[][]byte{head, tags, whole(4, 960, 7, 3, spoken[0])}, "sound.not_whole"},
		"a page of nobody":            {[][]byte{head, tags, whole(4, 960, 9, 2, spoken[0])}, "sound.not_whole"},
		"it begins twice":             {[][]byte{head, head, tags, sound}, "sound.not_whole"},
		"no second header":            {[][]byte{head, sound}, "sound.not_whole"},
		"the first header alone":      {[][]byte{head}, "sound.not_whole"},
		"headers and no sound":        {[][]byte{head, tags}, "sound.empty"},
		"sound beside a header":       {[][]byte{head, whole(0, 0, 7, 1, opusTags(1), spoken[0]), whole(4, 960, 7, 2, spoken[0])}, "sound.not_whole"},
		"a packet goes on, nowhere":   {[][]byte{head, tags, oggPage(4, -1, 7, 2, []byte{255}, strings.Repeat("\x08", 255))}, "sound.not_whole"},
		"a packet comes from nowhere": {[][]byte{head, tags, whole(5, 960, 7, 2, spoken[0])}, "sound.not_whole"},
		"time goes back":              {[][]byte{head, tags, whole(0, 960, 7, 2, spoken[0]), whole(4, 900, 7, 3, spoken[0])}, "sound.not_whole"},
		"pages behind the end":        {[][]byte{head, tags, sound, whole(0, 960, 7, 3, spoken[0])}, "sound.not_whole"},
		"a film":                      {[][]byte{whole(2, 0, 9, 0, "\x80theora..."), head, tags, sound}, "sound.video"},
		"a codec of before":           {[][]byte{whole(6, 0, 9, 0, "Speex   1.2")}, "sound.not_a_recording"},
		"a room of microphones":       {[][]byte{whole(2, 0, 7, 0, "OpusHead\x01\x06\x00\x00\x80\xbb\x00\x00\x00\x00\x01"), tags, sound}, "sound.not_a_recording"},
	} {
		refuses(t, name, slices.Concat(c.pages...), c.want)
	}
}

// Each way in which frames lie in a packet of Opus (RFC 6716, section 3.2), and what breaks its rules.
func TestPacketsOfOpusKeepTheirRules(t *testing.T) {
	many := strings.Repeat
	for packet, want := range map[string]time.Duration{
		"\x00":                                10 * time.Millisecond, // nobody speaks
		"\x18" + "abc":                        60 * time.Millisecond,
		"\x80" + "abc":                        2500 * time.Microsecond,
		"\x60" + "abc":                        10 * time.Millisecond,
		"\x09" + "abcd":                       40 * time.Millisecond,
		"\x09" + "abc":                        0, // not two of one length
		"\x0a\x02" + "abcde":                  40 * time.Millisecond,
		"\x0a\xfc\x01" + many("a", 256) + "b": 40 * time.Millisecond,
		"\x0a\x08" + "abcde":                  0, // longer than what is there
		"\x0a":                                0,
		"\x0b":                                0,
		"\x0b\x00" + "abc":                    0, // no frame
		"\x0b\x03" + "abcdef":                 60 * time.Millisecond,
		"\x0b\x03" + "abcde":                  0, // not three of one length
		"\x0b\x83\x01\x02" + "abbcccc":        60 * time.Millisecond,
		"\x0b\x83\x01\x12" + "abbcccc":        0,
		"\x0b\x07" + "abcdefg":                0, // longer than 120 ms
		"\x0b\x41\xff\x01" + "a" + many("\x00", 255): 20 * time.Millisecond,
		"\x0b\x41\xff\x01" + "a":                     0,
		"\x0b\x41\xff":                               0,
		"\x08" + many("a", 1276):                     0, // longer than a frame can be
	} {
		file := slices.Concat(whole(2, 0, 7, 0, opusHead(48000)), whole(0, 0, 7, 1, opusTags(1)), whole(4, 1<<20, 7, 2, twenty(packet)...))
		if want == 0 {
			refuses(t, packet, file, "sound.not_whole")
		} else if got := read(t, file).Length(); got != 20*want-lasts(312, 48000) {
			t.Errorf("%q: %v, want 20 times %v", packet, got, want)
		}
	}
}

// twenty is a packet, twenty times.
func twenty(packet string) []string { return slices.Repeat([]string{packet}, 20) }
