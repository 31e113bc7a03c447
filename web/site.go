// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"time"

	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// Visitor is who asks. The zero Visitor is not signed in.
type Visitor struct {
	Actor     access.Actor // with every grant, as they stand at this request
	Name      string       // what they sign in with
	Confirmed time.Time    // when they last typed their passphrase
	Caseload  id.ID        // which of several they chose to work with, for this session; zero for none

	// Compartment is the part of that caseload that they chose; zero for the general one.
	Compartment access.Compartment
}

// In returns the part of a caseload in which the visitor works: of the one that they chose the compartment that they chose, and otherwise the
// general one.
func (v Visitor) In(caseload id.ID) access.Scope {
	if caseload == v.Caseload && v.Compartment != access.CommonsCompartment {
		return access.Scope{Caseload: caseload, Compartment: v.Compartment}
	}
	return access.Scope{Caseload: caseload, Compartment: access.General}
}

// SignedIn reports whether it is known who asks.
func (v Visitor) SignedIn() bool { return !v.Actor.User.IsZero() }

// SignIn is what the site needs to know people. Errors are those of package signin: "signin.wrong", "signin.wait",
// "signin.needed", "signin.code_needed".
type SignIn interface {
	// Authenticate signs in by passphrase and returns the token for the cookie. device tells one device from another.
	Authenticate(ctx context.Context, name, passphrase, device string) (token string, err error)
	// Recover signs in by a printed code, sets a new passphrase, and says how many codes are left.
	Recover(ctx context.Context, name, code, passphrase, device string) (token string, left int, err error)
	// Resume says whose session a token is, and notes that it was used.
	Resume(ctx context.Context, token string) (Visitor, error)
	// Leave ends the session of a token.
	Leave(ctx context.Context, token string) error
	// Recognise says for whom a browser is kept that has the key of a device, and Unlock signs in by its PIN.
	Recognise(ctx context.Context, key string) (signin.Known, error)
	Unlock(ctx context.Context, key, pin, device string) (token string, err error)
	// Join signs a phone in by a code that its person showed on another screen.
	Join(ctx context.Context, code, device string) (token string, err error)
	// Complete completes a sign-in that waits for a code of the phone, by that or by the key of a kept device.
	Complete(ctx context.Context, token, code, key string) (fresh string, err error)
}

// Options say how a Site stands in the world. Only SignIn is needed.
type Options struct {
	SignIn SignIn
	Words  *words.Catalogue // nil means those that come with the program
	Log    *slog.Logger     // nil means none
	Clock  clock.Clock      // times requests for the log; nil means the machine's

	// Hosts are the names under which this site may be asked for, without port. None means loopback alone.
	Hosts []string
	// Secure says that browsers reach this site over TLS through a proxy; the cookie is then bound to it, as it is over a TLS of our own.
	Secure bool
	// Neighbours says by which addresses the local network reaches this site over a TLS of our own; nil where it does not. Those who come so are known by
	// the address that they asked for: it must be the one that they reached.
	Neighbours func() Neighbours
	// Device tells the device of a request for the throttle of wrong passphrases; nil means the address it comes from.
	Device func(*http.Request) string
	// LargestBody is the most bytes a request may carry; 0 means 1 MiB. A handler may allow itself more (Request.AllowBody).
	LargestBody int64

	// Nav lists the main pages that a visitor may open; nil means none.
	Nav func(Visitor, *words.Printer) []page.Link
	// Naming says the ids in refusals in the words of their programme; nil leaves them as they are.
	Naming words.Naming
	// MadeUp says that the people of this operation are made up: every page tells so.
	MadeUp bool
	// Caseload names the caseload that a visitor with several works with, for the top of every page; "" for those who have but one.
	Caseload func(*Request) string
	// Account is the path of the page on which people see how they sign in; "" for none.
	Account string
	// UnderWay finds the work of a visitor that goes on behind the pages, for the top of every page; the zero Link for none. It may be nil.
	UnderWay func(*Request) page.Link
	// Search says that there is a page at POST /search, for those who are signed in.
	Search func(Visitor) bool

	// Program says for whom a program acts that shows a token, and how far it goes; nil lets no program in. Error: NotAllowed signin.token_needed.
	Program func(ctx context.Context, token string) (Visitor, error)
}

