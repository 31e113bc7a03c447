// SPDX-License-Identifier: Apache-2.0

package bulk

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// State is how far a work has come.
type State string

// The states of a work.
const (
	Chosen  State = "chosen"  // they are chosen, and nothing is asked for them yet
	Looking State = "looking" // it is being found out what would come of it
	Looked  State = "looked"  // what would come of it is known; nothing is written
	Going   State = "going"   // it is carried out
	Stopped State = "stopped" // it was stopped half-way, or the program ended: it can be gone on with, or ended
	Ended   State = "ended"
)

// Under reports whether something goes on by itself: whoever looks again finds more.
func (s State) Under() bool { return s == Looking || s == Going }

// Reason is why some of the many are refused.
type Reason struct {
	Err error // the fault, for the words of whoever reads
	At  []int // which of the items
}

// Work is a work as whoever asked for it sees it.
type Work struct {
	ID    id.ID        // from which the ids of its commands are drawn
	Scope access.Scope // in which it is done
	From  string       // path of the list on which they were chosen; "" where that is not known any more
	Deed  string       // Deed.ID; "" while none was chosen
	Asked Asked        // what is said once for all of them
	Words Words        // what was written for all of them
	Of    id.ID        // the work that this one takes back; zero for a deed
	Items []Item       // of whom it is; not to be changed
	State State        // how far it has come

	Seen    int      // how many were judged of those that are looked at, or sent of those that are carried out
	Can     int      // how many would be done, once that is known; how many are asked for, once it began
	Done    int      // how many were done
	Refused []Reason // those that would be refused, or were, the most first
	Why     error    // why it stopped; nil where whoever asked stopped it, or the program ended
	Begun   bool     // whether it was asked for: it stands in the register from then on
}

// Back reports whether it takes another work back.
func (w *Work) Back() bool { return !w.Of.IsZero() }

// OfHouseholds reports whether it is about households as such, and not about a step of their way.
func (w *Work) OfHouseholds() bool { return len(w.Items) > 0 && w.Items[0].Journey.IsZero() }

// Works is where a process that serves carries works out, behind its pages. Whoever asked for a work sees it, and nobody else. Close it before the desk. It is safe
// for concurrent use.
//
// What was chosen and not asked for yet is held in memory alone, for half a day. What was asked for stands in the register: after a crash it is found there
// (Mine, Recall), and the desk knows which of its commands were done.
type Works struct {
	desk  *desk.Desk
	open  context.Context
	close context.CancelFunc
	look  chan struct{} // held by what is looked at: it keeps much in memory
	going sync.WaitGroup
	turn  int // commands that are sent at a time

	mu     sync.Mutex
	closed bool
	held   map[id.ID]*held
}

// held is a work with what nobody outside this package sees.
type held struct {
	work    Work
	by      access.Actor
	session string // in which it was asked for: it stops when that is signed out of
	yard    bool   // it was asked for on a phone that joined by a code
	touched time.Time
	stopped bool          // it is to stop after the turn that is on its way
	cancel  func()        // ends what is looked at
	rested  chan struct{} // closed when nothing goes on any more; nil before anything did
}

// How much is held at once.
const (
	mostOfOne = 8        // works that one person has in memory at once
	mostItems = 8 * Most // items of all works together
	keptFor   = 12 * time.Hour
)

// NewWorks returns the place for the works of an operation.
func NewWorks(d *desk.Desk) *Works {
	open, stop := context.WithCancel(context.Background())
	return &Works{desk: d, open: open, close: stop, look: make(chan struct{}, 1), turn: Turn, held: map[id.ID]*held{}}
}

// Close stops what goes on after the turn that is on its way, and waits for it. What was done stays, and the rest can be gone on with when the operation is open again.
func (w *Works) Close() {
	w.mu.Lock()
	w.closed = true
	for _, h := range w.held {
		h.stopped = true
	}
	w.mu.Unlock()
	w.close()
	w.going.Wait()
}

func noWork(op string) error {
	return fault.New(op, fault.NotFound, "bulk.no_work", nil).WithHint("bulk.no_work_hint")
}

// own returns a work of somebody, with w.mu locked. Fault: NotFound bulk.no_work, also for that of somebody else.
func (w *Works) own(by access.Actor, of id.ID) (*held, error) {
	h := w.held[of]
	if h == nil || h.by.User != by.User {
		return nil, noWork("bulk.Works")
	}
	h.touched = w.desk.Clock().Now()
	return h, nil
}

