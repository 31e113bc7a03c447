// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"strings"
	"testing"
	"time"

	"safar/kernel/fault"
	"safar/kernel/id"
)

var (
	caseload, home     = id.ID{3}, id.ID{4}
	neema, jean, orphe = id.ID{5}, id.ID{6}, id.ID{7}
)

// kiosk opens a kiosk until the evening.
func (h *house) kiosk(t *testing.T) string {
	t.Helper()
	token, err := h.OpenKiosk(t.Context(), h.signIn(t), "", caseload, "the yard", h.clock.Now().Add(8*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestAKioskKnowsOneVisitorAtATime(t *testing.T) {
	h := newHouse(t)
	session := h.signIn(t)
	kiosk, err := h.OpenKiosk(t.Context(), session, "", caseload, "the yard", monday.Add(8*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Resume(t.Context(), session); fault.KeyOf(err) != "signin.needed" {
		t.Errorf("the session of who opened it goes on: %v", err)
	}
	first, err := h.Visit(t.Context(), kiosk, home, neema)
	if err != nil {
		t.Fatal(err)
	}
	if k, there, err := h.Kiosk(t.Context(), kiosk, first); err != nil || !there || k.Person != neema || k.User != espe || k.Caseload != caseload {
		t.Errorf("who stands there is not known: %+v, %v, %v", k, there, err)
	}
	second, err := h.Visit(t.Context(), kiosk, home, jean)
	if err != nil {
		t.Fatal(err)
	}
	if _, there, _ := h.Kiosk(t.Context(), kiosk, first); there {
		t.Error("the visit of who stood there before opens the account of the next")
	}
	h.clock.Set(h.clock.Now().Add(KioskQuiet - time.Second))
	if _, there, _ := h.Kiosk(t.Context(), kiosk, second); !there {
		t.Error("somebody who reads is sent away")
	}
	h.clock.Set(h.clock.Now().Add(KioskQuiet))
	if _, there, err := h.Kiosk(t.Context(), kiosk, second); there || err != nil {
		t.Errorf("it still knows who left it alone: %v, %v", there, err)
	}
}

func TestAKioskEnds(t *testing.T) {
	for name, end := range map[string]func(*house, string) error{
		"at its hour": func(h *house, _ string) error { h.clock.Set(monday.Add(9 * time.Hour)); return nil },
		"by the office": func(h *house, _ string) error {
			k, err := h.Kiosks(t.Context(), caseload)
			return orElse(err, h.EndKiosk(t.Context(), caseload, k[0].ID()))
		},
		"at the browser":    func(h *house, kiosk string) error { return h.CloseKiosk(t.Context(), kiosk, phrase) },
		"with who opened":   func(h *house, _ string) error { return h.Bar(t.Context(), espe, true) },
		"by a clock undone": func(h *house, _ string) error { h.clock.Set(monday.Add(-time.Hour)); return nil },
	} {
		h := newHouse(t)
		kiosk := h.kiosk(t)
		if _, _, err := h.Kiosk(t.Context(), kiosk, ""); err != nil {
			t.Fatal(err)
		}
		if err := end(h, kiosk); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, _, err := h.Kiosk(t.Context(), kiosk, ""); fault.KeyOf(err) != "signin.kiosk_ended" {
			t.Errorf("%s: it stands open: %v", name, err)
		}
	}
	h := newHouse(t)
	kiosk := h.kiosk(t)
	if err := h.CloseKiosk(t.Context(), kiosk, "mango river seven lamps"); fault.KeyOf(err) != "signin.wrong" {
		t.Errorf("anybody closes it: %v", err)
	}
	if err := h.EndKiosk(t.Context(), id.ID{99}, mustKiosk(t, h).ID()); err == nil {
		t.Error("another caseload ends it")
	}
	for _, until := range []time.Time{monday, monday.Add(KioskLongest + time.Minute)} {
		if _, err := h.OpenKiosk(t.Context(), h.signIn(t), "", caseload, "x", until); fault.KeyOf(err) != "signin.kiosk_until" {
			t.Errorf("it may stand open until %s: %v", until, err)
		}
	}
}

func mustKiosk(t *testing.T, h *house) Kiosk {
	t.Helper()
	all, err := h.Kiosks(t.Context(), caseload)
	if err != nil || len(all) == 0 {
		t.Fatal("no kiosk", err)
	}
	return all[0]
}

func TestAPersonalCodeBearsFiveWrongTries(t *testing.T) {
	h := newHouse(t)
	code, err := h.PersonalCode(t.Context(), id.ID{1}, neema, nil)
	if err != nil || len(code.Code) != personalDigits || CodePlace(code.Code) != code.Place {
		t.Fatalf("%+v, %v", code, err)
	}
	if again, _ := h.PersonalCode(t.Context(), id.ID{1}, neema, nil); again != code {
		t.Error("a form that is sent twice gives two codes")
	}
	if other, _ := h.PersonalCode(t.Context(), id.ID{1}, neema, []string{code.Place}); other.Place == code.Place {
		t.Error("two of a household have one place")
	}
	try := func(typed string, want bool) {
		t.Helper()
		if right, err := h.TryCode(t.Context(), code.Hash, neema, typed); err != nil || right != want {
			t.Errorf("%s: %v, %v", typed, right, err)
		}
	}
	try(code.Code, true)
	try(code.Code[:3]+" "+code.Code[3:], true)
	if right, _ := h.TryCode(t.Context(), code.Hash, jean, code.Code); right {
		t.Error("the code of one opens for another")
	}
	h.TryCode(t.Context(), code.Hash, neema, code.Code)
	wrong := code.Place + "0000"
	for range PINTries {
		try(wrong, false)
		h.clock.Set(h.clock.Now().Add(1000 * time.Hour))
	}
	try(code.Code, false)
	if right, err := h.TryCode(t.Context(), "", orphe, code.Code); right || err != nil {
		t.Errorf("a code of nobody opens: %v, %v", right, err)
	}
	if strings.Contains(code.Hash, code.Code) || CodePlace("12345") != "" || CodePlace("١٢٣٤٥٦") != "12" {
		t.Error("codes are read wrongly")
	}
}
