// SPDX-License-Identifier: Apache-2.0

package letter_test

import (
	"bytes"
	"crypto/rand"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"safar/kernel/fault"
	"safar/kernel/keys"
	"safar/kernel/letter"
)

func newKey(t testing.TB) *letter.Key {
	t.Helper()
	k, err := letter.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func seal(t testing.TB, content []byte, to ...*letter.Key) letter.Letter {
	t.Helper()
	publics := make([]letter.Public, len(to))
	for i, k := range to {
		publics[i] = k.Public()
	}
	l, err := letter.Seal(content, publics...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestALetterIsOpenedByThoseItIsForAndByNobodyElse(t *testing.T) {
	all := make([]*letter.Key, letter.Wraps+2)
	for i := range all {
		all[i] = newKey(t)
	}
	rapid.Check(t, func(r *rapid.T) {
		to := all[:rapid.IntRange(0, letter.Wraps).Draw(r, "people")]
		content := make([]byte, rapid.IntRange(0, letter.Most).Draw(r, "bytes"))
		rand.Read(content)
		l := seal(t, content, to...)
		if len(l) != letter.Size {
			r.Fatalf("a letter of %d bytes", len(l))
		}
		for _, k := range all {
			switch got := k.Open(l); {
			case !slices.Contains(to, k) && got != nil:
				r.Fatal("somebody else opened it")
			case slices.Contains(to, k) && (got == nil || !bytes.Equal(got, content)):
				r.Fatalf("one of those it is for read %d of %d bytes", len(got), len(content))
			}
		}
	})
}

func TestWhatWasTamperedWithIsNotOpened(t *testing.T) {
	k := newKey(t)
	l := seal(t, []byte("The driver asks for money."), k)
	for at := 0; at < len(l); at += 97 {
		damaged := slices.Clone(l)
		damaged[at] ^= 1
		if got := k.Open(damaged); got != nil {
			t.Fatalf("with byte %d changed it was opened: %q", at, got)
		}
	}
	for _, of := range []letter.Letter{nil, l[:len(l)-1], append(slices.Clone(l), 0)} {
		if got := k.Open(of); got != nil {
			t.Fatalf("%d bytes were opened", len(of))
		}
	}
}

// Whoever has no key sees as many places, all of one length, in letters for nobody and for many; and no place twice, also of one reader.
func TestLettersLookAlike(t *testing.T) {
	k := newKey(t)
	seen := map[string]bool{}
	empty, err := letter.Empty()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []letter.Letter{empty, seal(t, nil, k), seal(t, bytes.Repeat([]byte{1}, letter.Most), k), seal(t, []byte("no"), k, k, k)} {
		if len(l) != letter.Size {
			t.Errorf("a letter of %d bytes", len(l))
		}
		for at := 0; at+80 <= letter.Wraps*80; at += 80 {
			if share := string(l[at : at+32]); seen[share] {
				t.Error("a place that is known from before")
			} else {
				seen[share] = true
			}
		}
	}
}

func TestMoreThanALetterHoldsIsRefused(t *testing.T) {
	k := newKey(t)
	for _, c := range []struct {
		bytes, people int
	}{{letter.Most + 1, 1}, {1, letter.Wraps + 1}} {
		if _, err := letter.Seal(make([]byte, c.bytes), slices.Repeat([]letter.Public{k.Public()}, c.people)...); fault.KeyOf(err) != "letter.too_long" {
			t.Errorf("%d bytes for %d people: %v", c.bytes, c.people, err)
		}
	}
	if _, err := letter.Seal(nil, letter.Public("no key")); fault.KeyOf(err) != "letter.damaged_key" {
		t.Errorf("sealed to what is no key: %v", err)
	}
}

func TestAKeyIsLockedWithAPassphrase(t *testing.T) {
	k := newKey(t)
	locked := k.Lock("maji ya asubuhi yanapita", keys.MadeUp)
	again, err := letter.Unlock(locked, "maji ya asubuhi yanapita")
	if err != nil || !bytes.Equal(again.Public(), k.Public()) {
		t.Fatalf("unlocked to another key: %v", err)
	}
	if got := again.Open(seal(t, []byte("read"), k)); string(got) != "read" {
		t.Errorf("read %q", got)
	}
	if _, err := letter.Unlock(locked, "maji ya asubuhi yanapitA"); fault.KeyOf(err) != "letter.wrong_passphrase" {
		t.Errorf("with another passphrase: %v", err)
	}
	for _, damaged := range []letter.Locked{nil, locked[1:], append(slices.Clone(locked[:16]), bytes.Repeat([]byte{255}, len(locked)-16)...)} {
		if _, err := letter.Unlock(damaged, "maji ya asubuhi yanapita"); fault.KeyOf(err) != "letter.damaged_key" {
			t.Errorf("of %d damaged bytes: %v", len(damaged), err)
		}
	}
}

func TestAKeyIsWholeWithBothOfItsHalvesAlone(t *testing.T) {
	glass, one, other := newKey(t), newKey(t), newKey(t)
	first, second := glass.Halve()
	forOne, err := first.To(one.Public())
	if err != nil {
		t.Fatal(err)
	}
	forOther, err := second.To(other.Public())
	if err != nil {
		t.Fatal(err)
	}
	if one.Half(forOther) != nil || other.Half(forOne) != nil {
		t.Error("one holder opened the other's half")
	}
	whole, err := letter.Join(one.Half(forOne), other.Half(forOther), glass.Public())
	if err != nil {
		t.Fatal(err)
	}
	if got := whole.Open(seal(t, []byte("read"), glass)); string(got) != "read" {
		t.Errorf("read %q", got)
	}
	for name, halves := range map[string][2]letter.Share{"one twice": {first, first}, "one alone": {first, nil}, "none": {}} {
		if _, err := letter.Join(halves[0], halves[1], glass.Public()); fault.KeyOf(err) != "letter.damaged_key" {
			t.Errorf("%s made a key whole: %v", name, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	k := newKey(f)
	f.Add([]byte(seal(f, []byte("words"), k)))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, l []byte) { k.Open(l) })
}

func BenchmarkOpenOfOthers(b *testing.B) {
	k, l := newKey(b), seal(b, []byte("words"), newKey(b))
	for b.Loop() {
		k.Open(l)
	}
}
