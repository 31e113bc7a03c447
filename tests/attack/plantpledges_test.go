// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"strings"

	"safar/desk"
	"safar/engine/match/groups"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/pledging"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// takenOver is a programme in which States pledge places, and people wait for one.
const takenOver = `
programme: taken_over
inputs:
  destination: {from: commons.place, max_age: 180d}
subjects: {pledge: pledges}
public: [pledge]
pathways:
  pledge:
    for: pledge
    attributes: {languages: text, places_pledged: int}
    steps:
      - decide: pledged
        authority: receiving_state
        by: programme_manager
  relocation:
    for: case
    steps:
      - tell: state_told
        to: destination
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
`

// waiting is a case that waits for a State, and the way of a pledge.
type waiting struct {
	way, household, state id.ID
}

// plantPledges has a case wait for a State, with a canary in every word that is kept of what binds its people.
func (w *tale) plantPledges() {
	w.t.Helper()
	officer, manager := w.as(access.ProtectionOfficer), w.as(access.ProgrammeManager)
	does := func(by access.Actor, c desk.Command) []id.ID {
		w.t.Helper()
		r, err := w.do(by, w.scope, id.New(), c)
		must(w.t, err)
		return r.IDs
	}
	w.common(manager, journey.Publish{Source: []byte(takenOver)})
	w.awaits.state = w.common(manager, places.Add{Kind: places.Country, Name: "Farland", Opened: clock.NoDay}).IDs[0]
	is := subjects.Description{Name: "letter", Place: w.awaits.state, Attributes: []subjects.Attribute{{Name: "languages", Value: "Spanish"}, {Name: "places_pledged", Value: "4"}}}
	thing := does(manager, subjects.Add{Kind: "pledge", Is: is})[0]
	way := does(manager, journey.Tend{Kind: "pledge", Do: journey.Start{Programme: "taken_over", Pathway: "pledge", Subject: thing}})[0]
	does(manager, journey.Tend{Kind: "pledge", Do: journey.DecideStep{Journey: way, Step: "pledged", Yes: true, Reason: "in writing", Source: "a letter"}})
	ids := does(officer, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Names: people.Names{Given: "Zkanariwaiting"}, Relation: people.Head, Sex: people.Female, Born: born(27)}}})
	w.awaits.household = ids[0]
	w.awaits.way = does(officer, journey.Start{Programme: "taken_over", Pathway: "relocation", Subject: ids[0]})[0]
	does(officer, pledging.Say{Journey: w.awaits.way, Are: pledging.Bound{Languages: []string{"zkanari idiom"}, Relatives: []id.ID{w.awaits.state}}})
}

// ofPledges reports whether a path is about what binds people to States.
func ofPledges(path string) bool {
	return strings.Contains(path, "/pledges/") || strings.HasSuffix(path, "/ties")
}

// ofPledging asks every question about who waits for a State.
func (w *tale) ofPledging(by access.Actor) []shown {
	set := pledging.Usual()
	set.Floors = map[groups.Group]int{groups.WomenAlone: 10}
	return []shown{
		asked(w, by, "pledging.Cases", pledging.Cases(w.scope)),
		asked(w, by, "pledging.PlanFor", pledging.PlanFor(w.scope)),
		asked(w, by, "pledging.PlanBy", pledging.PlanBy(w.scope, set)),
		asked(w, by, "pledging.TiesOf", pledging.TiesOf(w.scope, w.awaits.way)),
	}
}
