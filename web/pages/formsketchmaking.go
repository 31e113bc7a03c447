// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"safar/field/programme"
)

// making are the buttons that change a sketch and show it again: each is sent with the number of the question, counted from 0, and of the answer.
var making = map[string]func(s *sketch, question, answer int){
	"add":    (*sketch).add,
	"up":     func(s *sketch, i, _ int) { s.move(i, i-1) },
	"down":   func(s *sketch, i, _ int) { s.move(i, i+1) },
	"away":   func(s *sketch, i, _ int) { s.at(i).gone = true },
	"back":   func(s *sketch, i, _ int) { s.at(i).gone = false },
	"kind":   func(s *sketch, i, _ int) { s.at(i).answersToBegin() },
	"answer": func(s *sketch, i, _ int) { s.at(i).moreAnswers(1) },
	"drop":   func(s *sketch, i, n int) { s.at(i).drop(n) },
}

// make does what a button says, and reports whether it is one of those that make.
func (s *sketch) make(button string) bool {
	words := strings.Fields(button)
	if len(words) == 0 || making[words[0]] == nil {
		return false
	}
	number := func(i int) int {
		if i >= len(words) {
			return -1
		}
		n, err := strconv.Atoi(words[i])
		if err != nil {
			return -1
		}
		return n
	}
	making[words[0]](s, number(1), number(2))
	return true
}

// at is a question, unfolded because somebody works at it; one of nowhere where there is none.
func (s *sketch) at(i int) *sketched {
	if i < 0 || i >= len(s.questions) {
		return newSketched()
	}
	s.questions[i].open, s.questions[i].focus = true, true
	return s.questions[i]
}

// add puts a new question after another; before the first after -1.
func (s *sketch) add(after, _ int) {
	if after >= -1 && after < len(s.questions) && len(s.questions) < mostQuestions {
		s.questions = slices.Insert(s.questions, after+1, newSketched())
	}
}

func (s *sketch) move(from, to int) {
	if q := s.at(from); to >= 0 && to < len(s.questions) && from >= 0 && from < len(s.questions) {
		s.questions[from], s.questions[to] = s.questions[to], q
	}
}

// answersToBegin gives a question that became one of answers the two that it has at least.
func (q *sketched) answersToBegin() {
	if q.offers() {
		q.moreAnswers(2 - len(q.Options))
	}
}

func (q *sketched) moreAnswers(n int) {
	for range min(n, mostAnswers-len(q.Options)) {
		q.Options = append(q.Options, programme.Option{})
	}
}

func (q *sketched) drop(i int) {
	if i >= 0 && i < len(q.Options) {
		q.Options = slices.Delete(q.Options, i, i+1)
	}
}

// propose gives questions and answers that have a text and no name one that is made of the text.
func (s *sketch) propose() {
	taken := map[string]bool{}
	for _, q := range s.questions {
		taken[q.Name] = true
	}
	if s.id == "" && len(s.labels) > 0 {
		s.id = namedAfter(s.labels, "form", nil)
	}
	for i, q := range s.questions {
		if q.Name == "" && len(q.Labels) > 0 {
			q.Name = namedAfter(q.Labels, fmt.Sprintf("question_%d", i+1), taken)
		}
		given := map[string]bool{}
		for _, o := range q.Options {
			given[o.Name] = true
		}
		for n := range q.Options {
			if o := &q.Options[n]; o.Name == "" && len(o.Labels) > 0 {
				o.Name = namedAfter(o.Labels, fmt.Sprintf("answer_%d", n+1), given)
			}
		}
	}
}

// namedAfter makes a name of the English text, or of the first that is written in Latin letters, or takes the one for texts of which none can be
// made. It is none of those taken, and is one of them afterwards.
func namedAfter(texts programme.Labels, otherwise string, taken map[string]bool) string {
	name := ""
	for _, language := range texts.Languages() {
		if name = idFrom(texts[language]); name != "" {
			break
		}
	}
	if name == "" {
		name = otherwise
	}
	base := name
	for n := 2; taken[name]; n++ {
		name = fmt.Sprintf("%s_%d", base, n)
	}
	if taken != nil {
		taken[name] = true
	}
	return name
}

// plainLetters are letters with marks, as they are written without.
var plainLetters = strings.NewReplacer("à", "a", "â", "a", "ä", "a", "á", "a", "ã", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i", "í", "i",
	"ô", "o", "ö", "o", "ó", "o", "õ", "o", "ù", "u", "û", "u", "ü", "u", "ú", "u", "ñ", "n", "œ", "oe", "æ", "ae", "ß", "ss", "’", "", "'", "",
	"š", "s", "ž", "z", "č", "c", "ć", "c", "đ", "d", "ş", "s", "ğ", "g", "ı", "i")

// longestName is how long a name that is made of a text may be: some five words.
const longestName = 32

// idFrom makes an id of a text: its words, as many as are read at a glance. It is "" where the text has no letters of which to make one.
func idFrom(text string) string {
	words := strings.FieldsFunc(plainLetters.Replace(strings.ToLower(text)), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') })
	for len(words) > 0 && words[0][0] <= '9' {
		words = words[1:]
	}
	name := ""
	for _, word := range words {
		if name != "" && len(name)+1+len(word) > longestName {
			break
		}
		name = strings.TrimPrefix(name+"_"+word, "_")
	}
	return name[:min(len(name), longestName)]
}
