// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/store"
	"safar/web/page"
	"safar/web/words"
)

const phrase = "mango river seven lanterns"

// office is the real sign-in over a real database, with the names of its people.
type office struct{ *signin.Door }

func (o office) Resume(ctx context.Context, token string) (Visitor, error) {
	s, err := o.Door.Resume(ctx, token)
	if err != nil {
		return Visitor{}, err
	}
	return Visitor{Actor: access.Actor{User: s.User}, Name: "Espérance <b>M.</b>", Confirmed: s.Confirmed}, nil
}

type house struct {
	*Site
	clock *clock.Settable
	codes []string
	log   *bytes.Buffer
}

func newHouse(t *testing.T, change ...func(*Options)) *house {
	t.Helper()
	s, err := store.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "safar.db"), store.SQLiteOptions{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := store.Apply(t.Context(), s, []store.Schema{signin.Schema}); err != nil {
		t.Fatal(err)
	}
	h := &house{clock: clock.At(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)), log: &bytes.Buffer{}}
	door := signin.NewDoor(signin.NewStored(s), signin.NewHasher(signin.Cost{Time: 1, KiB: 64, Threads: 1}), h.clock, [32]byte{1})
	if h.codes, err = door.Enrol(t.Context(), id.ID{1}, "esperance", phrase); err != nil {
		t.Fatal(err)
	}
	catalogue, err := words.Load(words.Files())
	if err != nil {
		t.Fatal(err)
	}
	catalogue.OnMissing = func(language, key string) { t.Errorf("%s: no sentence for %q", language, key) }
	options := Options{SignIn: office{door}, Words: catalogue, Log: slog.New(slog.NewJSONHandler(h.log, nil)), Secure: true,
		Nav:    func(_ Visitor, w *words.Printer) []page.Link { return []page.Link{{Text: w.T("page.home"), To: "/"}} },
		Search: func(Visitor) bool { return true }, MadeUp: true}
	for _, c := range change {
		c(&options)
	}
	h.Site = New(options)
	h.Open("GET /fail/{key}", func(r *Request) error { return failures[r.PathValue("key")] })
	h.Open("GET /panic", func(*Request) error { panic("the secret name of Amina") })
	h.Handle("GET /file/{id}", func(r *Request) error {
		return r.Show(page.Trouble(r.Frame(r.URL.Query().Get("title")), "file", "", ""))
	})
	h.Handle("POST /file", func(r *Request) error {
		command, err := r.Command()
		if err != nil {
			return err
		}
		return r.JSON(map[string]string{"command": command.String()})
	})
	return h
}

var failures = map[string]error{
	"internal":    errors.New("disk sda at 0x7f: Amina Mwamba"),
	"invalid":     fault.New("op", fault.Invalid, "", nil),
	"not_allowed": fault.New("op", fault.NotAllowed, "access.not_allowed", fault.Args{"act": "people.look"}),
	"not_found":   fault.New("op", fault.NotFound, "", nil),
	"conflict":    fault.New("op", fault.Conflict, "", nil),
	"blocked":     fault.New("op", fault.Blocked, "", nil).WithHint("signin.wrong.hint"),
	"undecidable": fault.New("op", fault.Undecidable, "", nil),
	"unavailable": fault.New("op", fault.Unavailable, "store.disk_full", nil).Because(errors.New("Amina Mwamba")),
	"damaged":     fault.New("op", fault.Damaged, "", nil),
	"not_built":   fault.New("op", fault.NotBuilt, "", nil),
}

