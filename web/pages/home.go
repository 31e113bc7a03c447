// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/field/staff"
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
	var shown []homeCaseload
	for _, act := range []access.Act{access.PeopleList, access.FiguresRead} {
		all, err := p.caseloads(r.Context(), r.Visitor, act)
		if err != nil {
			return err
		}
		all, err = p.withParts(r, all, act)
		if err != nil {
			return err
		}
		for _, c := range all {
			held, err := asked(p, r, "task.start", journey.CaseloadOf(c.Scope, act))
			if err != nil {
				return err
			}
			line := homeCaseload{name: c.Name, held: held, here: len(all) == 1 || c.Scope == r.Visitor.In(r.Visitor.Caseload), of: c.Scope}
			if line.runs, err = p.runsOf(r, c.Scope, act); err != nil {
				return err
			}
			line.line = line.here && p.may(r.Visitor, access.FiguresRead, c.Scope) && slices.ContainsFunc(line.runs, func(run programmeRun) bool { return run.years })
			if act == access.PeopleList && line.here {
				line.to = "/households"
			}
			shown = append(shown, line)
		}
		shown = withoutEmpty(shown)
		if len(shown) > 0 {
			break
		}
	}
	slices.SortStableFunc(shown, func(a, b homeCaseload) int { // the one that is worked with stands first
		switch {
		case a.here == b.here:
			return 0
		case a.here:
			return -1
		}
		return 1
	})
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

// doubtfulPath is the list of the households of whom two offices wrote what cannot both be; "" where the reader lists nobody there.
func doubtfulPath(c homeCaseload) string {
	if c.to == "" {
		return ""
	}
	return c.to + "?stands=" + string(journey.Doubtful)
}

// withoutEmpty leaves out the general part of a caseload in which nobody is, where another part of the same caseload is shown.
func withoutEmpty(shown []homeCaseload) []homeCaseload {
	return slices.DeleteFunc(slices.Clone(shown), func(c homeCaseload) bool {
		empty := c.of.Compartment == access.General && c.held == (journey.Caseload{}) && len(c.runs) == 0
		return empty && slices.ContainsFunc(shown, func(other homeCaseload) bool { return other.of.Caseload == c.of.Caseload && other.of != c.of })
	})
}

// withParts adds to caseloads those further parts of them in which the visitor works with people, each after its caseload.
func (p Pages) withParts(r *web.Request, all []caseload, act access.Act) (with []caseload, err error) {
	for _, c := range all {
		with = append(with, c)
		if act != access.PeopleList || c.Scope.Compartment != access.General {
			continue
		}
		apart, err := p.apartFrom(r, staff.CaseloadRow{ID: c.Scope.Caseload, Name: c.Name})
		if err != nil {
			return nil, err
		}
		with = append(with, apart...)
	}
	return with, nil
}

// runsOf lists the programmes that somebody walks in a caseload; for those who count it and list nobody, in every part of it that they may count.
func (p Pages) runsOf(r *web.Request, scope access.Scope, act access.Act) (runs []programmeRun, err error) {
	for _, part := range programme.Compartments() {
		of := access.Scope{Caseload: scope.Caseload, Compartment: part}
		if of != scope && (act != access.FiguresRead || !p.may(r.Visitor, act, of)) {
			continue
		}
		more, err := p.runsIn(r, of, act)
		if err != nil {
			return nil, err
		}
		runs = append(runs, more...)
	}
	return runs, nil
}

// runsIn lists the programmes that somebody walks in a caseload.
func (p Pages) runsIn(r *web.Request, scope access.Scope, act access.Act) ([]programmeRun, error) {
	all, err := asked(p, r, "task.start", journey.WalkedIn(scope, act))
	var runs []programmeRun
	for _, walked := range all {
		said := p.speech(r.Words, walked.Programme)
		if len(runs) == 0 || runs[len(runs)-1].to != pathOf(walked.Programme) {
			runs = append(runs, programmeRun{name: said.name(walked.Programme), to: pathOf(walked.Programme), years: said.folder != nil && said.folder.Programme.Years()})
		}
		run := &runs[len(runs)-1]
		name := said.say("pathways", walked.Pathway)
		run.walks = append(run.walks, walkCount{name, walked.Ways, walked.Few})
	}
	return runs, err
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
