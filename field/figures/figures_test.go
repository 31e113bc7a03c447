// SPDX-License-Identifier: Apache-2.0

package figures_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"safar/field/figures"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"

	"github.com/google/go-cmp/cmp"
)

func by(dimension string) figures.By { return figures.By{Dimension: dimension} }

func only(dimension, value string) figures.By { return figures.By{Dimension: dimension, Value: value} }

// Who left is counted as they left, and who did not is counted where they are, whatever becomes of their households.
func TestWhoLeftStaysCountedWhateverBecomesOfTheHousehold(t *testing.T) {
	w := newWorld(t)
	f, g := w.register(t, w.sites[0], born(2018, 1, 1)), w.register(t, w.sites[1])
	w.leave(t, f, w.villages[0], w.desk.Today())
	b := w.board(t)
	expect := func(what string, left, remaining int64) {
		t.Helper()
		for _, board := range []counter{b, w.board(t)} {
			if l, r := w.total(t, board, "left_the_sites"), w.total(t, board, "remaining"); l != left || r != remaining {
				t.Errorf("%s: %d left, %d remain; want %d and %d", what, l, r, left, remaining)
			}
		}
		facts, err := b.Facts(t.Context(), w.actor, "left_the_sites", figures.Page{})
		must(t, err)
		if figures.SumOf(facts) != left {
			t.Errorf("%s: the facts say %d", what, figures.SumOf(facts))
		}
	}
	expect("they left", 3, 2)
	w.clock.Advance(48 * time.Hour)
	w.do(t, people.AddMember{Household: f.household, Member: people.Member{Born: born(2026, 3, 1)}})
	expect("a birth", 3, 2)
	w.do(t, journey.Split{Household: f.household, Leaving: []id.ID{f.people[1], f.people[2]}, OwnWord: f.people[1:2]})
	expect("a split", 3, 2)
	w.do(t, people.RecordDeath{Person: f.people[2]})
	expect("a death", 3, 2)
	w.clock.Advance(24 * time.Hour)
	w.do(t, journey.Join{Person: g.people[0], Household: f.household, OwnWord: true})
	expect("somebody of the site joins them", 3, 2) // and does not have the newborn with them, who was there before they came
	w.do(t, note{Journey: f.journey, Step: "departure", State: programme.Arrived, Place: w.villages[0]})
	w.do(t, journey.Join{Person: f.people[0], Household: g.household, OwnWord: true})
	expect("one of them joins those who remain", 3, 2)
	w.do(t, people.MoveSite{Household: f.household, Site: w.sites[1]})
	if got := w.total(t, b, "left_the_sites", only("site", "Site 1")); got != 3 {
		t.Errorf("%d left the first site", got)
	}
}

func TestThoseWhoLeftAreCountedBySexAgeAndDestination(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	left := w.register(t, w.sites[0], born(2023, 1, 1), born(2010, 5, 5))
	w.leave(t, left, w.villages[0], clock.DayOf(start))
	w.register(t, w.sites[1], born(2020, 2, 2))
	got := w.count(t, b, "left_the_sites", by("sex"), by("age"), by("destination"))
	text, err := json.Marshal(got)
	must(t, err)
	want := `[{"figure":"left_the_sites","by":{"age":"0-4","destination":"Village 1","sex":"female"},"value":1},` +
		`{"figure":"left_the_sites","by":{"age":"12-17","destination":"Village 1","sex":"female"},"value":1},` +
		`{"figure":"left_the_sites","by":{"age":"18-59","destination":"Village 1","sex":"female"},"value":1},` +
		`{"figure":"left_the_sites","by":{"age":"18-59","destination":"Village 1","sex":"male"},"value":1}]`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for figure, want := range map[string]int64{"left_the_sites": 4, "households_left": 1, "remaining": 3, "undecided": 1, "first_tranche_paid": 1,
		"paid_first": 22000, "disagree": 0} {
		if got := w.count(t, b, figure); len(got) != 1 || got[0].Value != want || len(got[0].By) != 0 {
			t.Errorf("%s is %+v, want %d", figure, got, want)
		}
	}
	if got := w.total(t, b, "left_the_sites", by("month"), only("site", "Site 1"), only("destination", w.villages[0].String())); got != 4 {
		t.Errorf("asked for one site by name and one village by id: %d", got)
	}
	if got := w.count(t, b, "remaining", only("site", "Site 1")); len(got) != 0 {
		t.Errorf("nobody remains in the first site, and yet: %+v", got)
	}
}

