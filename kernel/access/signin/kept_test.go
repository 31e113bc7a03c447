// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"safar/kernel/id"
)

const pin = "480317"

// keep keeps a device of Espérance's, and returns its key.
func (h *house) keep(t *testing.T) string {
	t.Helper()
	key, err := h.Keep(t.Context(), h.signIn(t), "", "  the  laptop in Kalemie ", pin)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestAKeptDeviceOpensByItsPIN(t *testing.T) {
	h := newHouse(t)
	key := h.keep(t)
	known, err := h.Recognise(t.Context(), key)
	if err != nil || known != (Known{Name: "espérance", Left: PINTries}) {
		t.Errorf("%+v: %v", known, err)
	}
	for _, typed := range []string{pin, " 480 317", "٤٨٠٣١٧", "۴۸۰-۳۱۷"} {
		token, err := h.Unlock(t.Context(), key, typed, "")
		if err != nil {
			t.Fatalf("%q: %v", typed, err)
		}
		s, err := h.Resume(t.Context(), token)
		if err != nil || s.User != espe || s.How != ByPIN || h.Fresh(s.Confirmed) {
			t.Errorf("%+v: %v", s, err)
		}
	}
	all, err := h.Devices(t.Context(), espe)
	if err != nil || len(all) != 1 || all[0].Name != "the laptop in Kalemie" || all[0].PIN != "" {
		t.Errorf("%+v: %v", all, err)
	}
}

func TestAPINOpensNothingWithoutItsKeyAndNoOtherDevice(t *testing.T) {
	h := newHouse(t)
	key, other := h.keep(t), ""
	for _, wrong := range []string{"", "x", strings.Repeat("A", 43), key[:42] + "_"} {
		if wrong == key {
			continue
		}
		_, err := h.Unlock(t.Context(), wrong, pin, "")
		wantKey(t, err, "signin.device_ended")
		_, err = h.Recognise(t.Context(), wrong)
		wantKey(t, err, "signin.device_ended")
	}
	other, err := h.Keep(t.Context(), h.signIn(t), "", "phone", "950268")
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Unlock(t.Context(), other, pin, "")
	wantKey(t, err, "signin.pin_wrong")
}

func TestWhoHasNotTypedThePassphraseLatelyKeepsNoDeviceAndSetsNoPhone(t *testing.T) {
	h := newHouse(t)
	key, first := h.keep(t), h.signIn(t)
	byPIN, err := h.Unlock(t.Context(), key, pin, "")
	if err != nil {
		t.Fatal(err)
	}
	h.clock.Advance(ConfirmFor)
	for name, token := range map[string]string{"by PIN": byPIN, "long ago": first} {
		t.Run(name, func(t *testing.T) {
			_, err := h.Keep(t.Context(), token, "", "another", pin)
			wantKey(t, err, "signin.confirm_first")
			wantKey(t, h.OfferPhone(t.Context(), token), "signin.confirm_first")
			_, err = h.Offered(t.Context(), token)
			wantKey(t, err, "signin.confirm_first")
			wantKey(t, h.TakePhone(t.Context(), token, "123456"), "signin.confirm_first")
			wantKey(t, h.DropPhone(t.Context(), token), "signin.confirm_first")
		})
	}
}

func TestWrongPINsAreCountedWhateverTheClockSays(t *testing.T) {
	h := newHouse(t)
	key := h.keep(t)
	for left := PINTries - 1; left >= 0; left-- {
		h.clock.Advance(10 * 365 * 24 * time.Hour)
		_, err := h.Unlock(t.Context(), key, "111222", "")
		if left > 0 {
			wantKey(t, err, "signin.pin_wrong")
		} else {
			wantKey(t, err, "signin.pin_spent")
		}
	}
	_, err := h.Unlock(t.Context(), key, pin, "")
	wantKey(t, err, "signin.pin_spent")
	if all, err := h.Devices(t.Context(), espe); err != nil || !all[0].Shut() {
		t.Errorf("%+v: %v", all, err)
	}
	if known, err := h.Recognise(t.Context(), key); err != nil || known.Left != 0 {
		t.Errorf("%+v: %v", known, err)
	}
	token, err := h.Authenticate(t.Context(), "espérance", phrase, "")
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.Keep(t.Context(), token, key, "the same laptop", pin)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Unlock(t.Context(), again, pin, ""); err != nil {
		t.Error(err)
	}
	if all, _ := h.Devices(t.Context(), espe); len(all) != 1 {
		t.Errorf("the device stands %d times", len(all))
	}
}

// lossy is a book of a machine whose power goes while it is written, or right after: nothing was kept, or nobody heard that it was.
type lossy struct {
	Book
	before, after bool
}

var errPower = errors.New("the power went")

func (b *lossy) Write(ctx context.Context, f func(Page) error) error {
	if b.before {
		return errPower
	}
	err := b.Book.Write(ctx, f)
	if b.after && err == nil {
		err = errPower
	}
	return err
}

// Whatever is tried, in whatever order, with whatever clock, power cuts and restarts: between two right PINs no more than PINTries wrong ones are judged,
// and a device that is shut opens nothing.
func TestNeverMoreThanSoManyTriesAtAPIN(t *testing.T) {
	h := newHouse(t)
	rapid.Check(t, func(rt *rapid.T) {
		t.Helper()
		ctx, book := context.Background(), &lossy{Book: h.book}
		door := func() *Door { return NewDoor(book, NewHasher(quick), h.clock, [32]byte{7}) }
		d := door()
		if err := h.LetAllGo(ctx, espe); err != nil {
			rt.Fatal(err)
		}
		h.clock.Advance(24 * time.Hour)
		token, err := h.Authenticate(ctx, "espérance", phrase, "")
		if err != nil {
			rt.Fatal(err)
		}
		key, err := h.Keep(ctx, token, "", "laptop", pin)
		if err != nil {
			rt.Fatal(err)
		}
		judged, shut := 0, false
		for i := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			book.before, book.after = false, false
			switch rapid.SampledFrom([]string{"wrong", "wrong", "wrong", "right", "clock", "restart", "cut before", "cut after", "crowd"}).Draw(rt, "step") {
			case "clock":
				h.clock.Advance(time.Duration(rapid.IntRange(-90000, 90000).Draw(rt, "hours")) * time.Hour)
			case "restart":
				d = door()
			case "cut before":
				book.before = true
				if _, err := d.Unlock(ctx, key, pin, ""); err == nil {
					rt.Fatal("opened without a book")
				}
			case "cut after":
				book.after = true
				if _, err := d.Unlock(ctx, key, fmt.Sprint(900000+i), ""); err == nil {
					rt.Fatal("a wrong PIN opened")
				}
				judged++
			case "crowd":
				var crowd sync.WaitGroup
				heard := make(chan bool, 12)
				for n := range 12 {
					crowd.Go(func() {
						_, err := d.Unlock(ctx, key, fmt.Sprint(800000+n), "")
						heard <- err != nil && strings.Contains(err.Error(), "pin_wrong")
					})
				}
				crowd.Wait()
				judged, shut = PINTries, true
				wrong := 0
				for range 12 {
					if <-heard {
						wrong++
					}
				}
				if wrong >= PINTries {
					rt.Fatalf("%d of a crowd were told that they may go on", wrong)
				}
			case "wrong":
				if _, err := d.Unlock(ctx, key, fmt.Sprint(700000+i), ""); err == nil {
					rt.Fatal("a wrong PIN opened")
				}
				judged++
			case "right":
				_, err := d.Unlock(ctx, key, pin, "")
				if opens := err == nil; opens == (shut || judged >= PINTries) {
					rt.Fatalf("after %d wrong tries: %v", judged, err)
				}
				if err == nil {
					judged = 0
				}
			}
			shut = shut || judged >= PINTries
		}
	})
}

