// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"io/fs"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"safar/desk"
	"safar/field"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/store"
	"safar/programmes"
)

const tanganyika = "durable_solutions_tanganyika"

// began is the day on which each sequence begins: in the second year of the grant, so that a clock set back a year is still within it.
var began = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// counts counts what happened over a whole run.
type counts struct {
	mu sync.Mutex
	n  map[string]int
}

var coverage = &counts{n: map[string]int{}}

// fresh forgets what happened in another test.
func (c *counts) fresh() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.n)
}

func (c *counts) add(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[what]++
}

func (c *counts) of(what string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[what]
}

// world is an operation with its staff.
type world struct {
	desk  *desk.Desk
	clock *clock.Settable
	users []access.Actor
	staff map[id.ID]access.Actor
	may   map[access.Act][]access.Actor

	employ func(roles ...access.Role) id.ID // makes a user; nil makes an id alone
}

// tb is what a test and a property's run have in common.
type tb interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// newWorld opens an operation on an encrypted file, or on the database that open gives.
func newWorld(t testing.TB, open func(key []byte) store.Store) *world {
	t.Helper()
	debug.SetGCPercent(400) // what an attack makes is thrown away soon: memory is given for time
	folder := t.TempDir()
	sqlite := func(name string, key []byte) store.Store {
		st, err := store.OpenSQLite(t.Context(), filepath.Join(folder, name), store.SQLiteOptions{Key: key, Synchronous: "OFF"})
		must(t, err)
		return st
	}
	ring, err := keys.CreateAt(t.Context(), sqlite("keys.db", nil), "correct horse battery", keys.MadeUp)
	must(t, err)
	if open == nil {
		open = func(key []byte) store.Store { return sqlite("safar.db", key) }
	}
	st := open(ring.FileKey())
	w := &world{clock: clock.At(began), staff: map[id.ID]access.Actor{}, may: map[access.Act][]access.Actor{}}
	w.desk, err = desk.Open(t.Context(), st, ring, field.House(), w.clock)
	must(t, err)
	t.Cleanup(func() {
		must(t, w.desk.CheckKept(context.Background())) // nobody changed what others read
		must(t, w.desk.Close())
		must(t, st.Close())
		ring.Close()
	})
	w.begin(t)
	return w
}

// begin takes on the staff and puts the programmes in force.
func (w *world) begin(t tb) {
	t.Helper()
	w.hire()
	w.publish(t, programmeSource(t), programmeForms(t))
	w.publish(t, []byte(helpingSource), helpingForms(t))
}

// publish puts a programme in force, and hands its file to the auditors.
func (w *world) publish(t tb, source []byte, forms map[string][]byte) {
	t.Helper()
	must(t, learn(source))
	_, err := w.do(w.as(access.ProgrammeManager), access.Commons, id.New(), journey.Publish{Source: source, Forms: forms})
	must(t, err)
}

func programmeForms(t tb) map[string][]byte {
	t.Helper()
	folder, err := fs.Sub(programmes.FS(), tanganyika)
	must(t, err)
	files, err := programme.FormFiles(folder)
	must(t, err)
	return files
}

func programmeSource(t tb) []byte {
	t.Helper()
	source, err := fs.ReadFile(programmes.FS(), tanganyika+"/programme.yaml")
	must(t, err)
	return source
}

// hire takes on one person for each role, a second one for those who must not act alone, and people who have two roles at once.
func (w *world) hire() {
	for _, role := range access.Roles() {
		w.user(role)
	}
	w.user(access.Approver)
	w.user(access.Inspector)
	w.user(access.FinanceOfficer, access.Approver)
	w.user(access.Inspector, access.FinanceOfficer)
	w.user(access.SiteManager, access.Inspector, access.ProgrammeManager)
	w.user(access.Caseworker, access.Inspector)
	for _, act := range access.Acts() {
		for _, u := range w.users {
			scope := access.Scope{Caseload: id.ID{1}, Compartment: access.General}
			if access.May(u, act, scope, 0) == nil || access.May(u, act, scope, clock.DayOf(began)) == nil ||
				access.May(u, act, access.Commons, clock.DayOf(began)) == nil {
				w.may[act] = append(w.may[act], u)
			}
		}
	}
}

func (w *world) user(roles ...access.Role) access.Actor {
	u := access.Actor{User: id.New()}
	if w.employ != nil {
		u.User = w.employ(roles...)
	}
	for _, r := range roles {
		u.Grants = append(u.Grants, access.NewGrant(r, id.ID{}))
	}
	w.users, w.staff[u.User] = append(w.users, u), u
	return u
}

// as returns the first who has a role.
func (w *world) as(role access.Role) access.Actor {
	return w.users[slices.IndexFunc(w.users, func(u access.Actor) bool { return u.Grants[0].Role == role })]
}

func must(t tb, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// do has a command done by somebody.
func (w *world) do(by access.Actor, scope access.Scope, command id.ID, c desk.Command) (desk.Receipt, error) {
	draws(c)
	return w.desk.Do(context.Background(), by, scope, command, c)
}

// inCommons reports whether an act is one of the commons for the programme of these tests.
func inCommons(act access.Act) bool {
	switch act {
	case access.PlacesAdd, access.PlacesDescribe, access.PlacesReportSafety, access.PlacesDecideSafety, access.PlacesClose, access.ProgrammePublish, access.CapacityQuota,
		access.ReferralAgree:
		return true
	}
	return false
}

// plain reports whether a refusal says why in words that a person can be shown.
func plain(err error) bool {
	return isRefusal(err) && fault.KeyOf(err) != fault.KindOf(err).String()
}

func keyOf(err error) string { return fault.KeyOf(err) }
