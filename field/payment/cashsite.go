// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"

	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Outcome is what a risk assessment of a cash site says.
type Outcome string

// The outcomes. NotAssessed is what is said of a day that nobody assessed.
const (
	NotAssessed  Outcome = ""
	Go           Outcome = "go"
	GoWithCare   Outcome = "go_with_measures"
	NoGo         Outcome = "no"
	mostAssessed         = 64 // assessments a state carries; the journal keeps them all
)

// Risk is a risk that is looked at, each time, before cash is handed out.
type Risk string

// Risks are all of them, in the order in which they are asked.
var Risks = []Risk{"route_and_place", "crowd", "targeted", "women_and_disability", "time_of_day", "armed_actors"}

// Finding is what was found of one risk, and what is done about it. It can endanger somebody, and names nobody.
type Finding struct {
	Risk  Risk   `cbor:"1,keyasint"`           // one of Risks
	Found bool   `cbor:"2,keyasint"`           // there is such a risk at this place on these days
	Done  string `cbor:"3,keyasint,omitempty"` // what is done about it
}

// CashSite is what was assessed of a place at which cash is handed out, in one caseload. What was found stands in the facts alone.
type CashSite struct {
	Place    id.ID        `cbor:"1,keyasint"`           // of the commons
	Assessed []Assessment `cbor:"2,keyasint,omitempty"` // in the order of their facts
}

// Assessment is a risk assessment of a cash site for some days; a withdrawal is one that says no.
type Assessment struct {
	Ref      journal.Ref   `cbor:"1,keyasint"`           // the fact that says so
	By       id.ID         `cbor:"2,keyasint"`           // who said so
	From     clock.Day     `cbor:"3,keyasint"`           // the first day
	Until    clock.Day     `cbor:"4,keyasint"`           // the last day
	Outcome  Outcome       `cbor:"5,keyasint"`           // what holds on those days
	Replaced []journal.Ref `cbor:"6,keyasint,omitempty"` // those its writer saw: on its days it speaks in their place
	Said     clock.Day     `cbor:"7,keyasint,omitempty"` // the day on which it was said; zero where no time of day is known
	Minute   int           `cbor:"8,keyasint,omitempty"` // when on that day, in minutes since midnight; 0 where nobody wrote it down: from its beginning
}

func (a *Assessment) covers(day clock.Day) bool { return a.From <= day && day <= a.Until }

// On returns the assessments that speak for a day: those that cover it and that nobody who saw them has replaced on it.
func (s *CashSite) On(day clock.Day) []Assessment {
	return slices.DeleteFunc(slices.Clone(s.Assessed), func(a Assessment) bool {
		return !a.covers(day) || slices.ContainsFunc(s.Assessed, func(b Assessment) bool {
			return b.covers(day) && slices.Contains(b.Replaced, a.Ref)
		})
	})
}

// Says returns what holds on a day. Of assessments that did not see each other the most careful governs.
func (s *CashSite) Says(day clock.Day) Outcome {
	says := NotAssessed
	for _, a := range s.On(day) {
		if careful[a.Outcome] > careful[says] {
			says = a.Outcome
		}
	}
	return says
}

var careful = map[Outcome]int{NotAssessed: 0, Go: 1, GoWithCare: 2, NoGo: 3}

// At returns the site as it stood at a minute of a day: without what was said later on that day.
func (s *CashSite) At(day clock.Day, minute int) *CashSite {
	return &CashSite{Place: s.Place, Assessed: slices.DeleteFunc(slices.Clone(s.Assessed), func(a Assessment) bool {
		return a.Said == day && a.Minute > minute
	})}
}

// stoppedSince reports whether somebody said no for a day after one, up to today.
func (s *CashSite) stoppedSince(day, today clock.Day) bool {
	return slices.ContainsFunc(s.Assessed, func(a Assessment) bool { return a.Outcome == NoGo && day < a.From && a.From <= today })
}

// goByOther reports whether somebody else than a person says go for a day: who hands out cash does not assess their own table.
func (s *CashSite) goByOther(day clock.Day, by id.ID) bool {
	return slices.ContainsFunc(s.On(day), func(a Assessment) bool { return a.Outcome != NoGo && a.By != by })
}

