// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"safar/desk"
	"safar/field/clearance"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// clearStep records that a clearance was asked for, or what it says: of one member, or of all. Of a medical one it asks for nothing but ready or
// not, and travel by when; whoever is not let into the medical compartment can only ask for it.
func (p Pages) clearStep(r *web.Request, f stepForm) error {
	w := r.Words
	s := f.paper(r, "form.save")
	medical := f.step.Kind == programme.Medical
	states := p.may(r.Visitor, access.ClearanceRecord, f.scope) && (!medical || clearance.LetIn(r.Visitor.Actor, f.scope, p.op.Desk.Today()))
	terms, err := p.clearTerms(r, f)
	if err != nil {
		return err
	}
	s.terms = append(s.terms, terms...)
	who := page.Field{Name: "who", Label: w.T("clear.who"), Options: f.memberOptions(w, nil), Optional: !medical}
	if !medical {
		who.Hint = w.T("clear.who_all")
	}
	s.lines = []line{{Field: who, as: lineChoice}, {Field: page.Field{Name: "says", Label: w.T("clear.says"), Options: clearOptions(r, states)}, as: lineRadios}}
	form, err := p.formOf(r, f)
	if err != nil {
		return err
	}
	if states {
		s.lines = append(s.lines, clearLines(r, medical)...)
		s.lines = append(s.lines, questionLines(w, form)...)
	}
	s.at = map[string]string{"clearance.reason_missing": "reason", "clearance.ended": "until", "clearance.of_each": "who", "clearance.medical_only": "says"}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := clearCommand(r, f, v, bad)
		if st, is := c.(clearance.State); is && !medical {
			st.Words.Answers = p.answersOf(r, form, v, bad)
			c = st
		}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return f.base, "saved", err
	})
}

// clearTerms say how the clearance stands of each member, to those who ask for clearances.
func (p Pages) clearTerms(r *web.Request, f stepForm) (terms []page.Term, err error) {
	if !p.may(r.Visitor, access.ClearanceRequest, f.scope) {
		return nil, nil
	}
	sheet, err := asked(p, r, "task.clear", clearance.SheetOf(f.scope, f.way.ID, f.step.ID))
	for _, row := range sheet.Members {
		for _, m := range f.file.People.Members {
			if m.ID != row.Person {
				continue
			}
			said := r.Words.T("clear.not_ready")
			if row.Ready {
				said = r.Words.List(notEmpty(r.Words.T("clear.ready"), untilSaid(r, row.Until)))
			}
			terms = append(terms, page.Term{Label: called(r.Words, m), Value: said})
		}
	}
	return terms, err
}

// untilSaid says by when somebody travels; "" where there is no end.
func untilSaid(r *web.Request, until clock.Day) string {
	if !until.Known() {
		return ""
	}
	return r.Words.T("clear.travel_by", words.Args{"Day": r.Words.Date(until)})
}

func clearOptions(r *web.Request, states bool) []page.Option {
	w := r.Words
	options := []page.Option{{Value: "requested", Label: w.T("clear.requested")}}
	if states {
		options = append(options, page.Option{Value: "fit", Label: w.T("clear.ready")}, page.Option{Value: "not_fit", Label: w.T("clear.not_ready")})
	}
	return options
}

// clearLines are what is asked of a clearance that is said.
func clearLines(r *web.Request, medical bool) []line {
	w := r.Words
	day := func(name, key string) line {
		return line{Field: page.Field{Name: name, Label: w.T(key), Kind: "date", LTR: true, Optional: true}, as: lineInput}
	}
	if medical {
		until := day("until", "clear.until")
		until.Hint = w.T("clear.medical_hint")
		return []line{until}
	}
	return []line{day("from", "clear.from"), day("until", "clear.until"),
		{Field: page.Field{Name: "document", Label: w.T("clear.document"), Optional: true}, as: lineInput},
		{Field: page.Field{Name: "reason", Label: w.T("clear.reason"), Hint: w.T("clear.reason_hint"), Rows: 3, Optional: true}, as: lineArea}}
}

func clearCommand(r *web.Request, f stepForm, v url.Values, bad wrongs) desk.Command {
	who := oneID(v, "who")
	switch v.Get("says") {
	case "fit", "not_fit":
		return clearance.State{Journey: f.way.ID, Step: f.step.ID, Person: who, Fit: v.Get("says") == "fit", From: dayOf(r, v, "from", bad),
			Until: dayOf(r, v, "until", bad), Words: clearance.Words{Reason: strings.TrimSpace(v.Get("reason")), Document: strings.TrimSpace(v.Get("document"))}}
	case "requested":
		return clearance.Request{Journey: f.way.ID, Step: f.step.ID, Person: who}
	}
	bad["says"] = r.Words.T("form.choose_one")
	return nil
}
