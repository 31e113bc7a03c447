// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"

	"safar/kernel/fault"
)

// SQLiteOptions say how a SQLite file is opened. The zero value opens an unencrypted file with the usual sizes.
type SQLiteOptions struct {
	// Key is the 32-byte key the file is encrypted with at rest (Adiantum, page by page). Nil means not encrypted, which is
	// for tests alone.
	Key []byte

	// Readers is how many reads may run at once; each is a connection, opened when it is first needed. 0 means 4.
	Readers int

	// WriterCache and ReaderCache bound, in bytes, the pages one connection keeps in memory. 0 means 8 MB for the
	// writer and 2 MB for each reader: together 16 MB, a tenth of what a serving process may take.
	WriterCache, ReaderCache int

	// CheckpointPages is how many pages of 4 KiB the write-ahead log holds before a write folds them into the file. Where Fold is called after
	// writes, it is done there from half as many on. 0 means 1,000.
	CheckpointPages int

	// VFS names a registered file layer put beneath the encryption; it must implement Disk. "" means the operating system's.
	VFS string

	// Synchronous is how SQLite waits for the disk. "" means EXTRA, the only setting that keeps what Write promises; anything
	// weaker exists so that a crash test can prove that it sees what is lost.
	Synchronous string
}

func (o SQLiteOptions) withDefaults() SQLiteOptions {
	setDefault(&o.Readers, 4)
	setDefault(&o.WriterCache, 8<<20)
	setDefault(&o.ReaderCache, 2<<20)
	setDefault(&o.CheckpointPages, 1000)
	if o.Synchronous == "" {
		o.Synchronous = "EXTRA"
	}
	return o
}

func setDefault(value *int, def int) {
	if *value == 0 {
		*value = def
	}
}

// SQLite is a Store in one file of one machine, used by one process. Beside the file at path live path-wal (the
// write-ahead log), path-shm (its index) and path.lock (held while the store is open).
type SQLite struct {
	path    string
	options SQLiteOptions
	layer   string // the file layers, by the name SQLite knows them by
	disk    Disk
	lock    *fileLock

	writing chan struct{}    // holds one token: who has it may use writer and broken
	writer  *sqliteConn      // the one connection that writes
	broken  bool             // a commit failed: nothing is written until heal has succeeded
	readers chan *sqliteConn // holds options.Readers connections; nil for those not opened yet
	closing chan struct{}    // closed by Close
	once    sync.Once
}

// OpenSQLite opens the SQLite file at path, or makes it; its folder must exist.
//
// Errors: Unavailable store.in_use when another process has it open; NotAllowed store.wrong_key when the key does not
// fit (the file and its write-ahead log are left untouched); Damaged store.damaged when it does not read; Unavailable
// store.disk_full and store.disk_error.
func OpenSQLite(ctx context.Context, path string, options SQLiteOptions) (*SQLite, error) {
	const op = "store.OpenSQLite"
	if options.Key != nil && len(options.Key) != 32 {
		return nil, fault.New(op, fault.Internal, "", nil).Because(errors.New("the key must have 32 bytes"))
	}
	s := &SQLite{path: path, options: options.withDefaults(), closing: make(chan struct{}), writing: make(chan struct{}, 1)}
	if err := s.prepareDisk(op); err != nil {
		return nil, err
	}
	if err := s.openWriter(ctx); err != nil {
		s.letGo()
		return nil, err
	}
	s.writing <- struct{}{}
	s.readers = make(chan *sqliteConn, s.options.Readers)
	for range s.options.Readers {
		s.readers <- nil
	}
	return s, nil
}

// prepareDisk finds the file layer and takes the lock of the file.
func (s *SQLite) prepareDisk(op string) error {
	var err error
	if s.disk, err = diskFor(s.options.VFS); err != nil {
		return fault.New(op, fault.Internal, "", nil).Because(err)
	}
	if s.options.VFS == "" {
		if s.path, err = filepath.Abs(s.path); err != nil {
			return fault.New(op, fault.Invalid, "store.bad_path", nil).Because(err)
		}
	}
	if s.lock, err = lockFile(s.disk, s.path+".lock"); err != nil {
		return err
	}
	if s.layer = s.options.VFS; s.layer == "" {
		registerPlain()
		s.layer = plainLayer
	}
	if s.options.Key != nil {
		s.layer = registerCipher(s.options.VFS, s.options.Key)
	}
	return nil
}

// letGo gives back what prepareDisk has taken.
func (s *SQLite) letGo() {
	s.lock.release()
	if s.options.Key != nil {
		vfs.Unregister(s.layer)
	}
}

// Read implements Store. The snapshot is that of the moment before f runs, not that of its first question: f may know things from elsewhere.
func (s *SQLite) Read(ctx context.Context, f func(Tx) error) error {
	const op = "store.Read"
	conn, err := s.takeReader(ctx)
	if err != nil {
		return err
	}
	defer func() { s.readers <- conn }()
	if err := conn.run(ctx, beginRead); err != nil {
		return sqliteFault(op, err)
	}
	defer conn.rollback()
	if err := conn.run(ctx, takeMoment); err != nil {
		return sqliteFault(op, err)
	}
	tx := &sqliteTx{conn: conn, txState: txState{readOnly: true}}
	defer tx.end()
	return f(tx)
}

