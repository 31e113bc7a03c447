// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// Request is one request and its answer.
type Request struct {
	*http.Request
	Words   *words.Printer // speaks the reader's language
	Visitor Visitor        // who asks; nobody, at a kiosk
	Booth   *Booth         // the kiosk that asks; nil elsewhere

	site   *Site
	answer *answer
	token  string
	waits  bool // the passphrase was right, and a code is waited for
	secret bool

	program bool // a program asks: see Site.Program
}

func (s *Site) request(w http.ResponseWriter, plain *http.Request) *Request {
	a, is := w.(*answer)
	if !is {
		a = &answer{ResponseWriter: w}
	}
	asked := plain.URL.Query().Get("lang")
	chosen := ""
	if c, err := plain.Cookie(languageCookie); err == nil {
		chosen = c.Value
	}
	r := &Request{Request: plain, site: s, answer: a, Words: s.words.Negotiate(plain.Header.Get("Accept-Language"), asked, chosen)}
	if s.options.Naming != nil {
		r.Words = r.Words.Named(s.options.Naming)
	}
	if asked != "" && asked != chosen && s.words.Has(asked) {
		http.SetCookie(a, &http.Cookie{Name: languageCookie, Value: asked, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true,
			Secure: r.secured(), SameSite: http.SameSiteLaxMode})
	}
	return r
}

// secured reports whether the browser comes over TLS: through a proxy, or to ourselves.
func (r *Request) secured() bool { return r.site.options.Secure || r.TLS != nil }

// Neighbours says how the local network reaches this site; the zero Neighbours where it does not.
func (r *Request) Neighbours() Neighbours {
	if r.site.options.Neighbours == nil {
		return Neighbours{}
	}
	return r.site.options.Neighbours()
}

// identify finds out who asks. Someone without a cookie is the zero Visitor, without an error.
func (r *Request) identify() error {
	c, err := r.Cookie(r.sessionCookie())
	if err != nil || c.Value == "" || r.site.options.SignIn == nil {
		return nil
	}
	r.token = c.Value
	if r.Visitor, err = r.site.options.SignIn.Resume(r.Context(), c.Value); err == nil {
		chosen := r.chosenCaseload()
		r.Visitor.Caseload, r.Visitor.Compartment = chosen.Caseload, chosen.Compartment
	}
	return fault.Wrap("web.identify", err)
}

// Frame returns what stands around a page of that title.
func (r *Request) Frame(title string) page.Frame {
	f := page.Frame{Words: r.Words, Title: title, Path: r.pathKept(), Visitor: r.Visitor.Name, MadeUp: r.site.options.MadeUp}
	if r.site.helps != nil {
		f.Help = r.site.helps(r.answer.pattern)
	}
	if done := "done." + r.URL.Query().Get("done"); r.Words.Has(done) {
		f.Done = done
	}
	if !r.Visitor.SignedIn() {
		return f
	}
	f.Account = r.site.options.Account
	if r.site.options.Nav != nil {
		f.Nav = r.site.options.Nav(r.Visitor, r.Words)
		for i := range f.Nav {
			f.Nav[i].Current = f.Nav[i].To == r.URL.Path
		}
	}
	if r.site.options.Caseload != nil {
		f.Caseload = r.site.options.Caseload(r)
	}
	if r.site.options.UnderWay != nil {
		f.UnderWay = r.site.options.UnderWay(r)
	}
	f.Search = r.site.options.Search != nil && r.site.options.Search(r.Visitor)
	return f
}

// pathKept is the path of this page, with its query but for the notice of what was done: that is said once.
func (r *Request) pathKept() string {
	query := r.URL.Query()
	query.Del("done")
	query.Del("lang")
	if len(query) == 0 {
		return r.URL.EscapedPath()
	}
	return r.URL.EscapedPath() + "?" + query.Encode()
}

// Show answers with a page.
func (r *Request) Show(c templ.Component) error { return r.ShowAs(http.StatusOK, c) }

// ShowAs answers with a page and a status, such as 422 for a form that comes back.
func (r *Request) ShowAs(status int, c templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := c.Render(r.Context(), b); err != nil {
		return fault.Wrap("web.Show", err)
	}
	return r.write(status, "text/html; charset=utf-8", b.Bytes())
}

