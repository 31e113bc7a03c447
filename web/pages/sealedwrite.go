// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/referral"
	"safar/field/sealed"
	"safar/field/voice"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// writeSealedTask asks what somebody tells.
func writeSealedTask(e *errand) (*task, error) {
	a, err := e.sealedAbout()
	if err != nil {
		return nil, err
	}
	t := &task{title: "sealed.write", lead: "sealed.write_lead", do: "sealed.send", back: sealedPath, crumbs: []page.Link{e.crumb("sealed.title", sealedPath)},
		about: noticed(page.Warn, e.Words.T("sealed.say_first"), e.Words.T("sealed.say_first_what"))}
	t.blanks, t.questions, err = e.sealedBlanks(a)
	return t, err
}

// sealedBlanks are what is asked of a complaint, and whom of the office it names.
func (e *errand) sealedBlanks(a sealedAbout) (blanks []blank, questions []line, err error) {
	w := e.Words
	sites, err := e.placeOptions(places.Site)
	if err != nil {
		return nil, nil, err
	}
	named, err := e.accusedLine(a, "sealed.accused")
	return []blank{e.blank(asArea, "words", "sealed.words").hinted(w.T("sealed.words_hint")),
		e.blank(asSelect, "theme", "sealed.theme").of(optionsOf(w, "sealed.theme", sealed.Themes...)),
		e.blank(asSelect, "teller", "sealed.teller").of(optionsOf(w, "sealed.teller", sealed.Tellers...)),
		e.blank(asSelect, "place", "sealed.place").of(append([]page.Option{{Value: "", Label: w.T("sealed.no_place")}}, sites...)).optional(),
		e.blank(asInput, "others", "sealed.others").optional(),
		e.blank(asInput, "contact", "sealed.contact").hinted(w.T("sealed.contact_hint")).optional(),
		e.blank(asCheck, "helped", "sealed.helped").hinted(w.T("sealed.helped_hint")).optional()}, []line{named}, err
}

// accusedLine asks who of the office is named.
func (e *errand) accusedLine(a sealedAbout, label string) (line, error) {
	workers, err := ask(e, "task.find_the_way", sealed.Workers(a.lane.Caseload))
	named := line{as: lineChecks, Field: page.Field{Name: "accused", Label: e.Words.T(label), Hint: e.Words.T("sealed.accused_hint"), Optional: true}}
	for _, p := range workers {
		named.Options = append(named.Options, page.Option{Value: p.User.String(), Label: p.Name})
	}
	return named, err
}

// hearing reads a complaint.
func (in *input) hearing() sealed.Hearing {
	return sealed.Hearing{Theme: in.must("theme"), Teller: in.must("teller"), Place: in.id("place"), Words: in.must("words"), Accused: in.ids("accused"),
		Others: in.text("others"), Contact: in.text("contact"), Helped: in.yes("helped")}
}

// ids reads the ids that are ticked under a name.
func (in *input) ids(name string) (all []id.ID) {
	for _, text := range in.values[name] {
		if of, err := id.Parse(text); err == nil {
			all = append(all, of)
		}
	}
	return all
}

// writeSealed seals what was told, and says with how many it is: no number, and no way back to it.
func writeSealed(e *errand, in *input) (templ.Component, error) {
	lane, err := e.sealedScope()
	if err != nil {
		return nil, err
	}
	h := in.hearing()
	command, err := e.Command()
	if err != nil || in.wrong() {
		return nil, err
	}
	told, err := sealed.Hear(e.Context(), e.op.Desk, e.Visitor.Actor, lane.Caseload, command, h)
	if err != nil {
		return nil, err
	}
	return e.sealedWritten(told), nil
}

func (e *errand) sealedWritten(told sealed.Written) templ.Component {
	w := e.Words
	said := w.N("sealed.with_readers", int64(told.Readers))
	if told.Readers == 0 {
		said = w.T("sealed.with_glass")
	}
	return officePage(e.frame(w.T("sealed.written"), e.crumb("sealed.title", sealedPath)), "", nil, noticed(page.Good, said, w.T("sealed.written_what")))
}

// openComplaint is the complaint in the open that the address names, with the kind that it is.
func (e *errand) openComplaint() (k kindShown, of id.ID, file journey.SubjectFile, err error) {
	kinds, err := e.kinds()
	if err != nil {
		return k, of, file, err
	}
	for _, k = range kinds {
		if k.kind == voice.ComplaintKind {
			break
		}
	}
	if of, err = e.PathID("subject"); err != nil || k.kind != voice.ComplaintKind {
		return k, of, file, notThere("pages.openComplaint")
	}
	file, err = ask(e, "task.subjects", journey.SubjectFileOf(e.scope, k.kind, of, e.formsOf(e.Request), works.Filled, gathering.Filled, referral.Filled))
	return k, of, file, err
}

// complaintLinks lead from a complaint in the open into the lane, and to where it is forgotten.
func (e *errand) complaintLinks(kind string, of id.ID) []page.Link {
	if kind != voice.ComplaintKind {
		return nil
	}
	return join(e.way(e.may(access.VoiceAnswer), "sealed.move", sealedPath+"/move/"+of.String()), e.way(e.may(access.VoiceAnswer), "sealed.forget", sealedPath+"/forget/"+of.String()))
}

// forgetTask asks whether a complaint is to be forgotten, because who complained wants it.
func forgetTask(e *errand) (*task, error) {
	if err := access.May(e.Visitor.Actor, access.VoiceAnswer, e.scope, e.today); err != nil {
		return nil, err
	}
	t, _, err := e.sealedTask("sealed.forget")
	if err != nil {
		return nil, err
	}
	k, of, file, err := e.openComplaint()
	t.grave, t.back = true, subjectPath(voice.ComplaintKind, of)
	t.about = page.Facts(e.Words, []page.Term{{Label: k.name, Value: calledOf(e.Words, file.Row)}})
	return t, err
}

