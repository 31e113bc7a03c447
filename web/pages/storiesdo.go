// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"safar/field/stories"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// storyTask begins a task about a story.
func (e *errand) storyTask(s stories.Sheet, title, do string) *task {
	return &task{title: title, lead: title + "_lead", do: do, crumbs: e.storyCrumbs(s), back: storyPath(s.Row.ID)}
}

// partTask begins a task about what one told.
func (e *errand) partTask(title, do string) (t *task, s stories.Sheet, p stories.PartRow, err error) {
	if s, err = e.storyOf(); err == nil {
		p, err = e.partOf(s)
	}
	if err == nil && !p.Here {
		err = fault.New("pages.partTask", fault.Blocked, "stories.forgotten", nil)
	}
	return e.storyTask(s, title, do), s, p, err
}

// tellTask writes down what somebody of a household told.
func tellTask(e *errand) (*task, error) {
	of, err := e.PathID("household")
	if err != nil {
		return nil, err
	}
	back := householdPath(of) + "/stories"
	t := &task{title: "stories.tell", lead: "stories.tell_lead", do: "form.save", crumbs: []page.Link{e.crumb("household.file", householdPath(of)), e.crumb("stories.title", back)}, back: back}
	return t, e.askTold(t, of, "", nil)
}

// besideTask writes down what somebody else of the household told beside it.
func besideTask(e *errand) (*task, error) {
	s, err := e.storyOf()
	if err != nil {
		return nil, err
	}
	var told []id.ID
	for _, p := range s.Parts {
		told = append(told, p.Teller)
	}
	t := e.storyTask(s, "stories.beside", "form.save")
	return t, e.askTold(t, s.Row.Household, s.Row.Language, told)
}

// askTold asks who told, in which language it is written, what becomes of its days, and the words.
func (e *errand) askTold(t *task, household id.ID, language string, told []id.ID) error {
	rows, err := ask(e, "task.stories", stories.TellersOf(e.scope, household))
	if err != nil {
		return err
	}
	w := e.Words
	var who []page.Option
	waits := false
	for _, row := range rows {
		switch {
		case slices.Contains(told, row.Person):
		case row.Ready:
			who = append(who, page.Option{Value: row.Person.String(), Label: cmp.Or(row.Name, w.T("household.no_name"))})
		default:
			waits = true
		}
	}
	if waits {
		t.about = noticed(page.Plain, w.T("stories.first_told"))
	}
	t.nothing = len(who) == 0
	t.blanks = []blank{{page.Field{Name: "teller", Label: w.T("stories.told_by"), Options: who}, asRadios}}
	if language == "" {
		t.blanks = append(t.blanks, blank{page.Field{Name: "language", Label: w.T("stories.language"), Options: storyLanguages(w), Value: w.Language().Code}, asRadios})
	} else {
		t.blanks = append(t.blanks, blank{page.Field{Name: "language", Value: language}, asHidden})
	}
	t.blanks = append(t.blanks, blank{page.Field{Name: "times", Label: w.T("stories.times"), Options: optionsOf(w, "stories.times", string(stories.Moved), string(stories.Coarser)), Value: string(stories.Moved)}, asRadios},
		blank{page.Field{Name: "words", Label: w.T("stories.words"), Hint: w.T("stories.words_hint"), Rows: 12}, asArea})
	return nil
}

func storyLanguages(w *words.Printer) (all []page.Option) {
	for _, l := range stories.Languages {
		all = append(all, page.Option{Value: l, Label: w.T("stories.language." + l)})
	}
	return all
}

// tellStory takes it in, of a household or beside a story.
func tellStory(e *errand, in *input) (string, string, error) {
	c := stories.Tell{Teller: in.mustID("teller"), Language: in.must("language"), Times: stories.Times(in.must("times")), Words: in.must("words")}
	if e.PathValue("story") == "" {
		var err error
		if c.Household, err = e.PathID("household"); err != nil {
			return "", "", err
		}
	} else {
		s, err := e.storyOf()
		if err != nil {
			return "", "", err
		}
		c.Story, c.Household = s.Row.ID, s.Row.Household
	}
	if in.wrong() {
		return "", "", nil
	}
	r, err := e.do(e.scope, c)
	if err != nil {
		return "", "", err
	}
	return storyPath(cmp.Or(c.Story, r.IDs[0])) + "/parts/" + c.Teller.String() + "/write", "saved", nil
}

