// SPDX-License-Identifier: Apache-2.0

package intake_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"safar/desk"
	"safar/exchange/intake"
	"safar/exchange/sheet"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
)

// world is an operation in a folder of its own: real databases, encrypted.
type world struct {
	desk     *desk.Desk
	store    store.Store
	clock    *clock.Settable
	folder   string
	scope    access.Scope
	worker   access.Actor // a caseworker of the scope
	manager  access.Actor // a programme manager, who adds places
	stranger access.Actor // an auditor, who registers nobody
}

func newWorld(t testing.TB) *world { return newWorldOn(t, store.SQLiteOptions{}) }

// newWorldOn makes a world whose data lie on the given file layer.
func newWorldOn(t testing.TB, options store.SQLiteOptions) *world {
	t.Helper()
	w := &world{folder: t.TempDir(), clock: clock.At(time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC))}
	ring, err := keys.CreateAt(t.Context(), open(t, filepath.Join(w.folder, "keys.db"), store.SQLiteOptions{}), "correct horse battery", keys.MadeUp)
	if err != nil {
		t.Fatal(err)
	}
	options.Key = ring.FileKey()
	w.store = open(t, filepath.Join(w.folder, "safar.db"), options)
	declared := append(desk.Declarations(), append(people.Declarations(), places.Declarations()...)...)
	if w.desk, err = desk.Open(t.Context(), w.store, ring, register.NewHouse(declared...), w.clock); err != nil {
		t.Fatal(err)
	}
	w.scope = access.Scope{Caseload: id.New(), Compartment: access.General}
	w.worker = actor(access.Caseworker, w.scope.Caseload)
	w.manager, w.stranger = actor(access.ProgrammeManager, id.ID{}), actor(access.Auditor, id.ID{})
	t.Cleanup(func() {
		w.desk.Close()
		w.store.Close()
		ring.Close()
	})
	return w
}

func actor(role access.Role, caseload id.ID) access.Actor {
	return access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(role, caseload)}}
}

func open(t testing.TB, path string, options store.SQLiteOptions) store.Store {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), path, options)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// heads are the last facts of every feed: equal heads mean that nothing was written.
func (w *world) heads(t testing.TB) map[access.Scope][]journal.Head {
	t.Helper()
	heads := map[access.Scope][]journal.Head{}
	err := w.store.Read(t.Context(), func(db store.Tx) error {
		scopes, err := journal.Scopes(t.Context(), db)
		if err != nil {
			return err
		}
		for _, s := range scopes {
			feeds, err := journal.Feeds(t.Context(), db, s)
			if err != nil {
				return err
			}
			for _, f := range feeds {
				heads[s] = append(heads[s], f.Head)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return heads
}

// home is a household as the register holds it.
type home struct {
	Household people.Household
	Members   []people.Person
}

// homes returns every household of the caseload with its members.
func (w *world) homes(t testing.TB) map[id.ID]*home {
	t.Helper()
	all := map[id.ID]*home{}
	err := w.store.Read(t.Context(), func(db store.Tx) error {
		err := w.desk.Rows().Each(t.Context(), db, w.scope, "household", id.ID{}, 1<<30, func(of id.ID, state any) error {
			all[of] = &home{Household: *state.(*people.Household)}
			return nil
		})
		if err != nil {
			return err
		}
		return w.desk.Rows().Each(t.Context(), db, w.scope, "person", id.ID{}, 1<<30, func(_ id.ID, state any) error {
			p := *state.(*people.Person)
			in := all[p.Household.Value().Household]
			in.Members = append(in.Members, p)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// put writes a file into the world's folder and returns its path.
func (w *world) put(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(w.folder, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// copied copies a real file into the world's folder, so that refused rows land there.
func (w *world) copied(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return w.put(t, name, string(content))
}

func shipped(t testing.TB, name string) *sheet.Mapping {
	t.Helper()
	m, err := sheet.ShippedMapping(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func parsed(t testing.TB, source string) *sheet.Mapping {
	t.Helper()
	m, err := sheet.ParseMapping([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// households imports a file and fails the test where the import as a whole does.
func (w *world) households(t testing.TB, path string, m *sheet.Mapping) intake.Report {
	t.Helper()
	report, err := w.tryHouseholds(t, t.Context(), path, m, intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (w *world) tryHouseholds(t testing.TB, ctx context.Context, path string, m *sheet.Mapping, o intake.Options) (intake.Report, error) {
	t.Helper()
	wb, err := sheet.OpenWith(path, m.Options())
	if err != nil {
		t.Fatal(err)
	}
	defer wb.Close()
	return intake.Households(ctx, w.desk, w.worker, w.scope, wb, m, o)
}
