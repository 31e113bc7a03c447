// SPDX-License-Identifier: Apache-2.0

// Package sheet reads the spreadsheets that the field sends, and turns their rows into drafts of households and persons.
//
// It is a door: it translates and decides nothing. A draft says what stood in the file, cleaned and understood as far as
// can be done without guessing; what may become of it is for the desk. The way of a file:
//
//	Open     one workbook, XLSX or CSV, whatever its encoding, separator, title rows or size
//	Suggest  a first mapping, written from its headers and a sample of its values
//	ParseMapping  the mapping as the office corrected it: which column is which field
//	Read     two passes over the file: the first learns (counts, date formats, who stands in two households), the second
//	         yields one draft a household, its persons joined from their own sheets
//	WriteRefused  what could not be read, beside the input: where, why, and how to mend it
//
// Rules that hold throughout:
//
//   - Nothing is guessed. A phone number destroyed by a spreadsheet, the 31st of February, 03/04/2001 in a column that never
//     shows which is the month: each is refused with its reason.
//   - A person is never dropped from a household that is kept. Leaving an adult out would let the others decide without
//     them; so a bad value costs the field, or, where the mapping says the field is required, the whole household. One bad row
//     never costs another row.
//   - Doubt is kept and flagged: a number one digit short, a child who heads a household, a person in two households.
//   - The same file gives the same drafts: each carries the source's own id and a digest of its content, in which neither the
//     row number nor the day of the import takes part, so that a second import can see that nothing changed.
//
// XLSX is read by a streaming reader of this package, straight from the compressed file. A general library would unpack large
// sheets into the system's folder for temporary files, in clear, where names would outlive the import; and it hides the
// type of a cell, which tells a date from a number. The tests compare the two on real files.
//
// Memory is bounded by the shared strings of a workbook, the ids of its households and persons (a few dozen bytes each), and
// the rows that wait for their household; where the sheets are sorted alike, which exports are, hardly any wait.
package sheet
