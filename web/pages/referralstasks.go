// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/referral"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
)

// addReferralTasks adds what is done of a referral, each on a page of its own.
func (o *office) addReferralTasks() {
	const at = "/referrals/{journey}/{step}/"
	o.serve(at+"consent", duty{act: access.ReferralSend, show: consentTask, send: consentTo})
	o.serve(at+"nobody", duty{act: access.ReferralSend, show: nobodyTask, send: nobodyToAsk})
	o.serve(at+"withdraw", duty{act: access.ReferralSend, show: withdrawConsentTask, send: withdrawConsent})
	o.serve(at+"asked-back", duty{act: access.ReferralSend, show: askedBackTask, send: askBack})
	o.serve(at+"send", duty{act: access.ReferralSend, show: sendTask, send: sendReferral})
	o.serve(at+"receive", duty{act: access.ReferralAnswer, show: receiveReferralTask, send: receiveReferral})
	o.serve(at+"answer", duty{act: access.ReferralAnswer, show: answerReferralTask, send: answerReferral})
	o.serve(at+"result", duty{act: access.ReferralAnswer, show: resultTask, send: resultOf})
}

// referralTask begins a task about one person: who it is, and with which partner.
func (e *errand) referralTask(key string) (*task, referral.Sheet, referral.Row, error) {
	sheet, err := e.referralHere()
	if err != nil {
		return nil, sheet, referral.Row{}, err
	}
	of, err := e.PathID("journey")
	back := referralPath(of, sheet.Step)
	t := &task{title: key, lead: key + "_lead", do: key + "_do", back: back,
		crumbs: []page.Link{e.crumb("referrals.title", "/referrals"), {Text: e.say("steps", sheet.Step), To: back}}, blanks: []blank{e.blank(asHidden, "person", "referrals.of")}}
	terms := e.referralTerms(sheet)
	var about referral.Row
	for _, row := range sheet.People {
		if personIn(row.Person) == e.URL.Query().Get("person") {
			about, terms = row, append([]page.Term{{Label: e.Words.T("referrals.of"), Value: e.personSaid(sheet, row)}}, terms...)
		}
	}
	t.about = page.Facts(e.Words, terms)
	return t, sheet, about, err
}

// fieldBlanks are a check for each field.
func (e *errand) fieldBlanks(fields []string) (blanks []blank) {
	for _, f := range fields {
		blanks = append(blanks, blank{as: asCheck, Field: page.Field{Name: "field_" + f, Label: word(e.Words, "share", f), Optional: true}})
	}
	return blanks
}

// fields are those that are ticked.
func (in *input) fields(of []string) (ticked []string) {
	for _, f := range of {
		if in.yes("field_" + f) {
			ticked = append(ticked, f)
		}
	}
	return ticked
}

func consentTask(e *errand) (*task, error) {
	t, sheet, about, err := e.referralTask("referrals.consent")
	if err != nil {
		return nil, err
	}
	t.blanks = append(t.blanks, e.fieldBlanks(sheet.Shares)...)
	if about.Child {
		t.blanks = append(t.blanks, e.blank(asSelect, "guardian", "referrals.guardian").of(e.adultsOf(sheet)).optional(),
			e.blank(asInput, "authority", "referrals.authority").hinted(e.Words.T("referrals.authority_hint")).optional())
	}
	written := []page.Option{{Value: "oral", Label: e.Words.T("referrals.oral")}, {Value: "written", Label: e.Words.T("referrals.written")}}
	t.blanks = append(t.blanks, e.blank(asRadios, "form", "referrals.given").of(written), e.blank(asInput, "witness", "referrals.witness").hinted(e.Words.T("referrals.witness_hint")).optional(),
		blank{as: asInput, Field: page.Field{Name: "until", Label: e.Words.T("referrals.until_day"), Kind: "date", LTR: true, Optional: true}},
		e.blank(asCheck, "in_detention", "referrals.in_detention").optional(), e.blank(asCheck, "private", "trips.in_private"), e.dayBlank("day", "office.day"))
	return t, nil
}

// adultsOf are those of the household who may consent for a child.
func (e *errand) adultsOf(sheet referral.Sheet) (options []page.Option) {
	for _, row := range sheet.People {
		if !row.Child && row.Name != "" {
			options = append(options, page.Option{Value: row.Person.String(), Label: row.Name})
		}
	}
	return options
}

func consentTo(e *errand, in *input) (string, string, error) {
	sheet, err := e.referralHere()
	if err != nil {
		return "", "", err
	}
	c := referral.Consent{Step: sheet.Step, Of: in.referred(), Fields: in.fields(sheet.Shares), Until: in.day("until"), Written: in.must("form") == "written",
		InDetention: in.yes("in_detention"), Guardian: in.id("guardian"), Private: in.yes("private"), Day: in.mustDay("day"),
		Words: referral.ConsentWords{Witness: in.text("witness"), Authority: in.text("authority")}}
	return e.refers(in, func(of id.ID) desk.Command { c.Journey = of; return c })
}

// refers has a command about the referral of the address done, where nothing is to be mended first.
func (e *errand) refers(in *input, command func(journey id.ID) desk.Command) (string, string, error) {
	of, err := e.PathID("journey")
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, command(of))
	return referralPath(of, e.PathValue("step")), "saved", err
}

