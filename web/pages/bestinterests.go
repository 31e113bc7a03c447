// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"safar/field/choice"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// childShown is one child for whom the child-protection authority decides, in words.
type childShown struct {
	name, state string // state is a key
	warn        bool
	terms       []page.Term
	decide      string // a path; "" for who does not write decisions down
}

func (f stepForm) childShown(w *words.Printer, c choice.ChildRow, may bool) childShown {
	out := childShown{name: childName(w, c), state: "choice.authority_to_ask", warn: c.Ask, terms: f.decided(w, c.Decision)}
	switch {
	case c.Contested:
		out.state, out.warn = "choice.decisions_contradict", true
	case !c.Ask && c.Decision.Made:
		out.state = "choice.decided_for_child"
	case c.Decision.Made:
		out.state = "choice.decided_long_ago"
	}
	if may {
		out.decide = f.base + "/ways/" + f.way.ID.String() + "/" + f.step.ID + "?do=best_interests&person=" + c.Person.String()
	}
	return out
}

// childName is what a child is called, or that they have no name any more.
func childName(w *words.Printer, c choice.ChildRow) string {
	if c.Name != "" {
		return c.Name
	}
	return nameless(w, c.Forgotten)
}

// decisionShown is the decision for children alone in words.
type decisionShown struct {
	children bool
	state    string // a key
	warn     bool
	terms    []page.Term
}

// decisionShown says how it stands with the decision for children alone; what was decided only those see who may.
func (f stepForm) decisionShown(w *words.Printer, s choice.Standing) decisionShown {
	d := s.Decision
	out := decisionShown{children: s.Children, state: "choice.children_alone", warn: true}
	if !d.Made {
		return out
	}
	out.state = "choice.authority_not_heard"
	if d.Heard {
		out.state, out.warn = "choice.authority_decided", false
	}
	out.terms = f.decided(w, d)
	return out
}

// decided is what was decided, by whom and when, for who may see it.
func (f stepForm) decided(w *words.Printer, d choice.Decision) []page.Term {
	if d.Option == "" {
		return nil
	}
	terms := []page.Term{{Label: w.T("choice.option"), Value: f.said.option(d.Option)}, {Label: w.T("choice.authority"), Value: d.Authority},
		{Label: w.T("choice.officer"), Value: d.Officer}, {Label: w.T("choice.authority_day"), Value: w.Date(d.Day), Class: "date"}}
	return slices.DeleteFunc(terms, func(t page.Term) bool { return t.Value == "" })
}

// bestInterests writes down what the child-protection authority decided for children without an adult, or for the one child that is named. A guardian beside it is the head of the
// household whose card is given.
func (p Pages) bestInterests(r *web.Request, f stepForm, standing choice.Standing) error {
	if err := access.May(r.Visitor.Actor, access.ChoiceBestInterests, f.scope, p.op.Desk.Today()); err != nil {
		return err
	}
	w := r.Words
	s := f.paper(r, "form.save")
	s.title, s.lead = w.T("choice.best_interests"), w.T("choice.best_interests_lead")
	child, err := oneChild(r, standing)
	if err != nil {
		return err
	}
	if !child.Person.IsZero() {
		s.title, s.lead = w.T("choice.decide_for", words.Args{"Name": childName(w, child)}), w.T("choice.decide_for_lead")
		s.terms = nil
	}
	if child.Forgotten {
		s.title, s.lead = w.T("choice.decide_for_forgotten"), w.T("choice.decide_for_forgotten_lead")
	}
	where, err := p.whereTo(r, f)
	if err != nil {
		return err
	}
	s.at = map[string]string{"choice.authority_missing": "authority", "choice.officer_missing": "officer", "choice.authority_day": "day", "choice.guardian_unfit": "guardian", "choice.reason_missing": "words", "choice.where_to": "place"}
	s.lines = append([]line{{Field: page.Field{Name: "option", Label: w.T("choice.option"), Options: f.options(standing.Options)}, as: lineRadios}}, where...)
	s.lines = append(s.lines, authorityLines(w, child.Forgotten)...)
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := choice.BestInterests{Journey: f.way.ID, Step: f.step.ID, Child: child.Person, Option: v.Get("option"), Place: oneID(v, "place"),
			Authority: strings.TrimSpace(v.Get("authority")), Words: choice.Words{Text: v.Get("words"), Children: v.Get("children"), Officer: strings.TrimSpace(v.Get("officer"))}, Day: dayOf(r, v, "day", bad)}
		home, err := p.byCard(r, f.scope, strings.TrimSpace(v.Get("guardian")))
		if err != nil {
			return "", "", err
		}
		if home != nil {
			c.Guardian = headOf(home.file.People.Members)
		}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err = p.carryOut(r, f.scope, c)
		return f.base, "saved", err
	})
}

// authorityLines ask which office of the authority decided, who of it and when, and for what reasons; of a child who was forgotten no reason is written down.
func authorityLines(w *words.Printer, forgotten bool) []line {
	lines := []line{{Field: page.Field{Name: "authority", Label: w.T("choice.authority"), Hint: w.T("choice.authority_hint")}},
		{Field: page.Field{Name: "officer", Label: w.T("choice.officer")}},
		{Field: page.Field{Name: "day", Label: w.T("choice.authority_day"), Kind: "date", LTR: true}},
		{Field: page.Field{Name: "guardian", Label: w.T("choice.guardian"), Hint: w.T("choice.guardian_hint"), LTR: true, Optional: true}}}
	if forgotten {
		return lines
	}
	return append(lines, line{Field: page.Field{Name: "words", Label: w.T("form.reason"), Rows: 4}, as: lineArea},
		line{Field: page.Field{Name: "children", Label: w.T("choice.children"), Rows: 3, Optional: true}, as: lineArea})
}

// oneChild is the child whom the address names, of those for each of whom the authority decides; none where it names nobody.
func oneChild(r *web.Request, standing choice.Standing) (choice.ChildRow, error) {
	text := r.URL.Query().Get("person")
	if text == "" {
		return choice.ChildRow{}, nil
	}
	for _, c := range standing.Apart {
		if c.Person.String() == text {
			return c, nil
		}
	}
	return choice.ChildRow{}, fault.New("pages.bestInterests", fault.NotFound, "choice.not_separated", nil)
}
