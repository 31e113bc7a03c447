// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/referral"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// How many cases there are, how far each group of them has come, and how many people stood on the charter that was called off. The rest of the
// cases is submitted, and not told yet.
const (
	cases, peopleOfCases                             = 3_000, 8_700
	flownCases, acceptedCases, refusedCases, staying = 300, 400, 110, 90
	answeredCases                                    = 900
	charterCases, charterPeople, lapsingMedicals     = 74, 210, 14
	casesOnOffers                                    = 40
	relocatedCases, relocatedPeople                  = 41, 120
)

// The eight locations from which cases leave. The six States and their towns do not exist, and nothing is said of any that does.
var locations = []string{"Amman", "Beirut", "Cairo", "Nairobi", "Kampala", "Addis Ababa", "Niamey", "Quito"}

// states are who takes people: the town in each that receives them, and how many places the State has in a year.
var states = []struct {
	name, town string
	quota      int
}{
	{"Alderland", "Fennmouth", 900}, {"Brenland", "Osterby", 700}, {"Corvania", "Vellamar", 500},
	{"Estmark", "Lindhavn", 450}, {"Nordania", "Hagestad", 350}, {"Sundland", "Karrimoor", 300},
}

// resettlement is the operation from which people go to live in a State that takes them.
type resettlement struct {
	*office
	plan        *plan
	sites       []id.ID // the locations
	towns       []id.ID
	countries   []id.ID  // the States
	offers      []*thing // States' programmes
	communities []*thing
	charter     id.ID
}

// arrangeResettlement puts everything that is to happen in resettlement into the calendar.
func arrangeResettlement(o *office) {
	f := &resettlement{office: o, plan: &plan{random: rand.New(rand.NewPCG(o.seed, 0x5afa3)), today: o.today, names: travellers}}
	first := o.today - 420
	f.offers = f.newOffers()
	f.on(first, "locations", f.foundPlaces)
	f.publish(first, "resettlement", "complementary_pathways", "relocation_between_states")
	f.on(first+1, "agreements", f.agree)
	f.on(first+3, "what States offer", f.offer)
	f.on(first+5, "communities", f.prepare)
	for _, review := range []day{90, 180, 270, 365} {
		f.step(first+3+review, access.ProgrammeManager, "quotas", f.offers, func(t *thing) desk.Command {
			return t.check("quota_reviewed", programme.Answers{"taken": strconv.Itoa(f.scaled(int(review) * (6 - t.nth) / 12))})
		})
	}
	f.resettle(first)
	f.offerWays(o.today - 200)
	f.relocate(o.today - 240)
	f.waitForStates(o.today - 60)
}

// newOffers describes what each State offers in the year.
func (f *resettlement) newOffers() (offers []*thing) {
	year, _, _ := f.today.Date()
	for i, s := range states {
		t := newThing("state_programme", "offer", s.name, id.ID{}, "quota", strconv.Itoa(f.scaled(s.quota)), "year", strconv.Itoa(year))
		t.nth = i
		offers = append(offers, t)
	}
	return offers
}

func (f *resettlement) foundPlaces(ctx context.Context) (err error) {
	if f.sites, err = f.below(ctx, id.ID{}, places.Site, locations); err != nil {
		return err
	}
	for _, s := range states {
		state, err := f.place(ctx, places.Add{Kind: places.Country, Name: s.name})
		if err != nil {
			return err
		}
		town, err := f.place(ctx, places.Add{Kind: places.Municipality, Name: s.town, Parent: state})
		if err != nil {
			return err
		}
		f.countries, f.towns = append(f.countries, state), append(f.towns, town)
	}
	return f.locate(ctx, slices.Concat(f.sites, f.towns), slices.Concat(locationPoints, statePoints))
}

// agree writes down what UNHCR and an organisation may be passed, and pass.
func (f *resettlement) agree(ctx context.Context) error {
	_, err := f.commons(ctx, access.ProgrammeManager,
		referral.Agree{Partner: "unhcr", Name: "UNHCR", Fields: []string{"names", "sex", "born", "language", "household_size", "need"}},
		referral.Agree{Partner: "ngo", Name: "Refuge of the coast (made up)", Fields: []string{"names"}})
	return err
}