func TestWhatEndsAKeptDevice(t *testing.T) {
	for name, ends := range map[string]func(*house, string) error{
		"barred":   func(h *house, _ string) error { return h.Bar(context.Background(), espe, true) },
		"all gone": func(h *house, _ string) error { return h.LetAllGo(context.Background(), espe) },
		"this one": func(h *house, _ string) error {
			all, err := h.Devices(context.Background(), espe)
			if err != nil {
				return err
			}
			return h.LetGo(context.Background(), espe, all[0].ID())
		},
		"a new passphrase": func(h *house, token string) error {
			return h.ChangePassphrase(context.Background(), token, phrase, "a quite different phrase")
		},
		"a printed code": func(h *house, _ string) error {
			_, _, err := h.Recover(context.Background(), "espérance", h.codes[0], "a quite different phrase", "")
			return err
		},
		"enrolled again": func(h *house, _ string) error {
			_, err := h.Enrol(context.Background(), espe, "espérance", phrase)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			key, token := h.keep(t), h.signIn(t)
			if err := ends(h, token); err != nil {
				t.Fatal(err)
			}
			_, err := h.Unlock(t.Context(), key, pin, "")
			wantKey(t, err, "signin.device_ended")
			if all, _ := h.Devices(t.Context(), espe); len(all) > 0 {
				t.Errorf("%+v", all)
			}
		})
	}
}

