// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"strconv"

	"safar/desk"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/id"
)

// The published figures of the five sites around Nyunzu.
const (
	nyunzuPeople, nyunzuHouseholds  = 9_400, 1_880
	committees, members, womenOf    = 28, 110, 70
	fromBox, fromHotline, fromPoint = 96, 141, 75
)

var nyunzuSites = []string{"Kilwa", "Kabeya-Mikena", "Kilunga", "Majengo Mapya", "Mwempa"}

// nyunzu is the operation that manages five sites: committees, water and latrines, and what people say of them.
type nyunzu struct {
	*office
	sites      []id.ID
	committees []*thing
	facilities []*thing
	complaints []*thing
	newcomers  [5][]*newcomer // by site
	households [5][]id.ID     // by site: all who were registered there
}

// arrangeNyunzu puts everything that is to happen around Nyunzu into the calendar.
func arrangeNyunzu(o *office) {
	f := &nyunzu{office: o}
	first := o.today - 400
	f.on(first, "sites", f.foundSites)
	f.publish(first, "site_management", "feedback")
	f.on(first, "handbooks", f.adoptHandbooks)
	f.on(first+1, "sites taken over", f.takeOver)
	for i := range nyunzuSites {
		f.on(first+10+2*day(i), "registration in "+nyunzuSites[i], f.register(i))
		f.kits(i, first+10+2*day(i))
	}
	f.formCommittees()
	f.buildFacilities()
	f.servicesAndHazards()
	f.buildShelters()
	f.meet()
	f.moveLately()
	f.hear()
}

func (f *nyunzu) foundSites(ctx context.Context) error {
	above, err := f.within(ctx, country, province, places.Add{Kind: places.Territory, Name: "Nyunzu", Pcode: "CD7410"})
	if err == nil {
		f.sites, err = f.below(ctx, above, places.Site, nyunzuSites)
	}
	if err != nil {
		return err
	}
	return f.locate(ctx, f.sites, nyunzuPoints)
}

// takeOver has the management of each site handed over by the government, and counts who lives there.
func (f *nyunzu) takeOver(ctx context.Context) error {
	var begin, decide, count []desk.Command
	for _, site := range f.sites {
		begin = append(begin, startOf("site_management", "site", site))
	}
	ways, err := f.first(ctx, access.Caseworker, f.scope, begin...)
	if err != nil {
		return err
	}
	for _, way := range ways {
		decide = append(decide, ownDecision(way, "taken_over", "Named by the territory's administrator.", "Letter of the administrator (made up)"))
		count = append(count, ownAsk(way, "counted", programme.Answers{"people_there": strconv.Itoa(f.scaled(nyunzuPeople) / len(f.sites)), "how": "door_to_door"}))
	}
	if err := f.does(ctx, access.SiteManager, decide...); err != nil {
		return err
	}
	return f.does(ctx, access.Enumerator, count...)
}

// register registers the households of a site.
func (f *nyunzu) register(site int) func(context.Context) error {
	return func(ctx context.Context) error {
		draw := &plan{names: ofTanganyika, random: f.random, today: f.today}
		n, persons := f.scaled(nyunzuHouseholds), f.scaled(nyunzuPeople)
		of := func(all int) int { return all*(site+1)/len(f.sites) - all*site/len(f.sites) }
		var commands []desk.Command
		came := of(f.scaled(newlyDisplaced))
		for i, size := range draw.sizes(of(n), of(persons), 1) {
			arrived := f.today - 900 + day(i%400)
			if i < came {
				arrived = f.today - 410 + day(i%15)
				f.newcomers[site] = append(f.newcomers[site], &newcomer{size: size, nth: i, roof: i%8 == 5})
			}
			commands = append(commands, people.Register{Site: f.sites[site], Language: "sw", Arrived: arrived,
				Card: fmt.Sprintf("NYZ-%d-%04d", site+1, i+1), Consent: "Ndiyo, nakubali.", Members: draw.members(size, false)})
		}
		made, err := f.makes(ctx, access.Caseworker, f.scope, 2, commands...)
		for i, ids := range made {
			f.households[site] = append(f.households[site], ids[0])
			if i < came {
				f.newcomers[site][i].household, f.newcomers[site][i].head = ids[0], ids[1]
			}
		}
		return err
	}
}

// sectors are what the committees of a site look after, one after another.
var sectors = []string{"general", "women", "youth", "water_and_hygiene", "protection", "persons_with_disabilities"}

// formCommittees arranges that committees are formed, their members trained, and their work looked at.
func (f *nyunzu) formCommittees() {
	first := f.today - 340
	f.on(first, "committees", func(ctx context.Context) error {
		for i := range f.scaled(committees) {
			site, sector := i%len(f.sites), sectors[i/len(f.sites)%len(sectors)]
			t := newThing("committee", "committee", fmt.Sprintf("%s %d", nyunzuSites[site], i/len(f.sites)+1), f.sites[site], "sector", sector,
				"term_from", (first).String(), "term_until", termOf(first, i).String())
			t.add.Code, t.nth = fmt.Sprintf("C-%02d", i+1), i
			f.committees = append(f.committees, t)
		}
		if err := f.begin(ctx, access.SiteManager, "site_management", f.committees); err != nil {
			return err
		}
		if err := f.choose(ctx); err != nil {
			return err
		}
		return f.does(ctx, access.SiteManager, eachOf(f.committees, func(t *thing) desk.Command {
			return t.attend("formed", programme.Answers{"how": "elected", "women_asked_apart": "yes"})
		})...)
	})
	f.on(first+30, "training of committees", f.train)
	for i, when := range []day{125, 215, 300} {
		f.on(first+when, "work of committees", func(ctx context.Context) error {
			return f.does(ctx, access.SiteManager, eachOf(f.committees, func(t *thing) desk.Command {
				return t.check("active", programme.Answers{"meetings": strconv.Itoa(5 + (t.nth+i)%4), "women_speak": "yes"})
			})...)
		})
	}
}

// termOf is until when the nth committee was chosen: two years; two were chosen for less, and others are to be chosen now.
func termOf(first day, nth int) day {
	if nth%14 == 4 {
		return first + 320
	}
	return first + 730
}

// choose says who is of each committee: four, or three in some, so that the whole is as published, and women among them likewise.
func (f *nyunzu) choose(ctx context.Context) error {
	all := max(f.scaled(members), 2*len(f.committees)) // a committee is two people at least
	women := all * womenOf / members
	var commands []desk.Command
	var of []*thing
	for i := range all {
		t := f.committees[i%len(f.committees)]
		join := subjects.Join{Subject: t.id, Kind: t.kind, Sex: people.Male, BornYear: 1960 + f.random.IntN(45), Disability: people.No,
			Names: people.Names{Given: mensNames[f.random.IntN(len(mensNames))], Family: familyNames[f.random.IntN(len(familyNames))]}}
		if i*women/all != (i+1)*women/all {
			join.Sex, join.Names.Given = people.Female, womensNames[f.random.IntN(len(womensNames))]
		}
		commands, of = append(commands, join), append(of, t)
	}
	ids, err := f.first(ctx, access.SiteManager, f.scope, commands...)
	for i, t := range of {
		if err == nil {
			t.persons = append(t.persons, ids[i])
		}
	}
	return err
}

// train has each member of a committee trained, one by one on the list.
func (f *nyunzu) train(ctx context.Context) error {
	var commands []desk.Command
	for _, t := range f.committees {
		for _, p := range t.persons {
			commands = append(commands, t.of(attendance(t.way, "trained", p)))
		}
	}
	return f.does(ctx, access.SiteManager, commands...)
}
