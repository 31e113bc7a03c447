// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// happening is what happens on one day, when that day has come.
type happening struct {
	day  clock.Day
	what string // for the progress line and for errors
	do   func(ctx context.Context) error
}

// on puts something into the calendar. What is put on one day happens in the order in which it was put there.
func (f *filling) on(day clock.Day, what string, do func(ctx context.Context) error) {
	f.calendar = append(f.calendar, happening{day, what, do})
}

// run lets every day pass, in order, up to today. What is planned beyond today does not happen.
func (f *filling) run(ctx context.Context, progress func(done, total int)) error {
	slices.SortStableFunc(f.calendar, func(a, b happening) int { return int(a.day - b.day) })
	for i, h := range f.calendar {
		if h.day > f.today {
			break
		}
		f.clock.Set(clockMorning(h.day))
		f.happening = h
		if err := h.do(ctx); err != nil {
			return cmp.Or(f.settle(0), h.failed(err)) // what was sent before and refused is why
		}
		progress(i+1, len(f.calendar))
	}
	return f.settle(0)
}

// failed says what went wrong on which day.
func (h happening) failed(err error) error {
	return fmt.Errorf("demo: %s on %s: %w", h.what, h.day, err)
}

// sentAhead is how many calls may be on their way to the disk while the days go on.
const sentAhead = 256

// sending is a call that was sent and not waited for: what it makes is known beforehand.
type sending struct {
	happening happening
	role      access.Role
	commands  []desk.Numbered
	sent      *desk.Sent
}

// settle waits until no more than so many calls are on their way, and fails with the first command that was refused.
func (f *filling) settle(most int) error {
	for len(f.sent) > most {
		s := f.sent[0]
		f.sent = f.sent[1:]
		for i, o := range s.sent.Outcomes() {
			if o.Err != nil && f.refused == nil {
				f.refused = s.happening.failed(fault.Wrap(fmt.Sprintf("demo: %T by %s", s.commands[i].Command, s.role), o.Err))
			}
			f.facts += o.Receipt.Facts
		}
	}
	return f.refused
}

// send has commands done by the user of a role, after all that were sent before, and does not wait: settle says if one was refused.
func (f *filling) send(ctx context.Context, role access.Role, scope access.Scope, commands []desk.Command) []desk.Numbered {
	numbered := make([]desk.Numbered, len(commands))
	for i, c := range commands {
		numbered[i] = desk.Numbered{ID: id.New(), Command: c}
	}
	f.sent = append(f.sent, sending{f.happening, role, numbered, f.operation.Desk.Send(ctx, f.actors[role], scope, numbered)})
	return numbered
}

// makes has commands done, and returns the first n ids that each of them makes.
func (f *filling) makes(ctx context.Context, role access.Role, scope access.Scope, n int, commands ...desk.Command) ([][]id.ID, error) {
	ids := make([][]id.ID, len(commands))
	for i, sent := range f.send(ctx, role, scope, commands) {
		var err error
		if ids[i], err = f.operation.Desk.Makes(ctx, scope, sent.ID, n); err != nil {
			return nil, err
		}
	}
	return ids, f.settle(sentAhead)
}

// each builds the commands for a list of households.
func each(households []*household, build func(*household) []desk.Command) []desk.Command {
	var commands []desk.Command
	for _, h := range households {
		commands = append(commands, build(h)...)
	}
	return commands
}
