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
	say := clearWords(w, f.step.Kind)
	who := page.Field{Name: "who", Label: w.T("clear.who"), Options: f.memberOptions(w, nil), Optional: !medical}
	if !medical {
		who.Hint = say("who_all")
	}
	s.lines = []line{{Field: who, as: lineChoice}, {Field: page.Field{Name: "says", Label: w.T("clear.says"), Options: clearOptions(r, say, states)}, as: lineRadios}}
	form, err := p.formOf(r, f)
	if err != nil {
		return err
	}
	if states {
		s.lines = append(s.lines, clearLines(r, say, f.step.Kind)...)
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
	say := clearWords(r.Words, f.step.Kind)
	for _, row := range sheet.Members {
		for _, m := range f.file.People.Members {
			if m.ID != row.Person {
				continue
			}
			said := say("not_ready")
			if row.Ready {
				said = r.Words.List(notEmpty(say("ready"), untilSaid(r, row.Until)))
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

// clearWords says what a clearance is asked and told with: whoever is let go from detention is free or held, and not ready to travel.
func clearWords(w *words.Printer, kind string) func(key string) string {
	under := "clear."
	if kind == programme.Release {
		under = "release."
	}
	return func(key string) string { return w.T(under + key) }
}

func clearOptions(r *web.Request, say func(string) string, states bool) []page.Option {
	options := []page.Option{{Value: "requested", Label: r.Words.T("clear.requested")}}
	if states {
		options = append(options, page.Option{Value: "fit", Label: say("ready")}, page.Option{Value: "not_fit", Label: say("not_ready")})
	}
	return options
}

// clearLines are what is asked of a clearance that is said.
func clearLines(r *web.Request, say func(string) string, kind string) []line {
	day := func(name string) line {
		return line{Field: page.Field{Name: name, Label: say(name), Kind: "date", LTR: true, Optional: true}, as: lineInput}
	}
	rest := []line{{Field: page.Field{Name: "document", Label: say("document"), Optional: true}, as: lineInput},
		{Field: page.Field{Name: "reason", Label: say("reason"), Hint: say("reason_hint"), Rows: 3, Optional: true}, as: lineArea}}
	switch kind {
	case programme.Medical:
		until := day("until")
		until.Hint = r.Words.T("clear.medical_hint")
		return []line{until}
	case programme.Release: // nobody is let go until some day
		return append([]line{day("from")}, rest...)
	}
	return append([]line{day("from"), day("until")}, rest...)
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
