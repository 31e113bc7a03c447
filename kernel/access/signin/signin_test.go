// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/store"
	"safar/kernel/store/grammar"
	"safar/kernel/store/pgtest"
)

const phrase = "mango river seven lanterns"

var (
	monday = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	quick  = Cost{Time: 1, KiB: 64, Threads: 1}
	espe   = id.ID{1}
)

type house struct {
	*Door
	clock *clock.Settable
	book  *Stored
	codes []string
}

// engine opens the database that newHouse stands on.
var engine = func(t *testing.T) (store.Store, error) {
	return store.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "safar.db"), store.SQLiteOptions{Synchronous: "OFF"})
}

// newHouse is a door over a real database, with Espérance enrolled.
func newHouse(t *testing.T) *house {
	t.Helper()
	s, err := engine(t)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := store.Apply(t.Context(), s, []store.Schema{Schema}); err != nil {
		t.Fatal(err)
	}
	h := &house{clock: clock.At(monday), book: NewStored(s)}
	h.Door = NewDoor(h.book, NewHasher(quick), h.clock, [32]byte{7})
	if h.codes, err = h.Enrol(t.Context(), espe, " Espérance ", phrase); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestAllOfItHoldsOnPostgreSQLToo(t *testing.T) {
	usual := engine
	t.Cleanup(func() { engine = usual })
	engine = func(t *testing.T) (store.Store, error) {
		return store.OpenPostgres(t.Context(), pgtest.Start(t), store.PostgresOptions{})
	}
	for name, test := range map[string]func(*testing.T){
		"a_right_passphrase": TestARightPassphraseOpensTheDoor, "sessions_end": TestASessionEnds, "recovery": TestARecoveryCodeOpensOnceAndSetsAPassphrase,
		"one_code_many": TestACodeSpentByManyAtOnceIsSpentOnce, "crowd": TestACrowdOfGuessesAtOnceIsCounted,
		"barring": TestBarringEndsWhatIsOpen, "clock_back": TestAfterTheClockWentBackPeopleCanSignInAgain,
		"names": TestANameBelongsToOnePerson, "the_book": TestTheBookHoldsNothingThatOpensTheDoor,
		"a_kept_device": TestAKeptDeviceOpensByItsPIN, "wrong_pins": TestWrongPINsAreCountedWhateverTheClockSays,
		"a_code": TestAPassphraseThenWaitsForACode, "a_code_once": TestACodeIsHeardOnce,
		"joining": TestAPhoneJoinsOnce, "a_kiosk": TestAKioskKnowsOneVisitorAtATime, "codes": TestAPersonalCodeBearsFiveWrongTries,
		"a_token": TestATokenSaysWhoseItIsAndHowFarItGoes, "a_token_ends": TestATokenEnds,
	} {
		t.Run(name, test)
	}
}

func TestStatementsCanBeSpreadByScope(t *testing.T) {
	grammar.Check(t, slices.Concat(Schema.Versions...)...)
	var source []byte
	for _, file := range []string{"stored.go", "keptstored.go", "kioskstored.go", "tokenstored.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source = append(source, text...)
	}
	statements := regexp.MustCompile("(?s)`((?:SELECT|INSERT|DELETE|UPDATE) .*?)`").FindAllStringSubmatch(string(source), -1)
	if len(statements) < 41 {
		t.Errorf("only %d statements were found", len(statements))
	}
	for _, s := range statements {
		grammar.Check(t, s[1])
	}
}

// between is a book that lets something happen after the first time it was written.
type between struct {
	Book
	happens func()
}

func (b *between) Write(ctx context.Context, f func(Page) error) error {
	err := b.Book.Write(ctx, f)
	if happens := b.happens; happens != nil {
		b.happens = nil
		happens()
	}
	return err
}

func TestWhoIsBarredWhileTheirPassphraseIsCheckedStaysOut(t *testing.T) {
	h := newHouse(t)
	for name, happens := range map[string]func() error{
		"barred": func() error { return h.Bar(t.Context(), espe, true) },
		"changed": func() error {
			_, err := h.Enrol(t.Context(), espe, "espérance", "a quite different phrase")
			return err
		},
	} {
		book := &between{h.book, func() {
			if err := happens(); err != nil {
				t.Error(err)
			}
		}}
		_, err := NewDoor(book, NewHasher(quick), h.clock, [32]byte{7}).Authenticate(t.Context(), "espérance", phrase, "")
		if err == nil {
			t.Errorf("%s in between, and the door opened", name)
		} else {
			wantKey(t, err, "signin.wrong")
		}
		if _, err := h.Enrol(t.Context(), espe, "espérance", phrase); err != nil {
			t.Fatal(err)
		}
	}
}

func (h *house) signIn(t *testing.T) string {
	t.Helper()
	token, err := h.Authenticate(t.Context(), "espérance", phrase, "laptop")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	if err == nil || fault.KeyOf(err) != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

func TestARightPassphraseOpensTheDoor(t *testing.T) {
	h := newHouse(t)
	token := h.signIn(t)
	s, err := h.Resume(t.Context(), token)
	if err != nil || s.User != espe || s.Device != "laptop" || !s.Began.Equal(monday) {
		t.Errorf("session %+v: %v", s, err)
	}
	if len(token) != 43 {
		t.Errorf("a token of %d characters does not hold 256 bits", len(token))
	}
	if err := h.Leave(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	_, err = h.Resume(t.Context(), token)
	wantKey(t, err, "signin.needed")
}

func TestNameCaseAndFormDoNotMatterButThePassphraseDoes(t *testing.T) {
	h := newHouse(t)
	if _, err := h.Authenticate(t.Context(), "ESPE\u0301RANCE", phrase, ""); err != nil {
		t.Errorf("the same name, written apart: %v", err)
	}
	for _, wrong := range []string{"", phrase + " ", strings.ToUpper(phrase)} {
		_, err := h.Authenticate(t.Context(), "espérance", wrong, "")
		wantKey(t, err, "signin.wrong")
	}
}

func TestWrongNameWrongPassphraseAndBarredAnswerAlike(t *testing.T) {
	h := newHouse(t)
	_, unknown := h.Authenticate(t.Context(), "nobody", phrase, "")
	_, wrong := h.Authenticate(t.Context(), "espérance", "not this one at all", "")
	if err := h.Bar(t.Context(), espe, true); err != nil {
		t.Fatal(err)
	}
	_, barred := h.Authenticate(t.Context(), "espérance", phrase, "")
	for _, err := range []error{wrong, barred} {
		if err == nil || err.Error() != unknown.Error() {
			t.Errorf("%v, and for an unknown name %v", err, unknown)
		}
	}
	_, _, code := h.Recover(t.Context(), "espérance", h.codes[0], "another good passphrase", "")
	wantKey(t, code, "signin.wrong_code")
}

func TestBarringEndsWhatIsOpen(t *testing.T) {
	h := newHouse(t)
	token := h.signIn(t)
	if err := h.Bar(t.Context(), espe, true); err != nil {
		t.Fatal(err)
	}
	_, err := h.Resume(t.Context(), token)
	wantKey(t, err, "signin.needed")
	wantKey(t, h.Bar(t.Context(), id.ID{7}, true), "signin.no_such_user")
}

func TestASessionEnds(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []time.Duration // between uses
		alive bool
	}{
		{"29 minutes idle", []time.Duration{29 * time.Minute}, true},
		{"30 minutes idle", []time.Duration{30 * time.Minute}, false},
		{"used every 20 minutes for 11 h 40", repeat(20*time.Minute, 35), true},
		{"used every 20 minutes for 12 h", repeat(20*time.Minute, 36), false},
		{"the clock a minute back", []time.Duration{-time.Minute}, true},
		{"the clock a year back", []time.Duration{-365 * 24 * time.Hour}, false},
		{"the clock a year ahead", []time.Duration{365 * 24 * time.Hour}, false},
		{"used, then half an hour back", []time.Duration{10 * time.Minute, -30 * time.Minute}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			token := h.signIn(t)
			var err error
			for _, d := range c.steps {
				h.clock.Advance(d)
				_, err = h.Resume(t.Context(), token)
			}
			if (err == nil) != c.alive {
				t.Errorf("%v", err)
			}
		})
	}
}

func repeat(d time.Duration, n int) []time.Duration {
	all := make([]time.Duration, n)
	for i := range all {
		all[i] = d
	}
	return all
}

// Whatever the clock does, a session that is used for more than its time of true hours is over.
func TestNoGameWithTheClockLengthensASession(t *testing.T) {
	h := newHouse(t)
	rapid.Check(t, func(rt *rapid.T) {
		token, err := h.Authenticate(context.Background(), "espérance", phrase, "")
		if err != nil {
			rt.Fatal(err)
		}
		lived := time.Duration(0)
		for range rapid.IntRange(1, 60).Draw(rt, "uses") {
			step := time.Duration(rapid.IntRange(1, 29).Draw(rt, "minutes")) * time.Minute
			h.clock.Advance(step)
			lived += step
			if rapid.IntRange(0, 3).Draw(rt, "back") == 0 {
				h.clock.Advance(-time.Duration(rapid.IntRange(1, 600).Draw(rt, "seconds")) * time.Second)
			}
			if _, err := h.Resume(context.Background(), token); err == nil && lived >= AbsoluteEnd+60*backlash {
				rt.Fatalf("a session of %s of true time is still open", lived)
			} else if err != nil {
				return
			}
		}
	})
}

func TestAfterTheClockWentBackPeopleCanSignInAgain(t *testing.T) {
	h := newHouse(t)
	old := h.signIn(t)
	h.clock.Advance(-365 * 24 * time.Hour)
	fresh := h.signIn(t)
	if _, err := h.Resume(t.Context(), fresh); err != nil {
		t.Errorf("the new session: %v", err)
	}
	_, err := h.Resume(t.Context(), old)
	wantKey(t, err, "signin.needed")
}

func TestGuessingCostsTime(t *testing.T) {
	h := newHouse(t)
	guess := func() error {
		_, err := h.Authenticate(t.Context(), "espérance", "a wrong passphrase", "phone")
		return err
	}
	for range AccountLimit.Free + 1 {
		wantKey(t, guess(), "signin.wrong")
	}
	wantKey(t, guess(), "signin.wait")
	_, err := h.Authenticate(t.Context(), "espérance", phrase, "laptop")
	wantKey(t, err, "signin.wait")
	h.clock.Advance(time.Minute)
	if _, err := h.Authenticate(t.Context(), "espérance", phrase, "laptop"); err != nil {
		t.Errorf("her owner, a minute later: %v", err)
	}
	wantKey(t, guess(), "signin.wrong") // the right answer has cleared the account
}

func TestAThrottleWaitsLongerEachTimeAndNeverTooLong(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		now, last := monday, time.Duration(0)
		var kept Throttle
		for range rapid.IntRange(1, 60).Draw(rt, "guesses") {
			kept = kept.Fail(now)
			wait, _ := DeviceLimit.Wait(kept, now)
			if wait < last || wait > DeviceLimit.Most {
				rt.Fatalf("after %d wrong answers %s, before that %s", kept.Wrong, wait, last)
			}
			last = wait
			jump := time.Duration(rapid.IntRange(-1e6, 1e6).Draw(rt, "seconds")) * time.Second
			if wait, _ := DeviceLimit.Wait(kept, now.Add(jump)); wait > DeviceLimit.Most {
				rt.Fatalf("with the clock moved by %s the wait is %s", jump, wait)
			}
			now = now.Add(wait)
		}
	})
}

