// SPDX-License-Identifier: Apache-2.0

package journey_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// managed has committees, the schools of its own, complaints, and a way of one person.
const managed = `
programme: managed
subjects: {school: schools}
pathways:
  committee:
    for: committee
    attributes: {task: [water, protection], seats: int}
    steps:
      - decide: recognised
        by: site_manager
        requires: size >= 2
      - gather: training
        kind: training
        by: each_adult
        needs: [recognised]
      - ask: active
        when: task == "water"
        needs: [training]
      - close: end
        reasons: [dissolved]
  school:
    for: school
    steps:
      - ask: needs
  complaint:
    for: complaint
    attributes: {channel: [box, hotline]}
    steps:
      - ask: heard
      - close: answered
        reasons: [settled]
  skills:
    for: person
    steps:
      - ask: wish
figures:
  committees: {count: committees, pathway: committee, by: [task, site]}
`

// camp is an office in which committees are looked after.
type camp struct {
	*officetest.Office
	sites, caseworker, inspector, manager access.Actor
	kilwa                                 id.ID
}

func newCamp(t *testing.T) *camp {
	c := &camp{Office: officetest.Open(t, desk.Declarations(), staff.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(),
		journey.Declarations())}
	c.sites, c.caseworker = c.Person(access.SiteManager), c.Person(access.Caseworker)
	c.inspector, c.manager = c.Person(access.Inspector), c.Person(access.ProgrammeManager)
	c.Common(c.manager, journey.Publish{Source: []byte(managed)})
	c.kilwa = c.Common(c.manager, places.Add{Kind: places.Site, Name: "Kilwa"}).IDs[0]
	return c
}

// committee adds a committee of the site and begins its way.
func (c *camp) committee(attributes ...subjects.Attribute) (of, way id.ID) {
	c.Helper()
	of = c.Do(c.sites, subjects.Add{Kind: "committee", Is: subjects.Description{Name: "Water", Place: c.kilwa, Attributes: attributes}}).IDs[0]
	return of, c.begin("committee", of)
}

func (c *camp) begin(kind string, of id.ID) id.ID {
	c.Helper()
	return c.Do(c.sites, journey.Tend{Kind: kind, Do: journey.Start{Programme: "managed", Pathway: kind, Subject: of}}).IDs[0]
}

func (c *camp) joins(of id.ID, sex people.Sex, born int) id.ID {
	c.Helper()
	return c.Do(c.sites, subjects.Join{Subject: of, Kind: "committee", Sex: sex, BornYear: born, Names: people.Names{Given: "Ana"}}).IDs[0]
}

// states are where a subject stands, step by step.
func (c *camp) states(by access.Actor, kind string, of id.ID) map[string]string {
	c.Helper()
	f := officetest.Ask(c.Office, by, journey.SubjectFileOf(c.Scope, kind, of, nil))
	states := map[string]string{}
	for _, s := range f.Ways[0].Way.Steps {
		states[s.ID] = s.State
	}
	return states
}

func (c *camp) stands(kind string, of id.ID, want map[string]string) {
	c.Helper()
	if diff := cmp.Diff(want, c.states(c.sites, kind, of)); diff != "" {
		c.Errorf("stands otherwise (-want +got):\n%s", diff)
	}
}

func TestACommitteeWalksItsPathway(t *testing.T) {
	c := newCamp(t)
	of, way := c.committee(subjects.Attribute{Name: "seats", Value: "5"}, subjects.Attribute{Name: "task", Value: "water"})
	recognise := journey.Tend{Kind: "committee", Do: journey.DecideStep{Journey: way, Step: "recognised", Yes: true, Reason: "elected"}}
	c.Refused("journey.missing", c.sites, recognise) // nobody is of it yet
	ana, joe := c.joins(of, people.Female, 1990), c.joins(of, people.Male, 1985)
	c.Do(c.sites, recognise)
	c.stands("committee", of, map[string]string{"recognised": "done", "training": "ready", "active": "blocked", "end": "ready"})

	train := func(who id.ID) journey.Tend {
		return journey.Tend{Kind: "committee", Do: journey.Attend{Journey: way, Step: "training", By: who}}
	}
	c.Do(c.sites, train(ana))
	c.stands("committee", of, map[string]string{"recognised": "done", "training": "waiting", "active": "blocked", "end": "ready"})
	c.Do(c.sites, train(joe))
	c.Do(c.sites, journey.Tend{Kind: "committee", Do: journey.Ask{Journey: way, Step: "active"}})
	c.Do(c.sites, journey.Tend{Kind: "committee", Do: journey.Close{Journey: way, Step: "end", Reason: "dissolved"}}) // not its members' lives: nobody is asked
	c.stands("committee", of, map[string]string{"recognised": "done", "training": "done", "active": "done", "end": "done"})
}

