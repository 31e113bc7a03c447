// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"safar/field/movement"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addMending adds what is done where two offices share a trip: one hands its seats to the other, and of people whom both wrote down
// somebody says on which trip they were not.
func (o *office) addMending() {
	o.serve("/movements/{id}/hand-over", duty{act: access.MovementPlan, show: handOverTask, send: handOver})
	o.handle("GET /movements/unseen", showUnseen)
	o.serve("/movements/unseen/{journey}/{step}/{person}", duty{act: access.MovementConfirmArrival, show: sayHowTask, send: sayHow})
	o.serve("/movements/not-aboard/{journey}/{step}", duty{act: access.MovementConfirmArrival, show: notAboardTask, send: notAboard})
}

// notAboardPath is where somebody says on which of two trips people were not.
func notAboardPath(journey id.ID, step string) string {
	return "/movements/not-aboard/" + journey.String() + "/" + url.PathEscape(step)
}

// toOffices are the offices to which the seats of a trip can be given, as options of a field: others than this one, which has them, and any where two
// were handed them unseen of one another.
func (e *errand) toOffices(contested bool) (here staff.OfficeRow, options []page.Option, err error) {
	rows, err := ask(e, "task.move", staff.Offices(access.MovementPlan, e.scope))
	for _, o := range rows {
		if o.Here {
			here = o
		}
	}
	if !contested {
		rows = slices.DeleteFunc(rows, func(o staff.OfficeRow) bool { return o.Here })
	}
	return here, officeOptions(e.Words, rows), err
}

// hasOtherOffices reports whether there is another office at all: where there is one laptop, nobody is offered to hand anything over.
func (e *errand) hasOtherOffices() bool {
	_, others, err := e.toOffices(false)
	return err == nil && len(others) > 0
}

// handOverTitle is what is done about who runs a trip: it is handed over, or somebody decides between two offices.
func handOverTitle(t movement.TripRow) string {
	if t.Contested {
		return "trips.decide_office"
	}
	return "trips.hand_over"
}

func handOverTask(e *errand) (*task, error) {
	s, _, err := e.trip()
	if err != nil {
		return nil, err
	}
	title := handOverTitle(s.Trip)
	t, _, err := e.tripTask(title)
	if err != nil {
		return nil, err
	}
	here, offices, err := e.toOffices(s.Trip.Contested)
	if err != nil {
		return nil, err
	}
	t.grave, t.do = true, title+"_do"
	t.about = together(t.about, page.Facts(e.Words, []page.Term{{Label: e.Words.T("trips.this_office"), Value: here.Node.String(), Class: "id"}}))
	if len(offices) == 0 {
		t.about = together(t.about, noticed(page.Warn, e.Words.T("trips.no_other_office")))
	}
	t.blanks = []blank{e.blank(asRadios, "office", "trips.to_office").of(offices)}
	return t, nil
}

func handOver(e *errand, in *input) (string, string, error) {
	s, _, err := e.trip()
	if err != nil {
		return "", "", err
	}
	_, offices, err := e.toOffices(s.Trip.Contested)
	if err != nil {
		return "", "", err
	}
	in.pick("office", offices)
	c := movement.HandOver{Trip: s.Trip.ID, To: in.id("office")}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	if s.Trip.Contested {
		return "/movements/" + c.Trip.String(), "saved", err
	}
	return "/movements/" + c.Trip.String(), "handed_over", err
}

// contestedAlerts are for those who plan trips: those that two offices were handed unseen of one another, so that neither gives out their seats.
func (p Pages) contestedAlerts(r *web.Request) (all []templ.Component, err error) {
	caseloads, err := p.caseloads(r.Context(), r.Visitor, access.MovementPlan)
	for _, c := range caseloads {
		if err != nil {
			return nil, err
		}
		var rows []movement.ContestedRow
		if rows, err = asked(p, r, "task.start", movement.Contested(c.Scope)); err != nil {
			return nil, err
		}
		for _, row := range rows {
			var names placeNames
			names, err = p.placesNamed(r, "task.start", row.Destination)
			said := r.Words.List([]string{names.of(row.Destination), r.Words.Date(row.Leaves)})
			all = append(all, together(noticed(page.Bad, said, r.Words.T("movement.custody_contested")),
				doors([]page.Link{{Text: r.Words.T("trips.decide_office"), To: "/movements/" + row.Trip.String() + "/hand-over"}})))
		}
	}
	return all, err
}

