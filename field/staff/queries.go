// SPDX-License-Identifier: Apache-2.0

package staff

import (
	"context"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Identity is a user as the desk knows them, and the name they go by. Actor has the grants that nobody revoked, those whose days
// are over among them, and none of somebody who was withdrawn (Gone); Name is "" once it was forgotten.
type Identity struct {
	Actor access.Actor
	Name  string
	Gone  bool
}

// Identify returns a user as they stand today. It is what a session becomes at every request, so that a revoked role is revoked at once; it
// needs no right of its own.
func Identify(ctx context.Context, d *desk.Desk, user id.ID) (Identity, error) {
	return desk.Identify(ctx, d, func(r *desk.Reader) (Identity, error) {
		u, err := desk.ReadCommons(r, UserStory, user)
		if err == nil && !u.Exists {
			err = fault.New("staff.Identify", fault.NotAllowed, "staff.no_such_user", nil)
		}
		if err != nil {
			return Identity{}, err
		}
		return Identity{u.State.Actor(user), u.State.Name.Value(), u.State.Gone()}, nil
	})
}

// CaseloadRow is one caseload. ID is the caseload, Name what its office is called.
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

// LineRow is what people are told of an office. Line is the number at which they reach it, "" for none.
type LineRow struct {
	Office string `class:"open"` // as it is called
	Line   string `class:"open"`
}

// LineOf tells what people are told of the office of a caseload.
func LineOf(caseload id.ID) desk.Query[LineRow] {
	return desk.Query[LineRow]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) (LineRow, error) {
		c, err := desk.ReadCommons(r, CaseloadStory, caseload)
		return LineRow{c.State.Name, c.State.Line.Value()}, err
	}}
}

// OfficeRow is one node on which people of this operation write, as they know it: by the caseloads that were opened there.
type OfficeRow struct {
	Node      id.ID    `class:"open"` // its id
	Here      bool     `class:"open"` // the one that answers
	Caseloads []string `class:"open"` // opened there, by name; none of a further laptop of an office
}

// Offices lists the nodes that have written in a scope or in the commons, for those who do an act there: to whom custody can be given.
func Offices(doing access.Act, scope access.Scope) desk.Query[[]OfficeRow] {
	return desk.Query[[]OfficeRow]{Act: doing, Scope: scope, Run: func(r *desk.Reader) ([]OfficeRow, error) {
		nodes, err := r.Writers()
		if err != nil {
			return nil, err
		}
		rows := make([]OfficeRow, 0, len(nodes))
		for _, node := range nodes {
			rows = append(rows, OfficeRow{Node: node, Here: node == r.Here()})
		}
		entries, err := r.ScanCommons(AllCaseloads, register.Range{Limit: 1000})
		for _, e := range entries {
			c, err := desk.ReadCommons(r, CaseloadStory, e.Story)
			if err != nil {
				return nil, err
			}
			for i := range rows {
				if rows[i].Node == c.State.Node {
					rows[i].Caseloads = append(rows[i].Caseloads, c.State.Name)
				}
			}
		}
		return rows, err
	}}
}

// CaseloadIDs returns the caseloads that this node knows: for the program itself, which asks nobody.
func CaseloadIDs(ctx context.Context, d *desk.Desk) ([]id.ID, error) {
	return desk.Identify(ctx, d, func(r *desk.Reader) ([]id.ID, error) {
		entries, err := r.ScanCommons(AllCaseloads, register.Range{Limit: 1000})
		ids := make([]id.ID, len(entries))
		for i, e := range entries {
			ids[i] = e.Story
		}
		return ids, err
	})
}

// UserRow is one user with their roles.
type UserRow struct {
	ID     id.ID      `class:"open"` // the user
	Name   string     `class:"open"` // staff names are known to those who give roles
	Grants []GrantRow // those that nobody revoked, whatever their days
	Gone   bool       `class:"open"` // withdrawn: the grants hold for nothing
}

// GrantRow is a role that somebody has.
type GrantRow struct {
	Role     access.Role `class:"open"` // what they may do
	Caseload id.ID       `class:"open"` // zero for every caseload
	From     clock.Day   `class:"open"` // clock.NoDay for "always"
	Until    clock.Day   `class:"open"` // clock.NoDay for "until revoked"
	Medical  bool        `class:"open"` // whether it lets into the medical compartment
	Sealed   bool        `class:"open"` // whether it makes a focal point for sealed complaints
}

func grantRows(grants []access.Grant) []GrantRow {
	rows := make([]GrantRow, 0, len(grants))
	for _, g := range grants {
		rows = append(rows, GrantRow{g.Role, g.Caseload, g.From, g.Until, g.Opens.Has(access.Medical), g.Opens.Has(access.SealedComplaints)})
	}
	return rows
}

// Users lists who works here.
func Users() desk.Query[[]UserRow] {
	return desk.Query[[]UserRow]{Act: access.AccessList, Scope: access.Commons, Run: func(r *desk.Reader) ([]UserRow, error) {
		var rows []UserRow
		err := desk.EachCommons(r, UserStory, func(of id.ID, u *User) error {
			rows = append(rows, UserRow{of, u.Name.Value(), grantRows(u.standing()), u.Gone()})
			return nil
		})
		return rows, err
	}}
}