// ask sends one request as a browser on this machine does.
func (h *house) ask(method, path string, change ...func(*http.Request)) *http.Response {
	r := httptest.NewRequest(method, "http://localhost:8080"+path, nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func form(values ...string) func(*http.Request) {
	v := url.Values{}
	for i := 0; i < len(values); i += 2 {
		v.Set(values[i], values[i+1])
	}
	return func(r *http.Request) {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Body = io.NopCloser(strings.NewReader(v.Encode()))
	}
}

func with(cookies []*http.Cookie) func(*http.Request) {
	return func(r *http.Request) {
		for _, c := range cookies {
			r.AddCookie(c)
		}
	}
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (h *house) signedIn(t *testing.T) func(*http.Request) {
	t.Helper()
	r := h.ask("POST", "/sign-in", form("name", "esperance", "passphrase", phrase))
	if r.StatusCode != http.StatusSeeOther || len(r.Cookies()) != 1 {
		t.Fatalf("signing in: %d, cookies %v", r.StatusCode, r.Cookies())
	}
	return with(r.Cookies())
}

func TestEveryKindOfFaultIsAPageInEveryLanguage(t *testing.T) {
	h := newHouse(t)
	status := map[string]int{"internal": 500, "invalid": 422, "not_allowed": 403, "not_found": 404, "conflict": 409, "blocked": 409,
		"undecidable": 409, "unavailable": 503, "damaged": 500, "not_built": 501}
	for key, want := range status {
		for _, l := range h.words.Languages() {
			r := h.ask("GET", "/fail/"+key+"?lang="+l.Code)
			text := body(t, r)
			sentence, hint := h.words.Printer(l.Code).Fault(failures[key])
			if r.StatusCode != want || !strings.Contains(text, page.Escaped(sentence)) || !strings.Contains(text, page.Escaped(hint)) {
				t.Errorf("%s in %s: %d, want %d with %q and %q", key, l.Code, r.StatusCode, want, sentence, hint)
			}
			if strings.Contains(text, "Amina") || strings.Contains(text, "0x7f") {
				t.Errorf("%s shows what is beneath", key)
			}
		}
	}
	if !strings.Contains(h.log.String(), "disk sda") {
		t.Error("the operator does not see what is beneath")
	}
}

func TestAFaultIsJSONWhereThatIsAskedFor(t *testing.T) {
	h := newHouse(t)
	r := h.ask("GET", "/fail/internal", header("Accept", "application/json"), header("Accept-Language", "fr"))
	var got Trouble
	if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if r.StatusCode != 500 || got.Kind != "internal" || got.Message != "Une erreur est survenue de notre côté." || len(got.Reference) != 10 {
		t.Errorf("%d %+v", r.StatusCode, got)
	}
	if !strings.Contains(h.log.String(), got.Reference) {
		t.Error("the reference is not in the log")
	}
	r = h.ask("GET", "/file/1", header("Accept", "application/json"))
	if r.StatusCode != http.StatusUnauthorized || !strings.Contains(body(t, r), `"key":"signin.needed"`) {
		t.Errorf("not signed in: %d", r.StatusCode)
	}
}

func TestAPanicIsAPageWithoutATrace(t *testing.T) {
	h := newHouse(t)
	r := h.ask("GET", "/panic")
	text := body(t, r)
	if r.StatusCode != 500 || !strings.Contains(text, "went wrong") {
		t.Errorf("%d: %s", r.StatusCode, text)
	}
	for _, leak := range []string{"goroutine", ".go:", "Amina"} {
		if strings.Contains(text, leak) {
			t.Errorf("the page shows %q", leak)
		}
	}
	if log := h.log.String(); !strings.Contains(log, "site_test.go") || strings.Contains(log, "Amina") {
		t.Errorf("the log has no trace, or has what was thrown: %s", log)
	}
}

func TestEveryAnswerIsFenced(t *testing.T) {
	h := newHouse(t)
	sheet, _ := page.Stylesheet()
	for _, path := range []string{"/sign-in", "/sign-in/code", "/gallery", "/nowhere", "/panic", "/fail/damaged", "/file/1", sheet} {
		got := h.ask("GET", path).Header
		for name, want := range map[string]string{
			"Content-Security-Policy":      policy,
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Strict-Transport-Security":    "max-age=31536000",
			"X-Frame-Options":              "DENY",
		} {
			if got.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, got.Get(name))
			}
		}
		want := "no-store"
		if path == sheet {
			want = "public, max-age=31536000, immutable"
		}
		if got.Get("Cache-Control") != want {
			t.Errorf("%s: Cache-Control is %q", path, got.Get("Cache-Control"))
		}
	}
}

func TestOnlyKnownHostsAreAnswered(t *testing.T) {
	h := newHouse(t)
	asked := func(host string) func(*http.Request) { return func(r *http.Request) { r.Host = host } }
	for host, want := range map[string]int{"localhost": 200, "127.0.0.1:9000": 200, "[::1]:80": 200, "evil.example": 421,
		"localhost.evil.example": 421, "": 421, "10.0.0.7": 421} {
		if got := h.ask("GET", "/sign-in", asked(host)).StatusCode; got != want {
			t.Errorf("%q: %d, want %d", host, got, want)
		}
	}
	h = newHouse(t, func(o *Options) { o.Hosts = []string{"kalemie.example.org"} })
	for host, want := range map[string]int{"KALEMIE.example.org:443": 200, "localhost": 421} {
		if got := h.ask("GET", "/sign-in", asked(host)).StatusCode; got != want {
			t.Errorf("%q: %d, want %d", host, got, want)
		}
	}
}

func TestAChangeAskedForByAnotherSiteIsRefused(t *testing.T) {
	h := newHouse(t)
	for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
		r := h.ask("POST", "/sign-in", func(r *http.Request) { r.Header.Del("Sec-Fetch-Site") }, header(name, value),
			form("name", "esperance", "passphrase", phrase))
		if r.StatusCode != http.StatusForbidden || len(r.Cookies()) > 0 {
			t.Errorf("%s %s: %d", name, value, r.StatusCode)
		}
	}
}

