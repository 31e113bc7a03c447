// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// ListRow is one payment list, as a page of lists shows it.
//
// ID is the list and Status where it stands. Programme, Grant and Steps are ids, Currency is ISO 4217, Method how it is paid.
// Prepared is the day it was prepared, PreparedBy who did. Sent and Closed are none where it was not; more than one where two nodes
// did it.
type ListRow struct {
	ID         id.ID          `class:"open"`
	Status     Status         `class:"open"`
	Programme  string         `class:"open"`
	Grant      string         `class:"open"`
	Currency   string         `class:"open"`
	Method     Method         `class:"open"`
	Steps      []string       `class:"open"`
	Count      int            `class:"open"` // of lines, as prepared
	Total      int64          `class:"open"` // minor units, as prepared
	Held       map[Reason]int `class:"open"` // left out when it was prepared
	Prepared   clock.Day      `class:"open"`
	PreparedBy id.ID          `class:"open"`
	Approval   Approval       `class:"open"` // zero where nobody approved it
	Sent       []Handed       `class:"open"`
	Compared   Comparison     `class:"open"` // zero where it was not reconciled
	Closed     []Closing      `class:"open"`
}

func rowOf(list id.ID, l *List) ListRow {
	p := l.Prepared
	return ListRow{ID: list, Status: l.Status(), Programme: p.Programme, Grant: p.Grant, Currency: p.Currency, Method: p.Method,
		Steps: p.Steps, Count: p.Count, Total: p.Total, Held: p.Held, Prepared: l.Day, PreparedBy: l.PreparedBy, Approval: l.Approvals.Value(),
		Sent: l.Sent, Compared: l.Compared.Value(), Closed: l.Closed}
}

// AllLists returns the latest payment lists of a scope, newest first; after, where it is not nil, is the last of the page before.
func AllLists(scope access.Scope, after *register.Entry, limit int) desk.Query[[]ListRow] {
	return desk.Query[[]ListRow]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) ([]ListRow, error) {
		entries, err := r.Scan(Lists, register.Range{After: after, Back: true, Limit: limit})
		if err != nil {
			return nil, err
		}
		rows := make([]ListRow, 0, len(entries))
		for _, e := range entries {
			l, err := desk.Read(r, ListStory, e.Story)
			if err != nil {
				return nil, err
			}
			rows = append(rows, rowOf(e.Story, l.State))
		}
		return rows, nil
	}}
}

// EntryOf is where a list stands among the lists: the after of the next page.
func EntryOf(row ListRow) *register.Entry {
	return &register.Entry{Key: dayKey(row.Prepared), Story: row.ID}
}

// ToApprove is a list as its approver reads it: what was prepared, and what of it stands. List is as it was prepared, Now as its
// lines stand.
type ToApprove struct {
	List ListRow   `class:"open"`
	Now  Summary   `class:"open"`
	Held []HeldSum // of those that stand: that would not be paid today, by reason, the most first
}

// ListToApprove sums up a list as its lines stand. Now.Digest is what an approval names. It reads what the register keeps of the list, and opens of its lines
// those alone of which something may be otherwise; an approval judges each.
func ListToApprove(scope access.Scope, list id.ID) desk.Query[ToApprove] {
	return desk.Query[ToApprove]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) (a ToApprove, err error) {
		l, err := mustList(r, list)
		if err != nil {
			return a, err
		}
		a.List = rowOf(list, l)
		s, err := summarise(r, list, l)
		if err != nil {
			return a, err
		}
		held, err := s.held()
		if err != nil {
			return a, err
		}
		a.Held = s.sums(held)
		a.Now, err = s.summary(r.By().User)
		return a, err
	}}
}

func mustList(r *desk.Reader, list id.ID) (*List, error) {
	l, err := desk.Read(r, ListStory, list)
	if err == nil && !l.Exists {
		err = fault.New("payment.List", fault.NotFound, "desk.no_such_story", fault.Args{"kind": ListStory.Name()})
	}
	return l.State, err
}

// HeldRow is a payment that may not be put on a list, and why. Journey and Step say which payment, Why for which reason.
type HeldRow struct {
	Journey id.ID  `class:"open"`
	Step    string `class:"open"`
	Why     Reason `class:"open"`
}

// Preview is what a list would be, were it prepared now. Count is how many lines it would have, of Total together; Held are those
// that would be left out.
type Preview struct {
	Count int       `class:"open"`
	Total int64     `class:"open"` // minor units
	Held  []HeldRow `class:"open"`
}

// Try judges a list without preparing it, and says of each payment that is held back why: nobody is forgotten.
func Try(scope access.Scope, c Prepare) desk.Query[Preview] {
	return desk.Query[Preview]{Act: access.PaymentPrepare, Scope: scope, Run: func(r *desk.Reader) (p Preview, err error) {
		a := &asking{by: r.By().User, grant: c.Grant, method: c.Method, day: c.Day.Or(r.Today()), today: r.Today()}
		lines, _, err := c.judge(source{r}, a, func(j id.ID, step string, why Reason) {
			p.Held = append(p.Held, HeldRow{j, step, why})
		})
		if err != nil {
			return p, err
		}
		p.Count = len(lines)
		p.Total, err = totalOf(lines)
		return p, err
	}}
}

