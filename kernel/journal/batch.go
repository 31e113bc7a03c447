// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"crypto/ed25519"
	"slices"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/store"
)

// Batch collects what one commit appends, in any number of scopes, and writes it at once. Seal the facts of a feed in order.
type Batch struct {
	feeds      []FeedState
	facts      [][]any
	signatures [][]any
	commands   [][]any
	frontiers  [][]any
}

// Fact adds a sealed fact.
func (b *Batch) Fact(scope access.Scope, e *Envelope, s *Sealed) {
	var person any
	if s.Person != nil {
		person = s.Person
	}
	b.facts = append(b.facts, []any{scope.Bytes(), slices.Clone(e.Feed[:]), int64(e.Seq), s.Envelope, s.Record, person})
}

// Done adds what is to be remembered of a command.
func (b *Batch) Done(scope access.Scope, d Done) {
	b.commands = append(b.commands, []any{scope.Bytes(), d.Command[:], d.Digest[:], d.Last.Feed[:], int64(d.Last.Seq),
		int64(d.Facts), int64(d.IDs)})
}

// Head adds the new head of a feed and signs it.
func (b *Batch) Head(f FeedState, key ed25519.PrivateKey) { b.Received(f, Sign(key, f.Head)) }

// Received adds the new head of another node's feed with that node's signature, which the caller has verified.
func (b *Batch) Received(f FeedState, s Signature) {
	b.feeds = append(b.feeds, f)
	b.signatures = append(b.signatures, []any{f.Feed.Scope().Bytes(), f.Head.Feed[:], int64(s.Seq), s.Bytes})
}

// Frontier adds the heads of all feeds of a scope, as they stand at the end of a day (counted as clock.Day).
func (b *Batch) Frontier(scope access.Scope, day int64, heads []Head) {
	b.frontiers = append(b.frontiers, []any{scope.Bytes(), day, mustEncode(heads)})
}

// Facts returns the number of facts in the batch.
func (b *Batch) Facts() int { return len(b.facts) }

// Write appends the batch in tx.
func (b *Batch) Write(ctx context.Context, tx store.Tx) error {
	const op = "journal.Write"
	feeds := make([][]any, 0, len(b.feeds))
	for _, f := range b.feeds {
		feeds = append(feeds, []any{f.Feed.Scope().Bytes(), slices.Clone(f.Head.Feed[:]), mustEncode(f.Feed), int64(f.Head.Seq),
			slices.Clone(f.Head.Hash[:])})
	}
	for _, step := range []struct {
		statement string
		rows      [][]any
	}{
		{insertFact, b.facts}, {upsertFeed, feeds}, {insertSignature, b.signatures}, {insertCommand, b.commands},
		{upsertFrontier, b.frontiers},
	} {
		if len(step.rows) == 0 {
			continue
		}
		if err := tx.ExecMany(ctx, step.statement, step.rows); err != nil {
			return fault.Wrap(op, err)
		}
	}
	return nil
}