func forgetOpenComplaint(e *errand, _ *input) (string, string, error) {
	of, err := e.PathID("subject")
	if err == nil {
		_, err = e.do(e.scope, voice.ForgetComplaint{Complaint: of})
	}
	return subjectPath(voice.ComplaintKind, of), "complaint_forgotten", err
}

// moveTask asks whom an open complaint names, and moves it into the sealed lane.
func moveTask(e *errand) (*task, error) {
	if err := access.May(e.Visitor.Actor, access.VoiceAnswer, e.scope, e.today); err != nil {
		return nil, err
	}
	t, a, err := e.sealedTask("sealed.move")
	if err != nil {
		return nil, err
	}
	k, of, file, err := e.openComplaint()
	if err != nil {
		return nil, err
	}
	blanks, questions, err := e.sealedBlanks(a)
	if err != nil {
		return nil, err
	}
	t.back, t.grave, t.questions = subjectPath(k.kind, of), true, questions
	_, stood, err := e.whatMoves(k, of, file)
	t.about = page.Facts(e.Words, termsOf(stood))
	for _, b := range blanks {
		switch b.Name {
		case "theme":
			t.blanks = append(t.blanks, b.worth("other")) // one press is enough where nobody knows more
		case "teller":
			t.blanks = append(t.blanks, b.worth("not_told"))
		case "words":
			t.blanks = append(t.blanks, b.optional().hinted(e.Words.T("sealed.move_words_hint")))
		}
	}
	return t, err
}

func termsOf(stood []sealed.Moved) (terms []page.Term) {
	for _, m := range stood {
		terms = append(terms, page.Term{Label: m.Label, Value: m.Words})
	}
	return terms
}

// stoodInTheOpen is all that is known of a complaint in the open, as it is read there: what it is, what was filled in, and what happened.
func (e *errand) stoodInTheOpen(k kindShown, of id.ID, file journey.SubjectFile) (all []sealed.Moved, err error) {
	names, err := e.placeNames(file.Row.Place)
	if err != nil {
		return nil, err
	}
	w := e.Words
	for _, t := range e.subjectTerms(k, file, names) {
		if t.Value != "" {
			all = append(all, sealed.Moved{Label: t.Label, Words: t.Value})
		}
	}
	all = append(all, sealed.Moved{Label: w.T("subjects.name_label"), Words: calledOf(w, file.Row)})
	var ways []siteWay
	for _, way := range file.Ways {
		ways = append(ways, siteWay{e.subjectWay(k.kind, of, way.Way), way.Decisions})
	}
	for _, f := range file.Filled {
		for _, way := range ways {
			if f.Journey != way.ID {
				continue
			}
			what := w.T("story.more", words.Args{"What": way.step(f.Step), "More": []string{w.Date(f.Day), f.By}})
			for _, t := range way.filled(w, f, what).terms {
				all = append(all, sealed.Moved{Label: w.List([]string{what, t.Label}), Words: t.Value})
			}
		}
	}
	for i, event := range e.subjectEvents(ways, file, names, nil) {
		all = append(all, sealed.Moved{Label: event.When, Words: w.List(notEmpty(event.What, event.Who, file.Story[i].Why))})
	}
	return all, nil
}

// whatMoves is all that goes into the lane with a complaint: what was recorded, and what stood in the open.
func (e *errand) whatMoves(k kindShown, of id.ID, file journey.SubjectFile) ([]sealed.Spoken, []sealed.Moved, error) {
	stood, err := e.stoodInTheOpen(k, of, file)
	if err != nil {
		return nil, nil, err
	}
	spoken, heard, err := e.recordedInTheOpen(of)
	return spoken, append(stood, heard...), err
}

// wouldBeDone returns the fault that stands against a command, and nil where it was done before or could be.
func (e *errand) wouldBeDone(c desk.Numbered) error {
	done, err := e.op.Desk.Done(e.Context(), e.scope, []id.ID{c.ID})
	if err != nil || done[0] {
		return err
	}
	var stands error
	err = e.op.Desk.Try(e.Context(), e.Visitor.Actor, e.scope, []desk.Numbered{c}, func(_ int, err error) { stands = err })
	return cmp.Or(err, stands)
}

// moveComplaint seals a complaint whole, and then has what stood of it in the open forgotten. Sent again, it does what is left.
func moveComplaint(e *errand, in *input) (templ.Component, error) {
	k, of, file, err := e.openComplaint()
	if err != nil {
		return nil, err
	}
	h := sealed.Hearing{Theme: in.must("theme"), Teller: in.must("teller"), Place: file.Row.Place, Words: in.text("words"), Accused: in.ids("accused")}
	if h.Spoken, h.Moved, err = e.whatMoves(k, of, file); err != nil || in.wrong() {
		return nil, err
	}
	command, err := e.Command()
	if err != nil {
		return nil, err
	}
	forget := desk.Numbered{ID: command, Command: voice.ForgetComplaint{Complaint: of}}
	if err := e.wouldBeDone(forget); err != nil { // what is forgotten already is not sealed first
		return nil, err
	}
	told, err := sealed.Hear(e.Context(), e.op.Desk, e.Visitor.Actor, e.scope.Caseload, command, h)
	if err == nil {
		_, err = e.op.Desk.Do(e.Context(), e.Visitor.Actor, e.scope, forget.ID, forget.Command)
	}
	if err != nil {
		return nil, err
	}
	return e.sealedWritten(told), nil
}
