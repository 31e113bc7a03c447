// SPDX-License-Identifier: Apache-2.0

// Package journal holds what happened: facts, in feeds, chained and sealed.
//
// # A fact
//
// A fact has three parts. The envelope is clear and names no kind, no person and no author: feed, number, the hash of the
// fact before it, a stamp, the command's id, the key's epoch, a salt and the hashes of the two sealed parts. The record is sealed
// with the scope's key and holds what survives forgetting: kind, author, day, story, what it supersedes, what it relied on,
// and the residue that figures and ledgers need. The person part is sealed with its owner's key, and goes when the owner
// is forgotten; its hash in the envelope stays, so that the chain still verifies.
//
// # A feed
//
// A feed belongs to one node, incarnation, writer slot and scope. Its numbers run from 1 without gaps, so that its head
// (number and hash) stands for all of it: two copies of a feed are equal if their heads are.
//
// # What is where
//
// Envelope and parts are deterministic CBOR (RFC 8949, section 4.2). They are kept as received and never encoded again:
// what is hashed is what came. Each part is sealed with AES-256-GCM under a key of its own, drawn with HKDF-SHA-256 from the
// scope's or owner's key and the fact's salt, so that no nonce can ever be used twice; the envelope without the two hashes
// is bound in as associated data. Signatures (Ed25519) are records of their own, one a commit.
package journal