// Write implements Store.
func (s *SQLite) Write(ctx context.Context, f func(Tx) error) error {
	const op = "store.Write"
	if err := s.takeWriter(ctx); err != nil {
		return err
	}
	defer func() { s.writing <- struct{}{} }()
	if s.broken {
		if err := s.heal(ctx); err != nil {
			return err
		}
	}
	if err := s.writer.run(ctx, beginWrite); err != nil {
		return s.failed(op, err)
	}
	return s.finish(op, ctx, f)
}

// finish runs f in the transaction that has begun and commits it, or rolls it back when f fails or panics.
func (s *SQLite) finish(op string, ctx context.Context, f func(Tx) error) error {
	tx := &sqliteTx{conn: s.writer}
	committed := false
	defer func() {
		tx.end()
		if !committed {
			s.broken = s.writer.rollback() != nil || tx.diskFailed || s.broken
		}
	}()
	if err := f(tx); err != nil {
		return err
	}
	if tx.failed != nil { // f swallowed the error of a statement: half of its work is missing
		return tx.failed
	}
	if ctx.Err() != nil {
		return sqliteFault(op, ctx.Err())
	}
	// From here on the outcome must be certain, so the commit itself cannot be interrupted.
	if err := s.writer.run(context.Background(), commit); err != nil {
		s.broken = true
		return sqliteFault(op, err)
	}
	committed = true
	s.foldFrom(s.options.CheckpointPages)
	return nil
}

// Fold folds the write-ahead log into the file where it holds half of what a write would fold. Whoever calls it when a write has been acknowledged has
// nobody wait for that, who does not write next. It waits for no read. What cannot be folded now, of which nothing is lost, a later one folds.
func (s *SQLite) Fold(ctx context.Context) {
	if s.takeWriter(ctx) != nil {
		return // it is being closed, which folds all
	}
	defer func() { s.writing <- struct{}{} }()
	if !s.broken {
		s.foldFrom(s.options.CheckpointPages / 2)
	}
}

// foldFrom folds the log where it holds so many pages. That it fails harms nothing: the log holds all until the file does.
func (s *SQLite) foldFrom(pages int) {
	if s.writer.logged >= pages {
		s.writer.raw.WALCheckpoint("main", sqlite3.CHECKPOINT_PASSIVE)
	}
}

func (s *SQLite) failed(op string, err error) error {
	s.broken = s.writer.rollback() != nil || s.broken
	return sqliteFault(op, err)
}

func (s *SQLite) takeWriter(ctx context.Context) error {
	select {
	case <-s.closing:
		return closedFault("store.Write")
	default:
	}
	select {
	case <-s.writing:
		return nil
	case <-s.closing:
		return closedFault("store.Write")
	case <-ctx.Done():
		return cancelledFault("store.Write", ctx.Err())
	}
}

func (s *SQLite) takeReader(ctx context.Context) (*sqliteConn, error) {
	const op = "store.Read"
	select {
	case <-s.closing:
		return nil, closedFault(op)
	default:
	}
	select {
	case conn := <-s.readers:
		if conn != nil {
			return conn, nil
		}
		conn, err := s.connect(ctx, s.path, s.options.ReaderCache, "PRAGMA query_only=ON")
		if err != nil {
			s.readers <- nil
			return nil, err
		}
		return conn, nil
	case <-s.closing:
		return nil, closedFault(op)
	case <-ctx.Done():
		return nil, cancelledFault(op, ctx.Err())
	}
}

// Exclusive implements Store: true.
func (s *SQLite) Exclusive() bool { return true }

// Engine implements Store: "sqlite".
func (s *SQLite) Engine() string { return "sqlite" }

// Path returns where the file is.
func (s *SQLite) Path() string { return s.path }

// Size implements Store: the bytes of the file and of its write-ahead log.
func (s *SQLite) Size(context.Context) (int64, error) {
	var sum int64
	for _, name := range []string{s.path, s.path + "-wal"} {
		size, err := s.disk.SizeOf(name)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return 0, sqliteFault("store.Size", err)
		}
		sum += size
	}
	return sum, nil
}

// Checkpoint folds the whole write-ahead log into the file and empties it. It waits for the write that is running, and up
// to ten seconds for reads.
func (s *SQLite) Checkpoint(ctx context.Context) error {
	if err := s.takeWriter(ctx); err != nil {
		return err
	}
	defer func() { s.writing <- struct{}{} }()
	if s.broken {
		return s.heal(ctx)
	}
	return s.writer.checkpoint(ctx)
}

// Close implements Store. After it, Read and Write fail with Unavailable store.closed. A second Close does nothing.
func (s *SQLite) Close() error {
	var err error
	s.once.Do(func() {
		close(s.closing)
		<-s.writing
		for range s.options.Readers {
			if conn := <-s.readers; conn != nil {
				err = errors.Join(err, conn.close())
			}
		}
		if s.broken {
			// The log may hold a transaction that was refused. It must not be folded in: opening the store decides.
			s.writer.keepLog(true)
		} else {
			err = errors.Join(err, s.writer.checkpoint(context.Background()))
		}
		err = errors.Join(err, s.writer.close())
		s.letGo()
	})
	return err
}
