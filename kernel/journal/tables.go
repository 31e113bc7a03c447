// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"context"
	"math"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/store"
)

// Tables are the tables of the journal. The scope leads every key, so that a scope can be kept on one shard.
var Tables = store.Schema{Part: "journal", Versions: [][]string{{
	`CREATE TABLE feed (scope BYTES NOT NULL, feed BYTES NOT NULL, declared BYTES NOT NULL, seq BIGINT NOT NULL,
		hash BYTES NOT NULL, PRIMARY KEY (scope, feed))`,
	`CREATE TABLE fact (scope BYTES NOT NULL, feed BYTES NOT NULL, seq BIGINT NOT NULL, envelope BYTES NOT NULL,
		record BYTES NOT NULL, person BYTES, PRIMARY KEY (scope, feed, seq))`,
	`CREATE TABLE signature (scope BYTES NOT NULL, feed BYTES NOT NULL, seq BIGINT NOT NULL, signature BYTES NOT NULL,
		PRIMARY KEY (scope, feed, seq))`,
	`CREATE TABLE command (scope BYTES NOT NULL, command BYTES NOT NULL, digest BYTES NOT NULL, feed BYTES NOT NULL,
		seq BIGINT NOT NULL, facts BIGINT NOT NULL, ids BIGINT NOT NULL, PRIMARY KEY (scope, command))`,
	`CREATE TABLE frontier (scope BYTES NOT NULL, day BIGINT NOT NULL, heads BYTES NOT NULL, PRIMARY KEY (scope, day))`,
}}}

