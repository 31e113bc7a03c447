// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/bulk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

func attendTask(e *errand) (*task, error) {
	of, err := e.PathID("id")
	at := "/gatherings/" + of.String()
	return &task{title: "gatherings.attend", lead: "gatherings.attend_lead", do: "gatherings.find", back: at,
		crumbs: []page.Link{e.crumb("gatherings.title", "/gatherings")}, blanks: []blank{e.blank(asInput, "card", "gatherings.card")}}, err
}

// findAttending changes nothing: it finds the household and leads on.
func findAttending(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	if err != nil {
		return "", "", err
	}
	card := in.must("card")
	if in.wrong() {
		return "", "", nil
	}
	found, err := ask(e, "task.listen", journey.Search(e.scope, nil, card, ""))
	if err != nil {
		return "", "", err
	}
	for _, row := range found.Rows {
		if len(found.Rows) == 1 || strings.EqualFold(row.Household.Card, card) {
			return "/gatherings/" + of.String() + "/attend/" + row.Household.ID.String(), "", nil
		}
	}
	return "", "", fault.New("pages.attend", fault.Invalid, "gatherings.no_such_household", nil)
}

// attending is a household at a gathering: its file, and the steps on which attendance can be recorded.
func (e *errand) attending() (gathering.Sheet, journey.File, []page.Option, error) {
	of, err := e.PathID("id")
	if err != nil {
		return gathering.Sheet{}, journey.File{}, nil, err
	}
	household, err := e.PathID("household")
	if err != nil {
		return gathering.Sheet{}, journey.File{}, nil, err
	}
	s, err := ask(e, "task.listen", gathering.One(e.scope, of))
	if err != nil {
		return s, journey.File{}, nil, err
	}
	file, err := ask(e, "task.listen", journey.FileOf(e.scope, household))
	var options []page.Option
	for _, way := range file.Ways {
		for _, step := range way.Steps {
			if step.Verb == "gather" || step.Verb == "visit" {
				options = append(options, page.Option{Value: way.ID.String() + "/" + step.ID, Label: e.say("steps", step.ID)})
			}
		}
	}
	return s, file, options, err
}

func attendWhoTask(e *errand) (*task, error) {
	s, file, options, err := e.attending()
	if err != nil {
		return nil, err
	}
	w := e.Words
	g := grid{caption: w.T("gatherings.who"), columns: columns(w, "gatherings.was_there", "trips.who")}
	for _, m := range file.People.Members {
		g.rows = append(g.rows, []templ.Component{tick("person", m.ID.String(), nameOf(m), e.ticked("person", m.ID.String())), page.Name(nameOf(m))})
	}
	t := &task{title: "gatherings.attend", lead: "gatherings.attend_who_lead", do: "page.save", back: "/gatherings/" + s.Row.ID.String() + "/attend",
		crumbs: []page.Link{e.crumb("gatherings.title", "/gatherings")}, within: gridOf(g),
		blanks: []blank{e.blank(asSelect, "step", "gatherings.step").of(options)}}
	if s.Heads >= s.Row.Persons {
		t.blanks = append(t.blanks, e.blank(asCheck, moreField, "gatherings.attend_more").optional())
	}
	for _, o := range options {
		if strings.HasSuffix(o.Value, "/"+string(s.Row.Kind)) {
			t.blanks[0].Value = o.Value
		}
	}
	return t, nil
}

func attend(e *errand, in *input) (string, string, error) {
	s, _, options, err := e.attending()
	if err != nil {
		return "", "", err
	}
	of, step, _ := strings.Cut(in.pick("step", options), "/")
	if in.wrong() {
		return "", "", nil
	}
	way, err := id.Parse(of)
	if err != nil {
		return "", "", notThere("pages.attend")
	}
	var c desk.Command = gathering.Attend{Gathering: s.Row.ID, Journey: way, Step: step, Persons: ids(in.values["person"]), Day: s.Row.Day, MoreThanCounted: in.values.Get(moreField) == "yes"}
	_, err = e.do(e.scope, c)
	return "/gatherings/" + s.Row.ID.String() + "/attend", "saved", err
}

// attended are the households that were at a gathering. It opens no file.
func (e *errand) attended(of id.ID) ([]id.ID, error) {
	s, err := ask(e, "task.listen", gathering.One(e.scope, of))
	if err != nil {
		return nil, err
	}
	whose, err := ask(e, "task.listen", bulk.Whose(access.GatheringHold, e.scope, s.Journeys))
	slices.SortFunc(whose.All, id.ID.Compare)
	return slices.Compact(whose.All), err
}

// attendedPart lists the households that were at a gathering, for those who may list households, and says for the others how many they are.
func (e *errand) attendedPart(s gathering.Sheet) (templ.Component, error) {
	w := e.Words
	said := together(plain(w.N("count.households", int64(len(s.Journeys)))), para(plain(w.N("gatherings.roll_of", int64(s.Heads), words.Args{"Persons": s.Row.Persons}))))
	if !e.may(access.PeopleList) || len(s.Journeys) == 0 {
		return headed(w.T("gatherings.attendance"), said), nil
	}
	all, err := e.attended(s.Row.ID)
	if err != nil {
		return nil, err
	}
	cut, pages := pageOf(e, all, perPage)
	found, err := ask(e, "task.listen", journey.HouseholdsOf(e.scope, cut))
	if err != nil {
		return nil, err
	}
	pick, values, labels := e.picked(e.Request, e.scope, "", int64(len(all))), []string{}, []string{}
	g := grid{caption: w.T("gatherings.attendance"), columns: columns(w, "office.household", "#office.persons")}
	for _, r := range found.Rows {
		values, labels = append(values, r.Household.ID.String()), append(labels, r.Household.Card)
		g.rows = append(g.rows, []templ.Component{cells(cardLink(w, r.Household.Card, householdPath(r.Household.ID)), page.Name(r.Household.Head)), num(w, r.Household.Size)})
	}
	return headed(w.T("gatherings.attendance"), said, gridOf(g.pick(w, pick, values, labels)), pickForm(w, pick), page.Pager(w, pages)), nil
}
