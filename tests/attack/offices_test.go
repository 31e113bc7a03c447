// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"safar/desk"
	"safar/field"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/supply"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/store"
	"safar/kernel/verify"

	"pgregory.net/rapid"
)

// offices are three nodes of one operation, each with a data folder, a clock and keys of its own: two at which people work, and the hub, which
// only hears.
type offices struct {
	a, b, hub *world
}

func newOffices(t testing.TB) *offices {
	t.Helper()
	o := &offices{a: newWorld(t, nil)}
	o.b, o.hub = o.a.another(t), o.a.another(t)
	return o
}

func (o *offices) all() []*world { return []*world{o.a, o.b, o.hub} }

// another returns a second node of the operation, with the same staff, that was given the keys of the commons.
func (w *world) another(t testing.TB) *world {
	t.Helper()
	folder := t.TempDir()
	open := func(name string, key []byte) store.Store {
		st, err := store.OpenSQLite(t.Context(), filepath.Join(folder, name), store.SQLiteOptions{Key: key, Synchronous: "OFF"})
		must(t, err)
		return st
	}
	ring, err := keys.CreateAt(t.Context(), open("keys.db", nil), "correct horse battery", keys.MadeUp)
	must(t, err)
	st := open("safar.db", ring.FileKey())
	other := &world{clock: clock.At(began), users: w.users, staff: w.staff, may: w.may}
	other.desk, err = desk.Open(t.Context(), st, ring, field.House(), other.clock)
	must(t, err)
	t.Cleanup(func() { must(t, other.desk.Close()); must(t, st.Close()); ring.Close() })
	p := &post{offices: nil, t: t, has: map[*world]map[journal.FeedID]uint64{}}
	p.carry(w, other, access.Commons, whole)
	return other
}

// whole is as many commits as there are.
const whole = 1 << 30

// post carries facts between nodes, and knows what each has got.
type post struct {
	*offices
	t   tb
	has map[*world]map[journal.FeedID]uint64
}

// keys gives one node the keys of a scope that the other has.
func (p *post) keys(from, to *world, scope access.Scope) {
	p.t.Helper()
	g, err := from.desk.Ring().Give(context.Background(), scope)
	must(p.t, err)
	must(p.t, to.desk.Ring().Take(context.Background(), g))
}

// carry brings so many commits of what one node has written to another, and returns how many facts were new there.
func (p *post) carry(from, to *world, scope access.Scope, commits int) int {
	p.t.Helper()
	p.keys(from, to, scope)
	if p.has[to] == nil {
		p.has[to] = map[journal.FeedID]uint64{}
	}
	parcels, err := from.desk.Pack(context.Background(), scope, p.has[to], commits)
	must(p.t, err)
	node := from.desk.Ring().Node().Node
	facts := 0
	for _, parcel := range parcels {
		if parcel.Feed.Node != node {
			continue
		}
		parcel.Key = from.publicKey()
		got, err := to.desk.Receive(context.Background(), scope, parcel)
		must(p.t, err)
		p.has[to][parcel.Feed.ID()] = parcel.Signature.Seq
		if facts += got.Facts; got.Facts < len(parcel.Facts) {
			coverage.add("facts that came twice")
		}
	}
	return facts
}

func (w *world) publicKey() ed25519.PublicKey {
	return w.desk.Ring().Signer().Public().(ed25519.PublicKey)
}

// forgets makes the post forget how far a node got: it will bring some of it twice.
func (p *post) forgets(to *world, back uint64) {
	for feed, seq := range p.has[to] {
		p.has[to][feed] = seq - min(seq, back)
	}
}

// pair is one sequence at two offices.
type pair struct {
	*post
	a, b *sequence
}

