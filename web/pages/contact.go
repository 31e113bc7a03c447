// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"safar/field/people"
	"safar/kernel/access"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// contact records how a person may safely be reached.
func (p Pages) contact(r *web.Request) error {
	o, m, err := p.openMember(r, access.PeopleContact)
	if err != nil {
		return err
	}
	w, s := r.Words, o.paper(r, "member.contact")
	if m.Phone != "" {
		s.terms = append(s.terms, page.Term{Label: w.T("member.phone"), Value: m.Phone, Class: "phone"})
	}
	for _, c := range []struct{ name, value string }{{"who", m.Contact.Who}, {"how", m.Contact.How}, {"when", m.Contact.When}} {
		s.lines = append(s.lines, line{Field: page.Field{Name: c.name, Label: w.T("contact." + c.name), Hint: w.T("contact." + c.name + "_hint"),
			Value: c.value, Optional: true}})
	}
	s.lines = append(s.lines, smsQuestion(w, m.Contact.SMS))
	s.hidden = map[string]string{"phone": m.Phone}
	s.at = map[string]string{"people.sms_no_phone": "sms", "people.sms_other_phone": "sms", "people.sms_forbidden": "sms", "people.sms_any_hour": "sms"}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		said := people.SafeContact{Who: v.Get("who"), How: v.Get("how"), When: v.Get("when"), SMS: answers[v.Get("sms")], Phone: v.Get("phone")}
		_, err := p.carryOut(r, o.scope, people.SetSafeContact{Person: m.ID, Contact: said})
		return o.base, "saved", err
	})
}

// smsQuestion asks whether an SMS to their own phone is safe; nothing chosen says that nobody asked.
func smsQuestion(w *words.Printer, said people.Answer) line {
	l := line{Field: page.Field{Name: "sms", Label: w.T("contact.sms"), Hint: w.T("contact.sms_hint"), Value: smsAnswer(said)}, as: lineRadios}
	for _, answer := range []string{"not_asked", "yes", "no"} {
		l.Options = append(l.Options, page.Option{Value: answer, Label: w.T("contact.sms_" + answer)})
	}
	return l
}

// smsAnswer is an answer about SMS as the form says it.
func smsAnswer(said people.Answer) string {
	if said == people.NotKnown {
		return "not_asked"
	}
	return answerNames[said]
}

// contactTerms say how somebody may safely be reached, to who is cleared for it: of others nothing is here.
func contactTerms(w *words.Printer, c people.ContactRow) (terms []page.Term) {
	for _, t := range []page.Term{{Label: w.T("contact.who"), Value: c.Who}, {Label: w.T("contact.how"), Value: c.How}, {Label: w.T("contact.when"), Value: c.When},
		{Label: w.T("member.contact"), Value: smsLine(w, c.SMS)}, {Label: w.T("member.contact"), Value: contestedLine(w, c)}} {
		if t.Value != "" {
			terms = append(terms, t)
		}
	}
	return terms
}

// contactLine says the same in one line; "" where there is nothing to say.
func contactLine(w *words.Printer, c people.ContactRow) string {
	said := slices.DeleteFunc([]string{c.Who, c.How, c.When, smsLine(w, c.SMS), contestedLine(w, c)}, func(s string) bool { return s == "" })
	return strings.Join(said, " · ")
}

// smsLine says whether an SMS to their own phone is safe; "" where nobody asked.
func smsLine(w *words.Printer, said people.Answer) string {
	if said == people.NotKnown {
		return ""
	}
	return w.T("contact.sms_is_" + answerNames[said])
}

// contestedLine says that two offices wrote differently how somebody may safely be reached.
func contestedLine(w *words.Printer, c people.ContactRow) string {
	if !c.Contested {
		return ""
	}
	return w.T("contact.contested")
}
