// SPDX-License-Identifier: Apache-2.0

package choice

import (
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

// BestInterests writes down, by protection, what the child-protection authority decided for children without an adult, or for one separated child: which
// office, who of it, on which day (docs/protection.md, "Women, children, disability"). A guardian may be named beside it, never in its stead.
type BestInterests struct {
	Journey   id.ID     // of those it is for
	Step      string    // of the verb choose
	Child     id.ID     // the one separated child it is for; zero: the children of a household without an adult
	Option    string    // one of those the programme offers
	Place     id.ID     // where to; zero for "stay", and where the choice is about no place
	Guardian  id.ID     // an adult of another household who stands in for them there; zero where nobody but the authority does
	Authority string    // the office of the child-protection authority
	Words     Words     // the reasons, the children's views, and who of the authority decided: of a child who was forgotten this alone
	Day       clock.Day // on which the authority decided; NoDay is refused, for a decision without a date is none
}

// Act is the act of deciding in the best interests of children.
func (BestInterests) Act() access.Act { return access.ChoiceBestInterests }

// Decide records the decision; it is refused where an adult could answer, and of a child for whom nobody but those they live with decides.
func (c BestInterests) Decide(tx *desk.Tx) error {
	const op = "choice.BestInterests"
	k, err := journey.Take(tx, c.Journey)
	if err != nil {
		return err
	}
	if err := c.mayBeFor(k); err != nil {
		return err
	}
	if err := c.named(); err != nil {
		return err
	}
	if err := c.mayStandIn(tx, k); err != nil {
		return err
	}
	gone, err := people.IsForgotten(tx, c.owner(k))
	if err != nil {
		return err
	}
	switch {
	case c.Words.Text == "" && !gone:
		return fault.New(op, fault.Invalid, "choice.reason_missing", nil)
	case (c.Words.Text != "" || c.Words.Children != "") && gone:
		return fault.New(op, fault.Blocked, "choice.forgotten_no_words", nil).WithHint("choice.forgotten_no_words_hint")
	}
	if err := c.mayDecide(k); err != nil {
		return err
	}
	return c.record(tx, k, gone)
}

// record writes the decision. Of a child who was forgotten no word is kept, and yet the authority decides: the mark that a child is separated outlives
// their words, and without a decision nobody of the household would ever go. Who decided stands in the part of the household then.
func (c BestInterests) record(tx *desk.Tx, k *journey.Case, gone bool) error {
	r := bestInterestsResidue{c.Step, c.Option, c.Place, c.Guardian, c.Authority, c.Child}
	owner := c.owner(k)
	if gone {
		owner = k.Journey.Subject
	}
	none, err := people.IsForgotten(tx, owner)
	if err != nil {
		return err
	}
	d := bestInterests.Draft(c.Journey, c.Day, r)
	if !none {
		d = bestInterests.DraftFor(c.Journey, owner, c.Day, r, c.Words)
	}
	return tx.Record(d.Replacing(r.field(), c.before(k.Journey)))
}

// mayBeFor refuses a decision over the heads of adults, and one for a child who is not one of those for whom the authority decides, or has left.
func (c BestInterests) mayBeFor(k *journey.Case) error {
	const op = "choice.BestInterests"
	if c.Child.IsZero() {
		if len(k.Adults()) > 0 {
			return fault.New(op, fault.Blocked, "choice.an_adult_answers", nil)
		}
		return nil
	}
	if _, err := k.Member(c.Child); err != nil {
		return err
	}
	if k.Journey.HasLeft(c.Child) {
		return fault.New(op, fault.Conflict, "choice.has_left", nil)
	}
	theirs, err := k.For(c.Child)
	if err == nil && !theirs.IsSeparated(c.Child) {
		err = fault.New(op, fault.Blocked, "choice.not_separated", nil).WithHint("choice.not_separated_hint")
	}
	return err
}

// mayDecide judges the option and the place, for which somebody of them must have been told of it.
func (c BestInterests) mayDecide(k *journey.Case) error {
	k, err := k.For(c.Child)
	if err != nil {
		return err
	}
	goes, err := mayChoose(k, c.Step, c.Option, c.Place)
	if err != nil || !goes {
		return err
	}
	return k.Told(c.Step, c.Place, id.ID{})
}

// owner returns who may have the words forgotten: the child, or the household.
func (c BestInterests) owner(k *journey.Case) id.ID {
	if c.Child.IsZero() {
		return k.Journey.Subject
	}
	return c.Child
}

// before names the decisions that a new one replaces.
func (c BestInterests) before(j *journey.Journey) (refs []journal.Ref) {
	marks := j.Standing(c.Step, programme.BestInterests)
	if !c.Child.IsZero() {
		marks = decidedFor(j, c.Step, c.Child)
	}
	for _, m := range marks {
		refs = append(refs, m.Ref)
	}
	return refs
}

// longestAuthority bounds the name of an authority, and of who decided there, in bytes.
const longestAuthority = 200

// named refuses a decision that does not say which office of the child-protection authority made it, who, and when.
func (c BestInterests) named() error {
	const op = "choice.BestInterests"
	switch {
	case c.Authority == "" || len(c.Authority) > longestAuthority:
		return fault.New(op, fault.Invalid, "choice.authority_missing", nil).WithHint("choice.authority_missing_hint")
	case c.Words.Officer == "" || len(c.Words.Officer) > longestAuthority:
		return fault.New(op, fault.Invalid, "choice.officer_missing", nil).WithHint("choice.authority_missing_hint")
	case !c.Day.Known() || c.Day == 0:
		return fault.New(op, fault.Invalid, "choice.authority_day", nil).WithHint("choice.authority_missing_hint")
	}
	return nil
}

// mayStandIn refuses a guardian who cannot be one.
func (c BestInterests) mayStandIn(tx *desk.Tx, k *journey.Case) error {
	const op = "choice.BestInterests"
	if c.Guardian.IsZero() {
		return nil
	}
	p, err := desk.Must(tx, people.PersonStory, c.Guardian)
	if err != nil {
		return err
	}
	if !p.Alive() || p.AdultOn(tx.Today()) != people.Yes || p.Belongs(k.Journey.Subject) {
		return fault.New(op, fault.Blocked, "choice.guardian_unfit", nil).WithHint("choice.guardian_unfit_hint")
	}
	hosts, err := journey.Hosts(tx, p.Household.Value().Household)
	if err == nil && hosts {
		err = fault.New(op, fault.Blocked, "choice.a_host_is_no_guardian", nil).WithHint("choice.guardian_unfit_hint")
	}
	return err
}
