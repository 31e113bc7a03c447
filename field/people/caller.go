// SPDX-License-Identifier: Apache-2.0

package people

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// CallerFile is what is on file of a household that a caller may be asked for, and nothing else: Card, Site and Origin, how many they are (Size), and when they were Born. Language is the one
// in which it is spoken to.
type CallerFile struct {
	Card     string `class:"personal"`
	Language string `class:"open"`
	Site     id.ID  `class:"personal"`
	Origin   id.ID  `class:"personal"`
	Size     int    `class:"personal"`
	Born     []CallerBorn
}

// CallerBorn is who was born in which Year: a member by Name. Those of whom no year is known are left out.
type CallerBorn struct {
	Name string `class:"personal"`
	Year int    `class:"personal"`
}

// CallerOf reads what a caller may be asked for, and notes the look. Fault: NotFound people.no_such_household.
func CallerOf(scope access.Scope, household id.ID) desk.Query[CallerFile] {
	return desk.Query[CallerFile]{Act: access.AccountRead, Scope: scope, Run: func(r *desk.Reader) (c CallerFile, err error) {
		h, err := desk.Read(r, HouseholdStory, household)
		if err == nil && !h.Exists {
			err = fault.New("people.CallerOf", fault.NotFound, "people.no_such_household", nil)
		}
		if err != nil {
			return c, err
		}
		r.Looked(household)
		members, err := Members(r, household)
		c = CallerFile{Card: h.State.Card, Language: h.State.Language, Site: h.State.Site.Value(), Origin: h.State.Origin, Size: len(members)}
		for _, m := range members {
			if name, born := m.Person.Names.Value().Given, m.Person.Born.Value(); name != "" && born.Precision != BirthUnknown && born.Day.Known() {
				year, _, _ := born.Day.Date()
				c.Born = append(c.Born, CallerBorn{name, year})
			}
		}
		return c, err
	}}
}
