// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/movement"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// means are how a trip goes, as programmes name it.
var means = []string{movement.Convoy, "flight", "road"}

var vehicles = []string{"truck", "bus", "boat", "car", "plane"}

func planTask(e *errand) (*task, error) {
	from, err := e.placeOptions(places.Site)
	if err != nil {
		return nil, err
	}
	to, err := e.placeOptions(places.Village, places.Municipality)
	leaves := e.dayBlank("leaves", "trips.leaves")
	leaves.Value = (e.today + 7).String()
	return &task{title: "trips.plan", lead: "trips.plan_lead", do: "trips.plan", back: "/movements", crumbs: []page.Link{e.crumb("trips.title", "/movements")},
		blanks: []blank{e.blank(asSelect, "origin", "trips.origin").of(from).optional(), e.blank(asSelect, "destination", "trips.destination").of(to), leaves,
			e.blank(asSelect, "means", "trips.means").of(optionsOf(e.Words, "means", means...)).worth(movement.Convoy),
			e.blank(asInput, "route", "villages.route").hinted(e.Words.T("trips.route_hint")).optional(),
			e.blank(asSelect, "kind", "trips.vehicle").of(optionsOf(e.Words, "vehicle", vehicles...)).worth("truck"),
			e.blank(asInput, "loads", "trips.how_many").kind("number").worth("2"), e.blank(asInput, "seats", "trips.seats_each").kind("number").worth("40"),
			e.blank(asInput, "laps", "trips.laps_each").kind("number").hinted(e.Words.T("trips.laps_hint")).optional()}}, err
}

func planTrip(e *errand, in *input) (string, string, error) {
	c := movement.Plan{Origin: in.id("origin"), Destination: in.mustID("destination"), Leaves: in.mustDay("leaves"), Route: in.text("route"), Means: in.text("means"),
		Loads: loadsLike(in, 1)}
	if in.wrong() {
		return "", "", nil
	}
	r, err := e.do(e.scope, c)
	if err != nil || len(r.IDs) == 0 {
		return "/movements", "saved", err
	}
	return "/movements/" + r.IDs[0].String(), "saved", nil
}

// loadsLike reads several loads of one kind, numbered from first.
func loadsLike(in *input, first int) (loads []movement.Vehicle) {
	kind, n := in.must("kind"), in.count("loads")
	if n > movement.MaxLoads {
		in.blame("loads", "office.wrong.number")
		return nil
	}
	for i := range n {
		loads = append(loads, movement.Vehicle{Number: first + i, Kind: kind, Seats: in.count("seats"), Laps: in.count("laps")})
	}
	return loads
}

// tripTask is a task about the trip of the path.
func (e *errand) tripTask(title string) (*task, movement.ManifestSheet, error) {
	s, names, err := e.trip()
	at := "/movements/" + s.Trip.ID.String()
	return &task{title: title, lead: title + "_lead", do: title, back: at,
		crumbs: []page.Link{e.crumb("trips.title", "/movements"), {Text: fromTo(e.Words, names, s.Trip), To: at}},
		about:  together(tripNotices(e.Words, s), page.Facts(e.Words, tripTerms(e.Words, s)))}, s, err
}

// tripDuty is a task that asks for a day, a reason or nothing.
func tripDuty(act access.Act, title, asks string, command func(id.ID, *input) desk.Command) duty {
	return duty{act: act, show: func(e *errand) (*task, error) {
		t, _, err := e.tripTask(title)
		if err != nil {
			return nil, err
		}
		switch asks {
		case "day":
			t.blanks = []blank{e.dayBlank("day", "office.day")}
		case "reason":
			t.blanks = []blank{e.blank(asArea, "reason", "payments.reason")}
		}
		return t, err
	}, send: func(e *errand, in *input) (string, string, error) {
		trip, err := e.PathID("id")
		if err != nil {
			return "", "", err
		}
		c := command(trip, in)
		if in.wrong() {
			return "", "", nil
		}
		_, err = e.do(e.scope, c)
		return "/movements/" + trip.String(), "saved", err
	}}
}

