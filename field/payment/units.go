// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/id"
)

// Unit is one payment of a list, by ids alone: Journey and Step say which, Subject whose.
type Unit struct {
	Journey id.ID  `class:"open"`
	Subject id.ID  `class:"open"`
	Step    string `class:"open"`
}

// Units returns every payment of a list, in the order of ListLines. It opens nobody's file.
func Units(scope access.Scope, list id.ID) desk.Query[[]Unit] {
	return desk.Query[[]Unit]{Act: access.PaymentList, Scope: scope, Run: func(r *desk.Reader) (all []Unit, err error) {
		if _, err := mustList(r, list); err != nil {
			return nil, err
		}
		lines, err := linesOn(r, list)
		for i := range lines {
			all = append(all, Unit{lines[i].way, lines[i].subject, lines[i].step})
		}
		return all, err
	}}
}
