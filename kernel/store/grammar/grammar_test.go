// SPDX-License-Identifier: Apache-2.0

package grammar_test

import (
	"strings"
	"testing"

	"safar/kernel/store/grammar"
)

func TestWhatSafarWritesPasses(t *testing.T) {
	grammar.Check(t,
		`CREATE TABLE fact (scope BYTES NOT NULL, seq BIGINT NOT NULL, words TEXT, PRIMARY KEY (scope, seq))`,
		`CREATE TABLE scope_note (scope BYTES PRIMARY KEY, n BIGINT)`,
		`CREATE TABLE child (scope BYTES NOT NULL, id BYTES NOT NULL, seq BIGINT, PRIMARY KEY (scope, id),
			FOREIGN KEY (scope, seq) REFERENCES fact (scope, seq))`,
		`CREATE TABLE schema_version (part TEXT NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (part))`,
		`CREATE UNIQUE INDEX fact_by_words ON fact (scope, words)`,
		`CREATE INDEX fact_words ON fact (words)`,
		`ALTER TABLE fact ADD COLUMN day BIGINT`,
		`INSERT INTO fact (scope, seq) VALUES ($1, $2) ON CONFLICT (scope, seq) DO UPDATE SET words = excluded.words RETURNING seq`,
		`UPDATE fact SET words = $1 WHERE scope = $2`,
		`SELECT count(*), max(seq) OVER (PARTITION BY scope ORDER BY seq) FROM fact WHERE scope = $1 GROUP BY scope, seq LIMIT $2`,
		`WITH RECURSIVE down AS (SELECT id FROM child WHERE scope = $1 UNION ALL SELECT c.id FROM child c, down d WHERE c.scope = $1 AND c.seq = 1)
			SELECT id FROM down`,
	)
	grammar.Rules{Local: []string{"node"}}.Check(t, `CREATE TABLE node (id BYTES NOT NULL, PRIMARY KEY (id))`)
}

func TestWhatCannotBeShardedIsRefused(t *testing.T) {
	for statement, why := range map[string]string{
		`CREATE TABLE a (scope BYTES, id BIGINT)`:                                                       "no primary key",
		`CREATE TABLE a (id BYTES PRIMARY KEY, scope BYTES)`:                                            "primary key of table a must begin with scope",
		`CREATE TABLE a (scope BYTES, id BYTES, PRIMARY KEY (id, scope))`:                               "must begin with scope",
		`CREATE TABLE a (scope BYTES, id BYTES UNIQUE, PRIMARY KEY (scope, id))`:                        "unique constraint",
		`CREATE TABLE a (scope BYTES, id BYTES REFERENCES b (id), PRIMARY KEY (scope, id))`:             "foreign key",
		`CREATE TABLE a (scope BYTES, id BIGSERIAL, PRIMARY KEY (scope, id))`:                           "bigserial",
		`CREATE TABLE a (scope BYTES, id BIGINT GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (scope, id))`: "identity",
		`CREATE TABLE a (scope BYTES, at BIGINT DEFAULT now(), PRIMARY KEY (scope, at))`:                "now()",
		`CREATE TABLE a (scope BYTES, PRIMARY KEY (scope) DEFERRABLE)`:                                  "deferrable",
		`CREATE TABLE a (scope BYTES, PRIMARY KEY (scope)) PARTITION BY HASH (scope)`:                   "partitions",
		`CREATE TABLE a (PRIMARY KEY (scope)) INHERITS (b)`:                                             "inheritance",
		`CREATE TABLE a (scope BYTES, EXCLUDE USING gist (scope WITH =), PRIMARY KEY (scope))`:          "exclusion",
		`CREATE UNIQUE INDEX i ON a (id)`:                                                               "unique index",
		`CREATE SEQUENCE s`:                                                                             "sequences",
		`CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION f()`:                                      "triggers",
		`INSERT INTO a (scope, at) VALUES ($1, now())`:                                                  "now()",
		`INSERT INTO a (scope, at) VALUES ($1, CURRENT_TIMESTAMP)`:                                      "clock",
		`UPDATE a SET n = random() WHERE scope = $1`:                                                    "random()",
		`UPDATE a SET scope = $1`:                                                                       "never changes",
		`INSERT INTO a (scope) VALUES ($1) ON CONFLICT (scope) DO UPDATE SET scope = $2`:                "never changes",
		`SELECT nextval('s')`:                          "nextval()",
		`SELECT pg_advisory_xact_lock(1)`:              "advisory",
		`SELECT pg_notify('a', 'b')`:                   "pg_notify",
		`SELECT id FROM a WHERE scope = $1 FOR UPDATE`: "FOR UPDATE",
		`SELECT id FROM a TABLESAMPLE system(1)`:       "TABLESAMPLE",
		`WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT n FROM r`: "recursive",
		`MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE`:                      "MERGE",
		`LISTEN a`:             "LISTEN",
		`NOTIFY a`:             "NOTIFY",
		`SELECT 1; SELECT 2`:   "one statement",
		`SELECT FROM WHERE x`:  "PostgreSQL cannot read it",
		`PRAGMA journal_mode`:  "PostgreSQL cannot read it",
		`DO $$ BEGIN END $$`:   "code in the database",
		`LOCK TABLE a`:         "table locks",
		`CREATE DOMAIN d text`: "domains",
	} {
		err := grammar.Rules{}.Statement(statement)
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s\ngot %v, want a refusal that says %q", statement, err, why)
		}
	}
}
