// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/sound"
	"safar/web/page"
	"safar/web/words"
)

// heardShown is what the page says after something was heard.
type heardShown struct {
	number, code string
	file         string // its page; "" for who may not open it
	next         string // where the next is heard
	maybe        templ.Component
}

// The fields of the page on which somebody is heard, and what they offer beside ids.
const (
	placeField    = "place"
	facilityField = "facility"
	dayField      = "day"
	wayField      = "way"
)

// heardFirst are the attributes that are asked at once, in that order; the others open with a press.
var heardFirst = []string{"topic", "channel"}

// hearTask asks what is said, in the order in which a call goes: the words, of what, where; then how they may be reached. What is seldom asked opens with a press.
func hearTask(e *errand) (*task, error) {
	h, form, err := e.hearing()
	if err != nil {
		return nil, err
	}
	t := &task{title: "complaints.hear", lead: "complaints.hear_lead", do: "complaints.hear_do", back: "/voices", crumbs: []page.Link{e.crumb("voices.title", "/voices")}}
	first, more, err := e.hearLines(h, form)
	if err != nil {
		return nil, err
	}
	t.questions, t.about = first, doors(e.way(true, "sealed.write", sealedPath+"/write")) // what names somebody of the staff is for there
	t.upload, t.more, t.moreDo = true, append(more, soundLines(e.Words, true)...), "complaints.more"
	return t, nil
}

// hearing is the pathway on which the page hears: the one of the address, or the first.
func (e *errand) hearing() (h hearing, form *programme.Form, err error) {
	all, err := e.hearings()
	if err == nil && len(all) == 0 {
		err = fault.New("pages.hearing", fault.NotFound, "complaints.no_programme", nil).WithHint("complaints.no_programme_hint")
	}
	if err != nil {
		return h, nil, err
	}
	h = all[0]
	for _, other := range all {
		if other.programme == e.URL.Query().Get(wayField) {
			h = other
		}
	}
	if form = h.speech.form(h.form); form == nil {
		form, err = e.formAt(e.Request, h.programme, [32]byte{}, h.form)
	}
	return h, form, err
}

// hearLines are the lines of the page: those of a call, and those that are seldom asked.
func (e *errand) hearLines(h hearing, form *programme.Form) (first, more []line, err error) {
	w := e.Words
	sites, err := e.placeOptions(places.Site)
	if err != nil {
		return nil, nil, err
	}
	place := line{Field: page.Field{Name: placeField, Label: w.T("complaints.place"), Options: append(sites, page.Option{Value: nowhere, Label: w.T("complaints.no_place_known")}), Value: e.URL.Query().Get("site")}, as: lineChoice}
	asks, reach := questionLines(w, form), []line(nil)
	for i := range asks {
		if asks[i].as == lineArea && asks[i].Optional { // one line: what is typed there is sent with a press
			asks[i].as = lineInput
			reach = append(reach, asks[i])
		} else {
			first = append(first, asks[i])
		}
	}
	if i := slices.IndexFunc(first, func(l line) bool { return l.as == lineArea }); i >= 0 {
		first[i].Focus, first[i].Rows = true, 4
	}
	var known []line
	for _, d := range h.Attributes {
		l := attributeLine(w, h.wayOffered, d, subjects.Row{})
		l.Value = e.heardDefault(d.Name)
		if at := slices.Index(heardFirst, d.Name); at == 0 {
			l.Optional = false
			first = append(first, l)
		} else if at > 0 {
			l.Optional = false
			known = append(known, l)
		} else {
			more = append(more, l)
		}
	}
	first = slices.Concat(first, []line{place}, reach, known)
	facility, err := e.facilityLine()
	if err != nil {
		return nil, nil, err
	}
	if len(facility.Options) > 0 {
		more = append(more, facility)
	}
	return first, append(more, dayLine(e.Request, "form.day")), nil
}

// heardDefault is what most people say who call.
func (e *errand) heardDefault(attribute string) string {
	if given := e.URL.Query().Get(attribute); given != "" {
		return given
	}
	switch attribute {
	case "channel":
		return "hotline"
	case "wants_an_answer":
		return "yes"
	}
	return ""
}

// mostFacilities bounds how many facilities stand in a choice.
const mostFacilities = 300

