// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"time"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// How many households go home over the years, and how many have just been told of home and think about it.
const goHome, thinkAboutIt = 150, 18

// returning is a household on its way home to a municipality.
type returning struct {
	*household
	to   id.ID
	unit int // the number of its house among those of the municipality
	nth  int // among those of its year
}

// stays reports whether its adults choose to stay where they are.
func (h *returning) stays() bool { return h.nth%10 == 7 }

// homes are those who go home together in a year.
type homes struct {
	*kosovo
	year int
	to   id.ID
	all  []*returning
}

// goHome arranges the ways home: those of each year to one municipality, and those who have just been told.
func (f *kosovo) goHome() {
	f.on(kosovoBegan, "room", f.offerHouses)
	units := map[int]int{}
	for year := firstYear; year <= lastYear; year++ {
		if n := inYear(f.scaled(goHome), firstYear, year); n > 0 {
			(&homes{kosovo: f, year: year}).arrange(clock.Date(year, time.March, 2), year, n, units)
		}
	}
	now, _, _ := f.today.Date()
	(&homes{kosovo: f, year: now}).arrange(f.today-40, now, f.scaled(thinkAboutIt), units)
}

// mostHouses is how many houses a municipality has to offer to those who come back.
const mostHouses = 200

// offerHouses says how many houses each municipality has for those who come back, takes custody of them, and entrusts the money of the journey.
func (f *kosovo) offerHouses(ctx context.Context) error {
	var offers, grants []desk.Command
	for _, p := range f.places {
		offers = append(offers, places.OfferRoom{Place: p, Room: places.Room{Kind: plot, Units: mostHouses}})
		grants = append(grants, capacity.GrantCustody{Place: p, Kind: plot, From: 1, To: mostHouses, Caseload: f.scope.Caseload})
	}
	if _, err := f.commons(ctx, access.ProgrammeManager, append(offers, grants...)...); err != nil {
		return err
	}
	return f.does(ctx, access.ProgrammeManager, payment.Entrust{Programme: "reconstruction", Grant: "return_fund"})
}

// arrange arranges the way home of n households, from a day on. units counts the houses that are promised in each municipality.
func (h *homes) arrange(on day, year, n int, units map[int]int) {
	h.on(on-10, "safety", func(ctx context.Context) error { return h.foundSafe(ctx, year) })
	h.on(on, "counselling", func(ctx context.Context) error { return h.register(ctx, n, units) })
	h.all = make([]*returning, 0, n)
	h.each(on+4, "telling", access.Caseworker, h.told)
	h.each(on+8, "go-and-see", access.Caseworker, h.sees)
	h.each(on+18, "answers", access.Caseworker, h.answers)
	if year > lastYear {
		return // they think about it
	}
	h.each(on+24, "plans of those who stay", access.Caseworker, h.plans)
	h.each(on+28, "closing", access.Caseworker, h.settled)
	h.each(on+30, "land", access.Caseworker, h.land)
	h.each(on+34, "keys", access.Caseworker, h.keys)
	h.pay(on + 38)
	h.each(on+58, "still willing", access.MovementOfficer, h.asked)
	h.on(on+60, "journey home", h.leave)
	h.each(on+63, "arrival", access.Caseworker, h.arrived)
	for i, after := range []day{30, 90, 180, 365} {
		h.each(on+60+after+day(i), "visits", access.Caseworker, h.visited)
	}
	h.each(on+432, "closing", access.Caseworker, h.returned)
}

// each arranges what is done about each household on a day.
func (h *homes) each(on day, what string, role access.Role, build func(*returning) []desk.Command) {
	h.on(on, what, func(ctx context.Context) error {
		var commands []desk.Command
		for _, of := range h.all {
			commands = append(commands, build(of)...)
		}
		return h.does(ctx, role, commands...)
	})
}

// foundSafe has protection hear two sources of the municipality, and decide.
func (h *homes) foundSafe(ctx context.Context, year int) error {
	h.to = h.at(year)
	today := h.operation.Desk.Today()
	if _, err := h.commons(ctx, access.ProtectionOfficer,
		places.ReportSafety{Place: h.to, Report: places.Report{Source: "women_of_the_town", Kind: "key_informant", Day: today - 3, Safe: true, Women: true}},
		places.ReportSafety{Place: h.to, Report: places.Report{Source: "those_who_came_back", Kind: "partner", Day: today - 2, Safe: true, Minority: true}}); err != nil {
		return err
	}
	_, err := h.commons(ctx, access.ProtectionOfficer, places.DecideSafety{Place: h.to, Safe: true, Reason: "Two sources, people who are few there among them; no incident this month."})
	return err
}

