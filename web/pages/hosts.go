// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"safar/field/capacity"
	"safar/kernel/access"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addHosts adds the page of those who receive others, with who lives with them.
func (o *office) addHosts() { o.handle("GET /hosts", showHosts) }

func showHosts(e *errand) error {
	rows, err := ask(e, "task.hosts", capacity.Hosts(e.scope))
	if err != nil {
		return err
	}
	w := e.Words
	cut, pages := pageOf(e, rows, perPage)
	g := grid{caption: w.T("hosts.title"), empty: w.T("hosts.none"), columns: columns(w, "hosts.host", "hosts.may", "#hosts.free", "hosts.guests")}
	for _, h := range cut {
		state := hushed(w.T("hosts.receives"))
		switch {
		case h.OnHold():
			state = plain(w.T("hosts.on_hold"))
		case !h.Receives:
			state = hushed(w.T("hosts.may_not"))
		}
		g.rows = append(g.rows, []templ.Component{linked(cmp.Or(h.Name, w.T("household.no_name")), "/households/"+h.Host.String()), state,
			plain(w.T("page.shown_of", words.Args{"Shown": h.Free, "Total": h.Beds})), guestLinks(w, h.Guests)})
	}
	return e.Show(officePage(e.frame(w.T("hosts.title")), w.T("hosts.lead"), nil, gridOf(g), page.Pager(w, pages)))
}

func guestLinks(w *words.Printer, guests []capacity.GuestRow) templ.Component {
	var all []templ.Component
	for _, guest := range guests {
		all = append(all, linked(cmp.Or(guest.Name, w.T("household.no_name")), "/households/"+guest.Household.String()), hushed(w.Date(guest.Since)))
	}
	return cells(all...)
}

// hostingStep is where those who receive say how many beds they offer, and where guests are placed with them.
func (p Pages) hostingStep(r *web.Request, f stepForm) error {
	if f.step.Offers {
		return p.offerStep(r, f)
	}
	if f.step.State == "done" || f.step.State == "on_hold" {
		return p.endHosting(r, f)
	}
	return p.hostStep(r, f)
}

func (p Pages) offerStep(r *web.Request, f stepForm) error {
	if err := access.May(r.Visitor.Actor, access.CapacityOffer, f.scope, p.op.Desk.Today()); err != nil {
		return err
	}
	s := f.paper(r, "form.save")
	s.lead = r.Words.T("hosts.beds_lead")
	s.at = map[string]string{"capacity.beds": "beds"}
	s.lines = []line{{Field: page.Field{Name: "beds", Label: r.Words.T("hosts.beds"), LTR: true}}, dayLine(r, "form.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		beds, day := 0, dayOf(r, v, "day", bad)
		if strings.TrimSpace(v.Get("beds")) != "0" {
			beds = countOf(r, v, "beds", bad)
		}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, capacity.OfferBeds{Journey: f.way.ID, Step: f.step.ID, Beds: beds, Day: day})
		return r.URL.Path, "saved", err
	})
}

// hostStep places guests with one of those who may receive and have beds free. Nothing else is said of a host, and nothing by which guests could be
// chosen.
func (p Pages) hostStep(r *web.Request, f stepForm) error {
	if err := access.May(r.Visitor.Actor, access.CapacityPromise, f.scope, p.op.Desk.Today()); err != nil {
		return err
	}
	rows, err := asked(p, r, stepTasks["place"], capacity.HostsFor(f.scope, f.way.ID, f.step.ID))
	if err != nil {
		return err
	}
	w := r.Words
	var options []page.Option
	for _, h := range rows {
		if h.Receives && h.Free > 0 {
			options = append(options, page.Option{Value: h.Journey.String(), Label: w.N("hosts.with_free", int64(h.Free), words.Args{"Host": cmp.Or(h.Name, w.T("household.no_name"))})})
		}
	}
	s := f.paper(r, "hosts.place_do")
	s.lead = w.T("hosts.place_lead")
	s.at = map[string]string{"capacity.host_not_cleared": "host", "capacity.no_woman_there": "host", "capacity.beds_taken": "host", "capacity.own_guest": "host"}
	s.lines = []line{{Field: page.Field{Name: "host", Label: w.T("hosts.host"), Options: options}, as: lineRadios}, dayLine(r, "form.day")}
	if s.closed = len(options) == 0; s.closed {
		s.lead = w.T("hosts.nobody_free")
	}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := capacity.Host{Journey: f.way.ID, Step: f.step.ID, With: oneID(v, "host"), Day: dayOf(r, v, "day", bad)}
		if c.With.IsZero() {
			bad["host"] = w.T("form.choose_one")
		}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return r.URL.Path, "saved", err
	})
}

// endHosting ends a placement; the page says what follows.
func (p Pages) endHosting(r *web.Request, f stepForm) error {
	if err := access.May(r.Visitor.Actor, access.CapacityRelease, f.scope, p.op.Desk.Today()); err != nil {
		return err
	}
	w := r.Words
	s := f.paper(r, "hosts.end_do")
	s.title, s.lead, s.grave = w.T("hosts.end_question"), w.T("hosts.end_lead"), true
	s.lines = []line{dayLine(r, "form.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := capacity.EndHosting{Journey: f.way.ID, Step: f.step.ID, Day: dayOf(r, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return r.URL.Path, "saved", err
	})
}

// heldGuests counts the households whose host may not receive any more, in the compartments in which the visitor places people.
func (p Pages) heldGuests(r *web.Request) (held int64, err error) {
	own, err := p.ownCaseloads(r)
	for _, c := range own {
		if c.Scope.Compartment == access.General || !p.may(r.Visitor, access.CapacityPropose, c.Scope) {
			continue
		}
		rows, err := asked(p, r, "task.start", capacity.Hosts(c.Scope))
		if err != nil {
			return 0, err
		}
		for _, h := range rows {
			if h.OnHold() {
				held += int64(len(h.Guests))
			}
		}
	}
	return held, err
}
