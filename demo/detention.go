// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"

	"safar/desk"
	"safar/field/choice"
	"safar/field/clearance"
	"safar/field/detention"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/referral"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// How many families are still held, of whom some are free already, how many are free and wait to be handed over, and how many were taken out of the country.
const (
	stillHeld, heldInPart, waitToGo, takenAway = 14, 2, 2, 1
	stayedDays                                 = 14 // from being found to being let go, of those who were
)

// captive is a family in detention. Its file has nothing in common with the one that begins when it is free.
type captive struct {
	register people.Register
	id       id.ID
	persons  []id.ID
	way      id.ID
	nth      int
}

// captives are the families in detention, and the office that works in that compartment.
type captives struct {
	*office
	draw *plan
}

// inDetention is the office of the operation in the compartment of detention.
func (f *hostFamilies) inDetention() *captives {
	inside := *f.office
	inside.scope.Compartment = access.Detention
	return &captives{office: &inside, draw: f.draw}
}

// familyOf is the family that a guest came out of detention with.
func familyOf(l *lodger) *captive {
	return &captive{register: l.register, nth: l.nth}
}

// detain has the families of some guests found, spoken for and let go together, up to the day on which they are received.
func (f *hostFamilies) detain(received day, guests []*lodger) {
	in := f.inDetention()
	var all []*captive
	for _, l := range guests {
		all = append(all, familyOf(l))
	}
	found := received - stayedDays
	in.find(found, all)
	in.speakFor(found+3, all)
	in.by(found+stayedDays-1, "let go together", all, func(c *captive) []desk.Command { return []desk.Command{c.letGo(id.ID{})} })
	in.on(received, "handed over to protection", func(ctx context.Context) error {
		if err := in.settle(0); err != nil { // what stands there is read
			return err
		}
		for i, c := range all {
			if err := in.handOver(ctx, c, guests[i]); err != nil {
				return err
			}
		}
		return nil
	})
	in.by(received, "detention ended", all, func(c *captive) []desk.Command {
		return []desk.Command{journey.Close{Journey: c.way, Step: "detention_ended", Reason: "handed_over", Agree: c.adults()}}
	})
}

// handOver has a family handed over, who are a guest from now on.
func (in *captives) handOver(ctx context.Context, c *captive, l *lodger) error {
	by := in.actors[access.ProtectionOfficer]
	done, err := detention.HandOver{Scope: in.scope, Way: c.way, Step: "handed_over", Answers: programme.Answers{"all_together": "yes", "words_stay": "yes"}}.Do(ctx, in.operation.Desk, by)
	if err != nil {
		return err
	}
	file, err := desk.Ask(ctx, in.operation.Desk, by, "task.household", journey.FileOf(done.Outside, done.Household))
	if err != nil {
		return err
	}
	l.id, l.stay = done.Household, file.Ways[0].ID
	for _, m := range file.People.Members {
		l.persons = append(l.persons, m.ID)
	}
	return nil
}

// hold has families who are held until today: the longest for four months. Of two of them some are free; two are free and wait to be handed over; one was taken out of
// the country. For every third nobody spoke when somebody should have.
func (f *hostFamilies) hold() {
	in := f.inDetention()
	for i := range stillHeld {
		c := &captive{nth: i, register: people.Register{Arrived: clock.NoDay, Language: "fr", Members: in.family(i)}}
		one, found := []*captive{c}, f.today-[]day{118, 100, 64, 47, 41, 35, 28, 22, 19, 15, 13, 11, 9, 6}[i]
		in.find(found, one)
		if i == stillHeld-1 {
			continue // found, and nobody has gone yet
		}
		in.speakFor(found+3, one)
		for again := found + 15; again < f.today-2; again += 12 {
			if i%3 != 0 || again < f.today-20 {
				in.press(again, one)
			}
		}
		in.end(i, one)
	}
}

// end writes what became of some of those who are held: of whom some are free, and who is gone.
func (in *captives) end(i int, one []*captive) {
	switch {
	case i < heldInPart:
		in.by(in.today-4, "some of a family are let go", one, func(c *captive) []desk.Command {
			no := clearance.State{Journey: c.way, Step: "released", Person: c.persons[0], Words: clearance.Words{Reason: "His papers are looked into (made up)", Answers: programme.Answers{"no_guarantor": "yes"}}}
			does := []desk.Command{no}
			for _, who := range c.persons[1:] {
				does = append(does, c.letGo(who))
			}
			return does
		})
	case i < heldInPart+waitToGo:
		in.by(in.today-1, "a family is let go together", one, func(c *captive) []desk.Command { return []desk.Command{c.letGo(id.ID{})} })
	case i < heldInPart+waitToGo+takenAway:
		in.by(in.today-2, "a family is deported", one, func(c *captive) []desk.Command {
			return []desk.Command{journey.Close{Journey: c.way, Step: "detention_ended", Reason: "deported"}}
		})
	}
}

