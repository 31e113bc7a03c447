// SPDX-License-Identifier: Apache-2.0

package supply

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// kits is a programme that gives: a kit to a household, by its size, and tools to a committee.
const kits = `
programme: kits
currency: USD
pathways:
  arrival:
    for: household
    steps:
      - ask: needs
      - give: kit
        needs: [needs]
        requires: today - opened < 60
        gives: {blanket: size, bucket: 1}
      - check: visited
        needs: [kit]
  case:
    for: case
    steps:
      - give: parcel
        gives: {blanket: 1}
  committee:
    for: committee
    steps:
      - give: tools
        gives: {shovel: 4}
`

// store is an office with a store at a site, and a household that waits for its kit.
type store struct {
	*officetest.Office
	keeper, caseworker access.Actor
	site, other        id.ID
	household, journey id.ID
	head, spouse       id.ID
}

func open(t testing.TB) *store {
	s := &store{Office: officetest.Open(t, desk.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(), Declarations())}
	s.keeper, s.caseworker = s.Person(access.SiteManager), s.Person(access.Caseworker)
	manager := s.Person(access.ProgrammeManager)
	s.Common(manager, journey.Publish{Source: []byte(kits)})
	s.site = s.Common(manager, places.Add{Kind: places.Site, Name: "Kalonda"}).IDs[0]
	s.other = s.Common(manager, places.Add{Kind: places.Site, Name: "Kabwela"}).IDs[0]
	s.household, s.head, s.spouse, s.journey = s.family()
	s.Do(s.caseworker, journey.Ask{Journey: s.journey, Step: "needs"})
	return s
}

// family registers two adults and a child who live at the site, and begins their way.
func (s *store) family() (household, head, spouse, way id.ID) {
	adult := people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthYear}
	r := s.Do(s.caseworker, people.Register{Site: s.site, Arrived: clock.NoDay, Members: []people.Member{
		{Names: people.Names{Given: "Neema"}, Relation: people.Head, Sex: people.Female, Born: adult},
		{Names: people.Names{Given: "Juma"}, Relation: people.Spouse, Sex: people.Male, Born: adult},
		{Names: people.Names{Given: "Amani"}, Relation: people.Child}}})
	way = s.Do(s.caseworker, journey.Start{Programme: "kits", Pathway: "arrival", Subject: r.IDs[0]}).IDs[0]
	return r.IDs[0], r.IDs[1], r.IDs[2], way
}

func (s *store) chooses(collector, alternate id.ID) {
	s.Do(s.caseworker, people.ChooseCollector{Household: s.household, Private: true, Collector: people.Collector{Person: collector, Alternate: alternate}})
}

func (s *store) receive(item string, count int64) {
	s.Do(s.keeper, Receive{Place: s.site, Item: item, Count: count, Source: "unhcr", Waybill: "W-17"})
}

func (s *store) list(journeys ...id.ID) MakeList {
	return MakeList{Programme: "kits", Step: "kit", Place: s.site, Journeys: journeys, Ahead: true}
}

func (s *store) hand(to id.ID) HandOut {
	return HandOut{Journey: s.journey, Step: "kit", Receipt: Receipt{To: to, Signed: "line 4"}}
}

func (s *store) onHand(place id.ID, item string) int64 {
	return officetest.Ask(s.Office, s.keeper, CardOf(s.Scope, place, item)).Row.OnHand
}

// state says how the step stands for the household.
func (s *store) state() string {
	return officetest.Ask(s.Office, s.caseworker, journey.WayOf(s.Scope, s.journey)).Ways[0].Steps[1].State
}

