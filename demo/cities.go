// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"strconv"

	"safar/desk"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// How many there are of what municipalities share.
const (
	practices, replications, forumParticipants = 60, 9, 300
	commitments                                = 40
	initiatives, narratives                    = 12, 10
)

// cityNames are the twenty-five cities, which do not exist, with their continents and how many thousand people live there and came there.
var cityNames = []struct {
	name, continent         string
	people, newcomers       int // thousands
	comes, offers, looksFor string
}{
	{"Anaristan", "asia", 2_100, 500, "Half a million people who fled a war next door, most since 2014.", "Schools in two shifts, clinics for all, one card for bus and library.", "How others pay for water for a quarter more people."},
	{"Bellavento", "europe", 660, 48, "People who came over the sea, and workers for the fields.", "A house by the station, open at night; a lawyer twice a week.", ""},
	{"Barra Mansa do Sul", "americas", 480, 21, "Families from the north who walked.", "A place at school within a week.", ""},
	{"Cedarhaven", "americas", 310, 26, "People resettled from four continents.", "A welcome map in eleven languages.", ""},
	{"Dar Essalam el Jadid", "africa", 900, 70, "Students and traders from south of the desert.", "A residence paper that the city honours.", ""},
	{"Estrela do Mar", "europe", 240, 18, "Nurses and builders, and those who wait for papers.", "Language tables in cafés.", ""},
	{"Fjordvik", "europe", 95, 6, "Families on protection, four hundred a year.", "A family of the town for each family that comes.", ""},
	{"Grand-Rivage", "africa", 1_300, 120, "People displaced within the country, and from two neighbours.", "Market stalls by lot, half of them for women.", ""},
	{"Hafen am Strom", "europe", 580, 75, "Workers since sixty years, people who fled since ten.", "A council of newcomers that the mayor must answer.", ""},
	{"Isla Verde", "americas", 150, 9, "Neighbours after two hurricanes.", "Rebuilding teams, mixed by rule.", ""},
	{"Jeziorno", "europe", 410, 90, "Mothers with children, in one spring.", "A nursery place with the first address.", ""},
	{"Kiwanjani", "africa", 720, 110, "Farmers whose rains failed.", "Plots at the edge of town, with a paper.", ""},
	{"Lakeshore", "americas", 640, 52, "People relocated by the state.", "A hotline that is answered by a person.", ""},
	{"Marisma", "americas", 380, 44, "Families on their way, some of whom stay.", "A clinic that asks for no paper.", ""},
	{"Nova Vila", "europe", 55, 2, "Seasonal workers.", "Inspected rooms for the harvest.", ""},
	{"Oued Zitoun", "africa", 260, 13, "People who were returned, and people on their way.", "A workshop of those who came back.", ""},
	{"Porto Claro", "europe", 520, 31, "Artists, cooks, carers.", "A fair of trades on the main square.", ""},
	{"Qasr an-Nahr", "asia", 1_100, 210, "Refugees of three wars.", "Water accounts in the tenant’s name.", ""},
	{"Riverton", "americas", 205, 8, "Farm families.", "Night classes with child care.", ""},
	{"Sel Gölü", "asia", 330, 28, "Herders and returnees.", "A vet and a clinic in one lorry.", ""},
	{"Tamarindo", "americas", 170, 15, "Children who travelled alone.", "Guardians from the town, trained and visited.", ""},
	{"Umoja Bay", "africa", 840, 66, "Fishing families from along the coast.", "One landing place for all.", ""},
	{"Vallonia", "europe", 130, 7, "Miners’ grandchildren, and new neighbours.", "A house of stories.", ""},
	{"Westerbrug", "europe", 290, 22, "People on protection, sharing flats with students.", "Mixed housing, by lot.", ""},
	{"Yeni Liman", "asia", 460, 39, "Workers of the harbour and their families.", "A school bus that waits for both shifts.", ""},
}

