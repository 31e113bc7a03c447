// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"safar/field/movement"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// concernedParts shows those on the road whole, and a page of the others; those who live there already come last.
func concernedParts(e *errand, row places.Row, c concerned) []templ.Component {
	w := e.Words
	cut, pages := pageOf(e, c.held, perPage)
	there, more := pageOf(e, c.there, perPage)
	say := sayingOf(row)
	return []templ.Component{
		noticed(roadTone(row, c), w.N("villages.road_count", int64(len(c.road))), w.N(say.count, int64(len(c.held))),
			w.N("villages.there_count", int64(len(c.there)))),
		headed(w.T("villages.on_the_road"), gridOf(roadGrid(e, row.ID, c.road))),
		headed(w.T(say.held), gridOf(heldGrid(e, say, cut)), page.Pager(w, pages)),
		headed(w.T("villages.there"), gridOf(thereGrid(e, there)), page.Pager(w, more)),
	}
}

// saying are the words in which the people of a village are spoken of: where its safety is withdrawn they are concerned, and their choice stands still;
// where it is not, it is told for whom the village matters.
type saying struct{ title, lead, held, count string }

const withdrawnTitle = "villages.concerned"

func sayingOf(row places.Row) saying {
	switch {
	case row.Partly:
		return saying{withdrawnTitle, "villages.partly_lead", "villages.bound", "villages.bound_count"}
	case row.Decided && !row.Safe:
		return saying{withdrawnTitle, "villages.concerned_lead", "villages.held", "villages.held_count"}
	}
	return saying{"villages.matters", "villages.matters_lead", "villages.bound", "villages.bound_count"}
}

// roadGrid are those to be stopped or turned back: a trip as a whole, and whoever travels by their own means household by household.
func roadGrid(e *errand, place id.ID, rows []movement.ArrivalRow) grid {
	w := e.Words
	g := grid{caption: w.T("villages.on_the_road"), empty: w.T("villages.nobody_on_the_road"),
		columns: columns(w, "office.household", "#office.persons", "trips.left", "trips.state", "")}
	for _, r := range rows {
		to := "/movements/road/" + place.String() + "/" + r.Journey.String() + "/" + url.PathEscape(r.Step)
		do := e.way(e.may(access.MovementStop), "road.look_for", to)
		if !r.Trip.IsZero() {
			trip := "/movements/" + r.Trip.String()
			do = join(e.way(e.may(access.MovementStop), "trips.stop", trip+"/stop"), e.way(!e.may(access.MovementStop), "office.open", trip))
		}
		g.rows = append(g.rows, []templ.Component{cardLink(w, r.Card, householdPath(r.Household)), num(w, r.Persons), aged(w, r.Left, e.today),
			cells(roadMarks(e, r)...), doors(do)})
	}
	return g
}

// roadMarks say how far the stopping has come.
func roadMarks(e *errand, r movement.ArrivalRow) []templ.Component {
	w := e.Words
	switch {
	case r.Stopped:
		return []templ.Component{status(page.Good, w.T("trip_status.stopped"))}
	case !r.Trip.IsZero():
		return []templ.Component{status(page.Bad, w.T("road.rolling"))}
	case r.Reached == "":
		return []templ.Component{status(page.Bad, w.T("road.own_means"))}
	case r.Reached == movement.NotReached:
		return []templ.Component{status(page.Bad, w.T("road.not_reached")), aged(w, r.ReachedOn, e.today)}
	}
	return []templ.Component{status(page.Warn, w.T("road."+string(r.Reached))), aged(w, r.ReachedOn, e.today)}
}

func heldGrid(e *errand, say saying, rows []movement.ConcernedRow) grid {
	w := e.Words
	g := grid{caption: w.T(say.held), empty: w.T("villages.nobody_held"),
		columns: columns(w, "office.household", "#office.persons", "villages.how_far")}
	for _, h := range rows {
		far := []templ.Component{plain(howFar(w, h))}
		if h.Back.Known() {
			far = append(far, status(page.Warn, w.T("road.turned_back")))
		}
		g.rows = append(g.rows, []templ.Component{cardLink(w, h.Card, householdPath(h.Household)), num(w, h.Persons), cells(far...)})
	}
	return g
}

func thereGrid(e *errand, rows []movement.SettledRow) grid {
	w := e.Words
	g := grid{caption: w.T("villages.there"), empty: w.T("villages.nobody_there"),
		columns: columns(w, "office.household", "#office.persons", "trips.arrived")}
	for _, r := range rows {
		g.rows = append(g.rows, []templ.Component{cardLink(w, r.Card, householdPath(r.Household)), num(w, r.Persons), aged(w, r.Since, e.today)})
	}
	return g
}

