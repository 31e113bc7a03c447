// SPDX-License-Identifier: Apache-2.0

package gathering_test

import (
	"context"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
)

const listening = `
programme: listening
currency: USD
pathways:
  household:
    for: household
    steps:
      - visit: go_and_see
        optional: true
      - gather: come_and_tell
        kind: come_and_tell
      - tell: village_profile
  site:
    for: site
    steps:
      - gather: focus_groups
        kind: focus_group
        count: 2
      - ask: key_informants
        form: key_informants
      - visit: go_and_see_visits
`

type world struct {
	testing.TB
	desk          *desk.Desk
	actor         access.Actor
	scope         access.Scope
	site, village id.ID
}

// groupForm is what a group of the site is asked.
const groupForm = `
form: group
labels: {en: Group}
questions:
  - select_one: who
    required: true
    labels: {en: Who sat together}
    options: {women: {en: Women}, men: {en: Men}, older: {en: Older people}}
  - text: hopes
    labels: {en: What they hope for}
  - text: fears
    class: sensitive
    labels: {en: What they fear}
  - date: stood_on
    labels: {en: The day this was so}
`

func newWorld(t testing.TB) *world {
	t.Helper()
	folder := t.TempDir()
	open := func(name string, key []byte) store.Store {
		st, err := store.OpenSQLite(t.Context(), filepath.Join(folder, name), store.SQLiteOptions{Key: key})
		if err != nil {
			t.Fatal(err)
		}
		return st
	}
	ring, err := keys.CreateAt(t.Context(), open("keys.db", nil), "correct horse battery", keys.MadeUp)
	if err != nil {
		t.Fatal(err)
	}
	st := open("safar.db", ring.FileKey())
	house := register.NewHouse(slices.Concat(desk.Declarations(), people.Declarations(), places.Declarations(),
		subjects.Declarations(), journey.Declarations(), gathering.Declarations())...)
	w := &world{TB: t, scope: access.Scope{Caseload: id.New(), Compartment: access.General}}
	now := clock.At(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	if w.desk, err = desk.Open(t.Context(), st, ring, house, now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.desk.Close(); st.Close(); ring.Close() })
	w.actor = w.as(access.Roles()...)
	w.in(access.Commons, journey.Publish{Source: []byte(listening)})
	w.site = w.in(access.Commons, places.Add{Kind: places.Site, Name: "Kalonda"}).IDs[0]
	w.village = w.in(access.Commons, places.Add{Kind: places.Village, Name: "Kabwela"}).IDs[0]
	return w
}

func (w *world) as(roles ...access.Role) access.Actor {
	a := access.Actor{User: id.New()}
	for _, role := range roles {
		a.Grants = append(a.Grants, access.NewGrant(role, id.ID{}))
	}
	return a
}

func (w *world) in(scope access.Scope, c desk.Command) desk.Receipt {
	w.Helper()
	r, err := w.desk.Do(context.Background(), w.actor, scope, id.New(), c)
	if err != nil {
		w.Fatalf("%T: %v", c, err)
	}
	return r
}

func (w *world) ok(c desk.Command) desk.Receipt { w.Helper(); return w.in(w.scope, c) }

func (w *world) refuses(c desk.Command, key string) {
	w.Helper()
	if _, err := w.desk.Do(context.Background(), w.actor, w.scope, id.New(), c); err == nil || fault.KeyOf(err) != key {
		w.Fatalf("%T: %v, want %s", c, err, key)
	}
}

func ask[T any](w *world, by access.Actor, q desk.Query[T]) T {
	w.Helper()
	got, err := desk.Ask(context.Background(), w.desk, by, "task.test", q)
	if err != nil {
		w.Fatal(err)
	}
	return got
}

// group is a focus group of women at the site, two of them with a disability.
func (w *world) group() gathering.RecordSession {
	return gathering.RecordSession{
		Session: gathering.Session{Kind: gathering.FocusGroup, Site: w.site, Topic: "return", Language: "sw", Counts: []gathering.Count{
			{Sex: people.Female, Ages: "18-59", Disability: people.No, Persons: 8},
			{Sex: people.Female, Ages: "60+", Disability: people.Yes, Persons: 2}}},
		Words: gathering.Words{Summary: "They ask whether the school is open."}}
}

