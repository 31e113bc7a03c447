// SPDX-License-Identifier: Apache-2.0

// Package verify reads everything a node holds and says what is wrong, and where.
//
// # What is verified
//
// Of the journal: each feed's numbers run from 1 without gaps, each fact names the hash of the one before it, stamps rise, the parts
// are those that the envelopes name, the head is the one in the feed's row and in every frontier that was recorded, signatures are
// the node's and the last one covers the head; sealed parts open; a person part is missing only where the owner was erased, and
// whoever was erased is gone; facts of known kinds can be read. Of the register: each story is folded again from nothing and its
// state and places compared byte for byte with its row, every fact that can be folded is in a row, and the list entries are those
// the states give, no more and no fewer.
//
// # In bounded memory
//
// A scope is read twice, both times on one snapshot: once along its feeds, and once along the rows of the register, whose places name
// the facts of each story. That no fact is left out follows from counting: every place of a row is verified to name a fact
// of that very story, so if there are as many places as facts, they are the same. Entries are compared through sums of keyed
// hashes. Both are kept for 65,536 groups of stories, in 2 MB; only where a group differs are its stories looked at one by one,
// at most a few hundred groups at a time. So 1.2 million people take no more memory than a thousand do.
package verify
