// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/field/movement"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/web/page"
	"safar/web/words"
)

// showCalledOff lists who stood on a trip that was called off, for who plans another one by hand: whose clearance would lapse before the new day
// stands first.
func showCalledOff(e *errand) error {
	s, names, err := e.trip()
	if err != nil {
		return err
	}
	at := "/movements/" + s.Trip.ID.String()
	leaves, err := clock.ParseDay(e.URL.Query().Get("leaves"))
	if err != nil || leaves < e.today {
		leaves = e.today
	}
	rows, err := ask(e, "task.move", movement.CalledOff(e.scope, s.Trip.ID, leaves))
	if err != nil {
		return err
	}
	w := e.Words
	lapse := 0
	for _, r := range rows {
		if r.Lapses {
			lapse++
		}
	}
	told := templ.Component(templ.NopComponent)
	if lapse > 0 {
		told = noticed(page.Warn, w.N("trips.would_lapse", int64(lapse)))
	}
	cut, pages := pageOf(e, rows, perPage)
	return e.Show(officePage(e.frame(w.T("trips.called_off"), e.crumb("trips.title", "/movements"), page.Link{Text: fromTo(w, names, s.Trip), To: at}),
		w.T("trips.called_off_lead"), e.way(e.may(access.MovementPlan), "trips.plan_another", "/movements/plan"),
		newDay(w, at+"/called-off", "leaves", "trips.new_day", leaves), told, gridOf(calledOffGrid(e, cut)), page.Pager(w, pages)))
}

func calledOffGrid(e *errand, rows []movement.CalledOffRow) grid {
	w := e.Words
	g := grid{caption: w.T("trips.called_off"), empty: w.T("trips.none_called_off"),
		columns: columns(w, "office.household", "#office.persons", "trips.travel_by", "trips.clearances", "trips.state")}
	for _, r := range rows {
		var marks []templ.Component
		if r.Lapses {
			marks = append(marks, status(page.Bad, w.T("trips.lapses_before")))
		}
		if r.Held != "" {
			marks = append(marks, status(page.Bad, heldBy(w, movement.ManifestLine{Held: r.Held, HeldBy: r.HeldBy})))
		}
		if r.AskAgain > 0 {
			marks = append(marks, status(page.Warn, w.N("trips.to_ask", int64(r.AskAgain))))
		}
		g.rows = append(g.rows, []templ.Component{cardLink(w, r.Card, householdPath(r.Household)), num(w, r.Persons), travelBy(w, r.TravelBy),
			eachOnALine(clearancesSaid(w, e.speech(w, r.Programme), r.Clearances)), cells(marks...)})
	}
	return g
}

// clearancesSaid says of each clearance whether it is there, and by when they travel with it: of a medical one nobody learns more.
func clearancesSaid(w *words.Printer, s speech, rows []movement.ClearanceRow) (said []string) {
	for _, c := range rows {
		text := w.T("trips.clearance_missing", words.Args{"Clearance": s.step(c.Step)})
		switch {
		case c.Until.Known():
			text = w.T("trips.clearance_until", words.Args{"Clearance": s.step(c.Step), "Day": c.Until})
		case c.Ready:
			text = w.T("trips.clearance_open", words.Args{"Clearance": s.step(c.Step)})
		}
		said = append(said, text)
	}
	return said
}

// travelBy is the day by which people travel, and nothing where none of their clearances ends.
func travelBy(w *words.Printer, by clock.Day) templ.Component {
	if !by.Known() {
		return hushed(w.T("trips.no_end"))
	}
	return page.Date(w, by)
}
