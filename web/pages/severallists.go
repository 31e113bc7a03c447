// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/bulk"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// The lists on which several are chosen at once. Each says by its own address who stands on it, so that "all that match" are those whom the reader of the page would find
// on its further pages, read anew with the reader's own rights.

// severalList is such a list, as its address names it.
type severalList struct {
	title string
	verb  string // of the steps that stand on it; "" for households
	items func() ([]bulk.Item, error)
}

// listAt finds the list of an address. Fault: NotFound where there is none.
func (e *errand) listAt(address string) (severalList, error) {
	at, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, "/") || at.Host != "" {
		return severalList{}, notThere("pages.listAt")
	}
	parts := strings.Split(strings.Trim(at.Path, "/"), "/")
	q := at.Query()
	switch {
	case at.Path == "/households":
		if e.scope, err = e.Pages.scope(e.Request, access.PeopleList); err != nil { // that of the list
			return severalList{}, err
		}
		return e.householdsListed(q), nil
	case len(parts) == 5 && parts[0] == "programme" && parts[2] == "standing":
		return e.standingListed(parts[1], parts[3], parts[4], q)
	case len(parts) == 3 && parts[0] == "payments" && parts[1] == "lists":
		return e.paymentListed(parts[2])
	case len(parts) == 3 && parts[0] == "houses" && parts[1] == "at":
		return e.housesListed(parts[2])
	case len(parts) == 2 && parts[0] == "gatherings":
		return e.attendedListed(parts[1])
	case len(parts) == 2 && parts[0] == "planned":
		return e.invitedListed(parts[1])
	case at.Path == "/payments/holds":
		return severalList{e.Words.T("payments.holds"), "pay", e.heldPayments}, nil
	case at.Path == "/movements/arrivals":
		return e.destined("trips.arrivals", q, func(place id.ID) ([]bulk.Item, error) {
			return itemsOf(e, movement.OnTheRoadTo(e.scope, place), func(r movement.ArrivalRow) bulk.Item {
				return bulk.Item{Household: r.Household, Journey: r.Journey, Step: r.Step}
			})
		})
	case at.Path == "/movements/own":
		return e.destined("trips.own", q, func(place id.ID) ([]bulk.Item, error) {
			return itemsOf(e, movement.ReadyFor(e.scope, place, ""), func(r movement.ReadyRow) bulk.Item {
				return bulk.Item{Household: r.Household, Journey: r.Journey, Step: r.Step}
			})
		})
	case len(parts) == 2 && parts[0] == "movements":
		return e.tripListed(parts[1])
	}
	return severalList{}, notThere("pages.listAt")
}

// tripListed is who is on a trip.
func (e *errand) tripListed(trip string) (severalList, error) {
	of, err := id.Parse(trip)
	if err != nil {
		return severalList{}, notThere("pages.listAt")
	}
	return severalList{e.Words.T("trips.households"), "move", func() ([]bulk.Item, error) {
		s, err := ask(e, "task.move", movement.ManifestOf(e.scope, of))
		items := make([]bulk.Item, 0, len(s.Lines))
		for _, l := range s.Lines {
			items = append(items, lineItem(l))
		}
		return items, err
	}}, nil
}

// housesListed are the houses at a place of which a milestone can be reported today, each with the first such.
func (e *errand) housesListed(place string) (severalList, error) {
	of, err := id.Parse(place)
	if err != nil {
		return severalList{}, notThere("pages.listAt")
	}
	return severalList{e.Words.T("houses.title"), "build", func() ([]bulk.Item, error) {
		rows, err := ask(e, "task.works", works.HousesAt(e.worksAct(), e.scope, of, desk.Part{})) // whoever is chosen is looked at, and what can be reported of their house
		var items []bulk.Item
		for _, r := range rows {
			if item, _, is := houseItem(r); is {
				items = append(items, item)
			}
		}
		return items, err
	}}, nil
}

// attendedListed are the households that were at a gathering.
func (e *errand) attendedListed(of string) (severalList, error) {
	gathering, err := id.Parse(of)
	if err != nil {
		return severalList{}, notThere("pages.listAt")
	}
	return severalList{e.Words.T("gatherings.attendance"), "", func() ([]bulk.Item, error) {
		all, err := e.attended(gathering)
		return householdItems(all), err
	}}, nil
}

