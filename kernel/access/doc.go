// SPDX-License-Identifier: Apache-2.0

// Package access says who may do what, and who may see what. It is pure: no clock, no disk, no network.
//
// Three questions are answered here, each in one place:
//
//   - Where? A [Scope] is a caseload times a [Compartment]. It is the unit of who holds a copy of the data at all.
//   - May this person do this? An [Actor] holds dated grants of a [Role] over a caseload; one table (policy.go) says
//     which [Act] a role may do in which compartment; [May] reads it. What the table does not say is refused.
//   - May this person see this? Every field of everything shown carries a [Class] (open, personal, sensitive, sealed);
//     [Clearance] says which classes an actor sees in a scope, and [Redact] empties the rest, below the pages, so that
//     a page which forgets to hide something has nothing to show.
//
// What a table cannot know is left to the commands: that the one who approves a payment is not the one who prepared it,
// that a person may not grant a role to themselves ([MayGrant]), that an inspection is overdue. But the table already keeps
// apart what must be apart: no role both prepares and approves a payment, only protection decides that a village is safe, and
// those who run the machines see no personal data.
//
// Some compartments are closed: medical and sealed complaints belong to no role. A grant opens them to a named person
// ([Grant.Opens]); anyone may still write into the sealed lane, because a complaint must never be refused.
//
// Signing in (passphrases, recovery codes, sessions) is the subject of the package signin beside this one.
package access
