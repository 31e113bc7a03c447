// SPDX-License-Identifier: Apache-2.0

package movement_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/clearance"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/places"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
)

// homeward is a way home in five steps, with every rule that a movement must keep.
const homeward = `
programme: homeward
currency: USD
inputs:
  destination: {from: commons.place, max_age: 30d}
pathways:
  solution:
    for: household
    steps:
      - tell: profile
        to: destination
        valid: 60d
      - choose: solution
        options: [return, relocate, stay]
        by: each_adult
        to: destination
        needs: [profile]
        requires: destination.safe
        valid: 90d
      - tell: stay_plan
        when: solution == "stay"
        needs: [solution]
      - place: plot
        kind: plot
        to: destination
        when: solution != "stay"
        needs: [solution]
      - move: departure
        to: destination
        needs: [plot]
        requires: destination.safe
        means: [convoy, own_means]
        still_willing: 3d
  careless:
    for: household
    steps:
      - move: departure
  landless:
    for: household
    steps:
      - tell: profile
        to: destination
        valid: 60d
      - choose: solution
        options: [return, relocate, stay]
        by: each_adult
        to: destination
        needs: [profile]
        valid: 90d
      - move: departure
        to: destination
        needs: [solution]
`

// tb is what a test and a property's run have in common.
type tb interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// world is an operation with people of every role, who are one person here.
type world struct {
	tb
	desk  *desk.Desk
	clock *clock.Settable
	actor access.Actor
	scope access.Scope
	site  id.ID
}

func house() *register.House {
	return register.NewHouse(slices.Concat(desk.Declarations(), people.Declarations(), places.Declarations(),
		subjects.Declarations(), journey.Declarations(), choice.Declarations(), clearance.Declarations(), capacity.Declarations(), movement.Declarations())...)
}

func openStore(t testing.TB, path string, key []byte) store.Store {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), path, store.SQLiteOptions{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func newWorld(t testing.TB) *world {
	t.Helper()
	folder := t.TempDir()
	w := &world{tb: t, clock: clock.At(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))}
	ring, err := keys.CreateAt(t.Context(), openStore(t, filepath.Join(folder, "keys.db"), nil), "correct horse battery", keys.MadeUp)
	if err != nil {
		t.Fatal(err)
	}
	st := openStore(t, filepath.Join(folder, "safar.db"), ring.FileKey())
	if w.desk, err = desk.Open(t.Context(), st, ring, house(), w.clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.desk.Close(); st.Close(); ring.Close() })
	w.actor = access.Actor{User: id.New()}
	for _, role := range access.Roles() {
		w.actor.Grants = append(w.actor.Grants, access.NewGrant(role, id.ID{}))
	}
	w.must(access.Commons, journey.Publish{Source: []byte(homeward)})
	return w.elsewhere(t)
}

// elsewhere returns the same operation with a caseload and a site of its own.
func (w *world) elsewhere(t tb) *world {
	other := *w
	other.tb = t
	other.scope = access.Scope{Caseload: id.New(), Compartment: access.General}
	other.site = other.place(places.Site)
	return &other
}

func (w *world) in(scope access.Scope, c desk.Command) (desk.Receipt, error) {
	return w.desk.Do(context.Background(), w.actor, scope, id.New(), c)
}

func (w *world) do(c desk.Command) error {
	_, err := w.in(w.scope, c)
	return err
}

func (w *world) must(scope access.Scope, c desk.Command) desk.Receipt {
	w.Helper()
	r, err := w.in(scope, c)
	if err != nil {
		w.Fatalf("%T: %v", c, err)
	}
	return r
}

func (w *world) ok(c desk.Command) desk.Receipt {
	w.Helper()
	return w.must(w.scope, c)
}

// refuses demands that a command is refused for a reason.
func (w *world) refuses(c desk.Command, key string) {
	w.Helper()
	if err := w.do(c); err == nil || fault.KeyOf(err) != key {
		w.Fatalf("%T: %v, want %s", c, err, key)
	}
}

func ask[T any](w *world, q desk.Query[T]) T {
	w.Helper()
	got, err := desk.Ask(context.Background(), w.desk, w.actor, "task.test", q)
	if err != nil {
		w.Fatal(err)
	}
	return got
}

func (w *world) days(n int) { w.clock.Advance(time.Duration(n) * 24 * time.Hour) }

// place adds a place; a village comes with a thousand plots, in the custody of this node.
func (w *world) place(kind places.Kind) id.ID {
	w.Helper()
	place := w.must(access.Commons, places.Add{Kind: kind, Name: "Place " + id.New().String()}).IDs[0]
	if kind == places.Village {
		w.must(access.Commons, places.OfferRoom{Place: place, Room: places.Room{Kind: "plot", Units: 1000}})
		_, err := w.in(access.Commons, capacity.GrantCustody{Place: place, Kind: "plot", From: 1, To: 1000, Caseload: w.scope.Caseload})
		if err != nil {
			w.Fatal(err)
		}
	}
	return place
}

// decide decides by protection whether a village is safe, on two fresh reports.
func (w *world) decide(village id.ID, safe bool, route string) {
	w.Helper()
	if safe {
		for _, source := range []string{"health post", "elders of the Twa"} {
			w.must(access.Commons, places.ReportSafety{Place: village, Report: places.Report{Source: source, Kind: "community",
				Day: w.desk.Today(), Safe: true, Women: true, Minority: true}})
		}
	}
	w.must(access.Commons, places.DecideSafety{Place: village, Safe: safe, Route: route, Reason: "heard and seen",
		Contrary: "the bridge is mended"})
}

