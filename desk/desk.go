// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
	"safar/kernel/vault"
)

// Desk is the one door to an operation's data. It is safe for concurrent use.
type Desk struct {
	store  store.Store
	ring   *keys.Ring
	rows   *register.Rows
	house  *register.House
	clock  clock.Clock
	stamps clock.Stamper
	writer journal.Writer
	lease  *lease // nil where this process is the only one that writes
	memory *memory
	counts *counts
	kept   *kept

	requests chan *request
	inFlight *flight   // the commit on its way; only the writer looks at it
	asked    time.Time // when the last request was asked; only the writer looks at it
	stopped  sync.WaitGroup
	closing  sync.RWMutex // held for writing while requests is closed
	closed   bool

	listenMu  sync.RWMutex
	listeners []func(Change)
}

// Change is what a commit changed: it is told to listeners after the commit is durable, in order of commits.
type Change struct {
	Stories []*register.Story // as they stand; valid only while the listener runs, and not to be changed
}

// Options say how a desk is opened. The zero value is what everybody wants who need not wait.
type Options struct {
	// Redrawing is told how many of how many facts were folded while the register of another program is drawn anew. It may be nil.
	Redrawing func(done, total uint64)

	// AsDrawn leaves the register as it is, for a check that says where facts are damaged from which it cannot be drawn.
	AsDrawn bool

	// Stories is how many opened stories the writer keeps between commits; 0 is 40,000. It is for whoever writes a whole operation at
	// once, and serves nobody meanwhile.
	Stories int
}

// Open opens the desk over a database and its keys. house is the closed list of kinds of stories and facts. Close it before the
// database.
func Open(ctx context.Context, st store.Store, ring *keys.Ring, house *register.House, c clock.Clock) (*Desk, error) {
	return OpenWith(ctx, st, ring, house, c, Options{})
}

// OpenWith opens the desk as Open does. A register that another program drew is drawn anew first, which takes some 100 µs a fact.
func OpenWith(ctx context.Context, st store.Store, ring *keys.Ring, house *register.House, c clock.Clock, o Options) (*Desk, error) {
	const op = "desk.Open"
	var hide register.ScopeKeys
	if !st.Exclusive() {
		hide = ring // the file is not ours alone: states are sealed
	}
	rows := register.NewRows(house, hide)
	if err := store.Apply(ctx, st, []store.Schema{journal.Tables, register.Tables, vault.Tables, LeaseTables}); err != nil {
		return nil, fault.Wrap(op, err)
	}
	if !o.AsDrawn {
		if err := register.Redraw(ctx, st, rows, ring, o.Redrawing); err != nil {
			return nil, fault.Wrap(op, err)
		}
	}
	d := &Desk{store: st, ring: ring, house: house, rows: rows, clock: c, writer: ring.Node(),
		memory: newMemory(st.Exclusive(), o.Stories), counts: newCounts(st.Exclusive()), kept: newKept(st.Exclusive()), requests: make(chan *request, 1024)}
	if !st.Exclusive() {
		var err error
		if d.lease, err = takeLease(ctx, d); err != nil {
			return nil, fault.Wrap(op, err)
		}
		d.writer.Slot = d.lease.slot
	}
	d.stopped.Go(d.write)
	return d, nil
}

// Close lets the writer finish what was handed to it, and stops it. Later commands are refused as Unavailable.
func (d *Desk) Close() error {
	d.closing.Lock()
	if d.closed {
		d.closing.Unlock()
		return nil
	}
	d.closed = true
	close(d.requests)
	d.closing.Unlock()
	d.stopped.Wait()
	return d.lease.release(d)
}

// Store returns the database under the desk, for checks and measurements; it is not for pages.
func (d *Desk) Store() store.Store { return d.store }

// Ring returns the keys of this node.
func (d *Desk) Ring() *keys.Ring { return d.ring }

// Rows returns the register's rows, for checks and rebuilding.
func (d *Desk) Rows() *register.Rows { return d.rows }

// Clock returns the clock of the operation.
func (d *Desk) Clock() clock.Clock { return d.clock }

// Today is the operation's day.
func (d *Desk) Today() clock.Day { return clock.DayOf(d.clock.Now()) }

// Moment returns when a stamp was made, in the time zone of the operation: people read the hour and the day of where they live.
func (d *Desk) Moment(at clock.Stamp) time.Time { return at.Time().In(d.clock.Now().Location()) }

