// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/hex"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/committee"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/standards"
	"safar/field/subjects"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addSubjects adds the pages of what walks a pathway and is neither a household nor a place: lists, files, and their forms.
func (o *office) addSubjects() {
	o.handle("GET /subjects", showKinds)
	o.handle("GET /subjects/{kind}", showSubjects)
	o.handle("GET /subjects/{kind}/{subject}", showSubject)
	for at, form := range map[string]func(*errand) error{
		"/subjects/{kind}/add":                                   addSubject,
		"/subjects/{kind}/{subject}/describe":                    describeSubject,
		"/subjects/{kind}/{subject}/join":                        joinSubject,
		"/subjects/{kind}/{subject}/leave/{person}":              leaveSubject,
		"/subjects/{kind}/{subject}/begin/{programme}/{pathway}": beginSubject,
		"/subjects/{kind}/{subject}/ways/{way}/{step}":           subjectStep,
	} {
		o.handle("GET "+at, form)
		o.handle("POST "+at, form)
	}
}

// kindShown is a kind of subject as the programmes in force know it: what it is called, and the pathways that are for it.
type kindShown struct {
	kind, name, many string
	ways             []wayOffered
}

// wayOffered is a pathway that a subject of a kind may begin.
type wayOffered struct {
	programme string
	journey.PathwayRow
	speech
}

// kinds are the kinds of subjects of the programmes in force, of which somebody may read; in order of the programmes.
func (e *errand) kinds() ([]kindShown, error) {
	all, err := ask(e, "task.subjects", journey.Programmes())
	var kinds []kindShown
	for _, in := range all {
		said := e.speech(e.Words, in.Programme)
		for _, way := range in.Pathways {
			if programme.NatureOf(way.For) != programme.Thing || !e.may(subjects.ActsOf(way.For).Read) {
				continue
			}
			i := slices.IndexFunc(kinds, func(k kindShown) bool { return k.kind == way.For })
			if i < 0 {
				i = len(kinds)
				kinds = append(kinds, kindShown{kind: way.For, name: said.subject(way.For, way.For), many: said.subject(way.Plural, way.For)})
			}
			kinds[i].ways = append(kinds[i].ways, wayOffered{in.Programme, way, said})
		}
	}
	return kinds, err
}

// subject says a kind of subject, by its singular or plural: the word of the field, or the programme's own for its own kind.
func (s speech) subject(word, kind string) string {
	if key := "subject." + word; s.w.Has(key) {
		return s.w.T(key)
	}
	if said := s.say("subjects", word); said != word {
		return said
	}
	return spaced(s.say("subjects", kind))
}

// kindOf is the kind of the address, for those who may do an act there.
func (e *errand) kindOf() (kindShown, error) {
	kinds, err := e.kinds()
	if err != nil {
		return kindShown{}, err
	}
	for _, k := range kinds {
		if k.kind == e.PathValue("kind") {
			return k, nil
		}
	}
	return kindShown{}, notThere("pages.kindOf")
}

func kindPath(kind string) string { return "/subjects/" + kind }

func subjectPath(kind string, of id.ID) string { return kindPath(kind) + "/" + of.String() }

// subjectAt is the path of a subject that an address names by its kind and id; "" for what names none.
func subjectAt(named string) string {
	kind, of, _ := strings.Cut(named, "/")
	if subject, err := id.Parse(of); err == nil && kind != "" && strings.Trim(kind, "abcdefghijklmnopqrstuvwxyz_0123456789") == "" {
		return subjectPath(kind, subject)
	}
	return ""
}

// showKinds shows which kinds of subjects there are, with how many of each.
func showKinds(e *errand) error {
	kinds, err := e.kinds()
	if err != nil {
		return err
	}
	w := e.Words
	g := grid{caption: w.T("subjects.title"), empty: w.T("subjects.no_kinds"), columns: columns(w, "subjects.kind_of", "#subjects.how_many", "subjects.programmes")}
	for _, k := range kinds {
		list, err := ask(e, "task.subjects", journey.Subjects(e.scope, k.kind, nil, 1))
		if err != nil {
			return err
		}
		var ways []templ.Component
		for _, way := range k.ways {
			ways = append(ways, hushed(way.name(way.programme)))
		}
		g.rows = append(g.rows, []templ.Component{linked(k.many, kindPath(k.kind)), num(w, int(list.Total)), cells(ways...)})
	}
	return e.Show(officePage(e.frame(w.T("subjects.title")), w.T("subjects.lead"), nil, gridOf(g)))
}

