// SPDX-License-Identifier: Apache-2.0

package sound_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// bx is a box with what is in it.
func bx(kind string, parts ...string) string {
	body := strings.Join(parts, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + kind + body
}

// n are numbers of four bytes each.
func n(numbers ...int) string {
	var b []byte
	for _, number := range numbers {
		b = binary.BigEndian.AppendUint32(b, uint32(number))
	}
	return string(b)
}

// quieted are frames of AAC as they are kept: the first begins with filling, the second with data of any kind.
var quieted = []string{"\xde\x02\x00" + strings.Repeat("\x00", 13) + "\x00\x01first", "\x81\x07" + strings.Repeat("\x00", 7) + "\x01second", "\x01third"}

// told are the same as a program writes them, which says what it is called.
var told = []string{"\xde\x02\x00" + "ZKANARI ZKANA" + "\x00\x01first", "\x81\x07" + "ZKANARI" + "\x01second", "\x01third"}

// spokenAAC are nine frames.
var spokenAAC = strings.Split("\x01zero \x01one \x01two \x01three \x01four \x01five \x01six \x01seven \x01eight", " ")

// asc is a configuration of AAC: low complexity, 44100 samples a second, one channel; with words behind it.
const asc = "\x12\x08ZKANARI"

func d(tag string, body string) string {
	return tag + "\x80\x80" + string([]byte{0x80, byte(len(body))}) + body
}

// esds is the box of AAC around a configuration, with how many bits a second the telephone chose.
func esds(config string) string {
	return bx("esds", n(0), d("\x03", "ZK\x00"+d("\x04", "\x40\x15ZKANARIZKAN"+d("\x05", config))+d("\x06", "\x02")+"ZKANARI"))
}

// described is a description of samples: the telephone's maker stands in it, and a box that nobody knows.
func described(kind string, parts ...string) string {
	return bx("stsd", n(0, 1), bx(kind, "ZKANAR\x00\x01"+"\x00\x00\x00\x00ZKAN"+"\x00\x02\x00\x10"+n(0, 44100<<16), bx("ZKAN", "ARI"), strings.Join(parts, "")))
}

// track is what a file says of a track, with the day on which it was made, its name, its picture.
type trackBox struct {
	id, scale int
	times     string // when it was made and changed; "" for a day as it is written in four bytes each
	kind      string // of what is in it
	edits     string // the list, or ""
	tables    string
}

// days are two days in four bytes each, and longDays in eight, behind what says so.
const days, longDays = "\x00\x00\x00\x07ZKANZKAN", "\x01\x00\x00\x07ZKANZKANZKANZKAN"

func (b trackBox) written() string {
	if b.times == "" {
		b.times = days
	}
	if b.edits != "" {
		b.edits = bx("edts", bx("elst", b.edits))
	}
	return bx("trak", bx("tkhd", b.times, n(b.id), "ZKANARI"), b.edits, bx("tref", "ZKANARI"), bx("meta", "ZKANARI"), bx("mdia",
		bx("mdhd", b.times, n(b.scale, 1<<20), "ZKANARI"), bx("hdlr", n(0, 0), b.kind, "ZKANARI's telephone\x00"),
		bx("minf", bx("smhd", "ZKANARI"), bx("hdlr", n(0), "dhlralis", "ZKANARI"), bx("dinf", bx("dref", "ZKANARI")), bx("stbl", b.tables, bx("sdtp", "ZKANARI"))),
		bx("udta", "ZKANARI")))
}

func moov(scale int, parts ...string) string {
	return bx("moov", bx("mvhd", "\x00\x00\x00\x00ZKANZKAN", n(scale, 1<<20), "ZKANARI"), strings.Join(parts, ""), bx("udta", bx("meta", "ZKANARI title")), bx("iods", "ZKANARI"))
}

// ftypOf is the first box, as a telephone writes it.
var ftypOf = bx("ftyp", "M4A ZKANZKAN")

// laid lays frames with words between them, and says where each lies.
func laid(from int, frames []string) (data string, at []int) {
	for _, frame := range frames {
		data += "ZKANARI"
		at = append(at, from+len(data))
		data += frame
	}
	return data + "ZKANARI", at
}

// m4aOf is a file of frames of AAC, each in a chunk of its own but the last two, which lie one behind the other.
func m4aOf(frames []string, scale int, edits string) []byte {
	pairs := append(slices.Clone(frames[:len(frames)-2]), frames[len(frames)-2]+frames[len(frames)-1])
	begin := ftypOf + bx("free", "ZKANARI") + bx("wide")
	data, at := laid(len(begin)+8, pairs)
	var sizes []int
	for _, f := range frames {
		sizes = append(sizes, len(f))
	}
	tables := described("mp4a", esds(asc)) + bx("stts", n(0, 2, 1, 1024, len(frames)-1, 1024)) + bx("stsc", n(0, 2, 1, 1, 1, len(pairs), 2, 1)) +
		bx("stsz", n(0, 0, len(frames)), n(sizes...)) + bx("stco", n(0, len(at)), n(at...))
	text := trackBox{2, 1000, "", "text", "", bx("stsd", "ZKANARI")}
	return []byte(begin + bx("mdat", data) + moov(scale, trackBox{1, 44100, "", "soun", edits, tables}.written(), text.written()) + bx("uuid", "ZKANARI") + "ZKANARI behind the end")
}

func m4a() []byte { return m4aOf(told, 1000, "") }

// trimmed is one whose owner cut away the beginning and the end in their telephone, which left them in the file. Three frames stay in front, so that
// the first that is heard can be decoded.
func trimmed() []byte {
	return m4aOf(spokenAAC, 44100, n(0, 2, 100, -1, 1<<16, 1536, 6*1024+512, 1<<16))
}

// cutOut is one out of whose middle something was cut.
func cutOut() []byte {
	return m4aOf(spokenAAC, 44100, n(0, 3, 1100, 0, 1<<16, 400, 1100, 1<<16, 1025, 7*1024-1, 1<<16))
}

// threeGP is what a telephone of before records, two frames in the first sample, with places of eight bytes.
func threeGP() []byte {
	samples := []string{amrFrames[0] + amrFrames[2], amrFrames[1]}
	write := func(at []int) string {
		tables := described("samr", bx("damr", "ZKAN\x01\x81\xff\x00\x02")) + bx("stts", n(0, 2, 1, 320, 1, 160)) + bx("stsc", n(0, 1, 1, 1, 1)) +
			bx("stsz", n(0, 0, 2, len(samples[0]), len(samples[1]))) + bx("co64", n(0, 2, 0, at[0], 0, at[1]))
		return bx("ftyp", "3gp4ZKAN") + moov(1000, trackBox{1, 8000, "", "soun", "", tables}.written())
	}
	data, at := laid(len(write([]int{0, 0}))+16, samples)
	return []byte(write(at) + "\x00\x00\x00\x01mdat" + n(0, 16+len(data)) + data)
}

// dops is the box of Opus.
var dops = bx("dOps", "\x00\x01\x01\x38"+n(44100)+"\x00\x00\x00"+"ZKANARI")

// fragments is a voice as browsers record it, in two fragments, of which the second counts from its own beginning; with a track of writing.
func fragments() []byte {
	tables := described("Opus", dops) + bx("stts", n(0, 0)) + bx("stsc", n(0, 0)) + bx("stsz", n(0, 0, 0)) + bx("stco", n(0, 0))
	writing := trackBox{2, 1000, "", "subt", "", bx("stsd", "ZKANARI")}
	head := ftypOf + moov(1000, trackBox{1, 48000, "", "soun", "", tables}.written(), writing.written(),
		bx("mvex", bx("mehd", "ZKANARI"), bx("trex", n(0, 1, 1, 960, 0, 0)), bx("trex", n(0, 2, 1, 960, 7, 0))))
	first := func(at int) string {
		return bx("moof", bx("mfhd", "ZKANARI"), bx("traf", bx("tfhd", n(1, 1, 0, at)), bx("tfdt", n(0, 1_700_000_000)), bx("trun", n(0x201, 2, 0, len(spoken[0]), len(spoken[1])))),
			bx("traf", bx("tfhd", n(0x20000, 2)), bx("trun", n(0x201, 1, 0, 7))))
	}
	head += first(len(head) + len(first(0)) + 8 + 7)
	head += bx("mdat", "ZKANARI", spoken[0], spoken[1], "ZKANARI") + bx("sidx", "ZKANARI")
	second := func(at int) string {
		return bx("moof", bx("traf", bx("tfhd", n(0x2001a, 1, 1, 1920, len(filled))), bx("trun", n(0xd05, 1, at, 0, 1000, 0, 0))))
	}
	return []byte(head + second(len(second(0))+8) + bx("mdat", filled, "ZKANARI") + bx("mfra", "ZKANARI"))
}

// What stands around the samples is the same for everybody, byte by byte: nothing was made at any time, and where sound lies is said anew.
func TestAnMP4IsWrittenTheSameForEverybody(t *testing.T) {
	upright := n(1<<16, 0, 0, 0, 1<<16, 0, 0, 0, 1<<30)
	write := func(at int) string {
		return bx("ftyp", "M4A \x00\x00\x00\x00M4A mp42isom") + bx("moov",
			bx("mvhd", n(0, 0, 0, 44100, 1536, 1<<16, 1<<24, 0, 0), upright, n(0, 0, 0, 0, 0, 0, 2)),
			bx("trak", bx("tkhd", n(3, 0, 0, 1, 0, 1536, 0, 0, 0, 1<<24), upright, n(0, 0)), bx("edts", bx("elst", n(0, 1, 1536, 3*1024+512, 1<<16))),
				bx("mdia", bx("mdhd", n(0, 0, 0, 44100, 5*1024, 0x55c4<<16)), bx("hdlr", n(0, 0), "soun", n(0, 0, 0), "\x00"),
					bx("minf", bx("smhd", n(0, 0)), bx("dinf", bx("dref", n(0, 1), bx("url ", n(1)))), bx("stbl",
						bx("stsd", n(0, 1), bx("mp4a", "\x00\x00\x00\x00\x00\x00\x00\x01"+n(0, 0, 1<<16|16, 0, 44100<<16), bx("esds", n(0),
							"\x03\x19\x00\x00\x00\x04\x11\x40\x15"+n(0, 0)+"\x00\x00\x00\x05\x02\x12\x08\x06\x01\x02"))),
						bx("stts", n(0, 1, 5, 1024)), bx("stsz", n(0, 0, 5, 6, 5, 5, 4, 6)), bx("stsc", n(0, 1, 1, 5, 1)), bx("stco", n(0, 1, at))))))) +
			bx("mdat", strings.Join(spokenAAC[3:8], ""))
	}
	want := write(len(write(0)) - len(strings.Join(spokenAAC[3:8], "")))
	if kept := read(t, trimmed()).Bytes(); string(kept) != want {
		t.Errorf("%q\nwant\n%q", kept, want)
	}
}

// What somebody cut away is not in what is kept.
func TestWhatWasCutAwayIsNotKept(t *testing.T) {
	for name, file := range map[string][]byte{"from the ends": trimmed(), "from the middle": cutOut()} {
		for _, gone := range map[string][]string{"from the ends": {"zero", "one", "two", "eight"}, "from the middle": {"two", "three", "four", "five", "eight"}}[name] {
			if kept := read(t, file).Bytes(); bytes.Contains(kept, []byte(gone)) {
				t.Errorf("cut away %s: %q is kept: %q", name, gone, kept)
			}
		}
	}
}
