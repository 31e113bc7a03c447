// SPDX-License-Identifier: Apache-2.0

package staff

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/id"
)

// Colleague is somebody who works in a scope, as the others there know them. ID is the user, Name what they sign in with.
type Colleague struct {
	ID   id.ID  `class:"open"`
	Name string `class:"open"`
	May  bool   `class:"open"` // may do the act that was asked for
}

// Colleagues lists who has a role over a scope, for those who do an act there themselves: whose name stands under a list, and to whom a task
// may be given. May says who may do another act.
func Colleagues(doing access.Act, scope access.Scope, other access.Act) desk.Query[[]Colleague] {
	return desk.Query[[]Colleague]{Act: doing, Scope: scope, Run: func(r *desk.Reader) ([]Colleague, error) {
		var rows []Colleague
		err := desk.EachCommons(r, UserStory, func(of id.ID, u *User) error {
			actor := u.Actor(of)
			for _, g := range actor.Grants {
				if g.Holds(r.Today()) && g.Covers(scope) {
					rows = append(rows, Colleague{of, u.Name.Value(), access.May(actor, other, scope, r.Today()) == nil})
					break
				}
			}
			return nil
		})
		return rows, err
	}}
}
