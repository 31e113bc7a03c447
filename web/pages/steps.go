// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// stepForm is one step of one household's way, whose form is asked for.
type stepForm struct {
	opened
	way  wayShown
	step journey.StepRow
	said speech
}

// step shows the form of a step, or takes it. Which form it is, the verb of the step says: a new programme has working pages at once.
func (p Pages) step(r *web.Request) error {
	f, err := p.openStep(r)
	if err != nil {
		return err
	}
	if why := f.step.Refusal(); why != nil && r.Method != http.MethodPost {
		return p.barredStep(r, f, why)
	}
	switch f.step.Verb {
	case "decide":
		if f.step.Kind == programme.StoryKind {
			return r.Go(householdPath(f.file.People.Row.ID)+"/stories", "")
		}
		return p.decideStep(r, f)
	case "ask":
		if f.step.Begins != "" {
			return p.handOverStep(r, f)
		}
		return p.askStep(r, f)
	case "tell":
		return p.tellStep(r, f)
	case "visit", "gather":
		return p.visitStep(r, f)
	case "choose":
		return p.choiceStep(r, f)
	case "clear":
		return p.clearStep(r, f)
	case "place":
		if f.step.Offers || f.step.Hosted {
			return p.hostingStep(r, f)
		}
		return p.plotStep(r, f)
	case "check":
		return p.followUpStep(r, f)
	case "close":
		return p.closeStep(r, f)
	}
	return fault.New("pages.step", fault.NotFound, "", nil)
}

// barredStep says why nothing may be done on a step today, where a form could only be refused.
func (p Pages) barredStep(r *web.Request, f stepForm, why error) error {
	s := f.head(r)
	frame := r.Frame(s.title)
	frame.Crumbs = s.crumbs
	text, hint := r.Words.Fault(why)
	return r.Show(officePage(frame, s.lead, nil, noticed(page.Warn, text, hint), page.Facts(r.Words, s.terms)))
}

// stepTasks are the purposes for which the form of a step opens a file, by verb.
var stepTasks = map[string]desk.Purpose{"ask": "task.ask", "tell": "task.tell", "visit": "task.visit", "gather": "task.visit", "choose": "task.choice", "clear": "task.clear",
	"place": "task.plot", "check": "task.follow_up", "decide": "task.decide", "close": "task.close"}

// openStep opens the step of the address, to those who may do anything there.
func (p Pages) openStep(r *web.Request) (f stepForm, err error) {
	scope, of, err := p.homeOf(r, access.PeopleLook)
	if err != nil {
		return f, err
	}
	wayID, err := r.PathID("way")
	if err != nil {
		return f, err
	}
	file, err := asked(p, r, "task.household", journey.WayOf(scope, wayID))
	if err != nil {
		return f, err
	}
	f.opened = opened{scope: scope, of: of, base: householdPath(of), file: file}
	way := file.Ways[0]
	walks, err := f.walker(r)
	if err != nil {
		return f, err
	}
	i := slices.IndexFunc(way.Steps, func(s journey.StepRow) bool { return s.ID == r.PathValue("step") })
	if i < 0 || file.People.Row.ID != of || way.Subject != walks {
		return f, fault.New("pages.step", fault.NotFound, "", nil)
	}
	f.step, f.way = way.Steps[i], p.wayShown(r, scope, f.base, way, file.People.Members)
	f.said = f.way.speech
	for _, act := range stepActs[f.step.Verb] {
		if p.may(r.Visitor, act, scope) {
			return f, nil
		}
	}
	return f, fault.New("pages.step", fault.NotAllowed, "access.not_allowed", fault.Args{"act": f.step.Verb})
}

// walker is who walks the way of the address: the household, or the person of it whom the address names, whose file is then returned to.
func (f *stepForm) walker(r *web.Request) (id.ID, error) {
	if r.PathValue("person") == "" {
		return f.of, nil
	}
	person, err := r.PathID("person")
	f.alone, f.base = f.base, memberPath(f.of, person)
	return person, err
}

// paper begins the form of the step, which doKey says what is done with.
func (f stepForm) paper(r *web.Request, doKey string) *paper {
	s := f.head(r)
	s.do, s.action = r.Words.T(doKey), r.URL.RequestURI()
	return s
}

// head is what stands above the form of the step: its name, what the programme says people are told there, and how it stands.
func (f stepForm) head(r *web.Request) *paper {
	w := r.Words
	s := &paper{title: f.said.step(f.step.ID), crumbs: f.crumbs(w)}
	if told := f.said.say("told", f.step.ID); told != f.step.ID {
		s.lead = told
	}
	s.language = f.file.People.Language
	s.spoken = f.said.spoken(s.language, "told", f.step.ID)
	s.terms = []page.Term{{Label: w.T("way.state"), Value: w.T("state." + f.step.State)}}
	if details := f.way.detail(w, f.step); len(details) > 0 {
		s.terms = append(s.terms, page.Term{Label: w.T("way.detail"), Value: strings.Join(details, " · ")})
	}
	return s
}

