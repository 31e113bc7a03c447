// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"github.com/a-h/templ"

	"safar/field/figures"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/web/page"
	"safar/web/picture"
	"safar/web/words"
)

// addOperation adds the page of an operation at a glance, and the lists behind its steps.
func (o *office) addOperation() {
	o.handle("GET /operation", showOperation)
	o.handle("GET /programme/{programme}/standing/{pathway}/{step}", showStanding)
}

// underWay is one programme that is carried out in the caseload, with the board that counts it.
type underWay struct {
	speech
	board   *figures.Board
	is      *programme.Programme // the version in force
	figures []figures.Figure
	lists   bool // the reader is told who they are
}

// path is the path of a figure of the programme.
func (u underWay) path(figure string) string { return figurePath(u.is.ID, figure) }

// showOperation shows the caseload that is worked with: who went where, how far the work is beside the days on which sites close, and the places.
func showOperation(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.FiguresRead, e.scope, e.today); err != nil {
		return err
	}
	all, err := e.underWay()
	if err != nil {
		return err
	}
	ground, err := e.ground(all)
	if err != nil {
		return err
	}
	var parts []templ.Component
	for i, u := range all {
		more, err := e.operationParts(u, ground, i == 0)
		if err != nil {
			return err
		}
		parts = append(parts, more...)
	}
	if len(all) == 0 {
		parts = append(parts, page.Empty(e.Words.T("overview.none")))
	}
	parts = append(parts, e.groundParts(ground)...)
	w := e.Words
	return e.Show(officePage(e.frame(w.T("overview.title")), w.T("overview.lead"), join(e.way(true, "figures.title", "/figures"),
		e.way(e.mayInCommons(access.PlacesRead), "sites.title", "/sites"), e.way(e.mayInCommons(access.PlacesRead), "villages.title", "/villages")), parts...))
}

// underWay opens the board of every programme that is carried out in the caseload, in each part of it that the reader may count.
func (e *errand) underWay() (all []underWay, err error) {
	for _, scope := range e.parts() {
		here, err := ask(e, "task.figures", journey.CarriedOut(scope))
		if err != nil {
			return nil, err
		}
		for _, in := range here {
			u := underWay{speech: e.speech(e.Words, in.Programme), lists: access.May(e.Visitor.Actor, access.PeopleList, scope, e.today) == nil}
			if u.board, err = e.boards.Board(e.Context(), e.Visitor.Actor, scope, in.Programme); err != nil {
				return nil, err
			}
			if u.is, err = e.inForce(in.Programme); err != nil {
				return nil, err
			}
			if u.figures, err = u.board.List(e.Context(), e.Visitor.Actor); err != nil {
				return nil, err
			}
			all = append(all, u)
		}
	}
	return all, nil
}

// operationParts are what one programme has to show of the operation; the first says too when sites close.
func (e *errand) operationParts(u underWay, g *ground, first bool) ([]templ.Component, error) {
	steps, err := e.progress(u)
	if err != nil || len(steps) == 0 {
		return nil, err
	}
	flow, err := e.operationFlow(u)
	if err != nil {
		return nil, err
	}
	months, err := e.months(u, g)
	if err != nil {
		return nil, err
	}
	beside := []templ.Component{}
	for _, part := range []templ.Component{flow, months} {
		if part != nil {
			beside = append(beside, part)
		}
	}
	var closes templ.Component = templ.NopComponent
	if first {
		closes = e.closingPart(g)
	}
	name := u.name(u.is.ID)
	return []templ.Component{headed(name, operationBeside(beside)), headed(e.Words.T("overview.progress", words.Args{"Programme": name}),
		paragraph(e.Words.T("overview.progress_lead")), closes, operationSteps(e.Words, steps))}, nil
}

// operationFlow draws who went from where to where, of the first figure that counts it; nil where there is none, or a number is withheld.
func (e *errand) operationFlow(u underWay) (templ.Component, error) {
	for _, f := range u.figures {
		by := placeDimensions(u.is, f.By)
		if len(by) < 2 || f.Currency != "" || f.Sum {
			continue
		}
		found, err := u.board.Count(e.Context(), e.Visitor.Actor, f.ID, figures.By{Dimension: by[0]}, figures.By{Dimension: by[1]})
		to := u.path(f.ID) + "?by=" + by[0] + "&by=" + by[1]
		switch {
		case fault.KeyOf(err) == "figures.too_few" || err == nil && (sumOf(found).Withheld || len(found) > mostStreams):
			return operationPart(u.say("figures", f.ID), to, hushed(e.Words.T("figures.withheld_why", words.Args{"Fewest": access.FewestTold}))), nil
		case err != nil:
			return nil, err
		}
		if drawn := e.flowOf(f, found, by[:2], u.path(f.ID)); drawn != nil {
			return operationPart(u.say("figures", f.ID), to, drawn), nil
		}
	}
	return nil, nil
}