func roadTone(row places.Row, c concerned) page.Tone {
	switch {
	case sayingOf(row).title != withdrawnTitle:
		return page.Plain
	case len(c.road) > 0:
		return page.Bad
	}
	return page.Warn
}

func howFar(w *words.Printer, h movement.ConcernedRow) string {
	switch {
	case !h.Trip.IsZero():
		return w.T("villages.on_a_load")
	case h.Promised:
		return w.T("villages.plot_promised")
	case !h.Settled:
		return w.T("villages.one_has_chosen")
	}
	return w.T("villages.has_chosen")
}

// lookTask is the form for a household on the road by its own means: how each may safely be reached, and what came of it.
func lookTask(e *errand) (*task, error) {
	row, place, err := e.onTheRoad()
	if err != nil {
		return nil, err
	}
	w := e.Words
	var options []page.Option
	for _, o := range movement.Outcomes {
		options = append(options, page.Option{Value: string(o), Label: w.T("road." + string(o))})
	}
	back := "/villages/" + place.String() + "/concerned"
	return &task{title: "road.look_for", lead: "road.look_for_lead", do: "road.look_for_do", back: back,
		crumbs: []page.Link{e.crumb("villages.title", "/villages"), e.crumb("villages.concerned", back)}, about: gridOf(travellersGrid(e, row)),
		blanks: []blank{e.blank(asRadios, "outcome", "road.outcome").of(options),
			e.blank(asSelect, "person", "road.whom").of(travellerOptions(w, row)).hinted(w.T("road.whom_hint")).optional(), e.blank(asArea, "words", "trips.their_words").optional(),
			e.dayBlank("day", "office.day")}}, nil
}

// onTheRoad finds the household of the path among those on the road to its place.
func (e *errand) onTheRoad() (movement.ArrivalRow, id.ID, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return movement.ArrivalRow{}, id.ID{}, err
	}
	place, err := e.PathID("place")
	if err != nil {
		return movement.ArrivalRow{}, place, err
	}
	rows, err := ask(e, "task.withdraw_safety", movement.OnTheRoadTo(e.scope, place))
	for _, row := range rows {
		if row.Journey == journey && row.Step == e.PathValue("step") && row.Trip.IsZero() {
			return row, place, nil
		}
	}
	if err == nil {
		err = notThere("pages.onTheRoad")
	}
	return movement.ArrivalRow{}, place, err
}

// travellersGrid says how each may safely be reached, to those who are cleared for it; others ask protection to call.
func travellersGrid(e *errand, row movement.ArrivalRow) grid {
	w := e.Words
	g := grid{caption: w.T("road.who"), columns: columns(w, "trips.who", "member.contact")}
	for _, p := range row.Who {
		g.rows = append(g.rows, []templ.Component{page.Name(travellerName(w, p)), contactOf(w, p)})
	}
	return g
}

func travellerName(w *words.Printer, p movement.TravellerRow) string {
	if name := strings.TrimSpace(p.Given + " " + p.Family); name != "" {
		return name
	}
	return w.T("office.nameless")
}

// travellerOptions are those on the road, to say of one of them what came of looking.
func travellerOptions(w *words.Printer, row movement.ArrivalRow) (options []page.Option) {
	for _, p := range row.Who {
		options = append(options, page.Option{Value: p.Person.String(), Label: travellerName(w, p)})
	}
	return options
}

func contactOf(w *words.Printer, p movement.TravellerRow) templ.Component {
	c := p.Contact
	switch {
	case !p.ContactStated:
		return hushed(w.T("road.no_contact"))
	case c == people.ContactRow{}:
		return status(page.Warn, w.T("road.protection_calls"))
	}
	return cells(plain(c.Who), plain(word(w, "contact", c.How)), plain(c.When), plain(smsLine(w, c.SMS)), plain(contestedLine(w, c)))
}

func lookFor(e *errand, in *input) (string, string, error) {
	journey, err := e.PathID("journey")
	c := movement.LookFor{Journey: journey, Step: e.PathValue("step"), Outcome: movement.Outcome(in.must("outcome")),
		Words: movement.Words{Text: in.text("words")}, Day: in.mustDay("day")}
	if person := in.id("person"); !person.IsZero() {
		c.Persons = []id.ID{person}
	}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/villages/" + e.PathValue("place") + "/concerned", "saved", err
}
