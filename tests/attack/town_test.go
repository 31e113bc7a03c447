// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"safar/exchange/sheet"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/standards"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/store"
	"safar/operation"
	"safar/programmes"
	"safar/web"
	"safar/web/api"
	"safar/web/pages"
)

// town is a tale in a data folder, served over HTTP, in which somebody of every role can sign in.
type town struct {
	*tale
	op        *operation.Operation
	folder    string
	site      *web.Site
	server    *httptest.Server
	mux       *http.ServeMux    // of the site's patterns, to tell which serves a path
	served    map[string]string // what it told
	log       written
	tokens    map[access.Role]string
	part      string                 // the part of a caseload in which whoever asks says that they work; "" for none
	kept      map[access.Role]string // the key of the kept device that the browser of a role has
	gone      id.ID                  // a user who was withdrawn
	point     access.Actor           // a focal point for sensitive complaints
	sealedOne id.ID                  // a sensitive complaint, which nobody of the town can open
	spare     id.ID                  // a user whom nobody of the town is: what is done to users is done to them
	lists     id.ID                  // a list that a caseworker has brought, and not yet taken in
	works     []id.ID                // what a caseworker asked to be done to several, in every state
	drawn     *programme.Pathway     // the way home, read from its file once
	kiosk     string                 // a kiosk that stands open, as its pages name it; booth is the token of its browser
	booth     string
}

// written is what the program writes, kept.
type written struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *written) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(b)
}

func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

const townPassphrase = "only for these tests"

// inTown founds a town, plants every canary in it, and serves it.
func inTown(t *testing.T) *town {
	t.Helper()
	w, in := founded(t)
	w.tale = tellIn(t, in, 35, 33, 10)
	w.common(w.as(access.Administrator), staff.OpenCaseload{Name: "Nyunzu"}) // where there is one caseload, nobody chooses
	again := append(programmeSource(t), "\n# The same once more: everybody walks an older version.\n"...)
	w.common(w.as(access.ProgrammeManager), journey.Publish{Source: again})
	handbook, err := fs.ReadFile(programmes.Handbooks(), "standards/sphere_2018.yaml")
	must(w.t, err)
	w.common(w.as(access.ProgrammeManager), standards.Adopt{Text: handbook})
	w.plant()
	w.plantSealed()
	w.serve(t)
	w.bringAList()
	w.askForSeveral()
	return w
}

// bringAList has a caseworker bring a list that holds canaries, and not take it in.
func (w *town) bringAList() {
	w.t.Helper()
	var err error
	w.lists, err = w.op.Lists.Give(w.as(access.Caseworker), w.scope, "list.csv",
		strings.NewReader("card number,first name,last name\nZKANARI-CARD,Zkanarigiven,Zkanarifamily\n"), sheet.Keys)
	must(w.t, err)
}

// founded founds a town in which nothing is told yet.
func founded(t *testing.T) (w *town, in *world) {
	t.Helper()
	c := clock.At(began)
	w = &town{folder: t.TempDir(), tokens: map[access.Role]string{}}
	var err error
	w.op, err = operation.Create(t.Context(), operation.Options{Folder: w.folder, Passphrase: townPassphrase, Clock: c,
		SQLite: store.SQLiteOptions{Synchronous: "OFF"}, SignIn: signin.Cost{Time: 1, KiB: 64, Threads: 1}, Keys: keys.MadeUp})
	must(t, err)
	t.Cleanup(func() { must(t, w.op.Desk.CheckKept(context.Background())); must(t, w.op.Close()) })
	founder, err := w.op.Found(t.Context())
	must(t, err)
	in = &world{desk: w.op.Desk, clock: c, staff: map[id.ID]access.Actor{}, may: map[access.Act][]access.Actor{}}
	in.employ = func(roles ...access.Role) id.ID {
		user, err := founder.User(t.Context(), "user-"+id.New().String(), id.ID{}, roles...)
		must(t, err)
		w.spare = user
		return user
	}
	in.begin(t)
	return w, in
}

