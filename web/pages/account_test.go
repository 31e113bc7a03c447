// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"safar/kernel/keys"
	"strings"
	"testing"
	"time"

	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/operation"
	"safar/web"
	"safar/web/pages"
)

const greyBoats = "grey boats cross at dawn"

// newAccount is an office with one caseworker, at the door, and a clock that can be set.
func newAccount(t *testing.T) (*twoOffices, *clock.Settable, *bytes.Buffer) {
	t.Helper()
	at, log := clock.At(townDay.Time().Add(6*time.Hour)), &bytes.Buffer{}
	op, err := operation.Create(t.Context(), operation.Options{Folder: t.TempDir(), Passphrase: "only for this test", SignIn: quick, Clock: at, Keys: keys.MadeUp})
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
	for name, role := range map[string]access.Role{"amina": access.Caseworker, "boss": access.Administrator} {
		user, err := founder.User(t.Context(), name, kalemie, role)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := op.Door.Enrol(t.Context(), user, name, greyBoats); err != nil {
			t.Fatal(err)
		}
	}
	w := &twoOffices{T: t, op: op}
	w.site = web.New(web.Options{SignIn: pages.SignIn(op), Nav: pages.Nav(op), Account: pages.Account, Clock: at, Log: slog.New(slog.NewTextHandler(log, nil))})
	pages.Add(w.site, op)
	return w, at, log
}

// goes sends a form and wants to be led to a path.
func (w *twoOffices) goes(to, path string, values ...string) {
	w.Helper()
	got := w.send("POST", path, form(values...))
	if at := got.Header().Get("Location"); got.Code != http.StatusSeeOther || at != to {
		w.Fatalf("%s leads to %q with %d, want %s: %s", path, at, got.Code, to, said(got.Body.String()))
	}
}

// comesBack sends a form and wants it back with some words.
func (w *twoOffices) comesBack(want, path string, values ...string) {
	w.Helper()
	got := w.send("POST", path, form(values...))
	if got.Code < 400 || got.Code >= 500 || !strings.Contains(got.Body.String(), want) {
		w.Fatalf("%s answers %d without %q: %s", path, got.Code, want, said(got.Body.String()))
	}
}

func (w *twoOffices) signsIn(name string) {
	w.Helper()
	w.goes("/", "/sign-in", "name", name, "passphrase", greyBoats)
}

func TestABrowserIsKeptAndOpensByItsPIN(t *testing.T) {
	w, at, log := newAccount(t)
	w.signsIn("amina")
	w.comesBack("This PIN would be guessed first", "/account/keep", "name", "laptop of Kalemie", "pin", "123456", "again", "123456")
	w.comesBack("not the same PIN", "/account/keep", "name", "laptop of Kalemie", "pin", "480317", "again", "480318")
	w.goes("/account?done=device_kept", "/account/keep", "name", "laptop of Kalemie", "pin", "480317", "again", "480317")
	holds(t, w.send("GET", "/account", nil).Body.String(), "laptop of Kalemie")
	w.goes("/sign-in?done=signed_out", "/sign-out")
	page := w.send("GET", "/sign-in?next=/households", nil).Body.String()
	holds(t, page, "This browser is kept for", "<bdi>amina</bdi>", `inputmode="numeric"`)
	if strings.Contains(page, `name="passphrase"`) {
		t.Error("a kept browser asks for the passphrase")
	}
	at.Advance(-10 * 365 * 24 * time.Hour)
	w.comesBack("4 more tries", "/sign-in/pin", "pin", "999111")
	w.goes("/households", "/sign-in/pin", "pin", "٤٨٠٣١٧", "next", "/households")
	holds(t, w.send("GET", "/households", nil).Body.String(), "<bdi>amina</bdi>")
	holds(t, w.send("GET", "/account/phone", nil).Body.String(), `name="passphrase"`) // a PIN is not the passphrase
	w.comesBack("Passphrase", "/account/keep", "name", "another", "pin", "480317", "again", "480317")
	w.goes("/sign-in?done=signed_out", "/sign-out")
	for range signin.PINTries - 1 {
		w.comesBack("more", "/sign-in/pin", "pin", "999111")
	}
	w.comesBack("too often", "/sign-in/pin", "pin", "999111")
	w.comesBack("too often", "/sign-in/pin", "pin", "480317")
	holds(t, w.send("GET", "/sign-in", nil).Body.String(), "too often", `name="passphrase"`)
	w.signsIn("amina")
	holds(t, w.send("GET", "/account", nil).Body.String(), "shut after wrong PINs")
	for _, c := range w.cookies {
		if c.Name == "safar_device" && (!c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.MaxAge < 300*24*3600 || len(c.Value) != 43) {
			t.Errorf("the cookie %+v", c)
		}
	}
	for _, typed := range []string{"480317", "999111", "٤٨٠٣١٧", "grey boats", "laptop of", "amina"} {
		if strings.Contains(log.String(), typed) {
			t.Errorf("the log has %q", typed)
		}
	}
}

