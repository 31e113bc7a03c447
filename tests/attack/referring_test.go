// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"

	"safar/field/journey"
	"safar/field/referral"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// pact is what was agreed with an organisation, as the facts tell: what may be passed, from when until when.
type pact struct {
	detains     bool
	ref         journal.Ref
	partner     string
	fields      []string
	from, until clock.Day
}

// consent is what somebody consents to at a step, as the facts tell.
type consent struct {
	ref    journal.Ref
	step   string
	of     id.ID
	fields []string
	until  clock.Day
	there  bool // given in detention
}

// partners are the organisations of the steps at which people are referred, and detaining those that detain.
var (
	partners  = map[string]string{"clinic": "health_ngo", "release": "ministry"}
	detaining = map[string]bool{"release": true}
)

func (a *auditor) readAgreed() {
	r := into[struct {
		Partner string    `cbor:"1,keyasint"`
		Fields  []string  `cbor:"3,keyasint"`
		From    clock.Day `cbor:"4,keyasint"`
		Until   clock.Day `cbor:"5,keyasint"`
		Detains bool      `cbor:"6,keyasint"`
	}](a)
	a.pacts = append(a.pacts, pact{r.Detains, a.fact.Ref(), r.Partner, r.Fields, r.From, r.Until})
}

func (a *auditor) readConsented() {
	r := into[struct {
		Step   string    `cbor:"1,keyasint"`
		Of     id.ID     `cbor:"2,keyasint"`
		Fields []string  `cbor:"3,keyasint"`
		Until  clock.Day `cbor:"4,keyasint"`
		There  bool      `cbor:"6,keyasint"`
		For    id.ID     `cbor:"7,keyasint"`
		Others bool      `cbor:"8,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	if p := a.persons[r.Of]; p != nil && (p.age(a.today) < 0 || p.age(a.today) >= 18) && (!r.For.IsZero() || r.Others) {
		a.breach("somebody else consented for an adult")
	}
	w.consents = append(w.consents, consent{a.fact.Ref(), r.Step, r.Of, r.Fields, r.Until, r.There})
}

// readSent holds what was handed over against an agreement and a consent of that day and of today, field by field.
func (a *auditor) readSent() {
	r := into[struct {
		Step   string   `cbor:"1,keyasint"`
		Of     id.ID    `cbor:"2,keyasint"`
		Fields []string `cbor:"4,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	partner := ""
	if s := w.path.step(r.Step); s != nil {
		partner = s.text("partner")
		for _, field := range r.Fields {
			if !slices.Contains(s.ids("shares"), field) {
				a.breach("%s was passed, which the step does not share", field)
			}
		}
	}
	a.honoured(w, r.Step)
	for _, day := range []clock.Day{a.fact.Day, a.today} {
		for _, field := range r.Fields {
			if !a.agreed(partner, field, day) {
				a.breach("%s was passed without an agreement on %v", field, day)
			}
			if !a.consented(w, r.Step, r.Of, field, day, a.detains(partner)) {
				a.breach("%s was passed without a consent on %v", field, day)
			}
		}
	}
	if len(r.Fields) == 0 {
		a.breach("nothing was passed")
	}
	a.count("referrals handed over")
}

func (a *auditor) agreed(partner, field string, day clock.Day) bool {
	return slices.ContainsFunc(a.pacts, func(p pact) bool {
		return !a.replaced[p.ref] && p.partner == partner && slices.Contains(p.fields, field) && p.from <= day && (p.until == clock.NoDay || day <= p.until)
	})
}

// detains reports whether an organisation was ever said to be an authority of detention.
func (a *auditor) detains(partner string) bool {
	return slices.ContainsFunc(a.pacts, func(p pact) bool { return p.partner == partner && p.detains })
}

func (a *auditor) consented(w *way, step string, of id.ID, field string, day clock.Day, detained bool) bool {
	return slices.ContainsFunc(w.consents, func(c consent) bool {
		return !a.replaced[c.ref] && c.step == step && c.of == of && slices.Contains(c.fields, field) && (c.until == clock.NoDay || day <= c.until) &&
			(c.there || !detained)
	})
}

// unagreed ends what other sequences agreed: what this one hands over is to be under an agreement that it knows.
func (s *sequence) unagreed() {
	for _, partner := range partners {
		if _, err := s.do(s.as(access.ProgrammeManager), access.Commons, id.New(), referral.EndAgreement{Partner: partner, Reason: "another time"}); err != nil && !plain(err) {
			s.t.Fatal(err)
		}
	}
	must(s.t, s.audit.pass(access.Commons))
}

// refer does something with a referral: mostly what brings one nearer to being handed over.
func (s *sequence) refer() {
	if len(s.clocks) > 1 {
		return // agreements of the commons reach another office with the next exchange: see twooffices_test.go for what does not
	}
	f := s.family()
	if !s.help(f) {
		return
	}
	step := []string{"clinic", "clinic", "release"}[s.pick(3, "step")]
	who := s.someone(f)
	if adults := s.audit.adults(f.household, s.today()); len(adults) > 0 && !s.chance(5, "a child, or a stranger") {
		who = adults[s.pick(len(adults), "adult")]
	}
	switch s.pick(9, "refer") {
	case 0:
		s.try(referral.EndAgreement{Partner: partners[step], Reason: "over"})
	case 1:
		s.takeBack(f, step, who)
	case 2:
		s.try(referral.Answer{Journey: f.help, Step: step, Of: who, Accepted: s.chance(2, "accepted")})
	default:
		s.agree(step)
		s.consent(f, step, who)
		s.handOver(f, step, who)
		switch s.pick(3, "and then") {
		case 0:
			s.handOver(f, step, who)
		case 1:
			s.takeBack(f, step, who)
			s.handOver(f, step, who)
		}
	}
}

// takeBack has somebody take back their consent, and the partner asked to give up what it has.
func (s *sequence) takeBack(f *family, step string, who id.ID) {
	s.try(referral.Withdraw{Journey: f.help, Step: step, Of: who})
	s.try(referral.AskBack{Journey: f.help, Step: step, Of: who, Words: journey.Words{Text: "they tore it up"}})
}

// some draws some of the fields that a step shares.
func (s *sequence) some() (fields []string) {
	for _, field := range []string{"names", "phone", "need"} {
		if !s.chance(3, field) {
			fields = append(fields, field)
		}
	}
	return fields
}

func (s *sequence) agree(step string) {
	if s.chance(3, "agreed") {
		return
	}
	c := referral.Agree{Partner: partners[step], Name: "A partner", Fields: s.some(), Detains: detaining[step]}
	if s.chance(2, "for some days") {
		c.Until = s.today() + clock.Day(s.pick(9, "days"))
	}
	s.try(c)
}

func (s *sequence) consent(f *family, step string, who id.ID) {
	c := referral.Consent{Journey: f.help, Step: step, Of: who, Fields: s.some(), Written: true, Private: !s.chance(9, "aloud"), InDetention: s.chance(2, "there")}
	if s.chance(3, "for some days") {
		c.Until = s.today() + clock.Day(s.pick(5, "days"))
	}
	if adults := s.audit.adults(f.household, s.today()); s.chance(3, "another's word") && len(adults) > 0 {
		c.Guardian = adults[s.pick(len(adults), "whose")]
	}
	if !s.chance(4, "not asked") {
		s.try(c)
	}
}

func (s *sequence) handOver(f *family, step string, who id.ID) {
	c := referral.Send{Journey: f.help, Step: step, Of: who, How: "in_person", Need: "a bed"}
	if s.chance(2, "some fields") {
		c.Fields = s.some()
	}
	if s.chance(5, "written down late") {
		c.Day = s.today() - clock.Day(s.pick(9, "days"))
	}
	s.try(c)
	s.try(referral.Answer{Journey: f.help, Step: step, Of: who, Accepted: true})
}
