// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
)

// saidThings is what somebody told the office of their own accord: what everybody who answers sees, what is for protection alone, and a call.
type saidThings struct{ word, alone, call id.ID }

// plantVoice gives the first of the household a code of her own, and lets her say something, and that she wants to talk alone.
func (w *tale) plantVoice() {
	w.t.Helper()
	by := w.as(access.Caseworker)
	w.by(by, people.GiveCode{Household: w.household, Person: w.members[0], Place: "47", Hash: "zkanari proof"})
	say := voice.Say{Household: w.household, Person: w.members[0], Via: voice.AtKiosk, About: voice.Money, Words: "zkanari francs"}
	w.said.word = w.by(by, say).IDs[0]
	say.About, say.Words = voice.TalkAlone, "zkanari the driver"
	w.said.alone = w.by(by, say).IDs[0]
	say.About, say.Words = voice.Goods, "zkanari blankets"
	w.by(by, voice.Answer{Word: w.by(by, say).IDs[0], Words: "zkanari friday"})
	w.said.call = w.by(by, voice.RecordCall{Household: w.household, Asked: []string{"card", "birth"}, Right: 2, Purpose: "account"}).IDs[0]
}

// ofVoice asks every question about people's own account, and what they said.
func (w *tale) ofVoice(by access.Actor) []shown {
	right := func(string, id.ID) (bool, error) { return true, nil }
	return []shown{
		asked(w, by, "people.CallerOf", people.CallerOf(w.scope, w.household)),
		asked(w, by, "people.HolderOf", people.HolderOf(w.scope, "ZKANARI-CARD", "47", right)),
		asked(w, by, "people.CodePlacesBeside", people.CodePlacesBeside(w.scope, w.household, w.members[1])),
		asked(w, by, "journey.AccountOf", journey.AccountOf(w.scope, w.household)),
		asked(w, by, "journey.AccountOf the second", journey.AccountOf(w.scope, w.other)),
		asked(w, by, "voice.WaitingToday", voice.WaitingToday(access.VoiceAnswer, w.scope)),
		asked(w, by, "voice.WaitingWords", voice.WaitingWords(w.scope, desk.Part{Limit: 50})),
		asked(w, by, "voice.WordOf", voice.WordOf(w.scope, w.said.word)),
		asked(w, by, "voice.WordOf who wants to talk alone", voice.WordOf(w.scope, w.said.alone)),
		asked(w, by, "voice.CallOf", voice.CallOf(w.scope, w.said.call)),
	}
}

// atKiosk is who acts at a kiosk that a caseworker opened.
func (w *tale) atKiosk() access.Actor {
	w.t.Helper()
	actor, err := w.as(access.Caseworker).AtKiosk(w.scope.Caseload, w.desk.Today())
	must(w.t, err)
	return actor
}

// A kiosk stands open to whoever comes by: whatever it asks of the field, it sees no name, no number, no word and no answer of anybody, and may do nothing but hear.
func TestAKioskSeesNothingOfAnybody(t *testing.T) {
	w := planted(t)
	by := w.atKiosk()
	for _, s := range slices.Concat(w.everything(by), w.ofThings(by), w.ofPersons(by), w.ofDocuments(by), w.ofVoice(by), w.ofStories(by), w.ofHosting(by), w.ofPledging(by), w.refusals(by)) {
		if seen := found(s.text); len(seen) > 0 {
			t.Errorf("%s shows a kiosk %q", s.what, seen)
		}
	}
	if text := asked(w, by, "", journey.AccountOf(w.scope, w.other)).text; !strings.Contains(text, "first_tranche") {
		t.Errorf("a household does not see what it was given: %s", text)
	}
	for _, act := range access.Acts() {
		for _, part := range access.Compartments() {
			scope := access.Scope{Caseload: w.scope.Caseload, Compartment: part}
			if part == access.CommonsCompartment {
				scope = access.Commons
			}
			may := access.May(by, act, scope, w.desk.Today()) == nil
			if want := part == access.General && (act == access.AccountRead || act == access.VoiceHear) || act == access.PlacesRead && part == access.CommonsCompartment; may != want {
				t.Errorf("%s at a kiosk, in %s: %v", act, part, may)
			}
		}
	}
	if _, err := w.as(access.Auditor).AtKiosk(w.scope.Caseload, w.desk.Today()); err == nil {
		t.Error("an auditor opens a kiosk")
	}
}

