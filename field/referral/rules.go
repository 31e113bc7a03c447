// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

const (
	maxWords  = 2000 // bytes of UTF-8
	maxFields = 30
)

// Hows are the ways in which a referral is handed over. The machine sends nothing.
var Hows = []string{"in_person", "sealed_letter", "encrypted_file"}

// whose refuses somebody who is not of the subject, and nobody where it has people: a referral is of one person.
func whose(k *journey.Case, of id.ID) error {
	if of.IsZero() && len(k.Members) == 0 {
		return nil
	}
	_, err := k.Member(of)
	return err
}

// consentsOf returns the fields to which somebody consents on a day at a step; InDetention is among them where it was given in detention.
func consentsOf(j *journey.Journey, step string, of id.ID, day clock.Day) (fields []string) {
	for _, m := range j.Standing(step, programme.Consented) {
		if m.By == of && m.Day <= day && (!m.Until.Known() || day <= m.Until) {
			fields = append(fields, m.Value)
		}
	}
	return fields
}

// mayPass returns which fields may be handed over of somebody at a step: those that the step shares, and on the day that is written and today an
// agreement covers and the person consents to. It refuses where there is no agreement or no consent, and an authority of detention whatever is not
// noted as given there.
func mayPass(from desk.Source, k *journey.Case, s *programme.Step, of id.ID, day clock.Day) ([]string, error) {
	partner, err := desk.SeeCommons(from, PartnerStory, PartnerID(s.Partner))
	fields := s.Shares
	for _, on := range [...]clock.Day{day.Or(from.Today()), from.Today()} {
		if err == nil {
			fields, err = passable(partner.State, k.Journey, s, of, on, fields)
		}
	}
	return fields, err
}

func passable(p *Partner, j *journey.Journey, s *programme.Step, of id.ID, day clock.Day, fields []string) ([]string, error) {
	const op = "referral.mayPass"
	terms, agreed := p.on(day)
	if !agreed {
		return nil, fault.New(op, fault.Blocked, "referral.no_agreement", fault.Args{"partner": s.Partner}).WithHint("referral.no_agreement_hint")
	}
	consent := consentsOf(j, s.ID, of, day)
	if len(consent) == 0 {
		return nil, fault.New(op, fault.Blocked, "referral.no_consent", nil).WithHint("referral.no_consent_hint")
	}
	if p.Detains && !slices.Contains(consent, InDetention) {
		return nil, fault.New(op, fault.Blocked, "referral.detention", nil).WithHint("referral.detention_hint")
	}
	return slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return !slices.Contains(terms, f) || !slices.Contains(consent, f) }), nil
}

// chosen refuses fields that may not be handed over, by name; none chosen means all that may be.
func chosen(may, fields []string) ([]string, error) {
	for _, f := range fields {
		if !slices.Contains(may, f) {
			return nil, fault.New("referral.chosen", fault.Blocked, "referral.field_not_passed", fault.Args{"field": f}).WithHint("referral.field_not_passed_hint")
		}
	}
	if len(fields) == 0 {
		fields = may
	}
	return fields, nil
}

// guarded are the fields that only who sees what is sensitive may hand over.
var guarded = []string{"safe_contact"}

// readable leaves the fields that somebody may read themselves: nobody hands over what they may not see.
func readable(fields []string, by access.Actor, scope access.Scope, today clock.Day) []string {
	if access.Clearance(by, scope, today).Has(access.Sensitive) {
		return fields
	}
	return slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return slices.Contains(guarded, f) })
}

// theirOwn refuses a consent that is another's: an adult, or somebody who may be one, consents alone. For a child an adult of the household
// consents; where there is none, the child-protection authority.
func (c Consent) theirOwn(k *journey.Case, today clock.Day) error {
	const op = "referral.Consent"
	if !c.Private {
		return fault.New(op, fault.Blocked, "referral.not_private", nil)
	}
	child := false
	if !c.Of.IsZero() {
		m, err := k.Member(c.Of)
		if err != nil {
			return err
		}
		child = m.Person.AdultOn(today) == people.No
	}
	switch stands := !c.Guardian.IsZero() || c.Words.Authority != ""; {
	case !child && stands:
		return fault.New(op, fault.Blocked, "referral.their_own", nil).WithHint("referral.their_own_hint")
	case child && !stands:
		return fault.New(op, fault.Blocked, "referral.child", nil).WithHint("referral.child_hint")
	case child && c.Guardian.IsZero():
		return noAdult(k, today)
	case child:
		return adult(k, c.Guardian, today)
	}
	return nil
}

// noAdult refuses the word of an authority where an adult of the household may be asked.
func noAdult(k *journey.Case, today clock.Day) error {
	if slices.ContainsFunc(k.Members, func(m people.Someone) bool { return m.Person.AdultOn(today) == people.Yes }) {
		return fault.New("referral.Consent", fault.Blocked, "referral.child", nil).WithHint("referral.child_hint")
	}
	return nil
}

func adult(k *journey.Case, of id.ID, today clock.Day) error {
	m, err := k.Member(of)
	if err == nil && m.Person.AdultOn(today) != people.Yes {
		err = fault.New("referral.Consent", fault.Blocked, "referral.child", nil).WithHint("referral.child_hint")
	}
	return err
}

// sound refuses a consent that says too little: to what, before whom, or that is over.
func (c Consent) sound(s *programme.Step, today clock.Day) error {
	const op = "referral.Consent"
	for _, f := range c.Fields {
		if !slices.Contains(s.Shares, f) {
			return fault.New(op, fault.Invalid, "referral.not_shared", fault.Args{"field": f})
		}
	}
	switch {
	case len(c.Fields) == 0 || len(c.Fields) > maxFields:
		return fault.New(op, fault.Invalid, "referral.fields_missing", nil)
	case !c.Written && strings.TrimSpace(c.Words.Witness) == "":
		return fault.New(op, fault.Invalid, "referral.witness_missing", nil)
	case c.Until.Known() && c.Until < today:
		return fault.New(op, fault.Invalid, "referral.consent_over", nil)
	}
	return short(op, c.Words.Witness, c.Words.Authority, c.Words.Text)
}

// narrows refuses a consent to less than the partner has already: what was handed over is asked back first.
func (c Consent) narrows(j *journey.Journey) error {
	if r := j.ReferralOf(c.Step, c.Of); r.Recalled || !r.Handed() {
		return nil
	}
	for _, m := range j.Standing(c.Step, programme.Shared) {
		if m.By == c.Of && !slices.Contains(c.Fields, m.Value) {
			return fault.New("referral.Consent", fault.Conflict, "referral.narrower", fault.Args{"field": m.Value}).WithHint("referral.narrower_hint")
		}
	}
	return nil
}

// reason refuses a decision without one.
func reason(op, text string) error {
	if strings.TrimSpace(text) == "" {
		return fault.New(op, fault.Invalid, "referral.reason_missing", nil)
	}
	return short(op, text)
}

// short refuses words that are too long to keep.
func short(op string, texts ...string) error {
	for _, t := range texts {
		if len(t) > maxWords {
			return fault.New(op, fault.Invalid, "referral.too_long", fault.Args{"bytes": maxWords})
		}
	}
	return nil
}