// Due is one payment of a journey, with the reason frozen when it became owed.
//
// Step is its id, Programme and Grant are ids ("" where the step names no grant), Currency is ISO 4217. Size is how many living
// members the household had when it became owed, or has now. List is the one it was last put on, zero for none; OnHold says that it
// is held today.
type Due struct {
	Step      string     `class:"open"`
	State     string     `class:"open"` // owed, listed, delivered, stopped, returned; or the step's status before it is owed
	Amounts   []Part     `class:"open"` // frozen, or what would be owed today
	Currency  string     `class:"open"`
	Programme string     `class:"open"`
	Version   [32]byte   `class:"open"` // of the programme's file
	Grant     string     `class:"open"`
	Earned    []EarnedBy `class:"open"` // the steps it was earned by
	Size      int        `class:"open"`
	On        clock.Day  `class:"open"` // the day it became owed; clock.NoDay before
	List      id.ID      `class:"open"`
	OnHold    bool       `class:"open"`
	Stopped   bool       `class:"open"` // a person stopped it, and nobody has lifted the stop
	Twice     bool       `class:"open"` // delivered more often than it was returned and owed: two nodes paid it
	Unsettled bool       `class:"open"` // and nobody has said what becomes of it
	Elsewhere bool       `class:"open"` // it waits: reckoned for somebody of them in another household, and nobody holds it or has released it
}

// OwedTo returns every payment of a journey: what is owed and why, or what would be.
func OwedTo(scope access.Scope, of id.ID) desk.Query[[]Due] {
	return desk.Query[[]Due]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) ([]Due, error) {
		k, err := journey.Take(r, of)
		if err != nil {
			return nil, err
		}
		r.Looked(k.Journey.Subject)
		why, err := reasons(r, of)
		if err != nil {
			return nil, err
		}
		var dues []Due
		for i := range k.Standing.Steps {
			s := &k.Standing.Steps[i]
			if s.Step.Verb.Name != "pay" {
				continue
			}
			d, err := dueOf(r, k, of, s, why[s.Step.ID])
			if err != nil {
				return nil, err
			}
			dues = append(dues, d)
		}
		return dues, nil
	}}
}

// reasons reads why each payment of a journey is owed, out of its facts: the latest reason of each step.
func reasons(r *desk.Reader, of id.ID) (map[string]owedResidue, error) {
	facts, err := r.Facts(journey.Story.Name(), of)
	if err != nil {
		return nil, err
	}
	why := map[string]owedResidue{}
	for _, f := range facts {
		if f.Kind == owedKind {
			var residue owedResidue
			if err := journal.Decode(f.Residue, &residue); err != nil {
				return nil, fault.New("payment.OwedTo", fault.Damaged, "register.fact_unreadable", fault.Args{"kind": f.Kind}).Because(err)
			}
			why[residue.Step] = residue
		}
	}
	return why, nil
}

func dueOf(r *desk.Reader, k *journey.Case, of id.ID, s *programme.StepStanding, why owedResidue) (Due, error) {
	line := LineOf(k.Journey, s.Step.ID)
	d := Due{Step: s.Step.ID, State: s.Status.String(), On: clock.NoDay, Programme: k.Pathway.Programme.ID,
		Version: k.Pathway.Programme.Hash(), Size: len(k.Members), Earned: earnedBy(earned(k, s.Step))}
	if s.Step.Grant != nil {
		d.Grant, d.Currency = s.Step.Grant.ID, s.Step.Grant.Currency
	}
	for _, a := range s.Amounts {
		d.Amounts = append(d.Amounts, Part{a.Name, a.Value})
	}
	h, err := source{r}.hold(of, s.Step.ID)
	if err != nil {
		return d, err
	}
	_, d.Stopped = h.Stopped()
	d.OnHold, d.Twice = h.HoldsOn(r.Today()), line.Paid > 1
	d.Unsettled = k.Journey.Overpaid(s.Step.ID)
	if line.Begun {
		d.State, d.Amounts, d.Grant, d.Currency, d.On, d.List = line.State.String(), partsOf(line.Amounts), line.Grant, line.Currency, line.OwedOn, line.List
		d.Programme, d.Version, d.Earned, d.Size = why.Programme, why.Version, earnedBy(why.Earned), why.Size
	}
	if line.Paid == 0 && !d.OnHold && (line.Owing() || !line.Begun && s.Status == programme.Ready) {
		twice, err := doubles(source{r}, k, s.Step, h, countsFor(&line))
		d.Elsewhere = len(twice) > 0
		return d, err
	}
	return d, nil
}

// countsFor is what makes a double of a payment as far as it has come: before it is on a list also what is owed elsewhere.
func countsFor(line *Line) paidFor {
	if line.State == programme.Listed {
		return paid
	}
	return owedOrPaid
}
