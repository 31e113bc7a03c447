// SPDX-License-Identifier: Apache-2.0

package sound_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// Two who speak at once, each into a microphone of their own, are both kept; it lasts as long as the longer of the two.
func TestTwoWhoSpeakAtOnceAreBothKept(t *testing.T) {
	ogg := slices.Concat(
		whole(2, 0, 70, 0, opusHead(48000)), whole(2, 0, 80, 5, opusHead(48000)),
		whole(0, 0, 80, 6, opusTags(1)), whole(0, 0, 70, 1, opusTags(1)),
		whole(0, 960, 80, 7, spoken[0]), whole(4, 1920, 70, 2, spoken[1]), whole(4, 960+1920, 80, 8, spoken[2]))
	webm := []byte(webmHead + el(segment, el(tracks, opusTrack("\x07"), opusTrack("\x09")), el(stretch, el(timestamp, "\x00"),
		el(simple, "\x89\x00\x00\x80", spoken[0]), el(simple, "\x87\x00\x00\x80", spoken[1]), el(simple, "\x89\x00\x14\x80", spoken[2]))))

	begin := bx("ftyp", "isom\x00\x00\x00\x00")
	table := func(at, ticks int, packets ...string) string {
		var sizes []int
		for _, p := range packets {
			sizes = append(sizes, len(p))
		}
		return described("Opus", dops) + bx("stts", n(0, 1, len(sizes), ticks)) + bx("stsc", n(0, 1, 1, len(sizes), 1)) + bx("stsz", n(0, 0, len(sizes)), n(sizes...)) + bx("stco", n(0, 1, at))
	}
	first := trackBox{4, 48000, "", "soun", "", table(len(begin)+8+len(spoken[0])+len(spoken[2]), 1920, spoken[1])}
	second := trackBox{9, 48000, "", "soun", "", table(len(begin)+8, 1920, spoken[0], spoken[2])}
	mp4 := []byte(begin + bx("mdat", spoken[0], spoken[2], spoken[1]) + moov(1000, first.written(), second.written()))

	for name, file := range map[string][]byte{"ogg": ogg, "webm": webm, "mp4": mp4} {
		r := read(t, file)
		if r.Length() != lasts(960+1920-312, 48000) {
			t.Errorf("%s: %v", name, r.Length())
		}
		for _, frame := range spoken {
			if !bytes.Contains(r.Bytes(), []byte(frame)) {
				t.Errorf("%s: %q is not there", name, frame)
			}
		}
		stays(t, r)
	}
	kept := string(read(t, mp4).Bytes())
	data := strings.Index(kept, spoken[1]+spoken[0]+spoken[2])
	for _, at := range []int{data, data + len(spoken[1])} {
		if !strings.Contains(kept, bx("stco", n(0, 1, at))) {
			t.Errorf("no track lies at %d: %q", at, kept)
		}
	}
}
