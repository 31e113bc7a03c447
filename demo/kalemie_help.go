// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
)

// help is how a household that cannot build alone comes to its help; nothing for the others.
type help struct {
	asks   bool   // it asks, or tells whoever inspects
	before bool   // before it leaves; otherwise at the inspection of the foundation
	given  string // what is decided: labour, accessible_house or no; "" while nobody has decided
}

// mostHelped is how many households of one convoy ask for help at most.
const mostHelped = 3

// helpWanted chooses who of a convoy asks for help: those among whom nobody of age for work is without a disability, or else one household.
func (p *plan) helpWanted(c *convoy) {
	asking := 0
	ask := func(h *household) {
		n := p.asking
		p.asking, asking = n+1, asking+1
		h.help = help{asks: true, before: n%2 == 0, given: p.helpFor(h, n)}
		if !c.second && !h.help.before {
			h.help.given = "" // the office is behind: it is on its list
		}
	}
	for _, h := range c.households {
		if asking < mostHelped && !h.canBuild(p.today) {
			ask(h)
		}
	}
	if asking == 0 {
		ask(c.households[0])
	}
}

// helpFor is what is decided for the nth who asked: now and then nothing, for relatives build with them.
func (p *plan) helpFor(h *household, n int) string {
	switch {
	case n%9 == 8:
		return "no"
	case h.anybody(func(m people.Member) bool { return m.Disability == people.Yes }):
		return "accessible_house"
	}
	return "labour"
}

// canBuild reports whether somebody of working age lives with them who has no disability.
func (h *household) canBuild(today clock.Day) bool {
	return h.anybody(func(m people.Member) bool {
		age := m.Born.Day.YearsUntil(today)
		return age >= people.AdultAge && age < 60 && m.Disability != people.Yes
	})
}

func (h *household) anybody(is func(people.Member) bool) bool {
	for _, m := range h.members {
		if is(m) {
			return true
		}
	}
	return false
}

// helpToBuild arranges that those of a convoy who cannot build alone ask for help, that it is decided, and given.
func (f *kalemie) helpToBuild(c *convoy) {
	of := func(is func(help) bool) (households []*household) {
		for _, h := range c.households {
			if h.help.asks && is(h.help) {
				households = append(households, h)
			}
		}
		return households
	}
	f.on(c.day-16, "help asked for", f.askForHelp(of(func(a help) bool { return a.before })))
	f.on(c.day-9, "help decided", f.decideOnHelp(of(func(a help) bool { return a.before })))
	f.on(c.day+24, "help decided", f.decideOnHelp(of(func(a help) bool { return !a.before })))
	if labour := of(func(a help) bool { return a.given == "labour" }); len(labour) > 0 {
		f.pay(c.day+27, labour, "labour")
	}
	f.on(c.day+50, "houses built for them", f.buildForThem(of(func(a help) bool { return a.given == "accessible_house" })))
}

// askForHelp writes down that households cannot build alone. Why stands with protection alone.
func (f *kalemie) askForHelp(households []*household) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.does(ctx, access.Caseworker, each(households, func(h *household) []desk.Command {
			return []desk.Command{journey.Ask{Journey: h.journey, Step: "help_asked", By: h.persons[0], Words: journey.Words{
				Answers: programme.Answers{"help_needed": "not_known", "why": "Nobody among us can lift and carry."}}}}
		})...)
	}
}

// decideOnHelp has protection decide which help it is, of those of whom anything is decided by now.
func (f *kalemie) decideOnHelp(households []*household) func(context.Context) error {
	return func(ctx context.Context) error {
		return f.does(ctx, access.ProtectionOfficer, each(households, func(h *household) []desk.Command {
			c := journey.DecideStep{Journey: h.journey, Step: "help_to_build", Yes: h.help.given != "no", Option: h.help.given, Reason: "Spoken with at home."}
			switch h.help.given {
			case "":
				return nil
			case "no":
				c.Option, c.Reason = "", "Two brothers build with them, and they want it so."
			}
			return []desk.Command{c}
		})...)
	}
}

// buildForThem has the house that was built for a household reported, tried by those who live in it, and inspected.
func (f *kalemie) buildForThem(households []*household) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := f.does(ctx, access.ProgrammeManager, each(households, func(h *household) []desk.Command {
			return []desk.Command{works.Report{Journey: h.journey, Step: "accessible_house"}}
		})...); err != nil {
			return err
		}
		return f.does(ctx, access.Inspector, each(households, func(h *household) []desk.Command {
			return []desk.Command{works.Inspect{Journey: h.journey, Step: "accessible_house", Passed: true, Seen: works.Seen{Answers: programme.Answers{
				"way_in": "can", "doors": "can", "latrine": "can", "water": "can", "place": programme.SomewhereThere}}}}
		})...)
	}
}

// seenAt is what an inspection of a milestone finds: at the foundation also who says there that they cannot build alone.
func (h *household) seenAt(step string) programme.Answers {
	seen := houseSeen()
	if step == "foundation" && h.help.asks && !h.help.before {
		seen["needs_help"], seen["help_needed"] = "yes", "not_known"
	}
	return seen
}
