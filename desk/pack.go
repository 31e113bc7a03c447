// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// Pack packs what another node has not yet of a scope: for each feed that is held here the facts after the number up to which it has them,
// at most so many commits a feed. What is durable here is packed, and nothing that is on its way to the disk.
func (d *Desk) Pack(ctx context.Context, scope access.Scope, has map[journal.FeedID]uint64, commits int) ([]register.Parcel, error) {
	const op = "desk.Pack"
	var parcels []register.Parcel
	err := d.store.Read(ctx, func(db store.Tx) error {
		parcels = nil
		feeds, err := journal.Feeds(ctx, db, scope)
		if err != nil {
			return err
		}
		for _, f := range feeds {
			p, err := register.Pack(ctx, db, f.Feed, has[f.Head.Feed], commits)
			if err != nil {
				return err
			}
			if len(p.Facts) > 0 {
				parcels = append(parcels, p)
			}
		}
		return nil
	})
	return parcels, fault.Wrap(op, err)
}
