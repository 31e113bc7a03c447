// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"safar/desk"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// The published figures of twenty-five years, and what is made up beside them.
const (
	housesRebuilt, projectsBuilt, grantsGiven, coursesHeld = 1_312, 287, 420, 36
	publicWorks, returnAreas, institutions                 = 44, 12, 9
)

// municipalities are places that exist, named as the United Nations name them there; all that is said of them is made up.
var municipalities = []string{"Pejë/Peć", "Gjakovë/Đakovica", "Prizren", "Istog/Istok", "Klinë/Klina", "Mitrovicë/Mitrovica", "Obiliq/Obilić",
	"Fushë Kosovë/Kosovo Polje", "Gjilan/Gnjilane", "Skenderaj/Srbica"}

// kosovo is the operation of twenty-five years: houses and public works, places to which few return, projects, grants and courses. Where Kosovo
// is named, it is in the context of United Nations Security Council resolution 1244 (1999).
type kosovo struct {
	*office
	places []id.ID
}

// The first and the last year of what was done, and the first of the houses, of the grants, and of those who were counselled about work.
const (
	firstYear, lastYear                 = 2000, 2024
	firstHouses, firstGrants, firstWork = 2011, 2005, 2014
)

var kosovoBegan = clock.Date(1999, time.July, 1)

// arrangeKosovo puts everything that is to happen there into the calendar.
func arrangeKosovo(o *office) {
	f := &kosovo{office: o}
	f.on(kosovoBegan, "municipalities", f.foundMunicipalities)
	f.publish(kosovoBegan, "reconstruction", "reintegration", "community_projects")
	for year := firstYear; year <= lastYear; year++ {
		f.rebuild(year, inYear(f.scaled(housesRebuilt), firstHouses, year))
		f.publicWorks(year, inYear(f.scaled(publicWorks), firstYear, year))
		f.projects(year, inYear(f.scaled(projectsBuilt), firstYear+2, year))
		f.courses(year, inYear(f.scaled(coursesHeld), firstYear+3, year))
	}
	f.returnAreas()
	f.institutions()
	f.business()
	f.goHome()
}

func (f *kosovo) foundMunicipalities(ctx context.Context) (err error) {
	if f.places, err = f.below(ctx, id.ID{}, places.Municipality, municipalities); err != nil {
		return err
	}
	return f.locate(ctx, f.places, municipalityPoints)
}

// inYear is how many of all fall into a year, from the first to the last: in some more, in some fewer.
func inYear(all, first, year int) int {
	until := func(year int) (n int) { // parts, up to the end of the year
		for y := first; y <= year; y++ {
			n += 6 + y*5%7
		}
		return n
	}
	return all*until(year)/until(lastYear) - all*until(year-1)/until(lastYear)
}

func (f *kosovo) at(nth int) id.ID { return f.places[nth%len(f.places)] }

// made begins the ways of n things in a year, and keeps them for the days that follow.
func (f *kosovo) made(on day, programme, what string, n int, build func(nth int) *thing) *[]*thing {
	all := &[]*thing{}
	f.on(on, what, func(ctx context.Context) error {
		for i := range n {
			t := build(i)
			t.nth = i
			*all = append(*all, t)
		}
		return f.begin(ctx, access.Caseworker, programme, *all)
	})
	return all
}

// then arranges what is done about each of what was made, on a day.
func (f *kosovo) then(on day, role access.Role, what string, all *[]*thing, build ...func(*thing) desk.Command) {
	f.on(on, what, func(ctx context.Context) error {
		var commands []desk.Command
		for _, b := range build {
			commands = append(commands, eachOf(*all, b)...)
		}
		return f.does(ctx, role, commands...)
	})
}

