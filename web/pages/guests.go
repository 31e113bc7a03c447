// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/engine/match/hosting"
	field "safar/field/hosting"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addGuests adds the pages of those who seek a home or live in one: every home with why, proposals, what both sides say, moving in, and what happens when it does not go well.
func (o *office) addGuests() {
	o.handle("GET /guests/{way}", showGuests)
	o.serve("/guests/{way}/needs", duty{act: access.CapacityPropose, show: needsTask, send: seekHome})
	o.serve("/guests/{way}/apart", duty{act: access.JourneyDecide, show: apartTask, send: keepApart})
	o.serve("/guests/{way}/together", duty{act: access.JourneyDecide, show: liftTask, send: liftApart})
	o.serve("/guests/{way}/homes/{host}/propose", duty{act: access.CapacityPropose, show: proposeTask, send: propose})
	o.serve("/guests/{way}/homes/{host}/say", duty{act: access.CapacityPropose, show: sayTask, send: saySaid})
	o.serve("/guests/{way}/homes/{host}/met", duty{act: access.CapacityPropose, show: metTask, send: metEachOther})
	o.serve("/guests/{way}/homes/{host}/drop", duty{act: access.CapacityPropose, show: dropTask, send: dropProposal})
	o.serve("/guests/{way}/homes/{host}/place", duty{act: access.CapacityPromise, show: placeTask, send: placeGuests})
	o.serve("/guests/{way}/move", duty{act: access.CapacityPromise, show: moveTonightTask, send: moveTonight})
	o.serve("/guests/{way}/review", duty{act: access.CapacityPropose, show: reviewGuestsTask, send: reviewGuests})
	o.serve("/guests/{way}/end", duty{act: access.CapacityRelease, show: endTask, send: endHosting})
}

func guestsPath(way id.ID) string { return "/guests/" + way.String() }

// pairPath is where what is about guests and a home lies.
func pairPath(guests, host id.ID) string { return guestsPath(guests) + "/homes/" + host.String() }

// guestsCrumbs lead from the hosts to guests.
func (e *errand) guestsCrumbs(g field.Guests) []page.Link {
	return []page.Link{e.crumb("hosts.title", "/hosts"), {Text: cmp.Or(g.Name, e.Words.T("household.no_name")), To: guestsPath(g.Journey)}}
}

// ofGuests asks a query about the guests of the address.
func ofGuests[T any](e *errand, find func(access.Scope, id.ID) desk.Query[T]) (f T, err error) {
	of, err := e.PathID("way")
	if err != nil {
		return f, err
	}
	return ask(e, "task.hosts", find(e.scope, of))
}

// showGuests shows guests, what they need, and the homes: those that are proposed, those that are possible, the best first, and those that are not, each with why. The next pages show the homes that are left.
func showGuests(e *errand) error {
	part := e.part(perPage)
	p, err := ofGuests(e, func(scope access.Scope, way id.ID) desk.Query[field.GuestPage] {
		return field.GuestPageOf(scope, way, part)
	})
	if err != nil {
		return err
	}
	w, f, crumbs := e.Words, p.GuestFile, e.guestsCrumbs(p.Guests)
	var parts []templ.Component
	switch {
	case part.From > 0:
	case len(f.With) > 0:
		parts = append(parts, e.guestsNotice(f), page.Facts(w, e.guestsTerms(f)), gridOf(e.livesWith(f)))
	default:
		parts = append(parts, e.guestsNotice(f), page.Facts(w, e.guestsTerms(f)), gridOf(e.proposedHomes(f)))
	}
	possible, full, not := e.homesOf(f)
	for i, g := range []grid{possible, full, not} {
		if len(g.rows) > 0 || i == 0 && part.From == 0 {
			parts = append(parts, gridOf(g))
		}
	}
	parts = append(parts, page.Pager(w, e.pager(part.From, len(f.Homes), p.Total, perPage)))
	return e.Show(officePage(e.frame(crumbs[1].Text, crumbs[0]), w.T("guests.lead"), e.guestsWays(f), parts...))
}

