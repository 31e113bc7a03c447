// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/json"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"safar/field/programme"
	"safar/field/referral"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addReferrals adds the pages of what is handed to other organisations, and of what comes from them.
func (o *office) addReferrals() {
	o.handle("GET /referrals", showReferrals)
	o.handle("GET /referrals/{journey}/{step}", showReferral)
	o.addReferralTasks()
	o.handle("GET /referrals/{journey}/{step}/form/{person}", showReferralForm)
	o.handle("GET /referrals/{journey}/{step}/file/{person}", giveReferralFile)
	o.handle("GET /referrals/{journey}/{step}/notice/{person}", showReferralNotice)
	o.handle("GET /referrals/{journey}/{step}/notice-file/{person}", giveNoticeFile)
	o.addAgreements()
}

func referralPath(journey id.ID, step string) string {
	return "/referrals/" + journey.String() + "/" + url.PathEscape(step)
}

// nobody stands in an address for a subject without people.
const nobody = "nobody"

func personIn(of id.ID) string {
	if of.IsZero() {
		return nobody
	}
	return of.String()
}

// showReferrals lists what is to be asked back from partners, and with whom there are agreements.
func showReferrals(e *errand) error {
	w := e.Words
	due, err := ask(e, "task.refer", referral.ToAskBack(e.scope))
	if err != nil {
		return err
	}
	cut, pages := pageOf(e, due, perPage)
	g := grid{caption: w.T("referrals.to_ask_back"), empty: w.T("referrals.none_to_ask_back"), columns: columns(w, "referrals.step", "referrals.partner")}
	for _, row := range cut {
		g.rows = append(g.rows, []templ.Component{linked(e.say("steps", row.Step), referralPath(row.Journey, row.Step)), plain(spaced(row.Partner))})
	}
	return e.Show(officePage(e.frame(w.T("referrals.title")), w.T("referrals.lead"), e.way(true, "agreements.title", "/agreements"), gridOf(g), page.Pager(w, pages)))
}

// referralHere reads how the referral of the address stands.
func (e *errand) referralHere() (referral.Sheet, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return referral.Sheet{}, err
	}
	return ask(e, "task.refer", referral.SheetOf(e.scope, journey, e.PathValue("step")))
}

func showReferral(e *errand) error {
	sheet, err := e.referralHere()
	if err != nil {
		return err
	}
	w := e.Words
	g := grid{caption: w.T("referrals.people"), empty: w.T("referrals.no_people"), columns: columns(w, "referrals.of", "referrals.consents", "way.state", "")}
	for _, row := range sheet.People {
		g.rows = append(g.rows, []templ.Component{plain(e.personSaid(sheet, row)), plain(e.consentSaid(sheet, row)), referralState(w, row), doors(e.referralDoors(sheet, row))})
	}
	var notice templ.Component = templ.NopComponent
	if !sheet.Agreed {
		notice = noticed(page.Warn, w.T("referral.no_agreement", words.Args{"partner": spaced(sheet.Partner)}), w.T("referral.no_agreement_hint"))
	}
	f := e.frame(e.say("steps", sheet.Step), e.crumb("referrals.title", "/referrals"))
	return e.Show(officePage(f, w.T("referrals.sheet_lead"), e.complaintCrumb(sheet), notice, page.Facts(w, e.referralTerms(sheet)), gridOf(g)))
}

func (e *errand) referralTerms(sheet referral.Sheet) []page.Term {
	w := e.Words
	name := sheet.Name
	if name == "" {
		name = spaced(sheet.Partner)
	}
	terms := []page.Term{{Label: w.T("referrals.partner"), Value: name}}
	if sheet.Detains {
		terms = append(terms, page.Term{Label: w.T("agreements.detains"), Value: w.T("referrals.only_given_there")})
	}
	if len(sheet.Shares) > 0 {
		terms = append(terms, page.Term{Label: w.T("referrals.shares"), Value: fieldsSaid(w, sheet.Shares)})
	}
	return terms
}

// fieldsSaid says which fields may be handed over.
func fieldsSaid(w *words.Printer, fields []string) string {
	said := make([]string, 0, len(fields))
	for _, f := range fields {
		said = append(said, word(w, "share", f))
	}
	return w.List(said)
}

// personSaid names somebody; who is not of the household any more, and a subject without people, have no name here.
func (e *errand) personSaid(sheet referral.Sheet, row referral.Row) string {
	switch {
	case row.Name != "":
		return row.Name
	case row.Person.IsZero():
		return e.Words.T("referrals.whole")
	}
	return e.Words.T("referrals.has_left")
}

// consentSaid says to what somebody consents today, and until when.
func (e *errand) consentSaid(sheet referral.Sheet, row referral.Row) string {
	w := e.Words
	switch {
	case sheet.Inbound:
		return ""
	case row.Recalled:
		return w.T("referrals.taken_back")
	case row.Nobody && len(row.Consents) > 0:
		return w.T("referrals.nobody_asked", words.Args{"Fields": fieldsSaid(w, row.Consents)})
	case len(row.Consents) == 0:
		return w.T("referrals.no_consent")
	}
	said := []string{fieldsSaid(w, row.Consents)}
	if row.Until.Known() {
		said = append(said, w.T("referrals.until", words.Args{"Day": w.Date(row.Until)}))
	}
	return w.List(said)
}

func referralState(w *words.Printer, row referral.Row) templ.Component {
	switch {
	case row.AskBack:
		return status(page.Bad, w.T("referrals.ask_back"))
	case row.State == "":
		return plain("")
	case row.State == programme.Accepted.String() || row.State == programme.Served.String():
		return status(page.Good, w.T("mark."+row.State))
	}
	return status(page.Warn, w.T("mark."+row.State))
}

