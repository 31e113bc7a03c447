// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// role says what somebody is in a subject, in the words of a programme of its kind.
func (s subjectShown) role(role string) string {
	for _, way := range s.kind.ways {
		if said := way.say("roles", role); said != role {
			return said
		}
	}
	return spaced(role)
}

func (s subjectShown) year(year int) string { return strconv.Itoa(year) }

// subjectPaper begins a form about a subject.
func (e *errand) subjectPaper(k kindShown, title string, of *journey.SubjectFile) *paper {
	w := e.Words
	s := &paper{title: title, do: w.T("form.save"), action: e.URL.Path,
		crumbs: []page.Link{start(w), {Text: w.T("subjects.title"), To: "/subjects"}, {Text: k.many, To: kindPath(k.kind)}}}
	if of != nil {
		s.crumbs = append(s.crumbs, page.Link{Text: calledOf(w, of.Row), To: subjectPath(k.kind, of.Row.ID)})
	}
	return s
}

// addSubject registers a subject of a kind, and goes on to its file, where its pathway is begun.
func addSubject(e *errand) error {
	k, err := e.kindOf()
	if err == nil {
		err = e.mustMay(subjects.ActsOf(k.kind).Add)
	}
	if err != nil {
		return err
	}
	w := e.Words
	s := e.subjectPaper(k, w.T("subjects.add_one", words.Args{"Kind": k.name}), nil)
	s.lead = w.T("subjects.add_lead")
	s.at = map[string]string{"subjects.nameless": "name", "subjects.name": "name", "subjects.code": "code", "subjects.code_taken": "code"}
	if s.lines, err = e.subjectLines(k, subjects.Row{}); err != nil {
		return err
	}
	s.lines = append(s.lines, dayLine(e.Request, "form.day"))
	return e.filled(e.Request, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := subjects.Add{Kind: k.kind, Code: strings.TrimSpace(v.Get("code")), Is: e.described(k, v, bad), Day: dayOf(e.Request, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		receipt, err := e.carryOut(e.Request, e.scope, c)
		if err != nil {
			return "", "", err
		}
		return subjectPath(k.kind, receipt.IDs[0]), "saved", nil
	})
}

// subjectLines ask what a subject is: its name, its number, where it is, and what the pathways for its kind want to know.
func (e *errand) subjectLines(k kindShown, is subjects.Row) ([]line, error) {
	w := e.Words
	at, err := e.placeOptions(places.Site, places.Municipality, places.Village, places.Territory, places.Province, places.Country)
	if err != nil {
		return nil, err
	}
	lines := []line{{Field: page.Field{Name: "name", Label: w.T("subjects.name_label"), Hint: w.T("subjects.name_hint"), Value: is.Name, Optional: true}}}
	if is.ID.IsZero() {
		lines = append(lines, line{Field: page.Field{Name: "code", Label: w.T("subjects.code_label"), Hint: w.T("subjects.code_hint"), Optional: true, LTR: true}})
	}
	place := line{Field: page.Field{Name: "place", Label: w.T("subjects.place"), Options: at, Optional: true}, as: lineChoice}
	if !is.Place.IsZero() {
		place.Value = is.Place.String()
	}
	lines = append(lines, place)
	var asked []string
	for _, way := range k.ways {
		for _, d := range way.Attributes {
			if !slices.Contains(asked, d.Name) {
				asked = append(asked, d.Name)
				lines = append(lines, attributeLine(w, way, d, is))
			}
		}
	}
	return lines, nil
}

// attributeLine asks one attribute, by its type.
func attributeLine(w *words.Printer, way wayOffered, d journey.AttributeRow, is subjects.Row) line {
	l := line{Field: page.Field{Name: "a_" + d.Name, Label: spaced(way.say("attributes", d.Name)), Optional: true}}
	for _, a := range is.Attributes {
		if a.Name == d.Name {
			l.Value = a.Value
		}
	}
	switch {
	case d.Type == "bool":
		l.as, l.Options = lineRadios, []page.Option{{Value: "yes", Label: w.T("page.yes")}, {Value: "no", Label: w.T("page.no")}}
	case d.Type == "day":
		l.Kind, l.LTR = "date", true
	case d.Type == "int":
		l.LTR = true
	case len(d.Options) > 0:
		l.as = lineChoice
		for _, o := range d.Options {
			l.Options = append(l.Options, page.Option{Value: o, Label: spaced(way.say("options", o))})
		}
	}
	return l
}

// described reads what a subject is.
func (e *errand) described(k kindShown, v url.Values, bad wrongs) subjects.Description {
	is := subjects.Description{Name: strings.TrimSpace(v.Get("name")), Place: oneID(v, "place")}
	for _, way := range k.ways {
		for _, d := range way.Attributes {
			value := strings.TrimSpace(v.Get("a_" + d.Name))
			if slices.ContainsFunc(is.Attributes, func(a subjects.Attribute) bool { return a.Name == d.Name }) {
				continue
			}
			if value != "" && !d.Decl().Parse(value).Known() {
				bad["a_"+d.Name] = e.Words.T("subjects.attribute_wrong." + d.Type)
			}
			is.Attributes = append(is.Attributes, subjects.Attribute{Name: d.Name, Value: value})
		}
	}
	slices.SortFunc(is.Attributes, func(a, b subjects.Attribute) int { return strings.Compare(a.Name, b.Name) })
	return is
}

// describeSubject says anew what a subject is.
func describeSubject(e *errand) error {
	k, of, file, err := e.openSubject()
	if err == nil {
		err = e.mustMay(subjects.ActsOf(k.kind).Add)
	}
	if err != nil {
		return err
	}
	s := e.subjectPaper(k, e.Words.T("subjects.describe"), &file)
	s.at = map[string]string{"subjects.name": "name"}
	if s.lines, err = e.subjectLines(k, file.Row); err != nil {
		return err
	}
	return e.filled(e.Request, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := subjects.Describe{Subject: of, Kind: k.kind, Is: e.described(k, v, bad), Day: clock.NoDay}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := e.carryOut(e.Request, e.scope, c)
		return subjectPath(k.kind, of), "saved", err
	})
}

