// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

const otherPhrase = "mango river eight lanterns"

var reach = access.Program{In: access.SetOf(access.General, access.Medical), ReadOnly: true, Parts: []access.ProgramPart{{Role: access.Caseworker, Caseload: id.ID{7}}, {Role: access.Auditor}}}

// program makes a token for a program of Espérance's.
func (h *house) program(t *testing.T) string {
	t.Helper()
	shown, err := h.MakeToken(t.Context(), h.signIn(t), Token{Name: " a  spreadsheet ", Reach: reach, Until: clock.DayOf(monday) + 2})
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

func wants(t *testing.T, err error, key string) {
	t.Helper()
	if fault.KeyOf(err) != key {
		t.Errorf("%v, want %s", err, key)
	}
}

func TestATokenSaysWhoseItIsAndHowFarItGoes(t *testing.T) {
	h := newHouse(t)
	shown := h.program(t)
	for range 2 {
		got, err := h.Bearer(t.Context(), shown)
		if err != nil || got.User != espe || got.Name != "a spreadsheet" || got.Used != clock.DayOf(monday) || got.Reach.Token.IsZero() {
			t.Fatalf("%+v: %v", got, err)
		}
		if !got.Reach.ReadOnly || got.Reach.In != access.SetOf(access.General) || !slices.Equal(got.Reach.Parts, reach.Parts) {
			t.Errorf("%+v", got.Reach)
		}
	}
	for _, wrong := range []string{"", "safar_", shown + "x", shown[:len(shown)-1], h.signIn(t)} {
		_, err := h.Bearer(t.Context(), wrong)
		wants(t, err, "signin.token_needed")
	}
	all, err := h.Tokens(t.Context())
	if err != nil || len(all) != 1 || all[0].Secret != (Digest{}) {
		t.Errorf("%+v: %v", all, err)
	}
}

func TestATokenEnds(t *testing.T) {
	h := newHouse(t)
	ends := func(what string, how func(shown string) error) {
		shown := h.program(t)
		if err := how(shown); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if _, err := h.Bearer(t.Context(), shown); fault.KeyOf(err) != "signin.token_needed" {
			t.Errorf("%s: %v", what, err)
		}
	}
	ends("taken away", func(string) error {
		all, err := h.Tokens(t.Context(), espe)
		if err != nil {
			return err
		}
		wants(t, h.Revoke(t.Context(), id.ID{2}, all[0].Reach.Token), "signin.token_gone") // whose it is not takes nothing
		return h.Revoke(t.Context(), espe, all[0].Reach.Token)
	})
	ends("all that opens without the passphrase is taken away", func(string) error { return h.LetAllGo(t.Context(), espe) })
	ends("a new passphrase", func(string) error {
		if err := h.ChangePassphrase(t.Context(), h.signIn(t), phrase, otherPhrase); err != nil {
			return err
		}
		return h.ChangePassphrase(t.Context(), h.again(t, otherPhrase), otherPhrase, phrase)
	})
	ends("its day is over", func(shown string) error {
		h.clock.Set(monday.Add(2 * 24 * time.Hour))
		_, err := h.Bearer(t.Context(), shown) // the last day is one of its days
		h.clock.Set(monday.Add(3 * 24 * time.Hour))
		return err
	})
	h.clock.Set(monday)
	ends("barred", func(string) error { return h.Bar(t.Context(), espe, true) })
}

// again signs Espérance in with another passphrase.
func (h *house) again(t *testing.T, phrase string) string {
	t.Helper()
	token, err := h.Authenticate(t.Context(), "espérance", phrase, "")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestATokenIsMadeByWhoJustTypedTheirPassphrase(t *testing.T) {
	h := newHouse(t)
	session, today := h.signIn(t), clock.DayOf(monday)
	for key, want := range map[string]Token{
		"signin.token_name":    {Reach: reach, Until: today},
		"signin.token_until":   {Name: "x", Reach: reach, Until: today - 1},
		"signin.token_nothing": {Name: "x", Until: today},
	} {
		_, err := h.MakeToken(t.Context(), session, want)
		wants(t, err, key)
	}
	_, err := h.MakeToken(t.Context(), session, Token{Name: "x", Reach: reach, Until: today + LongestToken + 1})
	wants(t, err, "signin.token_until")
	for n := range MostTokens {
		if _, err := h.MakeToken(t.Context(), session, Token{Name: fmt.Sprint(n), Reach: reach, Until: today}); err != nil {
			t.Fatal(err)
		}
	}
	_, err = h.MakeToken(t.Context(), session, Token{Name: "x", Reach: reach, Until: today})
	wants(t, err, "signin.tokens_many")
	h.clock.Set(monday.Add(ConfirmFor + time.Minute))
	_, err = h.MakeToken(t.Context(), session, Token{Name: "x", Reach: reach, Until: today})
	wants(t, err, "signin.confirm_first")
}