func TestAKitIsListedAndGivenOnce(t *testing.T) {
	s := open(t)
	s.receive("blanket", 10)
	s.receive("bucket", 5)
	s.chooses(s.spouse, s.head)
	s.Refused("supply.not_listed", s.keeper, s.hand(s.spouse))
	s.Do(s.keeper, s.list(s.journey))
	if s.state() != "waiting" {
		t.Errorf("listed, it is %s", s.state())
	}
	s.Do(s.keeper, s.hand(s.head)) // the alternate
	if s.state() != "done" {
		t.Errorf("given, it is %s", s.state())
	}
	if s.onHand(s.site, "blanket") != 7 || s.onHand(s.site, "bucket") != 4 {
		t.Errorf("%d blankets and %d buckets lie there", s.onHand(s.site, "blanket"), s.onHand(s.site, "bucket"))
	}
	s.Refused("supply.given_already", s.keeper, s.hand(s.spouse))
	s.Refused("supply.lines_held", s.keeper, s.list(s.journey))
}

func TestGoodsGoToTheCollectorTheyChose(t *testing.T) {
	s := open(t)
	s.receive("blanket", 10)
	s.receive("bucket", 5)
	s.Do(s.keeper, s.list(s.journey))
	s.Refused("supply.no_collector", s.keeper, s.hand(s.head))
	s.chooses(s.spouse, id.ID{})
	s.Refused("supply.not_the_collector", s.keeper, s.hand(s.head))
	s.Refused("supply.not_the_collector", s.keeper, s.hand(id.ID{}))
	s.Refused("access.not_allowed", s.caseworker, s.hand(s.spouse))
	s.Do(s.caseworker, people.RecordDeath{Person: s.spouse})
	s.Refused("supply.not_the_collector", s.keeper, s.hand(s.spouse))
}

func TestNothingIsHandedOutThatDoesNotLieThere(t *testing.T) {
	s := open(t)
	s.chooses(s.head, id.ID{})
	s.Do(s.keeper, s.list(s.journey))
	s.Refused("supply.not_in_stock", s.keeper, s.hand(s.head))
	s.receive("blanket", 2)
	s.receive("bucket", 5)
	s.Refused("supply.not_in_stock", s.keeper, s.hand(s.head)) // three blankets, for three people
	if s.onHand(s.site, "bucket") != 5 {
		t.Error("what was refused took buckets")
	}
	s.receive("blanket", 1)
	s.Do(s.keeper, s.hand(s.head))
}

func TestWhatIsListedIsFrozen(t *testing.T) {
	s := open(t)
	s.receive("blanket", 10)
	s.receive("bucket", 5)
	s.chooses(s.head, id.ID{})
	list := s.Do(s.keeper, s.list(s.journey)).IDs[0]
	s.Do(s.caseworker, people.AddMember{Household: s.household, Member: people.Member{Names: people.Names{Given: "Zawadi"}, Relation: people.Child}})
	s.Do(s.keeper, s.hand(s.head))
	if got := s.onHand(s.site, "blanket"); got != 7 {
		t.Errorf("%d blankets lie there: the list said three", got)
	}
	sheet := officetest.Ask(s.Office, s.keeper, SheetOf(s.Scope, list, desk.Part{}))
	if sheet.Given != 1 || len(sheet.Lines) != 1 || sheet.Lines[0].Gives[0] != (PartRow{"blanket", 3, -1}) || sheet.Lines[0].Collector != "Neema" {
		t.Errorf("the list says %+v", sheet)
	}
}

func TestAListIsOfADayAndWhoMissedItIsListedAgain(t *testing.T) {
	s := open(t)
	_, _, _, unready := s.family()
	s.Refused("supply.day_past", s.keeper, MakeList{Programme: "kits", Step: "kit", Place: s.site, Day: s.Desk.Today() - 1, Journeys: []id.ID{s.journey}})
	s.Refused("supply.lines_held", s.keeper, s.list(s.journey, unready))
	found := officetest.Ask(s.Office, s.keeper, CandidatesAt(s.Scope, s.site, "kits", "kit"))
	if len(found.Ready) != 1 || found.NotReady != 1 || found.Needs[0].Count != 3 {
		t.Errorf("candidates: %+v", found)
	}
	c := s.list(s.journey, unready)
	c.SkipHeld = true
	s.Do(s.keeper, c)
	s.Refused("supply.lines_held", s.keeper, s.list(s.journey)) // it is on today's list
	s.Days(1)
	s.Do(s.keeper, s.list(s.journey))
}

