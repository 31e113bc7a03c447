// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
)

// setAside ends one of two journeys that a household stands on at once, though it may stand on one alone.
func (p Pages) setAside(r *web.Request) error {
	scope, of, err := p.homeOf(r, access.JourneyClose)
	if err != nil {
		return err
	}
	way, err := r.PathID("way")
	if err != nil {
		return err
	}
	file, err := asked(p, r, "task.household", journey.WayOf(scope, way))
	if err != nil {
		return err
	}
	if file.People.Row.ID != of {
		return fault.New("pages.setAside", fault.NotFound, "", nil)
	}
	w, base := r.Words, "/households/"+of.String()
	h := opened{scope: scope, of: of, base: base, file: file}
	shown := p.wayShown(r, scope, base, file.Ways[0], file.People.Members)
	s := &paper{title: w.T("way.set_aside"), do: w.T("way.set_aside_do"), action: r.URL.RequestURI(), crumbs: h.crumbs(w), grave: true,
		lead: w.T("way.set_aside_lead"), at: map[string]string{"journey.reason_missing": "reason"}}
	s.terms = []page.Term{{Label: w.T("way.which"), Value: shown.say("pathways", shown.Pathway)}, {Label: w.T("way.opened"), Value: w.Date(shown.Opened)}}
	s.lines = []line{{Field: page.Field{Name: "reason", Label: w.T("form.reason")}, as: lineArea}}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		c := journey.SetAside{Journey: way, Words: journey.Words{Text: strings.TrimSpace(v.Get("reason"))}, Day: clock.NoDay}
		_, err := p.carryOut(r, scope, c)
		return base, "saved", err
	})
}