// meet begins a sequence at the first office, and lets the second hold a copy of its caseload. Strangers know of the caseload and of nothing in
// it: each takes itself for the one to whom plots and money are entrusted.
func meet(t *rapid.T, o *offices, strangers bool) *pair {
	p := &pair{post: &post{offices: o, t: t, has: map[*world]map[journal.FeedID]uint64{}}}
	for _, to := range o.all() {
		p.has[to] = map[journal.FeedID]uint64{}
	}
	p.a = &sequence{world: o.a, t: t, scope: access.Scope{Caseload: id.New(), Compartment: access.General}}
	p.b = &sequence{world: o.b, t: t, scope: p.a.scope}
	for _, s := range []*sequence{p.a, p.b} {
		s.clock.Set(began)
		s.audit = newAuditor(s.desk, s.staff, s.scope)
		must(t, s.audit.pass(access.Commons))
		s.clocks = []*clock.Settable{p.a.clock, p.b.clock}
	}
	p.a.ground()
	p.carry(o.a, o.b, access.Commons, whole)
	p.b.site, p.b.villages = p.a.site, p.a.villages
	_, err := o.a.desk.Ring().Epoch(context.Background(), p.a.scope)
	must(t, err)
	p.keys(o.a, o.b, p.a.scope)
	p.hear(p.b)
	p.b.clock.Set(began.Add([]time.Duration{time.Millisecond, -time.Millisecond, time.Millisecond, 50 * time.Hour, -365 * 24 * time.Hour}[p.a.pick(5, "clock of the other")]))
	p.a.entrusted(p.a.desk.Ring().Node().Node, 2)
	if strangers {
		coverage.add("offices that did not know of each other")
		p.b.entrusted(p.b.desk.Ring().Node().Node, 2)
		p.b.settle()
	}
	p.a.settle()
	for _, s := range []*sequence{p.a, p.b} {
		if strangers && p.a.chance(2, "the first plot") {
			s.firstPlot()
		}
		for range s.pick(30, "walked on alone") {
			if len(s.families) > 0 {
				s.walk(s.families[0])
			}
		}
	}
	if !strangers {
		for _, v := range p.a.villages {
			p.a.sure(p.a.as(access.ProgrammeManager), access.Commons, capacity.GrantCustody{Place: v, Kind: "plot", From: 3, To: 3,
				Caseload: p.a.scope.Caseload, Node: p.b.desk.Ring().Node().Node})
		}
		early := p.a.chance(2, "two loads")
		for range p.a.pick(40, "walked on before") {
			if !early {
				p.a.walk(p.a.families[0])
			}
		}
		if early {
			p.toTheLoad(p.a.families[0])
		}
		p.all()
		if early {
			p.b.clock.Set(p.a.clock.Now().Add(time.Millisecond))
			for _, s := range []*sequence{p.a, p.b} {
				s.ownTrip(s.families[0])
			}
		}
	}
	return p
}

// firstPlot has an office promise the first plot of the first village to its first family.
func (s *sequence) firstPlot() {
	f := s.families[0]
	f.goal, f.stay = s.villages[0], false
	s.tellAll(f)
	s.answerAll(f)
	s.try(capacity.Check{Journey: f.journey, Step: "plot", Place: f.goal, Unit: 1, Good: true, Names: s.heads(f),
		Checks: []string{"occupants", "customary_authority", "state_authority", "attestation"}})
	s.try(capacity.Promise{Journey: f.journey, Step: "plot", Place: f.goal, Unit: 1})
}

// settle registers the first families of an office.
func (s *sequence) settle() {
	for range 1 + s.pick(2, "families") {
		s.register()
	}
}

// some brings something of what one office wrote to the other, and now and then something again.
func (p *pair) some() {
	from, to := p.a, p.b
	if p.a.chance(2, "the other way") {
		from, to = to, from
	}
	if p.a.chance(4, "again") {
		p.forgets(to.world, uint64(1+p.a.pick(9, "back")))
	}
	for _, scope := range p.scopes() {
		if p.a.chance(2, "this scope") {
			p.carry(from.world, to.world, scope, 1+p.a.pick(12, "commits"))
		}
	}
	p.hear(to)
	coverage.add("facts that came late")
	to.look()
}

// scopes in random order.
func (p *pair) scopes() []access.Scope {
	scopes := []access.Scope{access.Commons, p.a.scope}
	if p.a.chance(2, "caseload first") {
		slices.Reverse(scopes)
	}
	return scopes
}

// all brings everything to everybody.
func (p *pair) all() {
	for _, scope := range p.scopes() {
		p.carry(p.a.world, p.b.world, scope, whole)
		p.carry(p.b.world, p.a.world, scope, whole)
	}
	for _, s := range []*sequence{p.a, p.b} {
		p.hear(s)
		s.look()
	}
}

