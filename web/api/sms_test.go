// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/programmes"
	"safar/web"
	"safar/web/api"
	"safar/web/pages"
)

// gateway is a sender of SMS that stands before a town which hears complaints; log is what the town says to its operator.
type gateway struct {
	*town
	scope  access.Scope
	secret string
	asks   int // requests for something to send
	wrote  int // messages
	log    bytes.Buffer
	site   http.Handler
}

func newGateway(t *testing.T) *gateway {
	w := &gateway{town: newTown(t)}
	w.scope = access.Scope{Caseload: w.filled.Caseloads[demo.Kalemie], Compartment: access.General}
	site := web.New(web.Options{SignIn: pages.SignIn(w.op), Program: api.Program(w.op), Log: slog.New(slog.NewTextHandler(&w.log, nil))})
	pages.Add(site, w.op)
	api.Add(site, w.op)
	w.site = site
	w.secret = w.secretOf(w.scope.Caseload)
	return w
}

// secretOf is the present secret of a caseload.
func (w *gateway) secretOf(caseload id.ID) string {
	w.Helper()
	all, err := api.SMSSecrets(w.Context(), w.op, caseload)
	must(w, err)
	return all[0]
}

// hears publishes the programme that hears complaints.
func (w *gateway) hears() {
	w.Helper()
	folder, err := fs.Sub(programmes.FS(), "feedback")
	must(w, err)
	var file journey.Publish
	file.Source, err = fs.ReadFile(folder, "programme.yaml")
	must(w, err)
	file.Forms, err = programme.FormFiles(folder)
	must(w, err)
	file.Words, err = programme.WordFiles(folder)
	must(w, err)
	_, manager := w.signedIn(access.ProgrammeManager)
	_, err = w.op.Desk.Do(w.Context(), manager, access.Commons, id.New(), file)
	must(w, err)
	w.op.Programmes.Renew()
}

// sent hands a message on as it is signed with a secret at a moment.
func (w *gateway) sent(path, secret string, at time.Time, body string, change func(http.Header)) (status int, text string) {
	w.Helper()
	moment := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(moment + "." + body))
	r := httptest.NewRequest("POST", "http://127.0.0.1"+path, strings.NewReader(body))
	r.Header.Set("Safar-Time", moment)
	r.Header.Set("Safar-Signature", hex.EncodeToString(mac.Sum(nil)))
	if change != nil {
		change(r.Header)
	}
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	out, err := io.ReadAll(answer.Body)
	must(w, err)
	for _, secret := range []string{"243820", "dry", "kwao"} {
		if !strings.HasPrefix(path, "/sms/outward/") && strings.Contains(string(out), secret) || strings.Contains(w.log.String(), secret) {
			w.Errorf("%q of a message stands in the answer or in the log", secret)
		}
	}
	return answer.Code, string(out)
}

// voices counts what was heard.
func (w *gateway) voices() []voice.ComplaintRow {
	w.Helper()
	_, clerk := w.signedIn(access.Caseworker)
	list, err := desk.Ask(w.Context(), w.op.Desk, clerk, "task.voices", w.op.Voices.Of(w.scope).Waiting(voice.Wanted{}, desk.Part{}))
	must(w, err)
	return list.Rows
}

const dry = `{"id":"kwao-1","from":"+243820000777","text":"The tap is dry","at":"2026-11-20T23:30:00-02:00"}`