// themes of practices, with a practice that is made up for each.
var themes = []struct{ id, name, what, needed string }{
	{"housing", "Mixed housing by lot", "Flats are given out by lot, half to people who came.", "Sixty flats and a notary."},
	{"work", "Market stalls", "Stalls are let for a year, half of them to women who came.", "A market and a by-law."},
	{"education", "A school place in a week", "No child waits longer than a week for a desk.", "A desk officer who may decide."},
	{"health", "A clinic that asks for no paper", "Whoever is ill is seen; the bill is the city’s.", "A decision of the council."},
	{"language", "Language tables", "A table in a café is for those who learn, each evening.", "Cafés, and somebody who comes each time."},
	{"participation", "A council of newcomers", "Elected each second year; the mayor answers within thirty days.", "A place in the rules of the council."},
	{"public_space", "A park for all ages", "Drawn by those who use it, and kept by them.", "A hectare, and patience."},
	{"against_racism", "Answered within a day", "What is said of people in the city is held against the facts, in public, within a day.", "Two people and the mayor’s voice."},
	{"first_response", "Neighbours first", "In the first three days it is neighbours who help: they have a list, a store and a key.", "A store in each quarter."},
	{"other", "One card", "Bus, library and bath on one card, for all who live here.", "A printer."},
}

// declared are the twelve articles, each with where it comes from.
var declared = []struct{ wording, parent string }{
	{"Whoever lives in our city belongs to it.", "marrakesh"}, {"Services ask what is needed, and not for papers.", "marrakesh"},
	{"Every child has a desk within a week.", "practice"}, {"We count people only to serve them, and publish what we count.", "global_compact"},
	{"People who came have a voice where it is decided.", "practice"}, {"Work is paid alike, and looked at alike.", "global_compact"},
	{"We answer what is said of people with what is so.", "practice"}, {"Who leaves may come back, who comes may leave.", "global_compact"},
	{"Neighbours are the first to help, and are helped.", "practice"}, {"Cities share what failed, as well.", "new"},
	{"States hear cities before they decide on people who live in them.", "marrakesh"}, {"We report each year, in public.", "new"},
}

// cities is the operation in which municipalities share what works.
type cities struct {
	*office
	places                                  []id.ID
	cities, practices, adopted, commitments []*thing
	initiatives, narratives                 []*thing
	forum, declaration                      *thing
}

// arrangeCities puts everything that is to happen between the cities into the calendar.
func arrangeCities(o *office) {
	f := &cities{office: o}
	first := o.today - 520
	f.on(first, "cities", f.foundCities)
	f.publish(first, "local_solutions", "social_cohesion")
	f.on(first+5, "profiles of cities", f.profile)
	f.describePractices(first + 20)
	f.replicate(first + 200)
	f.meet(o.today - 260)
	f.live(o.today - 300)
}

func (f *cities) foundCities(ctx context.Context) error {
	for _, c := range cityNames {
		at, err := f.place(ctx, places.Add{Kind: places.Municipality, Name: c.name})
		if err != nil {
			return err
		}
		f.places = append(f.places, at)
	}
	return f.locate(ctx, f.places, cityPoints)
}

func (f *cities) profile(ctx context.Context) error {
	for i, c := range cityNames {
		t := newThing("city", "city", c.name, f.places[i], "continent", c.continent, "inhabitants", thousands(c.people), "newcomers", thousands(c.newcomers))
		t.nth = i
		f.cities = append(f.cities, t)
	}
	if err := f.begin(ctx, access.Municipality, "local_solutions", f.cities); err != nil {
		return err
	}
	return f.does(ctx, access.Municipality, eachOf(f.cities, func(t *thing) desk.Command {
		c := cityNames[t.nth]
		answers := programme.Answers{"who_lives_here": c.comes, "what_the_city_offers": c.offers}
		if c.looksFor != "" {
			answers["what_it_looks_for"] = c.looksFor
		}
		return t.ask("profile", answers)
	})...)
}

func thousands(n int) string { return strconv.Itoa(n * 1000) }

// describePractices arranges that cities describe what they do, with its evidence, and that the office publishes it.
func (f *cities) describePractices(first day) {
	f.on(first, "practices", func(ctx context.Context) error {
		for i := range f.scaled(practices) {
			theme := themes[i%len(themes)]
			t := newThing("practice", "practice", theme.name+" · "+cityNames[i%len(cityNames)].name, f.places[i%len(f.places)], "theme", theme.id)
			t.add.Is.Under, t.nth = f.cities[i%len(f.cities)].id, i
			f.practices = append(f.practices, t)
		}
		if err := f.begin(ctx, access.Municipality, "local_solutions", f.practices); err != nil {
			return err
		}
		return f.does(ctx, access.Municipality, eachOf(f.practices, func(t *thing) desk.Command {
			theme := themes[t.nth%len(themes)]
			return t.ask("described", programme.Answers{"what": theme.what, "for_whom": "All who live there; a table of users decides with the city.", "needed": theme.needed})
		})...)
	})
	f.on(first+40, "evidence", func(ctx context.Context) error {
		return f.does(ctx, access.Municipality, eachOf(f.practices, func(t *thing) desk.Command {
			kinds := []string{"counted", "asked", "studied", "told"}
			return t.ask("evidence", programme.Answers{"kind": kinds[t.nth%len(kinds)], "what_changed": "More people came, and stayed.", "what_did_not": "Men came less than women."})
		})...)
	})
	f.on(first+60, "practices published", func(ctx context.Context) error {
		return f.does(ctx, access.ProgrammeManager, eachOf(f.practices, func(t *thing) desk.Command {
			return t.decide("published", true, "Its evidence can be looked at.", nil)
		})...)
	})
}

