// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// maxAtSite bounds how many households of a site a summary reads.
const maxAtSite = 100_000

// SurveyOf is what the people of a site answered when each was asked alone, on one form of which something is counted: an intention survey. It says
// neither who said what nor who said it of which sex or age: those are one total each, of the same people.
//
// Programme and Form are the ids of the form. From and To are the days on which the first and the last of them were asked, NoDay where Few.
type SurveyOf struct {
	Programme  string          `class:"open"`
	Form       string          `class:"open"`
	Fewest     int             `class:"open"` // households on which each number stands at least
	Few        bool            `class:"open"` // of fewer than that anything can be told; nothing else is said
	Households int             `class:"open"` // of which somebody was asked
	Persons    int             `class:"open"` // who were asked; a household that answered as one counts as one
	From       clock.Day       `class:"open"`
	To         clock.Day       `class:"open"`
	Sexes      []AskedCount    // Is is female, male, other or unknown
	Ages       []AskedCount    // Is is a name of programme.AgeBands, or "unknown"; as they were on the day they were asked
	Disability []AskedCount    // Is is yes, no or unknown
	Questions  []QuestionAsked // those that are counted, in the order of the form
}

// QuestionAsked is what was answered to one question. Question is its name in the form; Several says that one person could give several answers. Counts
// stand in the order of the form's options.
type QuestionAsked struct {
	Question string `class:"open"`
	Several  bool   `class:"open"`
	Counts   []AskedCount
}

// AskedCount is how many of those who were asked are of one kind, or gave one answer.
type AskedCount struct {
	Is      string `class:"open"` // female, male, …; an age band; the id of an option, or "" for no answer that is counted
	Persons int    `class:"open"` // heads; 0 where Few
	Few     bool   `class:"open"` // too few to be told, or told by what is left over, or nobody said otherwise
}

// SurveysAt sums up what the people who live at a site answered on the forms that say so (programme.PerSite), for those who read figures. It is told to
// all of them alike, protection among them, and worked out anew after each commit that changes one of them: nothing of it is written. Answers are told together with so many others that no
// two days on which the page is read show one of them (toldOf).
func SurveysAt(scope access.Scope, site id.ID) desk.Query[[]SurveyOf] {
	return desk.Query[[]SurveyOf]{Act: access.FiguresRead, Scope: scope, Run: func(r *desk.Reader) ([]SurveyOf, error) {
		return desk.WorkedOut(r, "surveys "+site.String(), func() ([]SurveyOf, error) { return toldOfEach(r, site, (*survey).sum) })
	}}
}

// surveysAt are the forms that people of a site were asked, with who was.
func surveysAt(r *desk.Reader, site id.ID) ([]*survey, error) {
	surveys, err := countedForms(r)
	if err != nil || len(surveys) == 0 {
		return nil, err
	}
	households, err := r.Find(people.BySite, site[:], maxAtSite)
	for _, h := range households {
		if err := addAsked(r, h, surveys); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(surveys, func(s *survey) bool { return len(s.asked) == 0 }), err
}

// survey is one form of which something is counted, with who was asked it.
type survey struct {
	programme string
	form      *programme.Form // as the version in force has it
	asked     []asking
}

// countedForms are the forms that households are asked, in the versions in force, and of which some question is counted.
func countedForms(r *desk.Reader) (all []*survey, err error) {
	err = eachInForce(r, func(hash [32]byte, p *programme.Programme) error {
		var seen []string
		for _, way := range p.Pathways {
			for _, s := range way.Steps {
				if !surveys(way, s) || slices.Contains(seen, s.Form) {
					continue
				}
				seen = append(seen, s.Form)
				form, err := publishedForm(r, hash, s.Form)
				if !judged(err) {
					return err
				}
				if err == nil && form != nil && slices.ContainsFunc(form.Questions, counted) {
					all = append(all, &survey{programme: p.ID, form: form})
				}
			}
		}
		return nil
	})
	return all, err
}

func counted(q *programme.Question) bool { return q.Counted == programme.PerSite }

// surveys reports whether a step asks a form of everybody on a pathway of households. What is asked of those alone who chose or said something tells, by
// how many were asked, what that was.
func surveys(way *programme.Pathway, s *programme.Step) bool {
	return programme.NatureOf(way.For) == programme.Household && s.Verb.Name == "ask" && s.Form != "" && s.When == nil && !afterChoice(way, s)
}

// sum reads the answers that can be told and counts them.
func (s *survey) sum(r *desk.Reader) (SurveyOf, error) {
	out := SurveyOf{Programme: s.programme, Form: s.form.ID, Fewest: s.fewest(), Few: true}
	told, err := s.answers(r, toldOf(s.asked, out.Fewest, r.Today()))
	if err != nil {
		return out, err
	}
	if basis := on(told, everybody); len(basis) >= out.Fewest {
		s.count(&out, told)
		out.Few, out.Households = false, len(basis)
	}
	return out, nil
}

// fewest is on how many households a number must stand: the same for the whole form, for its questions are of the same people.
func (s *survey) fewest() int { return fewestOf(s.form, counted) }

func fewestOf(form *programme.Form, counted func(*programme.Question) bool) int {
	for _, q := range form.Questions {
		if counted(q) && q.Class == "sensitive" {
			return access.FewestConfided
		}
	}
	return access.FewestTold
}
