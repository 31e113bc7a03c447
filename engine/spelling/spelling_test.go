// SPDX-License-Identifier: Apache-2.0

package spelling_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"safar/engine/spelling"

	"pgregory.net/rapid"
)

func TestSlipsAreCounted(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"amina", "amina", 0}, {"amina", "amona", 1}, {"amina", "amna", 1}, {"amina", "amiina", 1}, {"amina", "aimna", 1},
		{"kabunda", "kapunta", 2}, {"kabunda", "kbundaa", 2}, {"فاطمه", "فاطنه", 1}, {"ca", "abc", 3}, {"", "ab", 2}, {"mwamba", "zawadi", 4},
	} {
		if got := spelling.Distance(c.a, c.b, 3); got != c.want {
			t.Errorf("between %q and %q lie %d slips, not %d", c.a, c.b, got, c.want)
		}
	}
}

// slowly is the distance by its definition, without bounds or shortcuts.
func slowly(a, b []rune) int {
	switch {
	case len(a) == 0:
		return len(b)
	case len(b) == 0:
		return len(a)
	case a[0] == b[0]:
		return slowly(a[1:], b[1:])
	}
	least := min(slowly(a[1:], b), slowly(a, b[1:]), slowly(a[1:], b[1:]))
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		least = min(least, slowly(a[2:], b[2:]))
	}
	return least + 1
}

func TestTheDistanceIsThatOfItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.StringOfN(rapid.RuneFrom([]rune("abcم")), 0, 7, -1)
		a, b := letters.Draw(t, "a"), letters.Draw(t, "b")
		most := rapid.IntRange(0, 4).Draw(t, "most")
		want := min(slowly([]rune(a), []rune(b)), most+1)
		if got := spelling.Distance(a, b, most); got != want {
			t.Fatalf("between %q and %q lie %d slips (at most %d), not %d", a, b, want, most, got)
		}
	})
}

func TestTheNearestWordComesFirst(t *testing.T) {
	var w spelling.Words
	for _, word := range []string{"kabunda", "kabundi", "kalunga", "amina", "aminata", "mwamba", "bora"} {
		w.Add(word)
		w.Add(word)
	}
	for typed, want := range map[string][]string{
		"amina":   {"amina", "aminata"},   // itself, and who is called longer
		"amena":   {"amina", "aminata"},   // as it sounds, and two letters short of another
		"ami":     {"amina", "aminata"},   // as somebody types
		"kapunta": {"kabunda", "kalunga"}, // two letters wrong
		"kabund":  {"kabunda", "kabundi"}, // who begins so
		"muamba":  {"mwamba"},
		"br":      nil, // too short to be anybody
		"zz":      nil,
	} {
		var got []string
		for _, n := range w.Near(typed, 10) {
			got = append(got, n.Word)
		}
		if !slices.Equal(got, want) {
			t.Errorf("like %q are %v, not %v", typed, got, want)
		}
	}
	if got := w.Near("kabund", 1); len(got) != 1 {
		t.Errorf("of one that was asked for came %d", len(got))
	}
}

func TestAWordWithTwoSlipsIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := []rune(rapid.StringOfN(rapid.RuneFrom([]rune("abdegiklmnoprstuwz")), 5, 12, -1).Draw(t, "word"))
		var w spelling.Words
		w.Add(string(word))
		typed := slices.Clone(word)
		for i := range 2 {
			at := rapid.IntRange(0, len(typed)-1).Draw(t, fmt.Sprint("slip ", i))
			typed[at] = rapid.RuneFrom([]rune("abdegiklm")).Draw(t, fmt.Sprint("letter ", i))
		}
		if found := w.Near(string(typed), 1); len(found) != 1 {
			t.Fatalf("%q is not found as %q", string(word), string(typed))
		}
	})
}

// What is left out before letters are compared is what is too far off anyway.
func TestNearIsWhatTheDistanceSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.StringOfN(rapid.RuneFrom([]rune("abcdegikmwyzمف")), 1, 8, -1)
		var w spelling.Words
		for i := range 20 {
			w.Add(letters.Draw(t, fmt.Sprint("word ", i)))
		}
		typed := letters.Draw(t, "typed")
		most := spelling.Slips(len([]rune(typed)))
		found := map[string]int{}
		for _, n := range w.Near(typed, 100) {
			found[n.Word] = n.Off
		}
		for i := range 20 {
			word := letters.Draw(t, fmt.Sprint("asked ", i))
			off, near := spelling.Compare(typed, word)
			if got, known := found[word]; w.Has(word) && (known != near || known && got != off) {
				t.Fatalf("%q among others is %v off %q (%v), and alone %v (%v)", word, got, typed, known, off, near)
			}
			slips := min(spelling.Distance(typed, word, most), spelling.Distance(spelling.Sounds(typed), spelling.Sounds(word), most))
			begins := len([]rune(typed)) > 1 && strings.HasPrefix(word, typed)
			if want := word == typed || begins || most > 0 && slips <= most; near != want {
				t.Fatalf("%q is near %q: %v, with %d slips of %d", word, typed, near, slips, most)
			}
		}
	})
}

// BenchmarkNear looks for one word among as many as the names of a large operation have.
func BenchmarkNear(b *testing.B) {
	for _, size := range []int{1_000, 20_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 2))
			var w spelling.Words
			for w.Len() < size {
				word := make([]byte, 4+random.IntN(6))
				for i := range word {
					word[i] = "abdegiklmnoprstuwz"[random.IntN(18)]
				}
				w.Add(string(word))
			}
			b.ReportAllocs()
			for b.Loop() {
				w.Near("kabundi", 16)
			}
		})
	}
}
