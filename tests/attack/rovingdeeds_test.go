// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"strconv"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/clearance"
	"safar/field/gathering"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/supply"
	"safar/field/works"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// deeds are what is done on a step, by its verb.
var deeds = map[string]func(*roving, *goer, *programme.Step){
	"ask": (*roving).ask, "tell": (*roving).tell, "gather": (*roving).gather, "visit": (*roving).visit, "choose": (*roving).choose, "clear": (*roving).clear,
	"place": (*roving).place, "move": (*roving).move, "pay": (*roving).pay, "give": (*roving).give, "build": (*roving).build, "check": (*roving).check,
	"decide": (*roving).decide, "refer": (*roving).refer, "close": (*roving).close,
}

func (r *roving) deed(g *goer, s *programme.Step) { deeds[s.Verb.Name](r, g, s) }

// filled fills in a form: mostly all of it; words are of this run, and say of which class they are.
func (r *roving) filled(g *goer, s *programme.Step) programme.Answers {
	form := g.of.Programme.Forms[s.Form]
	if form == nil {
		return nil
	}
	answers := programme.Answers{}
	for _, q := range form.Questions {
		if a := r.answer(q); a != "" && !r.chance(40, "an answer is left out") {
			answers[q.Name] = a
		}
	}
	return answers
}

func (r *roving) answer(q *programme.Question) string {
	switch q.Type {
	case "text", "barcode":
		return r.word + " " + q.Class
	case "integer":
		n := int64(3)
		if q.Min != nil {
			n = max(n, *q.Min)
		}
		return strconv.FormatInt(n, 10)
	case "decimal":
		return "2.5"
	case "date":
		return r.today().String()
	case "select_one":
		return q.Options[r.pick(len(q.Options), "option")].Name
	case "select_multiple":
		return q.Options[0].Name + " " + q.Options[1].Name
	case "acknowledge":
		return "yes"
	case "geopoint":
		return programme.SomewhereThere
	}
	return ""
}

// each does something with each adult where the step asks for it, and once where it does not.
func (r *roving) each(g *goer, s *programme.Step, do func(id.ID)) {
	if s.By != programme.ByEachAdult {
		do(id.ID{})
		return
	}
	for _, p := range r.who(g) {
		do(p)
	}
}

func (r *roving) ask(g *goer, s *programme.Step) {
	r.each(g, s, func(by id.ID) {
		r.tend(g, journey.Ask{Journey: g.journey, Step: s.ID, By: by, Words: journey.Words{Answers: r.filled(g, s)}, Day: clock.NoDay})
	})
}

// toward is mostly where somebody wants to go.
func (r *roving) toward(g *goer) id.ID {
	if r.quiet {
		return g.goal
	}
	return r.village(g.family)
}

// about is the place that a step is about for somebody: none where it is about none.
func (r *roving) about(g *goer, s *programme.Step) id.ID {
	if !g.of.OfAPlace(s) {
		return id.ID{}
	}
	return r.toward(g)
}

func (r *roving) tell(g *goer, s *programme.Step) {
	if !r.safeLately(g.goal) && !r.chance(5, "left unsafe") {
		r.declareSafe(g.goal)
	}
	c := choice.Tell{Journey: g.journey, Step: s.ID, Place: r.about(g, s), Language: "sw", Source: "a profile", Answers: r.filled(g, s), Day: clock.NoDay}
	if len(s.Languages) > 0 {
		c.Language = s.Languages[0]
	}
	if all := r.who(g); len(all) > 1 && r.chance(5, "one of them alone") {
		c.Heard = all[:1]
	}
	r.attempt(c)
}

func (r *roving) gather(g *goer, s *programme.Step) {
	if r.chance(6, "planned") {
		r.plan(g, s, gathering.Kinds()[r.pick(len(gathering.Kinds()), "kind")])
	}
	if r.chance(3, "written down as a meeting") {
		r.session(g, s)
		return
	}
	r.each(g, s, func(by id.ID) {
		if !r.gathering.IsZero() && r.chance(4, "at the meeting") {
			r.attempt(gathering.Attend{Gathering: r.gathering, Journey: g.journey, Step: s.ID, Persons: []id.ID{by}, Day: clock.NoDay, MoreThanCounted: r.chance(3, "more than were counted")})
			return
		}
		r.tend(g, journey.Attend{Journey: g.journey, Step: s.ID, By: by, Words: journey.Words{Answers: r.filled(g, s)}, Day: clock.NoDay})
	})
}

