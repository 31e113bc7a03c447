// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/bulk"
	"safar/field/movement"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addMovements adds the pages of trips: planning, loading, asking again, the manifest, the yard, the road, arrival.
func (o *office) addMovements() {
	o.handle("GET /movements", showTrips)
	o.handle("GET /movements/{id}", showTrip)
	o.handle("GET /movements/{id}/manifest", showManifest)
	o.handle("GET /movements/{id}/convoy", showConvoy)
	o.handle("POST /movements/{id}/convoy", buildConvoy)
	o.handle("GET /movements/{id}/called-off", showCalledOff)
	o.serve("/movements/{id}/count", duty{act: access.MovementBoard, show: handCountTask, send: keepHandCount})
	o.handle("GET /movements/{id}/board", func(e *errand) error { return showYard(e, nil, nil) })
	o.handle("GET /movements/{id}/find", func(e *errand) error { return showYard(e, nil, nil) })
	o.handle("POST /movements/{id}/find", func(e *errand) error { return showYard(e, nil, nil) })
	o.handle("POST /movements/{id}/board", yardDeed(func(trip, journey id.ID, step string) desk.Command {
		return movement.Board{Trip: trip, Journey: journey, Step: step}
	}))
	o.handle("POST /movements/{id}/no-show", yardDeed(func(trip, journey id.ID, step string) desk.Command {
		return movement.NoShow{Trip: trip, Journey: journey, Step: step}
	}))
	o.handle("POST /movements/{id}/unload", yardDeed(func(trip, journey id.ID, step string) desk.Command {
		return movement.Unload{Journey: journey, Step: step, Trip: trip}
	}))
	o.serve("/movements/plan", duty{act: access.MovementPlan, show: planTask, send: planTrip})
	o.serve("/movements/{id}/replan", duty{act: access.MovementPlan, show: replanTask, send: replanTrip})
	o.serve("/movements/{id}/load", duty{act: access.MovementLoad, show: loadTask, send: loadHouseholds})
	o.serve("/movements/{id}/freeze", tripDuty(access.MovementFreeze, "trips.freeze", "", func(trip id.ID, _ *input) desk.Command {
		return movement.Freeze{Trip: trip}
	}))
	o.serve("/movements/{id}/depart", tripDuty(access.MovementDepart, "trips.depart", "day", func(trip id.ID, in *input) desk.Command {
		return movement.Depart{Trip: trip, Day: in.mustDay("day")}
	}))
	o.serve("/movements/{id}/cancel", tripDuty(access.MovementCancel, "trips.cancel", "reason", func(trip id.ID, in *input) desk.Command {
		return movement.Cancel{Trip: trip, Reason: in.must("reason")}
	}))
	o.serve("/movements/{id}/go-on", tripDuty(access.MovementStop, "trips.go_on", "reason", func(trip id.ID, in *input) desk.Command {
		return movement.GoOn{Trip: trip, Reason: in.must("reason")}
	}))
	o.serve("/movements/{id}/not-there", tripDuty(access.MovementArrive, "trips.undo_trip", "reason", func(trip id.ID, in *input) desk.Command {
		return movement.TakeBackTripArrival{Trip: trip, Reason: in.must("reason")}
	}))
	o.serve("/movements/{id}/stop", duty{act: access.MovementStop, show: stopTask, send: stopTrip})
	o.serve("/movements/{id}/arrive", duty{act: access.MovementArrive, show: arriveTask, send: arriveTrip})
	o.addAsking()
	o.addMending()
	o.addTwoLoads()
}

// tripsBack is how many days before today the list of trips begins.
const tripsBack = 30

func showTrips(e *errand) error {
	from, err := clock.ParseDay(e.URL.Query().Get("from_day"))
	if err != nil {
		from = e.today - tripsBack
	}
	rows, err := ask(e, "task.move", movement.Trips(e.scope, from, perPage+1))
	if err != nil {
		return err
	}
	w := e.Words
	pages := page.Pages{Total: -1, Previous: "/movements?from_day=" + (from - 3*tripsBack).String()}
	if len(rows) > perPage {
		rows = rows[:perPage]
		pages.Next = "/movements?from_day=" + rows[perPage-1].Leaves.String()
	}
	pages.Shown = int64(len(rows))
	g, err := tripsGrid(e, rows)
	if err != nil {
		return err
	}
	ways := join(e.way(e.may(access.MovementPlan), "trips.plan", "/movements/plan"),
		e.way(e.may(access.MovementDepart), "trips.own", "/movements/own"),
		e.way(e.may(access.MovementConfirmArrival), "trips.arrivals", "/movements/arrivals"), e.way(e.may(access.PeopleList), "apart.title", "/movements/apart"))
	return e.Show(officePage(e.frame(w.T("trips.title")), w.T("trips.lead"), ways, gridOf(g), page.Pager(w, pages)))
}

