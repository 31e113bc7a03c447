// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// FromNothing sums up a list by opening each of its lines and judging it as a delivery would: what ListToApprove must come to without.
func FromNothing(scope access.Scope, list id.ID) desk.Query[ToApprove] {
	return desk.Query[ToApprove]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) (a ToApprove, err error) {
		l, err := mustList(r, list)
		if err != nil {
			return a, err
		}
		a.List = rowOf(list, l)
		s := &summed{r: r, src: source{r}, id: list, list: l}
		var all []Placed
		if a.Now, all, err = sumUp(s.src, list, l, r.By().User); err != nil {
			return a, err
		}
		held := map[unitKey]Reason{}
		for _, p := range all {
			j, err := s.src.journey(p.Journey)
			if err != nil {
				return a, err
			}
			s.lines = append(s.lines, listedLine{way: p.Journey, step: p.Step, state: p.State, total: p.Total})
			if p.State != programme.Listed {
				continue
			}
			h, err := s.src.hold(p.Journey, p.Step)
			if err != nil {
				return a, err
			}
			if h.HoldsOn(r.Today()) {
				held[unitKey{p.Journey, p.Step}] = Disputed
			}
			if same, err := asListed(s.src, j, p.Journey, list, l.Prepared.Currency, p); err != nil {
				return a, err
			} else if !same {
				held[unitKey{p.Journey, p.Step}] = CollectorChanged
			}
		}
		for i := range s.lines {
			if err := s.judge(s.lines[i].way, held); err != nil {
				return a, err
			}
		}
		for _, p := range all {
			if p.State == programme.Listed && p.By.IsZero() {
				held[unitKey{p.Journey, p.Step}] = Forgotten
			}
		}
		a.Held = s.sums(held)
		return a, nil
	}}
}

// NothingKept keeps nothing of a scope, because too much was written there: each story of a list is asked.
func NothingKept(scope access.Scope) *Written {
	return &Written{of: map[access.Scope]*writtenIn{scope: {facts: mostWritten + 1}}}
}