// offer writes down on what grounds each State takes people, and when it came to hear them.
func (f *resettlement) offer(ctx context.Context) error {
	if err := f.begin(ctx, access.ProgrammeManager, "resettlement", f.offers); err != nil {
		return err
	}
	year, _, _ := f.today.Date()
	from, until := clock.Date(year, 1, 1).String(), clock.Date(year, 12, 31).String()
	return f.does(ctx, access.ProgrammeManager, append(eachOf(f.offers, func(t *thing) desk.Command {
		return t.of(journey.DecideStep{Journey: t.way, Step: "criteria", Yes: true, Reason: "Agreed for the year.", Source: "Decree of " + t.add.Is.Name + " (made up)",
			Answers: programme.Answers{"letter": "L-" + strconv.Itoa(t.nth+1), "from": from, "until": until, "grounds": "legal_and_physical women_at_risk medical_needs",
				"chooses_nobody_by_origin": "yes"}})
	}), eachOf(f.offers, func(t *thing) desk.Command {
		return t.attend("selection_mission", programme.Answers{"first_day": (f.today - 300).String(), "last_day": (f.today - 290).String(),
			"cases_heard": strconv.Itoa(f.scaled(60 + 5*t.nth)), "each_apart": "yes"})
	})...)...)
}

// prepare has those who will receive described, homes and schools found, and neighbours told.
func (f *resettlement) prepare(ctx context.Context) error {
	for i, s := range states {
		t := newThing("community", "receiving", s.town, f.towns[i], "places_ready", strconv.Itoa(f.scaled(60+20*i)))
		t.nth = i
		f.communities = append(f.communities, t)
	}
	if err := f.begin(ctx, access.ProgrammeManager, "resettlement", f.communities); err != nil {
		return err
	}
	steps := []func(*thing) desk.Command{func(t *thing) desk.Command {
		return t.ask("place_profile", programme.Answers{"how_to_live": "Winters are long; a bus goes each half hour.", "there_are": "school doctor interpreter language_course work",
			"asked_whom": "A teacher, and two families who came before.", "seen_on": (f.today - 430).String()})
	}, func(t *thing) desk.Command {
		return t.ask("housing", programme.Answers{"homes": strconv.Itoa(20 + 4*t.nth), "homes_without_steps": strconv.Itoa(4 + t.nth), "no_filter": "yes"})
	}, func(t *thing) desk.Command {
		return t.ask("school", programme.Answers{"school_knows": "yes", "places": strconv.Itoa(30 + 5*t.nth)})
	}, func(t *thing) desk.Command {
		return t.attend("neighbours_told", programme.Answers{"there": strconv.Itoa(35 + 8*t.nth), "nobody_named": "yes"})
	}}
	for _, step := range steps {
		if err := f.does(ctx, access.ProgrammeManager, eachOf(f.communities, step)...); err != nil {
			return err
		}
	}
	return nil
}

// offerWays arranges the cases on complementary pathways: work and study, each offer looked into before anybody hears of it.
func (f *resettlement) offerWays(first day) {
	var offers []*thing
	for i, way := range []string{"work", "study", "work", "humanitarian_visa"} {
		t := newThing("offer", "offer", []string{"A hospital", "A university", "A shipyard", "Visas of a State"}[i], id.ID{}, "places_offered", strconv.Itoa(f.scaled(12+4*i)), "way", way)
		t.nth = i
		offers = append(offers, t)
	}
	f.on(first, "offers", func(ctx context.Context) error {
		if err := f.begin(ctx, access.ProgrammeManager, "complementary_pathways", offers); err != nil {
			return err
		}
		if err := f.does(ctx, access.ProgrammeManager, eachOf(offers, func(t *thing) desk.Command {
			return t.ask("described", programme.Answers{"by_whom": t.add.Is.Name + " (made up)", "terms": "Forty hours, by the tariff.", "until": (f.today + 200).String()})
		})...); err != nil {
			return err
		}
		return f.does(ctx, access.ProtectionOfficer, eachOf(offers, func(t *thing) desk.Command {
			return t.decide("sound", true, "The contract was read, and its other side was spoken to.", programme.Answers{"no_fee": "yes", "papers_kept": "yes", "may_leave": "yes"})
		})...)
	})
	some := f.travellers(f.scaled(casesOnOffers), f.scaled(casesOnOffers*2), "CPW")
	f.on(first+10, "cases on offers", func(ctx context.Context) error {
		if err := f.registers(ctx, some, "complementary_pathways", "way"); err != nil {
			return err
		}
		return f.does(ctx, access.Caseworker, each(some, func(h *household) []desk.Command {
			return []desk.Command{ownAsk(h.journey, "wishes", programme.Answers{"consents": "yes", "skills": "Nursing, eight years."})}
		})...)
	})
	f.on(first+20, "offers told", f.tells(some, "offer_told", "profile of the offer", acknowledged("terms", "status", "fails", "free")))
	f.on(first+25, "answers", f.answers(some, "answer", "move"))
	f.on(first+60, "admissions", f.each(access.Caseworker, some, func(h *household) []desk.Command {
		if h.index%3 == 2 {
			return nil // waits for an answer of the other side
		}
		return []desk.Command{ownAsk(h.journey, "admitted", programme.Answers{"document": fmt.Sprintf("D-%d", h.index+1), "read_to_them": "yes"})}
	}))
}

