// SPDX-License-Identifier: Apache-2.0

package places

import (
	"slices"
	"strings"
	"unicode"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Place is what is true of a place.
//
// Pcode is "" and Parent zero where there is none; Opened may be NoDay. Profile has one entry an aspect, Safety one a group and
// route, and Room one a kind, each in the order in which they were first spoken of; Notes stand in the order of their facts. Name
// and Closing hold two values where two offices wrote without seeing each other. Kind never changes.
type Place struct {
	Kind         Kind                   `cbor:"1,keyasint"`
	Name         register.Held[string]  `cbor:"2,keyasint"`
	Pcode        string                 `cbor:"3,keyasint,omitempty"`
	Parent       id.ID                  `cbor:"4,keyasint,omitempty"`
	Opened       clock.Day              `cbor:"5,keyasint"`
	Profile      []Aspect               `cbor:"6,keyasint,omitempty"`
	Reports      []Dated                `cbor:"7,keyasint,omitempty"` // the latest, in order
	Safety       []Standing             `cbor:"8,keyasint,omitempty"`
	Room         []Offer                `cbor:"9,keyasint,omitempty"`
	Closing      register.Held[Closure] `cbor:"10,keyasint"`
	ClosingDates int                    `cbor:"11,keyasint,omitempty"` // how often a closing date was set
	Notes        []Note                 `cbor:"12,keyasint,omitempty"`
	Doubts       []Doubt                `cbor:"13,keyasint,omitempty"` // since the last decision for everyone, one a source

	Position register.Held[Position] `cbor:"14,keyasint,omitzero"` // where it lies; two where two offices said two things
}

// Doubt is a source that says "not safe" since protection last decided. Source is the source, as Report has it, and Day the day of
// its latest word.
type Doubt struct {
	_      struct{} `cbor:",toarray"`
	Source string
	Day    clock.Day
}

// doubt notes what a source says of the safety since the last decision: its latest word counts.
func (p *Place) doubt(r Report) {
	i := slices.IndexFunc(p.Doubts, func(d Doubt) bool { return d.Source == r.Source })
	switch {
	case i >= 0 && r.Day < p.Doubts[i].Day:
	case i >= 0 && r.Safe:
		p.Doubts = slices.Delete(p.Doubts, i, i+1)
	case i >= 0:
		p.Doubts[i].Day = r.Day
	case !r.Safe && len(p.Doubts) < maxReports:
		p.Doubts = append(p.Doubts, Doubt{Source: r.Source, Day: r.Day})
	}
}

// Withdrawn reports whether protection has found the place not safe, for everyone or for some group or route.
func (p *Place) Withdrawn() bool {
	return slices.ContainsFunc(p.Safety, func(s Standing) bool {
		return slices.ContainsFunc(s.Decided.Standing, func(d register.Stated[Safety]) bool { return !d.Value.Safe })
	})
}

// Aspect is one aspect of a profile. Name is the aspect's id; Found is the latest finding, or two that do not know of each other.
type Aspect struct {
	Name  string                     `cbor:"1,keyasint"`
	Found register.Held[Observation] `cbor:"2,keyasint"`
}

// Dated is a report with the fact that holds it. Ref names the fact, Report is what it says.
type Dated struct {
	Ref    journal.Ref `cbor:"1,keyasint"`
	Report Report      `cbor:"2,keyasint"`
}

// Standing is what was decided for one group and route. Group and Route are "" for everyone and every route; Decided holds two
// decisions where two people decided without seeing each other.
type Standing struct {
	Group   string                `cbor:"1,keyasint,omitempty"`
	Route   string                `cbor:"2,keyasint,omitempty"`
	Decided register.Held[Safety] `cbor:"3,keyasint"`
}

// Offer is the room a place offers of one kind. Kind is plot, bed or seat; of two numbers of Units that stand, the smaller governs
// (Place.Units).
type Offer struct {
	Kind  string             `cbor:"1,keyasint"`
	Units register.Held[int] `cbor:"2,keyasint"`
}

// SafeFor says whether the place is safe for people of some groups by a route, as decided, and the day of the decision that governs. known
// is false where protection has not decided for them. A decision governs where it is for everyone or for one of the groups, and for every
// route or for this one. The less safe governs: a decision that says "not safe" stands above all that say "safe", and of two that contradict
// each other it is the one. Of those that say "safe" the narrowest is the one that ages, and of two as narrow the older.
func (p *Place) SafeFor(groups []string, route string) (safe, known bool, day clock.Day) {
	day = clock.NoDay
	narrowest := -1
	for i := range p.Safety {
		s := &p.Safety[i]
		if !s.governs(groups, route) {
			continue
		}
		for _, d := range s.Decided.Standing {
			if !d.Value.Safe {
				return false, true, d.Value.Day
			}
			switch narrow := s.narrowness(); {
			case narrow > narrowest:
				narrowest, day = narrow, d.Value.Day
			case narrow == narrowest:
				day = min(day, d.Value.Day)
			}
			safe, known = true, true
		}
	}
	return safe, known, day
}

// LastWords returns the last report of each source that is no older than MaxReportAge on a day. Two names that differ in case, spaces or
// marks alone are one source. Of two reports of one day, the one that says "not safe" counts.
func (p *Place) LastWords(today clock.Day) []Report {
	var last []Report
	for _, d := range p.Reports {
		r := d.Report
		if r.Day < today-MaxReportAge || r.Day > today {
			continue
		}
		i := slices.IndexFunc(last, func(l Report) bool { return sourceKey(l.Source) == sourceKey(r.Source) })
		switch {
		case i < 0:
			last = append(last, r)
		case r.Day > last[i].Day || r.Day == last[i].Day && last[i].Safe:
			last[i] = r
		}
	}
	return last
}

// sourceKey is what tells one source from another: its letters and digits.
func sourceKey(source string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, source)
}