func tripsGrid(e *errand, rows []movement.TripRow) (grid, error) {
	w := e.Words
	g := grid{caption: w.T("trips.title"), empty: w.T("trips.none"), columns: columns(w, "trips.leaves", "trips.from_to", "trips.status",
		"#count_of.households", "#office.persons", "#trips.seats")}
	var of []id.ID
	for _, t := range rows {
		of = append(of, t.Origin, t.Destination)
	}
	names, err := e.placeNames(of...)
	for _, t := range rows {
		g.rows = append(g.rows, []templ.Component{linked(w.Date(t.Leaves), "/movements/"+t.ID.String()), plain(fromTo(w, names, t)), tripStatus(w, t),
			num(w, t.Households), num(w, t.Persons), num(w, t.Seats)})
	}
	return g, err
}

func fromTo(w *words.Printer, names map[id.ID]string, t movement.TripRow) string {
	if t.Origin.IsZero() {
		return w.T("trips.to", words.Args{"To": names[t.Destination]})
	}
	return w.T("trips.from_to_line", words.Args{"From": names[t.Origin], "To": names[t.Destination]})
}

// tripStatus says how far a trip has come, and first of all where it must not go on.
func tripStatus(w *words.Printer, t movement.TripRow) templ.Component {
	tone := map[movement.Status]page.Tone{movement.Planned: page.Ahead, movement.OnTheRoad: page.Warn, movement.Stopped: page.Bad,
		movement.TurnedBack: page.Bad, movement.There: page.Good, movement.Cancelled: page.Hushed}[t.Status]
	at := status(tone, w.T("trip_status."+t.Status.String()))
	if t.Unsafe {
		return cells(status(page.Bad, w.T("trips.unsafe")), at)
	}
	return at
}

// trip reads who is on the trip of the path.
func (e *errand) trip() (movement.ManifestSheet, map[id.ID]string, error) {
	of, err := e.PathID("id")
	if err != nil {
		return movement.ManifestSheet{}, nil, err
	}
	s, err := ask(e, "task.move", movement.ManifestOf(e.scope, of))
	if err != nil {
		return s, nil, err
	}
	names, err := e.placeNames(s.Trip.Origin, s.Trip.Destination)
	return s, names, err
}

func showTrip(e *errand) error {
	s, names, err := e.trip()
	if err != nil {
		return err
	}
	twice, err := seatedTwicePart(e, s.Twice)
	if err != nil {
		return err
	}
	w, t := e.Words, s.Trip
	parts := []templ.Component{tripNotices(w, s), unsafeWays(e, t), para(tripStatus(w, t)), doubtedPart(e, s.Doubted), saidOffPart(w, s.SaidOff), twice, page.Facts(w, tripTerms(w, s)), headed(w.T("trips.loads"), gridOf(loadsGrid(w, s)))}
	cut, pages := pageOf(e, s.Lines, perPage)
	pick := e.picked(e.Request, e.scope, "move", int64(len(s.Lines)))
	pick.on = pick.on && len(s.Lines) > 0 && t.Status != movement.Cancelled
	values, labels := make([]string, len(cut)), make([]string, len(cut))
	for i, l := range cut {
		values[i], labels[i] = severalValue(lineItem(l)), l.Card
	}
	parts = append(parts, headed(w.T("trips.households"), gridOf(peopleGrid(e, cut).pick(w, pick, values, labels)), pickForm(w, pick), page.Pager(w, pages)))
	return e.Show(officePage(e.frame(fromTo(w, names, t), e.crumb("trips.title", "/movements")), "", e.tripWays(s), parts...))
}

// lineItem is a household of a trip, as something is done to several.
func lineItem(l movement.ManifestLine) bulk.Item {
	return bulk.Item{Household: l.Household, Journey: l.Journey, Step: l.Step}
}

