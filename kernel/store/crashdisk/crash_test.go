// SPDX-License-Identifier: Apache-2.0

package crashdisk_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"safar/kernel/fault"
	"safar/kernel/store"
	"safar/kernel/store/crashdisk"
)

var (
	schedules = flag.Int("schedules", 2000, "how many random stories of work and power cuts are played")
	firstSeed = flag.Uint64("seed", 1, "the seed of the first; with -schedules 1 it plays that one alone")
)

const lives = 4 // of one disk: each ends with a power cut

var (
	key    = bytes.Repeat([]byte{42}, 32)
	canary = []byte("canary: a name nobody may read on the disk")
	errNo  = errors.New("refused by a rule")
)

// A story is one disk through several lives, and what must be on it.
type story struct {
	seed  uint64
	rng   *rand.Rand
	disk  *crashdisk.Disk
	opts  store.SQLiteOptions
	lying bool

	kept    map[string][]byte   // what was acknowledged
	inDoubt []map[string][]byte // what each write that failed since would have made: one of them may be there
	writes  int                 // acknowledged
}

// loss is what the harness looks for.
type loss struct{ error }

// TestTwoThousandSchedules plays random work on the encrypted store over a disk that loses, tears and garbles, and
// finds after each power cut that the file opens, is whole, and holds exactly what was acknowledged.
func TestTwoThousandSchedules(t *testing.T) {
	n := *schedules
	if text := os.Getenv("SAFAR_SCHEDULES"); text != "" {
		fmt.Sscan(text, &n)
	}
	total := playInParts(t, n)
	for _, loss := range total.Losses {
		t.Error(loss)
	}
	t.Logf("%d schedules, %d power cuts (%d in the middle of an operation), %d writes acknowledged, %d refused by the disk",
		n, total.Crashes, total.Cuts, total.Writes, total.Refused)
	t.Logf("%d operations, %d I/O errors, %d times full, %d sectors dropped, %d garbled, %d forgotten, %d names and %d truncations lost",
		total.Operations, total.IOErrors, total.FullErrors, total.DroppedSectors, total.GarbledSectors,
		total.ForgottenSectors, total.LostNames, total.LostTruncations)
	if n >= 500 {
		total.mustHaveMet(t)
	}
}

// TestAFewSchedulesLoseNothing is as much of it as a seeded bug in the store is tried on.
func TestAFewSchedulesLoseNothing(t *testing.T) {
	for _, loss := range play(t, *firstSeed, 30, func(*story) {}).Losses {
		t.Error(loss)
	}
}

// TestTheSchedulesThatOnceLostLoseNothing plays those in which a disk failed just where the store did not look. In all of these it failed while the
// file was born, which got its name before it had a first page.
func TestTheSchedulesThatOnceLostLoseNothing(t *testing.T) {
	for _, seed := range []uint64{5486, 13599, 16715, 17489, 19113, 24332, 30263, 32960, 42220, 49016} {
		for _, loss := range play(t, seed, 1, func(*story) {}).Losses {
			t.Error(loss)
		}
	}
}

// TestTheHarnessSeesLoss plays the same with a disk or a setting that does lose, which must not go unseen.
func TestTheHarnessSeesLoss(t *testing.T) {
	controls := map[string]func(*story){
		"synchronous_normal": func(s *story) { s.opts.Synchronous = "NORMAL" },
		"lying_sync":         func(s *story) { s.lying = true },
	}
	for name, weaken := range controls {
		t.Run(name, func(t *testing.T) {
			const n = 60
			if seen := len(play(t, *firstSeed, n, weaken).Losses); seen < n*3/4 {
				t.Errorf("loss was seen in %d of %d schedules", seen, n)
			}
		})
	}
}

// tally is what became of some schedules.
type tally struct {
	crashdisk.Counts
	Losses          []string
	Writes, Refused int
}

func (c *tally) mustHaveMet(t *testing.T) {
	for what, n := range map[string]int{"power cuts in an operation": c.Cuts, "I/O errors": c.IOErrors,
		"full disks": c.FullErrors, "dropped sectors": c.DroppedSectors, "garbled sectors": c.GarbledSectors,
		"forgotten sectors": c.ForgottenSectors, "lost names": c.LostNames, "lost truncations": c.LostTruncations,
		"refused writes": c.Refused} {
		if n < 100 {
			t.Errorf("only %d %s: the schedules prove little", n, what)
		}
	}
}

// play plays n stories, the first of which has the given seed, on all processors.
func play(t *testing.T, seed uint64, n int, weaken func(*story)) *tally {
	var next atomic.Uint64
	var mu sync.Mutex
	var wg sync.WaitGroup
	total := &tally{}
	folder := memory(t)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				i := next.Add(1) - 1
				if i >= uint64(n) {
					return
				}
				s := newStory(folder, seed+i)
				weaken(s)
				refused, err := s.play(t.Context())
				mu.Lock()
				total.add(s, refused, err)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return total
}

