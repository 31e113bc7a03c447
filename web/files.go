// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// slowest is how long an upload may take: a list of some megabytes over the thinnest of links.
const slowest = 30 * time.Minute

// File returns the file that a form sends under a name, to be read as it comes: nothing of it is kept anywhere by this floor, on a disk least
// of all. most bounds the request, in bytes. Faults: Invalid "web.file_missing", "web.form_unreadable".
func (r *Request) File(field string, most int64) (name string, from io.Reader, err error) {
	const op = "web.File"
	parts, err := r.parts(op, most)
	if err != nil {
		return "", nil, err
	}
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return "", nil, fault.New(op, fault.Invalid, "web.file_missing", nil)
		case err != nil:
			return "", nil, fault.New(op, fault.Invalid, "web.form_unreadable", nil).Because(err)
		case part.FormName() == field && part.FileName() != "":
			return part.FileName(), part, nil
		}
	}
}

// around is what may stand around a file in the body of a request: the other fields of its form.
const around = 256 << 10

// parts begins to read a form that carries a file, for which there is time.
func (r *Request) parts(op string, most int64) (*multipart.Reader, error) {
	r.AllowBody(most + around)
	late := clock.System(time.UTC).Now().Add(slowest) // of the machine, as connections count: the operation may stand on another day
	connection := http.NewResponseController(r.answer)
	connection.SetReadDeadline(late) // where the connection has none, nothing is to be put off
	connection.SetWriteDeadline(late)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fault.New(op, fault.Invalid, "web.form_unreadable", nil).Because(err)
	}
	return parts, nil
}

// HasFile reports whether the form that was sent may carry files.
func (r *Request) HasFile() bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data")
}

// Upload reads a form that may carry a file under a name: take reads the file as it comes, where one was chosen, and nothing of it is kept anywhere
// by this floor; the other fields become those of Values. most bounds the request, in bytes. Where the request carries more, what was read before
// stands, and the fault is Invalid web.too_large; others: Invalid web.form_unreadable.
func (r *Request) Upload(field string, most int64, take func(io.Reader)) error {
	const op = "web.Upload"
	parts, err := r.parts(op, most)
	if err != nil {
		return err
	}
	return r.fields(op, parts, field, take)
}

// fields reads the fields of a form, and has the file under a name taken as it comes.
func (r *Request) fields(op string, parts *multipart.Reader, field string, take func(io.Reader)) error {
	r.PostForm, r.Form = url.Values{}, url.Values{}
	for left := int64(around); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && part.FileName() != "" {
			if part.FormName() == field {
				take(part)
			}
			continue
		}
		if err == nil && part.FormName() != field {
			left, err = r.value(part, left)
		}
		if err != nil {
			return unreadable(op, err)
		}
	}
}

// value reads one field of a form, and says how much more may be read.
func (r *Request) value(part *multipart.Part, left int64) (int64, error) {
	text, err := io.ReadAll(io.LimitReader(part, left+1))
	if left -= int64(len(text)); err == nil && left < 0 {
		err = &http.MaxBytesError{Limit: around}
	}
	if err == nil {
		r.PostForm.Add(part.FormName(), string(text))
	}
	return left, err
}

// unreadable is the fault of a form that could not be read to its end.
func unreadable(op string, err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fault.New(op, fault.Invalid, "web.too_large", fault.Args{"megabytes": max(1, large.Limit>>20)})
	}
	return fault.New(op, fault.Invalid, "web.form_unreadable", nil).Because(err)
}

// Picture answers with a picture that the browser shows and keeps nowhere, under a name that tells nothing.
func (r *Request) Picture(name string, jpeg []byte) error {
	h := r.answer.Header()
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": name + ".jpg"}))
	h.Set("Content-Type", "image/jpeg")
	h.Set("Content-Length", strconv.Itoa(len(jpeg)))
	r.answer.WriteHeader(http.StatusOK)
	r.answer.Write(jpeg) // the browser went away: nothing to be done
	return nil
}

// Sound answers with a recording of a kind that the browser plays and keeps nowhere, whole or the part that it asks for: some play nothing whose parts they cannot ask for. It has no name.
func (r *Request) Sound(kind string, recording []byte) error {
	h := r.answer.Header()
	h.Set("Content-Disposition", "inline")
	h.Set("Content-Type", kind)
	http.ServeContent(r.answer, r.Request, "", time.Time{}, bytes.NewReader(recording))
	return nil
}

// Download answers with a file to be kept under a name.
func (r *Request) Download(name, kind string, body []byte) error {
	h := r.answer.Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	r.answer.WriteHeader(http.StatusOK)
	r.answer.Write(body) // the browser went away: nothing to be done
	return nil
}

// Again has the browser ask for this page again after some seconds, for as long as something goes on.
func (r *Request) Again(seconds int) { r.answer.Header().Set("Refresh", strconv.Itoa(seconds)) }
