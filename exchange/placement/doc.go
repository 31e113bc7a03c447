// SPDX-License-Identifier: Apache-2.0

// Package placement reads problems of placement from the files in which they are exchanged, for the placement engine, and writes what it proposes.
//
// Two forms are read, each also compressed with gzip. Both are whole numbers with spaces or line ends between them.
//
//   - GAP, the generalised assignment problem in the form of the OR-Library (Beasley 1990): how many places and households; the costs, a row a place; what each
//     household needs there, a row a place; the room of each place. Everybody must be placed.
//   - COL, for several kinds of room: how many households, places and kinds; the room of each place, a row a place; then for each household how many options it has, and a row
//     for each: place, cost, and what it needs of each kind. Place -1 is to be placed nowhere.
//
// Places are counted from 0, in the order of the file.
//
// A small organisation has two workbooks instead, of guests and of hosts (ReadOffice), and is written a third with who is proposed to whom, and why nobody else (Proposals). Ids are pseudonymous there; what a heading means is told
// by a Vocabulary, in whatever language it is written.
package placement
