// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"crypto/sha256"
	"slices"

	"safar/field/people"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Home is what is known of a home that is offered, beside the beds, which stand on the journey of those who offer it.
type Home struct {
	Journey id.ID                    `cbor:"1,keyasint"` // the way of those it is about
	Is      register.Held[HomeIs]    `cbor:"2,keyasint"` // as it was said last
	Paused  register.Held[clock.Day] `cbor:"3,keyasint"` // the last day of a pause; NoDay: none any more
}

// HomeIs is a home as those who offer it describe it.
type HomeIs struct {
	Town       string        `cbor:"1,keyasint,omitempty"` // no address
	Households int           `cbor:"2,keyasint,omitempty"` // how many live there as guests at one time; 0 counts as one
	StepFree   people.Answer `cbor:"3,keyasint,omitempty"` // it has no steps
	Languages  []string      `cbor:"4,keyasint,omitempty"` // that are spoken there
	Takes      []string      `cbor:"5,keyasint,omitempty"` // protective rule: of women, men, girls and boys those who may live there; none for all
	Keeps      []string      `cbor:"6,keyasint,omitempty"` // with what somebody might not live, such as a dog
}

// Seeking is what is known of guests who seek a home or live in one.
type Seeking struct {
	Journey id.ID                `cbor:"1,keyasint"`           // the way of those it is about
	Is      register.Held[Needs] `cbor:"2,keyasint"`           // as it was said last
	Apart   []Apart              `cbor:"3,keyasint,omitempty"` // from whom they are kept apart, in the order of the facts
	Lifted  []journal.Ref        `cbor:"4,keyasint,omitempty"` // those of Apart that hold no more
	Reviews []Reviewed           `cbor:"5,keyasint,omitempty"` // in the order of their facts
}

// Needs is what guests need and wish, as they say it. Nobody else says it for them.
type Needs struct {
	StepFree  people.Answer `cbor:"1,keyasint,omitempty"` // somebody of them needs a home without steps
	Languages []string      `cbor:"2,keyasint,omitempty"` // that they speak
	Wishes    []string      `cbor:"3,keyasint,omitempty"` // towns, the most wished first; three count
	Avoids    []string      `cbor:"4,keyasint,omitempty"` // with what they cannot live, such as a dog
}

// Apart is from whom guests are kept apart: a host by its journey, or everybody in a town, or every home in which somebody of a name lives. It never says why.
type Apart struct {
	_    struct{}    `cbor:",toarray"`
	Ref  journal.Ref // the fact that says so
	Host id.ID       // the journey of the host
	Town string      // no address; "" for none
	Name string      // of who heads it, or who it is
}

// apart are those from whom the guests are kept apart now.
func (s *Seeking) apart() []Apart {
	return slices.DeleteFunc(slices.Clone(s.Apart), func(a Apart) bool { return slices.Contains(s.Lifted, a.Ref) })
}

// Reviewed is that somebody spoke with those who live with a host that may not receive any more. Outcome is one of Outcomes; it holds to Until, that day itself included.
type Reviewed struct {
	_       struct{} `cbor:",toarray"`
	With    id.ID    // the journey of the host
	Outcome string
	Day     clock.Day // when
	Until   clock.Day
}

// reviewedFor returns the review of those who live with a host that holds on a day.
func (s *Seeking) reviewedFor(host id.ID, today clock.Day) (Reviewed, bool) {
	for i := len(s.Reviews) - 1; i >= 0; i-- {
		if r := s.Reviews[i]; r.With == host {
			return r, r.Until >= today
		}
	}
	return Reviewed{}, false
}

// Proposal is what is known of one pair of guests and a host. What somebody said stays, also where it is proposed again: who said no says yes before it can be.
type Proposal struct {
	Guests  id.ID     `cbor:"1,keyasint"`           // the journey of the guests
	Host    id.ID     `cbor:"2,keyasint"`           // the journey of the host
	Day     clock.Day `cbor:"3,keyasint"`           // on which it was proposed last; 0 where it never was
	Said    []Said    `cbor:"4,keyasint,omitempty"` // in the order in which they first said something
	Met     clock.Day `cbor:"5,keyasint,omitempty"` // on which they met; 0 where they have not since it was proposed
	Dropped bool      `cbor:"6,keyasint,omitempty"` // it is proposed no more
}

// Said is what one adult of either side says to a proposal.
type Said struct {
	By  id.ID               `cbor:"1,keyasint"` // who says it
	Yes register.Held[bool] `cbor:"2,keyasint"` // adults who say yes
}

func (p *Proposal) propose(day clock.Day) { p.Day, p.Met, p.Dropped = day, 0, false }

func (p *Proposal) say(f *journal.Fact, by id.ID, yes bool) {
	i := slices.IndexFunc(p.Said, func(s Said) bool { return s.By == by })
	if i < 0 {
		i, p.Said = len(p.Said), append(p.Said, Said{By: by})
	}
	p.Said[i].Yes.Put(f, fieldSaid, yes)
}

// seen are the facts of what somebody said that stand.
func (p *Proposal) seen(by id.ID) []journal.Ref {
	for i := range p.Said {
		if p.Said[i].By == by {
			return p.Said[i].Yes.Seen()
		}
	}
	return nil
}

// refused reports whether somebody says no. Of two offices that wrote down different words of one person the no counts.
func (p *Proposal) refused() bool {
	return slices.ContainsFunc(p.Said, func(s Said) bool {
		return slices.ContainsFunc(s.Yes.Standing, func(v register.Stated[bool]) bool { return !v.Value })
	})
}

// agreed reports whether somebody says yes, and nothing else.
func (p *Proposal) agreed(by id.ID) bool {
	return slices.ContainsFunc(p.Said, func(s Said) bool { return s.By == by && s.Yes.Value() && !p.refused() })
}

// stands reports whether it is proposed: told to both sides, and nobody said no.
func (p *Proposal) stands() bool { return p.Day != 0 && !p.Dropped && !p.refused() }

// The kinds of stories of this package, and the lists in which proposals are found: by the journey of the guests, and by that of the host.
var (
	ByGuests = register.List{Name: "proposals_by_guests"}
	ByHost   = register.List{Name: "proposals_by_host"}

	HomeStory     = register.NewKind[Home]("home", nil)
	SeekingStory  = register.NewKind[Seeking]("seeking", nil)
	ProposalStory = register.NewKind("proposal", func(p *Proposal, add register.Adder) {
		add(ByGuests, p.Guests[:])
		add(ByHost, p.Host[:])
	})
)

// storyID is the id of what is known of journeys under a name.
func storyID(name string, of ...id.ID) id.ID {
	text := []byte(name + "\x00")
	for _, journey := range of {
		text = append(text, journey[:]...)
	}
	sum := sha256.Sum256(text)
	d, _ := id.FromBytes(sum[:id.Size])
	return d
}

// HomeID is the id of the home that is offered on a journey.
func HomeID(journey id.ID) id.ID { return storyID("home", journey) }

// SeekingID is the id of what guests seek on a journey.
func SeekingID(journey id.ID) id.ID { return storyID("seeking", journey) }

// ProposalID is the id of the proposal of a pair: the journeys of guests and of a host.
func ProposalID(guests, host id.ID) id.ID { return storyID("proposal", guests, host) }
