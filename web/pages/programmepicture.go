// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/web/picture"
)

// inForce reads the version of a programme that is in force.
func (e *errand) inForce(programmeID string) (*programme.Programme, error) {
	source, err := ask(e, "task.figures", journey.SourceOf(programmeID))
	if err != nil {
		return nil, err
	}
	return journey.Parsed([]byte(source.Text))
}

// pictureOf draws a pathway, with how many stand where if they were counted. Each step leads to the list behind it, where the visitor may open one.
func (e *errand) pictureOf(s speech, w *programme.Pathway, rows []journey.StandingRow, counting bool) (templ.Component, error) {
	if w == nil { // a new version came between two looks
		return templ.NopComponent, nil
	}
	notes := map[string]picture.Note{}
	for _, r := range rows {
		note := picture.Note{To: e.listBehind(r)}
		if counting {
			note.Counts = countsOf(s, r)
		}
		notes[r.Step] = note
	}
	return picture.Of(w, picture.Speech{Words: s.w, Say: s.say}, picture.Narrow, notes)
}

// countsOf are the numbers of a step as its box shows them: those of states in which somebody stands, and that one is withheld.
func countsOf(s speech, r journey.StandingRow) []picture.Count {
	var out []picture.Count
	for _, state := range append(slices.Clone(countedStates), journey.OnHold) {
		switch n, told := standingIn(r, state); {
		case !told:
			out = append(out, picture.Count{State: s.w.T("state." + state), Number: s.w.T("figures.withheld")})
		case n > 0:
			out = append(out, picture.Count{State: s.w.T("state." + state), Number: s.w.Number(int64(n))})
		}
	}
	return out
}

// lists are the pages that list what stands behind the steps of a verb, by kind of subject, each with the acts of which one opens it.
var lists = map[[2]string]struct {
	path string
	acts []access.Act
}{
	{"household", "move"}:  {"/movements", []access.Act{access.PeopleList}},
	{"household", "pay"}:   {"/payments", []access.Act{access.PaymentList, access.PaymentBudget}},
	{"household", "build"}: {"/houses", []access.Act{access.WorksList}},
	{"household", "check"}: {"/follow-ups", []access.Act{access.JourneyFollowUp}},
	{"site", "gather"}:     {"/gatherings", []access.Act{access.FiguresRead, access.GatheringHold}},
}

// listBehind is the path of the list behind a step; "" where there is none for this visitor.
func (e *errand) listBehind(r journey.StandingRow) string {
	list := lists[[2]string{r.For, r.Verb}]
	if slices.ContainsFunc(list.acts, e.may) {
		return list.path
	}
	return ""
}