// session writes down a meeting of many at a step, and now and then what was wrong in it, or who sat there too.
func (r *roving) session(g *goer, s *programme.Step) {
	kinds := gathering.Kinds()
	r.sessionOf(g, s, kinds[r.pick(len(kinds), "kind")])
}

func (r *roving) sessionOf(g *goer, s *programme.Step, kind gathering.Kind) {
	what := gathering.Session{Kind: kind, Site: r.site, Counts: []gathering.Count{{Persons: 3 + r.pick(9, "heads")}}}
	if what.Kind == gathering.GoAndSee {
		what.About = g.goal
	}
	words := gathering.Words{Summary: "They spoke of water", Answers: r.filled(g, s)}
	if got, ok := r.attempt(gathering.RecordSession{Session: what, Words: words, Journey: g.journey, Step: s.ID, Day: clock.NoDay}); ok {
		r.gathering = got.IDs[0]
	}
	if r.gathering.IsZero() {
		return
	}
	if r.chance(3, "corrected") {
		what.Counts[0].Persons++
		r.attempt(gathering.Correct{Gathering: r.gathering, Session: what, Words: gathering.Words{Summary: "They spoke of land"}})
	}
	other := r.goer()
	if !other.journey.IsZero() && r.chance(2, "who else sat there") {
		r.attempt(gathering.Attend{Gathering: r.gathering, Journey: other.journey, Step: s.ID, Day: clock.NoDay})
	}
}

// plan plans a meeting or a visit, and asks somebody to come. They may be uninvited, it may be called off or given another day, or be held.
func (r *roving) plan(g *goer, s *programme.Step, kind gathering.Kind) {
	visit := kind == gathering.GoAndSee
	what := gathering.Planned{Kind: kind, Day: r.desk.Today() + clock.Day(r.pick(9, "days ahead")), Site: r.site, Room: r.pick(3, "room")}
	if visit {
		what.About = g.goal
	}
	got, ok := r.attempt(gathering.Arrange{What: what, Meeting: "At the school"})
	if !ok {
		return
	}
	plan := got.IDs[0]
	for _, who := range []*goer{g, r.goer()} {
		r.attempt(gathering.Invite{Plan: plan, Visit: visit, Journey: who.journey, Step: s.ID, Household: who.household})
	}
	switch r.pick(4, "what becomes of it") {
	case 0:
		r.attempt(gathering.Uninvite{Plan: plan, Visit: visit, Journey: g.journey, Household: g.household})
		what.Room += 2
		r.attempt(gathering.Rearrange{Plan: plan, What: what})
	case 1:
		r.attempt(gathering.CallOff{Plan: plan, Visit: visit, Reason: "It rains"})
	case 2:
		r.attempt(gathering.RecordSession{Session: gathering.Session{Kind: kind, Site: what.Site, About: what.About, Counts: []gathering.Count{{Persons: 4}}}, Plan: plan, Day: clock.NoDay})
	}
}

func (r *roving) visit(g *goer, s *programme.Step) {
	if r.chance(3, "planned") {
		r.plan(g, s, gathering.GoAndSee)
	}
	by := r.oneOf(g)
	if by.IsZero() || r.chance(4, "written down as a visit of many") {
		r.sessionOf(g, s, gathering.GoAndSee)
	}
	r.attempt(journey.Visit{Journey: g.journey, Step: s.ID, By: by, Place: r.toward(g), Words: journey.Words{Answers: r.filled(g, s)}, Day: clock.NoDay})
}

