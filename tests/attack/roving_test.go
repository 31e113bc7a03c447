// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/journey"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"

	"pgregory.net/rapid"
)

// The same attack on any programme: whoever walks a pathway of it is driven by the verbs of its steps, for the names of no step are known here. What is drawn
// for a step is what people do who carry out its verb, in an order that may be right or wrong, and by somebody who may or may not; and the auditor, which read
// the file itself, holds each deed against the promises.

// roving is one random run over the pathways of some programmes in one compartment.
type roving struct {
	*sequence
	programmes []*programme.Programme
	goers      []*goer
	nurse      access.Actor     // who is let into the medical compartment
	word       string           // in every word and name that is written in this run, and in no other
	gathering  id.ID            // the meeting that was written down last
	quiet      bool             // nothing goes wrong for a while
	means      map[id.ID]string // by which each trip goes
	names      map[id.ID]string // of each household, and of no other
}

// chance is true once in n, unless it is quiet.
func (r *roving) chance(n int, what string) bool { return r.sequence.chance(n, what) && !r.quiet }

// goer is a subject on a way: a household, a person, a site, a committee, or whatever the programme calls it.
type goer struct {
	*family
	of      *programme.Pathway
	order   []*programme.Step // each after those on which it builds
	option  string            // what they want, at the last choice
	members []id.ID           // of what is neither household nor person
	place   id.ID             // where they are
}

// kind is what walks the way.
func (g *goer) kind() string { return g.of.For }

func (g *goer) nature() programme.Nature { return programme.NatureOf(g.of.For) }

// rove begins a run: a caseload of its own with its site and villages, the money of each grant, and subjects on the pathways of one compartment.
func rove(t *rapid.T, w *world, programmes []*programme.Programme, part access.Compartment) *roving {
	w.clock.Set(began)
	in := *w
	in.may = w.mayIn(access.Scope{Caseload: id.ID{1}, Compartment: part})
	s := &sequence{world: &in, t: t, scope: access.Scope{Caseload: id.New(), Compartment: part}, clocks: []*clock.Settable{w.clock}}
	r := &roving{sequence: s, programmes: programmes, word: "zk" + strings.ReplaceAll(id.New().String()[:8], "-", ""), nurse: w.lets(access.Medical), means: map[id.ID]string{}, names: map[id.ID]string{}}
	s.audit = newAuditor(w.desk, w.staff, s.scope)
	s.audit.tallies = true
	must(t, s.audit.pass(access.Commons))
	r.parted()
	s.ground()
	r.entrustAll()
	for _, p := range programmes {
		for _, way := range r.some(p, part) {
			for range 1 + s.pick(3, "how many")/2 {
				r.begin(way)
			}
		}
	}
	return r
}

// some draws two pathways of a programme at most, for a run that walks all of them gets nowhere; whoever is placed with others is there with those.
func (r *roving) some(p *programme.Programme, part access.Compartment) (ways []*programme.Pathway) {
	of := slices.DeleteFunc(slices.Clone(p.Pathways), func(w *programme.Pathway) bool { return w.Part != part })
	if len(of) == 0 {
		return nil
	}
	from := r.pick(len(of), "pathways")
	if r.chance(2, "the longest") {
		from = slices.IndexFunc(of, func(w *programme.Pathway) bool {
			return !slices.ContainsFunc(of, func(o *programme.Pathway) bool { return len(o.Steps) > len(w.Steps) })
		})
	}
	for i := range min(2, len(of)) {
		ways = append(ways, of[(from+i)%len(of)])
	}
	for _, w := range ways {
		for _, s := range w.Steps {
			if host := p.Pathway(s.With.Pathway); host != nil && !slices.Contains(ways, host) {
				ways = append(ways, host)
			}
		}
	}
	return ways
}

// lets is somebody of protection who is let into a compartment.
func (w *world) lets(compartment access.Compartment) access.Actor {
	by := w.as(access.ProtectionOfficer)
	g := access.NewGrant(access.ProtectionOfficer, id.ID{})
	g.Opens = access.SetOf(compartment)
	by.Grants = []access.Grant{g}
	return by
}

// mayIn says who may do what in a scope.
func (w *world) mayIn(scope access.Scope) map[access.Act][]access.Actor {
	may := map[access.Act][]access.Actor{}
	for _, act := range access.Acts() {
		for _, u := range w.users {
			where := scope
			if inCommons(act) {
				where = access.Commons
			}
			if access.May(u, act, where, clock.DayOf(began)) == nil {
				may[act] = append(may[act], u)
			}
		}
		if len(may[act]) == 0 {
			may[act] = w.users // nobody may: whoever tries is refused
		}
	}
	return may
}