// rebuild arranges the houses of a year: seen in February, selected in March, built until October, handed over, and asked after a year later.
func (f *kosovo) rebuild(year, n int) {
	if n == 0 {
		return
	}
	damages := []string{"heavy", "destroyed", "roof", "beyond_repair", "heavy", "none_stood"}
	on := func(month, d int) day { return clock.Date(year, time.Month(month), d) }
	all := f.made(on(2, 3), "reconstruction", "houses", n, func(nth int) *thing {
		t := newThing("house", "house", "", f.at(nth), "damage", damages[nth%len(damages)], "points", strconv.Itoa(48+nth%50), "year", strconv.Itoa(year))
		t.add.Code = fmt.Sprintf("H-%d-%03d", year, nth+1)
		return t
	})
	f.then(on(2, 10), access.Caseworker, "houses", all, func(t *thing) desk.Command {
		return t.ask("assessed", programme.Answers{"rooms": strconv.Itoa(2 + t.nth%4), "what_is_gone": "roof windows_and_doors", "cleared_of_mines": "yes"})
	}, func(t *thing) desk.Command {
		names := []string{"both_spouses", "both_spouses", "woman", "heirs"}
		return t.ask("papers", programme.Answers{"paper": "cadastre", "names": names[t.nth%len(names)], "women_heirs_asked": "yes", "no_claim": "yes"})
	})
	f.then(on(3, 20), access.Municipality, "houses selected", all, func(t *thing) desk.Command {
		return t.decide("selected", true, "By its points, from the list that hung out for two weeks.", programme.Answers{"members_present": "7", "women_present": "3",
			"list_public_since": on(3, 1).String(), "criteria_published": "yes", "no_names_seen": "yes"})
	})
	f.then(on(4, 10), access.Caseworker, "houses", all, func(t *thing) desk.Command {
		return t.ask("design", programme.Answers{"square_metres": strconv.Itoa(60 + 5*(t.nth%8)), "accessible": "yes", "women_asked": "yes", "permit": on(4, 2).String()})
	})
	for month, step := range map[int]string{6: "structure", 8: "roof_on", 10: "finished"} {
		f.on(on(month, 12), "houses built", func(ctx context.Context) error { return f.inspected(ctx, access.Caseworker, *all, step, nil) })
	}
	f.then(on(11, 5), access.Caseworker, "houses handed over", all, func(t *thing) desk.Command {
		return t.ask("handed_over", programme.Answers{"works": "water power", "certificate": "yes"})
	})
	after := clock.Date(year+1, 11, 6)
	f.then(after, access.Caseworker, "houses lived in", all, func(t *thing) desk.Command {
		return t.check("lived_in", programme.Answers{"who_lives_there": livesThere(t.nth)})
	}, func(t *thing) desk.Command { return t.close("ended", endOf(t.nth)) })
}

// livesThere and endOf are what was found of a house a year later.
func livesThere(nth int) string {
	switch nth % 12 {
	case 5:
		return "nobody"
	case 9:
		return "others"
	}
	return "those_it_was_built_for"
}

func endOf(nth int) string {
	return map[string]string{"nobody": "empty", "others": "let_to_others", "those_it_was_built_for": "lived_in"}[livesThere(nth)]
}

// publicWorks arranges the schools, clinics, roads and parks of a year.
func (f *kosovo) publicWorks(year, n int) {
	if n == 0 {
		return
	}
	kinds, before := []string{"school", "clinic", "road", "park"}, []string{"damaged", "unusable", "destroyed", "never_there"}
	on := func(month, d int) day { return clock.Date(year, time.Month(month), d) }
	all := f.made(on(1, 20), "reconstruction", "public works", n, func(nth int) *thing {
		k := (nth + year) % len(kinds)
		t := newThing("facility", "public_work", "", f.at(nth+year), "cost", strconv.Itoa(40_000+15_000*((nth+year)%9)), "kind_of_work", kinds[k],
			"people", strconv.Itoa(300+170*((nth+year)%11)), "state_before", before[(nth+year/2)%len(before)], "year", strconv.Itoa(year))
		t.add.Code = fmt.Sprintf("W-%d-%02d", year, nth+1)
		return t
	})
	f.then(on(2, 1), access.Caseworker, "public works", all, func(t *thing) desk.Command {
		return t.ask("damage_seen", programme.Answers{"found": "Walls stand; no glass, no heating, no water.", "cleared_of_mines": "yes", "whose": "municipality"})
	}, func(t *thing) desk.Command {
		return t.attend("residents", programme.Answers{"women_present": strconv.Itoa(20 + t.nth), "men_present": strconv.Itoa(24 + t.nth), "persons_with_disabilities": "3", "all_communities": "yes",
			"asked_for": "A ramp, and light on the way."})
	})
	f.then(on(3, 1), access.ProgrammeManager, "public works", all, func(t *thing) desk.Command {
		return t.decide("approved", true, "Asked for by the residents, kept up by the municipality.", nil)
	})
	f.then(on(4, 1), access.Caseworker, "public works", all, func(t *thing) desk.Command {
		return t.ask("plans", programme.Answers{"step_free": "yes", "kept_up_by": "municipality", "agreed_on": on(3, 28).String()})
	})
	f.on(on(10, 1), "public works", func(ctx context.Context) error {
		return f.inspected(ctx, access.Caseworker, *all, "works", programme.Answers{"step_free": "yes", "safe_for_women": "yes"})
	})
	f.then(on(10, 20), access.Municipality, "public works", all, func(t *thing) desk.Command {
		return t.decide("given_to_the_municipality", true, "The keys and the plans were handed over.", nil)
	})
	f.then(clock.Date(year+1, 10, 21), access.Caseworker, "public works", all, func(t *thing) desk.Command {
		return t.check("a_year_later", programme.Answers{"used": "daily", "by_all": "yes"})
	}, func(t *thing) desk.Command { return t.close("became", "alive") })
}