// register registers the households where they live now, begins the way of each, and asks what they want to know.
func (h *homes) register(ctx context.Context, n int, units map[int]int) error {
	var commands []desk.Command
	for i := range n {
		members := h.family(i)
		h.all = append(h.all, &returning{household: &household{members: members, index: i}, to: h.to, nth: i})
		commands = append(commands, people.Register{Site: h.at(h.year + 3), Origin: h.to, Language: "sq", Arrived: clock.NoDay, Card: fmt.Sprintf("RET-%d-%02d", h.year, i+1),
			Consent: "Agreed, in their own language.", Members: members})
	}
	made, err := h.makes(ctx, access.Caseworker, h.scope, 5, commands...)
	if err != nil {
		return err
	}
	commands = nil
	for i, of := range h.all {
		of.id, of.persons = made[i][0], made[i][1:1+len(of.members)]
		if !of.stays() {
			place := h.year % len(h.places)
			units[place]++
			of.unit = units[place]
		}
		commands = append(commands, startOf("reconstruction", "home", of.id))
	}
	ways, err := h.first(ctx, access.Caseworker, h.scope, commands...)
	commands = nil
	for i, of := range h.all {
		if err == nil {
			of.journey = ways[i]
			commands = append(commands, ownAsk(of.journey, "counselled", programme.Answers{"want_to_know": "Who lives in our house.", "papers_they_have": "identity"}))
		}
	}
	if err != nil {
		return err
	}
	return h.does(ctx, access.Caseworker, commands...)
}

// family is a household as it is made up: a couple with children, or a woman who heads one.
func (h *homes) family(nth int) []people.Member {
	born := func(age int) people.Born {
		return people.Born{Day: clock.Date(h.year-age, 1, 1), Precision: people.BirthYear}
	}
	one := func(relation people.Relation, sex people.Sex, age int) people.Member {
		m := people.Member{Names: people.Names{Given: givenNames[h.random.IntN(len(givenNames))]}, Relation: relation, Sex: sex, Born: born(age), Disability: people.No}
		if h.random.IntN(12) == 0 {
			m.Disability = people.Yes
		}
		return m
	}
	all := []people.Member{one(people.Head, people.Female, 24+h.random.IntN(40))}
	if nth%4 != 1 {
		all = append(all, one(people.Spouse, people.Male, 24+h.random.IntN(40)))
	}
	for range 1 + h.random.IntN(2) {
		all = append(all, one(people.Child, people.Sex(1+h.random.IntN(2)), 1+h.random.IntN(15)))
	}
	return all
}

func (h *homes) told(of *returning) []desk.Command {
	return []desk.Command{choice.Tell{Journey: of.journey, Step: "home_today", Place: of.to, Language: "sq", Source: "municipality", Heard: adultsOf(of.household),
		Answers: programme.Answers{"told_about": "safety moving_about school_and_health house work help staying"}}}
}

// sees has one of every other household go and see.
func (h *homes) sees(of *returning) []desk.Command {
	if of.nth%2 == 1 {
		return nil
	}
	return []desk.Command{journey.Visit{Journey: of.journey, Step: "go_and_see", By: of.persons[0], Place: of.to}}
}

// answers has each adult answer in private; of those who were told last, every third household has not answered yet.
func (h *homes) answers(of *returning) (commands []desk.Command) {
	option, to := "return", of.to
	switch {
	case h.year > lastYear && of.nth%3 == 0:
		return nil
	case of.stays():
		option, to = "stay", id.ID{}
	}
	for _, p := range adultsOf(of.household) {
		commands = append(commands, choice.Answer{Journey: of.journey, Step: "solution", Person: p, Option: option, Place: to, Private: true})
	}
	return commands
}

func (h *homes) plans(of *returning) []desk.Command {
	if !of.stays() {
		return nil
	}
	return []desk.Command{ownAsk(of.journey, "stay_plan", programme.Answers{"where": "here", "reviewed_on": (h.operation.Desk.Today() + 180).String()})}
}

