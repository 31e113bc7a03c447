// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// A group that holds groupFacts is committed as soon as the disk is free: the next is decided meanwhile. While the disk is busy with the one
// before, more commands join the group, up to mostFacts, so that memory stays small and nobody waits long: a large group writes a story
// that many of its commands change once. Where somebody waits for a command and what comes after was sent ahead, the group ends there.
// Half as many facts cost a processor 8 % more to fill the demo.
const groupFacts, mostFacts = 2048, 8192

// write is the one writer: it takes what is waiting as a group, and commits it. Where this process is the only one that writes, the
// commit of a group runs on a core of its own while the next group is decided (flight).
func (d *Desk) write() {
	for {
		first, open := d.next()
		if !open {
			d.land()
			return
		}
		if first != nil {
			d.serve(append([]*request{first}, d.waiting()...))
		}
	}
}

// next waits for a request, or for the commit in flight, which it lands; then there is no request.
func (d *Desk) next() (r *request, open bool) {
	if d.inFlight == nil {
		r, open = <-d.requests
		return r, open
	}
	select {
	case r, open = <-d.requests:
		return r, open
	case <-d.inFlight.done:
		d.land()
		return nil, true
	}
}

// waiting takes what else waits, without waiting for more.
func (d *Desk) waiting() (waiting []*request) {
	for len(waiting) < 256 {
		select {
		case r, open := <-d.requests:
			if !open {
				return waiting
			}
			waiting = append(waiting, r)
		default:
			return waiting
		}
	}
	return waiting
}

// serve commits the commands of some requests, in as many groups as they need, and between them does what is to be done alone.
func (d *Desk) serve(waiting []*request) {
	var slots []slot
	for _, r := range waiting {
		d.inOrder(r)
		if r.alone != nil {
			d.commitAll(slots)
			d.land()
			slots = nil
			r.alone()
			close(r.done)
		}
		for i := range r.commands {
			slots = append(slots, slot{r, i})
		}
	}
	d.commitAll(slots)
}

// overtaking bounds by how much a request can have been asked before one that came to the writer first.
const overtaking = time.Minute

// inOrder gives a request that another overtook on its way the time of that one, so that midnight falls between two facts once. A clock
// that was set back is another matter.
func (d *Desk) inOrder(r *request) {
	if r.asked.Before(d.asked) && d.asked.Sub(r.asked) < overtaking {
		r.asked = d.asked
	}
	d.asked = r.asked
}

func (d *Desk) commitAll(slots []slot) {
	commit := d.commit
	if d.store.Exclusive() {
		commit = d.commitAhead
	}
	for len(slots) > 0 {
		slots = slots[commit(slots):]
	}
}

// slot is one command of a request.
type slot struct {
	request *request
	index   int
}

func (s slot) set(o Outcome) { s.request.outcomes[s.index] = o }

// answer answers the requests whose last command is among slots.
func answer(slots []slot) {
	for _, s := range slots {
		if s.request.left--; s.request.left == 0 {
			close(s.request.done)
		}
	}
}

// fail gives the commands that were not refused the fault of their commit.
func fail(slots []slot, err error) {
	for _, s := range slots {
		if s.request.outcomes[s.index].Err == nil {
			s.set(Outcome{Err: fault.Wrap("desk.Do", err)})
		}
	}
}

func (s slot) command() Numbered { return s.request.commands[s.index] }

