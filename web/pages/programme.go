// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/hex"
	"slices"

	"github.com/a-h/templ"

	"safar/field/figures"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/web/page"
	"safar/web/words"
)

// addProgramme adds the page of a programme: its steps, with how many stand where, and its file.
func (o *office) addProgramme() {
	o.handle("GET /programme/{programme}", showProgramme)
	o.handle("GET /programme/{programme}/source", showSource)
	o.handle("GET /programme/{programme}/persons/{pathway}", showPersons)
}

func showProgramme(e *errand) error {
	name := e.PathValue("programme")
	may := e.may(access.FiguresRead)
	rows, err := ask(e, "task.figures", journey.Steps(name))
	var stands []figures.Stand
	if err == nil && may {
		stands, err = e.stands(name, rows)
	}
	if err != nil {
		return err
	}
	w := e.Words
	speech := e.speech(w, name)
	inForce, err := e.inForce(name)
	if err != nil {
		return err
	}
	var parts []templ.Component
	for from := 0; from < len(rows); {
		to := from
		for to < len(rows) && rows[to].Pathway == rows[from].Pathway {
			to++
		}
		drawn, err := e.pictureOf(speech, inForce.Pathway(rows[from].Pathway), rows[from:to], may)
		if err != nil {
			return err
		}
		parts = append(parts, headed(speech.say("pathways", rows[from].Pathway), doors(e.walkers(inForce.Pathway(rows[from].Pathway))), e.waitingPart(speech, name, rows[from].Pathway, stands),
			beside(drawn, gridOf(stepsGrid(e, speech, rows[from:to], may)))))
		from = to
	}
	parts = append(parts, saidByOthers(w, speech, inForce.Said)...)
	if note := speech.note(); note != "" {
		parts = append(parts, hushed(note))
	}
	return e.Show(officePage(e.frame(speech.name(name), e.crumb("programmes.title", "/programmes")), w.T("programme.lead"),
		join(e.way(may && inForce.Years(), "years.title", "/years"), e.way(true, "programme.source", "/programme/"+name+"/source"), e.way(e.mayInCommons(access.ProgrammeRead), "versions.title", pathOf(name)+"/versions"),
			e.way(e.mayInCommons(access.ProgrammeRead), "forms.title", pathOf(name)+"/forms"), e.way(e.mayInCommons(access.ProgrammeRead), "amounts.title", amountsPath(name))), parts...))
}

// saidByOthers is what others have published of work like the programme's, each with its source: nobody here counts it.
func saidByOthers(w *words.Printer, s speech, statements []programme.Statement) []templ.Component {
	if len(statements) == 0 {
		return nil
	}
	g := grid{caption: w.T("programme.statements"), columns: columns(w, "programme.statement", "programme.source_of_it")}
	for _, of := range statements {
		g.rows = append(g.rows, []templ.Component{plain(s.say("statements", of.ID)), hushed(of.Source)})
	}
	return []templ.Component{headed(w.T("programme.statements"), hushed(w.T("programme.statements.lead")), gridOf(g))}
}

// stands puts into the steps of a programme who stands where, in each part of the caseload that the visitor may count; where they may not, the steps of
// its pathways stay uncounted.
func (e *errand) stands(programmeID string, rows []journey.StandingRow) (all []figures.Stand, err error) {
	for _, scope := range e.parts() {
		board, err := e.boards.Board(e.Context(), e.Visitor.Actor, scope, programmeID)
		if err != nil {
			return nil, err
		}
		counted, err := board.Stands(e.Context(), e.Visitor.Actor)
		if err != nil {
			return nil, err
		}
		for _, c := range counted {
			i := slices.IndexFunc(rows, func(r journey.StandingRow) bool { return r.Pathway == c.Row.Pathway && r.Step == c.Row.Step })
			if i >= 0 {
				rows[i] = c.Row
			}
		}
		all = append(all, counted...)
	}
	return all, nil
}

// walkers leads to those who walk a pathway on their own, for who may see lists of people.
func (e *errand) walkers(way *programme.Pathway) []page.Link {
	if way == nil || programme.NatureOf(way.For) != programme.Person {
		return nil
	}
	return e.way(e.may(access.PeopleList), "persons.title", personsPath(way.Programme.ID, way.ID))
}

// countedStates are the states of a step whose numbers are shown.
var countedStates = []string{"done", "ready", "waiting", "blocked", "lapsed"}

func stepsGrid(e *errand, s speech, rows []journey.StandingRow, counting bool) grid {
	w := e.Words
	g := grid{caption: w.T("programme.steps"), columns: columns(w, "programme.step", "programme.after")}
	if counting {
		for _, state := range countedStates {
			g.columns = append(g.columns, page.Column{Title: w.T("state." + state), Number: true})
		}
		g.columns = append(g.columns, page.Column{Title: w.T("state.on_hold"), Number: true})
	}
	for _, r := range rows {
		about := []templ.Component{plain(s.step(r.Step)), hushed(word(w, "verb", r.Verb))}
		if r.Optional {
			about = append(about, hushed(w.T("page.optional")))
		}
		var before []templ.Component
		if len(r.Needs) > 0 {
			before = append(before, plain(s.steps(r.Needs)))
		}
		for _, condition := range notEmpty(r.When, r.Requires) {
			if said := s.condition(condition); said != condition {
				before = append(before, hushed(said))
				continue
			}
			before = append(before, page.Code(condition))
		}
		row := []templ.Component{cells(about...), cells(before...)}
		if counting {
			for _, state := range countedStates {
				row = append(row, standingNumber(w, r, state))
			}
			row = append(row, standingNumber(w, r, journey.OnHold))
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// standingNumber is how many stand in a state of a step, or that it is withheld; nothing where nobody does.
func standingNumber(w *words.Printer, r journey.StandingRow, state string) templ.Component {
	n, told := standingIn(r, state)
	if !told {
		return hushed(w.T("figures.withheld"))
	}
	if n == 0 {
		return templ.NopComponent
	}
	return num(w, n)
}

// standingIn is how many stand in a state of a step; false where their number is withheld.
func standingIn(r journey.StandingRow, state string) (n int, told bool) {
	if n = r.Counts[state]; state == journey.OnHold {
		n = r.Held
	}
	return n, !has(r.Withheld, state)
}

func showSource(e *errand) error {
	name := e.PathValue("programme")
	s, err := ask(e, "task.figures", journey.SourceOf(name))
	if err != nil {
		return err
	}
	w := e.Words
	return e.Show(officePage(e.frame(w.T("programme.source"), page.Link{Text: e.speech(w, name).name(name), To: "/programme/" + name}),
		w.T("programme.source_lead"), nil, page.Facts(w, []page.Term{{Label: w.T("programme.hash"), Value: hex.EncodeToString(s.Hash[:]), Class: "id"}}), sourceText(s.Text)))
}

// has reports whether a text is among others.
func has(all []string, one string) bool { return slices.Contains(all, one) }
