// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/field/places"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// What a choice of the list says that is no id: of no place, followed by nobody, by the reader, in a language that nobody here reads.
const (
	nowhere = "none"
	unread  = "none"
	unowned = "none"
	mine    = "mine"
)

// complaintsWanted reads which complaints the address asks for.
func (e *errand) complaintsWanted() (want voice.Wanted) {
	q := e.URL.Query()
	want = voice.Wanted{Topic: q.Get("topic"), Channel: q.Get("channel"), Stands: voice.Clockwise(q.Get("stands")), Interpreter: q.Get("language") == unread, Nowhere: q.Get("site") == nowhere}
	want.Site, _ = id.Parse(q.Get("site")) // what is no id is every site
	switch q.Get("whose") {
	case mine:
		want.Owner = e.Visitor.Actor.User
	case unowned:
		want.Unowned = true
	}
	return want
}

// complaintsPart shows the complaints that wait, the latest over its time first, with what they can be chosen by. It is nil where no programme in force hears complaints here.
func (e *errand) complaintsPart() (templ.Component, error) {
	hears, err := e.hearings()
	if err != nil || len(hears) == 0 {
		return nil, err
	}
	want, part := e.complaintsWanted(), e.part(perPage)
	list, err := ask(e, "task.voices", e.op.Voices.Of(e.scope).Waiting(want, part))
	if err != nil {
		return nil, err
	}
	rows, err := e.complaintsGrid(e.Words.T("complaints.waiting"), list.Rows)
	if err != nil {
		return nil, err
	}
	choice, err := e.complaintsChoice(list)
	if err != nil {
		return nil, err
	}
	w := e.Words
	return headed(w.T("complaints.title"), choice, e.complaintsStands(list), rows, page.Pager(w, e.pager(part.From, len(list.Rows), list.All, perPage))), nil
}

// complaintsGrid lists complaints.
func (e *errand) complaintsGrid(caption string, rows []voice.ComplaintRow) (templ.Component, error) {
	var at []id.ID
	for _, row := range rows {
		at = append(at, row.Place)
	}
	names, err := e.placeNames(at...)
	if err != nil {
		return nil, err
	}
	w := e.Words
	g := grid{caption: caption, empty: w.T("complaints.none"), columns: columns(w, "complaints.number", "complaints.due", "complaints.topic", "complaints.place", "complaints.channel", "complaints.since", "complaints.owner")}
	for _, row := range rows {
		g.rows = append(g.rows, []templ.Component{linkTo(subjectPath(voice.ComplaintKind, row.ID), page.Code(row.Code)), e.dueCell(row.Programme, row.Clocks), e.topicCell(row),
			placeCell(w, names[row.Place]), plain(e.saidOr(row.Channel)), day(w, row.Since), ownerCell(w, row)})
	}
	return gridOf(g), nil
}

func placeCell(w *words.Printer, name string) templ.Component {
	if name == "" {
		return hushed(w.T("complaints.no_place"))
	}
	return plain(name)
}

func ownerCell(w *words.Printer, row voice.ComplaintRow) templ.Component {
	if row.Owner.IsZero() {
		return hushed(w.T("complaints.nobody"))
	}
	return plain(orWord(row.Name, w.T("complaints.somebody")))
}

// topicCell says of what a complaint is, how many say the same, and that it waits for an interpreter.
func (e *errand) topicCell(row voice.ComplaintRow) templ.Component {
	parts := []templ.Component{plain(orWord(e.saidOr(row.Topic), e.Words.T("complaints.no_topic")))}
	if row.Voices > 1 {
		parts = append(parts, hushed(e.Words.N("complaints.voices", int64(row.Voices))))
	}
	if row.Interpreter {
		parts = append(parts, status(page.Warn, e.Words.T("complaints.interpreter")))
	}
	return cells(parts...)
}

// dueCell says what the office is to do next about a complaint, and by when.
func (e *errand) dueCell(programme string, clocks []journey.Clock) templ.Component {
	w := e.Words
	if len(clocks) == 0 {
		return hushed(w.T("complaints.no_clock"))
	}
	return e.clockCell(programme, clocks[0], voice.ClockwiseOf(clocks, e.op.Clock.Now()))
}

