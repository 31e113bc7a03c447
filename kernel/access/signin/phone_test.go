// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"hash"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// RFC 6238, appendix B: each row of its table, with the secrets that its program uses.
func TestTheVectorsOfRFC6238(t *testing.T) {
	hashes := []func() hash.Hash{sha1.New, sha256.New, sha512.New}
	for _, row := range []struct {
		at    int64
		codes [3]string
	}{
		{59, [3]string{"94287082", "46119246", "90693936"}},
		{1111111109, [3]string{"07081804", "68084774", "25091201"}},
		{1111111111, [3]string{"14050471", "67062674", "99943326"}},
		{1234567890, [3]string{"89005924", "91819424", "93441116"}},
		{2000000000, [3]string{"69279037", "90698825", "38618901"}},
		{20000000000, [3]string{"65353130", "77737706", "47863826"}},
	} {
		for i, size := range []int{20, 32, 64} {
			secret := []byte(strings.Repeat("1234567890", 7)[:size])
			if got := oneTimeCode(hashes[i], secret, counterAt(time.Unix(row.at, 0)), 8); got != row.codes[i] {
				t.Errorf("at %d: %s, want %s", row.at, got, row.codes[i])
			}
		}
	}
}

// RFC 4226, appendix D.
func TestTheVectorsOfRFC4226(t *testing.T) {
	for counter, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		if got := oneTimeCode(sha1.New, []byte("12345678901234567890"), int64(counter), 6); got != want {
			t.Errorf("%d: %s, want %s", counter, got, want)
		}
	}
}

