// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"

	"github.com/a-h/templ"

	"safar/field/figures"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/web/words"
)

// mostReasons is how many reasons are told of one step: the others are few.
const mostReasons = 4

// waitingPart says at which steps of a pathway people stand, how long, and what they wait for, each with the list behind it for who may see one.
func (e *errand) waitingPart(s speech, programmeID, pathway string, stands []figures.Stand) templ.Component {
	w := e.Words
	g := grid{caption: w.T("standing.title"), columns: columns(w, "programme.step", "#standing.here", "standing.waited", "standing.whys")}
	for _, of := range stands {
		if of.Row.Pathway != pathway || of.Here == 0 && !of.HereHidden {
			continue
		}
		to := ""
		if e.may(access.PeopleList) && programme.NatureOf(of.Row.For) == programme.Household {
			to = standingPath(programmeID, pathway, of.Row.Step)
		}
		g.rows = append(g.rows, []templ.Component{plain(s.step(of.Row.Step)), hereCell(w, of, to), waitedCell(w, of, e.tellsAll()), whysCell(s, of, to)})
	}
	if len(g.rows) == 0 {
		return templ.NopComponent
	}
	return together(paragraph(w.T("standing.title_lead")), gridOf(g))
}

// tellsAll reports whether the reader is told every number of the caseload.
func (e *errand) tellsAll() bool {
	return access.WorksWithPersons(e.Visitor.Actor, e.scope, e.today)
}

// hereCell is how many stand at a step.
func hereCell(w *words.Printer, of figures.Stand, to string) templ.Component {
	switch {
	case of.HereHidden:
		return hushed(w.T("figures.withheld"))
	case to != "":
		return linked(w.Number(int64(of.Here)), to)
	}
	return num(w, of.Here)
}

// waitedCell is how long they have waited there; nothing where that is not told.
func waitedCell(w *words.Printer, of figures.Stand, tellsAll bool) templ.Component {
	if of.Median < 0 {
		return templ.NopComponent
	}
	longest := "standing.longest"
	if !tellsAll {
		longest = "standing.longest_of_some"
	}
	return cells(plain(w.N("standing.median", int64(of.Median))), hushed(w.N(longest, int64(of.Longest))))
}

// whysCell is what they wait for, the most first.
func whysCell(s speech, of figures.Stand, to string) templ.Component {
	var all []templ.Component
	for _, why := range of.Whys[:min(len(of.Whys), mostReasons)] {
		if why.Hidden {
			continue
		}
		said := s.w.T("standing.why", words.Args{"Why": s.why(why), "Count": why.Count})
		if to == "" {
			all = append(all, plain(said))
			continue
		}
		all = append(all, linked(said, to+"?"+url.Values{"why": {why.Kind}, "of": {why.Of}}.Encode()))
	}
	return cells(all...)
}