// joinSubject says that somebody is of a subject.
func joinSubject(e *errand) error {
	k, of, file, err := e.openSubject()
	if err == nil {
		err = e.mustMay(subjects.ActsOf(k.kind).Members)
	}
	if err != nil {
		return err
	}
	w := e.Words
	s := e.subjectPaper(k, w.T("subjects.join"), &file)
	s.lead = w.T("subjects.join_lead")
	s.at = map[string]string{"subjects.nobody": "given", "subjects.born": "born", "subjects.member": "role"}
	sex := memberLines(w, 0)[2]
	sex.Name = "sex"
	s.lines = []line{{Field: page.Field{Name: "given", Label: w.T("member.given"), Optional: true}}, {Field: page.Field{Name: "family", Label: w.T("member.family"), Optional: true}}, sex,
		{Field: page.Field{Name: "born", Label: w.T("subjects.born_year"), Hint: w.T("subjects.born_hint"), Optional: true, LTR: true}},
		{Field: page.Field{Name: "phone", Label: w.T("member.phone"), Optional: true, LTR: true}}, dayLine(e.Request, "form.day")}
	if roles := k.roleOptions(); len(roles) > 0 {
		s.lines = append(s.lines, line{Field: page.Field{Name: "role", Label: w.T("subjects.role"), Options: roles, Optional: true}, as: lineChoice})
	}
	return e.filled(e.Request, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := subjects.Join{Subject: of, Kind: k.kind, Role: v.Get("role"), Sex: sexOf(v.Get("sex")), BornYear: countOf(e.Request, v, "born", bad),
			Names: people.Names{Given: strings.TrimSpace(v.Get("given")), Family: strings.TrimSpace(v.Get("family"))}, Phone: strings.TrimSpace(v.Get("phone")),
			Day: dayOf(e.Request, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := e.carryOut(e.Request, e.scope, c)
		return subjectPath(k.kind, of), "saved", err
	})
}

// roleOptions are the roles that the programmes of a kind have words for.
func (k kindShown) roleOptions() (options []page.Option) {
	for _, way := range k.ways {
		for _, role := range way.section("roles") {
			options = append(options, page.Option{Value: role, Label: way.say("roles", role)})
		}
	}
	return options
}

// leaveSubject says that somebody is of a subject no more.
func leaveSubject(e *errand) error {
	k, of, file, err := e.openSubject()
	if err == nil {
		err = e.mustMay(subjects.ActsOf(k.kind).Members)
	}
	if err != nil {
		return err
	}
	person, err := e.PathID("person")
	if err != nil {
		return err
	}
	m, err := memberNamed(file, person)
	if err != nil {
		return err
	}
	s := e.subjectPaper(k, e.Words.T("subjects.leave"), &file)
	s.terms = []page.Term{{Label: e.Words.T("member.name"), Value: saidOf(e.Words, m)}}
	s.at = map[string]string{"subjects.left_before": "day"}
	s.lines = []line{dayLine(e.Request, "form.day")}
	return e.filled(e.Request, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := subjects.Leaves{Subject: of, Kind: k.kind, Person: person, Day: dayOf(e.Request, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := e.carryOut(e.Request, e.scope, c)
		return subjectPath(k.kind, of), "saved", err
	})
}

// beginSubject begins a pathway for a subject.
func beginSubject(e *errand) error {
	k, of, file, err := e.openSubject()
	if err == nil {
		err = e.mustMay(subjects.ActsOf(k.kind).Add)
	}
	if err != nil {
		return err
	}
	programmeID, pathway := e.PathValue("programme"), e.PathValue("pathway")
	s := e.subjectPaper(k, e.Words.T("way.begin", words.Args{"Pathway": e.speech(e.Words, programmeID).say("pathways", pathway)}), &file)
	s.do = e.Words.T("begin_do")
	s.lines = []line{dayLine(e.Request, "form.day")}
	return e.filled(e.Request, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := journey.Tend{Kind: k.kind, Do: journey.Start{Programme: programmeID, Pathway: pathway, Subject: of, Day: dayOf(e.Request, v, "day", bad)}}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := e.carryOut(e.Request, e.scope, c)
		return subjectPath(k.kind, of), "saved", err
	})
}

// subjectWay is a way of a subject with the forms of its steps, for what this visitor may do there.
func (e *errand) subjectWay(kind string, of id.ID, way journey.Way) wayShown {
	shown := wayShown{Way: way, speech: e.speech(e.Words, way.Programme), deeds: map[string]string{}}
	for _, s := range way.Steps {
		if to := e.subjectDeed(kind, of, way.ID, s); to != "" && isOpen(s) {
			shown.deeds[s.ID] = to
		}
	}
	return shown
}

// subjectDeed is the form of a step of a subject's way; "" for those who have nothing to do there.
func (e *errand) subjectDeed(kind string, of, way id.ID, s journey.StepRow) string {
	here := subjectPath(kind, of) + "/ways/" + way.String() + "/" + s.ID
	switch s.Verb {
	case "ask", "gather", "check":
		if e.may(subjects.ActsOf(kind).Step) {
			return here
		}
	case "decide":
		if e.may(subjects.ActsOf(kind).Step) && e.holds(e.Visitor, s.Role, e.scope) {
			return here
		}
	case "close":
		if e.may(subjects.ActsOf(kind).Step) && s.State != "done" {
			return here
		}
	case "visit":
		if e.may(access.VisitRecord) {
			return "/gatherings/record?" + url.Values{"kind": {string(gathering.GoAndSee)}, "journey": {way.String()}, "step": {s.ID}}.Encode()
		}
	case "build":
		at, back := milestonePath(way, s.ID), "?"+url.Values{"subject": {kind + "/" + of.String()}}.Encode()
		if s.Reached == "reported" && e.may(access.WorksInspect) {
			return at + "/inspect" + back
		}
		if s.State == "ready" && e.may(access.WorksReport) {
			return at + "/report" + back
		}
	}
	return ""
}

// subjectStep shows the form of a step of a subject's way, or takes it.
func subjectStep(e *errand) error {
	k, of, file, err := e.openSubject()
	if err != nil {
		return err
	}
	for _, row := range file.Ways {
		way := e.subjectWay(k.kind, of, row.Way)
		for _, s := range way.Steps {
			if way.ID.String() == e.PathValue("way") && s.ID == e.PathValue("step") && way.deeds[s.ID] == e.URL.Path {
				return e.subjectForm(k, file, way, s)
			}
		}
	}
	return notThere("pages.subjectStep")
}

// subjectForm is the form of one step: its lines by its verb, the questions of its form, and the command they make.
func (e *errand) subjectForm(k kindShown, file journey.SubjectFile, way wayShown, step journey.StepRow) error {
	w := e.Words
	form, err := e.formAt(e.Request, way.Programme, way.Version, step.Form)
	if err != nil {
		return err
	}
	s := e.subjectPaper(k, way.step(step.ID), &file)
	s.terms = []page.Term{{Label: w.T("way.state"), Value: w.T("state." + step.State)}}
	s.at = map[string]string{"journey.reason_missing": "reason", "journey.source_missing": "source", "journey.no_such_reason": "reason"}
	var lines []line
	switch step.Verb {
	case "gather":
		lines = memberChecks(w, file)
	case "decide":
		lines = decisionLines(e.Request, way.speech, step)
	case "close":
		s.grave, s.do = true, w.T("close.do")
		lines = []line{{Field: page.Field{Name: "reason", Label: w.T("close.reason"), Options: way.endings(way.Pathway, step.ID)}, as: lineRadios}}
	}
	if step.Verb != "decide" {
		lines = append(lines, line{Field: page.Field{Name: "words", Label: w.T("form.words"), Optional: true, Rows: 3}, as: lineArea}, dayLine(e.Request, "form.day"))
	}
	s.lines = append(questionLines(w, form), lines...)
	return e.filled(e.Request, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		commands := e.subjectCommands(k.kind, way, step, form, v, bad)
		if len(bad) > 0 {
			return "", "", bad
		}
		return subjectPath(k.kind, file.Row.ID), "saved", e.carryOutAll(e.Request, e.scope, commands)
	})
}

