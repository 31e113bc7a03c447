// SPDX-License-Identifier: Apache-2.0

package pledging_test

import (
	"slices"
	"strconv"
	"testing"

	"safar/desk"
	"safar/engine/match/groups"
	"safar/engine/match/pledges"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/pledging"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

const takingOver = `
programme: taking_over
inputs:
  destination: {from: commons.place, max_age: 180d}
subjects: {pledge: pledges}
public: [pledge]
pathways:
  pledge:
    for: pledge
    attributes: {places_pledged: int, languages: text}
    steps:
      - decide: pledged
        authority: receiving_state
        by: programme_manager
      - close: ended
        needs: [pledged]
        reasons: [kept, died]
  relocation:
    for: case
    steps:
      - tell: state_told
        to: destination
        valid: 90d
      - choose: answer
        options: [relocate, stay]
        by: each_adult
        to: destination
        needs: [state_told]
      - decide: accepted
        authority: receiving_state
        by: protection_officer
        when: answer != "stay"
        needs: [answer]
      - close: way_ended
        by: each_adult
        needs: [answer]
        reasons: [living_there, died]
`

// ministry has States that pledged, and cases who wait.
type ministry struct {
	*officetest.Office
	officer, manager, worker access.Actor
}

// waiter is a case: its way, its household, its persons.
type waiter struct {
	way     id.ID
	of      id.ID
	persons []id.ID
}

func newMinistry(t testing.TB) *ministry {
	w := &ministry{Office: officetest.Open(t, desk.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(), choice.Declarations(), pledging.Declarations())}
	w.officer, w.manager, w.worker = w.Person(access.ProtectionOfficer), w.Person(access.ProgrammeManager), w.Person(access.Caseworker)
	w.Common(w.manager, journey.Publish{Source: []byte(takingOver)})
	return w
}

func (w *ministry) country(name string, in ...id.ID) id.ID {
	w.Helper()
	add := places.Add{Kind: places.Country, Name: name, Opened: clock.NoDay}
	if len(in) > 0 {
		add.Kind, add.Parent = places.Municipality, in[0]
	}
	return w.Common(w.manager, add).IDs[0]
}

func tends(c desk.Command) desk.Command { return journey.Tend{Kind: "pledge", Do: c} }

// pledge is the way of a pledge of a State: so many places, where a language is spoken.
func (w *ministry) pledge(state id.ID, places int, language string) id.ID {
	w.Helper()
	is := subjects.Description{Name: "letter", Place: state, Attributes: []subjects.Attribute{{Name: "languages", Value: language}, {Name: "places_pledged", Value: strconv.Itoa(places)}}}
	thing := w.Do(w.manager, subjects.Add{Kind: "pledge", Is: is, Day: clock.NoDay}).IDs[0]
	way := w.Do(w.manager, tends(journey.Start{Programme: "taking_over", Pathway: "pledge", Subject: thing})).IDs[0]
	w.Do(w.manager, tends(journey.DecideStep{Journey: way, Step: "pledged", Yes: true, Reason: "in writing", Source: "a letter"}))
	return way
}

// waits registers a case of so many adults, of whom the first is a woman, and begins its way.
func (w *ministry) waits(adults int) waiter {
	w.Helper()
	members := make([]people.Member, adults)
	for i := range members {
		members[i] = people.Member{Names: people.Names{Given: "Nur"}, Sex: people.Male, Born: people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthYear}}
	}
	members[0].Relation, members[0].Sex = people.Head, people.Female
	return w.begin(members...)
}

func (w *ministry) begin(members ...people.Member) waiter {
	ids := w.Do(w.worker, people.Register{Arrived: clock.NoDay, Members: members}).IDs
	way := w.Do(w.worker, journey.Start{Programme: "taking_over", Pathway: "relocation", Subject: ids[0]}).IDs[0]
	return waiter{way, ids[0], ids[1:]}
}

func (w *ministry) says(c waiter, are pledging.Bound) {
	w.Helper()
	w.Do(w.officer, pledging.Say{Journey: c.way, Are: are, Day: clock.NoDay})
}

func (w *ministry) told(c waiter, place id.ID) {
	w.Helper()
	w.Do(w.worker, choice.Tell{Journey: c.way, Step: "state_told", Place: place, Language: "fr", Source: "profile", Day: clock.NoDay})
}

