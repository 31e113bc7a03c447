// SPDX-License-Identifier: Apache-2.0

package gathering

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// FewestHeard is the fewest people on whose answer a count may stand: one informant of a role at a site is a person whom everybody there knows.
const FewestHeard = 5

// HeardOf is what was answered at a site in the meetings of one form. Programme and Form are the ids of the form, Sessions is how
// many meetings filled it in, and Questions has those to which something may be told, in the order of the form.
type HeardOf struct {
	Programme string `class:"open"`
	Form      string `class:"open"`
	Sessions  int    `class:"open"`
	Questions []QuestionHeard
}

// QuestionHeard is what was answered to one question: counts where answers are offered, words where people speak freely. Neither says who, nor
// when, so that no word is laid beside a role or a day. Counts stand in the order of the form's options; an answer that nobody gave
// is left out. Question is its name in the form.
type QuestionHeard struct {
	Question string `class:"open"`
	Counts   []AnswerCount
	Said     []journey.AnswerRow // each once, in the order of the alphabet
}

// AnswerCount is in how many meetings an answer was given, and how many people sat there. Answer is the option's id. Persons are
// heads of the Sessions in which it was given, not of those who gave it.
type AnswerCount struct {
	Answer   string `class:"open"`
	Sessions int    `class:"open"`
	Persons  int    `class:"open"`
	Few      bool   `class:"open"` // too few to be told, or told by what is left over; the numbers are 0
}

// HeardAt sums up what was answered at a site, form by form. The forms are those of the programmes in force; others are handed in by who has
// the folder of the programme.
func HeardAt(scope access.Scope, site id.ID, forms journey.FormOf) desk.Query[[]HeardOf] {
	return desk.Query[[]HeardOf]{Act: access.FiguresRead, Scope: scope, Run: func(r *desk.Reader) ([]HeardOf, error) {
		ids, err := r.Find(BySite, site[:], maxGatherings)
		if err != nil {
			return nil, err
		}
		held := map[[2]string][]*Gathering{}
		for _, of := range ids {
			g, err := desk.Read(r, Story, of)
			if err != nil {
				return nil, err
			}
			if s := g.State.What.Value(); s.Form != "" {
				at := [2]string{s.Programme, s.Form}
				held[at] = append(held[at], g.State)
			}
		}
		var all []HeardOf
		for _, at := range slices.SortedFunc(maps.Keys(held), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
			form, err := journey.ReadFormInForce(r, at[0], at[1])
			if err != nil {
				return nil, err
			}
			if form == nil {
				form = forms(at[0], at[1])
			}
			if form != nil { // what nobody can ask any more, nobody can say the class of
				all = append(all, heardOf(at, form, held[at]))
			}
		}
		return all, nil
	}}
}

func heardOf(at [2]string, form *programme.Form, held []*Gathering) HeardOf {
	out := HeardOf{Programme: at[0], Form: at[1], Sessions: len(held)}
	for _, q := range form.Questions {
		row := QuestionHeard{Question: q.Name}
		switch {
		case len(q.Options) > 0:
			row.Counts = countsOf(q, held)
		case q.Type == "text" || q.Type == "integer" || q.Type == "decimal": // a day or a point would lead to the meeting, and from there to who sat in it
			row.Said = saidTo(form, q, held)
		}
		if len(row.Counts)+len(row.Said) > 0 {
			out.Questions = append(out.Questions, row)
		}
	}
	return out
}

// countsOf counts each answer that was given. Answers to a question that only few may read are not counted.
func countsOf(q *programme.Question, held []*Gathering) (counts []AnswerCount) {
	if q.Class != "open" && q.Class != "personal" {
		return nil
	}
	for _, o := range q.Options {
		c := AnswerCount{Answer: o.Name}
		for _, g := range held {
			if slices.Contains(strings.Fields(g.Words.Value().Answers[q.Name]), o.Name) {
				s := g.What.Value()
				c.Sessions, c.Persons = c.Sessions+1, c.Persons+s.Persons()
			}
		}
		if c.Sessions > 0 {
			counts = append(counts, c)
		}
	}
	withhold(counts)
	return counts
}

// withhold takes out the counts that stand on too few people, and with a single one the smallest of the others: what is left over of the
// whole would tell it.
func withhold(counts []AnswerCount) {
	few, smallest := 0, -1
	for i := range counts {
		switch {
		case counts[i].Persons < FewestHeard:
			counts[i] = AnswerCount{Answer: counts[i].Answer, Few: true}
			few++
		case smallest < 0 || counts[i].Persons < counts[smallest].Persons:
			smallest = i
		}
	}
	if few == 1 && smallest >= 0 {
		counts[smallest] = AnswerCount{Answer: counts[smallest].Answer, Few: true}
	}
}

// saidTo are the different words that were said to a question, each in the field of its class.
func saidTo(form *programme.Form, q *programme.Question, held []*Gathering) (said []journey.AnswerRow) {
	for _, g := range held {
		if text := strings.TrimSpace(g.Words.Value().Answers[q.Name]); text != "" {
			said = append(said, journey.AnswerRowOf(form, q.Name, text))
		}
	}
	slices.SortFunc(said, func(a, b journey.AnswerRow) int { return cmp.Compare(a.Answer(), b.Answer()) })
	return slices.Compact(said)
}