func TestSigningInAndOut(t *testing.T) {
	h := newHouse(t)
	r := h.ask("GET", "/file/7?title=x&lang=fr")
	to := r.Header.Get("Location")
	if r.StatusCode != http.StatusSeeOther || to != "/sign-in?next="+url.QueryEscape("/file/7?title=x") {
		t.Fatalf("%d to %s", r.StatusCode, to)
	}
	r = h.ask("POST", "/sign-in", form("name", "esperance", "passphrase", phrase, "next", "/file/7?title=x"))
	if r.Header.Get("Location") != "/file/7?title=x" || len(r.Cookies()) != 1 {
		t.Fatalf("led to %s with %v", r.Header.Get("Location"), r.Cookies())
	}
	c := r.Cookies()[0]
	if c.Name != "__Host-safar_session" || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteStrictMode || c.MaxAge != 0 ||
		c.Path != "/" || c.Domain != "" {
		t.Errorf("cookie %+v", c)
	}
	in := with(r.Cookies())
	if r := h.ask("GET", "/file/7", in); r.StatusCode != 200 {
		t.Errorf("signed in: %d", r.StatusCode)
	}
	out := h.ask("POST", "/sign-out", in)
	if out.Header.Get("Clear-Site-Data") == "" || out.Cookies()[0].MaxAge >= 0 {
		t.Errorf("signing out: %v", out.Header)
	}
	if r := h.ask("GET", "/file/7", in); r.StatusCode != http.StatusSeeOther {
		t.Errorf("signed out: %d", r.StatusCode)
	}
}

func TestASessionThatEndedLeadsToTheSignIn(t *testing.T) {
	h := newHouse(t)
	in := h.signedIn(t)
	h.clock.Advance(signin.IdleEnd)
	if r := h.ask("GET", "/file/7", in); !strings.HasPrefix(r.Header.Get("Location"), "/sign-in?next=") {
		t.Errorf("%d to %s", r.StatusCode, r.Header.Get("Location"))
	}
	if r := h.ask("POST", "/file", in, form()); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("a form: %d", r.StatusCode)
	}
	if r := h.ask("GET", "/sign-in", in); r.StatusCode != 200 {
		t.Errorf("the sign-in itself: %d", r.StatusCode)
	}
}

