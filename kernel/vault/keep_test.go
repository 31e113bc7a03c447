// SPDX-License-Identifier: Apache-2.0

package vault_test

import (
	"bytes"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"
	"time"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/register/registertest"
	"safar/kernel/store"
	"safar/kernel/store/grammar"
	"safar/kernel/store/pgtest"
	"safar/kernel/vault"
)

func TestStatementsKeepTheRulesOfSharding(t *testing.T) {
	grammar.Check(t, vault.Tables.Versions[0]...)
	grammar.Check(t, vault.Statements...)
}

// album is a toy story that names attachments.
type album struct {
	At []vault.Address `cbor:"1,keyasint,omitempty"`
}

type stuck struct {
	At vault.Address `cbor:"1,keyasint"`
}

type caption struct {
	Text string `cbor:"1,keyasint"`
}

var albums = register.NewKind("album", func(a *album, add register.Adder) {
	for _, at := range a.At {
		add(vault.Attachments, at[:])
	}
})

var stuckIn = register.NewFact(albums, "album.stuck_in", 1, func(a *album, _ *journal.Fact, r stuck, c *caption) {
	if c != nil {
		a.At = append(a.At, r.At)
	}
})

// now is when everything is kept.
var now = time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC)

// shelf is a node with one scope and an owner who has a key.
type shelf struct {
	*registertest.Node
	t     testing.TB
	of    vault.Whose
	story id.ID
	path  string // of the database's file; "" for none
}

func newShelf(t testing.TB, n *registertest.Node) *shelf {
	s := &shelf{Node: n, t: t, of: vault.Whose{Scope: access.Scope{Caseload: id.New(), Compartment: access.General}, Owner: id.New()}, story: id.New()}
	s.key(s.of.Owner)
	return s
}

func (s *shelf) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) key(owner id.ID) {
	s.t.Helper()
	s.must(s.Ring.Mint(s.t.Context(), s.of.Scope, owner))
	s.must(s.Ring.Persist(s.t.Context()))
}

func house() *register.House { return register.NewHouse(albums, stuckIn) }

// shelves are one on each engine.
func shelves(t testing.TB) map[string]*shelf {
	path := filepath.Join(t.TempDir(), "safar.db")
	st := registertest.SQLite(t, path)
	pg, err := store.OpenPostgres(t.Context(), pgtest.Start(t), store.PostgresOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close(); pg.Close() })
	all := map[string]*shelf{"sqlite": newShelf(t, registertest.On(t, st, registertest.Ring(t), house())),
		"postgres": newShelf(t, registertest.On(t, pg, registertest.Ring(t), house()))}
	all["sqlite"].path = path
	return all
}

// keep keeps a picture, and has the story name it where it is to be named.
func (s *shelf) keep(p *vault.Picture, command id.ID, named bool) vault.Address {
	s.t.Helper()
	at, err := vault.Keep(s.t.Context(), s.Store, s.Ring, s.of, command, p, now)
	s.must(err)
	if named {
		s.Write(s.t, s.of.Scope, stuckIn.DraftFor(s.story, s.of.Owner, clock.Day(20000), stuck{at}, caption{"a hut"}))
	}
	return at
}

func (s *shelf) read(of vault.Whose, at vault.Address, part vault.Part) (got []byte, err error) {
	err = s.Store.Read(s.t.Context(), func(tx store.Tx) (err error) {
		got, err = vault.Read(s.t.Context(), tx, s.Ring, of, at, part)
		return err
	})
	return got, err
}

// rows counts what lies in a table.
func (s *shelf) rows(table string) (n int64) {
	s.t.Helper()
	s.must(s.Store.Read(s.t.Context(), func(tx store.Tx) error {
		return tx.Query(s.t.Context(), "SELECT count(*) FROM "+table+" WHERE scope = $1", []any{s.of.Scope.Bytes()}, func(r store.Row) error {
			n = r.Int(0)
			return nil
		})
	}))
	return n
}

func (s *shelf) exec(statement string, args ...any) {
	s.t.Helper()
	s.must(s.Store.Write(s.t.Context(), func(tx store.Tx) error {
		_, err := tx.Exec(s.t.Context(), statement, args...)
		return err
	}))
}

