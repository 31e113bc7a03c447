// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"net/url"
	"safar/kernel/keys"
	"strings"
	"testing"
	"time"

	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/operation"
	"safar/web/yard"
)

const boats = "grey boats cross at dawn"

// inTheYard is an office that serves its neighbours on a real listener, and the client of a phone that compared the fingerprint.
type inTheYard struct {
	*testing.T
	op    *operation.Operation
	base  string // by the address of this machine that is always there
	phone *http.Client
}

func newYard(t *testing.T) *inTheYard {
	t.Helper()
	folder := t.TempDir()
	op, err := operation.Create(t.Context(), operation.Options{Folder: folder, Passphrase: "only for this test", SignIn: signin.Cost{Time: 1, KiB: 64, Threads: 1},
		Clock: clock.At(time.Date(1970, 1, 1, 9, 0, 0, 0, time.UTC)), Keys: keys.MadeUp})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { op.Close() })
	founder, err := op.Found(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kalemie, err := founder.Caseload(t.Context(), "Kalemie")
	if err != nil {
		t.Fatal(err)
	}
	user, err := founder.User(t.Context(), "amina", kalemie, access.Caseworker, access.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := op.Door.Enrol(t.Context(), user, "amina", boats); err != nil {
		t.Fatal(err)
	}
	listener, reached, err := neighbours{Neighbours: true}.open(op, folder)
	if err != nil {
		t.Fatal(err)
	}
	site, err := siteOf(op, false, reach{}, reached)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- answer(ctx, site, nil, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	w := &inTheYard{T: t, op: op, base: "https://127.0.0.1:" + port}
	w.phone = w.newPhone(reached().Fingerprint)
	return w
}

// newPhone is a client that trusts nobody but who has the fingerprint, as somebody does who has compared it.
func (w *inTheYard) newPhone(fingerprint string) *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.Fatal(err)
	}
	compare := func(raw [][]byte, _ [][]*x509.Certificate) error {
		if got := yard.Fingerprint(tls.Certificate{Certificate: raw}); got != fingerprint {
			w.Errorf("the fingerprint is %s, shown was %s", got, fingerprint)
		}
		return nil
	}
	return &http.Client{Jar: jar, Transport: &http.Transport{ForceAttemptHTTP2: true,
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true, VerifyPeerCertificate: compare}}}
}

// asks asks for a page, or sends a form where there is one.
func (w *inTheYard) asks(path string, form url.Values, change ...func(*http.Request)) (*http.Response, string) {
	w.Helper()
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	r, err := http.NewRequest(method, w.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		w.Fatal(err)
	}
	r.Header.Set("Accept-Language", "en")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", w.base)
	}
	for _, c := range change {
		c(r)
	}
	got, err := w.phone.Do(r)
	if err != nil {
		w.Fatal(err)
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		w.Fatal(err)
	}
	return got, string(body)
}

// A clock that lost its battery stands in 1970, and the phone comes in all the same.
func TestAPhoneInTheYardSignsInOverTLS(t *testing.T) {
	w := newYard(t)
	got, body := w.asks("/sign-in", nil)
	if got.StatusCode != http.StatusOK || got.ProtoMajor != 2 || !strings.Contains(body, `name="passphrase"`) {
		t.Fatalf("%s %s", got.Status, got.Proto)
	}
	if got.Header.Get("Strict-Transport-Security") != "" {
		t.Error("a browser that was told so could never accept a new certificate of this laptop")
	}
	got, body = w.asks("/sign-in", url.Values{"name": {"amina"}, "passphrase": {boats}})
	if got.StatusCode != http.StatusOK || !strings.Contains(body, "<bdi>amina</bdi>") {
		t.Fatalf("%s: %s", got.Status, body)
	}
	at, _ := url.Parse(w.base)
	if c := w.phone.Jar.Cookies(at); len(c) != 1 || !strings.HasPrefix(c[0].Name, "__Host-") {
		t.Errorf("cookies %v", c)
	}
	if _, body := w.asks("/users", nil); !strings.Contains(body, "amina") {
		t.Error("by passphrase the administrator sees the users")
	}
}

// Neighbours ask for the very address that they reach: no name leads here, whoever points it at this laptop.
func TestNobodyPointsANameAtANeighbour(t *testing.T) {
	w := newYard(t)
	for _, host := range []string{"evil.example", "localhost", "192.168.99.99", "[::1]", ""} {
		as := func(r *http.Request) { r.Host = host }
		if host == "" {
			as = func(r *http.Request) { r.Host = "evil.example:8443" }
		}
		if got, _ := w.asks("/sign-in", nil, as); got.StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("%q: %s", host, got.Status)
		}
	}
	if got, _ := w.asks("/sign-in", url.Values{"name": {"amina"}, "passphrase": {boats}}, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }); got.StatusCode != http.StatusForbidden {
		t.Errorf("from another site: %s", got.Status)
	}
}

func TestAPhoneJoinsByACodeAndIsNarrow(t *testing.T) {
	w := newYard(t)
	laptop, err := w.op.Door.Authenticate(t.Context(), "amina", boats, "")
	if err != nil {
		t.Fatal(err)
	}
	code, err := w.op.Door.Invite(t.Context(), laptop)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 { // opening the page spends nothing
		if _, body := w.asks("/join?code="+code, nil); !strings.Contains(body, `value="`+code+`"`) {
			t.Fatal("the code does not stand in the form")
		}
	}
	if got, body := w.asks("/join", url.Values{"code": {code}}); got.StatusCode != http.StatusOK || !strings.Contains(body, "This phone has joined") {
		t.Fatalf("%s: %s", got.Status, body)
	}
	if got, _ := w.asks("/households", nil); got.StatusCode != http.StatusOK {
		t.Errorf("the list of households: %s", got.Status)
	}
	for _, path := range []string{"/users", "/users/add"} {
		if got, _ := w.asks(path, nil); got.StatusCode != http.StatusForbidden {
			t.Errorf("%s on a phone that joined: %s", path, got.Status)
		}
	}
	w.phone.Jar, _ = cookiejar.New(nil)
	if got, body := w.asks("/join", url.Values{"code": {code}}); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "used before") {
		t.Errorf("a second phone: %s", got.Status)
	}
}

func TestAddressesAreWrittenAsBrowsersTakeThem(t *testing.T) {
	got := secureAddresses([]netip.Addr{netip.MustParseAddr("192.168.1.20"), netip.MustParseAddr("fd12::1")}, "8443")
	if strings.Join(got, " ") != "https://192.168.1.20:8443 https://[fd12::1]:8443" {
		t.Error(got)
	}
	if listener, reached, err := (neighbours{}).open(nil, ""); listener != nil || reached != nil || err != nil {
		t.Error("neighbours are served unasked")
	}
}
