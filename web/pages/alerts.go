// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"github.com/a-h/templ"

	"safar/field/capacity"
	"safar/field/movement"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// alerts stand first on the start page of those who must act: protection sees which villages are doubted since it found them safe; who
// asks people again, or stops them on the road, sees whom a withdrawal concerns; who loads sees who stands on two loads; who grants plots sees which were
// granted twice, and who plans trips which two offices were handed. Who writes down what the child-protection authority decides sees which children wait for it.
func (p Pages) alerts(r *web.Request) ([]templ.Component, error) {
	doubts, err := p.doubtAlerts(r)
	if err != nil {
		return nil, err
	}
	withdrawn, err := p.withdrawalAlerts(r)
	if err != nil {
		return nil, err
	}
	granted, err := p.custodyAlerts(r)
	if err != nil {
		return nil, err
	}
	unseen, err := p.unseenAlerts(r)
	if err != nil {
		return nil, err
	}
	twice, err := p.twoLoadsAlerts(r)
	if err != nil {
		return nil, err
	}
	contested, err := p.contestedAlerts(r)
	if err != nil {
		return nil, err
	}
	children, err := p.childrenWaiting(r)
	return slices.Concat(unseen, withdrawn, twice, contested, doubts, granted, children), err
}

// custodyAlerts are for those who grant plots to caseloads: the villages of which two offices granted the same ones unseen.
func (p Pages) custodyAlerts(r *web.Request) (all []templ.Component, err error) {
	if !p.may(r.Visitor, access.CapacityQuota, access.Commons) {
		return nil, nil
	}
	rows, err := asked(p, r, "task.start", capacity.Contested())
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var of []id.ID
	for _, row := range rows {
		of = append(of, row.Place)
	}
	names, err := p.placesNamed(r, "task.start", of...)
	for _, row := range rows {
		all = append(all, together(noticed(page.Bad, names.of(row.Place), r.Words.T("custody.contested_here")),
			doors([]page.Link{{Text: r.Words.T("custody.decide"), To: "/villages/" + row.Place.String()}})))
	}
	return all, err
}

// doubtAlerts are for those who decide on safety.
func (p Pages) doubtAlerts(r *web.Request) (all []templ.Component, err error) {
	if !p.may(r.Visitor, access.PlacesDecideSafety, access.Commons) {
		return nil, nil
	}
	rows, err := asked(p, r, "task.start", places.Questioned())
	w := r.Words
	for _, row := range rows {
		if row.Doubts > 0 {
			all = append(all, together(noticed(page.Bad, row.Name, w.N("villages.doubts", int64(row.Doubts))),
				doors([]page.Link{{Text: w.T("villages.decide_safe"), To: "/villages/" + row.ID.String() + "/safe"},
					{Text: w.T("villages.withdraw"), To: "/villages/" + row.ID.String() + "/withdraw"}})))
		}
	}
	return all, err
}

// withdrawalAlerts are for those who speak with people before they leave, and on the road.
func (p Pages) withdrawalAlerts(r *web.Request) (all []templ.Component, err error) {
	caseloads, err := p.caseloads(r.Context(), r.Visitor, access.ChoiceConfirm)
	if err != nil {
		return nil, err
	}
	counted := map[id.ID]movement.AlertRow{}
	var order []id.ID
	for _, c := range caseloads {
		rows, err := asked(p, r, "task.start", movement.Alerts(c.Scope))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if !slices.Contains(order, row.Place) {
				order = append(order, row.Place)
			}
			sum := counted[row.Place]
			counted[row.Place] = movement.AlertRow{Place: row.Place, Road: sum.Road + row.Road, Persons: sum.Persons + row.Persons,
				Promised: sum.Promised + row.Promised, Chosen: sum.Chosen + row.Chosen, Arrived: sum.Arrived + row.Arrived}
		}
	}
	if len(order) == 0 {
		return nil, nil
	}
	names, err := p.placesNamed(r, "task.start", order...)
	for _, place := range order {
		all = append(all, withdrawalAlert(r, names[place], counted[place]))
	}
	return all, err
}

func withdrawalAlert(r *web.Request, place places.Row, row movement.AlertRow) templ.Component {
	w, tone := r.Words, page.Warn
	said := []string{w.T("alert.withdrawn", words.Args{"Place": place.Name})}
	if row.Road > 0 {
		tone = page.Bad
		said = append(said, w.N("villages.road_count", int64(row.Road)))
	}
	switch {
	case row.Chosen > 0:
		said = append(said, w.N(sayingOf(place).count, int64(row.Chosen)))
	case row.Promised > 0:
		said = append(said, w.N("villages.promised_count", int64(row.Promised)))
	}
	if row.Arrived > 0 {
		said = append(said, w.N("villages.there_count", int64(row.Arrived)))
	}
	return together(noticed(tone, said...), doors([]page.Link{{Text: w.T("villages.concerned"), To: "/villages/" + row.Place.String() + "/concerned"}}))
}
