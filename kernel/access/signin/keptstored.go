// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"encoding/binary"
	"time"

	"safar/kernel/id"
	"safar/kernel/store"
)

// keptTables hold the devices that are kept, the secrets of phones and the day somebody signed in last; and sessions say how they began.
var keptTables = []string{
	`CREATE TABLE kept_device (scope BYTES NOT NULL, secret BYTES NOT NULL, user_id BYTES NOT NULL, name TEXT NOT NULL, pin TEXT NOT NULL,
		kept BIGINT NOT NULL, seen BIGINT NOT NULL, wrong BIGINT NOT NULL, PRIMARY KEY (scope, secret))`,
	`CREATE INDEX kept_device_of ON kept_device (scope, user_id)`,
	`CREATE TABLE phone (scope BYTES NOT NULL, user_id BYTES NOT NULL, sealed BYTES NOT NULL, turned_on BIGINT NOT NULL, wrong BIGINT NOT NULL,
		used BYTES NOT NULL, PRIMARY KEY (scope, user_id))`,
	`CREATE TABLE signed_in (scope BYTES NOT NULL, user_id BYTES NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (scope, user_id))`,
	`ALTER TABLE session ADD COLUMN how BIGINT`,
}

// yardTables hold the invitations that are open: one of each person.
var yardTables = []string{
	`CREATE TABLE invitation (scope BYTES NOT NULL, user_id BYTES NOT NULL, code BYTES NOT NULL, given_by BYTES NOT NULL, PRIMARY KEY (scope, user_id))`,
	`CREATE UNIQUE INDEX invitation_code ON invitation (scope, code)`,
}

func (d *Device) read(r store.Row) {
	copy(d.Key[:], r.Raw(0))
	copy(d.User[:], r.Raw(1))
	d.Name, d.PIN, d.Kept, d.Seen, d.Wrong = r.Text(2), r.Text(3), fromMilli(r.Int(4)), fromMilli(r.Int(5)), int(r.Int(6))
}

// Device implements Page.
func (p page) Device(key Digest) (d Device, found bool, err error) {
	found, err = p.one(`SELECT secret, user_id, name, pin, kept, seen, wrong FROM kept_device WHERE scope = $1 AND secret = $2`,
		[]any{commons, key[:]}, d.read)
	return d, found, err
}

// DevicesOf implements Page.
func (p page) DevicesOf(user id.ID) (all []Device, err error) {
	err = p.tx.Query(p.ctx, `SELECT secret, user_id, name, pin, kept, seen, wrong FROM kept_device WHERE scope = $1 AND user_id = $2`,
		[]any{commons, user[:]}, func(r store.Row) error {
			var d Device
			d.read(r)
			all = append(all, d)
			return nil
		})
	return all, err
}

// PutDevice implements Page: of one that is there, only what changes is written.
func (p page) PutDevice(d Device) error {
	return p.exec(`INSERT INTO kept_device (scope, secret, user_id, name, pin, kept, seen, wrong) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (scope, secret) DO UPDATE SET seen = excluded.seen, wrong = excluded.wrong`,
		commons, d.Key[:], d.User[:], d.Name, d.PIN, milli(d.Kept), milli(d.Seen), int64(d.Wrong))
}

// DropDevice implements Page.
func (p page) DropDevice(key Digest) error {
	return p.exec(`DELETE FROM kept_device WHERE scope = $1 AND secret = $2`, commons, key[:])
}

// DropDevicesOf implements Page.
func (p page) DropDevicesOf(user id.ID) error {
	if err := p.exec(`DELETE FROM program_token WHERE scope = $1 AND user_id = $2`, commons, user[:]); err != nil {
		return err
	}
	return p.exec(`DELETE FROM kept_device WHERE scope = $1 AND user_id = $2`, commons, user[:])
}

// Phone implements Page.
func (p page) Phone(user id.ID) (f Phone, found bool, err error) {
	found, err = p.one(`SELECT sealed, turned_on, wrong, used FROM phone WHERE scope = $1 AND user_id = $2`, []any{commons, user[:]},
		func(r store.Row) {
			f = Phone{User: user, Sealed: append([]byte(nil), r.Raw(0)...), On: r.Int(1) != 0, Wrong: int(r.Int(2))}
			for rest := r.Raw(3); len(rest) >= 8; rest = rest[8:] {
				f.Used = append(f.Used, int64(binary.BigEndian.Uint64(rest)))
			}
		})
	return f, found, err
}

// PutPhone implements Page.
func (p page) PutPhone(f Phone) error {
	used, on := []byte{}, int64(0)
	for _, counter := range f.Used {
		used = binary.BigEndian.AppendUint64(used, uint64(counter))
	}
	if f.On {
		on = 1
	}
	return p.exec(`INSERT INTO phone (scope, user_id, sealed, turned_on, wrong, used) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (scope, user_id) DO UPDATE SET sealed = excluded.sealed, turned_on = excluded.turned_on, wrong = excluded.wrong,
		used = excluded.used`, commons, f.User[:], f.Sealed, on, int64(f.Wrong), used)
}

// DropPhone implements Page.
func (p page) DropPhone(user id.ID) error {
	return p.exec(`DELETE FROM phone WHERE scope = $1 AND user_id = $2`, commons, user[:])
}

// SignedIn implements Page.
func (p page) SignedIn(user id.ID) (at time.Time, err error) {
	_, err = p.one(`SELECT at FROM signed_in WHERE scope = $1 AND user_id = $2`, []any{commons, user[:]},
		func(r store.Row) { at = fromMilli(r.Int(0)) })
	return at, err
}

// PutSignedIn implements Page.
func (p page) PutSignedIn(user id.ID, at time.Time) error {
	return p.exec(`INSERT INTO signed_in (scope, user_id, at) VALUES ($1, $2, $3)
		ON CONFLICT (scope, user_id) DO UPDATE SET at = excluded.at`, commons, user[:], milli(at))
}

// Invitation implements Page.
func (p page) Invitation(code Digest) (i Invitation, found bool, err error) {
	found, err = p.one(`SELECT given_by FROM invitation WHERE scope = $1 AND code = $2`, []any{commons, code[:]},
		func(r store.Row) { i = Invitation{Code: code, By: Digest(r.Raw(0))} })
	return i, found, err
}

// PutInvitation implements Page.
func (p page) PutInvitation(user id.ID, i Invitation) error {
	return p.exec(`INSERT INTO invitation (scope, user_id, code, given_by) VALUES ($1, $2, $3, $4)
		ON CONFLICT (scope, user_id) DO UPDATE SET code = excluded.code, given_by = excluded.given_by`, commons, user[:], i.Code[:], i.By[:])
}

// DropInvitation implements Page.
func (p page) DropInvitation(code Digest) error {
	return p.exec(`DELETE FROM invitation WHERE scope = $1 AND code = $2`, commons, code[:])
}
