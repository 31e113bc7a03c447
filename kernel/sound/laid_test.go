// SPDX-License-Identifier: Apache-2.0

package sound_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawPackets draws packets of Opus of 20 ms, each of other bytes, some longer than a page holds in one piece.
func drawPackets(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		return "\x08" + string(rapid.SliceOfN(rapid.Byte(), 0, 1200).Draw(t, "frame"))
	}), 1, 12).Draw(t, "packets")
}

// oggLaid lays packets on pages that end after so many pieces each, whatever that divides.
func oggLaid(serial uint32, tags string, since int64, pieces []int, packets []string) (file []byte) {
	file = slices.Concat(whole(2, 0, serial, 0, opusHead(48000)), whole(0, 0, serial, 1, tags))
	laced, body, made, flags := lacing(packets...), strings.Join(packets, ""), int64(0), byte(0)
	for number := uint32(2); len(laced) > 0; number++ {
		count := min(pieces[int(number)%len(pieces)], len(laced))
		on, size, position := laced[:count], 0, int64(-1)
		for _, n := range on {
			if size += int(n); n < 255 {
				made += 960
				position = since + made
			}
		}
		if laced = laced[count:]; len(laced) == 0 {
			flags |= 4
		}
		file = append(file, oggPage(flags, position, serial, number, on, body[:size])...)
		if body, flags = body[size:], 0; on[count-1] == 255 {
			flags = 1
		}
	}
	return file
}

// However packets lie on pages, they lie so in what is kept, with the positions counted from their beginning.
func TestAnOggKeepsItsPagesHoweverPacketsLie(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		packets, pieces := drawPackets(t), rapid.SliceOfN(rapid.IntRange(1, 255), 1, 8).Draw(t, "pieces")
		since := rapid.Int64Range(0, 1<<40).Draw(t, "since")
		kept := read(t, oggLaid(rapid.Uint32().Draw(t, "serial"), opusTags(rapid.IntRange(0, 100).Draw(t, "picture")), since, pieces, packets)).Bytes()
		if want := oggLaid(1, "OpusTags\x00\x00\x00\x00\x00\x00\x00\x00", 0, pieces, packets); !bytes.Equal(kept, want) {
			t.Errorf("%q\nwant\n%q", kept, want)
		}
	})
}

// However samples lie in an MP4, what is kept is the same: one behind the other.
func TestAnMP4IsTheSameHoweverSamplesLie(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		packets := drawPackets(t)
		inChunk := rapid.SliceOfN(rapid.IntRange(1, 4), 1, 4).Draw(t, "in a chunk")
		between := rapid.StringN(0, 40, 40).Draw(t, "between")
		kept, want := read(t, mp4Laid(inChunk, between, packets)).Bytes(), read(t, mp4Laid([]int{len(packets)}, "", packets)).Bytes()
		if !bytes.Equal(kept, want) || !bytes.HasSuffix(kept, []byte(strings.Join(packets, ""))) {
			t.Errorf("%q\nwant\n%q", kept, want)
		}
	})
}

// mp4Laid lays packets of Opus into chunks of so many each, in turn, with something between them.
func mp4Laid(inChunk []int, between string, packets []string) []byte {
	begin := bx("ftyp", "isom\x00\x00\x00\x00")
	data, sizes, at, runs := "", []int(nil), []int(nil), []int(nil)
	for left := packets; len(left) > 0; {
		count := min(inChunk[len(at)%len(inChunk)], len(left))
		data += between
		at = append(at, len(begin)+8+len(data))
		runs = append(runs, len(at), count, 1)
		for _, p := range left[:count] {
			data, sizes = data+p, append(sizes, len(p))
		}
		left = left[count:]
	}
	tables := described("Opus", dops) + bx("stts", n(0, 1, len(sizes), 960)) + bx("stsc", n(0, len(at)), n(runs...)) +
		bx("stsz", n(0, 0, len(sizes)), n(sizes...)) + bx("stco", n(0, len(at)), n(at...))
	return []byte(begin + bx("mdat", data) + moov(1000, trackBox{1, 48000, "", "soun", "", tables}.written()))
}
