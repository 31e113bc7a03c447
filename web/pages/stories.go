// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"safar/field/stories"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addStories adds the pages of the stories that people tell of themselves.
func (o *office) addStories() {
	o.handle("GET /stories", showStories)
	o.handle("GET /households/{household}/stories", showStoriesOf)
	o.handle("GET /stories/{story}", showStory)
	o.handle("GET /stories/{story}/text.txt", downloadStory)
	o.handle("GET /stories/{story}/text.html", downloadStoryPage)
	for path, d := range map[string]duty{
		"/households/{household}/stories/tell":     {show: tellTask, send: tellStory},
		"/stories/{story}/beside":                  {show: besideTask, send: tellStory},
		"/stories/{story}/parts/{teller}/write":    {show: writeTask, send: writeStory},
		"/stories/{story}/parts/{teller}/consent":  {show: storyConsentTask, send: consentToStory},
		"/stories/{story}/parts/{teller}/withdraw": {show: withdrawStoryTask, send: withdrawStory},
		"/stories/{story}/parts/{teller}/told":     {show: toldSoTask, send: toldSo},
		"/stories/{story}/publish":                 {show: publishTask, send: publishStory},
		"/stories/{story}/use":                     {show: useTask, send: useStory},
		"/stories/{story}/uses/{use}":              {show: askBackTask, send: askBackStory},
		"/stories/{story}/people/{person}":         {show: callTask, send: callAnew},
		"/stories/{story}/places/{place}":          {show: callPlaceTask, send: callPlaceAnew},
	} {
		d.act = access.StoryPublish
		o.serve(path, d)
	}
}

func storyPath(of id.ID) string { return "/stories/" + of.String() }

func showStories(e *errand) error {
	list, err := ask(e, "task.stories", stories.All(e.scope))
	if err != nil {
		return err
	}
	tasks, err := ask(e, "task.stories", stories.Waiting(e.scope))
	if err != nil {
		return err
	}
	w := e.Words
	c := list.Counts
	counts := []page.Term{{Label: w.T("stories.count.told"), Value: w.Number(int64(c.Told))}, {Label: w.T("stories.count.published"), Value: w.Number(int64(c.Published))},
		{Label: w.T("stories.count.uses"), Value: w.Number(int64(c.Uses))}, {Label: w.T("stories.count.withdrawn"), Value: w.Number(int64(c.Withdrawn))},
		{Label: w.T("stories.count.still_out"), Value: w.Number(int64(c.StillOut))}}
	parts := []templ.Component{page.Facts(w, counts)}
	if len(tasks) > 0 {
		parts = append(parts, headed(w.T("stories.waiting"), storyTasks(w, tasks)))
	}
	cut, pages := pageOf(e, list.Rows, perPage)
	parts = append(parts, storyGrid(w, w.T("stories.none"), cut), page.Pager(w, pages))
	return e.Show(officePage(e.frame(w.T("stories.title")), w.T("stories.lead"), nil, parts...))
}

// storyTasks are what waits for the office, each with where it is done.
func storyTasks(w *words.Printer, tasks []stories.Task) templ.Component {
	g := grid{caption: w.T("stories.waiting"), columns: columns(w, "stories.where", "stories.why", "stories.since", "stories.do")}
	for _, t := range tasks {
		row := []templ.Component{plain(t.Where), plain(w.T("stories.why." + t.Why)), day(w, t.Since), linked(w.T("stories.ask_back"), storyPath(t.Story)+"/uses/"+t.Use.String())}
		if t.Use.IsZero() {
			row[0], row[3] = page.Name(t.Name), linked(w.T("stories.told_so"), storyPath(t.Story)+"/parts/"+t.Teller.String()+"/told")
		}
		g.rows = append(g.rows, row)
	}
	return gridOf(g)
}

func storyGrid(w *words.Printer, empty string, rows []stories.Row) templ.Component {
	g := grid{caption: w.T("stories.title"), empty: empty, columns: columns(w, "stories.told_by", "stories.day", "stories.state", "#stories.uses", "#stories.out")}
	for _, s := range rows {
		var who []string
		for _, name := range s.Tellers {
			who = append(who, cmp.Or(name, w.T("stories.forgotten_name")))
		}
		g.rows = append(g.rows, []templ.Component{linked(w.List(who), storyPath(s.ID)), day(w, s.Day), storyState(w, s.State), num(w, s.Uses), num(w, s.Out)})
	}
	return gridOf(g)
}

func storyState(w *words.Printer, s stories.State) templ.Component {
	tone := page.Plain
	switch s {
	case stories.IsPublished:
		tone = page.Good
	case stories.IsWithdrawn, stories.IsOver, stories.IsForgotten:
		tone = page.Warn
	}
	return status(tone, w.T("stories.state."+string(s)))
}

func showStoriesOf(e *errand) error {
	of, err := e.PathID("household")
	if err != nil {
		return err
	}
	rows, err := ask(e, "task.stories", stories.OfHousehold(e.scope, of))
	if err != nil {
		return err
	}
	w := e.Words
	ways := []page.Link{{Text: w.T("stories.tell"), To: householdPath(of) + "/stories/tell"}}
	return e.Show(officePage(e.frame(w.T("stories.title"), e.crumb("household.file", householdPath(of))), w.T("stories.of_lead"), ways, storyGrid(w, w.T("stories.none_of"), rows)))
}

