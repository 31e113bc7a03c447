// SPDX-License-Identifier: Apache-2.0

package hosting_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"safar/desk"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// model is what must be true of a town, told from the commands that were done, without any of the product's own rules.
type model struct {
	*town
	t       *rapid.T
	hosts   []*modelHost
	guests  []*modelGuests
	answers map[[3]int]bool // guests, host, and which adult: who said yes last, true; who said no, false
	met     map[[2]int]bool // since it was proposed last
	apart   map[[2]int]bool
}

type modelHost struct {
	home
	beds, households int
	cleared          bool
	until            clock.Day // of the clearing
	paused           clock.Day
}

type modelGuests struct {
	home
	people int
	adults int // the first of its persons
	with   int // the host they live with; -1 for none
	told   int // the host that they were told of last, unless that has ended; -1 for none
}

// Whatever is proposed, answered, paused, withdrawn and moved, by whoever in whatever order: nobody lives where somebody said no, unasked or unmet, with a host who may not receive or pauses, in a bed that another has, or with
// whom they are kept apart from; and nobody lives in two homes or, moving, in none.
func TestNobodyLivesWhereTheyDidNotAgree(t *testing.T) {
	w := newTown(t)
	rapid.Check(t, func(t *rapid.T) {
		m := &model{town: w, t: t, answers: map[[3]int]bool{}, met: map[[2]int]bool{}, apart: map[[2]int]bool{}}
		for i := range 2 { // whose beds are too few for all
			m.hosts = append(m.hosts, &modelHost{home: w.host(3, 1+i, woman("Amina"), man("Bilal")), beds: 3, households: 1 + i, cleared: true, until: w.Desk.Today() + 100, paused: clock.NoDay})
		}
		m.guests = append(m.guests, &modelGuests{w.guests(woman("Selam"), man("Tesfa")), 2, 2, -1, -1}, &modelGuests{w.guests(woman("Hana"), girl("Sara")), 2, 1, -1, -1}, &modelGuests{w.guests(man("Yusuf")), 1, 1, -1, -1})
		t.Repeat(map[string]func(*rapid.T){
			"agree": func(*rapid.T) { m.agreeAll() }, "agree and move in": func(*rapid.T) { m.agreeAll(); m.moveIn() }, "propose": func(*rapid.T) { m.propose() }, "say": func(*rapid.T) { m.say() }, "say it all": func(*rapid.T) { m.sayAll() }, "meet": func(*rapid.T) { m.meet() }, "move in": func(*rapid.T) { m.moveIn() },
			"move on": func(*rapid.T) { m.moveOn() }, "drop": func(*rapid.T) { m.drop() }, "move out": func(*rapid.T) { m.moveOut() }, "pause": func(*rapid.T) { m.pause() }, "keep apart": func(*rapid.T) { m.keepApart() }, "clear": func(*rapid.T) { m.clear() },
			"offer": func(*rapid.T) { m.offer() }, "a day goes by": func(*rapid.T) { w.Days(1) },
		})
	})
}

func (m *model) pick(n int, what string) int { return rapid.IntRange(0, n-1).Draw(m.t, what) }

func (m *model) pair() (g, h int) {
	return m.pick(len(m.guests), "guests"), m.pick(len(m.hosts), "host")
}

// does carries a command out, and reports whether it was done.
func (m *model) does(c desk.Command) bool {
	_, err := m.Desk.Do(m.Context(), m.officer, m.Scope, id.New(), c)
	return err == nil
}

// adults are the adults of a pair, the guests first.
func (m *model) adults(g, h int) []id.ID {
	return slices.Concat(m.guests[g].persons[:m.guests[g].adults], m.hosts[h].persons)
}

func (m *model) propose() { m.proposeTo(m.pair()) }

func (m *model) proposeTo(g, h int) {
	if m.does(hosting.Propose{Journey: m.guests[g].way, Host: m.hosts[h].way}) {
		m.met[[2]int{g, h}] = false
		if m.refused(g, h) || m.guests[g].with >= 0 {
			m.t.Fatalf("guests %d are proposed host %d: refused, or with a home", g, h)
		}
		if told := m.guests[g].told; told >= 0 && told != h && !m.refused(g, told) {
			m.t.Fatalf("guests %d are proposed host %d, and host %d as well", g, h, told)
		}
		m.guests[g].told = h
	}
}

func (m *model) say() {
	g, h := m.pair()
	who, yes := m.pick(len(m.adults(g, h)), "who"), rapid.Bool().Draw(m.t, "yes")
	c := hosting.Say{Journey: m.guests[g].way, Host: m.hosts[h].way}
	if by := m.adults(g, h)[who : who+1]; yes {
		c.Yes = by
	} else {
		c.No = by
	}
	if m.does(c) {
		m.answers[[3]int{g, h, who}] = yes
	}
}

func (m *model) sayAll() { m.sayAllOf(m.pair()) }

func (m *model) sayAllOf(g, h int) {
	if m.does(hosting.Say{Journey: m.guests[g].way, Host: m.hosts[h].way, Yes: m.adults(g, h)}) {
		for who := range m.adults(g, h) {
			m.answers[[3]int{g, h, who}] = true
		}
	}
}

// agreeAll has guests and a host agree and meet, as far as they may.
func (m *model) agreeAll() {
	g, h := m.pair()
	m.proposeTo(g, h)
	m.sayAllOf(g, h)
	m.meetAt(g, h)
}

func (m *model) meet() { m.meetAt(m.pair()) }

func (m *model) meetAt(g, h int) {
	if m.does(hosting.Introduce{Journey: m.guests[g].way, Host: m.hosts[h].way}) {
		m.met[[2]int{g, h}] = true
	}
}

