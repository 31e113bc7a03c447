// SPDX-License-Identifier: Apache-2.0

package committee_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/committee"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/id"
)

// camp is a site with a committee of two women, a girl and a man.
type camp struct {
	*officetest.Office
	sites, inspector access.Actor
	site, committee  id.ID
	members          []id.ID
}

func newCamp(t *testing.T) *camp {
	t.Helper()
	c := &camp{Office: officetest.Open(t, desk.Declarations(), staff.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(),
		committee.Declarations())}
	manager := c.Person(access.ProgrammeManager)
	c.sites, c.inspector = c.hires(access.SiteManager), c.Person(access.Inspector)
	source, err := os.ReadFile(filepath.Join("..", "..", "programmes", "site_management", "programme.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	c.Common(manager, journey.Publish{Source: source})
	c.site = c.Common(manager, places.Add{Kind: places.Site, Name: "Kilwa"}).IDs[0]
	until := (c.Desk.Today() + 10).String()
	c.committee = c.Do(c.sites, subjects.Add{Kind: committee.Kind, Code: "C-1", Is: subjects.Description{Name: "Water", Place: c.site,
		Attributes: []subjects.Attribute{{Name: "term_from", Value: "2026-01-01"}, {Name: "term_until", Value: until}}}}).IDs[0]
	for _, m := range []subjects.Join{{Sex: people.Female, BornYear: 1980, Disability: people.Yes}, {Sex: people.Female, BornYear: 1991}, {Sex: people.Female, BornYear: 2011}, {Sex: people.Male}} {
		m.Subject, m.Kind = c.committee, committee.Kind
		c.members = append(c.members, c.Do(c.sites, m).IDs[0])
	}
	return c
}

// hires takes somebody on as a user with a role over the office's caseload.
func (c *camp) hires(role access.Role) access.Actor {
	administrator := access.Founder(id.New())
	user := c.Common(administrator, staff.AddUser{Name: role.String()}).IDs[0]
	c.Common(administrator, staff.GrantRole{User: user, Grant: access.NewGrant(role, c.Scope.Caseload)})
	return access.Actor{User: user, Grants: []access.Grant{access.NewGrant(role, c.Scope.Caseload)}}
}

// meets has the committee meet today, and returns the meeting.
func (c *camp) meets() id.ID {
	return c.Do(c.sites, committee.Meet{Committee: c.committee, Agenda: "The queue at the tap", Came: c.members[:3], Others: 4}).IDs[0]
}

// Who came is counted by sex, age and disability, each once; a meeting of nobody, on nothing, or with somebody who is not of it is refused.
func TestWhoCameToAMeetingIsCounted(t *testing.T) {
	c := newCamp(t)
	stranger := id.New()
	for key, bad := range map[string]committee.Meet{
		"committee.agenda_missing": {Came: c.members}, "committee.nobody_came": {Agenda: "Water"}, "committee.not_a_member": {Agenda: "Water", Came: []id.ID{c.members[0], stranger}},
		"committee.too_many_words": {Agenda: strings.Repeat("w", 501), Others: 2}, "committee.too_many": {Agenda: "Water", Others: 10_001}} {
		bad.Committee = c.committee
		c.Refused(key, c.sites, bad)
	}
	c.Refused("access.not_allowed", c.inspector, committee.Meet{Committee: c.committee, Agenda: "Water", Others: 1})
	c.Do(c.sites, committee.Meet{Committee: c.committee, Agenda: " Water ", Came: append(c.members[:3:3], c.members[0]), Others: 4})
	all := officetest.Ask(c.Office, c.inspector, committee.Of(c.Scope, c.committee)).Meetings
	if len(all) != 1 || all[0].Agenda != "Water" || all[0].Members != 3 || all[0].Women != 3 || all[0].Children != 1 || all[0].Disabled != 1 || all[0].Others != 4 {
		t.Errorf("the meeting: %+v", all)
	}
}

// A decision is somebody's until a day, stands open at its site and with its owner, and what became of it is said once, or it is taken up again.
func TestADecisionIsOpenUntilItIsSaidWhatBecameOfIt(t *testing.T) {
	c := newCamp(t)
	meeting, today := c.meets(), c.Desk.Today()
	c.Refused("committee.what_missing", c.sites, committee.Resolve{Meeting: meeting, Until: today + 5})
	c.Refused("committee.day_past", c.sites, committee.Resolve{Meeting: meeting, What: "A lamp", Until: today - 1})
	c.Refused("committee.no_such_owner", c.sites, committee.Resolve{Meeting: meeting, What: "A lamp", Owner: id.New(), Until: today + 5})
	lamp := c.Do(c.sites, committee.Resolve{Meeting: meeting, What: "A lamp", Owner: c.sites.User, Until: today + 5}).IDs[0]
	bench := c.Do(c.sites, committee.Resolve{Meeting: meeting, What: "A bench", Until: today + 2}).IDs[0]
	open := officetest.Ask(c.Office, c.inspector, committee.OpenAtSite(c.Scope, c.site))
	if len(open) != 2 || open[0].Decision != bench || open[1].Name != "site_manager" || open[0].Called != "Water" {
		t.Fatalf("open at the site: %+v", open)
	}
	if mine := officetest.Ask(c.Office, c.sites, committee.Mine(c.Scope)); len(mine) != 1 || mine[0].Decision != lamp || mine[0].Late(today) || !mine[0].Late(today+6) {
		t.Errorf("mine: %+v", mine)
	}
	c.Refused("committee.no_such_outcome", c.sites, committee.Settle{Decision: lamp, Outcome: "perhaps"})
	for _, o := range []committee.Outcome{committee.NotDone, committee.Again} {
		c.Refused("committee.reason_missing", c.sites, committee.Settle{Decision: lamp, Outcome: o, Until: today + 9})
	}
	c.Refused("committee.day_past", c.sites, committee.Settle{Decision: lamp, Outcome: committee.Again, Reason: "Rain"})
	c.Do(c.sites, committee.Settle{Decision: lamp, Outcome: committee.Again, Reason: "Rain", Until: today + 9})
	if mine := officetest.Ask(c.Office, c.sites, committee.Mine(c.Scope)); len(mine) != 0 {
		t.Errorf("what the committee took up itself is still somebody's: %+v", mine)
	}
	c.Do(c.sites, committee.Settle{Decision: lamp, Outcome: committee.Done})
	c.Do(c.sites, committee.Settle{Decision: bench, Outcome: committee.NotDone, Reason: "No wood"})
	c.Refused("committee.settled_already", c.sites, committee.Settle{Decision: lamp, Outcome: committee.NotDone, Reason: "It broke"})
	all := officetest.Ask(c.Office, c.inspector, committee.Of(c.Scope, c.committee)).Decisions
	if len(all) != 2 || all[0].Open || all[1].Open || len(all[0].Became)+len(all[1].Became) != 3 {
		t.Errorf("decisions: %+v", all)
	}
	if open := officetest.Ask(c.Office, c.inspector, committee.OpenAtSite(c.Scope, c.site)); len(open) != 0 {
		t.Errorf("still open: %+v", open)
	}
}

// The committees of a site say how many are of them, how many women, how many trained, and that a term has ended. One of men alone is allowed.
func TestTheCommitteesOfASite(t *testing.T) {
	c := newCamp(t)
	way := c.Do(c.sites, journey.Tend{Kind: committee.Kind, Do: journey.Start{Programme: "site_management", Pathway: "committee", Subject: c.committee}}).IDs[0]
	tend := func(do desk.Command) { c.Do(c.sites, journey.Tend{Kind: committee.Kind, Do: do}) }
	tend(journey.Attend{Journey: way, Step: "formed"})
	tend(journey.Attend{Journey: way, Step: "trained", By: c.members[0]})
	men := c.Do(c.sites, subjects.Add{Kind: committee.Kind, Code: "C-2", Is: subjects.Description{Place: c.site}}).IDs[0]
	c.Do(c.sites, subjects.Join{Subject: men, Kind: committee.Kind, Sex: people.Male})
	rows := officetest.Ask(c.Office, c.inspector, committee.AtSite(c.Scope, c.site))
	if len(rows) != 2 || rows[0].Trained != 1 || rows[0].Subject.Women != 3 || rows[0].TermEnded(c.Desk.Today()) || !rows[0].TermEnded(c.Desk.Today()+11) {
		t.Fatalf("the committees: %+v", rows)
	}
	if rows[1].Subject.Members != 1 || rows[1].Subject.Women != 0 || rows[1].Until.Known() || rows[1].TermEnded(c.Desk.Today()) {
		t.Errorf("the committee of men: %+v", rows[1])
	}
	tend(journey.Close{Journey: way, Step: "ended", Reason: "dissolved"})
	if rows := officetest.Ask(c.Office, c.inspector, committee.AtSite(c.Scope, c.site)); len(rows) != 1 {
		t.Errorf("one that has ended is there: %+v", rows)
	}
}
