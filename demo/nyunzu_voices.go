// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/field/referral"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
)

// saying is what people said, of what, and what they were answered; of is the kind of facility that it is about, "" for none.
type saying struct{ topic, of, said, answer string }

var heardOf = []saying{
	{"water_and_hygiene", "water_point", "The tap by the school is dry in the afternoon.", "The pump was mended; the tap runs from six to six."},
	{"shelter", "", "The roof lets the rain in.", "Sheets are given out on Thursday, to those on the list first."},
	{"food", "", "The distribution was announced too late.", "It is announced three days before, also by the committees."},
	{"health", "", "The nurse comes once a week only.", "From this month twice, Tuesday and Friday."},
	{"registration", "", "My sister arrived and has no card.", "She was registered; the card is ready at the office."},
	{"question", "", "When does the school open?", "On the first Monday of September."},
	{"thanks", "", "The light at the latrines is good.", ""},
	{"cash", "", "The queue was long for old people.", "There is a bench, and those who cannot stand go first."},
}

// heardAt are what people of a site say of water and hygiene, where something else there does not suffice than the tap.
var heardAt = map[int]saying{
	1: {"water_and_hygiene", "latrine", "In the morning there is a queue at the latrines.", "Two blocks more are built, on the ground that the committee showed."},
	3: {"water_and_hygiene", "shower", "There are too few places to wash; women wait until it is dark.", "More places are built; the committee of the women says where."},
}

// saidBy is what the nth of those who spoke said.
func saidBy(n int) saying {
	if at, other := heardAt[n%len(nyunzuSites)]; other && n%len(heardOf) == 0 {
		return at
	}
	return heardOf[n%len(heardOf)]
}

// boxDays is how many days lie between two openings of a box.
const boxDays = 28

// opening is a box of a site that was opened on a day, with what lay in it.
type opening struct {
	site, nth int // the site, and which of its openings
	slips     []*voiced
	id        id.ID
}

// voiced is something that somebody said: it becomes a complaint.
type voiced struct {
	*thing
	channel string
	site    int
	answer  string
	of      string // the kind of facility
	on      day
	box     *opening
}

// hear arranges what people said through the box, the hotline and the focal points, and how they were answered; what came of late is still open.
func (f *nyunzu) hear() {
	boxes := map[[2]int]*opening{}
	first := f.today - 330
	for i, v := range f.voices() {
		if v.channel != "suggestion_box" {
			f.on(v.on, "voices", func(ctx context.Context) error { return f.write(ctx, i, v) })
			f.answer(v.on, v)
			continue
		}
		key := [2]int{v.site, int(v.on-first) / boxDays}
		o := boxes[key]
		if o == nil {
			o = &opening{site: v.site, nth: key[1]}
			boxes[key] = o
			f.on(min(first+day(boxDays*(key[1]+1)), f.today-2), "boxes", func(ctx context.Context) error { return f.empty(ctx, o) })
		}
		v.box, v.on = o, min(first+day(boxDays*(key[1]+1)), f.today-2)
		o.slips = append(o.slips, v)
		f.answer(v.on, v)
	}
	f.on(f.today-1, "voices followed", f.follow)
}

// voices are what people said, in the order of the days.
func (f *nyunzu) voices() []*voiced {
	box, hotline, point := f.scaled(fromBox), f.scaled(fromHotline), f.scaled(fromPoint)
	all := make([]*voiced, box+hotline+point)
	for i := range all {
		channel := "focal_point"
		switch k := (i * 127) % len(all); { // the channels mixed over the months
		case k < box:
			channel = "suggestion_box"
		case k < box+hotline:
			channel = "hotline"
		}
		said := saidBy(i)
		wants := "yes"
		if said.answer == "" {
			wants = "no"
		}
		known := []string{"channel", channel, "topic", said.topic, "wants_an_answer", wants}
		if i == len(all)-4 { // in a language that nobody at the office reads
			known = []string{"channel", channel, "interpreter", "yes", "language", "twa", "topic", said.topic, "wants_an_answer", wants}
		}
		t := newThing("complaint", "complaint", "", id.ID{}, known...)
		t.add.Code, t.nth = fmt.Sprintf("V-%03d", i+1), i
		all[i] = &voiced{thing: t, channel: channel, site: i % len(nyunzuSites), answer: said.answer, of: said.of, on: f.today - 330 + day(328*i/len(all))}
		f.complaints = append(f.complaints, t)
	}
	return all
}