func TestAWrongPassphraseComesBackAsAForm(t *testing.T) {
	h := newHouse(t)
	wrong := func() *http.Response {
		return h.ask("POST", "/sign-in", form("name", `es"><script>`, "passphrase", "not this one at all"))
	}
	r := wrong()
	text := besideOurs(body(t, r))
	if r.StatusCode != 422 || !strings.Contains(text, "not right") || strings.Contains(text, "<script") ||
		strings.Contains(text, "not this one") {
		t.Errorf("%d: %s", r.StatusCode, text)
	}
	for range signin.AccountLimit.Free {
		wrong()
	}
	if r := wrong(); r.StatusCode != 429 || !strings.Contains(body(t, r), "wait 1 second and") {
		t.Errorf("after too many: %d", r.StatusCode)
	}
	r = h.ask("POST", "/sign-in", header("Accept", "application/json"), form("name", `es"><script>`, "passphrase", "no"))
	if r.StatusCode != 429 || r.Header.Get("Retry-After") != "1" {
		t.Errorf("%d, Retry-After %q", r.StatusCode, r.Header.Get("Retry-After"))
	}
	if strings.Contains(h.log.String(), "script") {
		t.Error("the log holds what was typed")
	}
}

func TestARecoveryCodeSignsIn(t *testing.T) {
	h := newHouse(t)
	weak := h.ask("POST", "/sign-in/code", form("name", "esperance", "code", h.codes[0], "passphrase", "short"))
	if text := body(t, weak); weak.StatusCode != 422 || !strings.Contains(text, "at least 12") || !strings.Contains(text, `aria-invalid="true"`) {
		t.Errorf("a weak passphrase: %d", weak.StatusCode)
	}
	r := h.ask("POST", "/sign-in/code", form("name", "esperance", "code", h.codes[0], "passphrase", "a quite different phrase"))
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/?done=recovered" || len(r.Cookies()) != 1 {
		t.Errorf("%d to %s", r.StatusCode, r.Header.Get("Location"))
	}
	r = h.ask("POST", "/sign-in/code", form("name", "esperance", "code", h.codes[0], "passphrase", "a quite different phrase"))
	if r.StatusCode != 422 {
		t.Errorf("a spent code: %d", r.StatusCode)
	}
}

