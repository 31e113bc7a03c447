// SPDX-License-Identifier: Apache-2.0

// Package moderncstore is the way out: the same Store on modernc.org/sqlite, a translation of SQLite that shares no code with
// the one Safar runs on. It passes the same conformance suite, unencrypted, which proves that Safar depends on SQLite and
// on nothing of one driver. Tests alone use it.
package moderncstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"safar/kernel/fault"
	"safar/kernel/store"
)

// Store is a store.Store in an unencrypted SQLite file.
type Store struct {
	path    string
	readers *sql.DB
	writers *sql.DB // of one connection
	closing sync.Once
	closed  chan struct{}
}

// Open opens the SQLite file at path, or makes it.
func Open(ctx context.Context, path string) (*Store, error) {
	const op = "moderncstore.Open"
	uri := func(pragmas ...string) string {
		values := url.Values{"_pragma": pragmas, "_txlock": {"deferred"}}
		return (&url.URL{Scheme: "file", Opaque: path, RawQuery: values.Encode()}).String()
	}
	s := &Store{path: path, closed: make(chan struct{})}
	var err error
	if s.writers, err = sql.Open("sqlite", uri("synchronous(EXTRA)", "journal_mode(WAL)", "secure_delete(ON)")); err != nil {
		return nil, fault.Wrap(op, err)
	}
	s.writers.SetMaxOpenConns(1)
	if err := s.writers.PingContext(ctx); err != nil {
		return nil, fault.Wrap(op, errors.Join(err, s.writers.Close()))
	}
	if s.readers, err = sql.Open("sqlite", uri("query_only(ON)")); err != nil {
		return nil, fault.Wrap(op, errors.Join(err, s.writers.Close()))
	}
	s.readers.SetMaxOpenConns(4)
	return s, nil
}

// Read implements store.Store.
func (s *Store) Read(ctx context.Context, f func(store.Tx) error) error {
	return s.run(ctx, s.readers, true, f)
}

// Write implements store.Store.
func (s *Store) Write(ctx context.Context, f func(store.Tx) error) error {
	return s.run(ctx, s.writers, false, f)
}

func (s *Store) run(ctx context.Context, db *sql.DB, readOnly bool, f func(store.Tx) error) error {
	const op = "moderncstore.run"
	select {
	case <-s.closed:
		return fault.New(op, fault.Unavailable, "store.closed", nil)
	default:
	}
	raw, err := db.BeginTx(ctx, nil)
	if err != nil {
		return toFault(op, err)
	}
	defer raw.Rollback() // does nothing after a commit
	t := &tx{raw: raw, readOnly: readOnly}
	defer func() { t.ended = true }()
	if err := f(t); err != nil {
		return err
	}
	if t.failed != nil {
		return t.failed
	}
	if readOnly {
		return nil
	}
	if ctx.Err() != nil {
		return toFault(op, ctx.Err())
	}
	return toFault(op, raw.Commit())
}

// Exclusive implements store.Store: true.
func (s *Store) Exclusive() bool { return true }

// Engine implements store.Store: "sqlite".
func (s *Store) Engine() string { return "sqlite" }

// Size implements store.Store.
func (s *Store) Size(context.Context) (int64, error) {
	var sum int64
	for _, name := range []string{s.path, s.path + "-wal"} {
		if info, err := os.Stat(name); err == nil {
			sum += info.Size()
		}
	}
	return sum, nil
}

// Close implements store.Store.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		close(s.closed)
		err = errors.Join(s.readers.Close(), s.writers.Close())
	})
	return err
}

type tx struct {
	raw                     *sql.Tx
	readOnly, ended, inRows bool
	failed                  error
}

func (t *tx) usable(op string) error {
	switch {
	case t.ended:
		return toFault(op, store.ErrEnded)
	case t.inRows:
		return toFault(op, store.ErrInRows)
	}
	return t.failed
}

func (t *tx) fail(op string, err error) error {
	if err != nil {
		t.failed = toFault(op, err)
		return t.failed
	}
	return nil
}

