// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"safar/engine/match"
)

// The size of a year that is made up.
const (
	madeHouseholds = 5000
	madePlaces     = 200
	madeOptions    = 30 // of a household at most, beside being unplaced
)

// town is a place that is made up: how well people do there, for whom, and which languages are spoken.
type town struct {
	quality, suits int64 // thousandths, about nought
	speaks         [8]bool
}

// family is a household that is made up.
type family struct {
	needs    []int64 // people, children at school, an accessible room, a clinic, a caseworker
	language int
	skill    int64 // thousandths, about nought
}

// maker makes up a year by whole numbers and a seed.
type maker struct {
	*rand.Rand
	towns []town
	room  [][]int64
}

// made makes up a year of households at some places, and the households of an earlier year at the same places. Nobody is in both; they are drawn alike.
func made(seed uint64) (*match.Problem, []match.Household) {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 5))}
	families := m.families()
	m.makeTowns(families)
	p := &match.Problem{Room: m.room}
	for _, f := range families {
		p.Households = append(p.Households, m.household(f))
	}
	var before []match.Household
	for _, f := range m.families() {
		before = append(before, m.household(f))
	}
	return p, before
}

// families are drawn by size as those of resettlement offices are: most are of one or two.
func (m *maker) families() (all []family) {
	upTo := []int{38, 60, 72, 83, 91, 96, 99, 100}
	for range madeHouseholds {
		size, children := int64(1), int64(0)
		for percent := m.IntN(100); percent >= upTo[size-1]; size++ {
		}
		for range size - 1 {
			children += m.Int64N(2)
		}
		all = append(all, family{[]int64{size, children, m.oneIn(16), m.oneIn(10), 1}, m.IntN(8), m.bell(1000)})
	}
	return all
}

func (m *maker) oneIn(n int64) int64 {
	if m.Int64N(n) == 0 {
		return 1
	}
	return 0
}

// bell is drawn about nought, mostly within so much of it.
func (m *maker) bell(within int64) (sum int64) {
	for range 12 {
		sum += m.Int64N(within+1) - within/2
	}
	return sum
}

// makeTowns draws places, few of them large, which have a twentieth more room than all families need, and of the rarer kinds a little more than that, by chance here more and there less.
func (m *maker) makeTowns(families []family) {
	var weights, total [5]int64
	shares, all := make([]int64, madePlaces), int64(0)
	for i := range shares {
		shares[i] = 20 + m.Int64N(60)*m.Int64N(60)*m.Int64N(60)/2000
		all += shares[i]
	}
	for _, f := range families {
		for d, n := range f.needs {
			total[d] += n
		}
	}
	for _, share := range shares {
		weights = [5]int64{1050, 845 + m.Int64N(725), 378 + m.Int64N(1764), 378 + m.Int64N(1764), 1155}
		room := make([]int64, 5)
		for d := range room {
			room[d] = (weights[d]*total[d]*share/all + 500) / 1000
		}
		room[0], room[4] = max(2, room[0]), max(1, room[4])
		t := town{quality: m.Int64N(1000) - 500, suits: m.bell(1000)}
		for _, language := range m.Perm(8)[:3] {
			t.speaks[language] = true
		}
		m.room, m.towns = append(m.room, room), append(m.towns, t)
	}
}

// household is a family with the places where it could go: the half of them that suit it best, and others by chance; three of them it wished.
func (m *maker) household(f family) (h match.Household) {
	var options []match.Option
	for i, t := range m.towns {
		if roomy(m.room[i], f.needs) && (t.speaks[f.language] || m.IntN(10) >= 7) {
			options = append(options, match.Option{Place: i, Cost: -m.score(f, t), Needs: f.needs})
		}
	}
	slices.SortStableFunc(options, func(a, b match.Option) int { return cmp.Compare(a.Cost, b.Cost) })
	rest := options[min(len(options), madeOptions/2):]
	m.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	h.Options = options[:min(len(options), madeOptions)]
	for _, wished := range m.Perm(len(h.Options))[:min(3, len(h.Options))] {
		h.Options[wished].Cost -= 2000 * f.needs[0]
	}
	return match.Household{Options: append(h.Options, match.Option{Place: match.Unplaced, Cost: 10000 * f.needs[0]})}
}

func roomy(room, needs []int64) bool {
	for d, n := range needs {
		if n > room[d] {
			return false
		}
	}
	return true
}

// score is how well the adults of a family are likely to do in a place.
func (m *maker) score(f family, t town) int64 {
	x := -600 + 1200*t.quality/1000 + f.skill*t.suits/2000 + m.bell(300)
	if t.speaks[f.language] {
		x += 600
	}
	return (f.needs[0] - f.needs[1]) * (5000 + 5000*x/(1000+max(x, -x)))
}
