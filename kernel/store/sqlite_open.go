// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"

	"safar/kernel/fault"
)

// openWriter opens the writing connection of a file that may be new, may have been left by a crash, and may not be ours.
//
// The order is the point. Until the key has proved right, closing must leave the log alone, for with a wrong key SQLite takes
// the log for garbage and deletes it. EXTRA comes before WAL, so that the journal of the
// switch itself is gone for good. The folder is synced once the log exists, since the file layer does not. And what the
// log holds is folded in and synced before anything is read, because it may never have reached the disk.
func (s *SQLite) openWriter(ctx context.Context) error {
	const op = "store.OpenSQLite"
	if err := s.guardLog(); err != nil {
		return sqliteFault(op, err)
	}
	if err := s.create(ctx); err != nil {
		return sqliteFault(op, err)
	}
	conn, err := s.connect(ctx, s.path, s.options.WriterCache, "PRAGMA secure_delete=ON")
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

// create makes the file where there is none: under another name, which it changes when the file is whole. A crash
// while a database is born would else leave half a first page, which looks like a wrong key.
func (s *SQLite) create(ctx context.Context) error {
	if size, err := sizeOrZero(s.disk, s.path); err != nil || size > 0 {
		return err
	}
	born := s.path + ".new"
	for _, name := range []string{born, born + "-wal", born + "-shm", born + "-journal"} {
		if err := s.disk.Remove(name); err != nil {
			return err
		}
	}
	conn, err := s.connect(ctx, born, s.options.WriterCache, "PRAGMA secure_delete=ON")
	if err != nil {
		return err
	}
	if err := errors.Join(conn.logAhead(), conn.keepLog(false), conn.close()); err != nil {
		return err
	}
	if err := s.disk.Rename(born, s.path); err != nil {
		return err
	}
	return s.disk.SyncFolder(s.path)
}

// settle brings the file to write-ahead logging, and makes durable what an earlier life left in the log.
func (s *SQLite) settle(ctx context.Context, conn *sqliteConn) error {
	const op = "store.OpenSQLite"
	err := conn.logAhead()
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
		conn.watchLog()
		err = conn.exec(fmt.Sprintf("PRAGMA journal_size_limit=%d", 4*4096*s.options.CheckpointPages))
	}
	return sqliteFault(op, err)
}

// connect opens a connection and proves that its key is right. It leaves the log alone when it is closed, until told otherwise.
func (s *SQLite) connect(ctx context.Context, path string, cache int, setting string) (*sqliteConn, error) {
	const op = "store.OpenSQLite"
	if err := ctx.Err(); err != nil {
		return nil, cancelledFault(op, err)
	}
	raw, err := sqlite3.OpenFlags(s.uri(path), sqlite3.OPEN_READWRITE|sqlite3.OPEN_CREATE|sqlite3.OPEN_URI)
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
	if err := conn.keepLog(true); err != nil {
		return err
	}
	if err := conn.raw.BusyTimeout(10 * time.Second); err != nil {
		return err
	}
	// A statement keeps the plan it was prepared with: otherwise SQLite plans some anew each time they are given arguments.
	if _, err := conn.raw.Config(sqlite3.DBCONFIG_ENABLE_QPSG, true); err != nil {
		return err
	}
	settings := []string{
		"PRAGMA page_size=4096", "PRAGMA synchronous=" + s.options.Synchronous, "PRAGMA temp_store=MEMORY",
		fmt.Sprintf("PRAGMA cache_size=-%d", cache/1024), setting, "PRAGMA wal_autocheckpoint=0",
		"SELECT count(*) FROM sqlite_schema", // the first look into the file: here a wrong key shows
	}
	return conn.exec(strings.Join(settings, ";"))
}

// uri names the file and its layers to SQLite.
func (s *SQLite) uri(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	uri := url.URL{Scheme: "file", Path: path}
	if s.layer != "" {
		uri.RawQuery = "vfs=" + url.QueryEscape(s.layer)
	}
	return uri.String()
}

// guardLog refuses an empty file beside a log: SQLite would delete the log.
func (s *SQLite) guardLog() error {
	log, err := sizeOrZero(s.disk, s.path+"-wal")
	if err != nil || log == 0 {
		return err
	}
	main, err := sizeOrZero(s.disk, s.path)
	if err == nil && main == 0 {
		err = fmt.Errorf("%w: the file is empty beside a log of %d bytes", errEmptyBesideLog, log)
	}
	return err
}

var errEmptyBesideLog = errors.New("store: database lost")

// heal makes the store fit to write again after a commit has failed. What the failed transaction left in the log might
// still read as committed after a crash or a restart, though it was refused, and a sync that is tried again after it failed may report
// success for bytes the system has dropped. So: a new connection, while the old one still holds the index that knows better;
// then everything acknowledged is written to the file afresh, synced, and the log emptied. Until that succeeds nothing is written.
func (s *SQLite) heal(ctx context.Context) error {
	const op = "store.Write"
	conn, err := s.connect(ctx, s.path, s.options.WriterCache, "PRAGMA secure_delete=ON")
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
	// The log is empty, but not yet certainly: a power cut could bring back what was refused.
	if err := s.disk.Truncate(s.path+"-wal", 0); err != nil {
		return sqliteFault(op, err)
	}
	s.broken = false
	return nil
}
