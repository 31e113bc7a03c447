// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"time"

	"safar/kernel/fault"
)

// KioskStart is the path at which a kiosk begins, and to which it returns by itself.
const KioskStart = "/kiosk"

// kioskCookie names the cookie that makes a browser a kiosk; visitCookie the one that it holds while somebody stands before it.
func (r *Request) kioskCookie() string { return r.bound("safar_kiosk") }
func (r *Request) visitCookie() string { return r.bound("safar_visit") }

// bound is the name of a cookie that browsers bind to this very host, over TLS.
func (r *Request) bound(name string) string {
	if r.secured() {
		return "__Host-" + name
	}
	return name
}

func (r *Request) cookieNamed(name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// setFor hands the browser a cookie until it is closed, or for a time; "" takes it away.
func (r *Request) setFor(name, value string, long time.Duration) {
	age := int(long / time.Second)
	if value == "" {
		age = -1
	}
	http.SetCookie(r.answer, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: r.secured(), SameSite: http.SameSiteStrictMode})
}

// atKiosk returns the kiosk that this browser is; nil for others. One that has ended is none any more, and its browser forgets that it was.
func (r *Request) atKiosk() (*Booth, error) {
	kiosks, known := r.site.options.SignIn.(Kiosks)
	token := r.cookieNamed(r.kioskCookie())
	if !known || token == "" {
		return nil, nil
	}
	booth, err := kiosks.Kiosk(r.Context(), token, r.cookieNamed(r.visitCookie()))
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.NotAllowed) {
		r.setFor(r.kioskCookie(), "", 0)
		r.setFor(r.visitCookie(), "", 0)
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap("web.atKiosk", err)
	}
	r.Booth = &booth
	return r.Booth, nil
}

// onlyKiosk serves what a kiosk serves, and leads everything else back to its start. Nobody is signed in there, whatever other cookies the browser has.
func (r *Request) onlyKiosk(h Handler, booth bool) error {
	switch {
	case booth:
		return h(r)
	case r.Method == http.MethodGet && !r.WantsJSON():
		return r.Go(KioskStart, "")
	}
	return fault.New("web.onlyKiosk", fault.NotAllowed, "signin.kiosk_only", nil)
}

// KioskToken returns the token of the kiosk that this browser is; it is never shown, logged or put into a page.
func (r *Request) KioskToken() string { return r.cookieNamed(r.kioskCookie()) }

// BecomeKiosk makes the browser the kiosk of a token: whoever was signed in is not any more, and it is kept as a device of nobody. "" makes it none again.
func (r *Request) BecomeKiosk(token string) {
	r.keep("")
	r.KeepDevice("")
	r.setFor(r.kioskCookie(), token, 0)
	r.setFor(r.visitCookie(), "", 0)
}

// Blank has the browser throw away the pages that it holds, also those that it would show again on "back" without asking: what somebody saw is gone for the next. Only
// over TLS, and on the machine itself, do browsers heed it.
func (r *Request) Blank() { r.answer.Header().Set("Clear-Site-Data", `"cache", "storage"`) }

// HoldVisit hands the browser the token of who stands before the kiosk; "" forgets them.
func (r *Request) HoldVisit(token string) { r.setFor(r.visitCookie(), token, 0) }
