// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"

	"github.com/a-h/templ"

	"safar/field/programme"
	"safar/field/referral"
	"safar/kernel/access"
	"safar/web/page"
	"safar/web/words"
)

// addAgreements adds the pages of what was agreed with other organisations.
func (o *office) addAgreements() {
	o.handle("GET /agreements", showAgreements)
	o.serve("/agreements/new", duty{act: access.ReferralAgree, commons: true, show: agreeTask, send: agree})
	o.serve("/agreements/end", duty{act: access.ReferralAgree, commons: true, show: endAgreementTask, send: endAgreement})
}

func showAgreements(e *errand) error {
	w := e.Words
	rows, err := ask(e, "task.refer", referral.Partners())
	if err != nil {
		return err
	}
	cut, pages := pageOf(e, rows, perPage)
	g := grid{caption: w.T("agreements.title"), empty: w.T("agreements.none"), columns: columns(w, "agreements.organisation", "agreements.terms", "")}
	for _, row := range cut {
		holds := false
		var terms []templ.Component
		for _, t := range row.Terms {
			holds = holds || !t.Ended && (t.Holds || t.From > e.today)
			terms = append(terms, plain(termsSaid(w, t)))
		}
		name := []templ.Component{plain(row.Name)}
		if row.Detains {
			name = append(name, status(page.Warn, w.T("agreements.detains")))
		}
		end := "/agreements/end?" + url.Values{"partner": {row.Partner}}.Encode()
		g.rows = append(g.rows, []templ.Component{cells(name...), cells(terms...), doors(e.way(holds && e.mayInCommons(access.ReferralAgree), "agreements.end", end))})
	}
	return e.Show(officePage(e.frame(w.T("agreements.title")), w.T("agreements.lead"), e.way(e.mayInCommons(access.ReferralAgree), "agreements.new", "/agreements/new"),
		gridOf(g), page.Pager(w, pages)))
}

// termsSaid says one agreement: from when until when which fields may be passed, and whether it was ended.
func termsSaid(w *words.Printer, t referral.TermsRow) string {
	said := []string{fieldsSaid(w, t.Fields), w.T("agreements.since", words.Args{"Day": w.Date(t.From)})}
	if t.Until.Known() {
		said = append(said, w.T("referrals.until", words.Args{"Day": w.Date(t.Until)}))
	}
	if t.Ended {
		said = append(said, w.T("agreements.ended"))
	}
	return w.List(said)
}

func agreeTask(e *errand) (*task, error) {
	t := &task{title: "agreements.new", lead: "agreements.new_lead", do: "agreements.new_do", back: "/agreements", crumbs: []page.Link{e.crumb("agreements.title", "/agreements")}}
	t.blanks = []blank{e.blank(asInput, "partner", "agreements.partner").hinted(e.Words.T("agreements.partner_hint")), e.blank(asInput, "name", "agreements.organisation")}
	t.blanks = append(t.blanks, e.fieldBlanks(programme.Shares)...)
	t.blanks = append(t.blanks, e.dayBlank("from", "agreements.from"),
		blank{as: asInput, Field: page.Field{Name: "until", Label: e.Words.T("referrals.until_day"), Kind: "date", LTR: true, Optional: true}},
		e.blank(asCheck, "detains", "agreements.detains").optional())
	return t, nil
}

func agree(e *errand, in *input) (string, string, error) {
	c := referral.Agree{Partner: in.must("partner"), Name: in.must("name"), Fields: in.fields(programme.Shares), From: in.mustDay("from"), Until: in.day("until"), Detains: in.yes("detains")}
	if in.wrong() {
		return "", "", nil
	}
	_, err := e.do(access.Commons, c)
	return "/agreements", "saved", err
}

func endAgreementTask(e *errand) (*task, error) {
	return &task{title: "agreements.end", lead: "agreements.end_lead", do: "agreements.end", back: "/agreements", grave: true,
		crumbs: []page.Link{e.crumb("agreements.title", "/agreements")}, blanks: []blank{e.blank(asHidden, "partner", "agreements.partner"), e.blank(asArea, "reason", "referrals.why")}}, nil
}

func endAgreement(e *errand, in *input) (string, string, error) {
	c := referral.EndAgreement{Partner: in.must("partner"), Reason: in.must("reason")}
	if in.wrong() {
		return "", "", nil
	}
	_, err := e.do(access.Commons, c)
	return "/agreements", "saved", err
}
