// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
)

// Trouble is an error as JSON. Kind is that of the fault (fault.Kind.String) and Key the key of its sentence, for programs; Message
// and Hint are for people, in the language they asked for.
type Trouble struct {
	Kind      string `json:"kind"`
	Key       string `json:"key"`
	Message   string `json:"message"`
	Hint      string `json:"hint,omitempty"`
	Reference string `json:"reference,omitempty"` // for the operator, who finds it in the log
}

// statuses are the HTTP statuses of the kinds of fault.
var statuses = map[fault.Kind]int{
	fault.Internal:    http.StatusInternalServerError,
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.NotAllowed:  http.StatusForbidden,
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.Blocked:     http.StatusConflict,
	fault.Undecidable: http.StatusConflict,
	fault.Unavailable: http.StatusServiceUnavailable,
	fault.Damaged:     http.StatusInternalServerError,
	fault.NotBuilt:    http.StatusNotImplemented,
}

// Status returns the HTTP status for an error: by its kind, but for the few keys that HTTP has a status of its own for.
func Status(err error) int {
	switch fault.KeyOf(err) {
	case "signin.needed", "signin.code_needed", "signin.token_needed":
		return http.StatusUnauthorized
	case "signin.wait", "api.too_often":
		return http.StatusTooManyRequests
	case "web.host":
		return http.StatusMisdirectedRequest
	case "web.too_large", "sms.too_large":
		return http.StatusRequestEntityTooLarge
	}
	if status, known := statuses[fault.KindOf(err)]; known {
		return status
	}
	return http.StatusInternalServerError
}

// fail answers with what is wrong, in the reader's language. Faults of the program and of its storage get a reference that
// the log has too; what is beneath them is never shown.
func (r *Request) fail(err error) {
	r.answer.wrong = err
	status := Status(err)
	if status >= 500 {
		r.answer.reference = id.New().String()[:10]
	}
	if status == http.StatusUnauthorized && !r.program && !r.WantsJSON() && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		to := "/sign-in?next="
		if fault.KeyOf(err) == "signin.code_needed" {
			to = "/sign-in/phone?next="
		}
		http.Redirect(r.answer, r.Request, to+url.QueryEscape(r.pathKept()), http.StatusSeeOther)
		return
	}
	if seconds, waits := waitOf(err); waits {
		r.answer.Header().Set("Retry-After", fmt.Sprint(seconds))
	}
	if r.answer.status != 0 {
		return // the answer had begun; the log has the rest
	}
	if shown := r.showTrouble(status, err); shown != nil {
		r.answer.wrong = errors.Join(err, shown)
		http.Error(r.answer, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
}

func (r *Request) showTrouble(status int, err error) error {
	text, hint := r.Words.Fault(err)
	if r.program {
		return r.showProblem(status, err)
	}
	if r.WantsJSON() {
		body, err := json.Marshal(Trouble{fault.KindOf(err).String(), fault.KeyOf(err), text, hint, r.answer.reference})
		if err != nil {
			return err
		}
		return r.write(status, "application/json", append(body, '\n'))
	}
	if r.Booth != nil {
		return r.ShowAs(status, page.KioskTrouble(r.Words, text, hint, KioskStart))
	}
	if kept := r.keptForm(status); kept != nil {
		return r.ShowAs(status, page.SignedOut(r.Frame(text), text, r.pathKept(), kept))
	}
	if r.Partial() {
		return r.ShowAs(status, page.TroubleBeside(text, hint))
	}
	return r.ShowAs(status, page.Trouble(r.Frame(text), text, hint, r.answer.reference))
}

// keptForm returns what somebody sent whose session had ended meanwhile; nil for all else, and for who comes without any. It goes back to them, so that nothing they
// typed is lost.
func (r *Request) keptForm(status int) url.Values {
	if status != http.StatusUnauthorized || r.token == "" || r.Method != http.MethodPost || r.Partial() {
		return nil
	}
	values := r.typedIn()
	for name := range values {
		if isSecret(name) {
			return nil
		}
	}
	return values
}

// typedIn are the fields of a form that was sent, without the files it carries: those are let go, and chosen again. They stand last on their forms, so that what is too
// large to be read takes nothing with it.
func (r *Request) typedIn() url.Values {
	switch {
	case strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		if values, err := r.Values(); err == nil && len(values) > 0 {
			return values
		}
	case r.HasFile():
		r.AllowBody(around)
		parts, err := r.MultipartReader()
		if err != nil {
			return nil
		}
		if r.fields("web.typedIn", parts, "", func(io.Reader) {}); len(r.PostForm) > 0 { // what broke off within the file is no matter
			return r.PostForm
		}
	}
	return nil
}

// isSecret reports whether a field holds what is never shown again, nor put into a page: a passphrase, a PIN, a code.
func isSecret(name string) bool {
	return strings.Contains(name, "passphrase") || slices.Contains([]string{"old", "new", "pin", "new_pin", "code"}, name)
}

func waitOf(err error) (seconds any, waits bool) {
	var e *fault.Error
	if errors.As(err, &e) && (e.Key == "signin.wait" || e.Key == "api.too_often") {
		seconds, waits = e.Args["count"]
	}
	return seconds, waits
}
