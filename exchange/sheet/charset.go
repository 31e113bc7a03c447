// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"safar/kernel/fault"
)

// encodings are those a CSV file may come in. The unicode decoders drop a byte order mark.
var encodings = map[string]encoding.Encoding{
	"utf-8":        unicode.UTF8BOM,
	"utf-16le":     unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	"utf-16be":     unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
	"windows-1252": charmap.Windows1252,
	"windows-1256": charmap.Windows1256,
}

func knownEncoding(name string) bool { return encodings[name] != nil }

func decoder(name string) transform.Transformer { return encodings[name].NewDecoder() }

// sniffEncoding tells how a file is encoded: by its byte order mark, by the zero bytes that UTF-16 puts between Latin letters, by
// being valid UTF-8 from beginning to end, and else by how its high bytes stand together: Arabic in Windows-1256 is written
// in runs of them, while an accent of Windows-1252 stands alone among plain letters.
func sniffEncoding(f io.ReaderAt) (string, error) {
	head := make([]byte, 4096)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return "", fault.Wrap("sheet.Open", err)
	}
	if name := sniffUnicode(head[:n]); name != "" {
		return name, nil
	}
	var s byteStatistics
	if _, err := io.Copy(&s, io.NewSectionReader(f, 0, 1<<62)); err != nil {
		return "", fault.Wrap("sheet.Open", err)
	}
	return s.encoding(), nil
}

func sniffUnicode(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return "utf-8"
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "utf-16be"
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch third := len(head) / 6; {
	case zeros[1] > third && zeros[0] == 0:
		return "utf-16le"
	case zeros[0] > third && zeros[1] == 0:
		return "utf-16be"
	}
	return ""
}

// byteStatistics looks at bytes as they pass.
type byteStatistics struct {
	invalid bool   // not UTF-8
	carry   []byte // the beginning of a letter whose rest has not come yet
	last    byte
	pairs   int // letters of Windows-1256 beside each other
	lone    int // high letters beside plain ones
}

// Write takes the next bytes; it never fails.
func (s *byteStatistics) Write(p []byte) (int, error) {
	if !s.invalid {
		s.checkUTF8(p)
	}
	for _, b := range p {
		switch {
		case arabicByte(b) && arabicByte(s.last):
			s.pairs++
		case b >= 0xc0 && plainLetter(s.last), plainLetter(b) && s.last >= 0xc0:
			s.lone++
		}
		s.last = b
	}
	return len(p), nil
}

func (s *byteStatistics) checkUTF8(p []byte) {
	b := append(s.carry, p...)
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		if !utf8.FullRune(b) {
			break
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			s.invalid = true
			return
		}
		b = b[n:]
	}
	s.carry = append([]byte(nil), b...)
}

func (s *byteStatistics) encoding() string {
	switch {
	case !s.invalid && len(s.carry) == 0:
		return "utf-8"
	case s.pairs > s.lone:
		return "windows-1256"
	}
	return "windows-1252"
}

// arabicByte reports whether b is an Arabic letter in Windows-1256.
func arabicByte(b byte) bool {
	switch {
	case b >= 0xc1 && b <= 0xdf && b != 0xd7, b == 0xe1, b >= 0xe3 && b <= 0xe6, b == 0xec, b == 0xed:
		return true
	}
	return b == 0x81 || b == 0x8d || b == 0x8e || b == 0x90 || b == 0x98
}

func plainLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
