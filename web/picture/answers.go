// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"context"
	"io"

	"safar/engine/layered"
	"safar/web/words"
)

// Answer is one answer to a question, with how often it was given.
type Answer struct {
	Said  string // the answer, as it is read
	Value int64  // how many gave it; drawn as a bar. 0 where it is withheld
	Text  string // the number as it is written, or that it is not told
}

// Answers is a picture of the answers to one question, one below the other: its words, and under them a bar with its number. A bar is as long as its share of those who
// were asked, so that the questions of a survey can be held beside one another.
type Answers struct {
	sheet
	title string
}

// The measures of a picture of answers, in its units.
const (
	answerBar  = 12
	answerGap  = 10
	answerRoom = 80  // for the number behind the longest bar
	smallWidth = 250 // of one of several: what is small is read as it is drawn
)

// AnswersOf draws the answers to a question that so many were asked, in the order given; nil where there is none.
func AnswersOf(title string, w *words.Printer, asked int64, answers []Answer) *Answers {
	return answersIn(flowWidth, title, w, asked, answers)
}

// SmallAnswersOf is AnswersOf for several pictures that stand beside one another.
func SmallAnswersOf(title string, w *words.Printer, asked int64, answers []Answer) *Answers {
	return answersIn(smallWidth, title, w, asked, answers)
}

func answersIn(width int, title string, w *words.Printer, asked int64, answers []Answer) *Answers {
	if len(answers) == 0 {
		return nil
	}
	p := &Answers{title: title, sheet: sheet{rtl: w.Language().Dir == "rtl", width: width}}
	for _, a := range answers {
		p.answer(a, max(asked, 1))
	}
	return p
}

// answer writes one answer.
func (p *Answers) answer(a Answer, asked int64) {
	for _, line := range wrapped(a.Said, p.width*17/20, detailSize, false) {
		p.y += leading(detailSize)
		p.text("said", 0, p.y-3, line)
	}
	wide := int(min(a.Value, asked) * int64(p.width-answerRoom) / asked)
	if a.Value > 0 {
		wide = max(wide, 2)
		p.rounded("bar", layered.Frame{X: 0, Y: p.y + 1, Width: wide, Height: answerBar}, 2)
	}
	p.text("said", wide+6, p.y+answerBar-1, a.Text)
	p.y += answerBar + answerGap
}

// Render writes the picture into a page: it is a templ.Component.
func (p *Answers) Render(_ context.Context, w io.Writer) error {
	return p.write(w, "months", p.title, false)
}
