// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/ncruces/go-sqlite3"
)

const (
	beginRead  = "BEGIN"
	takeMoment = "SELECT 0 FROM sqlite_schema LIMIT 0" // a transaction that has read nothing yet has no moment at which it stands
	beginWrite = "BEGIN IMMEDIATE"
	commit     = "COMMIT"
	rollback   = "ROLLBACK"
)

// maxStatements bounds the prepared statements one connection keeps: some 10 KB each.
const maxStatements = 200

// sqliteConn is one connection with the statements prepared on it. It is used by one goroutine at a time.
type sqliteConn struct {
	raw        *sqlite3.Conn
	statements map[string]*statement
	used       uint64 // counts uses, to find the statement used longest ago
	logged     int    // pages that the write-ahead log held after the last commit of this connection
}

// statement is a prepared statement and where its arguments go: SQLite numbers $2, $1 by first appearance.
type statement struct {
	*sqlite3.Stmt
	argument []int // argument[i] is the argument bound to parameter i+1
	highest  int   // the number of arguments the statement takes
	used     uint64
}

func (c *sqliteConn) exec(sql string) error { return c.raw.Exec(sql) }

// run runs a statement without arguments or rows.
func (c *sqliteConn) run(ctx context.Context, sql string) error {
	c.raw.SetInterrupt(ctx)
	defer c.raw.SetInterrupt(context.Background())
	s, err := c.prepare(sql)
	if err == nil {
		err = s.Exec()
	}
	return because(ctx, err)
}

// because adds to an interruption why it came.
func because(ctx context.Context, err error) error {
	if errors.Is(err, sqlite3.INTERRUPT) && ctx.Err() != nil {
		return errors.Join(ctx.Err(), err)
	}
	return err
}

// pragma runs a statement to its end, where what it wrote is committed or is not, and returns the first column of its last row.
func (c *sqliteConn) pragma(sql string) (text string, err error) {
	s, _, err := c.raw.Prepare(sql)
	if err != nil {
		return "", err
	}
	for s.Step() {
		text = s.ColumnText(0)
	}
	return text, errors.Join(s.Err(), s.Close())
}

// logAhead brings the file to write-ahead logging. Where that cannot be, SQLite says so by the mode in which it stays.
func (c *sqliteConn) logAhead() error {
	mode, err := c.pragma("PRAGMA journal_mode=WAL")
	if err == nil && mode != "wal" {
		err = fmt.Errorf("journal_mode is %q, not wal", mode)
	}
	return err
}

// rollback ends the transaction, if one is open, without its changes.
func (c *sqliteConn) rollback() error {
	if c.raw.GetAutocommit() {
		return nil
	}
	return c.run(context.Background(), rollback)
}

// watchLog has commits note how long the write-ahead log is. When it is folded is for the store to say, not for the commit.
func (c *sqliteConn) watchLog() {
	c.raw.WALHook(func(_ *sqlite3.Conn, _ string, pages int) error {
		c.logged = pages
		return nil
	})
}

// keepLog says whether closing the last connection leaves the write-ahead log as it is.
func (c *sqliteConn) keepLog(keep bool) error {
	_, err := c.raw.Config(sqlite3.DBCONFIG_NO_CKPT_ON_CLOSE, keep)
	return err
}

func (c *sqliteConn) checkpoint(ctx context.Context) error {
	c.raw.SetInterrupt(ctx)
	defer c.raw.SetInterrupt(context.Background())
	_, _, err := c.raw.WALCheckpoint("main", sqlite3.CHECKPOINT_TRUNCATE)
	return sqliteFault("store.Checkpoint", err)
}

func (c *sqliteConn) close() error {
	for _, s := range c.statements {
		s.Close()
	}
	return sqliteFault("store.Close", c.raw.Close())
}

// prepare returns the statement for sql, from those kept or a new one.
func (c *sqliteConn) prepare(sql string) (*statement, error) {
	c.used++
	if s, ok := c.statements[sql]; ok {
		s.used = c.used
		return s, nil
	}
	raw, tail, err := c.raw.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT)
	if err != nil {
		return nil, err
	}
	if raw == nil || tail != "" {
		raw.Close()
		return nil, errors.New("one statement at a time")
	}
	s := &statement{Stmt: raw, used: c.used}
	if err := s.number(); err != nil {
		raw.Close()
		return nil, err
	}
	c.makeRoom()
	c.statements[sql] = s
	return s, nil
}

func (c *sqliteConn) makeRoom() {
	if len(c.statements) < maxStatements {
		return
	}
	oldest := ""
	for sql, s := range c.statements {
		if oldest == "" || s.used < c.statements[oldest].used {
			oldest = sql
		}
	}
	c.statements[oldest].Close()
	delete(c.statements, oldest)
}

