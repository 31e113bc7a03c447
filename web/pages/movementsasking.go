// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"safar/field/bulk"
	"safar/field/movement"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
)

// addAsking adds the screens that ask each adult again in private, and those for leaving by one's own means and for arrivals.
func (o *office) addAsking() {
	o.handle("GET /movements/ask/{journey}/{step}", showAsking)
	o.serve("/movements/ask/{journey}/{step}/{person}", duty{act: access.ChoiceConfirm, show: askTask, send: askAgain})
	o.serve("/movements/road/{place}/{journey}/{step}", duty{act: access.MovementStop, show: lookTask, send: lookFor})
	o.handle("GET /movements/own", showOwn)
	o.serve("/movements/own/{journey}/{step}", duty{act: access.MovementDepart, show: ownTask, send: leaveOwn})
	o.handle("GET /movements/arrivals", showArrivals)
	o.serve("/movements/arrivals/{journey}/{step}", duty{act: access.MovementConfirmArrival, show: confirmTask, send: confirmArrival})
	o.serve("/movements/arrivals/{journey}/{step}/undo", duty{act: access.MovementConfirmArrival, show: undoArrivalTask, send: undoArrival})
}

// askPath is the screen that asks the adults of a household again; trip is where to go back to.
func askPath(journey id.ID, step string, trip id.ID) string {
	path := "/movements/ask/" + journey.String() + "/" + url.PathEscape(step)
	if !trip.IsZero() {
		path += "?trip=" + trip.String()
	}
	return path
}

// showAsking lists the adults to be asked. It never shows one the answer of another.
func showAsking(e *errand) error {
	journey, err := e.PathID("journey")
	if err != nil {
		return err
	}
	if err := access.May(e.Visitor.Actor, access.ChoiceConfirm, e.scope, e.today); err != nil {
		return err
	}
	rows, err := ask(e, "task.ask_again", movement.AskAgainList(e.scope, journey, e.PathValue("step")))
	if err != nil {
		return err
	}
	w := e.Words
	g := grid{caption: w.T("trips.adults"), empty: w.T("trips.no_adults"), columns: columns(w, "trips.adult", "")}
	for _, a := range rows {
		to := "/movements/ask/" + journey.String() + "/" + url.PathEscape(e.PathValue("step")) + "/" + a.Person.String() + tripQuery(e)
		row := []templ.Component{page.Name(strings.TrimSpace(a.Given + " " + a.Family)), doors([]page.Link{{Text: w.T("trips.ask_in_private"), To: to}})}
		if a.Asked {
			row[0] = cells(row[0], status(page.Good, w.T("trips.asked")))
		}
		g.rows = append(g.rows, row)
	}
	ways := []page.Link{}
	if trip, err := id.Parse(e.URL.Query().Get("trip")); err == nil {
		ways = e.way(true, "trips.back_to_trip", "/movements/"+trip.String())
	}
	return e.Show(officePage(e.frame(w.T("trips.still_willing"), e.crumb("trips.title", "/movements")), w.T("trips.still_willing_lead"), ways, gridOf(g)))
}

func tripQuery(e *errand) string {
	if trip, err := id.Parse(e.URL.Query().Get("trip")); err == nil {
		return "?trip=" + trip.String()
	}
	return ""
}

func askTask(e *errand) (*task, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return nil, err
	}
	person, err := e.PathID("person")
	if err != nil {
		return nil, err
	}
	rows, err := ask(e, "task.ask_again", movement.AskAgainList(e.scope, journey, e.PathValue("step")))
	if err != nil {
		return nil, err
	}
	name, found := "", false
	for _, a := range rows {
		if a.Person == person {
			name, found = strings.TrimSpace(a.Given+" "+a.Family), true
		}
	}
	if !found {
		return nil, notThere("pages.askAgain")
	}
	w := e.Words
	return &task{title: "trips.still_willing", lead: "trips.ask_lead", do: "trips.ask_do", back: askPath(journey, e.PathValue("step"), id.ID{}),
		crumbs: []page.Link{e.crumb("trips.title", "/movements")}, about: page.Facts(w, []page.Term{{Label: w.T("trips.adult"), Value: name}}),
		blanks: []blank{e.blank(asRadios, "willing", "trips.willing").of([]page.Option{{Value: "yes", Label: w.T("trips.yes_willing")},
			{Value: "no", Label: w.T("trips.not_willing"), Hint: w.T("trips.not_willing_hint")}}),
			e.blank(asCheck, "private", "trips.in_private"), e.blank(asArea, "words", "trips.their_words").optional()}}, nil
}