// memory returns a folder in memory where there is one: the index of the log is memory, and takes no part in the story.
func memory(t *testing.T) string {
	folder, err := os.MkdirTemp("/dev/shm", "safar-crash-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

func (c *tally) add(s *story, refused int, err error) {
	one := &tally{Counts: s.disk.Counts(), Writes: s.writes, Refused: refused}
	if err != nil {
		one.Losses = append(one.Losses, fmt.Sprintf("seed %d: %v", s.seed, err))
	}
	c.sum(one)
}

// sum adds what became of other schedules.
func (c *tally) sum(d *tally) {
	c.Losses = append(c.Losses, d.Losses...)
	c.Writes += d.Writes
	c.Refused += d.Refused
	c.Operations += d.Operations
	c.Crashes += d.Crashes
	c.Cuts += d.Cuts
	c.IOErrors += d.IOErrors
	c.FullErrors += d.FullErrors
	c.ForgottenSectors += d.ForgottenSectors
	c.DroppedSectors += d.DroppedSectors
	c.GarbledSectors += d.GarbledSectors
	c.LostNames += d.LostNames
	c.LostTruncations += d.LostTruncations
}

func newStory(folder string, seed uint64) *story {
	s := &story{seed: seed, rng: rand.New(rand.NewPCG(seed, 1)), kept: map[string][]byte{}}
	s.disk = crashdisk.New(folder, seed)
	s.opts = store.SQLiteOptions{Key: key, VFS: s.disk.Name(), WriterCache: 64 << 10, ReaderCache: 64 << 10,
		Readers: 2, CheckpointPages: 1 + s.rng.IntN(60)}
	return s
}

// play returns how many writes the disk refused, and what was lost.
func (s *story) play(ctx context.Context) (refused int, err error) {
	defer s.disk.Forget()
	for life := range lives {
		n, err := s.live(ctx, life)
		refused += n
		if err != nil {
			return refused, fmt.Errorf("life %d: %w", life, err)
		}
	}
	return refused, s.last(ctx)
}

// last opens the disk once more, looks, and closes it well.
func (s *story) last(ctx context.Context) error {
	db, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if s.disk.Contains(func(content []byte) bool { return bytes.Contains(content, canary[:16]) }) {
		return loss{errors.New("the disk shows what was written, unencrypted")}
	}
	return s.look(ctx, db)
}

// live opens the store, looks whether all is there, works until the power goes, and lets it go.
func (s *story) live(ctx context.Context, life int) (refused int, err error) {
	if s.rng.IntN(4) == 0 { // the power goes, or the disk fails, already while the store is opened
		s.disk.Misbehave(s.faults(150))
		if db, err := store.OpenSQLite(ctx, "/safar.db", s.opts); err == nil {
			if len(s.inDoubt) == 0 { // else it would have to look first, which this disk may refuse
				refused += s.work(ctx, db)
			}
			s.disk.PowerOff()
			db.Close()
		}
		s.disk.PowerOff()
		s.disk.Crash()
	}
	s.disk.Misbehave(crashdisk.Faults{LyingSync: s.lying})
	db, err := s.open(ctx)
	if err != nil {
		return refused, err
	}
	if err := errors.Join(s.look(ctx, db), s.tables(ctx, db)); err != nil {
		db.Close()
		return refused, err
	}
	s.disk.Misbehave(s.faults(2500))
	n := s.work(ctx, db)
	s.disk.Misbehave(crashdisk.Faults{LyingSync: s.lying})
	err = s.lookAlive(ctx, db)
	s.disk.Misbehave(s.faults(60))
	if s.rng.IntN(4) != 0 {
		s.disk.PowerOff() // else the power goes after or while it closes
	}
	db.Close()
	s.disk.PowerOff()
	s.disk.Crash()
	return refused + n, err
}

// faults draws what the disk does to this life.
func (s *story) faults(longest int) crashdisk.Faults {
	f := crashdisk.Faults{LyingSync: s.lying}
	switch s.rng.IntN(3) {
	case 0:
		f.IOError = 0.01
	case 1:
		f.DiskFull = 0.01
	}
	if s.rng.IntN(3) > 0 {
		f.CutAfter = 1 + s.rng.IntN(longest)
	}
	return f
}

func (s *story) open(ctx context.Context) (*store.SQLite, error) {
	db, err := store.OpenSQLite(ctx, "/safar.db", s.opts)
	if err != nil {
		return nil, loss{fmt.Errorf("the store does not open: %w", err)}
	}
	return db, nil
}

func (s *story) tables(ctx context.Context, db store.Store) error {
	return store.Apply(ctx, db, []store.Schema{{Part: "crash", Versions: [][]string{{
		`CREATE TABLE row (scope BYTES NOT NULL, name TEXT NOT NULL, blob BYTES NOT NULL, PRIMARY KEY (scope, name))`}}}})
}

// work writes until it has done enough or the disk refuses too often.
func (s *story) work(ctx context.Context, db *store.SQLite) (refused int) {
	if err := s.tables(ctx, db); err != nil {
		return 1
	}
	for range 5 + s.rng.IntN(25) {
		switch s.rng.IntN(20) {
		case 0:
			db.Checkpoint(ctx)
		case 1, 2, 3:
			db.Fold(ctx)
		}
		if err := s.write(ctx, db); err != nil {
			refused++
		}
		if refused > 8 {
			break
		}
	}
	return refused
}

// write changes a few rows in one transaction and notes what it then knows.
func (s *story) write(ctx context.Context, db *store.SQLite) error {
	after := maps.Clone(s.kept)
	refuse := s.rng.IntN(10) == 0
	err := db.Write(ctx, func(tx store.Tx) error {
		for range 1 + s.rng.IntN(6) {
			if err := s.change(ctx, tx, after); err != nil {
				return err
			}
		}
		if refuse {
			return errNo
		}
		return nil
	})
	switch {
	case err == nil:
		s.kept, s.inDoubt = after, nil
		s.writes++
	case err == errNo:
		return nil
	default:
		s.inDoubt = append(s.inDoubt, after)
	}
	return err
}

// change inserts, replaces or deletes one row, and does the same to state.
func (s *story) change(ctx context.Context, tx store.Tx, state map[string][]byte) error {
	name := fmt.Sprintf("row %d", s.rng.IntN(60))
	if s.rng.IntN(4) == 0 {
		delete(state, name)
		_, err := tx.Exec(ctx, `DELETE FROM row WHERE scope = $1 AND name = $2`, []byte("scope"), name)
		return err
	}
	size := s.rng.IntN(700)
	if s.rng.IntN(12) == 0 {
		size = s.rng.IntN(40_000)
	}
	blob := append(bytes.Clone(canary), make([]byte, size)...)
	for i := len(canary); i < len(blob); i += 7 {
		blob[i] = byte(s.rng.Uint32())
	}
	state[name] = blob
	_, err := tx.Exec(ctx, `INSERT INTO row (scope, name, blob) VALUES ($1, $2, $3)
		ON CONFLICT (scope, name) DO UPDATE SET blob = excluded.blob`, []byte("scope"), name, blob)
	return err
}

// look compares everything in the store with what must be there. A write in doubt may be there or not, as a whole; after
// this it is no longer in doubt.
func (s *story) look(ctx context.Context, db *store.SQLite) error {
	found, err := contents(ctx, db)
	if err != nil {
		return loss{err}
	}
	for _, state := range s.inDoubt {
		if equal(found, state) {
			s.kept = state
			break
		}
	}
	s.inDoubt = nil
	if !equal(found, s.kept) {
		return loss{fmt.Errorf("%s", difference(s.kept, found))}
	}
	return nil
}

// lookAlive reads while the store still runs: a write that was refused must not be seen.
func (s *story) lookAlive(ctx context.Context, db *store.SQLite) error {
	if !s.disk.Alive() {
		return nil
	}
	found, err := contents(ctx, db)
	if err != nil {
		return loss{fmt.Errorf("before the power cut: %w", err)}
	}
	if equal(found, s.kept) {
		return nil
	}
	return loss{fmt.Errorf("before the power cut: %s", difference(s.kept, found))}
}

// contents checks the file and returns its rows; none where there is no table yet.
func contents(ctx context.Context, db *store.SQLite) (map[string][]byte, error) {
	found := map[string][]byte{}
	err := db.Read(ctx, func(tx store.Tx) error {
		verdict := ""
		err := tx.Query(ctx, `PRAGMA integrity_check`, nil, func(r store.Row) error { verdict += r.Text(0); return nil })
		if err == nil && verdict != "ok" {
			err = fault.New("integrity_check", fault.Damaged, "", nil).Because(errors.New(verdict))
		}
		if err != nil {
			return err
		}
		tables := 0
		err = tx.Query(ctx, `SELECT name FROM sqlite_schema WHERE name = 'row'`, nil, func(store.Row) error { tables++; return nil })
		if err != nil || tables == 0 {
			return err
		}
		return tx.Query(ctx, `SELECT name, blob FROM row`, nil, func(r store.Row) error {
			found[r.Text(0)] = r.Bytes(1)
			return nil
		})
	})
	return found, err
}

func equal(a, b map[string][]byte) bool { return maps.EqualFunc(a, b, bytes.Equal) }

func difference(want, got map[string][]byte) string {
	var lost, changed, more []string
	for name, blob := range want {
		if g, ok := got[name]; !ok {
			lost = append(lost, name)
		} else if !bytes.Equal(blob, g) {
			changed = append(changed, name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			more = append(more, name)
		}
	}
	slices.Sort(lost)
	return fmt.Sprintf("of %d acknowledged rows %d are lost (%v), %d other than written, %d too many",
		len(want), len(lost), lost, len(changed), len(more))
}
