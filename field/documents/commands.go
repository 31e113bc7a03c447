// SPDX-License-Identifier: Apache-2.0

package documents

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/vault"
)

// File puts a document into a household's file. Its picture was kept before (desk.Keep), for the same owner and under the same id. The
// receipt's id is the document.
type File struct {
	Household id.ID         // whose file it goes into
	Subject   id.ID         // whose it is: the household, or one who belongs to it, living or dead
	At        vault.Address // where the picture lies
	Kind      Kind          // one of Kinds
	Class     access.Class  // who may see it: access.Personal or access.Sensitive
	Words     string        // what else is to be said of it; "" for nothing
}

// Act is the act of changing what is known of a person.
func (File) Act() access.Act { return access.PeopleAmend }

// Decide records the document.
func (c File) Decide(tx *desk.Tx) error {
	if err := c.sound(); err != nil {
		return err
	}
	if err := ofHousehold(tx, c.Household, c.Subject); err != nil {
		return err
	}
	return record(tx, filedResidue{Subject: c.Subject, At: c.At}, clock.NoDay, filedWords{c.Kind, c.Class, c.Words})
}

// Photograph records what an inspector saw at a milestone, for the command of the inspection: whose is what is built, and the day is that of
// the inspection.
func Photograph(tx *desk.Tx, whose, journey id.ID, step string, at vault.Address, day clock.Day) error {
	return record(tx, filedResidue{whose, at, journey, step}, day, filedWords{Kind: Milestone, Class: access.Personal})
}

// record writes down a document whose picture lies where it says.
func record(tx *desk.Tx, r filedResidue, day clock.Day, w filedWords) error {
	if err := lies(tx, r.Subject, r.At); err != nil {
		return err
	}
	of, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(filed.DraftFor(of, r.Subject, day, r, w))
}

// Withdraw says that a document is wrong: somebody else's, or not to be read. That it was filed and withdrawn stays to be seen; its picture goes
// at once, and cannot be brought back.
type Withdraw struct {
	Document id.ID         // which
	Subject  id.ID         // whose it is
	At       vault.Address // where its picture lies
	Why      string        // in the words of who withdraws it
}

// Act is the act of changing what is known of a person.
func (Withdraw) Act() access.Act { return access.PeopleAmend }

// Drops says which picture goes.
func (c Withdraw) Drops() (id.ID, vault.Address) { return c.Subject, c.At }

// Decide records that it is withdrawn, once.
func (c Withdraw) Decide(tx *desk.Tx) error {
	d, err := c.standing(tx)
	if err != nil {
		return err
	}
	return tx.Record(withdrawn.DraftFor(c.Document, d.Subject, clock.NoDay, noResidue, withdrawnWords{c.Why}))
}
