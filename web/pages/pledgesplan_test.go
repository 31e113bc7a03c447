// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/kernel/access"
	"safar/kernel/clock"
)

// The plan for States says who could be told of which State, why nobody is told of another and what would have to change, and leads to the form on which a case is told. What is set on it stands in the address, and nothing of it is written.
func TestAPlanForStatesIsReadAndSetOnItsPage(t *testing.T) {
	w := newTownWith(t, 600, clock.At(townDay.Time().Add(6*time.Hour)), demo.Resettlement)
	written := w.written.Load()
	usual := w.open(access.ProtectionOfficer, "/pledges/plan")
	for _, want := range []string{"A plan for everybody who waits for a State", "would be a State", "No plan whatever has more points than this one", "not asked yet", "Nobody asked them where they must not go.", "Ask them in private", "told already", "Its pledges have ended.",
		"They must not go there. Why is told nowhere.", "The State did not accept them.", "Nobody wrote down of which State this pledge is.", "By what the plan is worked out"} {
		must(t, said(usual), want)
	}
	tell := w.first(usual, `href="(/households/[^"]*/state_told\?place=[^"]*)"`)
	must(t, w.open(access.ProtectionOfficer, tell), `name="place"`)

	row, state := w.first(tell, `/ways/([0-9a-z]{26})/`), w.first(tell, `place=([0-9a-z]{26})`)
	set := w.open(access.ProtectionOfficer, "/pledges/plan?floor_with_children=60&weight_relatives=0&hand=forbid&case="+row+"&state="+state)
	for _, want := range []string{"What you set below counts", "Back to the usual", "What was set for groups costs all together", "Ruled out by hand in this plan.", "Set by hand"} {
		must(t, said(set), want)
	}
	if !strings.Contains(set, `name="forbid" value="`+row+"."+state+`" checked`) {
		t.Error("what was set by hand cannot be let go")
	}
	wrong := w.open(access.ProtectionOfficer, "/pledges/plan?weight_language=-1&forbid="+row+"."+state)
	if planOf(wrong) != planOf(usual) || !strings.Contains(wrong, `name="forbid" value="`+row+"."+state+`" checked`) {
		t.Error("what was set by hand is lost where something else cannot be read")
	}
	for bad, says := range map[string]string{"?weight_language=-1": "A whole number from 0 to 1,000 is needed", "?lock=nobody.nowhere": "Choose a case and a State.", "?lock=" + row + "." + row: "is not in this plan",
		"?case=" + row: "Choose a case and a State."} {
		page := w.open(access.ProtectionOfficer, "/pledges/plan"+bad)
		must(t, said(page), says)
		if planOf(page) != planOf(usual) {
			t.Errorf("%s changes the plan", bad)
		}
	}
	if w.written.Load() != written {
		t.Error("reading a plan wrote something")
	}
	for _, role := range []access.Role{access.ProgrammeManager, access.Caseworker, access.Municipality, access.Auditor} {
		if r := w.send(role, http.MethodGet, "/pledges/plan", nil); r.status < 400 {
			t.Errorf("%v opens the plan: %d", role, r.status)
		}
	}
}

// Whoever waits stands on a page of protection; what binds them to a State is written down there, and the plan follows.
func TestWhatBindsPeopleToAStateIsWrittenDown(t *testing.T) {
	w := newTownWith(t, 600, clock.At(townDay.Time().Add(6*time.Hour)), demo.Resettlement)
	must(t, w.open(access.ProtectionOfficer, "/subjects/pledge"), `href="/pledges"`)
	list := w.open(access.ProtectionOfficer, "/pledges")
	must(t, said(list), "not asked yet")
	ties := w.first(list, `href="(/pledges/[^"]*/ties)"`)
	form := w.open(access.ProtectionOfficer, ties)
	state := w.first(form, `name="relatives"[^>]*value="([0-9a-z]{26})"`)
	must(t, w.refused(access.ProtectionOfficer, ties, "languages", "German", "relatives", state, "not", state), "ask them again")
	w.post(access.ProtectionOfficer, ties, "languages", "German", "not", state)
	if strings.Contains(said(w.open(access.ProtectionOfficer, "/pledges")), "not asked yet") {
		t.Error("what they said was not kept")
	}
	must(t, w.open(access.ProtectionOfficer, ties), `value="German"`)
	for _, language := range []string{"fr", "ar"} {
		w.open(access.ProtectionOfficer, "/pledges/plan?lang="+language+"&weight_language=x")
		w.open(access.ProtectionOfficer, "/pledges?lang="+language)
	}
}
