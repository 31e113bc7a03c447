// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// SubjectWay is the way of a subject that is no household, such as a site or a committee.
type SubjectWay struct {
	Way       Way           // as a household's file would show it
	Decisions []DecisionRow // the latest first
}

// DecisionRow is what was decided at a step of a way. Step is its id, Yes says what was decided and Day when; Reason is "" once it
// was forgotten.
type DecisionRow struct {
	Step      string    `class:"open"`
	Yes       bool      `class:"open"`
	Option    string    `class:"open"` // of a yes among several: which, as an id of the programme's words; "" otherwise
	Day       clock.Day `class:"open"`
	Authority string    `class:"open"` // an id of the programme's words; "" for a decision of our own
	Source    string    `class:"open"` // where an authority's decision stands
	Reason    string    `class:"personal"`
	By        string    `class:"personal"` // who wrote it down
}

// SubjectWays returns the ways that a site walks in a caseload, to those who may do the act there. Those of a household, a person, a committee or a
// complaint are in its file alone: fault NotFound.
func SubjectWays(act access.Act, scope access.Scope, subject id.ID) desk.Query[[]SubjectWay] {
	return desk.Query[[]SubjectWay]{Act: act, Scope: scope, Run: func(r *desk.Reader) ([]SubjectWay, error) {
		ids, err := r.Find(BySubject, subject[:], 100)
		if err != nil {
			return nil, err
		}
		var ways []SubjectWay
		for _, of := range ids {
			w, err := subjectWay(r, of)
			if err != nil {
				return nil, err
			}
			ways = append(ways, w)
		}
		return ways, nil
	}}
}

func subjectWay(r *desk.Reader, of id.ID) (w SubjectWay, err error) {
	j, err := desk.Read(r, Story, of)
	if err == nil && programme.NatureOf(j.State.Kind) != programme.Place {
		err = fault.New("journey.SubjectWays", fault.NotFound, "journey.no_such_journey", nil)
	}
	if err != nil {
		return w, err
	}
	way, c, err := readWay(r, of)
	if w.Way = way; err != nil || c == nil {
		return w, err
	}
	w.Decisions, err = decisionsOf(r, c)
	return w, err
}

// decisionsOf reads what was decided on a journey, with the words in which it was written down.
func decisionsOf(r *desk.Reader, c *Case) (rows []DecisionRow, err error) {
	facts, err := r.Facts(Story.Name(), c.ID)
	if err != nil {
		return nil, err
	}
	t := teller{reader: r, staff: map[id.ID]string{}}
	for _, f := range facts {
		i := slices.IndexFunc(c.Journey.Marks, func(m Mark) bool { return m.Ref == f.Ref() })
		if i < 0 || c.Journey.Marks[i].State != programme.Approval && c.Journey.Marks[i].State != programme.Refusal {
			continue
		}
		m := &c.Journey.Marks[i]
		row := DecisionRow{Step: m.Step, Yes: m.State == programme.Approval, Day: m.Day, Authority: m.Value}
		if s := c.Pathway.Step(m.Step); s != nil && len(s.Options) > 0 {
			row.Authority, row.Option = "", m.Value
		}
		words, err := decided.PersonOf(f)
		if err != nil {
			return nil, err
		}
		if words != nil {
			row.Source, row.Reason = words.Source, words.Text
		}
		if row.By, err = t.author(f.Author); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	slices.Reverse(rows)
	return rows, nil
}