// empty has a box opened by a caseworker and somebody of a committee of the site who signs on paper, and its slips typed. In the first of all lay one more than was typed: it could not be read.
func (f *nyunzu) empty(ctx context.Context, o *opening) error {
	c := voice.OpenBox{Site: f.sites[o.site], Slips: len(o.slips)}
	if o.site == 0 && o.nth == 0 {
		c.Slips++
	}
	for _, of := range f.committees {
		if of.add.Is.Place == c.Site && len(of.persons) > 0 && c.Member.IsZero() {
			c.Committee, c.Member = of.id, of.persons[0]
		}
	}
	if c.Member.IsZero() {
		c.Colleague = f.actors[access.SiteManager].User
	}
	ids, err := f.first(ctx, access.Caseworker, f.scope, c)
	if err != nil {
		return err
	}
	o.id = ids[0]
	for _, v := range o.slips {
		if err := f.write(ctx, v.nth, v); err != nil {
			return err
		}
	}
	return nil
}

// write writes down what somebody said. One who called gave no name, and was given a code.
func (f *nyunzu) write(ctx context.Context, i int, v *voiced) error {
	c := voice.Hear{Programme: "feedback", Pathway: "complaint", Step: "heard", Number: v.add.Code, Is: v.add.Is, Answers: programme.Answers{"words": saidBy(i).said}}
	c.Is.Place = f.sites[v.site]
	if v.box != nil {
		c.Box = v.box.id
	}
	if v.of != "" {
		c.Facility = f.stands(v.of, v.site)
	}
	if v.channel == "hotline" && v.answer != "" {
		proof := sha256.Sum256([]byte(v.add.Code)) // nobody has the code of somebody who is made up
		c.Proof = proof[:]
	}
	made, err := f.makes(ctx, access.Caseworker, f.scope, 2, c)
	if err == nil {
		v.id, v.way = made[0][0], made[0][1]
	}
	return err
}

// stands is a facility of a kind at a site; zero where there is none.
func (f *nyunzu) stands(kind string, site int) (of id.ID) {
	for _, t := range f.facilities {
		for _, a := range t.add.Is.Attributes {
			if a.Name == "facility" && a.Value == kind && t.add.Is.Place == f.sites[site] {
				of = t.id
			}
		}
	}
	return of
}

// answer arranges how a voice is answered.
func (f *nyunzu) answer(heard day, v *voiced) {
	if heard > f.today-30 && v.nth%7 == 3 {
		return // nobody has come to it yet
	}
	if v.answer == "" {
		f.step(heard+2, access.Caseworker, "voices", []*thing{v.thing}, func(t *thing) desk.Command { return t.close("settled", "nothing_to_answer") })
		return
	}
	f.step(heard+3, access.Caseworker, "voices", []*thing{v.thing}, func(t *thing) desk.Command {
		return t.ask("acknowledged", programme.Answers{"next": "We look into it this week."})
	})
	f.on(heard+9+day(v.nth%17), "answers", func(ctx context.Context) error {
		return f.does(ctx, access.Caseworker, v.ask("answered", programme.Answers{"answer": v.answer, "how": "in_person"}), v.close("settled", "answered"))
	})
}

// follow has the site manager follow every other one that is still open, and counts as one theme what was said of the same tap of late.
func (f *nyunzu) follow(ctx context.Context) error {
	late := f.complaints[max(0, len(f.complaints)-80):]
	head := map[string]*thing{}
	var commands []desk.Command
	for i, t := range late {
		if i%2 == 0 && i >= len(late)-24 {
			commands = append(commands, voice.Follow{Complaint: t.id, Owner: f.actors[access.SiteManager].User})
		}
		said := saidBy(t.nth)
		key := fmt.Sprint(said.topic, t.nth%len(nyunzuSites))
		if said.of == "" || t.id.IsZero() {
			continue
		}
		if head[key] == nil {
			head[key] = t
			continue
		}
		commands = append(commands, voice.SayAlike{Complaint: t.id, Other: head[key].id})
	}
	if err := f.does(ctx, access.Caseworker, commands...); err != nil {
		return err
	}
	return f.handOn(ctx, late)
}

// handOn hands one complaint about water, of a caller who gave no name, to another organisation: with what it holds of itself, and without its words.
func (f *nyunzu) handOn(ctx context.Context, late []*thing) error {
	if _, err := f.commons(ctx, access.ProgrammeManager, referral.Agree{Partner: "water_ngo", Name: "Water for the river (made up)",
		Fields: []string{"theme", "site", "facility", "said_on", "words"}}); err != nil {
		return err
	}
	const step = "to_water_partner"
	for _, t := range late {
		is := func(name, value string) bool {
			return slices.Contains(t.add.Is.Attributes, subjects.Attribute{Name: name, Value: value})
		}
		if waits := t.add.Code != "" && t.nth%7 == 3 && !t.id.IsZero(); waits && is("channel", "hotline") && is("topic", "water_and_hygiene") {
			return f.does(ctx, access.Caseworker, voice.NobodyToAsk{Journey: t.way, Step: step},
				voice.Refer{Journey: t.way, Step: step, Fields: []string{"theme", "site", "facility", "said_on"}, How: "in_person", To: "Their engineer"})
		}
	}
	return nil
}
