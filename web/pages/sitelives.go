// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/field/figures"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/picture"
	"safar/web/words"
)

// latelyDays is over how many days the page of a site counts who came and who left.
const latelyDays = 30

// livesPart is who lives at a site: by sex and age as a picture with its table, with a disability, and who came and left lately. It is told to those who read figures.
func (e *errand) livesPart(sheet places.Sheet) (templ.Component, error) {
	if !e.may(access.FiguresRead) {
		return nil, nil
	}
	counted, err := e.population()
	if err != nil {
		return nil, err
	}
	moved, err := e.movedPart(sheet.Row.ID)
	if err != nil {
		return nil, err
	}
	w := e.Words
	parts := []templ.Component{page.Empty(w.T("morning.nobody_counts"))}
	if counted.figure != nil {
		if parts, err = e.peopleParts(counted, sheet.Row.ID); err != nil {
			return nil, err
		}
	}
	return headed(w.T("standards.lives"), append(parts, moved)...), nil
}

// crossed is a count of people by sex and age, as far as it is told.
type crossed struct {
	n        map[string]map[string]int64 // by sex, and by age band
	withheld map[string]map[string]bool
}

func (c *crossed) add(cell figures.Cell) {
	sex, age := cell.By["sex"], cell.By["age"]
	if c.n[sex] == nil {
		c.n[sex], c.withheld[sex] = map[string]int64{}, map[string]bool{}
	}
	c.n[sex][age] += cell.Value
	c.withheld[sex][age] = c.withheld[sex][age] || cell.Withheld
}

// cell writes one number.
func (c *crossed) cell(w *words.Printer, sex, age string) templ.Component {
	if c.withheld[sex][age] {
		return hushed(w.T("figures.withheld"))
	}
	return page.Number(w, c.n[sex][age])
}

// of sums the people of a sex; told is false where one of its numbers is withheld.
func (c *crossed) of(sex string) (n int64, told bool) {
	told = true
	for _, age := range ages() {
		n, told = n+c.n[sex][age], told && !c.withheld[sex][age]
	}
	return n, told
}

// ages are the age bands, and that of which nobody knows.
func ages() (names []string) {
	for _, b := range programme.AgeBands {
		names = append(names, b.Name)
	}
	return append(names, "unknown")
}

// peopleParts are the picture of who lives at a site and the table behind it.
func (e *errand) peopleParts(counted population, site id.ID) ([]templ.Component, error) {
	w, here := e.Words, figures.By{Dimension: "site", Value: site.String()}
	all, err := e.oneNumber(counted.of, counted.figure.ID, here)
	if err != nil {
		return nil, err
	}
	if all.Withheld {
		return []templ.Component{para(hushed(w.T("figures.withheld")))}, nil
	}
	rows, err := counted.of.board.Count(e.Context(), e.Visitor.Actor, counted.figure.ID, here, figures.By{Dimension: "sex"}, figures.By{Dimension: "age"})
	if fault.Is(err, fault.Invalid) {
		return []templ.Component{para(plain(w.N("morning.members", all.Value)))}, nil
	}
	if err != nil {
		return nil, err
	}
	c := crossed{n: map[string]map[string]int64{}, withheld: map[string]map[string]bool{}}
	for _, cell := range rows {
		c.add(cell)
	}
	disabled, err := e.oneNumber(counted.of, counted.figure.ID, here, figures.By{Dimension: "disability", Value: "yes"})
	if err != nil {
		return nil, err
	}
	lead := []templ.Component{linked(w.N("morning.people", all.Value), counted.of.path(counted.figure.ID)+"?by=sex&by=age&by=site")}
	if !disabled.Withheld {
		lead = append(lead, hushed(w.N("morning.disabled", disabled.Value)))
	}
	return []templ.Component{para(lead...), c.drawn(w, all.Value), c.table(w)}, nil
}

// drawn draws each sex by age, of one measure.
func (c *crossed) drawn(w *words.Printer, all int64) templ.Component {
	var bars []multiple
	for _, sex := range []string{"female", "male"} {
		n, told := c.of(sex)
		title := w.T("sex_of." + sex)
		var answers []picture.Answer
		for _, age := range ages() {
			if c.n[sex][age] > 0 && !c.withheld[sex][age] {
				answers = append(answers, picture.Answer{Said: ageSaid(w, age), Value: c.n[sex][age], Text: w.Number(c.n[sex][age])})
			}
		}
		if told {
			title = w.N("surveys.group", n, words.Args{"Who": title})
		}
		bars = append(bars, multiple{title, picture.SmallAnswersOf(w.T("standards.lives")+", "+title, w, all/2, answers)})
	}
	return multiples(w, bars)
}

// ageSaid is an age band as it is read.
func ageSaid(w *words.Printer, age string) string {
	if age == "unknown" {
		return w.T("sex_of.unknown")
	}
	return age
}

// table is what the picture shows, in numbers.
func (c *crossed) table(w *words.Printer) templ.Component {
	sexes := []string{"female", "male"}
	for _, other := range []string{"other", "unknown"} {
		if len(c.n[other]) > 0 {
			sexes = append(sexes, other)
		}
	}
	g := grid{caption: w.T("standards.lives"), columns: columns(w, "dimension.age"), scrolls: true}
	for _, sex := range sexes {
		g.columns = append(g.columns, page.Column{Title: w.T("sex_of." + sex), Number: true})
	}
	for _, age := range ages() {
		row, some := []templ.Component{ltr(ageSaid(w, age))}, false
		for _, sex := range sexes {
			row, some = append(row, c.cell(w, sex, age)), some || c.n[sex][age] > 0 || c.withheld[sex][age]
		}
		if some {
			g.rows = append(g.rows, row)
		}
	}
	return gridOf(g)
}

// movedPart says who came to a site lately, and who left it.
func (e *errand) movedPart(site id.ID) (templ.Component, error) {
	m, err := ask(e, "task.sites", people.MovesAt(e.scope, site, e.today-latelyDays))
	if err != nil {
		return nil, err
	}
	w := e.Words
	said := func(key string, households, persons int, withheld bool) string {
		if withheld {
			return w.T("morning.few_"+key, words.Args{"Fewest": access.FewestTold})
		}
		return w.N("morning."+key, int64(households), words.Args{"People": w.N("morning.people", int64(persons))})
	}
	return para(hushed(w.T("morning.lately", words.Args{"Days": w.N("morning.days", latelyDays)})), plain(said("came", m.CameHouseholds, m.CamePeople, m.CameWithheld)),
		plain(said("left", m.LeftHouseholds, m.LeftPeople, m.LeftWithheld))), nil
}