// family draws who is held together: a couple with small children, a mother with hers, or somebody alone.
func (in *captives) family(i int) []people.Member {
	family := pick(in.draw, in.draw.names.families)
	all := []people.Member{in.draw.person(family, people.Head, i%4 != 1, 24+i%20), in.draw.person(family, people.Spouse, i%4 == 1, 23+i%18),
		in.draw.person(family, people.Child, i%2 == 0, 1+i%6), in.draw.person(family, people.Child, i%2 == 1, 3+i%9)}
	if i < heldInPart+waitToGo {
		return all[:3+i%2]
	}
	return all[:1+i%4]
}

// by has protection do something about each of some families, on a day.
func (in *captives) by(on day, what string, all []*captive, build func(*captive) []desk.Command) {
	in.on(on, what, func(ctx context.Context) error {
		var does []desk.Command
		for _, c := range all {
			does = append(does, build(c)...)
		}
		return in.does(ctx, access.ProtectionOfficer, does...)
	})
}

// find has families registered where they are held; each adult hears what we can do, and says alone what they want.
func (in *captives) find(on day, all []*captive) {
	in.on(on, "families found in detention", func(ctx context.Context) error {
		var start []desk.Command
		for _, c := range all {
			made, err := in.makes(ctx, access.ProtectionOfficer, in.scope, 1+len(c.register.Members), c.register)
			if err != nil {
				return err
			}
			c.id, c.persons = made[0][0], made[0][1:]
			start = append(start, startOf("host_families", "detained", c.id))
		}
		ways, err := in.first(ctx, access.ProtectionOfficer, in.scope, start...)
		for i, c := range all {
			if err == nil {
				c.way = ways[i]
			}
		}
		return err
	})
	in.by(on, "those who were found are heard", all, (*captive).found)
}

func (c *captive) found() []desk.Command {
	does := []desk.Command{ownAsk(c.way, "found", programme.Answers{"where": "Hangar by the port (made up)", "with_whom": "own_family"}),
		choice.Tell{Journey: c.way, Step: "rights_told", Language: "fr", Source: "us",
			Answers: programme.Answers{"not_the_authority": "yes", "nothing_without_you": "yes", "may_take_back": "yes", "no_is_an_answer": "yes"}}}
	if c.nth%5 == 0 && len(c.persons) > 1 {
		does = append(does, ownAsk(c.way, "expecting", programme.Answers{"weeks": fmt.Sprint(12 + c.nth), "care": "promised", "alone": "yes"}))
	}
	for _, who := range c.adults() {
		does = append(does, choice.Answer{Journey: c.way, Step: "wish", Person: who, Option: "speak_for_us", Private: true})
	}
	return does
}

// adults are those who answer for themselves: the first two, of whom the second may be none.
func (c *captive) adults() []id.ID { return c.persons[:min(2, len(c.persons))] }

// speakFor has family ties looked at, consent given where they are held, a letter handed over, and somebody go.
func (in *captives) speakFor(on day, all []*captive) {
	in.by(on, "families spoken for", all, func(c *captive) []desk.Command {
		return []desk.Command{decides(c.way, "ties_seen", "Each tells the same.", programme.Answers{"each_alone": "yes", "no_sign": "yes"}),
			referral.Consent{Journey: c.way, Step: "advocacy", Of: c.persons[0], Fields: []string{"names", "household_size"}, Until: clock.NoDay, Written: true, InDetention: true, Private: true},
			referral.Send{Journey: c.way, Step: "advocacy", Of: c.persons[0], Fields: []string{"household_size"}, How: "sealed_letter"}}
	})
	in.press(on+2, all)
}

// press has somebody go to those who hold them, once more.
func (in *captives) press(on day, all []*captive) {
	in.by(on, "spoken for with those who hold them", all, func(c *captive) []desk.Command {
		answer := []string{"later", "nothing", "some_offered"}[c.nth%3]
		return []desk.Command{journey.FollowUp{Journey: c.way, Step: "spoken_for", Next: on + 10, Words: journey.Words{Answers: programme.Answers{"with_whom": "Directorate of the hangars (made up)",
			"how": "visit", "asked": "release_of_all", "answer": answer, "only_consented": "yes", "no_host_named": "yes"}}}}
	})
}

// letGo is the word of the authority that somebody is free; that all of them are, for the zero id.
func (c *captive) letGo(who id.ID) desk.Command {
	return clearance.State{Journey: c.way, Step: "released", Person: who, Fit: true, Words: clearance.Words{Document: "Letter of the directorate (made up)", Answers: programme.Answers{"no_guarantor": "yes"}}}
}
