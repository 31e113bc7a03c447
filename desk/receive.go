// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/register"
	"safar/kernel/store"
)

// Receive takes facts of other nodes into a scope: verified, appended, and folded into their places, also where they come late. What
// two offices stated without seeing each other stands side by side, and shows as a contradiction. An erasure among the facts is carried
// out before Receive returns.
func (d *Desk) Receive(ctx context.Context, scope access.Scope, parcels ...register.Parcel) (*register.Arrival, error) {
	const op = "desk.Receive"
	var arrival *register.Arrival
	err := d.alone(ctx, func(ctx context.Context) error {
		d.kept.away()
		defer d.kept.back()
		err := d.store.Write(ctx, func(db store.Tx) (err error) {
			arrival, err = register.Arrive(ctx, db, d.rows, d.ring, scope, clock.DayOf(d.clock.Now()), parcels...)
			return err
		})
		if err != nil {
			return err
		}
		d.stamps.See(arrival.Latest)
		d.memory = newMemory(d.store.Exclusive(), d.memory.most)
		d.counts.forget()
		if err := d.forget(ctx, scope, arrival.Erased...); err != nil {
			return err
		}
		d.tell(Change{Stories: arrival.Stories})
		return nil
	})
	return arrival, fault.Wrap(op, err)
}

// alone runs f on the writer, between two groups, so that nothing is decided on what it changes.
func (d *Desk) alone(ctx context.Context, f func(context.Context) error) error {
	r := newRequest(ctx, access.Actor{}, access.Scope{}, nil)
	var failed error
	r.alone = func() { failed = f(context.WithoutCancel(ctx)) }
	if refused := d.submit(r); len(refused) > 0 {
		return refused[0].Err
	}
	return failed
}
