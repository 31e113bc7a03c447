// SPDX-License-Identifier: Apache-2.0

package access

import (
	"cmp"
	"slices"

	"safar/kernel/clock"
	"safar/kernel/id"
)

// FewestTold is the fewest households (or cases, hosts, persons with a way of their own) on which a number may stand that is
// told to whoever does not work with them. Whoever knows a village knows the one household that a smaller number speaks of.
const FewestTold = 5

// FewestConfided is the fewest households on which a number may stand that counts what people answered alone and in confidence: answers of class
// sensitive, where the form says that they are counted. It is told to nobody below that, whoever works with them among them.
const FewestConfided = 10

// WorksWithPersons reports whether an actor sees what is personal in a scope. Whoever does sees numbers however small they are; to everybody
// else a number that stands on fewer than FewestTold is told as withheld, as it is in what is published.
func WorksWithPersons(actor Actor, scope Scope, day clock.Day) bool {
	return Clearance(actor, scope, day).Has(Personal)
}

// Basis is on whom a number stands.
type Basis struct {
	On      []id.ID // each once
	Changed []id.ID // of a past day: those of whom the number says something else on a later day that is told too
	Hidden  bool    // the same number is withheld on that later day
}

// small reports whether a number says something of too few.
func (b Basis) small(fewest int) bool {
	return few(len(b.On), fewest) || few(len(b.Changed), fewest) || b.Hidden
}

func few(n, fewest int) bool { return 0 < n && n < fewest }

// Withheld says which numbers of a table must not be told to whoever does not work with the persons. Those that stand on fewer than FewestTold go, and those
// that would tell, beside a later day, what became of fewer; then the smallest of the others, until what is withheld together stands on FewestTold at
// least, tells of as many or none between the two days, and is more than one number: the difference from the total then tells of nobody.
// A number that stands on nobody is no matter.
func Withheld(numbers []Basis) []bool { return WithheldBelow(FewestTold, numbers) }

// WithheldBelow is Withheld for numbers that stand on fewest at least.
func WithheldBelow(fewest int, numbers []Basis) []bool {
	sizes, small := make([]int, len(numbers)), make([]bool, len(numbers))
	for i, n := range numbers {
		sizes[i], small[i] = len(n.On), n.small(fewest)
	}
	return withheld(sizes, small, func(chosen []int) bool {
		on, changed := map[id.ID]bool{}, map[id.ID]bool{}
		for _, i := range chosen {
			note(on, numbers[i].On)
			note(changed, numbers[i].Changed)
		}
		return !few(len(on), fewest) && !few(len(changed), fewest)
	})
}

func note(into map[id.ID]bool, of []id.ID) {
	for _, one := range of {
		into[one] = true
	}
}

// WithheldCounts is Withheld for numbers of which nobody stands in two: each is on how many it stands.
func WithheldCounts(stands []int) []bool {
	small := make([]bool, len(stands))
	for i, n := range stands {
		small[i] = few(n, FewestTold)
	}
	return withheld(stands, small, func(chosen []int) bool {
		together := 0
		for _, i := range chosen {
			together += stands[i]
		}
		return !few(together, FewestTold)
	})
}

// withheld chooses the small ones, and of the others the smallest until enough says that those chosen hide one another.
func withheld(sizes []int, small []bool, enough func(chosen []int) bool) []bool {
	out := make([]bool, len(sizes))
	var chosen, others []int
	for i, n := range sizes {
		switch {
		case small[i]:
			chosen, out[i] = append(chosen, i), true
		case n > 0:
			others = append(others, i)
		}
	}
	slices.SortStableFunc(others, func(i, j int) int { return cmp.Compare(sizes[i], sizes[j]) })
	for _, i := range others {
		if len(chosen) == 0 || len(chosen) > 1 && enough(chosen) {
			break
		}
		chosen, out[i] = append(chosen, i), true
	}
	return out
}
