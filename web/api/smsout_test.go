// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"safar/desk"
	"safar/field/people"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/api"
)

const (
	hers = "+243820000701"
	his  = "+243820000702"
)

// next asks for something to send, and returns under what it is known, to where it goes and what it says; nothing where there is none.
func (w *gateway) next() (message, to, text string) {
	w.Helper()
	w.asks++
	status, answer := w.sent(api.SMSOutPath(w.scope.Caseload), w.secret, w.clock.Now(), fmt.Sprintf(`{"id":"ask-%d"}`, w.asks), nil)
	var got struct {
		Message *struct{ ID, To, Text string }
	}
	if err := json.Unmarshal([]byte(answer), &got); status != 200 || err != nil {
		w.Fatalf("asked for something to send: %d %s", status, answer)
	}
	if got.Message == nil {
		return "", "", ""
	}
	return got.Message.ID, got.Message.To, got.Message.Text
}

// nothing holds that nothing is handed out.
func (w *gateway) nothing(why string) {
	w.Helper()
	if _, to, text := w.next(); to != "" || text != "" {
		w.Errorf("%s: %q goes out", why, text)
	}
}

// writes has a number send a message.
func (w *gateway) writes(from string) {
	w.Helper()
	w.clock.Advance(2 * time.Second)
	w.wrote++
	body := fmt.Sprintf(`{"id":"wrote-%d","from":%q,"text":"It leaks","at":%q}`, w.wrote, from, w.clock.Now().Format(time.RFC3339))
	if status, answer := w.sent(api.SMSPath(w.scope.Caseload), w.secret, w.clock.Now(), body, nil); status != 200 {
		w.Fatalf("wrote: %d %s", status, answer)
	}
}

// ended says what became of a message.
func (w *gateway) ended(message, outcome, why string) (int, string) {
	w.Helper()
	body := fmt.Sprintf(`{"message":%q,"outcome":%q,"why":%q}`, message, outcome, why)
	return w.sent(api.SMSOutcomePath(w.scope.Caseload), w.secret, w.clock.Now(), body, nil)
}

// passes lets time go by, over which everybody's session ends.
func (w *gateway) passes(d time.Duration) {
	w.clock.Advance(d)
	clear(w.session)
}

// does carries out a command of the office as somebody of a role.
func (w *gateway) does(role access.Role, c desk.Command) desk.Receipt {
	w.Helper()
	_, who := w.signedIn(role)
	receipt, err := w.op.Desk.Do(w.Context(), who, w.scope, id.New(), c)
	must(w, err)
	return receipt
}

// lives registers somebody with a number, in a household spoken to in a language.
func (w *gateway) lives(number, language string) id.ID {
	w.Helper()
	return w.does(access.Caseworker, people.Register{Language: language, Members: []people.Member{
		{Names: people.Names{Given: "Zawadi"}, Relation: people.Head, Sex: people.Female, Born: people.Born{Day: townDay.AddYears(-30), Precision: people.BirthDay}, Phone: number}}}).IDs[1]
}

// says has somebody say whether SMS is safe.
func (w *gateway) says(who id.ID, sms people.Answer) {
	w.Helper()
	w.does(access.ProtectionOfficer, people.SetSafeContact{Person: who, Contact: people.SafeContact{SMS: sms}})
}

// told is what is known of the acknowledgement of a complaint.
func (w *gateway) told(of id.ID) voice.Told {
	w.Helper()
	_, clerk := w.signedIn(access.Caseworker)
	t, err := desk.Ask(w.Context(), w.op.Desk, clerk, "task.voices", voice.ToldOf(w.scope, of))
	must(w, err)
	return t
}

// Who wrote is told that their message came, in their language and in one sentence that says nothing else, once, and only where what governs at that moment says that it is safe.
func TestAnAcknowledgementGoesOnlyWhereItIsSafe(t *testing.T) {
	w := newGateway(t)
	w.hears()
	w.nothing("nobody wrote")
	she := w.lives(hers, "sw")
	w.writes(hers)
	w.nothing("nobody asked her")
	w.says(she, people.No)
	w.nothing("she said no")
	w.says(she, people.Yes)
	message, to, text := w.next()
	if to != hers || text != "Tumepata ujumbe wako. Asante." {
		t.Fatalf("to %q goes %q", to, text)
	}
	w.nothing("it was handed out, and nobody said what became of it")
	of := w.voices()[0].ID
	if got := w.told(of); got.Stands != "handed" {
		t.Errorf("the complaint says %+v", got)
	}
	if status, answer := w.ended(message, "sent", ""); status != 200 || !strings.Contains(answer, "false") {
		t.Errorf("sent: %d %s", status, answer)
	}
	if status, answer := w.ended(message, "sent", ""); status != 200 || !strings.Contains(answer, "true") {
		t.Errorf("said again: %d %s", status, answer)
	}
	if status, answer := w.ended(message, "given_back", ""); status != 409 || !strings.Contains(answer, "voice.reply_ended") {
		t.Errorf("said otherwise: %d %s", status, answer)
	}
	if status, answer := w.ended(message, "failed", "she has another phone"); status != 422 || !strings.Contains(answer, "voice.reply_unclear") {
		t.Errorf("in words of its own: %d %s", status, answer)
	}
	w.nothing("it was sent")
	if got := w.told(of); got.Stands != "sent" || got.Day != townDay {
		t.Errorf("the complaint says %+v", got)
	}
	w.writes("+243820000799")
	w.nothing("of this number nobody is on file")
	w.takesBack(she)
	w.holdsBack(she)
}

