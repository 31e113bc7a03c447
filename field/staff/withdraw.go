// SPDX-License-Identifier: Apache-2.0

package staff

import (
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

var userWithdrawn = register.NewFact(UserStory, "staff.user_withdrawn", 1,
	func(u *User, f *journal.Fact, _ register.None, _ *register.None) { u.Left = append(u.Left, f.Ref()) })

var userReadmitted = register.NewFact(UserStory, "staff.user_readmitted", 1,
	func(u *User, f *journal.Fact, _ register.None, _ *register.None) {
		u.Left = slices.DeleteFunc(u.Left, func(of journal.Ref) bool { return slices.Contains(f.Supersedes["left"], of) })
		if len(u.Left) == 0 {
			u.Left = nil
		}
	})

// Gone reports whether the user was withdrawn. Where one office withdrew them while another took them back unseen, they stay out until somebody decides who
// has seen both.
func (u *User) Gone() bool { return len(u.Left) > 0 }

// Withdraw takes a user out of the operation at once, on every node that hears of it: they may nothing and sign in nowhere. Their roles are kept for the
// day on which they come back; what they did stays under their name. Nobody withdraws themselves, so that somebody stays who can undo it.
type Withdraw struct {
	User id.ID // who leaves
}

// Act is the act of revoking: every role at once.
func (Withdraw) Act() access.Act { return access.AccessRevoke }

// Decide records that the user is withdrawn.
func (c Withdraw) Decide(tx *desk.Tx) error {
	const op = "staff.Withdraw"
	u, err := desk.Must(tx, UserStory, c.User)
	switch {
	case err != nil:
		return err
	case tx.By().User == c.User:
		return fault.New(op, fault.NotAllowed, "staff.not_oneself", nil).WithHint("staff.not_oneself.hint")
	case u.Gone():
		return fault.New(op, fault.Conflict, "staff.withdrawn", nil)
	}
	return tx.Record(userWithdrawn.Draft(c.User, clock.NoDay, register.None{}))
}

// Readmit takes back that a user was withdrawn: they have the roles again that nobody took from them meanwhile and whose days are not over. Whoever may give
// every one of those roles may do so.
type Readmit struct {
	User id.ID // who comes back
}

// Act is the act of granting: the roles hold again.
func (Readmit) Act() access.Act { return access.AccessGrant }

// Decide records that the user is back.
func (c Readmit) Decide(tx *desk.Tx) error {
	u, err := desk.Must(tx, UserStory, c.User)
	if err != nil {
		return err
	}
	if !u.Gone() {
		return fault.New("staff.Readmit", fault.Conflict, "staff.not_withdrawn", nil)
	}
	for _, g := range u.Grants {
		if g.Revoked {
			continue
		}
		if err := access.MayGrant(tx.By(), c.User, g.Grant, tx.Today()); err != nil {
			return err
		}
	}
	return tx.Record(userReadmitted.Draft(c.User, clock.NoDay, register.None{}).Replacing("left", u.Left))
}
