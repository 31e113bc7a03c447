// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/web/page"
	"safar/web/picture"
	"safar/web/words"
)

// What people answered is laid side by side: of one site by sex and by age, and site by site. Each is a small picture of the same measure, with one table behind them all.

// multiple is one of several pictures that are held beside one another; drawn is nil where nothing is told.
type multiple struct {
	title string
	drawn *picture.Answers
}

// showCrossed shows what the people of a site answered, by sex and by age.
func showCrossed(e *errand) error {
	place, err := e.PathID("place")
	if err != nil {
		return err
	}
	surveys, err := ask(e, "task.listen", journey.SurveysCrossed(e.scope, place))
	if err != nil {
		return err
	}
	name, err := e.placeName(place)
	if err != nil {
		return err
	}
	w := e.Words
	var parts []templ.Component
	for _, s := range surveys {
		form := e.speech(w, s.Programme).form(s.Form)
		within := []templ.Component{para(hushed(w.T("surveys.crossed_why", words.Args{"Fewest": s.Fewest})))}
		for _, t := range s.Tables {
			within = append(within, crossedParts(w, form, t)...)
		}
		parts = append(parts, headed(formLabel(w, form, s.Form), within...))
	}
	if len(parts) == 0 {
		parts = append(parts, page.Empty(w.T("surveys.none")))
	}
	return e.Show(officePage(e.frame(w.T("surveys.crossed"), e.crumb("gatherings.title", "/gatherings"), page.Link{Text: name, To: "/listening/" + place.String()}), w.T("surveys.crossed_lead"), nil, parts...))
}

// crossedParts are the pictures of one question, one for each sex or age, and their table.
func crossedParts(w *words.Printer, form *programme.Form, t journey.CrossedTable) []templ.Component {
	q, label := surveyQuestion(w, form, t.Question, t.Several)
	title := w.T("surveys.by_"+t.By, words.Args{"Question": label})
	if t.Few {
		return []templ.Component{smaller(title), para(hushed(w.T("surveys.crossed_few")))}
	}
	g := grid{caption: title, columns: columns(w, "gatherings.answer")}
	var drawn []multiple
	draw := picture.AnswersOf
	if len(t.Groups) > 2 {
		draw = picture.SmallAnswersOf
	}
	for _, group := range t.Groups {
		who := groupName(w, t.By, group.Is)
		g.columns = append(g.columns, page.Column{Title: who, Number: true})
		drawn = append(drawn, multiple{w.N("surveys.group", int64(group.Persons), words.Args{"Who": groupSaid(t.By, group.Is, who)}), draw(title+", "+who, w, int64(group.Persons), countBars(w, q, group.Counts))})
	}
	for i, c := range t.Groups[0].Counts {
		row := []templ.Component{plain(surveyedSaid(w, q, c))}
		for _, group := range t.Groups {
			row = append(row, askedNumber(w, group.Counts[i]))
		}
		g.rows = append(g.rows, row)
	}
	return []templ.Component{smaller(title), para(hushed(w.T("surveys.crossed_on", words.Args{"Day": t.On}))), multiples(w, drawn), gridOf(g)}
}

// groupName is a sex or an age band, as it is read.
func groupName(w *words.Printer, by, is string) string {
	if by == journey.BySex || is == "unknown" {
		return w.T("sex_of." + is)
	}
	return is
}

// groupSaid is the same, to be put into a sentence: an age band is read from left to right in every language.
func groupSaid(by, is, who string) any {
	if by == journey.ByAge && is != "unknown" {
		return words.LTR(who)
	}
	return who
}

// siteSurveys is what is told of one form at the sites where it was asked.
type siteSurveys struct {
	programme, form string
	fewest          int
	sites           []string
	told            []journey.SurveyOf
}