// showSubjects lists the subjects of a kind, the latest first, each with where it stands.
func showSubjects(e *errand) error {
	k, err := e.kindOf()
	if err != nil {
		return err
	}
	list, err := ask(e, "task.subjects", journey.Subjects(e.scope, k.kind, cursor(e.URL.Query().Get("after")), perPage))
	if err != nil {
		return err
	}
	var at []id.ID
	for _, row := range list.Rows {
		at = append(at, row.Subject.Place)
	}
	names, err := e.placeNames(at...)
	if err != nil {
		return err
	}
	w := e.Words
	g := grid{caption: k.many, empty: w.T("subjects.none"), columns: columns(w, "subjects.name_label", "subjects.code_label", "subjects.place", "subjects.stands", "#subjects.members")}
	for _, row := range list.Rows {
		g.rows = append(g.rows, []templ.Component{linked(calledOf(w, row.Subject), subjectPath(k.kind, row.Subject.ID)), page.Code(row.Subject.Code),
			plain(names[row.Subject.Place]), e.standsAt(row), num(w, row.Subject.Members)})
	}
	pages := page.Pages{Shown: int64(len(list.Rows)), Total: list.Total}
	if next := list.Next; !next.Story.IsZero() {
		pages.Next = kindPath(k.kind) + "?after=" + hex.EncodeToString(next.Key) + "." + next.Story.String()
	}
	if e.URL.Query().Has("after") {
		pages.First = kindPath(k.kind)
	}
	leadText := ""
	if list.Total >= 0 {
		leadText = w.N("subjects.count", list.Total)
	}
	parts := []templ.Component{gridOf(g), page.Pager(w, pages)}
	counted, err := e.countedPart(k.kind)
	if err != nil {
		return err
	}
	if counted != nil {
		parts = append([]templ.Component{counted}, parts...)
	}
	return e.Show(officePage(e.frame(k.many, e.crumb("subjects.title", "/subjects")), leadText,
		join(e.way(e.may(subjects.ActsOf(k.kind).Add), "subjects.add", kindPath(k.kind)+"/add"), e.pledgesWays(k)), parts...))
}

// standsAt says the step at which a subject stands, and its state there.
func (e *errand) standsAt(row journey.SubjectRow) templ.Component {
	if row.State == "" {
		return hushed(e.Words.T("subjects.no_way"))
	}
	parts := []templ.Component{page.Status(e.Words, row.State)}
	if row.Step != "" {
		parts = append(parts, plain(e.speech(e.Words, row.Programme).step(row.Step)))
	}
	return cells(parts...)
}

// calledOf is what a subject is called: its name, or else its number.
func calledOf(w *words.Printer, row subjects.Row) string {
	for _, name := range []string{row.Name, row.Code} {
		if name != "" {
			return name
		}
	}
	return w.T("subjects.unnamed")
}

// subjectShown is the file of a subject, ready to be shown.
type subjectShown struct {
	kind    kindShown
	file    journey.SubjectFile
	terms   []page.Term
	ways    []siteWay
	events  []page.Event
	links   []page.Link
	filled  []filledShown   // forms that were filled in, the latest first
	beside  templ.Component // what else stands on the page of its kind; nil for nothing
	leaving string          // where a member's leaving is written down; "" for those who may not
}

func showSubject(e *errand) error {
	k, of, file, err := e.openSubject()
	if err != nil {
		return err
	}
	places := []id.ID{file.Row.Place}
	for _, event := range file.Story {
		places = append(places, event.Place)
	}
	for _, b := range file.Below {
		places = append(places, b.Place)
	}
	names, err := e.placeNames(places...)
	if err != nil {
		return err
	}
	shown := subjectShown{kind: k, file: file, terms: e.subjectTerms(k, file, names)}
	for _, way := range file.Ways {
		shown.ways = append(shown.ways, siteWay{e.subjectWay(k.kind, of, way.Way), way.Decisions})
	}
	for _, f := range file.Filled {
		for _, way := range shown.ways {
			if f.Journey == way.ID {
				what := e.Words.T("story.more", words.Args{"What": way.step(f.Step), "More": append([]string{e.Words.Date(f.Day)}, f.About...)})
				shown.filled = append(shown.filled, way.filled(e.Words, f, what))
			}
		}
	}
	plans, err := e.plansTold(e.Request, subjects.ActsOf(k.kind).Read, e.scope, file.Story)
	if err != nil {
		return err
	}
	shown.events = e.subjectEvents(shown.ways, file, names, plans)
	shown.links = e.subjectLinks(k, of, shown.ways)
	if shown.beside, err = e.complaintPart(file); err == nil && shown.beside == nil {
		shown.beside, err = e.facilityPart(file.Row)
	}
	if err != nil {
		return err
	}
	if e.may(subjects.ActsOf(k.kind).Members) {
		shown.leaving = subjectPath(k.kind, of) + "/leave/"
	}
	if k.kind == committee.Kind {
		parts, err := e.committeeParts(of)
		if err != nil {
			return err
		}
		shown.beside = together(parts...)
	}
	if k.kind == standards.FacilityKind {
		located, err := e.locatedPart(of)
		if err != nil {
			return err
		}
		shown.beside = located
	}
	return e.Show(subjectFilePage(e.frame(calledOf(e.Words, file.Row), e.crumb("subjects.title", "/subjects"), page.Link{Text: k.many, To: kindPath(k.kind)}), shown))
}

