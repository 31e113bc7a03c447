// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/hex"

	"github.com/a-h/templ"

	"safar/field/choice"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// memberShown is one person of a household, ready to be shown: what is known of them, what may be written, and the ways that they walk on their own.
type memberShown struct {
	title  string
	terms  []page.Term
	links  []page.Link
	alone  householdFile // of them alone
	crumbs []page.Link

	person    id.ID
	portraits portraits
}

func memberPath(household, person id.ID) string {
	return householdPath(household) + "/members/" + person.String()
}

// memberPage shows one person of a household, what can be written of them, and the ways that they walk on their own.
func (p Pages) memberPage(r *web.Request) error {
	o, m, err := p.openMember(r, access.PeopleLook)
	if err != nil {
		return err
	}
	w := r.Words
	s := memberShown{title: called(w, m), crumbs: o.crumbs(w), terms: memberTerms(w, m), links: p.memberDeeds(r, o, m), person: m.ID}
	for _, with := range o.file.People.Members {
		if with.ID == m.With {
			s.terms = append(s.terms, page.Term{Label: w.T("travels.with"), Value: called(w, with)})
		}
	}
	s.terms = append(s.terms, page.Term{Label: w.T("member.number"), Value: m.ID.String(), Class: "id"})
	if s.alone, err = p.walksAlone(r, o, m.ID); err != nil {
		return err
	}
	if s.portraits, err = p.portraitsOf(r, o.scope, o.of, m.ID); err != nil {
		return err
	}
	f := r.Frame(s.title)
	f.Crumbs = s.crumbs
	return r.Show(memberFilePage(f, s))
}

// memberDeeds are what this visitor may write of somebody.
func (p Pages) memberDeeds(r *web.Request, o opened, m people.MemberRow) []page.Link {
	w, at := r.Words, memberPath(o.of, m.ID)
	var links []page.Link
	for _, d := range []struct {
		act access.Act
		to  string
	}{{access.PeopleAmend, "correct"}, {access.PeopleAmend, "travels"}, {access.PeopleContact, "contact"}, {access.PeopleCode, "code"}, {access.PeopleDeath, "death"}} {
		if p.may(r.Visitor, d.act, o.scope) && (d.to != "code" || m.Adult != people.No) {
			links = append(links, page.Link{Text: w.T("member." + d.to), To: at + "/" + d.to})
		}
	}
	if !p.may(r.Visitor, access.PeopleAmend, o.scope) && p.ownEntry(r, o, m) {
		links = append(links, page.Link{Text: w.T("member.correct"), To: at + "/correct"})
	}
	return links
}

// walksAlone opens the ways that somebody walks on their own, with those that they could begin.
func (p Pages) walksAlone(r *web.Request, o opened, person id.ID) (h householdFile, err error) {
	h.base = memberPath(o.of, person)
	if h.file, err = asked(p, r, "task.member", journey.PersonFileOf(o.scope, person, p.formsOf(r), choice.Filled, works.Filled, movement.Filled, gathering.Filled)); err != nil {
		return h, err
	}
	var places []id.ID
	for _, e := range h.file.Story {
		places = append(places, e.Place)
	}
	for _, way := range h.file.Ways {
		places = append(places, way.Destination)
		h.ways = append(h.ways, p.wayShown(r, o.scope, h.base, way, h.file.People.Members))
	}
	if h.names, err = p.placesNamed(r, "task.member", places...); err != nil {
		return h, err
	}
	if h.plans, err = p.plansTold(r, access.PeopleLook, o.scope, h.file.Story); err != nil {
		return h, err
	}
	h.starts, err = p.pathwaysToBegin(r, o.scope, programme.Person, h.base, h.file.Ways)
	return h, err
}

// beginPerson begins a pathway for one person of a household.
func (p Pages) beginPerson(r *web.Request) error {
	o, m, err := p.openMember(r, access.JourneyStart)
	if err != nil {
		return err
	}
	o.alone, o.base = o.base, memberPath(o.of, m.ID)
	o.file.People.Members = []people.MemberRow{m}
	return p.beginWay(r, o, m.ID)
}

// showPersons lists those who walk a pathway on their own, with where each stands; of one step where the address names it.
func showPersons(e *errand) error {
	name, pathway := e.PathValue("programme"), e.PathValue("pathway")
	inForce, err := e.inForce(name)
	if err != nil {
		return err
	}
	way := inForce.Pathway(pathway)
	if way == nil || programme.NatureOf(way.For) != programme.Person {
		return notThere("pages.showPersons")
	}
	step := e.URL.Query().Get("step")
	list, err := ask(e, "task.household", journey.PersonsOn(e.scope, name, pathway, step, cursor(e.URL.Query().Get("after")), perPage))
	if err != nil {
		return err
	}
	w, said := e.Words, e.speech(e.Words, name)
	here := personsPath(name, pathway)
	links := []page.Link{{Text: w.T("persons.all"), To: here}}
	for _, s := range way.Steps {
		links = append(links, page.Link{Text: said.step(s.ID), To: here + "?step=" + s.ID})
	}
	pages := page.Pages{Shown: int64(len(list.Rows)), Total: -1}
	if next := list.Next; !next.Story.IsZero() {
		pages.Next = here + "?step=" + step + "&after=" + hex.EncodeToString(next.Key) + "." + next.Story.String()
	}
	lead := w.T("persons.lead")
	if way.Step(step) != nil {
		lead = w.T("persons.at", words.Args{"Step": said.step(step)})
	}
	frame := e.frame(said.say("pathways", pathway), e.crumb("figures.title", "/figures"), page.Link{Text: said.name(name), To: "/programme/" + name})
	return e.Show(officePage(frame, lead, links, gridOf(personsGrid(w, said, list)), page.Pager(w, pages)))
}

func personsPath(programmeID, pathway string) string {
	return "/programme/" + programmeID + "/persons/" + pathway
}

func personsGrid(w *words.Printer, said speech, list journey.PersonPage) grid {
	g := grid{caption: w.T("persons.title"), empty: w.T("persons.none"), columns: columns(w, "member.name", "subjects.stands")}
	for _, row := range list.Rows {
		name := row.Name
		if name == "" {
			name = w.T("household.no_name")
		}
		stands := []templ.Component{page.Status(w, row.State)}
		if row.Step != "" {
			stands = append(stands, plain(said.step(row.Step)))
		}
		g.rows = append(g.rows, []templ.Component{linked(name, memberPath(row.Household, row.Person)), cells(stands...)})
	}
	return g
}
