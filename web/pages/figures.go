// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"safar/exchange/sheet"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addFigures adds the pages of figures: each with its cells, the facts behind it, and as it stood on a past day.
func (o *office) addFigures() {
	o.handle("GET /figures", showFigures)
	o.handle("GET /figures/{programme}/{figure}", showFigure)
	o.handle("GET /figures/{programme}/{figure}/facts", showFacts)
}

// tally is what answers for figures: the board of today, or that of a past day.
type tally struct {
	*figures.Board
	past *figures.Past // nil for today
	day  string        // as it was asked for; "" for today
}

// parts are the parts of the caseload whose figures the visitor may read: counts are told outside a compartment too.
func (e *errand) parts() (parts []access.Scope) {
	for _, part := range programme.Compartments() {
		scope := access.Scope{Caseload: e.scope.Caseload, Compartment: part}
		if access.May(e.Visitor.Actor, access.FiguresRead, scope, e.today) == nil {
			parts = append(parts, scope)
		}
	}
	return parts
}

// counted finds the figure that the address names, and the board of the part of the caseload in which it is counted.
func (e *errand) counted() (c tally, f figures.Figure, err error) {
	err = access.May(e.Visitor.Actor, access.FiguresRead, e.scope, e.today)
	for _, scope := range e.parts() {
		if c, err = e.count(scope, e.PathValue("programme")); err != nil {
			return c, f, err
		}
		if f, err = e.figure(c); !fault.Is(err, fault.NotFound) {
			return c, f, err
		}
	}
	return c, f, err
}

// count opens the board of a programme in a part of the caseload, on the day that the address names.
func (e *errand) count(scope access.Scope, programmeID string) (c tally, err error) {
	board, err := e.boards.Board(e.Context(), e.Visitor.Actor, scope, programmeID)
	if err != nil {
		return c, err
	}
	text := e.URL.Query().Get("day")
	when, is := sheet.ParseDay(text)
	if !is || when == e.today {
		return tally{Board: board}, nil
	}
	past, err := board.AsOf(e.Context(), e.Visitor.Actor, when)
	if err != nil {
		return c, err
	}
	return tally{Board: past.Board, past: past, day: text}, nil
}

// pastNotice says what day is shown, and what came late.
func pastNotice(w *words.Printer, c tally) templ.Component {
	if c.past == nil {
		return templ.NopComponent
	}
	return noticed(page.Plain, w.T("figures.as_of", words.Args{"Day": c.past.Day}), w.N("figures.late", int64(c.past.Late)))
}

func showFigures(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.FiguresRead, e.scope, e.today); err != nil {
		return err
	}
	w := e.Words
	parts := []templ.Component{dayChooser(w, "/figures", e.URL.Query().Get("day"))}
	var ways []page.Link
	for _, scope := range e.parts() {
		here, err := ask(e, "task.figures", journey.CarriedOut(scope))
		if err != nil {
			return err
		}
		for _, p := range here {
			ways = append(ways, page.Link{Text: w.T("programme.pathways_of", words.Args{"Programme": e.speech(w, p.Programme).name(p.Programme)}), To: pathOf(p.Programme)})
			part, err := e.figuresOf(scope, p.Programme)
			if err != nil {
				return err
			}
			parts = append(parts, part)
		}
	}
	ways = append(ways, e.way(e.mayInCommons(access.ProgrammePublish), "parcel.title", "/programmes/new")...)
	return e.Show(officePage(e.frame(w.T("figures.title")), w.T("figures.lead"), ways, parts...))
}

