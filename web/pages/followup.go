// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"

	"safar/field/figures"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// followUpStep records a follow-up visit: the form that the programme names, against the criteria of durable solutions.
func (p Pages) followUpStep(r *web.Request, f stepForm) error {
	s := f.paper(r, "followup.do")
	form, err := p.formFor(r, s, f)
	if err != nil {
		return err
	}
	day := dayLine(r, "form.day")
	s.lines = append(wordsOr(r.Words, form), day)
	if f.step.Again {
		next := page.Field{Name: "next", Label: r.Words.T("followup.next"), Hint: r.Words.T("followup.next_hint"), Kind: "date", LTR: true, Optional: true}
		s.lines, s.at = append(s.lines, line{Field: next, as: lineInput}), map[string]string{"journey.next_day": "next"}
	} else {
		s.lines[len(s.lines)-1].Hint = r.Words.T("followup.calendar")
	}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := journey.FollowUp{Journey: f.way.ID, Step: f.step.ID, Day: dayOf(r, v, "day", bad), Next: dayOf(r, v, "next", bad),
			Words: journey.Words{Answers: p.answersOf(r, form, v, bad), Text: v.Get("words")}}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return f.base, "saved", err
	})
}

func stepOf(steps []journey.StepRow, of string) *journey.StepRow {
	for i := range steps {
		if steps[i].ID == of {
			return &steps[i]
		}
	}
	return nil
}

// dueVisits lists the visits that the office owes: its own failure, never the family's.
func (p Pages) dueVisits(r *web.Request) error {
	scope, err := p.scope(r, access.PeopleList)
	if err != nil {
		return err
	}
	if err := access.May(r.Visitor.Actor, access.FiguresRead, scope, p.op.Desk.Today()); err != nil {
		return err
	}
	list := dueList{}
	var late []id.ID
	err = p.eachBoard(r, scope, func(board *figures.Board, _ string) error {
		for _, figure := range overdueFigures {
			who, err := board.Who(r.Context(), r.Visitor.Actor, figure, figures.Page{Limit: mostDue + 1})
			if err != nil && !fault.Is(err, fault.NotFound) { // a programme that counts none
				return err
			}
			for _, one := range who {
				late = append(late, one.Subject)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if list.more = len(late) > mostDue; list.more {
		late = late[:mostDue]
	}
	if list.rows, err = asked(p, r, "task.follow_up", journey.VisitsDue(scope, late)); err != nil {
		return err
	}
	var places []id.ID
	for _, row := range list.rows {
		places = append(places, row.Place)
	}
	if list.names, err = p.placesNamed(r, "task.follow_up", places...); err != nil {
		return err
	}
	list.which = func(row journey.DueRow) string { return p.speech(r.Words, row.Programme).step(row.Step) }
	list.visits, list.today = p.may(r.Visitor, access.JourneyFollowUp, scope), p.op.Desk.Today()
	f := r.Frame(r.Words.T("followup.due"))
	f.Crumbs = []page.Link{start(r.Words)}
	return r.Show(dueVisitsPage(f, list))
}

// overdueFigures are the figures of those who wait for us, where a programme counts them: for a visit, or for somebody to speak for them again.
var overdueFigures = []string{"follow_ups_overdue", "visits_overdue", "advocacy_overdue"}

// mostDue bounds the list of visits that are due; an office that owes more has other worries than to read them all.
const mostDue = 500

// dueList are the visits that the office owes.
type dueList struct {
	rows   []journey.DueRow
	names  placeNames
	visits bool // whether the reader makes such visits
	more   bool
	today  clock.Day
	which  func(row journey.DueRow) string // which visit it is, in the words of its programme
}

// path is the form of the visit.
func (dueList) path(row journey.DueRow) string {
	return householdPath(row.Household.ID) + "/ways/" + row.Journey.String() + "/" + row.Step
}

// decideStep records a decision by the role that the programme names, with its reason.
func (p Pages) decideStep(r *web.Request, f stepForm) error {
	s := f.paper(r, "form.save")
	s.at = map[string]string{"journey.reason_missing": "reason", "journey.source_missing": "source"}
	form, err := p.formFor(r, s, f)
	if err != nil {
		return err
	}
	s.lines = append(questionLines(r.Words, form), decisionLines(r, f.said, f.step)...)
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := decisionOf(r, v, f.way.ID, f.step.ID, bad)
		c.Answers = p.answersOf(r, form, v, bad)
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return f.base, "saved", err
	})
}

// agreement asks who agrees to an end: each adult, or for children alone who speaks for them.
func (f stepForm) agreement(w *words.Printer) line {
	if adults := f.memberOptions(w, notAChild); len(adults) > 0 {
		return line{Field: page.Field{Name: "agree", Label: w.T("close.agree"), Hint: w.T("close.agree_hint"), Options: adults}, as: lineChecks}
	}
	return line{Field: page.Field{Name: "guardian", Label: w.T("close.guardian"), Optional: true}, as: lineCheck}
}

// closeStep ends a way for a reason that the programme names, with the agreement of each adult.
func (p Pages) closeStep(r *web.Request, f stepForm) error {
	if err := access.May(r.Visitor.Actor, access.JourneyClose, f.scope, p.op.Desk.Today()); err != nil {
		return err
	}
	form, err := p.formOf(r, f)
	if err != nil {
		return err
	}
	w := r.Words
	s := f.paper(r, "close.do")
	s.grave = true
	s.at = map[string]string{"journey.not_everyone_agrees": "agree", "journey.no_such_reason": "reason", "journey.another_end": "reason",
		"journey.guardian_agrees": "guardian"}
	s.lines = []line{{Field: page.Field{Name: "reason", Label: w.T("close.reason"), Options: f.said.endings(f.way.Pathway, f.step.ID)}, as: lineRadios}, f.agreement(w),
		{Field: page.Field{Name: "words", Label: w.T("form.words"), Optional: true, Rows: 3}, as: lineArea}, dayLine(r, "form.day")}
	s.lines = append(questionLines(w, form), s.lines...)
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := journey.Close{Journey: f.way.ID, Step: f.step.ID, Reason: v.Get("reason"), Agree: ids(v["agree"]), Guardian: yes(v, "guardian"),
			Words: journey.Words{Text: v.Get("words"), Answers: p.answersOf(r, form, v, bad)}, Day: dayOf(r, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return f.base, "saved", err
	})
}
