// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"safar/kernel/fault"
)

// Program serves a pattern for programs. Who asks is known by the token that they show (Authorization: Bearer) and by nothing else: a cookie is not
// looked at, so that no page of another site can ask in the name of whoever is signed in. What is wrong is told as a Problem.
func (s *Site) Program(pattern string, h Handler) {
	s.Signed(pattern, func(r *Request) error {
		if err := r.identifyProgram(); err != nil {
			return err
		}
		return h(r)
	})
}

// Signed serves a pattern for programs that show no token: each message proves itself, and the handler judges whether it does. No cookie is looked at here either.
func (s *Site) Signed(pattern string, h Handler) {
	s.patterns = append(s.patterns, pattern)
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, plain *http.Request) {
		r := s.request(w, plain)
		r.answer.Header().Del("Set-Cookie") // a program chooses its language at each request
		r.answer.pattern, r.program = plain.Pattern, true
		if err := h(r); err != nil {
			r.fail(err)
		}
	})
}

// identifyProgram finds out for whom a program asks.
func (r *Request) identifyProgram() (err error) {
	shown, is := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if shown = strings.TrimSpace(shown); !is || shown == "" || r.site.options.Program == nil {
		return fault.New("web.Program", fault.NotAllowed, "signin.token_needed", nil).WithHint("signin.token_needed.hint")
	}
	r.Visitor, err = r.site.options.Program(r.Context(), shown)
	return err
}

// Sent reads what a program sent, whole. Error: Invalid web.too_large, web.form_unreadable.
func (r *Request) Sent() ([]byte, error) {
	var b bytes.Buffer
	if _, err := io.Copy(&b, r.Body); err != nil {
		return nil, unreadable("web.Sent", err)
	}
	return b.Bytes(), nil
}

// Answer answers with JSON that is written already.
func (r *Request) Answer(text []byte) error { return r.write(http.StatusOK, "application/json", text) }

// Problem is what is wrong, for a program (RFC 9457). Type, Kind and Key tell programs which; Title, Detail and Mend tell people, in the language
// they asked for. It holds nothing of anybody, and no word of what was sent.
type Problem struct {
	Type      string  `json:"type"`                // urn:safar:problem: and the key
	Title     string  `json:"title"`               // the kind, in words
	Status    int     `json:"status"`              // of HTTP, once more
	Detail    string  `json:"detail"`              // what is wrong
	Mend      string  `json:"mend,omitempty"`      // how to mend it
	Kind      string  `json:"kind"`                // of the fault: see fault.Kind
	Key       string  `json:"key,omitempty"`       // of the sentence
	Fields    []Field `json:"fields,omitempty"`    // where something sent is wrong
	Reference string  `json:"reference,omitempty"` // for the operator, who finds it in the log
}

// Field is what is wrong with one field of what was sent. At says which, as in members[2].born; Detail says what, in words, and Key for programs.
type Field struct {
	At     string `json:"at"`
	Detail string `json:"detail"`
	Key    string `json:"key"`
}

// FieldFaults are faults of single fields of what was sent, the first ones. It is an error of kind Invalid.
type FieldFaults []FieldFault

// FieldFault is the Fault of the field At.
type FieldFault struct {
	At    string
	Fault *fault.Error
}

// Error implements error.
func (f FieldFaults) Error() string { return "web: fields are wrong" }

// Unwrap says of what kind it is.
func (f FieldFaults) Unwrap() error {
	return fault.New("web.FieldFaults", fault.Invalid, "api.fields", fault.Args{"count": len(f)}).WithHint("api.fields.hint")
}

func (r *Request) showProblem(status int, err error) error {
	text, hint := r.Words.Fault(err)
	kind := fault.KindOf(err)
	title, _ := r.Words.Fault(fault.New("web.Problem", kind, "", nil))
	p := Problem{Type: "about:blank", Title: title, Status: status, Detail: text, Mend: hint, Kind: kind.String(), Key: fault.KeyOf(err), Reference: r.answer.reference}
	if p.Key != "" {
		p.Type = "urn:safar:problem:" + p.Key
	}
	var fields FieldFaults
	if errors.As(err, &fields) {
		for _, f := range fields {
			said, _ := r.Words.Fault(f.Fault)
			p.Fields = append(p.Fields, Field{f.At, said, f.Fault.Key})
		}
	}
	if status == http.StatusUnauthorized {
		r.answer.Header().Set("WWW-Authenticate", `Bearer realm="safar"`)
	}
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return r.write(status, "application/problem+json", append(body, '\n'))
}