func (e *errand) figuresOf(scope access.Scope, programmeID string) (templ.Component, error) {
	c, err := e.count(scope, programmeID)
	if err != nil {
		return nil, err
	}
	list, err := c.List(e.Context(), e.Visitor.Actor)
	if err != nil {
		return nil, err
	}
	inForce, err := e.inForce(programmeID)
	if err != nil {
		return nil, err
	}
	w := e.Words
	g := grid{caption: w.T("figures.title"), empty: w.T("figures.none"), columns: columns(w, "figures.figure", "figures.counts", "#figures.value")}
	for _, f := range list {
		found, err := c.Count(e.Context(), e.Visitor.Actor, f.ID)
		if err != nil {
			return nil, err
		}
		to := "/figures/" + url.PathEscape(programmeID) + "/" + url.PathEscape(f.ID)
		if c.day != "" {
			to += "?day=" + c.day
		}
		g.rows = append(g.rows, []templ.Component{cells(linked(e.say("figures", f.ID), to), doors(e.flowWays(programmeID, f, inForce))), hushed(countsWhat(e.speech(w, programmeID), f)), cellValue(w, f, sumOf(found))})
	}
	parts := []templ.Component{pastNotice(w, c), gridOf(g)}
	if c.past == nil {
		moved, err := ask(e, "task.figures", journey.MovedOnIn(scope, programmeID))
		if err != nil {
			return nil, err
		}
		for _, m := range moved {
			parts = append(parts, e.movedOn(m)...)
		}
	}
	return headed(e.speech(w, programmeID).name(programmeID), parts...), nil
}

// movedOn says how households moved on a scale between the first time they were asked and the last.
func (e *errand) movedOn(m journey.MovedOn) []templ.Component {
	w := e.Words
	title := w.T("figures.moved_on", words.Args{"Step": e.speech(w, m.Programme).say("steps", m.Step)})
	why := para(hushed(w.T("figures.moved_why", words.Args{"Fewest": m.Fewest})))
	if m.Few {
		return []templ.Component{smaller(title), para(hushed(w.T("figures.moved_few"))), why}
	}
	g := grid{caption: title, columns: columns(w, "figures.moved", "#figures.moved_households")}
	for _, c := range m.Counts {
		value := page.Number(w, int64(c.Households))
		if c.Few {
			value = hushed(w.T("figures.withheld"))
		}
		g.rows = append(g.rows, []templ.Component{plain(w.T("figures.moved_" + c.Is)), value})
	}
	return []templ.Component{gridOf(g), para(plain(w.N("figures.moved_of", int64(m.Households)))), why}
}

// countsWhat says what a figure counts; of kinds that a programme names itself, in its words.
func countsWhat(s speech, f figures.Figure) string {
	switch {
	case f.Currency != "":
		return s.w.T("figures.money")
	case f.Sum:
		return s.w.T("figures.sum")
	}
	if said := s.say("subjects", f.Count); said != f.Count {
		return said
	}
	return word(s.w, "count_of", f.Count)
}

// cellValue writes a number of a figure: a count, an amount of money, or that it is withheld.
func cellValue(w *words.Printer, f figures.Figure, c figures.Cell) templ.Component {
	switch {
	case c.Withheld:
		return hushed(w.T("figures.withheld"))
	case f.Currency == "":
		return page.Number(w, c.Value)
	}
	return page.Money(w, words.Money{Minor: c.Value, Currency: f.Currency})
}

// sumOf adds up the numbers of a table; where one of them is withheld, so is their sum.
func sumOf(cells []figures.Cell) (sum figures.Cell) {
	for _, c := range cells {
		sum.Value, sum.Withheld = sum.Value+c.Value, sum.Withheld || c.Withheld
	}
	return sum
}

// totalOf is the number above a table: its sum, or where numbers of all of it are withheld what the figure is without a breakdown.
func totalOf(e *errand, c tally, f figures.Figure, by []figures.By, found []figures.Cell) (figures.Cell, error) {
	sum := sumOf(found)
	if !sum.Withheld || slices.ContainsFunc(by, func(b figures.By) bool { return b.Value != "" }) {
		return sum, nil
	}
	whole, err := c.Count(e.Context(), e.Visitor.Actor, f.ID)
	return sumOf(whole), err
}

// withheldNotice says why numbers are missing, where some are.
func withheldNotice(w *words.Printer, cells []figures.Cell) templ.Component {
	if !sumOf(cells).Withheld {
		return templ.NopComponent
	}
	return withheldWhy(w)
}

// withheldWhy says why numbers are missing.
func withheldWhy(w *words.Printer) templ.Component {
	return noticed(page.Plain, w.T("figures.withheld_why", words.Args{"Fewest": access.FewestTold}))
}

