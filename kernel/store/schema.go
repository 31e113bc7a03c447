// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"safar/kernel/fault"
)

// Schema is the tables of one part of the program and how they came to be.
//
// Versions[0] makes the tables; each later one brings version n to n+1. A version that was released is never edited. The
// statements are written once for both engines, with four words for columns: BIGINT (a whole number of 64 bits), BYTES, TEXT (UTF-8,
// sorted by its bytes) and NOT NULL. Every table has a primary key, which begins with scope.
type Schema struct {
	Part     string     // names the part: "journal"; a key of schema_version
	Versions [][]string // the statements that lead from each version to the next
}

// Version returns the version the schema leads to: 1 for one entry of Versions.
func (s Schema) Version() int64 { return int64(len(s.Versions)) }

const versionTable = `CREATE TABLE IF NOT EXISTS schema_version (part TEXT NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (part))`

// Apply brings the tables of every part to the program's version, each step in a transaction of its own, so that a
// power cut leaves a version and not half of one. Before the first step that changes tables already in a SQLite file, the
// file is copied to path.before-PART-VERSION.
//
// A database made by a newer program is left alone: Unavailable store.newer_version with part, database and program.
func Apply(ctx context.Context, s Store, parts []Schema) error {
	const op = "store.Apply"
	versions, err := readVersions(ctx, s)
	if err != nil {
		return fault.Wrap(op, err)
	}
	for _, p := range parts {
		if at := versions[p.Part]; at > p.Version() {
			return fault.New(op, fault.Unavailable, "store.newer_version",
				fault.Args{"part": p.Part, "database": at, "program": p.Version()})
		}
	}
	saved := false
	for _, p := range parts {
		at := versions[p.Part]
		if at > 0 && at < p.Version() && !saved {
			if err := saveCopy(ctx, s, fmt.Sprintf("before-%s-%d", p.Part, p.Version())); err != nil {
				return fault.Wrap(op, err)
			}
			saved = true
		}
		for ; at < p.Version(); at++ {
			if err := step(ctx, s, p, at); err != nil {
				return fault.Wrap(op, fmt.Errorf("part %s, version %d: %w", p.Part, at+1, err))
			}
		}
	}
	return nil
}

// readVersions returns the version of each part, in a database that may be empty.
func readVersions(ctx context.Context, s Store) (map[string]int64, error) {
	versions := map[string]int64{}
	err := s.Write(ctx, func(tx Tx) error {
		if _, err := tx.Exec(ctx, dialect(s.Engine(), versionTable)); err != nil {
			return err
		}
		clear(versions)
		return tx.Query(ctx, `SELECT part, version FROM schema_version`, nil, func(r Row) error {
			versions[r.Text(0)] = r.Int(1)
			return nil
		})
	})
	return versions, err
}

// step runs the statements from version at to the next. When another process was faster it does nothing.
func step(ctx context.Context, s Store, p Schema, at int64) error {
	return s.Write(ctx, func(tx Tx) error {
		now := int64(0)
		err := tx.Query(ctx, `SELECT version FROM schema_version WHERE part = $1`, []any{p.Part}, func(r Row) error {
			now = r.Int(0)
			return nil
		})
		if err != nil || now > at {
			return err
		}
		for _, statement := range p.Versions[at] {
			if _, err := tx.Exec(ctx, dialect(s.Engine(), statement)); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `INSERT INTO schema_version (part, version) VALUES ($1, $2)
			ON CONFLICT (part) DO UPDATE SET version = excluded.version`, p.Part, at+1)
		return err
	})
}

// saveCopy copies the database beside itself, where the engine is a file of ours; PostgreSQL's is backed up by its own means.
func saveCopy(ctx context.Context, s Store, suffix string) error {
	if copier, ok := s.(interface {
		CopyBeside(context.Context, string) error
	}); ok {
		return copier.CopyBeside(ctx, suffix)
	}
	return nil
}

var (
	word        = regexp.MustCompile(`\b(BYTES|TEXT|BIGINT)\b`)
	createTable = regexp.MustCompile(`(?i)^\s*CREATE\s+TABLE\b`)

	sqliteWords   = map[string]string{"BYTES": "BLOB", "TEXT": "TEXT", "BIGINT": "INTEGER"}
	postgresWords = map[string]string{"BYTES": "bytea", "TEXT": `text COLLATE "C"`, "BIGINT": "bigint"}
)

// dialect writes a statement that makes or changes tables in the words of an engine.
func dialect(engine, statement string) string {
	words := sqliteWords
	if engine == "postgres" {
		words = postgresWords
	}
	statement = word.ReplaceAllStringFunc(statement, func(w string) string { return words[w] })
	if engine == "sqlite" && createTable.MatchString(statement) {
		return strings.TrimRight(statement, "; \n\t") + " STRICT, WITHOUT ROWID"
	}
	return statement
}

// Dialects returns a statement as each engine reads it, keyed by the engine's name, for tests of grammar.
func Dialects(statement string) map[string]string {
	return map[string]string{"sqlite": dialect("sqlite", statement), "postgres": dialect("postgres", statement)}
}

// Statements returns every statement of every version, as PostgreSQL reads it, for tests of grammar.
func (s Schema) Statements() []string {
	all := slices.Concat(s.Versions...)
	for i := range all {
		all[i] = dialect("postgres", all[i])
	}
	return all
}

var errNoCopy = errors.New("store: a file on a simulated disk cannot be copied")