func TestWhatTheStepRequiresIsAskedAgainWhenItIsHandedOut(t *testing.T) {
	s := open(t)
	s.receive("blanket", 10)
	s.receive("bucket", 5)
	s.chooses(s.head, id.ID{})
	s.Do(s.keeper, s.list(s.journey))
	s.Days(90)
	s.Refused("journey.condition_failed", s.keeper, s.hand(s.head))
}

// People who live together choose who collects, whatever the programme calls them: a household, a host family, a case.
func TestGoodsOfACaseGoToTheCollectorTheyChose(t *testing.T) {
	s := open(t)
	s.receive("blanket", 4)
	way := s.Do(s.caseworker, journey.Start{Programme: "kits", Pathway: "case", Subject: s.household}).IDs[0]
	s.Do(s.keeper, MakeList{Programme: "kits", Step: "parcel", Place: s.site, Journeys: []id.ID{way}})
	hand := HandOut{Journey: way, Step: "parcel", Receipt: Receipt{To: s.head}}
	s.Refused("supply.no_collector", s.keeper, hand)
	s.chooses(s.spouse, id.ID{})
	if hands := officetest.Ask(s.Office, s.keeper, HandOf(s.Scope, way, "parcel")).Hands; len(hands) != 1 || hands[0].Person != s.spouse {
		t.Errorf("who may collect is %+v", hands)
	}
	s.Refused("supply.not_the_collector", s.keeper, hand)
	hand.Receipt.To = id.ID{}
	s.Refused("supply.not_the_collector", s.keeper, hand)
	hand.Receipt.To = s.spouse
	s.Do(s.keeper, hand)
}

func TestACommitteeReceivesToolsWithoutACollector(t *testing.T) {
	s := open(t)
	committee := s.Do(s.caseworker, subjects.Add{Kind: "committee", Is: subjects.Description{Name: "Water"}}).IDs[0]
	tools := s.Do(s.caseworker, journey.Start{Programme: "kits", Pathway: "committee", Subject: committee}).IDs[0]
	s.receive("shovel", 4)
	s.Do(s.keeper, MakeList{Programme: "kits", Step: "tools", Place: s.site, Journeys: []id.ID{tools}})
	s.Refused("supply.not_the_collector", s.keeper, HandOut{Journey: tools, Step: "tools", Receipt: Receipt{To: s.head}})
	s.Do(s.keeper, HandOut{Journey: tools, Step: "tools", Receipt: Receipt{Signed: "the chair of the committee"}})
	s.Refused("supply.given_already", s.keeper, HandOut{Journey: tools, Step: "tools"})
}

func TestACountThatDiffersSaysWhy(t *testing.T) {
	s := open(t)
	s.receive("blanket", 10)
	count := Count{Place: s.site, Item: "blanket", Lies: 8}
	s.Refused("supply.reason_missing", s.keeper, count)
	count.Reason = "rats"
	s.Do(s.keeper, count)
	s.Do(s.keeper, Count{Place: s.site, Item: "blanket", Lies: 8})
	if got := s.onHand(s.site, "blanket"); got != 8 {
		t.Errorf("%d lie there", got)
	}
	s.Refused("desk.no_such_story", s.keeper, Count{Place: s.other, Item: "blanket", Lies: 1, Reason: "found"})
}