// asked is how the address asks a figure to be broken down: "by" names dimensions, and a dimension's own name its value.
func (e *errand) brokenDown(dimensions []string) (by []figures.By, chosen []string) {
	q := e.URL.Query()
	for _, d := range dimensions {
		value := q.Get("is_" + d)
		if slices.Contains(q["by"], d) || value != "" {
			by = append(by, figures.By{Dimension: d, Value: value})
			chosen = append(chosen, d)
		}
	}
	return by, chosen
}

func (e *errand) figure(c tally) (figures.Figure, error) {
	list, err := c.List(e.Context(), e.Visitor.Actor)
	if err != nil {
		return figures.Figure{}, err
	}
	for _, f := range list {
		if f.ID == e.PathValue("figure") {
			return f, nil
		}
	}
	return figures.Figure{}, notThere("pages.figure")
}

func showFigure(e *errand) error {
	c, f, err := e.counted()
	if err != nil {
		return err
	}
	by, chosen := e.brokenDown(f.By)
	w := e.Words
	counts := countsWhat(e.speech(w, e.PathValue("programme")), f)
	found, err := c.Count(e.Context(), e.Visitor.Actor, f.ID, by...)
	here := "/figures/" + url.PathEscape(e.PathValue("programme")) + "/" + url.PathEscape(f.ID)
	chooser := figureChooser(w, here, f.By, chosen, e.URL.Query().Get("day"))
	switch {
	case fault.KeyOf(err) == "figures.too_few" && !e.WantsJSON(): // the chooser stays: with fewer dimensions there is an answer
		return e.Show(officePage(e.frame(e.say("figures", f.ID), e.crumb("figures.title", "/figures")), counts, nil, pastNotice(w, c),
			noticed(page.Bad, notEmpty(w.Fault(err))...), chooser))
	case err != nil:
		return err
	case e.WantsJSON():
		return e.JSON(found)
	}
	total, err := totalOf(e, c, f, by, found)
	if err != nil {
		return err
	}
	drawn, err := e.flow(f, found, chosen, here)
	if err != nil {
		return err
	}
	cut, pages := pageOf(e, found, perPage)
	var ways []page.Link
	if !total.Withheld { // nor is what stands behind a number that is
		ways = append(ways, page.Link{Text: w.T("figures.facts"), To: here + "/facts?" + e.URL.RawQuery})
	}
	return e.Show(officePage(e.frame(e.say("figures", f.ID), e.crumb("figures.title", "/figures")), counts, ways, pastNotice(w, c),
		figureTotal(cellValue(w, f, total)), withheldNotice(w, found), chooser, drawn, gridOf(cellsGrid(e, f, cut, chosen, here)), page.Pager(w, pages)))
}

func cellsGrid(e *errand, f figures.Figure, found []figures.Cell, by []string, here string) grid {
	w := e.Words
	g := grid{caption: e.say("figures", e.PathValue("figure")), empty: w.T("figures.no_cells")}
	for _, d := range by {
		g.columns = append(g.columns, page.Column{Title: word(w, "dimension", d)})
	}
	g.columns = append(g.columns, columns(w, "#figures.value", "")...)
	for _, cell := range found {
		var row []templ.Component
		query := url.Values{}
		if d := e.URL.Query().Get("day"); d != "" {
			query.Set("day", d)
		}
		for _, d := range by {
			value := plain(dimensionValue(e, d, cell.By[d]))
			if d == "age" && cell.By[d] != "unknown" {
				value = ltr(cell.By[d])
			}
			row = append(row, value)
			query.Set("is_"+d, cell.By[d])
		}
		var behind templ.Component = templ.NopComponent
		if !cell.Withheld {
			behind = linked(w.T("figures.facts"), here+"/facts?"+query.Encode())
		}
		g.rows = append(g.rows, append(row, cellValue(w, f, cell), behind))
	}
	return g
}