// commit decides commands from the front of slots until the group is full, commits them in the same transaction, and returns how many it
// took. Commands that refuse after they recorded something are left out and the group is decided again.
func (d *Desk) commit(slots []slot) int {
	ctx := context.Background() // a commit is not abandoned half-way because one of its askers left
	refused := map[int]bool{}
	for {
		var spoiled bool
		var last *group
		taken, runs := 0, 0
		err := d.store.Write(ctx, func(db store.Tx) error {
			if runs++; runs > 1 {
				clear(refused) // the database moved on: who refused half-way is judged on what it holds now
				d.abandon(last)
			}
			last = newGroup(ctx, d, db)
			if taken, spoiled = last.decide(slots, refused); spoiled {
				return errSpoiled
			}
			ready, err := last.ready()
			if err != nil {
				return err
			}
			return ready.write(ctx, d, db)
		})
		if spoiled {
			d.abandon(last)
			continue
		}
		taken = max(taken, 1)
		if err != nil {
			d.abandon(last)
			fail(slots[:taken], err)
		} else {
			d.keep(last)
		}
		answer(slots[:taken])
		return taken
	}
}

var errSpoiled = fmt.Errorf("desk: decide again without the command that refused half-way")

// decide decides commands until the group is full. spoiled says that one refused after it had recorded something.
func (g *group) decide(slots []slot, refused map[int]bool) (taken int, spoiled bool) {
	for i, s := range slots {
		if g.full(s.request) {
			return i, false
		}
		g.take(s.request)
		if refused[i] {
			continue // its outcome was set when it refused
		}
		outcome, half := g.decideOne(s)
		s.set(outcome)
		if half {
			refused[i] = true
			return i + 1, true
		}
	}
	return len(slots), false
}

// take notes that a command of a request is of the group.
func (g *group) take(r *request) {
	if n := len(g.requests); n == 0 || g.requests[n-1] != r {
		g.requests = append(g.requests, r)
	}
}

// full reports whether the group takes no more commands, of which the next is one of r.
func (g *group) full(r *request) bool {
	n := len(g.pending)
	if n == 0 || n >= mostFacts || g.desk.flying() {
		return n >= mostFacts
	}
	return n >= groupFacts || !r.awaited.Load() && slices.ContainsFunc(g.requests, func(of *request) bool { return of.awaited.Load() })
}

// mayDo reports whether somebody may do an act that changes something.
func mayDo(by access.Actor, act access.Act, scope access.Scope, day clock.Day) error {
	if err := by.MayChange(); err != nil {
		return err
	}
	return access.May(by, act, scope, day)
}

// decideOne has one command judged. half says that it refused after it recorded something.
func (g *group) decideOne(s slot) (o Outcome, half bool) {
	c := s.command()
	receipt := Receipt{Command: c.ID, Scope: s.request.scope}
	if err := s.request.ctx.Err(); err != nil {
		return Outcome{receipt, fault.New("desk.Do", fault.Unavailable, "desk.given_up", nil).Because(err)}, false
	}
	today := clock.DayOf(s.request.asked)
	if !s.request.internal {
		if err := mayDo(s.request.by, c.Command.Act(), s.request.scope, today); err != nil {
			return Outcome{receipt, err}, false
		}
	}
	asked, err := g.digest(s.request.scope, c.Command)
	if err != nil {
		return Outcome{receipt, fault.Wrap("desk.Do", err)}, false
	}
	if again, err := g.again(s.request.scope, c, asked); again != nil || err != nil {
		if again != nil {
			receipt = *again
		}
		return Outcome{receipt, err}, false
	}
	tx := &Tx{group: g, by: s.request.by, scope: s.request.scope, command: c.ID, now: s.request.asked}
	if err := judge(tx, c.Command); err != nil {
		return Outcome{receipt, fault.Wrap("desk.Do", err)}, len(tx.recorded) > 0
	}
	done := journal.Done{Command: c.ID, Digest: asked, Facts: uint64(len(tx.recorded)), IDs: tx.made}
	if n := len(tx.recorded); n > 0 {
		done.Last = tx.recorded[n-1].fact.Ref()
	}
	g.pending = append(g.pending, tx.recorded...)
	g.done = append(g.done, doneCommand{s.request.scope, done})
	g.repeats[doneKey{s.request.scope, c.ID}] = len(g.done) - 1
	receipt, err = g.receipt(s.request.scope, done, false)
	return Outcome{receipt, err}, false
}

