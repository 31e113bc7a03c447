// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
)

// places as the office names them: villages that people go to, and the sites they come from.
type placeNaming struct {
	kind           places.Kind
	path, variable string // of its pages, and the name of the id in them
	list           string // key of the title of the list
}

var (
	namingVillages = placeNaming{places.Village, "/villages", "id", "villages.title"}
	namingSites    = placeNaming{places.Site, "/sites", "site", "sites.title"}
)

// addNaming adds the pages on which villages and sites are added and renamed, and on which it is said where they lie.
func (o *office) addNaming() {
	for _, n := range []placeNaming{namingVillages, namingSites} {
		o.serve(n.path+"/add", duty{act: access.PlacesAdd, commons: true, show: n.addTask, send: n.add})
		o.serve(n.path+"/{"+n.variable+"}/rename", duty{act: access.PlacesAdd, commons: true, show: n.renameTask, send: n.rename})
		o.serve(n.path+"/{"+n.variable+"}/locate", duty{act: access.PlacesDescribe, commons: true, show: n.locateTask, send: n.locate})
	}
}

func (n placeNaming) addTask(e *errand) (*task, error) {
	parents, err := e.placeOptions(places.Territory, places.Province)
	return &task{title: "places.add_" + string(n.kind), lead: "places.add_lead", do: "places.add_" + string(n.kind), back: n.path,
		crumbs: []page.Link{e.crumb(n.list, n.path)},
		blanks: []blank{e.blank(asInput, "name", "places.its_name"), e.blank(asInput, "pcode", "places.pcode").hinted(e.Words.T("places.pcode_hint")).optional(),
			e.blank(asSelect, "within", "places.within").of(parents).optional()}}, err
}

func (n placeNaming) add(e *errand, in *input) (string, string, error) {
	c := places.Add{Kind: n.kind, Name: in.must("name"), Pcode: in.text("pcode"), Parent: in.id("within"), Day: e.today}
	if in.wrong() {
		return "", "", nil
	}
	r, err := e.do(access.Commons, c)
	if err != nil || len(r.IDs) == 0 { // it was here already
		return n.path, "place_known", err
	}
	return n.path + "/" + r.IDs[0].String(), "saved", nil
}

// sheet reads the place of the path; one of another kind is not there.
func (n placeNaming) sheet(e *errand) (places.Sheet, error) {
	of, err := e.PathID(n.variable)
	if err != nil {
		return places.Sheet{}, err
	}
	s, err := ask(e, "task.find_the_way", places.One(of))
	if err == nil && n.kind == places.Site && s.Row.Kind != n.kind {
		err = notThere("pages.place")
	}
	return s, err
}

// place reads the row of the place of the path.
func (n placeNaming) place(e *errand) (places.Row, error) {
	s, err := n.sheet(e)
	return s.Row, err
}

func (n placeNaming) renameTask(e *errand) (*task, error) {
	p, err := n.place(e)
	if err != nil {
		return nil, err
	}
	names, err := e.namesOf(p.ID)
	at := n.path + "/" + p.ID.String()
	return &task{title: "places.rename", lead: "places.rename_lead", do: "places.rename_do", back: at, about: names,
		crumbs: []page.Link{e.crumb(n.list, n.path), {Text: p.Name, To: at}},
		blanks: []blank{e.blank(asInput, "name", "places.its_name").worth(p.Name)}}, err
}

func (n placeNaming) rename(e *errand, in *input) (string, string, error) {
	p, err := n.place(e)
	c := places.Rename{Place: p.ID, Name: in.must("name")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(access.Commons, c)
	return n.path + "/" + p.ID.String(), "saved", err
}

// namesOf shows every name that a place was given, with the day.
func (e *errand) namesOf(place id.ID) (templ.Component, error) {
	rows, err := ask(e, "task.find_the_way", places.NamesOf(place))
	w := e.Words
	g := grid{caption: w.T("places.names"), columns: columns(w, "places.its_name", "office.day", "")}
	for _, r := range rows {
		now := templ.Component(templ.NopComponent)
		if r.Stands {
			now = status(page.Good, w.T("places.name_now"))
		}
		g.rows = append(g.rows, []templ.Component{page.Name(r.Name), aged(w, r.Day, e.today), now})
	}
	return gridOf(g), err
}
