// SPDX-License-Identifier: Apache-2.0

package operation

import (
	"context"

	"safar/desk"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Founder founds an operation: the first users, roles and caseloads. It is an administrator without a name, who stands in no
// list and can sign in nowhere.
type Founder struct {
	operation *Operation
	actor     access.Actor
}

// Found returns the founder of an operation in which nobody works yet. Anywhere else it is a fault of kind NotAllowed.
func (out *Operation) Found(ctx context.Context) (*Founder, error) {
	const op = "operation.Found"
	f := &Founder{out, access.Founder(id.New())}
	users, err := desk.Ask(ctx, out.Desk, f.actor, "task.founding", staff.Users())
	if err == nil && len(users) > 0 {
		err = fault.New(op, fault.NotAllowed, "operation.founded", nil)
	}
	return f, fault.Wrap(op, err)
}

// Caseload opens a caseload and returns its id.
func (f *Founder) Caseload(ctx context.Context, name string) (id.ID, error) {
	return f.one(ctx, staff.OpenCaseload{Name: name})
}

// User adds a user with roles over a caseload (the zero id is all of them). They cannot sign in before they are enrolled (Operation.Door).
func (f *Founder) User(ctx context.Context, name string, caseload id.ID, roles ...access.Role) (id.ID, error) {
	user, err := f.one(ctx, staff.AddUser{Name: name})
	if err != nil {
		return user, err
	}
	for _, role := range roles {
		if err := f.Grant(ctx, user, access.NewGrant(role, caseload)); err != nil {
			return user, err
		}
	}
	return user, nil
}

// Grant gives a user a role, and lets them into what the grant opens.
func (f *Founder) Grant(ctx context.Context, user id.ID, grant access.Grant) error {
	_, err := f.operation.Desk.Do(ctx, f.actor, access.Commons, id.New(), staff.GrantRole{User: user, Grant: grant})
	return err
}

func (f *Founder) one(ctx context.Context, c desk.Command) (id.ID, error) {
	r, err := f.operation.Desk.Do(ctx, f.actor, access.Commons, id.New(), c)
	if err != nil {
		return id.ID{}, err
	}
	return r.IDs[0], nil
}
