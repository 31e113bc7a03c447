// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"safar/kernel/fault"
)

// slowest is how long an upload may take: a list of some megabytes over the thinnest of links.
const slowest = 30 * time.Minute

// File returns the file that a form sends under a name, to be read as it comes: nothing of it is kept anywhere by this floor, on a disk least
// of all. most bounds the request, in bytes. Faults: Invalid "web.file_missing", "web.form_unreadable".
func (r *Request) File(field string, most int64) (name string, from io.Reader, err error) {
	const op = "web.File"
	const around = 64 << 10 // what stands around the file in the body
	r.AllowBody(most + around)
	late := r.site.clock.Now().Add(slowest)
	connection := http.NewResponseController(r.answer)
	connection.SetReadDeadline(late) // where the connection has none, nothing is to be put off
	connection.SetWriteDeadline(late)
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, fault.New(op, fault.Invalid, "web.form_unreadable", nil).Because(err)
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
