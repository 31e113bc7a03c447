// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// TestPromisesHoldInTheYard drives random days in the yard: told, asked, changed minds, births, deaths, splits, loads, boarding,
// safety withdrawn. A model that knows nothing of the rules, only of what people said, is asked after every step:
//
//   - nobody is on a manifest without an informed, current choice of that destination by every adult, or a best-interests decision;
//   - all living members of a household are on one load, or each adult has said so themselves;
//   - no load is filled, boarded or driven away above its seats.
func TestPromisesHoldInTheYard(t *testing.T) {
	shared := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		y := newYard(t, shared.elsewhere(t))
		t.Repeat(map[string]func(*rapid.T){
			"tell": y.tell, "answer": y.answer, "withdraw": y.withdraw, "best interests": y.bestInterests, "promise": y.promise,
			"ask again": y.askAgain, "load": y.load, "load apart": y.loadApart, "unload": y.unload, "freeze": y.freeze,
			"board": y.board, "no show": y.noShow, "depart": y.depart, "convoy": y.convoy, "convoy again": y.convoy, "own means": y.ownMeans, "arrive": y.arrive, "turn back": y.turnBack,
			"birth": y.birth, "death": y.death, "split": y.split, "safety": y.safety, "days": y.pass, "everything": y.everything,
			"": y.holds,
		})
	})
}

// yard is the model: what people said and when, beside the world in which it is recorded.
type yard struct {
	*world
	homes    []*family
	villages []id.ID
	safe     map[id.ID]bool
	trips    []id.ID
	leads    map[id.ID]id.ID // trip to village
	closed   map[id.ID]bool
}

// family is what the model knows of a household.
type family struct {
	home
	dead, away map[id.ID]bool
	told       map[id.ID]clock.Day // by village: since when
	answers    map[id.ID]said      // by adult
	decision   *said               // in the best interests of children alone
	willing    map[id.ID]clock.Day
	word       map[id.ID]bool
	left       map[id.ID]bool
}

type said struct {
	option string
	place  id.ID
	day    clock.Day
}

func newYard(t *rapid.T, w *world) *yard {
	y := &yard{world: w, safe: map[id.ID]bool{}, leads: map[id.ID]id.ID{}, closed: map[id.ID]bool{}}
	for range 2 {
		v := w.village()
		y.villages, y.safe[v] = append(y.villages, v), true
	}
	for i, seats := range [][]int{{4, 3}, {6}, {5}} {
		trip := w.trip(y.villages[i%2], seats...)
		y.trips, y.leads[trip] = append(y.trips, trip), y.villages[i%2]
	}
	for _, size := range [][2]int{{2, 1}, {1, 1}, {2, 0}, {0, 2}} {
		f := y.family(w.household(size[0], size[1]))
		y.homes = append(y.homes, f)
		y.gate(f, y.villages[0])
	}
	return y
}

// gate has a family told of a village, and every adult of it choose it and say that they are willing, as far as that is taken.
func (y *yard) gate(f *family, v id.ID) {
	if y.try(tell(f.home, v)) {
		f.told[v] = y.desk.Today()
	}
	for _, a := range f.here(f.adults) {
		if y.try(answer(f.home, a, v)) {
			f.answers[a] = said{"return", v, y.desk.Today()}
		}
	}
	if len(f.here(f.adults)) == 0 {
		y.decideFor(f, v)
	}
	for _, a := range f.here(f.adults) {
		y.again(f, a, true)
	}
	y.try(capacity.Promise{Journey: f.journey, Step: "plot", Place: v})
}

func (y *yard) family(h home) *family {
	return &family{home: h, dead: map[id.ID]bool{}, away: map[id.ID]bool{}, told: map[id.ID]clock.Day{}, answers: map[id.ID]said{},
		willing: map[id.ID]clock.Day{}, word: map[id.ID]bool{}, left: map[id.ID]bool{}}
}

// here returns those of persons who live and belong to the family.
func (f *family) here(persons []id.ID) []id.ID {
	return slices.DeleteFunc(slices.Clone(persons), func(p id.ID) bool { return f.dead[p] || f.away[p] })
}

// reunite forgets the words that they travel apart, when all are together again.
func (f *family) reunite() {
	if len(f.left) == 0 {
		clear(f.word)
	}
}

