// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// merge makes one of two records of the same people: the other file is found by its card or a name, both are shown beside each other, and
// each person of the other is said to be somebody of this one, or somebody else. What is searched for comes in the body, so that no name
// stands in an address.
func (p Pages) merge(r *web.Request) error {
	o, err := p.open(r, access.PeopleMerge, "task.merge")
	if err != nil {
		return err
	}
	values, err := r.Values()
	if err != nil {
		return err
	}
	other := oneID(values, "other")
	if other.IsZero() {
		return p.findDouble(r, o, strings.TrimSpace(values.Get("q")))
	}
	file, err := asked(p, r, "task.merge", journey.FileOf(o.scope, other))
	if err != nil {
		return err
	}
	return p.compareDouble(r, o, opened{scope: o.scope, of: other, base: householdPath(other), file: file}, values)
}

// findDouble looks for the other file. This one is among what is found: somebody may stand in it twice.
func (p Pages) findDouble(r *web.Request, o opened, q string) error {
	w := r.Words
	s := o.paper(r, "merge")
	s.do = w.T("merge.find")
	s.lines = []line{{Field: page.Field{Name: "q", Label: w.T("merge.q"), Value: q}}}
	if q == "" || len(q) > 200 {
		return r.Show(paperPage(r.Frame(s.title), s))
	}
	found, err := asked(p, r, "task.merge", journey.Search(o.scope, p.spellings, q, phoneOf(q)))
	if err != nil {
		return err
	}
	rows, err := p.lines(r, found.Rows)
	if err != nil {
		return err
	}
	var options []page.Option
	for _, row := range rows {
		option := page.Option{Value: row.of.String(), Label: w.List(notEmpty(row.card, row.head, row.site, w.N("count.persons", row.size)))}
		if row.of == o.of {
			option.Label, option.Hint = w.T("merge.within"), w.T("merge.within_hint")
		}
		options = append(options, option)
	}
	if len(options) == 0 {
		s.lines[0].Error = w.T("merge.nobody_found")
	} else {
		s.do = w.T("merge.compare")
		s.lines = []line{{Field: page.Field{Name: "other", Label: w.T("merge.which"), Options: options}, as: lineRadios}}
	}
	return r.Show(paperPage(r.Frame(s.title), s))
}

// compareDouble shows both files beside each other, and asks who is who. Where everyone of the other file was found to be of this one, it goes
// on to the other: what was promised and begun there waits to be ended.
func (p Pages) compareDouble(r *web.Request, o, other opened, values url.Values) error {
	w := r.Words
	s := o.paper(r, "merge")
	s.grave, s.hidden = true, map[string]string{"other": other.of.String()}
	for _, key := range []string{"merge.goes", "merge.stays", "merge.after"} {
		s.terms = append(s.terms, page.Term{Label: w.T(key + "_title"), Value: w.T(key)})
	}
	s.terms = slices.Concat(s.terms, foundApart(w, o.file.People, isOf(other.file.People)), foundApart(w, other.file.People, isOf(o.file.People)))
	var err error
	if s.about, err = p.beside(r, o, other); err != nil {
		return err
	}
	for _, m := range other.file.People.Members {
		options := o.memberOptions(w, func(kept people.MemberRow) bool { return kept.ID != m.ID })
		s.lines = append(s.lines, line{Field: page.Field{Name: sameAs(m.ID), Label: w.T("merge.is", words.Args{"Who": called(w, m)}),
			Hint: w.T("merge.is_hint"), Optional: true, Options: options}, as: lineChoice})
	}
	s.lines = append(s.lines, line{Field: page.Field{Name: "sure", Label: w.T("merge.sure")}, as: lineCheck})
	if !values.Has("compared") {
		s.hidden["compared"] = "yes"
		return r.Show(paperPage(r.Frame(s.title), s))
	}
	s.hidden["compared"] = "yes"
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		if !yes(v, "sure") {
			return "", "", wrongs{"sure": w.T("merge.not_sure")}
		}
		c := journey.Merge{Household: o.of, Other: other.of}
		for _, m := range other.file.People.Members {
			if kept := oneID(v, sameAs(m.ID)); !kept.IsZero() {
				c.Same = append(c.Same, people.Merge{Kept: kept, Gone: m.ID})
			}
		}
		_, err := p.carryOut(r, o.scope, c)
		if len(c.Same) == len(other.file.People.Members) && o.of != other.of {
			return other.base, "merged_all", err
		}
		return o.base, "merged", err
	})
}

// sameAs is the name of the field that says who of this file somebody of the other is.
func sameAs(person id.ID) string { return "same_" + person.String() }

// beside shows two files beside each other: who they are, where they live, and how far each has come.
func (p Pages) beside(r *web.Request, o, other opened) (templ.Component, error) {
	w := r.Words
	g := grid{caption: w.T("merge.beside"), columns: []page.Column{{}, {Title: w.T("merge.stays_here")}, {Title: w.T("merge.the_other")}}}
	names, err := p.placesNamed(r, "task.merge", o.file.People.Row.Site, other.file.People.Row.Site, o.file.People.Origin, other.file.People.Origin)
	if err != nil {
		return nil, err
	}
	here, there := householdFile{file: o.file, names: names}, householdFile{file: other.file, names: names}
	mine, theirs := here.terms(w), there.terms(w)
	var labels []string
	for _, t := range slices.Concat(mine, theirs) {
		if !slices.Contains(labels, t.Label) {
			labels = append(labels, t.Label)
			g.rows = append(g.rows, []templ.Component{plain(t.Label), plain(valueOf(mine, t.Label)), plain(valueOf(theirs, t.Label))})
		}
	}
	g.rows = append(g.rows, []templ.Component{plain(w.T("household.members")), cells(each(w, o)...), cells(each(w, other)...)},
		[]templ.Component{plain(w.T("merge.so_far")), cells(p.soFar(w, o.file)...), cells(p.soFar(w, other.file)...)})
	return gridOf(g), nil
}

func valueOf(terms []page.Term, label string) string {
	for _, t := range terms {
		if t.Label == label {
			return t.Value
		}
	}
	return ""
}

// each names everyone of a household, with what tells one from another.
func each(w *words.Printer, o opened) (lines []templ.Component) {
	for _, m := range o.file.People.Members {
		lines = append(lines, plain(called(w, m)))
		if m.Phone != "" {
			lines = append(lines, page.Phone(m.Phone))
		}
	}
	return lines
}

// soFar says how far a household has come: each step that is done, way by way.
func (p Pages) soFar(w *words.Printer, f journey.File) (lines []templ.Component) {
	for _, way := range f.Ways {
		speech := p.speech(w, way.Programme)
		done := []string{}
		for _, s := range way.Steps {
			if s.State == "done" {
				done = append(done, speech.step(s.ID))
			}
		}
		lines = append(lines, plain(speech.say("pathways", way.Pathway)), hushed(w.List(done)))
	}
	if len(lines) == 0 {
		lines = append(lines, hushed(w.T("household.no_way")))
	}
	return lines
}
