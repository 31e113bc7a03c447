// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/journey"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"

	"pgregory.net/rapid"
)

// sequence is one random run: a caseload of its own with its site, two villages, and an auditor.
type sequence struct {
	*world
	t        *rapid.T
	scope    access.Scope
	audit    *auditor
	site     id.ID
	villages []id.ID
	families []*family
	trips    []id.ID
	lists    []id.ID
	sent     []sent
	clocks   []*clock.Settable // of all offices: time passes at each

	stoppedAt time.Time // when the table at which somebody pays was stopped; zero where it was not
}

// family is a household that a sequence drives.
type family struct {
	household, journey, goal id.ID
	help                     id.ID // the journey beside it; zero while it is not begun
	own                      bool  // leaves by own means
	next                     int   // in script
	stay                     bool
}

// sent is a command that was sent, to be sent again.
type sent struct {
	by      access.Actor
	scope   access.Scope
	id      id.ID
	command desk.Command
	done    bool
}

func begin(t *rapid.T, w *world) *sequence {
	w.clock.Set(began)
	s := &sequence{world: w, t: t, scope: access.Scope{Caseload: id.New(), Compartment: access.General}, clocks: []*clock.Settable{w.clock}}
	s.audit = newAuditor(w.desk, w.staff, s.scope)
	must(t, s.audit.pass(access.Commons))
	s.unagreed()
	s.ground()
	s.entrusted(id.ID{}, 2)
	for range 1 + s.pick(3, "families") {
		s.register()
	}
	return s
}

// ground makes a site, and two villages with three plots each that are safe.
func (s *sequence) ground() {
	manager := s.as(access.ProgrammeManager)
	s.site = s.sure(manager, access.Commons, places.Add{Kind: places.Site, Name: "Site " + id.New().String()}).IDs[0]
	for range 2 {
		v := s.sure(manager, access.Commons, places.Add{Kind: places.Village, Name: "Village " + id.New().String()}).IDs[0]
		s.villages = append(s.villages, v)
		s.sure(manager, access.Commons, places.OfferRoom{Place: v, Room: places.Room{Kind: "plot", Units: 3}})
		s.declareSafe(v)
	}
}

