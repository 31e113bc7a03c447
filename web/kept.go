// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"time"

	"safar/kernel/access/signin"
	"safar/kernel/fault"
	"safar/web/page"
)

// keptFor is how long a browser is asked to hold the key of a kept device, longer than most of them do (400 days). It is its own clock that
// counts; where that is wrong and the key gone, the passphrase opens.
const keptFor = 400 * 24 * time.Hour

func (r *Request) deviceCookie() string {
	if r.secured() {
		return "__Host-safar_device"
	}
	return "safar_device"
}

// DeviceKey returns the key of the device that this browser is kept as; "" where it is not. It is never shown, logged or put into a page.
func (r *Request) DeviceKey() string {
	c, err := r.Cookie(r.deviceCookie())
	if err != nil {
		return ""
	}
	return c.Value
}

// KeepDevice hands the browser the key of the device that it is kept as; "" takes it from it.
func (r *Request) KeepDevice(key string) {
	age := int(keptFor / time.Second)
	if key == "" {
		age = -1
	}
	http.SetCookie(r.answer, &http.Cookie{Name: r.deviceCookie(), Value: key, Path: "/", MaxAge: age, HttpOnly: true,
		Secure: r.secured(), SameSite: http.SameSiteStrictMode})
}

// kept returns for whom this browser is kept; the zero Known where it is for nobody, or its key opens nothing any more, which it then forgets.
func (r *Request) kept() (signin.Known, error) {
	key := r.DeviceKey()
	if key == "" {
		return signin.Known{}, nil
	}
	known, err := r.site.options.SignIn.Recognise(r.Context(), key)
	if fault.Is(err, fault.NotFound) {
		r.KeepDevice("")
		return signin.Known{}, nil
	}
	return known, err
}

// unlock signs in by the PIN of a kept device.
func unlock(r *Request) error {
	values, err := r.Values()
	if err != nil {
		return err
	}
	next, key := safeNext(values.Get("next")), r.DeviceKey()
	token, err := r.site.options.SignIn.Unlock(r.Context(), key, values.Get("pin"), r.site.options.Device(r.Request))
	if err == nil {
		r.leaveQuietly()
		r.KeepDevice(key)
		r.keep(token)
		return r.Go(next, "")
	}
	if r.WantsJSON() || !(fault.Is(err, fault.NotAllowed) || fault.Is(err, fault.NotFound)) {
		return err
	}
	r.answer.wrong = err
	known, unknown := r.kept()
	if unknown != nil {
		return unknown
	}
	text, hint := r.Words.Fault(err)
	if known.Left == 0 { // the passphrase has to do
		return r.ShowAs(formStatus(err), signInPage(r.Frame(r.Words.T("signin.title")), signInForm{name: known.Name, next: next}, text, hint))
	}
	return r.ShowAs(formStatus(err), pinPage(r.Frame(r.Words.T("signin.title")), known.Name, next, text, hint))
}

// showCode asks for a code of the phone, after the right passphrase.
func showCode(r *Request) error {
	if r.waits {
		return r.Show(codePage(r.Frame(r.Words.T("signin.phone_title")), r.Words.Time(r.site.clock.Now()), safeNext(r.URL.Query().Get("next")), "", ""))
	}
	return r.Go("/sign-in", "")
}

// giveCode completes a sign-in by a code of the phone.
func giveCode(r *Request) error {
	values, err := r.Values()
	if err != nil {
		return err
	}
	next := safeNext(values.Get("next"))
	token, err := r.site.options.SignIn.Complete(r.Context(), r.token, values.Get("code"), "")
	if err == nil {
		r.keep(token)
		return r.Go(next, "")
	}
	if r.WantsJSON() || !fault.Is(err, fault.NotAllowed) || fault.KeyOf(err) == "signin.needed" {
		return err
	}
	r.answer.wrong = err
	text, hint := r.Words.Fault(err)
	return r.ShowAs(formStatus(err), codePage(r.Frame(r.Words.T("signin.phone_title")), r.Words.Time(r.site.clock.Now()), next, text, hint))
}

// vouched completes a sign-in that waits for a code by the key of the device that this browser is kept as, where it is kept for the same person.
func (r *Request) vouched(token string) string {
	key := r.DeviceKey()
	if key == "" {
		return token
	}
	whole, err := r.site.options.SignIn.Complete(r.Context(), token, "", key)
	if err != nil { // it waits for none, or the device is another's: then a code is asked for
		return token
	}
	return whole
}

// pinField is the field for a PIN; numbers come up on a telephone.
func pinField(f page.Frame) page.Field {
	return page.Field{Name: "pin", Label: f.Words.T("signin.pin"), Kind: "password", Complete: "off", Digits: true, Focus: true}
}
