// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"safar/field/places"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/picture"
	"safar/web/words"
)

// An inspector's round: the villages in which something waits, on a map or a sketch, and in each the houses in the order of their plots. Whoever has inspected one is led to
// the next.

// showRound shows the villages in which something waits for an inspection, or the houses of one.
func showRound(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.WorksInspect, e.scope, e.today); err != nil {
		return err
	}
	if place, err := id.Parse(e.URL.Query().Get("place")); err == nil {
		return e.roundAt(place)
	}
	rows, err := ask(e, "task.works", works.ByPlace(e.scope, overdueAfter))
	if err != nil {
		return err
	}
	waiting, overdue := map[id.ID]int{}, map[id.ID]int{}
	for _, r := range rows {
		waiting[r.Place] += r.Waiting
		overdue[r.Place] += r.Overdue
	}
	maps.DeleteFunc(waiting, func(_ id.ID, n int) bool { return n == 0 })
	areas, err := e.roundAreas(waiting, overdue)
	if err != nil {
		return err
	}
	w := e.Words
	f := e.frame(w.T("houses.round"), e.crumb("houses.title", "/houses"))
	if len(areas) == 0 {
		return e.Show(officePage(f, w.T("houses.round_lead"), nil, page.Empty(w.T("houses.round_none"))))
	}
	g := grid{caption: w.T("houses.round"), columns: columns(w, "villages.village", "#houses.waiting", "#houses.overdue_short")}
	for _, a := range areas {
		for _, s := range a.places {
			g.rows = append(g.rows, []templ.Component{linked(s.name, roundPath(s.of)), num(w, waiting[s.of]), num(w, overdue[s.of])})
		}
	}
	return e.Show(officePage(f, w.T("houses.round_lead"), nil, beside(roundPicture(w, areas, waiting, overdue), gridOf(g))))
}

// roundPicture sets the villages of a round on a map where most of them lie somewhere, and else on a sketch by area.
func roundPicture(w *words.Printer, areas []roundArea, waiting, overdue map[id.ID]int) templ.Component {
	var marks []picture.Mark
	all := 0
	for _, a := range areas {
		all += len(a.places)
		for _, p := range a.places {
			if p.lies.Known {
				marks = append(marks, roundMark(w, p, waiting[p.of], overdue[p.of]))
			}
		}
	}
	if len(marks) == all {
		return picture.MapOf(w.T("houses.round_on_map"), w, marks)
	}
	return picture.SchematicOf(w.T("houses.round_map"), w, spotsOf(w, areas, waiting, overdue))
}

// roundMark is one village of a round, with how much waits there.
func roundMark(w *words.Printer, p roundPlace, waiting, overdue int) picture.Mark {
	said := []string{p.name, w.N("houses.round_waiting", int64(waiting))}
	m := picture.Mark{Name: p.name, To: roundPath(p.of), Latitude: p.lies.Latitude, Longitude: p.lies.Longitude, Round: true, Number: w.Number(int64(waiting))}
	if overdue > 0 {
		m.Tone, m.Sign = string(page.Warn), page.Sign(page.Warn)
		said = append(said, w.N("houses.round_overdue", int64(overdue)))
	}
	m.Said = w.List(said)
	m.NumberTo, m.NumberSaid = m.To, m.Said
	return m
}

func roundPath(place id.ID) string { return "/houses/round?place=" + place.String() }

// roundArea is an area with the villages of a round in it.
type roundArea struct {
	name   string
	places []roundPlace
}

type roundPlace struct {
	of   id.ID
	name string
	lies places.PositionRow
}