// entrusted gives a node custody of the first plots of each village, and of the grant.
func (s *sequence) entrusted(node id.ID, plots int) {
	manager := s.as(access.ProgrammeManager)
	for _, v := range s.villages {
		s.sure(manager, access.Commons, capacity.GrantCustody{Place: v, Kind: "plot", From: 1, To: plots, Caseload: s.scope.Caseload, Node: node})
	}
	share := []int64{0, 0, 60_000}[s.pick(3, "share")]
	s.sure(manager, s.scope, payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika", Share: share})
}

// sure has a command done that must be.
func (s *sequence) sure(by access.Actor, scope access.Scope, c desk.Command) desk.Receipt {
	r, err := s.do(by, scope, id.New(), c)
	must(s.t, err)
	s.hear(scope)
	return r
}

// hear lets the auditor read on, and fails with what it found.
func (s *sequence) hear(scope access.Scope) int {
	n, err := s.audit.follow(scope)
	must(s.t, err)
	s.audit.nobodyIsLost()
	if found := s.audit.fails(); len(found) > 0 {
		s.t.Fatalf("broken: %s", found)
	}
	return n
}

// try has a command done by somebody who may, now and then by somebody who may not, and holds what came of it: a refusal says why and
// writes nothing; a receipt says how much it wrote.
func (s *sequence) try(c desk.Command) (desk.Receipt, bool) {
	able := s.may[c.Act()]
	by := able[s.pick(len(able), "by")]
	if s.chance(25, "wrong person") {
		by = s.users[s.pick(len(s.users), "anybody")]
	}
	scope := s.scope
	if inCommons(c.Act()) {
		scope = access.Commons
	}
	return s.send(sent{by: by, scope: scope, id: id.New(), command: c})
}

func (s *sequence) send(c sent) (desk.Receipt, bool) {
	coverage.add("commands")
	r, err := s.do(c.by, c.scope, c.id, c.command)
	s.t.Logf("%.4s %v %T %+v: %v", s.desk.Ring().Node().Node, s.today(), c.command, c.command, err)
	wrote := s.hear(c.scope)
	c.done = err == nil
	s.remember(c)
	switch {
	case err == nil && (r.Again && wrote != 0 || !r.Again && wrote != r.Facts):
		s.t.Fatalf("%T: the receipt says %d facts, again %v; %d were written", c.command, r.Facts, r.Again, wrote)
	case err == nil:
		coverage.add("commands done")
		return r, true
	case wrote != 0:
		s.t.Fatalf("%T was refused and wrote %d facts: %v", c.command, wrote, err)
	case !plain(err):
		s.t.Fatalf("%T: %v", c.command, err)
	}
	coverage.add("refused: " + fault.KeyOf(err))
	if s.audit.tallies {
		coverage.add(fmt.Sprintf("refusal of %T: %s", c.command, fault.KeyOf(err)))
	}
	return r, false
}

func (s *sequence) remember(c sent) {
	if len(s.sent) < 400 {
		s.sent = append(s.sent, c)
	}
}

// pick draws one of n, each as likely as the others: rapid's own ranges prefer small numbers, with which nobody gets far.
func (s *sequence) pick(n int, what string) int {
	h := rapid.Uint64().Draw(s.t, what)
	for i := range len(what) {
		h = (h ^ uint64(what[i])) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return int(h % uint64(n))
}

// chance is true once in n.
func (s *sequence) chance(n int, what string) bool { return s.pick(n, what) == n/2 }

func (s *sequence) today() clock.Day { return s.desk.Today() }

func (s *sequence) minutes(n int) {
	for _, c := range s.clocks {
		c.Set(c.Now().Add(time.Duration(n) * time.Minute))
	}
}

func (s *sequence) days(n int) {
	for _, c := range s.clocks {
		c.Set(c.Now().AddDate(0, 0, n))
	}
}

// declareSafe has protection hear two sources and decide.
func (s *sequence) declareSafe(v id.ID) {
	for _, source := range []string{"health_post", "teachers_of_the_twa"} { // others may have said today that it is not safe
		s.sure(s.as(access.ProtectionOfficer), access.Commons, places.ReportSafety{Place: v, Report: places.Report{Source: source,
			Kind: "community", Day: s.today(), Safe: true, Women: true, Minority: true}})
	}
	s.sure(s.as(access.ProtectionOfficer), access.Commons, places.DecideSafety{Place: v, Safe: true, Reason: "heard and seen",
		Contrary: "the bridge is mended"})
}

// safeLately reports whether protection's last word on a village is that it is safe, and holds.
func (s *sequence) safeLately(v id.ID) bool {
	all := s.audit.village(v).safety
	last := len(all) - 1
	return last >= 0 && all[last].safe && s.today()-all[last].day <= safetyHolds
}

// member is a random member of an age.
func (s *sequence) member(ages []int, relation people.Relation) people.Member {
	age := ages[s.pick(len(ages), "age")]
	m := people.Member{Names: people.Names{Given: "Neema"}, Relation: relation, Sex: people.Female}
	if age >= 0 {
		y, month, day := s.today().Date()
		born := people.Born{Day: clock.Date(y-age, month, day), Precision: people.BirthDay}
		if s.chance(3, "year only") {
			born = people.Born{Day: clock.Date(y-age, 1, 1), Precision: people.BirthYear}
		}
		m.Born = born
	}
	return m
}

// register registers a random household and lets it begin.
func (s *sequence) register() {
	c := people.Register{Site: s.site, Arrived: clock.NoDay, Card: id.New().String()}
	if !s.chance(8, "children alone") {
		c.Members = append(c.Members, s.member([]int{35, 60, 18}, people.Head))
		if s.chance(2, "spouse") {
			c.Members = append(c.Members, s.member([]int{33, 33, 33, 17, -1}, people.Spouse))
		}
	}
	for range 1 + s.pick(2, "children") {
		child := s.member([]int{10, 1, 17, 5}, people.Child)
		child.Separated = s.chance(12, "separated")
		c.Members = append(c.Members, child)
	}
	r := s.sure(s.as(access.Caseworker), s.scope, c)
	f := &family{household: r.IDs[0], goal: s.villages[s.pick(2, "goal")], own: s.chance(3, "own means")}
	way := journey.Start{Programme: tanganyika, Pathway: "solution", Subject: f.household}
	if s.chance(5, "with a permit") {
		way.Programme, way.Pathway = helping, away
	}
	f.journey = s.sure(s.as(access.Caseworker), s.scope, way).IDs[0]
	s.families = append(s.families, f)
}

func (s *sequence) family() *family { return s.families[s.pick(len(s.families), "family")] }

// someone returns a member of a family by the facts; now and then anybody.
func (s *sequence) someone(f *family) id.ID {
	all := s.audit.members(f.household)
	if len(all) == 0 || s.chance(30, "a stranger") {
		return id.New()
	}
	return all[s.pick(len(all), "who")]
}

// village is mostly where a family wants to go.
func (s *sequence) village(f *family) id.ID {
	if s.chance(8, "the other village") {
		return s.villages[s.pick(2, "village")]
	}
	return f.goal
}

// tripTo returns a trip to a village that has not left; it plans one where there is none.
func (s *sequence) tripTo(v id.ID) (id.ID, bool) {
	for _, of := range s.trips {
		if t := s.audit.trips[of]; t != nil && !t.over && t.to == v {
			return of, true
		}
	}
	return s.planTrip(v)
}

// burst has several commands done at once by people who do not wait for each other.
func (s *sequence) burst(commands ...desk.Command) {
	var group sync.WaitGroup
	s.t.Logf("%v at once: %+v", s.today(), commands)
	for _, c := range commands {
		able := s.may[c.Act()]
		by := able[s.pick(len(able), "by")]
		group.Go(func() {
			if _, err := s.do(by, s.scope, id.New(), c); err == nil {
				coverage.add("commands done at once")
			} else if !plain(err) {
				coverage.add("faults of the program")
			}
		})
	}
	group.Wait()
	s.hear(s.scope)
}

// heads of a household: those whom the paper of a plot must name.
func (s *sequence) heads(f *family) []id.ID {
	if len(s.audit.adults(f.household, s.today())) == 0 {
		return s.audit.members(f.household)
	}
	return slices.DeleteFunc(s.audit.members(f.household), func(p id.ID) bool {
		return !slices.ContainsFunc(s.audit.standing(s.audit.persons[p]), func(m membership) bool {
			return m.relation == string(people.Head) || m.relation == string(people.Spouse)
		})
	})
}

// stay is the answer that is always open.
const stay = programme.Stay

func (f *family) String() string { return fmt.Sprintf("family at %d", f.next) }
