// SPDX-License-Identifier: Apache-2.0

package sound_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// lowBits are numbers of as many bits as is said, the lowest first; pairs of a width and a number.
func lowBits(pairs ...int) string {
	said := ""
	for i := 0; i < len(pairs); i += 2 {
		for bit := range pairs[i] {
			said += fmt.Sprint(pairs[i+1] >> bit & 1)
		}
	}
	said += strings.Repeat("0", (8-len(said)%8)%8)
	b := make([]byte, len(said)/8)
	for i, bit := range said {
		b[i/8] |= byte(bit-'0') << (i % 8)
	}
	return string(b)
}

// vorbisHead is the first header: one channel of 8000 samples a second, blocks of 64 and 256, and how many bits the coder aimed at.
func vorbisHead(aimed string) string {
	return "\x01vorbis\x00\x00\x00\x00\x01\x40\x1f\x00\x00" + aimed + "\x86\x01"
}

const (
	commented   = "\x03vorbis\x07\x00\x00\x00ZKANARI\x01\x00\x00\x00\x0e\x00\x00\x00ARTIST=ZKANARI\x01ZKANARI"
	uncommented = "\x03vorbis\x00\x00\x00\x00\x00\x00\x00\x00\x01"
)

// Parts of a setup, as pairs of bits. Each list of things says first how many there are, less one.
var (
	codebook = []int{24, 0x564342, 16, 2, 24, 4, 1, 0, 1, 0, 5, 1, 5, 1, 5, 1, 5, 1, 4, 0}
	// Lengths of those that are used alone, and values: two of four bits, for four is two times two.
	sparse = []int{24, 0x564342, 16, 2, 24, 4, 1, 0, 1, 1, 1, 1, 5, 3, 1, 0, 1, 0, 1, 1, 5, 3, 4, 1, 32, 7, 32, 7, 4, 3, 1, 0, 4, 5, 4, 6}
	// Lengths that only grow, and values of each: eight of three bits.
	ordered = []int{24, 0x564342, 16, 2, 24, 4, 1, 1, 5, 1, 3, 3, 1, 1, 4, 2, 32, 7, 32, 7, 4, 2, 1, 1, 3, 1, 3, 2, 3, 3, 3, 4, 3, 5, 3, 6, 3, 7, 3, 1}
	timing  = []int{6, 0, 16, 0}
	// A floor of straight pieces: two of two classes, of which one has books of its own; and one of the older kind.
	floor1  = []int{16, 1, 5, 2, 4, 0, 4, 1, 3, 0, 2, 0, 8, 0, 3, 1, 2, 1, 8, 0, 8, 0, 8, 0, 2, 1, 4, 5, 5, 1, 5, 2, 5, 3}
	floor0  = []int{16, 0, 8, 2, 16, 8000, 16, 9, 6, 3, 8, 4, 4, 1, 8, 0, 8, 0}
	residue = []int{16, 2, 24, 0, 24, 64, 24, 7, 6, 1, 8, 0, 3, 5, 1, 0, 3, 0, 1, 1, 5, 9, 8, 0, 8, 0, 8, 0, 8, 0}
	mapping = []int{16, 0, 1, 1, 4, 1, 1, 0, 2, 0, 4, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 1, 8, 0}
	modes   = []int{6, 1, 1, 0, 16, 0, 16, 0, 8, 0, 1, 1, 16, 0, 16, 0, 8, 0}
)

// vorbisSetup is the third header of such parts.
func vorbisSetup(parts ...[]int) string { return "\x05vorbis" + lowBits(slices.Concat(parts...)...) }

// goodSetup has one of everything.
var goodSetup = vorbisSetup([]int{8, 2}, codebook, sparse, ordered, timing, []int{6, 1}, floor1, floor0, []int{6, 0}, residue, []int{6, 0}, mapping, modes, []int{1, 1})

// Packets of Vorbis: a long block, a long one, a short one, a long one. The first makes nothing by itself, the others 128, 80 and 80 samples.
var (
	vorbisSpoken = []string{"\x06first", "\x06second", "\x04third", "\x06fourth"}
	vorbisMade   = int64(128 + 80 + 80)
)

func oggVorbis() []byte {
	heads := []string{commented, goodSetup + "ZKANARI"}
	return slices.Concat(whole(2, 0, 9, 0, vorbisHead("ZKANARIZKANA")+"ZKANARI"), whole(0, 0, 9, 1, heads...),
		whole(0, 1_000_128, 9, 2, vorbisSpoken[:2]...), whole(4, 1_000_128+160, 9, 3, vorbisSpoken[2:]...))
}

// oneVorbis are three headers in one piece.
func oneVorbis(head, comments, setup string) string {
	return string([]byte{2, byte(len(head)), byte(len(comments))}) + head + comments + setup
}

