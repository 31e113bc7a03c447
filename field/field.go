// SPDX-License-Identifier: Apache-2.0

// Package field puts the work itself together: it is the closed list of everything that can happen in an operation.
//
// Each package below is one thing people do, with the same rooms: facts.go (what can happen), rules.go (what may happen),
// fold.go (what it makes true), commands.go and queries.go. Whoever adds one adds its declarations here, and nowhere else.
package field

import (
	"slices"

	"safar/desk"
	"safar/field/bulk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/clearance"
	"safar/field/committee"
	"safar/field/documents"
	"safar/field/gathering"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/pledging"
	"safar/field/referral"
	"safar/field/sealed"
	"safar/field/shelter"
	"safar/field/staff"
	"safar/field/standards"
	"safar/field/stories"
	"safar/field/subjects"
	"safar/field/supply"
	"safar/field/voice"
	"safar/field/works"
	"safar/kernel/register"
)

// Drawing is the number of what this program makes of facts that were written already. It is raised with every change of a fold or of an index
// that makes something else of them: then the registers of older programs are drawn anew when they are opened.
const Drawing register.Drawing = 13

// House returns the kinds of stories and facts that this program knows.
func House() *register.House { return register.NewHouse(Declarations()...) }

// Declarations are those kinds, for a house that a test adds one of its own to.
func Declarations() []register.Declaration {
	return slices.Concat(desk.Declarations(), staff.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), documents.Declarations(),
		journey.Declarations(), shelter.Declarations(), choice.Declarations(), clearance.Declarations(), referral.Declarations(), capacity.Declarations(), hosting.Declarations(), pledging.Declarations(), gathering.Declarations(),
		movement.Declarations(), payment.Declarations(), works.Declarations(), supply.Declarations(), standards.Declarations(), committee.Declarations(), voice.Declarations(), sealed.Declarations(), stories.Declarations(), bulk.Declarations(),
		[]register.Declaration{Drawing})
}
