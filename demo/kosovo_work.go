// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"safar/desk"
	"safar/field/journey"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// givenNames are names that are borne in more than one community there: a name must not tell of what people somebody is. There are no family names.
var givenNames = strings.Fields(`Adrian Albin Ana Denis Diana Elena Elvira Emil Ema Lara Lea Lena Leon Lina Maja Marina Mario Mark Martin Mira Nora Robert Sara Sonja
	Teodora Valentina Vera Viktor`)

// projects arranges the community projects of a year: proposed and voted in spring, run with a partner, handed over, and asked after a year later.
func (f *kosovo) projects(year, n int) {
	if n == 0 {
		return
	}
	focus, kinds := []string{"women", "youth", "persons_with_disabilities", "minority_returns", "everyone"}, []string{"school", "park", "water", "workshop", "classes", "road"}
	partners := []string{"women", "returnees", "disability", "municipality", "other"}
	on := func(month, d int) day { return clock.Date(year, time.Month(month), d) }
	all := f.made(on(2, 15), "community_projects", "community projects", n, func(nth int) *thing {
		k := nth + year
		t := newThing("project", "project", "", f.at(k), "budget", strconv.Itoa(6_000+1_500*(k%14)), "focus", focus[k%len(focus)], "kind_of_work", kinds[k%len(kinds)], "year", strconv.Itoa(year))
		t.add.Code = fmt.Sprintf("P-%d-%02d", year, nth+1)
		return t
	})
	f.then(on(2, 20), access.Caseworker, "community projects", all, func(t *thing) desk.Command {
		return t.attend("proposal", programme.Answers{"need": "A place where all of us can sit and work.", "women_present": strconv.Itoa(14 + t.nth), "men_present": strconv.Itoa(15 + t.nth),
			"persons_with_disabilities": "2", "minorities_heard": "yes"})
	}, func(t *thing) desk.Command {
		return t.attend("vote", programme.Answers{"votes_for": strconv.Itoa(30 + t.nth), "votes_against": "4", "women_voting": strconv.Itoa(15 + t.nth/2)})
	})
	f.then(on(3, 10), access.ProgrammeManager, "community projects", all, func(t *thing) desk.Command {
		return t.decide("approved", true, "Voted by most, women among them.", nil)
	})
	f.then(on(4, 5), access.Caseworker, "community projects", all, func(t *thing) desk.Command {
		k := t.nth % len(partners)
		return t.ask("partner_agreement", programme.Answers{"partner": "Association " + strconv.Itoa(k+1) + " (made up)", "signed": on(4, 1).String(), "kind": partners[k]})
	})
	f.on(on(9, 10), "community projects", func(ctx context.Context) error {
		return f.inspected(ctx, access.Caseworker, *all, "work", programme.Answers{"step_free": "yes", "safe_for_women": "yes"})
	})
	f.then(on(9, 25), access.Municipality, "community projects", all, func(t *thing) desk.Command {
		return t.decide("handed_over", true, "The keys were handed over in front of the community.", nil)
	})
	f.then(clock.Date(year+1, 9, 26), access.Caseworker, "community projects", all, func(t *thing) desk.Command {
		used := "daily"
		if t.nth%9 == 8 {
			used = "no"
		}
		return t.check("a_year_later", programme.Answers{"used": used, "kept_up_by": "community"})
	}, func(t *thing) desk.Command {
		if t.nth%9 == 8 {
			return t.close("ended", "no_longer_used")
		}
		return t.close("ended", "alive")
	})
}

// seats are how many take part in a course.
const seats = 9