// hear lets an office's auditor read what came, and the office know of it.
func (p *pair) hear(s *sequence) {
	_, err := s.audit.follow(access.Commons) // who is where shows when both are read
	must(p.t, err)
	s.hear(s.scope)
	other := p.a
	if s == p.a {
		other = p.b
	}
	for _, f := range other.families {
		known := func(own *family) bool { return own.journey == f.journey }
		if s.audit.homes[f.household] != nil && !f.journey.IsZero() && s.audit.ways[f.journey] != nil && !slices.ContainsFunc(s.families, known) {
			copied := *f
			s.families = append(s.families, &copied)
		}
	}
	for _, of := range other.trips {
		if s.audit.trips[of] != nil && !slices.Contains(s.trips, of) {
			s.trips = append(s.trips, of)
		}
	}
	for _, of := range other.lists {
		if s.audit.lists[of] != nil && !slices.Contains(s.lists, of) {
			s.lists = append(s.lists, of)
		}
	}
}

// work has one of the offices do something.
func (p *pair) work() {
	s := p.a
	if p.a.chance(2, "the other office") {
		s = p.b
	}
	switch p.a.pick(10, "work") {
	case 0, 1, 2, 3, 4, 5:
		s.advance()
	case 6:
		s.decide()
	case 7, 8:
		p.atOdds()
	default:
		s.disturb()
	}
}

// atOdds has both offices do the same deed for a family that both know.
func (p *pair) atOdds() {
	if len(p.a.families) == 0 {
		return
	}
	f, what := p.a.family(), p.a.pick(8, "at odds")
	if what == 0 || what > 5 {
		f = p.withoutPlot(f)
	}
	i := slices.IndexFunc(p.b.families, func(own *family) bool { return own.journey == f.journey })
	if i < 0 {
		return
	}
	who := p.a.someone(f)
	if what == 4 {
		p.toTheLoad(f)
	}
	for _, at := range []struct {
		s *sequence
		f *family
	}{{p.a, f}, {p.b, p.b.families[i]}} {
		switch s := at.s; what {
		case 0, 6, 7:
			s.tellAll(at.f)
			s.answerAll(at.f)
			for range 3 {
				s.check(at.f)
			}
			s.promise(at.f)
		case 1:
			s.try(journey.Join{Person: who, Household: s.family().household, Relation: people.Child, OwnWord: true})
		case 2:
			s.try(journey.Split{Household: at.f.household, Leaving: []id.ID{who}, OwnWord: []id.ID{who}})
		case 3:
			s.try(choice.Answer{Journey: at.f.journey, Step: "solution", Person: who, Option: []string{stay, "return"}[s.pick(2, "option")],
				Place: at.f.goal, Private: true})
		case 4:
			s.ownTrip(at.f)
		default:
			s.askAll(at.f)
			s.load(at.f)
			s.board(at.f)
			s.leave(at.f)
		}
	}
}

// withoutPlot is a family that both offices know and that no plot is promised to; another one where there is none.
func (p *pair) withoutPlot(another *family) *family {
	for _, f := range p.a.families {
		known := func(own *family) bool { return own.journey == f.journey }
		if len(p.a.audit.way(f.journey).rooms) == 0 && slices.ContainsFunc(p.b.families, known) {
			return f
		}
	}
	return another
}

// toTheLoad walks a family from the beginning at the first office until it may be put on a load, and tells the other.
func (p *pair) toTheLoad(f *family) {
	w := p.a.audit.way(f.journey)
	for tries := 0; tries < 4 && !w.left && len(w.rooms) < 2 && (tries == 0 || w.money["first_tranche"] == nil || w.money["first_tranche"].net == 0); tries++ {
		for f.next, f.stay = 0, false; f.next < loads; {
			p.a.walk(f)
		}
		w = p.a.audit.way(f.journey)
	}
	p.all()
}

// ownTrip puts a family on a load of a trip that the office plans for it, whatever another office does.
func (s *sequence) ownTrip(f *family) {
	if of, planned := s.planTrip(f.goal); planned {
		s.try(movement.Load{Journey: f.journey, Step: "departure", Trip: of, Load: 1})
	}
}