// memberChecks ask who of a subject was there; nothing where nobody is of it.
func memberChecks(w *words.Printer, file journey.SubjectFile) []line {
	l := line{Field: page.Field{Name: "who", Label: w.T("subjects.who_was_there"), Hint: w.T("subjects.who_was_there_hint"), Optional: true}, as: lineChecks}
	for _, m := range file.Members {
		if m.Left == 0 {
			l.Options = append(l.Options, page.Option{Value: m.Person.String(), Label: saidOf(w, m)})
		}
	}
	if len(l.Options) == 0 {
		return nil
	}
	return []line{l}
}

// subjectCommands are the commands that a filled form makes.
func (e *errand) subjectCommands(kind string, way wayShown, step journey.StepRow, form *programme.Form, v url.Values, bad wrongs) []desk.Command {
	said, day := journey.Words{Answers: e.answersOf(e.Request, form, v, bad), Text: strings.TrimSpace(v.Get("words"))}, dayOf(e.Request, v, "day", bad)
	tend := func(c desk.Command) desk.Command { return journey.Tend{Kind: kind, Do: c} }
	switch step.Verb {
	case "ask":
		return []desk.Command{tend(journey.Ask{Journey: way.ID, Step: step.ID, Words: said, Day: day})}
	case "check":
		return []desk.Command{tend(journey.FollowUp{Journey: way.ID, Step: step.ID, Words: said, Day: day})}
	case "decide":
		c := decisionOf(e.Request, v, way.ID, step.ID, bad)
		c.Answers = said.Answers
		return []desk.Command{tend(c)}
	case "close":
		c := endOf(e.Request, v, way.ID, step.ID, bad)
		c.Words.Answers = said.Answers
		return []desk.Command{tend(c)}
	}
	who := ids(v["who"])
	if len(who) == 0 {
		who = []id.ID{{}}
	}
	var commands []desk.Command
	for _, person := range who {
		commands = append(commands, tend(journey.Attend{Journey: way.ID, Step: step.ID, By: person, Words: said, Day: day}))
	}
	return commands
}
