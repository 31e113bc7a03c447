// SPDX-License-Identifier: Apache-2.0

package sound_test

import (
	"strings"
	"testing"
)

// aired is a frame of AAC that stands by itself, low complexity, 44100 samples a second, one channel; its header says whose it is.
func aired(frame string, checksum string) string {
	size := 7 + len(checksum) + len(frame)
	first := map[bool]string{true: "\xff\xf1", false: "\xff\xf0"}[checksum == ""]
	return first + "\x52" + string([]byte{0x6c | byte(size>>11), byte(size >> 3), byte(size<<5) | 0x1f, 0xfc}) + checksum + frame
}

// adts is what some telephones write: frame by frame, with a tag behind them.
func adts() []byte {
	return []byte(aired(told[0], "") + aired(told[1], "ZK") + aired(told[2], "") + "TAGZKANARI")
}

// Frames of AAC that stand by themselves are kept as the same frames in an MP4 are.
func TestAACByItselfIsKeptAsAnMP4(t *testing.T) {
	if kept, want := read(t, adts()).Bytes(), read(t, m4a()).Bytes(); string(kept) != string(want) {
		t.Errorf("%q\nwant\n%q", kept, want)
	}
	one := aired(told[2], "")
	if len(read(t, []byte(one)).Bytes()) == 0 || read(t, []byte(one+one+one[:5])).Length() != lasts(2*1024, 44100) {
		t.Error("whole frames are not kept")
	}
	for name, c := range map[string]struct{ file, want string }{
		"one frame and text":  {one + "voice", "sound.not_a_recording"},
		"another after it":    {one + strings.Replace(one, "\x52", "\x56", 1), "sound.not_a_recording"},
		"a long text behind":  {one + one + strings.Repeat("voice ", 2000), "sound.not_whole"},
		"another kind of AAC": {strings.Repeat(strings.Replace(one, "\x52", "\x12", 1), 3), "sound.not_a_recording"},
		"no rate":             {strings.Repeat(strings.Replace(one, "\x52", "\x76", 1), 3), "sound.not_a_recording"},
		"several in one":      {strings.Repeat(strings.Replace(one, "\xfc", "\xfd", 1), 3), "sound.not_a_recording"},
		"a frame of nothing":  {strings.Repeat(aired("", ""), 3), "sound.not_a_recording"},
	} {
		refuses(t, name, []byte(c.file), c.want)
	}
}