func TestAFigureFollowsWhatIsWritten(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	f := w.register(t, w.sites[0], born(2023, 1, 1))
	if got := w.total(t, b, "remaining"); got != 3 {
		t.Fatalf("%d remain", got)
	}
	w.do(t, people.RecordDeath{Person: f.people[2]})
	if got := w.total(t, b, "remaining"); got != 2 {
		t.Errorf("%d remain after a death", got)
	}
	w.do(t, people.AddMember{Household: f.household, Member: people.Member{Sex: people.Male, Born: born(2026, 2, 28)}})
	if got := w.total(t, b, "remaining", only("age", "0-4"), only("sex", "male")); got != 1 {
		t.Errorf("%d boys under five after a birth", got)
	}
	w.do(t, people.MoveSite{Household: f.household, Site: w.sites[1]})
	if got := w.total(t, b, "remaining", only("site", "Site 2")); got != 3 {
		t.Errorf("%d remain in the second site after a move", got)
	}
	w.common(t, places.Rename{Place: w.sites[1], Name: "Kalunga"})
	if got := w.total(t, b, "remaining", only("site", "Kalunga")); got != 3 {
		t.Errorf("%d remain in the site under its new name", got)
	}
}

func TestWhenSafetyIsWithdrawnTheChoicesAreOnHoldAtOnce(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	f := w.register(t, w.sites[0])
	today := w.desk.Today()
	w.do(t, note{Journey: f.journey, Step: "village_profile", Place: w.villages[0], Day: today})
	for _, adult := range f.people {
		w.do(t, note{Journey: f.journey, Step: "solution", By: adult, Place: w.villages[0], Value: "return", Day: today})
	}
	if ready, hold := w.total(t, b, "ready"), w.total(t, b, "on_hold"); ready != 1 || hold != 0 {
		t.Fatalf("ready %d, on hold %d before", ready, hold)
	}
	w.common(t, places.DecideSafety{Place: w.villages[0], Reason: "fighting on the road"})
	if ready, hold := w.total(t, b, "ready"), w.total(t, b, "on_hold", only("destination", "Village 1")); ready != 0 || hold != 1 {
		t.Errorf("ready %d, on hold %d after", ready, hold)
	}
	facts, err := b.Facts(t.Context(), w.actor, "on_hold", figures.Page{})
	must(t, err)
	found := false
	for _, fact := range facts {
		found = found || fact.Kind == "places.safety_decided" && fact.Story == w.villages[0]
	}
	if !found {
		t.Error("the decision of protection is not among the facts behind it")
	}
}

func TestANewDayChangesWhatItChanges(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	w.register(t, w.sites[0], born(2021, 3, 10)) // five years old on 10 March
	child := only("age", "5-11")
	for _, day := range []struct {
		date time.Time
		want int64
	}{{start, 0}, {time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC), 0}, {time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC), 1},
		{start, 0}, {time.Date(2033, 3, 10, 0, 0, 0, 0, time.UTC), 0}} {
		w.clock.Set(day.date)
		if got := w.total(t, b, "remaining", child); got != day.want {
			t.Errorf("on %s %d children are of school age, want %d", day.date.Format(time.DateOnly), got, day.want)
		}
	}
}

func TestTheListBehindANumberIsReadPageByPage(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	for range 5 {
		w.register(t, w.sites[0])
	}
	var all []figures.Listed
	for page := (figures.Page{Limit: 2}); ; {
		part, err := b.Who(t.Context(), w.actor, "remaining", page, only("sex", "female"))
		must(t, err)
		if len(part) == 0 {
			break
		}
		all = append(all, part...)
		page.After = part[len(part)-1].Subject
	}
	if len(all) != 5 {
		t.Errorf("%d households on all pages", len(all))
	}
	for _, l := range all {
		if l.Value != 1 {
			t.Errorf("%d women of a household with one", l.Value)
		}
	}
}

