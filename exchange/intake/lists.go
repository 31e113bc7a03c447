// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"context"
	"sync"

	"safar/desk"
	"safar/kernel/fault"
)

// Lists is where a process that serves an operation takes lists in, whichever door they come by: one after another, so that what an
// import needs of memory is needed once. Close it before the desk. It is safe for concurrent use.
type Lists struct {
	desk  *desk.Desk
	open  context.Context
	close context.CancelFunc
	turn  chan struct{} // held by the import that goes on
	going sync.WaitGroup
}

// NewLists returns the place for the lists of an operation.
func NewLists(d *desk.Desk) *Lists {
	open, stop := context.WithCancel(context.Background())
	return &Lists{desk: d, open: open, close: stop, turn: make(chan struct{}, 1)}
}

// Close stops the import that goes on, where there is one, and waits until it has ended. What it had registered stays.
func (l *Lists) Close() {
	l.close()
	l.going.Wait()
}

// InTurn calls do when no other import goes on, with a context that ends with ctx and with l. Fault: Unavailable intake.stopped where either
// ends before its turn has come.
func (l *Lists) InTurn(ctx context.Context, do func(context.Context) error) error {
	l.going.Add(1)
	defer l.going.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(l.open, cancel)()
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return fault.New("intake.InTurn", fault.Unavailable, "intake.stopped", nil).WithHint("intake.stopped_hint").Because(ctx.Err())
	}
	return do(ctx)
}