// attempt has a command done by somebody who may, now and then by somebody who may not.
func (r *roving) attempt(c desk.Command) (desk.Receipt, bool) {
	able := r.may[c.Act()]
	by := able[r.pick(len(able), "by")]
	if r.chance(25, "wrong person") {
		by = r.users[r.pick(len(r.users), "anybody")]
	}
	return r.by(by, c)
}

// by has a command done by one person, in the part of the operation where it belongs.
func (r *roving) by(by access.Actor, c desk.Command) (desk.Receipt, bool) {
	scope := r.scope
	if inCommons(c.Act()) {
		scope = access.Commons
	}
	return r.send(sent{by: by, scope: scope, id: id.New(), command: c})
}

// entrustAll gives this office custody of plots and of the money of every grant.
func (r *roving) entrustAll() {
	manager := r.as(access.ProgrammeManager)
	for _, v := range r.villages {
		r.attemptBy(manager, capacity.GrantCustody{Place: v, Kind: "plot", From: 1, To: 3, Caseload: r.scope.Caseload})
	}
	for _, p := range r.programmes {
		for _, g := range p.Grants {
			r.attemptBy(manager, payment.Entrust{Programme: p.ID, Grant: g.ID})
		}
	}
}

func (r *roving) attemptBy(by access.Actor, c desk.Command) { r.by(by, c) }

// begin registers somebody or something, and lets them begin a way.
func (r *roving) begin(way *programme.Pathway) {
	g := &goer{of: way, order: inOrder(way), family: &family{goal: r.villages[r.pick(2, "goal")], own: r.chance(3, "own means")}, place: r.site}
	switch g.nature() {
	case programme.Household, programme.Person:
		g.household = r.registered(way)
	case programme.Place:
		g.household = r.site
	default:
		if !r.added(g) {
			return
		}
	}
	got, ok := r.tend(g, journey.Start{Programme: way.Programme.ID, Pathway: way.ID, Subject: g.household})
	if !ok {
		return
	}
	g.journey = got.IDs[0]
	r.goers = append(r.goers, g)
	if g.nature() == programme.Household {
		r.families = append(r.families, g.family)
	}
}

// registered registers a household and returns it, or one of its members where a person walks alone.
func (r *roving) registered(way *programme.Pathway) id.ID {
	c := people.Register{Arrived: clock.NoDay, Card: id.New().String(), Consent: r.word + " consents"}
	if r.scope.Compartment == access.General {
		c.Site = r.site
	}
	if !r.chance(9, "children alone") {
		c.Members = append(c.Members, r.soul([]int{35, 60, 18, 35}, people.Head))
		if r.chance(2, "spouse") {
			c.Members = append(c.Members, r.soul([]int{33, 33, 33, 33, 33, 33, 17, -1}, people.Spouse))
		}
	}
	for range r.pick(3, "children") {
		child := r.soul([]int{10, 1, 17, 5}, people.Child)
		child.Separated = r.chance(12, "separated")
		c.Members = append(c.Members, child)
	}
	if len(c.Members) == 0 {
		c.Members = append(c.Members, r.soul([]int{15, 12}, people.Child))
	}
	name := "zn" + id.New().String()[:8]
	for i := range c.Members {
		c.Members[i].Names = people.Names{Given: name, Family: r.word}
	}
	got := r.sure(r.as(registrar[r.scope.Compartment]), r.scope, c)
	r.names[got.IDs[0]] = name
	if programme.NatureOf(way.For) == programme.Person {
		return got.IDs[1]
	}
	return got.IDs[0]
}

// registrar is who registers people in a compartment.
var registrar = map[access.Compartment]access.Role{access.General: access.Caseworker, access.Protection: access.ProtectionOfficer, access.Detention: access.ProtectionOfficer}

// soul is a random member of an age, under a name of this run.
func (r *roving) soul(ages []int, relation people.Relation) people.Member {
	m := r.member(ages, relation)
	m.Names = people.Names{Given: r.word, Family: r.word}
	m.Sex = []people.Sex{people.Female, people.Female, people.Male, people.Male, people.SexUnknown}[r.pick(5, "sex")]
	return m
}

