// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"
	"time"

	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/store"
)

// Schema makes the tables of the book. They are of this node: their scope is always that of the commons, and they are
// not part of any feed.
var Schema = store.Schema{Part: "signin", Versions: [][]string{{
	`CREATE TABLE credential (scope BYTES NOT NULL, name TEXT NOT NULL, user_id BYTES NOT NULL, hash TEXT NOT NULL,
		recovery BYTES NOT NULL, changed BIGINT NOT NULL, barred BIGINT NOT NULL, PRIMARY KEY (scope, name))`,
	`CREATE UNIQUE INDEX credential_of ON credential (scope, user_id)`,
	`CREATE TABLE session (scope BYTES NOT NULL, token BYTES NOT NULL, user_id BYTES NOT NULL, device TEXT NOT NULL,
		began BIGINT NOT NULL, seen BIGINT NOT NULL, confirmed BIGINT NOT NULL, PRIMARY KEY (scope, token))`,
	`CREATE INDEX session_of ON session (scope, user_id)`,
	`CREATE TABLE throttle (scope BYTES NOT NULL, subject BYTES NOT NULL, wrong BIGINT NOT NULL, since BIGINT NOT NULL,
		PRIMARY KEY (scope, subject))`,
	`CREATE TABLE highest_time (scope BYTES NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (scope))`,
}, keptTables, yardTables, kioskTables, tokenTables}}

// Stored is a Book in a database whose tables Schema has made.
type Stored struct{ store store.Store }

// NewStored returns the book in s.
func NewStored(s store.Store) *Stored { return &Stored{s} }

// Look runs f on a snapshot.
func (b *Stored) Look(ctx context.Context, f func(Page) error) error {
	return b.store.Read(ctx, func(tx store.Tx) error { return f(page{ctx, tx}) })
}

// Write runs f in one transaction.
func (b *Stored) Write(ctx context.Context, f func(Page) error) error {
	return b.store.Write(ctx, func(tx store.Tx) error { return f(page{ctx, tx}) })
}

type page struct {
	ctx context.Context
	tx  store.Tx
}

var commons = access.Commons.Bytes()

func (p page) exec(query string, args ...any) error {
	_, err := p.tx.Exec(p.ctx, query, args...)
	return err
}

// one runs a query of at most one row and reports whether there was one.
func (p page) one(query string, args []any, read func(store.Row)) (found bool, err error) {
	err = p.tx.Query(p.ctx, query, args, func(r store.Row) error {
		found = true
		read(r)
		return store.Stop
	})
	return found, err
}

// Credential implements Page.
func (p page) Credential(name string) (c Credential, found bool, err error) {
	found, err = p.one(`SELECT user_id, name, hash, recovery, changed, barred FROM credential WHERE scope = $1 AND name = $2`,
		[]any{commons, name}, c.read)
	return c, found, err
}

// CredentialOf implements Page.
func (p page) CredentialOf(user id.ID) (c Credential, found bool, err error) {
	found, err = p.one(`SELECT user_id, name, hash, recovery, changed, barred FROM credential WHERE scope = $1 AND user_id = $2`,
		[]any{commons, user[:]}, c.read)
	return c, found, err
}

func (c *Credential) read(r store.Row) {
	copy(c.User[:], r.Raw(0))
	c.Name, c.Hash, c.Changed, c.Barred = r.Text(1), r.Text(2), fromMilli(r.Int(4)), r.Int(5) != 0
	for rest := r.Raw(3); len(rest) >= len(Digest{}); rest = rest[len(Digest{}):] {
		c.Recovery = append(c.Recovery, Digest(rest[:len(Digest{})]))
	}
}

