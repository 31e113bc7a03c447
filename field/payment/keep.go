// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// committee is the kind of subject whose members may witness.
const committee = "committee"

// KeepSheet says that collectors sign before whoever gives it on a sheet of paper, who stands beside them, and where the sheet lies. The witness is a colleague,
// a member of a committee with a role there, or somebody named with their organisation and function. The receipt's id is the sheet. It approves nothing: the
// money was approved by two before it came to the table.
type KeepSheet struct {
	List         id.ID     // that is paid on it
	Day          clock.Day // on which it is signed; NoDay for today
	Place        id.ID     // at which table; zero: where the list was planned last for the day
	Kept         string    // where the paper lies; names nobody
	Colleague    id.ID     // a user
	Committee    id.ID     // a subject, of which Member is
	Member       id.ID     // an id of the committee's people
	Name         string    // of somebody of a committee that is no subject here
	Organisation string    // of whoever Name names
	Function     string    // of whoever Name names
}

// Act is the act of delivering.
func (KeepSheet) Act() access.Act { return access.PaymentDeliver }

// Decide records the sheet, with the day by which somebody else of the office sees it.
func (c KeepSheet) Decide(tx *desk.Tx) error {
	const op = "payment.KeepSheet"
	l, err := openList(tx, op, c.List)
	if err != nil {
		return err
	}
	day := c.Day.Or(tx.Today())
	switch approval, _ := l.Approvals.Latest(); {
	case !l.Payable():
		return wrongStatus(op, l)
	case l.Prepared.Method != Cash:
		return fault.New(op, fault.Conflict, "payment.no_cash_in_hand", nil)
	case day < approval.Day:
		return fault.New(op, fault.Invalid, "payment.day_before", fault.Args{"day": approval.Day.String()})
	case strings.TrimSpace(c.Kept) == "":
		return fault.New(op, fault.Invalid, "payment.kept_missing", nil)
	case slices.ContainsFunc([]string{c.Kept, c.Name, c.Organisation, c.Function}, func(s string) bool { return len(s) > maxReason }):
		return fault.New(op, fault.Invalid, "payment.too_long", fault.Args{"bytes": maxReason})
	}
	place, err := l.tableOn(op, c.Place, day)
	if err != nil {
		return err
	}
	sheet, err := tx.NewID()
	if err != nil {
		return err
	}
	p, err := journey.ProgrammeInForce(tx, l.Prepared.Programme)
	if err != nil {
		return err
	}
	r := keptResidue{List: c.List, Place: place, SeeBy: p.Cash.SeenBy(day), Kept: c.Kept}
	owner, w, err := c.witness(tx, &r)
	if err != nil {
		return err
	}
	if owner.IsZero() {
		return tx.Record(sheetKept.Draft(sheet, day, r))
	}
	return tx.Record(sheetKept.DraftFor(sheet, owner, day, r, w))
}

// witness judges who stands beside the one who pays, and returns whose fact it is.
func (c KeepSheet) witness(tx *desk.Tx, r *keptResidue) (owner id.ID, w witnessWords, err error) {
	const op = "payment.KeepSheet"
	named := c.Name != "" || c.Organisation != "" || c.Function != ""
	switch {
	case !c.Colleague.IsZero() && c.Member.IsZero() && !named:
		r.Colleague = c.Colleague
		return owner, w, colleague(tx, c.Colleague)
	case c.Colleague.IsZero() && !c.Member.IsZero() && !named:
		r.Member, r.Committee = c.Member, c.Committee
		role, err := roleIn(tx, c.Committee, c.Member)
		return c.Member, witnessWords{Function: role}, err
	case c.Colleague.IsZero() && c.Member.IsZero() && c.Name != "" && c.Organisation != "" && c.Function != "":
		r.Member, err = tx.NewID()
		return r.Member, witnessWords{c.Name, c.Organisation, c.Function}, err
	}
	return owner, w, fault.New(op, fault.Invalid, "payment.witness_missing", nil).WithHint("payment.witness_missing_hint")
}

// colleague refuses whoever is not another one of the office.
func colleague(tx *desk.Tx, of id.ID) error {
	const op = "payment.KeepSheet"
	if of == tx.By().User {
		return fault.New(op, fault.NotAllowed, "payment.witness_pays", nil)
	}
	u, err := desk.MustCommons(tx, staff.UserStory, of)
	if err == nil && !slices.ContainsFunc(u.Actor(of).Grants, func(g access.Grant) bool { return g.Holds(tx.Today()) && g.Covers(tx.Scope()) }) {
		err = fault.New(op, fault.Blocked, "payment.not_a_colleague", nil)
	}
	return err
}

// roleIn returns the role that a member has in a committee today, and refuses who has none.
func roleIn(tx *desk.Tx, of, member id.ID) (string, error) {
	const op = "payment.KeepSheet"
	if member == tx.By().User {
		return "", fault.New(op, fault.NotAllowed, "payment.witness_pays", nil)
	}
	s, err := desk.Must(tx, subjects.Story, of)
	if err != nil {
		return "", err
	}
	for _, m := range s.Of() {
		if m.Person == member && m.Role != "" && s.Kind == committee {
			return m.Role, nil
		}
	}
	return "", fault.New(op, fault.Blocked, "payment.no_role", nil)
}

// apart refuses a witness of whoever collects: their household, or that of the one for whom the money is. Of a witness who is only named, the name is
// all that can be compared.
func (s *SignedSheet) apart(src source, subject, to id.ID) error {
	homes := []id.ID{subject}
	p, err := src.person(to)
	if err != nil {
		return err
	}
	homes = append(homes, homesOf(p)...)
	same := func(of id.ID, p *people.Person) bool {
		named := s.Witness.Name != "" && strings.EqualFold(p.Names.Value().String(), strings.TrimSpace(s.Witness.Name))
		return of == s.Witness.Member || of == s.Witness.Colleague || named || slices.Contains(p.Also, s.Witness.Member)
	}
	kin := same(to, p) || same(subject, &people.Person{})
	for _, home := range homes {
		members, err := people.Members(src.Source, home)
		if err != nil {
			return err
		}
		kin = kin || slices.ContainsFunc(members, func(m people.Someone) bool { return same(m.ID, m.Person) })
	}
	if kin {
		return fault.New("payment.Deliver", fault.NotAllowed, "payment.witness_of_household", nil)
	}
	return nil
}

// homesOf returns the households to which a person is said to belong.
func homesOf(p *people.Person) (homes []id.ID) {
	for _, h := range p.Household.Standing {
		homes = append(homes, h.Value.Household)
	}
	return homes
}
