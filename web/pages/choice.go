// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"safar/field/choice"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// choiceStep is where each adult is spoken with, in private. Who accompanies a household sees that somebody answered, not what.
func (p Pages) choiceStep(r *web.Request, f stepForm) error {
	standing, err := asked(p, r, stepTasks["choose"], choice.StandingOf(f.scope, f.way.ID, f.step.ID))
	if err != nil {
		return err
	}
	if r.URL.Query().Get("do") == "best_interests" {
		return p.bestInterests(r, f, standing)
	}
	person, err := id.Parse(r.URL.Query().Get("person"))
	for _, a := range standing.Adults {
		switch {
		case err != nil || a.Person != person:
		case r.URL.Query().Get("do") == "withdraw":
			return p.withdraw(r, f, a)
		default:
			return p.answerPrivately(r, f, standing, a)
		}
	}
	if r.URL.Query().Get("do") == "wait" {
		return p.waitForThem(r, f)
	}
	if r.Method == http.MethodPost {
		return fault.New("pages.choice", fault.NotFound, "", nil)
	}
	s := f.paper(r, "form.save")
	s.closed = true
	var lines []adultShown
	for _, a := range standing.Adults {
		lines = append(lines, f.adultShown(r.Words, a, p.may(r.Visitor, access.ChoiceAnswer, f.scope), standing.Left))
	}
	if len(lines) > 0 {
		for _, to := range p.waysForward(r, f.scope, f.base, f.way.ID, f.step) {
			if to.To != r.URL.Path {
				s.links = append(s.links, to)
			}
		}
	}
	if standing.Children && p.may(r.Visitor, access.ChoiceBestInterests, f.scope) {
		s.links = append(s.links, page.Link{Text: r.Words.T("choice.best_interests"), To: r.URL.Path + "?do=best_interests"})
	}
	var children []childShown
	for _, c := range standing.Apart {
		children = append(children, f.childShown(r.Words, c, p.may(r.Visitor, access.ChoiceBestInterests, f.scope)))
	}
	return r.Show(choicePage(r.Frame(s.title), s, lines, children, f.decisionShown(r.Words, standing)))
}

// adultShown is one adult of a choice in words.
type adultShown struct {
	name, state, said string
	untold            string // that they are yet to be told; "" where they were
	speak, withdraw   string // paths; "" where there is nothing to do
}

func (f stepForm) adultShown(w *words.Printer, a choice.AdultRow, may, left bool) adultShown {
	out := adultShown{name: a.Name, state: "choice.not_yet", said: f.said.option(a.Option)}
	if out.name == "" {
		out.name = w.T("household.no_name")
	}
	switch {
	case a.Contested:
		out.state = "choice.contested"
	case a.Answered:
		out.state = "choice.answered"
	case a.Adult == people.NotKnown:
		out.state = "choice.age_first"
	}
	if !a.Told && !left {
		out.untold = w.T("choice.yet_to_be_told_by_name", words.Args{"Name": out.name})
	}
	if may && !left {
		base := f.base + "/ways/" + f.way.ID.String() + "/" + f.step.ID + "?person=" + a.Person.String()
		out.speak = base
		if a.Answered {
			out.withdraw = base + "&do=withdraw"
		}
	}
	return out
}

// answerPrivately records one adult's own answer.
func (p Pages) answerPrivately(r *web.Request, f stepForm, standing choice.Standing, a choice.AdultRow) error {
	if err := access.May(r.Visitor.Actor, access.ChoiceAnswer, f.scope, p.op.Desk.Today()); err != nil {
		return err
	}
	w := r.Words
	s := f.paper(r, "choice.do")
	s.title, s.lead, s.terms = w.T("choice.speak_with", words.Args{"Name": a.Name}), w.T("choice.private_lead"), nil
	if !f.step.OfAPlace {
		s.lead = w.T("choice.private_lead_own")
	}
	where, err := p.whereTo(r, f)
	if err != nil {
		return err
	}
	s.at = map[string]string{"choice.in_private": "private", "choice.where_to": "place", "choice.no_such_option": "option",
		"choice.not_told_of_this_place": "place", "choice.yet_to_be_told": "place", "choice.told_long_ago": "place"}
	s.lines = append([]line{{Field: page.Field{Name: "option", Label: w.T("choice.option"), Options: f.options(standing.Options)}, as: lineRadios}}, where...)
	s.lines = append(s.lines, []line{{Field: page.Field{Name: "private", Label: w.T("choice.private"), Optional: true}, as: lineCheck},
		{Field: page.Field{Name: "words", Label: w.T("form.words"), Optional: true, Rows: 3}, as: lineArea},
		{Field: page.Field{Name: "supporter", Label: w.T("choice.supporter"), Hint: w.T("choice.supporter_hint"), Optional: true}},
		{Field: page.Field{Name: "children", Label: w.T("choice.children"), Optional: true, Rows: 2}, as: lineArea}, dayLine(r, "form.day")}...)
	back := strings.TrimSuffix(r.URL.Path, "?")
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := choice.Answer{Journey: f.way.ID, Step: f.step.ID, Person: a.Person, Option: v.Get("option"), Place: oneID(v, "place"), Private: yes(v, "private"),
			Words: choice.Words{Text: v.Get("words"), Supporter: v.Get("supporter"), Children: v.Get("children")}, Day: dayOf(r, v, "day", bad)}
		if c.Option == "" {
			bad["option"] = w.T("form.choose_one")
		}
		if c.Option == programme.Stay {
			c.Place = id.ID{}
		}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return back, "answered", err
	})
}

