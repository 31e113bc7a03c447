// SPDX-License-Identifier: Apache-2.0

package standards

import (
	"math/bits"
	"slices"
)

// Verdict is what comes of holding a site against a standard.
type Verdict string

// The verdicts.
const (
	Met         Verdict = "met"
	Below       Verdict = "below"
	NotMeasured Verdict = "not_measured"
	NotAsked    Verdict = "not_asked" // the handbook says nothing of it in this phase, or nobody lives there
)

// Missing is why something was not measured, an id of the field's words.
type Missing string

// Why.
const (
	NoneRecorded  Missing = "none_recorded"   // of this kind nothing is recorded: who looked and found none says none
	NotOfEach     Missing = "not_of_each"     // it was measured of some facilities, and not of each
	NotOfThisSite Missing = "not_of_the_site" // nobody measured it
)

// Answer is what comes of one standard.
type Answer struct {
	Standard Standard    // which
	Verdict  Verdict     // what comes of it
	Value    Thousandths // what was measured; 0 where nothing was. Where people share nothing at all it is the number of people
	Bound    Thousandths // what the handbook asks in this phase
	Short    int64       // units, litres a day or square metres that would have to be added, organisations that are missing, people to hire; 0 where that cannot be said
	None     bool        // there is not one that works
	Missing  Missing     // why it was not measured
	Of       []string    // names of the facilities that are the reason: those that are too far, those of which nobody measured it, those out of order
}

// Hold holds a site against every standard of a handbook, in its order.
func Hold(h *Handbook, s Site) []Answer {
	answers := make([]Answer, 0, len(h.Standards))
	for _, standard := range h.Standards {
		answers = append(answers, h.hold(standard, s))
	}
	return answers
}

func (h *Handbook) hold(standard Standard, s Site) Answer {
	a := Answer{Standard: standard, Verdict: NotAsked}
	bound, asked := standard.Bounds[s.Phase]
	if !asked || s.People == 0 {
		return a
	}
	a.Bound = bound
	switch {
	case standard.Supply != "" && standard.Measure == PeoplePerUnit:
		return a.supplied(s, h.servedBy(standard, s))
	case standard.Measure.ofFacilities():
		return a.facilities(s, of(standard, s.Facilities))
	}
	return a.site(s)
}

// of are the facilities that a standard is about.
func of(standard Standard, all []Facility) []Facility {
	return slices.DeleteFunc(slices.Clone(all), func(f Facility) bool {
		return f.Kind != standard.Of || standard.Supply != "" && f.Supply != standard.Supply
	})
}

// servedBy is for how many people all suffice that stand in a site for what a standard is about, whatever gives it: taps and hand pumps together.
func (h *Handbook) servedBy(standard Standard, s Site) (people Thousandths) {
	for _, other := range h.Standards {
		if other.Measure == standard.Measure && other.Of == standard.Of && other.Supply != "" {
			people += other.Bounds[s.Phase] * Thousandths(sum(of(other, s.Facilities), Facility.Working))
		}
	}
	return people
}

// supplied answers for one of several ways in which people are given the same: each way serves as many as it can in proportion, and what is short is short of all.
func (a Answer) supplied(s Site, served Thousandths) Answer {
	ours := of(a.Standard, s.Facilities)
	if len(ours) == 0 && slices.ContainsFunc(s.Facilities, func(f Facility) bool { return f.Kind == a.Standard.Of && f.Supply != "" }) {
		return Answer{Standard: a.Standard, Verdict: NotAsked} // they are given it otherwise
	}
	a = a.facilities(s, ours)
	if a.Verdict == NotMeasured || served == 0 {
		return a
	}
	a.Short = max(0, ceil(int64(Whole(s.People)-served), int64(a.Bound)))
	a.Value, a.Verdict = Thousandths(mulDiv(int64(a.Bound), int64(Whole(s.People)), int64(served))), Met
	if a.Short > 0 {
		a.Verdict = Below
	}
	return a
}

// site answers for what is measured of the site itself.
func (a Answer) site(s Site) Answer {
	switch a.Standard.Measure {
	case GroundPerPerson:
		return a.each(s.Ground, s.People)
	case PeoplePerManager:
		if !s.Managers.There {
			return a.unmeasured(NotOfThisSite)
		}
		return a.shared(s.People, s.Managers.N)
	case WomenAmongWorkers:
		return a.womenAtWork(s)
	}
	return a
}

// womenAtWork holds the share of women among those who work at a site against their share of its people, of which the bound says how much must be reached.
func (a Answer) womenAtWork(s Site) Answer {
	if !s.Workers.There || !s.WomenWork.There || !s.Women.There || s.Workers.N == 0 {
		return a.unmeasured(NotOfThisSite)
	}
	a.Bound = a.Bound * Thousandths(s.Women.N) / Thousandths(s.People)
	return a.hundred(s.WomenWork.N, s.Workers.N)
}

