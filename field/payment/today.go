// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/register"
)

// Waiting is how much of the work on payments waits today.
type Waiting struct {
	ToApprove int64 `class:"open"` // lists that are prepared, and wait for somebody else's approval
	Held      int   `class:"open"` // payments on hold; more than mostHeld are not counted
	Unseen    int   `class:"open"` // signed sheets of others that wait for a second pair of eyes
	Late      int   `class:"open"` // of those: whose days for it have passed
	Differ    int   `class:"open"` // signed sheets of others of which something differs and nobody has settled it
	NoGo      int   `class:"open"` // lists that are to be paid in cash within a week at a place of which nobody says go for that day
}

// mostHeld bounds how many holds are looked at.
const mostHeld = 100

// soonWithoutGo is how many days ahead a list that nobody may pay yet is work of today.
const soonWithoutGo = 7

// WaitingToday says how much waits in a scope. It costs the same however many lists and payments there are, and names nobody.
func WaitingToday(doing access.Act, scope access.Scope) desk.Query[Waiting] {
	return desk.Query[Waiting]{Act: doing, Scope: scope, Run: func(r *desk.Reader) (w Waiting, err error) {
		if w.ToApprove, err = r.Count(Unsigned, nil); err != nil {
			return w, err
		}
		held, err := r.Scan(OnHold, register.Range{After: &register.Entry{Key: dayKey(r.Today())}, Limit: mostHeld})
		w.Held = len(held)
		if err != nil {
			return w, err
		}
		if err := w.sheets(r); err != nil {
			return w, err
		}
		days, err := cashDays(r, r.Today()+soonWithoutGo)
		for _, d := range days {
			if !d.May() {
				w.NoGo++
			}
		}
		return w, err
	}}
}

// sheets counts the signed sheets at which whoever asks may have to look: never their own.
func (w *Waiting) sheets(r *desk.Reader) error {
	rows, err := openSheets(r)
	for _, s := range rows {
		switch {
		case s.Mine:
		case s.Status == SheetStatus(SheetDiffers):
			w.Differ++
		case s.SeeBy < r.Today():
			w.Late++
			w.Unseen++
		default:
			w.Unseen++
		}
	}
	return err
}
