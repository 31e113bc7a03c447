// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/choice"
	"safar/field/places"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// tellStep records what people were told: of which place, in which language, who of them, from which source. First the place is chosen; then
// what is known of it today is there to be read out, above the form of what they were told.
func (p Pages) tellStep(r *web.Request, f stepForm) error {
	s := f.paper(r, "tell.do")
	if !f.step.OfAPlace {
		return p.tellThem(r, f, s, id.ID{})
	}
	place, err := id.Parse(r.FormValue("place"))
	if err != nil {
		where, err := p.villages(r, "place", "tell.place", false)
		if err != nil {
			return err
		}
		s.closed, s.about = true, tellPlace(r.Words, r.URL.Path, where.Field)
		return r.Show(paperPage(r.Frame(s.title), s))
	}
	known, err := asked(p, r, "task.tell", places.One(place))
	if err != nil {
		return err
	}
	s.about = together(readOut(r.Words, known, p.op.Desk.Today()), para(linked(r.Words.T("tell.another_place"), r.URL.Path)))
	s.hidden = map[string]string{"place": place.String()}
	return p.tellThem(r, f, s, place)
}

// tellThem asks who heard it, in which language, and the step's form. The place is zero where what they are told is about none.
func (p Pages) tellThem(r *web.Request, f stepForm, s *paper, place id.ID) error {
	form, err := p.formOf(r, f)
	if err != nil {
		return err
	}
	s.at = map[string]string{"choice.language": "language", "choice.nobody_heard": "heard"}
	s.action = r.URL.Path
	s.lines = append(f.tellLines(r), questionLines(r.Words, form)...)
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := choice.Tell{Journey: f.way.ID, Step: f.step.ID, Heard: ids(v["heard"]), Place: place, Language: v.Get("language"),
			Source: strings.TrimSpace(v.Get("source")), Answers: p.answersOf(r, form, v, bad), Day: dayOf(r, v, "day", bad)}
		if len(c.Heard) == 0 {
			bad["heard"] = r.Words.T("form.choose_one")
		}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return f.base, "saved", err
	})
}

// tellLines are what every telling asks: in which language, who heard it, from what, and when.
func (f stepForm) tellLines(r *web.Request) []line {
	w := r.Words
	there := f.memberOptions(w, notAChild)
	if len(there) == 0 {
		there = f.memberOptions(w, nil)
	}
	heard := line{Field: page.Field{Name: "heard", Label: w.T("tell.heard"), Hint: w.T("tell.heard_hint"), Options: there}, as: lineChecks}
	for _, o := range there {
		if f.way.asks(o.Value) {
			heard.marked = append(heard.marked, o.Value) // all of them, unless somebody was not there
		}
	}
	return []line{{Field: page.Field{Name: "language", Label: w.T("tell.language"), Options: f.languages(w), Value: f.file.People.Language}, as: lineChoice},
		heard, {Field: page.Field{Name: "source", Label: w.T("tell.source"), Hint: w.T("tell.source_hint"), Optional: true}}, dayLine(r, "form.day")}
}

// asks reports whether somebody is among those who are spoken with: where the household has left, those who are to follow it.
func (s wayShown) asks(person string) bool {
	var late []string
	for _, step := range s.Steps {
		for _, of := range step.Later {
			late = append(late, of.String())
		}
	}
	return len(late) == 0 || slices.Contains(late, person)
}

// languages are those in which the programme can be told; all that households are spoken with where it names none.
func (f stepForm) languages(w *words.Printer) []page.Option {
	if f.said.folder == nil {
		return languageOptions(w)
	}
	way := f.said.folder.Programme.Pathway(f.way.Pathway)
	if way == nil || way.Step(f.step.ID) == nil || len(way.Step(f.step.ID).Languages) == 0 {
		return languageOptions(w)
	}
	var out []page.Option
	for _, tag := range way.Step(f.step.ID).Languages {
		out = append(out, page.Option{Value: tag, Label: languageName(w, tag)})
	}
	return out
}

// toldOf are the aspects of a village that people are told of, whether anything is known of them or not: a gap is told too.
var toldOf = []string{"water", "school", "health_post", "land", "host_view"}

// readOut is what is known of a place today, to be read out: each thing with where it comes from, its date and its age. A source of safety is
// told by its kind: who it was by name might be in danger where the household goes.
func readOut(w *words.Printer, s places.Sheet, today clock.Day) templ.Component {
	g := grid{caption: w.T("tell.known", words.Args{"Place": s.Row.Name}), columns: columns(w, "villages.aspect", "villages.found", "villages.source", "villages.day")}
	g.rows = append(g.rows, safetyRead(w, s, today)...)
	aspects := slices.Clone(toldOf)
	for _, a := range s.Profile {
		if !slices.Contains(aspects, a.Aspect) {
			aspects = append(aspects, a.Aspect)
		}
	}
	for _, name := range aspects {
		known := slices.DeleteFunc(slices.Clone(s.Profile), func(a places.AspectRow) bool { return a.Aspect != name })
		for _, a := range known {
			g.rows = append(g.rows, []templ.Component{plain(word(w, "aspect", name)), plain(a.Value), plain(word(w, "source", a.Source)),
				dated(w, a.Day, today, a.Old)})
		}
		if len(known) == 0 {
			g.rows = append(g.rows, []templ.Component{plain(word(w, "aspect", name)), hushed(w.T("tell.not_known")), plain(""), plain("")})
		}
	}
	g.rows = append(g.rows, []templ.Component{plain(w.T("villages.plots")), num(w, s.Row.Plots), plain(""), plain("")})
	return together(headed(g.caption, gridOf(g)), para(plain(w.T("tell.read_out"))))
}

// safetyRead are what protection decided, for whom and by which route, and what each source said last.
func safetyRead(w *words.Printer, s places.Sheet, today clock.Day) (rows [][]templ.Component) {
	about := plain(w.T("villages.safety"))
	state := func(safe bool) templ.Component {
		if safe {
			return page.Status(w, "safe")
		}
		return page.Status(w, "not_safe")
	}
	for _, d := range s.Decisions {
		said := cells(state(d.Safe), hushed(whoAndRoute(w, d.Group, d.Route)))
		rows = append(rows, []templ.Component{about, said, plain(w.T("tell.protection")), dated(w, d.Day, today, false)})
	}
	if len(rows) == 0 {
		rows = append(rows, []templ.Component{about, hushed(w.T("villages.no_decision")), plain(""), plain("")})
	}
	var heard []string
	for _, r := range s.Reports {
		if slices.Contains(heard, r.Source) {
			continue // they said another thing since
		}
		heard = append(heard, r.Source)
		rows = append(rows, []templ.Component{about, cells(state(r.Safe), plain(r.Words)), plain(word(w, "source_kind", r.Kind)), dated(w, r.Day, today, r.Old)})
	}
	return rows
}

// dated is a day with its age; marked where it is too old to rest on.
func dated(w *words.Printer, day, today clock.Day, old bool) templ.Component {
	if old {
		return cells(aged(w, day, today), status(page.Warn, w.T("villages.old")))
	}
	return aged(w, day, today)
}
