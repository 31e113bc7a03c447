// SPDX-License-Identifier: Apache-2.0

package figures_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"safar/field/figures"
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
		var shown []int
		for i, withheld := range figures.Withheld(c.stands) {
			if !withheld {
				shown = append(shown, c.stands[i])
			}
		}
		if !slices.Equal(shown, c.shown) {
			t.Errorf("of %v are shown %v, want %v", c.stands, shown, c.shown)
		}
	}
}

// What is withheld cannot be told from the total and what is shown: it is nothing, or more than one number that together are many enough.
func TestWhatIsWithheldCannotBeToldFromTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stands := rapid.SliceOfN(rapid.IntRange(0, 12), 0, 9).Draw(t, "stands")
		numbers, together, all := 0, 0, 0
		for i, withheld := range figures.Withheld(stands) {
			all += stands[i]
			if withheld {
				numbers, together = numbers+1, together+stands[i]
			} else if 0 < stands[i] && stands[i] < figures.FewestTold {
				t.Fatalf("%d is shown", stands[i])
			}
		}
		if numbers > 0 && (numbers < 2 || together < figures.FewestTold) && together < all {
			t.Fatalf("of %v, %d numbers with %d together are withheld", stands, numbers, together)
		}
	})
}
