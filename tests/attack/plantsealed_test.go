// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"safar/field/sealed"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/letter"
)

// plantSealed has a focal point, whom nobody of the town is, and a sensitive complaint that is sealed to them: no role of the town learns of it.
func (w *town) plantSealed() {
	w.t.Helper()
	admin, officer := w.as(access.Administrator), w.as(access.DataProtectionOfficer)
	user := w.common(admin, staff.AddUser{Name: "focal-point"}).IDs[0]
	g := access.NewGrant(access.ProtectionOfficer, w.scope.Caseload)
	g.Opens = access.SetOf(access.SealedComplaints)
	w.common(admin, staff.GrantRole{User: user, Grant: g})
	who, err := staff.Identify(w.t.Context(), w.desk, user)
	must(w.t, err)
	k, err := letter.NewKey()
	must(w.t, err)
	w.common(who.Actor, sealed.MakeKey{Public: k.Public(), Locked: k.Lock(townPassphrase, keys.MadeUp)})
	w.common(officer, sealed.ConfirmKey{User: user, Public: k.Public()})
	other, err := letter.NewKey()
	must(w.t, err)
	w.common(officer, sealed.MakeKey{Public: other.Public(), Locked: other.Lock(townPassphrase, keys.MadeUp)}) // it waits to be confirmed
	h := sealed.Hearing{Theme: "abuse", Teller: "survivor", Words: "zkanari sealed words", Others: "zkanari sealed name", Contact: "zkanari sealed contact",
		Accused: []id.ID{w.as(access.SiteManager).User}, Moved: []sealed.Moved{{Label: "zkanari sealed label", Words: "zkanari sealed answer"}}}
	_, err = sealed.Hear(w.t.Context(), w.desk, w.as(access.Caseworker), w.scope.Caseload, id.New(), h)
	must(w.t, err)
	lane, err := sealed.Open(w.t.Context(), w.desk, who.Actor, w.scope.Caseload, townPassphrase)
	must(w.t, err)
	all, err := lane.Look(w.t.Context(), who.Actor, id.New(), "task.test")
	must(w.t, err)
	w.sealedOne = all[0].ID
	must(w.t, lane.Do(w.t.Context(), who.Actor, id.New(), sealed.Deed{Complaint: w.sealedOne, What: sealed.Noted, Words: "zkanari sealed note"}))
}

// valuesOfSealed are what a name in the path of a page of the sealed lane can stand for.
func (w *town) valuesOfSealed(name string) []string {
	of := map[string]id.ID{"subject": w.complaint, "complaint": w.sealedOne, "user": w.as(access.DataProtectionOfficer).User, "opening": w.sealedOne}[name]
	return []string{of.String()}
}
