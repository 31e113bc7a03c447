// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"

	"github.com/fxamacker/cbor/v2"
)

// auditor reads the journal, fact by fact, and holds each deed against the promises. It uses no code of the field packages.
type auditor struct {
	desk  *desk.Desk
	staff map[id.ID]access.Actor
	scope access.Scope
	node  id.ID
	read  map[journal.FeedID]uint64 // how far

	facts    []*journal.Fact // of the sequence, as they came
	heard    bool            // another office wrote some of it
	tallies  bool            // what was done is counted by the step and the kind of its fact
	again    bool            // facts are read again, to know what they say: what came from elsewhere was judged there
	today    clock.Day       // by the wall clock of the fact that is read
	fact     *journal.Fact
	replaced map[journal.Ref]bool
	outdated map[journal.Ref]bool // of what was said of separated children: a registration says more than that
	persons  map[id.ID]*person
	homes    map[id.ID]*home
	things   map[id.ID]map[id.ID]*person // who is of what is neither household nor person
	ways     map[id.ID]*way
	villages map[id.ID]*village
	trips    map[id.ID]*trip
	road     map[id.ID]seat // who left and was not said to have arrived or turned back, whatever became of their household
	lists    map[id.ID]*list
	cash     map[id.ID][]cashSaid   // what was said of cash sites
	sheets   map[id.ID]*signedSheet // on which cash was signed for
	signed   signedSaid             // what was signed for last
	holds    map[[2]string]hold
	checks   map[checkOf]bool       // whether the last finding, made for anybody, was good
	stops    map[[2]string]bool     // payments that a person stopped, and nobody lifted the stop
	released map[[2]string]bool     // payments whose hold somebody resolved
	letGo    map[[2]string]id.ID    // who let a suspected double go
	lots     map[lot]int64          // pieces that lie in each stock
	pairs    map[[2]id.ID]*saidPair // guests and hosts who were proposed to each other
	pacts    []pact                 // what was agreed with other organisations
	trusts   []trust
	breaches []string
}

func newAuditor(d *desk.Desk, staff map[id.ID]access.Actor, scope access.Scope) *auditor {
	a := &auditor{desk: d, staff: staff, scope: scope, node: d.Ring().Node().Node, read: map[journal.FeedID]uint64{}}
	a.forget()
	return a
}

// forget forgets what was read.
func (a *auditor) forget() {
	a.outdated, a.things = map[journal.Ref]bool{}, map[id.ID]map[id.ID]*person{}
	a.replaced, a.persons, a.homes, a.ways = map[journal.Ref]bool{}, map[id.ID]*person{}, map[id.ID]*home{}, map[id.ID]*way{}
	a.villages, a.trips, a.lists, a.holds = map[id.ID]*village{}, map[id.ID]*trip{}, map[id.ID]*list{}, map[[2]string]hold{}
	a.trusts, a.stops, a.released, a.road = nil, map[[2]string]bool{}, map[[2]string]bool{}, map[id.ID]seat{}
	a.letGo = map[[2]string]id.ID{}
	a.checks, a.lots, a.pacts, a.pairs = map[checkOf]bool{}, map[lot]int64{}, nil, map[[2]id.ID]*saidPair{}
	a.cash, a.sheets, a.signed = map[id.ID][]cashSaid{}, map[id.ID]*signedSheet{}, signedSaid{}
}

// count counts what happened, once: where it was written.
func (a *auditor) count(what string) {
	if !a.again {
		coverage.add(what)
	}
}

// breach notes a broken promise.
func (a *auditor) breach(format string, args ...any) {
	a.breaches = append(a.breaches, fmt.Sprintf("%s: ", a.fact.Kind)+fmt.Sprintf(format, args...))
}