// whereTo asks for the place that a choice is about; nothing where it is about none.
func (p Pages) whereTo(r *web.Request, f stepForm) ([]line, error) {
	if !f.step.OfAPlace {
		return nil, nil
	}
	where, err := p.villages(r, "place", "choice.place", true)
	where.Hint = r.Words.T("choice.place_hint")
	return []line{where}, err
}

// waitForThem records that those who answered differently want time.
func (p Pages) waitForThem(r *web.Request, f stepForm) error {
	if err := access.May(r.Visitor.Actor, access.ChoiceAnswer, f.scope, p.op.Desk.Today()); err != nil {
		return err
	}
	w := r.Words
	s := f.paper(r, "form.save")
	s.title, s.lead, s.terms = w.T("choice.wait"), w.T("choice.wait_lead"), nil
	s.at = map[string]string{"choice.wait_day": "until"}
	s.lines = []line{{Field: page.Field{Name: "until", Label: w.T("choice.wait_until"), Kind: "date", LTR: true}}}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := choice.Wait{Journey: f.way.ID, Step: f.step.ID, Until: dayOf(r, v, "until", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return f.base, "saved", err
	})
}

// waysForward are what can be done where adults answer differently: talk again, give them time, or let somebody leave the household by their own
// word. Nobody is told what another answered.
func (p Pages) waysForward(r *web.Request, scope access.Scope, base string, way id.ID, s journey.StepRow) []page.Link {
	if s.State != "disagree" || !journey.SpeaksWithEach(r.Visitor.Actor, scope, p.op.Desk.Today()) {
		return nil
	}
	at := base + "/ways/" + way.String() + "/" + s.ID
	links := []page.Link{{Text: r.Words.T("choice.talk_again"), To: at}, {Text: r.Words.T("choice.wait"), To: at + "?do=wait"}}
	if p.may(r.Visitor, access.PeopleSplit, scope) {
		links = append(links, page.Link{Text: r.Words.T("choice.split"), To: base + "/split"})
	}
	return links
}

// options are the answers the programme offers.
func (f stepForm) options(of []string) []page.Option {
	var out []page.Option
	for _, o := range of {
		label := notEmpty(f.said.option(o), f.said.spoken(f.file.People.Language, "options", o))
		out = append(out, page.Option{Value: o, Label: strings.Join(label, " · ")})
	}
	return out
}

// withdraw takes an adult's answer back: on their word alone, without a reason, on a page that says what follows.
func (p Pages) withdraw(r *web.Request, f stepForm, a choice.AdultRow) error {
	if err := access.May(r.Visitor.Actor, access.ChoiceWithdraw, f.scope, p.op.Desk.Today()); err != nil {
		return err
	}
	w := r.Words
	s := f.paper(r, "choice.withdraw_do")
	s.title, s.lead, s.terms, s.grave = w.T("choice.withdraw", words.Args{"Name": a.Name}), w.T("choice.withdraw_lead"), nil, true
	s.lines = []line{{Field: page.Field{Name: "words", Label: w.T("form.words"), Optional: true, Rows: 3}, as: lineArea}}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		_, err := p.carryOut(r, f.scope, choice.Withdraw{Journey: f.way.ID, Step: f.step.ID, Person: a.Person,
			Words: choice.Words{Text: v.Get("words")}, Day: clock.NoDay})
		return r.URL.Path, "withdrawn", err
	})
}

// headOf returns the head among members, or the zero id.
func headOf(members []people.MemberRow) id.ID {
	i := slices.IndexFunc(members, func(m people.MemberRow) bool { return m.Relation == people.Head })
	if i < 0 {
		return id.ID{}
	}
	return members[i].ID
}
