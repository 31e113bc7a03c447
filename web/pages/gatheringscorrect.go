// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"safar/field/gathering"
	"safar/field/places"
	"safar/kernel/access"
	"safar/web/page"
)

// correctTask is the form of a meeting as it stands, to be put right: what it was written before stays to be seen on its page. The day of
// a meeting stays, and whoever was there with a household stays there.
func correctTask(e *errand) (*task, error) {
	v, err := e.asItStands()
	if err != nil {
		return nil, err
	}
	sites, err := e.placeOptions(places.Site)
	if err != nil {
		return nil, err
	}
	about, err := e.placeOptions(places.Village, places.Municipality)
	w, r := e.Words, v.Row
	at := "/gatherings/" + r.ID.String()
	t := &task{title: "gatherings.correct", lead: "gatherings.correct_lead", do: "page.save", back: at,
		crumbs: []page.Link{e.crumb("gatherings.title", "/gatherings"), {Text: word(w, "gathering_kind", string(r.Kind)), To: at}},
		about:  page.Facts(w, []page.Term{{Label: w.T("office.day"), Value: w.Date(r.Day), Class: "date"}}), below: countSheet(e, onSheet(v.Took)),
		blanks: []blank{e.blank(asSelect, "kind", "gatherings.kind").of(kindOptions(w)).worth(string(r.Kind)),
			e.blank(asSelect, "site", "gatherings.site").of(sites).optional().worth(r.Site.String()),
			e.blank(asSelect, "about", "gatherings.about").of(about).optional().worth(r.About.String()),
			e.blank(asInput, "topic", "gatherings.topic").optional().worth(r.Topic),
			e.blank(asSelect, "language", "gatherings.language").of(languageOptions(w)).optional().worth(r.Language),
			e.blank(asArea, "summary", "gatherings.said").hinted(w.T("gatherings.said_hint")).optional().worth(r.Summary)}}
	if r.Kind == gathering.GoAndSee {
		t.blanks = append(t.blanks, e.visitAsItStands(r)...)
	}
	if n := besideSheet(v.Took); len(n) > 0 {
		t.below = together(t.below, noticed(page.Plain, w.N("gatherings.beside_sheet", int64(personsIn(n)))))
	}
	return t, err
}

// visitAsItStands are the blanks of a visit alone, with what was written of how they went, whom they met and what they found.
func (e *errand) visitAsItStands(r gathering.Row) []blank {
	written := map[string]string{"transport": r.Transport, "leaders": strings.Join(r.Names, "\n")}
	for _, f := range r.Found {
		written["found_"+f.Aspect] = f.Value
	}
	blanks := e.visitBlanks()
	for i := range blanks {
		blanks[i].Value = written[blanks[i].Name]
	}
	return blanks
}

// asItStands reads the gathering of the path as it was written last.
func (e *errand) asItStands() (gathering.Version, error) {
	of, err := e.PathID("id")
	if err != nil {
		return gathering.Version{}, err
	}
	versions, err := ask(e, "task.listen", gathering.History(e.scope, of))
	if err != nil || len(versions) == 0 {
		return gathering.Version{}, err
	}
	return versions[0], nil
}

// columnOf is the column of the sheet in which somebody is counted; -1 beside it.
func columnOf(t gathering.TookPart) int {
	for i, c := range countedSexes {
		if c.sex == t.Sex && c.disability == t.Disability {
			return i
		}
	}
	return -1
}

// onSheet are the numbers of the sheet by their names; besideSheet are those counted who have no column in it: they stay as they are.
func onSheet(took []gathering.TookPart) map[string]int {
	numbers := map[string]int{}
	for _, t := range took {
		if i := columnOf(t); i >= 0 {
			numbers[countName(t.Ages, i)] = t.Persons
		}
	}
	return numbers
}

func besideSheet(took []gathering.TookPart) (counts []gathering.Count) {
	for _, t := range took {
		if columnOf(t) < 0 {
			counts = append(counts, gathering.Count{Sex: t.Sex, Ages: t.Ages, Disability: t.Disability, Persons: t.Persons})
		}
	}
	return counts
}

func personsIn(counts []gathering.Count) (n int) {
	for _, c := range counts {
		n += c.Persons
	}
	return n
}

// countedSoFar is what stands in a number of the sheet: what was typed, or what was written before.
func (e *errand) countedSoFar(before map[string]int, name string) string {
	if e.Method == "POST" || before[name] == 0 {
		return e.PostFormValue(name)
	}
	return strconv.Itoa(before[name])
}

func correctSession(e *errand, in *input) (string, string, error) {
	v, err := e.asItStands()
	if err != nil {
		return "", "", err
	}
	c := gathering.Correct{Gathering: v.Row.ID, Words: gathering.Words{Summary: in.text("summary"), Leaders: linesIn(in.text("leaders"))},
		Session: gathering.Session{Kind: gathering.Kind(in.pick("kind", kindOptions(e.Words))), Site: in.id("site"), About: in.id("about"), Topic: in.text("topic"),
			Language: in.text("language"), Transport: in.text("transport"), Counts: append(in.counts(), besideSheet(v.Took)...)}}
	for _, f := range v.Row.Found { // a file may bring others than the form asks
		if !slices.Contains(profileAspects, f.Aspect) {
			c.Session.Found = append(c.Session.Found, gathering.Finding(f))
		}
	}
	for _, a := range profileAspects {
		if found := in.text("found_" + a); found != "" {
			c.Session.Found = append(c.Session.Found, gathering.Finding{Aspect: a, Value: found})
		}
	}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return "/gatherings/" + v.Row.ID.String(), "saved", err
}

// historyPart shows what a gathering was written before it was corrected, to those who hold meetings; nothing where it never was.
func historyPart(e *errand, s gathering.Sheet) (templ.Component, error) {
	if !e.may(access.GatheringHold) {
		return templ.NopComponent, nil
	}
	versions, err := ask(e, "task.listen", gathering.History(e.scope, s.Row.ID))
	if err != nil || len(versions) < 2 {
		return templ.NopComponent, err
	}
	staff, err := e.colleagues(access.GatheringHold)
	if err != nil {
		return nil, err
	}
	w := e.Words
	g := grid{caption: w.T("gatherings.before"), columns: columns(w, "gatherings.written", "gatherings.kind", "#office.persons", "gatherings.topic", "gatherings.said")}
	for i, v := range versions {
		when := []templ.Component{page.Date(w, v.Written), hushed(staff[v.By])}
		if v.Stands {
			when = append(when, status(page.Good, w.T("gatherings.stands")))
		}
		if i == 0 && v.Stands && !versions[1].Stands { // what stands alone is the page itself
			continue
		}
		g.rows = append(g.rows, []templ.Component{cells(when...), plain(word(w, "gathering_kind", string(v.Row.Kind))), num(w, v.Row.Persons), plain(v.Row.Topic), plain(v.Row.Summary)})
	}
	return headed(w.T("gatherings.before"), gridOf(g)), nil
}