func (e *errand) guestsWays(f field.GuestFile) []page.Link {
	at, lives := guestsPath(f.Journey), len(f.With) > 0
	return join(e.way(lives && e.may(access.CapacityPromise), "guests.move", at+"/move"), e.way(lives && !f.With[0].Sound, "hosts.review_do", at+"/review"), e.way(true, "guests.needs", at+"/needs"),
		e.way(e.may(access.JourneyDecide), "guests.apart", at+"/apart"), e.way(e.may(access.JourneyDecide) && len(f.Apart) > 0, "guests.together", at+"/together"),
		e.way(lives && e.may(access.CapacityRelease), "guests.end", at+"/end"), e.way(e.may(access.PeopleLook), "guests.file", householdPath(f.Household)))
}

// guestsNotice says what is to be done first.
func (e *errand) guestsNotice(f field.GuestFile) templ.Component {
	w := e.Words
	switch {
	case len(f.With) > 0 && !f.With[0].Sound && f.With[0].Outcome == "":
		return noticed(page.Bad, w.T("hosts.review_now"), w.T("hosts.review_now_hint"))
	case len(f.With) > 0 && !f.With[0].Sound:
		return noticed(page.Warn, w.T("hosts.reviewed", words.Args{"Outcome": w.T("hosts.outcome_" + f.With[0].Outcome), "Day": w.Date(f.With[0].Until)}), "")
	case !f.Is.Said:
		return noticed(page.Warn, w.T("guests.unasked"), w.T("guests.unasked_hint"))
	}
	return noticed(page.Plain, w.T("hosting.no_promise"), "")
}

func (e *errand) guestsTerms(f field.GuestFile) []page.Term {
	w := e.Words
	terms := []page.Term{{Label: w.T("guests.people"), Value: w.Number(int64(f.People))}, {Label: w.T("guests.beds"), Value: w.Number(int64(f.Beds))}, {Label: w.T("guests.waiting"), Value: w.N("guests.days", int64(f.Waiting))}}
	add := func(key, value string) {
		if value != "" {
			terms = append(terms, page.Term{Label: w.T(key), Value: value})
		}
	}
	add("guests.step_free", answerSaid(w, f.Is.StepFree))
	add("hosts.languages", w.List(f.Is.Languages))
	add("guests.wishes", w.List(f.Is.Wishes))
	add("guests.avoids", w.List(f.Is.Avoids))
	if n := len(f.Apart); n > 0 {
		add("guests.kept_apart", w.N("guests.kept_apart_from", int64(n)))
	}
	return terms
}

func (e *errand) livesWith(f field.GuestFile) grid {
	w := e.Words
	g := grid{caption: w.T("guests.lives"), columns: columns(w, "hosts.host", "hosts.since", "hosts.may")}
	for _, h := range f.With {
		state := status(page.Good, w.T("hosts.receives"))
		if !h.Sound {
			state = status(page.Warn, w.T("hosts.on_hold"))
		}
		g.rows = append(g.rows, []templ.Component{linked(cmp.Or(h.Name, w.T("household.no_name")), hostPath(h.Host)), day(w, h.Since), state})
	}
	return g
}

// proposedHomes are the homes that are proposed to both sides, and how far each is.
func (e *errand) proposedHomes(f field.GuestFile) grid {
	w := e.Words
	g := grid{caption: w.T("guests.proposed"), empty: w.T("guests.nothing_proposed"), columns: columns(w, "hosts.host", "hosts.proposed_on", "guests.yes", "hosts.met_on", "")}
	for _, h := range f.Homes {
		if !h.Proposed {
			continue
		}
		met := templ.Component(hushed(w.T("hosts.not_met")))
		if h.Met.Known() {
			met = day(w, h.Met)
		}
		g.rows = append(g.rows, []templ.Component{e.homeName(h), day(w, h.Day), e.saidCell(h), met, e.proposalDoors(f, h)})
	}
	return g
}

