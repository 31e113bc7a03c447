// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"cmp"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// FormOf finds the form of a programme where it was published without its forms; nil where it is not here. It is handed in by who has the
// folder of the programme.
type FormOf func(programmeID, form string) *programme.Form

// FilledIn is what was written at a step: the answers to its form, and what was noted beside it. Answers are by question, nil for
// none; Note is "" for none. Why is the reason that was given, "" for none, and Plan what somebody was asked to come to, zero for nothing: they are told with what happened.
type FilledIn struct {
	Answers programme.Answers
	Note    string
	Why     string
	Plan    id.ID
}

// FilledOf reads what was filled in in a fact; nothing where the fact is of another kind, or whose it was is forgotten. Packages above this one
// hand theirs in.
type FilledOf func(*journal.Fact) (FilledIn, error)

// FilledRow is what was filled in of a form at a step: what was said at a telling, what a visit or an inspection found.
type FilledRow struct {
	Journey id.ID       `class:"open"`     // on which way
	Step    string      `class:"open"`     // as it is called now
	Verb    string      `class:"open"`     // of the step
	Nth     int         `class:"open"`     // of its step, from 1
	Day     clock.Day   `class:"open"`     // on which it was asked, seen or said
	By      string      `class:"personal"` // name of who wrote it
	About   []string    `class:"personal"` // names of the members it concerns; none where it concerns the household
	Place   id.ID       `class:"personal"` // it was about; zero for none
	State   string      `class:"open"`     // as programme.State names it: passed, failed, happened, …
	Defects []string    `class:"open"`     // of an inspection: what was not right, as ids of the field's words
	Note    string      `class:"personal"` // of an inspection
	Once    bool        `class:"open"`     // it was filled in on a form as it stood before, and written down on that
	Form    FormFile    // on which it was filled in; empty where the version was published without it
	Answers []AnswerRow // in the order of the form, then those it does not know
}

// AnswerRow is the answer to one question, in the field of its class: what the reader may not see is emptied like everything else.
// Question is its name in the form. One of Open, Personal, Sensitive and Sealed holds the answer, the others are ""; an answer to a
// question that no form names is sealed.
type AnswerRow struct {
	Question  string `class:"open"`
	Open      string `class:"open"`
	Personal  string `class:"personal"`
	Sensitive string `class:"sensitive"`
	Sealed    string `class:"sealed"`
}

// Answer returns what may be seen of the answer; "" for nothing.
func (a AnswerRow) Answer() string { return cmp.Or(a.Open, a.Personal, a.Sensitive, a.Sealed) }

// AnswerRowOf puts an answer into the field of its class. An answer to a question that no form names is sealed: nobody knows what it tells.
func AnswerRowOf(form *programme.Form, question, answer string) AnswerRow {
	row := AnswerRow{Question: question}
	switch classOf(form, question) {
	case "open":
		row.Open = answer
	case "personal":
		row.Personal = answer
	case "sensitive":
		row.Sensitive = answer
	default:
		row.Sealed = answer
	}
	return row
}

func classOf(form *programme.Form, question string) string {
	if form != nil {
		for _, q := range form.Questions {
			if q.Name == question {
				return q.Class
			}
		}
	}
	return "sealed"
}

// answerRows are the answers in the order of the form, then those that it does not know.
func answerRows(form *programme.Form, answers programme.Answers) (rows []AnswerRow) {
	var order []string
	if form != nil {
		for _, q := range form.Questions {
			order = append(order, q.Name)
		}
	}
	place := func(name string) int {
		if i := slices.Index(order, name); i >= 0 {
			return i
		}
		return len(order)
	}
	for name, answer := range answers {
		rows = append(rows, AnswerRowOf(form, name, answer))
	}
	slices.SortFunc(rows, func(a, b AnswerRow) int {
		return cmp.Or(cmp.Compare(place(a.Question), place(b.Question)), strings.Compare(a.Question, b.Question))
	})
	return rows
}

// filledIn reads what was filled in of a form in a fact of this package.
func filledIn(f *journal.Fact) (FilledIn, error) {
	for _, kind := range plain {
		w, err := kind.PersonOf(f)
		if err != nil {
			return FilledIn{}, err
		}
		if w != nil {
			return FilledIn{Answers: w.Answers}, nil
		}
	}
	along, err := broughtAlong.PersonOf(f)
	if along == nil {
		return FilledIn{}, err
	}
	return FilledIn{Why: along.Text}, err
}

// FilledAt reads what was filled in at one step of a journey, the latest first: of an inspection whatever came of it, of others where there are
// answers. It notes the look.
func FilledAt(r *desk.Reader, of id.ID, step string, forms FormOf, others ...FilledOf) ([]FilledRow, error) {
	c, err := Take(r, of)
	if err != nil {
		return nil, err
	}
	r.Looked(c.Journey.Subject)
	t := teller{reader: r, staff: map[id.ID]string{}, names: map[id.ID]string{}}
	rows, err := t.filled(c, forms, others)
	return slices.DeleteFunc(rows, func(row FilledRow) bool { return row.Step != step }), err
}

