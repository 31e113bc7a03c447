// SPDX-License-Identifier: Apache-2.0

package movement

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/register"
)

// Waiting is how many trips wait for somebody today.
type Waiting struct {
	OnTheRoad int64 `class:"open"` // they have left, and nobody has said that they arrived
	Stopped   int64 `class:"open"` // stopped on the road
	Late      int   `class:"open"` // planned for a day that is over, and have neither left nor been cancelled; more than mostLate are not counted
}

// mostLate bounds how many planned trips are looked at.
const mostLate = 100

// WaitingToday says how many trips of a scope wait. It costs the same however many there are.
func WaitingToday(doing access.Act, scope access.Scope) desk.Query[Waiting] {
	return desk.Query[Waiting]{Act: doing, Scope: scope, Run: func(r *desk.Reader) (w Waiting, err error) {
		if w.OnTheRoad, err = r.Count(ByStatus, []byte{byte(OnTheRoad)}); err != nil {
			return w, err
		}
		if w.Stopped, err = r.Count(ByStatus, []byte{byte(Stopped)}); err != nil {
			return w, err
		}
		planned, err := r.Scan(ByStatus, register.Range{Prefix: []byte{byte(Planned)}, Limit: mostLate})
		for _, e := range planned {
			t, err := desk.Read(r, Story, e.Story)
			if err != nil {
				return w, err
			}
			if t.State.Leaves() < r.Today() {
				w.Late++
			}
		}
		return w, err
	}}
}