// choose has each adult answer, mostly the same; of children alone, and of separated ones, the authority decides.
func (r *roving) choose(g *goer, s *programme.Step) {
	if g.option == "" || !slices.Contains(s.Options, g.option) || r.chance(8, "they want something else") {
		g.option = s.Options[r.pick(len(s.Options), "option")]
		if r.quiet || g.option == programme.Stay && !r.chance(3, "they stay") {
			g.option = s.Options[0]
		}
	}
	where := r.about(g, s)
	if g.option == programme.Stay {
		where = id.ID{}
	}
	all := r.who(g)
	for _, p := range all {
		option := g.option
		if r.chance(16, "another answer") {
			option = s.Options[r.pick(len(s.Options), "other option")]
		}
		r.attempt(choice.Answer{Journey: g.journey, Step: s.ID, Person: p, Option: option, Place: where, Private: !r.chance(30, "in public"), Day: clock.NoDay})
	}
	r.ofChildren(g, s, where, len(all) == 0)
	if r.chance(6, "they want time") {
		r.attempt(choice.Wait{Journey: g.journey, Step: s.ID, Until: r.today() + clock.Day(r.pick(40, "until"))})
	}
}

// ofChildren has the child-protection authority decide.
func (r *roving) ofChildren(g *goer, s *programme.Step, where id.ID, alone bool) {
	c := choice.BestInterests{Journey: g.journey, Step: s.ID, Option: g.option, Place: where, Authority: "child protection",
		Words: choice.Words{Text: "an aunt lives there", Officer: "Mwamba"}, Day: r.today()}
	if r.chance(12, "the authority was not heard") {
		c.Authority = ""
	}
	if alone {
		r.attempt(c)
	}
	if g.nature() != programme.Household {
		return
	}
	for _, child := range r.audit.toDecideFor(r.audit.way(g.journey), nil) {
		c.Child = child
		r.attempt(c)
	}
}

func (r *roving) clear(g *goer, s *programme.Step) {
	if r.chance(4, "asked for") {
		r.attempt(clearance.Request{Journey: g.journey, Step: s.ID, Day: clock.NoDay})
	}
	c := clearance.State{Journey: g.journey, Step: s.ID, Fit: !r.chance(9, "not fit"), From: clock.NoDay, Until: clock.NoDay}
	if r.chance(5, "for some days") {
		c.Until = r.today() + clock.Day(r.pick(20, "days"))
	}
	if !s.Medical() {
		if c.Words.Answers = r.filled(g, s); !c.Fit {
			c.Words.Reason = r.word + " a debt"
		}
		if r.chance(4, "of one") {
			c.Person = r.oneOf(g)
		}
		r.attempt(c)
		return
	}
	for _, p := range r.audit.members(g.household) {
		if c.Person = p; r.chance(8, "by anybody") {
			r.attempt(c)
		}
		r.by(r.nurse, c)
	}
}

func (r *roving) place(g *goer, s *programme.Step) {
	switch {
	case s.Offers:
		r.attempt(hosting.OfferBeds{Journey: g.journey, Step: s.ID, Beds: r.pick(8, "beds") - r.pick(2, "fewer"), Day: clock.NoDay})
	case s.With != (programme.Offer{}):
		r.lodge(g, s)
	default:
		r.plot(g, s)
	}
}

// lodge places people with somebody who may receive them, and now and then ends it.
func (r *roving) lodge(g *goer, s *programme.Step) {
	r.attempt(hosting.Seek{Journey: g.journey, Is: hosting.Needs{StepFree: people.Answer(r.pick(3, "steps")), Wishes: []string{"zktown"}}, Day: clock.NoDay})
	for _, host := range r.goers {
		if host.of.ID == s.With.Pathway && host.of.Programme == g.of.Programme || r.chance(8, "no host") {
			r.withHost(g, host)
		}
	}
	if r.chance(5, "they move out") {
		r.attempt(hosting.End{Journey: g.journey, Day: clock.NoDay})
	}
	if r.chance(3, "they are reviewed") {
		r.attempt(hosting.Review{Journey: g.journey, Outcome: hosting.Outcomes()[r.pick(4, "outcome")], Until: r.audit.today + clock.Day(r.pick(20, "until")), Day: clock.NoDay})
	}
	if r.chance(6, "they are kept apart no more") {
		r.attempt(hosting.LiftApart{Journey: g.journey, Which: r.pick(2, "which"), Day: clock.NoDay})
	}
}