func TestWhoLeftIsTrainedNoMore(t *testing.T) {
	c := newCamp(t)
	of, way := c.committee(subjects.Attribute{Name: "task", Value: "protection"})
	ana, joe := c.joins(of, people.Female, 1990), c.joins(of, people.Male, 1985)
	c.joins(of, people.Female, 1970)
	c.Do(c.sites, journey.Tend{Kind: "committee", Do: journey.DecideStep{Journey: way, Step: "recognised", Yes: true, Reason: "elected"}})
	for _, who := range []id.ID{ana} {
		c.Do(c.sites, journey.Tend{Kind: "committee", Do: journey.Attend{Journey: way, Step: "training", By: who}})
	}
	c.Do(c.sites, subjects.Leaves{Subject: of, Kind: "committee", Person: joe})
	c.Refused("subjects.not_of_it", c.sites, subjects.Leaves{Subject: of, Kind: "committee", Person: joe})
	f := officetest.Ask(c.Office, c.sites, journey.SubjectFileOf(c.Scope, "committee", of, nil))
	if f.Row.Members != 2 || f.Row.Women != 2 || len(f.Members) != 3 {
		t.Errorf("%d are of it, %d women, %d in its story", f.Row.Members, f.Row.Women, len(f.Members))
	}
	if got := c.states(c.sites, "committee", of)["active"]; got != "not_applicable" {
		t.Errorf("a step for water is %s for a committee of protection", got)
	}
}

func TestWhoTendsACommitteeTendsNobodysLife(t *testing.T) {
	c := newCamp(t)
	home := c.Do(c.caseworker, people.Register{Members: []people.Member{{}}}).IDs
	way := c.Do(c.caseworker, journey.Start{Programme: "managed", Pathway: "skills", Subject: home[1]}).IDs[0]
	wish := journey.Ask{Journey: way, Step: "wish", By: home[1]}
	c.Refused("journey.no_such_journey", c.sites, journey.Tend{Kind: "committee", Do: wish})
	c.Refused("subjects.kind", c.sites, journey.Tend{Kind: "person", Do: wish})
	c.Refused("access.not_allowed", c.sites, wish)
	c.Do(c.caseworker, wish)
	c.Refused("desk.no_such_story", c.sites, journey.Tend{Kind: "committee", Do: journey.Start{Programme: "managed", Pathway: "skills", Subject: home[1]}})
	c.Refused("access.not_allowed", c.inspector, subjects.Add{Kind: "committee", Is: subjects.Description{Name: "x"}})
}

func TestAProgrammeHasKindsOfItsOwn(t *testing.T) {
	c := newCamp(t)
	of := c.Do(c.sites, subjects.Add{Kind: "school", Code: "S-1", Is: subjects.Description{Place: c.kilwa}}).IDs[0]
	c.Refused("subjects.code_taken", c.sites, subjects.Add{Kind: "school", Code: "S-1"})
	c.Refused("subjects.nameless", c.sites, subjects.Add{Kind: "school"})
	c.Refused("subjects.kind", c.sites, subjects.Add{Kind: "household", Code: "H-1"})
	c.Refused("subjects.not_known", c.sites, journey.Tend{Kind: "committee", Do: journey.Start{Programme: "managed", Pathway: "committee", Subject: of}})
	way := c.begin("school", of)
	c.Do(c.sites, journey.Tend{Kind: "school", Do: journey.Ask{Journey: way, Step: "needs"}})
	page := officetest.Ask(c.Office, c.inspector, journey.Subjects(c.Scope, "school", nil, 10))
	if len(page.Rows) != 1 || page.Rows[0].State != "done" || page.Total != 1 {
		t.Errorf("the list of schools is %+v", page)
	}
}

