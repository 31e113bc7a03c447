// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"time"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
)

// Tx is what a command sees and does: stories of its own scope and of the commons, as the commands before it left them.
// It is valid until Decide returns.
type Tx struct {
	group    *group
	by       access.Actor
	scope    access.Scope
	command  id.ID
	now      time.Time
	recorded []*pending
	made     uint64
	commons  bool // the command read the commons: its facts say up to where
}

// pending is a fact that was folded and is yet to be sealed.
type pending struct {
	scope  access.Scope
	day    clock.Day // on which it was written
	fact   *journal.Fact
	person []byte
}

// By returns who asks.
func (tx *Tx) By() access.Actor { return tx.by }

// Scope returns the scope that the command writes.
func (tx *Tx) Scope() access.Scope { return tx.scope }

// Today is the operation's day.
func (tx *Tx) Today() clock.Day { return clock.DayOf(tx.now) }

// Minute is the operation's time of day: whole minutes since midnight, in its zone.
func (tx *Tx) Minute() int { return tx.now.Hour()*60 + tx.now.Minute() }

// Node returns who writes: the node, its incarnation and slot. It decides where custody lies.
func (tx *Tx) Node() journal.Writer { return tx.group.desk.writer }

// NewID makes the next id of the command. The same command, done again, makes the same ids.
func (tx *Tx) NewID() (id.ID, error) {
	key, err := tx.group.firstKey(tx.scope)
	if err != nil {
		return id.ID{}, err
	}
	tx.made++
	return madeID(key, tx.command, tx.made), nil
}

// Record appends a fact to the command's scope and folds it. A day that is not known is today; a day in the future of the
// operation is refused.
func (tx *Tx) Record(d journal.Draft) error {
	const op = "desk.Record"
	d.Day = d.Day.Or(tx.Today())
	if d.Day > tx.Today() {
		return fault.New(op, fault.Invalid, "desk.day_in_the_future", fault.Args{"day": d.Day.String()})
	}
	return tx.group.record(tx, d)
}

// Found is a story as a command sees it. The state is not to be changed: only Record does that. ID is the story's; State is never
// nil, and empty where nothing happened.
type Found[S any] struct {
	ID     id.ID
	State  *S
	Exists bool // whether anything happened in it
}

// Get reads a story of the command's own scope.
func Get[S any](tx *Tx, kind register.Kind[S], story id.ID) (Found[S], error) {
	return See(tx, kind, story)
}

// GetCommons reads a story of the commons.
func GetCommons[S any](tx *Tx, kind register.Kind[S], story id.ID) (Found[S], error) {
	return SeeCommons(tx, kind, story)
}

// Must reads a story of the command's scope and refuses where there is none.
func Must[S any](tx *Tx, kind register.Kind[S], story id.ID) (*S, error) {
	f, err := Get(tx, kind, story)
	if err == nil && !f.Exists {
		err = fault.New("desk.Must", fault.NotFound, "desk.no_such_story", fault.Args{"kind": kind.Name()})
	}
	return f.State, err
}

// MustCommons reads a story of the commons and refuses where there is none.
func MustCommons[S any](tx *Tx, kind register.Kind[S], story id.ID) (*S, error) {
	f, err := GetCommons(tx, kind, story)
	if err == nil && !f.Exists {
		err = fault.New("desk.Must", fault.NotFound, "desk.no_such_story", fault.Args{"kind": kind.Name()})
	}
	return f.State, err
}

// Find returns the stories of the command's scope that stand in a list under exactly this key.
func (tx *Tx) Find(list register.List, key []byte) ([]id.ID, error) {
	return tx.group.find(tx.scope, list, key)
}

// FindCommons returns the stories of the commons that stand in a list under exactly this key.
func (tx *Tx) FindCommons(list register.List, key []byte) ([]id.ID, error) {
	tx.commons = true
	return tx.group.find(access.Commons, list, key)
}

// CountAcross returns how many entries of a list have keys that begin with prefix, over every scope that this node holds, as the last commit left
// them. It is the one thing that a command of the commons may know of caseloads: a number, and never of whom.
func (tx *Tx) CountAcross(list register.List, prefix []byte) (int64, error) {
	return countAcross(tx.group.ctx, tx.group.db, tx.group.desk.rows, list, prefix)
}

func countAcross(ctx context.Context, db store.Tx, rows *register.Rows, list register.List, prefix []byte) (total int64, err error) {
	scopes, err := journal.Scopes(ctx, db)
	for _, scope := range scopes {
		if err != nil {
			return 0, err
		}
		var n int64
		n, err = rows.CountRange(ctx, db, scope, list, prefix)
		total += n
	}
	return total, err
}

// Context returns the context of the group; it bounds reading.
func (tx *Tx) Context() context.Context { return tx.group.ctx }

// manyFound bounds how many stories a command can find under one key.
const manyFound = 100_000

// find reads a list and amends it by what the group has changed.
func (g *group) find(scope access.Scope, list register.List, key []byte) ([]id.ID, error) {
	name := findKey{scope, list.Name, string(key)}
	found, known := g.finds[name]
	if !known && g.trial == nil {
		found, known = g.desk.memory.found(name)
	}
	if !known {
		var err error
		if found, err = g.desk.rows.Find(g.ctx, g.db, scope, list, key, manyFound); err != nil {
			return nil, err
		}
		g.finds[name] = found
	}
	if g.below != nil {
		var err error
		if found, err = g.below.changes.Amend(scope, list, key, found); err != nil {
			return nil, err
		}
	}
	return g.changes.Amend(scope, list, key, found)
}
