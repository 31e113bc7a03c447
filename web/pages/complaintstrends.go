// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"safar/field/places"
	"safar/field/standards"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/picture"
)

// showTrends shows what was heard over the months: a picture of those, and the tables behind it by theme and by place.
func showTrends(e *errand) error {
	want := e.complaintsWanted()
	t, err := ask(e, "task.voices", e.op.Voices.Of(e.scope).Trends(want))
	if err != nil {
		return err
	}
	var at []id.ID
	for _, row := range t.Places {
		at = append(at, row.Place)
	}
	names, err := e.placeNames(at...)
	if err != nil {
		return err
	}
	w := e.Words
	choice, err := e.trendsChoice(t)
	if err != nil {
		return err
	}
	months := make([]picture.Month, len(t.Months))
	for i, m := range t.Months {
		n := int64(t.All.Counts[i])
		months[i] = picture.Month{Name: w.Month(m), Value: n, Text: w.Number(n)}
	}
	parts := []templ.Component{choice, headed(w.T("trends.by_month"), sideways(w.T("trends.by_month"), picture.MonthsOf(w.T("trends.by_month"), w, months))),
		e.trendGrid("trends.by_topic", "complaints.topic", t, t.Topics, func(row voice.TrendRow) string { return orWord(e.saidOr(row.Topic), w.T("complaints.no_topic")) }),
		e.trendGrid("trends.by_place", "complaints.place", t, t.Places, func(row voice.TrendRow) string { return orWord(names[row.Place], w.T("complaints.no_place")) })}
	return e.Show(officePage(e.frame(w.T("trends.title"), e.crumb("voices.title", "/voices")), w.T("trends.lead"), nil, parts...))
}

// trendGrid is a table of themes or places by month.
func (e *errand) trendGrid(caption, of string, t voice.Trends, rows []voice.TrendRow, said func(voice.TrendRow) string) templ.Component {
	w := e.Words
	g := grid{caption: w.T(caption), empty: w.T("trends.none"), scrolls: true, columns: columns(w, of, "#trends.voices", "#trends.themes")}
	for _, m := range t.Months {
		_, month, _ := m.Date()
		g.columns = append(g.columns, page.Column{Title: w.T("month_short." + strconv.Itoa(int(month))), Number: true})
	}
	for _, row := range rows {
		cells := []templ.Component{plain(said(row)), num(w, row.Voices), num(w, row.Themes)}
		for _, n := range row.Counts {
			cells = append(cells, num(w, n))
		}
		g.rows = append(g.rows, cells)
	}
	return gridOf(g)
}

// trendsChoice is by what a trend can be chosen.
func (e *errand) trendsChoice(t voice.Trends) (templ.Component, error) {
	sites, err := e.placeOptions(places.Site)
	w, q := e.Words, e.URL.Query()
	var topics []page.Option
	for _, row := range t.Topics {
		if row.Topic != "" {
			topics = append(topics, page.Option{Value: row.Topic, Label: e.saidOr(row.Topic)})
		}
	}
	sites = append(sites, page.Option{Value: nowhere, Label: w.T("complaints.no_place")})
	return complaintsFilter(w, "/voices/trends", []page.Field{{Name: "site", Label: w.T("complaints.place"), Options: sites, Value: q.Get("site"), Optional: true},
		{Name: "topic", Label: w.T("complaints.topic"), Options: topics, Value: q.Get("topic"), Optional: true}}), err
}

// facilityPart is what stands on the page of a facility beside its file: what is below a standard where it stands, whose that is, and what people said of it; once it works, those who wait for an answer are
// named first. It is nil for any other kind of subject.
func (e *errand) facilityPart(row subjects.Row) (templ.Component, error) {
	if row.Kind != standards.FacilityKind {
		return nil, nil
	}
	var parts []templ.Component
	below, err := e.belowHere(row)
	if err != nil {
		return nil, err
	}
	if below != nil {
		parts = append(parts, below)
	}
	if !e.may(access.VoiceAnswer) {
		return together(parts...), nil
	}
	said, err := ask(e, "task.voices", e.op.Voices.Of(e.scope).OfFacility(row.ID))
	if err != nil || said.All == 0 {
		return together(parts...), err
	}
	w := e.Words
	if broken := attributeOf(row, "out_of_order"); len(said.Open) > 0 && below == nil && (broken == "" || broken == "0") {
		parts = append(parts, noticed(page.Good, w.N("trends.works_again", int64(len(said.Open)))))
	}
	open, err := e.complaintsGrid(w.T("trends.said_open"), said.Open)
	if err != nil {
		return nil, err
	}
	if len(said.Open) > 0 {
		parts = append(parts, headed(w.T("trends.said"), open))
	}
	if len(said.Done) > 0 {
		done, err := e.complaintsGrid(w.T("trends.said_done"), said.Done)
		if err != nil {
			return nil, err
		}
		parts = append(parts, done)
	}
	return together(parts...), nil
}

// belowHere is what is below a standard at a site of a kind of facility, with whose it is to mend; nil where it suffices or nobody can say.
func (e *errand) belowHere(facility subjects.Row) (templ.Component, error) {
	site, kind := facility.Place, attributeOf(facility, "facility")
	if site.IsZero() || kind == "" || !e.may(access.SubjectsRead) {
		return nil, nil
	}
	rows, err := ask(e, "task.sites", places.Named(site))
	if err != nil || len(rows) == 0 || rows[0].Kind != places.Site {
		return nil, err
	}
	counted, err := e.population()
	if err != nil {
		return nil, err
	}
	h, err := e.holdSite(rows[0], counted, 0)
	if err != nil {
		return nil, err
	}
	w := e.Words
	g := grid{caption: w.T("standards.below"), columns: columns(w, "standards.standard", "#standards.measured", "#standards.asked", "standards.whose")}
	for _, a := range h.Answers {
		if a.Breached() && a.Standard.Of == kind {
			g.rows = append(g.rows, []templ.Component{linked(standardName(w, a.Standard), standardsPath(site)), decimal(w, a.Value), decimal(w, a.Bound), h.whoseCell(e, a)})
		}
	}
	if len(g.rows) == 0 {
		return nil, nil
	}
	return gridOf(g), nil
}
