// SPDX-License-Identifier: Apache-2.0

package people

import (
	"safar/desk"
	"safar/field/places"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// mayLiveAt refuses to say of people that they live at what is no place of this operation, or at one that says nothing of where they are. Of people of
// whom nobody knows the site none is said: that is no id.
func mayLiveAt(tx *desk.Tx, op string, site id.ID) error {
	if site.IsZero() {
		return nil
	}
	p, err := desk.GetCommons(tx, places.Story, site)
	if err == nil && !(p.Exists && p.State.LivedAt()) {
		err = fault.New(op, fault.Invalid, "people.no_such_site", nil).WithHint("people.no_such_site_hint")
	}
	return err
}

// mayMove refuses what mayLiveAt does, and a site that was closed by the day of the move. Those who stay where a site was closed are registered there.
func (c MoveSite) mayMove(tx *desk.Tx) error {
	const op = "people.MoveSite"
	if err := mayLiveAt(tx, op, c.Site); err != nil || c.Site.IsZero() {
		return err
	}
	p, err := desk.GetCommons(tx, places.Story, c.Site)
	if err == nil && p.State.ClosedOn(c.Day.Or(tx.Today())) {
		err = fault.New(op, fault.Blocked, "people.site_closed", nil).WithHint("people.site_closed_hint")
	}
	return err
}
