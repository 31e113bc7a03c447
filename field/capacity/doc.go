// SPDX-License-Identifier: Apache-2.0

// Package capacity keeps promise 3: no place is promised twice.
//
// # Units and custody
//
// Room is counted in numbered units of a kind at a place: plots 1 to 250 of a village. What must never happen twice is not left
// to merging: whoever promises a unit must have custody of it. Custody over a range of units is granted to one caseload on one node, under a
// rising fence number. Grants lie in the commons, where each is held against all others: the same units never go to two
// caseloads. Where two nodes granted them without seeing each other, nobody promises them until somebody who sees both decides.
//
// # A promise
//
// A promise is a fact on the journey, found under the unit (journey.ByRoom), so that a village of ten thousand plots costs no
// more than one of ten. Two standing promises of one unit can only come from two nodes that each took themselves for its
// holder; they show as a contradiction, and nothing that rests on them goes on.
//
// A plot is promised only after its checks: other occupants, customary and state authority, an attestation that names both
// spouses. Which checks, the programme says.
package capacity
