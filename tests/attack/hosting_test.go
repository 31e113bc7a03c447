// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"strings"

	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// hosted is with whom people live, as facts tell: the step at which they were placed, the way of those who receive them, and how many beds they have.
type hosted struct {
	step string
	with id.ID
	beds int
}

// readBeds reads how many beds are offered to others now.
func (a *auditor) readBeds() {
	r := into[struct {
		Step string `cbor:"1,keyasint"`
		Beds int    `cbor:"3,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	a.honoured(w, r.Step)
	if s := w.path.step(r.Step); s == nil || s.text("offers") != "true" || r.Beds < 0 || r.Beds > 20 {
		a.breach("%d beds are offered at %s", r.Beds, r.Step)
	}
	w.beds[r.Step] = r.Beds
	w.did[r.Step]++
	a.count("beds offered")
}

// hostedSaid is the residue of a placement, or of its end.
type hostedSaid struct {
	Step  string          `cbor:"1,keyasint"`
	State programme.State `cbor:"2,keyasint"`
	With  id.ID           `cbor:"3,keyasint"`
	Beds  int             `cbor:"5,keyasint"`
}

func (a *auditor) readHosted() {
	r := into[hostedSaid](a)
	w := a.way(a.fact.Story)
	lives := hosted{r.Step, r.With, r.Beds}
	if r.State == programme.Released {
		w.movedOn = a.fact.Command
		w.hosted = slices.DeleteFunc(w.hosted, func(h hosted) bool { return h == lives })
		a.count("placements ended")
		return
	}
	a.honoured(w, r.Step)
	a.mayBeHosted(w, r)
	w.hosted = append(w.hosted, lives)
	w.did[r.Step]++
	a.count("placements with hosts")
}

// mayBeHosted holds promises 3 and 4, and what binds hosts, against a placement: a bed for each, at a host who may receive today, who is not of their own household.
func (a *auditor) mayBeHosted(w *way, r hostedSaid) {
	host := a.way(r.With)
	s := w.path.step(r.Step)
	if s == nil || host.path == nil {
		a.breach("placed where nobody knows")
		return
	}
	pathway, offers, _ := strings.Cut(s.text("with"), ".")
	need, taken := a.bedsFor(w), 0
	for _, other := range a.ways {
		for _, h := range other.hosted {
			if h.with == r.With && !other.ended {
				taken += h.beds
			}
		}
	}
	switch {
	case len(w.hosted) > 0:
		a.breach("placed with two hosts")
	case host.path.book != w.path.book && host.path.book.id != w.path.book.id || host.path.id != pathway || host.ended:
		a.breach("placed with who receives nobody")
	case r.Beds < need || taken+need > host.beds[offers]:
		a.breach("%d beds for %d, where %d of %d are taken", r.Beds, need, taken, host.beds[offers])
	}
	a.mayReceive(w, host, offers)
	a.bothAgree(w, host)
}

// saidPair is what guests and a host say of each other, as facts tell, by the ways of both.
type saidPair struct {
	asked    bool // once
	proposed bool // now
	met      bool // since it was proposed
	said     []pairWord
	apart    []journal.Ref // the facts that keep them apart
}

type pairWord struct {
	ref journal.Ref
	by  id.ID
	yes bool
}

func (a *auditor) pairOf(guests, host id.ID) *saidPair {
	of := [2]id.ID{guests, host}
	if a.pairs[of] == nil {
		a.pairs[of] = &saidPair{}
	}
	return a.pairs[of]
}

type pairSaid struct {
	Guests id.ID `cbor:"1,keyasint"`
	Host   id.ID `cbor:"2,keyasint"`
	By     id.ID `cbor:"3,keyasint"`
	Yes    bool  `cbor:"4,keyasint"`
}

func (a *auditor) readProposed() {
	r := into[pairSaid](a)
	for of, other := range a.pairs {
		if of[0] == r.Guests && of[1] != r.Host && other.proposed && !a.refused(other) {
			a.breach("two homes are proposed to the same guests")
		}
	}
	p := a.pairOf(r.Guests, r.Host)
	p.asked, p.proposed, p.met = true, true, false
	a.count("homes proposed")
}

// refused reports whether somebody says no.
func (a *auditor) refused(p *saidPair) bool {
	return slices.ContainsFunc(p.said, func(s pairWord) bool { return !s.yes && !a.replaced[s.ref] })
}

func (a *auditor) readSaid() {
	r := into[pairSaid](a)
	p := a.pairOf(r.Guests, r.Host)
	p.said = append(p.said, pairWord{a.fact.Ref(), r.By, r.Yes})
	of := slices.Concat(a.grown(a.members(a.way(r.Guests).subject)), a.grown(a.members(a.way(r.Host).subject)))
	if !p.asked || !slices.Contains(of, r.By) {
		a.breach("somebody answers what they were not asked, or for others")
	}
}

func (a *auditor) readMet() {
	r := into[pairSaid](a)
	a.pairOf(r.Guests, r.Host).met = true
	a.count("guests met hosts")
}

func (a *auditor) readDropped() {
	r := into[pairSaid](a)
	a.pairOf(r.Guests, r.Host).proposed = false
}

// readApart reads that guests are kept apart from a host.
func (a *auditor) readApart() {
	r := into[struct {
		Journey id.ID `cbor:"1,keyasint"`
		Host    id.ID `cbor:"2,keyasint"`
	}](a)
	p := a.pairOf(r.Journey, r.Host)
	p.apart = append(p.apart, a.fact.Ref())
	a.count("guests kept apart")
}

func (a *auditor) readPaused() {
	r := into[struct {
		Journey id.ID     `cbor:"1,keyasint"`
		Until   clock.Day `cbor:"2,keyasint"`
	}](a)
	a.way(r.Journey).paused = r.Until
}

// bothAgree: every adult of the guests said yes and nobody no; of the hosts all did and they met, or, where the guests moved on from another host, one of them. Nobody is placed with whom they are kept apart from, or who pauses.
func (a *auditor) bothAgree(w, host *way) {
	p := a.pairOf(w.id, host.id)
	yes := func(by id.ID) bool {
		return slices.ContainsFunc(p.said, func(s pairWord) bool { return s.by == by && s.yes && !a.replaced[s.ref] })
	}
	guests, hosts := a.grown(a.members(w.subject)), a.grown(a.members(host.subject))
	moved := w.movedOn == a.fact.Command
	switch {
	case !p.proposed:
		a.breach("placed with a host who is not proposed to them")
	case a.refused(p):
		a.breach("placed where somebody said no")
	case slices.ContainsFunc(guests, func(by id.ID) bool { return !yes(by) }), !slices.ContainsFunc(hosts, yes):
		a.breach("placed where not every adult said yes")
	case !moved && (!p.met || slices.ContainsFunc(hosts, func(by id.ID) bool { return !yes(by) })):
		a.breach("placed with whom they have not met, or who have not all said yes")
	case slices.ContainsFunc(p.apart, func(ref journal.Ref) bool { return !a.replaced[ref] }):
		a.breach("placed with whom they are kept apart from")
	case host.paused.Known() && host.paused >= a.today && host.paused != 0:
		a.breach("placed with a host who pauses")
	}
	if moved {
		a.count("guests moved on")
	}
}

// mayReceive: a host is cleared, is no guest of their own, and women alone are where a woman lives; protection has looked at the family ties before.
func (a *auditor) mayReceive(w, host *way, offers string) {
	a.honoured(host, offers)
	for _, s := range host.path.before(offers, "decide") {
		if day, said := host.decidedOn[s.id]; said && a.today > after(day, s.valid) && !a.excused(host, s) {
			a.breach("placed with a host whose %s has lapsed", s.id)
		}
	}
	members, there := a.members(w.subject), a.members(host.subject)
	if host.subject == w.subject || slices.ContainsFunc(members, func(p id.ID) bool { return slices.Contains(there, p) }) {
		a.breach("placed with their own household")
	}
	grown := func(of []id.ID, sex uint8) bool {
		return slices.ContainsFunc(a.grown(of), func(p id.ID) bool { return a.persons[p].sex == sex })
	}
	woman := slices.ContainsFunc(members, func(p id.ID) bool { return a.persons[p].sex == 1 })
	if woman && !grown(members, 2) && !grown(there, 1) {
		a.breach("women alone are placed where no woman lives")
	}
	seen := slices.ContainsFunc(w.path.steps, func(s *wanted) bool {
		return s.text("kind") == "family_ties" && s.text("by") == "protection_officer" && w.decided[s.id] == "yes"
	})
	if !seen {
		a.breach("placed before anybody looked at the family ties")
	}
	if len(a.grown(members)) == 0 && len(a.standingOnly(w.decisions)) == 0 {
		a.breach("children alone are placed without a decision of the child-protection authority")
	}
}

// bedsFor is how many beds people need: those of two years and more, and whose age nobody knows, one each.
func (a *auditor) bedsFor(w *way) (beds int) {
	for _, p := range a.members(w.subject) {
		if age := a.persons[p].age(a.today); age < 0 || age >= 2 {
			beds++
		}
	}
	return beds
}

func roleOf(name string) access.Role {
	for _, r := range access.Roles() {
		if r.String() == name {
			return r
		}
	}
	return 0
}
