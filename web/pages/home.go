// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web"
)

// homeCaseload is one caseload on the start page.
type homeCaseload struct {
	name string
	held journey.Caseload
	of   id.ID  // where it can be chosen
	to   string // path of its households, where it is the one that is worked with and the visitor may list them
}

// home is the start page: what is here, and where to go.
func (p Pages) home(r *web.Request) error {
	var shown []homeCaseload
	for _, act := range []access.Act{access.PeopleList, access.FiguresRead} {
		all, err := p.caseloads(r.Context(), r.Visitor, act)
		if err != nil {
			return err
		}
		for _, c := range all {
			held, err := asked(p, r, "task.start", journey.CaseloadOf(c.Scope, act))
			if err != nil {
				return err
			}
			line := homeCaseload{name: c.Name, held: held}
			if act == access.PeopleList {
				line.of = c.Scope.Caseload
				if len(all) == 1 || c.Scope.Caseload == r.Visitor.Caseload {
					line.to = "/households"
				}
			}
			shown = append(shown, line)
		}
		if len(shown) > 0 {
			break
		}
	}
	first, err := p.alerts(r)
	if err != nil {
		return err
	}
	waits, err := p.today(r)
	if err != nil {
		return err
	}
	links := p.links(r.Visitor, r.Words)
	return r.Show(homePage(r.Frame(r.Words.T("home.title")), p.rolesOf(r), first, waits, shown, links))
}

// rolesOf names the roles of the visitor, each once.
func (p Pages) rolesOf(r *web.Request) []string {
	var names []string
	seen := map[access.Role]bool{}
	for _, g := range r.Visitor.Actor.Grants {
		if g.Holds(p.op.Desk.Today()) && !seen[g.Role] {
			seen[g.Role] = true
			names = append(names, r.Words.T("role."+g.Role.String()))
		}
	}
	return names
}