// judge runs a command and turns a panic in it into a fault, so that one faulty command cannot stop the writer.
func judge(tx *Tx, c Command) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.New("desk.Do", fault.Internal, "", fault.Args{"command": fmt.Sprintf("%T", c)}).
				Because(fmt.Errorf("panic: %v", p))
		}
	}()
	return c.Decide(tx)
}

// again returns the receipt of a command that was done before, or nil.
func (g *group) again(scope access.Scope, c Numbered, asked journal.Hash) (*Receipt, error) {
	var done *journal.Done
	if done = g.doneBefore(scope, c.ID); done == nil {
		done = g.below.doneBefore(scope, c.ID)
	}
	if done == nil {
		fresh, err := g.desk.memory.commands.fresh(g.ctx, g.db, scope, c.ID)
		if fresh || err != nil {
			return nil, err
		}
		if done, err = journal.FindDone(g.ctx, g.db, scope, c.ID); err != nil || done == nil {
			return nil, err
		}
	}
	if done.Digest != asked {
		return nil, fault.New("desk.Do", fault.Conflict, "desk.command_id_used", nil)
	}
	r, err := g.receipt(scope, *done, true)
	return &r, err
}

func (g *group) receipt(scope access.Scope, done journal.Done, again bool) (Receipt, error) {
	r := Receipt{Command: done.Command, Scope: scope, Last: done.Last, Facts: int(done.Facts), Again: again}
	if done.IDs == 0 {
		return r, nil
	}
	var err error
	r.IDs, err = g.desk.Makes(g.ctx, scope, done.Command, int(done.IDs))
	return r, err
}

// ready is what a decided group writes: everything encoded and sealed, so that it is of no matter what becomes of the states.
type ready struct {
	group   *group
	batch   *journal.Batch
	changes *register.Written
}

// ready encodes and seals what the group did, the one beside the other: neither looks at what the other makes.
func (g *group) ready() (*ready, error) {
	r := &ready{group: g}
	encoded := make(chan error, 1)
	go func() (err error) {
		defer func() { encoded <- err }()
		r.changes, err = g.changes.Encode()
		return err
	}()
	var err error
	r.batch, err = g.seal()
	return r, errors.Join(err, <-encoded)
}

// write makes what the group did durable but for the commit itself. The keys go to a database of their own while facts and register
// are written to theirs; the commit comes after both, so that no fact is durable before the key that seals it.
func (r *ready) write(ctx context.Context, d *Desk, db store.Tx) error {
	if err := d.lease.check(ctx, d, db, d.clock.Now()); err != nil {
		return err
	}
	persisted := make(chan error, 1)
	go func() { persisted <- d.ring.Persist(ctx) }()
	err := r.batch.Write(ctx, db)
	if err == nil {
		err = r.changes.Write(ctx, db)
	}
	if failed := <-persisted; err == nil {
		err = failed
	}
	return err
}

// keep remembers the states of a group that is durable, and tells the listeners.
func (d *Desk) keep(g *group) {
	var changed []*register.Story
	for key, h := range g.stories {
		d.memory.put(key, h.story)
		if h.changed {
			changed = append(changed, h.story)
		}
	}
	for key, found := range g.finds {
		if g.below == nil || !g.below.changes.Touches(key.scope, key.list, key.key) {
			d.memory.remember(key, found)
		}
	}
	for i := range g.done {
		d.memory.commands.keep(g.done[i].scope, g.done[i].done.Command)
	}
	d.memory.changed(g.changes)
	d.counts.changed(g.changes)
	if len(changed) > 0 {
		d.tell(Change{Stories: changed})
	}
}

// abandon forgets what a group that was not committed had in its hands.
func (d *Desk) abandon(g *group) {
	d.ring.Discard()
	if g == nil {
		return
	}
	for key, h := range g.stories {
		if h.changed {
			d.memory.forget(key)
		}
	}
}
