// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"slices"

	"safar/desk"
	"safar/field/choice"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/referral"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// How many hosts there are and how far they have come, and how often somebody was placed with one. The family of which the demo tells the whole way is the
// last of the hosts and the first of the guests. These are few, and the same however many people live around Kalemie.
const (
	hosts, clearedHosts, withdrawnHosts, vettedHosts = 46, 38, 2, 3
	placements, placementsPast                       = 61, 30
	bedsOfAHost                                      = 4
	withoutHome                                      = 6 // released, and without a home yet
)

// hostFamilies is the operation in which people who were detained live with families. All of it is in the compartments of protection and detention.
type hostFamilies struct {
	*office
	draw   *plan
	hosts  []*lodger
	guests []*lodger
	seek   []*lodger // who seek a home
}

// lodger is a household that receives others, or lives with those who do; some do both.
type lodger struct {
	register people.Register
	id       id.ID
	persons  []id.ID
	stay     id.ID // the way from their release to a host
	receives id.ID // the way of a host
	with     *lodger
	nth      int
}

// arrangeHosts puts everything that is to happen between guests and hosts into the calendar.
func arrangeHosts(o *office) {
	o.scope.Compartment = access.Protection
	f := &hostFamilies{office: o, draw: &plan{random: o.random, today: o.today, names: travellers}}
	first := o.today - 350
	f.publish(first, "host_families")
	f.on(first, "agreement with those who detain", func(ctx context.Context) error {
		_, err := f.commons(ctx, access.ProgrammeManager, referral.Agree{Partner: "detaining_authority", Name: "Directorate of the hangars (made up)",
			Fields: []string{"names", "household_size", "need"}, Until: f.today + 365, Detains: true})
		return err
	})
	f.draft()
	f.recruit(first+2, f.hosts[:hosts-1])
	f.receive(first+20, f.guests[:1])
	f.receive(first+60, f.guests[1:placementsPast+1])
	f.receive(f.today-40, f.guests[placementsPast+1:placements-1])
	f.thread(first + 20)
	f.hold()
	f.takeBack(f.today - 5)
	f.searching(f.today - 12)
	f.listen(f.today - 20)
}

// draft draws who the hosts and guests are. In each house of a host a woman lives; guests are a couple with a child, two, or somebody alone.
func (f *hostFamilies) draft() {
	for i := range hosts - 1 {
		family := pick(f.draw, f.draw.names.families)
		members := []people.Member{f.draw.person(family, people.Head, true, 28+i%30), f.draw.person(family, people.Spouse, false, 30+i%28)}
		f.hosts = append(f.hosts, &lodger{nth: i, register: people.Register{Arrived: clock.NoDay, Language: "ar", Card: fmt.Sprintf("HF-%02d", i+1), Members: members}})
	}
	for i := range placements {
		family := pick(f.draw, f.draw.names.families)
		members := []people.Member{f.draw.person(family, people.Head, i%3 != 1, 20+i%25), f.draw.person(family, people.Spouse, i%3 == 1, 22+i%25),
			f.draw.person(family, people.Child, i%2 == 0, 4+i%8)}[:1+(i/2)%3]
		if i == 0 || i == placements-1 { // a couple with a child, and a woman alone
			members = []people.Member{f.draw.person(family, people.Head, true, 27), f.draw.person(family, people.Spouse, false, 31), f.draw.person(family, people.Child, false, 5)}[:3-2*min(i, 1)]
		}
		g := &lodger{nth: i, with: f.hosts[i%(clearedHosts+withdrawnHosts-1)], register: people.Register{Arrived: clock.NoDay, Language: "fr", Consent: "D’accord.", Members: members}}
		f.guests = append(f.guests, g)
	}
	for i := range withoutHome {
		family := pick(f.draw, f.draw.names.families)
		members := []people.Member{f.draw.person(family, people.Head, i%2 == 0, 21+5*i), f.draw.person(family, people.Child, i%3 == 0, 3+2*i)}[:1+i%2]
		f.seek = append(f.seek, &lodger{nth: placements + i, register: people.Register{Arrived: clock.NoDay, Language: "fr", Card: fmt.Sprintf("GU-%02d", placements+i+1), Members: members}})
	}
	f.guests[0].register.Members[0].Names = people.Names{Given: "Selam", Family: "Ferej"}
	f.hosts = append(f.hosts, f.guests[0])
	f.guests[placements-1].with = f.guests[0]
}

// by has protection do something about each of some households, on a day.
func (f *hostFamilies) by(on day, what string, all []*lodger, build func(*lodger) []desk.Command) {
	f.on(on, what, func(ctx context.Context) error {
		var commands []desk.Command
		for _, l := range all {
			commands = append(commands, build(l)...)
		}
		return f.does(ctx, access.ProtectionOfficer, commands...)
	})
}

