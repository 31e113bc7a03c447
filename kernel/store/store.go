// SPDX-License-Identifier: Apache-2.0

// Package store keeps bytes durably, in SQLite on a laptop or in PostgreSQL at headquarters, behind one interface.
//
// The text of every statement is the same for both engines: parameters are $1, $2, …; values are int64, []byte, string or nil;
// times, ids and sort keys are made by the program. What differs between the engines stays in this package.
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

func (stop) Error() string { return "store: no more rows wanted" }