// returnAreas arranges the villages to which people of a community returned who are few there: counted as places, told from ten families on.
func (f *kosovo) returnAreas() {
	for i := range f.scaled(returnAreas) {
		year := 2003 + i
		on := clock.Date(year, 5, 10)
		all := f.made(on, "reconstruction", "return areas", 1, func(int) *thing {
			t := newThing("return_area", "return_area", fmt.Sprintf("Area %d", i+1), f.at(i), "families", strconv.Itoa(familiesIn(i)), "year", strconv.Itoa(year))
			t.add.Code = fmt.Sprintf("R-%02d", i+1)
			return t
		})
		dialogue := programme.Answers{"people_there": "41", "women_there": "19", "all_spoke": "yes", "agreed": "The road to the school is walked together."}
		f.then(on+5, access.Caseworker, "dialogue", all, func(t *thing) desk.Command { return t.attend("dialogue", dialogue) })
		f.then(on+40, access.Caseworker, "life there", all, func(t *thing) desk.Command {
			return t.ask("life_there", programme.Answers{"moving_about": "in_part", "school_in_their_language": "yes", "served_alike": "in_part"})
		})
		if familiesIn(i) >= 10 { // fewer are told to nobody
			f.then(on+60, access.ProtectionOfficer, "counted", all, func(t *thing) desk.Command {
				return t.decide("told_as_a_count", true, "More than ten families, and nobody can be found by it.", nil)
			})
		}
		f.then(on+188, access.Caseworker, "dialogue", all, func(t *thing) desk.Command { return t.check("spoken_again", dialogue) })
		f.then(on+372, access.Caseworker, "dialogue", all, func(t *thing) desk.Command { return t.check("spoken_again", dialogue) })
	}
}

// familiesIn is how many families came back to an area to live as few among many.
func familiesIn(area int) int { return 8 + 3*(area%3) }

// institutions arranges that municipalities learn to carry on by themselves.
func (f *kosovo) institutions() {
	for i := range f.scaled(institutions) {
		on := clock.Date(2008+i, 2, 12)
		all := f.made(on, "reconstruction", "institutions", 1, func(int) *thing {
			t := newThing("institution", "institution", "Office for communities and return, "+municipalities[i%len(municipalities)], f.at(i), "level", "municipal")
			t.add.Code = fmt.Sprintf("I-%02d", i+1)
			return t
		})
		f.then(on+10, access.Caseworker, "institutions", all, func(t *thing) desk.Command {
			return t.ask("needs_named", programme.Answers{"to_learn": "case_work property figures", "staff": "6"})
		})
		f.then(on+60, access.Caseworker, "training of institutions", all, func(t *thing) desk.Command {
			return t.attend("trained", programme.Answers{"people_there": "14", "women_there": "8", "about": "Property claims, and how to count without naming."})
		})
		f.then(on+150, access.Municipality, "institutions", all, func(t *thing) desk.Command {
			return t.decide("procedure_adopted", true, "Adopted by the assembly.", nil)
		})
		f.then(on+516, access.Caseworker, "institutions", all, func(t *thing) desk.Command {
			return t.check("a_year_on", programme.Answers{"done_without_us": "yes"})
		})
	}
}
