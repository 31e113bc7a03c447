// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"cmp"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// FormOf finds the form of a programme; nil where it is not here. It is handed in by who has the folder of the programme: the forms are
// no part of what was published.
type FormOf func(programmeID, form string) *programme.Form

// VisitRow is one follow-up visit, with what was answered.
type VisitRow struct {
	Journey id.ID     `class:"open"`
	Step    string    `class:"open"`
	Nth     int       `class:"open"` // of the calendar, from 1
	Day     clock.Day `class:"open"`
	By      string    `class:"personal"`
	Answers []AnswerRow
}

// AnswerRow is the answer to one question, in the field of its class: what the reader may not see is emptied like everything else.
type AnswerRow struct {
	Question  string `class:"open"`
	Open      string `class:"open"`
	Personal  string `class:"personal"`
	Sensitive string `class:"sensitive"`
	Sealed    string `class:"sealed"`
}

// Answer returns what may be seen of the answer; "" for nothing.
func (a AnswerRow) Answer() string { return cmp.Or(a.Open, a.Personal, a.Sensitive, a.Sealed) }

// AnswerRowOf puts an answer into the field of its class. An answer to a question that no form names is sealed: nobody knows what it tells.
func AnswerRowOf(form *programme.Form, question, answer string) AnswerRow {
	row := AnswerRow{Question: question}
	switch classOf(form, question) {
	case "open":
		row.Open = answer
	case "personal":
		row.Personal = answer
	case "sensitive":
		row.Sensitive = answer
	default:
		row.Sealed = answer
	}
	return row
}

func classOf(form *programme.Form, question string) string {
	if form != nil {
		for _, q := range form.Questions {
			if q.Name == question {
				return q.Class
			}
		}
	}
	return "sealed"
}

// tellVisits adds the follow-up visits of a journey, the latest first.
func (f *File) tellVisits(t *teller, c *Case, forms FormOf) error {
	facts, err := t.reader.Facts(Story.Name(), c.ID)
	if err != nil {
		return err
	}
	nth := map[string]int{}
	var visits []VisitRow
	for _, fact := range facts {
		i := slices.IndexFunc(c.Journey.Marks, func(m Mark) bool { return m.Ref == fact.Ref() })
		if i < 0 {
			continue
		}
		m := &c.Journey.Marks[i]
		step := c.Pathway.Step(m.Step)
		if step == nil || step.Verb.Name != "check" {
			continue
		}
		nth[m.Step]++
		v := VisitRow{Journey: c.ID, Step: m.Step, Nth: nth[m.Step], Day: m.Day}
		if v.By, err = t.author(fact.Author); err != nil {
			return err
		}
		words, err := checked.PersonOf(fact)
		if err != nil {
			return err
		}
		if words != nil {
			v.Answers = answerRows(forms(c.Pathway.Programme.ID, step.Form), *words)
		}
		visits = append(visits, v)
	}
	slices.Reverse(visits)
	f.Visits = append(f.Visits, visits...)
	return nil
}

// answerRows are the answers in the order of the form, then those that it does not know.
func answerRows(form *programme.Form, w Words) (rows []AnswerRow) {
	var order []string
	if form != nil {
		for _, q := range form.Questions {
			order = append(order, q.Name)
		}
	}
	place := func(name string) int {
		if i := slices.Index(order, name); i >= 0 {
			return i
		}
		return len(order)
	}
	for name, answer := range w.Answers {
		rows = append(rows, AnswerRowOf(form, name, answer))
	}
	slices.SortFunc(rows, func(a, b AnswerRow) int {
		return cmp.Or(cmp.Compare(place(a.Question), place(b.Question)), strings.Compare(a.Question, b.Question))
	})
	return rows
}

// DueRow is a follow-up visit that is due: what the office owes a household.
type DueRow struct {
	Household people.Row
	Journey   id.ID     `class:"open"`
	Step      string    `class:"open"`
	Programme string    `class:"open"`
	Place     id.ID     `class:"personal"` // where they live now, as far as the way knows
	Due       clock.Day `class:"open"`
}

// VisitsDue lists the visits of some households that are due by today, the oldest first. It opens no file.
func VisitsDue(scope access.Scope, households []id.ID) desk.Query[[]DueRow] {
	return desk.Query[[]DueRow]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]DueRow, error) {
		var rows []DueRow
		for _, of := range households {
			ways, err := r.Find(BySubject, of[:], 20)
			for _, way := range ways {
				if err == nil {
					rows, err = appendDue(r, rows, of, way)
				}
			}
			if err != nil {
				return nil, err
			}
		}
		slices.SortStableFunc(rows, func(a, b DueRow) int { return cmp.Compare(a.Due, b.Due) })
		return rows, nil
	}}
}

func appendDue(r *desk.Reader, rows []DueRow, household, way id.ID) ([]DueRow, error) {
	c, err := Take(r, way)
	if fault.Is(err, fault.Undecidable) {
		return rows, nil // of a programme that is not here yet
	}
	if err != nil {
		return rows, err
	}
	for i := range c.Standing.Steps {
		s := &c.Standing.Steps[i]
		if s.Step.Verb.Name != "check" || s.Status == programme.Done || !s.Due.Known() || s.Due > r.Today() {
			continue
		}
		row := DueRow{Journey: way, Step: s.Step.ID, Programme: c.Pathway.Programme.ID, Place: c.Journey.Destination(), Due: s.Due}
		if row.Household, err = people.ReadRow(r, household, c.Members); err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}
