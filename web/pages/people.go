// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"safar/desk"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addPeople adds the pages on which a household is registered, found and accompanied.
func addPeople(site *web.Site, p Pages) {
	site.Handle("GET /{$}", p.home)
	site.Handle("GET /households", p.households)
	site.Handle("GET /search", p.searchForm)
	site.Handle("POST /search", p.search)
	site.Handle("GET /households/{household}", p.household)
	site.Handle("GET /households/{household}/looks", p.looks)
	for at, form := range map[string]web.Handler{
		"/caseload":                                                            p.chooseCaseload,
		"/households/register":                                                 p.register,
		"/households/{household}/member":                                       p.addMember,
		"/households/{household}/newborn":                                      p.addNewborn,
		"/households/{household}/members/{person}/correct":                     p.correct,
		"/households/{household}/members/{person}/contact":                     p.contact,
		"/households/{household}/members/{person}/travels":                     p.travels,
		"/households/{household}/members/{person}/death":                       p.death,
		"/households/{household}/members/{person}/begin/{programme}/{pathway}": p.beginPerson,
		"/households/{household}/members/{person}/ways/{way}/{step}":           p.step,
		"/households/{household}/site":                                         p.moveSite,
		"/households/{household}/split":                                        p.split,
		"/households/{household}/join":                                         p.join,
		"/households/{household}/merge":                                        p.merge,
		"/households/{household}/merge/undo":                                   p.unmerge,
		"/households/{household}/collector":                                    p.collector,
		"/households/{household}/forget":                                       p.forget,
		"/forget":                                                              p.forgetNumbered,
		"/households/{household}/documents/file":                               p.fileDocument,
		"/households/{household}/documents/{document}/withdraw":                p.withdrawDocument,
		"/households/{household}/groups":                                       p.groups,
		"/households/{household}/begin/{programme}/{pathway}":                  p.begin,
		"/households/{household}/ways/{way}/{step}":                            p.step,
		"/movements/apart/{journey}/{step}":                                    p.leaveApart,
		"/households/{household}/set-aside/{way}":                              p.setAside,
		"/sites/{site}/closure":                                                p.closure,
		"/sites/{site}/note":                                                   p.siteNote,
		"/sites/{site}/ways/{way}/{step}":                                      p.siteStep,
		"/sites/{site}/begin/{programme}/{pathway}":                            p.beginSite,
	} {
		site.Handle("GET "+at, form)
		site.Handle("POST "+at, form)
	}
	site.Handle("GET /households/{household}/members/{person}", p.memberPage)
	site.Handle("GET /households/cards", p.allCards)
	site.Handle("GET /households/{household}/card", p.card)
	site.Handle("GET /households/{household}/statement", p.statement)
	site.Handle("GET /households/{household}/documents", p.documentsOf)
	site.Handle("GET /households/{household}/documents/{document}", p.picture)
	site.Handle("GET /households/{household}/documents/{document}/thumb", p.picture)
	site.Handle("GET /follow-ups", p.dueVisits)
	site.Handle("GET /movements/apart", p.apartFamilies)
	site.Handle("GET /sites", p.sites)
	site.Handle("GET /sites/{site}", p.site)
}

// peopleLinks are the main pages of this half that a visitor may open.
func (p Pages) peopleLinks(v web.Visitor, w *words.Printer) []page.Link {
	var links []page.Link
	add := func(act access.Act, key, to, about string) {
		if p.mayAnywhere(v, act) {
			links = append(links, page.Link{Text: w.T(key), To: to, About: w.T(about)})
		}
	}
	add(access.PeopleList, "household.list", "/households", "home.about.households")
	add(access.PeopleRegister, "household.register", "/households/register", "home.about.register")
	add(access.ImportRun, "lists.nav", "/lists", "home.about.lists")
	add(access.JourneyFollowUp, "followup.nav", "/follow-ups", "home.about.follow_ups")
	add(access.PeopleErase, "forget.by_number", "/forget", "home.about.forget")
	add(access.PlacesRead, "sites.title", "/sites", "home.about.sites")
	return links
}

// home crumb.
func start(w *words.Printer) page.Link { return page.Link{Text: w.T("page.home"), To: "/"} }

// homeOf finds the caseload in which a household of the address lies, among those in which the visitor may do the act. Fault:
// NotFound, which does not say whether there is such a household elsewhere.
func (p Pages) homeOf(r *web.Request, act access.Act) (access.Scope, id.ID, error) {
	of, err := r.PathID("household")
	if err != nil {
		return access.Scope{}, of, err
	}
	all, err := p.caseloads(r.Context(), r.Visitor, act)
	if err != nil {
		return access.Scope{}, of, err
	}
	if len(all) == 0 {
		return access.Scope{}, of, fault.New("pages.homeOf", fault.NotAllowed, "access.not_allowed", fault.Args{"act": string(act)})
	}
	for _, c := range all {
		known, err := asked(p, r, "task.household", people.Exists(c.Scope, of))
		if err != nil {
			return access.Scope{}, of, err
		}
		if known.Here {
			return c.Scope, of, nil
		}
	}
	return access.Scope{}, of, fault.New("pages.homeOf", fault.NotFound, "people.no_such_household", nil)
}

// names says what places are called.
type placeNames map[id.ID]places.Row

func (n placeNames) of(place id.ID) string { return n[place].Name }

// placesNamed returns the names of places.
func (p Pages) placesNamed(r *web.Request, why desk.Purpose, of ...id.ID) (placeNames, error) {
	rows, err := asked(p, r, why, places.Named(of...))
	names := placeNames{}
	for _, row := range rows {
		names[row.ID] = row
	}
	return names, err
}

// placesOf returns the places of a kind as options, each with what was decided of its safety where that matters.
func (p Pages) placesOf(r *web.Request, kind places.Kind, safety bool) ([]page.Option, error) {
	rows, err := asked(p, r, "task.household", places.Of(kind))
	var options []page.Option
	for _, row := range rows {
		o := page.Option{Value: row.ID.String(), Label: row.Name}
		if safety {
			o.Label += " – " + r.Words.T("state."+safetyState(row))
		}
		options = append(options, o)
	}
	return options, err
}

func safetyState(row places.Row) string {
	switch {
	case !row.Decided:
		return "safety_unknown"
	case row.Safe:
		return "safe"
	}
	return "not_safe"
}