// storyOf reads the story of the address.
func (e *errand) storyOf() (stories.Sheet, error) {
	of, err := e.PathID("story")
	if err != nil {
		return stories.Sheet{}, err
	}
	return ask(e, "task.stories", stories.One(e.scope, of))
}

// storyCrumbs lead back from what is done with a story.
func (e *errand) storyCrumbs(s stories.Sheet) []page.Link {
	return []page.Link{e.crumb("stories.title", "/stories"), e.crumb("stories.one", storyPath(s.Row.ID))}
}

func showStory(e *errand) error {
	s, err := e.storyOf()
	if err != nil {
		return err
	}
	w := e.Words
	at := storyPath(s.Row.ID)
	parts := []templ.Component{para(storyState(w, s.Row.State))}
	if s.PublishedOn.Known() {
		parts = append(parts, para(hushed(w.T("stories.looked_at", words.Args{"Day": w.Date(s.PublishedOn), "Name": s.PublishedBy}))))
	}
	for _, p := range s.Parts {
		parts = append(parts, storyPart(w, s, p, at+"/parts/"+p.Teller.String()))
	}
	parts = append(parts, headed(w.T("stories.went"), useGrid(w, s)), headed(w.T("stories.called"), hint(w.T("stories.called_lead")), namesGrid(w, s), placeGrid(w, s)))
	return e.Show(officePage(e.frame(w.T("stories.one"), e.crumb("stories.title", "/stories"), e.crumb("household.file", householdPath(s.Row.Household))), w.T("stories.one_lead"), storyDoors(w, s), parts...))
}

// storyDoors are what can be done with a story as it stands.
func storyDoors(w *words.Printer, s stories.Sheet) []page.Link {
	at := storyPath(s.Row.ID)
	if s.Row.State == stories.IsForgotten {
		return nil
	}
	links := []page.Link{{Text: w.T("stories.beside"), To: at + "/beside"}}
	switch s.Row.State {
	case stories.IsConsented:
		links = append(links, page.Link{Text: w.T("stories.publish"), To: at + "/publish"})
	case stories.IsPublished:
		links = append(links, page.Link{Text: w.T("stories.use"), To: at + "/use"}, page.Link{Text: w.T("stories.as_text"), To: at + "/text.txt"}, page.Link{Text: w.T("stories.as_page"), To: at + "/text.html"})
	}
	return links
}

func useGrid(w *words.Printer, s stories.Sheet) templ.Component {
	g := grid{caption: w.T("stories.went"), empty: w.T("stories.went_nowhere"), columns: columns(w, "stories.where", "stories.channel", "stories.since_use", "stories.by", "stories.back")}
	for _, u := range s.Uses {
		back := linked(w.T("stories.back."+cmp.Or(string(u.Back), "none")), storyPath(s.Row.ID)+"/uses/"+u.ID.String())
		if u.Waits != "" {
			back = cells(status(page.Warn, w.T("stories.why."+u.Waits)), back)
		}
		where := cells(plain(u.Where), hushed(u.Link))
		g.rows = append(g.rows, []templ.Component{where, plain(w.T("stories.channel." + u.Channel)), day(w, u.Day), page.Name(u.By), back})
	}
	return gridOf(g)
}

func namesGrid(w *words.Printer, s stories.Sheet) templ.Component {
	g := grid{caption: w.T("stories.called"), columns: columns(w, "stories.who", "stories.called_latin", "stories.called_arabic", "")}
	for _, c := range s.People {
		who := page.Name(c.Name)
		if c.Host {
			who = cells(who, hushed(w.T("stories.host")))
		}
		g.rows = append(g.rows, []templ.Component{who, page.Name(c.Given + " " + c.Family), page.Name(c.GivenArabic + " " + c.FamilyArabic),
			linked(w.T("stories.call_anew"), storyPath(s.Row.ID)+"/people/"+c.Person.String())})
	}
	return gridOf(g)
}

func placeGrid(w *words.Printer, s stories.Sheet) templ.Component {
	if len(s.Places) == 0 {
		return plain("")
	}
	g := grid{caption: w.T("stories.places"), columns: columns(w, "stories.place", "stories.place_as", "")}
	for _, p := range s.Places {
		g.rows = append(g.rows, []templ.Component{page.Name(p.Name), plain(w.List(p.As)), linked(w.T("stories.call_anew"), storyPath(s.Row.ID)+"/places/"+p.Place.String())})
	}
	return gridOf(g)
}

// partOf is what somebody of the address told of a story.
func (e *errand) partOf(s stories.Sheet) (stories.PartRow, error) {
	of, err := e.PathID("teller")
	i := slices.IndexFunc(s.Parts, func(p stories.PartRow) bool { return p.Teller == of })
	if err == nil && i < 0 {
		err = notThere("pages.storyPart")
	}
	if err != nil {
		return stories.PartRow{}, err
	}
	return s.Parts[i], nil
}

// storiesWaiting counts what waits because nobody consents any more, in the compartments in which the visitor works with stories.
func (p Pages) storiesWaiting(r *web.Request) (n int64, err error) {
	own, err := p.ownCaseloads(r)
	for _, c := range own {
		if err != nil || !p.may(r.Visitor, access.StoryPublish, c.Scope) {
			continue
		}
		var tasks []stories.Task
		tasks, err = asked(p, r, "task.start", stories.Waiting(c.Scope))
		n += int64(len(tasks))
	}
	return n, err
}