// Whoever wants to talk alone is seen by protection only, also in counts; and of why they do nothing is kept.
func TestWhoWantsToTalkAloneIsSeenByProtectionOnly(t *testing.T) {
	w := planted(t)
	for _, role := range access.Roles() {
		by, text := w.as(role), ""
		for _, s := range w.ofVoice(by) {
			text += s.text
		}
		if sees := strings.Contains(text, string(voice.TalkAlone)); sees != (role == access.ProtectionOfficer) {
			t.Errorf("%v: %v", role, sees)
		}
		if strings.Contains(text, "zkanari the driver") {
			t.Errorf("what was typed by who wants to talk alone is kept: %s", text)
		}
	}
	for role, want := range map[access.Role]int64{access.Caseworker: 1, access.SiteManager: 1, access.ProtectionOfficer: 2} {
		got, err := desk.Ask(t.Context(), w.desk, w.as(role), "task.test", voice.WaitingToday(access.VoiceAnswer, w.scope))
		if must(t, err); got.Words != want {
			t.Errorf("%v: %d wait", role, got.Words)
		}
	}
	if _, err := w.do(w.as(access.Caseworker), w.scope, id.New(), voice.Answer{Word: w.said.alone, Words: "x"}); err == nil {
		t.Error("a caseworker answers what is for protection")
	}
}

// A card or a code that is wrong, and a card of who was forgotten, are all judged once, against nobody: none of them can be told from another.
func TestWrongCardsAndCodesAreJudgedAlike(t *testing.T) {
	w := planted(t)
	kiosk := w.atKiosk()
	held := func(card, place string, right bool) people.CodeHolder {
		judged := 0
		holder, err := desk.Ask(t.Context(), w.desk, kiosk, "task.kiosk", people.HolderOf(w.scope, card, place, func(hash string, person id.ID) (bool, error) {
			if judged++; !right && (hash != "" || !person.IsZero()) {
				t.Errorf("%q and %q are judged against %v", card, place, person)
			}
			return hash != "", nil
		}))
		if must(t, err); judged != 1 {
			t.Errorf("%q and %q are judged %d times", card, place, judged)
		}
		return holder
	}
	if holder := held("ZKANARI-CARD", "47", true); holder.Person != w.members[0] || holder.Household != w.household {
		t.Errorf("%+v", holder)
	}
	for _, wrong := range [][2]string{{"ZKANARI-CARD", "48"}, {"ZKANARI-CARD", ""}, {"ZKANARI-NONE", "47"}, {"ZKANARI-HOUSE", "47"}, {"", "47"}, {"", ""}} {
		if holder := held(wrong[0], wrong[1], false); !holder.Person.IsZero() || !holder.Household.IsZero() {
			t.Errorf("%v opens %+v", wrong, holder)
		}
	}
	if _, err := w.desk.Do(t.Context(), kiosk, w.scope, id.New(), voice.Say{Household: w.other, Person: w.members[0], Via: voice.AtKiosk, About: voice.Money}); err == nil {
		t.Error("somebody speaks for another household")
	}
	w.by(w.as(access.DataProtectionOfficer), people.Forget{Household: w.household, Persons: w.members, Whole: true, Reason: 1})
	if holder := held("ZKANARI-CARD", "47", false); holder != (people.CodeHolder{}) {
		t.Errorf("who was forgotten is found: %+v", holder)
	}
}

// onlyKiosk asks for every page, and sends something to every form, at a kiosk: whatever is none of its own leads back to its start, or is refused.
func (w *watch) onlyKiosk() {
	w.t.Helper()
	reached := 0
	for _, method := range []string{"GET", "POST"} {
		for _, pattern := range w.patterns(method) {
			if strings.HasPrefix(pattern, method+" /assets/") {
				continue
			}
			path := w.paths(pattern)[0]
			r := w.send(atBooth, method, path, nil, "text/html")
			switch {
			case path == "/kiosk" || strings.HasPrefix(path, "/kiosk/"):
				reached++
			case method == "GET" && (r.status != 303 || r.header.Get("Location") != "/kiosk"), method == "POST" && r.status != 403:
				w.t.Errorf("a kiosk reaches %s: %d", pattern, r.status)
			}
		}
	}
	if reached < 8 {
		w.t.Errorf("a kiosk reaches %d of its own pages and forms", reached)
	}
}
