// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"math/rand/v2"

	"safar/field/people"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// The published size of the operation, to which other sizes are scaled: people, households, and those of them who left.
const (
	fullPeople, fullHouseholds = 21_340, 4_270
	leftPeople, leftHouseholds = 18_612, 3_722
)

// fate is what has become of a household by today.
type fate uint8

const (
	left fate = iota
	undecided
	stays
	disagrees
	onHold
	ready
)

// remain says how many of the 548 households that remain met each fate.
var remain = []struct {
	fate  fate
	count int
}{{undecided, 210}, {stays, 118}, {disagrees, 31}, {onHold, 63}, {ready, 126}}

// household is one made-up household and what is to happen to it.
type household struct {
	members []people.Member
	adults  int
	site    int // index into sites
	village int // index into villages
	fate    fate
	convoy  *convoy // with which it leaves; nil for those who remain
	alone   bool    // leaves by its own means
	help    help    // how it comes to help where it cannot build alone
	orphans bool    // children alone, for whom the child-protection authority decides
	taken   int     // which of its members is a separated child whom it has taken in; 0 for none
	index   int
	card    string    // the number on its card, where it is not made of the index
	lapses  clock.Day // the last day of the clearance of its last member, where it ends before that of the others

	id, journey id.ID
	persons     []id.ID // in the order of members
}

// convoy is a day of departure and those who leave on it.
type convoy struct {
	day        clock.Day
	households []*household
	second     bool // its households were paid the second tranche
	third      bool // and the third
}

// plan is everything that is to happen.
type plan struct {
	random     *rand.Rand
	names      nameLists
	today      clock.Day
	households []*household
	convoys    []*convoy
	plots      [][]*household // per village, in the order of their numbers
	asking     int            // households that ask for help to build
}

// newPlan draws an operation of so many people.
func newPlan(seed uint64, today clock.Day, peopleWanted int) *plan {
	p := &plan{random: rand.New(rand.NewPCG(seed, 0x5afa2)), today: today, names: ofTanganyika, plots: make([][]*household, len(villages))}
	scale := func(n int) int { return (n*peopleWanted + fullPeople/2) / fullPeople }
	leaving := max(scale(leftHouseholds), 1)
	p.draw(leaving, scale(leftPeople), left)
	staying, persons := 0, max(peopleWanted-scale(leftPeople), 0)
	for _, r := range remain {
		staying += scale(r.count)
	}
	for _, r := range remain {
		n := scale(r.count)
		share := 0
		if staying > 0 {
			share = persons * n / staying
		}
		persons, staying = persons-share, staying-n
		p.draw(n, share, r.fate)
	}
	p.takeIn()
	p.arrangeConvoys()
	return p
}

// takenIn is how many households of those who have not chosen yet have taken in a separated child.
const takenIn = 3

// takeIn has some households say that their youngest is the child of others, of whom nobody knows where they are.
func (p *plan) takeIn() {
	n := 0
	for _, h := range p.households {
		last := len(h.members) - 1
		if n < takenIn && h.fate == undecided && !h.orphans && last > 1 && h.members[last].Relation == people.Child {
			n++
			h.taken, h.members[last].Relation = last, "relative"
		}
	}
}

// draw draws n households of so many persons in all.
func (p *plan) draw(n, persons int, f fate) {
	least := 1
	if f == disagrees {
		least = 2 // it takes two adults to disagree
	}
	for i, size := range p.sizes(n, persons, least) {
		h := &household{fate: f, site: p.site(), village: p.random.IntN(len(villages)), index: len(p.households)}
		if h.village == unsafeVillage && f == ready {
			h.village = 0
		}
		if f == onHold {
			h.village = unsafeVillage
		}
		h.alone = f == left && p.random.IntN(5) == 0
		h.members = p.members(size, f == disagrees)
		if h.orphans = i%orphansOf == 0 && size <= mostOrphans && (f == ready || f == undecided); h.orphans {
			orphaned(h.members, p.today)
		}
		for _, m := range h.members {
			if m.Born.Day.YearsUntil(p.today) >= people.AdultAge+2 {
				h.adults++
			}
		}
		p.households = append(p.households, h)
	}
}

// One household in so many of those who are still in the sites is children alone, of whom no more live together than mostOrphans.
const orphansOf, mostOrphans = 21, 4

// orphaned makes of the members of a household an elder child and those whom it heads.
func orphaned(members []people.Member, today clock.Day) {
	year, _, _ := today.Date()
	for i := range members {
		m := &members[i]
		m.Names.Family, m.Relation = members[0].Names.Family, people.Child
		m.Born = people.Born{Day: clock.Date(year-16+2*i, 1, 1), Precision: people.BirthYear}
	}
	members[0].Relation = people.Head
}

// mostMembers is how many people the largest household has.
const mostMembers = 12