func TestComplaintsAreReadByWhoAnswersThem(t *testing.T) {
	c := newCamp(t)
	of := c.Do(c.sites, subjects.Add{Kind: "complaint", Code: "C-1"}).IDs[0]
	way := c.begin("complaint", of)
	heard := journey.Ask{Journey: way, Step: "heard", Words: journey.Words{Text: "the tap is dry"}}
	c.Refused("access.not_allowed", c.manager, journey.Tend{Kind: "complaint", Do: heard})
	c.Do(c.sites, journey.Tend{Kind: "complaint", Do: heard})
	for _, q := range []desk.Query[journey.SubjectFile]{journey.SubjectFileOf(c.Scope, "complaint", of, nil), journey.SubjectFileOf(c.Scope, "committee", of, nil)} {
		if _, err := desk.Ask(t.Context(), c.Desk, c.manager, "task.test", q); fault.KindOf(err) != fault.NotAllowed && fault.KindOf(err) != fault.NotFound {
			t.Errorf("the manager of the programme reads a complaint: %v", err)
		}
	}
}

// What is said of a subject twice by people who did not see each other stands twice, and counts for nothing until one of them is taken back.
func TestADescriptionIsReplacedByWhoSawIt(t *testing.T) {
	c := newCamp(t)
	of, _ := c.committee(subjects.Attribute{Name: "task", Value: "water"})
	c.Do(c.sites, subjects.Describe{Subject: of, Kind: "committee", Is: subjects.Description{Name: "Taps", Attributes: []subjects.Attribute{{Name: "task", Value: "protection"}}}})
	f := officetest.Ask(c.Office, c.sites, journey.SubjectFileOf(c.Scope, "committee", of, nil))
	if diff := cmp.Diff([]subjects.Attribute{{Name: "task", Value: "protection"}}, f.Row.Attributes); diff != "" || f.Row.Name != "Taps" || f.Row.Contested {
		t.Errorf("described as %+v", f.Row)
	}
	facts := len(f.Story)
	c.Do(c.sites, subjects.Describe{Subject: of, Kind: "committee", Is: subjects.Description{Name: "Taps"}})
	if f = officetest.Ask(c.Office, c.sites, journey.SubjectFileOf(c.Scope, "committee", of, nil)); len(f.Story) != facts {
		t.Error("to say the same again wrote something")
	}
	c.Refused("subjects.attribute", c.sites, subjects.Describe{Subject: of, Kind: "committee",
		Is: subjects.Description{Attributes: []subjects.Attribute{{Name: "b"}, {Name: "a"}}}})
}

func TestAttributesAreWhatTheirTypeReads(t *testing.T) {
	text := programme.FieldDecl{Name: "task", Type: programme.TypeText, Options: []string{"water"}}
	for decl, read := range map[*programme.FieldDecl]map[string]string{
		&text:                                     {"water": "water", "fire": "", "": ""},
		{Name: "seats", Type: programme.TypeInt}:  {"5": "5", "five": ""},
		{Name: "lit", Type: programme.TypeBool}:   {"yes": "true", "no": "false", "perhaps": ""},
		{Name: "built", Type: programme.TypeDay}:  {"2026-02-31": "", "1970-01-02": clockDay("1970-01-02")},
		{Name: "notes", Type: programme.TypeText}: {"anything": "anything"},
	} {
		for in, want := range read {
			if got := decl.Parse(in).String(); got != want {
				t.Errorf("%s %q is read as %q, want %q", decl.Name, in, got, want)
			}
		}
	}
}

func clockDay(s string) string {
	d, err := clock.ParseDay(s)
	if err != nil {
		return err.Error()
	}
	return programme.DayValue(d).String()
}