// Neighbours is how a local network reaches a site. Addresses are what phones open (https://192.168.1.20:8443), Fingerprint is that of the certificate
// (SHA-256, pairs of hexadecimal digits), which people compare.
type Neighbours struct {
	Addresses   []string
	Fingerprint string
}

// Kiosks is what the site needs to know browsers that stand open to people; a SignIn that is none knows no kiosks.
type Kiosks interface {
	// Kiosk says what the kiosk of a token is, and who stands before it where visit is the token of their visit. Fault: NotFound signin.kiosk_ended.
	Kiosk(ctx context.Context, token, visit string) (Booth, error)
}

// Booth is a browser that stands open to people, as it is at this request. Actor may what people do there themselves, Caseload is whose it is; Household and Person say who stands
// before it, zero where nobody does. Name is what the place is called, Opened the name of who opened it, Until when it ends.
type Booth struct {
	Actor     access.Actor
	Caseload  id.ID
	Household id.ID
	Person    id.ID
	Name      string
	Opened    string
	Until     time.Time
}

// Handler answers one request. It either writes one whole answer, with a method of Request, and returns nil, or writes
// nothing and returns what is wrong.
type Handler func(r *Request) error

// Site is a set of handlers behind one fence. Add all of them before serving.
type Site struct {
	options  Options
	mux      *http.ServeMux
	patterns []string
	booths   map[string]bool             // the patterns that a kiosk serves
	helps    func(pattern string) string // see Helps; nil for none
	cross    *http.CrossOriginProtection
	words    *words.Catalogue
	log      *slog.Logger
	clock    clock.Clock
}

// New returns a Site with the pages for signing in and out, the style sheet, the script and the gallery of parts.
func New(options Options) *Site {
	s := &Site{options: options, mux: http.NewServeMux(), booths: map[string]bool{}, cross: http.NewCrossOriginProtection(), words: options.Words,
		log: options.Log}
	if s.words == nil {
		s.words = words.Default()
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.clock = options.Clock; s.clock == nil {
		s.clock = clock.System(time.UTC)
	}
	if s.options.LargestBody == 0 {
		s.options.LargestBody = 1 << 20
	}
	if s.options.Device == nil {
		s.options.Device = remoteAddress
	}
	s.options.Device = byNeighbours(s.options.Device)
	s.serveAssets()
	s.Open("GET /sign-in", showSignIn)
	s.Open("POST /sign-in", signIn)
	s.Open("GET /sign-in/code", showRecover)
	s.Open("POST /sign-in/code", recoverSignIn)
	s.Open("POST /sign-in/pin", unlock)
	s.Open("GET /sign-in/phone", showCode)
	s.Open("POST /sign-in/phone", giveCode)
	s.Open("GET /join", showJoin)
	s.Open("POST /join", join)
	s.Open("POST /sign-out", signOut)
	s.Open("GET /gallery", showGallery)
	s.Open("/", func(*Request) error { return fault.New("web.Site", fault.NotFound, "", nil) })
	return s
}

// Handle serves a pattern ("GET /households/{id}") for people who are signed in. Others are led to the sign-in and back, or,
// where they asked for JSON or sent a form, get "signin.needed". What they may do and see is for the handler to ask the
// desk, with r.Visitor.Actor.
func (s *Site) Handle(pattern string, h Handler) { s.handle(pattern, h, true) }

// Open serves a pattern for everyone, signed in or not.
func (s *Site) Open(pattern string, h Handler) { s.handle(pattern, h, false) }

// Kiosk serves a pattern at a kiosk; elsewhere, and where the kiosk has ended, it answers "signin.kiosk_ended". Nothing else is served there.
func (s *Site) Kiosk(pattern string, h Handler) {
	s.booths[pattern] = true
	s.handle(pattern, func(r *Request) error {
		if r.Booth == nil {
			return fault.New("web.Kiosk", fault.NotFound, "signin.kiosk_ended", nil).WithHint("signin.kiosk_ended.hint")
		}
		return h(r)
	}, false)
}

// Helps says how the path of the help is found that is about the page of a pattern; "" for none. Every page then leads to its own.
func (s *Site) Helps(find func(pattern string) string) { s.helps = find }

// Patterns lists what this site serves, as it was added: what looks at every page asks here, so that none is forgotten.
func (s *Site) Patterns() []string { return slices.Clone(s.patterns) }

func (s *Site) handle(pattern string, h Handler, signedIn bool) {
	s.patterns = append(s.patterns, pattern)
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, plain *http.Request) {
		r := s.request(w, plain)
		r.answer.pattern = plain.Pattern
		if booth, err := r.atKiosk(); booth != nil || err != nil {
			if err == nil {
				err = r.onlyKiosk(h, s.booths[pattern])
			}
			if err != nil {
				r.fail(err)
			}
			return
		}
		err := r.identify()
		if signedIn && !r.Visitor.SignedIn() {
			if err == nil {
				err = fault.New("web.Handle", fault.NotAllowed, "signin.needed", nil)
			}
		} else if !signedIn && noSession(err) {
			r.waits = fault.KeyOf(err) == "signin.code_needed"
			err = nil
		}
		if err == nil {
			err = h(r)
		}
		if err != nil {
			r.fail(err)
		}
	})
}

