// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"sync"

	"safar/kernel/fault"
	"safar/operation"
)

// opened opens the operation of a folder, and says on the terminal how far it has come where the register of another program is drawn anew first.
func opened(ctx context.Context, o operation.Options) (*operation.Operation, error) {
	line, redrawn := progressLine("progress.redraw"), false
	o.Desk.Redrawing = func(done, total uint64) {
		redrawn = true
		line(int(done), int(total))
	}
	op, err := operation.Open(ctx, o)
	if redrawn {
		fmt.Fprintln(os.Stderr)
	}
	return op, err
}

// openedToCheck opens the operation of a folder for a check. Where facts are damaged from which a register would have to be drawn anew, it is
// left as it is, so that the check can say where.
func openedToCheck(ctx context.Context, o operation.Options) (*operation.Operation, error) {
	o.Ask = sync.OnceValues(o.Ask) // whoever has given the passphrase once is not asked again
	op, err := opened(ctx, o)
	if fault.Is(err, fault.Damaged) {
		o.Desk.AsDrawn = true
		return opened(ctx, o)
	}
	return op, err
}