// village is a safe village.
func (w *world) village() id.ID {
	w.Helper()
	v := w.place(places.Village)
	w.decide(v, true, "")
	return v
}

// home is a household on its way.
type home struct {
	household, journey id.ID
	adults, children   []id.ID
}

func (h home) all() []id.ID { return slices.Concat(h.adults, h.children) }

// aged is a person of some age in years.
func (w *world) aged(years int, relation people.Relation) people.Member {
	y, _, _ := w.desk.Today().Date()
	return people.Member{Names: people.Names{Given: "Neema"}, Sex: people.Female, Relation: relation,
		Born: people.Born{Day: clock.Date(y-years, 1, 1), Precision: people.BirthYear}}
}

// household registers adults, and children of ten years, and starts their journey.
func (w *world) household(adults, children int) home {
	w.Helper()
	c := people.Register{Site: w.site, Arrived: w.desk.Today(), Card: id.New().String()}
	for i := range adults + children {
		age, relation := 35, people.Head
		if i >= adults {
			age, relation = 10, people.Child
		}
		c.Members = append(c.Members, w.aged(age, relation))
	}
	r := w.ok(c)
	h := home{household: r.IDs[0], adults: slices.Clip(r.IDs[1 : 1+adults]), children: r.IDs[1+adults:]}
	h.journey = w.ok(journey.Start{Programme: "homeward", Pathway: "solution", Subject: h.household}).IDs[0]
	return h
}

func tell(h home, village id.ID) choice.Tell {
	return choice.Tell{Journey: h.journey, Step: "profile", Place: village, Language: "sw", Source: "profile"}
}

func answer(h home, adult, village id.ID) choice.Answer {
	return choice.Answer{Journey: h.journey, Step: "solution", Person: adult, Option: "return", Place: village, Private: true}
}

func willing(h home, adult id.ID, yes bool) movement.AskAgain {
	return movement.AskAgain{Journey: h.journey, Step: "departure", Person: adult, Willing: yes, Private: true}
}

// decided is a household whose adults were told, have chosen a village, and hold a plot there.
func (w *world) decided(adults, children int, village id.ID) home {
	w.Helper()
	h := w.household(adults, children)
	w.choose(h, village)
	return h
}

func (w *world) choose(h home, village id.ID) {
	w.Helper()
	w.ok(tell(h, village))
	for _, a := range h.adults {
		w.ok(answer(h, a, village))
	}
	w.ok(capacity.Promise{Journey: h.journey, Step: "plot", Place: village})
}

// willingAll asks every adult again, who all say yes.
func (w *world) willingAll(h home) {
	w.Helper()
	for _, a := range h.adults {
		w.ok(willing(h, a, true))
	}
}

// trip plans a convoy of one truck for each number of seats.
func (w *world) trip(village id.ID, seats ...int) id.ID {
	w.Helper()
	c := movement.Plan{Origin: w.site, Destination: village, Leaves: w.desk.Today() + 2}
	for i, n := range seats {
		c.Loads = append(c.Loads, movement.Vehicle{Number: i + 1, Kind: "truck", Seats: n, Laps: 2})
	}
	return w.ok(c).IDs[0]
}

func load(h home, trip id.ID, number int) movement.Load {
	return movement.Load{Journey: h.journey, Step: "departure", Trip: trip, Load: number}
}

func board(h home, trip id.ID) movement.Board {
	return movement.Board{Trip: trip, Journey: h.journey, Step: "departure"}
}

func (w *world) sheet(trip id.ID) movement.ManifestSheet {
	w.Helper()
	return ask(w, movement.ManifestOf(w.scope, trip))
}

// seats returns how many hold a seat on a trip.
func (w *world) seats(trip id.ID) int {
	w.Helper()
	return w.sheet(trip).Trip.Persons
}

func (w *world) journeyOf(h home) *journey.Journey {
	w.Helper()
	var j *journey.Journey
	ask(w, desk.Query[struct{}]{Act: access.PeopleLook, Scope: w.scope, Run: func(r *desk.Reader) (struct{}, error) {
		f, err := desk.Read(r, journey.Story, h.journey)
		j = f.State
		return struct{}{}, err
	}})
	return j
}

func (w *world) seat(h home, person id.ID) movement.Seat {
	w.Helper()
	return movement.SeatOf(w.journeyOf(h), "departure", person)
}

// stands holds on which lists a household is, by where its people are, and that it is on no other.
func (w *world) stands(h home, want ...journey.Whereabouts) {
	w.Helper()
	for _, where := range []journey.Whereabouts{journey.Remaining, journey.OnTheRoad, journey.HaveLeft} {
		page := ask(w, journey.HouseholdsWhere(w.scope, where, people.Listing{Limit: 100}))
		listed := slices.ContainsFunc(page.Rows, func(r journey.HouseholdRow) bool { return r.Household.ID == h.household })
		if listed != slices.Contains(want, where) {
			w.Fatalf("on the list of those %s: %v, want %v", where, listed, want)
		}
	}
}
