// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addNewborn adds a newborn: one step, also in the yard. Sent as it comes it is a child born today to the woman who heads the household
// or is married to who does.
func (p Pages) addNewborn(r *web.Request) error {
	o, err := p.open(r, access.PeopleBirth, "task.member")
	if err != nil {
		return err
	}
	w := r.Words
	s := o.paper(r, "newborn")
	s.at = map[string]string{"people.not_newborn": "day", "people.born_in_the_future": "day", "people.not_a_member": "born_to"}
	sex := memberLines(w, 0)[2]
	sex.Name = "sex"
	s.lines = []line{{Field: page.Field{Name: "born_to", Label: w.T("newborn.born_to"), Options: o.memberOptions(w, mayBear), Value: o.mother(), Optional: true},
		as: lineChoice}, sex, {Field: page.Field{Name: "given", Label: w.T("member.given"), Optional: true}},
		{Field: page.Field{Name: "family", Label: w.T("member.family"), Optional: true}}, dayLine(r, "newborn.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := people.Birth{Household: o.of, BornTo: oneID(v, "born_to"), Sex: sexOf(v.Get("sex")), Day: dayOf(r, v, "day", bad),
			Names: people.Names{Given: strings.TrimSpace(v.Get("given")), Family: strings.TrimSpace(v.Get("family"))}}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, o.scope, c)
		return o.base, "saved", err
	})
}

// mayBear leaves out men and small children.
func mayBear(m people.MemberRow) bool { return m.Sex != people.Male && (m.Age < 0 || m.Age >= 10) }

// mother is the woman who is offered first, in the order in which a family says its members; nobody takes a girl for a mother.
func (o opened) mother() string {
	for _, m := range o.file.People.Members {
		if m.Sex == people.Female && m.Adult == people.Yes {
			return m.ID.String()
		}
	}
	return ""
}

// addMember adds a newcomer: one step, also in the yard.
func (p Pages) addMember(r *web.Request) error {
	o, err := p.open(r, access.PeopleBirth, "task.member")
	if err != nil {
		return err
	}
	s := o.paper(r, "member.add")
	s.at = map[string]string{"people.nothing_known": "given_1"}
	s.lines = append(memberLines(r.Words, 0), functioningLines(r.Words, 0)...)
	s.lines[4].Value = string(people.Child)
	s.lines = append(s.lines, dayLine(r, "member.add_day"))
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		m, _ := p.member(r, v, "_1", bad)
		if m.Relation == "" {
			m.Relation = people.Child
		}
		c := people.AddMember{Household: o.of, Member: m, Day: dayOf(r, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, o.scope, c)
		return o.base, "saved", err
	})
}

// ownEntry reports whether a member is one whom the visitor added themselves, and may correct.
func (p Pages) ownEntry(r *web.Request, o opened, m people.MemberRow) bool {
	return !m.AddedBy.IsZero() && m.AddedBy == r.Visitor.Actor.User && p.may(r.Visitor, access.PeopleBirth, o.scope)
}

func memberTerms(w *words.Printer, m people.MemberRow) []page.Term {
	terms := []page.Term{{Label: w.T("member.relation"), Value: relationIn(w, m.Relation)}, {Label: w.T("member.sex"), Value: w.T("sex." + sexNames[m.Sex])},
		{Label: w.T("member.disability"), Value: w.T("answer." + answerNames[m.Disability])}, {Label: w.T("household.since"), Value: w.Date(m.MemberSince), Class: "date"}}
	if m.SeparatedNow {
		terms = append(terms, page.Term{Label: w.T("member.separated"), Value: w.T("answer.yes")})
	}
	if m.Phone != "" {
		terms = append(terms, page.Term{Label: w.T("member.phone"), Value: m.Phone, Class: "phone"})
	}
	if m.Born.Known() && m.Exactly == people.BirthDay {
		terms = append(terms, page.Term{Label: w.T("member.born"), Value: w.Date(m.Born), Class: "date"})
	}
	terms = append(terms, contactTerms(w, m.Contact)...)
	terms = append(terms, functioningTerms(w, m)...)
	if takes := carried(w, m.Devices, m.Needs); len(takes) > 0 {
		terms = append(terms, page.Term{Label: w.T("travels.takes"), Value: w.List(takes)})
	}
	return terms
}