func TestACrowdOfGuessesAtOnceIsCounted(t *testing.T) {
	h := newHouse(t)
	var crowd sync.WaitGroup
	var mu sync.Mutex
	heard := 0
	for range 40 {
		crowd.Go(func() {
			_, err := h.Authenticate(t.Context(), "espérance", "a wrong passphrase", "")
			mu.Lock()
			defer mu.Unlock()
			if fault.KeyOf(err) == "signin.wrong" {
				heard++
			}
		})
	}
	crowd.Wait()
	if heard != AccountLimit.Free+1 {
		t.Errorf("%d guesses were heard, want %d", heard, AccountLimit.Free+1)
	}
}

func TestARecoveryCodeOpensOnceAndSetsAPassphrase(t *testing.T) {
	h := newHouse(t)
	before := h.signIn(t)
	typed := strings.ToUpper(strings.ReplaceAll(h.codes[3], "-", " "))
	typed = strings.NewReplacer("0", "O", "1", "l").Replace(typed)
	token, left, err := h.Recover(t.Context(), "espérance", typed, "a quite different phrase", "kiosk")
	if err != nil || left != RecoveryCodes-1 {
		t.Fatalf("%d left: %v", left, err)
	}
	if _, err := h.Resume(t.Context(), token); err != nil {
		t.Error(err)
	}
	_, err = h.Resume(t.Context(), before)
	wantKey(t, err, "signin.needed")
	_, _, err = h.Recover(t.Context(), "espérance", typed, "a third good phrase", "kiosk")
	wantKey(t, err, "signin.wrong_code")
	_, err = h.Authenticate(t.Context(), "espérance", phrase, "")
	wantKey(t, err, "signin.wrong")
	if _, err := h.Authenticate(t.Context(), "espérance", "a quite different phrase", ""); err != nil {
		t.Error(err)
	}
}

