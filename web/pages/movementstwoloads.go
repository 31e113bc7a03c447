// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"

	"github.com/a-h/templ"

	"safar/field/movement"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addTwoLoads adds where somebody decides on which of two loads people stay whom two offices put there unseen of one another.
func (o *office) addTwoLoads() {
	o.handle("GET /movements/two-loads", showTwoLoads)
	o.serve("/movements/two-loads/{journey}/{step}", duty{act: access.MovementLoad, show: offOneLoadTask, send: offOneLoad})
}

func twoLoadsPath(journey id.ID, step string) string {
	return "/movements/two-loads/" + journey.String() + "/" + url.PathEscape(step)
}

// twoLoadsAlerts are for those who load: how many households hold a seat on two trips, and board neither.
func (p Pages) twoLoadsAlerts(r *web.Request) ([]templ.Component, error) {
	caseloads, err := p.caseloads(r.Context(), r.Visitor, access.MovementLoad)
	households := 0
	for _, c := range caseloads {
		if err != nil {
			return nil, err
		}
		var some movement.TwoLoadsCount
		some, err = asked(p, r, "task.start", movement.CountTwoLoads(c.Scope))
		households += some.Households
	}
	if err != nil || households == 0 {
		return nil, err
	}
	w := r.Words
	return []templ.Component{together(noticed(page.Bad, w.N("two_loads.count", int64(households))),
		doors([]page.Link{{Text: w.T("two_loads.title"), To: "/movements/two-loads"}}))}, nil
}

func showTwoLoads(e *errand) error {
	rows, err := ask(e, "task.move", movement.TwoLoads(e.scope))
	if err != nil {
		return err
	}
	g, err := twoLoadsGrid(e, rows)
	if err != nil {
		return err
	}
	w := e.Words
	return e.Show(officePage(e.frame(w.T("two_loads.title"), e.crumb("trips.title", "/movements")), w.T("two_loads.lead"), nil, gridOf(g)))
}

// twoLoadsGrid lists households with their two trips, each with a way to its page.
func twoLoadsGrid(e *errand, rows []movement.TwoLoadsRow) (grid, error) {
	w := e.Words
	names, err := e.saidPlaces(rows...)
	g := grid{caption: w.T("two_loads.title"), empty: w.T("two_loads.nobody"), columns: columns(w, "office.household", "two_loads.loads", "")}
	for _, row := range rows {
		var trips []page.Link
		for _, s := range row.Trips {
			trips = append(trips, page.Link{Text: saidTrip(w, names, s), To: "/movements/" + s.Trip.String()})
		}
		g.rows = append(g.rows, []templ.Component{cardLink(w, row.Card, householdPath(row.Household)), doors(trips),
			doors(e.way(e.may(access.MovementLoad), "two_loads.decide", twoLoadsPath(row.Journey, row.Step)))})
	}
	return g, err
}

// saidPlaces names where the trips of some households begin and end.
func (e *errand) saidPlaces(rows ...movement.TwoLoadsRow) (map[id.ID]string, error) {
	var of []id.ID
	for _, row := range rows {
		for _, s := range row.Trips {
			of = append(of, s.Origin, s.Destination)
		}
	}
	return e.placeNames(of...)
}

// seatedTwicePart lists on a trip's page the households that hold a seat on another trip too.
func seatedTwicePart(e *errand, rows []movement.TwoLoadsRow) (templ.Component, error) {
	if len(rows) == 0 {
		return templ.NopComponent, nil
	}
	g, err := twoLoadsGrid(e, rows)
	return headed(e.Words.T("two_loads.title"), noticed(page.Bad, e.Words.T("two_loads.lead")), gridOf(g)), err
}

// offOneLoadOptions reads the two trips of the household of the path, as options of a field.
func (e *errand) offOneLoadOptions() (movement.TwoLoadsRow, []page.Option, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return movement.TwoLoadsRow{}, nil, err
	}
	row, err := ask(e, "task.move", movement.TwoLoadsOf(e.scope, journey, e.PathValue("step")))
	if err != nil {
		return row, nil, err
	}
	names, err := e.saidPlaces(row)
	return row, saidOptions(e.Words, names, row.Trips), err
}

func saidOptions(w *words.Printer, names map[id.ID]string, trips []movement.SaidRow) (options []page.Option) {
	for _, s := range trips {
		options = append(options, page.Option{Value: s.Trip.String(), Label: saidTrip(w, names, s)})
	}
	return options
}

func offOneLoadTask(e *errand) (*task, error) {
	row, options, err := e.offOneLoadOptions()
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := &task{title: "two_loads.decide", lead: "two_loads.decide_lead", do: "two_loads.do", back: "/movements/two-loads",
		crumbs: []page.Link{e.crumb("trips.title", "/movements"), {Text: orDash(w, row.Card), To: householdPath(row.Household)}},
		blanks: []blank{e.blank(asRadios, "trip", "two_loads.off").of(options).hinted(w.T("two_loads.off_hint"))}}
	if len(options) == 0 {
		t.nothing, t.about = true, noticed(page.Plain, w.T("two_loads.nobody"))
	}
	return t, nil
}

func offOneLoad(e *errand, in *input) (string, string, error) {
	row, options, err := e.offOneLoadOptions()
	if err != nil {
		return "", "", err
	}
	in.pick("trip", options)
	c := movement.Unload{Journey: row.Journey, Step: row.Step, Trip: in.id("trip")}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return householdPath(row.Household), "saved", err
}
