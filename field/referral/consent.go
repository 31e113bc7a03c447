// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Consent says that somebody consents, for themselves and in private, to being referred at a step, and which fields may be passed for it.
// Journey and Step say to which referral. Words are those of the witness and the person; Day is when they consented, NoDay for
// today.
type Consent struct {
	Journey     id.ID
	Step        string
	Of          id.ID     // whose data it is; zero where the subject has no people
	Fields      []string  // which may be passed
	Until       clock.Day // last day; NoDay for no end
	Written     bool      // signed; otherwise it was given orally, before a witness
	InDetention bool      // it was given in detention
	Guardian    id.ID     // of a child: the adult of the household who consents
	Private     bool      // asked in private; otherwise it is refused
	Words       ConsentWords
	Day         clock.Day
}

// Act is the act of referring.
func (Consent) Act() access.Act { return access.ReferralSend }

// Decide judges whose word it is, and records it in the place of what they consented to before.
func (c Consent) Decide(tx *desk.Tx) error {
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
	if err := c.theirOwn(k, tx.Today()); err != nil {
		return err
	}
	if err := c.sound(s, tx.Today()); err != nil {
		return err
	}
	if err := c.narrows(k.Journey); err != nil {
		return err
	}
	residue := consentedResidue{Step: c.Step, Of: c.Of, Fields: c.Fields, Until: c.Until, Written: c.Written, InDetention: c.InDetention, Guardian: c.Guardian,
		Authority: c.Words.Authority != ""}
	return tx.Record(consented.DraftFor(c.Journey, ownerOf(k.Journey, c.Of), c.Day, residue, c.Words).Replacing(fieldReferral, replaced(k.Journey, c.Step, c.Of)))
}

// outbound returns a step at which something is handed over by us.
func outbound(k *journey.Case, step string) (*programme.Step, error) {
	s, err := k.Applies(step, "refer")
	if err != nil {
		return nil, err
	}
	if s.Step.Inbound {
		return nil, fault.New("referral.outbound", fault.Invalid, "referral.is_inbound", nil)
	}
	return s.Step, nil
}

// ownerOf is whose fact it is: the person's, or that of the subject where it has no people.
func ownerOf(j *journey.Journey, of id.ID) id.ID {
	if of.IsZero() {
		return j.Subject
	}
	return of
}

// replaced names what a new consent of somebody stands in the place of: the consent before it; and where that was taken back, all that came of it.
func replaced(j *journey.Journey, step string, of id.ID) (refs []journal.Ref) {
	states := []programme.State{programme.Consented}
	if j.ReferralOf(step, of).Recalled {
		states = nil
	}
	for _, m := range j.Standing(step, states...) {
		if m.By == of {
			refs = append(refs, m.Ref)
		}
	}
	return refs
}

// Withdraw says that somebody takes back their consent. No reason is asked. It may be done whatever became of the way, also by who has left the household.
// Journey, Step and Of say which consent; Words may be empty. Day is when they said so, NoDay for today.
type Withdraw struct {
	Journey id.ID
	Step    string
	Of      id.ID
	Words   journey.Words
	Day     clock.Day
}

// Act is the act of referring.
func (Withdraw) Act() access.Act { return access.ReferralSend }

// Decide records it.
func (c Withdraw) Decide(tx *desk.Tx) error {
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	refs := consentRefs(j, aboutResidue{c.Step, c.Of})
	if len(refs) == 0 {
		return fault.New("referral.Withdraw", fault.Conflict, "referral.no_consent_stands", nil)
	}
	return tx.Record(withdrawn.DraftFor(c.Journey, ownerOf(j, c.Of), c.Day, aboutResidue{c.Step, c.Of}, c.Words).Replacing(fieldReferral, refs))
}

// AskBack says that the partner was asked to give up what it has of somebody who took back their consent. Journey, Step and Of say
// which referral; Day is when the partner was asked, NoDay for today.
type AskBack struct {
	Journey id.ID
	Step    string
	Of      id.ID
	Words   journey.Words // who was asked there, and what they said
	Day     clock.Day
}

// Act is the act of referring.
func (AskBack) Act() access.Act { return access.ReferralSend }

// Decide records it, where it is due.
func (c AskBack) Decide(tx *desk.Tx) error {
	const op = "referral.AskBack"
	j, err := desk.Must(tx, journey.Story, c.Journey)
	if err != nil {
		return err
	}
	if r := j.ReferralOf(c.Step, c.Of); !r.Due() {
		return fault.New(op, fault.Conflict, "referral.nothing_to_ask_back", nil)
	}
	if strings.TrimSpace(c.Words.Text) == "" {
		return fault.New(op, fault.Invalid, "referral.asked_whom", nil)
	}
	about := aboutResidue{c.Step, c.Of}
	gone, err := people.IsForgotten(tx, ownerOf(j, c.Of))
	if err != nil {
		return err
	}
	if gone { // what was said there has nobody any more under whom it could be kept
		return tx.Record(askedBack.Draft(c.Journey, c.Day, about))
	}
	return tx.Record(askedBack.DraftFor(c.Journey, ownerOf(j, c.Of), c.Day, about, c.Words))
}