func askAgain(e *errand, in *input) (string, string, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return "", "", err
	}
	person, err := e.PathID("person")
	c := movement.AskAgain{Journey: journey, Step: e.PathValue("step"), Person: person, Willing: in.must("willing") == "yes", Private: in.yes("private"),
		Words: movement.Words{Text: in.text("words")}}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return askPath(journey, e.PathValue("step"), id.ID{}) + tripQuery(e), "saved", err
}

// choosePlace shows the places one may choose between, as links back to this page.
func (e *errand) choosePlace(path string) (templ.Component, id.ID, error) {
	options, err := e.placeOptions(places.Village, places.Municipality)
	chosen, _ := id.Parse(e.URL.Query().Get("place")) // none is chosen yet
	return placeChooser(e.Words, path, options, chosen.String()), chosen, err
}

func showOwn(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.MovementDepart, e.scope, e.today); err != nil {
		return err
	}
	w := e.Words
	chooser, place, err := e.choosePlace("/movements/own")
	if err != nil {
		return err
	}
	parts := []templ.Component{chooser}
	if !place.IsZero() {
		rows, err := ask(e, "task.move", movement.ReadyFor(e.scope, place, ""))
		if err != nil {
			return err
		}
		cut, pages := pageOf(e, rows, perPage)
		g := grid{caption: w.T("trips.ready"), empty: w.T("trips.nobody_ready"), columns: columns(w, "office.household", "#office.persons", "trips.ask_again", "")}
		pick, values, labels := e.picked(e.Request, e.scope, "move", int64(len(rows))), []string{}, []string{}
		pick.on = pick.on && len(rows) > 0
		for _, r := range cut {
			values, labels = append(values, severalValue(bulk.Item{Journey: r.Journey, Step: r.Step})), append(labels, r.Card)
			asks, leave := templ.Component(page.Status(w, "done")), e.way(true, "trips.left_own", "/movements/own/"+r.Journey.String()+"/"+url.PathEscape(r.Step))
			if r.AskAgain > 0 {
				asks, leave = linked(w.N("trips.to_ask", int64(r.AskAgain)), askPath(r.Journey, r.Step, id.ID{})), nil
			}
			leave = join(leave, e.way(true, "apart.not_all", apartPath(r.Journey, r.Step)))
			g.rows = append(g.rows, []templ.Component{cardLink(w, r.Card, householdPath(r.Household)), num(w, r.Persons), asks, doors(leave)})
		}
		parts = append(parts, gridOf(g.pick(w, pick, values, labels)), pickForm(w, pick), page.Pager(w, pages))
	}
	return e.Show(officePage(e.frame(w.T("trips.own"), e.crumb("trips.title", "/movements")), w.T("trips.own_lead"), nil, parts...))
}

func ownTask(e *errand) (*task, error) {
	_, err := e.PathID("journey")
	return &task{title: "trips.left_own", lead: "trips.left_own_lead", do: "trips.left_own", back: "/movements/own",
		crumbs: []page.Link{e.crumb("trips.title", "/movements"), e.crumb("trips.own", "/movements/own")},
		blanks: []blank{e.blank(asInput, "route", "villages.route").hinted(e.Words.T("trips.route_hint")).optional(), e.dayBlank("day", "office.day")}}, err
}

