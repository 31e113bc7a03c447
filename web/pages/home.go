// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"safar/field/journey"
	"safar/kernel/access"
	"safar/web"
	"safar/web/words"
)

// homeCaseload is one caseload on the start page.
type homeCaseload struct {
	name string
	held journey.Caseload
	runs []programmeRun // the programmes that somebody walks there
	of   access.Scope   // where it can be chosen
	here bool           // it is the one that is worked with
	to   string         // path of its households, where it is the one that is worked with and the visitor may list them
	line bool           // the years of one of its programmes stand on a line that the visitor may see
	bare bool           // the visitor is told no number of it: it is there to be chosen
}

// programmeRun is a programme that is carried out in a caseload: what it is called, and who walks it.
type programmeRun struct {
	name, to string
	years    bool // it has something to show on a line of years
	walks    []walkCount
}

// walkCount is how many walk one pathway; few hides a number that tells of too few.
type walkCount struct {
	name string
	n    int64
	few  bool
}

// home is the start page: what is here, and where to go.
func (p Pages) home(r *web.Request) error {
	shown, err := p.tiles(r)
	if err != nil {
		return err
	}
	first, err := p.alerts(r)
	if err != nil {
		return err
	}
	waits, err := p.today(r)
	if err != nil {
		return err
	}
	changes, since, err := p.changed(r)
	if err != nil {
		return err
	}
	links := p.links(r.Visitor, r.Words)
	return r.Show(homePage(r.Frame(r.Words.T("home.title")), p.rolesOf(r), first, waits, r.Words.T("lately.since", words.Args{"Day": since}), changes, shown, links))
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
