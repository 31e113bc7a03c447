// SPDX-License-Identifier: Apache-2.0

// Package attack holds tests that try to break the promises.
//
// Random people with random roles, the wrong ones among them, do random things in random order to a real operation: a real desk on a
// real encrypted database, the whole list of what can happen, the programme of Tanganyika as it ships. The clock jumps, commands come
// twice, several people act at once, minds change, people die and are born in the yard, villages turn unsafe while convoys are on
// the road.
//
// Beside it sits an auditor. It knows none of the rules' code: it opens every fact in the journal, reads its CBOR with types of its own
// and holds each deed, at the moment it was done, against what the promises say: who had been told what, who had said what, which
// plot was whose, who had prepared, approved, inspected and received. What the rules let through and the auditor does not is a broken
// promise, and rapid shortens the sequence that led to it.
//
// The auditor knows no programme by name. It reads the file of each as plain YAML, works out its conditions and amounts in a way of its own, and judges by the
// verbs of the steps. So the same attack runs over any programme: over each of those that come with the software, step by step, and over random ones that package
// programmetest draws in the language itself. There nobody knows beforehand which steps there are; what is drawn for a step is what people do who carry out its
// verb. Each such run ends with everybody looking at everything that was filled in, with a household that is forgotten and sought in every answer and in the
// journal, and with the figures of that programme.
//
// Promise 6 has an attack of its own. A canary, a string that stands nowhere else, is planted in every word that a fact can carry of a
// person, each with the class of the field in which it is shown. Then somebody of every role, and a stranger, opens every page that the
// router serves over a real network, sends every form, searches, exports; and what is higher than their role's clearance must be in no
// body, header, address, cookie or log, in no file of the data folder and in no row of PostgreSQL. A page that is added is attacked
// without anyone thinking of it. What shows somebody must leave a look on record, or be refused.
//
// The same is done at two offices that hold one caseload, each on a node of its own: they work without seeing each other, and what one
// wrote comes to the other late, in pieces, some of it twice. An auditor sits at each and judges every deed by what its office knew; what cannot
// both be must show on the start page and in the file, exactly, and nothing may rest on it. In the end both, and a hub that only heard,
// hold the same bytes.
//
// The sequences are biased, so that they get far: most steps walk a household on towards the next deed, the others disturb. What they
// are worth is counted; a run in which something never happened, a withdrawal after the promise, a birth in the yard, fails, since
// nothing was proved of it.
package attack
