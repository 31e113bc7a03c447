// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
	"github.com/ncruces/go-sqlite3/vfs/adiantum"

	"safar/kernel/fault"
)

// openWriter opens the writing connection of a file that may be new, may have been left by a crash, and may not be ours.
//
// The order is the point. The log is rounded down before SQLite looks at it: a crash can leave the last 4 KiB block half
// written, which cannot be decrypted, and the file would not open. Until the key has proved right, closing must leave the log
// alone, for with a wrong key SQLite takes the log for garbage and deletes it. EXTRA comes before WAL, so that the journal of the
// switch itself is gone for good. The folder is synced once the log exists, since neither SQLite nor its file layer does it. And what the log
// holds is folded in and synced before anything is read, because it may never have reached the disk.
func (s *SQLite) openWriter(ctx context.Context) error {
	const op = "store.OpenSQLite"
	if err := s.roundLog(); err != nil {
		return sqliteFault(op, err)
	}
	conn, err := s.connect(ctx, s.options.WriterCache, "PRAGMA secure_delete=ON")
	if err != nil {
		return err
	}
	if err := s.settle(ctx, conn); err != nil {
		conn.close()
		return err
	}
	s.writer = conn
	s.lock.remember(keyCheck(s.options.Key))
	return nil
}

// settle brings the file to write-ahead logging, and makes durable what an earlier life left in the log.
func (s *SQLite) settle(ctx context.Context, conn *sqliteConn) error {
	const op = "store.OpenSQLite"
	mode, err := conn.pragma("PRAGMA journal_mode=WAL")
	if err == nil && mode != "wal" {
		err = fmt.Errorf("journal_mode is %q, not wal", mode)
	}
	if err == nil {
		err = conn.exec("BEGIN IMMEDIATE; COMMIT")
	}
	if err == nil {
		err = s.disk.SyncFolder(s.path)
	}
	if err == nil {
		err = conn.checkpoint(ctx)
	}
	if err == nil {
		err = conn.keepLog(false)
	}
	if err == nil {
		err = conn.exec(fmt.Sprintf("PRAGMA wal_autocheckpoint=%d; PRAGMA journal_size_limit=%d",
			s.options.CheckpointPages, 8*4096*s.options.CheckpointPages))
	}
	return sqliteFault(op, err)
}

// connect opens a connection and proves that its key is right. It leaves the log alone when it is closed, until told otherwise.
func (s *SQLite) connect(ctx context.Context, cache int, setting string) (*sqliteConn, error) {
	const op = "store.OpenSQLite"
	raw, err := sqlite3.OpenFlags(s.uri(), sqlite3.OPEN_READWRITE|sqlite3.OPEN_CREATE|sqlite3.OPEN_URI)
	if err != nil {
		return nil, sqliteFault(op, err)
	}
	conn := &sqliteConn{raw: raw, statements: map[string]*statement{}}
	if err := s.configure(conn, cache, setting); err != nil {
		conn.close()
		if errors.Is(err, sqlite3.NOTADB) && s.options.Key != nil && !s.lock.remembers(keyCheck(s.options.Key)) {
			return nil, fault.New(op, fault.NotAllowed, "store.wrong_key", nil).Because(err)
		}
		return nil, sqliteFault(op, err)
	}
	return conn, nil
}

func (s *SQLite) configure(conn *sqliteConn, cache int, setting string) error {
	if s.options.Key != nil {
		if err := conn.exec("PRAGMA hexkey='" + hex.EncodeToString(s.options.Key) + "'"); err != nil {
			return err
		}
	}
	if err := conn.keepLog(true); err != nil {
		return err
	}
	if err := conn.raw.BusyTimeout(10 * time.Second); err != nil {
		return err
	}
	settings := []string{
		"PRAGMA page_size=4096", "PRAGMA synchronous=" + s.options.Synchronous, "PRAGMA temp_store=MEMORY",
		fmt.Sprintf("PRAGMA cache_size=-%d", cache/1024), setting, "PRAGMA wal_autocheckpoint=0",
		"SELECT count(*) FROM sqlite_schema", // the first look into the file: here a wrong key shows
	}
	return conn.exec(strings.Join(settings, ";"))
}

// uri names the file and its layers to SQLite. The key is not in it: it would stay readable in the connection.
func (s *SQLite) uri() string {
	path := filepath.ToSlash(s.path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	name := s.options.VFS
	if s.options.Key != nil {
		name = encrypted(name)
	}
	uri := url.URL{Scheme: "file", Path: path}
	if name != "" {
		uri.RawQuery = "vfs=" + url.QueryEscape(name)
	}
	return uri.String()
}

// encrypted returns the name of the layer that encrypts the layer base, which it registers when it is first asked.
func encrypted(base string) string {
	name := "safar-adiantum" + base
	if vfs.Find(name) == nil {
		vfs.Register(name, adiantum.Wrap(vfs.Find(base), nil))
	}
	return name
}

// roundLog cuts the write-ahead log of an encrypted file down to whole blocks. What is cut was never acknowledged: an
// acknowledged commit is padded to a whole block before it is synced. An empty file beside a log is refused: SQLite would
// delete the log.
func (s *SQLite) roundLog() error {
	log := s.path + "-wal"
	size, err := sizeOrZero(s.disk, log)
	if err != nil || size == 0 {
		return err
	}
	if main, err := sizeOrZero(s.disk, s.path); err != nil {
		return err
	} else if main == 0 {
		return fmt.Errorf("%w: the file is empty beside a log of %d bytes", errEmptyBesideLog, size)
	}
	if s.options.Key == nil || size%cipherBlock == 0 {
		return nil
	}
	return s.disk.Truncate(log, size-size%cipherBlock)
}

const cipherBlock = 4096

var errEmptyBesideLog = errors.New("store: database lost")

// heal makes the store fit to write again after a commit has failed. What the failed transaction left in the log might
// still read as committed after a crash or a restart, though it was refused, and a sync that is tried again after it failed may report
// success for bytes the system has dropped. So: a new connection, while the old one still holds the index that knows better;
// then everything acknowledged is written to the file afresh, synced, and the log emptied. Until that succeeds nothing is written.
func (s *SQLite) heal(ctx context.Context) error {
	const op = "store.Write"
	conn, err := s.connect(ctx, s.options.WriterCache, "PRAGMA secure_delete=ON")
	if err != nil {
		return err
	}
	old := s.writer
	old.keepLog(true)
	s.writer = conn
	if err := old.close(); err != nil {
		return sqliteFault(op, err)
	}
	if err := s.settle(ctx, conn); err != nil {
		conn.keepLog(true)
		return err
	}
	s.broken = false
	return nil
}