// verify says what is wrong with what lies at an address.
func (s *shelf) verify(at vault.Address) string {
	s.t.Helper()
	var wrong error
	s.must(s.Store.Read(s.t.Context(), func(tx store.Tx) error {
		c, err := vault.Count(s.t.Context(), tx, s.of.Scope)
		if err == nil {
			wrong = c.Verify(s.t.Context(), tx, at)
		}
		return err
	}))
	if wrong == nil {
		return ""
	}
	return fault.KeyOf(wrong)
}

// noisy is a picture of several chunks.
func noisy(t testing.TB) *vault.Picture {
	img := image.NewRGBA(image.Rect(0, 0, 700, 700))
	for y := range 700 {
		for x := range 700 {
			img.SetRGBA(x, y, color.RGBA{byte(x * y), byte(x*x ^ y), byte(x ^ 3*y*y), 255})
		}
	}
	return read(t, pngOf(t, img))
}

func TestWhatIsKeptIsReadAgainByItsOwnersKey(t *testing.T) {
	p := noisy(t)
	for engine, s := range shelves(t) {
		command := id.New()
		at := s.keep(p, command, true)
		for _, part := range []vault.Part{vault.Whole, vault.Thumb} {
			if got, err := s.read(s.of, at, part); err != nil || !bytes.Equal(got, p.Bytes(part)) {
				t.Errorf("%s: %d bytes, %v", engine, len(got), err)
			}
		}
		if n := s.rows("attachment_chunk"); n < 4 {
			t.Errorf("%s: %d chunks of %d bytes", engine, n, p.Size())
		}
		if again := s.keep(p, command, false); again != at || s.rows("attachment") != 1 {
			t.Errorf("%s: the same, sent again, is kept twice", engine)
		}
		if other := s.keep(p, id.New(), false); other == at {
			t.Errorf("%s: two commands share an address: it tells that they brought the same", engine)
		}
		stranger := vault.Whose{Scope: s.of.Scope, Owner: id.New()}
		s.key(stranger.Owner)
		if _, err := s.read(stranger, at, vault.Whole); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: another owner's: %v", engine, err)
		}
		if got := s.verify(at); got != "" {
			t.Errorf("%s: %s", engine, got)
		}
	}
}

// Nothing of an attachment stands in the database's file as it was sent, nor whose it is.
func TestTheFileTellsNothingOfIt(t *testing.T) {
	s, p := shelves(t)["sqlite"], noisy(t)
	s.keep(p, id.New(), true)
	file := s.file()
	if bytes.Contains(file, p.Bytes(vault.Thumb)[20:60]) || bytes.Contains(file, p.Bytes(vault.Whole)[600:640]) {
		t.Error("the picture lies in the clear")
	}
	var tag []byte
	s.must(s.Store.Read(t.Context(), func(tx store.Tx) error {
		return tx.Query(t.Context(), "SELECT owner FROM attachment", nil, func(r store.Row) error { tag = r.Bytes(0); return nil })
	}))
	if len(tag) == 0 || bytes.Contains(tag, s.of.Owner[:8]) {
		t.Errorf("the owner stands beside it: %x", tag)
	}
}

func (s *shelf) file() []byte {
	s.t.Helper()
	s.must(s.Store.(*store.SQLite).Checkpoint(s.t.Context()))
	file, err := os.ReadFile(s.path)
	s.must(err)
	return file
}