// relocate arranges what two States agreed: places pledged by one for people who ask for protection in the other, and who were taken over.
func (f *resettlement) relocate(first day) {
	year, _, _ := f.today.Date()
	pledge := newThing("pledge", "pledge", states[1].name, id.ID{}, "languages", "English", "places_pledged", strconv.Itoa(f.scaled(150)), "year", strconv.Itoa(year))
	f.on(first, "pledge", func(ctx context.Context) error {
		pledge.add.Is.Place = f.countries[1]
		if err := f.begin(ctx, access.ProgrammeManager, "relocation_between_states", []*thing{pledge}); err != nil {
			return err
		}
		return f.does(ctx, access.ProgrammeManager, pledge.of(journey.DecideStep{Journey: pledge.way, Step: "pledged", Yes: true, Reason: "Pledged in writing.", Source: "Letter of the ministry (made up)",
			Answers: programme.Answers{"letter": "R-1", "until": (f.today + 120).String()}}), pledge.ask("reception", acknowledged("housing", "school", "health", "somebody")))
	})
	all := f.travellers(f.scaled(relocatedCases), f.scaled(relocatedPeople), "RLC")
	for _, h := range all {
		h.site, h.village = 1, 1 // all from one State to one other
	}
	f.on(first+5, "relocation cases", func(ctx context.Context) error {
		if err := f.registers(ctx, all, "relocation_between_states", "relocation"); err != nil {
			return err
		}
		return f.each(access.Caseworker, all, func(h *household) []desk.Command {
			return []desk.Command{ownAsk(h.journey, "registered", acknowledged("consents"))}
		})(ctx)
	})
	f.on(first+10, "State told", f.tells(all, "state_told", "profile of the town", acknowledged("procedure", "family", "no_choice_of_city", "staying")))
	f.on(first+14, "answers", f.answers(all, "answer", "relocate"))
	f.on(first+40, "accepted", f.each(access.ProtectionOfficer, all, func(h *household) []desk.Command {
		return []desk.Command{journey.DecideStep{Journey: h.journey, Step: "accepted", Yes: true, Reason: "Taken over.", Source: "Letter R-7 (made up)",
			Answers: programme.Answers{"letter": "R-7", "told": "yes"}}}
	}))
	f.on(first+60, "orientation", f.oriented(all, nil))
	f.on(first+62, "medicals", f.medicals(all, first+150))
	f.on(first+64, "travel documents", f.papers(all, first+200, "travel_document"))
	f.fly(all, first+80, "transfer")
	f.on(first+111, "visits", f.each(access.Caseworker, all, func(h *household) []desk.Command {
		return []desk.Command{journey.FollowUp{Journey: h.journey, Step: "settled", Words: journey.Words{Answers: programme.Answers{"procedure": "open", "school": "yes"}}}}
	}))
}

// acknowledged is a form of which every one of these questions was acknowledged.
func acknowledged(questions ...string) programme.Answers {
	a := programme.Answers{}
	for _, q := range questions {
		a[q] = "yes"
	}
	return a
}

// adultsOf are the ids of the adults of a household or case, who each answer for themselves.
func adultsOf(h *household) (adults []id.ID) {
	for i, m := range h.members {
		if m.Relation != people.Child {
			adults = append(adults, h.persons[i])
		}
	}
	return adults
}