func TestGoodsMoveAndNeverMoreThanLie(t *testing.T) {
	s := open(t)
	s.receive("blanket", 10)
	move := Move{From: s.site, To: s.other, Item: "blanket", Count: 11}
	s.Refused("supply.not_in_stock", s.keeper, move)
	move.Count = 4
	s.Do(s.keeper, move)
	if s.onHand(s.site, "blanket") != 6 || s.onHand(s.other, "blanket") != 4 {
		t.Errorf("%d and %d lie there", s.onHand(s.site, "blanket"), s.onHand(s.other, "blanket"))
	}
	s.Refused("supply.same_place", s.keeper, Move{From: s.site, To: s.site, Item: "blanket", Count: 1})
	s.Refused("supply.not_a_count", s.keeper, Move{From: s.site, To: s.other, Item: "blanket", Count: -1})
	s.Refused("supply.not_an_item", s.keeper, Receive{Place: s.site, Item: "Blanket!", Count: 1, Source: "unhcr"})
	s.Refused("supply.source_missing", s.keeper, Receive{Place: s.site, Item: "blanket", Count: 1})
}

func TestOneNodeTakesFromAStock(t *testing.T) {
	s := open(t)
	s.receive("blanket", 10)
	s.Do(s.keeper, Keep{Place: s.site, Item: "blanket", Node: id.New()})
	s.Refused("supply.no_custody", s.keeper, Move{From: s.site, To: s.other, Item: "blanket", Count: 1})
	s.Refused("supply.no_custody", s.keeper, Count{Place: s.site, Item: "blanket", Lies: 1, Reason: "x"})
	s.Refused("supply.no_custody", s.keeper, Keep{Place: s.site, Item: "blanket"})
	s.receive("blanket", 1) // what comes in can be written by anybody
}

// again gives a kit as an office did that had not heard of the other one, and takes blankets that another had taken: no rule was asked.
type again struct {
	Journey, Site id.ID
}

func (again) Act() access.Act { return access.SupplyDistribute }

func (c again) Decide(tx *desk.Tx) error {
	gives := []journey.Amount{{Name: "blanket", Minor: 3}}
	if err := tx.Record(given.Draft(c.Journey, clock.NoDay, givenResidue{Step: "kit", Gives: gives})); err != nil {
		return err
	}
	return tx.Record(taken.Draft(StockID(c.Site, "blanket"), clock.NoDay, takenResidue{heapOf{Place: c.Site, Item: "blanket"}, 3, c.Journey, "kit"}))
}

func TestWhatTwoOfficesGaveIsShownAndHoldsNobody(t *testing.T) {
	s := open(t)
	s.receive("blanket", 3)
	s.receive("bucket", 1)
	s.chooses(s.head, id.ID{})
	s.Do(s.keeper, s.list(s.journey))
	s.Do(s.keeper, s.hand(s.head))
	other := s.Person(access.SiteManager)
	s.Do(other, again{s.journey, s.site})

	row := officetest.Ask(s.Office, s.keeper, CardOf(s.Scope, s.site, "blanket")).Row
	if row.OnHand != -3 || !row.Short {
		t.Errorf("the stock says %+v", row)
	}
	way := officetest.Ask(s.Office, s.caseworker, journey.WayOf(s.Scope, s.journey)).Ways[0]
	if len(way.Contradicts) != 1 || way.Contradicts[0] != string(journey.GivenTwice) {
		t.Errorf("the file says %v", way.Contradicts)
	}
	officetest.Ask(s.Office, s.caseworker, desk.Query[struct{}]{Act: access.PeopleLook, Scope: s.Scope, Run: func(r *desk.Reader) (struct{}, error) {
		k, err := journey.Take(r, s.journey)
		if err == nil {
			err = k.Whole() // life goes on: they are paid, and board
		}
		return struct{}{}, err
	}})
	s.Refused("supply.own_hand", s.keeper, Settle{Journey: s.journey, Step: "kit", Reason: "seen"})
	s.Refused("supply.own_hand", other, Settle{Journey: s.journey, Step: "kit", Reason: "seen"})
	third := s.Person(access.SiteManager)
	s.Refused("supply.reason_missing", third, Settle{Journey: s.journey, Step: "kit"})
	s.Do(third, Settle{Journey: s.journey, Step: "kit", Reason: "the laptops were apart"})
	if way := officetest.Ask(s.Office, s.caseworker, journey.WayOf(s.Scope, s.journey)).Ways[0]; len(way.Contradicts) > 0 {
		t.Errorf("the file still says %v", way.Contradicts)
	}
	s.Refused("supply.not_given_twice", third, Settle{Journey: s.journey, Step: "kit", Reason: "again"})
	s.Do(s.keeper, Count{Place: s.site, Item: "blanket", Lies: 0, Reason: "two laptops"})
	if row := officetest.Ask(s.Office, s.keeper, CardOf(s.Scope, s.site, "blanket")).Row; row.Short {
		t.Error("counted again, it is still short")
	}
}