// Who is forgotten takes their pictures along: they cannot be read, their rows are gone, and so are the bytes from the file.
func TestForgettingTakesThePictures(t *testing.T) {
	p := noisy(t)
	for engine, s := range shelves(t) {
		at := s.keep(p, id.New(), true)
		var sealed []byte
		s.must(s.Store.Read(t.Context(), func(tx store.Tx) error {
			return tx.Query(t.Context(), "SELECT sealed FROM attachment_chunk WHERE chunk = 1", nil, func(r store.Row) error { sealed = r.Bytes(0); return nil })
		}))
		if engine == "sqlite" && !bytes.Contains(s.file(), sealed[100:140]) {
			t.Fatal("the sealed bytes are not sought where they lie")
		}
		s.Write(t, s.of.Scope, register.Erase(s.of.Owner, clock.Day(20001), register.ErasureAsked))
		if _, err := register.Forget(t.Context(), s.Store, s.Rows, s.Ring, s.of.Scope, s.of.Owner); err != nil {
			t.Fatal(err)
		}
		if _, err := s.read(s.of, at, vault.Whole); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: without the key: %v", engine, err)
		}
		s.must(s.Store.Write(t.Context(), func(tx store.Tx) error { return vault.Forget(t.Context(), tx, s.Ring, s.of.Scope, s.of.Owner) }))
		if n := s.rows("attachment") + s.rows("attachment_chunk"); n != 0 {
			t.Errorf("%s: %d rows are left", engine, n)
		}
		if engine == "sqlite" && bytes.Contains(s.file(), sealed[100:140]) {
			t.Error("the sealed bytes are still in the file")
		}
		if _, err := vault.Keep(t.Context(), s.Store, s.Ring, s.of, id.New(), p, now); fault.KeyOf(err) != "keys.owner_forgotten" {
			t.Errorf("%s: and nothing new is kept: %v", engine, err)
		}
	}
}

// Bytes are durable before the fact: what a power cut leaves without one is swept, and what a fact names stays.
func TestWhatNoFactNamesIsSwept(t *testing.T) {
	p := noisy(t)
	for engine, s := range shelves(t) {
		named, lost := s.keep(p, id.New(), true), s.keep(p, id.New(), false)
		for want, before := range []time.Time{now, now.Add(time.Millisecond)} { // the first finds it too young
			if n, err := vault.Sweep(t.Context(), s.Store, s.Rows, s.of.Scope, before); err != nil || n != want {
				t.Errorf("%s: %d swept, %v", engine, n, err)
			}
		}
		if _, err := s.read(s.of, named, vault.Whole); err != nil {
			t.Errorf("%s: what is named: %v", engine, err)
		}
		if _, err := s.read(s.of, lost, vault.Whole); fault.KeyOf(err) != "vault.none" {
			t.Errorf("%s: what is not: %v", engine, err)
		}
	}
}

func TestOneOwnerHasABound(t *testing.T) {
	for engine, s := range shelves(t) {
		at := s.keep(noisy(t), id.New(), true)
		s.exec("UPDATE attachment SET size = $1 WHERE attachment = $2", int64(vault.MaxOfOwner), at[:])
		if _, err := vault.Keep(t.Context(), s.Store, s.Ring, s.of, id.New(), noisy(t), now); fault.KeyOf(err) != "vault.full" {
			t.Errorf("%s: %v", engine, err)
		}
		if n := s.rows("attachment_chunk"); n < 4 || s.rows("attachment") != 1 {
			t.Errorf("%s: a refused one left something", engine)
		}
	}
}

// What was changed behind everybody's back is found, without a key; and nobody is shown it.
func TestAlteredBytesAreFound(t *testing.T) {
	for engine, s := range shelves(t) {
		for name, c := range map[string]struct {
			statement, want string
			args            []any
		}{
			"a chunk changed":   {"UPDATE attachment_chunk SET sealed = $1 WHERE part = 0 AND chunk = 1", "verify.attachment_altered", []any{[]byte("another chunk")}},
			"a chunk gone":      {"DELETE FROM attachment_chunk WHERE part = 0 AND chunk = 2", "verify.attachment_altered", nil},
			"the salt changed":  {"UPDATE attachment SET salt = $1", "verify.attachment_altered", []any{[]byte("sixteen bytes ..")}},
			"two parts changed": {"UPDATE attachment_chunk SET part = 2 WHERE part = 1", "verify.attachment_altered", nil},
			"the row gone":      {"DELETE FROM attachment", "verify.attachment_lost", nil},
		} {
			at := s.keep(noisy(t), id.New(), true)
			s.exec(c.statement, c.args...)
			if got := s.verify(at); got != c.want {
				t.Errorf("%s, %s: %q, want %s", engine, name, got, c.want)
			}
			if _, whole := s.read(s.of, at, vault.Whole); whole == nil {
				if _, thumb := s.read(s.of, at, vault.Thumb); thumb == nil {
					t.Errorf("%s, %s: it is shown as if nothing were", engine, name)
				}
			}
			s.exec("DELETE FROM attachment_chunk")
			s.exec("DELETE FROM attachment")
		}
	}
}
