// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// TellerRow is somebody of a household who may tell their story: Person is who, Name their name, Child whether they are one, and Ready whether they were told what telling means, so that it can be written down.
type TellerRow struct {
	Person id.ID  `class:"open"`
	Name   string `class:"personal"`
	Child  bool   `class:"personal"`
	Ready  bool   `class:"open"`
}

// TellersOf lists those of a household who may tell, and notes the look.
func TellersOf(scope access.Scope, household id.ID) desk.Query[[]TellerRow] {
	return desk.Query[[]TellerRow]{Act: access.StoryPublish, Scope: scope, Run: func(r *desk.Reader) (rows []TellerRow, err error) {
		members, err := people.Members(r, household)
		r.Looked(household)
		for _, m := range members {
			k, step, none := journey.StoryWay(r, m.ID)
			ready := none == nil && k.StoryOpen(step) == nil
			rows = append(rows, TellerRow{m.ID, m.Person.Names.Value().String(), m.Person.AdultOn(r.Today()) != people.Yes, ready})
		}
		return rows, err
	}}
}
