// SPDX-License-Identifier: Apache-2.0

package access

import (
	"fmt"
	"strings"

	"safar/kernel/id"
)

// Compartment is the part of a caseload that a group of people may know of. Do not reorder: the numbers are stored.
type Compartment uint8

// The compartments. CommonsCompartment is that of the one scope which every node holds.
const (
	CommonsCompartment Compartment = iota
	General
	Protection
	Detention
	Medical
	SealedComplaints
	Looks // who looked at whose file, and why
)

var compartmentNames = [...]string{"commons", "general", "protection", "detention", "medical", "sealed_complaints", "looks"}

// String returns the compartment's name in snake case.
func (c Compartment) String() string {
	if int(c) < len(compartmentNames) {
		return compartmentNames[c]
	}
	return fmt.Sprintf("compartment_%d", uint8(c))
}

// Compartments lists every compartment, in order.
func Compartments() []Compartment {
	all := make([]Compartment, len(compartmentNames))
	for i := range all {
		all[i] = Compartment(i)
	}
	return all
}

// ParseCompartment reads what String wrote.
func ParseCompartment(text string) (Compartment, error) {
	for i, name := range compartmentNames {
		if name == text {
			return Compartment(i), nil
		}
	}
	return 0, fmt.Errorf("access: %q is not a compartment", text)
}

// CompartmentSet is a set of compartments, one bit each. The zero set is empty.
type CompartmentSet uint16

// SetOf returns the set of the given compartments.
func SetOf(compartments ...Compartment) CompartmentSet {
	var s CompartmentSet
	for _, c := range compartments {
		s |= 1 << c
	}
	return s
}

// Has reports whether c is in s.
func (s CompartmentSet) Has(c Compartment) bool { return s&(1<<c) != 0 }

// closed are the compartments that belong to no role: a grant must open them to a named person.
var closed = SetOf(Medical, SealedComplaints)

// Scope is a caseload (the households one field office answers for) times a compartment: the unit of who holds a copy.
// The zero Scope is the commons: places and their safety, programmes, roles, rates, on every node. Caseload is the id that
// staff.OpenCaseload gave it, and zero in the commons alone; Compartment is the part of it.
type Scope struct {
	Caseload    id.ID
	Compartment Compartment
}

// Commons is the one scope that every node holds.
var Commons = Scope{}

// Valid reports whether s names something that can exist: the commons, or a caseload in another compartment.
func (s Scope) Valid() bool {
	if s.Compartment == CommonsCompartment {
		return s == Commons
	}
	return !s.Caseload.IsZero() && int(s.Compartment) < len(compartmentNames)
}

// Bytes returns the 17 bytes under which s leads every key of the database.
func (s Scope) Bytes() []byte { return append(s.Caseload[:], byte(s.Compartment)) }

// ScopeFromBytes reads what Bytes wrote.
func ScopeFromBytes(b []byte) (Scope, error) {
	if len(b) != id.Size+1 {
		return Scope{}, fmt.Errorf("access: a scope of %d bytes, want %d", len(b), id.Size+1)
	}
	var s Scope
	copy(s.Caseload[:], b)
	s.Compartment = Compartment(b[id.Size])
	return s, nil
}

// String returns "commons", or the caseload's id, a slash and the compartment.
func (s Scope) String() string {
	if s == Commons {
		return "commons"
	}
	return s.Caseload.String() + "/" + s.Compartment.String()
}

// ParseScope reads what String wrote.
func ParseScope(text string) (Scope, error) {
	if text == "commons" {
		return Commons, nil
	}
	caseload, compartment, _ := strings.Cut(text, "/")
	c, err := id.Parse(caseload)
	if err != nil {
		return Scope{}, fmt.Errorf("access: %q is not a scope: %w", text, err)
	}
	part, err := ParseCompartment(compartment)
	if err != nil {
		return Scope{}, err
	}
	if parsed := (Scope{c, part}); parsed.Valid() {
		return parsed, nil
	}
	return Scope{}, fmt.Errorf("access: %q is not a scope: the commons have no caseload, all else has one", text)
}
