// SPDX-License-Identifier: Apache-2.0

package demo

import (
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
		if h.day > f.plan.today {
			break
		}
		f.clock.Set(clockMorning(h.day))
		if err := h.do(ctx); err != nil {
			return fmt.Errorf("demo: %s on %s: %w", h.what, h.day, err)
		}
		progress(i+1, len(f.calendar))
	}
	return nil
}

// all has commands done by the user of a role, and fails if one is refused.
func (f *filling) all(ctx context.Context, role access.Role, scope access.Scope, commands []desk.Command) ([]desk.Receipt, error) {
	numbered := make([]desk.Numbered, len(commands))
	for i, c := range commands {
		numbered[i] = desk.Numbered{ID: id.New(), Command: c}
	}
	receipts := make([]desk.Receipt, len(commands))
	for i, o := range f.operation.Desk.DoAll(ctx, f.actors[role], scope, numbered) {
		if o.Err != nil {
			return nil, fault.Wrap(fmt.Sprintf("demo: %T by %s", commands[i], role), o.Err)
		}
		receipts[i] = o.Receipt
	}
	f.facts += count(receipts)
	return receipts, nil
}

func count(receipts []desk.Receipt) (facts int) {
	for _, r := range receipts {
		facts += r.Facts
	}
	return facts
}

// office has commands of the caseload's general compartment done.
func (f *filling) office(ctx context.Context, role access.Role, commands ...desk.Command) error {
	_, err := f.all(ctx, role, f.scope, commands)
	return err
}

// commons has commands of the commons done, and returns the first id that each made.
func (f *filling) commons(ctx context.Context, role access.Role, commands ...desk.Command) ([]id.ID, error) {
	receipts, err := f.all(ctx, role, access.Commons, commands)
	ids := make([]id.ID, len(receipts))
	for i, r := range receipts {
		if len(r.IDs) > 0 {
			ids[i] = r.IDs[0]
		}
	}
	return ids, err
}

// each builds the commands for a list of households.
func each(households []*household, build func(*household) []desk.Command) []desk.Command {
	var commands []desk.Command
	for _, h := range households {
		commands = append(commands, build(h)...)
	}
	return commands
}
