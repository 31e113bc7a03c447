// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"safar/field/movement"
	"safar/web/page"
	"safar/web/words"
)

// handCountTask holds what was counted on each load against the list, and asks for another count. What does not agree is said, with who is on the list of that load.
func handCountTask(e *errand) (*task, error) {
	s, names, err := e.trip()
	if err != nil {
		return nil, err
	}
	rows, err := ask(e, "task.move", movement.CountsOf(e.scope, s.Trip.ID))
	if err != nil {
		return nil, err
	}
	w := e.Words
	about := []templ.Component{gridOf(countGrid(w, rows))}
	var loads []page.Option
	for _, row := range rows {
		number := strconv.Itoa(row.Load)
		loads = append(loads, page.Option{Value: number, Label: number})
		if row.Counted && !row.Agrees() {
			about = append(about, headed(w.T("counted.call", words.Args{"Load": row.Load}), gridOf(calledGrid(w, s, row.Load))))
		}
	}
	return &task{title: "trips.count", lead: "counted.lead", do: "counted.do", back: "/movements/" + s.Trip.ID.String(),
		crumbs: []page.Link{e.crumb("trips.title", "/movements"), {Text: fromTo(w, names, s.Trip), To: "/movements/" + s.Trip.ID.String()}}, about: together(about...),
		blanks: []blank{e.blank(asSelect, "load", "trips.load_number").of(loads), e.blank(asInput, "persons", "counted.persons").kind("number"),
			e.blank(asInput, "children", "counted.children").kind("number").worth("0"), e.blank(asInput, "unlisted", "counted.unlisted").kind("number").worth("0").hinted(w.T("counted.unlisted_hint"))}}, nil
}

// countGrid holds counts against the list, a load a line.
func countGrid(w *words.Printer, rows []movement.CountRow) grid {
	g := grid{caption: w.T("counted.title"), empty: w.T("trips.nobody"), columns: columns(w, "trips.load_number", "#counted.listed", "#counted.counted", "#counted.listed_children", "#counted.counted_children",
		"#counted.unlisted", "#counted.waiting", "counted.state")}
	for _, row := range rows {
		counted, children, unlisted, state := plain("–"), plain("–"), plain("–"), status(page.Hushed, w.T("counted.not_yet"))
		if row.Counted {
			counted, children, unlisted, state = num(w, row.Persons), num(w, row.Children), num(w, row.Unlisted), status(page.Good, w.T("counted.agrees"))
			if !row.Agrees() {
				state = status(page.Bad, w.T("counted.differs"))
			}
		}
		g.rows = append(g.rows, []templ.Component{num(w, row.Load), num(w, row.Listed), counted, num(w, row.ListedChildren), children, unlisted, num(w, row.Waiting), state})
	}
	return g
}

// calledGrid lists who is on the list of a load, to be called by name.
func calledGrid(w *words.Printer, s movement.ManifestSheet, load int) grid {
	g := grid{caption: w.T("trips.households"), empty: w.T("trips.nobody"), columns: columns(w, "office.household", "trips.who", "trips.state")}
	for _, l := range s.Lines {
		var on []movement.ManifestEntry
		for _, p := range l.Persons {
			if p.Load == load {
				on = append(on, p)
			}
		}
		if len(on) > 0 {
			l.Persons = on
			g.rows = append(g.rows, []templ.Component{page.Code(l.Card), plain(whoOf(w, on)), cells(lineMarks(w, l)...)})
		}
	}
	return g
}

func keepHandCount(e *errand, in *input) (string, string, error) {
	trip, err := e.PathID("id")
	if err != nil {
		return "", "", err
	}
	c := movement.CountLoad{Trip: trip, Load: in.count("load"), Persons: in.count("persons"), Children: in.count("children"), Unlisted: in.count("unlisted")}
	in.must("load")
	in.must("persons")
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return "/movements/" + trip.String() + "/count", "saved", err
}
