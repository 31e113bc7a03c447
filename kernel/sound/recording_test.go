// SPDX-License-Identifier: Apache-2.0

package sound_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"safar/kernel/fault"
	"safar/kernel/sound"
)

// reporter is what a test and one drawn example of it have in common.
type reporter interface {
	Helper()
	Fatal(args ...any)
}

func read(t reporter, file []byte) *sound.Recording {
	t.Helper()
	r, err := sound.Read(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func refuses(t *testing.T, name string, file []byte, want string) {
	t.Helper()
	if r, err := sound.Read(bytes.NewReader(file)); r != nil || fault.KeyOf(err) != want || !fault.Is(err, fault.Invalid) {
		t.Errorf("%q: %v, want %s", name, err, want)
	}
}

// stays holds a recording to what is true of every one: read again it is the same, and its bytes alone say what it is.
func stays(t *testing.T, r *sound.Recording) {
	t.Helper()
	again, err := sound.Read(bytes.NewReader(r.Bytes()))
	if err != nil || !bytes.Equal(again.Bytes(), r.Bytes()) || again.Length() != r.Length() || again.Type() != r.Type() {
		t.Errorf("read again: %v, and it is another: %q", err, r.Bytes())
	}
	if got := sound.TypeOf(r.Bytes()); got != r.Type() || got == "" {
		t.Errorf("its bytes are taken for %q, it is %q", got, r.Type())
	}
	if len(r.Bytes()) > sound.MaxSent || r.Length() < 0 {
		t.Errorf("%d bytes, %v", len(r.Bytes()), r.Length())
	}
}

// Wherever a program, a telephone or a person may have left something, it is gone, and the sound is there bit by bit.
func TestNothingButTheSoundIsLeft(t *testing.T) {
	for name, v := range voices() {
		r := read(t, v.file)
		if kept := r.Bytes(); bytes.Contains(kept, []byte("ZKAN")) {
			t.Errorf("%s: what is not sound is kept: %q", name, kept)
		}
		left := string(r.Bytes())
		for i, frame := range v.frames {
			_, behind, found := strings.Cut(left, frame)
			if !found {
				t.Fatalf("%s: frame %d is not there: %q", name, i, r.Bytes())
			}
			left = behind
		}
		if r.Type() != v.media || r.Length() != v.length {
			t.Errorf("%s: %s of %v, want %s of %v", name, r.Type(), r.Length(), v.media, v.length)
		}
		stays(t, r)
	}
}

// A file that ends anywhere is refused, or what there is of it is kept whole; and never anything that is not sound.
func TestAFileBrokenOffAnywhere(t *testing.T) {
	for name, v := range voices() {
		for cut := range v.file {
			r, err := sound.Read(bytes.NewReader(v.file[:cut]))
			if (r == nil) == (err == nil) || err != nil && !fault.Is(err, fault.Invalid) {
				t.Fatalf("%s, %d bytes of it: %v, %v", name, cut, r, err)
			}
			if r == nil {
				continue
			}
			if stays(t, r); bytes.Contains(r.Bytes(), []byte("ZKAN")) || r.Length() > v.length {
				t.Errorf("%s, %d bytes of it: %q", name, cut, r.Bytes())
			}
		}
	}
}

// What a file is called says nothing.
func TestTheNameOfAFileCountsForNothing(t *testing.T) {
	for name, v := range voices() {
		path := filepath.Join(t.TempDir(), "voice of ZKANARI.pdf")
		if err := os.WriteFile(path, v.file, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := sound.Read(file); err != nil || r.Type() != v.media {
			t.Errorf("%s: %v, %v", name, r, err)
		}
		file.Close()
	}
}

func TestWhatIsNoRecordingIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"nothing":      {"", "sound.empty"},
		"one byte":     {"O", "sound.not_a_recording"},
		"a page":       {"%PDF-1.7\n1 0 obj", "sound.not_a_recording"},
		"a photograph": {"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "sound.not_a_recording"},
		"words":        {strings.Repeat("I want to say that ", 100), "sound.not_a_recording"},
		"a mark alone": {"OggS", "sound.not_whole"},
		"no WAV":       {"RIFF\x10\x00\x00\x00AVI LIST", "sound.not_a_recording"},
	} {
		refuses(t, name, []byte(c.file), c.want)
	}
	if got := sound.TypeOf([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00")) + sound.TypeOf(nil); got != "" {
		t.Error(got)
	}
}

// endless gives zeros for ever, and counts them.
type endless struct{ given int }

// Read implements io.Reader.
func (e *endless) Read(p []byte) (int, error) {
	clear(p)
	e.given += len(p)
	return len(p), nil
}

// More than may be sent is refused as soon as it is more, and is not held.
func TestMoreThanMayBeSentIsRefusedWhileItIsRead(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	e := &endless{}
	_, err := sound.Read(e)
	runtime.ReadMemStats(&after)
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "sound.too_large" || f.Args["megabytes"] != 10 || f.Hint == "" {
		t.Errorf("%v", err)
	}
	if e.given > sound.MaxSent+1<<20 {
		t.Errorf("%d bytes were read", e.given)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 8*sound.MaxSent {
		t.Errorf("%d bytes to refuse it", took)
	}
	file := append(amr()[:6], bytes.Repeat([]byte("\x7c"), sound.MaxSent-6)...)
	stays(t, read(t, file))
	refuses(t, "one byte more", append(file, '\x7c'), "sound.too_large")
}

// broken gives what it has, and then fails.
type broken struct {
	io.Reader
	with error
}

// Read implements io.Reader.
func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		err = b.with
	}
	return n, err
}

func TestWhatBreaksOffOnItsWayIsRefused(t *testing.T) {
	for with, want := range map[error]string{io.ErrUnexpectedEOF: "sound.not_whole", &http.MaxBytesError{Limit: 1}: "sound.too_large"} {
		if _, err := sound.Read(broken{bytes.NewReader(amr()), with}); fault.KeyOf(err) != want {
			t.Errorf("%v: %v, want %s", with, err, want)
		}
	}
}

func TestTheZeroRecordingIsNone(t *testing.T) {
	var r sound.Recording
	if r.Bytes() != nil || r.Type() != "" || r.Length() != 0 {
		t.Errorf("%v", r)
	}
}

func FuzzRead(f *testing.F) {
	for _, v := range voices() {
		f.Add(v.file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, file := range [][]byte{file, mended(file)} {
			r, err := sound.Read(bytes.NewReader(file))
			if (r == nil) == (err == nil) || err != nil && !fault.Is(err, fault.Invalid) {
				t.Fatalf("%v, %v", r, err)
			}
			if r == nil {
				continue
			}
			if stays(t, r); len(r.Bytes()) > 16*len(file)+1024 {
				t.Fatalf("%d bytes became %d", len(file), len(r.Bytes()))
			}
		}
	})
}