// added registers a committee, a project, or whatever else has a name, with some who are of it.
func (r *roving) added(g *goer) bool {
	is := subjects.Description{Name: "What is " + g.kind(), Place: r.site}
	for _, d := range g.of.Attributes {
		if !r.chance(4, "not said") {
			is.Attributes = append(is.Attributes, subjects.Attribute{Name: d.Name, Value: r.valueOf(d)})
		}
	}
	slices.SortFunc(is.Attributes, func(a, b subjects.Attribute) int { return strings.Compare(a.Name, b.Name) })
	got, ok := r.attempt(subjects.Add{Kind: g.kind(), Is: is, Day: clock.NoDay})
	if !ok {
		return false
	}
	g.household = got.IDs[0]
	for range r.pick(4, "who are of it") {
		c := subjects.Join{Subject: g.household, Kind: g.kind(), Sex: people.Female, BornYear: 1990, Names: people.Names{Given: r.word, Family: r.word}, Day: clock.NoDay}
		if of, ok := r.attempt(c); ok && len(of.IDs) > 0 {
			g.members = append(g.members, of.IDs[0])
		}
	}
	return true
}

// valueOf is a value that an attribute may have.
func (r *roving) valueOf(d programme.FieldDecl) string {
	if len(d.Options) > 0 {
		return d.Options[r.pick(len(d.Options), "which word")]
	}
	return map[programme.Type]string{programme.TypeBool: "yes", programme.TypeInt: []string{"3", "40"}[r.pick(2, "how many")], programme.TypeText: "north", programme.TypeDay: "2026-02-01"}[d.Type]
}

// inOrder sorts the steps of a way: each after those that it needs or asks about.
func inOrder(w *programme.Pathway) (order []*programme.Step) {
	var visit func(s *programme.Step)
	visit = func(s *programme.Step) {
		if s == nil || slices.Contains(order, s) {
			return
		}
		rests := append(slices.Clone(s.Needs), s.After, s.Answers)
		for _, c := range []*programme.Condition{s.When, s.Requires} {
			if c != nil {
				rests = append(rests, c.Names()...)
			}
		}
		for _, of := range rests {
			of, _, _ = strings.Cut(of, ".")
			if of != s.ID {
				visit(w.Step(of))
			}
		}
		order = append(order, s)
	}
	for _, s := range w.Steps {
		visit(s)
	}
	return order
}

// tend has a step of a way recorded: of what is neither household, person nor place now and then by those who look after such.
func (r *roving) tend(g *goer, c desk.Command) (desk.Receipt, bool) {
	if g.nature() == programme.Thing && !r.chance(4, "as a caseworker") {
		return r.attempt(journey.Tend{Kind: g.kind(), Do: c})
	}
	return r.attempt(c)
}

// who are those of a goer who answer for themselves.
func (r *roving) who(g *goer) []id.ID {
	if g.nature() == programme.Thing {
		return g.members
	}
	return r.audit.adults(g.household, r.today())
}

// oneOf is somebody of a goer; nobody where it has nobody.
func (r *roving) oneOf(g *goer) id.ID {
	all := g.members
	if g.nature() != programme.Thing {
		all = r.audit.members(g.household)
	}
	if len(all) == 0 || r.chance(20, "nobody") {
		return id.ID{}
	}
	return all[r.pick(len(all), "of them")]
}

// goer draws one of those who walk: mostly one who has far to go, so that somebody gets there.
func (r *roving) goer() *goer {
	if far := r.far(); len(far) > 0 && !r.chance(3, "another") {
		return far[r.pick(min(2, len(far)), "goer")]
	}
	return r.goers[r.pick(len(r.goers), "goer")]
}

// far are those on whose way somebody leaves, lives with others, or receives them.
func (r *roving) far() (far []*goer) {
	for _, g := range r.goers {
		if slices.ContainsFunc(g.of.Steps, func(s *programme.Step) bool {
			return s.Verb.Name == "move" || s.With != (programme.Offer{}) || s.Offers
		}) {
			far = append(far, g)
		}
	}
	slices.SortStableFunc(far, func(a, b *goer) int { return len(b.of.Steps) - len(a.of.Steps) })
	return far
}

// onward does the next deed of somebody's way, and begins anew where it ends.
func (r *roving) onward(g *goer) {
	r.deed(g, g.order[g.next%len(g.order)])
	if g.next++; g.next%len(g.order) == 0 {
		r.days([]int{1, 8, 31, 40, 95}[r.pick(5, "days go by")])
	}
}
