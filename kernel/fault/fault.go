// SPDX-License-Identifier: Apache-2.0

// Package fault holds the one error type of Safar.
//
// An Error says what was being done, of what kind the trouble is, which sentence a person is shown (a key into the
// catalogues of words, with its arguments), what would mend it, and the cause beneath. People see the translated sentence
// and the hint; operators see all of it. Errors are returned, never logged and returned, and never swallowed.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind is the closed list of what can be wrong. Do not reorder: the numbers travel between nodes.
type Kind uint8

// The kinds, each with what a person can do about it.
const (
	Internal    Kind = iota // a fault of the program: nothing a user can mend
	Invalid                 // what was sent is wrong: mend it and send again
	NotAllowed              // the person may not do or see this
	NotFound                // there is no such thing, or it may not be seen
	Conflict                // somebody else was faster, or the same id was used twice: look again
	Blocked                 // a rule of the programme or a promise stands against it: the message says which
	Undecidable             // a rule cannot be judged: something is missing or too old
	Unavailable             // the disk is full, the database is away: try later, nothing was lost
	Damaged                 // stored data does not verify
	NotBuilt                // the programme file asks for something this version cannot do
)

var kindNames = [...]string{"internal", "invalid", "not_allowed", "not_found", "conflict", "blocked", "undecidable",
	"unavailable", "damaged", "not_built"}

// String returns the kind's name in snake case; it is the key of its general sentence in the catalogues.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind_%d", uint8(k))
}

// Args are the named values put into a message. They must be of class open: no names of people, no numbers of phones.
type Args map[string]any

// Phrase is a value of a sentence that is itself said in the reader's language: a part of the sentence by its key, with values of its own.
// Key stands in the catalogues; Args may be nil.
type Phrase struct {
	Key  string
	Args Args
}

// Error is what every function of Safar returns when something is wrong.
type Error struct {
	Op    string // what was being done, as "package.Function"
	Kind  Kind   // what is wrong
	Key   string // key of the sentence in the catalogues, such as "choice.not_every_adult"; "" means the kind's sentence
	Args  Args   // values for the sentence
	Hint  string // key of the sentence that says how to mend it; may be ""
	Cause error  // beneath; may be nil; never shown to people
}

// New returns an Error of a kind with a message key.
func New(op string, kind Kind, key string, args Args) *Error {
	return &Error{Op: op, Kind: kind, Key: key, Args: args}
}

// Wrap returns an Error around cause; a nil cause gives nil. The kind, key, arguments and hint of a cause that is itself
// an Error are kept.
func Wrap(op string, cause error) error {
	if cause == nil {
		return nil
	}
	var inner *Error
	if errors.As(cause, &inner) {
		return &Error{Op: op, Kind: inner.Kind, Key: inner.Key, Args: inner.Args, Hint: inner.Hint, Cause: cause}
	}
	return &Error{Op: op, Kind: Internal, Cause: cause}
}

// WithHint returns a copy of e with the key of the sentence that says how to mend it.
func (e *Error) WithHint(key string) *Error {
	copied := *e
	copied.Hint = key
	return &copied
}

// Because returns a copy of e with its cause.
func (e *Error) Because(cause error) *Error {
	copied := *e
	copied.Cause = cause
	return &copied
}

// Error returns everything, for operators: operation, kind, key, arguments in order of name, and the cause.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Op, e.Kind)
	if e.Key != "" {
		fmt.Fprintf(&b, ": %s", e.Key)
	}
	if len(e.Args) > 0 {
		fmt.Fprintf(&b, " %v", map[string]any(e.Args)) // fmt prints maps in order of key
	}
	if e.Cause != nil {
		fmt.Fprintf(&b, ": %v", e.Cause)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// KindOf returns the kind of err: Internal if it is not an Error. A nil err has no kind and must not be asked.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is an Error of kind k.
func Is(err error, k Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == k
}

// KeyOf returns the message key of err: the kind's name where it has none of its own.
func KeyOf(err error) string {
	var e *Error
	if errors.As(err, &e) && e.Key != "" {
		return e.Key
	}
	return KindOf(err).String()
}
