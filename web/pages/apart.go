// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// apartPath is the form on which some of a household leave, or follow, without the others.
func apartPath(way id.ID, step string) string {
	return "/movements/apart/" + way.String() + "/" + url.PathEscape(step)
}

// apartList are the families to be reunited, and what this visitor may do about it.
type apartList struct {
	rows          []movement.ApartRow
	names         placeNames
	follow, split bool
	today         clock.Day
}

// apartFamilies lists the households of which some have left and others have not.
func (p Pages) apartFamilies(r *web.Request) error {
	scope, err := p.scope(r, access.PeopleList)
	if err != nil {
		return err
	}
	list := apartList{follow: p.may(r.Visitor, access.MovementDepart, scope), split: p.may(r.Visitor, access.PeopleSplit, scope), today: p.op.Desk.Today()}
	if list.rows, err = asked(p, r, "task.move", movement.ApartFamilies(scope)); err != nil {
		return err
	}
	var of []id.ID
	for _, row := range list.rows {
		of = append(of, row.Place)
	}
	if list.names, err = p.placesNamed(r, "task.move", of...); err != nil {
		return err
	}
	f := r.Frame(r.Words.T("apart.title"))
	f.Crumbs = []page.Link{start(r.Words), {Text: r.Words.T("trips.title"), To: "/movements"}}
	return r.Show(apartPage(f, list))
}

// apartSeats are where the members of a household are that travels apart, for its file; nil for one that does not.
func (p Pages) apartSeats(r *web.Request, scope access.Scope, way journey.Way) (map[id.ID]movement.MemberSeat, error) {
	i := slices.IndexFunc(way.Steps, func(s journey.StepRow) bool { return s.Verb == "move" })
	if !way.Left || i < 0 || way.Steps[i].State == programme.Done.String() {
		return nil, nil
	}
	sheet, err := asked(p, r, "task.household", movement.Apart(scope, way.ID, way.Steps[i].ID))
	seats := map[id.ID]movement.MemberSeat{}
	for _, s := range sheet.Seats {
		seats[s.Person] = s
	}
	return seats, err
}

// seatSaid says where a member of a household that travels apart is, and their own word where the reader may know of it.
func seatSaid(w *words.Printer, names placeNames, s movement.MemberSeat) []string {
	said := []string{w.T("apart.behind")}
	if s.Gone {
		said[0] = w.T("apart.gone", words.Args{"Day": s.Day})
		if name := names.of(s.Place); name != "" {
			said[0] = w.T("apart.gone_to", words.Args{"Day": s.Day, "Place": name})
		}
	}
	if s.WordGiven {
		said = append(said, w.T("apart.word", words.Args{"Day": s.WordDay}))
	}
	return said
}

// leaveApart records that some of a household leave, or follow, without the others: each adult of it has said so themselves.
func (p Pages) leaveApart(r *web.Request) error {
	scope, err := p.scope(r, access.MovementDepart)
	if err != nil {
		return err
	}
	way, err := r.PathID("journey")
	if err != nil {
		return err
	}
	step := r.PathValue("step")
	sheet, err := asked(p, r, "task.move", movement.Apart(scope, way, step))
	if err != nil {
		return err
	}
	file, err := asked(p, r, "task.move", journey.WayOf(scope, way))
	if err != nil {
		return err
	}
	o := opened{scope: scope, of: sheet.Household, base: householdPath(sheet.Household), file: file}
	s := o.paper(r, "apart.leave")
	s.at = map[string]string{"movement.each_own_word": "own_word", "movement.children_with_an_adult": "who", "movement.has_left": "who", "movement.not_an_adult": "own_word"}
	if s.lines, err = p.apartLines(r, scope, o, sheet); err != nil {
		return err
	}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := apartCommand(v, way, step, dayOf(r, v, "day", bad), countOf(r, v, "load", bad))
		if len(v["who"]) == 0 {
			bad["who"] = r.Words.T("form.choose_one")
		}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, scope, c)
		return o.base, "saved", err
	})
}

// apartCommand puts some of a household on the load of a trip, or has them leave by their own means.
func apartCommand(v url.Values, way id.ID, step string, day clock.Day, load int) desk.Command {
	who, word := ids(v["who"]), ids(v["own_word"])
	if trip := oneID(v, "how"); !trip.IsZero() {
		return movement.Load{Journey: way, Step: step, Trip: trip, Load: max(load, 1), Persons: who, OwnWord: word, Day: day}
	}
	return movement.LeaveByOwnMeans{Journey: way, Step: step, Persons: who, OwnWord: word, Route: strings.TrimSpace(v.Get("route")), Day: day}
}

// apartLines ask who goes, who of the adults has said so themselves, and how they go.
func (p Pages) apartLines(r *web.Request, scope access.Scope, o opened, sheet movement.ApartSheet) ([]line, error) {
	w := r.Words
	gone := map[id.ID]bool{}
	for _, s := range sheet.Seats {
		gone[s.Person] = s.Gone
	}
	trips, err := p.tripsTo(r, scope, sheet.Destination)
	how := append([]page.Option{{Value: movement.OwnMeans, Label: w.T("means.own_means")}}, trips...)
	here := func(m people.MemberRow) bool { return !gone[m.ID] }
	return []line{{Field: page.Field{Name: "who", Label: w.T("apart.who"), Options: o.memberOptions(w, here)}, as: lineChecks},
		{Field: page.Field{Name: "own_word", Label: w.T("apart.own_word"), Hint: w.T("apart.own_word_hint"), Options: o.memberOptions(w, notAChild)}, as: lineChecks},
		{Field: page.Field{Name: "how", Label: w.T("trips.means"), Options: how, Value: movement.OwnMeans}, as: lineChoice},
		{Field: page.Field{Name: "load", Label: w.T("trips.load_number"), Hint: w.T("apart.load_hint"), Optional: true, LTR: true}},
		{Field: page.Field{Name: "route", Label: w.T("villages.route"), Hint: w.T("trips.route_hint"), Optional: true}}, dayLine(r, "form.day")}, err
}

// tripsTo are the trips to a place that have not left yet, as options.
func (p Pages) tripsTo(r *web.Request, scope access.Scope, place id.ID) (out []page.Option, err error) {
	rows, err := asked(p, r, "task.move", movement.Trips(scope, p.op.Desk.Today()-tripsBack, 200))
	if fault.Is(err, fault.NotAllowed) {
		return nil, nil
	}
	for _, t := range rows {
		if t.Destination == place && t.Status == movement.Planned {
			out = append(out, page.Option{Value: t.ID.String(), Label: r.Words.T("apart.convoy", words.Args{"Day": t.Leaves})})
		}
	}
	return out, err
}