// UnsafeRoute reports whether a route to the place is not safe for people of some groups: who does not say by which route they go may go
// by that one.
func (p *Place) UnsafeRoute(groups []string) bool {
	return slices.ContainsFunc(p.Safety, func(s Standing) bool {
		return s.Route != "" && s.governs(groups, s.Route) &&
			slices.ContainsFunc(s.Decided.Standing, func(d register.Stated[Safety]) bool { return !d.Value.Safe })
	})
}

// governs reports whether what was decided is for people of some groups, by a route.
func (s *Standing) governs(groups []string, route string) bool {
	return (s.Group == "" || slices.ContainsFunc(groups, func(g string) bool { return SameName(g, s.Group) })) &&
		(s.Route == "" || SameName(s.Route, route))
}

// narrowness is how much a decision says of whom and by where it is for.
func (s *Standing) narrowness() int {
	n := 0
	if s.Group != "" {
		n++
	}
	if s.Route != "" {
		n++
	}
	return n
}

// SameName reports whether two people wrote the name of one group, or of one route.
func SameName(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// Aspect returns what was last found of an aspect of the profile.
func (p *Place) Aspect(name string) (Observation, bool) {
	i := slices.IndexFunc(p.Profile, func(a Aspect) bool { return a.Name == name })
	if i < 0 {
		return Observation{}, false
	}
	return p.Profile[i].Found.Latest()
}

// ProfileDay returns the day of the newest observation, or clock.NoDay.
func (p *Place) ProfileDay() clock.Day {
	day := clock.NoDay
	for _, a := range p.Profile {
		for _, o := range a.Found.Standing {
			day = max(day, o.Value.Day)
		}
	}
	return day
}

// Units returns how many units of a kind the place offers. Where two offers stand, the smaller governs.
func (p *Place) Units(kind string) int {
	for _, o := range p.Room {
		if o.Kind != kind || len(o.Units.Standing) == 0 {
			continue
		}
		least := o.Units.Standing[0].Value
		for _, s := range o.Units.Standing {
			least = min(least, s.Value)
		}
		return least
	}
	return 0
}

// The lists under which places are found, all in the commons.
var (
	ByKind     = register.List{Name: "places_by_kind"}     // kind, a zero byte, name in lower case
	ByPcode    = register.List{Name: "places_by_pcode"}    // p-code
	ByParent   = register.List{Name: "places_by_parent"}   // the place they lie in
	InQuestion = register.List{Name: "places_in_question"} // one byte: found not safe, or doubted since it was found safe
	ByName     = register.List{Name: "places_by_name"}     // kind, a zero byte, name in lower case, a zero byte, parent
)

// inQuestion is the one key of InQuestion.
var inQuestion = []byte{1}

// KindKey returns the key of ByKind under which places of a kind begin.
func KindKey(kind Kind) []byte { return append([]byte(kind), 0) }

// NameKey returns the key of ByName for a place of a kind, a name and a parent.
func NameKey(kind Kind, name string, parent id.ID) []byte {
	return append([]byte(string(kind)+"\x00"+strings.ToLower(name)+"\x00"), parent[:]...)
}

// Story is the kind of story of a place.
var Story = register.NewKind("place", func(p *Place, add register.Adder) {
	name := strings.ToLower(p.Name.Value())
	add(ByKind, append(KindKey(p.Kind), name...))
	add(ByName, NameKey(p.Kind, name, p.Parent))
	if p.Pcode != "" {
		add(ByPcode, []byte(p.Pcode))
	}
	if !p.Parent.IsZero() {
		add(ByParent, p.Parent[:])
	}
	if len(p.Doubts) > 0 || p.Withdrawn() {
		add(InQuestion, inQuestion)
	}
})