func (y *yard) someHome(t *rapid.T) *family {
	return y.homes[rapid.IntRange(0, len(y.homes)-1).Draw(t, "home")]
}
func (y *yard) someVillage(t *rapid.T) id.ID { return rapid.SampledFrom(y.villages).Draw(t, "village") }
func (y *yard) someTrip(t *rapid.T) id.ID    { return rapid.SampledFrom(y.trips).Draw(t, "trip") }

// tripFor returns a trip, mostly one that leads where the family has chosen to go.
func (y *yard) tripFor(t *rapid.T, f *family) id.ID {
	to := id.ID{}
	if f.decision != nil {
		to = f.decision.place
	}
	for _, a := range f.here(f.adults) {
		to = f.answers[a].place
	}
	fitting := slices.DeleteFunc(slices.Clone(y.trips), func(trip id.ID) bool { return y.closed[trip] || y.leads[trip] != to })
	if len(fitting) == 0 || rapid.IntRange(0, 9).Draw(t, "any trip") == 0 {
		return y.someTrip(t)
	}
	return rapid.SampledFrom(fitting).Draw(t, "trip")
}

func (y *yard) someAdult(t *rapid.T, f *family) id.ID {
	if len(f.adults) == 0 {
		return f.children[0]
	}
	return rapid.SampledFrom(f.adults).Draw(t, "adult")
}

// try does a command and reports whether it was done; a refusal must say why.
func (y *yard) try(c desk.Command) bool {
	y.Helper()
	err := y.do(c)
	if err != nil && (fault.KindOf(err) == fault.Internal || fault.KeyOf(err) == fault.KindOf(err).String()) {
		y.Fatalf("%T: %v", c, err)
	}
	return err == nil
}

func (y *yard) tell(t *rapid.T) {
	f, v := y.someHome(t), y.someVillage(t)
	if y.try(tell(f.home, v)) {
		f.told[v] = y.desk.Today()
	}
}

func (y *yard) answer(t *rapid.T) {
	f := y.someHome(t)
	c := answer(f.home, y.someAdult(t, f), y.someVillage(t))
	c.Option = rapid.SampledFrom([]string{"return", "return", "relocate", programme.Stay}).Draw(t, "option")
	if c.Option == programme.Stay {
		c.Place = id.ID{}
	}
	if y.try(c) {
		f.answers[c.Person] = said{c.Option, c.Place, y.desk.Today()}
	}
}

func (y *yard) withdraw(t *rapid.T) {
	f := y.someHome(t)
	c := choice.Withdraw{Journey: f.journey, Step: "solution", Person: y.someAdult(t, f)}
	if y.try(c) {
		delete(f.answers, c.Person)
	}
}

func (y *yard) bestInterests(t *rapid.T) { y.decideFor(y.someHome(t), y.someVillage(t)) }

func (y *yard) decideFor(f *family, v id.ID) {
	c := choice.BestInterests{Journey: f.journey, Step: "solution", Option: "return", Place: v, Authority: "child protection, Kalemie",
		Day: y.desk.Today(), Words: choice.Words{Text: "an aunt", Officer: "Mwamba"}}
	if y.try(c) {
		f.decision = &said{"return", v, y.desk.Today()}
	}
}

func (y *yard) promise(t *rapid.T) {
	y.try(capacity.Promise{Journey: y.someHome(t).journey, Step: "plot", Place: y.someVillage(t)})
}

func (y *yard) askAgain(t *rapid.T) {
	f := y.someHome(t)
	y.again(f, y.someAdult(t, f), rapid.IntRange(0, 4).Draw(t, "yes") > 0)
}

func (y *yard) again(f *family, adult id.ID, yes bool) {
	switch {
	case !y.try(willing(f.home, adult, yes)):
	case yes:
		f.willing[adult] = y.desk.Today()
	default:
		delete(f.willing, adult)
		delete(f.answers, adult)
		delete(f.word, adult)
	}
}

func (y *yard) load(t *rapid.T) {
	f := y.someHome(t)
	trip := y.tripFor(t, f)
	number := rapid.IntRange(1, 2).Draw(t, "load")
	if y.try(load(f.home, trip, number)) {
		f.reunite()
		y.fits(trip, number)
	}
}

