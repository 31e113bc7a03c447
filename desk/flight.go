// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"

	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// flight is a group that is sealed, written and committed while the next group is decided above it. There is at most one. Its askers are
// answered when it has landed: nothing is acknowledged before it is durable.
type flight struct {
	group *group
	slots []slot
	done  chan struct{} // closed when the commit has ended
	err   error         // of the commit; to be read once done is closed
}

// commitAhead decides commands from the front of slots on what is durable and what is in flight, waits for the flight to land, and
// sends the group on its way. It returns how many commands it took. Where the flight failed, what was decided above it is
// decided again.
func (d *Desk) commitAhead(slots []slot) int {
	ctx := context.Background()
	refused := map[int]bool{}
	for {
		g, taken, spoiled, err := d.decideAhead(ctx, slots, refused)
		taken = max(taken, 1)
		if landed := d.land(); !landed || spoiled {
			d.abandon(g)
			if !landed {
				clear(refused)
			}
			continue
		}
		if err != nil {
			d.abandon(g)
			fail(slots[:taken], err)
			answer(slots[:taken])
			return taken
		}
		d.takeOff(ctx, g, slots[:taken])
		return taken
	}
}

// decideAhead decides a group on a snapshot, above the group in flight.
func (d *Desk) decideAhead(ctx context.Context, slots []slot, refused map[int]bool) (g *group, taken int, spoiled bool, err error) {
	err = d.store.Read(ctx, func(db store.Tx) error {
		g = newGroup(ctx, d, db)
		if d.inFlight != nil {
			g.below = d.inFlight.group
		}
		taken, spoiled = g.decide(slots, refused)
		return nil
	})
	return g, taken, spoiled, err
}

// takeOff seals and commits a group beside the writer; from here on its states are only read. A group that did nothing needs no commit.
func (d *Desk) takeOff(ctx context.Context, g *group, slots []slot) {
	g.follow()
	d.kept.begins(g.changes)
	f := &flight{group: g, slots: slots, done: make(chan struct{})}
	d.inFlight = f
	if len(g.done) == 0 {
		close(f.done)
		d.land()
		return
	}
	d.stopped.Go(func() {
		d.fly(ctx, f)
		d.fold(ctx)
	})
}

// fly makes the group of a flight durable.
func (d *Desk) fly(ctx context.Context, f *flight) {
	defer close(f.done)
	f.err = d.send(ctx, f.group)
}

// fold has the log of the database folded into its file once the flight has landed, so that no asker waits for that.
func (d *Desk) fold(ctx context.Context) {
	if log, is := d.store.(interface{ Fold(context.Context) }); is {
		log.Fold(ctx)
	}
}

// send seals a group and makes it durable.
func (d *Desk) send(ctx context.Context, g *group) error {
	out, err := g.ready()
	if err != nil {
		return err
	}
	return d.store.Write(ctx, func(db store.Tx) error { return out.write(ctx, d, db) })
}

// follow chains the group's feeds to those of the group below it, which has landed.
func (g *group) follow() {
	if g.below == nil {
		return
	}
	for scope, f := range g.feeds {
		if below := g.below.feeds[scope]; below != nil {
			f.tip = below.tip
		}
	}
}

// flying reports whether a group is still on its way to the disk.
func (d *Desk) flying() bool {
	if d.inFlight == nil {
		return false
	}
	select {
	case <-d.inFlight.done:
		return false
	default:
		return true
	}
}

// land waits for the flight, if there is one, keeps what is durable, and answers. It reports false where the commit failed: then nothing
// that was decided above it holds.
func (d *Desk) land() bool {
	f := d.inFlight
	if f == nil {
		return true
	}
	<-f.done
	d.inFlight = nil
	d.kept.ended(f.group.changes)
	if f.err != nil {
		d.abandon(f.group)
		fail(f.slots, f.err)
	} else {
		d.keep(f.group)
	}
	f.group.below = nil // or each group would keep all before it
	answer(f.slots)
	return f.err == nil
}

// storyBelow returns a story as the group in flight leaves it; nil where that group has not read it. changed says that it changed it: then the
// state is that group's alone, until it has landed, and stands at the entries.
func (g *group) storyBelow(key storyKey) (s *register.Story, entries register.Entries, changed bool) {
	if g.below == nil || g.below.stories[key] == nil {
		return nil, nil, false
	}
	h := g.below.stories[key]
	return h.story, h.entries, h.changed
}

// doneBefore returns a command that the group, which may be nil, has done.
func (g *group) doneBefore(scope access.Scope, command id.ID) *journal.Done {
	if g == nil {
		return nil
	}
	if i, ok := g.repeats[doneKey{scope, command}]; ok {
		return &g.done[i].done
	}
	return nil
}

// feedBelow returns the feed of a scope as the group in flight leaves it; nil where it did not touch it.
func (g *group) feedBelow(scope access.Scope) *feedState {
	if g.below == nil || g.below.feeds[scope] == nil {
		return nil
	}
	b := g.below.feeds[scope]
	return &feedState{feed: b.feed, id: b.id, found: b.next - 1, next: b.next, epoch: b.epoch, all: b.all} // its tip moves until it has landed
}