// openSubject opens the file of the address.
func (e *errand) openSubject() (k kindShown, of id.ID, file journey.SubjectFile, err error) {
	if k, err = e.kindOf(); err != nil {
		return k, of, file, err
	}
	if of, err = e.PathID("subject"); err != nil {
		return k, of, file, err
	}
	file, err = ask(e, "task.subjects", journey.SubjectFileOf(e.scope, k.kind, of, e.formsOf(e.Request), works.Filled, gathering.Filled))
	return k, of, file, err
}

// subjectFile opens the file of a subject of a kind, without what was filled in of forms.
func (e *errand) subjectFile(kind string, of id.ID) (journey.SubjectFile, error) {
	return ask(e, "task.subjects", journey.SubjectFileOf(e.scope, kind, of, nil))
}

// subjectTerms are what is known of a subject.
func (e *errand) subjectTerms(k kindShown, file journey.SubjectFile, names map[id.ID]string) []page.Term {
	w := e.Words
	terms := []page.Term{{Label: w.T("subjects.code_label"), Value: file.Row.Code, Class: "id"}, {Label: w.T("subjects.place"), Value: names[file.Row.Place]},
		{Label: w.T("subjects.under"), Value: file.Above}, {Label: w.T("subjects.since"), Value: w.Date(file.Row.Since), Class: "date"}}
	for _, a := range file.Row.Attributes {
		name, value := a.Name, a.Value
		for _, way := range k.ways {
			if i := slices.IndexFunc(way.Attributes, func(d journey.AttributeRow) bool { return d.Name == a.Name }); i >= 0 {
				name, value = spaced(way.say("attributes", a.Name)), attributeValue(w, way, way.Attributes[i], a.Value)
			}
		}
		terms = append(terms, page.Term{Label: name, Value: value})
	}
	return slices.DeleteFunc(terms, func(t page.Term) bool { return t.Value == "" })
}

// attributeValue says the value of an attribute.
func attributeValue(w *words.Printer, way wayOffered, d journey.AttributeRow, value string) string {
	switch {
	case d.Type == "bool" && value != "":
		return w.T("page." + value)
	case d.Type == "day":
		if day, err := clock.ParseDay(value); err == nil {
			return w.Date(day)
		}
	case len(d.Options) > 0:
		return way.say("options", value)
	}
	return value
}

// subjectEvents are what happened to a subject, the latest first.
func (e *errand) subjectEvents(ways []siteWay, file journey.SubjectFile, names, plans map[id.ID]string) []page.Event {
	spoken := map[string]speech{}
	for _, way := range ways {
		for _, s := range way.Steps {
			spoken[s.ID] = way.speech
		}
	}
	var events []page.Event
	for _, happened := range file.Story {
		what := e.Words.T(sentenceOf(e.Words, happened))
		if said, ok := spoken[happened.Step]; ok {
			what = e.Words.T("story.step", words.Args{"Step": said.step(happened.Step), "What": what})
		}
		if more := notEmpty(happened.About, names[happened.Place], plans[happened.Plan]); len(more) > 0 {
			what = e.Words.T("story.more", words.Args{"What": what, "More": more})
		}
		events = append(events, page.Event{When: e.Words.Date(happened.Day), What: what, Who: happened.By, State: toneOf(happened)})
	}
	return events
}

// subjectLinks are what may be written of a subject beside its way.
func (e *errand) subjectLinks(k kindShown, of id.ID, ways []siteWay) []page.Link {
	acts, at := subjects.ActsOf(k.kind), subjectPath(k.kind, of)
	links := join(e.way(e.may(acts.Add), "subjects.describe", at+"/describe"), e.way(e.may(acts.Members), "subjects.join", at+"/join"))
	for _, way := range k.ways {
		walked := slices.ContainsFunc(ways, func(w siteWay) bool { return w.Programme == way.programme && w.Pathway == way.ID })
		if !walked && e.may(acts.Add) {
			links = append(links, page.Link{Text: e.Words.T("way.begin", words.Args{"Pathway": way.say("pathways", way.ID)}), To: at + "/begin/" + way.programme + "/" + way.ID})
		}
	}
	return slices.Concat(links, e.recordingWays(k.kind, of), e.complaintLinks(k.kind, of))
}

// mustMay refuses who may not do an act in their caseload.
func (e *errand) mustMay(act access.Act) error {
	return access.May(e.Visitor.Actor, act, e.scope, e.today)
}

// memberNamed is somebody of a subject.
func memberNamed(file journey.SubjectFile, person id.ID) (subjects.MemberRow, error) {
	for _, m := range file.Members {
		if m.Person == person && m.Left == 0 {
			return m, nil
		}
	}
	return subjects.MemberRow{}, fault.New("pages.memberNamed", fault.NotFound, "subjects.not_of_it", nil)
}

// saidOf is what a member is called.
func saidOf(w *words.Printer, m subjects.MemberRow) string {
	if name := strings.TrimSpace(m.Name); name != "" {
		return name
	}
	return w.T("household.no_name")
}
