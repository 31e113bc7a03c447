// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"regexp"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Agree enters an agreement with another organisation. It is a command of the commons.
type Agree struct {
	Partner string    // an id, as programmes name it
	Name    string    // of the organisation
	Fields  []string  // which may be passed: see programme.Shares
	From    clock.Day // NoDay for today
	Until   clock.Day // last day; NoDay for no end
	Detains bool      // it is an authority of detention
}

// Act is the act of agreeing with other organisations.
func (Agree) Act() access.Act { return access.ReferralAgree }

var partnerID = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// Decide records the agreement.
func (c Agree) Decide(tx *desk.Tx) error {
	if err := c.sound(tx.Today()); err != nil {
		return err
	}
	return tx.Record(agreed.Draft(PartnerID(c.Partner), clock.NoDay, agreedResidue{c.Partner, strings.TrimSpace(c.Name), c.Fields, c.From.Or(tx.Today()), c.Until, c.Detains}))
}

func (c Agree) sound(today clock.Day) error {
	const op = "referral.Agree"
	for _, f := range c.Fields {
		if !slices.Contains(programme.Shares, f) {
			return fault.New(op, fault.Invalid, "referral.not_shared", fault.Args{"field": f})
		}
	}
	switch {
	case !partnerID.MatchString(c.Partner):
		return fault.New(op, fault.Invalid, "referral.partner_id", nil)
	case strings.TrimSpace(c.Name) == "":
		return fault.New(op, fault.Invalid, "referral.name_missing", nil)
	case len(c.Fields) == 0 || len(c.Fields) > maxFields:
		return fault.New(op, fault.Invalid, "referral.fields_missing", nil)
	case c.Until.Known() && c.Until < max(c.From, today):
		return fault.New(op, fault.Invalid, "referral.agreement_over", nil)
	}
	return short(op, c.Name)
}

// EndAgreement ends every agreement with a partner that holds or is to begin: nothing is handed to it from now on. Partner is its
// id, as programmes name it; Reason says why and may not be empty.
type EndAgreement struct {
	Partner string
	Reason  string
}

// Act is the act of agreeing with other organisations.
func (EndAgreement) Act() access.Act { return access.ReferralAgree }

// Decide records the end.
func (c EndAgreement) Decide(tx *desk.Tx) error {
	const op = "referral.EndAgreement"
	if err := reason(op, c.Reason); err != nil {
		return err
	}
	p, err := desk.SeeCommons(tx, PartnerStory, PartnerID(c.Partner))
	if err != nil {
		return err
	}
	var refs []journal.Ref
	for _, t := range p.State.Terms {
		if !t.Ended && (!t.Until.Known() || t.Until >= tx.Today()) {
			refs = append(refs, t.Ref)
		}
	}
	if len(refs) == 0 {
		return fault.New(op, fault.Conflict, "referral.ended_already", nil)
	}
	return tx.Record(agreementEnded.Draft(PartnerID(c.Partner), clock.NoDay, agreementEndedResidue{c.Reason}).Replacing(fieldTerms, refs))
}

// PartnerRow is another organisation, and what was agreed with it. Name is what the organisation is called; Detains marks an
// authority of detention; Terms stand in the order in which they were agreed, those that ended among them.
type PartnerRow struct {
	Partner string `class:"open"` // its id, as programmes name it
	Name    string `class:"open"`
	Detains bool   `class:"open"`
	Terms   []TermsRow
}

// TermsRow is one agreement. Fields may be passed (see programme.Shares) from the day From; Ended says that it was ended before its
// time.
type TermsRow struct {
	Fields []string  `class:"open"`
	From   clock.Day `class:"open"`
	Until  clock.Day `class:"open"` // last day; NoDay for no end
	Holds  bool      `class:"open"` // today
	Ended  bool      `class:"open"`
	Reason string    `class:"open"` // why it was ended
}

// Partners lists the organisations with which something was agreed, by name.
func Partners() desk.Query[[]PartnerRow] {
	return desk.Query[[]PartnerRow]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) (rows []PartnerRow, err error) {
		err = desk.EachCommons(r, PartnerStory, func(_ id.ID, p *Partner) error {
			row := PartnerRow{Partner: p.Partner, Name: p.Name, Detains: p.Detains}
			for _, t := range p.Terms {
				row.Terms = append(row.Terms, TermsRow{t.Fields, t.From, t.Until, t.holds(r.Today()), t.Ended, t.Reason})
			}
			rows = append(rows, row)
			return nil
		})
		slices.SortFunc(rows, func(a, b PartnerRow) int { return strings.Compare(a.Name, b.Name) })
		return rows, err
	}}
}