func TestFiguresAreReadByThoseWhoMay(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	stranger := access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Inspector, id.ID{})}}
	if _, err := b.Count(t.Context(), stranger, "remaining"); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("an inspector counts: %v", err)
	}
	if _, err := figures.Open(t.Context(), w.desk, stranger, w.caseload, tanganyika); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("an inspector opens a board: %v", err)
	}
	if _, err := b.Count(t.Context(), w.actor, "nothing"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a figure that does not exist: %v", err)
	}
	if _, err := b.Count(t.Context(), w.actor, "ready", by("sex")); !fault.Is(err, fault.Invalid) {
		t.Errorf("a dimension that the figure does not have: %v", err)
	}
	if _, err := b.Count(t.Context(), w.actor, "remaining", by("sex"), by("sex")); !fault.Is(err, fault.Invalid) {
		t.Errorf("a dimension twice: %v", err)
	}
}

func TestAFollowUpIsOverdueOnTheDayAfterItWasDue(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	f := w.register(t, w.sites[0])
	w.leave(t, f, w.villages[0], clock.DayOf(start))
	for _, day := range []struct{ after, want int }{{0, 0}, {29, 0}, {30, 0}, {31, 1}, {60, 1}} {
		w.clock.Set(start.AddDate(0, 0, day.after))
		if got := w.total(t, b, "follow_ups_overdue"); got != int64(day.want) {
			t.Errorf("%d days after the departure %d follow-ups are overdue, want %d", day.after, got, day.want)
		}
	}
}

