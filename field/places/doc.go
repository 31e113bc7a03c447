// SPDX-License-Identifier: Apache-2.0

// Package places keeps the places of an operation: the tree of provinces and territories with their p-codes, the sites that
// will close, the villages people return to, and what is known of each: its profile, its room, its safety.
//
// Places live in the commons: every node holds them. A profile ages: each aspect stands with its source and its day, and
// whoever judges by it asks how old it is.
//
// # Safe
//
// Whether a place is safe is a decision by protection, with its reason, for a group and a route. It rests on at least two
// dated reports from different sources, women and minorities among those heard (docs/protection.md, "Choice"). Withdrawing needs no source: one
// person of protection says so, and it holds at once. Where two decisions contradict each other, the place is not safe until
// somebody decides again.
package places
