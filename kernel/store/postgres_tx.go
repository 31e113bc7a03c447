// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"encoding/binary"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"safar/kernel/fault"
)

// batchRows is how many statements of an ExecMany are sent before their answers are read.
const batchRows = 1000

type postgresTx struct {
	txState
	raw pgx.Tx
}

func (t *postgresTx) fail(op string, err error) error {
	if err == nil {
		return nil
	}
	return t.failedBy(postgresFault(op, err))
}

// Query implements Tx.
func (t *postgresTx) Query(ctx context.Context, query string, args []any, each func(Row) error) error {
	const op = "store.Query"
	if err := t.usable(op); err != nil {
		return err
	}
	if err := checkArguments(args); err != nil {
		return t.fail(op, err)
	}
	rows, err := t.raw.Query(ctx, query, args...)
	if err != nil {
		return t.fail(op, err)
	}
	t.inRows = true
	defer func() { t.inRows = false }()
	defer rows.Close() // also when each panics
	row := postgresRow{fields: rows.FieldDescriptions(), types: t.raw.Conn().TypeMap()}
	for rows.Next() {
		row.raw = rows.RawValues()
		if err := each(&row); err != nil {
			rows.Close()
			if err == error(Stop) {
				return nil
			}
			return err
		}
		if row.err != nil {
			rows.Close()
			return t.fail(op, row.err)
		}
	}
	return t.fail(op, rows.Err())
}

// Exec implements Tx.
func (t *postgresTx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	const op = "store.Exec"
	if err := t.usable(op); err != nil {
		return 0, err
	}
	if t.readOnly {
		return 0, t.fail(op, ErrReadOnly)
	}
	if err := checkArguments(args); err != nil {
		return 0, t.fail(op, err)
	}
	tag, err := t.raw.Exec(ctx, query, args...)
	if err != nil {
		return 0, t.fail(op, err)
	}
	if tag.Insert() || tag.Update() || tag.Delete() {
		return tag.RowsAffected(), nil
	}
	return 0, nil
}

// ExecMany implements Tx: the statements go out together, and one answer is waited for in a thousand.
func (t *postgresTx) ExecMany(ctx context.Context, query string, rows [][]any) error {
	const op = "store.ExecMany"
	if err := t.usable(op); err != nil {
		return err
	}
	if t.readOnly && len(rows) > 0 {
		return t.fail(op, ErrReadOnly)
	}
	for len(rows) > 0 {
		n := min(batchRows, len(rows))
		if err := t.batch(ctx, query, rows[:n]); err != nil {
			return t.fail(op, err)
		}
		rows = rows[n:]
	}
	return nil
}

func (t *postgresTx) batch(ctx context.Context, query string, rows [][]any) error {
	batch := &pgx.Batch{}
	for _, args := range rows {
		if err := checkArguments(args); err != nil {
			return err
		}
		batch.Queue(query, args...)
	}
	results := t.raw.SendBatch(ctx, batch)
	var err error
	for range rows {
		if _, err = results.Exec(); err != nil {
			break
		}
	}
	return errors.Join(err, results.Close())
}

func checkArguments(args []any) error {
	for _, value := range args {
		switch v := value.(type) {
		case nil, int64, []byte:
		case string:
			if err := CheckText(v); err != nil {
				return err
			}
		default:
			return errType(value)
		}
	}
	return nil
}

// postgresRow reads the values as the server sent them.
type postgresRow struct {
	fields []pgconn.FieldDescription
	types  *pgtype.Map
	raw    [][]byte
	err    error // a column that cannot be read as what was asked
}

// Null implements Row.
func (r *postgresRow) Null(column int) bool { return r.raw[column] == nil }

// Bytes implements Row.
func (r *postgresRow) Bytes(column int) []byte {
	raw := r.Raw(column)
	if raw == nil {
		return nil
	}
	return append(make([]byte, 0, len(raw)), raw...)
}

// Raw implements Row.
func (r *postgresRow) Raw(column int) []byte { return r.raw[column] }

// Text implements Row.
func (r *postgresRow) Text(column int) string { return string(r.raw[column]) }

// Int implements Row.
func (r *postgresRow) Int(column int) int64 {
	raw, field := r.raw[column], r.fields[column]
	switch {
	case raw == nil:
		return 0
	case field.Format == pgtype.BinaryFormatCode && field.DataTypeOID == pgtype.Int8OID:
		return int64(binary.BigEndian.Uint64(raw))
	case field.Format == pgtype.BinaryFormatCode && field.DataTypeOID == pgtype.Int4OID:
		return int64(int32(binary.BigEndian.Uint32(raw)))
	case field.DataTypeOID == pgtype.BoolOID: // SQLite's comparisons are 0 and 1
		if raw[0] == 1 || raw[0] == 't' {
			return 1
		}
		return 0
	}
	var n int64 // a sum of bigints is numeric
	if err := r.types.Scan(field.DataTypeOID, field.Format, raw, &n); err != nil {
		r.err = errors.Join(r.err, err)
	}
	return n
}

func isSerialisationFailure(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}

// postgresFault turns an error of the server or the way to it into a fault; nil stays nil, a fault stays as it is.
func postgresFault(op string, err error) error {
	if err == nil {
		return nil
	}
	var already *fault.Error
	if errors.As(err, &already) {
		return fault.Wrap(op, err)
	}
	var e *pgconn.PgError
	if errors.As(err, &e) {
		if e.Code == "25006" { // read_only_sql_transaction
			err = errors.Join(ErrReadOnly, err)
		}
		kind, key := postgresKind(e.Code)
		return fault.New(op, kind, key, nil).Because(err)
	}
	kind, key := connectionKind(err)
	return fault.New(op, kind, key, nil).Because(err)
}

// postgresKind sorts the codes of PostgreSQL 15, appendix A; the first two characters are a class.
func postgresKind(code string) (fault.Kind, string) {
	switch {
	case code == "23505":
		return fault.Conflict, "store.duplicate"
	case code == "40001", code == "40P01", code == "55P03":
		return fault.Unavailable, "store.busy"
	case code == "53100":
		return fault.Unavailable, "store.disk_full"
	case code == "58030":
		return fault.Unavailable, "store.disk_error"
	case code == "53200":
		return fault.Unavailable, "store.no_memory"
	case code == "57014":
		return fault.Unavailable, "store.cancelled"
	case code == "54000":
		return fault.Invalid, "store.too_big"
	case strings.HasPrefix(code, "XX001"), strings.HasPrefix(code, "XX002"):
		return fault.Damaged, "store.damaged"
	case strings.HasPrefix(code, "28"), code == "3D000", code == "42501":
		return fault.Unavailable, "store.refused"
	case strings.HasPrefix(code, "53"), strings.HasPrefix(code, "57P"), strings.HasPrefix(code, "08"):
		return fault.Unavailable, "store.away"
	}
	return fault.Internal, ""
}

func connectionKind(err error) (fault.Kind, string) {
	var connect *pgconn.ConnectError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fault.Unavailable, "store.cancelled"
	case errors.Is(err, ErrBadText):
		return fault.Invalid, "store.bad_text"
	case errors.As(err, &connect), pgconn.SafeToRetry(err), isNetwork(err):
		return fault.Unavailable, "store.away"
	}
	return fault.Internal, ""
}
