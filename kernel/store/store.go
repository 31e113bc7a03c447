// SPDX-License-Identifier: Apache-2.0

// Package store keeps bytes durably, in SQLite on a laptop or in PostgreSQL at headquarters, behind one interface.
//
// The text of every statement is the same for both engines: parameters are $1, $2, …; values are int64, []byte, string or nil;
// times, ids and sort keys are made by the program. What differs between the engines stays in this package.
//
// Where the engines differ in what they forgive, both are held to the stricter: a value of another Go type is refused, and so is
// a text that is not UTF-8 or holds a zero byte; after one statement of a transaction has failed nothing can follow it,
// and Write returns that failure even if the function swallowed it; a transaction is not used inside its own rows.
//
// Every error is a fault.Error, but for the caller's own, which pass through. Conflict store.duplicate: a key that is there
// already. Unavailable, nothing was changed, try later: store.disk_full, store.disk_error, store.no_memory, store.busy, store.away,
// store.refused, store.closed, store.cancelled (its cause is the context's error), store.in_use, store.newer_version; and
// store.outcome_unknown, where the way to the server broke during a commit. NotAllowed store.wrong_key. Damaged
// store.damaged. Invalid: store.bad_text, store.too_big, store.bad_path, store.bad_address. Internal: a mistake of the calling program.
//
// When the disk refuses a commit, the change is gone for the running program, but a crash right after it may bring the whole
// of it back, as long as no later Write has succeeded. So a command that was refused looks for itself before it tries again.
package store

import "context"

// Store is an open database. It is safe for concurrent use.
type Store interface {
	// Read runs f on a snapshot: everything f sees stood at one moment. Many reads run at once, beside a write.
	Read(ctx context.Context, f func(Tx) error) error

	// Write runs f in one transaction and makes it durable before it returns: after a nil error the change survives a
	// power cut. When f returns an error nothing is changed and the error is returned as it is. f may be run more than once (a
	// serialisation failure at PostgreSQL), so it must not act on anything but the Tx until Write has returned.
	// Writes of one SQLite store run one after another. A full disk is a fault.Error of kind Unavailable.
	Write(ctx context.Context, f func(Tx) error) error

	// Exclusive reports whether this process is the only one that can write: true for SQLite, false for PostgreSQL.
	// What is read may be kept in memory only where it is true.
	Exclusive() bool

	// Engine names the engine: "sqlite" or "postgres".
	Engine() string

	// Size returns the number of bytes the database takes on disk.
	Size(ctx context.Context) (int64, error)

	// Close waits for what is running, folds the write-ahead log away and lets go of the database.
	Close() error
}

// Tx is one transaction, valid until the function it was handed to returns. It is not safe for concurrent use.
type Tx interface {
	// Query runs a statement and calls each for every row, in order, until each returns an error, which Query returns;
	// Stop ends the rows early without an error.
	Query(ctx context.Context, query string, args []any, each func(Row) error) error

	// Exec runs a statement and returns the number of rows it changed. In a Read it fails.
	Exec(ctx context.Context, query string, args ...any) (int64, error)

	// ExecMany runs one statement once for each row of arguments, in order, as cheaply as the engine can.
	ExecMany(ctx context.Context, query string, rows [][]any) error
}

// Row is one row of an answer, valid only inside the call it was handed to. Columns are counted from 0.
type Row interface {
	// Bytes returns a copy of a column of bytes; nil for NULL.
	Bytes(column int) []byte
	// Raw returns the bytes of a column without copying: valid only until each returns.
	Raw(column int) []byte
	// Int returns a whole number; 0 for NULL.
	Int(column int) int64
	// Text returns a text; "" for NULL.
	Text(column int) string
	// Null reports whether the column is NULL.
	Null(column int) bool
}

// Stop is returned by the function given to Query to end the rows early.
var Stop = stop{}

type stop struct{}

// Error implements error; nobody reads it.
func (stop) Error() string { return "store: no more rows wanted" }
