// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"

	"safar/desk"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// thing is what walks a pathway and is neither a household nor a place: a committee, a complaint, a house, a city.
type thing struct {
	kind, pathway string
	add           subjects.Add
	id, way       id.ID
	persons       []id.ID // who is of it
	nth           int     // among those of its kind, from 0
}

// day is a day, or a number of days between two.
type day = clock.Day

// newThing describes a thing by its attributes: a name and a value, one after the other, in order of the names.
func newThing(kind, pathway, name string, at id.ID, attributes ...string) *thing {
	is := subjects.Description{Name: name, Place: at}
	for i := 0; i < len(attributes); i += 2 {
		is.Attributes = append(is.Attributes, subjects.Attribute{Name: attributes[i], Value: attributes[i+1]})
	}
	return &thing{kind: kind, pathway: pathway, add: subjects.Add{Kind: kind, Is: is}}
}

// of has a command about the way of a thing given as whoever looks after it gives it.
func (t *thing) of(c desk.Command) desk.Command { return journey.Tend{Kind: t.kind, Do: c} }

func (t *thing) ask(step string, answers programme.Answers) desk.Command {
	return t.of(journey.Ask{Journey: t.way, Step: step, Words: journey.Words{Answers: answers}})
}

func (t *thing) attend(step string, answers programme.Answers) desk.Command {
	return t.of(journey.Attend{Journey: t.way, Step: step, Words: journey.Words{Answers: answers}})
}

func (t *thing) check(step string, answers programme.Answers) desk.Command {
	return t.of(journey.FollowUp{Journey: t.way, Step: step, Words: journey.Words{Answers: answers}})
}

func (t *thing) decide(step string, yes bool, why string, answers programme.Answers) desk.Command {
	return t.of(journey.DecideStep{Journey: t.way, Step: step, Yes: yes, Reason: why, Answers: answers})
}

func (t *thing) close(step, reason string) desk.Command {
	return t.of(journey.Close{Journey: t.way, Step: step, Reason: reason})
}

// begin registers things and begins the way of each, in a programme.
func (f *office) begin(ctx context.Context, role access.Role, programme string, all []*thing) error {
	adds := eachOf(all, func(t *thing) desk.Command { return t.add })
	ids, err := f.first(ctx, role, f.scope, adds...)
	if err != nil {
		return err
	}
	for i, t := range all {
		t.id = ids[i]
	}
	ids, err = f.first(ctx, role, f.scope, eachOf(all, func(t *thing) desk.Command {
		return t.of(journey.Start{Programme: programme, Pathway: t.pathway, Subject: t.id})
	})...)
	for i, t := range all {
		if err == nil {
			t.way = ids[i]
		}
	}
	return err
}

// inspected has a milestone of each thing reported, and seen by somebody who did not report it and pays for nothing.
func (f *office) inspected(ctx context.Context, by access.Role, all []*thing, step string, seen programme.Answers) error {
	if err := f.does(ctx, by, eachOf(all, func(t *thing) desk.Command { return works.Report{Journey: t.way, Step: step} })...); err != nil {
		return err
	}
	return f.does(ctx, access.Inspector, eachOf(all, func(t *thing) desk.Command {
		return works.Inspect{Journey: t.way, Step: step, Passed: true, Seen: works.Seen{Answers: seen}}
	})...)
}

// eachOf builds a command for each thing; none where it is nil.
func eachOf(all []*thing, build func(*thing) desk.Command) []desk.Command {
	var commands []desk.Command
	for _, t := range all {
		if c := build(t); c != nil {
			commands = append(commands, c)
		}
	}
	return commands
}

// step arranges that on a day somebody of a role does something about each thing.
func (f *office) step(day clock.Day, role access.Role, what string, all []*thing, build func(*thing) desk.Command) {
	f.on(day, what, func(ctx context.Context) error { return f.does(ctx, role, eachOf(all, build)...) })
}

// place returns the place of a p-code or, where there is none, of a name below another; it adds it where the demo has not yet.
func (f *office) place(ctx context.Context, p places.Add) (id.ID, error) {
	key := p.Pcode
	if key == "" {
		key = p.Parent.String() + p.Name
	}
	if known, is := f.placed[key]; is {
		return known, nil
	}
	ids, err := f.commons(ctx, access.ProgrammeManager, p)
	if err != nil {
		return id.ID{}, err
	}
	f.placed[key] = ids[0]
	return ids[0], nil
}

// within adds places one within the other, the largest first, and returns the last.
func (f *office) within(ctx context.Context, from ...places.Add) (at id.ID, err error) {
	for _, p := range from {
		p.Parent = at
		if at, err = f.place(ctx, p); err != nil {
			return at, err
		}
	}
	return at, nil
}

// below adds places of a kind below another, by their names.
func (f *office) below(ctx context.Context, parent id.ID, kind places.Kind, names []string) ([]id.ID, error) {
	all := make([]id.ID, len(names))
	for i, name := range names {
		var err error
		if all[i], err = f.place(ctx, places.Add{Kind: kind, Name: name, Parent: parent}); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// startOf begins the way of what is no thing: a place or a household.
func startOf(programme, pathway string, subject id.ID) desk.Command {
	return journey.Start{Programme: programme, Pathway: pathway, Subject: subject}
}

// ownDecision and ownAsk are steps of the way of a place or a household.
func ownDecision(way id.ID, step, why, source string) desk.Command {
	return journey.DecideStep{Journey: way, Step: step, Yes: true, Reason: why, Source: source}
}

func ownAsk(way id.ID, step string, answers programme.Answers) desk.Command {
	return journey.Ask{Journey: way, Step: step, Words: journey.Words{Answers: answers}}
}

// attendance is that of one who is of a thing.
func attendance(way id.ID, step string, who id.ID) desk.Command {
	return journey.Attend{Journey: way, Step: step, By: who}
}
