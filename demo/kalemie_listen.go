// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// The published numbers of sessions at which people were heard and told.
const (
	focusGroups, keyInformants, goAndSees, comeAndTells = 42, 60, 24, 31
	assessments                                         = 5 // one a site
)

// closureSteps are the steps of a site's pathway at which each kind of gathering counts.
var closureSteps = map[gathering.Kind]string{gathering.ParticipatoryAssessment: "participatory_assessment",
	gathering.FocusGroup: "focus_groups", gathering.KeyInformant: "key_informants", gathering.GoAndSee: "go_and_see_visits",
	gathering.ComeAndTell: "come_and_tell_sessions"}

// beginClosures begins the way of each site towards its closing.
func (f *kalemie) beginClosures(ctx context.Context) error {
	var commands []desk.Command
	for _, s := range f.sites {
		commands = append(commands, journey.Start{Programme: Programme, Pathway: "closure", Subject: s})
	}
	made, err := f.makes(ctx, access.Caseworker, f.scope, 1, commands...)
	for _, ids := range made {
		f.closures = append(f.closures, ids[0])
	}
	return err
}

// decideClosures writes down, on the way of each site, what the government decided.
func (f *kalemie) decideClosures(ctx context.Context) error {
	var commands []desk.Command
	for _, way := range f.closures {
		commands = append(commands, journey.DecideStep{Journey: way, Step: "closure_decision", Yes: true, Reason: "The sites are to close after the rains.",
			Source: "Letter of the provincial government (made up)"})
	}
	return f.does(ctx, access.SiteManager, commands...)
}

// listen arranges the assessments, groups, visits and sessions at which people were heard.
func (f *kalemie) listen(first clock.Day) {
	f.on(first+6, "closures", f.beginClosures)
	for i := range assessments {
		f.hold(first+25+clock.Day(i), gathering.ParticipatoryAssessment, i, 24, "What people need, and what they prefer")
	}
	for i := range focusGroups {
		f.hold(first+32+clock.Day(7*i), gathering.FocusGroup, i, 9, "Return, relocation, or staying")
	}
	for i := range keyInformants {
		f.hold(first+30+clock.Day(5*i), gathering.KeyInformant, i, 1, "The village, its land and its road")
	}
	for i := range goAndSees {
		f.hold(first+50+clock.Day(18*i), gathering.GoAndSee, i, 18, "The village seen")
	}
	for i := range comeAndTells {
		f.hold(first+54+clock.Day(15*i), gathering.ComeAndTell, i, 40, "What the visitors tell")
	}
}

// hold arranges one gathering of so many people.
func (f *kalemie) hold(day clock.Day, kind gathering.Kind, nth, persons int, topic string) {
	f.on(min(day, f.plan.today-1), string(kind), func(ctx context.Context) error {
		c := gathering.RecordSession{Journey: f.closures[nth%len(sites)], Step: closureSteps[kind], Words: gathering.Words{
			Summary: "People spoke of land first, then of the road and of school.", Answers: f.heardIn(kind, nth)}}
		s := gathering.Session{Kind: kind, Site: f.sites[nth%len(sites)], Topic: topic, Language: "sw", Counts: counts(c.Words.Answers["who"], nth, persons)}
		switch kind {
		case gathering.GoAndSee:
			s.About, s.Transport, s.Leaders = f.villages[nth%len(villages)], "truck", 3
			s.Found = []gathering.Finding{{Aspect: "land", Value: "plots shown by the chief"}, {Aspect: "water", Value: "one hand pump"}}
		case gathering.ComeAndTell, gathering.KeyInformant:
			s.About = f.villages[nth%len(villages)]
		}
		c.Session = s
		if kind != gathering.GoAndSee && kind != gathering.ComeAndTell {
			return f.does(ctx, access.Caseworker, c)
		}
		made, err := f.makes(ctx, access.Caseworker, f.scope, 1, c)
		if err != nil {
			return err
		}
		return f.does(ctx, access.Caseworker, f.attend(kind, nth, made[0][0])...)
	})
}

// attendances are how many households are noted to have been at a visit or session, beside those who were only counted.
const attendances = 18

// attend notes who of the households that have not left was at a gathering: one person of each on a visit, the household at a session.
func (f *kalemie) attend(kind gathering.Kind, nth int, held id.ID) (commands []desk.Command) {
	for i := range f.plan.households {
		h := f.plan.households[(nth*311+i)%len(f.plan.households)]
		if len(commands) == attendances || h.journey.IsZero() {
			return commands
		}
		if h.village != nth%len(villages) || h.convoy != nil && h.convoy.day-30 < f.operation.Desk.Today() {
			continue
		}
		c := gathering.Attend{Gathering: held, Journey: h.journey, Step: "come_and_tell"}
		if kind == gathering.GoAndSee {
			c.Step, c.Persons = "go_and_see", h.persons[:1]
		}
		commands = append(commands, c)
	}
	return commands
}

// counts spreads people over sex, age and disability as the group is that sat together: of women alone, of girls, of older people, or of
// everybody, a little more than half of them women.
func counts(group string, nth, persons int) []gathering.Count {
	women := (persons*11 + nth%10) / 20
	switch group {
	case "women":
		return ofAdults(people.Female, persons)
	case "men":
		return ofAdults(people.Male, persons)
	case "girls":
		return []gathering.Count{{Sex: people.Female, Ages: "12-17", Disability: people.No, Persons: persons}}
	case "boys":
		return []gathering.Count{{Sex: people.Male, Ages: "12-17", Disability: people.No, Persons: persons}}
	case "older", "disability":
		ages, disability := "60+", people.No
		if group == "disability" {
			ages, disability = "18-59", people.Yes
		}
		return []gathering.Count{{Sex: people.Female, Ages: ages, Disability: disability, Persons: women},
			{Sex: people.Male, Ages: ages, Disability: disability, Persons: persons - women}}
	}
	return append(ofAdults(people.Female, women), ofAdults(people.Male, persons-women)...)
}

// ofAdults spreads adults of one sex: one in eight is sixty or older, one in twelve has a disability.
func ofAdults(sex people.Sex, persons int) (all []gathering.Count) {
	older, disabled := persons/8, persons/12
	for _, c := range []gathering.Count{{Sex: sex, Ages: "18-59", Disability: people.No, Persons: persons - older - disabled},
		{Sex: sex, Ages: "60+", Disability: people.No, Persons: older}, {Sex: sex, Ages: "18-59", Disability: people.Yes, Persons: disabled}} {
		if c.Persons > 0 {
			all = append(all, c)
		}
	}
	return all
}
