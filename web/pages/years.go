// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"safar/field/figures"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/web/page"
	"safar/web/picture"
	"safar/web/words"
)

// addYears adds the page on which the years of an operation stand on one line.
func (o *office) addYears() { o.handle("GET /years", showYears) }

// yearly is what one programme has on the line of years.
type yearly struct {
	said    speech
	is      *programme.Programme
	figures []yearlyFigure
}

// yearlyFigure is a figure that is counted by year.
type yearlyFigure struct {
	figures.Figure
	name, path string
	cells      map[string]figures.Cell // by year as a figure says it; "unknown" among them
}

// showYears shows what was counted in each year, of every programme that is carried out in the caseload, under the periods and above what others have said.
func showYears(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.FiguresRead, e.scope, e.today); err != nil {
		return err
	}
	var all []yearly
	var past templ.Component = templ.NopComponent
	for _, scope := range e.parts() {
		here, err := ask(e, "task.figures", journey.CarriedOut(scope))
		if err != nil {
			return err
		}
		for _, p := range here {
			of, c, err := e.yearlyOf(scope, p.Programme)
			if err != nil {
				return err
			}
			if of.is.Years() {
				all, past = append(all, of), pastNotice(e.Words, c)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b yearly) int { return a.begins() - b.begins() })
	w := e.Words
	parts := []templ.Component{past}
	if drawn := lineOfYears(e, all); drawn != nil {
		parts = append(parts, sideways(w.T("years.title"), drawn))
	} else {
		parts = append(parts, page.Empty(w.T("years.none")))
	}
	parts = append(parts, periodsPart(w, all)...)
	for _, of := range all {
		parts = append(parts, yearsPart(e, of)...)
	}
	parts = append(parts, statementsPart(w, all)...)
	for _, note := range notesOf(all) {
		parts = append(parts, hushed(note))
	}
	return e.Show(officePage(e.frame(w.T("years.title"), e.crumb("figures.title", "/figures")), w.T("years.lead"), nil,
		append(parts, dayChooser(w, "/years", e.URL.Query().Get("day")))...))
}

// begins is the year of the first period of the programme; one without periods stands after those that have them.
func (of yearly) begins() int {
	first := math.MaxInt32
	for _, p := range of.is.Periods {
		first = min(first, p.Years.From)
	}
	return first
}

// yearlyOf counts the figures of a programme that are counted by year.
func (e *errand) yearlyOf(scope access.Scope, programmeID string) (of yearly, c tally, err error) {
	of.said = e.speech(e.Words, programmeID)
	if of.is, err = e.inForce(programmeID); err != nil || !of.is.Years() {
		return of, c, err
	}
	if c, err = e.count(scope, programmeID); err != nil {
		return of, c, err
	}
	list, err := c.List(e.Context(), e.Visitor.Actor)
	if err != nil {
		return of, c, err
	}
	for _, f := range list {
		if !slices.Contains(f.By, programme.Year) {
			continue
		}
		found, err := c.Count(e.Context(), e.Visitor.Actor, f.ID, figures.By{Dimension: programme.Year})
		if err != nil {
			return of, c, err
		}
		y := yearlyFigure{Figure: f, name: of.said.say("figures", f.ID), path: "/figures/" + url.PathEscape(programmeID) + "/" + url.PathEscape(f.ID), cells: map[string]figures.Cell{}}
		for _, cell := range found {
			if cell.Value != 0 || cell.Withheld {
				y.cells[cell.By[programme.Year]] = cell
			}
		}
		if len(y.cells) > 0 {
			of.figures = append(of.figures, y)
		}
	}
	return of, c, nil
}

// behind is the path of the figure behind the number of a year; "" where it is withheld.
func (f yearlyFigure) behind(e *errand, year string) string {
	if f.cells[year].Withheld {
		return ""
	}
	to := f.path + "?is_" + programme.Year + "=" + url.QueryEscape(year)
	if day := e.URL.Query().Get("day"); day != "" {
		to += "&day=" + url.QueryEscape(day)
	}
	return to
}

// lineOfYears draws the line; nil where there is no year to draw.
func lineOfYears(e *errand, all []yearly) templ.Component {
	var periods, said []picture.Age
	var chapters []picture.Chapter
	for _, of := range all {
		for _, p := range of.is.Periods {
			periods = append(periods, picture.Age{Name: of.said.say("periods", p.ID), From: p.Years.From, Until: p.Years.Until})
		}
		for _, s := range of.is.Said {
			if !s.Years.IsZero() {
				said = append(said, picture.Age{Name: of.said.say("statements", s.ID), From: s.Years.From, Until: s.Years.Until})
			}
		}
		chapter := picture.Chapter{Name: of.said.name(of.is.ID)}
		for _, f := range of.figures {
			chapter.Lines = append(chapter.Lines, f.drawn(e))
		}
		if len(chapter.Lines) > 0 {
			chapters = append(chapters, chapter)
		}
	}
	slices.SortStableFunc(periods, func(a, b picture.Age) int { return a.From - b.From })
	if drawn := picture.Years(e.Words, periods, chapters, said); drawn != nil {
		return drawn
	}
	return nil
}

