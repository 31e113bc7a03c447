// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"safar/field/places"
	"safar/field/pledging"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web/page"
)

// addPledges adds the pages of who waits for a State to take them over, and of what States pledged.
func (o *office) addPledges() {
	o.handle("GET /pledges", showWaiting)
	o.handle("GET /pledges/plan", showPledgesPlan)
	o.serve("/pledges/{way}/ties", duty{act: access.CapacityPlan, show: tiesTask, send: sayTies})
}

func tiesPath(way id.ID) string { return "/pledges/" + way.String() + "/ties" }

// pledgesWays lead from the pledges of States to who waits for one, and to the plan.
func (e *errand) pledgesWays(k kindShown) []page.Link {
	if !slices.ContainsFunc(k.ways, wayOffered.pledges) {
		return nil
	}
	return join(e.way(e.may(access.CapacityPlan), "pledges.title", "/pledges"), e.way(e.may(access.CapacityPlan), "pledges.plan", "/pledges/plan"))
}

// pledges reports whether what walks a way is a State's pledge.
func (w wayOffered) pledges() bool {
	for _, a := range w.Attributes {
		if a.Name == pledging.PlacesPledged {
			return true
		}
	}
	return false
}

// showWaiting lists who waits for a State, page by page: those first whom nobody asked what binds them to one.
func showWaiting(e *errand) error {
	part := e.part(perPage)
	list, err := ask(e, "task.pledges", pledging.CasesOn(e.scope, part))
	if err != nil {
		return err
	}
	w, pages := e.Words, e.pager(part.From, len(list.Rows), list.Total, perPage)
	g := grid{caption: w.T("pledges.title"), empty: w.T("pledges.nobody_waits"), columns: columns(w, "pledges.case", "#pledges.people", "pledges.waits", "pledges.told_of", "pledges.ties")}
	for _, c := range list.Rows {
		g.rows = append(g.rows, []templ.Component{linked(cmp.Or(c.Name, w.T("household.no_name")), householdPath(c.Household)), num(w, c.People), hushed(w.N("guests.days", int64(c.Waiting))), plain(c.ToldOf), e.tiesLink(c.Journey, c.Asked)})
	}
	return e.Show(officePage(e.frame(w.T("pledges.title"), e.crumb("subjects.title", "/subjects")), w.T("pledges.lead"), e.way(true, "pledges.plan", "/pledges/plan"), gridOf(g), page.Pager(w, pages)))
}

// tiesLink leads to what binds a case to States.
func (e *errand) tiesLink(way id.ID, asked bool) templ.Component {
	if asked {
		return linked(e.Words.T("pledges.ties"), tiesPath(way))
	}
	return cells(status(page.Warn, e.Words.T("pledges.not_asked")), linked(e.Words.T("pledges.ask"), tiesPath(way)))
}

// tiesTask asks what binds a case to States, in their own words. Why they must not go somewhere is asked nowhere here.
func tiesTask(e *errand) (*task, error) {
	of, err := e.PathID("way")
	if err != nil {
		return nil, err
	}
	f, err := ask(e, "task.pledges", pledging.TiesOf(e.scope, of))
	if err != nil {
		return nil, err
	}
	states, err := e.placeOptions(places.Country, places.Municipality)
	if err != nil {
		return nil, err
	}
	t := &task{title: "pledges.ties", lead: "pledges.ties_lead", do: "form.save", back: "/pledges", crumbs: []page.Link{e.crumb("pledges.title", "/pledges")}}
	t.about = para(linked(cmp.Or(f.Name, e.Words.T("household.no_name")), householdPath(f.Household)))
	t.blanks = []blank{e.listBlank("languages", "pledges.languages", f.Languages).hinted(e.Words.T("pledges.languages_hint"))}
	for _, q := range []struct {
		name, key string
		of        []id.ID
	}{{"relatives", "pledges.relatives", f.Relatives}, {"not", "pledges.not", f.Not}} {
		l := line{Field: page.Field{Name: q.name, Label: e.Words.T(q.key), Hint: e.Words.T(q.key + "_hint"), Options: states, Optional: true}, as: lineChecks}
		for _, place := range q.of {
			l.marked = append(l.marked, place.String())
		}
		t.questions = append(t.questions, l)
	}
	return t, nil
}

func sayTies(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("way")
	if err != nil {
		return "", "", err
	}
	are := pledging.Bound{Languages: in.listOf("languages"), Relatives: ids(in.values["relatives"]), Not: ids(in.values["not"])}
	_, err = e.do(e.scope, pledging.Say{Journey: of, Are: are, Day: clock.NoDay})
	return "/pledges", "saved", err
}