func TestDevicesAreTakenAway(t *testing.T) {
	w, _, _ := newAccount(t)
	keep := func() {
		w.signsIn("amina")
		w.goes("/account?done=device_kept", "/account/keep", "name", "the phone", "pin", "480317", "again", "480317")
	}
	keep()
	device := regexp.MustCompile(`name="device" value="([^"]+)"`).FindStringSubmatch(w.send("GET", "/account/devices", nil).Body.String())
	w.goes("/account?done=device_gone", "/account/devices", "device", device[1])
	w.goes("/account?done=device_gone", "/account/devices", "device", device[1]) // sent twice
	w.goes("/sign-in?done=signed_out", "/sign-out")
	holds(t, w.send("GET", "/sign-in", nil).Body.String(), `name="passphrase"`)

	keep()
	theirs := w.cookies
	w.cookies = nil
	w.signsIn("boss")
	user := regexp.MustCompile(`href="(/users/[0-9a-z]+)"><bdi>amina`).FindStringSubmatch(w.send("GET", "/users", nil).Body.String())
	w.goes(user[1]+"?done=devices_gone", user[1]+"/devices")
	w.cookies = theirs
	if got := w.send("GET", "/households", nil); got.Code != http.StatusSeeOther {
		t.Errorf("whoever has the phone is still in: %d", got.Code)
	}
	w.comesBack("not kept for anybody", "/sign-in/pin", "pin", "480317")
	w.signsIn("amina")
	w.comesBack("Your roles do not allow this", user[1]+"/devices")
}

// codeOf is the code that an authenticator makes of the letters of a secret, reckoned apart from the program (RFC 6238).
func codeOf(t *testing.T, letters string, at time.Time) string {
	t.Helper()
	secret, err := base32.StdEncoding.DecodeString(strings.ReplaceAll(letters, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, secret)
	binary.Write(mac, binary.BigEndian, at.Unix()/30)
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1_000_000)
}

func TestThePhoneMakesCodesWhereSomebodyWantsThem(t *testing.T) {
	w, at, log := newAccount(t)
	w.signsIn("amina")
	w.goes("/account/phone/code", "/account/phone")
	answer := w.send("GET", "/account/phone/code", nil)
	page := answer.Body.String()
	holds(t, page, `<svg xmlns="http://www.w3.org/2000/svg" class="qr"`)
	halves := regexp.MustCompile(`class="code">((?:[A-Z2-7]{4} ?){4})<`).FindAllStringSubmatch(page, -1)
	letters := halves[0][1] + " " + halves[1][1]
	w.comesBack("does not fit", "/account/phone/code", "code", "12x456")
	w.goes("/account?done=phone_on", "/account/phone/code", "code", codeOf(t, letters, at.Now()))
	holds(t, w.send("GET", "/account", nil).Body.String(), "your passphrase also asks for a code")
	if got := w.send("GET", "/account/phone/code", nil); got.Code != http.StatusNotFound || strings.Contains(got.Body.String(), letters[:9]) {
		t.Errorf("the secret is shown again: %d", got.Code)
	}
	w.goes("/sign-in?done=signed_out", "/sign-out")

	at.Advance(time.Minute)
	w.goes("/households", "/sign-in", "name", "amina", "passphrase", greyBoats, "next", "/households")
	if got := w.send("GET", "/households", nil); got.Header().Get("Location") != "/sign-in/phone?next="+url.QueryEscape("/households") {
		t.Fatalf("half signed in: %d to %q", got.Code, got.Header().Get("Location"))
	}
	holds(t, w.send("GET", "/sign-in/phone?next=/households", nil).Body.String(), "06:01", `autocomplete="one-time-code"`)
	w.comesBack("does not fit", "/sign-in/phone", "code", "000000", "next", "/households")
	w.goes("/households", "/sign-in/phone", "code", codeOf(t, letters, at.Now()), "next", "/households")
	if got := w.send("GET", "/households", nil); got.Code != http.StatusOK {
		t.Errorf("with the code: %d", got.Code)
	}

	w.goes("/account?done=device_kept", "/account/keep", "name", "laptop", "pin", "480317", "again", "480317")
	w.goes("/sign-in?done=signed_out", "/sign-out")
	at.Advance(-10 * 365 * 24 * time.Hour) // no code fits, and the kept browser vouches
	w.signsIn("amina")
	if got := w.send("GET", "/households", nil); got.Code != http.StatusOK {
		t.Errorf("in a kept browser, with the clock ten years back: %d", got.Code)
	}
	w.goes("/account?done=phone_off", "/account/phone/off")
	for _, secret := range []string{letters[:9], "480317"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log has %q", secret)
		}
	}
}

// holds wants each of some texts on a page.
func holds(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		must(t, page, text)
	}
}