// decide has a person decide one of the contradictions that an office sees.
func (s *sequence) decide() {
	f := s.family()
	w := s.audit.way(f.journey)
	for _, what := range s.audit.contradictions(w) {
		coverage.add("contradictions decided: " + what)
		switch what {
		case "two_rooms", "promised_twice":
			s.try(capacity.Release{Journey: f.journey, Step: "plot"})
		case "paid_twice":
			for step, m := range w.money {
				if m.net > 1 {
					s.try(payment.Settle{Journey: f.journey, Step: step, Reason: "it stays with them"})
				}
			}
		case "two_trips":
			s.notAboard(f, w)
		case "two_loads":
			s.offOneLoad(f, w)
		}
	}
	if of := s.audit.ways[f.help]; of != nil && slices.Contains(s.audit.contradictions(of), "given_twice") {
		s.try(supply.Settle{Journey: f.help, Step: "kit", Reason: "the blankets keep two families warm"})
	}
	for _, p := range s.audit.members(f.household) {
		if len(s.audit.standing(s.audit.persons[p])) > 1 {
			s.try(journey.Join{Person: p, Household: f.household, Relation: people.Child, OwnWord: true})
		}
	}
	for of := range s.audit.unseen() {
		for way, w := range s.audit.ways {
			if s.audit.road[of] == w.seat(of) && !s.audit.belongs(s.audit.persons[of], w.subject) {
				s.try(movement.SayHow{Journey: way, Step: "departure", Person: of, Travels: s.chance(2, "they travel"), Reason: "they were called"})
			}
		}
	}
	s.try(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
	s.try(capacity.GrantCustody{Place: f.goal, Kind: "plot", From: 1, To: 2, Caseload: s.scope.Caseload})
}

// Two offices hold one caseload and do not see each other for a while; what each wrote comes to the other late, in pieces, some of it twice.
// Each decides by what it knows, and the promises hold at each; in the end all have the same.
func TestPromisesHoldAtTwoOffices(t *testing.T) {
	coverage.fresh()
	o := newOffices(t)
	n, started := sequences(t, 90), time.Now()
	check(t, n, func(t *rapid.T) { attackTwo(t, o) })
	t.Logf("%d sequences, %d commands, %.0f s", n, coverage.of("commands"), time.Since(started).Seconds())
	for _, w := range o.all() {
		o.verify(t, w)
	}
	coveredBy(t, sometimesBetween)
	drawsAll(t)
}

// sometimesBetween is what must have happened between two offices.
var sometimesBetween = []string{"offices that did not know of each other", "facts that came late", "facts that came twice", "plots promised",
	"payments delivered: first_tranche", "people who split", "people who joined", "merges of records", "changed minds", "safety withdrawn",
	"departures", "contradictions shown: promised_twice", "contradictions shown: two_rooms", "contradictions shown: two_households",
	"contradictions shown: two_answers", "contradictions shown: two_loads", "contradictions decided: two_loads", "refused: capacity.custody_contested",
	"refused: payment.no_custody", "refused: payment.not_entrusted", "refused: movement.custody_elsewhere"}

func attackTwo(t *rapid.T, o *offices) {
	p := meet(t, o, rapid.IntRange(0, 2).Draw(t, "strangers") == 0)
	for range 2 {
		for range 6 + p.a.pick(24, "alone") {
			p.work()
		}
		for range 2 + p.a.pick(10, "meeting") {
			p.some()
			p.work()
		}
		p.all()
		p.shown()
	}
	p.toTheHub()
	p.same()
	for range 4 {
		p.work() // on what all know
	}
	p.all()
	p.shown()
	p.toTheHub()
	p.same()
}

// toTheHub brings everything to the hub, in pieces, from whoever comes first.
func (p *pair) toTheHub() {
	for left := true; left; {
		left = false
		for _, from := range []*world{p.post.a, p.post.b} {
			if p.a.chance(2, "comes first") {
				left = true
				continue
			}
			for _, scope := range p.scopes() {
				left = p.carry(from, p.hub, scope, 1+p.a.pick(40, "commits")) > 0 || left
			}
		}
	}
	for _, from := range []*world{p.post.a, p.post.b} {
		for _, scope := range p.scopes() {
			p.carry(from, p.hub, scope, whole)
		}
	}
}

// same: who has the same facts has the same bytes, whatever came first.
func (p *pair) same() {
	want := p.post.a.dump(p.t, p.a.scope)
	for name, w := range map[string]*world{"the other office": p.post.b, "the hub": p.hub} {
		if got := w.dump(p.t, p.a.scope); !slices.Equal(got, want) {
			p.t.Fatalf("%s has the same facts and differs:\n%s", name, differing(want, got))
		}
	}
}

func differing(a, b []string) string {
	var lines []string
	for _, l := range a {
		if !slices.Contains(b, l) {
			lines = append(lines, "- "+l)
		}
	}
	for _, l := range b {
		if !slices.Contains(a, l) {
			lines = append(lines, "+ "+l)
		}
	}
	return strings.Join(lines, "\n")
}

// dump returns what the register holds of a scope.
func (w *world) dump(t tb, scope access.Scope) []string {
	var lines []string
	must(t, w.desk.Store().Read(context.Background(), func(tx store.Tx) error {
		page, err := w.desk.Rows().Page(context.Background(), tx, scope, "", id.ID{}, 1<<20)
		for _, row := range page {
			lines = append(lines, fmt.Sprintf("%s %s %x %v %v", row.Kind, row.Story, row.State, row.Places, row.Trouble))
		}
		if err != nil {
			return err
		}
		return w.desk.Rows().EachEntry(context.Background(), tx, scope, func(list string, key []byte, story id.ID) error {
			lines = append(lines, fmt.Sprintf("%s %x %s", list, key, story))
			return nil
		})
	}))
	return lines
}

// verify reads everything that a node holds, folds it from nothing and compares, with the keys by which the nodes sign.
func (o *offices) verify(t *testing.T, w *world) {
	t.Helper()
	c := verify.Checker{Store: w.desk.Store(), Ring: w.desk.Ring(), House: w.desk.Rows().House(), PublicKey: func(node id.ID) ed25519.PublicKey {
		for _, other := range o.all() {
			if other.desk.Ring().Node().Node == node {
				return other.publicKey()
			}
		}
		return nil
	}}
	found, err := c.Check(t.Context())
	must(t, err)
	if !found.Good() {
		t.Fatalf("the journal and the register do not agree: %+v", found)
	}
}

// shown: whoever opens the start page sees how many contradictions there are, and whoever opens a file which; no more, and no fewer.
func (p *pair) shown() {
	for _, s := range []*sequence{p.a, p.b} {
		told, err := desk.Ask(context.Background(), s.desk, s.as(access.ProgrammeManager), "task.home", journey.CaseloadOf(s.scope, access.FiguresRead))
		must(p.t, err)
		inTwo, disputed, twice := s.audit.contradicting()
		if int(told.InTwo) != inTwo || int(told.Disputed) != disputed || int(told.TwiceRoom) != twice {
			p.t.Fatalf("the start page tells of %d people, %d ways and %d plots; the facts of %d, %d and %d", told.InTwo, told.Disputed,
				told.TwiceRoom, inTwo, disputed, twice)
		}
		listed, err := desk.Ask(context.Background(), s.desk, s.as(access.Caseworker), "task.list", journey.HouseholdsWhere(s.scope, journey.Doubtful, people.Listing{Limit: 50}))
		must(p.t, err)
		if (len(listed.Rows) > 0) != (inTwo+disputed > 0) {
			p.t.Fatalf("%d people and %d ways contradict themselves, and their list shows %d households", inTwo, disputed, len(listed.Rows))
		}
		for of, w := range s.audit.ways {
			f, err := desk.Ask(context.Background(), s.desk, s.as(access.Caseworker), "task.file", journey.WayOf(s.scope, of))
			must(p.t, err)
			want := s.audit.contradictions(w)
			if got := slices.Sorted(slices.Values(f.Ways[0].Contradicts)); !slices.Equal(got, want) {
				p.t.Fatalf("a file shows %v, the facts %v", got, want)
			}
			for _, what := range want {
				coverage.add("contradictions shown: " + what)
			}
		}
		if inTwo > 0 {
			coverage.add("contradictions shown: two_households")
		}
	}
}

// contradicting counts the people in two households, the ways that contradict themselves, and the plots that were promised twice.
func (a *auditor) contradicting() (inTwo, disputed, twice int) {
	for _, p := range a.persons {
		homes := map[id.ID]bool{}
		for _, m := range a.standing(p) {
			homes[m.home] = true
		}
		if len(homes) > 1 && a.into(p).IsZero() {
			inTwo++
		}
	}
	held := map[room]int{}
	for _, w := range a.ways {
		if slices.ContainsFunc(a.contradictions(w), func(what string) bool { return what != "promised_twice" }) {
			disputed++
		}
		for _, r := range w.rooms {
			held[r]++
		}
	}
	for _, n := range held {
		if n > 1 {
			twice++
		}
	}
	return inTwo, disputed, twice
}