// showSites lays what the people of each site answered beside one another. It tells no more than the pages of the sites do, and sums nothing up: a sum would tell what one of them
// withholds.
func showSites(e *errand) error {
	sites, err := ask(e, "task.find_the_way", places.Of(places.Site))
	if err != nil {
		return err
	}
	var forms []*siteSurveys
	for _, site := range sites {
		surveys, err := ask(e, "task.listen", journey.SurveysAt(e.scope, site.ID))
		if err != nil {
			return err
		}
		for _, s := range surveys {
			i := slices.IndexFunc(forms, func(f *siteSurveys) bool { return f.programme == s.Programme && f.form == s.Form })
			if i < 0 {
				i, forms = len(forms), append(forms, &siteSurveys{programme: s.Programme, form: s.Form, fewest: s.Fewest})
			}
			forms[i].sites, forms[i].told = append(forms[i].sites, site.Name), append(forms[i].told, s)
		}
	}
	w := e.Words
	var parts []templ.Component
	for _, f := range forms {
		form := e.speech(w, f.programme).form(f.form)
		parts = append(parts, headed(formLabel(w, form, f.form), f.parts(w, form)...))
	}
	if len(parts) == 0 {
		parts = append(parts, page.Empty(w.T("surveys.none")))
	}
	return e.Show(officePage(e.frame(w.T("surveys.sites"), e.crumb("gatherings.title", "/gatherings")), w.T("surveys.sites_lead"), nil, parts...))
}

// parts are the questions of a form, each with a picture for each site and one table.
func (f *siteSurveys) parts(w *words.Printer, form *programme.Form) []templ.Component {
	parts := []templ.Component{para(hushed(w.T("surveys.why", words.Args{"Fewest": f.fewest})))}
	for _, name := range f.questions() {
		q, label := surveyQuestion(w, form, name, f.several(name))
		g := grid{caption: label, columns: columns(w, "gatherings.answer")}
		said, counts := f.counts(q, name)
		var drawn []multiple
		for i, site := range f.sites {
			g.columns = append(g.columns, page.Column{Title: site, Number: true})
			drawn = append(drawn, multiple{w.N("surveys.group", int64(f.told[i].Persons), words.Args{"Who": site}),
				picture.SmallAnswersOf(label+", "+site, w, int64(f.told[i].Persons), countBars(w, q, f.asked(i, name)))})
		}
		for row, one := range said {
			line := []templ.Component{plain(surveyedSaid(w, q, journey.AskedCount{Is: one}))}
			for i := range f.sites {
				line = append(line, askedNumber(w, counts[i][row]))
			}
			g.rows = append(g.rows, line)
		}
		parts = append(parts, smaller(label), multiples(w, drawn), gridOf(g))
	}
	return parts
}

// questions are those of which something is told at some site.
func (f *siteSurveys) questions() (names []string) {
	for _, s := range f.told {
		for _, q := range s.Questions {
			if !slices.Contains(names, q.Question) {
				names = append(names, q.Question)
			}
		}
	}
	return names
}

func (f *siteSurveys) several(name string) bool {
	return slices.ContainsFunc(f.told, func(s journey.SurveyOf) bool {
		return slices.ContainsFunc(s.Questions, func(q journey.QuestionAsked) bool { return q.Question == name && q.Several })
	})
}

// asked are the counts of a question at one of the sites.
func (f *siteSurveys) asked(site int, name string) []journey.AskedCount {
	for _, q := range f.told[site].Questions {
		if q.Question == name {
			return q.Counts
		}
	}
	return nil
}

// counts are the answers to a question that are told or withheld at some site, and by site the count of each. Where a site says nothing of an answer, nobody there gave it; where it says nothing at
// all, it is withheld.
func (f *siteSurveys) counts(q *programme.Question, name string) (said []string, counts [][]journey.AskedCount) {
	there := func(site int, one string) int {
		return slices.IndexFunc(f.asked(site, name), func(c journey.AskedCount) bool { return c.Is == one })
	}
	var known []string
	if q != nil {
		for _, o := range q.Options {
			known = append(known, o.Name)
		}
	}
	for _, one := range append(known, "") {
		for site := range f.sites {
			if there(site, one) >= 0 {
				said = append(said, one)
				break
			}
		}
	}
	for site := range f.sites {
		var of []journey.AskedCount
		for _, one := range said {
			c := journey.AskedCount{Is: one, Few: f.told[site].Few}
			if i := there(site, one); i >= 0 {
				c = f.asked(site, name)[i]
			}
			of = append(of, c)
		}
		counts = append(counts, of)
	}
	return said, counts
}
