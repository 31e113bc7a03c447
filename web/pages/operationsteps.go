// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"safar/field/bulk"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// stepProgress is how many are through with one step.
type stepProgress struct {
	name        string
	done, whole int64
	to          string // path of the list of those who are through; "" where there is none for this reader
	hidden      bool   // the whole would tell of too few
	told        bool   // but how many are through may be told
}

// progress counts who is through with the main steps of a programme: what the office does for people on their way. What people say and choose is theirs, and
// is not among them; nor is what is only for those who ask for it.
func (e *errand) progress(u underWay) (all []stepProgress, err error) {
	stands, err := u.board.Stands(e.Context(), e.Visitor.Actor)
	for _, s := range stands {
		if s.Row.Verb == "close" && programme.NatureOf(s.Row.For) == programme.Thing { // a committee that goes on is not behind
			continue
		}
		if s.Row.Optional || programme.NatureOf(s.Row.For) == programme.Place || slices.Contains([]string{"ask", "choose", "decide"}, s.Row.Verb) || s.Whole == 0 && !s.WholeHidden {
			continue
		}
		p := stepProgress{name: u.step(s.Row.Step), done: int64(s.Row.Counts[programme.Done.String()]), whole: int64(s.Whole), hidden: s.WholeHidden, told: !has(s.Row.Withheld, programme.Done.String())}
		if u.lists && programme.NatureOf(s.Row.For) == programme.Household {
			p.to = standingPath(u.is.ID, s.Row.Pathway, s.Row.Step) + "?through=yes"
		}
		all = append(all, p)
	}
	return all, err
}

// standingPath is the path of the list of those who stand at a step.
func standingPath(programmeID, pathway, step string) string {
	return "/programme/" + url.PathEscape(programmeID) + "/standing/" + url.PathEscape(pathway) + "/" + url.PathEscape(step)
}

// showStanding lists the households that stand at a step, or are through with it.
func showStanding(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.PeopleList, e.scope, e.today); err != nil {
		return err
	}
	board, err := e.boards.Board(e.Context(), e.Visitor.Actor, e.scope, e.PathValue("programme"))
	if err != nil {
		return err
	}
	inForce, err := e.inForce(e.PathValue("programme"))
	if err != nil {
		return err
	}
	way := inForce.Pathway(e.PathValue("pathway"))
	if way == nil || way.Step(e.PathValue("step")) == nil || programme.NatureOf(way.For) != programme.Household {
		return notThere("pages.standing")
	}
	q := e.URL.Query()
	of := figures.Stood{Pathway: way.ID, Step: e.PathValue("step"), Through: q.Get("through") != "", Why: figures.Why{Kind: q.Get("why"), Of: q.Get("of")}}
	who, err := board.WhoStands(e.Context(), e.Visitor.Actor, of)
	if err != nil {
		return err
	}
	return e.standingPage(e.speech(e.Words, inForce.ID), inForce.ID, of, who)
}

// standingPage shows one page of them.
func (e *errand) standingPage(s speech, programmeID string, of figures.Stood, who []figures.StoodRow) error {
	cut, pages := pageOf(e, who, onPage)
	ids := make([]id.ID, len(cut))
	days := map[id.ID]int{}
	for i, row := range cut {
		ids[i], days[row.Subject] = row.Subject, row.Days
	}
	found, err := ask(e, "task.list", journey.HouseholdsOf(e.scope, ids))
	if err != nil {
		return err
	}
	lines, err := e.lines(e.Request, found.Rows)
	if err != nil {
		return err
	}
	w := e.Words
	slices.SortStableFunc(lines, func(a, b householdLine) int { return slices.Index(ids, a.of) - slices.Index(ids, b.of) })
	lead, title := w.T("standing.lead"), w.T("standing.at", words.Args{"Step": s.step(of.Step)})
	if of.Through {
		lead, title = w.T("standing.through_lead"), w.T("standing.through", words.Args{"Step": s.step(of.Step)})
	}
	var parts []templ.Component
	if of.Why.Kind != "" {
		parts = append(parts, noticed(page.Plain, w.T("standing.for", words.Args{"Why": s.why(of.Why)})))
	}
	if len(lines) == 0 {
		parts = append(parts, page.Empty(w.T("standing.nobody")))
	} else {
		pick := picking{}
		if verb, err := e.verbOf(programmeID, of); err == nil {
			pick = e.picked(e.Request, e.scope, verb, int64(len(who)))
		}
		values, err := e.standingValues(programmeID, of, pick, lines)
		if err != nil {
			return err
		}
		parts = append(parts, standingTable(w, title, lines, days, pick, values), pickForm(w, pick), page.Pager(w, pages))
	}
	return e.Show(officePage(e.frame(title, e.crumb("overview.title", "/operation"), page.Link{Text: s.name(programmeID), To: pathOf(programmeID)}), lead, nil, parts...))
}

// verbOf is the verb of the step at which they stand.
func (e *errand) verbOf(programmeID string, of figures.Stood) (string, error) {
	list, err := e.standingListed(programmeID, of.Pathway, of.Step, nil)
	return list.verb, err
}

// standingValues name the rows of a list of those who stand at a step, where several of them can be chosen.
func (e *errand) standingValues(programmeID string, of figures.Stood, pick picking, lines []householdLine) (map[id.ID]string, error) {
	if !pick.on {
		return nil, nil
	}
	households := make([]id.ID, len(lines))
	for i, l := range lines {
		households[i] = l.of
	}
	ways, err := ask(e, "task.list", journey.Ways(e.scope, programmeID, of.Pathway, households))
	values := map[id.ID]string{}
	for i, way := range ways.All {
		values[households[i]] = severalValue(bulk.Item{Household: households[i], Journey: way, Step: of.Step})
	}
	return values, err
}

// why says what somebody waits for at a step, in the words of the programme.
func (s speech) why(of figures.Why) string {
	w := s.w
	switch of.Kind {
	case figures.WhyStep:
		return w.T("standing.why_step", words.Args{"Step": s.step(of.Of)})
	case figures.WhyCondition:
		return w.T("standing.why_condition", words.Args{"Condition": s.condition(of.Of)})
	case figures.WhyMissing:
		return w.T("standing.why_missing", words.Args{"What": missingWord(w, s, of.Of)})
	}
	return word(w, "standing", "why_"+of.Kind)
}

// daysTold reports whether the days are told that people have waited.
func daysTold(days map[id.ID]int) bool {
	for _, n := range days {
		if n < 0 {
			return false
		}
	}
	return true
}

func standingColumns(w *words.Printer, days map[id.ID]int, pick picking) []page.Column {
	all := columns(w, "household.card", "household.head", "household.site")
	if pick.on {
		all = append(columns(w, "several.tick"), all...)
	}
	if daysTold(days) {
		all = append(all, page.Column{Title: w.T("standing.days"), Number: true})
	}
	return all
}
