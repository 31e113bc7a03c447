// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/ncruces/go-sqlite3"

	"safar/kernel/fault"
)

// Causes of faults of kind Internal: mistakes of the calling program, the same on every engine.
var (
	// ErrReadOnly is the cause when a statement of a Read would change something.
	ErrReadOnly = errors.New("store: a Read cannot change anything")
	// ErrInRows is the cause when a Tx is used inside the function given to Query: collect the rows first.
	ErrInRows = errors.New("store: a transaction cannot be used while its rows are read")
	// ErrEnded is the cause when a Tx is used after the function it was handed to has returned.
	ErrEnded = errors.New("store: the transaction has ended")
	// ErrBadText is the cause when a text is not UTF-8 or holds a zero byte, which PostgreSQL cannot keep.
	ErrBadText = errors.New("store: a text must be UTF-8 without zero bytes")
)

// CheckText returns ErrBadText for a text that not every engine can keep.
func CheckText(text string) error {
	if !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0 {
		return ErrBadText
	}
	return nil
}

func errType(value any) error {
	return fmt.Errorf("store: a value of type %T; values are int64, []byte, string or nil", value)
}

func errArguments(want, got int) error {
	return fmt.Errorf("store: the statement takes %d arguments and was given %d", want, got)
}

func closedFault(op string) error { return fault.New(op, fault.Unavailable, "store.closed", nil) }

func cancelledFault(op string, cause error) error {
	return fault.New(op, fault.Unavailable, "store.cancelled", nil).Because(cause)
}

// sqliteFault turns an error of SQLite or of the disk beneath it into a fault; nil stays nil, a fault stays as it is.
func sqliteFault(op string, err error) error {
	if err == nil {
		return nil
	}
	var already *fault.Error
	if errors.As(err, &already) {
		return fault.Wrap(op, err)
	}
	kind, key := sqliteKind(err)
	return fault.New(op, kind, key, nil).Because(err)
}

func sqliteKind(err error) (fault.Kind, string) {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, sqlite3.INTERRUPT):
		return fault.Unavailable, "store.cancelled"
	case errors.Is(err, sqlite3.FULL), isDiskFull(err):
		return fault.Unavailable, "store.disk_full"
	case errors.Is(err, sqlite3.IOERR), errors.Is(err, sqlite3.CANTOPEN), errors.Is(err, sqlite3.READONLY),
		isPathError(err):
		return fault.Unavailable, "store.disk_error"
	case errors.Is(err, sqlite3.CORRUPT), errors.Is(err, sqlite3.NOTADB), errors.Is(err, errEmptyBesideLog):
		return fault.Damaged, "store.damaged"
	case errors.Is(err, sqlite3.CONSTRAINT_PRIMARYKEY), errors.Is(err, sqlite3.CONSTRAINT_UNIQUE):
		return fault.Conflict, "store.duplicate"
	case errors.Is(err, sqlite3.BUSY), errors.Is(err, sqlite3.LOCKED):
		return fault.Unavailable, "store.busy"
	case errors.Is(err, sqlite3.NOMEM):
		return fault.Unavailable, "store.no_memory"
	case errors.Is(err, ErrBadText):
		return fault.Invalid, "store.bad_text"
	case errors.Is(err, sqlite3.TOOBIG):
		return fault.Invalid, "store.too_big"
	}
	return fault.Internal, ""
}

func isPathError(err error) bool {
	var path *os.PathError
	return errors.As(err, &path)
}

// isNetwork reports whether the way to a server broke.
func isNetwork(err error) bool {
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}