func TestACodeSpentByManyAtOnceIsSpentOnce(t *testing.T) {
	h := newHouse(t)
	var crowd sync.WaitGroup
	opened := make(chan string, 5)
	for range 5 {
		crowd.Go(func() {
			if token, _, err := h.Recover(t.Context(), "espérance", h.codes[0], "a quite different phrase", ""); err == nil {
				opened <- token
			}
		})
	}
	crowd.Wait()
	if len(opened) != 1 {
		t.Errorf("one code opened the door %d times", len(opened))
	}
}

func TestCodesAreLongAndNewOnesReplaceTheOld(t *testing.T) {
	h := newHouse(t)
	seen := map[string]bool{}
	for _, code := range h.codes {
		if plain := strings.ReplaceAll(code, "-", ""); len(plain) != 20 || len(code) != 23 || seen[code] {
			t.Errorf("code %q", code)
		}
		seen[code] = true
	}
	fresh, err := h.NewCodes(t.Context(), espe)
	if err != nil || len(fresh) != RecoveryCodes {
		t.Fatal(err)
	}
	_, _, err = h.Recover(t.Context(), "espérance", h.codes[0], "a quite different phrase", "")
	wantKey(t, err, "signin.wrong_code")
}

func TestTypingThePassphraseAgain(t *testing.T) {
	h := newHouse(t)
	token := h.signIn(t)
	h.clock.Advance(ConfirmFor)
	s, _ := h.Resume(t.Context(), token)
	if s.ConfirmedAt(h.clock.Now()) {
		t.Error("ten minutes old still counts")
	}
	wantKey(t, h.Confirm(t.Context(), token, "a wrong passphrase"), "signin.wrong")
	if err := h.Confirm(t.Context(), token, phrase); err != nil {
		t.Fatal(err)
	}
	if s, _ = h.Resume(t.Context(), token); !s.ConfirmedAt(h.clock.Now()) {
		t.Error("fresh does not count")
	}
	if s.ConfirmedAt(h.clock.Now().Add(-time.Hour)) {
		t.Error("a confirmation from the future counts")
	}
}