func TestNextLeadsNowhereElse(t *testing.T) {
	for next, want := range map[string]string{"": "/", "/file/1": "/file/1", "//evil.example": "/", "https://evil.example": "/",
		`/\evil.example`: "/", "/\tevil": "/", "javascript:alert(1)": "/", "/sign-out": "/", "/a?b=c": "/a?b=c"} {
		if got := safeNext(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

func TestPagesEscapeWhatPeopleType(t *testing.T) {
	h := newHouse(t)
	text := besideOurs(body(t, h.ask("GET", "/file/1?title="+url.QueryEscape(`</title><script>alert(1)</script>`), h.signedIn(t))))
	if strings.Contains(text, "<script") || !strings.Contains(text, "&lt;/title&gt;") {
		t.Error("the title is not escaped")
	}
	if strings.Contains(text, "<b>M.") || !strings.Contains(text, "&lt;b&gt;M.") {
		t.Error("the name is not escaped")
	}
}

func TestLanguagesAreChosenAndKept(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct{ path, cookie, accept, want string }{
		{"/sign-in", "", "", "en"},
		{"/sign-in", "", "fr-CD,fr;q=0.9,en;q=0.5", "fr"},
		{"/sign-in", "", "sw,ar;q=0.5", "ar"},
		{"/sign-in", "ar", "fr", "ar"},
		{"/sign-in?lang=fr", "ar", "en", "fr"},
		{"/sign-in?lang=xx", "", "fr", "fr"},
		{"/sign-in?lang=../../en", "", "ar", "ar"},
	} {
		r := h.ask("GET", c.path, header("Accept-Language", c.accept), func(r *http.Request) {
			if c.cookie != "" {
				r.AddCookie(&http.Cookie{Name: languageCookie, Value: c.cookie})
			}
		})
		if got := r.Header.Get("Content-Language"); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
		if kept := len(r.Cookies()) == 1; kept != (c.path == "/sign-in?lang=fr") {
			t.Errorf("%+v: cookies %v", c, r.Cookies())
		}
	}
}

var opening = regexp.MustCompile(`<html lang="(\w+)" dir="(\w+)">`)

func TestEveryPageSaysItsLanguageAndFitsInTheFirstFlight(t *testing.T) {
	h := newHouse(t)
	in := h.signedIn(t)
	_, css := page.Stylesheet()
	sheet := len(compress(css))
	for _, l := range h.words.Languages() {
		for _, path := range []string{"/sign-in", "/sign-in/code", "/gallery", "/nowhere", "/file/1"} {
			change := []func(*http.Request){header("Accept-Encoding", "gzip")}
			if !strings.HasPrefix(path, "/sign-in") {
				change = append(change, in)
			}
			r := h.ask("GET", path+"?lang="+l.Code, change...)
			packed := body(t, r)
			if r.Header.Get("Content-Encoding") != "gzip" {
				t.Errorf("%s is not compressed", path)
				continue
			}
			z, err := gzip.NewReader(strings.NewReader(packed))
			if err != nil {
				t.Fatal(err)
			}
			text, _ := io.ReadAll(z)
			if m := opening.FindStringSubmatch(string(text)); m == nil || m[1] != l.Code || m[2] != l.Dir {
				t.Errorf("%s in %s begins with %v", path, l.Code, m)
			}
			if size := sheet + len(packed); size > 14<<10 {
				t.Errorf("%s in %s is %d bytes with its style sheet", path, l.Code, size)
			} else {
				t.Logf("%s in %s: %d bytes and %d of style", path, l.Code, len(packed), sheet)
			}
			if strings.Contains(besideOurs(string(text)), "<script") || bytes.Contains(text, []byte(" style=")) || bytes.Contains(text, []byte("http://")) {
				t.Errorf("%s holds a script, a style or a foreign address", path)
			}
		}
	}
}

func TestCompressionIsLeftOffWhereItWouldTell(t *testing.T) {
	h := newHouse(t)
	h.Open("GET /codes", func(r *Request) error { r.Secret(); return showGallery(r) })
	for path, want := range map[string]string{"/codes": "", "/gallery": "gzip"} {
		if got := h.ask("GET", path, header("Accept-Encoding", "br, gzip")).Header.Get("Content-Encoding"); got != want {
			t.Errorf("%s: %q", path, got)
		}
	}
	if got := h.ask("GET", "/gallery", header("Accept-Encoding", "gzip;q=0")).Header.Get("Content-Encoding"); got != "" {
		t.Errorf("not wanted, and yet %q", got)
	}
}

func TestABodyHasALargestSize(t *testing.T) {
	h := newHouse(t)
	in := h.signedIn(t)
	big := form("command", strings.Repeat("x", 2<<20))
	if r := h.ask("POST", "/file", in, big); r.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("%d", r.StatusCode)
	}
	h.Handle("POST /upload", func(r *Request) error { r.AllowBody(4 << 20); _, err := r.Values(); return orJSON(r, err) })
	if r := h.ask("POST", "/upload", in, big); r.StatusCode != 200 {
		t.Errorf("an upload: %d", r.StatusCode)
	}
}

func orJSON(r *Request, err error) error {
	if err != nil {
		return err
	}
	return r.JSON("ok")
}

func TestAFormHasACommandOfItsOwn(t *testing.T) {
	h := newHouse(t)
	in := h.signedIn(t)
	if r := h.ask("POST", "/file", in, form()); r.StatusCode != 422 {
		t.Errorf("without: %d", r.StatusCode)
	}
	command := page.NewCommand()
	if r := h.ask("POST", "/file", in, form("command", command)); !strings.Contains(body(t, r), command) {
		t.Errorf("with: %d", r.StatusCode)
	}
}

func TestTheLogNamesPatternsAndNeverPeople(t *testing.T) {
	h := newHouse(t)
	h.ask("GET", "/file/kal-00417?title=Amina&q=Mwamba", h.signedIn(t), header("User-Agent", "canary-agent"))
	log := h.log.String()
	if !strings.Contains(log, `"pattern":"GET /file/{id}"`) || !strings.Contains(log, `"status":200`) {
		t.Errorf("the log: %s", log)
	}
	for _, canary := range []string{"kal-00417", "Amina", "Mwamba", "esperance", "Espérance", "mango", "canary"} {
		if strings.Contains(log, canary) {
			t.Errorf("the log holds %q", canary)
		}
	}
}

// besideOurs is a page without the one script that every page has.
func besideOurs(text string) string {
	script, _ := page.Script()
	return strings.Replace(text, `<script src="`+script+`" defer></script>`, "", 1)
}

// What the script weighs is fetched once; no page needs it.
func TestTheScriptIsSmallAndKept(t *testing.T) {
	h := newHouse(t)
	path, _ := page.Script()
	r := h.ask("GET", path, header("Accept-Encoding", "gzip"))
	packed := body(t, r)
	if r.StatusCode != 200 || len(packed) > 25<<10 || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%d, %d bytes, %s", r.StatusCode, len(packed), r.Header.Get("Cache-Control"))
	}
	t.Logf("%d bytes", len(packed))
	for _, source := range []string{"unsafe-inline", "unsafe-eval"} {
		if strings.Contains(r.Header.Get("Content-Security-Policy"), source) {
			t.Errorf("the policy allows %s", source)
		}
	}
}

// Who was signed out meanwhile gets back what they typed, to send it again; nobody gets back a secret.
func TestNothingTypedIsLostWhenASessionEnds(t *testing.T) {
	h := newHouse(t)
	ended := h.signedIn(t)
	h.ask("POST", "/sign-out", ended)
	r := h.ask("POST", "/file", form(), ended, func(r *http.Request) {
		typed := url.Values{"command": {"c1"}, "name": {`Amina "Kabeya" <x>`}, "village": {"a", "b"}}
		r.Body = io.NopCloser(strings.NewReader(typed.Encode()))
	})
	text := body(t, r)
	for _, want := range []string{`name="command" value="c1"`, `name="name" value="Amina &#34;Kabeya&#34; &lt;x&gt;"`, `name="village" value="a"`, `name="village" value="b"`, `action="/file"`, `href="/sign-in"`} {
		if r.StatusCode != http.StatusUnauthorized || !strings.Contains(text, want) {
			t.Errorf("%d, without %s: %s", r.StatusCode, want, text)
		}
	}
	photo := h.ask("POST", "/file", ended, func(r *http.Request) {
		var sent bytes.Buffer
		form := multipart.NewWriter(&sent)
		form.WriteField("name", "Amina")
		part, err := form.CreateFormFile("picture", "IMG_1.jpg")
		if err == nil {
			_, err = part.Write(bytes.Repeat([]byte("pixels "), 100_000))
		}
		if err != nil || form.Close() != nil {
			t.Fatal(err)
		}
		r.Body = io.NopCloser(&sent)
		r.Header.Set("Content-Type", form.FormDataContentType())
	})
	if text := body(t, photo); photo.StatusCode != http.StatusUnauthorized || !strings.Contains(text, `name="name" value="Amina"`) || strings.Contains(text, "pixels") {
		t.Errorf("a form with a picture: %d %s", photo.StatusCode, text)
	}
	if text := body(t, h.ask("POST", "/file", ended, form("passphrase", "correct horse"))); strings.Contains(text, "correct horse") {
		t.Error("a passphrase comes back")
	}
	if text := body(t, h.ask("POST", "/file", form("name", "Amina"), ended, header("Sec-Fetch-Site", "cross-site"))); strings.Contains(text, "Amina") {
		t.Error("what another site sent comes back")
	}
	if text := body(t, h.ask("POST", "/file", form("name", "Amina"))); strings.Contains(text, "Amina") {
		t.Error("who never signed in gets a form back")
	}
}
