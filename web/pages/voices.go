// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addVoices adds the pages of what people told the office of their own accord.
func (o *office) addVoices() {
	o.handle("GET /voices", showVoices)
	o.serve("/voices/{word}", duty{act: access.VoiceAnswer, show: answerTask, send: answerWord})
}

// showVoices shows what waits: complaints, and what people said of their account.
func showVoices(e *errand) error {
	w := e.Words
	complaints, err := e.complaintsPart()
	if err != nil {
		return err
	}
	alone := complaints == nil || e.URL.Query().Get("of") == "account"
	part := desk.Part{Limit: perPage}
	if alone {
		part = e.part(perPage)
	}
	waiting, err := ask(e, "task.voices", voice.WaitingWords(e.scope, part))
	if err != nil {
		return err
	}
	words := gridOf(wordsGrid(w, waiting.Rows))
	if alone {
		return e.Show(officePage(e.frame(w.T("voices.title")), w.T("voices.lead"), nil, words, page.Pager(w, e.pager(part.From, len(waiting.Rows), int(waiting.All), perPage))))
	}
	parts := []templ.Component{complaints}
	if waiting.All > 0 {
		parts = append(parts, headed(w.T("voices.account"), words, doors(e.way(waiting.All > perPage, "voices.account_all", "/voices?of=account"))))
	}
	ways := join(e.way(e.may(access.VoiceHear), "complaints.hear", "/voices/hear"), e.way(e.may(access.VoiceHear), "complaints.ask", "/voices/ask"),
		e.way(e.may(access.VoiceHear), "boxes.title", "/voices/boxes"),
		e.way(true, "trends.title", "/voices/trends"),
		e.way(true, "complaints.every", kindPath(voice.ComplaintKind)))
	return e.Show(officePage(e.frame(w.T("voices.title")), w.T("complaints.lead"), ways, parts...))
}

func wordsGrid(w *words.Printer, rows []voice.WordRow) grid {
	g := grid{caption: w.T("voices.waiting"), empty: w.T("voices.none"), columns: columns(w, "voices.day", "household.card", "voices.about", "voices.words", "voices.contact", "")}
	for _, row := range rows {
		g.rows = append(g.rows, []templ.Component{day(w, row.Day), linked(orWord(row.Card, w.T("household.file")), householdPath(row.Household)),
			plain(w.T("voice.about_" + string(row.About))), plain(row.Words), plain(reachedHow(w, row)), linked(w.T("voices.answer"), "/voices/"+row.ID.String())})
	}
	return g
}

func orWord(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// reachedHow says how who said something may safely be reached: to who is cleared for it, and to others that they must ask.
func reachedHow(w *words.Printer, row voice.WordRow) string {
	switch how := contactLine(w, row.Contact); {
	case how != "":
		return how
	case row.ContactStated:
		return w.T("voices.ask_protection")
	}
	return w.T("voices.no_contact")
}

// answerTask shows what was said, and asks what was done about it.
func answerTask(e *errand) (*task, error) {
	of, err := e.PathID("word")
	if err != nil {
		return nil, err
	}
	row, err := ask(e, "task.voices", voice.WordOf(e.scope, of))
	if err != nil {
		return nil, err
	}
	w := e.Words
	terms := []page.Term{{Label: w.T("household.card"), Value: row.Card, Class: "id"}, {Label: w.T("voices.who"), Value: orWord(row.Name, w.T("voices.somebody"))},
		{Label: w.T("voices.about"), Value: w.T("voice.about_" + string(row.About))}, {Label: w.T("voices.words"), Value: row.Words},
		{Label: w.T("voices.contact"), Value: reachedHow(w, row)}, {Label: w.T("voices.via"), Value: w.T("voice.via_" + string(row.Via))}}
	b := e.blank(asArea, "words", "voices.done").hinted(w.T("voices.done_hint"))
	return &task{title: "voices.answer", lead: "voices.answer_lead", do: "voices.answered", back: "/voices", crumbs: []page.Link{e.crumb("voices.title", "/voices")},
		about: page.Facts(w, terms), nothing: row.Answered, blanks: []blank{b}}, nil
}

func answerWord(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("word")
	words := in.must("words")
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, voice.Answer{Word: of, Words: words})
	return "/voices", "voice_answered", err
}

// aboutOptions are what can be said, as options.
func aboutOptions(w *words.Printer) (options []page.Option) {
	for _, about := range voice.Abouts() {
		options = append(options, page.Option{Value: string(about), Label: w.T("voice.about_" + string(about))})
	}
	return options
}

// callID reads the call of a path.
func (e *errand) callID() (id.ID, error) { return e.PathID("call") }