func TestChangingThePassphraseEndsOtherSessions(t *testing.T) {
	h := newHouse(t)
	here, there := h.signIn(t), h.signIn(t)
	wantKey(t, h.ChangePassphrase(t.Context(), here, phrase, "short"), "signin.passphrase_short")
	wantKey(t, h.ChangePassphrase(t.Context(), here, "a wrong passphrase", "a quite different phrase"), "signin.wrong")
	if err := h.ChangePassphrase(t.Context(), here, phrase, "a quite different phrase"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Resume(t.Context(), here); err != nil {
		t.Error(err)
	}
	_, err := h.Resume(t.Context(), there)
	wantKey(t, err, "signin.needed")
}

func TestWeakPassphrasesAreRefused(t *testing.T) {
	for _, weak := range []string{"password1234", "Password Password", "qwertyuiop123", "aaaaaaaaaaaaaaaa", "abababababab", "esperance.m 2026",
		"motdepasse2026", "1234567890123", "P@ssw0rd2026!", "correct horse battery staple", "safar safar safar"} {
		wantKey(t, CheckPassphrase("esperance.m", weak), "signin.passphrase_common")
	}
	wantKey(t, CheckPassphrase("e", "elevenchars"), "signin.passphrase_short")
	wantKey(t, CheckPassphrase("e", strings.Repeat("long ", 300)), "signin.passphrase_long")
	for _, good := range []string{phrase, "njia ndefu ya mlima", "مانجو نهر سبعة فوانيس", "ÿ9$kq!vTz0pL"} {
		if err := CheckPassphrase("esperance.m", good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}

func TestAHashCarriesItsCost(t *testing.T) {
	h := NewHasher(quick)
	kept, err := h.Hash(t.Context(), phrase)
	if err != nil || !strings.HasPrefix(kept, "$argon2id$v=19$m=64,t=1,p=1$") || strings.Contains(kept, phrase) {
		t.Fatalf("%q: %v", kept, err)
	}
	if again, _ := h.Hash(t.Context(), phrase); again == kept {
		t.Error("two hashes have the same salt")
	}
	dearer := NewHasher(Cost{Time: 2, KiB: 64, Threads: 1})
	if right, stale, err := dearer.Verify(t.Context(), kept, phrase); !right || !stale || err != nil {
		t.Errorf("right %v, stale %v: %v", right, stale, err)
	}
	if right, _, _ := h.Verify(t.Context(), "", phrase); right {
		t.Error("nobody's hash fits")
	}
	for _, bad := range []string{"x", "$argon2id$v=19$m=4000000000,t=1,p=1$AAAAAAAAAAAA$AAAA", strings.Replace(kept, "m=64", "m=6x", 1),
		strings.Replace(kept, "argon2id", "argon2i", 1), kept[:len(kept)-4]} {
		_, _, err := h.Verify(t.Context(), bad, phrase)
		wantKey(t, err, "signin.damaged")
	}
}

func TestOneHashAtATimeAndNobodyWaitsForEver(t *testing.T) {
	h := NewHasher(quick)
	if err := h.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := h.Hash(ctx, phrase)
	wantKey(t, err, "signin.busy")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the cause is lost: %v", err)
	}
	h.leave()
	if _, err := h.Hash(t.Context(), phrase); err != nil {
		t.Error(err)
	}
}

func TestANameBelongsToOnePerson(t *testing.T) {
	h := newHouse(t)
	_, err := h.Enrol(t.Context(), id.ID{2}, "ESPÉRANCE", "another good passphrase")
	wantKey(t, err, "signin.name_taken")
	_, err = h.Enrol(t.Context(), id.ID{2}, "  ", "another good passphrase")
	wantKey(t, err, "signin.name_missing")
	if _, err := h.Enrol(t.Context(), espe, "espérance", "another good passphrase"); err != nil {
		t.Errorf("enrolling again: %v", err)
	}
}

func TestTheBookHoldsNothingThatOpensTheDoor(t *testing.T) {
	h := newHouse(t)
	token := h.signIn(t)
	err := h.book.Look(t.Context(), func(p Page) error {
		c, _, err := p.Credential("espérance")
		text := c.Hash
		for _, d := range c.Recovery {
			text += string(d[:])
		}
		for _, secret := range append(h.codes, phrase, token) {
			if strings.Contains(text, secret) {
				t.Errorf("the book holds %q", secret)
			}
		}
		if len(c.Recovery) != RecoveryCodes {
			t.Errorf("%d codes are kept", len(c.Recovery))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func BenchmarkOfficeCost(b *testing.B) {
	h := NewHasher(OfficeCost)
	for b.Loop() {
		if _, err := h.Hash(b.Context(), phrase); err != nil {
			b.Fatal(err)
		}
	}
}