func (y *yard) loadApart(t *rapid.T) {
	f := y.someHome(t)
	trip := y.tripFor(t, f)
	c := load(f.home, trip, rapid.IntRange(1, 2).Draw(t, "load"))
	c.Persons = rapid.SliceOfNDistinct(rapid.SampledFrom(f.all()), 1, len(f.all()), rapid.ID[id.ID]).Draw(t, "persons")
	if len(f.adults) > 0 {
		c.OwnWord = f.here(f.adults)
		if rapid.IntRange(0, 2).Draw(t, "word missing") == 0 {
			c.OwnWord = rapid.SliceOfDistinct(rapid.SampledFrom(f.adults), rapid.ID[id.ID]).Draw(t, "words")
		}
	}
	if !y.try(c) {
		return
	}
	if len(c.Persons) == len(f.here(f.all())) {
		f.reunite()
	} else {
		for _, p := range c.OwnWord {
			f.word[p] = true
		}
	}
	y.fits(trip, c.Load)
}

func (y *yard) unload(t *rapid.T) {
	y.try(movement.Unload{Journey: y.someHome(t).journey, Step: "departure"})
}

func (y *yard) freeze(t *rapid.T) {
	trip := y.someTrip(t)
	if !y.try(movement.Freeze{Trip: trip}) {
		return
	}
	s := y.sheet(trip)
	on := 0
	for _, l := range s.Lines {
		if l.Held == "" {
			on += len(riding(l))
		}
	}
	if s.Version.Persons != on {
		y.Fatalf("manifest of %d persons, %d may travel", s.Version.Persons, on)
	}
	for _, l := range s.Loads {
		y.fits(trip, l.Number)
	}
}

func (y *yard) board(t *rapid.T) {
	f := y.someHome(t)
	c := board(f.home, y.tripFor(t, f))
	if y.try(c) {
		for _, l := range y.sheet(c.Trip).Lines {
			if l.Journey == c.Journey {
				for _, p := range riding(l) {
					y.fits(c.Trip, p.Load)
				}
			}
		}
	}
}

func (y *yard) noShow(t *rapid.T) {
	y.try(movement.NoShow{Trip: y.someTrip(t), Journey: y.someHome(t).journey, Step: "departure"})
}

func (y *yard) depart(t *rapid.T) {
	y.leave(y.someTrip(t))
}

// driveOff asks everyone on a trip again, notes who has not boarded, and departs.
func (y *yard) driveOff(t *rapid.T, trip id.ID) {
	if rapid.IntRange(0, 4).Draw(t, "careless") == 0 {
		y.leave(trip) // as it stands
	}
	for _, l := range y.sheet(trip).Lines {
		f := y.of(l)
		for _, a := range f.here(f.adults) {
			y.again(f, a, true)
		}
		y.try(movement.NoShow{Trip: trip, Journey: l.Journey, Step: "departure"})
	}
	y.leave(trip)
}

func (y *yard) leave(trip id.ID) {
	before := y.sheet(trip)
	if !y.try(movement.Depart{Trip: trip}) {
		return
	}
	y.closed[trip] = true
	for _, l := range before.Lines {
		if len(riding(l)) == 0 {
			continue
		}
		y.mayGo(l, y.leads[trip])
		f := y.of(l)
		for _, a := range f.going(f.adults) {
			if day, asked := f.willing[a]; !asked || y.desk.Today()-day > 3 {
				y.Fatalf("left without being asked again")
			}
		}
		for _, p := range riding(l) {
			f.left[p.Person] = true
		}
	}
	for _, l := range before.Loads {
		y.carries(l, before)
	}
}

func (y *yard) ownMeans(t *rapid.T) {
	f := y.someHome(t)
	c := movement.LeaveByOwnMeans{Journey: f.journey, Step: "departure"}
	if len(f.here(f.adults)) > 1 && rapid.Bool().Draw(t, "goes ahead") {
		c.Persons, c.OwnWord = f.here(f.adults)[:1], f.here(f.adults)
	}
	if !y.try(c) {
		return
	}
	if len(c.Persons) > 0 {
		for _, a := range c.OwnWord {
			f.word[a] = true
		}
		y.chose(f, y.seat(f.home, c.Persons[0]).Place)
		f.left[c.Persons[0]] = true
		return
	}
	going := f.going(f.all())
	for _, p := range going {
		y.chose(f, y.seat(f.home, p).Place)
	}
	for _, p := range going {
		f.left[p] = true
	}
}

// going are those of some people who are here and have not left: who came to the family after it had left follows it on a word of their own.
func (f *family) going(of []id.ID) []id.ID {
	return slices.DeleteFunc(f.here(of), func(p id.ID) bool { return f.left[p] })
}

func (y *yard) arrive(t *rapid.T) { y.try(movement.Arrive{Trip: y.left(t)}) }

