// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/subjects"
	"safar/kernel/clock"
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
	s := &paper{title: title, do: w.T("form.save"), action: e.URL.RequestURI(),
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