// makeRoom lets go of what nobody looked at for long, and of the oldest that has ended where somebody has many. w.mu is locked. Faults: Conflict bulk.many;
// Unavailable bulk.full.
func (w *Works) makeRoom(by access.Actor, items int) error {
	const op = "bulk.Choose"
	var own []*held
	now := w.desk.Clock().Now()
	for of, h := range w.held {
		if idle := now.Sub(h.touched); !h.work.State.Under() && (idle > keptFor || idle < -keptFor) {
			delete(w.held, of)
			continue
		}
		items += len(h.work.Items)
		if h.by.User == by.User && !h.work.State.Under() {
			own = append(own, h)
		}
	}
	slices.SortFunc(own, func(a, b *held) int { return a.touched.Compare(b.touched) })
	for len(own) >= mostOfOne { // what was asked for stands in the register, and what was not is chosen again
		items -= len(own[0].work.Items)
		delete(w.held, own[0].work.ID)
		own = own[1:]
	}
	if w.closed || items > mostItems {
		return fault.New(op, fault.Unavailable, "bulk.full", nil).WithHint("bulk.full_hint")
	}
	return nil
}

// Choose holds whom somebody chose on a list, and returns the id of the work that may come of it. Faults: Invalid bulk.nobody, bulk.too_many; Unavailable bulk.full.
func (w *Works) Choose(by access.Actor, scope access.Scope, from string, items []Item) (id.ID, error) {
	return w.hold(by, Work{Scope: scope, From: from, Items: slices.Clone(items)})
}

// hold holds what is chosen, whole from the first moment: whoever looks at it in another window finds what it takes back as well.
func (w *Works) hold(by access.Actor, of Work) (id.ID, error) {
	const op = "bulk.Choose"
	switch {
	case len(of.Items) == 0:
		return id.ID{}, fault.New(op, fault.Invalid, "bulk.nobody", nil)
	case len(of.Items) > Most:
		return id.ID{}, fault.New(op, fault.Invalid, "bulk.too_many", fault.Args{"most": Most})
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.makeRoom(by, len(of.Items)); err != nil {
		return id.ID{}, err
	}
	of.ID, of.State = id.New(), Chosen
	w.held[of.ID] = &held{by: by, touched: w.desk.Clock().Now(), cancel: func() {}, work: of}
	return of.ID, nil
}

// Work returns a work of somebody as it stands. Fault: NotFound bulk.no_work.
func (w *Works) Work(by access.Actor, of id.ID) (Work, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	h, err := w.own(by, of)
	if err != nil {
		return Work{}, err
	}
	return h.shown(), nil
}

// shown is a copy that nothing changes behind its reader.
func (h *held) shown() Work {
	out := h.work
	out.Refused = slices.Clone(h.work.Refused)
	for i := range out.Refused {
		out.Refused[i].At = slices.Clone(out.Refused[i].At)
	}
	slices.SortStableFunc(out.Refused, func(a, b Reason) int { return cmp.Compare(len(b.At), len(a.At)) })
	return out
}

// Under returns the work of somebody that goes on, the one that is furthest from its end; none where none does.
func (w *Works) Under(by access.Actor) (Work, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out *held
	for _, h := range w.held {
		if h.by.User == by.User && h.work.State == Going && (out == nil || len(h.work.Items)-h.work.Seen > len(out.work.Items)-out.work.Seen) {
			out = h
		}
	}
	if out == nil {
		return Work{}, false
	}
	return out.work, true
}

// Rested waits until nothing of a work goes on by itself, or ctx ends, and returns it as it then stands.
func (w *Works) Rested(ctx context.Context, by access.Actor, of id.ID) (Work, error) {
	w.mu.Lock()
	h, err := w.own(by, of)
	if err != nil {
		w.mu.Unlock()
		return Work{}, err
	}
	rested := h.rested
	w.mu.Unlock()
	if rested != nil {
		select {
		case <-rested:
		case <-ctx.Done():
		}
	}
	return w.Work(by, of)
}

// LetGo lets go of what was chosen and not asked for; what was asked for stays.
func (w *Works) LetGo(by access.Actor, of id.ID) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	h, err := w.own(by, of)
	if err != nil || h.work.Begun {
		return err
	}
	h.cancel()
	delete(w.held, of)
	return nil
}
