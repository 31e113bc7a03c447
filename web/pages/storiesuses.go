// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"bytes"
	"html"
	"slices"
	"strings"

	"safar/field/stories"
	"safar/web/page"
)

// useTask writes down where a story goes.
func useTask(e *errand) (*task, error) {
	s, err := e.storyOf()
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := e.storyTask(s, "stories.use", "stories.use_do")
	t.questions = []line{
		{Field: page.Field{Name: "channel", Label: w.T("stories.channel"), Options: optionsOf(w, "stories.channel", stories.Channels...)}, as: lineRadios},
		{Field: page.Field{Name: "language", Label: w.T("stories.use_language"), Options: storyLanguages(w), Value: s.Row.Language}, as: lineRadios},
		{Field: page.Field{Name: "where", Label: w.T("stories.where"), Hint: w.T("stories.where_hint")}},
		{Field: page.Field{Name: "link", Label: w.T("stories.link"), Optional: true, LTR: true}},
		{Field: page.Field{Name: "voice", Label: w.T("stories.with_voice"), Optional: true}, as: lineCheck},
		{Field: page.Field{Name: "picture", Label: w.T("stories.with_picture"), Optional: true}, as: lineCheck},
		dayLine(e.Request, "form.day")}
	return t, nil
}

func useStory(e *errand, in *input) (string, string, error) {
	s, err := e.storyOf()
	c := stories.UseStory{Story: s.Row.ID, Channel: in.must("channel"), Language: in.must("language"), Where: in.must("where"), Link: in.text("link"), Voice: in.yes("voice"), Picture: in.yes("picture"), Day: in.day("day")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return storyPath(s.Row.ID), "saved", err
}

// useOf is the use of the address.
func (e *errand) useOf(s stories.Sheet) (stories.UseRow, error) {
	of, err := e.PathID("use")
	i := slices.IndexFunc(s.Uses, func(u stories.UseRow) bool { return u.ID == of })
	if err == nil && i < 0 {
		err = notThere("pages.useOf")
	}
	if err != nil {
		return stories.UseRow{}, err
	}
	return s.Uses[i], nil
}

// askBackTask says how far a use was asked back.
func askBackTask(e *errand) (*task, error) {
	s, err := e.storyOf()
	if err != nil {
		return nil, err
	}
	u, err := e.useOf(s)
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := e.storyTask(s, "stories.ask_back", "form.save")
	t.about = page.Facts(w, []page.Term{{Label: w.T("stories.where"), Value: u.Where}, {Label: w.T("stories.link"), Value: u.Link}, {Label: w.T("stories.channel"), Value: w.T("stories.channel." + u.Channel)},
		{Label: w.T("stories.since_use"), Value: w.Date(u.Day)}})
	var states []string
	for _, b := range stories.Backs {
		states = append(states, string(b))
	}
	t.nothing = u.Back == stories.TakenDown
	t.questions = []line{{Field: page.Field{Name: "state", Label: w.T("stories.back"), Options: optionsOf(w, "stories.back", states...)}, as: lineRadios}, dayLine(e.Request, "form.day")}
	return t, nil
}

func askBackStory(e *errand, in *input) (string, string, error) {
	s, err := e.storyOf()
	if err != nil {
		return "", "", err
	}
	u, err := e.useOf(s)
	c := stories.AskBack{Story: s.Row.ID, Use: u.ID, State: stories.Back(in.must("state")), Day: in.day("day")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return storyPath(s.Row.ID), "saved", err
}

// callTask changes a changed name by hand.
func callTask(e *errand) (*task, error) {
	s, c, err := e.calledOf()
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := e.storyTask(s, "stories.call_anew", "form.save")
	t.about = page.Facts(w, []page.Term{{Label: w.T("stories.who"), Value: c.Name}})
	t.questions = []line{{Field: page.Field{Name: "given", Label: w.T("stories.given_latin"), Value: c.Given}}, {Field: page.Field{Name: "family", Label: w.T("stories.family_latin"), Value: c.Family}},
		{Field: page.Field{Name: "given_ar", Label: w.T("stories.given_arabic"), Value: c.GivenArabic}}, {Field: page.Field{Name: "family_ar", Label: w.T("stories.family_arabic"), Value: c.FamilyArabic}}}
	return t, nil
}

func (e *errand) calledOf() (s stories.Sheet, c stories.CalledRow, err error) {
	if s, err = e.storyOf(); err != nil {
		return s, c, err
	}
	of, err := e.PathID("person")
	i := slices.IndexFunc(s.People, func(c stories.CalledRow) bool { return c.Person == of })
	if err == nil && i < 0 {
		err = notThere("pages.calledOf")
	}
	if err != nil {
		return s, c, err
	}
	return s, s.People[i], nil
}

func callAnew(e *errand, in *input) (string, string, error) {
	s, c, err := e.calledOf()
	call := stories.Call{Household: s.Row.Household, Person: c.Person, Given: stories.Spelled{Latin: in.must("given"), Arabic: in.must("given_ar")}, Family: stories.Spelled{Latin: in.must("family"), Arabic: in.must("family_ar")}}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, call)
	return storyPath(s.Row.ID), "saved", err
}

// callPlaceTask changes what is said for a place.
func callPlaceTask(e *errand) (*task, error) {
	s, p, err := e.placeOf()
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := e.storyTask(s, "stories.call_anew", "form.save")
	t.about = page.Facts(w, []page.Term{{Label: w.T("stories.place"), Value: p.Name}})
	for i, l := range stories.Languages {
		f := page.Field{Name: "as_" + l, Label: w.T("stories.place_in." + l)}
		if i < len(p.As) {
			f.Value = p.As[i]
		}
		t.questions = append(t.questions, line{Field: f})
	}
	return t, nil
}

func (e *errand) placeOf() (s stories.Sheet, p stories.PlaceRow, err error) {
	if s, err = e.storyOf(); err != nil {
		return s, p, err
	}
	of, err := e.PathID("place")
	i := slices.IndexFunc(s.Places, func(p stories.PlaceRow) bool { return p.Place == of })
	if err == nil && i < 0 {
		err = notThere("pages.placeOf")
	}
	if err != nil {
		return s, p, err
	}
	return s, s.Places[i], nil
}

func callPlaceAnew(e *errand, in *input) (string, string, error) {
	s, p, err := e.placeOf()
	c := stories.CallPlace{Household: s.Row.Household, Place: p.Place}
	for i, l := range stories.Languages {
		c.As[i] = in.must("as_" + l)
	}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return storyPath(s.Row.ID), "saved", err
}

// downloadStory hands on a story as plain text: nothing is in the file but the text, and its name tells nothing.
func downloadStory(e *errand) error {
	s, err := e.textOf()
	if err != nil {
		return err
	}
	return e.Download("story.txt", "text/plain; charset=utf-8", []byte(strings.Join(s.Parts, "\n\n")+"\n"))
}

// downloadStoryPage hands it on as a page.
func downloadStoryPage(e *errand) error {
	s, err := e.textOf()
	if err != nil {
		return err
	}
	direction := "ltr"
	if s.Language == "ar" {
		direction = "rtl"
	}
	var b bytes.Buffer
	b.WriteString("<!doctype html>\n<html lang=\"" + s.Language + "\" dir=\"" + direction + "\">\n<meta charset=\"utf-8\">\n<title></title>\n")
	for _, part := range s.Parts {
		for paragraph := range strings.SplitSeq(part, "\n") {
			if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
				b.WriteString("<p>" + html.EscapeString(paragraph) + "</p>\n")
			}
		}
	}
	b.WriteString("</html>\n")
	return e.Download("story.html", "text/html; charset=utf-8", b.Bytes())
}

func (e *errand) textOf() (stories.Text, error) {
	of, err := e.PathID("story")
	if err != nil {
		return stories.Text{}, err
	}
	return ask(e, "task.stories", stories.TextOf(e.scope, of))
}
