// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// agreedResidue is an agreement with a partner. It is in the words of the two organisations, and names nobody.
type agreedResidue struct {
	Partner string    `cbor:"1,keyasint"`
	Name    string    `cbor:"2,keyasint"`
	Fields  []string  `cbor:"3,keyasint"`
	From    clock.Day `cbor:"4,keyasint"`
	Until   clock.Day `cbor:"5,keyasint,omitempty"`
	Detains bool      `cbor:"6,keyasint,omitempty"`
}

var agreed = register.NewFact(PartnerStory, "referral.agreed", 1,
	func(p *Partner, f *journal.Fact, r agreedResidue, _ *register.None) {
		p.Partner, p.Name, p.Detains = r.Partner, r.Name, p.Detains || r.Detains
		p.Terms = append(p.Terms, Terms{Ref: f.Ref(), Fields: r.Fields, From: r.From, Until: r.Until})
	})

type agreementEndedResidue struct {
	Reason string `cbor:"1,keyasint"`
}

var agreementEnded = register.NewFact(PartnerStory, "referral.agreement_ended", 1,
	func(p *Partner, f *journal.Fact, r agreementEndedResidue, _ *register.None) {
		for i := range p.Terms {
			if slices.Contains(f.Supersedes[fieldTerms], p.Terms[i].Ref) {
				p.Terms[i].Ended, p.Terms[i].Reason = true, r.Reason
			}
		}
	})

// fieldTerms and fieldReferral name, in a fact, what it ends or replaces.
const (
	fieldTerms    = "terms"
	fieldReferral = "referral"
)

// InDetention is the value of the mark by which a consent is noted as given in detention.
const InDetention = "in_detention"

type consentedResidue struct {
	Step        string    `cbor:"1,keyasint"`
	Of          id.ID     `cbor:"2,keyasint,omitempty"` // whose data it is; zero where the subject has no people
	Fields      []string  `cbor:"3,keyasint"`
	Until       clock.Day `cbor:"4,keyasint,omitempty"`
	Written     bool      `cbor:"5,keyasint,omitempty"`
	InDetention bool      `cbor:"6,keyasint,omitempty"`
	Guardian    id.ID     `cbor:"7,keyasint,omitempty"` // the adult who consents for a child
	Authority   bool      `cbor:"8,keyasint,omitempty"` // the child-protection authority does
}

// ConsentWords are who witnessed an oral consent, which authority gave it, and what the person said. Witness and Authority are
// names; each of Witness, Authority and Text is "" where there is none.
type ConsentWords struct {
	Witness   string `cbor:"1,keyasint,omitempty"`
	Authority string `cbor:"2,keyasint,omitempty"`
	Text      string `cbor:"3,keyasint,omitempty"`
}

var consented = register.NewFact(journey.Story, "referral.consented", 1,
	func(j *journey.Journey, f *journal.Fact, r consentedResidue, _ *ConsentWords) {
		j.Withdraw(f, fieldReferral)
		fields := r.Fields
		if r.InDetention {
			fields = append(slices.Clone(fields), InDetention)
		}
		for _, field := range fields {
			j.Add(f, journey.Mark{Step: r.Step, State: programme.Consented, By: r.Of, Value: field, Until: r.Until, Guardian: r.Guardian})
		}
	})

type aboutResidue struct {
	Step string `cbor:"1,keyasint"`
	Of   id.ID  `cbor:"2,keyasint,omitempty"`
}

var withdrawn = register.NewFact(journey.Story, "referral.withdrawn", 1,
	func(j *journey.Journey, f *journal.Fact, r aboutResidue, _ *journey.Words) {
		j.Withdraw(f, fieldReferral)
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Recalled, By: r.Of})
	})

var askedBack = register.NewFact(journey.Story, "referral.asked_back", 1,
	func(j *journey.Journey, f *journal.Fact, r aboutResidue, _ *journey.Words) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.AskedBack, By: r.Of})
	})

type sentResidue struct {
	Step   string    `cbor:"1,keyasint"`
	Of     id.ID     `cbor:"2,keyasint,omitempty"`
	Terms  id.ID     `cbor:"3,keyasint"` // the partner's story
	Fields []string  `cbor:"4,keyasint"`
	How    string    `cbor:"5,keyasint"`
	Keep   clock.Day `cbor:"6,keyasint,omitempty"` // until when the partner may keep it; NoDay where the programme does not say

	NamesNobody bool `cbor:"7,keyasint,omitempty"` // since version 2: whoever handed its words over confirms that they name nobody
}

// Handed is what was handed over, to whom there.
type Handed struct {
	To     string            `cbor:"1,keyasint,omitempty"` // who took it, at the partner
	Passed map[string]string `cbor:"2,keyasint,omitempty"` // by field, as it was that day
}

var sent = register.NewFact(journey.Story, "referral.sent", 2,
	func(j *journey.Journey, f *journal.Fact, r sentResidue, _ *Handed) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Offered, By: r.Of, Link: r.Terms})
		for _, field := range r.Fields {
			j.Add(f, journey.Mark{Step: r.Step, State: programme.Shared, By: r.Of, Value: field})
		}
	}).From(1, func(residue, person []byte) ([]byte, []byte, error) { return residue, person, nil }) // it had no words of a complaint

type receivedResidue struct {
	Step      string `cbor:"1,keyasint"`
	Terms     id.ID  `cbor:"2,keyasint"`
	Written   bool   `cbor:"3,keyasint,omitempty"`
	Reference string `cbor:"4,keyasint"` // the partner's number of the case
}

var received = register.NewFact(journey.Story, "referral.received", 1,
	func(j *journey.Journey, f *journal.Fact, r receivedResidue, _ *ConsentWords) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Offered, Link: r.Terms})
	})

type answeredResidue struct {
	Step     string `cbor:"1,keyasint"`
	Of       id.ID  `cbor:"2,keyasint,omitempty"`
	Accepted bool   `cbor:"3,keyasint,omitempty"`
}

var answered = register.NewFact(journey.Story, "referral.answered", 1,
	func(j *journey.Journey, f *journal.Fact, r answeredResidue, _ *journey.Words) {
		m := journey.Mark{Step: r.Step, State: programme.Declined, By: r.Of}
		if r.Accepted {
			m.State = programme.Accepted
		}
		j.Add(f, m)
	})

var ended = register.NewFact(journey.Story, "referral.ended", 1,
	func(j *journey.Journey, f *journal.Fact, r aboutResidue, _ *journey.Words) {
		j.Add(f, journey.Mark{Step: r.Step, State: programme.Served, By: r.Of})
	})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{PartnerStory, agreed, agreementEnded, consented, nobodyToAsk, withdrawn, askedBack, sent, received, answered, ended}
}