// tripWays are what may be done with a trip as it stands.
func (e *errand) tripWays(s movement.ManifestSheet) []page.Link {
	t := s.Trip
	at := "/movements/" + t.ID.String()
	planned, road := t.Status == movement.Planned, t.Status == movement.OnTheRoad
	stopped := t.Status == movement.Stopped
	left := t.Status == movement.TurnedBack && slices.ContainsFunc(s.Lines, func(l movement.ManifestLine) bool { return standing(l, "departed") })
	return join(e.way(planned && e.may(access.MovementLoad), "trips.convoy", at+"/convoy"),
		e.way(planned && e.may(access.MovementLoad), "trips.load", at+"/load"),
		e.way(planned && e.may(access.MovementFreeze), "trips.freeze", at+"/freeze"),
		e.way(planned && e.may(access.MovementBoard), "trips.board", at+"/board"),
		e.way(t.Status != movement.Cancelled && e.may(access.MovementBoard), "trips.count", at+"/count"),
		e.way(planned && e.may(access.MovementDepart), "trips.depart", at+"/depart"),
		e.way((road || stopped) && e.may(access.MovementArrive), "trips.arrive", at+"/arrive"),
		e.way(t.Status == movement.There && e.may(access.MovementArrive), "trips.undo_trip", at+"/not-there"),
		e.way((road || stopped || left) && e.may(access.MovementStop), "trips.stop", at+"/stop"),
		e.way(stopped && e.may(access.MovementStop), "trips.go_on", at+"/go-on"),
		e.way(e.may(access.ExportPersonal), "trips.manifest", at+"/manifest"),
		e.way(planned && e.may(access.MovementPlan), "trips.replan", at+"/replan"),
		e.way(planned && e.may(access.MovementPlan) && (t.Contested || e.hasOtherOffices()), handOverTitle(t), at+"/hand-over"),
		e.way(t.Status == movement.Cancelled, "trips.called_off", at+"/called-off"),
		e.way(planned && e.may(access.MovementCancel), "trips.cancel", at+"/cancel"))
}

// tripAlert says before all else that where the trip goes is not safe any more, and leads to what is to be done.
func tripAlert(e *errand, t movement.TripRow) templ.Component {
	if !t.Unsafe {
		return templ.NopComponent
	}
	return together(noticed(page.Bad, unsafeSaid(e.Words, t)), unsafeWays(e, t))
}

func onTheRoad(t movement.TripRow) bool {
	return t.Status == movement.OnTheRoad || t.Status == movement.Stopped
}

func unsafeSaid(w *words.Printer, t movement.TripRow) string {
	if onTheRoad(t) {
		return w.T("trips.unsafe_road")
	}
	return w.T("trips.unsafe_planned")
}

// unsafeWays lead to what is to be done about a trip to a place that is not safe.
func unsafeWays(e *errand, t movement.TripRow) templ.Component {
	if !t.Unsafe {
		return templ.NopComponent
	}
	return doors(join(e.way(onTheRoad(t) && e.may(access.MovementStop), "trips.stop", "/movements/"+t.ID.String()+"/stop"),
		e.way(e.may(access.PeopleList), "villages.concerned", "/villages/"+t.Destination.String()+"/concerned")))
}

func tripNotices(w *words.Printer, s movement.ManifestSheet) templ.Component {
	var said []string
	if s.Trip.Unsafe {
		said = append(said, unsafeSaid(w, s.Trip))
	}
	if s.Trip.OverSeats {
		said = append(said, w.T("trips.over"))
	}
	if s.Trip.Stale {
		said = append(said, w.T("trips.stale"))
	}
	held := 0
	for _, l := range s.Lines {
		if l.Held != "" {
			held++
		}
	}
	if held > 0 {
		said = append(said, w.N("trips.held_count", int64(held)))
	}
	if s.Trip.Contested {
		said = append(said, w.T("movement.custody_contested"), w.T("movement.custody_contested_hint"))
	}
	if s.Trip.Elsewhere {
		said = append(said, w.T("movement.custody_elsewhere"))
	}
	if s.Trip.Reason != "" {
		said = append(said, s.Trip.Reason)
	}
	if len(said) == 0 {
		return templ.NopComponent
	}
	return noticed(page.Warn, said...)
}

func tripTerms(w *words.Printer, s movement.ManifestSheet) []page.Term {
	t := s.Trip
	terms := []page.Term{{Label: w.T("trips.leaves"), Value: w.Date(t.Leaves), Class: "date"}}
	for _, d := range []struct {
		key string
		day clock.Day
	}{{"trips.left", t.Left}, {"trips.arrived", t.Arrived}} {
		if d.day.Known() {
			terms = append(terms, page.Term{Label: w.T(d.key), Value: w.Date(d.day), Class: "date"})
		}
	}
	terms = append(terms, page.Term{Label: w.T("trips.means"), Value: word(w, "means", t.Means)},
		page.Term{Label: w.T("count_of.households"), Value: w.Number(int64(t.Households)), Class: "number"},
		page.Term{Label: w.T("office.persons"), Value: w.Number(int64(t.Persons)), Class: "number"},
		page.Term{Label: w.T("trips.boarded"), Value: w.Number(int64(t.Boarded)), Class: "number"},
		page.Term{Label: w.T("trips.no_shows"), Value: w.Number(int64(t.NoShows)), Class: "number"})
	if t.Route != "" {
		terms = append(terms, page.Term{Label: w.T("villages.route"), Value: spaced(t.Route)})
	}
	if v := s.Version; v.Version > 0 {
		terms = append(terms, page.Term{Label: w.T("trips.version"), Value: w.T("trips.version_line", words.Args{"Version": v.Version, "Day": v.Day,
			"Persons": w.N("count.persons", int64(v.Persons))})})
	}
	return terms
}

