// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/documents"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/vault"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// documentShown is a document as its page shows it.
type documentShown struct {
	documents.Row
	at    string // path of the whole picture
	whose string
	what  string
	mend  string // where it is withdrawn; "" for those who may not
}

// documentsOf shows the documents of a household's file. Opening it is a look, on record, and so is each picture.
func (p Pages) documentsOf(r *web.Request) error {
	o, err := p.open(r, access.PeopleLook, "task.documents")
	if err != nil {
		return err
	}
	rows, err := asked(p, r, "task.documents", documents.OfHousehold(o.scope, o.of))
	if err != nil {
		return err
	}
	w := r.Words
	amends := p.may(r.Visitor, access.PeopleAmend, o.scope)
	var shown []documentShown
	for _, row := range rows {
		d := documentShown{Row: row, at: o.base + "/documents/" + row.ID.String(), whose: whoseOf(w, o, row.Subject), what: word(w, "document", string(row.Kind))}
		if row.Kind == documents.Milestone {
			d.what = w.T("document.milestone_of", words.Args{"Step": p.sayIn(w, "steps", row.Step)})
		}
		if amends && !row.Withdrawn {
			d.mend = d.at + "/withdraw"
		}
		shown = append(shown, d)
	}
	var ways []page.Link
	if amends {
		ways = []page.Link{{Text: w.T("documents.file"), To: o.base + "/documents/file"}}
	}
	f := r.Frame(w.T("documents.title"))
	f.Crumbs = o.crumbs(w)
	return r.Show(documentsPage(f, ways, shown))
}

// whoseOf says whose a document is: the household's, or a member's.
func whoseOf(w *words.Printer, o opened, subject id.ID) string {
	if subject == o.of {
		return w.T("documents.of_household")
	}
	for _, m := range o.file.People.Members {
		if m.ID == subject {
			return called(w, m)
		}
	}
	return w.T("documents.of_former")
}

// fileDocument files a document: whose, what, who may see it, and its picture.
func (p Pages) fileDocument(r *web.Request) error {
	o, err := p.open(r, access.PeopleAmend, "task.documents")
	if err != nil {
		return err
	}
	w := r.Words
	s := o.paper(r, "document_file")
	s.upload = true
	s.at = map[string]string{"documents.too_long": "words", "vault.full": pictureName}
	s.lines = documentLines(w, o, r.URL.Query())
	sent, err := sentPicture(r)
	if err != nil {
		return err
	}
	s.chosen = sent.chosen()
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		c := documents.File{Household: o.of, Subject: oneID(v, "whose"), Kind: documents.Kind(v.Get("kind")), Words: strings.TrimSpace(v.Get("words"))}
		if bad := documentWrongs(w, v, sent, &c); len(bad) > 0 {
			return "", "", bad
		}
		whose := vault.Whose{Scope: o.scope, Owner: c.Subject}
		err := p.withPicture(r, access.PeopleAmend, whose, sent.picture, func(at vault.Address) desk.Command { c.At = at; return c })
		return o.base + "/documents", "saved", err
	})
}

// documentLines are what is asked of a document; an address may say whose it is and what.
func documentLines(w *words.Printer, o opened, asked url.Values) []line {
	whose := append([]page.Option{{Value: o.of.String(), Label: w.T("documents.of_household")}}, o.memberOptions(w, nil)...)
	var kinds []string
	for _, k := range documents.Kinds() {
		kinds = append(kinds, string(k))
	}
	classes := []page.Option{{Value: access.Personal.String(), Label: w.T("documents.class.personal"), Hint: w.T("documents.class.personal_hint")},
		{Value: access.Sensitive.String(), Label: w.T("documents.class.sensitive"), Hint: w.T("documents.class.sensitive_hint")}}
	return []line{
		{Field: page.Field{Name: "whose", Label: w.T("documents.whose"), Options: whose, Value: asked.Get("of")}, as: lineChoice},
		{Field: page.Field{Name: "kind", Label: w.T("documents.kind"), Options: optionsOf(w, "document", kinds...), Value: asked.Get("kind")}, as: lineChoice},
		{Field: page.Field{Name: "class", Label: w.T("documents.who_sees"), Options: classes, Value: access.Personal.String()}, as: lineRadios},
		{Field: page.Field{Name: "words", Label: w.T("documents.words"), Hint: w.T("documents.words_hint"), Optional: true}},
		{Field: pictureField(w, "documents.picture")}}
}