// doubtedPart lists the households that are said to be on another trip as well, and leads to where somebody says on which they were not.
func doubtedPart(e *errand, rows []movement.DoubtRow) templ.Component {
	if len(rows) == 0 {
		return templ.NopComponent
	}
	w := e.Words
	g := grid{caption: w.T("trips.on_two"), columns: columns(w, "office.household", "")}
	for _, r := range rows {
		g.rows = append(g.rows, []templ.Component{cardLink(w, r.Card, householdPath(r.Household)),
			doors(e.way(e.may(access.MovementConfirmArrival), "trips.not_aboard", notAboardPath(r.Journey, r.Step)))})
	}
	return headed(w.T("trips.on_two"), noticed(page.Bad, w.T("trips.not_aboard_lead")), gridOf(g))
}

// saidOffPart lists who was said not to have been on the trip, and why.
func saidOffPart(w *words.Printer, rows []movement.SaidOffRow) templ.Component {
	if len(rows) == 0 {
		return templ.NopComponent
	}
	g := grid{caption: w.T("trips.said_off"), columns: columns(w, "office.household", "trips.who", "payments.reason", "form.day")}
	for _, r := range rows {
		who := plain(w.T("trips.said_off_all"))
		if r.Names != "" {
			who = page.Name(r.Names)
		}
		g.rows = append(g.rows, []templ.Component{cardLink(w, r.Card, householdPath(r.Household)), who, plain(orDash(w, r.Why)), day(w, r.Day)})
	}
	return headed(g.caption, gridOf(g))
}

// aboard reads the trips of the household of the path, as options of a field.
func (e *errand) aboard() (movement.Aboard, []page.Option, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return movement.Aboard{}, nil, err
	}
	a, err := ask(e, "task.confirm_arrival", movement.AboardOf(e.scope, journey, e.PathValue("step")))
	if err != nil {
		return a, nil, err
	}
	var of []id.ID
	for _, s := range a.Trips {
		of = append(of, s.Origin, s.Destination)
	}
	names, err := e.placeNames(of...)
	return a, saidOptions(e.Words, names, a.Trips), err
}

// saidTrip says which trip it is: its day, its way, and how far they are said to have come.
func saidTrip(w *words.Printer, names map[id.ID]string, s movement.SaidRow) string {
	way := w.T("means.own_means")
	if !s.Trip.IsZero() {
		way = fromTo(w, names, movement.TripRow{Origin: s.Origin, Destination: s.Destination})
	}
	return w.List([]string{w.Date(s.Leaves), way, w.T("seat." + s.State.String())})
}

func notAboardTask(e *errand) (*task, error) {
	a, options, err := e.aboard()
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := &task{title: "trips.not_aboard", lead: "trips.not_aboard_lead", do: "trips.not_aboard_do", grave: true, back: householdPath(a.Household),
		crumbs: []page.Link{e.crumb("trips.title", "/movements"), {Text: orDash(w, a.Card), To: householdPath(a.Household)}},
		blanks: []blank{e.blank(asRadios, "trip", "trips.not_on").of(options), e.blank(asArea, "reason", "payments.reason").hinted(w.T("trips.not_aboard_hint"))}}
	if len(options) == 0 {
		t.nothing, t.about = true, noticed(page.Plain, w.T("movement.on_one_trip"))
	}
	return t, nil
}

func notAboard(e *errand, in *input) (string, string, error) {
	a, options, err := e.aboard()
	if err != nil {
		return "", "", err
	}
	journey, err := e.PathID("journey")
	if err != nil {
		return "", "", err
	}
	in.pick("trip", options)
	c := movement.NotAboard{Trip: in.id("trip"), Journey: journey, Step: e.PathValue("step"), Reason: in.must("reason")}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return householdPath(a.Household), "saved", err
}
