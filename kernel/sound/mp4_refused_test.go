// SPDX-License-Identifier: Apache-2.0

package sound_test

import (
	"bytes"
	"strings"
	"testing"
)

// instead puts something else into a file, where it says something once.
func instead(t *testing.T, file []byte, said, other string) []byte {
	t.Helper()
	if bytes.Count(file, []byte(said)) != 1 {
		t.Fatalf("%q is there %d times", said, bytes.Count(file, []byte(said)))
	}
	return bytes.Replace(file, []byte(said), []byte(other), 1)
}

// What an MP4 says of itself must be so, and be of a codec that is kept.
func TestAnMP4ThatIsNotWholeIsRefused(t *testing.T) {
	const whole, other, broken = "", "sound.not_a_recording", "sound.not_whole"
	for _, c := range []struct {
		file              []byte
		said, stead, want string
	}{
		{m4a(), "ftypM4A ", "ftypheic", whole}, // what it says it is counts for nothing
		{m4a(), n(0, 0) + "soun", n(0, 0) + "vide", "sound.video"},
		{m4a(), n(0, 0) + "text", n(0, 0) + "vide", "sound.video"},
		{m4a(), n(0, 0) + "soun", n(0, 0) + "meta", other},
		{m4a(), "moov", "moob", broken},
		{m4a(), "mp4a", "ac-3", other},
		{m4a(), "mvhd", "mvhx", broken},
		{m4a(), "mdhd" + days + n(44100), "mdhd" + days + n(0), broken},
		{m4a(), "esds", "esdx", broken},
		{m4a(), "stsd" + n(0, 1), "stsd" + n(0, 2), other},
		{m4a(), "\x40\x15", "\x6b\x15", other},                          // MP3 in it
		{m4a(), "\x12\x08ZK", "\x0a\x08ZK", other},                      // another kind of AAC
		{m4a(), "\x12\x08ZK", "\x12\x30ZK", other},                      // six channels
		{m4a(), "\x12\x08ZK", "\x12\x00ZK", other},                      // channels that only a program says, with words of its own
		{m4a(), "\x12\x08ZK", "\x16\x88ZK", other},                      // a rate that there is not
		{m4a(), "\x12\x08ZK", "\x12\x0cZK", whole},                      // 960 samples a frame
		{m4a(), "\x12\x08ZK", "\x12\x0aZK", other},                      // needs another stream
		{m4a(), "\x12\x08ZKA", "\x2a\x11\x88\x00Z", whole},              // with SBR
		{m4a(), "\x12\x08ZKA", "\x12\x08\x56\xe5\xa5", whole},           // with SBR, as one from before
		{m4a(), "\x12\x08ZKANA", "\x12\x08\x56\xe5\xa5\x48\x80", whole}, // with PS as well
		{m4a(), "stsz" + n(0, 0, 3), "stsz" + n(0, 0, 4), broken},
		{m4a(), "stsz" + n(0, 0, 3), "stsz" + n(0, 0, 1<<31), broken},
		{m4a(), "stsz" + n(0, 0, 3), "stsz" + n(0, 1<<31, 3), broken},
		{m4a(), "stsz" + n(0, 0, 3), "stsz" + n(0, 1, 1<<32-1), broken},
		{m4a(), "stsz" + n(0, 0, 3), "stsz" + n(0, 0, 0), "sound.empty"},
		{m4a(), "stts" + n(0, 2, 1), "stts" + n(0, 2, 0), broken},
		{m4a(), "stsc" + n(0, 2, 1, 1), "stsc" + n(0, 2, 1, 0), broken},
		{m4a(), "stco" + n(0, 2), "stco" + n(0, 1), broken},
		{m4a(), "stco" + n(0, 2), "stco" + n(0, 1<<32-1), whole},
		{trimmed(), "elst" + n(0, 2), "elst" + n(0, 3), broken},
		{trimmed(), n(1536, 6*1024+512, 1<<16), n(1536, 6*1024+512, 2<<16), broken},
		{trimmed(), n(1536, 6*1024+512, 1<<16), n(1536, 1<<20, 1<<16), "sound.empty"},
		{trimmed(), n(1536, 6*1024+512, 1<<16), n(0, 6*1024+512, 1<<16), whole},
		{cutOut(), n(400, 1100, 1<<16), n(400, 9000, 1<<16), broken}, // not as it was spoken
		{threeGP(), "samr", "sawb", broken},
		{threeGP(), "damr", "damx", broken},
		{threeGP(), amrFrames[1][:5], "\x5cwwww", broken},
		{fragments(), n(0, 1, 1, 960, 0, 0), n(0, 1, 1, 960, 0), broken},
		{fragments(), bx("tfhd", n(0x20000, 2)), bx("tfhd", n(0x20000, 3)), broken},
		{fragments(), bx("tfhd", n(0x20000, 2)), bx("free", n(0x20000, 2)), broken},
		{fragments(), n(0x201, 2), n(0x201, 3), broken},
		{fragments(), n(0x201, 2), n(0x001, 1<<32-1), broken},
		{fragments(), "\x01\x01\x38", "\x06\x01\x38", other},
	} {
		file := instead(t, c.file, c.said, c.stead)
		if c.want != whole {
			refuses(t, c.said+" → "+c.stead, file, c.want)
			continue
		}
		if r := read(t, file); bytes.Contains(r.Bytes(), []byte("ZKAN")) || bytes.Contains(r.Bytes(), []byte("NARI")) {
			t.Errorf("%q → %q: %q", c.said, c.stead, r.Bytes())
		} else {
			stays(t, r)
		}
	}
}