// left returns a trip that has left, where one has.
func (y *yard) left(t *rapid.T) id.ID {
	gone := slices.DeleteFunc(slices.Clone(y.trips), func(trip id.ID) bool { return !y.closed[trip] })
	if len(gone) == 0 {
		return y.someTrip(t)
	}
	return rapid.SampledFrom(gone).Draw(t, "trip that left")
}

func (y *yard) turnBack(t *rapid.T) {
	trip := y.left(t)
	if !y.try(movement.StopOrTurnBack{Trip: trip, TurnBack: true, Reason: "the bridge is gone"}) {
		return
	}
	for _, f := range y.homes {
		for p := range f.left {
			if s := y.seat(f.home, p); !s.Gone() && s.Trip == trip {
				delete(f.left, p)
			}
		}
	}
}

func (y *yard) birth(t *rapid.T) {
	f := y.someHome(t)
	years := rapid.SampledFrom([]int{0, 0, 9, 30}).Draw(t, "age")
	if len(f.all()) > 5 {
		return
	}
	r, err := y.in(y.scope, people.AddMember{Household: f.household, Member: y.aged(years, people.Child)})
	switch {
	case err != nil:
		y.Fatal(err)
	case years >= people.AdultAge:
		f.adults = append(f.adults, r.IDs[0])
	default:
		f.children = append(f.children, r.IDs[0])
	}
}

func (y *yard) death(t *rapid.T) {
	f := y.someHome(t)
	p := rapid.SampledFrom(f.all()).Draw(t, "person")
	if rapid.IntRange(0, 3).Draw(t, "dies") == 0 && y.try(people.RecordDeath{Person: p}) {
		for _, of := range y.homes { // who died may have left the family, and be of another
			of.dead[p] = true
		}
	}
}

func (y *yard) split(t *rapid.T) {
	f := y.someHome(t)
	p := y.someAdult(t, f)
	if len(y.homes) >= 6 {
		return
	}
	r, err := y.in(y.scope, journey.Split{Household: f.household, Leaving: []id.ID{p}, OwnWord: []id.ID{p}})
	if err != nil {
		return
	}
	was := y.seat(f.home, p)
	n := y.family(home{household: r.IDs[0], journey: r.IDs[1], adults: []id.ID{p}})
	n.told, n.word[p] = maps.Clone(f.told), f.word[p]
	take(n.answers, f.answers, p)
	take(n.willing, f.willing, p)
	take(n.left, f.left, p)
	f.away[p] = true
	y.homes = append(y.homes, n)
	if now := y.seat(n.home, p); now != was {
		y.Fatalf("who left the household was at %+v, and is at %+v", was, now)
	}
}

// take moves what is known of a person from one family to another.
func take[V any](to, from map[id.ID]V, p id.ID) {
	if v, known := from[p]; known {
		to[p] = v
		delete(from, p)
	}
}

func (y *yard) safety(t *rapid.T) {
	v := y.someVillage(t)
	y.safe[v] = rapid.IntRange(0, 3).Draw(t, "safe") > 0
	y.decide(v, y.safe[v], "")
}

func (y *yard) pass(t *rapid.T) { y.days(rapid.SampledFrom([]int{1, 1, 2, 5, 31}).Draw(t, "days")) }

// everything brings one household on board, so that what comes after is reached often.
func (y *yard) everything(t *rapid.T) { y.bring(y.someHome(t), y.someTrip(t)) }

// convoy brings several households on board of a trip, has something happen in the yard, and drives off.
func (y *yard) convoy(t *rapid.T) {
	trip := y.openTrip(t)
	for _, f := range y.homes {
		if rapid.IntRange(0, 2).Draw(t, "comes") > 0 {
			y.bring(f, trip)
		}
	}
	happens := []func(*rapid.T){y.birth, y.death, y.split, y.askAgain, y.withdraw, y.answer, y.safety, y.pass, y.unload, y.loadApart}
	rapid.SampledFrom(happens).Draw(t, "happens")(t)
	y.holds(t)
	y.driveOff(t, trip)
}

// openTrip returns a trip that has not left; a new one where all have.
func (y *yard) openTrip(t *rapid.T) id.ID {
	open := slices.DeleteFunc(slices.Clone(y.trips), func(trip id.ID) bool { return y.closed[trip] })
	if len(open) > 0 {
		return rapid.SampledFrom(open).Draw(t, "open trip")
	}
	v := y.someVillage(t)
	trip := y.trip(v, 6, 4)
	y.trips, y.leads[trip] = append(y.trips, trip), v
	return trip
}

