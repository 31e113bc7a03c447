// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"io/fs"
	"strings"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/programmes"
)

// plantPerson has the first of the household walk on their own, with canaries in what they answered.
func (w *tale) plantPerson() {
	w.t.Helper()
	folder, err := fs.Sub(programmes.FS(), "reintegration")
	must(w.t, err)
	source, err := fs.ReadFile(folder, "programme.yaml")
	must(w.t, err)
	forms, err := programme.FormFiles(folder)
	must(w.t, err)
	w.common(w.as(access.ProgrammeManager), journey.Publish{Source: source, Forms: forms})
	w.personWay = w.ok(journey.Start{Programme: "reintegration", Pathway: "work", Subject: w.members[0]}).IDs[0]
	w.ok(journey.Ask{Journey: w.personWay, Step: "counselled", By: w.members[0], Words: journey.Words{Answers: programme.Answers{"can_do": "zkanari can do",
		"what_helps": "zkanari helps at work"}}})
}

// ofPersons asks every question about who walks on their own.
func (w *tale) ofPersons(by access.Actor) []shown {
	return []shown{
		asked(w, by, "journey.PersonFileOf", journey.PersonFileOf(w.scope, w.members[0], noFormBeside)),
		asked(w, by, "journey.PersonFileOf somebody who does not", journey.PersonFileOf(w.scope, w.members[1], noFormBeside)),
		asked(w, by, "journey.PersonsOn", journey.PersonsOn(w.scope, "reintegration", "work", "", nil, 50)),
		asked(w, by, "journey.WayOf a person", journey.WayOf(w.scope, w.personWay)),
	}
}

// valuesOfPersons returns what a name in the path of a page about who walks on their own can stand for. Ways are crossed: the page of a person must
// not open the way of their household, nor that of a household the way of a person.
func (w *town) valuesOfPersons(path, name string) []string {
	w.t.Helper()
	switch name {
	case "household":
		return []string{w.household.String()}
	case "person":
		return []string{w.members[0].String(), w.members[1].String()}
	case "way":
		return []string{w.personWay.String(), w.journey.String()}
	case "step":
		return []string{"counselled", "rights", "aim", "solution"}
	case "programme":
		return []string{"reintegration"}
	case "pathway":
		return []string{"work", "business"}
	}
	w.t.Fatalf("no real id is known for {%s} in %s", name, path)
	return nil
}

// ofOnePerson reports whether the path of a page is about who walks on their own.
func ofOnePerson(path string) bool {
	return strings.Contains(path, "/members/{person}/ways/") || strings.Contains(path, "/members/{person}/begin/") || strings.Contains(path, "/persons/")
}

// walker is whoever walks on their own.
type walker struct{ personWay id.ID }
