// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"strings"

	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/fault"
	"safar/web/page"
	"safar/web/words"
)

const languageCookie = "safar_language"

// sessionCookie is the name of the cookie with the token. Over TLS browsers bind the prefix __Host- to this very host.
func (r *Request) sessionCookie() string {
	if r.secured() {
		return "__Host-safar_session"
	}
	return "safar_session"
}

// keep hands the browser the token, until the browser is closed; the session ends at the server before that.
func (r *Request) keep(token string) {
	age := 0
	if token == "" {
		age = -1
	}
	http.SetCookie(r.answer, &http.Cookie{Name: r.sessionCookie(), Value: token, Path: "/", MaxAge: age, HttpOnly: true,
		Secure: r.secured(), SameSite: http.SameSiteStrictMode})
}

// Enter hands the browser the token of a session that was opened otherwise than by signing in here.
func (r *Request) Enter(token string) { r.keep(token) }

func showSignIn(r *Request) error {
	if r.Visitor.SignedIn() {
		return r.Go(safeNext(r.URL.Query().Get("next")), "")
	}
	known, err := r.kept()
	if err != nil {
		return err
	}
	f, next := r.Frame(r.Words.T("signin.title")), safeNext(r.URL.Query().Get("next"))
	byPassphrase := r.URL.Query().Get("with") == "passphrase"
	switch {
	case known.Left > 0 && !byPassphrase:
		return r.Show(pinPage(f, known.Name, next, "", ""))
	case known.Name != "" && known.Left == 0:
		text, hint := r.Words.Fault(fault.New("web.showSignIn", fault.NotAllowed, "signin.pin_spent", nil).WithHint("signin.pin_spent.hint"))
		return r.Show(signInPage(f, signInForm{next: next}, text, hint))
	}
	return r.Show(signInPage(f, signInForm{next: next, pin: known.Left > 0}, "", ""))
}

// signInForm is what stands in the form for a passphrase: the name that was typed, where to go on to, and whether this browser has a PIN.
type signInForm struct {
	name, next string
	pin        bool
}

func signIn(r *Request) error {
	values, err := r.Values()
	if err != nil {
		return err
	}
	name, next := values.Get("name"), safeNext(values.Get("next"))
	token, err := r.site.options.SignIn.Authenticate(r.Context(), name, values.Get("passphrase"), r.site.options.Device(r.Request))
	if err != nil {
		if r.WantsJSON() || !fault.Is(err, fault.NotAllowed) {
			return err
		}
		r.answer.wrong = err
		text, hint := r.Words.Fault(err)
		return r.ShowAs(formStatus(err), signInPage(r.Frame(r.Words.T("signin.title")), signInForm{name: name, next: next}, text, hint))
	}
	r.leaveQuietly()
	r.keep(r.vouched(token))
	return r.Go(next, "")
}

func showRecover(r *Request) error {
	return r.Show(recoverPage(r.Frame(r.Words.T("signin.recover_title")), recoverFields(r.Words, "", ""), "", ""))
}

func recoverSignIn(r *Request) error {
	values, err := r.Values()
	if err != nil {
		return err
	}
	name, code := values.Get("name"), values.Get("code")
	token, _, err := r.site.options.SignIn.Recover(r.Context(), name, code, values.Get("passphrase"), r.site.options.Device(r.Request))
	if err != nil {
		if r.WantsJSON() || !(fault.Is(err, fault.NotAllowed) || fault.Is(err, fault.Invalid)) {
			return err
		}
		r.answer.wrong = err
		text, hint := r.Words.Fault(err)
		fields := recoverFields(r.Words, name, code)
		if strings.HasPrefix(fault.KeyOf(err), "signin.passphrase_") {
			fields[2].Error, text = text, ""
		}
		return r.ShowAs(formStatus(err), recoverPage(r.Frame(r.Words.T("signin.recover_title")), fields, text, hint))
	}
	r.leaveQuietly()
	r.keep(token)
	return r.Go("/", "recovered")
}

// formStatus is the status under which a form comes back.
func formStatus(err error) int {
	if status := Status(err); status == http.StatusTooManyRequests {
		return status
	}
	return http.StatusUnprocessableEntity
}

func recoverFields(w *words.Printer, name, code string) []page.Field {
	return []page.Field{
		{Name: "name", Label: w.T("signin.name"), Value: name, Complete: "username", Focus: true},
		{Name: "code", Label: w.T("signin.code"), Hint: w.T("signin.code_hint"), Value: code, LTR: true},
		{Name: "passphrase", Label: w.T("signin.new_passphrase"), Kind: "password", Complete: "new-password",
			Hint: w.T("signin.passphrase_rule", words.Args{"least": signin.ShortestPassphrase})},
	}
}

// leaveQuietly ends the session that the browser came with, so that none is left behind by a new one. Whether that works does
// not matter to the new one; the old one ends by itself.
func (r *Request) leaveQuietly() {
	if r.token != "" && r.Visitor.SignedIn() {
		r.site.options.SignIn.Leave(r.Context(), r.token)
	}
}

// signOut ends the session and asks the browser to forget whatever it kept of this site.
func signOut(r *Request) error {
	if r.token != "" {
		if err := r.site.options.SignIn.Leave(r.Context(), r.token); err != nil {
			return err
		}
	}
	r.keep("")
	r.ChooseCaseload(access.Scope{})
	r.answer.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return r.Go("/sign-in", "signed_out")
}

// safeNext returns a path of this site to go on to; the start page for anything that could lead elsewhere.
func safeNext(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") ||
		strings.HasPrefix(next, "/sign-") {
		return "/"
	}
	return next
}