// replicate arranges that other cities adopt practices, and say half a year later what came of it.
func (f *cities) replicate(first day) {
	f.on(first, "practices adopted", func(ctx context.Context) error {
		for i := range min(f.scaled(replications), len(f.practices)) {
			from, to := f.practices[i], (i+7)%len(f.cities)
			theme := themes[from.nth%len(themes)]
			t := newThing("practice", "replication", theme.name+" · "+cityNames[to].name, f.places[to], "theme", theme.id)
			t.add.Is.Under, t.nth = from.id, i
			f.adopted = append(f.adopted, t)
		}
		if err := f.begin(ctx, access.Municipality, "local_solutions", f.adopted); err != nil {
			return err
		}
		return f.does(ctx, access.Municipality, eachOf(f.adopted, func(t *thing) desk.Command {
			return t.ask("adopted", programme.Answers{"taken": "The whole of it, with the rules.", "changed": "Begun with one quarter.", "spoke_with_them": "yes"})
		})...)
	})
	f.on(first+185, "what came of them", func(ctx context.Context) error {
		var commands []desk.Command
		for _, t := range f.adopted {
			works, end := "yes", "works_here_too"
			if t.nth%4 == 3 {
				works, end = "in_part", "works_in_part"
			}
			commands = append(commands, t.check("reported_back", programme.Answers{"works": works, "learned": "Begin with women, and with a key."}), t.close("ended", end))
		}
		return f.does(ctx, access.Municipality, commands...)
	})
}

// meet arranges the forum, its declaration, the signatures and the commitments.
func (f *cities) meet(first day) {
	f.on(first-60, "the declaration drafted", f.draft)
	f.on(first, "the forum", func(ctx context.Context) error {
		var commands []desk.Command
		for i, theme := range themes[:8] {
			commands = append(commands, f.forum.attend("sessions", programme.Answers{"about": theme.name, "people_there": strconv.Itoa(60 + 11*i), "women_there": strconv.Itoa(31 + 6*i)}))
		}
		commands = append(commands, f.declaration.attend("consulted", nil))
		return f.does(ctx, access.ProgrammeManager, commands...)
	})
	f.on(first+1, "the declaration", f.declare)
	f.on(first+20, "commitments", f.commit)
	f.on(first+205, "commitments followed", f.follow)
}

func (f *cities) draft(ctx context.Context) error {
	y, _, _ := f.today.Date()
	year := strconv.Itoa(y)
	f.forum = newThing("forum", "forum", "Forum of the cities", f.places[0], "participants", strconv.Itoa(f.scaled(forumParticipants)), "year", year)
	f.declaration = newThing("declaration", "declaration", "Declaration of the cities", id.ID{}, "year", year)
	if err := f.begin(ctx, access.ProgrammeManager, "local_solutions", []*thing{f.forum, f.declaration}); err != nil {
		return err
	}
	var commands []desk.Command
	for i, a := range declared {
		commands = append(commands, f.declaration.ask("articles", programme.Answers{"number": strconv.Itoa(i + 1), "wording": a.wording, "parent": a.parent}))
	}
	return f.does(ctx, access.ProgrammeManager, commands...)
}

func (f *cities) declare(ctx context.Context) error {
	if err := f.does(ctx, access.ProgrammeManager, f.declaration.decide("adopted_by_the_forum", true, "Read article by article; nobody was against.", nil),
		f.forum.close("held", "held")); err != nil {
		return err
	}
	return f.does(ctx, access.Municipality, eachOf(f.cities, func(t *thing) desk.Command {
		return t.decide("signature", true, "The council agreed in open session.", nil)
	})...)
}