func (m *model) moveIn() {
	g, h := m.pair()
	if !m.does(m.place(m.guests[g].home, m.hosts[h].home)) {
		return
	}
	if m.guests[g].with >= 0 || m.guests[g].told != h || !m.met[[2]int{g, h}] || !m.allYes(g, h, len(m.adults(g, h))) {
		m.t.Fatalf("guests %d moved in with host %d: %v, %v", g, h, m.answers, m.met)
	}
	m.movedTo(g, h)
}

func (m *model) moveOn() {
	g, h := m.pair()
	asked := m.pick(m.guests[g].adults+1, "asked")
	if !m.does(hosting.Move{Journey: m.guests[g].way, With: m.hosts[h].way, Agreed: m.guests[g].persons[:asked], Received: m.hosts[h].persons[0]}) {
		return
	}
	if m.guests[g].with < 0 || m.guests[g].with == h || asked < m.guests[g].adults {
		m.t.Fatalf("guests %d moved on to host %d, %d asked", g, h, asked)
	}
	for who := range asked {
		m.answers[[3]int{g, h, who}] = true
	}
	m.answers[[3]int{g, h, m.guests[g].adults}] = true // the first of the hosts
	if !m.proposed(g, h) {
		m.met[[2]int{g, h}] = false
	}
	m.movedTo(g, h)
}

// proposed reports whether a home stands proposed, as the guests' page says.
func (m *model) proposed(g, h int) bool { return m.homeOfPair(g, h).Proposed }

func (m *model) homeOfPair(g, h int) (row hosting.HomeRow) {
	for _, row = range officetest.Ask(m.Office, m.officer, hosting.GuestFileOf(m.Scope, m.guests[g].way)).Homes {
		if row.Host == m.hosts[h].way {
			return row
		}
	}
	return hosting.HomeRow{}
}

// movedTo holds what is so of every move, whichever way: the host may receive, there is room, nobody said no, and they are not kept apart.
func (m *model) movedTo(g, h int) {
	host, today := m.hosts[h], m.Desk.Today()
	beds, households := 0, 0
	for other, of := range m.guests {
		if of.with == h && other != g {
			beds, households = beds+of.people, households+1
		}
	}
	switch {
	case !host.cleared || today > host.until:
		m.t.Fatalf("host %d is not cleared", h)
	case host.paused.Known() && host.paused >= today:
		m.t.Fatalf("host %d pauses", h)
	case beds+m.guests[g].people > host.beds || households+1 > host.households:
		m.t.Fatalf("host %d holds %d people of %d households, and has %d beds", h, beds+m.guests[g].people, households+1, host.beds)
	case m.refused(g, h) || m.apart[[2]int{g, h}]:
		m.t.Fatalf("guests %d live with host %d, against a no or a reason that is sealed", g, h)
	}
	m.guests[g].with, m.guests[g].told = h, h
	m.check()
}

func (m *model) refused(g, h int) bool {
	for who := range m.adults(g, h) {
		if yes, said := m.answers[[3]int{g, h, who}]; said && !yes {
			return true
		}
	}
	return false
}

func (m *model) allYes(g, h, n int) bool {
	for who := range n {
		if !m.answers[[3]int{g, h, who}] {
			return false
		}
	}
	return true
}

func (m *model) moveOut() {
	g := m.pick(len(m.guests), "guests")
	if m.does(hosting.End{Journey: m.guests[g].way}) != (m.guests[g].with >= 0) {
		m.t.Fatalf("guests %d move out of %d", g, m.guests[g].with)
	}
	if m.guests[g].with >= 0 {
		m.guests[g].with, m.guests[g].told = -1, -1
	}
	m.check()
}

func (m *model) drop() {
	g, h := m.pair()
	if m.does(hosting.Drop{Journey: m.guests[g].way, Host: m.hosts[h].way}) && m.guests[g].told == h {
		m.guests[g].told = -1
	}
}

func (m *model) pause() {
	h, until := m.pick(len(m.hosts), "host"), m.Desk.Today()+clock.Day(m.pick(4, "days"))
	if rapid.Bool().Draw(m.t, "ends") {
		until = clock.NoDay
	}
	if m.does(hosting.Pause{Journey: m.hosts[h].way, Until: until}) {
		m.hosts[h].paused = until
	}
}

func (m *model) keepApart() {
	g, h := m.pair()
	if m.apart[[2]int{g, h}] {
		return
	}
	m.apart[[2]int{g, h}] = m.does(hosting.KeepApart{Journey: m.guests[g].way, Host: m.hosts[h].way, Reason: "sealed"})
}

func (m *model) clear() {
	h, yes := m.pick(len(m.hosts), "host"), rapid.Bool().Draw(m.t, "cleared")
	if m.does(journey.DecideStep{Journey: m.hosts[h].way, Step: "cleared", Yes: yes, Reason: "looked into"}) {
		m.hosts[h].cleared, m.hosts[h].until = yes, m.Desk.Today()+100
	}
}

func (m *model) offer() {
	h, beds := m.pick(len(m.hosts), "host"), m.pick(5, "beds")
	if m.does(hosting.OfferBeds{Journey: m.hosts[h].way, Step: "beds", Beds: beds}) {
		m.hosts[h].beds = beds
	}
}

// check holds what pages say against the model: with whom guests live, and that whoever lives with a host who may not receive is to be reviewed.
func (m *model) check() {
	for g, of := range m.guests {
		with := officetest.Ask(m.Office, m.officer, hosting.GuestFileOf(m.Scope, of.way)).With
		if len(with) != min(1, of.with+1) || of.with >= 0 && with[0].Host != m.hosts[of.with].way {
			m.t.Fatalf("guests %d live with %+v, not with %d", g, with, of.with)
		}
	}
}
