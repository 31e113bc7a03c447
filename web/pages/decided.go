// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"safar/field/places"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// deciders returns the names of those who do an act in the commons, for those who do it themselves; others read what was decided, and not who
// wrote it down.
func (p Pages) deciders(r *web.Request, act access.Act) (map[id.ID]string, error) {
	if !p.may(r.Visitor, act, access.Commons) {
		return nil, nil
	}
	rows, err := asked(p, r, "task.find_the_way", staff.Colleagues(act, access.Commons, act))
	names := map[id.ID]string{}
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, err
}

// written says when something was written down, and by whom where that is told.
func written(w *words.Printer, day clock.Day, name string) string {
	if name == "" {
		return w.T("told.written", words.Args{"Day": day})
	}
	return w.T("told.written_by", words.Args{"Day": day, "Name": name})
}

// siteEvents are what was decided and done about a site's closing, the latest first: also the dates that stood before.
func siteEvents(w *words.Printer, closures []places.ClosureTold, notes []places.NoteRow, names map[id.ID]string) (out []page.Event) {
	type dated struct {
		day   clock.Day
		event page.Event
	}
	var all []dated
	for _, c := range closures {
		all = append(all, dated{c.Closure.Decided, closureEvent(w, c, names[c.Author])})
	}
	for _, n := range notes {
		all = append(all, dated{n.Day, page.Event{When: w.Date(n.Day), What: noteOf(w, n)}})
	}
	slices.SortStableFunc(all, func(a, b dated) int { return cmp.Compare(b.day, a.day) })
	for _, d := range all {
		out = append(out, d.event)
	}
	return out
}

func closureEvent(w *words.Printer, c places.ClosureTold, author string) page.Event {
	what := w.T("sites.decision_no_day", words.Args{"By": c.Closure.By})
	if c.Closure.Closes.Known() {
		what = w.T("sites.decision", words.Args{"By": c.Closure.By, "Closes": c.Closure.Closes})
	}
	if c.Closure.Words != "" {
		what = w.T("story.more", words.Args{"What": what, "More": []string{c.Closure.Words}})
	}
	e := page.Event{When: w.Date(c.Closure.Decided), What: w.T("sites.stood_before", words.Args{"What": what}), Who: written(w, c.Written, author)}
	if c.Stands {
		e.What, e.State = w.T("sites.stands", words.Args{"What": what}), "ready"
	}
	return e
}

// showDecisions shows every decision on the safety of a village, also those that stood before.
func showDecisions(e *errand) error {
	s, err := e.village()
	if err != nil {
		return err
	}
	rows, err := ask(e, "task.find_the_way", places.DecisionsOf(s.Row.ID))
	if err != nil {
		return err
	}
	names, err := e.deciders(e.Request, access.PlacesDecideSafety)
	if err != nil {
		return err
	}
	cut, pages := pageOf(e, rows, perPage)
	f := e.frame(e.Words.T("villages.decisions_all"), e.crumb("villages.title", "/villages"),
		page.Link{Text: s.Row.Name, To: "/villages/" + s.Row.ID.String()})
	return e.Show(officePage(f, e.Words.T("villages.decisions_all_lead"), nil, gridOf(decidedGrid(e, cut, names)), page.Pager(e.Words, pages)))
}

func decidedGrid(e *errand, rows []places.DecisionTold, names map[id.ID]string) grid {
	w := e.Words
	g := grid{caption: w.T("villages.decisions_all"), empty: w.T("villages.no_decision"),
		columns: columns(w, "villages.safety", "villages.for_whom", "villages.reason", "villages.decided_on", "villages.written")}
	for _, d := range rows {
		found := []templ.Component{page.Status(w, "not_safe")}
		if d.Decision.Safe {
			found[0] = page.Status(w, "safe")
		}
		if d.Stands {
			found = append(found, hushed(w.T("told.holds")))
		}
		why := []templ.Component{plain(d.Decision.Reason)}
		if d.Contrary != "" {
			why = append(why, hushed(d.Contrary))
		}
		g.rows = append(g.rows, []templ.Component{cells(found...), plain(whoAndRoute(w, d.Decision.Group, d.Decision.Route)), cells(why...),
			aged(w, d.Decision.Day, e.today), plain(written(w, d.Written, names[d.Decision.By]))})
	}
	return g
}
