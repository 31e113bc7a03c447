// SPDX-License-Identifier: Apache-2.0

package documents

import (
	"slices"
	"strings"
	"unicode/utf8"

	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/kernel/vault"
)

var noResidue register.None

// maxWords is how many letters may be said of a document, and why one is withdrawn.
const maxWords = 300

// sound refuses what cannot be filed.
func (c File) sound() error {
	const op = "documents.File"
	switch {
	case !slices.Contains(Kinds(), c.Kind):
		return fault.New(op, fault.Invalid, "documents.no_such_kind", nil)
	case c.Class != access.Personal && c.Class != access.Sensitive:
		return fault.New(op, fault.Invalid, "documents.no_such_class", nil)
	case utf8.RuneCountInString(c.Words) > maxWords:
		return fault.New(op, fault.Invalid, "documents.too_long", fault.Args{"letters": maxWords})
	}
	return nil
}

// ofHousehold refuses to file for somebody who is not of the household, and for who was forgotten.
func ofHousehold(tx *desk.Tx, household, subject id.ID) error {
	const op = "documents.File"
	if _, err := desk.Must(tx, people.HouseholdStory, household); err != nil {
		return err
	}
	if is, err := belongs(tx, household, subject); err != nil || !is {
		if err == nil {
			err = fault.New(op, fault.Invalid, "documents.not_of_household", nil)
		}
		return err
	}
	forgotten, err := people.IsForgotten(tx, subject)
	if err == nil && forgotten {
		err = fault.New(op, fault.Blocked, "documents.forgotten", nil)
	}
	return err
}

// belongs reports whether a subject is a household or is said to belong to it, living or dead.
func belongs(s desk.Source, household, subject id.ID) (bool, error) {
	if subject == household {
		return true, nil
	}
	p, err := desk.See(s, people.PersonStory, subject)
	return slices.ContainsFunc(householdsOf(p.State), func(h id.ID) bool { return h == household }), err
}

// householdsOf are the households a person is said to belong to.
func householdsOf(p *people.Person) (all []id.ID) {
	for _, m := range p.Household.Standing {
		if !m.Value.Household.IsZero() {
			all = append(all, m.Value.Household)
		}
	}
	return all
}

// lies refuses a document whose picture is not there: the bytes are durable first.
func lies(tx *desk.Tx, owner id.ID, at vault.Address) error {
	there, err := tx.Attached(owner, at)
	if err == nil && !there {
		err = fault.New("documents.File", fault.Invalid, "documents.no_picture", nil)
	}
	return err
}

// seenBy reports whether somebody may see a document: it is there, and they are cleared for its class.
func (d *Document) seenBy(sees access.ClassSet) bool { return d.Here && sees.Has(d.Class) }

// standing returns the document that is to be withdrawn. One that the withdrawer may not see is not there for them.
func (c Withdraw) standing(tx *desk.Tx) (*Document, error) {
	const op = "documents.Withdraw"
	d, err := desk.Must(tx, Story, c.Document)
	if err != nil {
		return nil, err
	}
	why := strings.TrimSpace(c.Why)
	switch {
	case !d.seenBy(access.Clearance(tx.By(), tx.Scope(), tx.Today())):
		return nil, fault.New(op, fault.NotFound, "documents.none", nil)
	case d.Subject != c.Subject || d.At != c.At:
		return nil, fault.New(op, fault.Conflict, "documents.another", nil)
	case d.Withdrawn:
		return nil, fault.New(op, fault.Conflict, "documents.withdrawn_already", nil)
	case why == "":
		return nil, fault.New(op, fault.Invalid, "documents.why_missing", nil)
	case utf8.RuneCountInString(why) > maxWords:
		return nil, fault.New(op, fault.Invalid, "documents.too_long", fault.Args{"letters": maxWords})
	}
	return d, nil
}