// follow reads what came since it last read, and returns how many facts that was. What this node wrote is held against the promises, as
// this node knew things then; what came from another was judged there, and is read in its place among the rest.
func (a *auditor) follow(scope access.Scope) (n int, err error) {
	own, late := journal.NewFeed(a.desk.Ring().Node(), scope).ID(), false
	err = a.desk.Store().Read(context.Background(), func(db store.Tx) error {
		feeds, err := journal.Feeds(context.Background(), db, scope)
		if err != nil {
			return err
		}
		for _, f := range feeds {
			from := a.read[f.Head.Feed]
			a.read[f.Head.Feed] = f.Head.Seq
			n += int(f.Head.Seq - from)
			err := journal.Each(context.Background(), db, scope, f.Head.Feed, from, f.Head.Seq, func(s *journal.Sealed) error {
				e, err := s.Open()
				if err != nil {
					return err
				}
				fact, err := journal.Unseal(a.desk.Ring(), scope, s, e)
				if err != nil {
					return err
				}
				a.facts = append(a.facts, fact)
				if fact.Feed == own && !late {
					a.take(fact)
				}
				late = late || fact.Feed != own
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if late {
		a.heard = true
		a.readAgain()
	}
	return n, err
}

// readAgain reads all facts in their order, to know what they say together.
func (a *auditor) readAgain() {
	slices.SortFunc(a.facts, func(x, y *journal.Fact) int { return x.Place().Compare(y.Place()) })
	a.forget()
	a.again = true
	for _, f := range a.facts {
		a.take(f)
	}
	a.again, a.breaches = false, nil
}

// pass takes what is written as read: facts of before the auditor came.
func (a *auditor) pass(scope access.Scope) error {
	return a.desk.Store().Read(context.Background(), func(db store.Tx) error {
		feeds, err := journal.Feeds(context.Background(), db, scope)
		for _, f := range feeds {
			a.read[f.Head.Feed] = f.Head.Seq
		}
		return err
	})
}

// take reads one fact, holds it against the promises, and notes it.
func (a *auditor) take(f *journal.Fact) {
	a.fact, a.today = f, clock.DayOf(time.UnixMilli(f.Wall).UTC())
	if read := readers[f.Kind]; read != nil {
		read(a)
	}
	a.tally()
	for field, refs := range f.Supersedes {
		for _, r := range refs {
			a.replaced[r] = a.replaced[r] || field != separatedField
		}
	}
}

// tally counts a fact by its kind, and by the step of which programme it is.
func (a *auditor) tally() {
	if !a.tallies {
		return
	}
	coverage.add("fact: " + a.fact.Kind)
	if w := a.ways[a.fact.Story]; w != nil && w.path != nil {
		var r struct {
			Step string `cbor:"1,keyasint"`
		}
		if cbor.Unmarshal(a.fact.Residue, &r) == nil && w.path.step(r.Step) != nil {
			coverage.add("step of " + w.path.book.id + ": " + w.path.id + "." + r.Step)
		}
	}
}

// into decodes the residue of the fact at hand.
func into[T any](a *auditor) T {
	var v T
	if err := cbor.Unmarshal(a.fact.Residue, &v); err != nil {
		a.breach("residue: %v", err)
	}
	return v
}

// personal decodes the person part of the fact at hand.
func personal[T any](a *auditor) T {
	var v T
	if err := cbor.Unmarshal(a.fact.Person, &v); err != nil {
		a.breach("person part: %v", err)
	}
	return v
}

// person is somebody, as facts tell.
type person struct {
	nth    int   // in the order of facts
	sex    uint8 // 1 for a woman or girl, 2 for a man or boy, as they answered
	homes  []membership
	year   int16
	born   clock.Day
	added  clock.Day // to a household that was registered already; 0 for others
	dead   bool
	mother id.ID      // of a newborn: to whom they were born
	double []doubleOf // of whom it was said that they are this one

	separated []saidSeparated
}

// doubleOf says of which record one is the double, until that is taken back.
type doubleOf struct {
	ref  journal.Ref
	kept id.ID
}

type membership struct {
	ref      journal.Ref
	home     id.ID
	relation string
}

type home struct {
	collector, alternate id.ID
	chosenBy             id.ID // who wrote the choice down
	collectors           []journal.Ref
}

// belongs reports whether somebody lives and counts among a household.
func (a *auditor) belongs(p *person, h id.ID) bool {
	there := func(m membership) bool { return m.home == h }
	return !p.dead && a.into(p).IsZero() && (p == a.persons[h] || slices.ContainsFunc(a.standing(p), there))
}

func (a *auditor) standing(p *person) []membership {
	return slices.DeleteFunc(slices.Clone(p.homes), func(m membership) bool { return a.replaced[m.ref] })
}

// age returns completed years, -1 where nobody knows.
func (p *person) age(on clock.Day) int {
	born := p.born
	if born == clock.NoDay {
		if p.year == 0 {
			return -1
		}
		born = clock.Date(int(p.year), 1, 1)
	}
	b, d := born.Time(), on.Time()
	years := d.Year() - b.Year()
	if d.Month() < b.Month() || d.Month() == b.Month() && d.Day() < b.Day() {
		years--
	}
	return max(years, 0)
}

// members returns the living members of a household, in the order in which they were registered; of a person who walks alone, that person.
func (a *auditor) members(h id.ID) []id.ID {
	var all []id.ID
	for of, p := range a.persons {
		if a.belongs(p, h) {
			all = append(all, of)
		}
	}
	slices.SortFunc(all, func(x, y id.ID) int { return a.persons[x].nth - a.persons[y].nth })
	return all
}

// adults returns those of a household who answer in their own right: adults, and those whose age nobody knows.
func (a *auditor) adults(h id.ID, on clock.Day) []id.ID {
	return slices.DeleteFunc(a.members(h), func(p id.ID) bool { age := a.persons[p].age(on); return age >= 0 && age < 18 })
}

// way is a journey, as facts tell.
type way struct {
	id, subject id.ID
	path        *path // what its programme says; nil where nobody handed it to the auditor
	opened      clock.Day
	did         map[string]int    // how often something was done on a step
	decided     map[string]string // what was decided last on a step: no, yes, or which of several
	decidedOn   map[string]clock.Day
	roomOf      map[room]string // the step at which a room was promised
	beds        map[string]int  // that are offered at a step
	hosted      []hosted        // with whom they live
	movedOn     id.ID           // the command by which they last left somebody with whom they lived
	paused      clock.Day       // of a host: until when it receives nobody
	accepted    map[string]bool // steps at which a referral was accepted
	ended       bool            // by the word that it has ended
	told        []telling
	answers     []answer
	decisions   []answer                 // in the best interests of children alone
	decidedFor  []answer                 // and of one child each
	checks      map[checkOf]bool         // whether the last finding, made for them, was good
	takenBack   []answer                 // words that took an answer back
	rooms       []room                   // more than one where two offices promised one each
	aboard      map[id.ID]map[id.ID]bool // of each person the trips on which they are said to have boarded; true where they left with it
	sat         []sitting                // what was written of where they sit, in order
	willing     map[id.ID]willing
	word        map[id.ID]bool // adults who said that the household travels apart
	whole       seat           // of the household as one: who is born into it rides with it
	seats       map[id.ID]seat // of those who have one of their own
	there       map[id.ID]bool // who was said to have arrived, and by whom it was not taken back
	left        bool
	asOne       map[id.ID]bool // who left with the household as one; who came to it since follows on a seat of their own
	followed    map[id.ID]bool // who came to it since, and left after it
	money       map[string]*money
	works       map[string]*milestone
	goods       map[string]*portion
	papers      []paper // permits, in order
	consents    []consent
	paidBy      map[id.ID]bool // who had a hand in its money
	inspectedBy map[id.ID]bool
	help        []aboutHelp // requests for help to build and what was decided, in order
}

type telling struct {
	step  string
	place id.ID
	day   clock.Day
	heard []id.ID
}

type answer struct {
	step     string
	ref      journal.Ref
	by       id.ID
	option   string
	place    id.ID
	day      clock.Day
	guardian string // who stands in for children alone, beside which authority

	authority string // the child-protection authority that decided for children alone
}

// checkOf is one check of one plot.
type checkOf struct {
	check string
	place id.ID
	unit  int
}

type room struct {
	place id.ID
	unit  int
}

type willing struct {
	day clock.Day
	yes bool
}

type seat struct {
	trip  id.ID
	load  int
	state string // loaded, boarded, departed, arrived; "" off
}

func (a *auditor) way(of id.ID) *way {
	if a.ways[of] == nil {
		a.ways[of] = &way{id: of, did: map[string]int{}, decided: map[string]string{}, decidedOn: map[string]clock.Day{}, roomOf: map[room]string{}, beds: map[string]int{},
			accepted: map[string]bool{}, checks: map[checkOf]bool{}, willing: map[id.ID]willing{}, word: map[id.ID]bool{},
			seats: map[id.ID]seat{}, money: map[string]*money{}, works: map[string]*milestone{}, goods: map[string]*portion{}, paidBy: map[id.ID]bool{},
			inspectedBy: map[id.ID]bool{}, aboard: map[id.ID]map[id.ID]bool{}, there: map[id.ID]bool{}, asOne: map[id.ID]bool{}, followed: map[id.ID]bool{}}
	}
	return a.ways[of]
}

// undo is what a changed mind brings with it: the plot is free, what was not paid stops, nobody is on a load.
func (w *way) undo() {
	if !w.left {
		w.rooms, w.hosted = nil, nil
	}
	for _, m := range w.money {
		if m.owing() {
			m.state, m.lists = "stopped", nil
		}
	}
	for p, trips := range w.aboard { // who boarded gets off, and who has left has left
		if !gone(w.seat(p).state) {
			maps.DeleteFunc(trips, func(_ id.ID, left bool) bool { return !left })
		}
	}
	w.unseat("loaded", "boarded")
	w.sat = append(w.sat, sitting{state: "free"})
}

// undoOf is undo for the mind of one person: of somebody who came to a household after it had left it frees the seats alone.
func (w *way) undoOf(p id.ID) {
	if len(w.asOne) == 0 || w.asOne[p] || gone(w.seat(p).state) {
		w.undo()
		return
	}
	money, rooms, hosted := w.money, w.rooms, w.hosted
	w.money, w.rooms, w.hosted = nil, nil, nil
	w.undo()
	w.money, w.rooms, w.hosted = money, rooms, hosted
}

// seat is where somebody of the household sits: who was taken off one of two loads sits on the other.
func (w *way) seat(p id.ID) seat {
	at, has := w.seats[p]
	if !has {
		at = w.whole
	}
	if !has && gone(at.state) && len(w.asOne) > 0 && !w.asOne[p] {
		at = seat{}
	}
	if at.state == "" {
		for _, s := range w.holds(p) {
			return seat{s.trip, s.load, s.state}
		}
	}
	return at
}

// unseat takes everyone off the loads who is there in one of some states.
func (w *way) unseat(states ...string) {
	if slices.Contains(states, w.whole.state) {
		w.whole = seat{}
	}
	for p, s := range w.seats {
		if slices.Contains(states, s.state) {
			w.seats[p] = seat{}
		}
	}
}

// plot is the room promised last.
func (w *way) plot() (room, bool) {
	if len(w.rooms) == 0 {
		return room{}, false
	}
	return w.rooms[len(w.rooms)-1], true
}

// free frees one room.
func (w *way) free(r room) {
	w.rooms = slices.DeleteFunc(w.rooms, func(held room) bool { return held == r })
}

// anySeat returns the states in which people of the household sit somewhere.
func (w *way) anySeat() []seat {
	return append(slices.Collect(maps.Values(w.seats)), w.whole)
}

// village is a place, as facts tell.
type village struct {
	units   int
	reports []report
	safety  []decision
	custody []grant
}

type report struct {
	source                string
	day                   clock.Day
	safe, women, minority bool
}

type decision struct {
	ref          journal.Ref
	group, route string
	safe         bool
	day          clock.Day
}

type grant struct {
	ref            journal.Ref
	saw            []journal.Ref
	node, caseload id.ID
	from, to       int
}

// holders returns the grants of a unit that nobody who saw them has replaced.
func (v *village) holders(unit int) []grant {
	covers := func(g grant) bool { return g.from <= unit && unit <= g.to }
	return slices.DeleteFunc(slices.Clone(v.custody), func(g grant) bool {
		return !covers(g) || slices.ContainsFunc(v.custody, func(later grant) bool { return covers(later) && slices.Contains(later.saw, g.ref) })
	})
}

// trust entrusts a grant of money to a node.
type trust struct {
	of    string // the programme and its grant
	ref   journal.Ref
	node  id.ID
	share int64
}

func (a *auditor) village(of id.ID) *village {
	if a.villages[of] == nil {
		a.villages[of] = &village{}
	}
	return a.villages[of]
}

// trip is a convoy, as facts tell.
type trip struct {
	to    id.ID
	route string
	loads map[int]vehicle
	over  bool
	road  bool
}

type vehicle struct {
	Number int `cbor:"1,keyasint"`
	Seats  int `cbor:"3,keyasint"`
	Laps   int `cbor:"4,keyasint"`
}

// money is one payment of a way, as facts tell.
type money struct {
	state   string // owed, listed, delivered, stopped, returned
	total   int64
	list    id.ID
	owedBy  id.ID
	net     int     // deliveries that did not come back
	paid    int64   // minor units in the household's hands
	lists   []id.ID // on which it was put since it became owed
	settled int     // how many deliveries somebody has said stay with the household
	payee   id.ID
	second  id.ID // the alternate, as listed
	partsOf map[string]int64
	people  map[id.ID]bool // for whom it was reckoned
}

func (m *money) owing() bool {
	return m.state == "owed" || m.state == "listed" || m.state == "returned"
}

type list struct {
	paidAt             map[clock.Day][]id.ID // where it is handed out in cash; of a day, the last is where it is paid
	by, approver       id.ID
	approved, rejected bool
	closed, sent       bool
	programme, grant   string
	total, listed      int64
	lines              int
	money              []*money
}

type hold struct {
	until clock.Day
	by    id.ID
}

type milestone struct {
	reported, passed bool
	by               id.ID
}

// lists in order, for sums.
func (a *auditor) sortedLists() []id.ID { return slices.SortedFunc(maps.Keys(a.lists), id.ID.Compare) }

// fails returns what was found wrong since it was last asked.
func (a *auditor) fails() []string {
	found := a.breaches
	a.breaches = nil
	return found
}

func isRefusal(err error) bool {
	return err != nil && fault.KindOf(err) != fault.Internal && fault.KindOf(err) != fault.Damaged && fault.KindOf(err) != fault.Unavailable
}