// facilities answers for what is measured of facilities.
func (a Answer) facilities(s Site, of []Facility) Answer {
	if len(of) == 0 {
		return a.unmeasured(NoneRecorded)
	}
	working := sum(of, Facility.Working)
	a.None = working == 0
	if a.Standard.Measure == PeoplePerUnit {
		a.Of = names(of, func(f Facility) bool { return f.OutOfOrder > 0 })
		return a.shared(s.People, working)
	}
	return a.measured(slices.DeleteFunc(of, func(f Facility) bool { return f.Working() == 0 }), s.People)
}

// measured answers for what somebody must have measured of each facility that works.
func (a Answer) measured(of []Facility, people int64) Answer {
	value := map[Measure]func(Facility) Known{
		WomensShare:     func(f Facility) Known { return f.ForWomen },
		LitresPerPerson: func(f Facility) Known { return f.Litres },
		FloorPerPerson:  func(f Facility) Known { return f.Floor },
		Metres:          func(f Facility) Known { return f.Metres },
		Minutes:         func(f Facility) Known { return f.Minutes },
	}[a.Standard.Measure]
	unmeasured := names(of, func(f Facility) bool { return !value(f).There })
	if len(unmeasured) > 0 {
		a.Of = unmeasured
		if len(unmeasured) == len(of) {
			return a.unmeasured(NotOfThisSite)
		}
		return a.unmeasured(NotOfEach)
	}
	all := sum(of, func(f Facility) int64 { return value(f).N })
	switch a.Standard.Measure {
	case WomensShare:
		return a.hundred(all, sum(of, Facility.Working))
	case Metres, Minutes:
		return a.longest(of, value)
	}
	return a.each(Measured(all), people)
}

// shared answers for people who share units: at most so many to one.
func (a Answer) shared(people, units int64) Answer {
	a.Short = max(0, ceil(int64(Whole(people)), int64(a.Bound))-units)
	a.Verdict, a.Value = Met, Whole(people)
	if units > 0 {
		a.Value = Thousandths(int64(Whole(people)) / units)
	}
	if a.Short > 0 {
		a.Verdict = Below
	}
	return a
}

// each answers for an amount of which each person has a part: at least so much.
func (a Answer) each(amount Known, people int64) Answer {
	if !amount.There {
		return a.unmeasured(NotOfThisSite)
	}
	a.Value = Whole(amount.N) / Thousandths(people)
	a.Short = max(0, ceil(int64(a.Bound)*people, 1000)-amount.N)
	a.Verdict = Met
	if a.Short > 0 {
		a.Verdict = Below
	}
	return a
}

// hundred answers for a part of a whole: at least so many of a hundred. What is short is how many of those that are there would have to become of that part.
func (a Answer) hundred(part, whole int64) Answer {
	if whole == 0 {
		return a.unmeasured(NotOfThisSite)
	}
	a.Value = Whole(100*part) / Thousandths(whole)
	a.Short = max(0, ceil(int64(a.Bound)*whole, 100_000)-part)
	a.Verdict = Met
	if a.Short > 0 {
		a.Verdict = Below
	}
	return a
}

// longest answers for a way or a wait: the longest of each facility is at most so long.
func (a Answer) longest(of []Facility, value func(Facility) Known) Answer {
	if len(of) == 0 {
		return a.unmeasured(NotOfThisSite)
	}
	a.Verdict = Met
	for _, f := range of {
		a.Value = max(a.Value, Whole(value(f).N))
	}
	if a.Of = names(of, func(f Facility) bool { return Whole(value(f).N) > a.Bound }); len(a.Of) > 0 {
		a.Verdict = Below
	}
	return a
}

func (a Answer) unmeasured(why Missing) Answer {
	a.Verdict, a.Missing = NotMeasured, why
	return a
}

// mulDiv is a times b, divided by c, where the product may be larger than a number holds.
func mulDiv(a, b, c int64) int64 {
	high, low := bits.Mul64(uint64(a), uint64(b))
	n, _ := bits.Div64(high, low, uint64(c)) // what people share is less than all of them
	return int64(n)
}

// ceil divides and rounds up.
func ceil(n, by int64) int64 { return (n + by - 1) / by }

func sum(of []Facility, n func(Facility) int64) (all int64) {
	for _, f := range of {
		all += n(f)
	}
	return all
}

func names(of []Facility, are func(Facility) bool) (out []string) {
	for _, f := range of {
		if are(f) {
			out = append(out, f.Name)
		}
	}
	return out
}