func (y *yard) bring(f *family, trip id.ID) {
	y.gate(f, y.leads[trip])
	if y.try(load(f.home, trip, 1)) {
		f.reunite()
		y.fits(trip, 1)
	}
	y.try(board(f.home, trip))
}

// holds is what must be true after every step.
func (y *yard) holds(*rapid.T) {
	for _, s := range y.openSheets() {
		for _, l := range s.Lines {
			if l.Held == "" && len(riding(l)) > 0 {
				y.mayGo(l, s.Trip.Destination)
			}
		}
	}
	for _, f := range y.homes {
		j := y.journeyOf(f.home)
		for p := range f.left {
			if !movement.SeatOf(j, "departure", p).Gone() {
				y.Fatalf("somebody who left is said not to have: %+v", movement.SeatOf(j, "departure", p))
			}
		}
	}
}

// openSheets reads the manifests of all trips that have not left, as one look.
func (y *yard) openSheets() []movement.ManifestSheet {
	return ask(y.world, desk.Query[[]movement.ManifestSheet]{Act: access.PeopleList, Scope: y.scope,
		Run: func(r *desk.Reader) (sheets []movement.ManifestSheet, err error) {
			for _, trip := range y.trips {
				if y.closed[trip] {
					continue
				}
				s, err := movement.ManifestOf(y.scope, trip).Run(r)
				if err != nil {
					return nil, err
				}
				sheets = append(sheets, s)
			}
			return sheets, nil
		}})
}

// riding returns those of a line who hold a seat.
func riding(l movement.ManifestLine) []movement.ManifestEntry {
	return slices.DeleteFunc(slices.Clone(l.Persons), func(p movement.ManifestEntry) bool {
		return p.State != programme.Loaded && p.State != programme.Boarded
	})
}

func (y *yard) of(l movement.ManifestLine) *family {
	i := slices.IndexFunc(y.homes, func(f *family) bool { return f.journey == l.Journey })
	return y.homes[i]
}

// mayGo holds the model's knowledge against a line of a manifest.
func (y *yard) mayGo(l movement.ManifestLine, to id.ID) {
	f := y.of(l)
	y.chose(f, to)
	loads := map[int]bool{}
	for _, p := range riding(l) {
		if f.dead[p.Person] || f.away[p.Person] || f.left[p.Person] {
			y.Fatalf("somebody is on a manifest who is not there")
		}
		loads[p.Load] = true
	}
	if len(loads) == 1 && len(riding(l)) == len(f.going(f.all())) {
		return
	}
	for _, a := range f.going(f.adults) {
		if !f.word[a] {
			y.Fatalf("a family is parted without the word of each adult")
		}
	}
}

// chose demands an informed, current choice of a safe destination by every adult, or the decision for children alone.
func (y *yard) chose(f *family, to id.ID) {
	today := y.desk.Today()
	if !y.safe[to] {
		y.Fatalf("on the way to a place that is not safe")
	}
	if day, told := f.told[to]; !told || today-day > 60 {
		y.Fatalf("on the way without having been told lately")
	}
	adults := f.going(f.adults)
	if len(adults) == 0 {
		if f.decision == nil || f.decision.place != to {
			y.Fatalf("children alone are on the way without a best-interests decision")
		}
		return
	}
	for _, a := range adults {
		s, answered := f.answers[a]
		if !answered || s.option == programme.Stay || s.place != to || today-s.day > 90 {
			y.Fatalf("on the way without an adult's own current choice: %+v", s)
		}
	}
}

// fits demands that a load of a trip carries no more than it has room for.
func (y *yard) fits(trip id.ID, number int) {
	s := y.sheet(trip)
	for _, l := range s.Loads {
		if l.Number == number {
			y.carries(l, s)
		}
	}
}

// carries counts a load anew: those of two years and more have a seat, the others a lap of their family while there are laps.
func (y *yard) carries(load movement.LoadRow, s movement.ManifestSheet) {
	persons, laps := 0, 0
	for _, l := range s.Lines {
		infants, adults := 0, 0
		for _, p := range riding(l) {
			if p.Load != load.Number {
				continue
			}
			persons++
			if p.Age < 2 {
				infants++
			}
			if p.Age >= 18 {
				adults++
			}
		}
		laps += min(infants, adults)
	}
	if persons-min(laps, load.Laps) > load.Seats {
		y.Fatalf("load %d: %s", load.Number, fmt.Sprint(persons, " on ", load.Seats, " seats"))
	}
}
