// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"time"

	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/store"
)

// LeaseTables holds the writer slots of a database that several processes write. It is of this database alone and travels nowhere.
var LeaseTables = store.Schema{Part: "desk", Versions: [][]string{{
	`CREATE TABLE writer_slot (node BYTES NOT NULL, slot BIGINT NOT NULL, holder BYTES NOT NULL, until BIGINT NOT NULL,
		PRIMARY KEY (node, slot))`,
}}}

const (
	selectSlots = `SELECT slot, holder, until FROM writer_slot WHERE node = $1 ORDER BY slot`
	upsertSlot  = `INSERT INTO writer_slot (node, slot, holder, until) VALUES ($1, $2, $3, $4)
		ON CONFLICT (node, slot) DO UPDATE SET holder = excluded.holder, until = excluded.until`
	selectSlot = `SELECT holder, until FROM writer_slot WHERE node = $1 AND slot = $2`
)

// Statements are the statements of this package, for the test that holds the rules of sharding.
var Statements = []string{selectSlots, upsertSlot, selectSlot}

// leaseTime is how long a process that fell silent keeps its slot.
const leaseTime = time.Minute

// lease is a writer slot that this process holds. It is checked inside every transaction that writes, so that a process which
// slept through its lease cannot write beside the one that took the slot over.
type lease struct {
	slot   uint16
	holder id.ID
}

// takeLease takes the first slot that nobody holds.
func takeLease(ctx context.Context, d *Desk) (*lease, error) {
	l := &lease{holder: id.New()}
	node := d.ring.Node().Node
	err := d.store.Write(ctx, func(tx store.Tx) error {
		now, free := d.clock.Now(), int64(0)
		err := tx.Query(ctx, selectSlots, []any{node[:]}, func(row store.Row) error {
			if row.Int(0) == free && row.Int(2) > now.UnixMilli() {
				free++
			}
			return nil
		})
		if err != nil {
			return err
		}
		l.slot = uint16(free)
		return l.extend(ctx, tx, node, now)
	})
	return l, err
}

func (l *lease) extend(ctx context.Context, tx store.Tx, node id.ID, now time.Time) error {
	_, err := tx.Exec(ctx, upsertSlot, node[:], int64(l.slot), l.holder[:], now.Add(leaseTime).UnixMilli())
	return err
}

// check refuses a commit whose process has lost its slot, and extends the lease of one that has not. A nil lease is always good.
func (l *lease) check(ctx context.Context, d *Desk, db store.Tx, now time.Time) error {
	if l == nil {
		return nil
	}
	node := d.writer.Node
	mine, until := false, int64(0)
	err := db.Query(ctx, selectSlot, []any{node[:], int64(l.slot)}, func(row store.Row) error {
		mine, until = string(row.Raw(0)) == string(l.holder[:]), row.Int(1)
		return nil
	})
	if err != nil {
		return err
	}
	if !mine {
		return fault.New("desk.Do", fault.Unavailable, "desk.slot_lost", fault.Args{"slot": l.slot})
	}
	if until-now.UnixMilli() > leaseTime.Milliseconds()/2 {
		return nil
	}
	return l.extend(ctx, db, node, now)
}

// release gives the slot back.
func (l *lease) release(d *Desk) error {
	if l == nil {
		return nil
	}
	ctx, node := context.Background(), d.writer.Node
	return d.store.Write(ctx, func(tx store.Tx) error {
		return l.extend(ctx, tx, node, d.clock.Now().Add(-leaseTime))
	})
}
