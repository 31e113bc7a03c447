// SPDX-License-Identifier: Apache-2.0

// Package xlsform writes forms of a programme as XLSForm workbooks, which ODK and KoboToolbox understand, and reads them back: ours, and those of
// others as far as a form of a programme can say the same.
//
// It is a door: it translates and decides nothing. What a form of ours cannot say (groups, repeats, calculations, conditions over several answers
// of one question) is refused with the sheet, the row and the column, why, and what to do; nothing is left out that would change what is asked or
// what an answer means. Columns that only change how a question looks are left aside, and named.
//
// The sheets are survey, choices and settings, their columns those of https://xlsform.org (read 2026-11). Columns that begin with safar:: are
// ours, and other tools pass them over: who may read an answer (safar::class), what a tick asks for (safar::asks), whether answers are counted
// per site (safar::counted), and the heading in further languages (safar::title::…). Where a workbook comes back without them, these stay as they
// are in the form that it is a change of.
//
// Conditions are translated where both languages can say the same: a comparison with = != < <= > >=, selected(), and, or, not(), whole numbers,
// days and texts. They differ in what was not answered. Here a condition over a number or a day that was not given is not met; there it is an
// empty text, so that “is not 5” holds. Hence “n != 5” is written as “n < 5 or n > 5”, which holds in neither, and is refused when it is read.
//
// Workbooks are read from memory with the reader of exchange/sheet, which unpacks nothing to disk and bounds what it unpacks.
package xlsform