// answered has each adult answer, and the State too.
func (w *ministry) answered(c waiter, place id.ID, accepts bool) {
	w.Helper()
	for _, p := range c.persons {
		w.Do(w.worker, choice.Answer{Journey: c.way, Step: "answer", Person: p, Option: "relocate", Place: place, Private: true, Day: clock.NoDay})
	}
	w.Do(w.officer, journey.DecideStep{Journey: c.way, Step: "accepted", Yes: accepts, Reason: "theirs", Source: "a letter"})
}

func (w *ministry) plan() pledging.Plan { return w.planBy(pledging.Usual()) }

func (w *ministry) planBy(t pledging.Terms) pledging.Plan {
	w.Helper()
	return officetest.Ask(w.Office, w.officer, pledging.PlanBy(w.Scope, t))[0]
}

// row is what a plan says of a case; the zero Row for nothing.
func row(p pledging.Plan, c waiter) pledging.Row {
	for _, r := range p.Rows {
		if r.Journey == c.way {
			return r
		}
	}
	return pledging.Row{}
}

// why is what a plan says of another State for a case.
func why(p pledging.Plan, c waiter, state id.ID) pledging.WhyRow {
	for _, o := range row(p, c).Others {
		if o.State == state {
			return o
		}
	}
	return pledging.WhyRow{}
}

// Nobody is proposed a State before somebody asked them where they must not go; then relatives and a language decide, and a State in whose town they must not live is out.
func TestAStateIsProposedByWhatPeopleSay(t *testing.T) {
	w := newMinistry(t)
	north, south := w.country("North"), w.country("South")
	port := w.country("Port", south)
	w.pledge(north, 5, "French, German")
	w.pledge(south, 5, "Spanish")
	c := w.waits(2)
	if got := why(w.plan(), c, north); got.Rule != string(pledges.TiesMissing) || !row(w.plan(), c).State.IsZero() {
		t.Fatalf("nobody asked them: %+v", got)
	}
	w.says(c, pledging.Bound{Languages: []string{"german"}})
	if got := row(w.plan(), c); got.State != north || got.Total != pledges.Usual.Language {
		t.Errorf("%+v", got)
	}
	w.says(c, pledging.Bound{Languages: []string{"german"}, Relatives: []id.ID{port}})
	if got := row(w.plan(), c); got.State != south || got.Total != pledges.Usual.Relatives || got.Best.Name != "North" {
		t.Errorf("%+v", got)
	}
	w.says(c, pledging.Bound{Not: []id.ID{port, north}})
	if got := row(w.plan(), c); !got.State.IsZero() || why(w.plan(), c, south).Rule != string(pledges.MustNot) {
		t.Errorf("they are proposed where they must not go: %+v", got)
	}
	w.Refused("pledging.both", w.officer, pledging.Say{Journey: c.way, Are: pledging.Bound{Relatives: []id.ID{north}, Not: []id.ID{north}}})
	w.Refused("pledging.no_place", w.officer, pledging.Say{Journey: c.way, Are: pledging.Bound{Not: []id.ID{id.New()}}})
	w.Refused("pledging.words", w.officer, pledging.Say{Journey: c.way, Are: pledging.Bound{Languages: slices.Repeat([]string{"long enough for a language, and then longer than any is that I know of"}, 1)}})
}

// Places that are used are no places: of those whom the State accepted. Who was told keeps the State while it answers; one that said no is not proposed again.
func TestPlacesThatAreUsedAreNotProposed(t *testing.T) {
	w := newMinistry(t)
	north := w.country("North")
	town := w.country("Town", north)
	pledge := w.pledge(north, 5, "")
	first, second, third := w.waits(2), w.waits(2), w.waits(2)
	for _, c := range []waiter{first, second, third} {
		w.says(c, pledging.Bound{})
	}
	w.told(second, town)
	w.told(third, north)
	if got := w.plan(); !row(got, second).Told || !row(got, third).Told || got.Placed != 2 || why(got, first, north).Rule != pledging.Full || why(got, first, north).Short != 1 {
		t.Errorf("%+v", got)
	}
	w.answered(third, north, true)
	if got := w.plan(); got.States[0].Used != 2 || got.States[0].Left != 1 || row(got, third).Journey == third.way || !row(got, second).Told || !row(got, first).State.IsZero() {
		t.Errorf("%+v", got.States)
	}
	w.answered(second, town, false)
	if got := w.plan(); why(got, second, north).Rule != string(pledges.Refused) || row(got, first).State != north {
		t.Errorf("%+v", got.Rows)
	}
	w.Do(w.manager, tends(journey.Close{Journey: pledge, Step: "ended", Reason: "kept"}))
	if got := w.plan(); got.Placed != 0 || why(got, first, north).Rule != string(pledges.Ended) || got.States[0].Ended != 1 {
		t.Errorf("%+v", got.Rows)
	}
}

