// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
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

// ListLine is one line of a payment list.
//
// Journey, Subject and Step say whose and what for. Amounts are those frozen, by name. OnHold says that it is held today. Collector
// is who collects it (zero once forgotten), Given, Family and Phone are theirs.
type ListLine struct {
	Journey   id.ID  `class:"open"`
	Subject   id.ID  `class:"open"`
	Step      string `class:"open"`
	State     string `class:"open"` // listed, delivered, stopped, returned, or owed where it went on to another list
	Amounts   []Part `class:"open"`
	Total     int64  `class:"open"` // minor units
	Changed   bool   `class:"open"` // another collector was chosen since
	OnHold    bool   `class:"open"`
	Collector id.ID  `class:"open"`
	Card      string `class:"personal"` // of the household
	Given     string `class:"personal"`
	Family    string `class:"personal"`
	Phone     string `class:"personal"`
	Alternate string `class:"personal"` // name of who may receive it in the collector's place; "" for nobody
}

// Part is a named part of an amount, in minor units. Name is an id of the programme's words, Minor how much.
type Part struct {
	Name  string `class:"open"`
	Minor int64  `class:"open"`
}

func partsOf(amounts []journey.Amount) []Part {
	parts := make([]Part, 0, len(amounts))
	for _, a := range amounts {
		parts = append(parts, Part{a.Name, a.Minor})
	}
	return parts
}

// EarnedBy is a step an amount was earned by, and the day it was done. Step is its id, Since the day.
type EarnedBy struct {
	Step  string    `class:"open"`
	Since clock.Day `class:"open"`
}

func earnedBy(steps []Earned) []EarnedBy {
	rows := make([]EarnedBy, 0, len(steps))
	for _, e := range steps {
		rows = append(rows, EarnedBy{e.Step, e.Since})
	}
	return rows
}

// LinesPage is a page of lines, in order of journey. Next is the journey to ask after for the next page; zero at the end.
type LinesPage struct {
	Lines []ListLine `class:"open"` // of at most as many journeys as were asked for
	Next  id.ID      `class:"open"`
}

// ListLines returns the lines of a list: those of at most limit journeys after the given one. Which says which of them, by a state (as in ListLine) or by a Reason for
// which they are held; "" for all. They name whoever is paid, and each is a look.
func ListLines(scope access.Scope, list id.ID, which string, after id.ID, limit int) desk.Query[LinesPage] {
	return desk.Query[LinesPage]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) (page LinesPage, err error) {
		l, err := mustList(r, list)
		if err != nil {
			return page, err
		}
		units, next, err := unitsAfter(r, list, l, which, after, limit)
		if err != nil {
			return page, err
		}
		page.Next = next
		for _, of := range units {
			if page.Lines, err = linesOf(r, list, l, of, page.Lines); err != nil {
				return page, err
			}
		}
		return page, nil
	}}
}

// waysAfter returns at most limit ways of a list after the given one, and where more come after them the last of them.
func waysAfter(r *desk.Reader, list, after id.ID, limit int) (of []wayOn, next id.ID, err error) {
	want := register.Range{Prefix: list[:], Limit: limit}
	if !after.IsZero() {
		want.After = &register.Entry{Key: list[:], Story: after}
	}
	entries, err := r.Scan(journey.ByLink, want)
	for _, e := range entries {
		of = append(of, wayOn{way: e.Story})
	}
	if len(entries) == limit && limit > 0 {
		next = entries[limit-1].Story
	}
	return of, next, err
}

// wayOn is a way on a list, and which of its lines are told: nil for all.
type wayOn struct {
	way   id.ID
	steps []string
}

// unitsAfter is waysAfter of those lines alone that are in a state, or held for a reason.
func unitsAfter(r *desk.Reader, list id.ID, l *List, which string, after id.ID, limit int) (of []wayOn, next id.ID, err error) {
	if which == "" {
		return waysAfter(r, list, after, limit)
	}
	s, err := summarise(r, list, l)
	if err != nil {
		return nil, next, err
	}
	held, err := s.held()
	if err != nil {
		return nil, next, err
	}
	for i := range s.lines {
		p := &s.lines[i]
		if p.way.Compare(after) <= 0 || p.state.String() != which && string(held[p.unit()]) != which {
			continue
		}
		switch last := len(of) - 1; {
		case last >= 0 && of[last].way == p.way:
			of[last].steps = append(of[last].steps, p.step)
		case len(of) == limit:
			return of, of[last].way, nil
		default:
			of = append(of, wayOn{p.way, []string{p.step}})
		}
	}
	return of, next, nil
}

// linesOf adds the lines of one journey.
func linesOf(r *desk.Reader, list id.ID, l *List, on wayOn, lines []ListLine) ([]ListLine, error) {
	of := on.way
	src := source{r}
	j, err := src.journey(of)
	if err != nil {
		return lines, err
	}
	placed := PlacedOn(of, j, list)
	if len(placed) > 0 {
		r.Looked(j.Subject)
	}
	for _, p := range placed {
		if on.steps != nil && !slices.Contains(on.steps, p.Step) {
			continue
		}
		line := ListLine{Journey: of, Subject: j.Subject, Step: p.Step, State: p.State.String(), Amounts: partsOf(p.Amounts), Total: p.Total,
			Collector: p.By}
		same, err := asListed(src, j, of, list, l.Prepared.Currency, p)
		if err != nil {
			return lines, err
		}
		line.Changed = p.State == programme.Listed && !same
		if same && p.Now != "" {
			now, err := chosen(src, j)
			if err != nil {
				return lines, err
			}
			p.By, line.Collector = now.Person, now.Person
		}
		h, err := src.hold(of, p.Step)
		if err != nil {
			return lines, err
		}
		line.OnHold = h.HoldsOn(r.Today())
		who, err := desk.Read(r, people.PersonStory, p.By)
		if err != nil {
			return lines, err
		}
		names := who.State.Names.Value()
		line.Given, line.Family, line.Phone = names.Given, names.Family, who.State.Phone.Value()
		if err := line.household(r, j.Subject); err != nil {
			return lines, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// household adds the card of the household, and whom it chose beside the collector; nobody where it has chosen another collector since.
func (l *ListLine) household(r *desk.Reader, of id.ID) error {
	h, err := desk.Read(r, people.HouseholdStory, of)
	if err != nil {
		return err
	}
	l.Card = h.State.Card
	chosen := h.State.Collector.Value()
	if chosen.Person != l.Collector || chosen.Alternate.IsZero() {
		return nil
	}
	other, err := desk.Read(r, people.PersonStory, chosen.Alternate)
	l.Alternate = other.State.Names.Value().String()
	return err
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
