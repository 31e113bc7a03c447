// SPDX-License-Identifier: Apache-2.0

package staff

import (
	"regexp"
	"unicode/utf8"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// AddUser adds somebody who works here. The receipt's id is the user. All commands of this package are of the commons. Name is what
// they sign in with: 2 to 60 letters; one that is taken is a fault of kind Conflict.
type AddUser struct {
	Name string
}

// Act is the act of granting: a user without a role may nothing.
func (AddUser) Act() access.Act { return access.AccessGrant }

// Decide records the user under a name that nobody has.
func (c AddUser) Decide(tx *desk.Tx) error {
	const op = "staff.AddUser"
	if n := utf8.RuneCountInString(c.Name); n < 2 || n > 60 {
		return fault.New(op, fault.Invalid, "staff.name", nil)
	}
	if taken, err := tx.Find(ByName, []byte(c.Name)); err != nil || len(taken) > 0 {
		if err == nil {
			err = fault.New(op, fault.Conflict, "staff.name_taken", nil)
		}
		return err
	}
	user, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(userAdded.DraftFor(user, user, clock.NoDay, register.None{}, userWords{c.Name}))
}

// GrantRole gives a user a role. Grant says which role, over what and for how long; access.MayGrant judges whether the granter may
// give it to User.
type GrantRole struct {
	User  id.ID
	Grant access.Grant
}

// Act is the act of granting.
func (GrantRole) Act() access.Act { return access.AccessGrant }

// Decide judges whether the granter may give this role, and records it.
func (c GrantRole) Decide(tx *desk.Tx) error {
	if _, err := desk.Must(tx, UserStory, c.User); err != nil {
		return err
	}
	if err := access.MayGrant(tx.By(), c.User, c.Grant, tx.Today()); err != nil {
		return err
	}
	return tx.Record(roleGranted.Draft(c.User, clock.NoDay, grantedResidue{c.Grant}))
}

// RevokeRole takes a role away, over a caseload, at once. User loses every grant of the Role over exactly that Caseload (zero for
// every caseload); where there is none it is a fault of kind NotFound.
type RevokeRole struct {
	User     id.ID
	Role     access.Role
	Caseload id.ID
}

// Act is the act of revoking.
func (RevokeRole) Act() access.Act { return access.AccessRevoke }

// Decide records the end of every grant of the role over the caseload.
func (c RevokeRole) Decide(tx *desk.Tx) error {
	u, err := desk.Must(tx, UserStory, c.User)
	if err != nil {
		return err
	}
	var seen []journal.Ref
	for _, g := range u.Grants {
		if g.Grant.Role == c.Role && g.Grant.Caseload == c.Caseload && !g.Revoked {
			seen = append(seen, g.Ref)
		}
	}
	if len(seen) == 0 {
		return fault.New("staff.RevokeRole", fault.NotFound, "staff.no_such_grant", nil)
	}
	d := roleRevoked.Draft(c.User, clock.NoDay, grantedResidue{access.NewGrant(c.Role, c.Caseload)})
	return tx.Record(d.Replacing("grant", seen))
}

// OpenCaseload opens a caseload for a field office. The receipt's id is the caseload. Name is the office's own, 1 to 100 letters.
type OpenCaseload struct {
	Name string
}

// Act is the act of granting in the commons: whoever gives roles opens the caseloads they are over.
func (OpenCaseload) Act() access.Act { return access.AccessGrant }

// Decide records the caseload.
func (c OpenCaseload) Decide(tx *desk.Tx) error {
	if c.Name == "" || utf8.RuneCountInString(c.Name) > 100 {
		return fault.New("staff.OpenCaseload", fault.Invalid, "staff.name", nil)
	}
	caseload, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(caseloadOpened.Draft(caseload, clock.NoDay, Caseload{Name: c.Name, Node: tx.Node().Node}))
}

// StateLine says at which number people reach the office of a Caseload: it stands on what they are handed. Line is as it is dialled, 5 to 20
// digits with signs between; "" for none any more.
type StateLine struct {
	Caseload id.ID // whose office it is
	Line     string
}

// Act is the act of publishing: it is what people are told.
func (StateLine) Act() access.Act { return access.ProgrammePublish }

// aLine is a number as it is dialled.
var aLine = regexp.MustCompile(`^\+?[0-9][0-9 ().*#-]{4,19}$`)

// Decide records the number.
func (c StateLine) Decide(tx *desk.Tx) error {
	of, err := desk.Must(tx, CaseloadStory, c.Caseload)
	if err != nil {
		return err
	}
	if c.Line != "" && !aLine.MatchString(c.Line) {
		return fault.New("staff.StateLine", fault.Invalid, "staff.line", nil)
	}
	return tx.Record(lineStated.Draft(c.Caseload, clock.NoDay, lineResidue{c.Line}).Replacing("line", of.Line.Seen()))
}