// land has house and land looked into, and promised.
func (h *homes) land(of *returning) []desk.Command {
	if of.stays() {
		return nil
	}
	return []desk.Command{capacity.Check{Journey: of.journey, Step: "land", Place: of.to, Unit: of.unit, Good: true, Names: adultsOf(of.household),
		Checks: []string{"occupants", "claims", "cadastre", capacity.AttestationCheck}}, capacity.Promise{Journey: of.journey, Step: "land", Place: of.to, Unit: of.unit},
		people.ChooseCollector{Household: of.id, Collector: people.Collector{Person: of.persons[0]}, Private: true}}
}

// keys has each adult take them, who has seen the house.
func (h *homes) keys(of *returning) (commands []desk.Command) {
	if of.stays() {
		return nil
	}
	for _, p := range adultsOf(of.household) {
		commands = append(commands, journey.Ask{Journey: of.journey, Step: "keys_taken", By: p, Words: journey.Words{Answers: programme.Answers{"saw_the_house": "yes", "named_on_the_paper": "yes"}}})
	}
	return commands
}

// leaving are those who go home, as households.
func (h *homes) leaving() (all []*household) {
	for _, of := range h.all {
		if !of.stays() {
			all = append(all, of.household)
		}
	}
	return all
}

// pay arranges the grant of the journey: listed, approved by somebody else, and handed out where the risks were looked at.
func (h *homes) pay(on day) {
	h.listed(on, "reconstruction", "return_fund", "return_grant", func() (all []payee) {
		for i, of := range h.leaving() {
			all = append(all, payee{of.journey, of.persons[0], h.year*100 + i, h.at(h.year + 3)})
		}
		return all
	})
}

// asked asks each adult again, in private.
func (h *homes) asked(of *returning) (commands []desk.Command) {
	if of.stays() {
		return nil
	}
	for _, p := range adultsOf(of.household) {
		commands = append(commands, movement.AskAgain{Journey: of.journey, Step: "departure", Person: p, Willing: true, Private: true})
	}
	return commands
}

// goesAlone reports whether a household goes home by its own means.
func (h *returning) goesAlone() bool { return h.nth%3 == 0 }

// leave has those who go together go in a convoy, and the others by their own means.
func (h *homes) leave(ctx context.Context) error {
	var together []*household
	var commands []desk.Command
	for _, of := range h.all {
		switch {
		case of.stays():
		case of.goesAlone():
			commands = append(commands, movement.LeaveByOwnMeans{Journey: of.journey, Step: "departure", Means: movement.OwnMeans})
		default:
			together = append(together, of.household)
		}
	}
	if len(together) > 0 {
		plan, loads := h.planTrip(h.to, together)
		trips, err := h.first(ctx, access.MovementOfficer, h.scope, plan)
		if err != nil {
			return err
		}
		commands = append(commands, travel(trips[0], together, loads)...)
	}
	return h.does(ctx, access.MovementOfficer, commands...)
}

func (h *homes) arrived(of *returning) []desk.Command {
	if of.stays() || !of.goesAlone() {
		return nil
	}
	return []desk.Command{movement.ConfirmArrival{Journey: of.journey, Step: "departure"}}
}

func (h *homes) visited(of *returning) []desk.Command {
	if of.stays() {
		return nil
	}
	services := []string{"as_neighbours", "in_part", "as_neighbours"}[of.nth%3]
	return []desk.Command{journey.FollowUp{Journey: of.journey, Step: "at_home", Words: journey.Words{Answers: programme.Answers{"who_was_met": "each_apart",
		"safety": "as_neighbours", "services": services, "property": "as_neighbours"}}}}
}

// settled ends the way of those who stay and have a plan, and returned that of those who came home, where each adult says so.
func (h *homes) settled(of *returning) []desk.Command {
	if !of.stays() {
		return nil
	}
	return []desk.Command{journey.Close{Journey: of.journey, Step: "way_ended", Reason: "integrated_locally", Agree: adultsOf(of.household)}}
}

func (h *homes) returned(of *returning) []desk.Command {
	if of.stays() {
		return nil
	}
	return []desk.Command{journey.Close{Journey: of.journey, Step: "way_ended", Reason: "returned", Agree: adultsOf(of.household)}}
}