// serve serves the pages as the command does, and lets one of each role in.
func (w *town) serve(t *testing.T) {
	t.Helper()
	w.site = web.New(web.Options{SignIn: pages.SignIn(w.op), Nav: pages.Nav(w.op), Search: pages.Search(w.op), Account: pages.Account, Program: api.Program(w.op),
		Neighbours: func() web.Neighbours {
			return web.Neighbours{Addresses: []string{"https://192.168.1.20:8443"}, Fingerprint: "AB:CD"}
		},
		Log: slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	pages.Add(w.site, w.op)
	api.Add(w.site, w.op)
	w.server = httptest.NewServer(w.site)
	t.Cleanup(w.server.Close)
	for _, role := range access.Roles() {
		_, err := w.op.Door.Enrol(t.Context(), w.as(role).User, role.String(), townPassphrase)
		must(t, err)
		w.signIn(role)
	}
	w.atTheDoor()
}

// atTheDoor has whatever one can meet at the door be there: a browser that is kept for the caseworker, in the hands of a stranger too; a phone that the enumerator is
// setting up; and a stranger who has the passphrase of somebody, and not their phone.
func (w *town) atTheDoor() {
	w.t.Helper()
	ctx, door := w.t.Context(), w.op.Door
	key, err := door.Keep(ctx, w.tokens[access.Caseworker], "", "laptop", "480317")
	must(w.t, err)
	w.kept = map[access.Role]string{access.Caseworker: key, stranger: key}
	w.program(w.tokens[access.Caseworker], access.ProgramPart{Role: access.Caseworker})
	must(w.t, door.OfferPhone(ctx, w.tokens[access.Enumerator]))
	_, err = door.Enrol(ctx, w.spare, "spare", townPassphrase)
	must(w.t, err)
	token, err := door.Authenticate(ctx, "spare", townPassphrase, "")
	must(w.t, err)
	w.program(token, access.ProgramPart{Role: access.Auditor})
	must(w.t, door.OfferPhone(ctx, token))
	secret, err := door.Offered(ctx, token)
	must(w.t, err)
	must(w.t, door.TakePhone(ctx, token, codeAt(secret, w.op.Clock.Now())))
	w.tokens[stranger], err = door.Authenticate(ctx, "spare", townPassphrase, "")
	must(w.t, err)
	token, err = door.Authenticate(ctx, access.SiteManager.String(), townPassphrase, "kiosk")
	must(w.t, err)
	w.booth, err = door.OpenKiosk(ctx, token, "", w.scope.Caseload, "gate", w.op.Clock.Now().Add(8*time.Hour))
	must(w.t, err)
	w.said.call = w.by(w.as(access.Caseworker), voice.RecordCall{Household: w.household, Asked: []string{"card", "birth"}, Right: 2, Purpose: "account"}).IDs[0] // today
	open, err := door.Kiosks(ctx, w.scope.Caseload)
	must(w.t, err)
	w.kiosk = open[0].ID()
	w.gone = w.common(w.as(access.Administrator), staff.AddUser{Name: "gone"}).IDs[0]
	w.common(w.as(access.Administrator), staff.Withdraw{User: w.gone})
}

// codeAt is what an authenticator shows (RFC 6238).
func codeAt(secret []byte, at time.Time) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(at.Unix()/30)))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1_000_000)
}

// signIn signs the one of a role in by the form, as a browser does.
func (w *town) signIn(role access.Role) {
	w.t.Helper()
	w.tokens[role] = ""
	a := w.send(role, http.MethodPost, "/sign-in", url.Values{"name": {role.String()}, "passphrase": {townPassphrase}}, "")
	for _, c := range a.cookies {
		w.tokens[role] = c.Value
	}
	if w.tokens[role] == "" {
		w.t.Fatalf("the %s cannot sign in: %d", role, a.status)
	}
}

// chooser is the mark by which a browser's choice of a caseload is its user's own, reckoned as the pages do: a choice that anybody could have made proves nothing.
func (w *town) chooser(role access.Role) string {
	var user id.ID
	if role != stranger {
		user = w.as(role).User
	}
	sum := sha256.Sum256(append([]byte("safar caseload "), user[:]...))
	return hex.EncodeToString(sum[:8])
}

// reply is all that comes back from the server.
type reply struct {
	asked   string // method and path, for what a test says
	status  int
	header  http.Header
	cookies []*http.Cookie
	body    string
}

// stranger is nobody's role: who asks as it is not signed in.
const stranger access.Role = 0

// atBooth is nobody's role either: who asks stands before a kiosk, and is the first of the household.
const atBooth access.Role = 250

// send sends one request over the network and returns what comes back, without following where it leads.
func (w *town) send(role access.Role, method, path string, form url.Values, accept string) reply {
	w.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, w.server.URL+path, strings.NewReader(form.Encode()))
	must(w.t, err)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	r.Header.Set("Accept-Encoding", "identity") // tens of thousands of pages are not packed only to be unpacked; package web tries that
	if token := w.tokens[role]; token != "" {
		r.AddCookie(&http.Cookie{Name: "safar_session", Value: token})
	}
	if key := w.kept[role]; key != "" {
		r.AddCookie(&http.Cookie{Name: "safar_device", Value: key})
	}
	if role == atBooth {
		visit, err := w.op.Door.Visit(context.Background(), w.booth, w.household, w.members[0])
		must(w.t, err)
		r.AddCookie(&http.Cookie{Name: "safar_kiosk", Value: w.booth})
		r.AddCookie(&http.Cookie{Name: "safar_visit", Value: visit})
	}
	part := w.part
	if part == "" && role != atBooth && (strings.Contains(path, "/stories") || strings.HasPrefix(path, "/hosts") || strings.HasPrefix(path, "/guests")) { // they are in protection alone
		part = w.narrated.scope.String()
	}
	if part != "" {
		r.AddCookie(&http.Cookie{Name: "safar_caseload", Value: part + "." + w.chooser(role)})
	}
	got, err := http.DefaultTransport.RoundTrip(r)
	must(w.t, err)
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	must(w.t, err)
	return reply{method + " " + path, got.StatusCode, got.Header, got.Cookies(), string(body)}
}

// captured runs f and returns what the process wrote to its output and its errors meanwhile.
func captured(t *testing.T, f func()) string {
	t.Helper()
	file, err := os.CreateTemp(t.TempDir(), "written")
	must(t, err)
	defer file.Close()
	out, errs := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = file, file
	defer func() { os.Stdout, os.Stderr = out, errs }()
	f()
	text, err := os.ReadFile(file.Name())
	must(t, err)
	return string(text)
}
