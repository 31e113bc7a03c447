// SPDX-License-Identifier: Apache-2.0

package staff

import (
	"context"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// ActorOf returns a user as the desk knows them today. It is what a session becomes at every request, so that a revoked role is
// revoked at once; it needs no right of its own.
func ActorOf(ctx context.Context, d *desk.Desk, user id.ID) (access.Actor, error) {
	return desk.Identify(ctx, d, func(r *desk.Reader) (access.Actor, error) {
		u, err := desk.ReadCommons(r, UserStory, user)
		if err == nil && !u.Exists {
			err = fault.New("staff.ActorOf", fault.NotAllowed, "staff.no_such_user", nil)
		}
		if err != nil {
			return access.Actor{}, err
		}
		return u.State.Actor(user), nil
	})
}

// CaseloadRow is one caseload.
type CaseloadRow struct {
	ID   id.ID  `class:"open"`
	Name string `class:"open"`
}

// Caseloads lists the caseloads, by name.
func Caseloads() desk.Query[[]CaseloadRow] {
	return desk.Query[[]CaseloadRow]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]CaseloadRow, error) {
		entries, err := r.ScanCommons(AllCaseloads, register.Range{Limit: 1000})
		rows := make([]CaseloadRow, 0, len(entries))
		for _, e := range entries {
			rows = append(rows, CaseloadRow{e.Story, string(e.Key)})
		}
		return rows, err
	}}
}

// UserRow is one user with their roles.
type UserRow struct {
	ID     id.ID          `class:"open"`
	Name   string         `class:"open"` // staff names are known to those who give roles
	Grants []access.Grant `class:"open"`
}

// Users lists who works here.
func Users() desk.Query[[]UserRow] {
	return desk.Query[[]UserRow]{Act: access.AccessList, Scope: access.Commons, Run: func(r *desk.Reader) ([]UserRow, error) {
		var rows []UserRow
		err := desk.EachCommons(r, UserStory, func(of id.ID, u *User) error {
			rows = append(rows, UserRow{of, u.Name.Value(), u.Actor(of).Grants})
			return nil
		})
		return rows, err
	}}
}