// CashSiteStory is the kind of story of a cash site.
var CashSiteStory = register.NewKind[CashSite]("cash_site", nil)

// CashSiteID is the id of a place as a cash site.
func CashSiteID(place id.ID) id.ID { return drawn("cash site", string(place[:])) }

// assessedResidue is an assessment as it was made.
type assessedResidue struct {
	Place    id.ID     `cbor:"1,keyasint"`
	From     clock.Day `cbor:"2,keyasint"`
	Until    clock.Day `cbor:"3,keyasint"`
	Outcome  Outcome   `cbor:"4,keyasint"`
	Findings []Finding `cbor:"5,keyasint,omitempty"` // none where cash was only stopped
	Words    string    `cbor:"6,keyasint,omitempty"` // why not
	Minute   int       `cbor:"7,keyasint,omitempty"` // since version 2: when it was said, in minutes since midnight
}

// fieldAssessed is the field under which assessments replace one another.
const fieldAssessed = "assessed"

var siteAssessed = register.NewFact(CashSiteStory, "payment.site_assessed", 2,
	func(s *CashSite, f *journal.Fact, r assessedResidue, _ *register.None) {
		s.Place = r.Place
		a := Assessment{Ref: f.Ref(), By: f.Author, From: r.From, Until: r.Until, Outcome: r.Outcome, Replaced: f.Supersedes[fieldAssessed]}
		if r.Minute > 0 {
			a.Said, a.Minute = f.Day, r.Minute
		}
		s.Assessed = append(s.Assessed, a)
		if len(s.Assessed) > mostAssessed {
			s.Assessed = slices.Delete(s.Assessed, 0, len(s.Assessed)-mostAssessed)
		}
	}).From(1, asItWas)

// CashDay is where, and on which day, a list is paid in cash.
type CashDay struct {
	Place id.ID     `cbor:"1,keyasint" class:"open"` // the cash site
	Day   clock.Day `cbor:"2,keyasint" class:"open"` // by the office's calendar
}

// payingPlanned takes the place of what was planned for that day before the day came. What was planned for it until the day itself stands beside it: people
// may have been paid there already, and the look and the stop of that place go on to say what may be written down of it.
var payingPlanned = register.NewFact(ListStory, "payment.paying_planned", 1,
	func(l *List, f *journal.Fact, r CashDay, _ *register.None) {
		l.CashDays = append(slices.DeleteFunc(l.CashDays, func(d CashDay) bool { return d == r || d.Day == r.Day && f.Day < r.Day }), r)
	})

// PaidAt returns the place at which a list is paid on a day: the one that was planned last; zero where none is planned.
func (l *List) PaidAt(day clock.Day) id.ID {
	for _, d := range slices.Backward(l.CashDays) {
		if d.Day == day {
			return d.Place
		}
	}
	return id.ID{}
}

// tableOn returns where a list is paid on a day, at the place that is named: one at which it was paid until it was planned elsewhere that day, too. Where
// none is named it is the one that was planned last.
func (l *List) tableOn(op string, place id.ID, day clock.Day) (id.ID, error) {
	if place.IsZero() {
		place = l.PaidAt(day)
	}
	if !slices.Contains(l.CashDays, CashDay{place, day}) {
		return place, fault.New(op, fault.Blocked, "payment.no_cash_site", fault.Args{"day": day.String()}).WithHint("payment.no_cash_site_hint")
	}
	return place, nil
}

// moved reports whether a list was planned elsewhere on a day since it was paid at a place.
func (l *List) moved(d CashDay) bool { return l.PaidAt(d.Day) != d.Place }

// tables returns where a list was or is paid until a day, the latest first.
func (l *List) tables(until clock.Day) []CashDay {
	past := slices.DeleteFunc(slices.Clone(l.CashDays), func(d CashDay) bool { return d.Day > until })
	slices.Reverse(past)
	slices.SortStableFunc(past, func(a, b CashDay) int { return int(b.Day - a.Day) })
	return past
}

// PlannedCash are the lists that are to be paid in cash and are not over, by each planned day.
var PlannedCash = register.List{Name: "payment_cash_days"}