func webmVorbis() []byte {
	track := el(entry, el(trackNumber, "\x01"), el(trackType, "\x02"), el(codecID, "A_VORBIS"), el(private, oneVorbis(vorbisHead("ZKANARIZKANA"), commented, goodSetup+"ZKANARI")))
	var blocks []string
	for _, packet := range vorbisSpoken {
		blocks = append(blocks, el(simple, "\x81\x00\x00\x80", packet))
	}
	return []byte(webmHead + el(segment, el(tracks, track), el(stretch, append([]string{el(timestamp, "\x00")}, blocks...)...)))
}

// Headers of Vorbis are those that everybody has, and the third ends where its own structure ends.
func TestTheHeadersOfVorbisTellNothing(t *testing.T) {
	want := slices.Concat(whole(2, 0, 1, 0, vorbisHead(strings.Repeat("\x00", 12))), whole(0, 0, 1, 1, uncommented, goodSetup),
		whole(0, 128, 1, 2, vorbisSpoken[:2]...), whole(4, vorbisMade, 1, 3, vorbisSpoken[2:]...))
	if kept := read(t, oggVorbis()).Bytes(); string(kept) != string(want) {
		t.Errorf("%q\nwant\n%q", kept, want)
	}
	one := oneVorbis(vorbisHead(strings.Repeat("\x00", 12)), uncommented, goodSetup)
	if kept := read(t, webmVorbis()).Bytes(); !strings.Contains(string(kept), el(private, one)) {
		t.Errorf("%q\nwant in it\n%q", kept, one)
	}
}

// What the headers of Vorbis say must be so.
func TestAVorbisThatIsNotWholeIsRefused(t *testing.T) {
	books, rest := slices.Concat([]int{8, 0}, codebook), slices.Concat([]int{6, 0}, floor1, []int{6, 0}, residue, []int{6, 0}, mapping, modes, []int{1, 1})
	swap := func(of []int, at, other int) []int {
		of = slices.Clone(of)
		of[at] = other
		return of
	}
	good := vorbisSetup(books, timing, rest)
	with := func(head, comments, setup string, packets ...string) []byte {
		return slices.Concat(whole(2, 0, 9, 0, head), whole(0, 0, 9, 1, comments, setup), whole(4, 500, 9, 2, packets...))
	}
	head := vorbisHead(strings.Repeat("\x00", 12))
	stays(t, read(t, with(head, uncommented, good, "\x06a", "\x06b")))
	for name, setup := range map[string]string{
		"no codebook":            vorbisSetup([]int{8, 0}, swap(codebook, 1, 7), timing, rest),
		"values of no kind":      vorbisSetup([]int{8, 0}, swap(codebook, len(codebook)-1, 3), timing, rest),
		"more than fits":         vorbisSetup([]int{8, 0}, swap(ordered, 11, 5), timing, rest),
		"as many as can be said": vorbisSetup([]int{8, 0}, swap(codebook, 5, 1<<24-1), timing, rest),
		"as many values":         vorbisSetup([]int{8, 0}, swap(ordered, 3, 1<<16-1), timing, rest),
		"a time":                 vorbisSetup(books, swap(timing, 3, 1), rest),
		"a floor of no kind":     vorbisSetup(books, timing, []int{6, 0}, swap(floor1, 1, 2)),
		"a residue of no kind":   vorbisSetup(books, timing, []int{6, 0}, floor1, []int{6, 0}, swap(residue, 1, 3)),
		"a mapping of no kind":   vorbisSetup(books, timing, []int{6, 0}, floor1, []int{6, 0}, residue, []int{6, 0}, swap(mapping, 1, 1)),
		"a mode of no kind":      vorbisSetup(books, timing, rest[:len(rest)-len(modes)-2], swap(modes, 5, 1)),
		"no end":                 vorbisSetup(books, timing, rest[:len(rest)-2], []int{1, 0}),
		"half of it":             good[:len(good)/2],
		"another header":         commented,
	} {
		refuses(t, name, with(head, uncommented, setup, "\x06a", "\x06b"), "sound.not_whole")
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"no rate":              {with(strings.Replace(head, "\x40\x1f", "\x00\x00", 1), uncommented, good, "\x06a"), "sound.not_a_recording"},
		"blocks of no size":    {with(strings.Replace(head, "\x86\x01", "\x68\x01", 1), uncommented, good, "\x06a"), "sound.not_whole"},
		"no comments":          {with(head, good, good, "\x06a"), "sound.not_whole"},
		"a header among sound": {with(head, uncommented, good, "\x06a", commented), "sound.not_whole"},
		"one block":            {with(head, uncommented, good, "\x06a"), "sound.empty"},
		"headers not in one":   {[]byte(strings.Replace(string(webmVorbis()), "\x02\x1e", "\x01\x1e", 1)), "sound.not_whole"},
	} {
		refuses(t, name, c.file, c.want)
	}
}