func sendTask(e *errand) (*task, error) {
	t, sheet, about, err := e.referralTask("referrals.send")
	if err != nil {
		return nil, err
	}
	var hows []page.Option
	for _, how := range referral.Hows {
		hows = append(hows, page.Option{Value: how, Label: word(e.Words, "referred_by", how)})
	}
	for _, b := range e.fieldBlanks(about.May) {
		t.blanks = append(t.blanks, b.worth("yes"))
	}
	own, err := e.handedBlanks(sheet, about)
	t.blanks = append(append(t.blanks, own...), e.blank(asRadios, "how", "referrals.how").of(hows), e.blank(asInput, "to", "referrals.to").optional(), e.dayBlank("day", "office.day"))
	return t, err
}

func sendReferral(e *errand, in *input) (string, string, error) {
	sheet, err := e.referralHere()
	if err != nil {
		return "", "", err
	}
	c := referral.Send{Step: sheet.Step, Of: in.referred(), Fields: in.fields(sheet.Shares), How: in.must("how"), To: in.text("to"), Need: in.text(sharedNeed), Words: in.text(sharedWords),
		NamesNobody: in.yes("names_nobody"), Day: in.mustDay("day")}
	if len(c.Fields) == 0 && len(sheet.Shares) > 0 { // none ticked is none, and not all
		in.blame("field_"+sheet.Shares[0], "office.wrong.missing")
	}
	return e.refers(in, func(of id.ID) desk.Command { c.Journey = of; return handing(sheet, c) })
}

func withdrawConsentTask(e *errand) (*task, error) {
	t, _, _, err := e.referralTask("referrals.withdraw")
	if err != nil {
		return nil, err
	}
	t.grave = true
	t.blanks = append(t.blanks, e.dayBlank("day", "office.day"))
	return t, nil
}

func withdrawConsent(e *errand, in *input) (string, string, error) {
	c := referral.Withdraw{Step: e.PathValue("step"), Of: in.referred(), Day: in.mustDay("day")}
	return e.refers(in, func(of id.ID) desk.Command { c.Journey = of; return c })
}

func askedBackTask(e *errand) (*task, error) {
	return e.toldTask("referrals.asked_back", "referrals.asked_whom")
}

// toldTask asks for words and a day.
func (e *errand) toldTask(key, words string) (*task, error) {
	t, _, _, err := e.referralTask(key)
	if err != nil {
		return nil, err
	}
	t.blanks = append(t.blanks, e.blank(asArea, "words", words), e.dayBlank("day", "office.day"))
	return t, nil
}

func askBack(e *errand, in *input) (string, string, error) {
	c := referral.AskBack{Step: e.PathValue("step"), Of: in.referred(), Words: journey.Words{Text: in.must("words")}, Day: in.mustDay("day")}
	return e.refers(in, func(of id.ID) desk.Command { c.Journey = of; return c })
}

func receiveReferralTask(e *errand) (*task, error) {
	t, _, _, err := e.referralTask("referrals.receive")
	if err != nil {
		return nil, err
	}
	t.blanks = append(t.blanks, e.blank(asInput, "reference", "referrals.reference"), e.blank(asCheck, "consents", "referrals.they_consent"),
		e.blank(asCheck, "written", "referrals.written").optional(), e.dayBlank("day", "office.day"))
	return t, nil
}

func receiveReferral(e *errand, in *input) (string, string, error) {
	c := referral.Receive{Step: e.PathValue("step"), Reference: in.must("reference"), Consents: in.yes("consents"), Written: in.yes("written"), Day: in.mustDay("day")}
	return e.refers(in, func(of id.ID) desk.Command { c.Journey = of; return c })
}

// answerForm is the form that the programme asks when a referral is answered; nil for none.
func (e *errand) answerForm() (*programme.Form, error) {
	of, err := e.PathID("journey")
	if err != nil {
		return nil, err
	}
	return e.stepForm(access.ReferralAnswer, of, e.PathValue("step"))
}

func answerReferralTask(e *errand) (*task, error) {
	t, _, _, err := e.referralTask("referrals.answer")
	if err != nil {
		return nil, err
	}
	answers := []page.Option{{Value: "accepted", Label: e.Words.T("mark.accepted")}, {Value: "declined", Label: e.Words.T("mark.declined")}}
	t.blanks = append(t.blanks, e.blank(asRadios, "answer", "referrals.says").of(answers), e.blank(asArea, "words", "referrals.why").hinted(e.Words.T("referrals.why_hint")).optional(),
		e.dayBlank("day", "office.day"))
	form, err := e.answerForm()
	t.questions = questionLines(e.Words, form)
	return t, err
}

func answerReferral(e *errand, in *input) (string, string, error) {
	form, err := e.answerForm()
	if err != nil {
		return "", "", err
	}
	c := referral.Answer{Step: e.PathValue("step"), Of: in.referred(), Accepted: in.must("answer") == "accepted", Day: in.mustDay("day"),
		Words: journey.Words{Text: in.text("words"), Answers: in.answers(form)}}
	return e.refers(in, func(of id.ID) desk.Command { c.Journey = of; return c })
}

func resultTask(e *errand) (*task, error) {
	return e.toldTask("referrals.result", "referrals.what_came")
}

func resultOf(e *errand, in *input) (string, string, error) {
	c := referral.End{Step: e.PathValue("step"), Of: in.referred(), Words: journey.Words{Text: in.must("words")}, Day: in.mustDay("day")}
	return e.refers(in, func(of id.ID) desk.Command { c.Journey = of; return c })
}