// number finds which argument each parameter stands for.
func (s *statement) number() error {
	for i := range s.BindCount() {
		name := s.BindName(i + 1)
		if len(name) < 2 || name[0] != '$' {
			return errors.New("parameters are written $1, $2, …")
		}
		n, err := strconv.Atoi(name[1:])
		if err != nil || n < 1 {
			return errors.New("parameters are written $1, $2, …")
		}
		s.argument = append(s.argument, n-1)
		s.highest = max(s.highest, n)
	}
	return nil
}

func (s *statement) bind(args []any) error {
	if len(args) != s.highest {
		return errArguments(s.highest, len(args))
	}
	for i, n := range s.argument {
		if err := s.bindOne(i+1, args[n]); err != nil {
			return err
		}
	}
	return nil
}

func (s *statement) bindOne(parameter int, value any) error {
	switch v := value.(type) {
	case nil:
		return s.BindNull(parameter)
	case int64:
		return s.BindInt64(parameter, v)
	case string:
		if err := CheckText(v); err != nil {
			return err
		}
		return s.BindText(parameter, v)
	case []byte:
		if v == nil {
			return s.BindNull(parameter)
		}
		return s.BindBlob(parameter, v)
	}
	return errType(value)
}

// sqliteTx is a transaction on one connection.
type sqliteTx struct {
	txState
	conn       *sqliteConn
	diskFailed bool
}

func (t *sqliteTx) fail(op string, err error) error {
	if err == nil {
		return nil
	}
	t.diskFailed = t.diskFailed || errors.Is(err, sqlite3.IOERR) || errors.Is(err, sqlite3.FULL)
	return t.failedBy(sqliteFault(op, err))
}

// Query implements Tx.
func (t *sqliteTx) Query(ctx context.Context, query string, args []any, each func(Row) error) error {
	const op = "store.Query"
	if err := t.usable(op); err != nil {
		return err
	}
	s, err := t.start(ctx, query, args)
	if err != nil {
		return t.fail(op, err)
	}
	defer t.conn.raw.SetInterrupt(context.Background())
	defer func() { t.inRows = false }()
	defer s.Reset() // also when each panics
	t.inRows = true
	row := sqliteRow{s.Stmt}
	for s.Step() {
		if err := each(row); err != nil {
			if err == error(Stop) {
				return nil
			}
			return err
		}
	}
	return t.fail(op, because(ctx, s.Err()))
}

// start prepares a statement, gives it its arguments and lets ctx interrupt it.
func (t *sqliteTx) start(ctx context.Context, query string, args []any) (*statement, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s, err := t.conn.prepare(query)
	if err != nil {
		return nil, err
	}
	if t.readOnly && !s.ReadOnly() {
		return nil, ErrReadOnly
	}
	t.conn.raw.SetInterrupt(ctx)
	return s, s.bind(args)
}

// Exec implements Tx.
func (t *sqliteTx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	const op = "store.Exec"
	if err := t.usable(op); err != nil {
		return 0, err
	}
	if t.readOnly {
		return 0, t.fail(op, ErrReadOnly)
	}
	defer t.conn.raw.SetInterrupt(context.Background())
	before := t.conn.raw.TotalChanges()
	s, err := t.start(ctx, query, args)
	if err == nil {
		err = s.Exec()
	}
	return t.conn.raw.TotalChanges() - before, t.fail(op, because(ctx, err))
}

// ExecMany implements Tx.
func (t *sqliteTx) ExecMany(ctx context.Context, query string, rows [][]any) error {
	const op = "store.ExecMany"
	if err := t.usable(op); err != nil || len(rows) == 0 {
		return err
	}
	if t.readOnly {
		return t.fail(op, ErrReadOnly)
	}
	defer t.conn.raw.SetInterrupt(context.Background())
	s, err := t.start(ctx, query, rows[0])
	for i := 0; err == nil && i < len(rows); i++ {
		if err = s.bind(rows[i]); err == nil {
			err = s.Exec()
		}
	}
	return t.fail(op, because(ctx, err))
}

type sqliteRow struct{ s *sqlite3.Stmt }

// Bytes implements Row.
func (r sqliteRow) Bytes(column int) []byte {
	raw := r.Raw(column)
	if raw == nil {
		return nil
	}
	return append(make([]byte, 0, len(raw)), raw...)
}

// Raw implements Row.
func (r sqliteRow) Raw(column int) []byte {
	raw := r.s.ColumnRawBlob(column)
	if len(raw) == 0 {
		if r.Null(column) {
			return nil
		}
		return []byte{}
	}
	return raw
}

// Int implements Row.
func (r sqliteRow) Int(column int) int64 { return r.s.ColumnInt64(column) }

// Text implements Row.
func (r sqliteRow) Text(column int) string { return r.s.ColumnText(column) }

// Null implements Row.
func (r sqliteRow) Null(column int) bool { return r.s.ColumnType(column) == sqlite3.NULL }