// PutCredential implements Page: what was kept of the user goes, so that a changed name leaves none behind.
func (p page) PutCredential(c Credential) error {
	recovery, barred := []byte{}, int64(0)
	for _, d := range c.Recovery {
		recovery = append(recovery, d[:]...)
	}
	if c.Barred {
		barred = 1
	}
	if err := p.exec(`DELETE FROM credential WHERE scope = $1 AND user_id = $2`, commons, c.User[:]); err != nil {
		return err
	}
	return p.exec(`INSERT INTO credential (scope, name, user_id, hash, recovery, changed, barred)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, commons, c.Name, c.User[:], c.Hash, recovery, milli(c.Changed), barred)
}

// Session implements Page.
func (p page) Session(token Digest) (s Session, found bool, err error) {
	found, err = p.one(`SELECT user_id, device, began, seen, confirmed, how FROM session WHERE scope = $1 AND token = $2`,
		[]any{commons, token[:]}, func(r store.Row) {
			copy(s.User[:], r.Raw(0))
			s.Token, s.Device = token, r.Text(1)
			s.Began, s.Seen, s.Confirmed, s.How = fromMilli(r.Int(2)), fromMilli(r.Int(3)), fromMilli(r.Int(4)), How(r.Int(5))
		})
	return s, found, err
}

// PutSession implements Page: of a session that is there, only what changes is written.
func (p page) PutSession(s Session) error {
	return p.exec(`INSERT INTO session (scope, token, user_id, device, began, seen, confirmed, how)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (scope, token) DO UPDATE SET seen = excluded.seen, confirmed = excluded.confirmed`,
		commons, s.Token[:], s.User[:], s.Device, milli(s.Began), milli(s.Seen), milli(s.Confirmed), int64(s.How))
}

// EndSession implements Page.
func (p page) EndSession(token Digest) error {
	return p.exec(`DELETE FROM session WHERE scope = $1 AND token = $2`, commons, token[:])
}

// EndSessionsOf implements Page.
func (p page) EndSessionsOf(user id.ID) error {
	if err := p.exec(`DELETE FROM kiosk WHERE scope = $1 AND user_id = $2`, commons, user[:]); err != nil {
		return err
	}
	return p.exec(`DELETE FROM session WHERE scope = $1 AND user_id = $2`, commons, user[:])
}

// EndAllSessions implements Page.
func (p page) EndAllSessions() error {
	if err := p.exec(`DELETE FROM kiosk WHERE scope = $1`, commons); err != nil {
		return err
	}
	return p.exec(`DELETE FROM session WHERE scope = $1`, commons)
}

// Tidy implements Page.
func (p page) Tidy(before time.Time) error {
	if err := p.exec(`DELETE FROM session WHERE scope = $1 AND seen < $2`, commons, milli(before)); err != nil {
		return err
	}
	return p.exec(`DELETE FROM throttle WHERE scope = $1 AND since < $2`, commons, milli(before))
}

// Throttle implements Page: one that is not there has failed no time.
func (p page) Throttle(key Digest) (t Throttle, err error) {
	_, err = p.one(`SELECT wrong, since FROM throttle WHERE scope = $1 AND subject = $2`, []any{commons, key[:]},
		func(r store.Row) { t = Throttle{int(r.Int(0)), fromMilli(r.Int(1))} })
	return t, err
}

// PutThrottle implements Page: one that has failed no time is not kept.
func (p page) PutThrottle(key Digest, t Throttle) error {
	if t.Wrong == 0 {
		return p.exec(`DELETE FROM throttle WHERE scope = $1 AND subject = $2`, commons, key[:])
	}
	return p.exec(`INSERT INTO throttle (scope, subject, wrong, since) VALUES ($1, $2, $3, $4)
		ON CONFLICT (scope, subject) DO UPDATE SET wrong = excluded.wrong, since = excluded.since`,
		commons, key[:], int64(t.Wrong), milli(t.Since))
}

// HighestTime implements Page.
func (p page) HighestTime() (at time.Time, err error) {
	_, err = p.one(`SELECT at FROM highest_time WHERE scope = $1`, []any{commons}, func(r store.Row) { at = fromMilli(r.Int(0)) })
	return at, err
}

// PutHighestTime implements Page.
func (p page) PutHighestTime(at time.Time) error {
	return p.exec(`INSERT INTO highest_time (scope, at) VALUES ($1, $2)
		ON CONFLICT (scope) DO UPDATE SET at = excluded.at`, commons, milli(at))
}

// milli is a time as it is stored: milliseconds since 1970 UTC.
func milli(t time.Time) int64 { return t.UnixMilli() }

func fromMilli(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
