// SPDX-License-Identifier: Apache-2.0

package store

import "safar/kernel/fault"

// txState is what a transaction of every engine knows of itself, so that all of them refuse the same things.
type txState struct {
	readOnly bool
	ended    bool  // the function has returned
	inRows   bool  // each is running: the statement under it may not be disturbed
	failed   error // the first error of a statement: nothing can follow it
}

func (t *txState) end() { t.ended = true }

// usable reports why the transaction cannot take a statement now.
func (t *txState) usable(op string) error {
	switch {
	case t.ended:
		return fault.New(op, fault.Internal, "", nil).Because(ErrEnded)
	case t.inRows:
		return fault.New(op, fault.Internal, "", nil).Because(ErrInRows)
	case t.failed != nil:
		return fault.Wrap(op, t.failed)
	}
	return nil
}

func (t *txState) failedBy(err error) error {
	t.failed = err
	return err
}