// takesBack holds that a message which the gateway gives back goes once more, and that it does not after she said no in between, or was moved or forgotten, all of which look alike.
func (w *gateway) takesBack(she id.ID) {
	w.Helper()
	w.writes(hers)
	first, _, _ := w.next()
	w.ended(first, "given_back", "")
	second, to, _ := w.next()
	if to != hers || second == first {
		w.Errorf("given back, it goes again to %q as %q, was %q", to, second, first)
	}
	if status, _ := w.ended(first, "given_back", ""); status != 200 {
		w.Errorf("said twice of the first time: %d", status)
	}
	w.nothing("the first time was given back twice, the second was not")
	w.ended(second, "given_back", "")
	w.says(she, people.No)
	w.nothing("she said no in between")
	w.says(she, people.Yes)
	for _, c := range w.voices() {
		w.does(access.Caseworker, voice.ForgetComplaint{Complaint: c.ID})
	}
	w.nothing("what she wrote was forgotten")
}

// holdsBack holds what else keeps a message in: somebody else on the same number, a death, the hours, too many of one day, a language that nobody speaks, and that a request is answered once.
func (w *gateway) holdsBack(she id.ID) {
	w.Helper()
	w.passes(25 * time.Hour)
	w.nothing("a day has passed")
	he := w.lives(hers, "fr")
	w.writes(hers)
	w.nothing("he has the same number, and nobody asked him")
	w.says(he, people.Yes)
	if _, to, _ := w.next(); to != hers {
		w.Errorf("both said yes: to %q", to)
	}
	w.writes(hers)
	w.says(he, people.No)
	w.nothing("he said no")
	w.does(access.Caseworker, people.RecordDeath{Person: he, Day: w.op.Desk.Today()})
	if _, to, _ := w.next(); to != hers {
		w.Errorf("he died: to %q", to)
	}
	for range 3 {
		w.writes(hers)
	}
	sent := 0
	for range 3 {
		if _, to, _ := w.next(); to != "" {
			sent++
		}
	}
	if sent != 1 {
		w.Errorf("%d more on one day, after two", sent)
	}
	mute := w.lives(his, "twa")
	w.says(mute, people.Yes)
	w.writes(his)
	w.nothing("nobody speaks her language")
	w.asks--
	if status, answer := w.sent(api.SMSOutPath(w.scope.Caseload), w.secret, w.clock.Now(), fmt.Sprintf(`{"id":"ask-%d"}`, w.asks+1), nil); status != 409 || !strings.Contains(answer, "sms.asked_already") {
		w.Errorf("asked twice: %d %s", status, answer)
	}
	if status, _ := w.sent(api.SMSOutPath(w.scope.Caseload), "guessed", w.clock.Now(), `{"id":"other"}`, nil); status != 403 {
		w.Errorf("asked by anybody: %d", status)
	}
}

// A new secret is taken at once, the one before for as long as was said; after a withdrawal none is, until a new one is made.
func TestASecretIsExchangedAndWithdrawn(t *testing.T) {
	w := newGateway(t)
	w.hears()
	first := w.secret
	takes := func(secret string) bool {
		status, _ := w.sent(api.SMSPath(w.scope.Caseload), secret, w.clock.Now(), dry, nil)
		return status == 200
	}
	present := func() string {
		all, err := api.SMSSecrets(t.Context(), w.op, w.scope.Caseload)
		must(t, err)
		if len(all) == 0 {
			return ""
		}
		return all[0]
	}
	w.does(access.Administrator, voice.ExchangeSecret{Minutes: voice.KeepSecret})
	second := present()
	if second == first || !takes(second) || !takes(first) {
		t.Fatal("the new secret is not taken, or the one before is not any more")
	}
	w.passes(24*time.Hour + time.Minute)
	if !takes(second) || takes(first) {
		t.Error("after a day the first is taken, or the second is not")
	}
	w.does(access.Administrator, voice.ExchangeSecret{})
	third := present()
	if takes(second) || !takes(third) {
		t.Error("exchanged at once, the one before is still taken")
	}
	w.does(access.Administrator, voice.WithdrawSecret{})
	for _, secret := range []string{first, second, third} {
		if takes(secret) {
			t.Error("a secret is taken after all were withdrawn")
		}
	}
	w.does(access.Administrator, voice.ExchangeSecret{Minutes: voice.KeepSecret})
	if takes(third) || !takes(present()) {
		t.Error("what was withdrawn is taken again")
	}
}