// phone gives Espérance a phone, and returns its secret.
func (h *house) phone(t *testing.T) []byte {
	t.Helper()
	token := h.signIn(t)
	if err := h.OfferPhone(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	secret, err := h.Offered(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if on, _ := h.HasPhone(t.Context(), espe); on {
		t.Error("it counts before a code was typed")
	}
	wantKey(t, h.TakePhone(t.Context(), token, wrongFor(h, secret)), "signin.code_wrong")
	if err := h.TakePhone(t.Context(), token, h.code(secret, 0)); err != nil {
		t.Fatal(err)
	}
	_, err = h.Offered(t.Context(), token)
	wantKey(t, err, "signin.phone_none") // a secret that counts is not shown again
	wantKey(t, h.OfferPhone(t.Context(), token), "signin.phone_on")
	wantKey(t, h.TakePhone(t.Context(), token, "123456"), "signin.phone_none")
	return secret
}

// code is the code of so many periods from now.
func (h *house) code(secret []byte, from int64) string {
	return oneTimeCode(sha1.New, secret, counterAt(h.clock.Now())+from, codeDigits)
}

// wrongFor is a code that none of the present periods has.
func wrongFor(h *house, secret []byte) string {
	for _, wrong := range []string{"000001", "000002", "000003", "000004"} {
		if wrong != h.code(secret, -1) && wrong != h.code(secret, 0) && wrong != h.code(secret, 1) {
			return wrong
		}
	}
	return "x"
}

func TestAPassphraseThenWaitsForACode(t *testing.T) {
	h := newHouse(t)
	before := h.signIn(t)
	secret := h.phone(t)
	if _, err := h.Resume(t.Context(), before); err != nil {
		t.Errorf("who was in stays in: %v", err)
	}
	h.clock.Advance(codePeriod)
	half := h.signIn(t)
	_, err := h.Resume(t.Context(), half)
	wantKey(t, err, "signin.code_needed")
	wantKey(t, h.Confirm(t.Context(), half, phrase), "signin.code_needed")
	_, err = h.Complete(t.Context(), half, wrongFor(h, secret), "")
	wantKey(t, err, "signin.code_wrong")
	for _, far := range []int64{-2, 2} {
		_, err = h.Complete(t.Context(), half, h.code(secret, far), "")
		wantKey(t, err, "signin.code_wrong")
	}
	whole, err := h.Complete(t.Context(), half, h.code(secret, 1), "")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := h.Resume(t.Context(), whole); err != nil || s.User != espe || !h.Fresh(s.Confirmed) {
		t.Errorf("%+v: %v", s, err)
	}
	_, err = h.Resume(t.Context(), half)
	wantKey(t, err, "signin.needed")
	_, err = h.Complete(t.Context(), whole, h.code(secret, 0), "")
	wantKey(t, err, "signin.needed")
}

func TestACodeIsHeardOnce(t *testing.T) {
	h := newHouse(t)
	secret := h.phone(t)
	_, err := h.Complete(t.Context(), h.signIn(t), h.code(secret, 0), "") // it turned the phone on
	wantKey(t, err, "signin.code_wrong")
	h.clock.Advance(codePeriod)
	if _, err := h.Complete(t.Context(), h.signIn(t), h.code(secret, 0), ""); err != nil {
		t.Fatal(err)
	}
	_, err = h.Complete(t.Context(), h.signIn(t), h.code(secret, 0), "")
	wantKey(t, err, "signin.code_wrong")
}

// Whatever the clock does, a code is heard once, only in its own time and half a minute beside it, and no clock keeps anybody out for good.
func TestNoGameWithTheClockHearsACodeTwice(t *testing.T) {
	h := newHouse(t)
	secret := h.phone(t)
	rapid.Check(t, func(rt *rapid.T) {
		ctx, used := context.Background(), map[int64]bool{}
		for range rapid.IntRange(1, 12).Draw(rt, "sign-ins") {
			h.clock.Advance(time.Duration(rapid.IntRange(-4000, 4000).Draw(rt, "seconds")) * time.Second)
			if rapid.IntRange(0, 5).Draw(rt, "years") == 0 {
				h.clock.Advance(time.Duration(rapid.IntRange(-10, 10).Draw(rt, "ahead")) * 365 * 24 * time.Hour)
			}
			half, err := h.Authenticate(ctx, "espérance", phrase, "")
			if err != nil {
				rt.Fatal(err)
			}
			off := rapid.Int64Range(-3, 3).Draw(rt, "off")
			counter := counterAt(h.clock.Now()) + off
			_, err = h.Complete(ctx, half, oneTimeCode(sha1.New, secret, counter, codeDigits), "")
			if err == nil && (used[counter] || off < -codeWindow || off > codeWindow) {
				rt.Fatalf("a code %d periods off was heard (before: %v)", off, used[counter])
			}
			used[counter] = used[counter] || err == nil
		}
		// a period that was never seen before, whatever came earlier
		h.clock.Advance(24 * time.Hour)
		half, err := h.Authenticate(ctx, "espérance", phrase, "")
		if err != nil {
			rt.Fatal(err)
		}
		for _, off := range []int64{-1, 0, 1} {
			if _, err = h.Complete(ctx, half, h.code(secret, off), ""); err == nil {
				return
			}
		}
		rt.Fatalf("the owner with the right codes: %v", err)
	})
}

// A clock whose battery is empty may stand before 1970, where periods are counted below nothing.
func TestACodeIsHeardBeforeTheFirstPeriodToo(t *testing.T) {
	h := newHouse(t)
	secret := h.phone(t)
	h.clock.Advance(-70 * 365 * 24 * time.Hour)
	if _, err := h.Complete(t.Context(), h.signIn(t), h.code(secret, 0), ""); err != nil {
		t.Fatal(err)
	}
}

func TestWrongCodesAreCountedAndThenAPrintedOneHelps(t *testing.T) {
	h := newHouse(t)
	secret := h.phone(t)
	h.clock.Advance(codePeriod)
	for range CodeTries {
		_, err := h.Complete(t.Context(), h.signIn(t), wrongFor(h, secret), "")
		wantKey(t, err, "signin.code_wrong")
		h.clock.Advance(365 * 24 * time.Hour)
	}
	_, err := h.Complete(t.Context(), h.signIn(t), h.code(secret, 0), "")
	wantKey(t, err, "signin.codes_spent")
	token, _, err := h.Recover(t.Context(), "espérance", h.codes[0], "a quite different phrase", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Resume(t.Context(), token); err != nil {
		t.Error(err)
	}
	half, err := h.Authenticate(t.Context(), "espérance", "a quite different phrase", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Complete(t.Context(), half, h.code(secret, 0), ""); err != nil {
		t.Errorf("codes are heard again: %v", err)
	}
}

// Where the clock is wrong by ten years no code fits; the key of a kept device counts in its place, and nothing does without both.
func TestTheKeyOfAKeptDeviceCountsWhereTheClockIsWrong(t *testing.T) {
	h := newHouse(t)
	key := h.keep(t)
	secret := h.phone(t)
	right := h.code(secret, 0)
	h.clock.Advance(-10 * 365 * 24 * time.Hour)
	for name, wrong := range map[string]string{"none": "", "another": strings.Repeat("B", 43)} {
		_, err := h.Complete(t.Context(), h.signIn(t), right, wrong)
		if wantKey(t, err, "signin.code_wrong"); err == nil {
			t.Error(name)
		}
	}
	whole, err := h.Complete(t.Context(), h.signIn(t), "", key)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := h.Resume(t.Context(), whole); err != nil || s.User != espe {
		t.Errorf("%+v: %v", s, err)
	}
	if _, err := h.Unlock(t.Context(), key, pin, ""); err != nil {
		t.Errorf("by PIN: %v", err)
	}
	for range PINTries {
		h.Unlock(t.Context(), key, "777888", "")
	}
	_, err = h.Complete(t.Context(), h.signIn(t), "", key)
	wantKey(t, err, "signin.code_wrong") // a device that is shut vouches for nobody
}

func TestAPhoneCanBeLaidAside(t *testing.T) {
	h := newHouse(t)
	secret := h.phone(t)
	h.clock.Advance(codePeriod)
	half, waits := h.signIn(t), h.signIn(t)
	token, err := h.Complete(t.Context(), half, h.code(secret, 0), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.DropPhone(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Resume(t.Context(), h.signIn(t)); err != nil {
		t.Error(err)
	}
	if _, err := h.Complete(t.Context(), waits, "", ""); err != nil {
		t.Errorf("who was waiting: %v", err)
	}
}

func TestTheBookHoldsNoSecretOfAPhone(t *testing.T) {
	h := newHouse(t)
	secret := h.phone(t)
	err := h.book.Look(t.Context(), func(p Page) error {
		f, _, err := p.Phone(espe)
		if bytes.Contains(f.Sealed, secret) || len(secret) != phoneSecret {
			t.Error("the book holds the secret")
		}
		other := f
		other.User[0]++
		if _, err := h.open(other); err == nil {
			t.Error("a secret opens under the name of another")
		}
		if _, err := NewDoor(h.book, h.hasher, h.clock, [32]byte{8}).open(f); err == nil {
			t.Error("a secret opens with another key")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestASecretIsWrittenAsPhonesReadIt(t *testing.T) {
	secret := []byte("12345678901234567890")
	if got := Letters(secret); got != "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ" {
		t.Error(got)
	}
	if got := KeyURI("espérance m", secret); got != "otpauth://totp/Safar:esp%C3%A9rance%20m?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Safar" {
		t.Error(got)
	}
	if back, err := base32.StdEncoding.DecodeString(strings.ReplaceAll(Letters(secret), " ", "")); err != nil || !bytes.Equal(back, secret) {
		t.Error(err)
	}
}