func TestNobodyTakesTheDeviceOfAnother(t *testing.T) {
	h := newHouse(t)
	key := h.keep(t)
	all, _ := h.Devices(t.Context(), espe)
	wantKey(t, h.LetGo(t.Context(), id.ID{2}, all[0].ID()), "signin.device_ended")
	if _, err := h.Unlock(t.Context(), key, pin, ""); err != nil {
		t.Error(err)
	}
}

func TestOnlySoManyDevicesAreKept(t *testing.T) {
	h := newHouse(t)
	for range MostDevices {
		h.keep(t)
	}
	_, err := h.Keep(t.Context(), h.signIn(t), "", "one more", pin)
	wantKey(t, err, "signin.devices_many")
	_, err = h.Keep(t.Context(), h.signIn(t), "", " ", pin)
	wantKey(t, err, "signin.device_name")
	_, err = h.Keep(t.Context(), h.signIn(t), "", strings.Repeat("é", longestDeviceName+1), pin)
	wantKey(t, err, "signin.device_name")
}

func TestPINsThatEverybodyTakesAreRefused(t *testing.T) {
	for _, bad := range []string{"123456", "654321", "000000", "121212", "123123", "890123", "1231231", "1111111"} {
		wantKey(t, CheckPIN(bad), "signin.pin_common")
	}
	for _, bad := range []string{"", "12345", "1234567890123", "48031a", "four80317"} {
		wantKey(t, CheckPIN(bad), "signin.pin_short")
	}
	for _, good := range []string{pin, "480-317", "٤٨٠٣١٧", "112358"} {
		if err := CheckPIN(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}

func TestTheBookLetsNobodyTryPINs(t *testing.T) {
	h := newHouse(t)
	key := h.keep(t)
	err := h.book.Look(t.Context(), func(p Page) error {
		kept, _, err := p.Device(digestOf(key))
		if right, _, _ := h.hasher.Verify(t.Context(), kept.PIN, pin); right {
			t.Error("the hash in the book is of the PIN alone")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func FuzzPIN(f *testing.F) {
	for _, seed := range []string{pin, "٤٨٠٣١٧", "\xff", "１２３", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, r := range digits(typed) {
			if r < '0' || r > '9' {
				t.Fatalf("%q holds %q", typed, r)
			}
		}
		if CheckPIN(typed) == nil && (len(digits(typed)) < ShortestPIN || len(digits(typed)) > LongestPIN) {
			t.Fatalf("%q may be chosen", typed)
		}
	})
}

// Somebody who is barred keeps a device in the same second: it opens nothing all the same.
func TestABarredPersonsDeviceOpensNothing(t *testing.T) {
	h := newHouse(t)
	key := h.keep(t)
	var was Device
	err := h.book.Look(t.Context(), func(p Page) (err error) { was, _, err = p.Device(digestOf(key)); return err })
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Bar(t.Context(), espe, true); err != nil {
		t.Fatal(err)
	}
	if err := h.book.Write(t.Context(), func(p Page) error { return p.PutDevice(was) }); err != nil {
		t.Fatal(err)
	}
	_, err = h.Unlock(t.Context(), key, pin, "")
	wantKey(t, err, "signin.device_ended")
	_, err = h.Recognise(t.Context(), key)
	wantKey(t, err, "signin.device_ended")
}
