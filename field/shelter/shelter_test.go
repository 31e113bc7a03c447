// SPDX-License-Identifier: Apache-2.0

package shelter_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/shelter"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// camp is a site with a block of three shelters, of which the third was not measured, and three households of two.
type camp struct {
	*officetest.Office
	caseworker, sites, inspector access.Actor
	site, other, block           id.ID
	shelters, households         []id.ID
	persons                      []id.ID // of the first household
}

func newCamp(t *testing.T) *camp {
	t.Helper()
	c := &camp{Office: officetest.Open(t, desk.Declarations(), staff.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(),
		shelter.Declarations())}
	manager := c.Person(access.ProgrammeManager)
	c.caseworker, c.sites, c.inspector = c.Person(access.Caseworker), c.Person(access.SiteManager), c.Person(access.Inspector)
	source, err := os.ReadFile(filepath.Join("..", "..", "programmes", "site_management", "programme.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	c.Common(manager, journey.Publish{Source: source})
	c.site = c.Common(manager, places.Add{Kind: places.Site, Name: "Kilwa"}).IDs[0]
	c.other = c.Common(manager, places.Add{Kind: places.Site, Name: "Mwempa"}).IDs[0]
	c.block = c.Do(c.sites, subjects.Add{Kind: shelter.BlockKind, Is: subjects.Description{Name: "A", Place: c.site}}).IDs[0]
	for i, known := range [][]subjects.Attribute{{{Name: "capacity", Value: "3"}, {Name: "floor", Value: "18"}, {Name: "state", Value: "good"}},
		{{Name: "capacity", Value: "5"}, {Name: "floor", Value: "20"}, {Name: "state", Value: "to_mend"}}, nil} {
		c.shelters = append(c.shelters, c.Do(c.sites, subjects.Add{Kind: shelter.Kind, Code: fmt.Sprintf("A-%d", i+1),
			Is: subjects.Description{Place: c.site, Under: c.block, Attributes: known}}).IDs[0])
	}
	for i := range 3 {
		made := c.Do(c.caseworker, people.Register{Site: c.site, Arrived: clock.NoDay, Card: fmt.Sprintf("K-%d", i+1), Members: []people.Member{
			{Relation: people.Head, Names: people.Names{Given: fmt.Sprintf("Zkanari%d", i+1)}}, {Relation: people.Child}}}).IDs
		c.households = append(c.households, made[0])
		if i == 0 {
			c.persons = made[1:]
		}
	}
	return c
}

func (c *camp) block1() shelter.BlockRow {
	c.Helper()
	rows := officetest.Ask(c.Office, c.inspector, shelter.BlocksAt(c.Scope, c.site))
	if len(rows) != 1 {
		c.Fatalf("the blocks: %+v", rows)
	}
	return rows[0]
}

// A block is added with all its shelters, or nothing is: also where the last of their numbers is another's.
func TestABlockIsAddedWhole(t *testing.T) {
	c := newCamp(t)
	c.Do(c.sites, subjects.Add{Kind: shelter.Kind, Code: "B-003", Is: subjects.Description{Place: c.other}})
	add := shelter.AddBlock{Site: c.site, Name: "B", Prefix: "B", Count: 3, Each: []subjects.Attribute{{Name: "capacity", Value: "4"}}}
	c.Refused("subjects.code_taken", c.sites, add)
	c.Refused("access.not_allowed", c.inspector, add)
	c.block1() // there is still one
	add.Prefix = "C"
	made := c.Do(c.sites, add).IDs
	rows := officetest.Ask(c.Office, c.inspector, shelter.BlocksAt(c.Scope, c.site))
	if len(made) != 4 || len(rows) != 2 || rows[1].Block.ID != made[0] || rows[1].Shelters != 3 || rows[1].Places != 12 {
		t.Errorf("made %d, and the blocks are %+v", len(made), rows)
	}
	add.Count = shelter.MostAtOnce + 1
	c.Refused("shelter.too_many", c.sites, add)
	c.Refused("shelter.no_prefix", c.sites, shelter.AddBlock{Site: c.site, Name: "D", Count: 1})
}

// Two households in one, and more people than a shelter is meant for, are shown and not refused; what is empty is counted without opening anybody.
func TestAShelterMayBeFullAndShared(t *testing.T) {
	c := newCamp(t)
	for _, h := range c.households[:2] {
		c.Do(c.sites, shelter.MoveIn{Household: h, Shelter: c.shelters[0]})
	}
	if got := c.block1(); got.Shelters != 3 || got.Places != 8 || got.Empty != 2 || got.Shared != 1 || got.ToMend != 1 || got.Floor != 38 || got.Unsaid != 1 {
		t.Errorf("the block: %+v", got)
	}
	sheet := officetest.Ask(c.Office, c.sites, shelter.OfBlock(c.Scope, c.block, desk.Part{}))
	if row := sheet.Rows[0]; sheet.Total != 3 || row.People != 4 || !row.Over || len(row.Households) != 2 || row.Households[0].Head == "" {
		t.Errorf("the list of the block: %+v", sheet)
	}
	if row := sheet.Rows[2]; row.Capacity != -1 || row.Floor != -1 || row.Over || len(row.Households) != 0 {
		t.Errorf("a shelter of which nobody said anything: %+v", row)
	}
	if part := officetest.Ask(c.Office, c.sites, shelter.OfBlock(c.Scope, c.block, desk.Part{From: 2, Limit: 1})); part.Total != 3 || len(part.Rows) != 1 || part.Rows[0].Shelter.Code != "A-3" {
		t.Errorf("a part of it: %+v", part)
	}
	if _, err := desk.Ask(t.Context(), c.Desk, c.inspector, "task.sites", shelter.OfBlock(c.Scope, c.block, desk.Part{})); err == nil {
		t.Error("an inspector reads who lives in a block")
	}
}

// A household lives in a shelter of its own site. Moving within the site replaces it; moving to another site leaves it, and coming back does not find it again.
func TestWhoMovesAwayLivesInNoShelterThere(t *testing.T) {
	c := newCamp(t)
	h := c.households[0]
	c.Do(c.sites, shelter.MoveIn{Household: h, Shelter: c.shelters[0]})
	c.Do(c.sites, shelter.MoveIn{Household: h, Shelter: c.shelters[1]})
	if home := officetest.Ask(c.Office, c.sites, shelter.HomeOf(c.Scope, h)); home.Shelter != c.shelters[1] || home.Called != "A-2" || home.Block != "A" {
		t.Errorf("their home: %+v", home)
	}
	c.Do(c.caseworker, people.MoveSite{Household: h, Site: c.other})
	if home := officetest.Ask(c.Office, c.sites, shelter.HomeOf(c.Scope, h)); !home.Shelter.IsZero() || home.Site != c.other {
		t.Errorf("they moved away, and live in %+v", home)
	}
	if got := c.block1(); got.Empty != 3 {
		t.Errorf("who moved away is still in a shelter: %+v", got)
	}
	c.Refused("shelter.other_site", c.sites, shelter.MoveIn{Household: h, Shelter: c.shelters[0]})
	c.Refused("subjects.not_known", c.sites, shelter.MoveIn{Household: h, Shelter: c.block})
	c.Do(c.caseworker, people.MoveSite{Household: h, Site: c.site})
	if home := officetest.Ask(c.Office, c.sites, shelter.HomeOf(c.Scope, h)); !home.Shelter.IsZero() {
		t.Errorf("they came back, and live in %+v without a word", home)
	}
	c.Do(c.caseworker, people.MoveSite{Household: h})
	c.Refused("shelter.no_site", c.sites, shelter.MoveIn{Household: h, Shelter: c.shelters[0]})
	c.Do(c.sites, shelter.MoveIn{Household: c.households[1], Shelter: c.shelters[2]})
	c.Do(c.sites, shelter.MoveIn{Household: c.households[1]})
	if got := c.block1(); got.Empty != 3 {
		t.Errorf("who moved out is still in a shelter: %+v", got)
	}
}

// A shelter that was taken down stands in no list, and nobody moves into it.
func TestNobodyMovesIntoAShelterThatWasTakenDown(t *testing.T) {
	c := newCamp(t)
	way := c.Do(c.sites, journey.Tend{Kind: shelter.Kind, Do: journey.Start{Programme: "site_management", Pathway: "shelter", Subject: c.shelters[1]}}).IDs[0]
	c.Do(c.sites, shelter.MoveIn{Household: c.households[0], Shelter: c.shelters[1]})
	c.Do(c.sites, journey.Tend{Kind: shelter.Kind, Do: journey.Close{Journey: way, Step: "taken_down", Reason: "unsafe"}})
	c.Refused("shelter.taken_down", c.sites, shelter.MoveIn{Household: c.households[1], Shelter: c.shelters[1]})
	if got := c.block1(); got.Shelters != 2 || got.ToMend != 0 {
		t.Errorf("the block: %+v", got)
	}
	if found := officetest.Ask(c.Office, c.sites, shelter.Numbered(c.Scope, "A-2")); found.ID != c.shelters[1] {
		t.Errorf("the number finds %+v", found)
	}
}

// Whoever is forgotten lives in no shelter that anybody could read of: where they lived goes with them.
func TestWhereTheForgottenLivedIsForgotten(t *testing.T) {
	c := newCamp(t)
	c.Do(c.sites, shelter.MoveIn{Household: c.households[0], Shelter: c.shelters[0]})
	if got := c.block1(); got.Empty != 2 {
		t.Fatalf("the block: %+v", got)
	}
	protection := c.Person(access.DataProtectionOfficer)
	c.Do(protection, people.Forget{Household: c.households[0], Persons: c.persons, Whole: true, Reason: register.ErasureAsked})
	if got := c.block1(); got.Empty != 3 {
		t.Errorf("where the forgotten lived stands still: %+v", got)
	}
}

// Who lives in a block is need-to-know: each household that a page shows is looked at, and none that it does not show.
func TestEachWhoLivesInABlockIsLookedAt(t *testing.T) {
	c := newCamp(t)
	for i, h := range c.households[:2] {
		c.Do(c.sites, shelter.MoveIn{Household: h, Shelter: c.shelters[i]})
	}
	officetest.Ask(c.Office, c.sites, shelter.OfBlock(c.Scope, c.block, desk.Part{Limit: 1}))
	for i, want := range []int{1, 0} {
		if looks := officetest.Ask(c.Office, c.Person(access.DataProtectionOfficer), people.LooksAt(c.Scope.Caseload, c.households[i])); len(looks) != want {
			t.Errorf("household %d was looked at %d times, not %d", i, len(looks), want)
		}
	}
}