// courses arranges the courses of a year. One in six is a class of an organisation of persons with disabilities, for adults and young people.
func (f *kosovo) courses(year, n int) {
	if n == 0 {
		return
	}
	teaches, by := []string{"carpentry", "sewing", "welding", "care", "language"}, []string{"vocational_school", "company", "municipality"}
	classes := []string{"literacy", "cooking", "computer"}
	on := clock.Date(year, 3, 4)
	all := f.made(on, "reintegration", "courses", n, func(nth int) *thing {
		k := nth + year
		runs, what := by[k%len(by)], teaches[k%len(teaches)]
		if k%6 == 0 {
			runs, what = "disability_organisation", classes[k/6%len(classes)]
		}
		t := newThing("course", "course", fmt.Sprintf("Course %d of %d", nth+1, year), f.at(k), "run_by", runs, "seats", strconv.Itoa(seats), "teaches", what, "year", strconv.Itoa(year))
		t.add.Code = fmt.Sprintf("K-%d-%02d", year, nth+1)
		return t
	})
	f.then(on+5, access.Caseworker, "courses", all, func(t *thing) desk.Command {
		return t.ask("agreed", programme.Answers{"organisation": "Training house (made up)", "signed": on.String(), "hours": "120", "step_free": "yes", "children_looked_after": "yes", "way_paid": "yes"})
	})
	f.on(on+10, "courses", func(ctx context.Context) error { return f.takePart(ctx, *all, year) })
	for i := range 3 {
		f.then(on+20+day(14*i), access.Caseworker, "courses", all, func(t *thing) desk.Command {
			return t.of(journey.Attend{Journey: t.way, Step: "sessions", By: t.persons[i], Words: journey.Words{Answers: programme.Answers{"hours": "6"}}})
		})
	}
	f.on(on+80, "certificates", func(ctx context.Context) error {
		var commands []desk.Command
		for _, t := range *all {
			for _, p := range t.persons {
				commands = append(commands, t.of(attendance(t.way, "certified", p)))
			}
		}
		return f.does(ctx, access.Caseworker, commands...)
	})
	f.then(on+262, access.Caseworker, "courses", all, func(t *thing) desk.Command {
		return t.check("half_a_year_on", programme.Answers{"in_work": strconv.Itoa(4 + t.nth%4), "by_themselves": "1"})
	}, func(t *thing) desk.Command { return t.close("ended", "completed") })
}

// takePart says who takes part in the courses of a year: more than half women, and persons with disabilities among them.
func (f *kosovo) takePart(ctx context.Context, all []*thing, year int) error {
	var commands []desk.Command
	for _, t := range all {
		for i := range seats {
			c := subjects.Join{Subject: t.id, Kind: t.kind, Sex: people.Female, BornYear: year - 18 - f.random.IntN(30), Disability: people.No,
				Names: people.Names{Given: givenNames[f.random.IntN(len(givenNames))]}}
			if i%9 > 4 {
				c.Sex = people.Male
			}
			if (t.nth+year)%6 == 0 || i == 0 {
				c.Disability = people.Yes
			}
			commands = append(commands, c)
		}
	}
	ids, err := f.first(ctx, access.Caseworker, f.scope, commands...)
	for i := range ids {
		if err == nil {
			all[i/seats].persons = append(all[i/seats].persons, ids[i])
		}
	}
	return err
}

// starter is a household that starts a business.
type starter struct {
	id, journey id.ID
	adults      []id.ID
	nth         int
}

// business arranges the grants of each year: an idea, a plan that others reviewed, money in two parts, and what came of it.
func (f *kosovo) business() {
	from := 0
	for year := firstGrants; year <= lastYear; year++ {
		if n := inYear(f.scaled(grantsGiven), firstGrants, year); n > 0 {
			f.round(year, from, n)
			from += n
		}
	}
	f.on(clock.Date(firstGrants, time.January, 10), "grants", func(ctx context.Context) error {
		return f.does(ctx, access.ProgrammeManager, payment.Entrust{Programme: "reintegration", Grant: "reintegration_fund"})
	})
}