// enter registers households and begins a way of each.
func (f *hostFamilies) enter(on day, pathway string, all []*lodger, begun func(*lodger, id.ID)) {
	f.on(on, "registration of those who go “"+pathway+"”", func(ctx context.Context) error {
		for _, l := range all {
			if !l.id.IsZero() {
				continue
			}
			made, err := f.makes(ctx, access.ProtectionOfficer, f.scope, 1+len(l.register.Members), l.register)
			if err != nil {
				return err
			}
			l.id, l.persons = made[0][0], made[0][1:]
		}
		var start []desk.Command
		for _, l := range all {
			start = append(start, startOf("host_families", pathway, l.id))
		}
		ways, err := f.first(ctx, access.ProtectionOfficer, f.scope, start...)
		for i, l := range all {
			if err == nil {
				begun(l, ways[i])
			}
		}
		return err
	})
}

// recruit has hosts described, seen, vetted, trained, coded and cleared: some of them only so far.
func (f *hostFamilies) recruit(on day, all []*lodger) {
	cleared := all[:min(len(all), clearedHosts+withdrawnHosts-1)]
	vetted := all[:min(len(all), clearedHosts+withdrawnHosts+vettedHosts-1)]
	f.enter(on, "host", all, func(l *lodger, way id.ID) { l.receives = way })
	f.by(on+1, "hosts described", all, func(l *lodger) []desk.Command {
		return []desk.Command{ownAsk(l.receives, "described", programme.Answers{"address": fmt.Sprintf("House %d behind the mill (made up)", l.nth+1), "rooms": "2",
			"how_found": []string{"migrants", "other_host", "community"}[l.nth%3], "no_conditions": "yes"})}
	})
	f.by(on+4, "homes of hosts", vetted, func(l *lodger) []desk.Command {
		return []desk.Command{ownAsk(l.receives, "home_seen", programme.Answers{"door_locks": "yes", "water_and_toilet": "yes", "beds": "4"}),
			ownAsk(l.receives, "reference", programme.Answers{"who": "A neighbour (made up)", "years": "6", "asked_about_children": "yes"}),
			ownAsk(l.receives, "reference", programme.Answers{"who": "A teacher (made up)", "years": "3", "asked_about_children": "yes"}),
			decides(l.receives, "vetted", "Each was spoken with, and two references.", programme.Answers{"each_alone": "yes", "references": "2", "no_ties": "yes"})}
	})
	f.by(on+10, "training of hosts", cleared, func(l *lodger) (does []desk.Command) {
		for _, who := range l.persons[:2] {
			does = append(does, journey.Attend{Journey: l.receives, Step: "trained", By: who, Words: journey.Words{Answers: programme.Answers{"about": "exploitation"}}})
		}
		for _, who := range l.persons[:2] {
			does = append(does, journey.Ask{Journey: l.receives, Step: "coded", By: who, Words: journey.Words{Answers: programme.Answers{"signed": "yes", "no_work": "yes", "no_report": "yes"}}})
		}
		return does
	})
	f.by(on+12, "hosts cleared", cleared, func(l *lodger) []desk.Command {
		return []desk.Command{decides(l.receives, "cleared", "Nothing stands against it.", nil), hosting.OfferBeds{Journey: l.receives, Step: "beds", Beds: bedsOfAHost},
			hosting.Describe{Journey: l.receives, Is: homeOf(l.nth), Day: clock.NoDay}}
	})
}

// decides is a yes of protection.
func decides(way id.ID, step, why string, answers programme.Answers) desk.Command {
	return journey.DecideStep{Journey: way, Step: step, Yes: true, Reason: why, Answers: answers}
}

// receive takes guests from their release to a host. Those who came first have a home of their own by now.
func (f *hostFamilies) receive(on day, all []*lodger) {
	f.detain(on, all)
	f.by(on+1, "those who are free are received", all, f.received)
	f.by(on+9, "told what living with a host is", all, f.toldOfHosts)
	f.by(on+10, "placed with hosts", all, f.placed)
	f.by(on+11, "visits after the first night", all, f.firstNight)
	for _, after := range []day{7, 14, 30} {
		f.by(on+10+after, "visits to guests", all, f.visited(after))
	}
	past := all
	if len(all) == 0 || all[0].nth == 0 || all[0].nth > placementsPast {
		return
	}
	f.by(on+110, "a home of their own", past, func(l *lodger) []desk.Command {
		return []desk.Command{ownAsk(l.stay, "work", programme.Answers{"not_for_the_host": "yes", "paid": "yes"}),
			decides(l.stay, "stands_alone", "They say so, and it has lasted.", programme.Answers{"they_say_so": "yes", "three_months": "yes"}),
			hosting.End{Journey: l.stay}, journey.Close{Journey: l.stay, Step: "way_ended", Reason: "own_home", Agree: l.adults()}}
	})
}

