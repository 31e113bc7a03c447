// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"maps"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Send says that somebody was referred: what was handed to the partner, and how. The machine itself sends nothing. Journey and Step
// say at which step; Of is who is referred, zero where the subject has no people. Day is when it was handed over, NoDay for today.
type Send struct {
	Journey id.ID
	Step    string
	Of      id.ID
	Fields  []string // which were handed over; empty for all that may be
	How     string   // see Hows
	To      string   // who took it, at the partner
	Need    string   // what they need, where the step shares it
	Words   string   // of who complained, as they are handed over, where the step shares them
	Day     clock.Day

	NamesNobody bool // whoever hands the words over has read them and confirms that they name nobody: needed where nobody could be asked
}

// Act is the act of referring.
func (Send) Act() access.Act { return access.ReferralSend }

// Decide judges what may be handed over today, and records it as it stands.
func (c Send) Decide(tx *desk.Tx) error { return c.Knowing(tx, nil) }

// Knowing is Decide where the subject is a thing of which a package above this one knows something: by field, see programme.Shares. It is handed over as that of a person is, where it may be; a door does not say it.
func (c Send) Knowing(tx *desk.Tx, known map[string]string) error {
	const op = "referral.Send"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := outbound(k, c.Step)
	if err != nil {
		return err
	}
	if err := whose(k, c.Of); err != nil {
		return err
	}
	may, err := mayPass(tx, k, s, c.Of, c.Day)
	if err != nil {
		return err
	}
	if _, err := k.Open(c.Step, "refer", true); err != nil {
		return err
	}
	if r := k.Journey.ReferralOf(c.Step, c.Of); r.Handed() {
		return fault.New(op, fault.Conflict, "referral.sent_already", nil)
	}
	if !slices.Contains(Hows, c.How) {
		return fault.New(op, fault.Invalid, "referral.how_missing", nil)
	}
	fields, err := chosen(readable(may, tx.By(), tx.Scope(), tx.Today()), c.Fields)
	if err != nil {
		return err
	}
	passed, err := c.passed(tx, k, fields, known)
	if err != nil {
		return err
	}
	return c.record(tx, k, s, fields, passed)
}

// passed is what is handed over, by field.
func (c Send) passed(tx *desk.Tx, k *journey.Case, fields []string, known map[string]string) (map[string]string, error) {
	const op = "referral.Send"
	if err := short(op, c.To, c.Need, c.Words); err != nil {
		return nil, err
	}
	passed, err := passedOf(tx, k, c.Of, fields, c.said(known))
	switch {
	case err != nil:
		return nil, err
	case len(passed) == 0:
		return nil, fault.New(op, fault.Blocked, "referral.nothing_to_pass", nil)
	case passed[fieldWords] != "" && !c.NamesNobody && nobodyAsked(k.Journey, c.Step, c.Of):
		return nil, fault.New(op, fault.Blocked, "referral.words_unread", nil).WithHint("referral.words_unread_hint")
	}
	return passed, nil
}

// said is what is known of a thing, and what whoever hands it over said of it.
func (c Send) said(known map[string]string) map[string]string {
	said := maps.Clone(known)
	if said == nil {
		said = map[string]string{}
	}
	said[fieldNeed], said[fieldWords] = strings.TrimSpace(c.Need), strings.TrimSpace(c.Words)
	return said
}

func (c Send) record(tx *desk.Tx, k *journey.Case, s *programme.Step, fields []string, passed map[string]string) error {
	residue := sentResidue{Step: c.Step, Of: c.Of, Terms: PartnerID(s.Partner), How: c.How, Keep: clock.NoDay, NamesNobody: c.NamesNobody && passed[fieldWords] != ""}
	if !s.Until.IsZero() {
		residue.Keep = s.Until.After(c.Day.Or(tx.Today()))
	}
	for _, f := range fields {
		if passed[f] != "" {
			residue.Fields = append(residue.Fields, f)
		}
	}
	return tx.Record(sent.DraftFor(c.Journey, ownerOf(k.Journey, c.Of), c.Day, residue, Handed{To: strings.TrimSpace(c.To), Passed: passed}))
}

// Receive says that another organisation submitted a case to us, at a step that is inbound. Journey and Step say at which step.
// Written says that the consent came in writing, and Words who witnessed it and what was said. Day is when it came, NoDay for
// today.
type Receive struct {
	Journey   id.ID
	Step      string
	Reference string // the partner's number of the case
	Consents  bool   // the submission says that they consent; otherwise it is refused
	Written   bool
	Words     ConsentWords
	Day       clock.Day
}

