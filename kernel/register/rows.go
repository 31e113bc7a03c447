// SPDX-License-Identifier: Apache-2.0

package register

import (
	"bytes"
	"context"
	"slices"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// Tables are the tables of the register. They hold nothing that the journal cannot give again.
var Tables = store.Schema{Part: "register", Versions: [][]string{{
	`CREATE TABLE story (scope BYTES NOT NULL, kind TEXT NOT NULL, story BYTES NOT NULL, state BYTES NOT NULL,
		places BYTES NOT NULL, PRIMARY KEY (scope, kind, story))`,
	`CREATE TABLE entry (scope BYTES NOT NULL, list TEXT NOT NULL, key BYTES NOT NULL, story BYTES NOT NULL,
		PRIMARY KEY (scope, list, key, story))`,
}, {
	// Names are found by pairs of their words. No table changes.
}, {
	`CREATE TABLE drawn (scope BYTES NOT NULL, number BIGINT NOT NULL, shape BYTES NOT NULL, PRIMARY KEY (scope))`,
}}}

const (
	selectStory = `SELECT state, places FROM story WHERE scope = $1 AND kind = $2 AND story = $3`
	upsertStory = `INSERT INTO story (scope, kind, story, state, places) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (scope, kind, story) DO UPDATE SET state = excluded.state, places = excluded.places`
	selectStories = `SELECT story, state FROM story WHERE scope = $1 AND kind = $2 AND story > $3 ORDER BY story LIMIT $4`
	selectPage    = `SELECT kind, story, state, places FROM story WHERE scope = $1 AND (kind, story) > ($2, $3)
		ORDER BY kind, story LIMIT $4`
	deleteStory   = `DELETE FROM story WHERE scope = $1 AND kind = $2 AND story = $3`
	deleteStories = `DELETE FROM story WHERE scope = $1`
	countStories  = `SELECT count(*) FROM story WHERE scope = $1 AND kind = $2`
	insertEntry   = `INSERT INTO entry (scope, list, key, story) VALUES ($1, $2, $3, $4) ON CONFLICT (scope, list, key, story) DO NOTHING`
	deleteEntry   = `DELETE FROM entry WHERE scope = $1 AND list = $2 AND key = $3 AND story = $4`
	deleteEntries = `DELETE FROM entry WHERE scope = $1`
	selectExact   = `SELECT story FROM entry WHERE scope = $1 AND list = $2 AND key = $3 ORDER BY story LIMIT $4`
	selectRange   = `SELECT key, story FROM entry WHERE scope = $1 AND list = $2 AND (key, story) > ($3, $4)
		AND key < $5 ORDER BY key, story LIMIT $6`
	selectRangeBack = `SELECT key, story FROM entry WHERE scope = $1 AND list = $2 AND (key, story) < ($3, $4)
		AND key >= $5 ORDER BY key DESC, story DESC LIMIT $6`
	countTwice  = `SELECT count(*) FROM (SELECT key FROM entry WHERE scope = $1 AND list = $2 GROUP BY key HAVING count(*) > 1) AS twice`
	selectTwice = `SELECT key FROM entry WHERE scope = $1 AND list = $2 GROUP BY key HAVING count(*) > 1 ORDER BY key`
	countRange  = `SELECT count(*) FROM entry WHERE scope = $1 AND list = $2 AND key >= $3 AND key < $4`
	selectList  = `SELECT list, key, story FROM entry WHERE scope = $1 ORDER BY list, key, story`
)

// Statements are the statements of this package, for the test that holds the rules of sharding.
var Statements = []string{selectStory, upsertStory, selectStories, selectPage, deleteStory, deleteStories, countStories, insertEntry,
	deleteEntry, deleteEntries, selectExact, selectRange, selectRangeBack, countRange, countTwice, selectTwice, selectList,
	selectDrawn, upsertDrawn}

// feedPlaces are the places of a story's facts in one feed: stamps and numbers in turn. It is a third of the size of a list of places.
type feedPlaces struct {
	_    struct{} `cbor:",toarray"`
	Feed journal.FeedID
	Runs []uint64
}

func encodePlaces(places []journal.Place) ([]byte, error) {
	var feeds []feedPlaces
	for _, p := range places {
		i := slices.IndexFunc(feeds, func(f feedPlaces) bool { return f.Feed == p.Ref.Feed })
		if i < 0 {
			i = len(feeds)
			feeds = append(feeds, feedPlaces{Feed: p.Ref.Feed})
		}
		feeds[i].Runs = append(feeds[i].Runs, uint64(p.At), p.Ref.Seq)
	}
	slices.SortFunc(feeds, func(a, b feedPlaces) int { return bytes.Compare(a.Feed[:], b.Feed[:]) })
	return journal.Encode(feeds)
}

func decodePlaces(b []byte) ([]journal.Place, error) {
	var feeds []feedPlaces
	if err := journal.Decode(b, &feeds); err != nil {
		return nil, err
	}
	var places []journal.Place
	for _, f := range feeds {
		for i := 0; i+1 < len(f.Runs); i += 2 {
			ref := journal.Ref{Feed: f.Feed, Seq: f.Runs[i+1]}
			places = append(places, journal.Place{At: clock.Stamp(f.Runs[i]), Ref: ref})
		}
	}
	if len(feeds) > 1 {
		slices.SortFunc(places, journal.Place.Compare)
	}
	return places, nil
}

// Rows reads and writes the register's rows, as plain or sealed as the engine demands.
type Rows struct {
	house *House
	seal  *sealer // nil where the file itself is encrypted
}

// NewRows returns the rows of a register of a house. keys seal the states and hide the keys of hidden lists; they are nil for an
// engine whose files are encrypted.
func NewRows(house *House, keys ScopeKeys) *Rows {
	r := &Rows{house: house}
	if keys != nil {
		r.seal = &sealer{keys: keys}
	}
	return r
}

// House returns the kinds that the rows are of.
func (r *Rows) House() *House { return r.house }

// Load reads a story by the name of its kind; one in which nothing happened yet comes back empty.
func (r *Rows) Load(ctx context.Context, tx store.Tx, scope access.Scope, kindName string, story id.ID) (*Story, error) {
	const op = "register.Load"
	k := r.house.stories[kindName]
	if k == nil {
		return nil, fault.New(op, fault.Internal, "", fault.Args{"kind": kindName})
	}
	s := &Story{Scope: scope, ID: story, State: k.fresh(), kind: k}
	err := tx.Query(ctx, selectStory, []any{scope.Bytes(), k.name, story[:]}, func(row store.Row) error {
		s.stored = len(row.Raw(0)) + len(row.Raw(1))
		if err := r.readState(scope, k.name, story, row.Raw(0), s.State); err != nil {
			return err
		}
		var err error
		s.Places, err = decodePlaces(row.Raw(1))
		return err
	})
	return s, fault.Wrap(op, err)
}

func (r *Rows) readState(scope access.Scope, kind string, story id.ID, raw []byte, into any) error {
	plain, err := r.seal.open(scope, kind, story, raw)
	if err == nil {
		err = journal.Decode(plain, into)
	}
	if err != nil {
		return fault.New("register.Load", fault.Damaged, "register.state_unreadable", nil).Because(err)
	}
	return nil
}

// Each calls f for the stories of a kind, in order of id, after the given one; limit bounds how many. The state is fresh in each call.
func (r *Rows) Each(ctx context.Context, tx store.Tx, scope access.Scope, kindName string, after id.ID, limit int, f func(id.ID, any) error) error {
	k := r.house.stories[kindName]
	if k == nil {
		return fault.New("register.Each", fault.Internal, "", fault.Args{"kind": kindName})
	}
	return tx.Query(ctx, selectStories, []any{scope.Bytes(), kindName, after[:], int64(limit)}, func(row store.Row) error {
		var story id.ID
		copy(story[:], row.Raw(0))
		state := k.fresh()
		if err := r.readState(scope, k.name, story, row.Raw(1), state); err != nil {
			return err
		}
		return f(story, state)
	})
}

// Count returns the number of stories of a kind in a scope.
func (r *Rows) Count(ctx context.Context, tx store.Tx, scope access.Scope, kindName string) (n int64, err error) {
	err = tx.Query(ctx, countStories, []any{scope.Bytes(), kindName}, func(row store.Row) error {
		n = row.Int(0)
		return nil
	})
	return n, fault.Wrap("register.Count", err)
}

// row returns the bytes under which a story is stored.
func (r *Rows) row(s *Story) (state, places []byte, err error) {
	plain, err := journal.Encode(s.State)
	if err != nil {
		return nil, nil, fault.Wrap("register.Save", err)
	}
	if state, err = r.seal.seal(s.Scope, s.kind.name, s.ID, plain); err != nil {
		return nil, nil, fault.Wrap("register.Save", err)
	}
	places, err = encodePlaces(s.Places)
	return state, places, fault.Wrap("register.Save", err)
}