// adults are those who answer for themselves.
func (l *lodger) adults() (adults []id.ID) {
	for i, m := range l.register.Members {
		if m.Relation != people.Child {
			adults = append(adults, l.persons[i])
		}
	}
	return adults
}

func (f *hostFamilies) received(l *lodger) []desk.Command {
	return []desk.Command{ownAsk(l.stay, "received", programme.Answers{"first_needs": "bed", "somebody_with_them": "yes"}),
		decides(l.stay, "ties_seen", "Each tells the same, now that they are free.", programme.Answers{"each_alone": "yes", "no_sign": "yes"})}
}

func (f *hostFamilies) toldOfHosts(l *lodger) []desk.Command {
	does := []desk.Command{choice.Tell{Journey: l.stay, Step: "hosting_told", Language: "fr", Source: "leaflet",
		Answers: programme.Answers{"no_work_owed": "yes", "may_leave": "yes", "seen_alone": "yes", "other_ways": "yes"}}}
	for _, who := range l.adults() {
		does = append(does, choice.Answer{Journey: l.stay, Step: "answer", Person: who, Option: "with_a_host", Private: true})
	}
	return append(does, ownAsk(l.stay, "wishes", programme.Answers{"with_whom": "family"}))
}

// homeOf is a home of a host: made up, and the same every time.
func homeOf(nth int) hosting.HomeIs {
	is := hosting.HomeIs{Town: []string{"Harbour", "Old mill", "Station"}[nth%3] + " (made up)", Households: 1 + nth%2, StepFree: people.No, Languages: [][]string{{"ar"}, {"ar", "fr"}, {"fr", "sw"}}[nth%3]}
	if nth%4 == 0 {
		is.StepFree = people.Yes
	}
	if nth%5 == 0 {
		is.Keeps = []string{"dog"}
	}
	return is
}

// placed has guests say what they need; a home is proposed, both sides say yes, they meet, and they move in.
func (f *hostFamilies) placed(l *lodger) []desk.Command {
	host := l.with.receives
	return append(f.sought(l), hosting.Propose{Journey: l.stay, Host: host, Day: clock.NoDay}, hosting.Say{Journey: l.stay, Host: host, Yes: slices.Concat(l.adults(), l.with.adults()), Day: clock.NoDay},
		hosting.Introduce{Journey: l.stay, Host: host, Day: clock.NoDay}, hosting.Place{Journey: l.stay, With: host},
		choice.Tell{Journey: l.stay, Step: "line_told", Language: "fr", Source: "us", Answers: programme.Answers{"number_given": "yes", "host_does_not_see": "yes"}})
}

// sought has guests say what they need and wish.
func (f *hostFamilies) sought(l *lodger) []desk.Command {
	needs := hosting.Needs{StepFree: people.No, Languages: []string{[]string{"fr", "sw", "ar"}[l.nth%3]}, Wishes: []string{"Harbour (made up)"}}
	return []desk.Command{hosting.Seek{Journey: l.stay, Is: needs, Day: clock.NoDay}}
}

// searching has some be released who have no home yet: one was not asked what they need, of one both sides said yes to a home, one was told of one, one cannot live with a dog and is kept apart from a town.
func (f *hostFamilies) searching(on day) {
	f.enter(on, "guest", f.seek, func(l *lodger, way id.ID) { l.stay = way })
	f.by(on+1, "those who are free are received", f.seek, f.received)
	f.by(on+6, "told what living with a host is", f.seek, f.toldOfHosts)
	f.by(on+7, "what they need", f.seek[1:], f.sought)
	f.by(on+8, "homes proposed", f.seek[2:4], func(l *lodger) []desk.Command {
		host := f.hosts[24+l.nth%3]
		does := []desk.Command{hosting.Propose{Journey: l.stay, Host: host.receives, Day: clock.NoDay}}
		if l == f.seek[2] {
			does = append(does, hosting.Say{Journey: l.stay, Host: host.receives, Yes: slices.Concat(l.adults(), host.adults()), Day: clock.NoDay})
		}
		return does
	})
	f.by(on+8, "what they cannot live with", f.seek[4:5], func(l *lodger) []desk.Command {
		return []desk.Command{hosting.Seek{Journey: l.stay, Is: hosting.Needs{StepFree: people.Yes, Languages: []string{"ar"}, Avoids: []string{"dog"}}, Day: clock.NoDay},
			hosting.KeepApart{Journey: l.stay, Town: "Station (made up)", Reason: "Made up, and sealed.", Day: clock.NoDay}}
	})
}

// stands is what somebody says of how far they stand on their own: of food and rent the one, of care and moving about the other.
func stands(l *lodger, food, care string) desk.Command {
	return journey.FollowUp{Journey: l.stay, Step: "self_reliance", Words: journey.Words{Answers: programme.Answers{"food": food, "rent": food, "health_costs": care, "move_freely": care}}}
}

