// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// subjectWay is a way of a subject with the forms of its steps, for what this visitor may do there.
func (e *errand) subjectWay(kind string, of id.ID, way journey.Way) wayShown {
	shown := wayShown{Way: way, speech: e.speech(e.Words, way.Programme), deeds: map[string]string{}}
	for _, s := range way.Steps {
		if to := e.subjectDeed(kind, of, way.ID, s); to != "" && (isOpen(s) || s.Verb == "refer") {
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
	case "refer":
		if e.may(access.ReferralSend) {
			return referralPath(way, s.ID)
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
	if told := way.say("told", step.ID); told != step.ID {
		s.lead = told
	}
	if err := e.papersOut(e.Request, s, way.Programme, way.Version, step.Form); err != nil {
		return err
	}
	s.at = map[string]string{"journey.reason_missing": "reason", "journey.source_missing": "source", "journey.no_such_reason": "reason", "journey.nobody_signed": "signed"}
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
	if step.Another && step.Verb == "ask" {
		signed, err := e.signedLine()
		if err != nil {
			return err
		}
		lines = append(lines, signed...)
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
		return []desk.Command{tend(journey.Ask{Journey: way.ID, Step: step.ID, Words: said, Day: day, Signed: signedIn(v)})}
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