// withHost has a home offered, proposed and answered, mostly as it should be, and guests move in or on.
func (r *roving) withHost(g, host *goer) {
	guests, hosts := r.audit.grown(r.audit.members(g.household)), r.audit.grown(r.audit.members(host.household))
	if r.chance(3, "the home is described") {
		r.attempt(hosting.Describe{Journey: host.journey, Is: hosting.HomeIs{Town: "zktown", Households: 1 + r.pick(3, "households"), StepFree: people.Answer(r.pick(3, "home with steps"))}, Day: clock.NoDay})
	}
	if r.chance(9, "a pause") {
		r.attempt(hosting.Pause{Journey: host.journey, Until: r.audit.today + clock.Day(r.pick(9, "for how long")), Day: clock.NoDay})
	}
	if r.chance(12, "kept apart") {
		r.attempt(hosting.KeepApart{Journey: g.journey, Host: host.journey, Reason: r.word, Day: clock.NoDay})
	}
	if !r.chance(7, "nobody proposes") {
		r.attempt(hosting.Propose{Journey: g.journey, Host: host.journey, Day: clock.NoDay})
	}
	say := hosting.Say{Journey: g.journey, Host: host.journey, Yes: slices.Concat(guests, hosts), Day: clock.NoDay}
	if n := len(say.Yes); n > 0 && r.chance(6, "somebody says no") {
		say.No, say.Yes = say.Yes[n-1:], say.Yes[:n-1]
	}
	r.attempt(say)
	if !r.chance(7, "they do not meet") {
		r.attempt(hosting.Introduce{Journey: g.journey, Host: host.journey, Day: clock.NoDay})
	}
	if r.chance(9, "it is proposed no more") {
		r.attempt(hosting.Drop{Journey: g.journey, Host: host.journey, Day: clock.NoDay})
	}
	r.attempt(hosting.Place{Journey: g.journey, With: host.journey, Day: clock.NoDay})
	if len(hosts) > 0 && r.chance(2, "tonight") {
		r.attempt(hosting.Move{Journey: g.journey, With: host.journey, Agreed: guests[:len(guests)-min(len(guests), r.pick(2, "one is not asked"))], Received: hosts[0], Day: clock.NoDay})
	}
}

func (r *roving) plot(g *goer, s *programme.Step) {
	unit := 1 + r.pick(3, "unit")
	if len(s.Checks) > 0 && !r.chance(9, "nobody checks") {
		c := capacity.Check{Journey: g.journey, Step: s.ID, Place: g.goal, Unit: unit, Good: !r.chance(8, "something stands against it"), Names: r.heads(g.family), Checks: s.Checks}
		if !c.Good {
			c.Checks, c.Words.Text = s.Checks[:1], r.word+" lives there"
		}
		r.attempt(c)
	}
	if r.chance(2, "whichever is free") {
		unit = 0
	}
	r.attempt(capacity.Promise{Journey: g.journey, Step: s.ID, Place: r.toward(g), Unit: unit, Day: clock.NoDay})
	if r.chance(12, "it is given back") {
		r.attempt(capacity.Release{Journey: g.journey, Step: s.ID, Day: clock.NoDay})
	}
}

