// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strconv"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addHotline adds the pages of whoever answers the telephone: who calls, what proves it, and what may be told.
func (o *office) addHotline() {
	o.handle("GET /hotline", showHotline)
	o.handle("POST /hotline", findCaller)
	o.serve("/hotline/{household}", duty{act: access.AccountRead, show: askCallerTask, send: recordCall})
	o.handle("GET /hotline/{household}/calls/{call}", showTold)
	o.serve("/hotline/{household}/calls/{call}/wrong", duty{act: access.AccountRead, show: hearCallerTask, send: hearCaller})
}

// showHotline asks who calls.
func showHotline(e *errand) error {
	if _, err := e.Pages.scope(e.Request, access.AccountRead); err != nil {
		return err
	}
	return e.Show(hotlinePage(e.frame(e.Words.T("hotline.title")), "", nil, nil))
}

// findCaller finds a household as the search does; where there is but one, it goes on to the questions.
func findCaller(e *errand) error {
	if _, err := e.Pages.scope(e.Request, access.AccountRead); err != nil {
		return err
	}
	values, err := e.Values()
	if err != nil {
		return err
	}
	text := strings.TrimSpace(values.Get("q"))
	found, err := e.found(e.Request, text)
	if err != nil {
		return err
	}
	if len(found.list.rows) == 1 && !found.like {
		return e.Go("/hotline/"+found.list.rows[0].of.String(), "")
	}
	var callers []page.Link
	for _, row := range found.list.rows {
		callers = append(callers, page.Link{Text: orWord(row.called(), e.Words.T("household.no_name")), To: "/hotline/" + row.of.String(), About: row.card + " · " + row.site})
	}
	return e.Show(hotlinePage(e.frame(e.Words.T("hotline.title")), text, found, callers))
}

// caller is a household on the telephone: in which caseload, what is on file of it, and who speaks its language.
type caller struct {
	scope  access.Scope
	of     id.ID
	file   people.CallerFile
	speaks *words.Printer
	origin string
	site   string
}

func (e *errand) caller() (c caller, err error) {
	if c.scope, c.of, err = e.homeOf(e.Request, access.AccountRead); err != nil {
		return c, err
	}
	if c.file, err = asked(e.Pages, e.Request, "task.hotline", people.CallerOf(c.scope, c.of)); err != nil {
		return c, err
	}
	if c.origin, err = e.placeName(c.file.Origin); err != nil {
		return c, err
	}
	c.site, err = e.placeName(c.file.Site)
	language := c.file.Language
	if in := e.URL.Query().Get("in"); in != "" {
		language = in
	}
	c.speaks, _ = e.speaks(e.Request, language)
	return c, err
}

// proof is a question to a caller: the sentence to read aloud, and what is on file.
type proof struct{ name, expected string }

// proofs are the questions that the file can answer. None of them tells a caller anything.
func (c caller) proofs(w *words.Printer) (all []proof) {
	add := func(name, expected string) {
		if expected != "" {
			all = append(all, proof{name, expected})
		}
	}
	add("card", c.file.Card)
	var born []string
	for _, m := range c.file.Born {
		born = append(born, m.Name+" "+strconv.Itoa(m.Year))
	}
	add("birth", w.List(born))
	add("origin", c.origin)
	add("site", c.site)
	add("size", w.Number(int64(c.file.Size)))
	return all
}

// heardAs are the heardAs of a question.
var heardAs = []string{"right", "wrong", "not_asked"}

// askCallerTask has the questions asked. Nothing of the household stands on it but what is asked.
func askCallerTask(e *errand) (*task, error) {
	c, err := e.caller()
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := &task{title: "hotline.ask", lead: "hotline.ask_lead", do: "hotline.asked", back: "/hotline", crumbs: []page.Link{e.crumb("hotline.title", "/hotline")},
		about: together(aloud(c.speaks, "aloud.safe"), doors(inLanguages(w, c.speaks, e.URL.EscapedPath())))}
	options := optionsOf(w, "hotline.outcome", heardAs...)
	for _, q := range c.proofs(w) {
		b := e.blank(asRadios, q.name, "hotline.question_"+q.name).of(options).worth("not_asked")
		b.Hint = "“" + c.speaks.T("aloud.ask_"+q.name) + "” – " + w.T("hotline.on_file", words.Args{"What": q.expected})
		t.blanks = append(t.blanks, b)
	}
	t.blanks = append(t.blanks, e.blank(asSelect, "purpose", "hotline.purpose").of(optionsOf(w, "hotline.purpose", voice.Purposes()...)).worth(voice.Purposes()[0]))
	return t, nil
}