// facilityLine asks of which facility somebody speaks, by site.
func (e *errand) facilityLine() (line, error) {
	l := line{Field: page.Field{Name: facilityField, Label: e.Words.T("complaints.facility"), Optional: true}, as: lineChoice}
	if !e.may(subjects.ActsOf(voice.FacilityKind).Read) {
		return l, nil
	}
	rows, err := ask(e, "task.voices", voice.Facilities(e.scope, mostFacilities))
	if err != nil {
		return l, err
	}
	var at []id.ID
	for _, row := range rows {
		at = append(at, row.Place)
	}
	names, err := e.placeNames(at...)
	for _, row := range rows {
		l.Options = append(l.Options, page.Option{Value: row.ID.String(), Label: e.facilitySaid(row, names[row.Place])})
	}
	slices.SortFunc(l.Options, func(a, b page.Option) int { return strings.Compare(a.Label, b.Label) })
	return l, err
}

// facilitySaid names a facility by its site, what it is, and its number.
func (e *errand) facilitySaid(row subjects.Row, site string) string {
	what := ""
	for _, a := range row.Attributes {
		if a.Name == "facility" {
			what = e.say("options", a.Value)
		}
	}
	return strings.Join(notEmpty(site, what, calledOf(e.Words, row)), " · ")
}

// hear writes down what was said, and says once by which code it may be asked for later.
func hear(e *errand, in *input) (templ.Component, error) {
	h, form, err := e.hearing()
	if err != nil {
		return nil, err
	}
	c := voice.Hear{Programme: h.programme, Pathway: h.ID, Step: h.step, Answers: in.answers(form), Facility: in.id(facilityField), Day: in.day(dayField)}
	c.Is = e.heardIs(in, h)
	if in.text(placeField) != nowhere {
		c.Is.Place = in.mustID(placeField)
	}
	spoken := in.recording()
	command, err := e.Command()
	if err != nil || in.wrong() {
		return nil, err
	}
	shown := heardShown{next: "/voices/hear"}
	if wantsCode(c, form) {
		key, err := e.op.KeyFor("codes of complaints")
		if err != nil {
			return nil, err
		}
		code := voice.CodeFrom(key, command)
		c.Proof, shown.code = voice.Proof(key, code), spokenCode(code)
	}
	receipt, err := e.heard(c, spoken)
	if err != nil {
		return nil, err
	}
	of := receipt.IDs[0]
	numbered, err := ask(e, "task.voices", voice.NumberOf(e.scope, of))
	if err != nil {
		return nil, err
	}
	shown.number, shown.next = numbered.Number, heardNext(in)
	if e.may(access.VoiceAnswer) {
		shown.file = subjectPath(voice.ComplaintKind, of)
		if shown.maybe, err = e.maybeAlike(of); err != nil {
			return nil, err
		}
	}
	return heardPage(e.frame(e.Words.T("complaints.heard"), e.crumb("voices.title", "/voices")), shown), nil
}

// heard has what was said written down, with the recording of it where there is one.
func (e *errand) heard(c voice.Hear, spoken *sound.Recording) (desk.Receipt, error) {
	if spoken == nil {
		return e.do(e.scope, c)
	}
	return e.leaving(access.VoiceHear, spoken, func(s voice.Spoken) desk.Command { return voice.HearSpoken{Hear: c, Spoken: s} })
}

// heardIs reads what the pathway wants to know of what was said.
func (e *errand) heardIs(in *input, h hearing) subjects.Description {
	bad := wrongs{}
	is := e.described(kindShown{ways: []wayOffered{h.wayOffered}}, in.values, bad)
	is.Name, is.Place = "", id.ID{}
	for name, wrong := range bad {
		in.faults[name] = wrong
	}
	for _, d := range h.Attributes {
		if slices.Contains(heardFirst, d.Name) && in.text("a_"+d.Name) == "" {
			in.blame("a_"+d.Name, "office.wrong.missing")
		}
	}
	return is
}

// wantsCode reports whether whoever spoke wants an answer, and said nothing of how they may be reached.
func wantsCode(c voice.Hear, form *programme.Form) bool {
	for _, a := range c.Is.Attributes {
		if a.Name == "wants_an_answer" && a.Value != "yes" {
			return false
		}
	}
	for _, q := range form.Questions {
		if !q.Required && q.Type == "text" && c.Answers[q.Name] != "" {
			return false
		}
	}
	return true
}