// round arranges the n grants of one year, from the nth on.
func (f *kosovo) round(year, from, n int) {
	on := clock.Date(year, time.March, 9)
	var all []*starter
	each := func(what string, on day, role access.Role, build func(*starter) []desk.Command) {
		f.on(on, what, func(ctx context.Context) error {
			var commands []desk.Command
			for _, s := range all {
				commands = append(commands, build(s)...)
			}
			return f.does(ctx, role, commands...)
		})
	}
	f.on(on, "businesses", func(ctx context.Context) (err error) {
		all, err = f.starters(ctx, year, from, n)
		return err
	})
	each("ideas", on+2, access.Caseworker, func(s *starter) []desk.Command {
		runs := []string{"woman", "together", "man", "young_person"}
		return []desk.Command{
			ownAsk(s.journey, "idea", programme.Answers{"what": []string{"A bakery", "Bees", "A sewing room", "A tyre shop", "Greenhouses"}[s.nth%5], "who_runs_it": runs[s.nth%4], "asked_apart": "yes"}),
			ownAsk(s.journey, "plan", programme.Answers{"sells": "To neighbours, and on the market.", "costs_at_first": "1900", "income_a_month": "380", "no_debt": "yes"})}
	})
	each("plans reviewed", on+12, access.ProtectionOfficer, func(s *starter) []desk.Command {
		return []desk.Command{journey.DecideStep{Journey: s.journey, Step: "plan_reviewed", Yes: true, Reason: "Thought through to the second year.", Source: "Minutes of the panel (made up)",
			Answers: programme.Answers{"people_on_the_panel": "5", "women_on_it": "2", "no_names_seen": "yes"}}}
	})
	each("collectors", on+13, access.Caseworker, func(s *starter) []desk.Command {
		return []desk.Command{people.ChooseCollector{Household: s.id, Collector: people.Collector{Person: s.adults[0]}, Private: true}}
	})
	f.tranche(on+16, "first_tranche", &all)
	each("businesses begun", on+50, access.Caseworker, func(s *starter) []desk.Command {
		return []desk.Command{journey.FollowUp{Journey: s.journey, Step: "begun", Words: journey.Words{Answers: programme.Answers{"how_far": "sells"}}}}
	})
	f.tranche(on+60, "second_tranche", &all)
	if year >= firstWork {
		f.work(on+20, &all)
	}
	for _, after := range []day{112, 204, 386} {
		each("income", on+after, access.Caseworker, func(s *starter) []desk.Command {
			return []desk.Command{journey.FollowUp{Journey: s.journey, Step: "income", Words: journey.Words{Answers: programme.Answers{"who_was_met": "woman_alone",
				"income_last_month": strconv.Itoa(180 + 20*(s.nth%14)), "who_decides": "together"}}}}
		})
	}
	each("businesses ended", on+390, access.Caseworker, func(s *starter) []desk.Command {
		why := []string{"lives_from_it", "adds_to_income", "lives_from_it", "adds_to_income", "sold_or_closed"}[s.nth%5]
		return []desk.Command{journey.Close{Journey: s.journey, Step: "ended", Reason: why, Agree: s.adults}}
	})
}

// starters registers households in a year and begins the way of each.
func (f *kosovo) starters(ctx context.Context, year, from, n int) ([]*starter, error) {
	var commands []desk.Command
	for i := range n {
		born := func(age int) people.Born {
			return people.Born{Day: clock.Date(year-age, 1, 1), Precision: people.BirthYear}
		}
		name := func() people.Names { return people.Names{Given: givenNames[f.random.IntN(len(givenNames))]} }
		commands = append(commands, people.Register{Site: f.at(from + i), Arrived: clock.NoDay, Card: fmt.Sprintf("KSV-%04d", from+i+1), Consent: "Agreed, in their own language.",
			Members: []people.Member{
				{Names: name(), Relation: people.Head, Sex: people.Female, Born: born(26 + f.random.IntN(30)), Disability: people.No},
				{Names: name(), Relation: people.Spouse, Sex: people.Male, Born: born(27 + f.random.IntN(30)), Disability: people.No},
				{Names: name(), Relation: people.Child, Sex: people.Female, Born: born(3 + f.random.IntN(10)), Disability: people.No}}})
	}
	made, err := f.makes(ctx, access.Caseworker, f.scope, 4, commands...)
	if err != nil {
		return nil, err
	}
	all := make([]*starter, n)
	commands = nil
	for i, ids := range made {
		all[i] = &starter{id: ids[0], adults: ids[1:3], nth: from + i}
		commands = append(commands, startOf("reintegration", "business", ids[0]))
	}
	ways, err := f.first(ctx, access.Caseworker, f.scope, commands...)
	for i := range ways {
		all[i].journey = ways[i]
	}
	return all, err
}

// tranche arranges a part of the money of businesses.
func (f *kosovo) tranche(on day, step string, all *[]*starter) {
	f.listed(on, "reintegration", "reintegration_fund", step, func() (paid []payee) {
		for _, s := range *all {
			paid = append(paid, payee{s.journey, s.adults[0], s.nth + 1, f.at((*all)[0].nth)})
		}
		return paid
	})
}
