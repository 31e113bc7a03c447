// SPDX-License-Identifier: Apache-2.0

// Package intake brings what the field sends into an operation: households from spreadsheets, and the tree of places.
//
// Package sheet reads a file and package pcode a table of places; what they draft goes through the desk as one command a
// household or place, like anything typed on a page. Intake decides nothing about people: it only says how a draft's words
// become the register's, and keeps account of what became of each row.
//
// Rules that hold throughout:
//
//   - The same file again changes nothing. A household's command is named after the mapping, the source's own id and the digest
//     of its content, under a key of the scope, so that who carries the journal cannot try out whose row it was.
//   - An import adds and never amends. A row that differs from what was registered under its id is refused: what staff have
//     corrected since must not be undone by an old list.
//   - Each household is taken in whole or not at all, and on its own. An import that is stopped, or ends on a full disk, leaves
//     whole households; the same file then adds the rest.
//   - Nobody is registered twice from one file. The second row of a person is refused, and the rest of its household kept.
//   - A place that is not known is not guessed. The household is kept without it, and the report names the place.
//   - What the register has no place for is left out and counted, never dropped in silence.
//
// Reading and writing run side by side: while the desk seals and writes some thousand facts, the next are read.
package intake
