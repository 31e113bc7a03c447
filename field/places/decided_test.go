// SPDX-License-Identifier: Apache-2.0

package places_test

import (
	"testing"

	"safar/field/officetest"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
)

// "Dates that stood before stay in the story": each is read, with who decided it, when, and when it was written down.
func TestEveryDateThatWasSetForASiteStaysToBeRead(t *testing.T) {
	v := newVillage(t)
	manager := v.Person(access.SiteManager)
	site := v.Common(v.manager, places.Add{Kind: places.Site, Name: "Kalunga"}).IDs[0]
	today := v.Desk.Today()
	for i, closes := range []int{30, 90} {
		by := []string{"governor", "ministry"}[i]
		v.Common(manager, places.DecideClosure{Site: site, Closure: places.Closure{By: by, Decided: today - 5, Closes: today + clock.Day(closes), Words: "the school year"}})
	}
	told := officetest.Ask(v.Office, manager, places.ClosuresOf(site))
	if len(told) != 2 {
		t.Fatalf("%+v", told)
	}
	now, before := told[0], told[1]
	if !now.Stands || now.Closure.By != "ministry" || before.Stands || before.Closure.By != "governor" || before.Closure.Closes != today+30 {
		t.Errorf("now %+v\nbefore %+v", now, before)
	}
	if before.Written != today || before.Closure.Decided != today-5 || before.Author != manager.User || before.Closure.Words != "the school year" {
		t.Errorf("before: %+v", before)
	}
}

// What was found of a village before it was found otherwise stays to be read, with why.
func TestEveryDecisionOnTheSafetyOfAVillageStaysToBeRead(t *testing.T) {
	v := newVillage(t)
	v.hears("chief", 0, true, true)
	v.hears("school", 0, true, true)
	v.Common(v.protection, v.safe())
	v.Common(v.protection, places.DecideSafety{Place: v.id, Route: "lake_road", Reason: "shots were heard"})
	v.Common(v.protection, places.DecideSafety{Place: v.id, Reason: "houses were burnt"})
	told := officetest.Ask(v.Office, v.protection, places.DecisionsOf(v.id))
	others := officetest.Ask(v.Office, v.caseworker, places.DecisionsOf(v.id))
	if len(told) != 3 || len(others) != 3 {
		t.Fatalf("%+v\n%+v", told, others)
	}
	if who := others[0].Decision; who.Reason != "houses were burnt" || !who.By.IsZero() {
		t.Errorf("who does not decide reads %+v", who)
	}
	if d := told[0]; !d.Stands || d.Decision.Safe || d.Decision.Reason != "houses were burnt" || d.Decision.By != v.protection.User {
		t.Errorf("the last: %+v", d)
	}
	if d := told[1]; !d.Stands || d.Decision.Route != "lake_road" {
		t.Errorf("of the route: %+v", d)
	}
	if d := told[2]; d.Stands || !d.Decision.Safe || d.Decision.Reason != "what they say" || d.Written != v.Desk.Today() {
		t.Errorf("the first: %+v", d)
	}
}
