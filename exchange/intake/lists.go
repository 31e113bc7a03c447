// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"context"
	"sync"
	"time"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Lists is where a process that serves an operation takes lists in, whichever door they come by: one after another, so that what an
// import needs of memory is needed once. Close it before the desk. It is safe for concurrent use.
//
// A list that comes through a page is held here from the upload until it is imported, or let go: in memory alone, never on a disk, never in
// the browser. Who uploaded it sees it, and nobody else. Its bytes go as soon as it is imported; what was refused of it goes when it is let
// go, at the latest half a day after it was last looked at; all of it goes with the process.
type Lists struct {
	desk  *desk.Desk
	open  context.Context
	close context.CancelFunc
	turn  chan struct{} // held by the import that goes on
	look  chan struct{} // held by the preview that is made: it reads a whole file
	going sync.WaitGroup

	mu     sync.Mutex
	closed bool
	held   map[id.ID]*held
	coming int // uploads that are being read
}

// NewLists returns the place for the lists of an operation.
func NewLists(d *desk.Desk) *Lists {
	open, stop := context.WithCancel(context.Background())
	return &Lists{desk: d, open: open, close: stop, turn: make(chan struct{}, 1), look: make(chan struct{}, 1), held: map[id.ID]*held{}}
}

// Close stops the import that goes on, where there is one, waits until it has ended, and lets go of every list. What was registered stays.
func (l *Lists) Close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.close()
	l.going.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.held)
}

// enter keeps Close waiting until leave is called. It is refused once l is closed.
func (l *Lists) enter() (leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, notReached(nil)
	}
	l.going.Add(1)
	return l.going.Done, nil
}

// notReached is the fault of an import that was stopped before it began.
func notReached(cause error) error {
	return fault.New("intake.InTurn", fault.Unavailable, "intake.stopped", nil).WithHint("intake.stopped_hint").Because(cause)
}

// InTurn calls do when no other import goes on, with a context that ends with ctx and with l. Fault: Unavailable intake.stopped where either
// ends before its turn has come.
func (l *Lists) InTurn(ctx context.Context, do func(context.Context) error) error {
	leave, err := l.enter()
	if err != nil {
		return err
	}
	defer leave()
	return l.alone(ctx, l.turn, do)
}

// alone calls do while it holds one of the two places that are for one at a time.
func (l *Lists) alone(ctx context.Context, place chan struct{}, do func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(l.open, cancel)()
	select {
	case place <- struct{}{}:
		defer func() { <-place }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return notReached(ctx.Err())
	}
	return do(ctx)
}

// own returns a list of somebody who may still import, with l.mu locked. Faults: NotFound intake.no_list also for that of somebody else;
// NotAllowed.
func (l *Lists) own(by access.Actor, of id.ID) (*held, error) {
	const op = "intake.Lists"
	l.forget()
	h := l.held[of]
	if h == nil || h.by.User != by.User {
		return nil, fault.New(op, fault.NotFound, "intake.no_list", nil).WithHint("intake.no_list_hint")
	}
	if err := access.May(by, access.ImportRun, h.list.Scope, l.desk.Today()); err != nil {
		return nil, fault.Wrap(op, err)
	}
	h.touched = l.now()
	return h, nil
}

func (l *Lists) now() time.Time { return l.desk.Clock().Now() }

// keptFor is how long a list is held that nobody looks at.
const keptFor = 12 * time.Hour

// forget lets go of the lists that nobody has looked at for long. l.mu is locked.
func (l *Lists) forget() {
	for of, h := range l.held {
		if idle := l.now().Sub(h.touched); !h.list.State.Going() && (idle > keptFor || idle < -keptFor) {
			delete(l.held, of)
		}
	}
}

// LetGo lets go of a list, and stops its import where it goes on: what that had registered stays.
func (l *Lists) LetGo(by access.Actor, of id.ID) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	h, err := l.own(by, of)
	if err != nil {
		return err
	}
	h.stop()
	delete(l.held, of)
	return nil
}
