// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/web/page"
)

// addProgrammes adds the list of the programmes in force.
func (o *office) addProgrammes() { o.handle("GET /programmes", showProgrammes) }

// programmeCard is one programme on the list: what it is for, and the pathways in it.
type programmeCard struct {
	page.Link
	ways []page.Link // each leads to the list of those who walk it, where the reader may open one
}

func showProgrammes(e *errand) error {
	all, err := ask(e, "task.start", journey.Programmes())
	if err != nil {
		return err
	}
	kinds, err := e.kinds()
	if err != nil {
		return err
	}
	var cards []programmeCard
	for _, in := range all {
		said := e.speech(e.Words, in.Programme)
		card := programmeCard{Link: page.Link{Text: said.name(in.Programme), To: pathOf(in.Programme), About: said.about()}}
		for _, way := range in.Pathways {
			card.ways = append(card.ways, page.Link{Text: said.say("pathways", way.ID), To: e.walkersPath(kinds, way.For)})
		}
		cards = append(cards, card)
	}
	w := e.Words
	return e.Show(programmesPage(e.frame(w.T("programmes.title")), cards,
		join(e.way(e.mayInCommons(access.ProgrammePublish), "parcel.title", "/programmes/new"), e.way(e.mayInCommons(access.ProgrammePublish), "line.title", "/caseloads/line"), e.way(e.may(access.FiguresRead), "figures.title", "/figures"))))
}

// walkersPath is the list of those of a kind who walk pathways; "" where there is none that the reader may open.
func (e *errand) walkersPath(kinds []kindShown, of string) string {
	switch nature := programme.NatureOf(of); {
	case nature == programme.Household && e.may(access.PeopleList):
		return "/households"
	case nature == programme.Place && e.may(access.PlacesRead):
		return "/sites"
	case slices.ContainsFunc(kinds, func(k kindShown) bool { return k.kind == of }):
		return kindPath(of)
	}
	return ""
}