// What people send as SMS is a complaint, once, whatever the gateway sends again; what is not signed by it, is late, is too large or is no message is refused, and nothing of any
// stands in an answer or in the log.
func TestWhatPeopleSendAsSMSIsHeardOnce(t *testing.T) {
	w := newGateway(t)
	now, path := w.clock.Now(), api.SMSPath(w.scope.Caseload)
	refuses := func(name string, want int, key string) func(int, string) {
		return func(status int, text string) {
			t.Helper()
			if status != want || !strings.Contains(text, `"key":"`+key+`"`) {
				t.Errorf("%s: %d %s", name, status, text)
			}
		}
	}
	refuses("no programme", 404, "sms.no_programme")(w.sent(path, w.secret, now, dry, nil))
	w.hears()
	other := w.secretOf(id.New())
	refuses("the secret of another caseload", 403, "sms.not_signed")(w.sent(path, other, now, dry, nil))
	refuses("another caseload", 403, "sms.not_signed")(w.sent(api.SMSPath(id.New()), w.secret, now, dry, nil))
	refuses("no signature", 403, "sms.not_signed")(w.sent(path, w.secret, now, dry, func(h http.Header) { h.Del("Safar-Signature") }))
	refuses("a moment that was not signed", 403, "sms.not_signed")(w.sent(path, w.secret, now.Add(-time.Hour), dry, func(h http.Header) { h.Set("Safar-Time", strconv.FormatInt(now.Unix(), 10)) }))
	refuses("late", 403, "sms.clock")(w.sent(path, w.secret, now.Add(-6*time.Minute), dry, nil))
	refuses("early", 403, "sms.clock")(w.sent(path, w.secret, now.Add(6*time.Minute), dry, nil))
	refuses("large", 413, "sms.too_large")(w.sent(path, w.secret, now, dry+strings.Repeat(" ", 8<<10), nil))
	refuses("no JSON", 422, "api.not_json")(w.sent(path, w.secret, now, dry[:40], nil))
	refuses("unknown", 422, "api.fields")(w.sent(path, w.secret, now, `{"number":"+243820000777"}`, nil))
	refuses("empty", 422, "api.fields")(w.sent(path, w.secret, now, `{}`, nil))
	refuses("years ago", 422, "api.fields")(w.sent(path, w.secret, now, strings.Replace(dry, "2026-11-20", "1970-01-01", 1), nil))
	if n := len(w.voices()); n != 0 {
		t.Fatalf("%d complaints of what was refused", n)
	}
	for i, want := range []string{`{"again":false}`, `{"again":true}`} {
		if status, text := w.sent(path, w.secret, now.Add(time.Duration(i)*time.Minute), dry, nil); status != 200 || strings.TrimSpace(text) != want {
			t.Errorf("sent %d: %d %s", i, status, text)
		}
	}
	refuses("another message of that id", 409, "sms.id_taken")(w.sent(path, w.secret, now, strings.Replace(dry, "tap", "pump", 1), nil))
	rows := w.voices()
	if len(rows) != 1 {
		t.Fatalf("%d complaints", len(rows))
	}
	if c := rows[0]; c.Channel != "sms" || c.Topic != "other" || !c.Place.IsZero() || c.Since.String() != "2026-11-21" {
		t.Errorf("heard as %+v", c)
	}
	w.isRead(rows[0].ID)
	w.floods(path, now)
}

// isRead holds that whoever answers complaints reads words and number where the form asks for them, and nowhere else; and that whoever does not answer them opens no such file.
func (w *gateway) isRead(of id.ID) {
	w.Helper()
	q := journey.SubjectFileOf(w.scope, voice.ComplaintKind, of, pages.Forms(w.op))
	_, clerk := w.signedIn(access.Caseworker)
	file, err := desk.Ask(w.Context(), w.op.Desk, clerk, "task.voices", q)
	must(w, err)
	answers := programme.Answers{}
	for _, filled := range file.Filled {
		for _, a := range filled.Answers {
			answers[a.Question] = a.Personal
		}
	}
	if answers["words"] != "The tap is dry" || answers["reached_at"] != "+243820000777" {
		w.Errorf("the caseworker reads %v", answers)
	}
	if told := fmt.Sprint(file.Row, file.Ways, file.Story, w.voices()); strings.Contains(told, "243820") || strings.Contains(told, "dry") {
		w.Error("the number or the words stand elsewhere")
	}
	_, other := w.signedIn(access.Municipality)
	if _, err := desk.Ask(w.Context(), w.op.Desk, other, "task.voices", q); err == nil {
		w.Error("a municipality opens the file")
	}
	if _, err := desk.Ask(w.Context(), w.op.Desk, access.SMSGateway(w.scope.Caseload), "task.voices", q); err == nil {
		w.Error("the gateway opens the file")
	}
}

// floods holds that messages which follow one another too fast wait, and that what is not signed takes nothing of what may come.
func (w *gateway) floods(path string, now time.Time) {
	w.Helper()
	for range 70 {
		if status, _ := w.sent(path, "guessed", now, dry, nil); status != 403 {
			w.Fatalf("not signed: %d", status)
		}
	}
	many, waited := 0, 0
	for range 70 {
		switch status, text := w.sent(path, w.secret, now, dry, nil); status {
		case 200:
			many++
		case 429:
			waited++
			if !strings.Contains(text, "api.too_often") {
				w.Errorf("waits without a word: %s", text)
			}
		default:
			w.Fatalf("%d %s", status, text)
		}
	}
	if many < 45 || many > 60 || waited == 0 {
		w.Errorf("%d at once, and %d waited", many, waited)
	}
	w.clock.Advance(2 * time.Second)
	if status, _ := w.sent(path, w.secret, now, dry, nil); status != 200 {
		w.Errorf("after two seconds: %d", status)
	}
}