// filled returns what was filled in on a journey, the latest first.
func (t *teller) filled(c *Case, forms FormOf, others []FilledOf) (filled []FilledRow, err error) {
	facts, err := t.facts(Story.Name(), c.ID)
	if err != nil {
		return nil, err
	}
	speaks, plans, nth := speaksWithEach(t.reader), readsPlans(t.reader), map[string]int{}
	var version [32]byte
	for _, fact := range facts {
		if version, err = versionAfter(version, fact); err != nil {
			return nil, err
		}
		row, alone := t.filledRow(c, fact)
		if row.Verb == "" {
			continue
		}
		nth[row.Step]++
		row.Nth = nth[row.Step]
		in, err := filledOf(fact, others)
		if err != nil {
			return nil, err
		}
		plan := !speaks && plans && c.followsChoice(row.Step)
		if len(in.Answers) == 0 && !row.alwaysTold() || alone && !speaks && !plan {
			continue
		}
		if plan {
			row.About = nil // which of them spoke for the household is not told
		}
		if row.By, err = t.author(fact.Author); err != nil {
			return nil, err
		}
		row.Note = in.Note
		if err := row.fill(t, c, version, fact.At, in.Answers, forms); err != nil {
			return nil, err
		}
		filled = append(filled, row)
	}
	slices.Reverse(filled)
	return filled, nil
}

// alwaysTold reports whether that it took place is told even where no answer is left: a visit that was made, an inspection.
func (row *FilledRow) alwaysTold() bool {
	return row.Verb == "check" || row.State == programme.Passed.String() || row.State == programme.Failed.String()
}

// versionAfter is the version that a journey walks after a fact.
func versionAfter(version [32]byte, f *journal.Fact) ([32]byte, error) {
	if o, is, err := journeyOpened.ResidueOf(f); is || err != nil {
		return o.Version.Hash, err
	}
	if m, is, err := journeyMigrated.ResidueOf(f); is || err != nil {
		return m.Version.Hash, err
	}
	return version, nil
}

// filledOf reads what was filled in in a fact of any package.
func filledOf(f *journal.Fact, others []FilledOf) (FilledIn, error) {
	for _, read := range append([]FilledOf{filledIn}, others...) {
		if in, err := read(f); len(in.Answers) > 0 || in.Note != "" || in.Why != "" || !in.Plan.IsZero() || err != nil {
			return in, err
		}
	}
	return FilledIn{}, nil
}

// filledRow begins the row of a fact that stands on a step; its verb is "" for another fact, and for an answer of the choice, which is told
// elsewhere or not at all. Alone says that one adult was asked in private: who speaks with each hears it, and nobody else.
func (t *teller) filledRow(c *Case, f *journal.Fact) (row FilledRow, alone bool) {
	for i := range c.Journey.Marks {
		m := &c.Journey.Marks[i]
		step := c.Pathway.Step(m.Step)
		if m.Ref != f.Ref() || step == nil || step.Verb.Name == "choose" {
			continue
		}
		row.Journey, row.Step, row.Verb, row.Day, row.Place, row.State = c.ID, m.Step, step.Verb.Name, m.Day, m.Place, m.State.String()
		if row.Verb == "build" {
			row.Defects = strings.Fields(m.Value)
		}
		alone = row.Verb == "ask" && !m.By.IsZero()
		if name := t.names[m.By]; name != "" {
			row.About = append(row.About, name)
		}
	}
	return row, alone
}

// fill puts the answers into the row, each by the class that its question had on the form on which it was answered.
func (row *FilledRow) fill(t *teller, c *Case, version [32]byte, at clock.Stamp, answers programme.Answers, forms FormOf) error {
	name, err := formAsked(t.reader, c, version, row.Step)
	if err != nil || name == "" && len(answers) == 0 {
		return err
	}
	if hash, said := answers.On(); said {
		row.Once = true
		return row.fillOnce(t, c, name, hash, answers.Alone())
	}
	v, err := desk.ReadCommons(t.reader, VersionStory, VersionID(version))
	if err != nil {
		return err
	}
	row.Form, row.Answers = v.State.told(c.Pathway.Programme.ID, name, at, answers, forms)
	return nil
}

// fillOnce is fill for what was filled in on a form as it stood before.
func (row *FilledRow) fillOnce(t *teller, c *Case, name string, hash [32]byte, answers programme.Answers) error {
	file, err := formFileOnce(t.reader, c.Pathway.Programme.ID, name, hash)
	if err != nil {
		return err
	}
	row.Form = FormFile{file}
	form, err := row.Form.Form(name)
	if err != nil {
		form = nil // nobody knows what the answers tell: they are sealed
	}
	row.Answers = answerRows(form, answers)
	return nil
}

// told returns a form as a version had it at a moment, and answers to it by their classes.
func (p *Published) told(programmeID, name string, at clock.Stamp, answers programme.Answers, forms FormOf) (FormFile, []AnswerRow) {
	file := FormFile{p.formFileAt(name, at)}
	form, err := file.Form(name)
	if err != nil {
		form = nil // nobody knows what the answers tell: they are sealed
	} else if form == nil && forms != nil {
		form = forms(programmeID, name)
	}
	return file, answerRows(form, answers)
}

// Told is what was answered to a form of a programme beside any journey, at a moment: the form as the version in force had it then, and each answer by
// its class. No version gives a question more readers than it had, so that a version put in force since opens nothing.
func Told(r *desk.Reader, programmeID, name string, at clock.Stamp, answers programme.Answers, forms FormOf) (file FormFile, rows []AnswerRow, err error) {
	v, err := inForceOf(r, programmeID)
	if err != nil {
		return file, nil, err
	}
	file, rows = v.told(programmeID, name, at, answers, forms)
	return file, rows, nil
}

// formAsked is the form that a step asked in a version, in which it may have had another name.
func formAsked(r *desk.Reader, c *Case, version [32]byte, step string) (string, error) {
	p, err := ProgrammeFor(r, version)
	if !judged(err) {
		return "", err
	}
	if err == nil && p.Pathway(c.Journey.Pathway) != nil {
		for _, name := range []string{step, c.Journey.Origin(step)} {
			if s := p.Pathway(c.Journey.Pathway).Step(name); s != nil {
				return s.Form, nil
			}
		}
	}
	return c.Pathway.Step(step).Form, nil
}