// Those who stay wait for no State; a pledge that names no State, or no number, is in no plan, and what is missing is said.
func TestWhatIsMissingIsSaid(t *testing.T) {
	w := newMinistry(t)
	north := w.country("North")
	w.pledge(id.ID{}, 5, "")
	c, stays := w.waits(1), w.waits(1)
	w.says(c, pledging.Bound{})
	w.told(stays, north)
	w.Do(w.worker, choice.Answer{Journey: stays.way, Step: "answer", Person: stays.persons[0], Option: "stay", Private: true, Day: clock.NoDay})
	got := w.plan()
	if len(got.Rows) != 1 || row(got, c).Others[0].Rule != string(pledges.StateMissing) {
		t.Errorf("%+v", got.Rows)
	}
	child := w.begin(people.Member{Names: people.Names{Given: "Sami"}, Sex: people.Male, Relation: people.Head, Born: people.Born{Day: clock.Date(2015, 1, 1), Precision: people.BirthYear}})
	w.says(child, pledging.Bound{})
	w.pledge(north, 5, "")
	if got := w.plan(); why(got, child, north).Rule != string(pledges.DecisionMissing) || row(got, c).State != north {
		t.Errorf("a child alone is proposed a State before the authority decided: %+v", row(got, child))
	}
}

// What is set by hand holds against points, and never against a rule; what is set of nobody who waits is refused. A floor costs what the plan says.
func TestWhatIsSetByHandHolds(t *testing.T) {
	w := newMinistry(t)
	north, south := w.country("North"), w.country("South")
	w.pledge(north, 2, "French")
	w.pledge(south, 9, "")
	pair, woman := w.waits(2), w.waits(1)
	w.says(pair, pledging.Bound{Languages: []string{"french"}, Relatives: []id.ID{north}})
	w.says(woman, pledging.Bound{Languages: []string{"french"}, Not: []id.ID{south}})
	terms := pledging.Usual()
	terms.Forbids = []pledging.Pin{{Case: pair.way, State: north}}
	if got := w.planBy(terms); row(got, pair).State != south || !row(got, pair).ByHand || why(got, pair, north).Rule != string(pledges.ByHand) || row(got, woman).State != north {
		t.Errorf("%+v", got.Rows)
	}
	terms.Forbids, terms.Locks = nil, []pledging.Pin{{Case: woman.way, State: south}}
	if got := w.planBy(terms); !row(got, woman).State.IsZero() || why(got, woman, south).Rule != string(pledges.MustNot) {
		t.Errorf("a lock goes against a rule: %+v", row(got, woman))
	}
	for _, bad := range []pledging.Terms{{Locks: []pledging.Pin{{Case: id.New(), State: north}}}, {Forbids: []pledging.Pin{{Case: pair.way, State: id.New()}}}, {Weights: pledges.Weights{Language: -1}}, {Floors: map[groups.Group]int{"religion": 1}}} {
		if _, err := desk.Ask(t.Context(), w.Desk, w.officer, "task.pledges", pledging.PlanBy(w.Scope, bad)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	for _, role := range []access.Role{access.ProgrammeManager, access.Caseworker, access.Municipality, access.Auditor} {
		if _, err := desk.Ask(t.Context(), w.Desk, w.Person(role), "task.pledges", pledging.PlanFor(w.Scope)); !fault.Is(err, fault.NotAllowed) {
			t.Errorf("%v reads the plan: %v", role, err)
		}
	}
}