const (
	upsertFeed = `INSERT INTO feed (scope, feed, declared, seq, hash) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (scope, feed) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`
	selectFeeds     = `SELECT feed, declared, seq, hash FROM feed WHERE scope = $1 ORDER BY feed`
	selectScopes    = `SELECT DISTINCT scope FROM feed ORDER BY scope`
	insertFact      = `INSERT INTO fact (scope, feed, seq, envelope, record, person) VALUES ($1, $2, $3, $4, $5, $6)`
	selectFact      = `SELECT envelope, record, person FROM fact WHERE scope = $1 AND feed = $2 AND seq = $3`
	selectFacts     = `SELECT envelope, record, person FROM fact WHERE scope = $1 AND feed = $2 AND seq > $3 AND seq <= $4 ORDER BY seq`
	insertSignature = `INSERT INTO signature (scope, feed, seq, signature) VALUES ($1, $2, $3, $4)`
	selectSignature = `SELECT seq, signature FROM signature WHERE scope = $1 AND feed = $2 ORDER BY seq`
	selectEnds      = `SELECT seq, signature FROM signature WHERE scope = $1 AND feed = $2 AND seq > $3 ORDER BY seq LIMIT $4`
	insertCommand   = `INSERT INTO command (scope, command, digest, feed, seq, facts, ids) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	selectCommand   = `SELECT digest, feed, seq, facts, ids FROM command WHERE scope = $1 AND command = $2`
	anyCommand      = `SELECT 1 FROM command WHERE scope = $1 LIMIT 1`
	upsertFrontier  = `INSERT INTO frontier (scope, day, heads) VALUES ($1, $2, $3)
		ON CONFLICT (scope, day) DO UPDATE SET heads = excluded.heads`
	selectFrontier  = `SELECT day, heads FROM frontier WHERE scope = $1 AND day <= $2 ORDER BY day DESC LIMIT 1`
	dropPerson      = `UPDATE fact SET person = NULL WHERE scope = $1 AND feed = $2 AND seq = $3`
	selectFrontiers = `SELECT day, heads FROM frontier WHERE scope = $1 ORDER BY day`
	countFacts      = `SELECT feed, count(*), max(seq) FROM fact WHERE scope = $1 GROUP BY feed`
	dropDigest      = `UPDATE command SET digest = $3 WHERE scope = $1 AND command = $2`
)

// Statements are the statements of this package, for the test that holds the rules of sharding.
var Statements = []string{upsertFeed, selectFeeds, selectScopes, insertFact, selectFact, selectFacts, insertSignature,
	selectSignature, insertCommand, selectCommand, anyCommand, upsertFrontier, selectFrontier, dropPerson, dropDigest,
	selectFrontiers, countFacts, selectEnds}

// FeedState is a feed with its head on this node.
type FeedState struct {
	Feed Feed // whose it is, and of which scope
	Head Head // its last fact that is here
}

// Scopes lists the scopes that have facts on this node.
func Scopes(ctx context.Context, tx store.Tx) ([]access.Scope, error) {
	var scopes []access.Scope
	err := tx.Query(ctx, selectScopes, nil, func(row store.Row) error {
		s, err := access.ScopeFromBytes(row.Raw(0))
		scopes = append(scopes, s)
		return err
	})
	return scopes, fault.Wrap("journal.Scopes", err)
}

// Feeds lists the feeds of a scope with their heads.
func Feeds(ctx context.Context, tx store.Tx, scope access.Scope) ([]FeedState, error) {
	const op = "journal.Feeds"
	var feeds []FeedState
	err := tx.Query(ctx, selectFeeds, []any{scope.Bytes()}, func(row store.Row) error {
		var f Feed
		if err := Decode(row.Raw(1), &f); err != nil {
			return fault.New(op, fault.Damaged, "journal.feed_unreadable", nil).Because(err)
		}
		state := FeedState{Feed: f, Head: Head{Feed: f.ID(), Seq: uint64(row.Int(2))}}
		// The id certifies what was declared: a row put under another id, or into another scope, is not the feed it says it is.
		if !bytes.Equal(row.Raw(0), state.Head.Feed[:]) || f.Scope() != scope || row.Int(2) < 1 || len(row.Raw(3)) != len(state.Head.Hash) {
			return fault.New(op, fault.Damaged, "journal.feed_unreadable", nil)
		}
		copy(state.Head.Hash[:], row.Raw(3))
		feeds = append(feeds, state)
		return nil
	})
	return feeds, fault.Wrap(op, err)
}

// Read returns one sealed fact; a fault of kind NotFound where this node does not hold it.
func Read(ctx context.Context, tx store.Tx, scope access.Scope, ref Ref) (*Sealed, error) {
	const op = "journal.Read"
	var s *Sealed
	err := tx.Query(ctx, selectFact, []any{scope.Bytes(), ref.Feed[:], int64(ref.Seq)}, func(row store.Row) error {
		s = sealedRow(row)
		return nil
	})
	if err == nil && s == nil {
		return nil, fault.New(op, fault.NotFound, "journal.no_such_fact", fault.Args{"seq": ref.Seq})
	}
	return s, fault.Wrap(op, err)
}

// Each calls f for every sealed fact of a feed with a number after from and up to to, in order.
func Each(ctx context.Context, tx store.Tx, scope access.Scope, feed FeedID, from, to uint64, f func(*Sealed) error) error {
	args := []any{scope.Bytes(), feed[:], int64(min(from, math.MaxInt64)), int64(min(to, math.MaxInt64))}
	return tx.Query(ctx, selectFacts, args, func(row store.Row) error { return f(sealedRow(row)) })
}

func sealedRow(row store.Row) *Sealed {
	s := &Sealed{Envelope: row.Bytes(0), Record: row.Bytes(1)}
	if !row.Null(2) {
		s.Person = row.Bytes(2)
	}
	return s
}

// OpenFact reads, verifies and unseals one fact. A row that holds another fact than the one asked for is a fault of kind Damaged.
func OpenFact(ctx context.Context, tx store.Tx, keys Keys, scope access.Scope, ref Ref) (*Fact, error) {
	s, err := Read(ctx, tx, scope, ref)
	if err != nil {
		return nil, err
	}
	e, err := s.Open()
	if err != nil {
		return nil, err
	}
	if (Ref{Feed: e.Feed, Seq: e.Seq}) != ref {
		return nil, fault.New("journal.OpenFact", fault.Damaged, "journal.fact_misplaced", fault.Args{"seq": ref.Seq})
	}
	return Unseal(keys, scope, s, e)
}

// Done is what is remembered of a command, so that a repetition answers the same and writes nothing.
type Done struct {
	Command id.ID  // the id under which it was asked for
	Digest  Hash   // of what was asked
	Last    Ref    // the last fact it wrote; Seq 0 where it wrote none
	Facts   uint64 // how many it wrote
	IDs     uint64 // how many ids it made
}

// FindDone returns what is remembered of a command, or nil.
func FindDone(ctx context.Context, tx store.Tx, scope access.Scope, command id.ID) (*Done, error) {
	var d *Done
	err := tx.Query(ctx, selectCommand, []any{scope.Bytes(), command[:]}, func(row store.Row) error {
		d = &Done{Command: command, Facts: uint64(row.Int(3)), IDs: uint64(row.Int(4))}
		copy(d.Digest[:], row.Raw(0))
		copy(d.Last.Feed[:], row.Raw(1))
		d.Last.Seq = uint64(row.Int(2))
		return nil
	})
	return d, fault.Wrap("journal.FindDone", err)
}

// AnyDone reports whether any command is remembered of a scope.
func AnyDone(ctx context.Context, tx store.Tx, scope access.Scope) (found bool, err error) {
	err = tx.Query(ctx, anyCommand, []any{scope.Bytes()}, func(store.Row) error {
		found = true
		return nil
	})
	return found, fault.Wrap("journal.AnyDone", err)
}

// Frontier returns the newest recorded frontier of a scope that is not after a day (counted as clock.Day), and its day; nil where there is none.
func Frontier(ctx context.Context, tx store.Tx, scope access.Scope, day int64) (int64, []Head, error) {
	const op = "journal.Frontier"
	var heads []Head
	found := int64(0)
	err := tx.Query(ctx, selectFrontier, []any{scope.Bytes(), day}, func(row store.Row) error {
		found = row.Int(0)
		return Decode(row.Raw(1), &heads)
	})
	return found, heads, fault.Wrap(op, err)
}

// DropPerson removes the person part of a fact, as is due when its owner is forgotten. The chain stays whole.
func DropPerson(ctx context.Context, tx store.Tx, scope access.Scope, ref Ref) error {
	_, err := tx.Exec(ctx, dropPerson, scope.Bytes(), ref.Feed[:], int64(ref.Seq))
	return fault.Wrap("journal.DropPerson", err)
}

// DropDigest removes what is remembered of the contents of a command, which a guess could be held against. The command
// stays done; under its id nothing else can be asked, nor the same again.
func DropDigest(ctx context.Context, tx store.Tx, scope access.Scope, command id.ID) error {
	_, err := tx.Exec(ctx, dropDigest, scope.Bytes(), command[:], []byte{})
	return fault.Wrap("journal.DropDigest", err)
}

// StampOf returns the stamp of a fact, without opening it.
func StampOf(ctx context.Context, tx store.Tx, scope access.Scope, ref Ref) (clock.Stamp, error) {
	s, err := Read(ctx, tx, scope, ref)
	if err != nil {
		return 0, err
	}
	e, err := s.readEnvelope()
	if err != nil {
		return 0, err
	}
	return e.At, nil
}

// Signatures calls f for every signature of a feed, in order of number.
func Signatures(ctx context.Context, tx store.Tx, scope access.Scope, feed FeedID, f func(Signature) error) error {
	return tx.Query(ctx, selectSignature, []any{scope.Bytes(), feed[:]}, func(row store.Row) error {
		return f(Signature{Feed: feed, Seq: uint64(row.Int(0)), Bytes: row.Bytes(1)})
	})
}

// EndAfter returns the signature of the last of so many commits that follow a number in a feed: where a batch that travels may end. It is nil
// where nothing follows.
func EndAfter(ctx context.Context, tx store.Tx, scope access.Scope, feed FeedID, after uint64, commits int) (*Signature, error) {
	var end *Signature
	err := tx.Query(ctx, selectEnds, []any{scope.Bytes(), feed[:], int64(min(after, math.MaxInt64)), int64(commits)}, func(row store.Row) error {
		end = &Signature{Feed: feed, Seq: uint64(row.Int(0)), Bytes: row.Bytes(1)}
		return nil
	})
	return end, fault.Wrap("journal.EndAfter", err)
}

// Frontiers calls f for every recorded frontier of a scope, in order of day (counted as clock.Day).
func Frontiers(ctx context.Context, tx store.Tx, scope access.Scope, f func(day int64, heads []Head) error) error {
	return tx.Query(ctx, selectFrontiers, []any{scope.Bytes()}, func(row store.Row) error {
		var heads []Head
		if err := Decode(row.Raw(1), &heads); err != nil {
			return fault.New("journal.Frontiers", fault.Damaged, "journal.frontier_unreadable", nil).Because(err)
		}
		return f(row.Int(0), heads)
	})
}

// Lying says how many facts lie under a feed's id, whatever the feed's own row says.
type Lying struct {
	Count uint64 // as many as Last where none is missing
	Last  uint64 // the highest number
}

// Census counts the facts that lie in a scope, by feed. It reads the whole table: it is for checks.
func Census(ctx context.Context, tx store.Tx, scope access.Scope) (map[FeedID]Lying, error) {
	found := map[FeedID]Lying{}
	err := tx.Query(ctx, countFacts, []any{scope.Bytes()}, func(row store.Row) error {
		var feed FeedID
		copy(feed[:], row.Raw(0))
		found[feed] = Lying{Count: uint64(row.Int(1)), Last: uint64(row.Int(2))}
		return nil
	})
	return found, fault.Wrap("journal.Census", err)
}