// askStep fills the form that the programme asks for at a step.
func (p Pages) askStep(r *web.Request, f stepForm) error {
	s := f.paper(r, "form.save")
	s.lines = []line{{Field: page.Field{Name: "by", Label: r.Words.T("form.who_answers"), Hint: r.Words.T("form.who_answers_hint"),
		Options: f.memberOptions(r.Words, nil), Optional: true}, as: lineChoice}}
	form, err := p.formFor(r, s, f)
	if err != nil {
		return err
	}
	s.lines = append(s.lines, wordsOr(r.Words, form)...)
	s.lines = append(s.lines, dayLine(r, "form.day"))
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := journey.Ask{Journey: f.way.ID, Step: f.step.ID, By: oneID(v, "by"), Day: dayOf(r, v, "day", bad),
			Words: journey.Words{Answers: p.answersOf(r, form, v, bad), Text: v.Get("words")}}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return f.base, "saved", err
	})
}

// villages are the places that people may go to, each with what was decided of its safety.
func (p Pages) villages(r *web.Request, name, key string, optional bool) (line, error) {
	options, err := p.placesOf(r, places.Village, true)
	return line{Field: page.Field{Name: name, Label: r.Words.T(key), Options: options, Optional: optional}, as: lineChoice}, err
}

// visitStep records who went to see, or who sat in a session.
func (p Pages) visitStep(r *web.Request, f stepForm) error {
	w := r.Words
	s := f.paper(r, "form.save")
	who := line{Field: page.Field{Name: "who", Label: w.T("visit." + f.step.Verb + "_who"), Options: f.memberOptions(w, nil)}, as: lineChecks}
	where, err := p.villages(r, "place", "visit.place", true)
	if err != nil {
		return err
	}
	held, err := p.gatheringsFor(r, f)
	if err != nil {
		return err
	}
	s.lines = []line{who}
	if len(held) > 0 {
		s.lines = append(s.lines, line{Field: page.Field{Name: "gathering", Label: w.T("visit.which"), Hint: w.T("visit.which_hint"), Options: held, Optional: true},
			as: lineChoice})
	}
	form, err := p.formFor(r, s, f)
	if err != nil {
		return err
	}
	s.lines = append(append(s.lines, where), append(questionLines(w, form), dayLine(r, "form.day"))...)
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		day, persons := dayOf(r, v, "day", bad), ids(v["who"])
		if len(persons) == 0 {
			bad["who"] = w.T("form.choose_one")
		}
		said := journey.Words{Answers: p.answersOf(r, form, v, bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		var commands []desk.Command
		if of := oneID(v, "gathering"); !of.IsZero() {
			commands = []desk.Command{gathering.Attend{Gathering: of, Journey: f.way.ID, Step: f.step.ID, Persons: persons, Day: day}}
		} else {
			for _, person := range persons {
				if f.step.Verb == "visit" {
					commands = append(commands, journey.Visit{Journey: f.way.ID, Step: f.step.ID, By: person, Place: oneID(v, "place"), Words: said, Day: day})
				} else {
					commands = append(commands, journey.Attend{Journey: f.way.ID, Step: f.step.ID, By: person, Place: oneID(v, "place"), Words: said, Day: day})
				}
			}
		}
		return f.base, "saved", p.carryOutAll(r, f.scope, commands)
	})
}

// carryOutAll carries out the commands of one form in order, under numbers drawn from the form's own; the first that is refused ends it.
func (p Pages) carryOutAll(r *web.Request, scope access.Scope, commands []desk.Command) error {
	form, err := r.Command()
	if err != nil {
		return err
	}
	for i, c := range commands {
		if _, err := p.op.Desk.Do(r.Context(), r.Visitor.Actor, scope, numbered(form, i), c); err != nil {
			return err
		}
	}
	return nil
}

// gatheringsFor are the latest gatherings of the kind that a step is, for those who may read of them.
func (p Pages) gatheringsFor(r *web.Request, f stepForm) ([]page.Option, error) {
	if !p.may(r.Visitor, access.FiguresRead, f.scope) {
		return nil, nil
	}
	rows, err := asked(p, r, "task.visit", gathering.Sessions(f.scope, 300))
	if err != nil {
		return nil, err
	}
	var about []id.ID
	rows = slices.DeleteFunc(rows, func(row gathering.Row) bool {
		if f.step.Verb == "visit" {
			return row.Kind != gathering.GoAndSee
		}
		return string(row.Kind) != f.step.Kind
	})
	rows = rows[:min(len(rows), 30)]
	for _, row := range rows {
		about = append(about, row.Site, row.About)
	}
	names, err := p.placesNamed(r, "task.visit", about...)
	var options []page.Option
	for _, row := range rows {
		label := r.Words.List(notEmpty(r.Words.Date(row.Day), names.of(row.Site), names.of(row.About)))
		if from, to := names.of(row.Site), names.of(row.About); row.Kind == gathering.GoAndSee && from != "" && to != "" {
			label = r.Words.List([]string{r.Words.Date(row.Day), r.Words.T("trips.from_to_line", words.Args{"From": from, "To": to})})
		}
		options = append(options, page.Option{Value: row.ID.String(), Label: label})
	}
	return options, err
}