// QuickTime says more of the samples, by its versions, and puts what the codec needs one box deeper.
func TestWhatQuickTimeWritesIsRead(t *testing.T) {
	first, _, _ := bytes.Cut(m4a(), []byte("moov"))
	of := func(version string, more int) []byte {
		entry := bx("mp4a", "ZKANAR\x00\x01", version+"\x00\x00ZKAN\x00\x02\x00\x10"+n(0, 44100<<16), strings.Repeat("Z", more), bx("wave", bx("frma", "mp4a"), bx("esds", esds(asc)[8:]), n(0)))
		tables := bx("stsd", n(0, 1), entry) + bx("stts", n(0, 1, 1, 1024)) + bx("stsc", n(0, 1, 1, 1, 1)) + bx("stsz", n(0, 8, 1)) + bx("stco", n(0, 1, 8))
		return append(first[:len(first)-4:len(first)-4], moov(600, trackBox{1, 44100, "", "soun", "", tables}.written())...)
	}
	for version, more := range map[string]int{"\x00\x00": 0, "\x00\x01": 16, "\x00\x02": 36} {
		if r := read(t, of(version, more)); r.Length() != lasts(1024, 44100) {
			t.Errorf("%q: %v", version, r.Length())
		}
	}
	refuses(t, "a version that there is not", of("\x00\x03", 16), "sound.not_whole")
}

// What takes a reader long is not read: boxes in boxes without end, lists of nothing.
func TestAListOfNothingIsNotGoneThrough(t *testing.T) {
	deep := "x"
	for range 2000 {
		deep = bx("mdia", deep)
	}
	for _, holder := range []string{"mdia", "minf", "stbl", "edts", "wave"} {
		refuses(t, holder, []byte(ftypOf+bx("moov", bx("trak", strings.ReplaceAll(deep, "mdia", holder)))), "sound.not_a_recording")
	}
	refuses(t, "edits", m4aOf(spokenAAC, 1000, n(0, 5000)+strings.Repeat(n(1, 1<<20, 1<<16), 5000)), "sound.not_whole")
}

// Days may be written in eight bytes each, and edits as well.
func TestLongNumbersAreRead(t *testing.T) {
	first, _, _ := bytes.Cut(m4aOf(spokenAAC, 44100, ""), []byte("moov"))
	tables := described("mp4a", esds(asc)) + bx("stts", n(0, 1, 9, 1024)) + bx("stsc", n(0, 1, 1, 9, 1)) + bx("stsz", n(0, 5, 9)) + bx("stco", n(0, 1, 60))
	edits := n(1<<24, 2, 0, 100, -1, -1, 1<<16, 0, 1536, 0, 6*1024+512, 1<<16)
	track := trackBox{1, 44100, longDays, "soun", edits, tables}
	moov := bx("moov", bx("mvhd", longDays, n(44100)), track.written())
	r := read(t, append(first[:len(first)-4:len(first)-4], moov...))
	said, _, _ := bytes.Cut(r.Bytes(), []byte("mdat"))
	if r.Length() != lasts(1536, 44100) || bytes.Contains(said, []byte("ZKAN")) {
		t.Errorf("%q of %v", said, r.Length())
	}
}

// Where a frame lasts long, no more than one stays in front of the first that is heard.
func TestNoMoreIsKeptOfWhatWasCutAwayThanSoundsRight(t *testing.T) {
	file := instead(t, trimmed(), asc[:2], "\x15\x88") // 8000 samples a second
	file = bytes.ReplaceAll(file, []byte("mdhd"+days+n(44100)), []byte("mdhd"+days+n(8000)))
	file = instead(t, file, n(0, 2, 100, -1, 1<<16, 1536), n(0, 2, 100, -1, 1<<16, 8467)) // in ticks of the whole
	if kept := read(t, file).Bytes(); !bytes.HasSuffix(kept, []byte(strings.Join(spokenAAC[5:8], ""))) || bytes.Contains(kept, []byte(spokenAAC[4])) {
		t.Errorf("%q", kept)
	}
}
