// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"safar/kernel/fault"
)

// What a parcel may hold. A programme with its forms and words is some 50 KB in a dozen files.
const (
	MaxParcelFiles = 200
	MaxParcel      = 4 << 20 // bytes, all files together, unpacked
)

// Parcel is the files of a programme as somebody hands them in, in whichever folders and whatever order: each is told by the key that it
// begins with, as a programme, a form or a file of words.
type Parcel struct {
	Programme []byte            // its file; nil where there is none
	Forms     map[string][]byte // by the id that the file is named after
	Words     map[string][]byte // by the language that the file is named after
	Beside    []string          // names of files that are none of these, such as a page of prose: they are left aside

	files, bytes int
}

// firstKey finds the key by which a file is told: it stands at the beginning of a line.
var firstKey = regexp.MustCompile(`(?m)^(programme|form|language):`)

// Add takes a file into the parcel, or all files of one that is a zip.
func (p *Parcel) Add(name string, content []byte) error {
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return p.unpack(name, content)
	}
	const op = "programme.Parcel"
	name = strings.ReplaceAll(name, `\`, "/")
	if p.files, p.bytes = p.files+1, p.bytes+len(content); p.files > MaxParcelFiles || p.bytes > MaxParcel {
		return fault.New(op, fault.Invalid, "programme.parcel_large", fault.Args{"files": MaxParcelFiles, "kilobytes": MaxParcel >> 10})
	}
	extension := path.Ext(name)
	if extension != ".yaml" && extension != ".yml" {
		p.Beside = append(p.Beside, name)
		return nil
	}
	text := bytes.ReplaceAll(bytes.TrimPrefix(content, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	if !utf8.Valid(text) {
		return fault.New(op, fault.Invalid, "programme.parcel_not_text", fault.Args{"file": name})
	}
	return p.put(name, strings.TrimSuffix(path.Base(name), extension), text)
}

// put lays a file where it belongs.
func (p *Parcel) put(name, id string, text []byte) error {
	const op = "programme.Parcel"
	key := firstKey.FindSubmatch(text)
	if key == nil {
		return fault.New(op, fault.Invalid, "programme.parcel_unknown", fault.Args{"file": name})
	}
	twice := false
	switch string(key[1]) {
	case "programme":
		twice, p.Programme = p.Programme != nil, text
	case "form":
		p.Forms, twice = laid(p.Forms, id, text)
	case "language":
		p.Words, twice = laid(p.Words, id, text)
	}
	if twice {
		return fault.New(op, fault.Invalid, "programme.parcel_twice", fault.Args{"file": name})
	}
	return nil
}

// laid puts a file among others, and reports whether one of its name was there.
func laid(files map[string][]byte, id string, text []byte) (map[string][]byte, bool) {
	_, twice := files[id]
	if files == nil {
		files = map[string][]byte{}
	}
	files[id] = text
	return files, twice
}

// unpack takes the files of a zip, reading no more of each than may be there: what a zip says of its sizes is not believed.
func (p *Parcel) unpack(name string, content []byte) error {
	const op = "programme.Parcel"
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return fault.New(op, fault.Invalid, "programme.parcel_unreadable", fault.Args{"file": name}).Because(err)
	}
	for _, f := range z.File {
		if f.FileInfo().IsDir() || strings.HasPrefix(path.Base(f.Name), ".") || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return fault.New(op, fault.Invalid, "programme.parcel_unreadable", fault.Args{"file": name}).Because(err)
		}
		text, err := io.ReadAll(io.LimitReader(r, MaxParcel+1))
		r.Close()
		if err != nil {
			return fault.New(op, fault.Invalid, "programme.parcel_unreadable", fault.Args{"file": f.Name}).Because(err)
		}
		if bytes.HasPrefix(text, []byte("PK\x03\x04")) {
			return fault.New(op, fault.Invalid, "programme.parcel_nested", fault.Args{"file": f.Name})
		}
		if err := p.Add(f.Name, text); err != nil {
			return err
		}
	}
	return nil
}
