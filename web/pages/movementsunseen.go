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

// unseenAlerts are for those who say where people are: how many are on the road with a household that they had left, as two offices wrote that
// did not see each other.
func (p Pages) unseenAlerts(r *web.Request) ([]templ.Component, error) {
	caseloads, err := p.caseloads(r.Context(), r.Visitor, access.MovementConfirmArrival)
	persons := 0
	for _, c := range caseloads {
		if err != nil {
			return nil, err
		}
		var some movement.UnseenCount
		some, err = asked(p, r, "task.start", movement.CountUnseen(c.Scope))
		persons += some.Persons
	}
	if err != nil || persons == 0 {
		return nil, err
	}
	w := r.Words
	return []templ.Component{together(noticed(page.Bad, w.N("unseen.count", int64(persons))),
		doors([]page.Link{{Text: w.T("unseen.title"), To: "/movements/unseen"}}))}, nil
}

// unseenRows reads them, and the places to which they are on the road.
func (e *errand) unseenRows() ([]movement.UnseenRow, map[id.ID]string, error) {
	rows, err := ask(e, "task.confirm_arrival", movement.Unseen(e.scope))
	if err != nil {
		return nil, nil, err
	}
	var of []id.ID
	for _, row := range rows {
		of = append(of, row.Place)
	}
	names, err := e.placeNames(of...)
	return rows, names, err
}

func showUnseen(e *errand) error {
	rows, names, err := e.unseenRows()
	if err != nil {
		return err
	}
	w := e.Words
	g := grid{caption: w.T("unseen.title"), empty: w.T("unseen.nobody"),
		columns: columns(w, "member.name", "unseen.lives", "unseen.travels", "")}
	for _, row := range rows {
		to := "/movements/unseen/" + row.Journey.String() + "/" + url.PathEscape(row.Step) + "/" + row.Person.String()
		g.rows = append(g.rows, []templ.Component{page.Name(unseenName(w, row)), linked(orDash(w, row.Card), householdPath(row.Household)),
			cells(day(w, row.Left), page.Name(names[row.Place])), doors([]page.Link{{Text: w.T("unseen.say"), To: to}})})
	}
	return e.Show(officePage(e.frame(w.T("unseen.title"), e.crumb("trips.title", "/movements")), w.T("unseen.lead"), nil, gridOf(g)))
}

func unseenName(w *words.Printer, row movement.UnseenRow) string {
	if name := (row.Given + " " + row.Family); name != " " {
		return name
	}
	return w.T("household.no_name")
}

// unseenOne is the one of the path, and whether they are one of those.
func (e *errand) unseenOne() (row movement.UnseenRow, place string, is bool, err error) {
	rows, names, err := e.unseenRows()
	for _, row := range rows {
		if row.Person.String() == e.PathValue("person") && row.Journey.String() == e.PathValue("journey") && row.Step == e.PathValue("step") {
			return row, names[row.Place], true, err
		}
	}
	return row, "", false, err
}

func sayHowTask(e *errand) (*task, error) {
	row, place, is, err := e.unseenOne()
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := &task{title: "unseen.say", lead: "unseen.say_lead", do: "form.save", back: "/movements/unseen",
		crumbs: []page.Link{e.crumb("trips.title", "/movements"), e.crumb("unseen.title", "/movements/unseen")},
		blanks: []blank{e.blank(asRadios, "travels", "unseen.how").of(howOptions(w)), e.blank(asArea, "reason", "payments.reason")}}
	if t.about = noticed(page.Plain, w.T("movement.nothing_unseen")); is {
		t.about = page.Facts(w, []page.Term{{Label: w.T("member.name"), Value: unseenName(w, row)}, {Label: w.T("unseen.lives"), Value: orDash(w, row.Card)},
			{Label: w.T("unseen.travels"), Value: place}})
	}
	return t, nil
}

func howOptions(w *words.Printer) []page.Option {
	return []page.Option{{Value: "yes", Label: w.T("unseen.with_them")}, {Value: "no", Label: w.T("unseen.not_with_them")}}
}

func sayHow(e *errand, in *input) (string, string, error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return "", "", err
	}
	person, err := e.PathID("person")
	c := movement.SayHow{Journey: journey, Step: e.PathValue("step"), Person: person, Travels: in.pick("travels", howOptions(e.Words)) == "yes",
		Reason: in.must("reason")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return "/movements/unseen", "saved", err
}
