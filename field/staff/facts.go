// SPDX-License-Identifier: Apache-2.0

package staff

import (
	"slices"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// User is somebody who works in the operation.
type User struct {
	Name   register.Held[string] `cbor:"1,keyasint"`           // as it is signed in with
	Grants []Granted             `cbor:"2,keyasint,omitempty"` // in the order of their facts, those that were revoked too
	Left   []journal.Ref         `cbor:"3,keyasint,omitempty"` // the facts by which they were withdrawn, and that nobody took back
}

// Granted is a role with the fact that gave it. Ref names that fact; Revoked says that it was taken away since.
type Granted struct {
	Ref     journal.Ref  `cbor:"1,keyasint"`
	Grant   access.Grant `cbor:"2,keyasint"` // the role, over what and for how long
	Revoked bool         `cbor:"3,keyasint,omitempty"`
}

// Actor returns the user as the desk knows them: without any role where they were withdrawn.
func (u *User) Actor(of id.ID) access.Actor {
	if u.Gone() {
		return access.Actor{User: of}
	}
	return access.Actor{User: of, Grants: u.standing()}
}

// standing are the grants that nobody took away.
func (u *User) standing() (grants []access.Grant) {
	for _, g := range u.Grants {
		if !g.Revoked {
			grants = append(grants, g.Grant)
		}
	}
	return grants
}

// The lists of the commons under which staff are found.
var (
	ByName       = register.List{Name: "users_by_name"}
	AllCaseloads = register.List{Name: "caseloads"} // by name
)

// UserStory is the kind of story of a user.
var UserStory = register.NewKind("user", func(u *User, add register.Adder) {
	for _, n := range u.Name.Standing {
		add(ByName, []byte(n.Value))
	}
})

// userWords is the person part: a user is a person too.
type userWords struct {
	Name string `cbor:"1,keyasint"`
}

var userAdded = register.NewFact(UserStory, "staff.user_added", 1,
	func(u *User, f *journal.Fact, _ register.None, w *userWords) {
		if w != nil {
			u.Name.Put(f, "name", w.Name)
		}
	})

type grantedResidue struct {
	Grant access.Grant `cbor:"1,keyasint"`
}

var roleGranted = register.NewFact(UserStory, "staff.role_granted", 1,
	func(u *User, f *journal.Fact, r grantedResidue, _ *register.None) {
		u.Grants = append(u.Grants, Granted{Ref: f.Ref(), Grant: r.Grant})
	})

var roleRevoked = register.NewFact(UserStory, "staff.role_revoked", 1,
	func(u *User, f *journal.Fact, r grantedResidue, _ *register.None) {
		for i := range u.Grants {
			if slices.Contains(f.Supersedes["grant"], u.Grants[i].Ref) {
				u.Grants[i].Revoked = true
			}
		}
	})

// Caseload is the households that one field office answers for. Its story's id is the caseload's.
type Caseload struct {
	Name   string    `cbor:"1,keyasint"` // as the office is called
	Opened clock.Day `cbor:"2,keyasint"` // the day it was opened
	Node   id.ID     `cbor:"3,keyasint"` // that opened it

	Line register.Held[string] `cbor:"4,keyasint,omitzero"` // the number at which people reach the office
}

// CaseloadStory is the kind of story of a caseload.
var CaseloadStory = register.NewKind("caseload", func(c *Caseload, add register.Adder) { add(AllCaseloads, []byte(c.Name)) })

var caseloadOpened = register.NewFact(CaseloadStory, "staff.caseload_opened", 1,
	func(c *Caseload, f *journal.Fact, r Caseload, _ *register.None) {
		c.Name, c.Node, c.Opened = r.Name, r.Node, f.Day
	})

type lineResidue struct {
	Line string `cbor:"1,keyasint,omitempty"`
}

var lineStated = register.NewFact(CaseloadStory, "staff.line_stated", 1,
	func(c *Caseload, f *journal.Fact, r lineResidue, _ *register.None) { c.Line.Put(f, "line", r.Line) })

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{UserStory, CaseloadStory, userAdded, roleGranted, roleRevoked, userWithdrawn, userReadmitted, caseloadOpened, lineStated}
}
