// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"strings"

	"safar/desk"
	enginehosting "safar/engine/match/hosting"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// lodged is a programme in which people live with others.
const lodged = `
programme: lodged
pathways:
  guest:
    for: household
    compartment: protection
    steps:
      - decide: ties
        kind: family_ties
        by: protection_officer
      - place: hosted
        kind: bed
        with: host.beds
        needs: [ties]
  host:
    for: host
    compartment: protection
    steps:
      - ask: described
      - place: beds
        kind: bed
        offers: true
        needs: [described]
`

// lodging is a host and the guests who live there, known to protection alone.
type lodging struct {
	scope       access.Scope
	host, stay  id.ID   // their ways
	free, seeks id.ID   // of another host, and of guests to whom it is proposed
	households  []id.ID // of all of them
}

// known is what is known in one compartment alone, in the caseload of a tale.
type known struct {
	w     *tale
	scope access.Scope
}

func (w *tale) knownIn(part access.Compartment) known {
	return known{w, access.Scope{Caseload: w.scope.Caseload, Compartment: part}}
}

// does has somebody do something there, and returns what it made.
func (k known) does(by access.Actor, c desk.Command) []id.ID {
	k.w.t.Helper()
	r, err := k.w.do(by, k.scope, id.New(), c)
	must(k.w.t, err)
	return r.IDs
}

// registers has a household be known there, whose first member heads it.
func (k known) registers(by access.Actor, members ...people.Member) (household id.ID, persons []id.ID) {
	k.w.t.Helper()
	members[0].Relation = people.Head
	made := k.does(by, people.Register{Arrived: clock.NoDay, Members: members})
	return made[0], made[1:]
}

// plantHosts has guests in the protection compartment live with a host, with a canary in every word that is kept of them.
func (w *tale) plantHosts() {
	w.t.Helper()
	l, known, officer := &w.lodged, w.knownIn(access.Protection), w.as(access.ProtectionOfficer)
	l.scope = known.scope
	does := func(c desk.Command) []id.ID { return known.does(officer, c) }
	begin := func(pathway string, m people.Member) (way, person id.ID) {
		household, persons := known.registers(officer, m)
		l.households = append(l.households, household)
		return does(journey.Start{Programme: "lodged", Pathway: pathway, Subject: household})[0], persons[0]
	}
	w.common(w.as(access.ProgrammeManager), journey.Publish{Source: []byte(lodged)})
	var host, guest id.ID
	l.host, host = begin("host", people.Member{Names: people.Names{Given: "Zkanarihostess"}, Sex: people.Female, Born: born(44)})
	l.stay, guest = begin("guest", people.Member{Names: people.Names{Given: "Zkanariguest"}, Sex: people.Female, Born: born(24)})
	does(journey.Ask{Journey: l.host, Step: "described"})
	does(journey.DecideStep{Journey: l.stay, Step: "ties", Yes: true, Reason: "she is alone"})
	does(hosting.OfferBeds{Journey: l.host, Step: "beds", Beds: 2})
	does(hosting.Describe{Journey: l.host, Is: hosting.HomeIs{Town: "zkanari harbour", StepFree: people.Yes, Languages: []string{"zkanari tongue"}, Keeps: []string{"zkanari hound"}}})
	does(hosting.Seek{Journey: l.stay, Is: hosting.Needs{StepFree: people.No, Languages: []string{"zkanari speech"}, Wishes: []string{"zkanari bay"}, Avoids: []string{"zkanari cat"}}})
	does(hosting.KeepApart{Journey: l.stay, Town: "zkanari hill town", Reason: "zkanari sold her"})
	does(hosting.KeepApart{Journey: l.stay, Name: "zkanari trader"})
	does(hosting.Propose{Journey: l.stay, Host: l.host})
	does(hosting.Say{Journey: l.stay, Host: l.host, Yes: []id.ID{host, guest}})
	does(hosting.Introduce{Journey: l.stay, Host: l.host})
	does(hosting.Place{Journey: l.stay, With: l.host})
	l.free, host = begin("host", people.Member{Names: people.Names{Given: "Zkanarisecondhost"}, Sex: people.Female, Born: born(45)})
	l.seeks, guest = begin("guest", people.Member{Names: people.Names{Given: "Zkanariseeker"}, Sex: people.Female, Born: born(25)})
	does(journey.Ask{Journey: l.free, Step: "described"})
	does(journey.DecideStep{Journey: l.seeks, Step: "ties", Yes: true, Reason: "she is alone"})
	does(hosting.OfferBeds{Journey: l.free, Step: "beds", Beds: 4})
	does(hosting.Seek{Journey: l.seeks, Is: hosting.Needs{StepFree: people.No}})
	does(hosting.Propose{Journey: l.seeks, Host: l.free})
	does(hosting.Say{Journey: l.seeks, Host: l.free, Yes: []id.ID{host, guest}})
	does(hosting.Introduce{Journey: l.seeks, Host: l.free})
	does(hosting.Review{Journey: l.stay, Outcome: "stay_for_now", Until: w.desk.Today() + 7, Text: "zkanari stays for now"})
}

// ofHosts reports whether a path is about hosts and guests.
func ofHosts(path string) bool {
	return strings.Contains(path, "/hosts/{way}") || strings.Contains(path, "/guests/{way}") || strings.HasSuffix(path, "/{way}/home") || strings.Contains(path, "/{way}/homes")
}

// valuesOfHosts returns what a name in a path about hosts and guests can stand for.
func (w *tale) valuesOfHosts(path, name string) []string {
	l := w.lodged
	switch {
	case name == "host":
		return []string{l.free.String()}
	case strings.Contains(path, "/homes/"):
		return []string{l.seeks.String()}
	case strings.Contains(path, "/hosts/") || strings.HasSuffix(path, "/home"):
		return []string{l.host.String(), l.free.String()}
	}
	return []string{l.stay.String(), l.seeks.String()}
}

// ofHosting asks every question about hosts and guests.
func (w *tale) ofHosting(by access.Actor) []shown {
	l := w.lodged
	return []shown{
		asked(w, by, "hosting.Hosts", hosting.Hosts(l.scope)),
		asked(w, by, "hosting.WaitingToday", hosting.WaitingToday(l.scope)),
		asked(w, by, "hosting.PlanFor", hosting.PlanFor(l.scope)),
		asked(w, by, "hosting.PlanBy", hosting.PlanBy(l.scope, enginehosting.Terms{Weights: enginehosting.Usual, Exchange: true})),
		asked(w, by, "hosting.HostFileOf", hosting.HostFileOf(l.scope, l.host)),
		asked(w, by, "hosting.GuestFileOf", hosting.GuestFileOf(l.scope, l.stay)),
		asked(w, by, "hosting.SaidOf", hosting.SaidOf(l.scope, l.stay, l.host)),
	}
}