// spokenCode is a code as it is read aloud: in parts.
func spokenCode(code string) string {
	return strings.ToUpper(code[:3] + "-" + code[3:6] + "-" + code[6:])
}

// heardNext is where the next is heard, with the site and the way of this one.
func heardNext(in *input) string {
	v := url.Values{}
	if site := in.text(placeField); site != "" && site != nowhere {
		v.Set("site", site)
	}
	if channel := in.text("a_channel"); channel != "" && channel != "hotline" {
		v.Set("channel", channel)
	}
	if len(v) == 0 {
		return "/voices/hear"
	}
	return "/voices/hear?" + v.Encode()
}

// maybeAlike shows what may say the same as what was just heard; nil where nothing does.
func (e *errand) maybeAlike(of id.ID) (templ.Component, error) {
	b, err := ask(e, "task.voices", e.op.Voices.Of(e.scope).BesideOf(of))
	if err != nil || len(b.Maybe) == 0 {
		return nil, err
	}
	return headed(e.Words.T("complaints.maybe"), hint(e.Words.T("complaints.maybe_hint")), e.alikeGrid(of, b.Maybe, "complaints.is_alike")), nil
}

// alikeGrid lists what says the same, or may, each with a button that says so.
func (e *errand) alikeGrid(of id.ID, rows []voice.ComplaintRow, do string) templ.Component {
	w := e.Words
	g := grid{caption: w.T("complaints.maybe"), columns: columns(w, "complaints.number", "complaints.topic", "complaints.since", "")}
	for _, row := range rows {
		g.rows = append(g.rows, []templ.Component{linkTo(subjectPath(voice.ComplaintKind, row.ID), page.Code(row.Code)), e.topicCell(row), day(w, row.Since),
			oneButton(complaintPath(of)+"/alike", w.T(do), "other", row.ID.String())})
	}
	return gridOf(g)
}

func complaintPath(of id.ID) string { return "/voices/complaints/" + of.String() }

// toldByCode is what whoever holds a code hears.
type toldByCode struct {
	terms  []page.Term
	answer string
}

// askCodeTask asks for the code of somebody who wants to know what became of what they said.
func askCodeTask(e *errand) (*task, error) {
	b := e.blank(asInput, "code", "complaints.code").hinted(e.Words.T("complaints.code_hint"))
	b.LTR, b.Focus = true, true
	return &task{title: "complaints.ask", lead: "complaints.ask_lead", do: "complaints.ask_do", back: "/voices", crumbs: []page.Link{e.crumb("hotline.title", "/hotline")}, blanks: []blank{b}}, nil
}

// tellByCode tells what became of it, and nothing else.
func tellByCode(e *errand, in *input) (templ.Component, error) {
	typed := in.must("code")
	if in.wrong() {
		return nil, nil
	}
	by := e.Visitor.Actor.User
	if err := e.op.Guesses.May(by); err != nil {
		return nil, err
	}
	code, can := voice.ReadCode(typed)
	if !can {
		in.blame("code", "voice.code_misheard")
		return nil, nil
	}
	key, err := e.op.KeyFor("codes of complaints")
	if err != nil {
		return nil, err
	}
	told, err := ask(e, "task.voices", voice.CodeOf(e.scope, voice.Proof(key, code), e.formsOf(e.Request)))
	if fault.KeyOf(err) == "voice.no_such_code" {
		e.op.Guesses.Wrong(by)
		in.blame("code", "voice.no_such_code")
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return toldOfCode(e.frame(e.Words.T("complaints.ask"), e.crumb("hotline.title", "/hotline")), toldByCode{e.toldTerms(e.Words, told), told.Answer}), nil
}

func (e *errand) toldTerms(w *words.Printer, told voice.Answered) []page.Term {
	said := e.speech(w, told.Programme)
	terms := []page.Term{{Label: w.T("complaints.stands_at"), Value: said.step(told.Step)}, {Label: w.T("complaints.since_day"), Value: w.Date(told.On), Class: "date"}}
	if aloud := said.say("told", told.Step); aloud != told.Step {
		terms = append(terms, page.Term{Label: w.T("complaints.read_aloud"), Value: aloud})
	}
	return terms
}
