// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"context"
	"sync"

	"safar/desk"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/lately"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/operation"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// Pages holds what every page asks: one operation, through its desk.
type Pages struct {
	op     *operation.Operation
	boards *figures.Boards
	news   *lately.News
	files  *sync.Map // programme id → *programme.Folder, read once

	spellings *people.Spellings // of the names of people
	lanes     *lanes            // of sealed complaints that stand open in sessions
}

// Add adds every page of an operation to a site.
func Add(site *web.Site, op *operation.Operation) {
	p := newPages(op)
	addPeople(site, p)
	addOffice(site, p)
	addLists(site, p)
	addKiosk(site, p)
	addHelp(site)
}

func newPages(op *operation.Operation) Pages {
	return Pages{op: op, boards: op.Boards, news: op.News, files: &sync.Map{}, spellings: op.Spellings, lanes: newLanes()}
}

// may reports whether the visitor may do an act in a scope today: for what a page offers. The desk asks again.
func (p Pages) may(v web.Visitor, act access.Act, scope access.Scope) bool {
	return access.May(v.Actor, act, scope, p.op.Desk.Today()) == nil
}

// mayAnywhere reports whether the visitor may do an act in the part of the caseload that they chose, or in the general one of some caseload where
// they chose none; or in the commons.
func (p Pages) mayAnywhere(v web.Visitor, act access.Act) bool {
	if !v.Caseload.IsZero() {
		return p.may(v, act, v.In(v.Caseload)) || p.may(v, act, access.Commons)
	}
	of, every := v.Actor.Caseloads(act, access.General, p.op.Desk.Today())
	return every || len(of) > 0 || p.may(v, act, access.Commons)
}

// caseload is a caseload that a visitor works with.
type caseload struct {
	Name  string
	Scope access.Scope // its general compartment, or the one that the visitor chose
}

// caseloads returns the caseloads in which the visitor may do an act, by name.
func (p Pages) caseloads(ctx context.Context, v web.Visitor, act access.Act) ([]caseload, error) {
	rows, err := desk.Ask(ctx, p.op.Desk, v.Actor, "task.start", staff.Caseloads())
	if err != nil {
		return nil, err
	}
	var out []caseload
	for _, row := range rows {
		scope := v.In(row.ID)
		if p.may(v, act, scope) {
			out = append(out, caseload{row.Name, scope})
		}
	}
	return out, nil
}

// scope returns the caseload that a page is about: the one that the visitor chose for this session, or else the first in which they may do
// the act. Fault: NotAllowed where there is none, or where they may not do it in the one they chose: nothing is written into another unseen.
func (p Pages) scope(r *web.Request, act access.Act) (access.Scope, error) {
	all, err := p.caseloads(r.Context(), r.Visitor, act)
	if err != nil {
		return access.Scope{}, err
	}
	chosen := r.Visitor.Caseload
	for _, c := range all {
		if chosen.IsZero() || c.Scope.Caseload == chosen {
			return c.Scope, nil
		}
	}
	err = fault.New("pages.scope", fault.NotAllowed, "access.not_allowed", fault.Args{"act": string(act)})
	return access.Scope{}, err
}

// asked answers a query to the visitor.
func asked[T any](p Pages, r *web.Request, why desk.Purpose, q desk.Query[T]) (T, error) {
	return desk.Ask(r.Context(), p.op.Desk, r.Visitor.Actor, why, q)
}

// carryOut carries out the command of a form, under the id that the form carries.
func (p Pages) carryOut(r *web.Request, scope access.Scope, c desk.Command) (desk.Receipt, error) {
	command, err := r.Command()
	if err != nil {
		return desk.Receipt{}, err
	}
	return p.op.Desk.Do(r.Context(), r.Visitor.Actor, scope, command, c)
}

// ids reads the ids that a form sends under one name, leaving out what is none.
func ids(values []string) []id.ID {
	var out []id.ID
	for _, v := range values {
		if of, err := id.Parse(v); err == nil {
			out = append(out, of)
		}
	}
	return out
}

// Nav returns the main pages that a visitor may open, for the top of every page.
func Nav(op *operation.Operation) func(web.Visitor, *words.Printer) []page.Link {
	p := newPages(op)
	return func(v web.Visitor, w *words.Printer) []page.Link {
		return append([]page.Link{start(w)}, p.links(v, w)...)
	}
}

// Search says whether a visitor may search for households: for the top of every page.
func Search(op *operation.Operation) func(web.Visitor) bool {
	p := newPages(op)
	return func(v web.Visitor) bool { return p.mayAnywhere(v, access.PeopleSearch) }
}

// links are the main pages that a visitor may open.
func (p Pages) links(v web.Visitor, w *words.Printer) []page.Link {
	return append(p.peopleLinks(v, w), p.officeLinks(v, w)...)
}

// Forms finds the forms of the programmes of an operation, for doors that tell what was filled in.
func Forms(op *operation.Operation) journey.FormOf {
	p, w := newPages(op), words.Default().Printer("en")
	return func(programmeID, form string) *programme.Form { return p.speech(w, programmeID).form(form) }
}