// roundAreas are the areas in which something waits, those with most overdue first, each with its villages.
func (e *errand) roundAreas(waiting, overdue map[id.ID]int) (areas []roundArea, err error) {
	all, err := e.siteAndVillages()
	if err != nil {
		return nil, err
	}
	var of []id.ID
	for _, p := range all {
		of = append(of, p.area)
	}
	names, err := e.placeNames(slices.DeleteFunc(of, id.ID.IsZero)...)
	late := map[string]int{}
	for _, p := range all {
		if waiting[p.ID] == 0 {
			continue
		}
		name := cmp.Or(names[p.area], e.Words.T("houses.round_elsewhere"))
		at := slices.IndexFunc(areas, func(a roundArea) bool { return a.name == name })
		if at < 0 {
			at = len(areas)
			areas = append(areas, roundArea{name: name})
		}
		areas[at].places = append(areas[at].places, roundPlace{p.ID, p.Name, p.position})
		late[name] += overdue[p.ID]
	}
	slices.SortStableFunc(areas, func(a, b roundArea) int {
		return cmp.Or(cmp.Compare(late[b.name], late[a.name]), cmp.Compare(a.name, b.name))
	})
	return areas, err
}

// spotsOf draws the villages of a round, with how much waits in each.
func spotsOf(w *words.Printer, areas []roundArea, waiting, overdue map[id.ID]int) (drawn []picture.Area) {
	for _, a := range areas {
		area := picture.Area{Name: a.name}
		for _, p := range a.places {
			spot := picture.Spot{Name: p.name, To: roundPath(p.of), Round: true, Says: []picture.Saying{{Text: w.N("houses.round_waiting", int64(waiting[p.of]))}}}
			if n := overdue[p.of]; n > 0 {
				spot.Tone = "warn"
				spot.Says = append(spot.Says, picture.Saying{Sign: page.Sign(page.Warn), Text: w.N("houses.round_overdue", int64(n)), Tone: "warn"})
			}
			area.Spots = append(area.Spots, spot)
		}
		drawn = append(drawn, area)
	}
	return drawn
}

// roundAt shows the houses of one village that wait, in the order of their plots, each with what was seen last and two buttons.
func (e *errand) roundAt(place id.ID) error {
	stops, err := ask(e, "task.works", works.Round(e.scope, place))
	if err != nil {
		return err
	}
	name, err := e.placeName(place)
	if err != nil {
		return err
	}
	w := e.Words
	cut, pages := pageOf(e, stops, perPage)
	parts := []templ.Component{}
	for i, s := range cut {
		parts = append(parts, e.stopPart(s, place, i == 0))
	}
	if len(stops) == 0 {
		parts = append(parts, page.Empty(w.T("houses.round_done")))
	}
	f := e.frame(name, e.crumb("houses.title", "/houses"), e.crumb("houses.round", "/houses/round"))
	return e.Show(officePage(f, w.N("houses.round_stops", int64(len(stops))), nil, append(parts, page.Pager(w, pages))...))
}

// stopPart is one house of a round.
func (e *errand) stopPart(s works.Stop, place id.ID, next bool) templ.Component {
	w, at := e.Words, milestonePath(s.Journey, s.Step)
	title := orDash(w, s.Card)
	if s.Plot > 0 {
		title = w.T("houses.round_plot", words.Args{"Plot": strconv.Itoa(s.Plot), "Card": title})
	}
	parts := []templ.Component{para(plain(e.say("steps", s.Step)), aged(w, s.ReportedOn, e.today))}
	if len(s.Defects) > 0 {
		parts = append(parts, noticed(page.Warn, w.T("houses.round_last", words.Args{"What": w.List(defectNames(e, s.Defects))})))
	}
	if next {
		title = w.T("houses.round_next", words.Args{"House": title})
	}
	round := "/inspect?" + url.Values{"round": {place.String()}}.Encode()
	ways := []page.Link{{Text: w.T("milestone.passed"), To: at + round + "&passed=yes"}, {Text: w.T("milestone.failed"), To: at + round + "&passed=no"}}
	if e.may(access.WorksList) {
		ways = append(ways, page.Link{Text: w.T("houses.found"), To: at})
	}
	return headed(title, append(parts, doors(ways))...)
}
