// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"fmt"
	"strings"

	"safar/kernel/fault"
)

// Say gives the sentence of a key in the language of whoever reads it, with the values put in.
type Say func(key string, args fault.Args) string

// Finding is a problem as a person reads it, in the words of their language.
type Finding struct {
	File   string `class:"open"` // name of the file, as given to the reader; "" where there is only one
	Line   int    `class:"open"` // counted from 1; 0 when the trouble is with the whole file
	Column int    `class:"open"` // counted from 1 in characters
	Width  int    `class:"open"` // characters that the caret underlines, at least 1
	Source string `class:"open"` // the line of the file, as written
	Text   string `class:"open"` // what is wrong
	Hint   string `class:"open"` // how to mend it; may be ""
	Advice bool   `class:"open"` // the file may be used all the same
}

// Said returns p in the words of a language.
func (p Problem) Said(say Say) Finding {
	f := Finding{File: p.File, Line: p.Line, Column: p.Column, Width: max(p.Width, 1), Source: p.Source, Text: say(p.Key, p.Args), Advice: p.Advice}
	if p.Advice {
		f.Text = say("programme.advice", fault.Args{"text": f.Text})
	}
	if p.Hint != "" {
		f.Hint = say(p.Hint, p.Args)
	}
	return f
}

// Show returns f as a person at a terminal reads it: place and sentence, the line with a caret, the hint.
func (f Finding) Show() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s\n", f.place(), f.Text)
	if f.Line > 0 {
		fmt.Fprintf(&b, "%6d | %s\n       | %s\n", f.Line, f.Source, f.Caret())
	}
	if f.Hint != "" {
		fmt.Fprintf(&b, "         %s\n", f.Hint)
	}
	return b.String()
}

func (f Finding) place() string {
	switch {
	case f.File == "" && f.Line == 0:
		return ""
	case f.Line == 0:
		return f.File + ": "
	}
	return fmt.Sprintf("%s:%d:%d: ", f.File, f.Line, f.Column)
}

// Caret returns the line below the line of the file: carets under what is wrong.
func (f Finding) Caret() string {
	return padding(f.Source, f.Column-1) + strings.Repeat("^", max(f.Width, 1))
}

// padding returns blanks as wide as the first n characters of line: tabs stay tabs, so that the caret stands right.
func padding(line string, n int) string {
	var b strings.Builder
	for _, r := range line {
		if n <= 0 {
			return b.String()
		}
		if r != '\t' {
			r = ' '
		}
		b.WriteRune(r)
		n--
	}
	return b.String() + strings.Repeat(" ", max(n, 0))
}

// phrase is a part of a sentence by its key.
func phrase(key string) fault.Phrase { return fault.Phrase{Key: key} }

// counted is a part of a sentence that says how many there are.
func counted(key string, count int) fault.Phrase {
	return fault.Phrase{Key: key, Args: fault.Args{"count": count}}
}

// verbPhrase is a step of a verb, as a part of a sentence.
func verbPhrase(verb string) fault.Phrase {
	return fault.Phrase{Key: "programme.part.verb", Args: fault.Args{"verb": verb}}
}