// Query implements store.Tx.
func (t *tx) Query(ctx context.Context, query string, args []any, each func(store.Row) error) error {
	const op = "moderncstore.Query"
	if err := t.usable(op); err != nil {
		return err
	}
	args, err := check(query, args)
	if err != nil {
		return t.fail(op, err)
	}
	rows, err := t.raw.QueryContext(ctx, query, args...)
	if err != nil {
		return t.fail(op, err)
	}
	t.inRows = true
	defer func() { t.inRows = false }()
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return t.fail(op, err)
	}
	r, into := make(row, len(columns)), make([]any, len(columns))
	for i := range r {
		into[i] = &r[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return t.fail(op, err)
		}
		if err := each(r); err != nil {
			if err == error(store.Stop) {
				return nil
			}
			return err
		}
	}
	return t.fail(op, rows.Err())
}

// Exec implements store.Tx.
func (t *tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	const op = "moderncstore.Exec"
	if err := t.usable(op); err != nil {
		return 0, err
	}
	if t.readOnly {
		return 0, t.fail(op, store.ErrReadOnly)
	}
	args, err := check(query, args)
	if err != nil {
		return 0, t.fail(op, err)
	}
	result, err := t.raw.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, t.fail(op, err)
	}
	n, err := result.RowsAffected()
	return n, t.fail(op, err)
}

// ExecMany implements store.Tx.
func (t *tx) ExecMany(ctx context.Context, query string, rows [][]any) error {
	for _, args := range rows {
		if _, err := t.Exec(ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}

var parameter = regexp.MustCompile(`\$([0-9]+)`)

// check refuses what the other engines refuse: database/sql would take too many arguments, and values of more types.
func check(query string, args []any) ([]any, error) {
	highest := 0
	for _, found := range parameter.FindAllStringSubmatch(query, -1) {
		n, _ := strconv.Atoi(found[1])
		highest = max(highest, n)
	}
	if highest != len(args) {
		return nil, fmt.Errorf("the statement takes %d arguments and was given %d", highest, len(args))
	}
	checked := make([]any, len(args))
	for i, value := range args {
		checked[i] = value
		switch v := value.(type) {
		case nil, int64:
		case []byte:
			if v == nil {
				checked[i] = nil
			}
		case string:
			if err := store.CheckText(v); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("a value of type %T", value)
		}
	}
	return checked, nil
}

type row []any

// Null implements store.Row.
func (r row) Null(column int) bool { return r[column] == nil }

// Bytes implements store.Row.
func (r row) Bytes(column int) []byte {
	raw := r.Raw(column)
	if raw == nil {
		return nil
	}
	return append(make([]byte, 0, len(raw)), raw...)
}

// Raw implements store.Row.
func (r row) Raw(column int) []byte {
	switch v := r[column].(type) {
	case []byte:
		if v == nil {
			return []byte{}
		}
		return v
	case string:
		return []byte(v)
	}
	return nil
}

// Text implements store.Row.
func (r row) Text(column int) string {
	switch v := r[column].(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return ""
}

// Int implements store.Row.
func (r row) Int(column int) int64 {
	n, _ := r[column].(int64)
	return n
}

func toFault(op string, err error) error {
	if err == nil {
		return nil
	}
	kind, key := fault.Internal, ""
	var e *sqlite.Error
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		kind, key = fault.Unavailable, "store.cancelled"
	case errors.Is(err, driver.ErrBadConn):
		kind, key = fault.Unavailable, "store.disk_error"
	case errors.Is(err, store.ErrBadText):
		kind, key = fault.Invalid, "store.bad_text"
	case errors.As(err, &e):
		kind, key, err = sqliteKind(e, err)
	}
	return fault.New(op, kind, key, nil).Because(err)
}

func sqliteKind(e *sqlite.Error, err error) (fault.Kind, string, error) {
	switch code := e.Code(); {
	case code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, code == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
		return fault.Conflict, "store.duplicate", err
	case code&0xff == sqlite3.SQLITE_FULL:
		return fault.Unavailable, "store.disk_full", err
	case code&0xff == sqlite3.SQLITE_READONLY, strings.Contains(err.Error(), "readonly"):
		return fault.Internal, "", errors.Join(store.ErrReadOnly, err)
	case code&0xff == sqlite3.SQLITE_CORRUPT, code&0xff == sqlite3.SQLITE_NOTADB:
		return fault.Damaged, "store.damaged", err
	}
	return fault.Internal, "", err
}