// noneShown is the part of a list of which somebody needs to know which they are, and looks at none.
var noneShown = desk.Part{From: bulk.Most, Limit: 1}

// destined is a list of those who go to the place of an address.
func (e *errand) destined(title string, q url.Values, items func(place id.ID) ([]bulk.Item, error)) (severalList, error) {
	place, err := id.Parse(q.Get("place"))
	if err != nil {
		return severalList{}, notThere("pages.listAt")
	}
	name, err := e.placeName(place)
	return severalList{e.Words.List(notEmpty(e.Words.T(title), name)), "move", func() ([]bulk.Item, error) { return items(place) }}, err
}

// householdsListed is the list of households, as it is narrowed down.
func (e *errand) householdsListed(q url.Values) severalList {
	w := e.Words
	stands := q.Get("stands")
	if !slices.Contains(whereabouts, stands) {
		stands = whereabouts[0]
	}
	site, err := id.Parse(q.Get("site"))
	if err != nil {
		site = id.ID{}
	}
	title := w.List([]string{w.T("household.list"), w.T("household.stands_" + stands)})
	if figure := q.Get("state"); figure != "" {
		title = w.List([]string{w.T("household.list"), e.say("figures", figure)})
		return severalList{title, "", func() ([]bulk.Item, error) { return e.countedItems(figure, q.Get("site")) }}
	}
	return severalList{title, "", func() ([]bulk.Item, error) {
		where := journey.Whereabouts(stands)
		if stands == everyone {
			where = ""
		}
		all, err := ask(e, "task.list", journey.IDsWhere(e.scope, where, site, bulk.Most+1))
		return householdItems(all.All), err
	}}
}

// countedItems are the households that a figure counts.
func (e *errand) countedItems(figure, site string) ([]bulk.Item, error) {
	var all []id.ID
	err := e.eachBoard(e.Request, e.scope, func(board *figures.Board, _ string) error {
		var by []figures.By
		if site != "" {
			by = append(by, figures.By{Dimension: "site", Value: site})
		}
		who, err := board.Who(e.Context(), e.Visitor.Actor, figure, figures.Page{Limit: bulk.Most + 1}, by...)
		if fault.KeyOf(err) == "figures.no_such_dimension" {
			who, err = board.Who(e.Context(), e.Visitor.Actor, figure, figures.Page{Limit: bulk.Most + 1})
		}
		if err != nil && fault.Is(err, fault.NotFound) {
			return nil // a figure of another programme
		}
		for _, one := range who {
			if len(all) == 0 || all[len(all)-1] != one.Subject {
				all = append(all, one.Subject)
			}
		}
		return err
	})
	return householdItems(all), err
}

func householdItems(all []id.ID) (items []bulk.Item) {
	for _, h := range all {
		items = append(items, bulk.Item{Household: h})
	}
	return items
}

// standingListed is the list of those who stand at a step of a pathway, or wait there for one thing.
func (e *errand) standingListed(programmeID, pathway, step string, q url.Values) (severalList, error) {
	inForce, err := e.inForce(programmeID)
	if err != nil {
		return severalList{}, err
	}
	way := inForce.Pathway(pathway)
	if way == nil || way.Step(step) == nil {
		return severalList{}, notThere("pages.listAt")
	}
	of := figures.Stood{Pathway: pathway, Step: step, Through: q.Get("through") != "", Why: figures.Why{Kind: q.Get("why"), Of: q.Get("of")}}
	title := e.Words.T("standing.at", words.Args{"Step": e.speech(e.Words, programmeID).step(step)})
	return severalList{title, way.Step(step).Verb.Name, func() ([]bulk.Item, error) { return e.standingItems(programmeID, of) }}, nil
}

func (e *errand) standingItems(programmeID string, of figures.Stood) (items []bulk.Item, err error) {
	board, err := e.boards.Board(e.Context(), e.Visitor.Actor, e.scope, programmeID)
	if err != nil {
		return nil, err
	}
	who, err := board.WhoStands(e.Context(), e.Visitor.Actor, of)
	if err != nil {
		return nil, err
	}
	households := make([]id.ID, len(who))
	for i, row := range who {
		households[i] = row.Subject
	}
	ways, err := ask(e, "task.list", journey.Ways(e.scope, programmeID, of.Pathway, households))
	for i, way := range ways.All {
		if !way.IsZero() {
			items = append(items, bulk.Item{Household: households[i], Journey: way, Step: of.Step})
		}
	}
	return items, err
}