// visit is a go-and-see visit to the village.
func (w *world) visit() gathering.RecordSession {
	return gathering.RecordSession{
		Session: gathering.Session{Kind: gathering.GoAndSee, Site: w.site, About: w.village, Transport: "truck",
			Counts: []gathering.Count{{Sex: people.Male, Ages: "18-59", Persons: 3}, {Sex: people.Female, Ages: "18-59", Persons: 3}},
			Found:  []gathering.Finding{{Aspect: "water", Value: "one_pump"}, {Aspect: "school", Value: "roof_missing"}}},
		Words: gathering.Words{Summary: "The road is passable.", Leaders: []string{"Chief Kabwela", "Mama Zaina"}}}
}

// household is a household of one adult on its way.
func (w *world) household() (journeyID, adult id.ID) {
	w.Helper()
	r := w.ok(people.Register{Site: w.site, Members: []people.Member{{Relation: people.Head,
		Born: people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthYear}}}})
	return w.ok(journey.Start{Programme: "listening", Pathway: "household", Subject: r.IDs[0]}).IDs[0], r.IDs[1]
}

func TestASiteSeesHowItsPeopleWereListenedTo(t *testing.T) {
	w := newWorld(t)
	w.ok(w.group())
	w.ok(w.group())
	informant := w.group()
	informant.Session.Kind = gathering.KeyInformant
	informant.Session.Counts = []gathering.Count{{Sex: people.Male, Ages: "60+", Persons: 1}}
	w.ok(informant)

	got := ask(w, w.actor, gathering.ListeningAt(w.scope, w.site))
	want := gathering.Listening{Persons: 21, Kinds: []gathering.KindCount{{Kind: "focus_group", Sessions: 2, Persons: 20},
		{Kind: "key_informant", Sessions: 1, Persons: 1}}, Took: []gathering.TookPart{
		{Sex: people.Female, Ages: "18-59", Disability: people.No, Persons: 16},
		{Sex: people.Female, Ages: "60+", Disability: people.Yes, Persons: 4},
		{Sex: people.Male, Ages: "60+", Persons: 1}}}
	said := len(got.Said)
	if got.Said = nil; said != 3 {
		t.Errorf("%d summaries, want 3", said)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatWasSaidIsNotForEveryone(t *testing.T) {
	w := newWorld(t)
	w.ok(w.visit())
	for _, role := range []access.Role{access.Municipality, access.Auditor, access.ProgrammeManager} {
		row := ask(w, w.as(role), gathering.About(w.scope, w.village, ""))[0]
		if row.Summary != "" || len(row.Names) > 0 {
			t.Errorf("%s reads what was said, or whom they met: %+v", role, row)
		}
		if row.Persons != 6 || row.Leaders != 2 {
			t.Errorf("%s does not see the counts: %+v", role, row)
		}
	}
	if row := ask(w, w.as(access.Caseworker), gathering.About(w.scope, w.village, ""))[0]; row.Summary == "" || len(row.Names) != 2 {
		t.Errorf("a caseworker does not read it: %+v", row)
	}
}

func TestAVisitSaysWhatWasFoundAndWhoWent(t *testing.T) {
	w := newWorld(t)
	of, adult := w.household()
	visit := w.ok(w.visit()).IDs[0]
	w.refuses(gathering.Attend{Gathering: visit, Journey: of, Step: "go_and_see"}, "journey.not_a_member")
	w.ok(gathering.Attend{Gathering: visit, Journey: of, Step: "go_and_see", Persons: []id.ID{adult}})
	w.ok(gathering.Attend{Gathering: visit, Journey: of, Step: "go_and_see", Persons: []id.ID{adult}}) // once is once

	sheet := ask(w, w.actor, gathering.One(w.scope, visit))
	if len(sheet.Journeys) != 1 || sheet.Journeys[0] != of {
		t.Errorf("who went: %v", sheet.Journeys)
	}
	rows := ask(w, w.actor, gathering.About(w.scope, w.village, gathering.GoAndSee))
	if len(rows) != 1 || len(rows[0].Found) != 2 || rows[0].Transport != "truck" {
		t.Errorf("visits to the village: %+v", rows)
	}
	if n := w.times(of, "go_and_see"); n != 1 {
		t.Errorf("went %d times, want 1", n)
	}
}

// No more come onto the roll of a gathering than were counted there, until somebody says that all of them were; whoever stands on it already is nobody more, and the site on whose
// way it counts is none of its people.
func TestNoMoreWereThereThanWereCounted(t *testing.T) {
	w := newWorld(t)
	session := w.group()
	session.Session.Kind, session.Session.About, session.Session.Counts = gathering.ComeAndTell, w.village, []gathering.Count{{Persons: 2}}
	met := w.ok(session).IDs[0]
	first, one := w.household()
	second, other := w.household()
	third, late := w.household()
	attend := func(of id.ID, who ...id.ID) gathering.Attend {
		return gathering.Attend{Gathering: met, Journey: of, Step: "come_and_tell", Persons: who}
	}
	w.ok(attend(first, one, one))
	w.ok(attend(second, other))
	w.refuses(attend(third, late), "gathering.more_than_counted")
	w.refuses(attend(third), "gathering.more_than_counted")
	w.ok(attend(first, one))
	if sheet := ask(w, w.actor, gathering.One(w.scope, met)); sheet.Heads != 2 || w.times(third, "come_and_tell") != 0 {
		t.Errorf("on the roll are %d, and who was refused is recorded %d times", sheet.Heads, w.times(third, "come_and_tell"))
	}
	all := attend(third, late)
	all.MoreThanCounted = true
	w.ok(all)
	if sheet := ask(w, w.actor, gathering.One(w.scope, met)); sheet.Heads != 3 {
		t.Errorf("of three of whom somebody said that they were there, %d are", sheet.Heads)
	}
}

type count struct {
	Times int `class:"open"`
}

// times returns how often a step took place.
func (w *world) times(of id.ID, step string) int {
	w.Helper()
	return ask(w, w.actor, desk.Query[count]{Act: access.PeopleLook, Scope: w.scope, Run: func(r *desk.Reader) (count, error) {
		k, err := journey.Take(r, of)
		if err != nil {
			return count{}, err
		}
		return count{k.Standing.Step(step).Times}, nil
	}}).Times
}

func TestFortyAttendancesAreFortyFacts(t *testing.T) {
	w := newWorld(t)
	session := w.group()
	session.Session.Kind = gathering.ComeAndTell
	session.Session.About = w.village
	session.Session.Counts = []gathering.Count{{Persons: 41}}
	met := w.ok(session).IDs[0]
	var there []gathering.Attendance
	for range 40 {
		of, _ := w.household()
		there = append(there, gathering.Attendance{Journey: of, Step: "come_and_tell"})
	}
	there = append(there, gathering.Attendance{Journey: there[0].Journey, Step: "village_profile"}) // no meeting: refused alone
	facts, refused := 0, 0
	for _, o := range w.desk.DoAll(t.Context(), w.actor, w.scope, gathering.AttendMany(met, clock.NoDay, there, id.New)) {
		facts += o.Receipt.Facts
		if o.Err != nil && fault.KeyOf(o.Err) == "gathering.not_a_meeting" {
			refused++
		}
	}
	if facts != 40 || refused != 1 {
		t.Errorf("%d facts and %d refused, want 40 and 1", facts, refused)
	}
	if sheet := ask(w, w.actor, gathering.One(w.scope, met)); len(sheet.Journeys) != 40 {
		t.Errorf("%d households were there, want 40", len(sheet.Journeys))
	}
}

func TestASitesPathwayCountsHowItsPeopleWereHeard(t *testing.T) {
	w := newWorld(t)
	of := w.ok(journey.Start{Programme: "listening", Pathway: "site", Subject: w.site}).IDs[0]
	for range 2 {
		c := w.group()
		c.Journey, c.Step = of, "focus_groups"
		w.ok(c)
	}
	if n := w.times(of, "focus_groups"); n != 2 {
		t.Errorf("%d focus groups on the site's pathway, want 2", n)
	}
	visit, informant := w.visit(), w.group()
	informant.Session.Kind = gathering.KeyInformant
	visit.Journey, visit.Step, informant.Journey, informant.Step = of, "go_and_see_visits", of, "key_informants"
	for range 3 {
		w.ok(visit)
		w.ok(informant)
	}
	if v, i := w.times(of, "go_and_see_visits"), w.times(of, "key_informants"); v != 3 || i != 3 {
		t.Errorf("%d visits and %d informants on the site's pathway, want 3 each", v, i)
	}
}

// A group counts on the site's pathway when its form is filled in; what was answered is kept with the gathering, not twice.
func TestAGroupCountsWhenItsFormIsFilledIn(t *testing.T) {
	w := newWorld(t)
	w.in(access.Commons, journey.Publish{Source: []byte(strings.Replace(listening, "kind: focus_group\n", "kind: focus_group\n        form: group\n", 1)),
		Forms: map[string][]byte{"group": []byte(groupForm)}})
	of := w.ok(journey.Start{Programme: "listening", Pathway: "site", Subject: w.site}).IDs[0]
	c := w.group()
	c.Journey, c.Step = of, "focus_groups"
	w.refuses(c, "journey.answer_needed")
	c.Words.Answers = programme.Answers{"who": "women", "hopes": "A school."}
	held := w.ok(c).IDs[0]
	if n := w.times(of, "focus_groups"); n != 1 {
		t.Errorf("%d focus groups, want 1", n)
	}
	w.ok(gathering.Correct{Gathering: held, Session: c.Session, Words: gathering.Words{Summary: "And a road."}}) // the answers stay
	c.Words.Answers = programme.Answers{"hopes": "A school."}
	w.refuses(gathering.Correct{Gathering: held, Session: c.Session, Words: c.Words}, "journey.answer_needed")
	c.Journey, c.Step = id.ID{}, ""
	w.refuses(c, "gathering.answers_of_no_step")
}

// What was answered at a site is counted and read without saying who: an answer of too few is no number, nor is the one it could be told from.
func TestWhatWasAnsweredAtASiteSinglesOutNobody(t *testing.T) {
	w := newWorld(t)
	w.in(access.Commons, journey.Publish{Source: []byte(strings.Replace(listening, "kind: focus_group\n", "kind: focus_group\n        form: group\n", 1)),
		Forms: map[string][]byte{"group": []byte(groupForm)}})
	of := w.ok(journey.Start{Programme: "listening", Pathway: "site", Subject: w.site}).IDs[0]
	for who, persons := range map[string]int{"women": 9, "men": 7, "older": 1} {
		c := w.group()
		c.Journey, c.Step = of, "focus_groups"
		c.Session.Counts = []gathering.Count{{Persons: persons}}
		c.Words.Answers = programme.Answers{"who": who, "hopes": "A school.", "fears": "The ford at night.", "stood_on": "2026-02-01"}
		w.ok(c)
	}
	none := func(string, string) *programme.Form { return nil }
	heard := ask(w, w.as(access.Caseworker), gathering.HeardAt(w.scope, w.site, none))
	if len(heard) != 1 || heard[0].Sessions != 3 || len(heard[0].Questions) != 3 {
		t.Fatalf("%+v", heard)
	}
	who, hopes, fears := heard[0].Questions[0], heard[0].Questions[1], heard[0].Questions[2]
	want := []gathering.AnswerCount{{Answer: "women", Sessions: 1, Persons: 9}, {Answer: "men", Few: true}, {Answer: "older", Few: true}}
	if !slices.Equal(who.Counts, want) {
		t.Errorf("who sat together: %+v", who.Counts)
	}
	if len(hopes.Said) != 1 || hopes.Said[0].Answer() != "A school." {
		t.Errorf("what they hope for: %+v", hopes.Said)
	}
	if len(fears.Said) != 1 || fears.Said[0].Answer() != "" {
		t.Errorf("a caseworker reads what they fear: %+v", fears.Said)
	}
	if open := ask(w, w.as(access.Auditor), gathering.HeardAt(w.scope, w.site, none)); open[0].Questions[1].Said[0].Answer() != "" {
		t.Errorf("an auditor reads what they hope for: %+v", open)
	}
	if all := ask(w, w.as(access.ProtectionOfficer), gathering.HeardAt(w.scope, w.site, none)); all[0].Questions[2].Said[0].Answer() == "" {
		t.Error("protection does not read what they fear")
	}
}

func TestACorrectionReplacesWhatWasWrittenAndKeepsTheDay(t *testing.T) {
	w := newWorld(t)
	c := w.group()
	c.Day = clock.Date(2026, 2, 20)
	met := w.ok(c).IDs[0]
	c.Session.Counts[0].Persons = 9
	w.ok(gathering.Correct{Gathering: met, Session: c.Session, Words: gathering.Words{Summary: "And whether there is a nurse."}})
	row := ask(w, w.actor, gathering.Sessions(w.scope, 10))[0]
	if row.Persons != 11 || row.Summary != "And whether there is a nurse." || row.Day != c.Day {
		t.Errorf("%+v", row)
	}
	before := ask(w, w.actor, gathering.History(w.scope, met))
	if len(before) != 2 || !before[0].Stands || before[1].Stands || before[1].Row.Summary != c.Words.Summary || before[1].Row.Persons == 11 ||
		before[1].By != w.actor.User {
		t.Errorf("what was written before is not to be seen: %+v", before)
	}
	c.Session.Kind, c.Session.About = gathering.GoAndSee, c.Session.Site
	w.refuses(gathering.Correct{Gathering: met, Session: c.Session}, "gathering.a_visit_stays_one")
}

func TestWhatCannotBeASessionIsRefusedWithItsReason(t *testing.T) {
	w := newWorld(t)
	for key, spoil := range map[string]func(*gathering.RecordSession){
		"gathering.kind":       func(c *gathering.RecordSession) { c.Session.Kind = "party" },
		"gathering.nobody":     func(c *gathering.RecordSession) { c.Session.Counts = nil },
		"gathering.where":      func(c *gathering.RecordSession) { c.Session.Site = id.ID{} },
		"gathering.too_many":   func(c *gathering.RecordSession) { c.Session.Counts[0].Persons = 10_000 },
		"gathering.count":      func(c *gathering.RecordSession) { c.Session.Counts[0].Ages = "about 40" },
		"desk.no_such_story":   func(c *gathering.RecordSession) { c.Session.About = id.New() },
		"gathering.finding":    func(c *gathering.RecordSession) { c.Session.Found = []gathering.Finding{{Aspect: "water"}} },
		"journey.no_such_step": func(c *gathering.RecordSession) { c.Journey, _ = w.household(); c.Step = "dance" },
	} {
		c := w.group()
		spoil(&c)
		w.refuses(c, key)
	}
	c := w.visit()
	c.Session.About = id.ID{}
	w.refuses(c, "gathering.visit_where")
}

func TestWhatVisitorsFoundGoesIntoTheProfileOfThePlace(t *testing.T) {
	w := newWorld(t)
	g := gathering.Gathering{Held: clock.Date(2026, 2, 20)}
	g.What.Standing = append(g.What.Standing, register.Stated[gathering.Session]{Value: w.visit().Session})
	for _, c := range gathering.Observations(&g) {
		w.in(access.Commons, c)
	}
	found := ask(w, w.actor, desk.Query[struct {
		Value string `class:"open"`
	}]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) (out struct {
		Value string `class:"open"`
	}, err error) {
		p, err := desk.ReadCommons(r, places.Story, w.village)
		if o, ok := p.State.Aspect("water"); ok {
			out.Value = o.Value
		}
		return out, err
	}})
	if found.Value != "one_pump" {
		t.Errorf("water at the village: %q", found.Value)
	}
}