// writeTask writes how it may be read, beside what was told; what came back is looked over, and what is still known is marked.
func writeTask(e *errand) (*task, error) {
	t, s, p, err := e.partTask("stories.write", "stories.write_do")
	if err != nil {
		return nil, err
	}
	w := e.Words
	t.about = toldBeside(w, s.Row.Language, p, nil)
	if e.Method == "POST" {
		values, err := e.Values()
		if err != nil {
			return nil, err
		}
		text := values.Get("text")
		left, err := ask(e, "task.stories", stories.Left(e.scope, s.Row.ID, p.Teller, text))
		if err != nil {
			return nil, err
		}
		t.about = toldBeside(w, s.Row.Language, p, cutAt(text, left))
	}
	t.blanks = []blank{{page.Field{Name: "text", Label: w.T("stories.text"), Hint: w.T("stories.text_hint"), Rows: 14, Value: cmp.Or(p.Text, p.Proposed)}, asArea}}
	return t, nil
}

func writeStory(e *errand, in *input) (string, string, error) {
	_, s, p, err := e.partTask("stories.write", "stories.write_do")
	text := in.must("text")
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, stories.Write{Story: s.Row.ID, Teller: p.Teller, Text: text})
	return storyPath(s.Row.ID), "saved", err
}

// storyConsentTask asks what they consent to, of the text that is read back to them.
func storyConsentTask(e *errand) (*task, error) {
	t, s, p, err := e.partTask("stories.consent", "stories.consent_do")
	if err != nil {
		return nil, err
	}
	w := e.Words
	t.about = readBack(w, s.Row.Language, p)
	t.questions = []line{
		{Field: page.Field{Name: "channels", Label: w.T("stories.channels"), Options: optionsOf(w, "stories.channel", stories.Channels...)}, as: lineChecks},
		{Field: page.Field{Name: "languages", Label: w.T("stories.languages"), Options: storyLanguages(w)}, as: lineChecks},
		{Field: page.Field{Name: "voice", Label: w.T("stories.voice"), Optional: true}, as: lineCheck},
		{Field: page.Field{Name: "picture", Label: w.T("stories.picture"), Optional: true}, as: lineCheck},
		{Field: page.Field{Name: "until", Label: w.T("stories.until"), Kind: "date", LTR: true}},
		{Field: page.Field{Name: "alone", Label: w.T("stories.alone")}, as: lineCheck},
		{Field: page.Field{Name: "read_back", Label: w.T("stories.read_back")}, as: lineCheck},
		{Field: page.Field{Name: "signed", Label: w.T("stories.signed"), Optional: true}, as: lineCheck},
		{Field: page.Field{Name: "witness", Label: w.T("stories.witness"), Hint: w.T("stories.witness_hint"), Optional: true}}}
	if p.Child {
		guardians, err := e.guardians(s.Row.Household)
		if err != nil {
			return nil, err
		}
		t.questions = append(t.questions, line{Field: page.Field{Name: "own", Label: w.T("stories.own")}, as: lineCheck},
			line{Field: page.Field{Name: "guardian", Label: w.T("stories.guardian"), Options: guardians, Optional: true}, as: lineChoice},
			line{Field: page.Field{Name: "authority", Label: w.T("stories.authority"), Optional: true}})
	}
	return t, nil
}

// guardians are the adults of a household.
func (e *errand) guardians(household id.ID) (all []page.Option, err error) {
	rows, err := ask(e, "task.stories", stories.TellersOf(e.scope, household))
	for _, row := range rows {
		if !row.Child {
			all = append(all, page.Option{Value: row.Person.String(), Label: cmp.Or(row.Name, e.Words.T("household.no_name"))})
		}
	}
	return all, err
}

