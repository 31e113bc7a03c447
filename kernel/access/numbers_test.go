// SPDX-License-Identifier: Apache-2.0

package access

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"safar/kernel/id"
)

func TestSmallNumbersAreWithheldAndHidden(t *testing.T) {
	for _, c := range []struct{ stands, shown []int }{
		{[]int{12, 7, 5}, []int{12, 7, 5}},
		{[]int{12, 4, 7}, []int{12}},     // 4 alone could be told from the total
		{[]int{12, 1, 2, 30}, []int{30}}, // 1 and 2 together are still three households
		{[]int{12, 4, 3, 30}, []int{12, 30}},
		{[]int{4}, nil},
		{[]int{3, 12}, nil},
		{[]int{0, 12}, []int{0, 12}}, // nobody is no one who could be guessed
	} {
		var shown, sets []int
		apart := Withheld(disjoint(c.stands))
		for i, withheld := range WithheldCounts(c.stands) {
			if !withheld {
				shown = append(shown, c.stands[i])
			}
			if !apart[i] {
				sets = append(sets, c.stands[i])
			}
		}
		if !slices.Equal(shown, c.shown) || !slices.Equal(sets, c.shown) {
			t.Errorf("of %v are shown %v and %v, want %v", c.stands, shown, sets, c.shown)
		}
	}
}

// disjoint makes households for some numbers, none of which stands in two.
func disjoint(stands []int) []Basis {
	var all []Basis
	at := 0
	for _, n := range stands {
		all = append(all, Basis{On: households(at, at+n)})
		at += n
	}
	return all
}

// households are those from one number up to another.
func households(from, to int) []id.ID {
	var all []id.ID
	for i := from; i < to; i++ {
		all = append(all, id.ID{byte(i >> 8), byte(i)})
	}
	return all
}

// Women of two households and men of the same two are not four households: a third number hides them.
func TestNumbersOfTheSameHouseholdsDoNotHideOneAnother(t *testing.T) {
	same, others := households(0, 4), households(0, 30)
	if got := Withheld([]Basis{{On: same}, {On: same}, {On: others}}); !slices.Equal(got, []bool{true, true, true}) {
		t.Errorf("withheld are %v", got)
	}
}

func TestWhatTellsOfFewBetweenTwoDaysIsWithheld(t *testing.T) {
	steady := Basis{On: households(0, 30)}
	moved := Basis{On: households(30, 60), Changed: households(59, 60)}
	busy := Basis{On: households(60, 100), Changed: households(60, 80)}
	if got := Withheld([]Basis{steady, moved, busy}); !slices.Equal(got, []bool{true, true, true}) {
		t.Errorf("one moved, and all others are known: %v", got) // with steady alone the difference is still the one who moved
	}
	if got := Withheld([]Basis{steady, busy}); slices.Contains(got, true) {
		t.Errorf("many moved: %v", got)
	}
	if got := Withheld([]Basis{steady, {On: households(30, 60), Hidden: true}, busy}); !got[1] || !got[0] || got[2] {
		t.Errorf("it is hidden later: %v", got)
	}
}

// What is withheld cannot be told from the total and what is shown: it is nothing, or more than one number that together are many enough.
func TestWhatIsWithheldCannotBeToldFromTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.Custom(anyBasis), 0, 9).Draw(t, "numbers")
		fewest, count, on, changed, all := rapid.SampledFrom([]int{FewestTold, FewestConfided}).Draw(t, "fewest"), 0, map[id.ID]bool{}, map[id.ID]bool{}, 0
		for i, withheld := range WithheldBelow(fewest, numbers) {
			n := numbers[i]
			if len(n.On)+len(n.Changed) > 0 {
				all++
			}
			if withheld {
				count++
				note(on, n.On)
				note(changed, n.Changed)
			} else if few(len(n.On), fewest) || few(len(n.Changed), fewest) {
				t.Fatalf("%v is shown", n)
			}
		}
		if count > 0 && (count < 2 || few(len(on), fewest) || few(len(changed), fewest)) && count < all {
			t.Fatalf("of %v, %d numbers are withheld", numbers, count)
		}
	})
}

func anyBasis(t *rapid.T) Basis {
	from := rapid.IntRange(0, 40).Draw(t, "from")
	on := households(from, from+rapid.IntRange(0, 12).Draw(t, "on"))
	return Basis{On: on, Changed: on[:rapid.IntRange(0, len(on)).Draw(t, "changed")]}
}
