// SPDX-License-Identifier: Apache-2.0

// Package amounts writes and reads the workbook in which an office changes what a programme pays and how long things count, without writing in the
// language of programmes: a row for each setting (programme.Setting), with the place where it stands, in the words of whoever asked, and its value.
//
// A workbook says of which version of the programme it was made, so that what somebody changes in it over weeks can be told from what others changed
// meanwhile. It decides nothing: what is read is laid on the file of the programme, looked at and published like any other draft.
//
// It holds nobody's data. It is written and read in memory (exchange/sheet), and what is read is bounded.
package amounts