func replanTask(e *errand) (*task, error) {
	t, s, err := e.tripTask("trips.replan")
	if err != nil {
		return nil, err
	}
	leaves := e.dayBlank("leaves", "trips.leaves")
	leaves.Value = s.Trip.Leaves.String()
	t.blanks = []blank{leaves}
	for _, l := range s.Loads {
		n := strconv.Itoa(l.Number)
		t.blanks = append(t.blanks, blank{Field: page.Field{Name: "seats_" + n, Kind: "number", LTR: true, Value: strconv.Itoa(l.Seats),
			Label: e.Words.T("trips.seats_of", words.Args{"Load": l.Number, "Vehicle": word(e.Words, "vehicle", l.Kind)}), Hint: e.Words.T("trips.seats_of_hint")}})
	}
	t.blanks = append(t.blanks, e.blank(asInput, "loads", "trips.more_loads").kind("number").worth("0"),
		e.blank(asSelect, "kind", "trips.vehicle").of(optionsOf(e.Words, "vehicle", vehicles...)).worth("truck"),
		e.blank(asInput, "seats", "trips.seats_each").kind("number").worth("40"))
	return t, nil
}

func replanTrip(e *errand, in *input) (string, string, error) {
	s, _, err := e.trip()
	if err != nil {
		return "", "", err
	}
	c := movement.Replan{Trip: s.Trip.ID, Leaves: in.mustDay("leaves")}
	next := 1
	for _, l := range s.Loads {
		next = max(next, l.Number+1)
		if seats := in.count("seats_" + strconv.Itoa(l.Number)); seats > 0 {
			c.Loads = append(c.Loads, movement.Vehicle{Number: l.Number, Kind: l.Kind, Seats: seats, Laps: min(l.Laps, seats)})
		}
	}
	c.Loads = append(c.Loads, loadsLike(in, next)...)
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return "/movements/" + s.Trip.ID.String(), "saved", err
}

func loadTask(e *errand) (*task, error) {
	t, s, err := e.tripTask("trips.load")
	if err != nil {
		return nil, err
	}
	ready, err := ask(e, "task.move", movement.ReadyFor(e.scope, s.Trip.Destination, s.Trip.Route))
	if err != nil {
		return nil, err
	}
	var options []page.Option
	for _, l := range s.Loads {
		options = append(options, page.Option{Value: strconv.Itoa(l.Number), Label: e.Words.T("trips.load_line",
			words.Args{"Load": l.Number, "Vehicle": word(e.Words, "vehicle", l.Kind), "Free": max(l.Seats-l.Persons, 0)})})
	}
	t.blanks = []blank{e.blank(asSelect, "load", "trips.load_number").of(options),
		e.blank(asArea, "cards", "trips.cards").hinted(e.Words.T("trips.cards_hint")).optional()}
	cut, pages := pageOf(e, ready, perPage)
	t.within = together(gridOf(readyGrid(e, cut, s.Trip.ID)), page.Pager(e.Words, pages))
	return t, nil
}

func readyGrid(e *errand, rows []movement.ReadyRow, trip id.ID) grid {
	w := e.Words
	g := grid{caption: w.T("trips.ready"), empty: w.T("trips.nobody_ready"),
		columns: columns(w, "trips.take", "office.household", "#office.persons", "#trips.infants", "trips.travel_by", "trips.ask_again")}
	for _, r := range rows {
		asks := templ.Component(page.Status(w, "done"))
		if r.AskAgain > 0 {
			asks = linked(w.N("trips.to_ask", int64(r.AskAgain)), askPath(r.Journey, r.Step, trip))
		}
		who := []templ.Component{cardLink(w, r.Card, householdPath(r.Household))}
		who = append(who, linked(w.T("apart.not_all"), apartPath(r.Journey, r.Step)))
		if r.NoShow {
			who = append(who, hushed(w.T("trips.was_absent")))
		}
		g.rows = append(g.rows, []templ.Component{tick("household", r.Journey.String()+"/"+r.Step, orDash(w, r.Card), e.ticked("household", r.Journey.String()+"/"+r.Step)), cells(who...), num(w, r.Persons), num(w, r.Infants), travelBy(w, r.TravelBy), asks})
	}
	return g
}