func TestBehindAPersonWhoLeftStandTheirRegistrationAndTheDeparture(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	f := w.register(t, w.sites[0])
	w.leave(t, f, w.villages[0], clock.DayOf(start))
	facts, err := b.Facts(t.Context(), w.actor, "left_the_sites", figures.Page{}, only("sex", "female"))
	must(t, err)
	var got []string
	for _, fact := range facts {
		if fact.Subject != f.people[0] || fact.Journey != f.journey || fact.Value != 1 || fact.Day != clock.DayOf(start) {
			t.Errorf("%+v", fact)
		}
		got = append(got, fact.Kind)
	}
	if diff := cmp.Diff([]string{"people.person_registered", "test.noted"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	facts, err = b.Facts(t.Context(), w.actor, "stays", figures.Page{})
	must(t, err)
	if len(facts) != 0 {
		t.Errorf("nobody stays, and yet: %+v", facts)
	}
}

func TestBehindAnAmountStandsWhatWasOwedAndDelivered(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	w.leave(t, w.register(t, w.sites[0]), w.villages[0], clock.DayOf(start))
	w.leave(t, w.register(t, w.sites[1]), w.villages[1], clock.DayOf(start))
	facts, err := b.Facts(t.Context(), w.actor, "paid_first", figures.Page{}, only("destination", "Village 2"))
	must(t, err)
	if len(facts) != 2 || figures.SumOf(facts) != 22000 {
		t.Errorf("%+v", facts)
	}
}

func TestBehindWhoHasNotLeftStandsTheFactThatBeganTheJourney(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	w.register(t, w.sites[0])
	facts, err := b.Facts(t.Context(), w.actor, "undecided", figures.Page{})
	must(t, err)
	if len(facts) != 1 || facts[0].Kind != "journey.opened" {
		t.Errorf("%+v", facts)
	}
}

func TestWhatCameLateIsCountedAsLate(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	first := w.register(t, w.sites[0])
	day := w.desk.Today()
	w.clock.Advance(20 * 24 * time.Hour)
	w.leave(t, first, w.villages[0], day) // six facts that happened by then, three of them with an earlier day
	w.register(t, w.sites[0])
	past, err := b.AsOf(t.Context(), w.actor, day)
	must(t, err)
	if past.Late != 7 || past.Noted != day {
		t.Errorf("%d facts came late, want 7; noted on %s", past.Late, past.Noted)
	}
	if then, now := w.total(t, past, "left_the_sites"), w.total(t, b, "left_the_sites"); then != 0 || now != 2 {
		t.Errorf("then %d, now %d had left", then, now)
	}
	if got := w.total(t, past, "remaining"); got != 2 {
		t.Errorf("%d remained then", got)
	}
	if before, err := b.AsOf(t.Context(), w.actor, day-1); err != nil || len(w.all(t, before)) != 0 || before.Noted.Known() {
		t.Errorf("before there was a programme: %+v, %v", before, err)
	}
	if _, err := b.AsOf(t.Context(), w.actor, w.desk.Today()+1); !fault.Is(err, fault.Invalid) {
		t.Errorf("tomorrow: %v", err)
	}
}

func TestAPastDayIsDrawnAgainWhenSomethingWasWritten(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	w.register(t, w.sites[0])
	asOf := func(day clock.Day) *figures.Past {
		past, err := b.AsOf(t.Context(), w.actor, day)
		must(t, err)
		return past
	}
	day := w.desk.Today()
	drawn := asOf(day)
	if asOf(day) != drawn {
		t.Error("drawn twice though nothing was written")
	}
	if other := asOf(day - 1); other == drawn || other.Day != day-1 {
		t.Error("one day answers for another")
	}
	drawn = asOf(day)
	w.register(t, w.sites[0])
	if again := asOf(day); again == drawn || w.total(t, again, "remaining") != 4 {
		t.Errorf("what was written since is missing: %d", w.total(t, again, "remaining"))
	}
}

func TestTwoPlacesOfOneNameAreToldApart(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	territory := w.common(t, places.Add{Kind: places.Territory, Name: "Nyunzu", Pcode: "CD7402"}).IDs[0]
	for _, place := range []places.Add{{Kind: places.Site, Name: "Mulange", Pcode: "CD7402ZS01", Parent: territory},
		{Kind: places.Village, Name: "Mulange", Parent: territory}} {
		w.register(t, w.common(t, place).IDs[0])
	}
	if got := w.count(t, b, "undecided", by("site")); len(got) != 2 || got[0].By["site"] != "Mulange (CD7402ZS01)" ||
		!strings.HasPrefix(got[1].By["site"], "Mulange (Nyunzu, ") {
		t.Errorf("%+v", got)
	}
}

func TestABoardIsReadOnceForAllWhoAsk(t *testing.T) {
	w := newWorld(t)
	boards := figures.NewBoards(w.desk)
	one, err := boards.Board(t.Context(), w.actor, w.caseload, tanganyika)
	must(t, err)
	two, err := boards.Board(t.Context(), w.actor, w.caseload, tanganyika)
	must(t, err)
	if one != two {
		t.Error("the same question was answered by two boards")
	}
	if _, err := boards.Board(t.Context(), access.Actor{User: id.New()}, w.caseload, tanganyika); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("a stranger: %v", err)
	}
}

func TestEveryFieldThatIsShownHasAClass(t *testing.T) {
	for _, shown := range []reflect.Type{reflect.TypeFor[figures.Cell](), reflect.TypeFor[figures.Figure](), reflect.TypeFor[figures.Listed](),
		reflect.TypeFor[figures.FactRef]()} {
		if untagged := access.Untagged(shown); len(untagged) > 0 {
			t.Errorf("%v: without a class: %v", shown, untagged)
		}
	}
}

func TestWhatIsWrittenWhileSomebodyCountsIsNotLost(t *testing.T) {
	w := newWorld(t)
	b := w.board(t)
	var both sync.WaitGroup
	stop := make(chan struct{})
	for range 2 {
		both.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					w.total(t, b, "remaining", by("age"))
				}
			}
		})
	}
	for i := range 60 {
		f := w.register(t, w.sites[i%2], born(2015, 5, 5))
		w.do(t, people.RecordDeath{Person: f.people[2]})
		if i%3 == 0 {
			w.leave(t, f, w.villages[0], w.desk.Today())
		}
	}
	close(stop)
	both.Wait()
	anew := w.board(t)
	if diff := cmp.Diff(w.all(t, anew), w.all(t, b)); diff != "" {
		t.Errorf("-read anew +followed\n%s", diff)
	}
	if got := w.total(t, b, "remaining"); got != 80 {
		t.Errorf("%d remain, want 80", got)
	}
}
