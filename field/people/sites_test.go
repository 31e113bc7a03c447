// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"testing"

	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// People live at a place of the operation: an id that is none says nothing of where they are, and nobody would look for them there. A country says nothing
// either; a site that nobody knows is left empty.
func TestPeopleLiveAtAPlaceOfTheOperation(t *testing.T) {
	y, site, country := withPlaces(t)
	village := y.Common(y.Person(access.ProgrammeManager), places.Add{Kind: places.Village, Name: "Kabalo"}).IDs[0]
	c := people.Register{Arrived: clock.NoDay, Members: []people.Member{{Relation: people.Head, Born: aged(40)}}}
	for _, none := range []id.ID{id.New(), country, y.Scope.Caseload} {
		c.Site = none
		y.Refused("people.no_such_site", y.caseworker, c)
	}
	for _, at := range []id.ID{{}, site, village} {
		c.Site = at
		household := y.Do(y.caseworker, c).IDs[0]
		y.Refused("people.no_such_site", y.caseworker, people.MoveSite{Household: household, Site: household})
		y.Refused("people.no_such_site", y.caseworker, people.MoveSite{Household: household, Site: country})
		y.Do(y.caseworker, people.MoveSite{Household: household, Site: village})
		y.Do(y.caseworker, people.MoveSite{Household: household})
	}
}

// Nobody moves to a site that was closed before; who remains there is registered, and who moved there before it closed is written down afterwards.
func TestNobodyMovesToASiteThatWasClosed(t *testing.T) {
	y, site, _ := withPlaces(t)
	closed := y.Desk.Today() - 10
	y.Common(y.Person(access.ProgrammeManager), places.DecideClosure{Site: site, Closure: places.Closure{By: "the governor", Decided: closed - 30, Closes: closed}})
	household := y.Do(y.caseworker, people.Register{Site: site, Arrived: clock.NoDay, Members: []people.Member{{Relation: people.Head, Born: aged(40)}}}).IDs[0]
	y.Do(y.caseworker, people.MoveSite{Household: household})
	y.Refused("people.site_closed", y.caseworker, people.MoveSite{Household: household, Site: site})
	y.Do(y.caseworker, people.MoveSite{Household: household, Site: site, Day: closed})
}

// withPlaces opens a yard with a site and the country around it.
func withPlaces(t *testing.T) (y *yard, site, country id.ID) {
	o := officetest.Open(t, append(people.Declarations(), places.Declarations()...))
	y = &yard{o, o.Person(access.Caseworker, access.Enumerator)}
	manager := o.Person(access.ProgrammeManager)
	country = o.Common(manager, places.Add{Kind: places.Country, Name: "Congo"}).IDs[0]
	site = o.Common(manager, places.Add{Kind: places.Site, Name: "Kalonda", Parent: country}).IDs[0]
	return y, site, country
}

// Who came to a site and who left it is counted over the days that are asked for, and not told of fewer than five households to who does not work with them.
func TestWhoCameAndWhoLeftIsCounted(t *testing.T) {
	y, site, _ := withPlaces(t)
	village := y.Common(y.Person(access.ProgrammeManager), places.Add{Kind: places.Village, Name: "Kabalo"}).IDs[0]
	today := y.Desk.Today()
	var all []id.ID
	for i := range 7 {
		arrived := today - 3
		if i == 6 {
			arrived = today - 400 // long ago
		}
		c := people.Register{Site: site, Arrived: arrived, Members: []people.Member{{Relation: people.Head, Born: aged(40)}, {Relation: people.Child, Born: aged(4)}}}
		all = append(all, y.Do(y.caseworker, c).IDs[0])
	}
	y.Do(y.caseworker, people.MoveSite{Household: all[6], Site: village})
	y.Do(y.caseworker, people.MoveSite{Household: all[6], Site: village}) // where it lives already: no move of its own
	reader := y.Person(access.SiteManager)
	if got, want := officetest.Ask(y.Office, reader, people.MovesAt(y.Scope, site, today-30)), (people.Moves{CameHouseholds: 6, CamePeople: 12, LeftHouseholds: 1, LeftPeople: 2}); got != want {
		t.Errorf("came and left: %+v, not %+v", got, want)
	}
	if got := officetest.Ask(y.Office, reader, people.MovesAt(y.Scope, site, today-1)); got.CameHouseholds != 0 || got.LeftHouseholds != 1 {
		t.Errorf("since yesterday: %+v", got)
	}
	if got := officetest.Ask(y.Office, y.Person(access.Auditor), people.MovesAt(y.Scope, site, today-30)); got.LeftHouseholds != 0 || !got.LeftWithheld || got.CameHouseholds != 6 {
		t.Errorf("an auditor is told: %+v", got)
	}
}
