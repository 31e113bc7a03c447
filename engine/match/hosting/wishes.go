// SPDX-License-Identifier: Apache-2.0

package hosting

import "safar/engine/match"

// Ranks say how much each household wishes each of its options, for exchanges by wishes (match.Search): which of their wishes it is, from 0, 3 for a home that none of them names, and more to have none. Of guests who stay together it is the
// wish that is met least. What was told comes before all wishes: nobody is moved from it.
func (p *Problem) Ranks() [][]uint8 {
	ranks := make([][]uint8, len(p.Households))
	for i, household := range p.Households {
		told := p.office.told(p.Together[i])
		for _, option := range household.Options {
			ranks[i] = append(ranks[i], p.rank(i, option.Place, told))
		}
	}
	return ranks
}

const (
	noHome  = 2 + wishes // rank of having none
	notTold = 1 + wishes // rank of every other home, of who was told one
)

func (p *Problem) rank(household, host, told int) uint8 {
	switch {
	case host == match.Unplaced:
		return noHome
	case host == told:
		return 0
	case told != Nowhere:
		return notTold
	}
	worst := 0
	for _, g := range p.Together[household] {
		worst = max(worst, rank(&p.office.Guests[g], &p.office.Hosts[host]))
	}
	return uint8(worst)
}
