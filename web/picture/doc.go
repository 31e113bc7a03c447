// SPDX-License-Identifier: Apache-2.0

// Package picture draws the pathways of a programme, for its page and for a file to be printed or sent, and what was counted over the years on one line ([Years]).
//
// A step is a box: its verb, its name in the reader's language, and in a few words what is peculiar to it (optional, who answers, what must hold,
// inspected, how long it holds). Arrows lead from what comes before to what comes after, from top to bottom. What is only for those who
// gave certain answers stands in a frame of its own, those who stay beside those who leave. A step that may have to be
// done again bends back to itself. Steps that wait for nothing and for which nothing waits stand above, apart.
//
// The picture is SVG without a script and without a style of its own: page.PictureStyle says how it looks, in the colours of the page around it. It is narrow
// enough for a telephone. Fonts are not measured, since nobody knows which one the reader has: every text is given the room that
// it takes in the widest one in use, and is broken where it would not fit. For a language that is written from right to left
// the whole picture is mirrored.
//
// Drawing is pure: the same programme, words and numbers give the same bytes.
package picture
