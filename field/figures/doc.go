// SPDX-License-Identifier: Apache-2.0

// Package figures keeps promise 7: every figure can be traced to the facts behind it, and drawn again as it stood on any past
// day.
//
// # What a figure is
//
// A programme's file says what is counted, where, and by which dimensions (programme.Figure). Nothing of it is ever stored: a
// figure is worked out from the journeys as they stand, by the same evaluator that says what a household may do next. So no
// figure can be out of date, and none can contradict a household's file.
//
// # The board
//
// A Board holds one programme of one caseload in memory: each journey with its marks, its people (no names: id, sex, date of
// birth, disability), the site it lives at and the place it leads to, and what each adds to which cell of which figure. It is read
// once from the register and then follows the commits; where several processes write one database, it asks the journal's heads at each
// question and takes in what was written since. A change of a person touches the journeys of their household; a
// change of a place those that lead there. What changes by itself (a choice that lapses, a visit that falls due, a
// birthday) is known in advance: each journey carries the next day on which it must be looked at again, so that a new day costs
// what the day changed.
//
// Ages are those of the day that is counted, in the bands of UNHCR's and IOM's standard tables: 0-4, 5-11, 12-17, 18-59, 60+ (see
// programme.AgeBands). A person whom two offices say to belong to two households counts in both until somebody decides; the
// contradiction is listed with the register.
//
// # Behind a figure
//
// Facts lists, for every household or person that a figure counts, the facts that made it true of them: the standing marks of the steps
// that its condition names, and for a person the fact that made them a member. Where a condition rests on what has not happened
// ("not departed") it is the fact that began the journey. SumOf the list is the figure.
//
// # What is told to whom
//
// Whoever works with the persons of the caseload (sees what is personal there) is told every number and every fact. Everybody else is told, on
// pages, by the command line and in the open export alike (told.go), no number that stands on fewer than access.FewestTold subjects, nor those that
// would give it away; a table that crosses dimensions whole or not at all; one value as in the table of all; how many facts stand behind a number,
// and none of them; and of past days the ends of months, without the numbers that differ from the next one's, or from today's, by fewer subjects.
//
// Not held, because exact numbers of today are told: who writes today's numbers down each day can subtract them. Nor are two
// figures compared that count nearly the same, nor three days of which people came and went between; and sums are told of enough households even
// where one of them has most of the sum.
//
// # A past day
//
// Every commit notes how far the feeds of its scope reach, under its day. AsOf folds every story anew from the facts up to
// there, on a board of its own, and counts on it. What happened by then and came later does not show in it; it is
// counted as late.
package figures
