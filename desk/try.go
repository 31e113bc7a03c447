// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// trial is what a group has that decides and writes nothing: it reads one snapshot, stands in nobody's way, and puts back what a command did
// that refused half-way.
type trial struct {
	stamps clock.Stamper
	before map[*held]*register.Story // as the command that is judged found what it changed
}

// readMost bounds how many stories that nobody changed a trial keeps at hand.
const readMost = 5_000

// Try has many commands of one scope decided in order on a snapshot, each on what those before it would have left, as DoAll would, and writes nothing: no fact, no
// key, no look. heed is told of each, in order, with the fault that stands against it, or nil. It ends before the last where ctx does. What Try foresees holds for
// the moment at which it began: the desk judges again when the commands come.
func (d *Desk) Try(ctx context.Context, by access.Actor, scope access.Scope, commands []Numbered, heed func(i int, err error)) error {
	now := d.clock.Now()
	err := d.store.Read(ctx, func(db store.Tx) error {
		g := newGroup(ctx, d, db)
		g.trial = &trial{}
		for i, c := range commands {
			if err := ctx.Err(); err != nil {
				return err
			}
			tx := &Tx{group: g, by: by, scope: scope, command: c.ID, now: now}
			err := mayDo(by, c.Command.Act(), scope, tx.Today()) // as DoAll
			if err == nil {
				err = fault.Wrap("desk.Try", g.tryOne(tx, c.Command))
			}
			heed(i, err)
		}
		return nil
	})
	if ctx.Err() != nil {
		err = fault.New("desk.Try", fault.Unavailable, "desk.given_up", nil).Because(ctx.Err())
	}
	return fault.Wrap("desk.Try", err)
}

// tryOne judges one command, and puts back what it changed where it refuses.
func (g *group) tryOne(tx *Tx, c Command) error {
	g.trial.before = map[*held]*register.Story{}
	err := judge(tx, c)
	for h, was := range g.trial.before {
		if err == nil {
			break
		}
		h.story = was
		var failed error
		if h.entries, failed = g.changes.Put(was, h.entries); failed != nil {
			return failed
		}
	}
	if len(g.stories) > readMost {
		for key, h := range g.stories {
			if !h.changed {
				delete(g.stories, key)
			}
		}
		clear(g.finds)
	}
	return err
}

// keepBefore keeps a story as it stands before the command that is tried changes it first.
func (g *group) keepBefore(h *held) (err error) {
	if g.trial == nil || g.trial.before[h] != nil {
		return nil
	}
	g.trial.before[h], err = h.story.Copy()
	return err
}

// stampsOf are what the facts of the group are stamped by: a trial moves no clock but its own.
func (g *group) stampsOf() *clock.Stamper {
	if g.trial != nil {
		return &g.trial.stamps
	}
	return &g.desk.stamps
}

// mint makes the key of an owner who has none yet; a trial, which seals nothing, makes none.
func (g *group) mint(scope access.Scope, owner id.ID) error {
	if g.trial != nil {
		return nil
	}
	return g.desk.ring.Mint(g.ctx, scope, owner)
}

// Done says of each of some commands of a scope whether it was done on this node. It tells of the ids alone, which whoever asks has made.
func (d *Desk) Done(ctx context.Context, scope access.Scope, commands []id.ID) (done []bool, err error) {
	done = make([]bool, len(commands))
	err = d.store.Read(ctx, func(db store.Tx) error {
		for i, c := range commands {
			found, err := journal.FindDone(ctx, db, scope, c)
			if err != nil {
				return err
			}
			done[i] = found != nil
		}
		return nil
	})
	return done, fault.Wrap("desk.Done", err)
}