// Act is the act of answering referrals.
func (Receive) Act() access.Act { return access.ReferralAnswer }

// Decide judges the agreement, and records the submission.
func (c Receive) Decide(tx *desk.Tx) error {
	const op = "referral.Receive"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Open(c.Step, "refer", true)
	if err != nil {
		return err
	}
	if err := c.mayCome(tx, s); err != nil {
		return err
	}
	if r := k.Journey.ReferralOf(c.Step, id.ID{}); r.Handed() {
		return fault.New(op, fault.Conflict, "referral.received_already", nil)
	}
	return tx.Record(received.DraftFor(c.Journey, k.Journey.Subject, c.Day, receivedResidue{c.Step, PartnerID(s.Step.Partner), c.Written, strings.TrimSpace(c.Reference)}, c.Words))
}

// mayCome refuses a submission outside an agreement, without a number, or of people who did not consent.
func (c Receive) mayCome(tx *desk.Tx, s *programme.StepStanding) error {
	const op = "referral.Receive"
	if !s.Step.Inbound {
		return fault.New(op, fault.Invalid, "referral.is_outbound", nil)
	}
	partner, err := desk.SeeCommons(tx, PartnerStory, PartnerID(s.Step.Partner))
	if err != nil {
		return err
	}
	switch _, agreed := partner.State.on(tx.Today()); {
	case !agreed:
		return fault.New(op, fault.Blocked, "referral.no_agreement", fault.Args{"partner": s.Step.Partner}).WithHint("referral.no_agreement_hint")
	case strings.TrimSpace(c.Reference) == "":
		return fault.New(op, fault.Invalid, "referral.reference_missing", nil)
	case !c.Consents:
		return fault.New(op, fault.Blocked, "referral.came_without_consent", nil).WithHint("referral.came_without_consent_hint")
	}
	return short(op, c.Reference, c.Words.Witness, c.Words.Text)
}

// Answer says whether a referral was accepted: by the partner, or where it is inbound by us. Journey, Step and Of say which
// referral, as in Send; Accepted says yes or no. Day is when the answer came, NoDay for today.
type Answer struct {
	Journey  id.ID
	Step     string
	Of       id.ID
	Accepted bool
	Words    journey.Words // why not, or what was agreed
	Day      clock.Day
}

// Act is the act of answering referrals.
func (Answer) Act() access.Act { return access.ReferralAnswer }

// Decide records the answer to what is offered.
func (c Answer) Decide(tx *desk.Tx) error {
	const op = "referral.Answer"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	s, err := k.Applies(c.Step, "refer")
	if err != nil {
		return err
	}
	if r := k.Journey.ReferralOf(c.Step, c.Of); r.State != programme.Offered || r.Recalled {
		return fault.New(op, fault.Conflict, "referral.nothing_to_answer", nil)
	}
	if !c.Accepted {
		if err := reason(op, c.Words.Text); err != nil {
			return err
		}
	}
	if err := k.Filled(s.Step, c.Words.Answers); err != nil {
		return err
	}
	return tx.Record(answered.DraftFor(c.Journey, ownerOf(k.Journey, c.Of), c.Day, answeredResidue{c.Step, c.Of, c.Accepted}, c.Words))
}

// End says what came of a referral that was accepted. Journey, Step and Of say which referral, as in Send; Words say what came of
// it and may not be empty. Day is when it ended, NoDay for today.
type End struct {
	Journey id.ID
	Step    string
	Of      id.ID
	Words   journey.Words
	Day     clock.Day
}

// Act is the act of answering referrals.
func (End) Act() access.Act { return access.ReferralAnswer }

// Decide records the result.
func (c End) Decide(tx *desk.Tx) error {
	const op = "referral.End"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if _, err := k.Applies(c.Step, "refer"); err != nil {
		return err
	}
	if r := k.Journey.ReferralOf(c.Step, c.Of); r.State != programme.Accepted || r.Recalled {
		return fault.New(op, fault.Conflict, "referral.not_accepted", nil)
	}
	if err := reason(op, c.Words.Text); err != nil {
		return err
	}
	return tx.Record(ended.DraftFor(c.Journey, ownerOf(k.Journey, c.Of), c.Day, aboutResidue{c.Step, c.Of}, c.Words))
}