func leaveOwn(e *errand, in *input) (string, string, error) {
	journey, err := e.PathID("journey")
	c := movement.LeaveByOwnMeans{Journey: journey, Step: e.PathValue("step"), Route: in.text("route"), Day: in.mustDay("day")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/movements/own", "saved", err
}

func showArrivals(e *errand) error {
	w := e.Words
	chooser, place, err := e.choosePlace("/movements/arrivals")
	if err != nil {
		return err
	}
	if err := access.May(e.Visitor.Actor, access.MovementConfirmArrival, e.scope, e.today); err != nil {
		return err
	}
	parts := []templ.Component{chooser}
	if !place.IsZero() {
		rows, err := ask(e, "task.confirm_arrival", movement.OnTheRoadTo(e.scope, place))
		if err != nil {
			return err
		}
		cut, pages := pageOf(e, rows, perPage)
		g := grid{caption: w.T("trips.to_confirm"), empty: w.T("trips.all_confirmed"),
			columns: columns(w, "office.household", "#office.persons", "trips.left", "trips.means", "")}
		pick, values, labels := e.picked(e.Request, e.scope, "move", int64(len(rows))), []string{}, []string{}
		pick.on = pick.on && len(rows) > 0
		for _, r := range cut {
			values, labels = append(values, severalValue(bulk.Item{Journey: r.Journey, Step: r.Step})), append(labels, r.Card)
			means := w.T("means.own_means")
			if !r.Trip.IsZero() {
				means = w.T("means.convoy")
			}
			g.rows = append(g.rows, []templ.Component{cardLink(w, r.Card, householdPath(r.Household)), num(w, r.Persons), aged(w, r.Left, e.today), plain(means),
				doors(e.way(true, "trips.confirm_arrival", "/movements/arrivals/"+r.Journey.String()+"/"+url.PathEscape(r.Step)+"?place="+place.String()))})
		}
		parts = append(parts, gridOf(g.pick(w, pick, values, labels)), pickForm(w, pick), page.Pager(w, pages))
	}
	return e.Show(officePage(e.frame(w.T("trips.arrivals"), e.crumb("trips.title", "/movements")), w.T("trips.arrivals_lead"), nil, parts...))
}

func confirmTask(e *errand) (*task, error) {
	_, err := e.PathID("journey")
	return &task{title: "trips.confirm_arrival", lead: "trips.confirm_lead", do: "trips.confirm_arrival", back: "/movements/arrivals",
		crumbs: []page.Link{e.crumb("trips.title", "/movements"), e.crumb("trips.arrivals", "/movements/arrivals")},
		blanks: []blank{e.dayBlank("day", "office.day")}}, err
}

func confirmArrival(e *errand, in *input) (string, string, error) {
	journey, err := e.PathID("journey")
	c := movement.ConfirmArrival{Journey: journey, Step: e.PathValue("step"), Day: in.mustDay("day")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	to := "/movements/arrivals"
	if place, err := id.Parse(e.URL.Query().Get("place")); err == nil {
		to += "?place=" + place.String()
	}
	return to, "saved", err
}

// undoArrivalPath is where somebody says that an arrival was confirmed by mistake.
func undoArrivalPath(journey id.ID, step string) string {
	return "/movements/arrivals/" + journey.String() + "/" + url.PathEscape(step) + "/undo"
}

func undoArrivalTask(e *errand) (*task, error) {
	_, err := e.PathID("journey")
	return &task{title: "trips.undo_arrival", lead: "trips.undo_arrival_lead", do: "trips.undo_arrival_do", grave: true, back: "/movements/arrivals",
		crumbs: []page.Link{e.crumb("trips.title", "/movements"), e.crumb("trips.arrivals", "/movements/arrivals")},
		blanks: []blank{e.blank(asArea, "reason", "payments.reason")}}, err
}

func undoArrival(e *errand, in *input) (string, string, error) {
	journey, err := e.PathID("journey")
	c := movement.TakeBackArrival{Journey: journey, Step: e.PathValue("step"), Reason: in.must("reason")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/movements/arrivals", "arrival_undone", err
}