// recordCall writes down what was asked and how many answers were right, and leads to what may be told.
func recordCall(e *errand, in *input) (string, string, error) {
	c, err := e.caller()
	if err != nil {
		return "", "", err
	}
	call := voice.RecordCall{Household: c.of, Purpose: in.must("purpose")}
	for _, q := range c.proofs(e.Words) {
		switch in.text(q.name) {
		case "right":
			call.Right++
			call.Asked = append(call.Asked, q.name)
		case "wrong":
			call.Asked = append(call.Asked, q.name)
		}
	}
	if in.wrong() {
		return "", "", nil
	}
	receipt, err := e.do(c.scope, call)
	if err != nil {
		return "", "", err
	}
	return "/hotline/" + c.of.String() + "/calls/" + receipt.IDs[0].String(), "", nil
}

// call reads the call of a path, which must be of today, of who asks, and about this household.
func (e *errand) call(c caller) (voice.CallRow, id.ID, error) {
	of, err := e.callID()
	if err != nil {
		return voice.CallRow{}, of, err
	}
	call, err := asked(e.Pages, e.Request, "task.hotline", voice.CallOf(c.scope, of))
	if err == nil && call.Household != c.of {
		err = fault.New("pages.call", fault.NotFound, "voice.no_such_call", nil)
	}
	return call, of, err
}

// showTold shows what may be told, in the language of the caller: the account of the household, where enough was answered rightly, and otherwise nothing of it.
func showTold(e *errand) error {
	c, err := e.caller()
	if err != nil {
		return err
	}
	call, of, err := e.call(c)
	if err != nil {
		return err
	}
	at := "/hotline/" + c.of.String() + "/calls/" + of.String()
	t := toldShown{speaks: c.speaks, verified: call.Verified, wrong: at + "/wrong", others: inLanguages(e.Words, c.speaks, at)}
	if call.Verified {
		said, err := asked(e.Pages, e.Request, desk.Purpose("task.hotline"), journey.AccountOf(c.scope, c.of))
		if err != nil {
			return err
		}
		t.ways = e.accountWays(c.speaks, said)
	}
	return e.Show(toldPage(e.frame(e.Words.T("hotline.told"), e.crumb("hotline.title", "/hotline")), t))
}

// toldShown is what may be told to a caller, ready to be read aloud. wrong is where it is written down that something is not right.
type toldShown struct {
	speaks   *words.Printer
	verified bool
	ways     []statementWay
	wrong    string
	others   []page.Link
}

func hearCallerTask(e *errand) (*task, error) {
	c, err := e.caller()
	if err != nil {
		return nil, err
	}
	_, of, err := e.call(c)
	if err != nil {
		return nil, err
	}
	return &task{title: "hotline.wrong", lead: "hotline.wrong_lead", do: "hotline.hear", back: "/hotline/" + c.of.String() + "/calls/" + of.String(),
		crumbs: []page.Link{e.crumb("hotline.title", "/hotline")}, about: aloud(c.speaks, "aloud.wrong"),
		blanks: []blank{e.blank(asRadios, "about", "voices.about").of(aboutOptions(e.Words)), e.blank(asArea, "words", "voices.words").optional().hinted(e.Words.T("hotline.words_hint"))}}, nil
}

func hearCaller(e *errand, in *input) (string, string, error) {
	c, err := e.caller()
	if err != nil {
		return "", "", err
	}
	about := in.pick("about", aboutOptions(e.Words))
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(c.scope, voice.Say{Household: c.of, Via: voice.ByTelephone, About: voice.About(about), Words: in.text("words")})
	return "/hotline", "voice_heard", err
}