// firstNight is the visit on the day after they moved in.
func (f *hostFamilies) firstNight(l *lodger) []desk.Command {
	return []desk.Command{journey.FollowUp{Journey: l.stay, Step: "first_night", Words: journey.Words{Answers: programme.Answers{"without_host": "yes", "door_locks": "yes", "slept": "little"}}}}
}

// visited is a visit so many days after the placement: at first they do not want to talk.
func (f *hostFamilies) visited(after day) func(*lodger) []desk.Command {
	return func(l *lodger) []desk.Command {
		how := map[day]string{7: "no_answer", 14: "hard", 30: "well"}[after]
		said := programme.Answers{"without_host": "yes", "each_alone": "yes", "how_it_goes": how}
		if after == 14 && l.nth%8 == 5 {
			said["early_sign"] = "yes"
		}
		does := []desk.Command{journey.FollowUp{Journey: l.stay, Step: "visited", Words: journey.Words{Answers: said}}}
		if after == 7 {
			does = append(does, stands(l, "none", "partly"))
		}
		if after == 30 { // most stand higher by then, some as before
			does = append(does, stands(l, []string{"partly", "none", "mostly"}[l.nth%3], []string{"partly", "partly", "mostly"}[l.nth%3]))
		}
		switch {
		case after == 30 && l.nth%8 == 5 && l.nth <= placementsPast: // of the others nobody has decided yet
			does = append(does, journey.DecideStep{Journey: l.stay, Step: "sign_answered", Yes: true, Option: "spoken_with_both", Reason: "Spoken with each side alone.",
				Answers: programme.Answers{"guests_alone": "yes", "nothing_told": "yes"}})
		case after == 30 && l.nth%3 == 0:
			does = append(does, ownAsk(l.stay, "own_plan", programme.Answers{"wants": "A room of our own, and work (made up)"}))
		}
		return does
	}
}

// thread is the way of one family: a birth, work, a home of their own, and then they receive others. Somebody's story is told, and taken back.
func (f *hostFamilies) thread(on day) {
	family := f.guests[:1]
	f.by(on+75, "a birth", family, func(l *lodger) []desk.Command {
		return []desk.Command{people.Birth{Household: l.id, BornTo: l.persons[0], Sex: people.Female, Day: on + 75},
			ownAsk(l.stay, "birth", programme.Answers{"where": "clinic", "registered": "yes"})}
	})
	f.by(on+140, "work", family, func(l *lodger) []desk.Command {
		return []desk.Command{ownAsk(l.stay, "work", programme.Answers{"not_for_the_host": "yes", "paid": "yes", "what": "She sews school bags (made up)"}),
			decides(l.stay, "stands_alone", "They say so, and it has lasted.", programme.Answers{"they_say_so": "yes", "three_months": "yes"}),
			hosting.End{Journey: l.stay}, journey.Close{Journey: l.stay, Step: "way_ended", Reason: "own_home", Agree: l.adults()}}
	})
	f.recruit(on+200, family)
	f.by(on+202, "they were guests themselves", family, func(l *lodger) []desk.Command {
		return []desk.Command{ownAsk(l.receives, "guest_before", programme.Answers{"own_wish": "yes"})}
	})
	f.receive(on+260, f.guests[placements-1:])
	f.tell(on + 270)
}

// takeBack withdraws the clearing of two hosts, one of whom has guests: they are on hold.
func (f *hostFamilies) takeBack(on day) {
	f.by(on, "two hosts may not receive any more", f.hosts[clearedHosts-1:clearedHosts+withdrawnHosts-1], func(l *lodger) []desk.Command {
		return []desk.Command{journey.DecideStep{Journey: l.receives, Step: "cleared", Reason: "A call on the line is looked into."}}
	})
	f.by(on+1, "those who live there are spoken with", f.guests[clearedHosts:clearedHosts+1], func(l *lodger) []desk.Command {
		return []desk.Command{hosting.Review{Journey: l.stay, Outcome: "stay_for_now", Until: on + 8, Day: clock.NoDay}}
	})
}

// listen has guests call on their line.
func (f *hostFamilies) listen(on day) {
	f.on(on, "calls on the line of the guests", func(ctx context.Context) error {
		var calls []*thing
		for i := range 5 {
			t := newThing("complaint", "line", fmt.Sprintf("Call %d", i+1), id.ID{})
			t.nth = i
			calls = append(calls, t)
		}
		if err := f.begin(ctx, access.ProtectionOfficer, "host_families", calls); err != nil {
			return err
		}
		return f.does(ctx, access.ProtectionOfficer, eachOf(calls, func(t *thing) desk.Command {
			return t.ask("heard", programme.Answers{"said": "They would like another room (made up)"})
		})...)
	})
}