// paymentListed is a payment list.
func (e *errand) paymentListed(list string) (severalList, error) {
	of, err := id.Parse(list)
	if err != nil {
		return severalList{}, notThere("pages.listAt")
	}
	return severalList{e.Words.T("payments.list"), "pay", func() ([]bulk.Item, error) {
		return itemsOf(e, payment.Units(e.scope, of), func(u payment.Unit) bulk.Item {
			return bulk.Item{Household: u.Subject, Journey: u.Journey, Step: u.Step}
		})
	}}, nil
}

// heldPayments are those on hold, and those that were stopped.
func (e *errand) heldPayments() ([]bulk.Item, error) {
	held, err := ask(e, "task.pay", payment.Holds(e.scope, bulk.Most))
	if err != nil {
		return nil, err
	}
	stops, err := ask(e, "task.pay", payment.Stops(e.scope, bulk.Most))
	if err != nil {
		return nil, err
	}
	var items []bulk.Item
	var ways []id.ID
	for _, h := range held {
		items, ways = append(items, bulk.Item{Journey: h.Journey, Step: h.Step}), append(ways, h.Journey)
	}
	for _, s := range stops {
		items, ways = append(items, bulk.Item{Journey: s.Journey, Step: s.Step}), append(ways, s.Journey)
	}
	whose, err := ask(e, "task.pay", bulk.Whose(access.PaymentList, e.scope, ways))
	for i, h := range whose.All {
		items[i].Household = h
	}
	return slices.Compact(items), err
}

// itemsOf makes items of the rows that a query answers.
func itemsOf[T any](e *errand, q desk.Query[[]T], item func(T) bulk.Item) ([]bulk.Item, error) {
	rows, err := ask(e, "task.list", q)
	items := make([]bulk.Item, 0, len(rows))
	for _, row := range rows {
		items = append(items, item(row))
	}
	return items, err
}

// severalValue is how an item is named in a form.
func severalValue(i bulk.Item) string {
	if i.Journey.IsZero() {
		return i.Household.String()
	}
	return i.Journey.String() + "." + i.Step
}

// picking says on the page of a list that several of its rows can be chosen, and how many all that match are.
type picking struct {
	on     bool
	ticked bool   // whether the rows of this page are ticked
	at     string // the address of the list, with what it is narrowed down by
	here   string // this page, with its rows ticked, or not
	total  int64  // how many all that match are; less than 0 where that is not known
}

// picked offers to choose several on a list, to those who may do something to them.
func (p Pages) picked(r *web.Request, scope access.Scope, verb string, total int64) picking {
	of := picking{on: p.offers(r, scope, verb), total: total, ticked: r.URL.Query().Get("tick") != ""}
	if !of.on {
		return of
	}
	here := r.URL.Query()
	here.Del("done")
	here.Del("lang")
	if here.Set("tick", "page"); of.ticked {
		here.Del("tick")
	}
	of.here = r.URL.EscapedPath() + "?" + here.Encode()
	for _, name := range []string{"tick", "from", "after", "before"} {
		here.Del(name)
	}
	of.at = strings.TrimSuffix(r.URL.EscapedPath()+"?"+here.Encode(), "?")
	return of
}

// offers reports whether who asks may do anything to many on steps of a verb, or to households.
func (p Pages) offers(r *web.Request, scope access.Scope, verb string) bool {
	return slices.ContainsFunc(bulk.Deeds(verb), func(d *bulk.Deed) bool { return p.may(r.Visitor, d.Act, scope) })
}

// pick puts a box before each row of a grid, which stands for the item of that name; none before one that stands for nothing.
func (g grid) pick(w *words.Printer, p picking, values []string, labels []string) grid {
	if !p.on {
		return g
	}
	g.columns = append([]page.Column{{Title: w.T("several.tick")}}, g.columns...)
	for i := range g.rows {
		box := templ.Component(templ.NopComponent)
		if values[i] != "" {
			box = pickBox(values[i], labels[i], p.ticked)
		}
		g.rows[i] = append([]templ.Component{box}, g.rows[i]...)
	}
	return g
}
