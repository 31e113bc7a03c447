// SPDX-License-Identifier: Apache-2.0

package register

import (
	"context"

	"safar/kernel/fault"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// Pack makes a parcel of what a feed holds here after a number: at most so many commits of it, whole, each signed by the node whose feed it
// is. It has no facts where nothing follows. Whoever receives it enters the key that the commons have for the node: a parcel never
// vouches for itself.
func Pack(ctx context.Context, tx store.Tx, feed journal.Feed, after uint64, commits int) (Parcel, error) {
	const op = "register.Pack"
	p := Parcel{Feed: feed}
	end, err := journal.EndAfter(ctx, tx, feed.Scope(), feed.ID(), after, commits)
	if err != nil || end == nil {
		return p, fault.Wrap(op, err)
	}
	p.Signature = *end
	err = journal.Each(ctx, tx, feed.Scope(), feed.ID(), after, end.Seq, func(s *journal.Sealed) error {
		p.Facts = append(p.Facts, s)
		return nil
	})
	return p, fault.Wrap(op, err)
}