// noSession reports whether an error says that nobody is signed in, or not yet.
func noSession(err error) bool {
	return err != nil && (fault.KeyOf(err) == "signin.needed" || fault.KeyOf(err) == "signin.code_needed")
}

// ServeHTTP serves the site.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := &answer{ResponseWriter: w, body: r.Body, began: s.clock.Now()}
	defer s.finish(a, r)
	secure(a.Header(), s.options.Secure)
	switch {
	case !s.knownHost(r):
		s.request(a, r).fail(fault.New("web.Site", fault.NotFound, "web.host", nil))
	case s.cross.Check(r) != nil:
		s.request(a, r).fail(fault.New("web.Site", fault.NotAllowed, "web.cross_origin", nil))
	default:
		r.Body = http.MaxBytesReader(a, r.Body, s.options.LargestBody)
		s.mux.ServeHTTP(a, r)
	}
}

func (s *Site) serveAssets() {
	style, text := page.Stylesheet()
	s.serveAsset(style, "text/css; charset=utf-8", text)
	script, text := page.Script()
	s.serveAsset(script, "text/javascript; charset=utf-8", text)
	scan, text, decoder, decodes := page.Scanner()
	s.serveAsset(scan, "text/javascript; charset=utf-8", text)
	s.serveAsset(decoder, "text/javascript; charset=utf-8", decodes)
}

// serveAsset serves a file whose path holds its checksum.
func (s *Site) serveAsset(path, kind string, text []byte) {
	packed := compress(text)
	s.patterns = append(s.patterns, "GET "+path)
	s.mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
		if a, is := w.(*answer); is {
			a.pattern = r.Pattern
		}
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		body := text
		if acceptsGzip(r) {
			h.Set("Content-Encoding", "gzip")
			body = packed
		}
		w.Write(body) // the browser went away: nothing to be done
	})
}

func compress(text []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(text) // a buffer takes everything
	z.Close()
	return b.Bytes()
}

// byNeighbours tells the devices of neighbours by their own addresses: what they say of a proxy is their own invention.
func byNeighbours(device func(*http.Request) string) func(*http.Request) string {
	return func(r *http.Request) string {
		if r.TLS != nil {
			return remoteAddress(r)
		}
		return device(r)
	}
}

func remoteAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