func loadsGrid(w *words.Printer, s movement.ManifestSheet) grid {
	g := grid{caption: w.T("trips.loads"), columns: columns(w, "trips.load_number", "trips.vehicle", "#trips.seats", "#trips.laps", "#office.persons", "")}
	for _, l := range s.Loads {
		mark := templ.Component(templ.NopComponent)
		if l.Over {
			mark = status(page.Bad, w.T("trips.too_many"))
		}
		persons := l.Persons
		if s.Trip.Status != movement.Planned { // nobody holds a seat any more: who went is on the sheet
			for _, line := range s.Lines {
				persons += len(aboard(line, l.Number))
			}
		}
		g.rows = append(g.rows, []templ.Component{num(w, l.Number), plain(word(w, "vehicle", l.Kind)), num(w, l.Seats), num(w, l.Laps), num(w, persons), mark})
	}
	return g
}

func peopleGrid(e *errand, lines []movement.ManifestLine) grid {
	w := e.Words
	g := grid{caption: w.T("trips.households"), empty: w.T("trips.nobody"), columns: columns(w, "office.household", "trips.who", "trips.load_number", "trips.state")}
	for _, l := range lines {
		g.rows = append(g.rows, []templ.Component{cells(cardLink(w, l.Card, householdPath(l.Household))), plain(whoOf(w, l.Persons)),
			plain(loadsOf(w, l.Persons)), cells(lineMarks(w, l)...)})
	}
	return g
}

// whoOf names the people of a household, with their ages.
func whoOf(w *words.Printer, persons []movement.ManifestEntry) string {
	var who []string
	for _, p := range persons {
		name := strings.TrimSpace(p.Given + " " + p.Family)
		switch {
		case name == "" && p.Newborn != "":
			name = w.T("member.newborn_of", words.Args{"Name": p.Newborn})
		case name == "":
			name = w.T("office.nameless")
		}
		if p.Age >= 0 {
			name = w.T("office.name_age", words.Args{"Name": name, "Age": p.Age})
		}
		who = append(who, name)
	}
	return w.List(who)
}

// carriedOf says for each of some people what they take along, what has to be done for them, and who travels beside them.
func carriedOf(w *words.Printer, persons []movement.ManifestEntry) (said []string) {
	for i := range persons {
		p := &persons[i]
		takes := carried(w, p.Devices, p.Needs)
		if p.With != "" {
			takes = append(takes, w.T("travels.beside", words.Args{"Name": p.With}))
		}
		if len(takes) > 0 {
			said = append(said, w.T("travels.of", words.Args{"Name": whoOf(w, persons[i:i+1]), "Takes": w.List(takes)}))
		}
	}
	return said
}

func loadsOf(w *words.Printer, persons []movement.ManifestEntry) string {
	var loads []string
	for _, p := range persons {
		if n := w.Number(int64(p.Load)); p.Load > 0 && !slices.Contains(loads, n) {
			loads = append(loads, n)
		}
	}
	return w.List(loads)
}

func lineMarks(w *words.Printer, l movement.ManifestLine) []templ.Component {
	var marks []templ.Component
	var seen []string
	for _, p := range l.Persons {
		state := p.State.String()
		if slices.Contains(seen, state) {
			continue
		}
		seen = append(seen, state)
		tone := map[string]page.Tone{"loaded": page.Ahead, "boarded": page.Good, "no_show": page.Warn, "departed": page.Plain, "arrived": page.Good}[state]
		if tone == "" {
			tone = page.Plain
		}
		marks = append(marks, status(tone, w.T("seat."+state)))
	}
	if l.Apart {
		marks = append(marks, status(page.Warn, w.T("trips.apart")))
	}
	if l.Held != "" {
		marks = append(marks, status(page.Bad, heldBy(w, l)))
	}
	if l.AskAgain > 0 {
		marks = append(marks, status(page.Warn, w.N("trips.to_ask", int64(l.AskAgain))))
	}
	return marks
}

// heldBy says which rule stands against a household.
func heldBy(w *words.Printer, l movement.ManifestLine) string {
	args := fault.Args{}
	for name, value := range l.HeldBy {
		args[name] = value
	}
	text, _ := w.Fault(fault.New("pages.held", fault.Blocked, l.Held, args))
	return text
}
