// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"context"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// Past is a board as it stood on a past day. It does not change any more, and answers every question of a Board.
type Past struct {
	*Board
	Day   clock.Day // the day that was asked for, which it counts
	Noted clock.Day // the day of the newest frontier of the caseload that is not after Day; NoDay where none is
	Late  int       // facts of this caseload and of the commons that happened by Day and came after the frontier
}

// AsOf draws the board again as it stood at the end of a day: every story is folded anew from the facts that had been written
// by then, on this node or on those it had heard of. What somebody asked to be forgotten since then stays forgotten: their age is
// told from the year of their birth, which the counts keep.
//
// It reads the whole journal of the caseload, which takes seconds where a board takes milliseconds; asked for again it is at hand until
// something is written. Faults: NotAllowed; Invalid figures.day_to_come for a day after today.
//
// To whoever does not work with the persons only the ends of months are told, and of one no number that would say, beside the next month's end (or
// today), what became of fewer than access.FewestTold: else two days that follow one another would show one household leave. Fault: Invalid
// figures.only_month_ends. What is not held: who writes down today's numbers day after day can subtract them as well.
func (b *Board) AsOf(ctx context.Context, asker access.Actor, day clock.Day) (*Past, error) {
	const op = "figures.AsOf"
	if _, err := ask(ctx, b, asker, func(*desk.Reader) (struct{}, error) { return struct{}{}, nil }); err != nil {
		return nil, err
	}
	today := b.desk.Today()
	if day > today {
		return nil, fault.New(op, fault.Invalid, "figures.day_to_come", fault.Args{"day": day.String()})
	}
	beside := !access.WorksWithPersons(asker, b.scope, today) && day < today
	if end := monthEnd(day); beside && end != day {
		return nil, fault.New(op, fault.Invalid, "figures.only_month_ends", fault.Args{"day": end.String()})
	}
	if kept := b.kept(day, beside); kept != nil {
		return kept, nil
	}
	heard := b.heard()
	past, err := b.drawn(ctx, day)
	if err == nil && beside {
		err = past.setBeside(ctx, b, min(monthEndAfter(day), today))
	}
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	b.keepPast(past, heard)
	return past, nil
}

// setBeside draws the later day with which the numbers of a past one are compared.
func (p *Past) setBeside(ctx context.Context, b *Board, day clock.Day) error {
	later, err := b.drawn(ctx, day)
	if err != nil {
		return err
	}
	later.mu.Lock()
	defer later.mu.Unlock()
	later.bring(day) // from here on it does not change
	p.later = later.Board
	return nil
}

// drawn draws the board anew as it stood at the end of a day.
func (b *Board) drawn(ctx context.Context, day clock.Day) (*Past, error) {
	past := &Past{Board: newBoard(b.desk, b.scope, b.programme), Day: day, Noted: clock.NoDay}
	past.fixed = day
	past.mu.Lock()
	defer past.mu.Unlock()
	return past, b.desk.Store().Read(ctx, func(db store.Tx) error {
		for _, scope := range []access.Scope{access.Commons, b.scope} {
			d := &drawing{past: past, ctx: ctx, db: db, scope: scope, stories: map[id.ID]*register.Story{}, late: map[id.ID][]*journal.Fact{}}
			if err := d.draw(); err != nil {
				return err
			}
		}
		return nil
	})
}

// kept returns the past that was drawn last, where it is of this day and nothing was written since; beside asks for one that is set beside a
// later day.
func (b *Board) kept(day clock.Day, beside bool) *Past {
	b.pendingMu.Lock()
	defer b.pendingMu.Unlock()
	if b.past == nil || b.past.Day != day || beside && b.past.later == nil {
		return nil
	}
	return b.past
}

// heard returns how many commits were heard of that concern the board.
func (b *Board) heard() uint64 {
	b.pendingMu.Lock()
	defer b.pendingMu.Unlock()
	return b.commits
}

// keepPast keeps a past until the next commit that concerns the board, so that somebody who breaks it down in several ways waits once: what
// comes may be late for it, or forget somebody in it. Where other processes write too it is not kept.
func (b *Board) keepPast(p *Past, heard uint64) {
	b.pendingMu.Lock()
	defer b.pendingMu.Unlock()
	if b.desk.Store().Exclusive() && b.commits == heard {
		b.past = p
	}
}

// dropPast lets the past go that was drawn last.
func (b *Board) dropPast() {
	b.pendingMu.Lock()
	defer b.pendingMu.Unlock()
	b.commits++
	b.past = nil
}
