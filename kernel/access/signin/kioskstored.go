// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"safar/kernel/store"
)

// kioskTables hold the browsers that are kiosks, and how often a personal code was typed wrong, under a digest of what proves it.
var kioskTables = []string{
	`CREATE TABLE kiosk (scope BYTES NOT NULL, token BYTES NOT NULL, user_id BYTES NOT NULL, caseload BYTES NOT NULL, name TEXT NOT NULL,
		began BIGINT NOT NULL, until BIGINT NOT NULL, visit BYTES NOT NULL, household BYTES NOT NULL, person BYTES NOT NULL, seen BIGINT NOT NULL,
		PRIMARY KEY (scope, token))`,
	`CREATE TABLE code_tries (scope BYTES NOT NULL, code BYTES NOT NULL, wrong BIGINT NOT NULL, PRIMARY KEY (scope, code))`,
}

func (k *Kiosk) read(r store.Row) {
	copy(k.Token[:], r.Raw(0))
	copy(k.User[:], r.Raw(1))
	copy(k.Caseload[:], r.Raw(2))
	k.Name, k.Began, k.Until, k.Seen = r.Text(3), fromMilli(r.Int(4)), fromMilli(r.Int(5)), fromMilli(r.Int(9))
	copy(k.Visit[:], r.Raw(6))
	copy(k.Household[:], r.Raw(7))
	copy(k.Person[:], r.Raw(8))
}

// Kiosk implements Page.
func (p page) Kiosk(token Digest) (k Kiosk, found bool, err error) {
	found, err = p.one(`SELECT token, user_id, caseload, name, began, until, visit, household, person, seen FROM kiosk WHERE scope = $1 AND token = $2`,
		[]any{commons, token[:]}, k.read)
	return k, found, err
}

// Kiosks implements Page.
func (p page) Kiosks() (all []Kiosk, err error) {
	err = p.tx.Query(p.ctx, `SELECT token, user_id, caseload, name, began, until, visit, household, person, seen FROM kiosk WHERE scope = $1 ORDER BY began, token`,
		[]any{commons}, func(r store.Row) error {
			var k Kiosk
			k.read(r)
			all = append(all, k)
			return nil
		})
	return all, err
}

// PutKiosk implements Page: of one that is there, only who stands before it is written.
func (p page) PutKiosk(k Kiosk) error {
	return p.exec(`INSERT INTO kiosk (scope, token, user_id, caseload, name, began, until, visit, household, person, seen)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (scope, token) DO UPDATE SET visit = excluded.visit, household = excluded.household, person = excluded.person, seen = excluded.seen`,
		commons, k.Token[:], k.User[:], k.Caseload[:], k.Name, milli(k.Began), milli(k.Until), k.Visit[:], k.Household[:], k.Person[:], milli(k.Seen))
}

// DropKiosk implements Page.
func (p page) DropKiosk(token Digest) error {
	return p.exec(`DELETE FROM kiosk WHERE scope = $1 AND token = $2`, commons, token[:])
}

// CodeTries implements Page.
func (p page) CodeTries(code Digest) (wrong int, err error) {
	_, err = p.one(`SELECT wrong FROM code_tries WHERE scope = $1 AND code = $2`, []any{commons, code[:]},
		func(r store.Row) { wrong = int(r.Int(0)) })
	return wrong, err
}

// PutCodeTries implements Page: what was never typed wrong is not kept.
func (p page) PutCodeTries(code Digest, wrong int) error {
	if wrong == 0 {
		return p.exec(`DELETE FROM code_tries WHERE scope = $1 AND code = $2`, commons, code[:])
	}
	return p.exec(`INSERT INTO code_tries (scope, code, wrong) VALUES ($1, $2, $3)
		ON CONFLICT (scope, code) DO UPDATE SET wrong = excluded.wrong`, commons, code[:], int64(wrong))
}