// JSON answers with a value as JSON.
func (r *Request) JSON(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fault.Wrap("web.JSON", err)
	}
	return r.write(http.StatusOK, "application/json", append(text, '\n'))
}

// WantsJSON reports whether JSON was asked for rather than a page.
func (r *Request) WantsJSON() bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		switch kind, _, _ := strings.Cut(strings.TrimSpace(part), ";"); kind {
		case "application/json":
			return true
		case "text/html":
			return false
		}
	}
	return false
}

// MadeUp reports whether the people of this operation are made up: every page tells so.
func (r *Request) MadeUp() bool { return r.site.options.MadeUp }

// Partial reports whether the script of a page asks, for a part of it to be put into its place: the answer is that part alone.
func (r *Request) Partial() bool { return r.Header.Get("HX-Request") == "true" }

// Go leads on to a path of this site after something was changed (303). done, when it is not "", is the last part of a key
// "done.*" that is said there.
func (r *Request) Go(path, done string) error {
	if done != "" {
		mark := "?"
		if strings.Contains(path, "?") {
			mark = "&"
		}
		path += mark + "done=" + url.QueryEscape(done)
	}
	http.Redirect(r.answer, r.Request, path, http.StatusSeeOther)
	return nil
}

// Secret keeps the answer from being compressed: its length would tell something of a secret on it.
func (r *Request) Secret() { r.secret = true }

// Unnoted keeps this request out of the log, unless the program itself fails in it: the number of its lines would tell how often somebody came here.
func (r *Request) Unnoted() { r.answer.unnoted = true }

// AllowBody lets this request carry up to n bytes: an upload. Call it before anything is read.
func (r *Request) AllowBody(n int64) {
	r.Body = http.MaxBytesReader(r.answer, r.answer.body, n)
}

// Values reads the values of a form that was sent. Errors: Invalid "web.too_large", "web.form_unreadable".
func (r *Request) Values() (url.Values, error) {
	err := r.ParseForm()
	if err == nil {
		return r.PostForm, nil
	}
	return nil, unreadable("web.Values", err)
}

// Command returns the command id of a form (page.NewCommand): the desk carries one command out once, however often the form
// is sent. Error: Invalid "web.command_missing".
func (r *Request) Command() (id.ID, error) {
	values, err := r.Values()
	if err != nil {
		return id.ID{}, err
	}
	command, err := id.Parse(values.Get("command"))
	if err != nil {
		return id.ID{}, fault.New("web.Command", fault.Invalid, "web.command_missing", nil)
	}
	return command, nil
}

// PathID returns the id that stands in the path under name ("GET /households/{id}"). Error: NotFound.
func (r *Request) PathID(name string) (id.ID, error) {
	found, err := id.Parse(r.PathValue(name))
	if err != nil {
		return id.ID{}, fault.New("web.PathID", fault.NotFound, "", nil)
	}
	return found, nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

var packers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// smallest is the size below which compressing saves no packet.
const smallest = 1200

// write sends one whole answer. Compressing a page that holds secrets beside what the reader typed would let a listener who
// makes the browser ask again and again guess at them by the length; our cookie is SameSite=Strict, so no other site can
// make it ask, and pages with recovery codes are not compressed all the same.
func (r *Request) write(status int, kind string, body []byte) error {
	h := r.answer.Header()
	h.Set("Content-Type", kind)
	h.Add("Vary", "Accept-Encoding")
	h.Set("Content-Language", r.Words.Language().Code)
	if r.secret || len(body) < smallest || !acceptsGzip(r.Request) {
		h.Set("Content-Length", strconv.Itoa(len(body)))
		r.answer.WriteHeader(status)
		r.answer.Write(body) // the browser went away: nothing to be done
		return nil
	}
	h.Set("Content-Encoding", "gzip")
	r.answer.WriteHeader(status)
	z := packers.Get().(*gzip.Writer)
	defer packers.Put(z)
	z.Reset(r.answer)
	z.Write(body)
	z.Close()
	return nil
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.TrimSpace(weight) != "q=0" {
			return true
		}
	}
	return false
}