// Whatever is received, moved, counted, listed and handed out, in whatever order: no stock is ever below nothing, no kit is given twice, and
// pieces neither appear nor vanish without a receipt, a count or a hand.
func TestALedgerOfWholePieces(t *testing.T) {
	s := open(t)
	rapid.Check(t, func(t *rapid.T) {
		household, head, _, way := s.family()
		s.Do(s.caseworker, journey.Ask{Journey: way, Step: "needs"})
		s.Do(s.caseworker, people.ChooseCollector{Household: household, Private: true, Collector: people.Collector{Person: head}})
		given := 0
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			n := rapid.Int64Range(-1, 6).Draw(t, "pieces")
			var c desk.Command
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				c = Receive{Place: s.site, Item: rapid.SampledFrom([]string{"blanket", "bucket"}).Draw(t, "item"), Count: n, Source: "unhcr"}
			case 1:
				c = Move{From: s.site, To: s.other, Item: "blanket", Count: n}
			case 2:
				c = Move{From: s.other, To: s.site, Item: "blanket", Count: n}
			case 3:
				c = Count{Place: s.site, Item: "bucket", Lies: n, Reason: "counted"}
			case 4:
				c = s.list(way)
			case 5:
				c = HandOut{Journey: way, Step: "kit", Receipt: Receipt{To: head}}
			}
			_, err := s.Desk.Do(s.Context(), s.keeper, s.Scope, id.New(), c)
			if err != nil && fault.KindOf(err) == fault.Internal {
				t.Fatal(err)
			}
			if _, is := c.(HandOut); is && err == nil {
				given++
			}
			for _, row := range officetest.Ask(s.Office, s.keeper, Stocks(s.Scope)) {
				if row.OnHand < 0 || row.OnHand != row.Received+row.Moved+row.Found-row.HandedOut {
					t.Fatalf("after %+v: %+v", c, row)
				}
			}
		}
		if given > 1 {
			t.Fatalf("given %d times", given)
		}
	})
}

func TestTheEvaluatorFreezesWhatIsListed(t *testing.T) {
	p, err := programme.Parse("kits.yaml", []byte(kits))
	if err != nil {
		t.Fatal(err)
	}
	story := programme.Story{Subject: programme.Subject{Kind: "committee"}, Marks: []programme.Mark{
		{Step: "tools", State: programme.Allotted, Details: &programme.Details{Numbers: []programme.Term{{Name: "shovel", Value: 3}}}}}}
	st := p.Pathway("committee").Evaluate(&story, 10).Step("tools")
	if st.Status != programme.Waiting || !st.Frozen() || st.Amount() != 3 {
		t.Errorf("%+v", st)
	}
}

