// SPDX-License-Identifier: Apache-2.0

//go:build linux

package bench

import (
	"math/rand/v2"
	"strings"
)

// nameMaker draws names in which a few are common and most are rare: the k-th most common is drawn in proportion to 1/k.
type nameMaker struct {
	random        *rand.Rand
	given, family *rand.Zipf
}

// So many different given and family names are drawn from: a large district has a few hundred of the first, and tens of
// thousands of the second.
const givenNames, familyNames = 600, 40_000

func newNameMaker(r *rand.Rand) *nameMaker {
	return &nameMaker{r, rand.NewZipf(r, 1.01, 8, givenNames-1), rand.NewZipf(r, 1.01, 40, familyNames-1)}
}

var syllables = strings.Fields("ka mu ki lu ba nya mwa si to ngo la pe ru fa zi te mbu sha do ye")

// word writes a number in syllables, each number its own word, of at least two.
func word(n uint64, first string) string {
	var b strings.Builder
	b.WriteString(first)
	for range 2 {
		b.WriteString(syllables[n%20])
		n /= 20
	}
	for ; n > 0; n /= 20 {
		b.WriteString(syllables[n%20])
	}
	return strings.ToUpper(b.String()[:1]) + b.String()[1:]
}

func (m *nameMaker) familyName() string { return word(m.family.Uint64(), "k") }

func (m *nameMaker) givenName() string { return word(m.given.Uint64(), "j") }
