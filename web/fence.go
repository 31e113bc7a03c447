// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"safar/kernel/fault"
)

// policy is what a browser may do with our pages: show them, with our style sheet and our script, and send forms back to us. Nothing else: no script
// that stands in a page is run, and none makes code out of text.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// secure sets what every answer carries.
func secure(h http.Header, tls bool) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Embedder-Policy", "require-corp")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "no-store")
	if tls {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// AllowCamera lets the browser use its camera on this page, once its person says so. Nothing of what it sees is sent: the policy lets no page speak to anybody else.
func (r *Request) AllowCamera() {
	r.answer.Header().Set("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=(), usb=()")
}

// knownHost keeps out names that someone else points at this machine (DNS rebinding). A neighbour asks for the very address that they reached, which no
// name can stand for.
func (s *Site) knownHost(r *http.Request) bool {
	name := r.Host
	if h, _, err := net.SplitHostPort(name); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	ip := net.ParseIP(name)
	if r.TLS != nil {
		at, is := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
		return is && ip != nil && ip.Equal(at.IP) && s.options.Neighbours != nil
	}
	if len(s.options.Hosts) > 0 {
		return slices.Contains(s.options.Hosts, name)
	}
	return name == "localhost" || (ip != nil && ip.IsLoopback())
}

// answer is what is written back, watched for the log.
type answer struct {
	http.ResponseWriter
	body      io.ReadCloser // of the request, before its size was bounded
	began     time.Time
	pattern   string
	status    int
	bytes     int
	reference string
	wrong     error
	unnoted   bool // no line of the log tells of it, unless the program itself failed
}

// WriteHeader implements http.ResponseWriter, and notes the status for the log.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter, and counts the bytes for the log.
func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// finish turns a panic into an ordinary failure and writes the line of the log.
func (s *Site) finish(a *answer, plain *http.Request) {
	if thrown := recover(); thrown != nil {
		if thrown == http.ErrAbortHandler {
			panic(thrown)
		}
		err := fault.New("web.Site", fault.Internal, "", nil).Because(fmt.Errorf("panic: %s\n%s", panicText(thrown), debug.Stack()))
		if a.status == 0 {
			s.request(a, plain).fail(err)
		} else {
			a.wrong = err
		}
	}
	s.note(a, plain)
}

// panicText says what was thrown, as far as it cannot hold what somebody typed.
func panicText(thrown any) string {
	if err, is := thrown.(runtime.Error); is {
		return err.Error()
	}
	return fmt.Sprintf("%T", thrown)
}

// note writes one line for an answer: pattern, status, size, time. Never a path, a query, a name or a value.
func (s *Site) note(a *answer, plain *http.Request) {
	if a.unnoted && a.reference == "" {
		return
	}
	level := slog.LevelInfo
	attrs := []slog.Attr{slog.String("method", plain.Method), slog.String("pattern", a.pattern), slog.Int("status", a.status),
		slog.Int("bytes", a.bytes), slog.Duration("took", s.clock.Now().Sub(a.began).Round(time.Microsecond))}
	if a.wrong != nil {
		attrs = append(attrs, slog.String("kind", fault.KindOf(a.wrong).String()), slog.String("key", fault.KeyOf(a.wrong)))
	}
	if a.reference != "" {
		level = slog.LevelError
		attrs = append(attrs, slog.String("reference", a.reference), slog.String("error", a.wrong.Error()))
	}
	s.log.LogAttrs(plain.Context(), level, "answered", attrs...)
}
