// SPDX-License-Identifier: Apache-2.0

package standards_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/staff"
	"safar/field/standards"
	"safar/field/subjects"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// camp is a site with those who manage it and those who say by what it is measured.
type camp struct {
	*officetest.Office
	manager, sites, inspector access.Actor
	site                      id.ID
}

// handbook says how many people share a latrine, and suggests how many a place to wash.
const handbook = `
handbook: sphere
title: The Sphere Handbook
edition: "2018"
standards:
  - {id: people_per_latrine, measure: people_per_unit, of: latrine, bounds: {first: 50, medium: 20}, chapter: "3.2", page: 117-118}
  - {id: people_per_bathing_place, measure: people_per_unit, of: shower, bounds: {first: 50, medium: 50}, chapter: "2.1", suggested: true}
  - {id: ground_per_person, measure: ground_per_person, bounds: {first: 45, medium: 45}, chapter: "2"}
  - {id: women_among_staff, measure: women_among_workers, bounds: {first: 100, medium: 100}, chapter: "1"}
`

func newCamp(t *testing.T) *camp {
	t.Helper()
	c := &camp{Office: officetest.Open(t, desk.Declarations(), staff.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(),
		works.Declarations(), standards.Declarations())}
	c.manager, c.sites, c.inspector = c.Person(access.ProgrammeManager), c.hires(access.SiteManager), c.hires(access.Inspector)
	source, err := os.ReadFile(filepath.Join("..", "..", "programmes", "site_management", "programme.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	c.Common(c.manager, journey.Publish{Source: source})
	c.site = c.Common(c.manager, places.Add{Kind: places.Site, Name: "Kilwa"}).IDs[0]
	c.Common(c.manager, standards.Adopt{Text: []byte(handbook)})
	return c
}

// hires takes somebody on as a user with a role over the office's caseload.
func (c *camp) hires(role access.Role) access.Actor {
	c.Helper()
	administrator := access.Founder(id.New())
	user := c.Common(administrator, staff.AddUser{Name: role.String()}).IDs[0]
	c.Common(administrator, staff.GrantRole{User: user, Grant: access.NewGrant(role, c.Scope.Caseload)})
	return access.Actor{User: user, Grants: []access.Grant{access.NewGrant(role, c.Scope.Caseload)}}
}

// stands records something that stands in the site, and has it built and inspected.
func (c *camp) stands(kind, units string) (of, way id.ID) {
	c.Helper()
	of = c.Do(c.sites, subjects.Add{Kind: standards.FacilityKind, Code: kind, Is: subjects.Description{Place: c.site,
		Attributes: []subjects.Attribute{{Name: "facility", Value: kind}, {Name: "units", Value: units}}}}).IDs[0]
	way = c.Do(c.sites, journey.Tend{Kind: standards.FacilityKind, Do: journey.Start{Programme: "site_management", Pathway: "facility", Subject: of}}).IDs[0]
	return of, way
}

func (c *camp) built(way id.ID) {
	c.Helper()
	c.Do(c.sites, works.Report{Journey: way, Step: "built"})
	c.Do(c.inspector, works.Inspect{Journey: way, Step: "built", Passed: true})
}

func (c *camp) says(of id.ID, name, value string) {
	c.Helper()
	c.Do(c.sites, subjects.Describe{Subject: of, Kind: standards.FacilityKind, Is: subjects.Description{Attributes: []subjects.Attribute{{Name: name, Value: value}}}})
}

// answer is what comes of one standard when so many people live there.
func (c *camp) answer(standard string, people int64) standards.AnswerRow {
	c.Helper()
	sheet := officetest.Ask(c.Office, c.sites, standards.OfSite(c.Scope, c.site, standards.Living{People: people, Women: standards.Measured(people / 2)}, 0))
	for _, a := range sheet.Answers {
		if a.Standard.ID == standard {
			return a
		}
	}
	c.Fatalf("nothing is said of %s", standard)
	return standards.AnswerRow{}
}

func (c *camp) is(standard string, people int64, want standards.Verdict) {
	c.Helper()
	if got := c.answer(standard, people); got.Verdict != want {
		c.Errorf("%s of %d people is %s: %+v", standard, people, got.Verdict, got)
	}
}

const latrine = "people_per_latrine"

// What is planned does not stand yet, and what was taken out of use stands no more.
func TestOnlyWhatIsBuiltCounts(t *testing.T) {
	c := newCamp(t)
	c.is(latrine, 100, standards.NotMeasured)
	_, way := c.stands("latrine", "5")
	c.is(latrine, 100, standards.NotMeasured)
	c.built(way)
	c.is(latrine, 100, standards.Met)
	c.is(latrine, 101, standards.Below)
	c.Do(c.sites, journey.Tend{Kind: standards.FacilityKind, Do: journey.Close{Journey: way, Step: "taken_out", Reason: "unsafe"}})
	c.is(latrine, 100, standards.NotMeasured)
}

// Mending is what closes a breach: nobody ticks it off.
func TestWhatIsMendedIsNoBreach(t *testing.T) {
	c := newCamp(t)
	of, way := c.stands("latrine", "5")
	c.built(way)
	c.says(of, "out_of_order", "2")
	c.says(of, "out_of_order_since", "2026-02-27")
	got := c.answer(latrine, 100)
	if got.Verdict != standards.Below || got.Short != 2 || len(got.Of) != 1 || !got.Breached() {
		t.Errorf("two of five are out of order: %+v", got)
	}
	breach := got.Breach
	c.Do(c.sites, standards.Assign{Breach: breach, Owner: c.inspector.User, Until: c.Desk.Today() + 7, What: "Two doors"})
	if got = c.answer(latrine, 100); len(got.Assigned) != 1 || got.Assigned[0].Owner != c.inspector.User {
		t.Errorf("it is assigned to %+v", got.Assigned)
	}
	c.Do(c.sites, standards.Assign{Breach: breach, Owner: c.sites.User, Until: c.Desk.Today() + 7})
	mine := officetest.Ask(c.Office, c.sites, standards.TasksOf(c.Scope))
	if theirs := officetest.Ask(c.Office, c.inspector, standards.TasksOf(c.Scope)); len(theirs) != 0 || len(mine) != 1 || mine[0].Breach != breach {
		t.Errorf("it was given to somebody else; it is with %+v and with %+v", theirs, mine)
	}
	c.says(of, "out_of_order", "0")
	c.is(latrine, 100, standards.Met)
}

func TestWhoIsGivenABreachMustWorkThere(t *testing.T) {
	c := newCamp(t)
	give := standards.Assign{Breach: standards.Breach{Site: c.site, Handbook: "sphere", Standard: latrine}, Owner: c.sites.User, Until: c.Desk.Today()}
	stranger, unknown, past, nowhere := give, give, give, give
	stranger.Owner = id.New()
	c.Refused("standards.no_such_owner", c.sites, stranger)
	unknown.Breach.Standard = "happiness"
	c.Refused("standards.no_such_standard", c.sites, unknown)
	past.Until = c.Desk.Today() - 1
	c.Refused("standards.day_past", c.sites, past)
	nowhere.Breach.Site = c.Common(c.manager, places.Add{Kind: places.Village, Name: "Kabalo"}).IDs[0]
	c.Refused("places.not_a_site", c.sites, nowhere)
	c.Refused("access.not_allowed", c.Person(access.Auditor), give)
	c.Do(c.sites, give)
}

// What could not be checked against the handbook is shown and asks nothing of anybody, until the operation confirms it.
func TestASuggestionMustBeConfirmed(t *testing.T) {
	c := newCamp(t)
	_, way := c.stands("shower", "1")
	c.built(way)
	const shower = "people_per_bathing_place"
	if got := c.answer(shower, 60); got.Verdict != standards.Below || got.Breached() {
		t.Errorf("a suggestion: %+v", got)
	}
	settle := standards.Settle{Handbook: "sphere", Standard: shower, First: standards.Whole(50), Medium: standards.Whole(50), Reason: "The water cluster, in June"}
	c.CommonRefused("access.not_allowed", c.sites, settle)
	c.Common(c.manager, settle)
	if got := c.answer(shower, 60); !got.Breached() || !got.Standard.Settled {
		t.Errorf("once it is confirmed: %+v", got)
	}
	settle.Medium = standards.Whole(100)
	c.Common(c.manager, settle)
	c.is(shower, 60, standards.Met)
	settle.First, settle.Medium, settle.Reason = 0, 0, ""
	c.CommonRefused("standards.reason_missing", c.manager, settle)
	settle.Reason = "It was a mistake"
	c.Common(c.manager, settle)
	if got := c.answer(shower, 60); got.Breached() || got.Standard.Settled || got.Bound != standards.Whole(50) {
		t.Errorf("taken back: %+v", got)
	}
}

// What was settled stands when another edition is adopted.
func TestAnotherEditionIsAdopted(t *testing.T) {
	c := newCamp(t)
	c.Common(c.manager, standards.Settle{Handbook: "sphere", Standard: latrine, Medium: standards.Whole(25), Reason: "Agreed"})
	c.Common(c.manager, standards.Adopt{Text: []byte(handbook[:len(handbook)-1] + "\n# 2026\n")})
	rows := officetest.Ask(c.Office, c.sites, standards.Adoptions())
	if len(rows) != 1 || rows[0].Standards[0].Medium != standards.Whole(25) || !rows[0].Standards[0].Settled || rows[0].Contested {
		t.Errorf("adopted are %+v", rows)
	}
	_, err := c.Desk.Do(t.Context(), c.manager, access.Commons, id.New(), standards.Adopt{Text: []byte("handbook: x")})
	var problems standards.Problems
	if fault.KeyOf(err) != "standards.has_problems" || !errors.As(err, &problems) {
		t.Errorf("an unsound file is refused with %v", err)
	}
}

func TestWhatIsMeasuredOfTheSiteItself(t *testing.T) {
	c := newCamp(t)
	village := c.Common(c.manager, places.Add{Kind: places.Village, Name: "Kabalo"}).IDs[0]
	c.CommonRefused("places.not_a_site", c.sites, standards.MeasureGround{Site: village, SquareMetres: 1})
	c.CommonRefused("standards.not_a_number", c.sites, standards.MeasureGround{Site: c.site})
	c.CommonRefused("standards.not_a_number", c.sites, standards.CountStaff{Site: c.site, Organisations: 1, People: 3, Women: 4})
	c.CommonRefused("standards.no_such_phase", c.sites, standards.SetPhase{Site: c.site, Phase: "third"})
	c.is("ground_per_person", 100, standards.NotMeasured)
	c.Common(c.sites, standards.MeasureGround{Site: c.site, SquareMetres: 4500, Source: "GPS, by the water team", Day: clock.Date(2026, 2, 1)})
	c.is("ground_per_person", 100, standards.Met)
	c.is("ground_per_person", 101, standards.Below)
	c.Common(c.sites, standards.CountStaff{Site: c.site, Organisations: 1, People: 10, Women: 4})
	c.is("women_among_staff", 100, standards.Below)
	_, way := c.stands("latrine", "2")
	c.built(way)
	c.is(latrine, 100, standards.Below)
	c.Common(c.sites, standards.SetPhase{Site: c.site, Phase: standards.First})
	c.is(latrine, 100, standards.Met)
}

// Where a facility stands is said as that of a place is: in degrees, by whom and how; out of range, mixed up or far from its site it is refused with what is wrong. One of which nobody said it stands all the same.
func TestAFacilityStandsSomewhereInItsSite(t *testing.T) {
	c := newCamp(t)
	of, _ := c.stands("latrine", "4")
	c.Common(c.manager, places.Locate{Place: c.site, Position: places.Position{Latitude: -5_930_000, Longitude: 27_990_000, How: places.Measured, Source: "the water team"}})
	at := func(latitude, longitude int32) standards.LocateFacility {
		return standards.LocateFacility{Facility: of, Position: places.Position{Latitude: latitude, Longitude: longitude, How: places.Measured, Source: "the water team"}}
	}
	for key, bad := range map[string]standards.LocateFacility{"places.position_range": at(95_000_000, 190_000_000), "places.position_nowhere": at(0, 0), "standards.far_from_site": at(-6_930_000, 27_990_000),
		"places.position_sign": at(-5_930_000, -27_990_000), "places.position_source": {Facility: of, Position: places.Position{Latitude: -5_930_000, Longitude: 27_990_000, How: places.Measured}}} {
		c.Refused(key, c.sites, bad)
	}
	c.Refused("access.not_allowed", c.inspector, at(-5_931_000, 27_991_000))
	committee := c.Do(c.sites, subjects.Add{Kind: "committee", Is: subjects.Description{Name: "Water", Place: c.site}}).IDs[0]
	c.Refused("subjects.not_known", c.sites, standards.LocateFacility{Facility: committee, Position: at(-5_931_000, 27_991_000).Position})
	position := func() places.PositionRow {
		return officetest.Ask(c.Office, c.inspector, standards.PositionOf(c.Scope, of))
	}
	if position().Known {
		t.Error("of what nobody said, something is told")
	}
	c.Do(c.sites, at(-5_931_000, 27_991_000))
	if got := position(); !got.Known || got.Latitude != -5_931_000 || got.Source != "the water team" {
		t.Errorf("it stands at %+v", got)
	}
}