// clockTone is the tone of how something stands to its clock.
var clockTone = map[voice.Clockwise]page.Tone{voice.Late: page.Bad, voice.DueSoon: page.Warn, voice.InTime: page.Good, voice.NoClock: page.Plain}

func (e *errand) clockCell(programme string, c journey.Clock, stands voice.Clockwise) templ.Component {
	w := e.Words
	said := e.speech(w, programme).step(c.Step)
	return cells(status(clockTone[stands], w.T("complaints.stands."+string(stands))), plain(w.T("complaints.by", words.Args{"Step": said, "When": e.dueSaid(c)})))
}

// dueSaid says until when: the last day, or the minute where hours are counted.
func (e *errand) dueSaid(c journey.Clock) string {
	if h, m, s := c.Due.Clock(); h+m+s == 0 {
		return e.Words.Date(clock.DayOf(c.Due) - 1)
	}
	return e.Words.Time(c.Due)
}

// complaintsStands says how many of those that are shown stand how to their clocks, each the way to them.
func (e *errand) complaintsStands(list voice.ComplaintPage) templ.Component {
	w, parts := e.Words, []templ.Component(nil)
	for _, t := range list.Stands {
		if t.Count == 0 {
			continue
		}
		q := e.URL.Query()
		q.Set("stands", t.Of)
		q.Del("from")
		parts = append(parts, linkTo("/voices?"+q.Encode(), status(clockTone[voice.Clockwise(t.Of)], w.N("complaints.count."+t.Of, int64(t.Count)))))
	}
	return para(cells(parts...))
}

// complaintsChoice is what the list can be chosen by.
func (e *errand) complaintsChoice(list voice.ComplaintPage) (templ.Component, error) {
	sites, err := e.placeOptions(places.Site)
	if err != nil {
		return nil, err
	}
	w, q := e.Words, e.URL.Query()
	said := func(all []voice.Tally) (options []page.Option) {
		for _, t := range all {
			options = append(options, page.Option{Value: t.Of, Label: e.saidOr(t.Of)})
		}
		return options
	}
	var stands []string
	for _, c := range voice.Clockwises() {
		stands = append(stands, string(c))
	}
	sites = append(sites, page.Option{Value: nowhere, Label: w.T("complaints.no_place")})
	field := func(name, label string, options []page.Option) page.Field {
		return page.Field{Name: name, Label: w.T(label), Options: options, Value: q.Get(name), Optional: true}
	}
	return complaintsFilter(w, "/voices", []page.Field{field("site", "complaints.place", sites), field("topic", "complaints.topic", said(list.Topics)), field("channel", "complaints.channel", said(list.Channels)),
		field("stands", "complaints.clock", optionsOf(w, "complaints.stands", stands...)),
		field("whose", "complaints.owner", []page.Option{{Value: mine, Label: w.T("complaints.mine")}, {Value: unowned, Label: w.T("complaints.nobody")}}),
		field("language", "complaints.language", []page.Option{{Value: unread, Label: w.T("complaints.interpreter")}})}), nil
}

// hearing is a pathway in force on which complaints are heard here.
type hearing struct {
	wayOffered
	step string // at which they are
	form string
}

// hearings are the pathways in force on which complaints are heard in the part of the caseload in which the visitor works.
func (e *errand) hearings() (all []hearing, err error) {
	if e.scope == (access.Scope{}) {
		return nil, nil
	}
	folders, err := e.op.Programmes.Folders(e.Context())
	if err != nil {
		return nil, err
	}
	rows, err := ask(e, "task.voices", journey.Programmes())
	for _, in := range rows {
		for _, way := range in.Pathways {
			folder := folders[in.Programme]
			if way.For != voice.ComplaintKind || folder == nil || folder.Programme.Pathway(way.ID) == nil {
				continue
			}
			law := folder.Programme.Pathway(way.ID)
			if s := voice.HeardAt(law); s != nil && law.Part == e.scope.Compartment {
				all = append(all, hearing{wayOffered{in.Programme, way, e.speech(e.Words, in.Programme)}, s.ID, s.Form})
				break // what comes after it in the file is for what was heard already
			}
		}
	}
	return all, err
}

// chosen reports whether a list is shown of which something was chosen.
func chosen(fields []page.Field) bool {
	return slices.ContainsFunc(fields, func(f page.Field) bool { return f.Value != "" })
}
