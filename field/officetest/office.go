// SPDX-License-Identifier: Apache-2.0

// Package officetest opens a field office for the tests of the rules of the field: a desk on an encrypted database, a clock that can be
// set, and people with the roles that a test gives them.
package officetest

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
)

// Office is one caseload with its desk. Desk is on a database of its own, Clock stands on 2 March 2026 at 8 in the morning UTC when
// it opens, and Scope is the general compartment.
type Office struct {
	testing.TB
	Desk  *desk.Desk
	Clock *clock.Settable
	Scope access.Scope
}

// Open opens an office that knows the given kinds of facts. It is closed when the test ends.
func Open(t testing.TB, kinds ...[]register.Declaration) *Office {
	t.Helper()
	folder := t.TempDir()
	locked, err := store.OpenSQLite(t.Context(), filepath.Join(folder, "keys.db"), store.SQLiteOptions{})
	need(t, err)
	ring, err := keys.CreateAt(t.Context(), locked, "correct horse battery", keys.MadeUp)
	need(t, err)
	data, err := store.OpenSQLite(t.Context(), filepath.Join(folder, "safar.db"), store.SQLiteOptions{Key: ring.FileKey()})
	need(t, err)
	o := &Office{TB: t, Clock: clock.At(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)),
		Scope: access.Scope{Caseload: id.New(), Compartment: access.General}}
	o.Desk, err = desk.Open(t.Context(), data, ring, register.NewHouse(slices.Concat(kinds...)...), o.Clock)
	need(t, err)
	t.Cleanup(func() {
		need(t, o.Desk.CheckKept(context.Background())) // no query changed what others read
		need(t, o.Desk.Close())
		need(t, data.Close())
		need(t, locked.Close())
		ring.Close()
	})
	return o
}

// Person hires somebody with roles over the office's caseload.
func (o *Office) Person(roles ...access.Role) access.Actor {
	a := access.Actor{User: id.New()}
	for _, r := range roles {
		a.Grants = append(a.Grants, access.NewGrant(r, o.Scope.Caseload))
	}
	return a
}

// Days lets days go by.
func (o *Office) Days(n int) { o.Clock.Advance(time.Duration(n) * 24 * time.Hour) }

// Do has a command of the office done, and ends the test where it is refused.
func (o *Office) Do(by access.Actor, c desk.Command) desk.Receipt {
	o.Helper()
	return o.in(o.Scope, by, c)
}

// Common has a command of the commons done, and ends the test where it is refused.
func (o *Office) Common(by access.Actor, c desk.Command) desk.Receipt {
	o.Helper()
	return o.in(access.Commons, by, c)
}

func (o *Office) in(scope access.Scope, by access.Actor, c desk.Command) desk.Receipt {
	o.Helper()
	r, err := o.Desk.Do(o.Context(), by, scope, id.New(), c)
	need(o.TB, err)
	return r
}

// Refused demands that a command of the office is refused with a key, and writes nothing.
func (o *Office) Refused(key string, by access.Actor, c desk.Command) {
	o.Helper()
	o.refused(o.Scope, key, by, c)
}

// CommonRefused demands that a command of the commons is refused with a key, and writes nothing.
func (o *Office) CommonRefused(key string, by access.Actor, c desk.Command) {
	o.Helper()
	o.refused(access.Commons, key, by, c)
}

func (o *Office) refused(scope access.Scope, key string, by access.Actor, c desk.Command) {
	o.Helper()
	before := o.facts(scope)
	_, err := o.Desk.Do(o.Context(), by, scope, id.New(), c)
	if err == nil {
		o.Fatalf("%T was done, want %s", c, key)
	}
	if got := fault.KeyOf(err); got != key {
		o.Fatalf("%T: %v, want %s", c, err, key)
	}
	if after := o.facts(scope); after != before {
		o.Fatalf("%T was refused and wrote %d facts", c, after-before)
	}
}

func (o *Office) facts(scope access.Scope) (n uint64) {
	need(o.TB, o.Desk.Store().Read(o.Context(), func(db store.Tx) error {
		feeds, err := journal.Feeds(o.Context(), db, scope)
		for _, f := range feeds {
			n += f.Head.Seq
		}
		return err
	}))
	return n
}

// Ask asks a query, and ends the test where it is refused.
func Ask[T any](o *Office, by access.Actor, q desk.Query[T]) T {
	o.Helper()
	got, err := desk.Ask(o.Context(), o.Desk, by, "task.test", q)
	need(o.TB, err)
	return got
}

func need(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
