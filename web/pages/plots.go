// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/http"
	"net/url"
	"strings"

	"safar/field/capacity"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// plotStep is the room of a household: its checks, the promise, and freeing it again.
func (p Pages) plotStep(r *web.Request, f stepForm) error {
	room, err := asked(p, r, stepTasks["place"], capacity.RoomStateOf(f.scope, f.way.ID, f.step.ID))
	if err != nil {
		return err
	}
	for do, form := range map[string]struct {
		act  access.Act
		show func(*web.Request, stepForm, capacity.RoomState) error
	}{"check": {access.CapacityCheck, p.checkPlot}, "promise": {access.CapacityPromise, p.promisePlot}, "release": {access.CapacityRelease, p.releasePlot}} {
		if r.URL.Query().Get("do") != do {
			continue
		}
		if err := access.May(r.Visitor.Actor, form.act, f.scope, p.op.Desk.Today()); err != nil {
			return err
		}
		return form.show(r, f, room)
	}
	if r.Method == http.MethodPost {
		return fault.New("pages.plot", fault.NotFound, "", nil)
	}
	s := f.paper(r, "form.save")
	s.closed, s.terms = true, append(s.terms, f.roomTerms(r.Words, room)...)
	add := func(act access.Act, do string, wanted bool) {
		if wanted && p.may(r.Visitor, act, f.scope) {
			s.links = append(s.links, page.Link{Text: r.Words.T("plot." + do), To: r.URL.Path + "?do=" + do})
		}
	}
	add(access.CapacityCheck, "check", room.Unit == 0 && !room.Place.IsZero())
	add(access.CapacityPromise, "promise", room.Unit == 0 && !room.Place.IsZero())
	add(access.CapacityRelease, "release", room.Unit != 0)
	return r.Show(paperPage(r.Frame(s.title), s))
}

func (f stepForm) roomTerms(w *words.Printer, room capacity.RoomState) []page.Term {
	if room.Place.IsZero() {
		return []page.Term{{Label: w.T("plot.place"), Value: w.T("plot.no_place")}}
	}
	terms := []page.Term{{Label: w.T("plot.place"), Value: room.PlaceName},
		{Label: w.T("plot.free"), Value: w.T("page.shown_of", words.Args{"Shown": int64(room.Units) - room.Taken, "Total": room.Units})}}
	for _, wanted := range room.Wanted {
		var found []string
		for _, c := range room.Checks {
			if c.Check == wanted && c.Place == room.Place {
				key := "plot.checked"
				if !c.Good {
					key = "plot.check_against"
				}
				found = append(found, w.T(key, words.Args{"Day": c.Day, "Unit": c.Unit}))
			}
		}
		if len(found) == 0 {
			found = []string{w.T("plot.not_checked")}
		}
		terms = append(terms, page.Term{Label: f.said.say("checks", wanted), Value: strings.Join(found, "\n")})
	}
	return terms
}

// checkPlot records what the checks of a plot found, for or against the promise.
func (p Pages) checkPlot(r *web.Request, f stepForm, room capacity.RoomState) error {
	w := r.Words
	s := f.paper(r, "form.save")
	s.title, s.terms = w.T("plot.check"), f.roomTerms(w, room)
	var wanted []page.Option
	for _, c := range room.Wanted {
		wanted = append(wanted, page.Option{Value: c, Label: f.said.say("checks", c)})
	}
	s.at = map[string]string{"capacity.attestation_names_both": "names", "capacity.nobody_heads": "names", "capacity.no_such_check": "checks",
		"capacity.no_such_unit": "unit", "capacity.found_missing": "words"}
	s.lines = []line{{Field: page.Field{Name: "unit", Label: w.T("plot.unit"), LTR: true}},
		{Field: page.Field{Name: "checks", Label: w.T("plot.which_checks"), Options: wanted}, as: lineChecks},
		{Field: page.Field{Name: "good", Label: w.T("plot.good"), Optional: true}, as: lineCheck},
		{Field: page.Field{Name: "names", Label: w.T("plot.names"), Hint: w.T("plot.names_hint"), Optional: true,
			Options: f.memberOptions(w, func(m people.MemberRow) bool { return notAChild(m) || m.Relation == people.Head })}, as: lineChecks},
		{Field: page.Field{Name: "words", Label: w.T("plot.words"), Optional: true, Rows: 3}, as: lineArea}, dayLine(r, "form.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := capacity.Check{Journey: f.way.ID, Step: f.step.ID, Checks: v["checks"], Place: room.Place, Unit: countOf(r, v, "unit", bad), Good: yes(v, "good"),
			Names: ids(v["names"]), Words: capacity.CheckWords{Text: v.Get("words")}, Day: dayOf(r, v, "day", bad)}
		if len(c.Checks) == 0 {
			bad["checks"] = w.T("form.choose_one")
		}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return r.URL.Path, "saved", err
	})
}

// promisePlot promises a numbered plot, once.
func (p Pages) promisePlot(r *web.Request, f stepForm, room capacity.RoomState) error {
	w := r.Words
	s := f.paper(r, "plot.promise_do")
	s.title, s.terms = w.T("plot.promise"), f.roomTerms(w, room)
	s.at = map[string]string{"capacity.no_such_unit": "unit", "capacity.taken": "unit", "capacity.no_custody": "unit", "capacity.unchecked": "unit",
		"capacity.check_failed": "unit"}
	unit := line{Field: page.Field{Name: "unit", Label: w.T("plot.unit"), Hint: w.T("plot.unit_hint"), Optional: true, LTR: true}}
	s.lines = []line{unit, dayLine(r, "form.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := capacity.Promise{Journey: f.way.ID, Step: f.step.ID, Place: room.Place, Unit: countOf(r, v, "unit", bad), Day: dayOf(r, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return r.URL.Path, "saved", err
	})
}

// releasePlot frees what was promised; the page says what follows.
func (p Pages) releasePlot(r *web.Request, f stepForm, room capacity.RoomState) error {
	w := r.Words
	s := f.paper(r, "plot.release_do")
	s.title, s.lead, s.terms, s.grave = w.T("plot.release_question"), w.T("plot.release_lead"), f.roomTerms(w, room), true
	s.lines = []line{dayLine(r, "form.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := capacity.Release{Journey: f.way.ID, Step: f.step.ID, Day: dayOf(r, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, c)
		return r.URL.Path, "saved", err
	})
}
