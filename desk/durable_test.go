// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"context"
	"testing"
	"testing/synctest"

	"safar/desk"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/kernel/store"
)

// heldStore is a database whose commits wait until they are let go.
type heldStore struct {
	store.Store
	letGo chan error // what becomes of the next commit; nil: it goes its way
}

func (s *heldStore) Write(ctx context.Context, f func(store.Tx) error) error {
	return s.Store.Write(ctx, func(tx store.Tx) error {
		if err := f(tx); err != nil || s.letGo == nil {
			return err
		}
		return <-s.letGo
	})
}

// Nobody is told that something is done before it is durable: while the commit is on its way the asker waits, and if it fails they hear
// of it.
func TestNothingIsAcknowledgedBeforeItIsDurable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		must(t, w, write{Story: id.New(), Number: 1})
		held := &heldStore{Store: w.store}
		house := register.NewHouse(append(desk.Declarations(), noteStory, noted)...)
		if err := w.desk.Close(); err != nil {
			t.Fatal(err)
		}
		var err error
		if w.desk, err = desk.Open(t.Context(), held, w.ring, house, w.clock); err != nil {
			t.Fatal(err)
		}
		held.letGo = make(chan error)
		for i, fate := range []error{nil, fault.New("test", fault.Unavailable, "store.disk_error", nil), nil} {
			answered := make(chan error, 1)
			go func() {
				_, err := w.do(write{Story: id.New(), Number: int64(2 + i)})
				answered <- err
			}()
			synctest.Wait()
			select {
			case err := <-answered:
				t.Errorf("answered while the commit was on its way: %v", err)
			default:
				held.letGo <- fate
				if err := <-answered; (err == nil) != (fate == nil) {
					t.Errorf("answered %v where the commit ended with %v", err, fate)
				}
			}
		}
	})
}
