// SPDX-License-Identifier: Apache-2.0

// Package bulk does one thing to many: hold a hundred payments, put four hundred households on record as arrived, move a site's households to another. Somebody
// chooses them on a list and an act for them, sees what would come of it, has it done, watches or leaves, stops it half-way, and takes it back.
//
// It adds no right and no rule. Each of the many is a command of its own (Deed says which), judged by the desk like one that is typed, under an id that is drawn from
// the work's (id.Derived): what was done before a crash is not done twice by going on. What can be taken back is taken back by the command with which a hand would
// mend it, one by one; what nothing takes back is said to be so before it is done.
//
//   - Each carries out a command for each of some lines, a few at a time, so that whoever asks for one thing meanwhile does not wait for all of them.
//   - Deed is one kind of thing that is done to many, with what must be said once for all, and what takes it back.
//   - Begin and End are the record of a work: who asked for what, for whom. It is the residue of an order, and holds no name; what somebody wrote as the reason is
//     sealed to the work.
//   - Works carries works out behind the pages, in the process that serves.
//
// What each adult says for themselves is no deed here: an answer, a consent, an agreement is asked of one person at a time.
package bulk