// loadHouseholds puts those that were ticked and those whose cards were typed on a load, one command each: who fits is on it.
func loadHouseholds(e *errand, in *input) (string, string, error) {
	s, _, err := e.trip()
	if err != nil {
		return "", "", err
	}
	ready, err := ask(e, "task.move", movement.ReadyFor(e.scope, s.Trip.Destination, s.Trip.Route))
	if err != nil {
		return "", "", err
	}
	load, cards := in.count("load"), cardsIn(in.text("cards"))
	var commands []desk.Command
	for _, r := range ready {
		at := slices.Index(cards, strings.ToUpper(r.Card))
		if at >= 0 && r.Card != "" {
			cards = slices.Delete(cards, at, at+1)
		}
		if at >= 0 || slices.Contains(in.values["household"], r.Journey.String()+"/"+r.Step) {
			commands = append(commands, movement.Load{Journey: r.Journey, Step: r.Step, Trip: s.Trip.ID, Load: load})
		}
	}
	if len(cards) > 0 {
		return "", "", fault.New("pages.load", fault.Invalid, "trips.cards_not_ready", fault.Args{"cards": strings.Join(cards, ", ")})
	}
	if len(commands) == 0 {
		in.blame("cards", "trips.choose_some")
	}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, commands...)
	return "/movements/" + s.Trip.ID.String(), "saved", err
}

// cardsIn reads numbers of cards with anything but letters, digits and hyphens between them.
func cardsIn(text string) []string {
	cards := strings.FieldsFunc(strings.ToUpper(text), func(r rune) bool { return r <= ' ' || r == ',' || r == ';' })
	slices.Sort(cards)
	return slices.Compact(cards)
}

func stopTask(e *errand) (*task, error) {
	t, _, err := e.tripTask("trips.stop")
	if err != nil {
		return nil, err
	}
	t.grave = true
	t.blanks = []blank{e.blank(asRadios, "what", "trips.what").of([]page.Option{{Value: "stop", Label: e.Words.T("trips.stop_there")},
		{Value: "turn_back", Label: e.Words.T("trips.turn_back"), Hint: e.Words.T("trips.turn_back_hint")}}), e.blank(asArea, "reason", "payments.reason")}
	return t, nil
}

func stopTrip(e *errand, in *input) (string, string, error) {
	trip, err := e.PathID("id")
	c := movement.StopOrTurnBack{Trip: trip, TurnBack: in.must("what") == "turn_back", Reason: in.must("reason")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/movements/" + trip.String(), "saved", err
}

func arriveTask(e *errand) (*task, error) {
	t, s, err := e.tripTask("trips.arrive")
	if err != nil {
		return nil, err
	}
	w := e.Words
	g := grid{caption: w.T("trips.absent"), empty: w.T("trips.nobody"), columns: columns(w, "trips.not_there", "office.household", "trips.who")}
	for _, l := range s.Lines {
		if standing(l, "departed") {
			g.rows = append(g.rows, []templ.Component{tick("absent", l.Journey.String(), orDash(w, l.Card), e.ticked("absent", l.Journey.String())), page.Code(orDash(w, l.Card)), plain(whoOf(w, l.Persons))})
		}
	}
	t.within = gridOf(g)
	t.blanks = []blank{e.dayBlank("day", "office.day")}
	return t, nil
}

func arriveTrip(e *errand, in *input) (string, string, error) {
	trip, err := e.PathID("id")
	c := movement.Arrive{Trip: trip, Day: in.mustDay("day"), Absent: ids(in.values["absent"])}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/movements/" + trip.String(), "saved", err
}