// TestTheSummaryIsTheSumOfItsSessions: whatever sessions were held, a site's summary counts each person of each session once.
func TestTheSummaryIsTheSumOfItsSessions(t *testing.T) {
	shared := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		w := *shared
		w.scope.Caseload = id.New()
		total, sessions := 0, rapid.IntRange(1, 6).Draw(t, "sessions")
		for range sessions {
			c := w.group()
			c.Session.Kind = rapid.SampledFrom(gathering.Kinds()).Draw(t, "kind")
			c.Session.About = w.village
			for i := range c.Session.Counts {
				c.Session.Counts[i] = gathering.Count{Sex: people.Sex(rapid.IntRange(0, 3).Draw(t, "sex")),
					Disability: people.Answer(rapid.IntRange(0, 2).Draw(t, "disability")), Persons: rapid.IntRange(1, 40).Draw(t, "persons")}
				total += c.Session.Counts[i].Persons
			}
			w.ok(c)
		}
		got := ask(&w, w.actor, gathering.ListeningAt(w.scope, w.site))
		took, held := 0, 0
		for _, p := range got.Took {
			took += p.Persons
		}
		for _, k := range got.Kinds {
			held += k.Sessions
		}
		if took != total || got.Persons != total || held != sessions {
			t.Fatalf("%d took part and %d in all, of %d; %d sessions of %d", took, got.Persons, total, held, sessions)
		}
	})
}

func TestEveryFieldThatIsShownHasAClass(t *testing.T) {
	for _, v := range []any{gathering.Listening{}, gathering.HeardOf{}, gathering.Row{}, gathering.Sheet{}} {
		if paths := access.Untagged(reflect.TypeOf(v)); len(paths) > 0 {
			t.Errorf("without a class: %v", paths)
		}
	}
}
