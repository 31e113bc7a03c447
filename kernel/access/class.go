// SPDX-License-Identifier: Apache-2.0

package access

import (
	"fmt"

	"safar/kernel/clock"
)

// Class says how much harm a field could do in the wrong hands. Do not reorder: the numbers are stored.
type Class uint8

// The classes. Sealed is zero, so that whatever nobody has thought about is treated as the most dangerous.
const (
	Sealed    Class = iota // ethnicity, religion, a survivor's story, a diagnosis: for named people only
	Sensitive              // protection concerns, safe contact, legal status, a person's own answer, an address in hiding
	Personal               // names, dates of birth, phone numbers, photographs, where a household lives
	Open                   // numbers, states, places: names nobody and lets nobody be guessed
)

var classNames = [...]string{"sealed", "sensitive", "personal", "open"}

// String returns the class's name: sealed, sensitive, personal or open.
func (c Class) String() string {
	if int(c) < len(classNames) {
		return classNames[c]
	}
	return fmt.Sprintf("class_%d", uint8(c))
}

// ParseClass reads what String wrote.
func ParseClass(text string) (Class, error) {
	for i, name := range classNames {
		if name == text {
			return Class(i), nil
		}
	}
	return Sealed, fmt.Errorf("access: %q is not a class: open, personal, sensitive or sealed", text)
}

// ClassSet is a set of classes, one bit each. The zero set sees nothing at all.
type ClassSet uint8

// SetOfClasses returns the set of the given classes.
func SetOfClasses(classes ...Class) ClassSet {
	var s ClassSet
	for _, c := range classes {
		s |= 1 << c
	}
	return s
}

// Has reports whether c is in s.
func (s ClassSet) Has(c Class) bool { return c <= Open && s&(1<<c) != 0 }

// String lists the classes of s from open to sealed, with + between them; "none" for the empty set.
func (s ClassSet) String() string {
	text := ""
	for c := int(Open); c >= int(Sealed); c-- {
		if s.Has(Class(c)) {
			text += "+" + Class(c).String()
		}
	}
	if text == "" {
		return "none"
	}
	return text[1:]
}

// The sets which the table of clearance is written with.
const (
	seesOpen      ClassSet = 1 << Open
	seesPersonal  ClassSet = seesOpen | 1<<Personal
	seesSensitive ClassSet = seesPersonal | 1<<Sensitive
	seesAll       ClassSet = seesSensitive | 1<<Sealed
)

// Clearance returns the classes of field that actor sees in scope on day: all that any of their grants gives. Somebody
// without a grant there sees nothing, open fields included.
func Clearance(actor Actor, scope Scope, day clock.Day) ClassSet {
	var set ClassSet
	for _, g := range actor.Grants {
		if !g.Holds(day) || !g.Covers(scope) || !actor.Program.reaches(scope.Compartment) {
			continue
		}
		if closed.Has(scope.Compartment) && !g.Opens.Has(scope.Compartment) {
			continue
		}
		set |= clearances[g.Role][scope.Compartment]
	}
	return set
}