// dimensionValue says a value of a dimension: places have their names, ages are numbers.
func dimensionValue(e *errand, dimension, value string) string {
	w := e.Words
	switch dimension {
	case "sex":
		return word(w, "sex_of", value)
	case "disability":
		return word(w, "disability", value)
	case "month":
		if d, err := clock.ParseDay(value + "-01"); err == nil {
			return w.Month(d)
		}
	}
	if value == "unknown" {
		return w.T("date.unknown")
	}
	for _, section := range []string{"options", "reasons"} { // an answer, or how a way ended
		if said := e.say(section, value); said != spaced(value) {
			return said
		}
	}
	return value
}

// showFacts lists the facts behind a figure: of whom each made it true, and how much they add.
func showFacts(e *errand) error {
	c, f, err := e.counted()
	if err != nil {
		return err
	}
	after, _ := id.Parse(e.URL.Query().Get("after")) // what is no id begins at the beginning
	by, _ := e.brokenDown(f.By)
	facts, err := c.Facts(e.Context(), e.Visitor.Actor, f.ID, figures.Page{After: after, Limit: 20}, by...)
	if fault.KeyOf(err) == "figures.single_facts" {
		return showBehind(e, c, f, by)
	}
	if err != nil {
		return err
	}
	if e.WantsJSON() {
		return e.JSON(facts)
	}
	w := e.Words
	g := grid{caption: w.T("figures.facts"), empty: w.T("figures.no_facts"), columns: columns(w, "office.day", "figures.what", "figures.of_whom", "#figures.adds")}
	var subjects []id.ID
	for _, fact := range facts {
		if !slices.Contains(subjects, fact.Subject) {
			subjects = append(subjects, fact.Subject)
		}
		g.rows = append(g.rows, []templ.Component{day(w, fact.Day), cells(page.Code(fact.Kind), hushed(fact.Feed[:min(8, len(fact.Feed))]+" "+w.Number(int64(fact.Seq)))),
			page.Code(fact.Subject.String()), page.Number(w, fact.Value)})
	}
	here := "/figures/" + url.PathEscape(e.PathValue("programme")) + "/" + url.PathEscape(f.ID)
	pages := page.Pages{Shown: int64(len(g.rows)), Total: -1, First: here + "/facts?" + without(e.URL.Query(), "after")}
	if len(subjects) > 0 {
		who, err := c.Who(e.Context(), e.Visitor.Actor, f.ID, figures.Page{After: after, Limit: 20}, by...)
		if err != nil {
			return err
		}
		if len(who) == 20 {
			q := e.URL.Query()
			q.Set("after", who[19].Subject.String())
			pages.Next = here + "/facts?" + q.Encode()
		}
	}
	return e.Show(officePage(e.frame(w.T("figures.facts"), e.crumb("figures.title", "/figures"), page.Link{Text: e.say("figures", f.ID), To: here}),
		w.T("figures.facts_lead"), nil, pastNotice(w, c), gridOf(g), page.Pager(w, pages)))
}

// showBehind says how many facts are behind a figure, to those who see no single one.
func showBehind(e *errand, c tally, f figures.Figure, by []figures.By) error {
	behind, err := c.BehindIt(e.Context(), e.Visitor.Actor, f.ID, by...)
	if err != nil {
		return err
	}
	if e.WantsJSON() {
		return e.JSON(behind)
	}
	w := e.Words
	speech := e.speech(w, e.PathValue("programme"))
	g := grid{caption: w.T("figures.facts"), empty: w.T("figures.no_facts"), columns: columns(w, "figures.what", "#figures.how_many")}
	for _, b := range behind {
		what := w.T("figures.membership")
		if b.Step != "" {
			what = speech.step(b.Step)
		}
		g.rows = append(g.rows, []templ.Component{plain(what), page.Number(w, b.Facts)})
	}
	here := "/figures/" + url.PathEscape(e.PathValue("programme")) + "/" + url.PathEscape(f.ID)
	return e.Show(officePage(e.frame(w.T("figures.facts"), e.crumb("figures.title", "/figures"), page.Link{Text: e.say("figures", f.ID), To: here}),
		w.T("figures.behind_lead"), nil, pastNotice(w, c), gridOf(g)))
}

// without is a query without one of its values.
func without(q url.Values, name string) string {
	q.Del(name)
	return q.Encode()
}