func (f *cities) commit(ctx context.Context) error {
	for i := range f.scaled(commitments) {
		c := i % len(f.cities)
		t := newThing("commitment", "commitment", fmt.Sprintf("%s · %d", cityNames[c].name, i/len(f.cities)+1), f.places[c], "article", strconv.Itoa(i%len(declared)+1))
		t.add.Is.Under, t.nth = f.cities[c].id, i
		f.commitments = append(f.commitments, t)
	}
	if err := f.begin(ctx, access.Municipality, "local_solutions", f.commitments); err != nil {
		return err
	}
	return f.does(ctx, access.Municipality, eachOf(f.commitments, func(t *thing) desk.Command {
		return t.ask("made", programme.Answers{"what": themes[t.nth%len(themes)].what, "by_when": (f.today + 200).String()})
	})...)
}

// follow says of each commitment how far it is; every eighth city has said nothing yet.
func (f *cities) follow(ctx context.Context) error {
	return f.does(ctx, access.Municipality, eachOf(f.commitments, func(t *thing) desk.Command {
		far := []string{"under_way", "done", "under_way", "not_begun"}
		if t.nth%8 == 7 {
			return nil
		}
		return t.check("followed", programme.Answers{"how_far": far[t.nth%len(far)]})
	})...)
}

// live arranges what people do together, and how what is said of them is answered.
func (f *cities) live(first day) {
	f.on(first, "initiatives", func(ctx context.Context) error {
		kinds := []string{"sport", "music", "food", "neighbourhood", "school", "work", "women", "first_response"}
		for i := range f.scaled(initiatives) {
			t := newThing("initiative", "initiative", fmt.Sprintf("%s %d", cityNames[i%len(cityNames)].name, i+1), f.places[i%len(f.places)], "kind_of_initiative", kinds[i%len(kinds)])
			t.nth = i
			f.initiatives = append(f.initiatives, t)
		}
		heard, about := []string{"street", "press", "social_media", "politics"}, []string{"work", "safety", "housing", "schools", "money"}
		for i := range f.scaled(narratives) {
			t := newThing("narrative", "narrative", fmt.Sprintf("%s %d", cityNames[(i+4)%len(cityNames)].name, i+1), f.places[(i+4)%len(f.places)], "about", about[i%len(about)], "heard_in", heard[i%len(heard)])
			t.nth = i
			f.narratives = append(f.narratives, t)
		}
		if err := f.begin(ctx, access.ProgrammeManager, "social_cohesion", append(f.initiatives[:len(f.initiatives):len(f.initiatives)], f.narratives...)); err != nil {
			return err
		}
		return f.does(ctx, access.ProgrammeManager, append(eachOf(f.initiatives, func(t *thing) desk.Command {
			return t.ask("proposed", programme.Answers{"what": "Cook, play and repair together, each second Saturday.", "newcomers_in_it": "yes"})
		}), eachOf(f.narratives, func(t *thing) desk.Command {
			return t.ask("heard", programme.Answers{"said": "They take the work.", "how_often": "often"})
		})...)...)
	})
	f.on(first+15, "initiatives supported", func(ctx context.Context) error {
		return f.does(ctx, access.ProgrammeManager, append(eachOf(f.initiatives, func(t *thing) desk.Command {
			return t.decide("supported", true, "People who came are among those who run it.", nil)
		}), eachOf(f.narratives, func(t *thing) desk.Command {
			return t.ask("facts", programme.Answers{"so": "There were more places open than people who looked for work.", "stands_in": "Labour office of the city, yearly report (made up)", "harms_nobody": "yes"})
		})...)...)
	})
	for k := range 6 {
		f.on(first+30+day(40*k), "encounters", func(ctx context.Context) error {
			return f.does(ctx, access.ProgrammeManager, append(eachOf(f.initiatives, func(t *thing) desk.Command {
				return t.attend("together", programme.Answers{"newcomers": strconv.Itoa(12 + t.nth + k), "neighbours": strconv.Itoa(15 + 2*t.nth), "women_there": strconv.Itoa(14 + t.nth)})
			}), eachOf(f.narratives, func(t *thing) desk.Command {
				if t.nth%6 != k {
					return nil
				}
				return t.attend("answered", programme.Answers{"by": "mayor", "reached": strconv.Itoa(4000 * (t.nth + 1))})
			})...)...)
		})
	}
}
