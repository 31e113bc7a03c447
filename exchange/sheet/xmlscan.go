// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxToken bounds one tag or text inside an XLSX part, in bytes. A cell holds at most 32,767 letters.
const maxToken = 1 << 20

// xmlKind is what xmlScanner stands on.
type xmlKind uint8

const (
	xmlStart xmlKind = iota
	xmlEnd
	xmlText
)

// xmlScanner reads the XML that spreadsheet programs write, several times as fast as encoding/xml, and copies nothing that
// is not asked for. It knows start tags, end tags, text, CDATA, and passes over comments and instructions. It refuses a
// DOCTYPE, the way in for entities that grow. It is UTF-8 only, as XLSX is in practice.
type xmlScanner struct {
	r     *bufio.Reader
	kind  xmlKind
	name  []byte // local name of a tag
	attrs []byte // what stands between name and end of a start tag
	text  []byte
	raw   bool   // the text is CDATA, without entities
	inTag bool   // a "<" has been read
	close bool   // the last start tag closed itself: its end comes next
	buf   []byte // holds what the reader's buffer could not
}

func newXMLScanner(r io.Reader) *xmlScanner {
	return &xmlScanner{r: bufio.NewReaderSize(r, 64<<10)}
}

var errXML = errors.New("malformed XML")

// next moves to the next token; io.EOF after the last.
func (s *xmlScanner) next() error {
	if s.close {
		s.close, s.kind = false, xmlEnd
		return nil
	}
	for {
		if !s.inTag {
			text, err := s.until('<')
			if err != nil {
				if err == io.EOF && len(bytes.TrimSpace(text)) == 0 {
					return io.EOF
				}
				return unexpectedEnd(err)
			}
			s.inTag = true
			if len(text) > 0 {
				s.kind, s.text, s.raw = xmlText, text, false
				return nil
			}
		}
		s.inTag = false
		if ok, err := s.tag(); err != nil || ok {
			return err
		}
	}
}

// tag reads a tag after its "<"; ok is false for what is passed over.
func (s *xmlScanner) tag() (ok bool, err error) {
	t, err := s.until('>')
	if err != nil {
		return false, unexpectedEnd(err)
	}
	for {
		more := false
		switch {
		case bytes.HasPrefix(t, []byte("!--")):
			more = len(t) < 5 || !bytes.HasSuffix(t, []byte("--"))
		case bytes.HasPrefix(t, []byte("![CDATA[")):
			more = !bytes.HasSuffix(t, []byte("]]"))
		case len(t) > 0 && t[0] != '/' && t[0] != '?':
			more = bytes.Count(t, []byte(`"`))%2 == 1 // a ">" inside a value
		}
		if !more {
			break
		}
		t = append(append([]byte(nil), t...), '>')
		rest, err := s.until('>')
		if err != nil {
			return false, unexpectedEnd(err)
		}
		if t = append(t, rest...); len(t) > maxToken {
			return false, errXML
		}
	}
	return s.parse(t)
}

func (s *xmlScanner) parse(t []byte) (bool, error) {
	switch {
	case len(t) == 0:
		return false, errXML
	case t[0] == '?', bytes.HasPrefix(t, []byte("!--")):
		return false, nil
	case bytes.HasPrefix(t, []byte("![CDATA[")):
		s.kind, s.text, s.raw = xmlText, t[len("![CDATA["):len(t)-2], true
		return true, nil
	case t[0] == '!':
		return false, errXML
	case t[0] == '/':
		s.kind, s.name = xmlEnd, local(bytes.TrimSpace(t[1:]))
		return true, nil
	}
	if t[len(t)-1] == '/' {
		s.close, t = true, t[:len(t)-1]
	}
	end := bytes.IndexAny(t, " \t\r\n")
	if end < 0 {
		end = len(t)
	}
	s.kind, s.name, s.attrs = xmlStart, local(t[:end]), t[end:]
	return true, nil
}

func local(name []byte) []byte {
	return name[bytes.IndexByte(name, ':')+1:]
}

// until reads up to delim, which is taken and not returned. The bytes are valid until the next call.
func (s *xmlScanner) until(delim byte) ([]byte, error) {
	b, err := s.r.ReadSlice(delim)
	if err == nil {
		return b[:len(b)-1], nil
	}
	if err != bufio.ErrBufferFull {
		return b, err
	}
	s.buf = append(s.buf[:0], b...)
	for err == bufio.ErrBufferFull {
		if len(s.buf) > maxToken {
			return nil, errXML
		}
		b, err = s.r.ReadSlice(delim)
		s.buf = append(s.buf, b...)
	}
	if err != nil {
		return s.buf, err
	}
	return s.buf[:len(s.buf)-1], nil
}

// is reports whether the tag has a local name.
func (s *xmlScanner) is(name string) bool { return s.kind != xmlText && string(s.name) == name }

// attr returns an attribute of a start tag, "" where it has none. A name with a colon matches any prefix, or the end of the
// name: r:id is id in some namespace.
func (s *xmlScanner) attr(name string) string { return unescape(s.attrBytes(name)) }

// attrBytes is attr without a copy and without entities resolved; the bytes are valid until the next token.
func (s *xmlScanner) attrBytes(name string) []byte {
	rest := s.attrs
	for {
		rest = bytes.TrimLeft(rest, " \t\r\n")
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return nil
		}
		key := bytes.TrimRight(rest[:eq], " \t\r\n")
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) < 2 || rest[0] != '"' && rest[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if attrIs(key, name) {
			return rest[1 : 1+end]
		}
		rest = rest[end+2:]
	}
}

func attrIs(key []byte, name string) bool {
	if at := strings.IndexByte(name, ':'); at >= 0 {
		colon := bytes.IndexByte(key, ':')
		return colon >= 0 && string(key[colon+1:]) == name[at+1:]
	}
	return string(key) == name
}

// string returns the text with its entities resolved.
func (s *xmlScanner) string() string {
	if s.raw {
		return string(s.text)
	}
	return unescape(s.text)
}

// unescape resolves the five entities of XML and numbered ones; anything else stays as it stands.
func unescape(b []byte) string {
	amp := bytes.IndexByte(b, '&')
	if amp < 0 {
		return string(b)
	}
	out := make([]byte, 0, len(b))
	for amp >= 0 {
		out = append(out, b[:amp]...)
		b = b[amp:]
		semi := bytes.IndexByte(b, ';')
		if semi < 0 || semi > 10 {
			semi = 0
			out = append(out, '&')
		} else {
			out = appendEntity(out, b[1:semi], b[:semi+1])
		}
		b = b[semi+1:]
		amp = bytes.IndexByte(b, '&')
	}
	return string(append(out, b...))
}

func appendEntity(out, name, whole []byte) []byte {
	switch string(name) {
	case "amp":
		return append(out, '&')
	case "lt":
		return append(out, '<')
	case "gt":
		return append(out, '>')
	case "quot":
		return append(out, '"')
	case "apos":
		return append(out, '\'')
	}
	if len(name) < 2 || name[0] != '#' {
		return append(out, whole...)
	}
	digits, base := string(name[1:]), 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || !utf8.ValidRune(rune(n)) {
		return append(out, whole...)
	}
	return utf8.AppendRune(out, rune(n))
}