// openMember opens a household and one of its members.
func (p Pages) openMember(r *web.Request, act access.Act) (opened, people.MemberRow, error) {
	person, err := r.PathID("person")
	if err != nil {
		return opened{}, people.MemberRow{}, err
	}
	o, err := p.open(r, act, "task.member")
	if err != nil {
		return o, people.MemberRow{}, err
	}
	for _, m := range o.file.People.Members {
		if m.ID == person {
			return o, m, nil
		}
	}
	return o, people.MemberRow{}, fault.New("pages.member", fault.NotFound, "people.not_a_member", nil)
}

// correct states what is known of a person anew. A field that is left as it is changes nothing.
func (p Pages) correct(r *web.Request) error {
	o, m, err := p.openMember(r, access.PeopleLook)
	if err != nil {
		return err
	}
	amend := p.may(r.Visitor, access.PeopleAmend, o.scope)
	if !amend && !p.ownEntry(r, o, m) {
		return access.May(r.Visitor.Actor, access.PeopleAmend, o.scope, p.op.Desk.Today())
	}
	s := o.paper(r, "member.correct")
	s.lead, s.at = called(r.Words, m), map[string]string{"people.separated_by_protection": "separated_1"}
	lines := memberLines(r.Words, 0)
	born := ""
	if m.Born.Known() && m.Exactly == people.BirthDay {
		born = m.Born.String()
	}
	values := []string{m.Given, m.Family, sexNames[m.Sex], born, "", m.Phone, said(m.Separated)}
	lines[6] = separatedLine(r.Words)
	for i := range lines {
		if lines[i].Value = values[i]; i != 4 { // who they are to the head is a matter of belonging, not of correcting
			s.lines = append(s.lines, lines[i])
		}
	}
	for i, l := range functioningLines(r.Words, 0) {
		l.Value = difficulties[min(int(m.Functioning.Answers[i]), len(difficulties)-1)]
		s.lines = append(s.lines, l)
	}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		n, _ := p.member(r, v, "_1", bad)
		if len(bad) > 0 {
			return "", "", bad
		}
		c := people.Correct{Person: m.ID}
		if n.Names != (people.Names{Given: m.Given, Family: m.Family}) {
			c.Names = &n.Names
		}
		if text := strings.TrimSpace(v.Get("born_1")); text != born && n.Born.Precision != people.BirthUnknown {
			c.Born = &n.Born
		}
		if n.Sex != m.Sex {
			c.Sex = &n.Sex
		}
		if n.Functioning != (people.Functioning{}) && n.Functioning.Answers() != m.Functioning.Answers {
			c.Functioning = &n.Functioning
		}
		if n.Phone != m.Phone {
			c.Phone = &n.Phone
		}
		if to := v.Get("separated_1"); to != "" && to != said(m.Separated) {
			answer := answers[to]
			c.Separated = &answer
		}
		var command desk.Command = c
		if !amend {
			command = people.CorrectOwn(c)
		}
		_, err := p.carryOut(r, o.scope, command)
		return o.base, "saved", err
	})
}

// separatedLine asks whether somebody is separated from parents and usual carers; that they are not after all, protection says.
func separatedLine(w *words.Printer) line {
	l := line{Field: page.Field{Name: "separated_1", Label: w.T("member.separated"), Hint: w.T("member.separated_hint"), Optional: true}, as: lineChoice}
	for _, answer := range []string{"yes", "no"} {
		l.Options = append(l.Options, page.Option{Value: answer, Label: w.T("answer." + answer)})
	}
	return l
}

// answers are a yes and a no as a form sends them.
var answers = map[string]people.Answer{"yes": people.Yes, "no": people.No}

// said is an answer as a form sends it; "" where nobody knows.
func said(a people.Answer) string {
	if a == people.NotKnown {
		return ""
	}
	return answerNames[a]
}

// death records that a person died. It is asked for on a page of its own.
func (p Pages) death(r *web.Request) error {
	o, m, err := p.openMember(r, access.PeopleDeath)
	if err != nil {
		return err
	}
	s := o.paper(r, "member.death")
	s.title, s.grave = r.Words.T("member.death_question", words.Args{"Name": called(r.Words, m)}), true
	s.lines = []line{dayLine(r, "member.death_day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := people.RecordDeath{Person: m.ID, Day: dayOf(r, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, o.scope, c)
		return o.base, "saved", err
	})
}
