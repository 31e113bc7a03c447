// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// TableSheet is a paying table as it stands: who is there, who comes next, and what the box must hold.
type TableSheet struct {
	List  ListRow    `class:"open"` // as it was prepared
	Found []ListLine // the lines of the household whose card was shown; none where it stands on no line
	Next  []ListLine // the lines of the next household in the order of the list that can be paid; none at the end

	Paid       int   `class:"open"` // lines that were paid
	PaidSum    int64 `class:"open"` // minor units
	PaidToday  int64 `class:"open"` // minor units that were paid today
	Waiting    int   `class:"open"` // lines that stand
	WaitingSum int64 `class:"open"` // minor units
}

// AtTable reads the paying table of a list: who is there, by their card ("" for none) or by their journey (zero for none), the next household after them, or the first, and
// the sums. The two households are looks.
func AtTable(scope access.Scope, list id.ID, card string, here id.ID) desk.Query[TableSheet] {
	return desk.Query[TableSheet]{Act: access.PaymentDeliver, Scope: scope, Run: func(r *desk.Reader) (t TableSheet, err error) {
		l, err := mustList(r, list)
		if err != nil {
			return t, err
		}
		t.List = rowOf(list, l)
		if err := t.find(r, list, l, card, here); err != nil {
			return t, err
		}
		s := &summed{r: r, src: source{r}, id: list, list: l}
		if s.lines, err = linesOn(r, list); err != nil {
			return t, err
		}
		t.sum(s.lines, r.Today())
		next, err := t.next(s)
		if err == nil && !next.IsZero() {
			t.Next, err = linesOf(r, list, l, wayOn{way: next}, nil)
		}
		return t, err
	}}
}

// sum adds up what was paid and what is still to be paid.
func (t *TableSheet) sum(lines []listedLine, today clock.Day) {
	for i := range lines {
		switch p := &lines[i]; p.state {
		case programme.Delivered:
			t.Paid++
			t.PaidSum += p.total
			if p.last == today {
				t.PaidToday += p.total
			}
		case programme.Listed:
			t.Waiting++
			t.WaitingSum += p.total
		}
	}
}

// next finds the next household, after the one that is there, of which a line stands that nobody holds; zero for none.
func (t *TableSheet) next(s *summed) (id.ID, error) {
	held, err := s.onHold()
	if err != nil {
		return id.ID{}, err
	}
	after := id.ID{}
	if len(t.Found) > 0 {
		after = t.Found[0].Journey
	}
	for i := range s.lines {
		if p := &s.lines[i]; p.stands() && held[p.unit()] == "" && p.way.Compare(after) > 0 {
			return p.way, nil
		}
	}
	return id.ID{}, nil
}

// find reads the lines of the household whose card was shown, or of a journey.
func (t *TableSheet) find(r *desk.Reader, list id.ID, l *List, card string, here id.ID) (err error) {
	if card == "" {
		if !here.IsZero() {
			t.Found, err = linesOf(r, list, l, wayOn{way: here}, nil)
		}
		return err
	}
	households, err := r.Find(people.ByCard, []byte(card), people.MostFound)
	for _, h := range households {
		if err != nil {
			return err
		}
		var ways []id.ID
		ways, err = r.Find(journey.BySubject, h[:], maxWays)
		for _, of := range ways {
			if err == nil {
				t.Found, err = linesOf(r, list, l, wayOn{way: of}, t.Found)
			}
		}
	}
	return err
}
