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
		src := source{r}
		ways, err := src.on(list)
		if err != nil {
			return t, err
		}
		if err := t.find(r, list, l, card, here); err != nil {
			return t, err
		}
		after, next := id.ID{}, id.ID{}
		if len(t.Found) > 0 {
			after = t.Found[0].Journey
		}
		for _, of := range ways {
			stands, err := t.sum(src, list, of, r.Today())
			if err != nil {
				return t, err
			}
			if stands && next.IsZero() && of.Compare(after) > 0 {
				next = of
			}
		}
		if !next.IsZero() {
			if t.Next, err = linesOf(r, list, l, next, nil); err != nil {
				return t, err
			}
		}
		return t, nil
	}}
}

// sum adds the lines of one journey, and reports whether one of them can be paid.
func (t *TableSheet) sum(src source, list, of id.ID, today clock.Day) (stands bool, err error) {
	j, err := src.journey(of)
	if err != nil {
		return false, err
	}
	for _, p := range PlacedOn(of, j, list) {
		switch p.State {
		case programme.Delivered:
			t.Paid++
			t.PaidSum += p.Total
			if LineOf(j, p.Step).Last == today {
				t.PaidToday += p.Total
			}
		case programme.Listed:
			t.Waiting++
			t.WaitingSum += p.Total
			h, err := src.hold(of, p.Step)
			if err != nil {
				return false, err
			}
			stands = stands || !h.HoldsOn(today)
		}
	}
	return stands, nil
}

// find reads the lines of the household whose card was shown, or of a journey.
func (t *TableSheet) find(r *desk.Reader, list id.ID, l *List, card string, here id.ID) (err error) {
	if card == "" {
		if !here.IsZero() {
			t.Found, err = linesOf(r, list, l, here, nil)
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
				t.Found, err = linesOf(r, list, l, of, t.Found)
			}
		}
	}
	return err
}
