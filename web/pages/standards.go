// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"safar/field/figures"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/standards"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addStandards adds the pages on which a site is held against the standards, and those of the handbooks.
func (o *office) addStandards() {
	o.handle("GET /standards", showStandards)
	o.handle("GET /sites/{site}/standards", showSiteStandards)
	o.serve("/sites/{site}/standards/measure", duty{act: access.PlacesDescribe, commons: true, show: measureTask, send: measureSite})
	o.serve("/sites/{site}/standards/{handbook}/{standard}", duty{act: access.SubjectsStep, show: assignTask, send: assign})
	o.addHandbooks()
}

func standardsPath(site id.ID) string { return sitePath(site) + "/standards" }

// heldSite is a site held against the standards, as a page shows it.
type heldSite struct {
	standards.SiteSheet
	place places.Row
	lives standards.Living
	knows bool  // who lives there is known to the reader
	come  int64 // how many more would come; 0 for the site as it is
}

// heldSite reads the site of the address and holds it against the standards, with so many people more.
func (e *errand) heldSite(come int64) (h heldSite, err error) {
	of, err := e.PathID("site")
	if err != nil {
		return h, err
	}
	rows, err := ask(e, "task.sites", places.Named(of))
	if err == nil && (len(rows) == 0 || rows[0].Kind != places.Site) {
		err = notThere("pages.heldSite")
	}
	if err != nil {
		return h, err
	}
	counted, err := e.population()
	if err != nil {
		return h, err
	}
	return e.holdSite(rows[0], counted, come)
}

// holdSite holds a site against the standards, with so many people more than are counted there.
func (e *errand) holdSite(place places.Row, counted population, come int64) (h heldSite, err error) {
	h.place, h.come = place, come
	if h.lives, h.knows, err = counted.at(e, place.ID); err != nil {
		return h, err
	}
	h.SiteSheet, err = ask(e, "task.sites", standards.OfSite(e.scope, place.ID, h.lives, come))
	return h, err
}

// population is the figure that counts who lives where; its figure is nil where no programme counts that, or it is not for the reader.
type population struct {
	of     underWay
	figure *programme.Figure
}

// population finds the figure of a programme that counts everybody by site, for those who read figures.
func (e *errand) population() (population, error) {
	if !e.may(access.FiguresRead) {
		return population{}, nil
	}
	all, err := e.underWay()
	for _, u := range all {
		if f := everybodyBySite(u.is); f != nil {
			return population{u, f}, nil
		}
	}
	return population{}, err
}

// at counts who lives at a site; known is false where nobody counts it, or too few live there to be told. How many are women is told where it may be.
func (c population) at(e *errand, site id.ID) (lives standards.Living, known bool, err error) {
	if c.figure == nil {
		return lives, false, nil
	}
	here := figures.By{Dimension: "site", Value: site.String()}
	all, err := e.oneNumber(c.of, c.figure.ID, here)
	if err != nil || all.Withheld {
		return lives, false, err
	}
	lives.People = all.Value
	women, err := e.oneNumber(c.of, c.figure.ID, here, figures.By{Dimension: "sex", Value: programme.Female.String()})
	if err == nil && !women.Withheld {
		lives.Women = standards.Measured(women.Value)
	}
	return lives, true, err
}

// everybodyBySite is the figure of a programme that counts by site and sex who lives there: everybody, or else those on their way who have not left. It is nil where it has none.
func everybodyBySite(is *programme.Programme) (found *programme.Figure) {
	for _, f := range is.Figures {
		if f.Count != programme.Persons || f.Where != nil || !slices.Contains(f.By, "site") || !slices.Contains(f.By, "sex") {
			continue
		}
		if f.Anybody {
			return f
		}
		if f.Without != "" && found == nil {
			found = f
		}
	}
	return found
}

// showSiteStandards shows what there is for the people of a site, and whether it suffices: for those who are there, or when more have come.
func showSiteStandards(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.SubjectsRead, e.scope, e.today); err != nil {
		return err
	}
	come, wrong := e.coming()
	h, err := e.heldSite(come)
	if err != nil {
		return err
	}
	kinds, err := e.kinds()
	if err != nil {
		return err
	}
	w, at := e.Words, standardsPath(h.Site)
	builds := slices.ContainsFunc(kinds, func(k kindShown) bool { return k.kind == standards.FacilityKind })
	ways := join(e.way(e.mayInCommons(access.PlacesDescribe), "standards.measure", at+"/measure"),
		e.way(builds && e.may(subjects.ActsOf(standards.FacilityKind).Add), "standards.add_facility", kindPath(standards.FacilityKind)+"/add"),
		e.way(e.mayInCommons(access.PlacesRead), "handbooks.title", "/handbooks"))
	f := e.frame(w.T("standards.title"), e.crumb("sites.title", "/sites"), page.Link{Text: h.place.Name, To: sitePath(h.Site)})
	return e.Show(officePage(f, w.T("standards.lead"), ways, h.summary(w), page.Facts(w, h.terms(w)), h.answersParts(e), whatIf(w, at, come, wrong), h.facilitiesPart(e)))
}