// A list that needs more than lies there is refused before anything is handed out, with how many are short; what other lists of that place still have to hand out lies there for them. One may be made ahead of the goods.
func TestAListLargerThanTheStockIsRefused(t *testing.T) {
	s := open(t)
	s.receive("blanket", 5)
	s.receive("bucket", 5)
	list := s.list(s.journey)
	list.Ahead = false
	_, _, _, second := s.family()
	s.Do(s.caseworker, journey.Ask{Journey: second, Step: "needs"})
	list.Journeys = append(list.Journeys, second)
	_, err := s.Desk.Do(t.Context(), s.keeper, s.Scope, id.New(), list) // six blankets, for six people
	if fault.KeyOf(err) != "supply.list_short" || argsOf(err)["short"] != int64(1) {
		t.Errorf("a list of six blankets of which five lie there: %v", err)
	}
	list.Journeys = list.Journeys[:1]
	s.Do(s.keeper, list)
	other := s.list(second)
	other.Ahead = false
	s.Refused("supply.list_short", s.keeper, other) // two lie there that are not promised to others
	s.receive("blanket", 1)
	s.Do(s.keeper, other)
	if got := s.onHand(s.site, "blanket"); got != 6 {
		t.Errorf("lists took goods: %d lie there", got)
	}
}

// Nobody is to receive at two sites on one day: it is refused with both named; on another day, or once they have received at the first, they may be listed.
func TestNobodyReceivesAtTwoSitesOnOneDay(t *testing.T) {
	s := open(t)
	s.receive("blanket", 10)
	s.receive("bucket", 5)
	s.chooses(s.head, id.ID{})
	s.Do(s.keeper, s.list(s.journey))
	parcel := s.Do(s.caseworker, journey.Start{Programme: "kits", Pathway: "case", Subject: s.household}).IDs[0]
	there := MakeList{Programme: "kits", Step: "parcel", Place: s.other, Journeys: []id.ID{parcel}, Ahead: true}
	_, err := s.Desk.Do(t.Context(), s.keeper, s.Scope, id.New(), there)
	if args := argsOf(err); fault.KeyOf(err) != "supply.two_sites" || args["here"] != "Kabwela" || args["there"] != "Kalonda" {
		t.Errorf("who is to receive at two sites on one day: %v", err)
	}
	there.SkipHeld = true
	s.Refused("supply.two_sites", s.keeper, there) // nobody is left
	next := there
	next.Day = s.Desk.Today() + 1
	s.Do(s.keeper, next)
	s.Do(s.keeper, s.hand(s.head))
}

// At the table a card finds its line on that list alone: a card that nobody has, and one that stands on another list, are told apart, and nobody else is looked at.
func TestACardFindsItsLineAtTheTable(t *testing.T) {
	s := open(t)
	s.receive("blanket", 10)
	s.receive("bucket", 5)
	s.chooses(s.head, id.ID{})
	card := func(of, card string) {
		s.Do(s.caseworker, people.Register{Site: s.site, Arrived: clock.NoDay, Card: card, Members: []people.Member{{Names: people.Names{Given: of}, Relation: people.Head}}})
	}
	card("Zawadi", "K-2")
	made := s.Do(s.caseworker, people.Register{Site: s.site, Arrived: clock.NoDay, Card: "K-1", Members: []people.Member{{Names: people.Names{Given: "Neema"}, Relation: people.Head}}})
	way := s.Do(s.caseworker, journey.Start{Programme: "kits", Pathway: "arrival", Subject: made.IDs[0]}).IDs[0]
	s.Do(s.caseworker, journey.Ask{Journey: way, Step: "needs"})
	list := s.Do(s.keeper, s.list(way)).IDs[0]
	at := func(card string) (HandSheet, error) {
		return desk.Ask(t.Context(), s.Desk, s.keeper, "task.give", AtTable(s.Scope, list, card))
	}
	if found, err := at("K-1"); err != nil || found.Line.Journey != way || found.Line.Given || found.Place != s.site {
		t.Errorf("the line of K-1: %+v, %v", found, err)
	}
	for card, key := range map[string]string{"K-2": "supply.not_on_this_list", "K-3": "supply.card_unknown"} {
		if _, err := at(card); fault.KeyOf(err) != key {
			t.Errorf("%s: %v, not %s", card, err, key)
		}
	}
}

// argsOf are what a fault names; nil for none.
func argsOf(err error) fault.Args {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Args
	}
	return nil
}
