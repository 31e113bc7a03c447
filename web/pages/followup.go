// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"

	"safar/field/journey"
	"safar/kernel/access"
	"safar/web"
	"safar/web/page"
)

// followUpStep records a follow-up visit: the form that the programme names, against the criteria of durable solutions.
func (p Pages) followUpStep(r *web.Request, f stepForm) error {
	s := f.paper(r, "followup.do")
	form := f.said.form(f.step.Form)
	s.lines = append(questionLines(r, form), dayLine(r, "form.day"))
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := journey.FollowUp{Journey: f.way.ID, Step: f.step.ID, Day: dayOf(r, v, "day", bad),
			Words: journey.Words{Answers: answersOf(r, form, v, bad), Text: v.Get("words")}}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return f.base, "saved", err
	})
}

// decideStep records a decision by the role that the programme names, with its reason.
func (p Pages) decideStep(r *web.Request, f stepForm) error {
	s := f.paper(r, "form.save")
	s.at = map[string]string{"journey.reason_missing": "reason", "journey.source_missing": "source"}
	s.lines = decisionLines(r, f.said, f.step)
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := decisionOf(r, v, f.way.ID, f.step.ID, bad)
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return f.base, "saved", err
	})
}

// closeStep ends a way for a reason that the programme names, with the agreement of each adult.
func (p Pages) closeStep(r *web.Request, f stepForm) error {
	if err := access.May(r.Visitor.Actor, access.JourneyClose, f.scope, p.op.Desk.Today()); err != nil {
		return err
	}
	w := r.Words
	s := f.paper(r, "close.do")
	s.grave = true
	s.at = map[string]string{"journey.not_everyone_agrees": "agree", "journey.no_such_reason": "reason"}
	s.lines = []line{{Field: page.Field{Name: "reason", Label: w.T("close.reason"), Options: f.said.endings(f.way.Pathway, f.step.ID)}, as: lineRadios},
		{Field: page.Field{Name: "agree", Label: w.T("close.agree"), Hint: w.T("close.agree_hint"), Options: f.memberOptions(w, notAChild)}, as: lineChecks},
		{Field: page.Field{Name: "words", Label: w.T("form.words"), Optional: true, Rows: 3}, as: lineArea}, dayLine(r, "form.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := journey.Close{Journey: f.way.ID, Step: f.step.ID, Reason: v.Get("reason"), Agree: ids(v["agree"]),
			Words: journey.Words{Text: v.Get("words")}, Day: dayOf(r, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return f.base, "saved", err
	})
}