func consentToStory(e *errand, in *input) (string, string, error) {
	_, s, p, err := e.partTask("stories.consent", "stories.consent_do")
	if err != nil {
		return "", "", err
	}
	c := stories.Consent{Story: s.Row.ID, Teller: p.Teller, Alone: in.yes("alone"), ReadBack: in.yes("read_back"), Own: in.yes("own"), Guardian: in.id("guardian"), Signed: in.yes("signed"),
		Covers: stories.Covers{Channels: in.values["channels"], Languages: in.values["languages"], Voice: in.yes("voice"), Picture: in.yes("picture"), Until: in.mustDay("until")},
		Words:  stories.ConsentWords{Witness: in.text("witness"), Authority: in.text("authority")}}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return storyPath(s.Row.ID), "saved", err
}

// withdrawStoryTask takes consent back: one press. Nothing is asked.
func withdrawStoryTask(e *errand) (*task, error) {
	t, s, _, err := e.partTask("stories.withdraw", "stories.withdraw_do")
	if len(s.Uses) > 0 && err == nil {
		t.about = headed(e.Words.T("stories.went"), useGrid(e.Words, s))
	}
	return t, err
}

func withdrawStory(e *errand, _ *input) (string, string, error) {
	_, s, p, err := e.partTask("stories.withdraw", "stories.withdraw_do")
	if err == nil {
		_, err = e.do(e.scope, stories.Withdraw{Story: s.Row.ID, Teller: p.Teller})
	}
	return storyPath(s.Row.ID), "saved", err
}

// toldSoTask says that somebody was told where their story still is.
func toldSoTask(e *errand) (*task, error) {
	t, s, _, err := e.partTask("stories.told_so", "stories.told_so_do")
	if err == nil {
		t.about = headed(e.Words.T("stories.went"), useGrid(e.Words, s))
	}
	return t, err
}

func toldSo(e *errand, _ *input) (string, string, error) {
	_, s, p, err := e.partTask("stories.told_so", "stories.told_so_do")
	if err == nil {
		_, err = e.do(e.scope, stories.TellSo{Story: s.Row.ID, Teller: p.Teller})
	}
	return storyPath(s.Row.ID), "saved", err
}

// publishTask has somebody else look at it.
func publishTask(e *errand) (*task, error) {
	s, err := e.storyOf()
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := e.storyTask(s, "stories.publish", "stories.publish_do")
	var texts []templ.Component
	for _, p := range s.Parts {
		texts = append(texts, readBack(w, s.Row.Language, p))
	}
	t.about = together(texts...)
	if s.Mine {
		t.about, t.nothing = together(noticed(page.Warn, w.T("stories.somebody_else"), w.T("stories.somebody_else_hint")), t.about), true
	}
	t.blanks = []blank{{page.Field{Name: "nobody_known", Label: w.T("stories.nobody_known_by_it")}, asCheck}}
	return t, nil
}

func publishStory(e *errand, in *input) (string, string, error) {
	s, err := e.storyOf()
	if err == nil {
		_, err = e.do(e.scope, stories.Publish{Story: s.Row.ID, NobodyKnown: in.yes("nobody_known")})
	}
	return storyPath(s.Row.ID), "saved", err
}

// partDoors are what can be done with what one told.
func partDoors(w *words.Printer, p stories.PartRow, at string) []page.Link {
	links := []page.Link{{Text: w.T("stories.write"), To: at + "/write"}}
	if p.Text != "" {
		links = append(links, page.Link{Text: w.T("stories.consent"), To: at + "/consent"})
	}
	if len(p.Consents) > 0 && !p.Withdrew {
		links = append(links, page.Link{Text: w.T("stories.withdraw"), To: at + "/withdraw"})
	}
	return links
}

// coversTerms say what a consent covers.
func coversTerms(w *words.Printer, c stories.ConsentRow) []page.Term {
	say := func(prefix string, all []string) string {
		var said []string
		for _, s := range all {
			said = append(said, w.T(prefix+s))
		}
		return w.List(said)
	}
	yesNo := map[bool]string{true: w.T("page.yes"), false: w.T("page.no")}
	return []page.Term{{Label: w.T("stories.channels"), Value: say("stories.channel.", c.Channels)}, {Label: w.T("stories.languages"), Value: say("stories.language.", c.Languages)},
		{Label: w.T("stories.with_voice"), Value: yesNo[c.Voice]}, {Label: w.T("stories.with_picture"), Value: yesNo[c.Picture]}, {Label: w.T("stories.until"), Value: w.Date(c.Until)}}
}
