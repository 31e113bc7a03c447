// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"slices"

	"safar/engine/match"
)

// Office is what a plan is made of: who seeks a home and who offers one, on which day it is asked, and what counts how much. Guests and hosts are known by their position, from 0.
type Office struct {
	Guests  []Guests // who seeks a home
	Hosts   []Host   // who offers one
	Today   int      // days since 1 January 1970
	Weights Weights  // of the parts of a score
}

// Nowhere is the host of who has none.
const Nowhere = -1

// What it costs, in points, that somebody has no home: more than any score is worth, and a little more for who waits longer.
const (
	nowhereEach    = 5000
	mostWaiting    = 1000
	toldWeight     = 1 << 20 // that what was told does not hold, where not all that was told to one host can
	roomPeople     = 0       // dimensions of room
	roomHouseholds = 1
)

// Wrong is something in what is said of guests and hosts that contradicts itself: which Guests (position), what is wrong as an id of the field's words, and which Other ID it has to do with.
type Wrong struct {
	Guests int    // position
	What   string // is wrong
	Other  string // the ID of a host, or of other guests
}

// What can be wrong.
const (
	WithUnknown = "with_unknown" // they stay together with somebody who is not there: a family is not split across two files
	WithTold    = "with_told"    // they stay together with somebody who was told another home
	ToldUnknown = "told_unknown" // they were told a home that is not there
	ToldFull    = "told_full"    // more people were told a home than it has room for
	ToldOut     = "told_out"     // a rule removes the home that they were told
)

// Check says what contradicts itself. None of it stops a plan, but for WithUnknown: whoever is split is in no plan.
func (o *Office) Check() (all []Wrong) {
	people, households := map[int]int{}, map[int]int{} // by host: what was told of it
	for _, together := range o.groups() {
		counted := false
		for _, i := range together {
			g := &o.Guests[i]
			if g.With != "" && o.guests(g.With) < 0 {
				all = append(all, Wrong{i, WithUnknown, g.With})
			} else if with := o.guests(g.With); with >= 0 && g.Told != "" && o.Guests[with].Told != "" && g.Told != o.Guests[with].Told {
				all = append(all, Wrong{i, WithTold, g.With})
			}
			h := o.host(g.Told)
			switch {
			case g.Told == "":
			case h < 0:
				all = append(all, Wrong{i, ToldUnknown, g.Told})
			case o.between(i, h) != "":
				all = append(all, Wrong{i, ToldOut, g.Told})
			default:
				people[h] += g.People()
				if !counted {
					households[h]++
				}
				counted = true
				if people[h] > o.Hosts[h].Beds || households[h] > o.Hosts[h].Households {
					all = append(all, Wrong{i, ToldFull, g.Told})
				}
			}
		}
	}
	return all
}

func (o *Office) guests(id string) int {
	return slices.IndexFunc(o.Guests, func(g Guests) bool { return id != "" && g.ID == id })
}

func (o *Office) host(id string) int {
	return slices.IndexFunc(o.Hosts, func(h Host) bool { return id != "" && h.ID == id })
}

func (o *Office) between(guests, host int) Rule {
	return Between(&o.Guests[guests], &o.Hosts[host], o.Today)
}

// Problem is the office as a problem of placement.
type Problem struct {
	*match.Problem
	Together [][]int // household of the problem → the guests (positions) who are it
	office   *Office
}

// Problem returns the problem of placing everybody. Those who stay together are one household of it; whoever is split across files is in none.
func (o *Office) Problem() *Problem {
	p := &Problem{Problem: &match.Problem{}, Together: o.together(), office: o}
	for _, h := range o.Hosts {
		p.Room = append(p.Room, []int64{int64(max(0, h.Beds)), int64(max(0, h.Households))})
	}
	full := o.overTold()
	for _, together := range p.Together {
		p.Households = append(p.Households, match.Household{Options: o.options(together, full)})
	}
	return p
}

// together groups the guests who stay together, without those who are split across files.
func (o *Office) together() [][]int {
	return slices.DeleteFunc(o.groups(), func(group []int) bool {
		return slices.ContainsFunc(group, func(i int) bool { return o.Guests[i].With != "" && o.guests(o.Guests[i].With) < 0 })
	})
}

// groups are the guests who stay together, in the order of the first of each group.
func (o *Office) groups() (groups [][]int) {
	first := make([]int, len(o.Guests)) // guests → the first of their group
	for i := range first {
		first[i] = i
	}
	for i, g := range o.Guests {
		if with := o.guests(g.With); with >= 0 {
			stays, goes := min(first[i], first[with]), max(first[i], first[with])
			for j := range first {
				if first[j] == goes {
					first[j] = stays
				}
			}
		}
	}
	at := map[int]int{}
	for i, f := range first {
		if _, known := at[f]; !known {
			at[f] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[f]] = append(groups[at[f]], i)
	}
	return groups
}

// overTold are the hosts of whom more was told than there is room for.
func (o *Office) overTold() map[int]bool {
	full := map[int]bool{}
	for _, w := range o.Check() {
		if w.What == ToldFull {
			full[o.host(w.Other)] = true
		}
	}
	return full
}

// options are where a group may go, and what it costs that it goes nowhere. What was told is the only one, where it holds and all that was told there can.
func (o *Office) options(together []int, full map[int]bool) []match.Option {
	var options []match.Option
	people, nowhere, told := int64(0), int64(0), o.told(together)
	for _, i := range together {
		g := &o.Guests[i]
		people += int64(max(0, g.People()))
		nowhere += int64(nowhereEach*max(1, g.People()) + min(mostWaiting, max(0, g.Waiting)))
	}
	for h := range o.Hosts {
		if rule, _ := o.rule(together, h); rule != "" {
			continue
		}
		option := match.Option{Place: h, Cost: -int64(o.score(together, h).Total()), Needs: []int64{people, 1}}
		if h == told && !full[h] {
			return []match.Option{option, {Place: match.Unplaced, Cost: nowhere + toldWeight}}
		}
		if h == told {
			option.Cost -= toldWeight
		}
		options = append(options, option)
	}
	return append(options, match.Option{Place: match.Unplaced, Cost: nowhere})
}

// told is the host that a group was told; Nowhere for none.
func (o *Office) told(together []int) int {
	for _, i := range together {
		if h := o.host(o.Guests[i].Told); h >= 0 {
			return h
		}
	}
	return Nowhere
}

// rule returns the rule that removes a host for a group, and for which of them; "" where none does.
func (o *Office) rule(together []int, host int) (Rule, int) {
	people := 0
	for _, i := range together {
		if rule := o.between(i, host); rule != "" {
			return rule, i
		}
		people += o.Guests[i].People()
	}
	if people > o.Hosts[host].Beds {
		return TooSmall, together[0]
	}
	return "", Nowhere
}

// score is the score of a group. Beds that stay empty count once.
func (o *Office) score(together []int, host int) (s Score) {
	people := 0
	for _, i := range together {
		for part, points := range ScoreOf(&o.Guests[i], &o.Hosts[host], o.Weights) {
			s[part] += points
		}
		people += o.Guests[i].People()
	}
	s[2] = -o.Weights.Spare * (o.Hosts[host].Beds - people)
	return s
}