// give brings goods into the stock, lists somebody, and hands them out: mostly to who collects, and once more.
func (r *roving) give(g *goer, s *programme.Step) {
	for _, part := range s.Gives {
		r.attempt(supply.Receive{Place: r.site, Item: part.Name, Count: int64(1 + r.pick(40, "pieces")), Source: "a warehouse", Day: clock.NoDay})
	}
	list := supply.MakeList{Programme: g.of.Programme.ID, Step: s.ID, Place: r.site, Journeys: []id.ID{g.journey}, SkipHeld: r.chance(2, "skip"), Ahead: !r.chance(4, "only what lies there"), Day: clock.NoDay}
	for _, other := range r.goers {
		if other.of == g.of && other != g {
			list.Journeys = append(list.Journeys, other.journey)
		}
	}
	r.attempt(list)
	c := supply.HandOut{Journey: g.journey, Step: s.ID, Receipt: supply.Receipt{To: r.collector(g), Signed: r.word, Answers: r.filled(g, s)}, Day: clock.NoDay}
	if r.chance(5, "to somebody else") {
		c.Receipt.To = r.oneOf(g)
	}
	r.attempt(c)
	if r.chance(3, "once more") {
		r.attempt(c)
	}
	if r.chance(8, "counted") {
		r.attempt(supply.Count{Place: r.site, Item: s.Gives[0].Name, Lies: int64(r.pick(9, "lies")), Reason: "rats", Day: clock.NoDay})
		r.attempt(supply.Keep{Place: r.site, Item: s.Gives[0].Name})
		r.attempt(supply.Settle{Journey: g.journey, Step: s.ID, Reason: "a family of nine"})
	}
}

// collector is who collects for a goer; a household chooses somebody where it has not.
func (r *roving) collector(g *goer) id.ID {
	if g.nature() != programme.Household {
		return r.oneself(g)
	}
	h := r.audit.homes[g.household]
	if h == nil {
		return id.ID{}
	}
	if adults := r.who(g); h.collector.IsZero() && len(adults) > 0 {
		r.attempt(people.ChooseCollector{Household: g.household, Private: true, Collector: people.Collector{Person: adults[0], Alternate: adults[len(adults)-1]}})
	}
	return r.audit.homes[g.household].collector
}

// oneself is who collects what is not a household's: the person, or one of those who are of a committee.
func (r *roving) oneself(g *goer) id.ID {
	if g.nature() == programme.Person {
		return g.household
	}
	return r.oneOf(g)
}

func (r *roving) build(g *goer, s *programme.Step) {
	r.attempt(works.Report{Journey: g.journey, Step: s.ID, Day: clock.NoDay})
	if s.Inspected || r.chance(3, "looked at all the same") {
		c := works.Inspect{Journey: g.journey, Step: s.ID, Passed: !r.chance(6, "fails"), Seen: works.Seen{Answers: r.filled(g, s), Note: r.word + " seen"}, Day: clock.NoDay}
		if !c.Passed {
			c.Defects = []string{"corner_cracked"}
		}
		r.attempt(c)
	}
}

func (r *roving) check(g *goer, s *programme.Step) {
	if len(s.At) > 0 && r.chance(2, "when it is due") {
		r.days([]int{7, 31, 90}[r.pick(3, "days")])
	}
	r.tend(g, journey.FollowUp{Journey: g.journey, Step: s.ID, Words: journey.Words{Answers: r.filled(g, s)}, Day: clock.NoDay})
}

// decide has a decision taken: mostly by the role that the file names.
func (r *roving) decide(g *goer, s *programme.Step) {
	c := journey.DecideStep{Journey: g.journey, Step: s.ID, Yes: !r.chance(7, "no"), Reason: r.word + " spoken with", Answers: r.filled(g, s), Day: clock.NoDay}
	if len(s.Options) > 0 {
		c.Option = s.Options[r.pick(len(s.Options), "which")]
	}
	if s.Authority != "" && !r.chance(9, "no letter") {
		c.Source = "a letter"
	}
	var do desk.Command = c
	if g.nature() == programme.Thing && r.chance(2, "by who looks after it") {
		do = journey.Tend{Kind: g.kind(), Do: c}
	}
	if role := roleOf(s.Role); role != 0 && !r.chance(8, "another role") {
		r.by(r.as(role), do)
		return
	}
	r.attempt(do)
}

func (r *roving) close(g *goer, s *programme.Step) {
	c := journey.Close{Journey: g.journey, Step: s.ID, Reason: "finished", Agree: r.who(g), Guardian: r.chance(2, "the guardian agrees"),
		Words: journey.Words{Answers: r.filled(g, s)}, Day: clock.NoDay}
	if len(s.Reasons) > 0 {
		c.Reason = s.Reasons[r.pick(len(s.Reasons), "reason")]
	}
	if r.pick(3, "not yet") > 0 { // there is more to come
		return
	}
	r.tend(g, c)
}
