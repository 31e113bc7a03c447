// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"safar/kernel/fault"
)

// Problem is one thing that is wrong in a file, said so that whoever wrote the file can mend it without asking.
type Problem struct {
	File   string     // name of the file, as given to the reader
	Line   int        // counted from 1; 0 when the trouble is with the whole file
	Column int        // counted from 1 in characters
	Width  int        // characters underlined by the caret, at least 1
	Source string     // the line of the file, as written
	Key    string     // key of the sentence in the catalogues, such as "programme.unknown_verb"
	Args   fault.Args // values for the sentence
	Hint   string     // key of the sentence that says how to mend it; may be ""
	Advice bool       // the file may be used all the same
	Late   bool       // a file that is handed in is refused for it; one that was published before anybody looked for it is read (ParsePublished)

	within *node // the value the trouble lies within, when it is not at its beginning
	offset int   // how many characters into it
}

// Error returns the place, the key and the arguments on one line, for operators. People are told by Said.
func (p Problem) Error() string {
	text := Finding{File: p.File, Line: p.Line, Column: p.Column}.place() + p.Key
	if len(p.Args) > 0 {
		text += fmt.Sprintf(" %v", map[string]any(p.Args)) // fmt prints maps in order of key
	}
	return text
}

// Problems is everything wrong in a file, in order of line. As an error it is what Parse returns.
type Problems []Problem

// Error returns every problem, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Show returns every problem with its line, caret and hint, in the words of a language.
func (ps Problems) Show(say Say) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.Said(say).Show())
	}
	return b.String()
}

// Refusals returns the problems that stand against using the file: all but the advice.
func (ps Problems) Refusals() Problems {
	return slices.DeleteFunc(slices.Clone(ps), func(p Problem) bool { return p.Advice })
}

// Fault returns ps as the one error type of Safar, for a command that was handed a bad file.
func (ps Problems) Fault(op string) *fault.Error {
	return fault.New(op, fault.Invalid, "programme.has_problems", fault.Args{"count": len(ps)}).Because(ps)
}

func (ps Problems) sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// nearest returns the word of known that is closest to word, or "" when none is near enough to be a slip of the pen.
func nearest(word string, known []string) string {
	best, at := "", max(2, len(word)/3)+1
	for _, k := range known {
		if d := distance(word, k); d < at && d < len(word) {
			best, at = k, d
		}
	}
	return best
}

// distance counts the letters to add, drop, change or swap to make b of a.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+change)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
