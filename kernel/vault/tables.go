// SPDX-License-Identifier: Apache-2.0

package vault

import (
	"safar/kernel/register"
	"safar/kernel/store"
)

// Tables are the tables of attachments. Owner is a tag (see the comment of the package), kept the moment in milliseconds since 1970.
var Tables = store.Schema{Part: "vault", Versions: [][]string{{
	`CREATE TABLE attachment (scope BYTES NOT NULL, owner BYTES NOT NULL, attachment BYTES NOT NULL, salt BYTES NOT NULL,
		size BIGINT NOT NULL, kept BIGINT NOT NULL, PRIMARY KEY (scope, owner, attachment))`,
	`CREATE TABLE attachment_chunk (scope BYTES NOT NULL, owner BYTES NOT NULL, attachment BYTES NOT NULL, part BIGINT NOT NULL,
		chunk BIGINT NOT NULL, sealed BYTES NOT NULL, PRIMARY KEY (scope, owner, attachment, part, chunk))`,
}}}

const (
	insertAttachment = `INSERT INTO attachment (scope, owner, attachment, salt, size, kept) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (scope, owner, attachment) DO NOTHING`
	insertChunk = `INSERT INTO attachment_chunk (scope, owner, attachment, part, chunk, sealed) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (scope, owner, attachment, part, chunk) DO NOTHING`
	selectOwned      = `SELECT attachment, size FROM attachment WHERE scope = $1 AND owner = $2`
	selectAttachment = `SELECT salt FROM attachment WHERE scope = $1 AND owner = $2 AND attachment = $3`
	selectAll        = `SELECT owner, attachment, kept FROM attachment WHERE scope = $1 ORDER BY owner, attachment`
	selectChunks     = `SELECT part, chunk, sealed FROM attachment_chunk WHERE scope = $1 AND owner = $2 AND attachment = $3
		ORDER BY part, chunk`
	selectPart = `SELECT chunk, sealed FROM attachment_chunk WHERE scope = $1 AND owner = $2 AND attachment = $3 AND part = $4
		ORDER BY chunk`
	dropAttachment = `DELETE FROM attachment WHERE scope = $1 AND owner = $2 AND attachment = $3`
	dropChunks     = `DELETE FROM attachment_chunk WHERE scope = $1 AND owner = $2 AND attachment = $3`
	dropOwner      = `DELETE FROM attachment WHERE scope = $1 AND owner = $2`
	dropOwners     = `DELETE FROM attachment_chunk WHERE scope = $1 AND owner = $2`
)

// Statements are the statements of this package, for the test that holds the rules of the grammar.
var Statements = []string{insertAttachment, insertChunk, selectOwned, selectAttachment, selectAll, selectChunks, selectPart, dropAttachment,
	dropChunks, dropOwner, dropOwners}

// Attachments is the list in which a story stands under the address of an attachment, for as long as a fact of it names it and holds.
// Whatever kind of story keeps attachments puts itself there; what stands under no story is swept.
var Attachments = register.List{Name: "attachments"}