// documentWrongs says what is to be mended before a document can be filed.
func documentWrongs(w *words.Printer, v url.Values, sent pictureSent, c *documents.File) wrongs {
	bad := wrongs{}
	if c.Subject.IsZero() {
		bad["whose"] = w.T("form.choose_one")
	}
	if !slices.Contains(documents.Kinds(), c.Kind) {
		bad["kind"] = w.T("form.choose_one")
	}
	var err error
	if c.Class, err = access.ParseClass(v.Get("class")); err != nil {
		bad["class"] = w.T("form.choose_one")
	}
	switch {
	case sent.wrong != nil:
		bad[pictureName] = faultText(w, sent.wrong)
	case sent.picture == nil:
		bad[pictureName] = w.T("picture.missing")
	}
	return bad
}

// withdrawDocument says that a document is wrong.
func (p Pages) withdrawDocument(r *web.Request) error {
	o, err := p.open(r, access.PeopleAmend, "task.documents")
	if err != nil {
		return err
	}
	document, err := r.PathID("document")
	if err != nil {
		return err
	}
	rows, err := asked(p, r, "task.documents", documents.OfHousehold(o.scope, o.of))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rows, func(row documents.Row) bool { return row.ID == document })
	if i < 0 {
		return notThere("pages.withdrawDocument")
	}
	w, row := r.Words, rows[i]
	s := o.paper(r, "document_withdraw")
	s.grave = true
	s.at = map[string]string{"documents.why_missing": "why", "documents.too_long": "why"}
	s.terms = []page.Term{{Label: w.T("documents.kind"), Value: word(w, "document", string(row.Kind))}, {Label: w.T("documents.whose"), Value: whoseOf(w, o, row.Subject)}}
	s.lines = []line{{Field: page.Field{Name: "why", Label: w.T("documents.why"), Rows: 2}, as: lineArea}}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		_, err := p.carryOut(r, o.scope, documents.Withdraw{Document: row.ID, Subject: row.Subject, At: row.At, Why: strings.TrimSpace(v.Get("why"))})
		return o.base + "/documents", "saved", err
	})
}

// portraits are the paths of the photographs of a household and its people, by whose they are, with where the documents are.
type portraits struct {
	of    map[id.ID]string
	link  page.Link
	photo string // where one is added of whom the page is; "" for those who may not
}

// portraitsOf finds the photographs for a page of a household's file, of whom it is.
func (p Pages) portraitsOf(r *web.Request, scope access.Scope, household, of id.ID) (portraits, error) {
	held, err := asked(p, r, "task.documents", documents.HeldFor(scope, household))
	if err != nil {
		return portraits{}, err
	}
	base := householdPath(household) + "/documents"
	out := portraits{of: map[id.ID]string{}, link: page.Link{Text: r.Words.N("documents.count", int64(held.Count)), To: base}}
	for _, row := range held.Portraits {
		out.of[row.Subject] = base + "/" + row.Document.String()
	}
	if p.may(r.Visitor, access.PeopleAmend, scope) {
		out.photo = base + "/file?kind=" + string(documents.Portrait) + "&of=" + of.String()
	}
	return out, nil
}

// portraitName says whose photograph it is, for those who do not see it.
func portraitName(w *words.Printer, of string) string {
	return w.T("documents.portrait_of", words.Args{"Name": of})
}
