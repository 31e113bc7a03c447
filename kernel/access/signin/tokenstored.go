// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"fmt"
	"strings"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/store"
)

// tokenTables hold the tokens of programs. parts are roles over caseloads, a line each; reaches are the compartments, a bit each; days count as clock.Day.
var tokenTables = []string{
	`CREATE TABLE program_token (scope BYTES NOT NULL, secret BYTES NOT NULL, token_id BYTES NOT NULL, user_id BYTES NOT NULL, name TEXT NOT NULL, parts TEXT NOT NULL,
		reaches BIGINT NOT NULL, read_only BIGINT NOT NULL, made BIGINT NOT NULL, until BIGINT NOT NULL, used BIGINT NOT NULL, PRIMARY KEY (scope, secret))`,
	`CREATE INDEX program_token_of ON program_token (scope, user_id)`,
}

func (t *Token) read(r store.Row) error {
	copy(t.Secret[:], r.Raw(0))
	copy(t.Reach.Token[:], r.Raw(1))
	copy(t.User[:], r.Raw(2))
	t.Name, t.Reach.In, t.Reach.ReadOnly = r.Text(3), access.CompartmentSet(r.Int(5)), r.Int(6) != 0
	t.Made, t.Until, t.Used = clock.Day(r.Int(7)), clock.Day(r.Int(8)), clock.Day(r.Int(9))
	for line := range strings.Lines(r.Text(4)) {
		role, caseload, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		part := access.ProgramPart{}
		var err error
		if part.Role, err = access.ParseRole(role); err != nil {
			return err
		}
		if part.Caseload, err = id.Parse(caseload); err != nil {
			return err
		}
		t.Reach.Parts = append(t.Reach.Parts, part)
	}
	return nil
}

// tokens reads tokens.
func (p page) tokens(query string, args ...any) (all []Token, err error) {
	err = p.tx.Query(p.ctx, query, args, func(r store.Row) error {
		var t Token
		if err := t.read(r); err != nil {
			return err
		}
		all = append(all, t)
		return nil
	})
	return all, err
}

// Token implements Page.
func (p page) Token(secret Digest) (Token, bool, error) {
	all, err := p.tokens(`SELECT secret, token_id, user_id, name, parts, reaches, read_only, made, until, used FROM program_token WHERE scope = $1 AND secret = $2`, commons, secret[:])
	if err != nil || len(all) == 0 {
		return Token{}, false, err
	}
	return all[0], true, nil
}

// TokensOf implements Page.
func (p page) TokensOf(user id.ID) ([]Token, error) {
	return p.tokens(`SELECT secret, token_id, user_id, name, parts, reaches, read_only, made, until, used FROM program_token WHERE scope = $1 AND user_id = $2`, commons, user[:])
}

// Tokens implements Page.
func (p page) Tokens() ([]Token, error) {
	return p.tokens(`SELECT secret, token_id, user_id, name, parts, reaches, read_only, made, until, used FROM program_token WHERE scope = $1`, commons)
}

// PutToken implements Page: of one that is there, only the day of its last use is written.
func (p page) PutToken(t Token) error {
	var parts strings.Builder
	for _, part := range t.Reach.Parts {
		fmt.Fprintf(&parts, "%s %s\n", part.Role, part.Caseload)
	}
	readOnly := int64(0)
	if t.Reach.ReadOnly {
		readOnly = 1
	}
	return p.exec(`INSERT INTO program_token (scope, secret, token_id, user_id, name, parts, reaches, read_only, made, until, used)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (scope, secret) DO UPDATE SET used = excluded.used`,
		commons, t.Secret[:], t.Reach.Token[:], t.User[:], t.Name, parts.String(), int64(t.Reach.In), readOnly, int64(t.Made), int64(t.Until), int64(t.Used))
}

// DropToken implements Page.
func (p page) DropToken(secret Digest) error {
	return p.exec(`DELETE FROM program_token WHERE scope = $1 AND secret = $2`, commons, secret[:])
}
