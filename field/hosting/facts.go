// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// bedsResidue is how many beds a household offers to others.
type bedsResidue struct {
	Step string `cbor:"1,keyasint"`
	Kind string `cbor:"2,keyasint"`
	Beds int    `cbor:"3,keyasint,omitempty"`
}

// The names of the first two facts are older than this package: what was written under them is read for ever.
var (
	bedsOffered = register.NewFact(journey.Story, "capacity.beds_offered", 1, func(j *journey.Journey, f *journal.Fact, r bedsResidue, _ *register.None) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Agreed, Value: r.Kind, Unit: r.Beds})
	})
	hosted = register.NewFact(journey.Story, "capacity.hosted", 1, func(j *journey.Journey, f *journal.Fact, r hostedResidue, _ *register.None) {
		j.Add(f, journey.Mark{Step: r.Step, State: r.State, Link: r.With, Value: r.Kind, Unit: r.Beds})
	})
)

// hostedResidue is a placement of a household with another, or its end. It names those who receive by their journey.
type hostedResidue struct {
	Step  string          `cbor:"1,keyasint"`
	State programme.State `cbor:"2,keyasint"`
	With  id.ID           `cbor:"3,keyasint"`
	Kind  string          `cbor:"4,keyasint,omitempty"`
	Beds  int             `cbor:"5,keyasint,omitempty"`
}

// journeyResidue names the journey on which somebody offers a home, or seeks one.
type journeyResidue struct {
	Journey id.ID `cbor:"1,keyasint"`
}

// Fields that a fact replaces in a home, in what guests seek, and in a proposal.
const (
	fieldHome  = "home"
	fieldPause = "pause"
	fieldNeeds = "needs"
	fieldApart = "apart"
	fieldSaid  = "said"
)

var homeDescribed = register.NewFact(HomeStory, "hosting.home_described", 1, func(h *Home, f *journal.Fact, r journeyResidue, is *HomeIs) {
	h.Journey = r.Journey
	if is != nil {
		h.Is.Put(f, fieldHome, *is)
	}
})

type pausedResidue struct {
	Journey id.ID     `cbor:"1,keyasint"`
	Until   clock.Day `cbor:"2,keyasint"` // the last day; NoDay ends the pause
}

var paused = register.NewFact(HomeStory, "hosting.paused", 1, func(h *Home, f *journal.Fact, r pausedResidue, _ *register.None) {
	h.Journey = r.Journey
	h.Paused.Put(f, fieldPause, r.Until)
})

var sought = register.NewFact(SeekingStory, "hosting.sought", 1, func(s *Seeking, f *journal.Fact, r journeyResidue, needs *Needs) {
	s.Journey = r.Journey
	if needs != nil {
		s.Is.Put(f, fieldNeeds, *needs)
	}
})

// ApartWords is from whom guests are kept apart where no host is named, and why. All of it is sealed to them.
type ApartWords struct {
	Town   string `cbor:"1,keyasint,omitempty"` // no address; "" for none
	Name   string `cbor:"2,keyasint,omitempty"` // of a person who must not live there
	Reason string `cbor:"3,keyasint,omitempty"` // it may be empty
}

type apartResidue struct {
	Journey id.ID `cbor:"1,keyasint"`
	Host    id.ID `cbor:"2,keyasint,omitempty"` // the journey of a host
}

var keptApart = register.NewFact(SeekingStory, "hosting.kept_apart", 1, func(s *Seeking, f *journal.Fact, r apartResidue, w *ApartWords) {
	s.Journey = r.Journey
	a := Apart{Ref: f.Ref(), Host: r.Host}
	if w != nil {
		a.Town, a.Name = w.Town, w.Name
	}
	s.Apart = append(s.Apart, a)
})

var apartLifted = register.NewFact(SeekingStory, "hosting.apart_lifted", 1, func(s *Seeking, f *journal.Fact, _ journeyResidue, _ *ApartWords) {
	s.Lifted = append(s.Lifted, f.Supersedes[fieldApart]...)
})

type reviewedResidue struct {
	Journey id.ID     `cbor:"1,keyasint"`
	With    id.ID     `cbor:"2,keyasint"`
	Outcome string    `cbor:"3,keyasint"`
	Until   clock.Day `cbor:"4,keyasint"`
}

// ReviewWords is what those who live there said, when they were reviewed.
type ReviewWords struct {
	Text string `cbor:"1,keyasint,omitempty"` // in their words
}

var reviewed = register.NewFact(SeekingStory, "hosting.reviewed", 1, func(s *Seeking, f *journal.Fact, r reviewedResidue, _ *ReviewWords) {
	s.Journey = r.Journey
	s.Reviews = append(s.Reviews, Reviewed{With: r.With, Outcome: r.Outcome, Day: f.Day, Until: r.Until})
})

// pairResidue names a pair: the journeys of guests and of a host.
type pairResidue struct {
	Guests id.ID `cbor:"1,keyasint"`
	Host   id.ID `cbor:"2,keyasint"`
	By     id.ID `cbor:"3,keyasint,omitempty"` // who said it
	Yes    bool  `cbor:"4,keyasint,omitempty"`
}

func pairFact(name string, apply func(*Proposal, *journal.Fact, pairResidue)) register.FactKind[Proposal, pairResidue, register.None] {
	return register.NewFact(ProposalStory, name, 1, func(p *Proposal, f *journal.Fact, r pairResidue, _ *register.None) {
		p.Guests, p.Host = r.Guests, r.Host
		apply(p, f, r)
	})
}

var (
	proposed = pairFact("hosting.proposed", func(p *Proposal, f *journal.Fact, _ pairResidue) { p.propose(f.Day) })
	answered = pairFact("hosting.answered", func(p *Proposal, f *journal.Fact, r pairResidue) { p.say(f, r.By, r.Yes) })
	met      = pairFact("hosting.met", func(p *Proposal, f *journal.Fact, _ pairResidue) { p.Met = f.Day })
	dropped  = pairFact("hosting.dropped", func(p *Proposal, _ *journal.Fact, _ pairResidue) { p.Dropped = true })
)

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{bedsOffered, hosted, HomeStory, homeDescribed, paused, SeekingStory, sought, keptApart, apartLifted, reviewed, ProposalStory, proposed, answered, met, dropped}
}
