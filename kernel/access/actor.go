// SPDX-License-Identifier: Apache-2.0

package access

import (
	"slices"

	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Actor is a person as the desk knows them: who they are and what was granted to them. The zero Actor may nothing.
type Actor struct {
	User   id.ID   // whose name stands under what is done
	Device id.ID   // the token of the program that acts for them, zero for themselves; recorded with looks, never used to allow anything
	Grants []Grant // every grant, also past and future ones

	// Program narrows down a program that acts for them; nil where they act themselves.
	Program *Program
}

// Grant gives a person a role over one caseload, or over all of them, for a time.
type Grant struct {
	Role     Role           // what they may do
	Caseload id.ID          // the zero id is every caseload
	From     clock.Day      // first day it holds; NoDay is "always did"
	Until    clock.Day      // last day it holds, itself included; NoDay is "until revoked"
	Opens    CompartmentSet // closed compartments this named person is let into, where the role's table has acts there
}

// Holds reports whether g is in force on day.
func (g Grant) Holds(day clock.Day) bool {
	return day.Known() && (!g.From.Known() || g.From <= day) && (!g.Until.Known() || day <= g.Until)
}

// Covers reports whether g reaches the caseload of scope. The commons belong to everyone who holds any grant: what a role
// may do there is for the table to say.
func (g Grant) Covers(scope Scope) bool {
	return scope.Valid() && (scope == Commons || g.Caseload.IsZero() || g.Caseload == scope.Caseload)
}

// NewGrant returns a grant of role over caseload that holds on every day and opens no closed compartment.
func NewGrant(role Role, caseload id.ID) Grant {
	return Grant{Role: role, Caseload: caseload, From: clock.NoDay, Until: clock.NoDay}
}

// Has reports whether a holds role over the caseload of scope on day.
func (a Actor) Has(role Role, scope Scope, day clock.Day) bool {
	for _, g := range a.Grants {
		if g.Role == role && g.Holds(day) && g.Covers(scope) && a.Program.reaches(scope.Compartment) {
			return true
		}
	}
	return false
}

// Caseloads returns the caseloads over which a may do act in compartment on day, without repeats. The second result is
// true when a may do it in every caseload, and the list is then empty. It is what a list page is filtered by.
func (a Actor) Caseloads(act Act, compartment Compartment, day clock.Day) (of []id.ID, every bool) {
	seen := map[id.ID]bool{}
	for _, g := range a.Grants {
		if !g.Holds(day) || !g.allows(act, compartment) || !a.Program.reaches(compartment) {
			continue
		}
		if g.Caseload.IsZero() {
			return nil, true
		}
		if !seen[g.Caseload] {
			seen[g.Caseload] = true
			of = append(of, g.Caseload)
		}
	}
	return of, false
}

// yard are the roles of those who meet people in a yard, on a list, or at a house: what a phone that joined may do. Who approves, pays, gives roles or
// hears complaints signs in by passphrase.
var yard = []Role{Enumerator, Caseworker, SiteManager, MovementOfficer, Inspector}

// InTheYard returns the actor as far as a phone goes that they let join by a code: the roles of those who meet people, and no closed compartment.
func (a Actor) InTheYard() Actor {
	narrow := a
	narrow.Grants = nil
	for _, g := range a.Grants {
		if slices.Contains(yard, g.Role) {
			g.Opens = 0
			narrow.Grants = append(narrow.Grants, g)
		}
	}
	return narrow
}

// May returns nil when actor may do act in scope on day. Otherwise it returns a fault.Error of kind NotAllowed with the key
// "access.not_allowed" and the argument act. Whatever is not allowed by the table is refused, unknown acts among it.
func May(actor Actor, act Act, scope Scope, day clock.Day) error {
	for _, g := range actor.Grants {
		if g.Holds(day) && g.Covers(scope) && g.allows(act, scope.Compartment) && actor.Program.reaches(scope.Compartment) {
			return nil
		}
	}
	return fault.New("access.May", fault.NotAllowed, "access.not_allowed", fault.Args{"act": string(act)})
}

// MayGrant returns nil when actor may give grant to the person to on day: they hold access.grant over that caseload, and
// to is not themselves. Someone who runs one caseload cannot give a role over another, or over all, and a program gives none.
func MayGrant(actor Actor, to id.ID, grant Grant, day clock.Day) error {
	const op = "access.MayGrant"
	if !grant.Role.Known() {
		return fault.New(op, fault.Invalid, "access.unknown_role", fault.Args{"role": grant.Role.String()})
	}
	if actor.User == to {
		return fault.New(op, fault.NotAllowed, "access.not_to_oneself", nil)
	}
	for _, g := range actor.Grants {
		reaches := g.Caseload.IsZero() || g.Caseload == grant.Caseload
		if g.Holds(day) && reaches && g.allows(AccessGrant, CommonsCompartment) && actor.Program == nil {
			return nil
		}
	}
	return fault.New(op, fault.NotAllowed, "access.not_allowed", fault.Args{"act": string(AccessGrant)})
}

// Founder returns the actor with which a new data folder grants its first roles: an administrator over everything. It
// sees no personal data and, like every administrator, cannot grant to itself.
func Founder(user id.ID) Actor {
	return Actor{User: user, Grants: []Grant{NewGrant(Administrator, id.ID{})}}
}

func (g Grant) allows(act Act, compartment Compartment) bool {
	r, found := rules[g.Role][act]
	if !found || !r.in.Has(compartment) {
		return false
	}
	return !closed.Has(compartment) || r.blind || g.Opens.Has(compartment)
}
