// SPDX-License-Identifier: Apache-2.0

// Package standards holds a site against the standards of the field: how many people share a latrine, a tap, a place to wash, how much
// water and covered floor each has, how far they walk.
//
// # A handbook is a file
//
// No number of a handbook stands in code. A file (programmes/standards) says for each standard what is measured, of which kind of facility, in which
// phase of an emergency which bound holds, and in which edition and on which page it is written. Read checks a file and reports everything wrong
// with it at once. What could not be checked against the handbook itself is marked as suggested: until an operation confirms it, it is shown beside
// the others and nobody is given a task for it.
//
// # Three answers
//
// Hold answers of each standard: met; below, by how much, and what would have to be built; or not measured, and what is missing. What nobody measured is never taken
// for met, and never for below: a site of which no latrine is recorded has none that are known, and somebody must look. Where there is none, the record says none.
// What is out of order is not counted as standing.
//
// Everything here is pure: no clock, no store. A question of the kind "500 people arrive on Monday" is the same question asked of other numbers.
package standards