// Listen calls f after every commit of this process, one at a time; f must be quick, and must not call the desk.
func (d *Desk) Listen(f func(Change)) {
	d.listenMu.Lock()
	defer d.listenMu.Unlock()
	d.listeners = append(d.listeners, f)
}

func (d *Desk) tell(c Change) {
	d.listenMu.RLock()
	defer d.listenMu.RUnlock()
	for _, f := range d.listeners {
		f(c)
	}
}

// Do has a command decided and waits until what it wrote is durable. commandID makes it idempotent: the same command
// sent again gives the same receipt and writes nothing; another command under the same id is a fault of kind Conflict.
func (d *Desk) Do(ctx context.Context, by access.Actor, scope access.Scope, commandID id.ID, c Command) (Receipt, error) {
	outcomes := d.DoAll(ctx, by, scope, []Numbered{{commandID, c}})
	return outcomes[0].Receipt, outcomes[0].Err
}

// Numbered is a command with its id. ID makes it idempotent (see Do); Command says what is asked.
type Numbered struct {
	ID      id.ID
	Command Command
}

// Outcome is what became of one command of DoAll. Err is nil where it was done, and then Receipt says how; otherwise Receipt is
// empty.
type Outcome struct {
	Receipt Receipt
	Err     error
}

// DoAll has many commands of one scope decided in order, each on its own: one that is refused leaves the others standing. They
// share commits, so that a thousand cost little more than ten.
func (d *Desk) DoAll(ctx context.Context, by access.Actor, scope access.Scope, commands []Numbered) []Outcome {
	outcomes := d.Send(ctx, by, scope, commands).Outcomes()
	d.erase(ctx, scope, commands, outcomes)
	d.dropAttachments(ctx, scope, commands, outcomes)
	return outcomes
}

// Send hands commands of one scope to the writer and does not wait for what becomes of them: what is sent after them is decided
// after them, and they share commits. They are judged, and dated, at the time at which they were sent.
func (d *Desk) Send(ctx context.Context, by access.Actor, scope access.Scope, commands []Numbered) *Sent {
	r := newRequest(ctx, by, scope, commands)
	if len(commands) == 0 {
		close(r.done)
		return &Sent{r, nil}
	}
	return d.hand(r)
}

// Sent are commands that were handed to the writer.
type Sent struct {
	request *request
	refused []Outcome // of a request that the writer did not take
}

// Outcomes waits until every command is durable or refused, and says what became of each, in their order.
func (s *Sent) Outcomes() []Outcome {
	if s.refused != nil {
		return s.refused
	}
	s.request.awaited.Store(true)
	<-s.request.done
	return s.request.outcomes
}

// hand hands a request to the writer. One that the writer took is always answered.
func (d *Desk) hand(r *request) *Sent {
	d.closing.RLock()
	defer d.closing.RUnlock()
	if d.closed {
		return &Sent{r, r.refuse(fault.New("desk.Do", fault.Unavailable, "desk.closed", nil))}
	}
	r.asked = d.clock.Now()
	select {
	case d.requests <- r:
		return &Sent{r, nil}
	case <-r.ctx.Done():
		return &Sent{r, r.refuse(fault.New("desk.Do", fault.Unavailable, "desk.given_up", nil).Because(r.ctx.Err()))}
	}
}

// submit hands a request to the writer and waits for what becomes of it.
func (d *Desk) submit(r *request) []Outcome { return d.hand(r).Outcomes() }

// request is what waits for the writer.
type request struct {
	ctx      context.Context
	by       access.Actor
	scope    access.Scope
	asked    time.Time // by the operation's clock: the commands are judged and dated at this time
	internal bool      // of the desk itself, authorised by what led to it
	commands []Numbered
	outcomes []Outcome
	left     int    // commands that are yet to be answered
	alone    func() // instead of commands: what the writer does between two groups
	done     chan struct{}
	awaited  atomic.Bool // somebody does nothing else until it is answered
}

func newRequest(ctx context.Context, by access.Actor, scope access.Scope, commands []Numbered) *request {
	return &request{ctx: ctx, by: by, scope: scope, commands: commands, outcomes: make([]Outcome, len(commands)),
		left: len(commands), done: make(chan struct{})}
}

// refuse gives every command of r the same fault; what has no commands is given one.
func (r *request) refuse(err error) []Outcome {
	if r.alone != nil {
		return []Outcome{{Err: err}}
	}
	for i := range r.outcomes {
		r.outcomes[i] = Outcome{Err: err}
	}
	return r.outcomes
}
