// SPDX-License-Identifier: Apache-2.0

package access

import (
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Program is how far a program goes that acts for a person: never further than they do at that moment. It opens no closed compartment, and gives
// nobody a role.
type Program struct {
	Token    id.ID          // by which it is known
	Parts    []ProgramPart  // which of the person's roles it has, and over what
	In       CompartmentSet // the compartments it reaches; the commons are always among them
	ReadOnly bool           // it changes nothing
}

// ProgramPart is one of a person's roles, Role, over a caseload; the zero Caseload is every one that they have the role over.
type ProgramPart struct {
	Role     Role
	Caseload id.ID
}

// Lendable are the compartments that a program may be let into: no closed one.
var Lendable = SetOf(General, Protection, Detention, Looks)

// Through returns the actor as far as one of their programs goes: their grants as they stand now, as far as the program was given them.
func (a Actor) Through(p Program) Actor {
	p.In &= Lendable
	narrow := Actor{User: a.User, Device: p.Token, Program: &p}
	for _, g := range a.Grants {
		for _, part := range p.Parts {
			if lent, is := g.lend(part); is {
				narrow.Grants = append(narrow.Grants, lent)
			}
		}
	}
	return narrow
}

// lend returns a grant as far as a part of a program goes.
func (g Grant) lend(part ProgramPart) (Grant, bool) {
	g.Opens = 0
	switch {
	case g.Role != part.Role:
		return g, false
	case part.Caseload.IsZero() || part.Caseload == g.Caseload:
		return g, true
	case g.Caseload.IsZero():
		g.Caseload = part.Caseload
		return g, true
	}
	return g, false
}

// reaches reports whether a program goes into a compartment; a person by themselves does, as far as this goes.
func (p *Program) reaches(c Compartment) bool {
	return p == nil || c == CommonsCompartment || p.In.Has(c)
}

// MayChange returns nil where whoever asks may change anything at all: everybody but a program that was made to read. What they may change, May says.
func (a Actor) MayChange() error {
	if a.Program != nil && a.Program.ReadOnly {
		return fault.New("access.MayChange", fault.NotAllowed, "access.reads_only", nil).WithHint("access.reads_only.hint")
	}
	return nil
}
