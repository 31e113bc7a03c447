// SPDX-License-Identifier: Apache-2.0

// Package capacity keeps promise 3: no place is promised twice.
//
// # Units and custody
//
// Room is counted in numbered units of a kind at a place: plots 1 to 250 of a village. What must never happen twice is not left
// to merging: whoever promises a unit must have custody of it. Custody over a range of units is granted to one node, in
// the scope that consumes them, under a rising fence number; the grant with the highest fence governs where ranges overlap.
//
// # A promise
//
// A promise is a fact on the journey, found under the unit (journey.ByRoom), so that a village of ten thousand plots costs no
// more than one of ten. Two standing promises of one unit can only come from a breach of custody; they show as a contradiction.
//
// A plot is promised only after its checks: other occupants, customary and state authority, an attestation that names both
// spouses. Which checks, the programme says.
package capacity