// sizeWeights are how many households in a hundred have 1, 2, 3, … members.
var sizeWeights = []int{4, 9, 13, 16, 18, 16, 11, 7, 4, 2}

// sizes draws n sizes of at least so many that sum to persons.
func (p *plan) sizes(n, persons, least int) []int {
	out := make([]int, n)
	sum := 0
	for i := range out {
		at := p.random.IntN(100)
		for size, weight := range sizeWeights {
			if at -= weight; at < 0 {
				out[i] = max(size+1, least)
				break
			}
		}
		sum += out[i]
	}
	for n > 0 && sum != persons && persons >= n*least {
		i := p.random.IntN(n)
		switch {
		case sum < persons && out[i] < mostMembers:
			out[i]++
			sum++
		case sum > persons && out[i] > least:
			out[i]--
			sum--
		}
	}
	return out
}

func (p *plan) site() int {
	at := p.random.IntN(1000)
	for i, s := range sites {
		if at -= s.parts; at < 0 {
			return i
		}
	}
	return 0
}

// members draws the people of a household: a head, mostly a spouse, children, now and then a grandparent.
func (p *plan) members(size int, twoAdults bool) []people.Member {
	family := pick(p, p.names.families)
	womanHeads := p.random.IntN(100) < 46
	head := p.person(family, people.Head, womanHeads, 20+p.random.IntN(45))
	out := []people.Member{head}
	if size > 1 && (twoAdults || p.random.IntN(100) < 68) {
		out = append(out, p.person(pick(p, p.names.families), people.Spouse, !womanHeads, 20+p.random.IntN(40)))
	}
	for len(out) < size {
		switch {
		case p.random.IntN(100) < 6:
			out = append(out, p.person(family, "parent", p.random.IntN(2) == 0, 60+p.random.IntN(25)))
		case p.random.IntN(100) < 8:
			out = append(out, p.person(family, "relative", p.random.IntN(2) == 0, 20+p.random.IntN(30)))
		default:
			out = append(out, p.person(family, people.Child, p.random.IntN(2) == 0, p.random.IntN(14)))
		}
	}
	return out
}

// person draws one person, whose age is counted on the day of the demo less two years, so that nobody comes of age while it runs. Two in
// three know only the year of their birth: it is written as 1 January.
func (p *plan) person(family string, relation people.Relation, woman bool, age int) people.Member {
	m := people.Member{Names: people.Names{Family: family}, Relation: relation, Sex: people.Male, Disability: people.No}
	if woman {
		m.Sex, m.Names.Given = people.Female, pick(p, p.names.women)
	} else {
		m.Names.Given = pick(p, p.names.men)
	}
	year, _, _ := (p.today - 730).Date()
	m.Born = people.Born{Day: clock.Date(year-age, 1, 1), Precision: people.BirthYear}
	if p.random.IntN(3) == 0 {
		m.Born = people.Born{Day: m.Born.Day - clock.Day(p.random.IntN(360)), Precision: people.BirthDay}
	}
	if p.random.IntN(100) < 7+age/6 {
		m.Disability = people.Yes
	}
	return m
}

func pick(p *plan, from []string) string { return from[p.random.IntN(len(from))] }

// arrangeConvoys puts the households that left on convoys, so that as many as published have had the second and third
// tranche by now: 3,105 and 2,640 of 3,722.
func (p *plan) arrangeConvoys() {
	var leaving []*household
	for _, h := range p.households {
		if h.fate == left {
			leaving = append(leaving, h)
		}
	}
	p.random.Shuffle(len(leaving), func(i, k int) { leaving[i], leaving[k] = leaving[k], leaving[i] })
	third := len(leaving) * 2640 / leftHouseholds
	second := len(leaving) * 3105 / leftHouseholds
	p.wave(leaving[:third], 15, 405, 112, true, true)
	p.wave(leaving[third:second], 3, 104, 70, true, false)
	p.wave(leaving[second:], 4, 62, 6, false, false)
	for _, h := range p.households {
		if h.fate == left || h.fate == ready {
			p.plots[h.village] = append(p.plots[h.village], h)
		}
	}
}

// wave spreads households over n convoys between two days before today.
func (p *plan) wave(leaving []*household, n, first, last int, second, third bool) {
	for i := range n {
		share := leaving[len(leaving)*i/n : len(leaving)*(i+1)/n]
		if len(share) == 0 {
			continue
		}
		day := p.today - clock.Day(first-(first-last)*i/max(n-1, 1))
		c := &convoy{day: day, households: share, second: second, third: third}
		for k, h := range share {
			h.convoy, h.village = c, (3*len(p.convoys)+k%3)%len(villages) // a convoy goes to three villages
		}
		p.helpWanted(c)
		p.convoys = append(p.convoys, c)
	}
}