// mostMonths bounds a picture of months: what lies further back stands in the figure.
const mostMonths = 18

// months draws the first figure that counts people or households by month, beside the days on which sites close.
func (e *errand) months(u underWay, g *ground) (templ.Component, error) {
	for _, f := range u.figures {
		if f.Sum || f.Currency != "" || !slices.Contains(f.By, "month") {
			continue
		}
		found, err := u.board.Count(e.Context(), e.Visitor.Actor, f.ID, figures.By{Dimension: "month"})
		if err != nil {
			return nil, err
		}
		title := e.Words.T("overview.by_month", words.Args{"Figure": u.say("figures", f.ID)})
		if drawn := picture.MonthsOf(title, e.Words, e.monthsOf(u, f, found, g.closes)); drawn != nil {
			return operationPart(title, u.path(f.ID)+"?by=month", drawn), nil
		}
	}
	return nil, nil
}

// monthsOf are the months of a figure up to the last one in which a site closes.
func (e *errand) monthsOf(u underWay, f figures.Figure, found []figures.Cell, closes []closing) (months []picture.Month) {
	counted := map[clock.Day]figures.Cell{}
	first, last := clock.NoDay, e.today.Month()
	for _, c := range found {
		day, err := clock.ParseDay(c.By["month"] + "-01")
		if err != nil {
			continue // nobody knows when
		}
		counted[day] = c
		if !first.Known() || day < first {
			first = day
		}
	}
	for _, c := range closes {
		last = max(last, c.day.Month())
	}
	if !first.Known() {
		return nil
	}
	for m := max(first, monthsBefore(last, mostMonths)); m <= last; m = (m + 32).Month() {
		months = append(months, e.monthOf(u, f, m, counted, closes))
	}
	return months
}

// monthsBefore returns the first day of the month that lies so many months before another.
func monthsBefore(m clock.Day, n int) clock.Day {
	for range n - 1 {
		m = (m - 1).Month()
	}
	return m
}

// monthOf is one month of a figure; of one that is yet to come nothing is said but which sites close.
func (e *errand) monthOf(u underWay, f figures.Figure, m clock.Day, counted map[clock.Day]figures.Cell, closes []closing) picture.Month {
	out := picture.Month{Name: e.Words.Month(m)}
	if cell, any := counted[m]; any {
		out.Value, out.Text = cell.Value, cellText(e.Words, f, cell)
		if !cell.Withheld {
			out.To = u.path(f.ID) + "/facts?is_month=" + cell.By["month"]
		}
	} else if m <= e.today {
		out.Text = e.Words.Number(0)
	}
	for _, c := range closes {
		if c.day.Month() == m {
			out.Mark = c.said(e.Words)
		}
	}
	return out
}

// closing is a day on which sites close.
type closing struct {
	day   clock.Day
	sites []string
}

func (c closing) said(w *words.Printer) string {
	return w.T("overview.close", words.Args{"Sites": c.sites, "Day": c.day})
}

// closings are the days on which sites close, the first one first, and the sites that close on a day that nobody has written down, or not at all.
func closings(sites []places.Row) (closes []closing, open []places.Row) {
	for _, s := range sites {
		if !s.Closing || !s.Closes.Known() {
			open = append(open, s)
			continue
		}
		i := slices.IndexFunc(closes, func(c closing) bool { return c.day == s.Closes })
		if i < 0 {
			i, closes = len(closes), append(closes, closing{day: s.Closes})
		}
		closes[i].sites = append(closes[i].sites, s.Name)
	}
	slices.SortFunc(closes, func(a, b closing) int { return int(a.day - b.day) })
	return closes, open
}

// closingPart says when the sites close; where no day is known, how to write one down.
func (e *errand) closingPart(g *ground) templ.Component {
	w := e.Words
	var said []string
	for _, c := range g.closes {
		said = append(said, c.said(w))
	}
	var open []page.Link
	for _, s := range g.open {
		l := page.Link{Text: s.Name, To: "/sites/" + s.ID.String()}
		if e.mayInCommons(access.PlacesClose) {
			l.To += "/closure"
		}
		open = append(open, l)
	}
	return operationCloses(w, said, open)
}