func (e *errand) homeName(h field.HomeRow) templ.Component {
	name := linked(cmp.Or(h.Name, e.Words.T("household.no_name")), hostPath(h.Host))
	if h.Town == "" {
		return name
	}
	return cells(name, hushed(h.Town))
}

// saidCell says how many of each side said yes.
func (e *errand) saidCell(h field.HomeRow) templ.Component {
	w := e.Words
	count := func(host bool) (yes, all int) {
		for _, s := range h.Said {
			if s.Host == host {
				all++
			}
			if s.Host == host && s.Yes {
				yes++
			}
		}
		return yes, all
	}
	said := func(key string, host bool) templ.Component {
		yes, all := count(host)
		return plain(w.T(key, words.Args{"Yes": yes, "All": all}))
	}
	return cells(said("guests.yes_guests", false), said("guests.yes_host", true))
}

// proposalDoors is what comes next with a proposal.
func (e *errand) proposalDoors(f field.GuestFile, h field.HomeRow) templ.Component {
	if h.Rule != "" || h.Full {
		return cells(status(page.Bad, e.Words.T("guests.cannot_now")), plain(e.whyNot(h)), doors(e.way(true, "guests.drop", e.about(f, "drop", h))))
	}
	return doors(join(e.way(h.Ready && e.may(access.CapacityPromise), "guests.place", e.about(f, "place", h)), e.way(true, "guests.say", e.about(f, "say", h)), e.way(!h.Met.Known(), "guests.met", e.about(f, "met", h)),
		e.way(true, "guests.drop", e.about(f, "drop", h))))
}

// about is the page of a task about guests and a home.
func (e *errand) about(f field.GuestFile, task string, h field.HomeRow) string {
	return pairPath(f.Journey, h.Host) + "/" + task
}

// whyNot says why a home is not possible.
func (e *errand) whyNot(h field.HomeRow) string {
	if h.Rule != "" {
		return e.Words.T("hosting.rule_" + h.Rule)
	}
	return e.Words.T("hosting.full_briefly")
}

// homesOf are the homes that are possible, those that others have, and those that a rule removes.
func (e *errand) homesOf(f field.GuestFile) (possible, full, not grid) {
	w := e.Words
	seeks := len(f.With) == 0
	possible = grid{caption: w.T("guests.possible"), empty: w.T("guests.nothing_possible"), columns: columns(w, "hosts.host", "#hosts.free", "#hosting.head_points", "guests.parts", "")}
	full = grid{caption: w.T("guests.full"), columns: columns(w, "hosts.host", "#hosting.head_points", "guests.parts")}
	not = grid{caption: w.T("guests.not_possible"), columns: columns(w, "hosts.host", "hosting.head_why", "")}
	for _, h := range f.Homes {
		switch {
		case h.Proposed && seeks:
		case h.Possible():
			door := doors(e.way(seeks, "guests.propose", e.about(f, "propose", h)))
			possible.rows = append(possible.rows, []templ.Component{e.homeName(h), num(w, h.Free), num(w, h.Total), plain(e.partsOf(h.Score)), door})
		case h.Rule == "":
			full.rows = append(full.rows, []templ.Component{e.homeName(h), num(w, h.Total), plain(e.partsOf(h.Score))})
		default:
			not.rows = append(not.rows, []templ.Component{e.homeName(h), plain(e.whyNot(h)), doors(e.way(seeks && h.Once, "guests.say_again", e.about(f, "say", h)))})
		}
	}
	return possible, full, not
}

// partsOf tells the parts of a score that count.
func (e *errand) partsOf(score [4]int) string {
	var said []string
	for i, part := range hosting.Parts() {
		if score[i] != 0 {
			said = append(said, e.Words.T("guests.part", words.Args{"Part": e.Words.T("hosting.part_" + string(part)), "Points": e.Words.Number(int64(score[i]))}))
		}
	}
	return e.Words.List(said)
}
