// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/web"
)

// tiles are the caseloads of the start page, the one that is worked with first: those in which the visitor lists people, or else those of which they are told numbers, and
// then every other in which they hold a role. An inspector lists nobody and counts nobody, and still works in one caseload at a time.
func (p Pages) tiles(r *web.Request) (shown []homeCaseload, err error) {
	for _, act := range []access.Act{access.PeopleList, access.FiguresRead} {
		if shown, err = p.tilesOf(r, act); err != nil {
			return nil, err
		}
		if len(shown) > 0 {
			break
		}
	}
	if shown, err = p.withOthers(r, shown); err != nil {
		return nil, err
	}
	slices.SortStableFunc(shown, func(a, b homeCaseload) int {
		switch {
		case a.here == b.here:
			return 0
		case a.here:
			return -1
		}
		return 1
	})
	return shown, nil
}

// tilesOf are the caseloads in which the visitor may do an act, by name.
func (p Pages) tilesOf(r *web.Request, act access.Act) (shown []homeCaseload, err error) {
	all, err := p.caseloads(r.Context(), r.Visitor, act)
	if err != nil {
		return nil, err
	}
	if all, err = p.withParts(r, all, act); err != nil {
		return nil, err
	}
	for _, c := range all {
		line, err := p.tile(r, c, act)
		if err != nil {
			return nil, err
		}
		if line.here = line.here || len(all) == 1 && r.Visitor.Caseload.IsZero(); line.here && act == access.PeopleList {
			line.to = "/households"
		}
		line.line = line.here && p.may(r.Visitor, access.FiguresRead, c.Scope) && slices.ContainsFunc(line.runs, func(run programmeRun) bool { return run.years })
		shown = append(shown, line)
	}
	return withoutEmpty(shown), nil
}

// tile is one caseload with what an act lets the visitor know of it.
func (p Pages) tile(r *web.Request, c caseload, act access.Act) (line homeCaseload, err error) {
	line = homeCaseload{name: c.Name, of: c.Scope, here: c.Scope == r.Visitor.In(r.Visitor.Caseload)}
	if line.held, err = asked(p, r, "task.start", journey.CaseloadOf(c.Scope, act)); err == nil {
		line.runs, err = p.runsOf(r, c.Scope, act)
	}
	return line, err
}

// withOthers adds those of several caseloads of the visitor that stand on no tile yet, so that each can be chosen here.
func (p Pages) withOthers(r *web.Request, shown []homeCaseload) ([]homeCaseload, error) {
	own, err := p.ownCaseloads(r)
	if err != nil || len(own) < 2 {
		return shown, err
	}
	for _, c := range own {
		if slices.ContainsFunc(shown, func(s homeCaseload) bool { return s.of.Caseload == c.Scope.Caseload }) {
			continue
		}
		line := homeCaseload{name: c.Name, of: c.Scope, here: c.Scope == r.Visitor.In(r.Visitor.Caseload), bare: true}
		if p.may(r.Visitor, access.FiguresRead, c.Scope) {
			if line, err = p.tile(r, c, access.FiguresRead); err != nil {
				return nil, err
			}
		}
		shown = append(shown, line)
	}
	return shown, nil
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
