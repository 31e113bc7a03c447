// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"safar/kernel/fault"
)

// PostgresOptions say how a PostgreSQL database is used. The zero value is the usual.
type PostgresOptions struct {
	// Connections is how many transactions may run at once. 0 means 8, or what pool_max_conns in the address says.
	Connections int
}

// Postgres is a Store in a PostgreSQL database that other processes may write beside this one.
type Postgres struct {
	pool   *pgxpool.Pool
	closed atomic.Bool
}

// maxAttempts bounds how often a Write is run: with the waits between, about three seconds.
const maxAttempts = 40

// commitTime bounds how long the answer to a COMMIT is waited for once it has been sent.
const commitTime = 30 * time.Second

// OpenPostgres opens the database at address, such as postgres://user@host/name, with pgx's parameters.
//
// A server that answers before its disk does is refused: Unavailable store.not_durable, with setting and value; so is a
// database that is not in UTF8, store.not_utf8. A server that is away: Unavailable store.away.
func OpenPostgres(ctx context.Context, address string, options PostgresOptions) (*Postgres, error) {
	const op = "store.OpenPostgres"
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		// The cause is left out: it may repeat the password in the address.
		return nil, fault.New(op, fault.Invalid, "store.bad_address", nil)
	}
	if config.MaxConns = max(config.MaxConns, 8); options.Connections > 0 {
		config.MaxConns = int32(options.Connections)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, postgresFault(op, err)
	}
	if err := checkServer(ctx, pool); err != nil {
		pool.Close()
		return nil, postgresFault(op, err)
	}
	return &Postgres{pool: pool}, nil
}

// checkServer refuses a server whose settings break what Write promises.
func checkServer(ctx context.Context, pool *pgxpool.Pool) error {
	const op = "store.OpenPostgres"
	for _, setting := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		var value string
		if err := pool.QueryRow(ctx, "SHOW "+setting).Scan(&value); err != nil {
			return err
		}
		if value == "off" {
			return fault.New(op, fault.Unavailable, "store.not_durable", fault.Args{"setting": setting, "value": value})
		}
	}
	var encoding string
	if err := pool.QueryRow(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return err
	}
	if encoding != "UTF8" {
		return fault.New(op, fault.Unavailable, "store.not_utf8", fault.Args{"encoding": encoding})
	}
	return nil
}

// Read implements Store, at isolation level repeatable read.
func (p *Postgres) Read(ctx context.Context, f func(Tx) error) error {
	return p.once(ctx, "store.Read", pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, f)
}

// Write implements Store, at isolation level serializable: f is run again when it met another write. After some three
// seconds of that: Unavailable store.busy. When the connection is lost while the server commits, nobody knows whether the
// change stands: Unavailable store.outcome_unknown; look for it before trying again.
func (p *Postgres) Write(ctx context.Context, f func(Tx) error) error {
	const op = "store.Write"
	var err error
	for attempt := range maxAttempts {
		err = p.once(ctx, op, pgx.TxOptions{IsoLevel: pgx.Serializable, AccessMode: pgx.ReadWrite}, f)
		if !isSerialisationFailure(err) {
			return err
		}
		if !wait(ctx, attempt) {
			return cancelledFault(op, ctx.Err())
		}
	}
	return fault.New(op, fault.Unavailable, "store.busy", nil).Because(err)
}

// wait waits a random time that grows with the attempts up to 100 ms, so that those who met do not meet again.
func wait(ctx context.Context, attempt int) bool {
	longest := time.Millisecond << min(attempt, 7)
	timer := time.NewTimer(rand.N(min(longest, 100*time.Millisecond)))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// once runs f in one transaction.
func (p *Postgres) once(ctx context.Context, op string, options pgx.TxOptions, f func(Tx) error) error {
	if p.closed.Load() {
		return closedFault(op)
	}
	raw, err := p.pool.BeginTx(ctx, options)
	if err != nil {
		return postgresFault(op, err)
	}
	tx := &postgresTx{raw: raw, txState: txState{readOnly: options.AccessMode == pgx.ReadOnly}}
	// After a commit this does nothing; after an error, a panic or a cancelled context it frees the connection.
	defer func() { raw.Rollback(context.WithoutCancel(ctx)) }()
	defer tx.end()
	if err := f(tx); err != nil {
		return err
	}
	if tx.failed != nil {
		return tx.failed
	}
	if tx.readOnly {
		return nil
	}
	if ctx.Err() != nil {
		return cancelledFault(op, ctx.Err())
	}
	return p.commit(ctx, op, raw)
}

// commit waits for the answer even if ctx ends meanwhile: the outcome must be known.
func (p *Postgres) commit(ctx context.Context, op string, raw pgx.Tx) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTime)
	defer cancel()
	err := raw.Commit(ctx)
	var refused *pgconn.PgError
	if err != nil && !errors.As(err, &refused) && !errors.Is(err, pgx.ErrTxCommitRollback) {
		return fault.New(op, fault.Unavailable, "store.outcome_unknown", nil).Because(err)
	}
	return postgresFault(op, err)
}

// Exclusive implements Store: false.
func (p *Postgres) Exclusive() bool { return false }

// Engine implements Store: "postgres".
func (p *Postgres) Engine() string { return "postgres" }

// Size implements Store: what the server counts for the database.
func (p *Postgres) Size(ctx context.Context) (int64, error) {
	var size int64
	err := p.pool.QueryRow(ctx, "SELECT pg_database_size(current_database())").Scan(&size)
	return size, postgresFault("store.Size", err)
}

// Close implements Store.
func (p *Postgres) Close() error {
	if !p.closed.Swap(true) {
		p.pool.Close()
	}
	return nil
}