// drawn is the line of a figure. What is no year, or none of those that somebody lived to count, stands in the table alone.
func (f yearlyFigure) drawn(e *errand) picture.Line {
	l := picture.Line{Name: f.name, Years: map[int]picture.Counted{}}
	for year, cell := range f.cells {
		if n, err := strconv.Atoi(year); err == nil && programme.IsYear(n) {
			l.Years[n] = picture.Counted{Value: cell.Value, Text: cellText(e.Words, f.Figure, cell), To: f.behind(e, year)}
		}
	}
	return l
}

// cellText is a number of a figure as it is written in a picture; three dots where it is withheld.
func cellText(w *words.Printer, f figures.Figure, c figures.Cell) string {
	switch {
	case c.Withheld:
		return "…"
	case f.Currency == "":
		return w.Number(c.Value)
	}
	return w.Money(words.Money{Minor: c.Value, Currency: f.Currency})
}

// yearsPart is the table of one programme: a row for each year, from the first to the last.
func yearsPart(e *errand, of yearly) []templ.Component {
	if len(of.figures) == 0 {
		return nil
	}
	w := e.Words
	years := map[string]bool{}
	g := grid{scrolls: true, caption: of.said.name(of.is.ID), columns: columns(w, "dimension."+programme.Year)}
	for _, f := range of.figures {
		g.columns = append(g.columns, page.Column{Title: f.name, Number: true})
		for year := range f.cells {
			years[year] = true
		}
	}
	for _, year := range slices.Sorted(maps.Keys(years)) {
		row := []templ.Component{ltr(dimensionValue(e, programme.Year, year))}
		for _, f := range of.figures {
			cell, counted := f.cells[year]
			var value templ.Component = templ.NopComponent
			if to := f.behind(e, year); counted && to != "" {
				value = linked(cellText(w, f.Figure, cell), to)
			} else if counted {
				value = cellValue(w, f.Figure, cell)
			}
			row = append(row, value)
		}
		g.rows = append(g.rows, row)
	}
	return []templ.Component{headed(of.said.name(of.is.ID), doors([]page.Link{{Text: w.T("programme.pathways_of", words.Args{"Programme": of.said.name(of.is.ID)}), To: pathOf(of.is.ID)}}), gridOf(g))}
}

// periodsPart lists the periods in words.
func periodsPart(w *words.Printer, all []yearly) []templ.Component {
	g := grid{caption: w.T("years.periods"), columns: columns(w, "years.period", "years.span")}
	for _, of := range all {
		for _, p := range of.is.Periods {
			g.rows = append(g.rows, []templ.Component{plain(of.said.say("periods", p.ID)), plain(spanOf(w, p.Years))})
		}
	}
	if len(g.rows) == 0 {
		return nil
	}
	return []templ.Component{headed(g.caption, gridOf(g))}
}

// statementsPart lists what others have published, with its source and the years of which it speaks.
func statementsPart(w *words.Printer, all []yearly) []templ.Component {
	g := grid{caption: w.T("programme.statements"), columns: columns(w, "programme.statement", "years.span", "programme.source_of_it")}
	for _, of := range all {
		for _, s := range of.is.Said {
			g.rows = append(g.rows, []templ.Component{plain(of.said.say("statements", s.ID)), plain(spanOf(w, s.Years)), hushed(s.Source)})
		}
	}
	if len(g.rows) == 0 {
		return nil
	}
	return []templ.Component{headed(g.caption, hushed(w.T("programme.statements.lead")), gridOf(g))}
}

// spanOf says from when until when; "" for no span.
func spanOf(w *words.Printer, y programme.Years) string {
	switch {
	case y.IsZero():
		return ""
	case y.Until == 0:
		return w.T("years.since", words.Args{"From": strconv.Itoa(y.From)})
	case y.Until == y.From:
		return strconv.Itoa(y.From)
	}
	return w.T("years.from_until", words.Args{"From": strconv.Itoa(y.From), "Until": strconv.Itoa(y.Until)})
}

// notesOf are what must be read with the programmes, each once.
func notesOf(all []yearly) (notes []string) {
	for _, of := range all {
		if note := of.said.note(); note != "" && !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	return notes
}