// referralDoors are what may be done next for somebody.
func (e *errand) referralDoors(sheet referral.Sheet, row referral.Row) []page.Link {
	journey, err := e.PathID("journey")
	if err != nil {
		return nil
	}
	to := func(task string) string {
		return referralPath(journey, sheet.Step) + "/" + task + "?" + url.Values{"person": {personIn(row.Person)}}.Encode()
	}
	sends, answers := e.may(access.ReferralSend), e.may(access.ReferralAnswer)
	handed := row.State == programme.Offered.String() || row.State == programme.Accepted.String() || row.State == programme.Served.String()
	here := row.Name != "" || row.Person.IsZero()
	if sheet.Inbound {
		return join(e.way(answers && !handed && sheet.Agreed, "referrals.receive", to("receive")), e.way(answers && row.State == programme.Offered.String(), "referrals.answer", to("answer")))
	}
	return join(
		e.way(sends && here, "referrals.consent", to("consent")),
		e.way(sends && mayBeNobody(sheet, row), "referrals.nobody", to("nobody")),
		e.way(sends && here && len(row.May) > 0 && !handed, "referrals.send", to("send")),
		e.way(sends && row.InHand, "referrals.form", referralPath(journey, sheet.Step)+"/form/"+personIn(row.Person)),
		e.way(answers && row.State == programme.Offered.String() && !row.Recalled, "referrals.answer", to("answer")),
		e.way(answers && row.State == programme.Accepted.String() && !row.Recalled, "referrals.result", to("result")),
		e.way(sends && len(row.Consents) > 0, "referrals.withdraw", to("withdraw")),
		e.way(sends && row.Recalled && row.State != "", "referrals.notice", referralPath(journey, sheet.Step)+"/notice/"+personIn(row.Person)),
		e.way(sends && row.AskBack, "referrals.asked_back", to("asked-back")))
}

// referred is whom the form of a task is about.
func (in *input) referred() id.ID {
	if in.text("person") == nobody || in.text("person") == "" {
		return id.ID{}
	}
	return in.mustID("person")
}

// showReferralForm is what was handed over, on paper: exactly the fields that were, as they were that day.
func showReferralForm(e *errand) error {
	form, err := e.handedHere()
	if err != nil {
		return err
	}
	w := e.Words
	terms := []page.Term{{Label: w.T("referrals.partner"), Value: strings.TrimSpace(form.Name)}, {Label: w.T("office.day"), Value: w.Date(form.Day), Class: "date"},
		{Label: w.T("referrals.how"), Value: word(w, "referred_by", form.How)}}
	if form.To != "" {
		terms = append(terms, page.Term{Label: w.T("referrals.to"), Value: form.To})
	}
	if form.Keep.Known() {
		terms = append(terms, page.Term{Label: w.T("referrals.keep"), Value: w.Date(form.Keep), Class: "date"})
	}
	g := grid{caption: w.T("referrals.passed"), empty: w.T("referrals.forgotten"), columns: columns(w, "referrals.field", "referrals.value")}
	for _, p := range form.Passed {
		g.rows = append(g.rows, []templ.Component{plain(word(w, "share", p.Field)), plain(e.passedSaid(p))})
	}
	journey, err := e.PathID("journey")
	if err != nil {
		return err
	}
	back := referralPath(journey, e.PathValue("step"))
	f := e.frame(w.T("referrals.form_title"), e.crumb("referrals.title", "/referrals"), page.Link{Text: e.say("steps", e.PathValue("step")), To: back})
	return e.Show(officePage(f, w.T("referrals.form_lead"), e.way(true, "referrals.file", back+"/file/"+e.PathValue("person")), page.Facts(w, terms), gridOf(g)))
}

// passedSaid says a field as it was handed over, or that it is kept from who asks.
func (e *errand) passedSaid(p referral.PassedRow) string {
	switch {
	case p.Text+p.Guarded == "":
		return e.Words.T("referrals.held_back")
	case p.Field == sharedTheme:
		return e.saidOr(p.Text)
	}
	return p.Text + p.Guarded
}

// handedHere reads what was handed over of the person of the address.
func (e *errand) handedHere() (form referral.Form, err error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return form, err
	}
	person := id.ID{}
	if e.PathValue("person") != nobody {
		if person, err = e.PathID("person"); err != nil {
			return form, err
		}
	}
	return ask(e, "task.refer", referral.FormOf(e.scope, journey, e.PathValue("step"), person))
}

// handedFile is the file of a referral: what was handed over, and nothing else.
type handedFile struct {
	Partner   string            `json:"partner"`
	Day       string            `json:"day"`
	KeepUntil string            `json:"keep_until,omitempty"`
	Fields    map[string]string `json:"fields"`
}

// giveReferralFile gives what was handed over as a file, to those who may read all of it: half a file is none.
func giveReferralFile(e *errand) error {
	form, err := e.handedHere()
	if err != nil {
		return err
	}
	file := handedFile{Partner: form.Name, Day: form.Day.String(), Fields: map[string]string{}}
	if form.Keep.Known() {
		file.KeepUntil = form.Keep.String()
	}
	for _, p := range form.Passed {
		if file.Fields[p.Field] = p.Text + p.Guarded; file.Fields[p.Field] == "" {
			return fault.New("pages.giveReferralFile", fault.NotAllowed, "access.not_allowed", fault.Args{"act": string(access.ReferralSend)})
		}
	}
	body, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return fault.Wrap("pages.giveReferralFile", err)
	}
	return e.Download("referral-"+form.Day.String()+".json", "application/json", append(body, '\n'))
}