// mostComing bounds how many people may be asked about who would come.
const mostComing = 1_000_000

// coming reads how many more people would come; wrong says what is no number.
func (e *errand) coming() (n int64, wrong string) {
	text := e.URL.Query().Get("come")
	if text == "" {
		return 0, ""
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > mostComing {
		return 0, e.Words.T("office.wrong.number")
	}
	return n, ""
}

// terms are what is known of the site itself.
func (h heldSite) terms(w *words.Printer) []page.Term {
	terms := []page.Term{{Label: w.T("standards.people"), Value: w.T("standards.people_unknown")}}
	switch {
	case h.knows && h.lives.Women.There:
		terms[0].Value = w.N("standards.people_women", h.lives.People, words.Args{"Women": h.lives.Women.N})
	case h.knows:
		terms[0].Value = w.Number(h.lives.People)
	}
	terms = append(terms, page.Term{Label: w.T("standards.phase"), Value: w.T("standards.phase." + string(h.Phase))})
	if h.Ground.SquareMetres > 0 {
		terms = append(terms, page.Term{Label: w.T("standards.ground"), Value: w.T("standards.ground_said", words.Args{"Metres": h.Ground.SquareMetres, "Day": h.Ground.Day})})
	}
	if h.Staff.Day.Known() {
		terms = append(terms, page.Term{Label: w.T("standards.staff"), Value: w.T("standards.staff_said", words.Args{"Organisations": h.Staff.Organisations, "People": h.Staff.People,
			"Women": h.Staff.Women, "Day": h.Staff.Day})})
	}
	return terms
}

// summary says in one look how many standards are met, below, and not measured.
func (h heldSite) summary(w *words.Printer) templ.Component {
	count := map[standards.Verdict]int64{}
	suggested := int64(0)
	for _, a := range h.Answers {
		if a.Verdict == standards.Below && a.Standard.Suggested {
			suggested++
			continue
		}
		count[a.Verdict]++
	}
	switch {
	case len(h.Answers) == 0:
		return noticed(page.Warn, w.T("standards.no_handbook"))
	case !h.knows:
		return noticed(page.Warn, w.T("standards.nobody_counted"))
	}
	told := []templ.Component{status(verdictTone(standards.Below, count[standards.Below] > 0), w.N("standards.below_count", count[standards.Below])),
		status(page.Good, w.N("standards.met_count", count[standards.Met])), status(page.Plain, w.N("standards.unmeasured_count", count[standards.NotMeasured]))}
	if suggested > 0 {
		told = append(told, hushed(w.N("standards.suggested_count", suggested)))
	}
	return para(cells(told...))
}

func verdictTone(v standards.Verdict, some bool) page.Tone {
	switch {
	case v == standards.Below && some:
		return page.Bad
	case v == standards.Met, v == standards.Below:
		return page.Good
	}
	return page.Plain
}

// answersParts are the tables of the standards: what is below, with what would have to be done and whose it is; what nobody measured; what is met.
func (h heldSite) answersParts(e *errand) templ.Component {
	w := e.Words
	below := grid{caption: w.T("standards.below"), columns: columns(w, "standards.standard", "standards.answer", "#standards.measured", "#standards.asked", "standards.to_do", "standards.whose")}
	unmeasured := grid{caption: w.T("standards.unmeasured"), columns: columns(w, "standards.standard", "standards.to_do")}
	met := grid{caption: w.T("standards.met"), columns: columns(w, "standards.standard", "#standards.measured", "#standards.asked")}
	for _, a := range h.Answers {
		name, measured, asked := standardCell(w, a.Standard), decimal(w, a.Value), decimal(w, a.Bound)
		switch a.Verdict {
		case standards.Below:
			below.rows = append(below.rows, []templ.Component{name, verdictCell(w, a), measured, asked, plain(e.toDo(a)), h.whoseCell(e, a)})
		case standards.NotMeasured:
			unmeasured.rows = append(unmeasured.rows, []templ.Component{name, plain(e.toDo(a))})
		case standards.Met:
			met.rows = append(met.rows, []templ.Component{name, measured, asked})
		}
	}
	var parts []templ.Component
	for _, g := range []grid{below, unmeasured, met} {
		if len(g.rows) > 0 {
			parts = append(parts, gridOf(g))
		}
	}
	return together(parts...)
}

// decimalText says a number of thousandths to the hundredth.
func decimalText(w *words.Printer, n standards.Thousandths) string {
	return w.Decimal(int64((n + 5) / 10 * 10))
}

// decimal writes a number of thousandths.
func decimal(w *words.Printer, n standards.Thousandths) templ.Component {
	return plain(decimalText(w, n))
}

// standardCell names a standard, and says that it is only suggested.
func standardCell(w *words.Printer, s standards.StandardRow) templ.Component {
	name := plain(standardName(w, s))
	if s.Suggested {
		return cells(name, hushed(w.T("standards.suggested")))
	}
	return name
}

// standardName says what a standard asks. One of an operation's own handbook is named by what it measures.
func standardName(w *words.Printer, s standards.StandardRow) string {
	if key := "standards.of." + s.ID; w.Has(key) {
		return w.T(key)
	}
	return w.T("standards.measure."+string(s.Measure), words.Args{"Of": spaced(s.Of)})
}

func verdictCell(w *words.Printer, a standards.AnswerRow) templ.Component {
	tone := verdictTone(a.Verdict, true)
	if a.Verdict == standards.Below && a.Standard.Suggested {
		tone = page.Warn
	}
	return status(tone, w.T("standards.verdict."+string(a.Verdict)))
}

// toDo says what would have to be added, or what must be measured.
func (e *errand) toDo(a standards.AnswerRow) string {
	w := e.Words
	switch {
	case a.Verdict == standards.NotMeasured && len(a.Of) > 0:
		return w.T("standards.missing_of", words.Args{"Of": w.List(a.Of)})
	case a.Verdict == standards.NotMeasured:
		return w.T("standards.missing." + string(a.Missing))
	case a.Verdict == standards.Below && a.Short > 0 && len(a.Of) > 0:
		return w.T("standards.short_or_mend", words.Args{"Short": w.N("standards.short."+string(a.Standard.Measure), a.Short), "Of": w.List(a.Of)})
	case a.Verdict == standards.Below && a.Short > 0:
		return w.N("standards.short."+string(a.Standard.Measure), a.Short)
	case a.Verdict == standards.Below:
		return w.T("standards.too_far", words.Args{"Of": w.List(a.Of)})
	}
	return ""
}

// whoseCell says whose a breach is, and leads to giving it to somebody.
func (h heldSite) whoseCell(e *errand, a standards.AnswerRow) templ.Component {
	if !a.Breached() || h.come > 0 {
		return plain("")
	}
	w := e.Words
	var told []templ.Component
	for _, t := range a.Assigned {
		told = append(told, plain(w.T("standards.assigned", words.Args{"Name": t.Name, "Day": t.Until})))
	}
	if e.may(access.SubjectsStep) {
		key := "standards.assign"
		if len(told) > 0 {
			key = "standards.assign_anew"
		}
		told = append(told, linked(w.T(key), breachPath(a.Breach)))
	}
	return cells(told...)
}

func breachPath(b standards.Breach) string {
	return standardsPath(b.Site) + "/" + url.PathEscape(b.Handbook) + "/" + url.PathEscape(b.Standard)
}

// facilitiesPart lists what stands in the site.
func (h heldSite) facilitiesPart(e *errand) templ.Component {
	w := e.Words
	g := grid{caption: w.T("standards.facilities"), empty: w.T("standards.no_facilities"), columns: columns(w, "standards.facility", "standards.what", "#standards.units", "standards.works",
		"standards.built_by", "standards.looked", "facilities.where")}
	for _, f := range byWhatNeedsMending(h.Facilities) {
		works := status(page.Good, w.T("standards.all_work"))
		if f.OutOfOrder > 0 {
			works = status(page.Bad, w.N("standards.out_of_order", f.OutOfOrder))
			if f.Since.Known() {
				works = cells(works, hushed(w.T("standards.since", words.Args{"Day": f.Since})))
			}
		}
		what := e.say("options", f.Kind)
		if f.Supply != "" {
			what = w.List([]string{what, e.say("options", f.Supply)})
		}
		units := templ.Component(hushed(w.T("standards.no_value")))
		if f.Units >= 0 {
			units = num(w, int(f.Units))
		}
		g.rows = append(g.rows, []templ.Component{facilityLink(w, h.Site, f), plain(what), units, works, plain(e.saidOr(f.BuiltBy)), lookedCell(w, f.Looked), e.whereCell(f)})
	}
	return headed(w.T("standards.facilities"), gridOf(g), h.facilitiesMap(e))
}

// facilityLink leads to a facility, or to the block of shelters that stands for it.
func facilityLink(w *words.Printer, site id.ID, f standards.FacilityRow) templ.Component {
	switch {
	case !f.Block:
		return linked(f.Name, subjectPath(standards.FacilityKind, f.ID))
	case f.ID.IsZero():
		return linked(w.T("shelters.no_block"), blocksPath(site))
	}
	return linked(f.Name, blocksPath(site))
}

// saidOr says an id of a programme's options; "" for none.
func (e *errand) saidOr(of string) string {
	if of == "" {
		return ""
	}
	return e.say("options", of)
}

func lookedCell(w *words.Printer, on clock.Day) templ.Component {
	if !on.Known() {
		return hushed(w.T("standards.never"))
	}
	return day(w, on)
}
